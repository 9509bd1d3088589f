//! The equaliser: its curve at the left, its bands and passes beside it.

use egui::{Id, Rect, Ui};
use nice_plug::prelude::FloatParam;

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Theme};
use super::super::super::widgets::{Bar, Menu, Toggle};
use super::super::rack::{Row, dim_unless};
use super::response::response;
use super::{body, rows};
use crate::audio::chain::taps::TapReader;
use crate::params::{BandParams, EffectParams, EqualiserParams, EqualiserPart};

/// How much of the width the curve takes.
const CURVE: f32 = 0.33;
/// How much of the height beside it the bands take.
const BANDS: f32 = 0.56;
/// Shows the page.
pub fn equaliser(
    ui: &mut Ui,
    [upper, lower]: [Rect; 2],
    params: &EffectParams,
    taps: &mut TapReader,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let id = Id::unique("equaliser part");
    let before: Option<EqualiserPart> = ui.data(|data| data.get_temp(id)).flatten();
    let mut chosen = before;
    let whole = upper.union(lower);
    let (left, right) = whole.split_left_right_at_fraction(CURVE);
    response(ui, left, params, taps, &mut chosen, gestures);
    let right = right.with_min_x(right.left() + theme.px(theme::GAP));
    let (bands, passes) = right.split_top_bottom_at_fraction(BANDS);
    let equaliser = &params.studio.equaliser;
    let mut row = Row::new(bands, equaliser.bands().len());
    for (index, params) in equaliser.bands().into_iter().enumerate() {
        let is_chosen = chosen == Some(EqualiserPart::Band(index));
        band(ui, &mut row, index + 1, params, is_chosen, gestures);
    }
    let mut row = Row::new(passes.with_min_y(passes.top() + theme.px(theme::BESIDE)), 2);
    pass(ui, &mut row, equaliser, true, gestures);
    pass(ui, &mut row, equaliser, false, gestures);
    if chosen != before {
        ui.data_mut(|data| data.insert_temp(id, chosen));
    }
}

fn band(
    ui: &mut Ui,
    row: &mut Row,
    number: usize,
    params: &BandParams,
    chosen: bool,
    gestures: &Gestures,
) {
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
            let mut bar = Bar::new(param, caption, help).chosen(chosen);
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
