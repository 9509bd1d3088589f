//! The newest moment of the sound beside its history: its spectrum, or a stretch of its wave.

use egui::{Align2, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::spectrogram::ROWS;
use super::super::super::widgets::{plot, text, text_width};
use super::levels::Levels;
use crate::audio::chain::taps::{WINDOW, Window};

/// The level axis in dB re a full-scale sine, from left to right.
const RANGE_DB: (f32, f32) = (-110.0, 0.0);
/// Levels with a line, and their numbers; where there is little room, the first alone.
const LINES_DB: [(f32, &str); 2] = [(-60.0, "−60"), (-20.0, "−20")];
/// How many of a sampler's steps are shown.
const STEPS: f64 = 36.0;
/// A wave that is quieter is shown as quiet as it is.
const QUIETEST: f32 = 1e-4;

/// Levels to the right over frequencies upwards: what there was, what is not heard, and what is left.
pub fn spectrum(ui: &Ui, rect: Rect, levels: &Levels) {
    let theme = Theme::of(ui);
    let x = |db: f32| {
        let db = db.clamp(RANGE_DB.0, RANGE_DB.1);
        egui::remap(db, RANGE_DB.0..=RANGE_DB.1, rect.x_range())
    };
    for (db, _) in lines(ui, rect) {
        let colour = theme::LINE.gamma_multiply(theme::OFF_OPACITY);
        ui.painter()
            .vline(x(db), rect.y_range(), theme.line(colour));
    }
    // A step for each row.
    let row = rect.height() / ROWS as f32;
    let points = |rows: &[f32; ROWS]| -> Vec<Pos2> {
        let steps = rows.iter().enumerate().flat_map(|(index, db)| {
            let bottom = rect.bottom() - row * index as f32;
            [pos2(x(*db), bottom), pos2(x(*db), bottom - row)]
        });
        steps.collect()
    };
    let curve = |rows: &[f32; ROWS], stroke: Stroke| {
        if rows.iter().any(|db| *db > RANGE_DB.0) {
            ui.painter().line(points(rows), stroke);
        }
    };
    let mut area = egui::Mesh::default();
    let shade = theme::OXIDE.gamma_multiply(theme::BAR_OPACITY);
    for step in points(&levels.after_db).chunks_exact(2) {
        let left = pos2(rect.left(), step[1].y);
        area.add_colored_rect(Rect::from_two_pos(left, step[0]), shade);
    }
    ui.painter().add(area);
    curve(
        &levels.before_db,
        Stroke::new(theme.px(theme::THIN), theme::MOON),
    );
    if let Some(threshold_db) = &levels.threshold_db {
        curve(
            threshold_db,
            Stroke::new(theme.px(theme::THIN), theme::FADED),
        );
    }
}

fn lines(ui: &Ui, rect: Rect) -> impl Iterator<Item = (f32, &'static str)> {
    let each = text_width(ui, Text::Small, LINES_DB[0].1);
    let fit = if rect.width() > 3.0 * each { 2 } else { 1 };
    LINES_DB.into_iter().take(fit)
}

/// The numbers of its levels, below it.
pub fn levels(ui: &Ui, below: Rect, spectrum: Rect) {
    for (db, number) in lines(ui, spectrum) {
        let x = egui::remap(db, RANGE_DB.0..=RANGE_DB.1, spectrum.x_range());
        let size = vec2(Theme::of(ui).px(theme::PEAK.x), below.height());
        let place = Rect::from_center_size(pos2(x, below.center().y), size);
        let align = Align2::CENTER_CENTER;
        text(ui, place, align, Text::Small, theme::FADED, number);
    }
}

/// The newest stretch of the sound: as it came, and as the converter's steps leave it. It begins where
/// the sound rises through nothing, and is as high as there is room.
pub fn wave(ui: &Ui, rect: Rect, window: &Window, sample_rate: f32, clock_hz: f64) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let middle = rect.center().y;
    painter.hline(rect.x_range(), middle, theme.line(theme::LINE));
    let wanted = (STEPS * f64::from(sample_rate) / clock_hz).round() as usize;
    let count = wanted.clamp(24, WINDOW / 2);
    let (before, after) = (&window.input, &window.output);
    let rises = |at: &usize| before[*at - 1] < 0.0 && before[*at] >= 0.0;
    let last = WINDOW - count;
    let from = (1..=last).rev().find(rises).unwrap_or(last);
    let part = from..from + count;
    let peak = |samples: &[f32]| samples.iter().fold(QUIETEST, |peak, x| peak.max(x.abs()));
    let high = peak(&before[part.clone()]).max(peak(&after[part.clone()]));
    let x = |n: usize| rect.left() + rect.width() * n as f32 / count as f32;
    let y = |sample: f32| middle - 0.5 * rect.height() * sample / high;
    let as_it_came = before[part.clone()].iter().enumerate();
    let as_it_came = as_it_came.map(|(n, sample)| pos2(x(n), y(*sample)));
    let steps = after[part].iter().enumerate();
    let steps = steps.flat_map(|(n, sample)| [n, n + 1].map(|n| pos2(x(n), y(*sample))));
    plot::curve(ui, middle, as_it_came.collect(), theme::MOON, false);
    plot::curve(ui, middle, steps.collect(), theme::OXIDE, true);
}
