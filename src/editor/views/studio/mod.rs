//! The desk: one of three pages, what shapes the spectrum, what moves the level, and how loud it is.

mod dynamics;
mod equaliser;
mod loudness;

use egui::{Align2, Id, Rect, Ui, pos2, vec2};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::pages::page;
use super::super::widgets::{Menu, Toggle, text};
use super::rack::{Group, racks};
use crate::audio::chain::taps::Insight;
use crate::params::{DeskChoice, EffectParams};

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Page {
    #[default]
    Equaliser,
    Dynamics,
    Loudness,
}

/// In their order, with what each is for.
const PAGES: [(Page, &str, &str); 3] = [
    (
        Page::Equaliser,
        "Equaliser",
        "High-pass, low-pass and four bands.",
    ),
    (Page::Dynamics, "Dynamics", "Compressor, pump and width."),
    (
        Page::Loudness,
        "Loudness",
        "The limiter, the meters, and what a platform makes of it.",
    ),
];

/// Shows the stage at a sample rate in Hz; all of it stays in reach while it is off.
pub fn studio(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    sample_rate: f32,
    insight: &Insight,
    gestures: &Gestures,
) {
    let id = Id::unique("studio page");
    let before: Page = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut open = before;
    let [head, upper, lower] = racks(ui, rect);
    header(ui, head, params, &mut open, gestures);
    let rows = [upper, lower];
    match open {
        Page::Equaliser => equaliser::equaliser(ui, rows, params, sample_rate, gestures),
        Page::Dynamics => dynamics::dynamics(ui, rows, params, insight, gestures),
        Page::Loudness => loudness::loudness(ui, rows, params, insight, gestures),
    }
    if open != before {
        ui.data_mut(|data| data.insert_temp(id, open));
    }
}

/// Switch, desk and pages.
fn header(ui: &mut Ui, row: Rect, params: &EffectParams, open: &mut Page, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let studio = &params.studio;
    let switch = Toggle::new(&studio.on, "Whether the sound goes over the desk.").heading();
    let left = row.left() + switch.width(ui) + theme.px(theme::MARGIN);
    switch.show(ui, row, gestures);
    let width = theme.px(theme::PAGE);
    let shown = *open;
    for (index, (this, name, help)) in PAGES.into_iter().enumerate() {
        let right = row.right() - width * (PAGES.len() - 1 - index) as f32;
        let place = Rect::from_min_max(
            pos2(right - width + theme.px(theme::NEAR), row.top()),
            pos2(right, row.bottom()),
        );
        let lit = match this {
            Page::Equaliser => false,
            Page::Dynamics => studio.compressor.on.value() || studio.pump.depth.value() > 0.0,
            Page::Loudness => studio.limiter.on.value(),
        };
        if page(
            ui,
            place,
            (name, help),
            shown == this,
            lit.then_some(theme::LAMP),
        ) {
            *open = this;
        }
    }
    if !studio.on.value() {
        ui.multiply_opacity(theme::OFF_OPACITY);
    }
    let pages = width * PAGES.len() as f32 + theme.px(theme::BESIDE);
    let place = row.with_min_x(left).with_max_x(row.right() - pages);
    let place = place.with_max_x(place.right().min(left + theme.px(theme::MACHINE)));
    let year = params.main.year.value();
    let followed = format!("as in {year}");
    let mut menu = Menu::new(
        &studio.model,
        "Whose desk it is: band, width, bus compressor and loudness of a time lie beneath what you turn.",
    );
    if studio.model.value() == DeskChoice::Year {
        menu = menu.detail(&followed);
    }
    menu.show(ui, place, gestures);
}

/// All of a group below its name, as wide as its line.
fn body(group: &Group) -> Rect {
    group.rest(group.title_end(0.0).right())
}

/// The first of equal rows of a height in points, with a gap between them.
fn rows<const N: usize>(rect: Rect, height: f32, gap: f32) -> [Rect; N] {
    std::array::from_fn(|index| {
        let top = rect.top() + (height + gap) * index as f32;
        Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), height))
    })
}

/// A choice with its caption above.
fn titled<P: Param>(ui: &mut Ui, place: Rect, caption: &str, menu: Menu<P>, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let size = vec2(place.width(), theme.px(theme::KNOB_LINE + theme::MENU));
    let place = Align2::LEFT_TOP.align_size_within_rect(size, place);
    let name = place.with_max_y(place.top() + theme.px(theme::KNOB_LINE));
    text(
        ui,
        name,
        Align2::LEFT_CENTER,
        Text::Body,
        theme::FADED,
        caption,
    );
    menu.show(ui, place.with_min_y(name.bottom()), gestures);
}
