//! The user's own impulse response: its file, another, none, and below what has become of it.
//!
//! A file comes from the system's dialog, from a drop anywhere on the window while the row is shown,
//! or as a path that is typed or pasted.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Align2, Color32, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use nice_plug::prelude::Param;

use super::super::file_dialog::{Answer, FileDialog};
use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::text_entry::{self, Typed};
use super::super::widgets::{Icon, focus_ring, hint, icon_button, text, text_button, text_width};
use crate::params::{EffectParams, ImpulseStatus, ResponseChoice};

const CHOOSE: &str = "Choose…";
const HINT: &str = "An impulse response of your own in place of the room: WAV, AIFF or FLAC. \
                    Click to type its path.";

/// What is said while there is none.
const NO_FILE: &str = "Choose a WAV, AIFF or FLAC file, or drop one anywhere on this window: it is \
                       heard in place of the room.";
/// Lines that there is room for below the row.
const MOST_LINES: usize = 3;
/// While it cannot be.
const MEANWHILE: &str = "Meanwhile the room is heard.";
/// And while another response is heard.
const NOT_HEARD: &str = "Not heard now: choose “Own file” above.";

/// The dialog while it is open. egui keeps it for the window, and lets go of it with the window.
type Dialog = Arc<Mutex<Option<FileDialog>>>;

/// Shows the row, and below it what there is to say. A file that is chosen is heard from then on.
pub fn room_file(ui: &mut Ui, rect: Rect, params: &EffectParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let file = &params.session.impulse;
    let response = &params.room.response;
    let top = rect.top() + theme.px(theme::NEAR);
    let row = Rect::from_min_max(
        pos2(rect.left(), top),
        pos2(rect.right(), top + theme.px(theme::ROW)),
    );
    let width = text_width(ui, Text::Body, CHOOSE) + theme.px(2.0 * theme::PAD);
    let clear = row.with_min_x(row.right() - theme.px(theme::ICON));
    let choose = row.with_max_x(clear.left() - theme.px(theme::NEAR));
    let choose = choose.with_min_x(choose.right() - width);
    let name = row.with_max_x(choose.left() - theme.px(theme::BESIDE));

    let path = file.path();
    let mut chosen = dropped(ui);
    chosen = field(ui, name, &path).or(chosen);
    chosen = ask(ui, choose, &path).or(chosen);
    ui.add_enabled_ui(!path.is_empty(), |ui| {
        let button = icon_button(ui, clear, Icon::Close, "Remove the impulse response");
        hint::explain(&button, "Back to the room that is modelled.");
        if button.clicked() {
            chosen = Some(String::new());
        }
    });
    let heard = response.value() == ResponseChoice::File;
    let below = rect.with_min_y(row.bottom() + theme.px(theme::NEAR));
    status(ui, below, &path, &file.status(), heard);
    if let Some(path) = chosen {
        let next = if path.is_empty() {
            ResponseChoice::Room
        } else {
            ResponseChoice::File
        };
        file.choose(&path);
        // Whoever chooses a file wants to hear it, and who removes it wants the room back.
        if response.value() != next && (heard || next == ResponseChoice::File) {
            gestures.set(response, response.preview_normalized(next));
        }
    }
}

/// The first file that is dropped anywhere.
fn dropped(ui: &Ui) -> Option<String> {
    ui.input(|input| {
        let first = input.raw.dropped_files.first();
        first.map(|dropped| dropped.path().display().to_string())
    })
}

/// The file's name; a click opens it for typing.
fn field(ui: &mut Ui, rect: Rect, path: &str) -> Option<String> {
    let id = ui.scope_id().with("impulse response");
    if text_entry::is_open(ui, id) {
        return match text_entry::show(ui, rect, id, "Path of the impulse response") {
            Typed::Entered(typed) => Some(cleaned(&typed)),
            Typed::Open | Typed::Left => None,
        };
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
    None
}

/// What is said about it, in a few lines, and in full under the pointer.
fn status(ui: &mut Ui, rect: Rect, path: &str, status: &ImpulseStatus, heard: bool) {
    let (words, colour) = match status {
        _ if path.is_empty() => (NO_FILE.to_owned(), theme::FADED),
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
        ImpulseStatus::Failed(why) => (format!("{why} {MEANWHILE}"), theme::CLIP),
    };
    let words = match status {
        ImpulseStatus::Ready { .. } if !heard => format!("{words}. {NOT_HEARD}"),
        _ => words,
    };
    paragraph(ui, rect, colour, &words);
    let response = ui.interact(rect, ui.scope_id().with("impulse status"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.as_str()));
    response.on_hover_text(words);
}

/// Small text in a few lines from the top.
fn paragraph(ui: &Ui, rect: Rect, colour: Color32, words: &str) {
    let theme = Theme::of(ui);
    let font = theme.font(Text::Small);
    let mut job = egui::text::LayoutJob::simple(words.to_owned(), font, colour, rect.width());
    job.wrap.max_rows = MOST_LINES;
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(rect.min, galley, colour);
}

/// The button that opens the dialog, and what comes of it.
fn ask(ui: &mut Ui, rect: Rect, path: &str) -> Option<String> {
    let id = Id::unique("impulse response dialog");
    let dialog: Dialog = ui.data_mut(|data| data.get_temp_mut_or_default::<Dialog>(id).clone());
    let mut dialog = dialog.lock().unwrap_or_else(PoisonError::into_inner);
    let mut chosen = None;
    match dialog.as_mut().map(FileDialog::poll) {
        Some(Answer::Chosen(path)) => {
            *dialog = None;
            chosen = Some(path);
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
    chosen
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
