//! The night: all noises with their levels, more about one of them, and what holds for all.

use egui::{Align2, Key, Rect, Ui, pos2, vec2};
use nice_plug::prelude::Param;

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{Bar, Knob, Menu, text};
use super::super::rack::{Row, dim_unless};
use super::words::words;
use super::{Shown, body, captioned, rows, signs, spread};
use crate::params::{AnswerChoice, NoiseKind, NoteChoice, RoomParams, noise_name};

/// How much of the page the list takes.
const LIST: f32 = 0.36;
/// Columns of the grid beside it.
const COLUMNS: usize = 28;
/// Those of a knob.
const KNOB: usize = 9;
/// Keys that do something to a level, and so choose its noise.
const KEYS: [Key; 9] = [
    Key::Enter,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::PageUp,
    Key::PageDown,
    Key::Home,
    Key::End,
];

/// Whether any noise is on.
pub fn is_heard(room: &RoomParams) -> bool {
    let mut kinds = NoiseKind::ALL.into_iter();
    kinds.any(|kind| room.noise_is_on(kind))
}

/// Shows the page.
pub fn night(
    ui: &mut Ui,
    [upper, lower]: [Rect; 2],
    room: &RoomParams,
    year: i32,
    shown: &mut Shown,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let whole = upper.union(lower);
    let end = whole.left() + (whole.width() * LIST).round();
    list(ui, whole.with_max_x(end), room, year, shown, gestures);
    let left = end + theme.px(theme::GAP);
    let kind = shown.noise;
    let there = room.is_in_the_house(kind, year);
    let [upper, lower] = [upper, lower].map(|row| row.with_min_x(left));
    dim_unless(ui, there, |ui| one(ui, upper, room, kind, there, gestures));
    let mut row = Row::new(lower, 2);
    let group = row.group(ui, "Its place", 1);
    place(ui, body(&group), room, kind, gestures);
    let group = row.group(ui, "All noises", 1);
    all(ui, body(&group), room, gestures);
}

/// All noises with their levels; the one that is touched is the one of which more is shown.
fn list(
    ui: &mut Ui,
    rect: Rect,
    room: &RoomParams,
    year: i32,
    shown: &mut Shown,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let group = Row::new(rect, 1).group(ui, "Noises", 1);
    let place = body(&group);
    let place = place.with_min_y(place.top() + theme.px(theme::NEAR));
    let rows: [Rect; NoiseKind::COUNT] = spread(place, theme.px(theme::SLIDER));
    for (kind, row) in NoiseKind::ALL.into_iter().zip(rows) {
        let it = words(kind).it;
        let help = format!("How loud {it} is; at 0 dB as in life, at the left off.");
        dim_unless(ui, room.is_in_the_house(kind, year), |ui| {
            let level = &room.noise(kind).level;
            let left = row.left() + theme.px(2.0 * theme::DISC + theme::NEAR);
            let bar = Bar::new(level, noise_name(kind), &help).chosen(kind == shown.noise);
            let response = bar.show(ui, row.with_min_x(left), gestures);
            let key = response.has_focus()
                && ui.input(|input| KEYS.iter().any(|key| input.key_pressed(*key)));
            if response.clicked() || response.drag_started() || key {
                shown.noise = kind;
            }
            let colour = if room.noise_is_on(kind) {
                theme::LAMP
            } else {
                theme::FADED.gamma_multiply(theme::OFF_OPACITY)
            };
            let middle = pos2(row.left() + theme.px(theme::DISC), row.center().y);
            signs::sign(ui, middle, kind, colour);
        });
    }
}

