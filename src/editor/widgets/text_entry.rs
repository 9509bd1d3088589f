//! A field for one line of typing; it opens in the place of what is being typed.

use egui::text::CCursorRange;
use egui::text_edit::TextEditState;
use egui::{Align, Align2, Id, Key, Rect, Response, TextEdit, Ui, vec2};

use super::super::theme::{self, Text, Theme};

/// What is being typed, kept by egui while the field is open.
#[derive(Debug, Clone, PartialEq)]
struct Typing {
    text: String,
    /// What it was opened with.
    first: String,
    /// Not shown yet: wants the keyboard.
    fresh: bool,
    refused: bool,
}

/// What came of a frame of typing.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Nothing yet.
    Open,
    /// Left without a change.
    Left,
    /// Enter, or a click elsewhere.
    Entered(String),
}

/// Opens the field `id` with a text, from the next frame on; `refused` if that is what could not be
/// taken. In this frame a click may still take the keyboard away.
pub fn open(ui: &Ui, id: Id, text: String, refused: bool) {
    let typing = Typing {
        first: text.clone(),
        text,
        fresh: true,
        refused,
    };
    ui.data_mut(|data| data.insert_temp(id, typing));
}

/// Whether the field is open.
pub fn is_open(ui: &Ui, id: Id) -> bool {
    ui.data(|data| data.get_temp::<Typing>(id)).is_some()
}

/// Shows the field that was opened.
pub fn show(ui: &mut Ui, rect: Rect, id: Id, name: &str) -> Typed {
    let Some(mut typing) = ui.data(|data| data.get_temp::<Typing>(id)) else {
        return Typed::Left;
    };
    let before = typing.text.clone();
    let place = id.with("field");
    if std::mem::take(&mut typing.fresh) {
        take_over(ui, place, &typing.text);
    }
    let response = field(
        ui,
        rect,
        place,
        &mut typing.text,
        name,
        Align::Center,
        typing.refused,
    );
    if !response.has_focus() {
        ui.data_mut(|data| data.remove::<Typing>(id));
        return if typing.text == typing.first || ui.input(|input| input.key_pressed(Key::Escape)) {
            Typed::Left
        } else {
            Typed::Entered(typing.text)
        };
    }
    typing.refused &= typing.text == before;
    ui.data_mut(|data| data.insert_temp(id, typing));
    Typed::Open
}

/// A field by itself.
pub fn field(
    ui: &mut Ui,
    rect: Rect,
    id: Id,
    content: &mut String,
    name: &str,
    align: Align,
    refused: bool,
) -> Response {
    let theme = Theme::of(ui);
    let edge = match (refused, ui.memory(|memory| memory.has_focus(id))) {
        (true, _) => theme::CLIP,
        (false, true) => theme::OXIDE,
        (false, false) => theme::LINE,
    };
    ui.painter().rect(
        rect,
        theme.radius(theme::SMALL_RADIUS),
        theme::WELL,
        theme.line(edge),
        egui::StrokeKind::Inside,
    );
    let margin = theme.px(match align {
        Align::Center => theme::NEAR,
        Align::Min | Align::Max => theme::BESIDE,
    });
    let edit = TextEdit::singleline(content)
        .id(id)
        .font(theme.font(Text::Body))
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::ZERO)
        .align(Align2([align, Align::Center]))
        .desired_width(f32::INFINITY);
    let response = ui.put(rect.shrink2(vec2(margin, 0.0)), edit);
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_label(name));
    response
}

/// Gives a field the keyboard and selects all of its text, right before it is shown.
pub fn take_over(ui: &Ui, id: Id, content: &str) {
    ui.memory_mut(|memory| memory.request_focus(id));
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state
        .cursor
        .set_char_range(Some(CCursorRange::select_all_str(content)));
    state.store(ui.ctx(), id);
}
