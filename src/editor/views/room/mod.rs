//! The room: its plan beside its size and furniture, what stands where in it, how it reverberates,
//! and the noises of the night.

mod night;
mod pages;
mod plan;

use egui::{Id, Rect, Ui, pos2};

use super::super::gesture::Gestures;
use super::super::theme::{self, Theme};
use super::super::widgets::pages::page;
use super::super::widgets::{Menu, Toggle};
use super::rack::{Row, racks};
use crate::audio::chain::taps::Insight;
use crate::params::{EffectParams, HouseholdChoice, ResponseChoice};

/// Columns of the grid that the knobs stand in.
const COLUMNS: usize = 10;
/// Those of the plan.
const PLAN: usize = 3;

/// Which page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Page {
    #[default]
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

/// Shows the stage in `year`; all of it stays in reach while it is off.
pub fn room(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    insight: &Insight,
    gestures: &Gestures,
) {
    let [head, upper, lower] = racks(ui, rect);
    let open = header(ui, head, params, gestures);
    let room = &params.room;
    if open == Page::Night {
        night::night(ui, [upper, lower], room, insight, gestures);
        return;
    }
    let mut row = Row::new(upper, COLUMNS);
    let group = row.group(ui, "Plan", PLAN);
    let column = upper.width() / COLUMNS as f32;
    let right = upper.left() + column * PLAN as f32 - theme::GAP;
    let area = group.rest(right).with_max_y(lower.bottom());
    plan::plan(ui, area, room, gestures);
    let mut below = Row::new(
        lower.with_min_x(upper.left() + column * PLAN as f32),
        COLUMNS - PLAN,
    );
    match open {
        Page::Space => pages::space(ui, &mut row, &mut below, room, gestures),
        Page::Places => pages::places(ui, &mut row, &mut below, room, gestures),
        Page::Reverb | Page::Night => {
            pages::reverb(ui, &mut row, &mut below, params, gestures);
        }
    }
}

/// Switch, where the reverberation comes from, and the pages.
fn header(ui: &mut Ui, row: Rect, params: &EffectParams, gestures: &Gestures) -> Page {
    let theme = Theme::of(ui);
    let room = &params.room;
    let id = Id::unique("room page");
    let mut open: Page = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let switch = Toggle::new(&room.on, "Whether the sound is put into a room.").heading();
    let left = row.left() + switch.width(ui) + theme.px(theme::MARGIN);
    switch.show(ui, row, gestures);
    let width = theme.px(theme::PAGE);
    for (index, (this, name, help)) in PAGES.iter().enumerate() {
        let right = row.right() - width * (PAGES.len() - 1 - index) as f32;
        let place = Rect::from_min_max(
            pos2(right - width + theme.px(theme::NEAR), row.top()),
            pos2(right, row.bottom()),
        );
        let lit = *this == Page::Night && night::is_heard(room);
        if page(ui, place, name, help, open == *this, lit) {
            open = *this;
            ui.data_mut(|data| data.insert_temp(id, open));
        }
    }
    if !room.on.value() {
        ui.multiply_opacity(theme::OFF_OPACITY);
    }
    let pages = width * PAGES.len() as f32 + theme.px(theme::BESIDE);
    let place = row.with_min_x(left).with_max_x(row.right() - pages);
    let place = place.with_max_x(place.right().min(left + theme.px(theme::MACHINE)));
    if open == Page::Night {
        let year = params.main.year.value();
        let followed = format!("{} in {year}", room.household_name(year));
        let mut household = Menu::new(
            &room.household,
            "What there is in the house. “Follow the year” takes what there was then; never the room.",
        );
        if room.household.value() == HouseholdChoice::Year {
            household = household.detail(&followed);
        }
        household.show(ui, place, gestures);
    } else {
        let size = format!(
            "{:.1} × {:.1} × {:.1} m",
            room.length.value(),
            room.width.value(),
            room.height.value()
        );
        let mut response = Menu::new(
            &room.response,
            "Where the reverberation comes from: the room below, a file of your own, or nowhere.",
        );
        if room.response.value() == ResponseChoice::Room {
            response = response.detail(&size);
        }
        response.show(ui, place, gestures);
    }
    open
}