/// What is told of one noise.
fn one(
    ui: &mut Ui,
    rect: Rect,
    room: &RoomParams,
    kind: NoiseKind,
    there: bool,
    gestures: &Gestures,
) {
    let mut row = Row::new(rect, COLUMNS);
    let words = words(kind);
    let it = words.it;
    let noise = room.noise(kind);
    let title = if there {
        noise_name(kind).to_owned()
    } else {
        format!("{}: not in this household", noise_name(kind))
    };
    let mut group = row.group(ui, &title, COLUMNS);
    Knob::new(&noise.character, words.character)
        .caption("Character")
        .show(ui, group.place(KNOB), gestures);
    let note = room.note(kind);
    // What has no rate leaves its place free, so that the others stay where they are.
    let place = group.place(KNOB);
    if let Some(rate) = room.rate(kind) {
        let free = note.is_none_or(|note| note.value() == NoteChoice::Free);
        let help = format!("How often or how fast: {it}; not while a note is chosen.");
        dim_unless(ui, free, |ui| {
            Knob::new(rate, &help)
                .caption(words.rate)
                .unit(words.unit)
                .show(ui, place, gestures);
        });
    }
    let place = group.place(COLUMNS - 2 * KNOB);
    let theme = Theme::of(ui);
    let place = place.with_min_x(place.left() + theme.px(theme::NEAR));
    let size = vec2(place.width(), theme.px(theme::KNOB_LINE + theme::MENU));
    let [above, below] = [Align2::LEFT_TOP, Align2::LEFT_BOTTOM]
        .map(|align| align.align_size_within_rect(size, place));
    let help =
        format!("Whether {it} gives way to the music, rises with it, or is struck by its attacks.");
    field(
        ui,
        above,
        "Answer",
        Menu::new(&noise.answer, &help),
        gestures,
    );
    if let Some(note) = note {
        let help = format!("One for each note of the host's beat, for {it}, in place of the rate.");
        field(ui, below, "Note", Menu::new(note, &help), gestures);
    }
}

/// A choice under its caption.
fn field<P: Param>(ui: &mut Ui, place: Rect, caption: &str, menu: Menu<P>, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let name = place.with_max_y(place.top() + theme.px(theme::KNOB_LINE));
    let align = Align2::LEFT_CENTER;
    text(ui, name, align, Text::Body, theme::FADED, caption);
    menu.show(ui, place.with_min_y(name.bottom()), gestures);
}

/// Rows of the lower half.
fn lines<const N: usize>(ui: &Ui, rect: Rect) -> [Rect; N] {
    let theme = Theme::of(ui);
    let top = rect.top() + theme.px(theme::NEAR);
    rows(
        rect.with_min_y(top),
        theme.px(theme::MENU),
        theme.px(theme::NEAR + theme::THIN),
    )
}

/// Where one noise is.
fn place(ui: &mut Ui, rect: Rect, room: &RoomParams, kind: NoiseKind, gestures: &Gestures) {
    let noise = room.noise(kind);
    let it = words(kind).it;
    let [x, y] = lines(ui, rect);
    let help = format!("Where {it} is, from the window's wall to the door's.");
    Bar::new(&noise.x, "Along", &help).show(ui, x, gestures);
    let help = format!("Where {it} is, from the bed's wall to the other.");
    Bar::new(&noise.y, "Across", &help).show(ui, y, gestures);
}

fn all(ui: &mut Ui, rect: Rect, room: &RoomParams, gestures: &Gestures) {
    let [depth, night, mains] = lines(ui, rect);
    let mut kinds = NoiseKind::ALL.into_iter();
    let answers = kinds.any(|kind| room.noise(kind).answer.value() != AnswerChoice::Free);
    dim_unless(ui, answers, |ui| {
        Bar::new(
            &room.answer_depth,
            "Depth",
            "How far noises go that answer to the music.",
        )
        .show(ui, depth, gestures);
    });
    Bar::new(
        &room.night,
        "Night",
        "Another night: other drops, other cars.",
    )
    .show(ui, night, gestures);
    let menu = Menu::new(&room.mains, "The frequency of what hums.");
    captioned(ui, mains, "Mains", menu, gestures);
}
