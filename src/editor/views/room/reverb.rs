//! How the room answers, or the user's own impulse response in its place.

use egui::{Align2, Rect, Ui};
use nice_plug::prelude::FloatParam;

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::octaves::octaves;
use super::super::super::widgets::{Knob, text, text_width};
use super::super::rack::{Row, dim_unless};
use super::super::room_file::room_file;
use super::{COLUMNS, body, is_modelled};
use crate::params::{EffectParams, ResponseChoice, RoomParams};

/// Columns of the picture of decay.
const DECAY: usize = 2;
/// Octaves that it shows, in Hz, and what stands below some of them.
const OCTAVES_HZ: [(f32, &str); 8] = [
    (125.0, "125"),
    (250.0, ""),
    (500.0, ""),
    (1_000.0, "1k"),
    (2_000.0, ""),
    (4_000.0, ""),
    (8_000.0, "8k"),
    (16_000.0, ""),
];
/// The longest times that it can show, in s.
const SCALES_S: [(f32, &str); 6] = [
    (0.5, "0.5"),
    (1.0, "1 s"),
    (2.0, "2 s"),
    (5.0, "5 s"),
    (10.0, "10 s"),
    (50.0, "50 s"),
];

/// Shows the page.
pub fn reverb(ui: &mut Ui, [upper, lower]: [Rect; 2], params: &EffectParams, gestures: &Gestures) {
    let room = &params.room;
    let modelled = is_modelled(params);
    let sounds = room.response.value() != ResponseChoice::None;
    let mut row = Row::new(upper, COLUMNS);
    let mut group = row.group(ui, "Reverberation", 4);
    let mut knob = |works: bool, param: &FloatParam, caption: &str, help: &str, centred: bool| {
        let place = group.place(1);
        dim_unless(ui, works, |ui| {
            let mut knob = Knob::new(param, help).caption(caption);
            if centred {
                knob = knob.centred();
            }
            knob.show(ui, place, gestures);
        });
    };
    let help = "Silence before the first reflection.";
    knob(sounds, &room.pre_delay, "Pre-delay", help, false);
    let help = "How long it decays, against the room's own time.";
    knob(modelled, &room.decay, "Decay", help, false);
    let help = "Early reflections alone at the left, the late tail alone at the right.";
    knob(modelled, &room.balance, "Early/late", help, true);
    let help = "From one channel to wider than it is.";
    knob(sounds, &room.reverb_width, "Width", help, true);

    let mut group = row.group(ui, "Direct sound", 2);
    let place = group.place(1);
    dim_unless(ui, modelled, |ui| {
        Knob::new(
            &room.direct,
            "The direct sound from the source; none for use as a send.",
        )
        .caption("Direct")
        .show(ui, place, gestures);
    });
    let mut row = Row::new(lower, COLUMNS);
    dim_unless(ui, modelled, |ui| decay(ui, &mut row, room));
    let group = row.group(ui, "Own impulse response", COLUMNS - DECAY);
    room_file(ui, body(&group), params, gestures);
}

/// The reverberation time by octaves.
fn decay(ui: &mut Ui, row: &mut Row, room: &RoomParams) {
    let theme = Theme::of(ui);
    let group = row.group(ui, "Decay time", DECAY);
    let middle = format!("{:.2} s at 1 kHz", room.reverberation_time_s(1_000.0));
    let place = group.title_end(text_width(ui, Text::Small, &middle).ceil() + 1.0);
    let align = Align2::RIGHT_CENTER;
    text(ui, place, align, Text::Small, theme::PAPER, &middle);
    let values = OCTAVES_HZ.map(|(hz, name)| (name, room.reverberation_time_s(hz)));
    let longest = values
        .iter()
        .fold(0.0f32, |most, (_, time)| most.max(*time));
    let scale = SCALES_S.into_iter().find(|(scale, _)| longest <= *scale);
    let scale = scale.unwrap_or(SCALES_S[SCALES_S.len() - 1]);
    let place = body(&group);
    let place = place.with_min_y(place.top() + theme.px(theme::NEAR));
    octaves(ui, place, "Reverberation time by octaves", &values, scale);
}
