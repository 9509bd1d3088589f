//! The menu of a control: copies its value, pastes another, lets one be typed, and goes back to the
//! default. The right button opens it, or the menu key or shift with F10; arrows and enter choose,
//! escape leaves.

use egui::{
    Align2, Id, Key, Popup, PopupCloseBehavior, PopupKind, Response, Sense, SetOpenCommand, Ui,
    vec2,
};

use super::super::clipboard;
use super::super::theme::{self, Text, Theme};
use super::{list, text, text_width};

const COPY: &str = "Copy value";
const PASTE: &str = "Paste value";
const TYPE: &str = "Type a value…";
const RESET: &str = "Reset to default";

/// What a menu is about.
pub struct Subject<'a> {
    /// The control's name.
    pub name: &'a str,
    /// Its value as text.
    pub value: String,
    /// Its default as text.
    pub default: String,
    /// Whether there is a place to type another.
    pub can_be_typed: bool,
}

/// What was chosen and is not done yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Another value, as text.
    Paste(String),
    /// A field to type in.
    Type,
    /// The default.
    Reset,
}

/// An open menu, kept by egui.
#[derive(Debug, Clone)]
struct Opened {
    /// What was on the clipboard when it opened.
    clipboard: String,
    by_pointer: bool,
    /// Its first row has not been given the keyboard yet.
    fresh: bool,
}

/// What one of its rows says at the left and the right, and whether it can be chosen.
type Row<'a> = (&'static str, &'a str, bool);

/// Opens it when it is asked for; `reads` gives what the control makes of a text, if it is a value.
pub fn menu(
    ui: &Ui,
    response: &Response,
    subject: &Subject,
    reads: impl Fn(&str) -> Option<String>,
) -> Option<Wish> {
    let theme = Theme::of(ui);
    let id = response.id.with("menu");
    let opens = opens(ui, response);
    if opens {
        let opened = Opened {
            clipboard: clipboard::read(ui.ctx()).unwrap_or_default(),
            by_pointer: response.secondary_clicked(),
            fresh: true,
        };
        ui.data_mut(|data| data.insert_temp(id, opened));
    }
    let opened: Opened = ui.data(|data| data.get_temp(id))?;
    let popup = Popup::from_response(response)
        .id(id)
        .kind(PopupKind::Menu)
        .accessible_name(format!("Menu of {}", subject.name))
        .open_memory(opens.then_some(SetOpenCommand::Bool(true)))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .gap(theme.px(theme::NEAR))
        .frame(theme.popup());
    let popup = if opened.by_pointer {
        popup.at_pointer_fixed()
    } else {
        popup
    };
    let pasted = reads(&opened.clipboard);
    let rows = rows(subject, pasted.as_deref());
    let shown = popup.show(|ui| show_rows(ui, id, subject.name, &rows, opened.fresh));
    let chosen = shown.and_then(|shown| shown.inner);
    if !Popup::is_id_open(ui.ctx(), id) {
        ui.data_mut(|data| data.remove::<Opened>(id));
        // A click elsewhere takes the keyboard along.
        if chosen.is_some() || ui.input(|input| input.key_pressed(Key::Escape)) {
            response.request_focus();
        }
    }
    match chosen? {
        COPY => {
            clipboard::copy(ui.ctx(), subject.value.clone());
            None
        }
        PASTE => Some(Wish::Paste(opened.clipboard)),
        TYPE => Some(Wish::Type),
        _ => Some(Wish::Reset),
    }
}

fn opens(ui: &Ui, response: &Response) -> bool {
    let by_key = response.has_focus()
        && ui.input(|input| {
            input.key_pressed(Key::Menu) || input.modifiers.shift && input.key_pressed(Key::F10)
        });
    response.enabled() && (response.secondary_clicked() || by_key)
}

fn rows<'a>(subject: &'a Subject, pasted: Option<&'a str>) -> Vec<Row<'a>> {
    let mut rows = vec![
        (COPY, subject.value.as_str(), true),
        (PASTE, pasted.unwrap_or_default(), pasted.is_some()),
    ];
    if subject.can_be_typed {
        rows.push((TYPE, "", true));
    }
    rows.push((RESET, subject.default.as_str(), true));
    rows
}

/// The rows below the control's name; returns the one that was chosen.
fn show_rows(ui: &mut Ui, id: Id, name: &str, rows: &[Row], fresh: bool) -> Option<&'static str> {
    let theme = Theme::of(ui);
    let beside = theme.px(theme::BESIDE);
    let widths = rows.iter().map(|(words, detail, _)| {
        text_width(ui, Text::Body, words) + text_width(ui, Text::Small, detail)
    });
    let widest = widths.fold(text_width(ui, Text::Small, name), f32::max);
    let width = widest.ceil() + 4.0 * beside;
    ui.set_width(width);
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);

    let (title, _) = ui.allocate_exact_size(vec2(width, theme.px(theme::TITLE)), Sense::hover());
    let inner = title.shrink2(vec2(beside, 0.0));
    let align = Align2::LEFT_CENTER;
    text(ui, inner, align, Text::Small, theme::FADED, name);

    let mut chosen = None;
    for (index, (words, detail, works)) in rows.iter().enumerate() {
        let row = ui.add_enabled_ui(*works, |ui| {
            list::row(ui, width, index, words, &detail.replace('-', "−"), false)
        });
        let row = row.inner;
        if index == 0 && fresh && !ui.is_sizing_pass() {
            row.request_focus();
            settle(ui, id);
        }
        if row.clicked() {
            chosen = Some(*words);
            ui.close();
        }
    }
    chosen
}

/// The keyboard has come to the menu.
fn settle(ui: &Ui, id: Id) {
    if let Some(mut opened) = ui.data(|data| data.get_temp::<Opened>(id)) {
        opened.fresh = false;
        ui.data_mut(|data| data.insert_temp(id, opened));
    }
}
