//! The way of the sound from left to right: what comes in, the five stages as neighbouring places, what
//! goes out, and beneath them the loop that leads back.

mod card;
mod loop_back;
mod tiny;

pub use card::Words;

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::super::gesture::Gestures;
use super::super::theme::{self, Theme};
use super::super::widgets::{Knob, Meter};
use super::stages::Stage;
use crate::audio::chain::taps::{Place, TapReader};
use crate::params::EffectParams;

/// How much of a wire's colour is seen where nothing flows.
const STILL: f32 = 0.6;

/// Shows all of it; a click on a place opens it.
pub fn flow(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    taps: &mut TapReader,
    meters: &mut [Meter; 2],
    open: &mut Stage,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let end = theme.px(theme::END);
    let knob = theme.size(theme::KNOB);
    let gap = theme.px(theme::GAP);
    let left = rect.with_max_x(rect.left() + end);
    let right = rect.with_min_x(rect.right() - end);
    let mix = Rect::from_min_max(
        pos2(right.left() - gap - knob.x, rect.top()),
        pos2(right.left() - gap, rect.bottom()),
    );
    let places = Rect::from_min_max(
        pos2(left.right() + 2.0 * gap, rect.top()),
        pos2(mix.left() - gap, rect.bottom() - theme.px(theme::LOOP)),
    );
    let cards = card::places(places, 2.0 * gap);
    let y = places.center().y;
    let mix = Rect::from_center_size(pos2(mix.center().x, y), knob);

    let main = &params.main;
    let lit = params.again.on.value();
    loop_back::wire(ui, &cards, rect.bottom() - theme.px(theme::LOOP) / 2.0, lit);
    wires(
        ui,
        y,
        &[
            left, cards[0], cards[1], cards[2], cards[3], cards[4], mix, right,
        ],
    );

    let [input, output] = meters;
    let knob = Knob::new(&main.input, "Gain before the first stage.").centred();
    end_of(ui, left, input, taps, Place::Input, knob, gestures);
    for (stage, place) in Stage::PLACES.into_iter().zip(cards) {
        card::card(ui, place, params, taps, stage, open, gestures);
    }
    loop_back::loop_back(
        ui,
        rect.with_min_y(places.bottom()),
        params,
        taps,
        open,
        gestures,
    );
    ui.painter()
        .rect_filled(mix, theme.radius(theme::RADIUS), theme::PANEL);
    Knob::new(
        &main.mix,
        "How much of the whole chain is heard beside the untouched sound.",
    )
    .show(ui, mix, gestures);
    let knob = Knob::new(&main.output, "Gain after the last stage.").centred();
    end_of(ui, right, output, taps, Place::Output, knob, gestures);
}

/// Where the sound comes in or goes out: its level above, its gain below.
fn end_of(
    ui: &mut Ui,
    rect: Rect,
    meter: &mut Meter,
    taps: &TapReader,
    place: Place,
    knob: Knob<nice_plug::prelude::FloatParam>,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    ui.painter()
        .rect_filled(rect, theme.radius(theme::RADIUS), theme::PANEL);
    let inner = rect.shrink(theme.px(theme::BESIDE));
    let size = theme.size(theme::KNOB);
    let below = Align2::CENTER_BOTTOM.align_size_within_rect(size, inner);
    let (name, colour) = match place {
        Place::Input => ("Input", theme::MOON),
        Place::Output => ("Output", theme::OXIDE),
    };
    let above = inner.with_max_y(below.top() - theme.px(theme::BESIDE));
    meter.show(ui, above, taps.levels(place), name, colour);
    knob.show(ui, below, gestures);
}

/// The straight way between neighbours, with an arrow in each gap.
fn wires(ui: &Ui, y: f32, places: &[Rect]) {
    let theme = Theme::of(ui);
    let colour = theme::FADED.gamma_multiply(STILL);
    let stroke = egui::Stroke::new(theme.px(theme::CURVE), colour);
    for pair in places.windows(2) {
        let [from, to] = [pair[0].right(), pair[1].left()];
        ui.painter().hline(from..=to, y, stroke);
        arrow(ui, pos2((from + to) / 2.0, y), vec2(1.0, 0.0), colour);
    }
}

/// A head that points along `to`.
fn arrow(ui: &Ui, at: egui::Pos2, to: egui::Vec2, colour: egui::Color32) {
    let size = Theme::of(ui).px(theme::NEAR);
    let points = [to, -to + to.rot90() * 0.8, -to - to.rot90() * 0.8];
    let points = points.map(|point| at + point * size).to_vec();
    ui.painter().add(egui::Shape::convex_polygon(
        points,
        colour,
        egui::Stroke::NONE,
    ));
}
