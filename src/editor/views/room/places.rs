//! Where the source and the microphones stand, what microphones they are, and who listens.

use egui::{Rect, Ui};
use nice_plug::prelude::FloatParam;

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Theme};
use super::super::super::widgets::{Bar, Menu};
use super::super::rack::{Row, dim_unless};
use super::{body, captioned, is_modelled, rows};
use crate::params::{EffectParams, ListenFromChoice, RoomParams};

/// A parameter, its caption and what it does.
type Part<'a> = (&'a FloatParam, &'a str, &'a str);

/// Shows the page: two columns of bars.
pub fn places(ui: &mut Ui, [upper, lower]: [Rect; 2], params: &EffectParams, gestures: &Gestures) {
    let room = &params.room;
    dim_unless(ui, is_modelled(params), |ui| {
        let mut columns = Row::new(upper.union(lower), 2);
        let group = columns.group(ui, "Source", 1);
        let left = body(&group);
        let end = source(ui, left, room, gestures);
        let group = columns.group(ui, "Microphones", 1);
        let at_microphones = room.listen_from.value() == ListenFromChoice::Microphones;
        dim_unless(ui, at_microphones, |ui| {
            microphones(ui, body(&group), room, gestures);
        });
        let top = end + Theme::of(ui).px(theme::GAP);
        let group = Row::new(left.with_min_y(top), 1).group(ui, "Ears", 1);
        let [row] = lines(ui, body(&group));
        let menu = Menu::new(
            &room.listen_from,
            "Where the ear is: at the microphones, in bed, in the closet, or behind a door or a wall.",
        );
        captioned(ui, row, "Heard at", menu, gestures);
    });
}

/// Rows of the page.
fn lines<const N: usize>(ui: &Ui, rect: Rect) -> [Rect; N] {
    let theme = Theme::of(ui);
    let top = rect.top() + theme.px(theme::NEAR);
    rows(
        rect.with_min_y(top),
        theme.px(theme::MENU),
        theme.px(theme::NEAR + theme::THIN),
    )
}

/// Returns where it ends.
fn source(ui: &mut Ui, rect: Rect, room: &RoomParams, gestures: &Gestures) -> f32 {
    let parts: [Part; 4] = [
        (
            &room.source_x,
            "Along",
            "The source, from the window's wall to the door's; or drag it in the plan.",
        ),
        (
            &room.source_y,
            "Across",
            "The source, from the bed's wall to the other; or drag it in the plan.",
        ),
        (
            &room.source_height,
            "Height",
            "The source, from the floor to the ceiling; or the wheel over it in the plan.",
        ),
        (
            &room.source_width,
            "Width",
            "How far its left and right side stand apart.",
        ),
    ];
    let rows: [Rect; 4] = lines(ui, rect);
    for (row, (param, caption, help)) in rows.into_iter().zip(parts) {
        Bar::new(param, caption, help).show(ui, row, gestures);
    }
    rows[3].bottom()
}

fn microphones(ui: &mut Ui, rect: Rect, room: &RoomParams, gestures: &Gestures) {
    let [x, y, height, pattern, aim, angle, spacing] = lines(ui, rect);
    let parts: [(Rect, Part); 3] = [
        (
            x,
            (
                &room.mic_x,
                "Along",
                "The microphones, from the window's wall to the door's; or drag them in the plan.",
            ),
        ),
        (
            y,
            (
                &room.mic_y,
                "Across",
                "The microphones, from the bed's wall to the other; or drag them in the plan.",
            ),
        ),
        (
            height,
            (
                &room.mic_height,
                "Height",
                "The microphones, from the floor to the ceiling; or the wheel over them in the plan.",
            ),
        ),
    ];
    for (row, (param, caption, help)) in parts {
        Bar::new(param, caption, help).show(ui, row, gestures);
    }
    let menu = Menu::new(&room.pattern, "How each microphone hears directions.");
    captioned(ui, pattern, "Pattern", menu, gestures);
    Bar::new(
        &room.aim,
        "Aim",
        "Where the pair looks: 0° is at the source.",
    )
    .centred()
    .show(ui, aim, gestures);
    let help = "Between the axes of the two.";
    Bar::new(&room.angle, "Angle", help).show(ui, angle, gestures);
    let help = "Between the two: time makes the sides differ.";
    Bar::new(&room.spacing, "Spacing", help).show(ui, spacing, gestures);
}
