//! The studio's parameters: the desk, the equaliser, dynamics, width, and what a platform does.

mod choices;
mod dynamics;
mod equaliser;

pub use choices::{BandChoice, DeskChoice, KeyChoice, MakeUpChoice, SlopeChoice};
pub use dynamics::{CompressorParams, LimiterParams, PumpParams};
pub use equaliser::{BandParams, EqualiserParams, EqualiserPart};

use nice_plug::prelude::*;

use super::platforms::{PlatformChoice, Platforms};
use super::text::{above, corner_or_off, loudness_or, percent, percent_to, switch};
use crate::audio::chain::slot;
use crate::audio::stages::studio::desk::Desk;
use crate::audio::stages::studio::{self, Loudness, compressor, equaliser as eq, platform, width};

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
            model: EnumParam::new("Studio model", DeskChoice::Year),
            character: percent("Studio character", 1.0),
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
            platform: self.platform_settings(platforms),
        };
        slot::Settings {
            on: self.on.value(),
            mix: self.mix.value(),
            stage: self.desk(year).under(chosen),
        }
    }

    /// |H| of the equaliser with the desk of `year` over the frequency, at a sample rate, both in Hz; 1
    /// before the host has named one.
    pub fn response(&self, year: i32, sample_rate: f32) -> impl Fn(f32) -> f32 + Clone {
        let settings = self.desk(year).under(studio::Settings {
            equaliser: self.equaliser.settings(),
            ..studio::Settings::default()
        });
        let curve = (sample_rate > 0.0)
            .then(|| eq::Curve::new(&settings.equaliser, f64::from(sample_rate)));
        move |hz| {
            let curve = curve.as_ref();
            curve.map_or(1.0, |curve| curve.response(f64::from(hz)) as f32)
        }
    }

    /// What the compressor, the desk's or one's own, makes of a level, both in dB, without making up.
    pub fn compressed_db(&self, year: i32) -> impl Fn(f32) -> f32 {
        let settings = self.desk(year).under(studio::Settings {
            compressor: self.compressor.settings(),
            ..studio::Settings::default()
        });
        let compressor = settings.compressor;
        let curve = compressor::Curve::new(
            compressor.threshold_db,
            compressor.ratio,
            compressor.knee_db,
        );
        move |level_db| {
            if compressor.on {
                level_db - curve.reduction_db(level_db)
            } else {
                level_db
            }
        }
    }

    /// What the platform does to a song that measures so, in dB; nothing where none is listened to.
    pub fn platform_gain_db(&self, platforms: &Platforms, loudness: &Loudness) -> Option<f64> {
        let settings = self.platform_settings(platforms);
        settings.rule.map(|_| settings.gain_db(loudness))
    }

    /// The desk's name in `year`.
    pub fn desk_name(&self, year: i32) -> String {
        match self.model.value() {
            DeskChoice::Year => format!("Desk of {year}"),
            _ => self.model.to_string(),
        }
    }

    fn platform_settings(&self, platforms: &Platforms) -> platform::Settings {
        let known = |param: &FloatParam| {
            let lufs = param.value();
            above(lufs, LOUDNESS_LUFS.0).then_some(lufs)
        };
        platform::Settings {
            rule: platforms.rule(self.platform.value()),
            song_lufs: known(&self.song_loudness),
            album_lufs: known(&self.album_loudness),
            otherwise_db: 0.0,
        }
    }
}
