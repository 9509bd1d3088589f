//! The compressor above, what it listens to, the pump and the width below.

use egui::{Rect, Ui};
use nice_plug::prelude::FloatParam;

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Theme};
use super::super::super::widgets::{Knob, Menu, Toggle};
use super::super::rack::{Row, dim_unless};
use super::reduction::reduction;
use super::{body, rows, titled};
use crate::audio::chain::taps::Insight;
use crate::params::{EffectParams, KeyChoice, MakeUpChoice, StudioParams};

/// Columns of the grid that the knobs stand in.
const COLUMNS: usize = 11;
/// Shows the page.
pub fn dynamics(
    ui: &mut Ui,
    [upper, lower]: [Rect; 2],
    params: &EffectParams,
    insight: &Insight,
    gestures: &Gestures,
) {
    let studio = &params.studio;
    let mut row = Row::new(upper, COLUMNS);
    compressor(ui, &mut row, studio, gestures);
    let group = row.group(ui, "Turned down", COLUMNS - 8);
    reduction(ui, body(&group), params, insight);
    let mut row = Row::new(lower, COLUMNS);
    detector(ui, &mut row, studio, gestures);
    pump(ui, &mut row, studio, gestures);
    let mut group = row.group(ui, "Width", 3);
    Knob::new(
        &studio.width,
        "The difference of both sides: none is mono, all the way up is twice as wide.",
    )
    .caption("Width")
    .centred()
    .show(ui, group.place(1), gestures);
    Knob::new(
        &studio.mono_below,
        "Below this both sides are the same: bass in the middle.",
    )
    .short("Mono")
    .show(ui, group.place(1), gestures);
}

fn compressor(ui: &mut Ui, row: &mut Row, studio: &StudioParams, gestures: &Gestures) {
    let params = &studio.compressor;
    let mut group = row.group(ui, "Compressor", 8);
    let switch = Toggle::new(&params.on, "Whether the compressor works.").caption("");
    let place = group.title_end(switch.width(ui));
    switch.show(ui, place, gestures);
    let on = params.on.value();
    let by_hand = params.make_up.value() == MakeUpChoice::Manual;
    let knobs: [(&FloatParam, &str, &str, bool); 7] = [
        (
            &params.threshold,
            "Threshold",
            "Peaks above this are turned down.",
            true,
        ),
        (
            &params.ratio,
            "Ratio",
            "How much they are turned down.",
            true,
        ),
        (&params.knee, "Knee", "How gently that begins.", true),
        (&params.attack, "Attack", "How fast it turns down.", true),
        (&params.release, "Release", "How fast it comes back.", true),
        (
            &params.make_up_gain,
            "Make-up",
            "What is added again.",
            by_hand,
        ),
        (
            &params.mix,
            "Mix",
            "How much of it is heard beside what came in.",
            true,
        ),
    ];
    for (param, caption, help, works) in knobs {
        let place = group.place(1);
        dim_unless(ui, on && works, |ui| {
            Knob::new(param, help)
                .caption(caption)
                .show(ui, place, gestures);
        });
    }
    let place = group.place(1);
    dim_unless(ui, on, |ui| {
        Knob::new(&params.link, "How far both sides are turned down together.")
            .caption("Link")
            .show(ui, place, gestures);
    });
}

fn detector(ui: &mut Ui, row: &mut Row, studio: &StudioParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let params = &studio.compressor;
    let mut group = row.group(ui, "Detector", 4);
    let auto = Toggle::new(
        &params.auto_release,
        "After long reduction it comes back slowly, after short as it is set.",
    );
    let place = group.title_end(auto.width(ui));
    auto.show(ui, place, gestures);
    let place = group.place(3);
    let [key, make_up] = rows(
        place.with_max_x(place.right() - theme.px(theme::BESIDE)),
        theme.px(theme::KNOB_LINE + theme::MENU),
        theme.px(theme::NEAR),
    );
    dim_unless(ui, params.on.value(), |ui| {
        let help =
            "What it listens to: the sound itself, or what comes in by the side-chain input.";
        titled(ui, key, "Key", Menu::new(&params.key, help), gestures);
        let help = "By hand, or so that music stays as loud as it was.";
        titled(
            ui,
            make_up,
            "Make-up",
            Menu::new(&params.make_up, help),
            gestures,
        );
        let help = match params.key.value() {
            KeyChoice::Internal => "Below this it does not hear the sound.",
            KeyChoice::External => "Below this it does not hear the side-chain.",
        };
        Knob::new(&params.key_high_pass, help)
            .short("Key HP")
            .show(ui, group.place(1), gestures);
    });
}

fn pump(ui: &mut Ui, row: &mut Row, studio: &StudioParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let params = &studio.pump;
    let mut group = row.group(ui, "Pump", 4);
    Knob::new(
        &params.depth,
        "How far everything dips on the beat, as if a bass drum turned it down.",
    )
    .caption("Depth")
    .show(ui, group.place(1), gestures);
    Knob::new(
        &params.shape,
        "How it comes back: at once, straight, or late.",
    )
    .caption("Shape")
    .show(ui, group.place(1), gestures);
    let place = group.place(2);
    let place = place.with_max_x(place.right() - theme.px(theme::BESIDE));
    titled(
        ui,
        place,
        "Every",
        Menu::new(&params.note, "How often it dips."),
        gestures,
    );
}
