//! The whole: its name and its bypass, and the year that it stands in.

use egui::{Align2, Color32, Rect, Ui, pos2, vec2};

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::{Toggle, Tuner, text, text_width};
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
        &era::keyframes().map(|year| (year, era::name(year))),
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
