//! The night: how loud each noise is above, and below what else there is of the one that is chosen.

use egui::{Id, Rect, Ui, pos2};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Theme};
use super::super::super::widgets::Knob;
use super::super::super::widgets::pages::page;
use super::super::rack::{Row, dim_unless};
use super::COLUMNS;
use super::pages::{field, fields};
use crate::audio::chain::taps::Insight;
use crate::params::{NoiseKind, NoteChoice, RoomParams, noise_name};

/// What each is and how its character changes, in a line.
fn help(kind: NoiseKind) -> (&'static str, &'static str) {
    match kind {
        NoiseKind::Rain => (
            "Rain on the window.",
            "From drizzle on the glass to splashes in puddles.",
        ),
        NoiseKind::Street => (
            "Cars behind the closed window.",
            "From slow on dry asphalt to fast on wet.",
        ),
        NoiseKind::Wind => (
            "Wind around the house.",
            "From a low rush to a whistle in the frame.",
        ),
        NoiseKind::Bed => ("The bed's creak.", "From slow and low to quick and high."),
        NoiseKind::Breath => (
            "Somebody breathing.",
            "From calm through the nose to open-mouthed.",
        ),
        NoiseKind::Fan => (
            "The computer's fan.",
            "From a rush of air to the whine of its bearing.",
        ),
        NoiseKind::Hum => ("Mains hum.", "From the fundamental alone to a buzz."),
        NoiseKind::Clock => ("A clock.", "From soft and wooden to a tin alarm clock."),
        NoiseKind::Light => (
            "A fluorescent lamp.",
            "From a steady ballast to a tube that flickers.",
        ),
        NoiseKind::Keys => ("Keyboard and mouse.", "From dull to clacking."),
    }
}

/// Whether any noise is on.
pub fn is_heard(room: &RoomParams) -> bool {
    let mut kinds = NoiseKind::ALL.into_iter();
    kinds.any(|kind| room.noise_is_on(kind))
}

/// Shows both rows.
pub fn night(
    ui: &mut Ui,
    [upper, lower]: [Rect; 2],
    room: &RoomParams,
    insight: &Insight,
    gestures: &Gestures,
) {
    let id = Id::unique("room noise");
    let index: usize = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut chosen = NoiseKind::ALL[index.min(NoiseKind::ALL.len() - 1)];
    let theme = Theme::of(ui);
    let column = upper.width() / COLUMNS as f32;
    let mut row = Row::new(upper, COLUMNS);
    for (index, kind) in NoiseKind::ALL.into_iter().enumerate() {
        let mut group = row.group(ui, "", 1);
        let left = upper.left() + column * index as f32;
        let gap = theme.px(theme::NEAR);
        let title = Rect::from_min_max(
            pos2(left + gap, upper.top()),
            pos2(
                left + column - gap,
                upper.top() + theme.px(theme::TITLE + theme::NEAR / 2.0),
            ),
        );
        let lit = room.noise_is_on(kind);
        if page(
            ui,
            title,
            noise_name(kind),
            help(kind).0,
            kind == chosen,
            lit,
        ) {
            chosen = kind;
            ui.data_mut(|data| data.insert_temp(id, index));
        }
        let place = group.place(1);
        let level = format!("{} At 0 dB as loud as in life.", help(kind).0);
        Knob::new(&room.noise(kind).level, &level)
            .caption("Level")
            .show(ui, place, gestures);
        let glow = insight.noises[index].clamp(0.0, 1.0).sqrt();
        if glow > 0.0 {
            let at = pos2(
                place.right() - theme.px(theme::BESIDE),
                place.top() + theme.px(theme::BESIDE),
            );
            let radius = theme.px(theme::NEAR) * (0.3 + glow);
            ui.painter().circle_filled(at, radius, theme::LAMP);
        }
    }
    one(ui, lower, room, chosen, gestures);
}

/// The chosen noise, and what holds for all.
fn one(ui: &mut Ui, lower: Rect, room: &RoomParams, kind: NoiseKind, gestures: &Gestures) {
    let mut row = Row::new(lower, COLUMNS);
    let (noise, name) = (room.noise(kind), noise_name(kind));
    let say = |words: &str| format!("{name}: {words}");
    let mut group = row.group(ui, name, 6);
    let character = Knob::new(&noise.character, help(kind).1).caption("Character");
    character.show(ui, group.place(1), gestures);
    let place = group.place(1);
    if let Some(rate) = room.rate(kind) {
        let locked = room
            .note(kind)
            .is_some_and(|note| note.value() != NoteChoice::Free);
        dim_unless(ui, !locked, |ui| {
            Knob::new(
                rate,
                &say("how often or how fast; not while a note is chosen."),
            )
            .caption("Rate")
            .unit("")
            .show(ui, place, gestures);
        });
    }
    let help_x = say("where it is, from the window's wall to the door's.");
    let x = Knob::new(&noise.x, &help_x);
    x.caption("Along").show(ui, group.place(1), gestures);
    let help_y = say("where it is, from the bed's wall to the other.");
    let y = Knob::new(&noise.y, &help_y);
    y.caption("Across").show(ui, group.place(1), gestures);
    let place = group.place(2);
    let answer =
        say("whether it gives way to the music, rises with it, or is struck by its attacks.");
    if let Some(note) = room.note(kind) {
        let help = say("one for each note of the host's beat, in place of the rate.");
        let captions = ["Note", "Answer"];
        fields(
            ui,
            place,
            (note, &help),
            (&noise.answer, &answer),
            captions,
            gestures,
        );
    } else {
        field(ui, place, &noise.answer, "Answer", &answer, gestures);
    }
    let mut group = row.group(ui, "All", 4);
    Knob::new(
        &room.answer_depth,
        "How far noises go that answer to the music.",
    )
    .caption("Depth")
    .show(ui, group.place(1), gestures);
    Knob::new(&room.night, "Another night: other drops, other cars.").show(
        ui,
        group.place(1),
        gestures,
    );
    let mains = "The frequency of what hums.";
    field(ui, group.place(2), &room.mains, "Mains", mains, gestures);
}
