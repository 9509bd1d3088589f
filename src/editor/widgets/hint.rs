//! What the line at the window's foot says about the control under the pointer.

use egui::{Context, Id, Response};

/// A line of help, or a warning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hint {
    /// One line.
    pub text: String,
    /// Whether something was refused.
    pub refusal: bool,
}

fn id() -> Id {
    Id::unique("hint")
}

/// Says what a control does, while it is under the pointer or has the keyboard.
pub fn explain(response: &Response, text: &str) {
    let pointed = response.hovered() || response.dragged();
    let taken = response.ctx.data(|data| data.get_temp::<Hint>(id()));
    // The pointer comes before the keyboard, a refusal before both.
    if pointed && !taken.is_some_and(|hint| hint.refusal)
        || response.has_focus() && taken_is_none(&response.ctx)
    {
        leave(&response.ctx, text.to_owned(), false);
    }
}

/// Says why something that was typed is not taken.
pub fn refuse(egui: &Context, text: String) {
    leave(egui, text, true);
}

/// What is to be said in this frame.
pub fn take(egui: &Context) -> Option<Hint> {
    egui.data_mut(|data| data.remove_temp(id()))
}

fn taken_is_none(egui: &Context) -> bool {
    egui.data(|data| data.get_temp::<Hint>(id())).is_none()
}

fn leave(egui: &Context, text: String, refusal: bool) {
    egui.data_mut(|data| data.insert_temp(id(), Hint { text, refusal }));
}
