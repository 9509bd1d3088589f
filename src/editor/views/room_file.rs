//! The user's own impulse response in one row: its file, what has become of it, another, none.
//!
//! A file comes from the system's dialog, from a drop anywhere on the window while the row is shown,
//! or as a path that is typed or pasted.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Align2, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::file_dialog::{Answer, FileDialog};
use super::super::theme::{self, Text, Theme};
use super::super::widgets::text_entry::{self, Typed};
use super::super::widgets::{Icon, focus_ring, hint, icon_button, text, text_button, text_width};
use crate::params::{ImpulseFile, ImpulseStatus};

/// The share of the row's words that the file's name takes; the rest is said about it.
const NAME_SHARE: f32 = 0.45;
const CHOOSE: &str = "Choose…";
const HINT: &str = "An impulse response of your own in place of the room: WAV, AIFF or FLAC. \
                    Click to type its path.";

/// The dialog while it is open. egui keeps it for the window, and lets go of it with the window.
type Dialog = Arc<Mutex<Option<FileDialog>>>;

/// Shows the row; at least a row high, and as wide as a rack.
pub fn room_file(ui: &mut Ui, rect: Rect, file: &ImpulseFile) {
    let theme = Theme::of(ui);
    let gap = theme.px(theme::BESIDE);
    let width = text_width(ui, Text::Body, CHOOSE) + theme.px(2.0 * theme::PAD);
    let clear = rect.with_min_x(rect.right() - theme.px(theme::ICON));
    let choose_right = clear.left() - theme.px(theme::NEAR);
    let choose = Rect::from_min_max(
        pos2(choose_right - width, rect.top()),
        pos2(choose_right, rect.bottom()),
    );
    let words = rect.with_max_x(choose.left() - gap);
    let name = words.with_max_x(words.left() + NAME_SHARE * words.width());
    let says = words.with_min_x(name.right() + gap);

    let path = file.path();
    dropped(ui, file);
    field(ui, name, file, &path);
    status(ui, says, &path, &file.status());
    ask(ui, choose, file, &path);
    ui.add_enabled_ui(!path.is_empty(), |ui| {
        let button = icon_button(ui, clear, Icon::Close, "Remove the impulse response");
        hint::explain(&button, "Back to the room that is modelled.");
        if button.clicked() {
            file.choose("");
        }
    });
}

/// Takes the first file that is dropped anywhere.
fn dropped(ui: &Ui, file: &ImpulseFile) {
    let path = ui.input(|input| {
        let first = input.raw.dropped_files.first();
        first.map(|dropped| dropped.path().display().to_string())
    });
    if let Some(path) = path {
        file.choose(&path);
    }
}

/// The file's name; a click opens it for typing.
fn field(ui: &mut Ui, rect: Rect, file: &ImpulseFile, path: &str) {
    let id = ui.scope_id().with("impulse response");
    if text_entry::is_open(ui, id) {
        if let Typed::Entered(typed) =
            text_entry::show(ui, rect, id, "Path of the impulse response")
        {
            file.choose(&cleaned(&typed));
        }
        return;
    }
    let theme = Theme::of(ui);
    let response = ui.interact(rect, id, Sense::click());
    let dragged = ui.input(|input| !input.raw.hovered_files.is_empty());
    let (ground, edge) = match (response.hovered(), dragged) {
        (_, true) => (theme::RAISED, theme::LAMP),
        (true, _) => (theme::RAISED, theme::LINE),
        (false, _) => (theme::WELL, theme::LINE),
    };
    ui.painter().rect(
        rect,
        theme.radius(theme::SMALL_RADIUS),
        ground,
        theme.line(edge),
        egui::StrokeKind::Inside,
    );
    focus_ring(ui, rect, &response);
    let (words, colour) = match (dragged, name(path)) {
        (true, _) => ("Drop it here", theme::PAPER),
        (_, "") => ("No file", theme::FADED),
        (_, name) => (name, theme::PAPER),
    };
    let inner = rect.shrink2(vec2(theme.px(theme::BESIDE), 0.0));
    text(ui, inner, Align2::LEFT_CENTER, Text::Body, colour, words);
    response.widget_info(|| {
        let label = format!("Impulse response: {words}");
        WidgetInfo::labeled(Role::Button, ui.is_enabled(), label)
    });
    hint::explain(&response, HINT);
    let response = response.on_hover_cursor(egui::CursorIcon::Text);
    if response.clicked() {
        text_entry::open(ui, id, path.to_owned(), false);
    }
    if !path.is_empty() {
        response.on_hover_text(path);
    }
}

