//! The stages in the order of the signal: what each says of itself, and the one that is open.

use egui::{Rect, Ui};

use super::super::gesture::Gestures;
use super::flow::Words;
use super::{again, listener, room, studio, tape, upload};
use crate::audio::chain::taps::TapReader;
use crate::params::EffectParams;

/// Which stage is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// The room.
    Room,
    /// The cassette.
    #[default]
    Tape,
    /// The desk.
    Studio,
    /// The network.
    Upload,
    /// The playback device.
    Listener,
    /// What goes back.
    Again,
}

impl Stage {
    /// Those that the sound passes on its way, in their order.
    pub const PLACES: [Self; 5] = [
        Self::Room,
        Self::Tape,
        Self::Studio,
        Self::Upload,
        Self::Listener,
    ];

    /// The one so many places further on; the loop comes after the last.
    pub fn neighbour(self, steps: i32) -> Self {
        let all = Self::PLACES.into_iter().chain([Self::Again]);
        let all: Vec<Self> = all.collect();
        let here = all.iter().position(|stage| *stage == self).unwrap_or(0);
        let there = (here as i32 + steps).clamp(0, all.len() as i32 - 1);
        all[there as usize]
    }

    /// What its place on the way says, and what is turned there.
    pub fn words(self, params: &EffectParams) -> Words<'_> {
        let year = params.main.year.value();
        let EffectParams {
            room,
            tape,
            studio,
            upload,
            listener,
            again,
            ..
        } = params;
        match self {
            Self::Room => Words {
                name: "Room",
                detail: room.heard_name().to_owned(),
                on: (&room.on, "Whether the sound is heard in the room."),
                amount: (
                    &room.mix,
                    "How much of the room is heard beside the sound before it.",
                ),
            },
            Self::Tape => Words {
                name: "Tape",
                detail: tape.machine_name(year).to_owned(),
                on: (&tape.on, "Whether the sound goes through the tape."),
                amount: (
                    &tape.mix,
                    "How much of the tape is heard beside the sound before it.",
                ),
            },
            Self::Studio => Words {
                name: "Studio",
                detail: studio.desk_name(year).to_string(),
                on: (&studio.on, "Whether the sound goes over the desk."),
                amount: (
                    &studio.mix,
                    "How much of the desk is heard beside the sound before it.",
                ),
            },
            Self::Upload => Words {
                name: "Upload",
                detail: upload.place_name(year).to_owned(),
                on: (
                    &upload.on,
                    "Whether the sound is uploaded. Takes time, which the host makes up for.",
                ),
                amount: (
                    &upload.mix,
                    "How much of the upload is heard beside the sound before it.",
                ),
            },
            Self::Listener => Words {
                name: "Listener",
                detail: listener.device_name(year).to_owned(),
                on: (&listener.on, "Whether the sound is heard on a device."),
                amount: (
                    &listener.mix,
                    "How much of the device is heard beside the sound before it.",
                ),
            },
            Self::Again => Words {
                name: "Again",
                detail: again.length_name().to_string(),
                on: (
                    &again.on,
                    "Whether what is heard at the end goes back to the beginning, and makes the way once more.",
                ),
                amount: (
                    &again.amount,
                    "How much comes back. Above 100 % it swells until the limiter holds it.",
                ),
            },
        }
    }
}

/// Shows the open stage.
pub fn stage(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    open: Stage,
    taps: &mut TapReader,
    gestures: &Gestures,
) {
    let year = params.main.year.value();
    match open {
        Stage::Room => room::room(ui, rect, params, taps.insight(), gestures),
        Stage::Tape => tape::tape(ui, rect, &params.tape, year, taps.insight(), gestures),
        Stage::Studio => studio::studio(ui, rect, params, taps, gestures),
        Stage::Upload => upload::upload(ui, rect, &params.upload, year, taps, gestures),
        Stage::Listener => {
            let at = (year, taps.sample_rate());
            listener::listener(ui, rect, &params.listener, at, taps.insight(), gestures);
        }
        Stage::Again => again::again(ui, rect, &params.again, taps.insight(), gestures),
    }
}
