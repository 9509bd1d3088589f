//! A bubble beside a control, with what is not seen on it.
//!
//! A value that the control does not show is there at once, and stays while it is dragged. What the
//! control does comes when the pointer has rested, for the window's foot says the same from the
//! first moment on, but may be far from where the eyes are. It never lies over the control, and goes
//! as soon as a hand or a key does something, so that it covers nothing that is being turned.

use std::time::Duration;

use egui::{Event, Id, Popup, PopupKind, RectAlign, Response, Sense, Ui, Vec2};

use super::super::theme::{self, Text, Theme};
use super::control::is_dragged;

/// How long the pointer rests before it is told what a control does, in seconds.
const REST_S: f64 = 0.7;

/// Since when the pointer has rested on a control, in egui's seconds; never, once something was done.
#[derive(Debug, Clone, Copy)]
struct Rest {
    on: Id,
    since: f64,
}

/// Shows the value, if there is one, and the help in its time.
pub fn bubble(ui: &Ui, response: &Response, value: &str, help: &str) {
    let rested = has_rested(ui, response);
    let pointed = response.hovered() || is_dragged(response);
    let help = if rested { help } else { "" };
    let value = if pointed { value } else { "" };
    if value.is_empty() && help.is_empty() || Popup::is_any_open(ui.ctx()) {
        return;
    }
    let theme = Theme::of(ui);
    Popup::from_response(response)
        .id(response.id.with("bubble"))
        .kind(PopupKind::Tooltip)
        .open(true)
        .interactable(false)
        .align(RectAlign::BOTTOM)
        .align_alternatives(&[RectAlign::TOP, RectAlign::RIGHT, RectAlign::LEFT])
        .gap(theme.px(theme::NEAR))
        .frame(theme.bubble())
        .show(|ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for (words, kind, colour) in [
                (value, Text::Body, theme::PAPER),
                (help, Text::Small, theme::FADED),
            ] {
                if !words.is_empty() {
                    paragraph(ui, kind, colour, words);
                }
            }
        });
}

fn paragraph(ui: &mut Ui, kind: Text, colour: egui::Color32, words: &str) {
    let theme = Theme::of(ui);
    let width = theme.px(theme::BUBBLE);
    let galley = ui
        .painter()
        .layout(words.to_owned(), theme.font(kind), colour, width);
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, colour);
}

fn has_rested(ui: &Ui, response: &Response) -> bool {
    if !response.hovered() {
        return false;
    }
    let id = Id::unique("rest");
    let (now, moved, acts) = ui.input(|input| {
        let acts = input.events.iter().any(|event| {
            matches!(
                event,
                Event::PointerButton { .. }
                    | Event::MouseWheel { .. }
                    | Event::Key { .. }
                    | Event::Text(_)
            )
        });
        let moved = input.pointer.delta() != Vec2::ZERO;
        (input.time, moved, acts || input.pointer.any_down())
    });
    let before: Option<Rest> = ui.data(|data| data.get_temp(id));
    let since = match before {
        _ if acts => f64::INFINITY,
        Some(rest) if rest.on == response.id && !moved => rest.since,
        _ => now,
    };
    let on = response.id;
    ui.data_mut(|data| data.insert_temp(id, Rest { on, since }));
    let left_s = since + REST_S - now;
    if left_s > 0.0 && left_s.is_finite() {
        ui.ctx()
            .request_repaint_after(Duration::from_secs_f64(left_s));
    }
    left_s <= 0.0
}
