//! The studio's parameters: the desk, the equaliser, dynamics, width, and what a platform does.

mod choices;
mod dynamics;
mod equaliser;

pub use choices::{BandChoice, DeskChoice, KeyChoice, MakeUpChoice, SlopeChoice};
pub use dynamics::{CompressorParams, LimiterParams, PumpParams};
pub use equaliser::{BandParams, EqualiserParams};

use nice_plug::prelude::*;

use super::platforms::{PlatformChoice, Platforms};
use super::text::{corner_or_off, loudness_or, percent, percent_to, switch};
use crate::audio::chain::slot;
use crate::audio::stages::studio::desk::Desk;
use crate::audio::stages::studio::{self, equaliser as eq, platform, width};

/// The bass in the middle; at its lowest it is off.
const MONO_HZ: (f32, f32) = (20.0, 500.0);
/// Loudness that a song or an album may have, in LUFS; below it stands what is measured, or none.
const LOUDNESS_LUFS: (f32, f32) = (-40.0, 0.0);

/// Parameters of the Studio stage and its slot.
#[derive(Params)]
pub struct StudioParams {
    /// Whether the stage is heard.
    #[id = "on"]
    pub on: BoolParam,
    /// How much of it is heard.
    #[id = "mix"]
    pub mix: FloatParam,
    /// Whose desk it is.
    #[id = "model"]
    pub model: EnumParam<DeskChoice>,
    /// How much of the desk there is.
    #[id = "character"]
    pub character: FloatParam,
    /// High-pass, low-pass and bands.
    #[nested]
    pub equaliser: EqualiserParams,
    /// The compressor.
    #[nested]
    pub compressor: CompressorParams,
    /// The dip on the beat.
    #[nested]
    pub pump: PumpParams,
    /// The difference of both sides.
    #[id = "width"]
    pub width: FloatParam,
    /// Below which there is none.
    #[id = "mono_below"]
    pub mono_below: FloatParam,
    /// Loudness, clipper and limiter.
    #[nested]
    pub limiter: LimiterParams,
    /// Whether the meters begin anew with the song.
    #[id = "meter_restart"]
    pub meter_restart: BoolParam,
    /// Who plays the song.
    #[id = "platform"]
    pub platform: EnumParam<PlatformChoice>,
    /// How loud the whole song is, where that is known.
    #[id = "song_loudness"]
    pub song_loudness: FloatParam,
    /// How loud the album is that it is played on.
    #[id = "album_loudness"]
    pub album_loudness: FloatParam,
}

impl Default for StudioParams {
    fn default() -> Self {
        Self {
            on: switch("Studio", false),
            mix: percent("Studio mix", 1.0),
            model: EnumParam::new("Desk", DeskChoice::Year),
            character: percent("Desk character", 1.0),
            equaliser: EqualiserParams::default(),
            compressor: CompressorParams::default(),
            pump: PumpParams::default(),
            width: percent_to("Studio width", 1.0, 2.0),
            mono_below: corner_or_off("Mono below", MONO_HZ.0, MONO_HZ, MONO_HZ.0),
            limiter: LimiterParams::default(),
            meter_restart: switch("Meters follow the song", true),
            platform: EnumParam::new("Platform", PlatformChoice::Off),
            song_loudness: loudness_or("Song loudness", "Measured", LOUDNESS_LUFS),
            album_loudness: loudness_or("Album loudness", "Off", LOUDNESS_LUFS),
        }
    }
}

impl StudioParams {
    /// The desk of `year`, as much of it as there is.
    fn desk(&self, year: i32) -> Desk {
        let desk = self.model.value().desk(year);
        Desk::NEUTRAL.between(&desk, self.character.value())
    }

    /// What the parameters stand at in `year`; another count of `measurements` begins the meters anew.
    pub fn settings(
        &self,
        year: i32,
        platforms: &Platforms,
        measurements: u32,
    ) -> slot::Settings<studio::Settings> {
        let known = |param: &FloatParam| {
            let lufs = param.value();
            (lufs > LOUDNESS_LUFS.0).then_some(lufs)
        };
        let mono_hz = self.mono_below.value();
        let chosen = studio::Settings {
            equaliser: self.equaliser.settings(),
            compressor: self.compressor.settings(),
            pump: self.pump.settings(),
            width: width::Settings {
                width: self.width.value(),
                mono_below_hz: (mono_hz.round() > MONO_HZ.0).then_some(mono_hz),
            },
            limiter: self.limiter.settings(),
            metering: studio::Metering {
                on: true,
                with_song: self.meter_restart.value(),
                measurements,
            },
            platform: platform::Settings {
                rule: platforms.rule(self.platform.value()),
                song_lufs: known(&self.song_loudness),
                album_lufs: known(&self.album_loudness),
                otherwise_db: 0.0,
            },
        };
        slot::Settings {
            on: self.on.value(),
            mix: self.mix.value(),
            stage: self.desk(year).under(chosen),
        }
    }

    /// |H| of the equaliser with the desk of `year` at a frequency, at a sample rate, both in Hz; 1 before
    /// the host has named one.
    pub fn response(&self, year: i32, sample_rate: f32, frequency_hz: f32) -> f32 {
        if sample_rate <= 0.0 {
            return 1.0;
        }
        let settings = self.desk(year).under(studio::Settings {
            equaliser: self.equaliser.settings(),
            ..studio::Settings::default()
        });
        let curve = eq::Curve::new(&settings.equaliser, f64::from(sample_rate));
        curve.response(f64::from(frequency_hz)) as f32
    }
}
