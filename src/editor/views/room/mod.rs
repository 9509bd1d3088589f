//! The room: its plan at the left, and beside it one of four pages: its size and furniture, who
//! stands where, how it reverberates, and the noises of the night.

mod actors;
mod aside;
mod furniture;
mod night;
mod places;
mod plan;
mod reverb;
mod signs;
mod space;
mod words;

use egui::{Align2, Id, Rect, Ui};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::pages::{Leaf, pages};
use super::super::widgets::{Menu, text};
use super::rack::{body, racks, rows, title};
use crate::audio::chain::taps::Insight;
use crate::params::{
    EffectParams, HouseholdChoice, ImpulseStatus, NoiseKind, ResponseChoice, RoomParams,
};

/// How much of the panel's width the plan takes.
const PLAN: f32 = 0.36;
/// Columns of the grid that the knobs beside it stand in.
const COLUMNS: usize = 6;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Space,
    Places,
    Reverb,
    Night,
}

/// In their order, with what each is for.
const PAGES: [(Page, &str, &str); 4] = [
    (
        Page::Space,
        "Space",
        "How large the room is and what it is furnished with.",
    ),
    (
        Page::Places,
        "Places",
        "Where the source and the microphones stand.",
    ),
    (
        Page::Reverb,
        "Reverb",
        "How the room answers, or an impulse response of your own.",
    ),
    (Page::Night, "Night", "What else is heard in it."),
];

/// What is shown of the room.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shown {
    /// Which page is open.
    page: Page,
    /// The noise of which more is shown.
    noise: NoiseKind,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            page: Page::Space,
            noise: NoiseKind::Rain,
        }
    }
}

/// Shows the stage; all of it stays in reach while it is off.
pub fn room(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    insight: &Insight,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let room = &params.room;
    let year = params.main.year.value();
    let id = Id::unique("room shown");
    let before: Shown = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut shown = before;

    let [head, upper, lower] = racks(ui, rect);
    header(ui, head, params, &mut shown, gestures);
    let whole = upper.union(lower);
    let end = whole.left() + (whole.width() * PLAN).round();
    let plan = whole.with_max_x(end);
    plan::plan(ui, plan, params, insight, &mut shown, gestures);
    let left = end + theme.px(theme::GAP);
    let rows = [upper, lower].map(|row| row.with_min_x(left));
    match shown.page {
        Page::Space => space::space(ui, rows, params, gestures),
        Page::Places => places::places(ui, rows, params, gestures),
        Page::Reverb => reverb::reverb(ui, rows, params, gestures),
        Page::Night => night::night(ui, rows, room, year, &mut shown, gestures),
    }
    if shown != before {
        ui.data_mut(|data| data.insert_temp(id, shown));
    }
}

/// Switch, what the page is about, and the pages.
fn header(ui: &mut Ui, row: Rect, params: &EffectParams, shown: &mut Shown, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let room = &params.room;
    let row = title(ui, row, "Room", room.on.value());
    let own = room.response.value() == ResponseChoice::File;
    let status = params.session.impulse.status();
    let failed = own && matches!(status, ImpulseStatus::Failed(_));
    let open = shown.page;
    let leaves = PAGES.map(|(this, name, help)| Leaf {
        name,
        help,
        lamp: match this {
            Page::Night if night::is_heard(room) => Some(theme::LAMP),
            Page::Reverb if failed => Some(theme::CLIP),
            _ => None,
        },
    });
    let index = PAGES.iter().position(|(page, ..)| *page == open);
    let (chosen, end) = pages(ui, row, &leaves, index.unwrap_or(0));
    shown.page = PAGES[chosen].0;
    if !room.on.value() {
        ui.multiply_opacity(theme::OFF_OPACITY);
    }
    let place = row.with_max_x(end - theme.px(theme::BESIDE));
    let place = place.with_max_x(place.right().min(row.left() + theme.px(theme::MACHINE)));
    if open == Page::Night {
        household(ui, place, params, gestures);
    } else {
        let detail = match room.response.value() {
            ResponseChoice::Room => size(room),
            ResponseChoice::File if failed => "Cannot be read: the room".to_owned(),
            ResponseChoice::File if params.session.impulse.path().is_empty() => {
                "None chosen: the room".to_owned()
            }
            ResponseChoice::File | ResponseChoice::None => String::new(),
        };
        Menu::new(
            &room.response,
            "Where the reverberation comes from: the room below, a file of your own, or nowhere.",
        )
        .detail(&detail)
        .show(ui, place, gestures);
    }
}

fn household(ui: &mut Ui, place: Rect, params: &EffectParams, gestures: &Gestures) {
    let year = params.main.year.value();
    let household = &params.room.household;
    let followed = format!("{} in {year}", params.room.household_name(year));
    let mut menu = Menu::new(
        household,
        "What there is in the house. “Follow the year” takes what there was then; never the room.",
    );
    if household.value() == HouseholdChoice::Year {
        menu = menu.detail(&followed);
    }
    menu.show(ui, place, gestures);
}

/// Length, width and height in words.
fn size(room: &RoomParams) -> String {
    let [length, width, height] =
        [&room.length, &room.width, &room.height].map(|side| side.value());
    format!("{length:.1} × {width:.1} × {height:.1} m")
}

/// Whether the room that is modelled is heard: it also is while the user's own file is not.
fn is_modelled(params: &EffectParams) -> bool {
    match params.room.response.value() {
        ResponseChoice::Room => true,
        ResponseChoice::None => false,
        ResponseChoice::File => {
            let status = params.session.impulse.status();
            !matches!(status, ImpulseStatus::Ready { .. })
        }
    }
}

/// So many equal rows of a height in points, spread from top to bottom.
fn spread<const N: usize>(rect: Rect, height: f32) -> [Rect; N] {
    let gap = (rect.height() - height) / (N.max(2) - 1) as f32 - height;
    rows(rect, height, gap)
}

/// A choice with its caption at the left.
fn captioned<P: Param>(ui: &mut Ui, row: Rect, caption: &str, menu: Menu<P>, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let align = Align2::LEFT_CENTER;
    text(ui, row, align, Text::Body, theme::FADED, caption);
    let left = row.left() + theme.px(theme::CAPTION);
    menu.show(ui, row.with_min_x(left), gestures);
}