/// What is said about it, in full under the pointer.
fn status(ui: &mut Ui, rect: Rect, path: &str, status: &ImpulseStatus) {
    let (words, colour) = match status {
        _ if path.is_empty() => return,
        ImpulseStatus::None => return,
        ImpulseStatus::Waiting => (
            "It is read when the host starts the plugin.".to_owned(),
            theme::FADED,
        ),
        ImpulseStatus::Loading => ("Reading…".to_owned(), theme::FADED),
        ImpulseStatus::Ready {
            seconds,
            channels,
            rate_hz,
            note,
        } => {
            let channels = match channels {
                1 => "mono",
                2 => "stereo",
                _ => "true stereo",
            };
            let khz = f64::from(*rate_hz) / 1e3;
            let facts = format!("{seconds:.2} s, {channels}, {khz} kHz");
            match note {
                // What is wrong with it comes first: the row may be too short for both.
                Some(note) => (format!("{note} {facts}"), theme::LAMP),
                None => (facts, theme::FADED),
            }
        }
        ImpulseStatus::Failed(why) => (why.clone(), theme::CLIP),
    };
    text(ui, rect, Align2::LEFT_CENTER, Text::Small, colour, &words);
    let response = ui.interact(rect, ui.scope_id().with("impulse status"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.as_str()));
    response.on_hover_text(words);
}

/// The button that opens the dialog, and what comes of it.
fn ask(ui: &mut Ui, rect: Rect, file: &ImpulseFile, path: &str) {
    let id = Id::unique("impulse response dialog");
    let dialog: Dialog = ui.data_mut(|data| data.get_temp_mut_or_default::<Dialog>(id).clone());
    let mut dialog = dialog.lock().unwrap_or_else(PoisonError::into_inner);
    match dialog.as_mut().map(FileDialog::poll) {
        Some(Answer::Chosen(path)) => {
            *dialog = None;
            file.choose(&path);
        }
        Some(Answer::Cancelled) => *dialog = None,
        Some(Answer::Open) | None => {}
    }
    let button = text_button(ui, rect, CHOOSE);
    hint::explain(&button, "Looks for a WAV, AIFF or FLAC file.");
    if button.clicked() && dialog.is_none() {
        *dialog = FileDialog::open("Impulse response for the room", path);
        if dialog.is_none() {
            let words = "This system offers no file dialog (zenity or kdialog): click the name to \
                         type a path.";
            hint::refuse(ui.ctx(), words.to_owned());
        }
    }
}

/// A path's last part, whichever system it is from.
fn name(path: &str) -> &str {
    path.rsplit(['/', '\\'])
        .find(|part| !part.is_empty())
        .unwrap_or(path)
}

/// A path as it is pasted: out of quotes, and out of the address of a file.
fn cleaned(typed: &str) -> String {
    let typed = typed.trim();
    let unquoted = ['"', '\'']
        .iter()
        .find_map(|quote| typed.strip_prefix(*quote)?.strip_suffix(*quote));
    let typed = unquoted.unwrap_or(typed);
    let Some(address) = typed.strip_prefix("file://") else {
        return typed.to_owned();
    };
    let bytes = address.as_bytes();
    let (mut plain, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        // Two hexadecimal digits after a percent sign are a byte.
        let code = bytes
            .get(at + 1..at + 3)
            .filter(|_| bytes[at] == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_paths_are_cleaned() {
        for (typed, path) in [
            (" /a/b c.wav\n", "/a/b c.wav"),
            ("'/a/it''s.wav'", "/a/it''s.wav"),
            (r#""C:\Rooms\Hall.wav""#, r"C:\Rooms\Hall.wav"),
            ("file:///a/b%20c%C3%A9.wav", "/a/b cé.wav"),
            ("file:///a/100%.wav", "/a/100%.wav"),
            ("file:///a/%", "/a/%"),
            ("\"", "\""),
            ("  ", ""),
        ] {
            assert_eq!(cleaned(typed), path, "{typed:?}");
        }
    }

    #[test]
    fn the_name_is_the_last_part() {
        for (path, expected) in [
            ("/a/b.wav", "b.wav"),
            (r"C:\a\b.wav", "b.wav"),
            ("b.wav", "b.wav"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(name(path), expected);
        }
    }
}
