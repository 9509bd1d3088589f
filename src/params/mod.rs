//! What the host can turn: ids, ranges, units and text. One file per stage; each group's
//! `settings()` is the one place where parameters become a stage's settings.

mod again;
mod comparison;
mod impulse;
mod listener;
mod main;
mod note;
mod platforms;
pub mod preset;
mod room;
mod session;
mod studio;
pub mod surprise;
mod tape;
mod text;
mod upload;

pub use again::AgainParams;
pub use comparison::{Comparison, Setting, Side};
pub use impulse::{ImpulseFile, ImpulseStatus, Watcher};
pub use listener::{DeviceChoice, DeviceModel, ListenerParams};
pub use main::MainParams;
pub use note::NoteChoice;
pub use platforms::{PlatformChoice, Platforms};
pub use room::{
    Acoustics, AnswerChoice, CeilingChoice, FloorChoice, Geometry, HouseholdChoice, ListenFrom,
    ListenFromChoice, MainsChoice, NoiseKind, NoiseParams, PatternChoice, ResponseChoice,
    RhythmicParams, RoomParams, TimedParams, WallsChoice, name as noise_name,
};
pub use session::Session;
pub use studio::{
    BandChoice, BandParams, CompressorParams, DeskChoice, EqualiserParams, EqualiserPart,
    KeyChoice, LimiterParams, MakeUpChoice, PumpParams, SlopeChoice, StudioParams,
};
pub use tape::{ModelChoice, NoiseReductionChoice, TapeModel, TapeParams};
pub use upload::{ListenChoice, StutterChoice, UploadChoice, UploadParams};

use std::sync::atomic::{AtomicU32, Ordering};

use nice_plug::prelude::*;

use crate::audio::chain::{self, slot};

/// The groups that parameters come in, as the prefixes of their ids.
pub const GROUPS: [&str; 6] = ["room", "tape", "studio", "upload", "listener", "again"];

/// All parameters of the effect, and what else a session keeps.
#[derive(Params)]
pub struct EffectParams {
    /// Levels, mix and bypass.
    #[nested]
    pub main: MainParams,
    /// The room.
    #[nested(id_prefix = "room", group = "Room")]
    pub room: RoomParams,
    /// The cassette.
    #[nested(id_prefix = "tape", group = "Tape")]
    pub tape: TapeParams,
    /// The desk.
    #[nested(id_prefix = "studio", group = "Studio")]
    pub studio: StudioParams,
    /// The trip through the network.
    #[nested(id_prefix = "upload", group = "Upload")]
    pub upload: UploadParams,
    /// What it is heard on.
    #[nested(id_prefix = "listener", group = "Listener")]
    pub listener: ListenerParams,
    /// What goes back to the first stage.
    #[nested(id_prefix = "again", group = "Again")]
    pub again: AgainParams,
    /// What is saved beside the parameters.
    #[nested]
    pub session: Session,
    /// What platforms do to the level of a song.
    pub platforms: Platforms,
    /// How often the meters were begun anew by hand.
    pub measurements: AtomicU32,
}

/// The format of the saved state that this version writes; the plugin layer's migrations lead up
/// to it.
pub const STATE_FORMAT: u32 = 1;

impl Default for EffectParams {
    fn default() -> Self {
        Self {
            main: MainParams::default(),
            room: RoomParams::default(),
            tape: TapeParams::default(),
            studio: StudioParams::default(),
            upload: UploadParams::default(),
            listener: ListenerParams::default(),
            again: AgainParams::default(),
            session: Session::new(STATE_FORMAT),
            platforms: Platforms::default(),
            measurements: AtomicU32::new(0),
        }
    }
}

impl EffectParams {
    /// What the parameters stand at while the host plays, or renders `offline`.
    pub fn settings(&self, offline: bool) -> slot::Settings<chain::Settings> {
        let year = self.main.year.value();
        slot::Settings {
            on: !self.main.bypass.value(),
            mix: self.main.mix.value(),
            stage: chain::Settings {
                input_db: self.main.input.value(),
                room: self.room.settings(year),
                tape: self.tape.settings(year, offline),
                studio: self.studio.settings(
                    year,
                    &self.platforms,
                    self.measurements.load(Ordering::Relaxed),
                ),
                upload: self.upload.settings(year),
                listener: self.listener.settings(year),
                again: self.again.settings(),
                output_db: self.main.output.value(),
            },
        }
    }
}

/// The number by which CLAP and VST3 hosts know the parameter `id`: the framework's hash.
pub fn host_id(id: &str) -> u32 {
    id.bytes().fold(0u32, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(u32::from(byte))
    }) & !(1 << 31)
}
