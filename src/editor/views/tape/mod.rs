//! The cassette: its machine above, its picture at the left, and its knobs in the order of the signal.

mod groups;
mod machines;
mod magnetisation;
pub mod picture;
mod reels;

use egui::{Rect, Ui};

use super::super::gesture::Gestures;
use super::super::theme::{self, Theme};
use super::super::widgets::Menu;
use super::rack::{Row, racks, title, with_picture};
use crate::audio::chain::taps::Insight;
use crate::params::{ModelChoice, TapeParams};

/// Columns of the grid that the knobs stand in.
const COLUMNS: usize = 10;

/// Shows the stage in `year`; all of it stays in reach while it is off.
pub fn tape(
    ui: &mut Ui,
    rect: Rect,
    params: &TapeParams,
    year: i32,
    insight: &Insight,
    gestures: &Gestures,
) {
    let [head, upper, lower] = racks(ui, rect);
    header(ui, head, params, year, gestures);
    let (left, [upper, lower]) = with_picture(ui, [upper, lower]);
    picture::picture(ui, left, params, year, insight);
    let mut row = Row::new(upper, COLUMNS);
    groups::record(ui, &mut row, params, gestures);
    groups::noise_reduction(ui, &mut row, params, year, gestures);
    groups::tape(ui, &mut row, params, gestures);
    let mut row = Row::new(lower, COLUMNS);
    groups::head(ui, &mut row, params, gestures);
    groups::transport(ui, &mut row, params, gestures);
    groups::noise(ui, &mut row, params, gestures);
}

/// The machine at the left, how carefully it is computed at the right.
fn header(ui: &mut Ui, row: Rect, params: &TapeParams, year: i32, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let row = title(ui, row, "Tape", params.on.value());
    if !params.on.value() {
        ui.multiply_opacity(theme::OFF_OPACITY);
    }

    let mut model = Menu::new(
        &params.model,
        "The machine: its tape, heads, speed and noise. “Follow the year” takes the one of the year above.",
    );
    let followed = format!("{} in {year}", params.machine_name(year));
    if params.model.value() == ModelChoice::Year {
        model = model.detail(&followed);
    }
    let place = row.with_max_x(row.left() + theme.px(theme::MACHINE));
    model.show(ui, place, gestures);

    let quality = Menu::new(
        &params.quality,
        "Oversampling while playing: higher keeps hard-driven treble cleaner and costs more processor.",
    )
    .label("Quality");
    let render = Menu::new(
        &params.render,
        "Oversampling when the host renders to a file: as played, or at the highest.",
    )
    .label("Render");
    let render_left = row.right() - render.width(ui);
    let quality_right = render_left - theme.px(theme::BESIDE);
    let place = row
        .with_min_x(quality_right - quality.width(ui))
        .with_max_x(quality_right);
    quality.show(ui, place, gestures);
    render.show(ui, row.with_min_x(render_left), gestures);
}
