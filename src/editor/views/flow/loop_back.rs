//! The loop: from the end of the way back to its beginning, beneath the places, with what turns it in
//! the middle.

use egui::{Align2, Color32, Pos2, Rect, Shape, Stroke, Ui, lerp, pos2, vec2};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Theme};
use super::super::super::widgets::{Bar, Toggle};
use super::super::stages::Stage;
use super::{STILL, arrow, card};
use crate::audio::chain::taps::TapReader;
use crate::params::EffectParams;

/// Points of a rounded corner.
const CORNER_POINTS: usize = 8;

/// Draws the way back at a height: from after the last place to before the first.
pub fn wire(ui: &Ui, cards: &[Rect; 5], y: f32, lit: bool) {
    let theme = Theme::of(ui);
    let colour = if lit {
        theme::OXIDE
    } else {
        theme::FADED.gamma_multiply(STILL * 0.5)
    };
    let beside = theme.px(theme::GAP) / 2.0;
    let way = way(cards, beside, y);
    let stroke = Stroke::new(theme.px(theme::CURVE), colour);
    if lit {
        ui.painter().line(way, stroke);
    } else {
        let (dash, gap) = (theme.px(theme::NEAR), theme.px(theme::NEAR));
        ui.painter()
            .extend(Shape::dashed_line(&way, stroke, dash, gap));
    }
    let at = pos2(cards[0].left() - beside, lerp(y..=cards[0].center().y, 0.5));
    arrow(ui, at, vec2(0.0, -1.0), colour);
}

/// Down after the last place, to the left, up before the first.
fn way(cards: &[Rect; 5], beside: f32, y: f32) -> Vec<Pos2> {
    let (first, last) = (cards[0], cards[4]);
    let (left, right) = (first.left() - beside, last.right() + beside);
    let corner = |middle: Pos2, from: f32| {
        (0..=CORNER_POINTS).map(move |step| {
            let angle = (from + 90.0 * step as f32 / CORNER_POINTS as f32).to_radians();
            middle + beside * vec2(angle.cos(), angle.sin())
        })
    };
    let start = std::iter::once(pos2(right, last.center().y));
    let end = std::iter::once(pos2(left, first.center().y));
    start
        .chain(corner(pos2(right - beside, y - beside), 0.0))
        .chain(corner(pos2(left + beside, y - beside), 90.0))
        .chain(end)
        .collect()
}

/// Shows what turns the loop in the middle of a row, which opens more of it.
pub fn loop_back(
    ui: &mut Ui,
    row: Rect,
    params: &EffectParams,
    taps: &mut TapReader,
    open: &mut Stage,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let words = Stage::Again.words(params);
    let switch = Toggle::new(words.on.0, "").width(ui);
    let width = switch + theme.px(theme::PEAK.x + theme::CHOOSER * 0.6);
    let size = vec2(width, theme.px(theme::ROW));
    let place = Align2::CENTER_BOTTOM.align_size_within_rect(size, row);
    card::opener(ui, place, words.name, Stage::Again, open);
    let inner = place.shrink2(vec2(theme.px(theme::BESIDE), theme.px(theme::NEAR)));
    let bar = inner.with_min_x(inner.right() - theme.px(theme::CHOOSER * 0.36));
    let head = inner.with_max_x(bar.left() - theme.px(theme::PAD));
    card::switch(ui, head, &words, gestures);
    let (amount, help) = words.amount;
    let bar = Align2::CENTER_CENTER
        .align_size_within_rect(vec2(bar.width(), theme.px(theme::SLIDER)), bar);
    ui.scope(|ui| {
        if !words.on.0.value() {
            ui.multiply_opacity(theme::OFF_OPACITY);
        }
        Bar::new(amount, "", help).show(ui, bar, gestures);
    });
    let turn_s = taps.insight().turn_s;
    if words.on.0.value() && turn_s > 0.0 {
        pulse(ui, place, turn_s);
    }
}

/// A light beside the switch that comes once in a turn.
fn pulse(ui: &Ui, place: Rect, turn_s: f32) {
    let theme = Theme::of(ui);
    let now = ui.input(|input| input.time);
    let part = (now / f64::from(turn_s)).fract() as f32;
    let colour: Color32 = theme::LAMP.gamma_multiply((1.0 - part).powi(2));
    let at = pos2(place.left() - theme.px(theme::PAD), place.center().y);
    ui.painter()
        .circle_filled(at, theme.px(theme::NEAR), colour);
}
