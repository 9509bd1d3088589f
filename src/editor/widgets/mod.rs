//! Controls and displays. They are given a rectangle and what they show; they know no stage.

pub mod analysis;
mod bar;
mod bubble;
pub mod button;
pub mod change;
pub mod chart;
pub mod chip;
mod context;
mod control;
pub mod hint;
pub mod knob;
pub mod list;
pub mod menu;
pub mod meter;
pub mod octaves;
pub mod pad;
pub mod pages;
pub mod plot;
pub mod segments;
pub mod sketch;
pub mod spectrogram;
pub mod spectrum;
mod star;
pub mod tag;
pub mod text_entry;
pub mod toggle;
pub mod tuner;
mod turn;
mod value;
pub mod vu;

pub use bar::Bar;
pub use button::{Icon, icon_button, main_button, text_button};
pub use knob::Knob;
pub use menu::Menu;
pub use meter::Meter;
pub use pad::Pad;
pub use star::star;
pub use toggle::Toggle;
pub use tuner::Tuner;
pub use value::type_now;

use egui::{Align2, Rect, Response, Ui};

use super::theme::{self, Text, Theme};

/// The outline that shows where the keyboard is.
pub fn focus_ring(ui: &Ui, rect: Rect, response: &Response) {
    if response.has_focus() {
        let theme = Theme::of(ui);
        ui.painter().rect_stroke(
            rect.expand(theme.px(theme::NEAR / 2.0)),
            theme.radius(theme::RADIUS),
            theme.line(theme::FADED),
            egui::StrokeKind::Inside,
        );
    }
}

/// How often the arrows to the right were pressed in this frame, less those to the left, while a control
/// of this response has the keyboard.
pub fn step_sideways(ui: &Ui, response: &Response) -> i32 {
    let pressed = |key| control::pressed(ui, response, key) as i32;
    pressed(egui::Key::ArrowRight) - pressed(egui::Key::ArrowLeft)
}

/// One line of text, cut off with an ellipsis if it is longer than the rectangle is wide.
pub fn text(ui: &Ui, rect: Rect, align: Align2, kind: Text, colour: egui::Color32, words: &str) {
    let mut job = egui::text::LayoutJob::simple_singleline(
        words.to_owned(),
        Theme::of(ui).font(kind),
        colour,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let place = align.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(place.min, galley, colour);
}

/// How wide one line of text is, in points.
pub fn text_width(ui: &Ui, kind: Text, words: &str) -> f32 {
    let font = Theme::of(ui).font(kind);
    ui.painter()
        .layout_no_wrap(words.to_owned(), font, theme::PAPER)
        .size()
        .x
}
