//! One picture that turns into another.

use egui::{Id, Ui};

use super::super::theme;

/// What is shown, what was shown before, and since when in egui's seconds.
#[derive(Clone, Copy)]
struct Shown<T> {
    now: T,
    before: T,
    since: f64,
}

/// Draws what is to be shown; after it has become another, both for a moment, crossfaded.
pub fn change<T>(ui: &mut Ui, id: Id, now: T, draw: impl Fn(&mut Ui, T))
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let time = ui.input(|input| input.time);
    let first = Shown {
        now,
        before: now,
        since: f64::NEG_INFINITY,
    };
    let mut shown = ui.data(|data| data.get_temp(id)).unwrap_or(first);
    if shown.now != now {
        shown = Shown {
            now,
            before: shown.now,
            since: time,
        };
    }
    ui.data_mut(|data| data.insert_temp(id, shown));
    let part = ((time - shown.since) / theme::CHANGE_S).clamp(0.0, 1.0) as f32;
    if part < 1.0 {
        ui.scope(|ui| {
            ui.multiply_opacity(1.0 - part);
            draw(ui, shown.before);
        });
        ui.request_repaint();
    }
    ui.scope(|ui| {
        ui.multiply_opacity(part);
        draw(ui, now);
    });
}
