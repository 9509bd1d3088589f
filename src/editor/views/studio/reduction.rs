//! What dynamics does, as a picture: the compressor's curve, and how far each part has turned down over the
//! last seconds.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Align2, Color32, Id, Rect, Ui, pos2, vec2};

use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{plot, text};
use super::super::clock::{Clock, Due};
use crate::audio::chain::taps::Insight;
use crate::params::EffectParams;

/// Columns that are kept: five seconds.
const COLUMNS: usize = 160;
/// The most that is shown, in dB, and what has a line.
const MOST_DB: f32 = 24.0;
const LINES_DB: [(f32, &str); 2] = [(6.0, "−6"), (12.0, "−12")];
/// Both axes of the compressor's curve, in dB.
const CURVE_DB: (f32, f32) = (-60.0, 0.0);
/// Points of it.
const POINTS: usize = 61;
/// What turns down, in its colours.
const PARTS: [(&str, Color32); 3] = [
    ("Comp", theme::OXIDE),
    ("Pump", theme::MOON),
    ("Limit", theme::LAMP),
];

/// How far each part turned down, in dB, column by column.
struct History {
    clock: Clock,
    columns: [[f32; 3]; COLUMNS],
    next: usize,
}

impl History {
    fn take(&mut self, played_s: f64, reductions_db: [f32; 3]) {
        match self.clock.look(played_s) {
            Due::Anew => self.columns = [[0.0; 3]; COLUMNS],
            Due::Columns(due) => {
                for _ in 0..due.min(COLUMNS) {
                    self.columns[self.next] = reductions_db;
                    self.next = (self.next + 1) % COLUMNS;
                }
            }
        }
    }

    /// The oldest first.
    fn columns(&self) -> impl Iterator<Item = &[f32; 3]> {
        let (newer, older) = self.columns.split_at(self.next);
        older.iter().chain(newer)
    }
}

/// Shows both, side by side where that is wide, else one above the other; where there is room for one, how
/// far each part turned down.
pub fn reduction(ui: &Ui, rect: Rect, params: &EffectParams, insight: &Insight) {
    let gap = Theme::of(ui).px(theme::NEAR);
    if rect.height() < 2.0 * Theme::of(ui).px(theme::RACK) && rect.width() < 2.5 * rect.height() {
        over_time(ui, rect, insight);
        return;
    }
    let (transfer, time) = if rect.width() > 1.5 * rect.height() {
        let at = rect.left() + rect.height();
        let (left, right) = rect.split_left_right_at_x(at);
        (left, right.with_min_x(at + gap))
    } else {
        let at = rect.top() + rect.height() * 0.6;
        let (above, below) = rect.split_top_bottom_at_y(at);
        (above, below.with_min_y(at + gap))
    };
    curve(ui, transfer, params);
    over_time(ui, time, insight);
}

fn well(ui: &Ui, rect: Rect) -> Rect {
    let theme = Theme::of(ui);
    let radius = theme.radius(theme::RADIUS);
    let edge = theme.line(theme::LINE);
    ui.painter()
        .rect(rect, radius, theme::WELL, edge, egui::StrokeKind::Inside);
    rect.shrink(theme.px(theme::NEAR))
}

/// What comes out over what goes in.
fn curve(ui: &Ui, rect: Rect, params: &EffectParams) {
    let theme = Theme::of(ui);
    let room = well(ui, rect);
    plot::describe(ui, rect, "Curve of the compressor");
    let side = room.size().min_elem();
    let room = Align2::CENTER_CENTER.align_size_within_rect(vec2(side, side), room);
    let place = |input: f32, output: f32| {
        let share = |db: f32| egui::remap_clamp(db, CURVE_DB.0..=CURVE_DB.1, 0.0..=1.0);
        pos2(
            egui::lerp(room.x_range(), share(input)),
            egui::lerp(room.bottom()..=room.top(), share(output)),
        )
    };
    let (low, high) = CURVE_DB;
    let ends = [place(low, low), place(high, high)];
    ui.painter().line_segment(ends, theme.line(theme::LINE));
    let year = params.main.year.value();
    let compressed = params.studio.compressed_db(year);
    let points = (0..POINTS).map(|point| {
        let level = egui::lerp(low..=high, point as f32 / (POINTS - 1) as f32);
        place(level, compressed(level))
    });
    plot::curve(ui, room.bottom(), points.collect(), theme::OXIDE, true);
}

/// The last seconds: from above, as far as each part turned down.
fn over_time(ui: &Ui, rect: Rect, insight: &Insight) {
    let theme = Theme::of(ui);
    let id = Id::unique("studio reductions");
    let begun = || {
        Arc::new(Mutex::new(History {
            clock: Clock::default(),
            columns: [[0.0; 3]; COLUMNS],
            next: 0,
        }))
    };
    let history = ui.data_mut(|data| data.get_temp_mut_or_insert_with(id, begun).clone());
    let mut history = history.lock().unwrap_or_else(PoisonError::into_inner);
    history.take(insight.played_s, insight.reductions_db);

    let response = plot::describe(ui, rect, "Gain reduction over the last seconds");
    let room = well(ui, rect);
    let room = room.with_max_x(values(ui, room, insight.reductions_db) - theme.px(theme::NEAR));
    let words = PARTS.iter().zip(insight.reductions_db);
    let words = words.map(|((name, _), db)| format!("{name} {db:.1} dB"));
    let words = words.collect::<Vec<_>>().join(", ");
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_value(words));
    // Where it is narrow, the values beside it are enough.
    let scale = theme.px(theme::SCALE);
    let numbered = room.width() > 4.0 * scale;
    let room = room.with_min_x(room.left() + if numbered { scale } else { 0.0 });
    let y = |db: f32| egui::remap_clamp(db, 0.0..=MOST_DB, room.y_range());
    for (db, number) in LINES_DB {
        let number = if numbered { number } else { "" };
        plot::level(ui, room, y(db), number);
    }
    for (part, (_, colour)) in PARTS.iter().enumerate() {
        let points = history.columns().enumerate().map(|(index, column)| {
            let share = index as f32 / (COLUMNS - 1) as f32;
            pos2(egui::lerp(room.x_range(), share), y(column[part]))
        });
        if history.columns().any(|column| column[part] > 0.05) {
            plot::curve(ui, room.top(), points.collect(), *colour, true);
        }
    }
    let now = theme.line(theme::LINE);
    ui.painter().vline(room.right(), room.y_range(), now);
}

/// What each part turns down right now, at the right; returns where that begins.
fn values(ui: &Ui, room: Rect, reductions_db: [f32; 3]) -> f32 {
    let theme = Theme::of(ui);
    let line = theme.px(theme::KNOB_LINE);
    let left = room.right() - theme.px(theme::PAGE);
    let height = line * PARTS.len() as f32;
    let place = vec2(room.right() - left, height);
    let place = Align2::RIGHT_CENTER.align_size_within_rect(place, room);
    for (index, ((name, colour), db)) in PARTS.iter().zip(reductions_db).enumerate() {
        let row = place.with_max_y(place.top() + line);
        let row = row.translate(vec2(0.0, line * index as f32));
        let db = if db < 0.05 { 0.0 } else { -db };
        let number = format!("{db:.1}").replace('-', "−");
        text(ui, row, Align2::LEFT_CENTER, Text::Small, *colour, name);
        text(
            ui,
            row,
            Align2::RIGHT_CENTER,
            Text::Small,
            theme::PAPER,
            &number,
        );
    }
    left
}
