//! The desk: one of three pages, what shapes the spectrum, what moves the level, and how loud it is.

mod dynamics;
mod equaliser;
mod loudness;
mod reduction;
mod response;

use egui::{Align2, Id, Rect, Ui, vec2};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::pages::{Leaf, pages};
use super::super::widgets::{Menu, text};
use super::rack::{body, racks, rows, title};
use crate::audio::chain::taps::TapReader;
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

/// Shows the stage; all of it stays in reach while it is off.
pub fn studio(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    taps: &mut TapReader,
    gestures: &Gestures,
) {
    let id = Id::unique("studio page");
    let before: Page = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut open = before;
    let [head, upper, lower] = racks(ui, rect);
    header(ui, head, params, &mut open, gestures);
    let rows = [upper, lower];
    match open {
        Page::Equaliser => equaliser::equaliser(ui, rows, params, taps, gestures),
        Page::Dynamics => dynamics::dynamics(ui, rows, params, taps.insight(), gestures),
        Page::Loudness => loudness::loudness(ui, rows, params, taps.insight(), gestures),
    }
    if open != before {
        ui.data_mut(|data| data.insert_temp(id, open));
    }
}

/// Switch, desk and pages.
fn header(ui: &mut Ui, row: Rect, params: &EffectParams, open: &mut Page, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let studio = &params.studio;
    let row = title(ui, row, "Studio", studio.on.value());
    let shown = *open;
    let leaves = PAGES.map(|(this, name, help)| {
        let lit = match this {
            Page::Equaliser => false,
            Page::Dynamics => studio.compressor.on.value() || studio.pump.depth.value() > 0.0,
            Page::Loudness => studio.limiter.on.value(),
        };
        let lamp = lit.then_some(theme::LAMP);
        Leaf { name, help, lamp }
    });
    let index = PAGES.iter().position(|(page, ..)| *page == shown);
    let (chosen, end) = pages(ui, row, &leaves, index.unwrap_or(0));
    *open = PAGES[chosen].0;
    if !studio.on.value() {
        ui.multiply_opacity(theme::OFF_OPACITY);
    }
    let place = row.with_max_x(end - theme.px(theme::BESIDE));
    let place = place.with_max_x(place.right().min(row.left() + theme.px(theme::MACHINE)));
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
