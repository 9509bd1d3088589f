//! The room itself: how large it is, what it is made of, what stands in it.

use egui::{Align2, Rect, Ui};
use nice_plug::prelude::FloatParam;

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{Knob, Menu, text, text_width};
use super::super::rack::{Row, dim_unless};
use super::{COLUMNS, body, captioned, is_modelled, rows};
use crate::params::{EffectParams, RoomParams};

/// A parameter, its caption and what it does.
type Part<'a> = (&'a FloatParam, &'a str, &'a str);

/// Shows the page.
pub fn space(ui: &mut Ui, [upper, lower]: [Rect; 2], params: &EffectParams, gestures: &Gestures) {
    let room = &params.room;
    dim_unless(ui, is_modelled(params), |ui| {
        let mut row = Row::new(upper, COLUMNS);
        size(ui, &mut row, room, gestures);
        surfaces(ui, &mut row, room, gestures);
        let mut row = Row::new(lower, COLUMNS);
        furniture(ui, &mut row, room, gestures);
    });
}

fn size(ui: &mut Ui, row: &mut Row, room: &RoomParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Size", 3);
    let parts: [Part; 3] = [
        (
            &room.length,
            "Length",
            "From the window, at the left, to the door.",
        ),
        (
            &room.width,
            "Width",
            "From the wall with the bed to the one opposite.",
        ),
        (&room.height, "Height", "From floor to ceiling."),
    ];
    for (param, caption, help) in parts {
        let place = group.place(1);
        Knob::new(param, help)
            .caption(caption)
            .show(ui, place, gestures);
    }
}

fn surfaces(ui: &mut Ui, row: &mut Row, room: &RoomParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let group = row.group(ui, "Surfaces", 3);
    let place = body(&group).translate(egui::vec2(0.0, theme.px(theme::NEAR)));
    let [floor, walls, ceiling] = rows(place, theme.px(theme::MENU), theme.px(theme::BESIDE));
    let menu = Menu::new(&room.floor, "What the floor is covered with.");
    captioned(ui, floor, "Floor", menu, gestures);
    let menu = Menu::new(&room.walls, "What the walls are made of.");
    captioned(ui, walls, "Walls", menu, gestures);
    let menu = Menu::new(&room.ceiling, "What the ceiling is made of.");
    captioned(ui, ceiling, "Ceiling", menu, gestures);
}

fn furniture(ui: &mut Ui, row: &mut Row, room: &RoomParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Furniture and door", COLUMNS);
    let words = format!(
        "Reverberation {:.2} s at 1 kHz",
        room.reverberation_time_s(1_000.0)
    );
    let place = group.title_end(text_width(ui, Text::Small, &words).ceil() + 1.0);
    let align = Align2::RIGHT_CENTER;
    text(ui, place, align, Text::Small, theme::PAPER, &words);
    let parts: [Part; COLUMNS] = [
        (
            &room.curtains,
            "Curtains",
            "How much of the window's wall they cover: treble goes.",
        ),
        (
            &room.mattress,
            "Mattress",
            "Bed and bedding: none, a single one, a double one.",
        ),
        (
            &room.wardrobe,
            "Wardrobe",
            "How much of a wall it takes, with clothes in it.",
        ),
        (
            &room.blankets,
            "Blankets",
            "How much of the walls they cover: the room turns dry.",
        ),
        (
            &room.clutter,
            "Clutter",
            "Shelves, books, things: they scatter, and take a little everywhere.",
        ),
        (
            &room.door,
            "Door",
            "Closed, ajar, open: sound leaves the room, and reaches the corridor.",
        ),
    ];
    for (param, caption, help) in parts {
        let place = group.place(1);
        Knob::new(param, help)
            .caption(caption)
            .show(ui, place, gestures);
    }
}
