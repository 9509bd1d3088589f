//! The whole: its name, its bypass and its year above, its levels and its mix below.

use egui::{Align2, Color32, Rect, Ui, pos2, vec2};

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::{Knob, Meter, Toggle, Tuner, text, text_width};
use crate::audio::chain::taps::{Place, TapReader};
use crate::audio::era;
use crate::params::MainParams;

/// Shows the plugin's name at the left and the bypass at the right; returns what is left between.
pub fn header(ui: &mut Ui, rect: Rect, params: &MainParams, gestures: &Gestures) -> Rect {
    let theme = Theme::of(ui);
    let side = theme.px(theme::ROW) * 0.72;
    let mark = Align2::LEFT_CENTER.align_size_within_rect(vec2(side, side), rect);
    window(ui, mark, !params.bypass.value());
    let name = rect.with_min_x(mark.right() + theme.px(theme::BESIDE));
    text(
        ui,
        name,
        Align2::LEFT_CENTER,
        Text::Name,
        theme::PAPER,
        "Bedroom",
    );
    let name_end = name.left() + text_width(ui, Text::Name, "Bedroom");

    let bypass = Toggle::new(
        &params.bypass,
        "What comes in goes out unchanged, delayed by the latency alone.",
    )
    .lit(theme::LAMP);
    let left = rect.right() - bypass.width(ui);
    bypass.show(ui, rect.with_min_x(left), gestures);
    Rect::from_min_max(pos2(name_end, rect.top()), pos2(left, rect.bottom()))
        .shrink2(vec2(theme.px(theme::GAP), 0.0))
}

/// Shows the years that the house has seen, and the one that it stands in.
pub fn year(ui: &mut Ui, rect: Rect, params: &MainParams, gestures: &Gestures) {
    let keyframe = era::keyframe(params.year.value());
    Tuner::new(
        &params.year,
        "The year that the house stands in: what follows the year takes its machine from it.",
        &era::keyframes(),
        keyframe,
    )
    .show(ui, rect, gestures);
}

/// The mark beside the name: a window at night, with a lamp in one pane while someone is up.
fn window(ui: &Ui, rect: Rect, lit: bool) {
    let theme = Theme::of(ui);
    let gap = theme.px(theme::CURVE);
    let pane = (rect.size() - vec2(gap, gap)) / 2.0;
    for (x, y) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        let lamp = (x, y) == (1.0, 1.0);
        let colour: Color32 = match (lamp, lit) {
            (true, true) => theme::LAMP,
            (false, true) => theme::OXIDE.gamma_multiply(0.55),
            (_, false) => theme::LINE,
        };
        let corner = rect.min + vec2(x * (pane.x + gap), y * (pane.y + gap));
        let radius = theme.px(theme::CURVE);
        ui.painter()
            .rect_filled(Rect::from_min_size(corner, pane), radius, colour);
    }
}

/// Shows input gain and level, the mix, output level and gain, from left to right.
pub fn levels(
    ui: &mut Ui,
    rect: Rect,
    params: &MainParams,
    taps: &TapReader,
    meters: &mut [Meter; 2],
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let inner = rect.shrink(theme.px(theme::PAD));
    let knob = theme.size(theme::KNOB);
    let cell = |align: Align2| align.align_size_within_rect(knob, inner);
    let (left, middle, right) = (
        cell(Align2::LEFT_CENTER),
        cell(Align2::CENTER_CENTER),
        cell(Align2::RIGHT_CENTER),
    );
    let gap = theme.px(theme::PAD);
    let between = |from: f32, to: f32| {
        Rect::from_min_max(
            pos2(from + gap, inner.top()),
            pos2(to - gap, inner.bottom()),
        )
    };

    let [input, output] = meters;
    Knob::new(&params.input, "Gain before the first stage.")
        .centred()
        .show(ui, left, gestures);
    let place = between(left.right(), middle.left());
    input.show(ui, place, taps.levels(Place::Input), "Input", theme::MOON);
    Knob::new(
        &params.mix,
        "How much of the whole chain is heard beside the untouched sound.",
    )
    .show(ui, middle, gestures);
    let place = between(middle.right(), right.left());
    output.show(
        ui,
        place,
        taps.levels(Place::Output),
        "Output",
        theme::OXIDE,
    );
    Knob::new(&params.output, "Gain after the last stage.")
        .centred()
        .show(ui, right, gestures);
}
