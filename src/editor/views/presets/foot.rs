//! The browser's foot: what the preset does to a sound, what can be done with one of the user's own,
//! and what was done.

use egui::{Align2, Id, Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo};

use super::super::super::library::Library;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::text_entry::{self, Typed};
use super::super::super::widgets::{hint, text, text_button, text_width};
use crate::presets::{Deed, Entry, Origin};

/// What is said when there is nothing to say.
const TIP: &str = "A click or an arrow key loads. A double click or Enter loads and closes.";

/// How high it is.
pub fn height(theme: Theme) -> f32 {
    theme.px(theme::ROW + theme::KNOB_LINE + theme::NEAR + theme::CHIP)
}

/// Shows what there is to say about the entry at this place in the bank, with buttons if it is the
/// one that was chosen; below what is to be `said`.
pub fn foot(
    ui: &mut Ui,
    rect: Rect,
    library: &mut Library,
    shown: Option<usize>,
    chosen: bool,
    said: &mut Option<String>,
) {
    let theme = Theme::of(ui);
    let name = rect.with_max_y(rect.top() + theme.px(theme::ROW));
    let description = Rect::from_min_max(name.left_bottom(), rect.right_bottom())
        .with_max_y(name.bottom() + theme.px(theme::KNOB_LINE));
    let line = rect.with_min_y(rect.bottom() - theme.px(theme::CHIP));
    let entry = shown.and_then(|index| library.bank().entries.get(index).cloned());
    if let Some(entry) = &entry {
        let words = if chosen && entry.origin != Origin::Factory {
            buttons(ui, name, library, entry, said)
        } else {
            Some(name)
        };
        if let Some(words) = words {
            title(ui, words, entry);
        }
        text(
            ui,
            description,
            Align2::LEFT_CENTER,
            Text::Small,
            theme::FADED,
            &entry.preset.description,
        );
    }
    message(ui, line, library, said);
}

/// Name, year and tags.
fn title(ui: &Ui, rect: Rect, entry: &Entry) {
    let theme = Theme::of(ui);
    let preset = &entry.preset;
    let align = Align2::LEFT_CENTER;
    text(ui, rect, align, Text::Heading, theme::PAPER, &preset.name);
    let year = preset.year.map(|year| year.to_string());
    let words: Vec<&str> = year
        .iter()
        .chain(&preset.tags)
        .map(String::as_str)
        .collect();
    let words = words.join(", ");
    let width = text_width(ui, Text::Heading, &preset.name) + theme.px(theme::PAD);
    let rest = rect.with_min_x(rect.left() + width);
    if text_width(ui, Text::Small, &words) <= rest.width() {
        text(ui, rest, align, Text::Small, theme::FADED, &words);
    }
}

/// What can be done with one of the user's own; returns the room that is left for its name, unless
/// another is being typed there.
fn buttons(
    ui: &mut Ui,
    rect: Rect,
    library: &mut Library,
    entry: &Entry,
    said: &mut Option<String>,
) -> Option<Rect> {
    let theme = Theme::of(ui);
    let width = text_width(ui, Text::Body, "Rename").max(text_width(ui, Text::Body, "Delete"))
        + theme.px(2.0 * theme::PAD);
    let delete = rect.with_min_x(rect.right() - width);
    let rename = delete.translate(egui::vec2(-width - theme.px(theme::NEAR), 0.0));
    let words = rect.with_max_x(rename.left() - theme.px(theme::BESIDE));

    let field = Id::unique("preset rename");
    let typing = text_entry::is_open(ui, field);
    if typing {
        let typed = text_entry::show(ui, words, field, "New name");
        // Takes back the typing; the browser stays open.
        ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if let Typed::Entered(name) = typed {
            *said = None;
            library.rename(entry, name.trim());
        }
    }
    let button = text_button(ui, rename, "Rename");
    hint::explain(&button, "Gives the preset and its file another name.");
    if button.clicked() {
        text_entry::open(ui, field, entry.preset.name.clone(), false);
    }
    let button = text_button(ui, delete, "Delete");
    hint::explain(
        &button,
        "Moves the preset's file aside; it can be brought back.",
    );
    if button.clicked() {
        *said = None;
        library.delete(entry);
    }
    (!typing).then_some(words)
}

/// What was done or went wrong, with the way back; otherwise what the control under the pointer does.
fn message(ui: &mut Ui, rect: Rect, library: &mut Library, said: &mut Option<String>) {
    let theme = Theme::of(ui);
    let hint = hint::take(ui.ctx()).map(|hint| hint.text);
    let done = library.last_deed().map(|deed| match deed {
        Deed::Deleted { name, .. } => format!("Deleted “{name}”."),
        Deed::Renamed { before, after, .. } => format!("Renamed “{before}” to “{after}”."),
    });
    let mut words = rect;
    if done.is_some() {
        let width = text_width(ui, Text::Body, "Take back") + theme.px(2.0 * theme::PAD);
        let undo = rect.with_min_x(rect.right() - width);
        words.max.x = undo.left() - theme.px(theme::BESIDE);
        if text_button(ui, undo, "Take back").clicked() {
            *said = None;
            library.undo();
        }
    }
    let (shown, colour) = match (said.as_ref(), hint, done) {
        (Some(said), ..) => (said.clone(), theme::LAMP),
        (None, Some(hint), _) => (hint, theme::FADED),
        (None, None, Some(done)) => (done, theme::PAPER),
        (None, None, None) => (TIP.to_owned(), theme::FADED),
    };
    text(ui, words, Align2::LEFT_CENTER, Text::Small, colour, &shown);
    let response = ui.interact(words, ui.scope_id().with("said"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, shown.as_str()));
    // The line may be too short for it.
    if said.is_some() {
        response.on_hover_text(shown);
    }
}
