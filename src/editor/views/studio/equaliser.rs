//! The equaliser: its curve at the left, its bands and passes beside it.

use egui::{Rect, Ui};
use nice_plug::prelude::FloatParam;

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Theme};
use super::super::super::widgets::chart::{Chart, RANGE_HZ};
use super::super::super::widgets::{Bar, Menu, Toggle};
use super::super::rack::{Row, dim_unless};
use super::{body, rows};
use crate::params::{BandParams, EffectParams, EqualiserParams};

/// How much of the width the curve takes.
const CURVE: f32 = 0.33;
/// How much of the height beside it the bands take.
const BANDS: f32 = 0.56;
/// The level axis of the curve in dB, and what has a line.
const RANGE_DB: (f32, f32) = (-24.0, 18.0);
const LINES_DB: [(f32, &str); 2] = [(0.0, "0"), (-12.0, "−12")];
/// Points of the curve.
const POINTS: usize = 200;

/// Shows the page at a sample rate in Hz.
pub fn equaliser(
    ui: &mut Ui,
    [upper, lower]: [Rect; 2],
    params: &EffectParams,
    sample_rate: f32,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let whole = upper.union(lower);
    let (left, right) = whole.split_left_right_at_fraction(CURVE);
    curve(ui, left, params, sample_rate);
    let right = right.with_min_x(right.left() + theme.px(theme::GAP));
    let (bands, passes) = right.split_top_bottom_at_fraction(BANDS);
    let equaliser = &params.studio.equaliser;
    let mut row = Row::new(bands, equaliser.bands().len());
    for (index, params) in equaliser.bands().into_iter().enumerate() {
        band(ui, &mut row, index + 1, params, gestures);
    }
    let mut row = Row::new(passes.with_min_y(passes.top() + theme.px(theme::BESIDE)), 2);
    pass(ui, &mut row, equaliser, true, gestures);
    pass(ui, &mut row, equaliser, false, gestures);
}

fn curve(ui: &Ui, rect: Rect, params: &EffectParams, sample_rate: f32) {
    let year = params.main.year.value();
    let gain = params.studio.response(year, sample_rate);
    let chart = Chart {
        name: "Frequency response of the equaliser",
        title: "Frequency response",
        key: &[],
        range_db: RANGE_DB,
        lines_db: &LINES_DB,
    };
    let room = chart.show(ui, rect);
    let points = (0..POINTS).map(|point| {
        let share = point as f32 / (POINTS - 1) as f32;
        let hz = RANGE_HZ.0 * (RANGE_HZ.1 / RANGE_HZ.0).powf(share);
        (hz, 20.0 * gain(hz).max(1e-9).log10())
    });
    room.curve(ui, points, theme::OXIDE, true);
}

fn band(ui: &mut Ui, row: &mut Row, number: usize, params: &BandParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let group = row.group(ui, &format!("Band {number}"), 1);
    let heard = format!("Whether band {number} is heard.");
    let switch = Toggle::new(&params.on, &heard).caption("");
    let place = group.title_end(switch.width(ui));
    switch.show(ui, place, gestures);
    let place = body(&group);
    let [menu, frequency, gain, q] = rows(
        place.with_min_y(place.top() + theme.px(theme::NEAR)),
        theme.px(theme::MENU),
        theme.px(theme::NEAR),
    );
    dim_unless(ui, params.on.value(), |ui| {
        let help = format!("What band {number} is: a bell, or a shelf at either end.");
        Menu::new(&params.kind, &help).show(ui, menu, gestures);
        let [stands, lifts, narrow] = [
            format!("Where band {number} stands."),
            format!("How far band {number} lifts or cuts."),
            format!("How narrow band {number} is."),
        ];
        let bars: [(&FloatParam, &str, &str, Rect, bool); 3] = [
            (&params.hz, "Freq", &stands, frequency, false),
            (&params.gain, "Gain", &lifts, gain, true),
            (&params.q, "Q", &narrow, q, false),
        ];
        for (param, caption, help, place, centred) in bars {
            let mut bar = Bar::new(param, caption, help);
            if centred {
                bar = bar.centred();
            }
            bar.show(ui, place, gestures);
        }
    });
}

fn pass(ui: &mut Ui, row: &mut Row, params: &EqualiserParams, high: bool, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let (on, hz, slope, name, help, corner, steep) = if high {
        let help = "Takes away what lies below.";
        let params = (
            &params.high_pass,
            &params.high_pass_hz,
            &params.high_pass_slope,
        );
        (
            params.0,
            params.1,
            params.2,
            "High-pass",
            help,
            "3 dB are gone here, and more below.",
            "How steep the high-pass is.",
        )
    } else {
        let help = "Takes away what lies above.";
        let params = (
            &params.low_pass,
            &params.low_pass_hz,
            &params.low_pass_slope,
        );
        (
            params.0,
            params.1,
            params.2,
            "Low-pass",
            help,
            "3 dB are gone here, and more above.",
            "How steep the low-pass is.",
        )
    };
    let group = row.group(ui, name, 1);
    let switch = Toggle::new(on, help).caption("");
    let place = group.title_end(switch.width(ui));
    switch.show(ui, place, gestures);
    let place = body(&group);
    let [frequency, steepness] = rows(
        place.with_min_y(place.top() + theme.px(theme::NEAR)),
        theme.px(theme::MENU),
        theme.px(theme::NEAR),
    );
    dim_unless(ui, on.value(), |ui| {
        Bar::new(hz, "Freq", corner).show(ui, frequency, gestures);
        let left = steepness.left() + theme.px(theme::CAPTION);
        Menu::new(slope, steep).show(ui, steepness.with_min_x(left), gestures);
    });
}
