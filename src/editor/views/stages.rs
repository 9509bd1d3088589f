//! The stages side by side in the order of the signal: one of them is open.

use egui::{Rect, Ui};

use super::super::gesture::Gestures;
use super::super::widgets::tabs::{Tab, tabs};
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

/// In the order of the signal.
const STAGES: [Stage; 6] = [
    Stage::Room,
    Stage::Tape,
    Stage::Studio,
    Stage::Upload,
    Stage::Listener,
    Stage::Again,
];

/// Shows a tab for each stage, which opens it.
pub fn choice(ui: &mut Ui, rect: Rect, params: &EffectParams, open: &mut Stage) {
    let year = params.main.year.value();
    let turn = params.again.length_name();
    let desk = params.studio.desk_name(year);
    let shown = [
        Tab {
            name: "Room",
            detail: params.room.heard_name(),
            lit: params.room.on.value(),
        },
        Tab {
            name: "Tape",
            detail: params.tape.machine_name(year),
            lit: params.tape.on.value(),
        },
        Tab {
            name: "Studio",
            detail: &desk,
            lit: params.studio.on.value(),
        },
        Tab {
            name: "Upload",
            detail: params.upload.place_name(year),
            lit: params.upload.on.value(),
        },
        Tab {
            name: "Listener",
            detail: params.listener.device_name(year),
            lit: params.listener.on.value(),
        },
        Tab {
            name: "Again",
            detail: &turn,
            lit: params.again.on.value(),
        },
    ];
    let index = STAGES.iter().position(|stage| stage == open).unwrap_or(0);
    *open = STAGES[tabs(ui, rect, &shown, index)];
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
        Stage::Tape => tape::tape(ui, rect, &params.tape, year, gestures),
        Stage::Studio => {
            let sample_rate = taps.sample_rate();
            studio::studio(ui, rect, params, sample_rate, taps.insight(), gestures);
        }
        Stage::Upload => upload::upload(ui, rect, &params.upload, year, taps.insight(), gestures),
        Stage::Listener => {
            let at = (year, taps.sample_rate());
            listener::listener(ui, rect, &params.listener, at, taps.insight(), gestures);
        }
        Stage::Again => again::again(ui, rect, &params.again, taps.insight(), gestures),
    }
}
