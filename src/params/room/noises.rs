//! The noises' parameters: what all have, what most have, and what a rhythm has.

use nice_plug::prelude::*;

use super::super::note::NoteChoice;
use super::super::text::{level_or_off, linear, percent, skewed_from};
use super::choices::AnswerChoice;
use crate::audio::stages::room::noises::{Kind, Noise};

/// Lowest and highest level against life, in dB; the lowest means off.
pub const LEVEL_DB: (f32, f32) = (-40.0, 30.0);

/// What every noise has.
#[derive(Params)]
pub struct NoiseParams {
    /// Against how loud it is in life, or off.
    #[id = "level"]
    pub level: FloatParam,
    /// From one character to another.
    #[id = "character"]
    pub character: FloatParam,
    /// Where it is along the room.
    #[id = "x"]
    pub x: FloatParam,
    /// Where it is across the room.
    #[id = "y"]
    pub y: FloatParam,
    /// How it answers to the music.
    #[id = "answer"]
    pub answer: EnumParam<AnswerChoice>,
}

/// A noise with a rate.
#[derive(Params)]
pub struct TimedParams {
    /// What every noise has.
    #[nested]
    pub noise: NoiseParams,
    /// How often or how fast.
    #[id = "rate"]
    pub rate: FloatParam,
}

/// A noise with a rhythm.
#[derive(Params)]
pub struct RhythmicParams {
    /// What noises with a rate have.
    #[nested]
    pub timed: TimedParams,
    /// The note that its rhythm locks to.
    #[id = "note"]
    pub note: EnumParam<NoteChoice>,
}

/// What a noise is called.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Rain => "Rain",
        Kind::Street => "Street",
        Kind::Wind => "Wind",
        Kind::Bed => "Bed",
        Kind::Breath => "Breath",
        Kind::Fan => "Fan",
        Kind::Hum => "Hum",
        Kind::Clock => "Clock",
        Kind::Light => "Light",
        Kind::Keys => "Keys",
    }
}

impl NoiseParams {
    /// Those of `kind`, off.
    pub fn new(kind: Kind) -> Self {
        let name = name(kind);
        let Noise {
            character, x, y, ..
        } = kind.silent();
        Self {
            level: level_or_off(&format!("{name} level"), LEVEL_DB.0, LEVEL_DB),
            character: percent(&format!("{name} character"), character),
            x: percent(&format!("{name} x"), x),
            y: percent(&format!("{name} y"), y),
            answer: EnumParam::new(format!("{name} answer"), AnswerChoice::Free),
        }
    }

    /// What they stand at, without rate and note.
    pub fn noise(&self) -> Noise {
        let level_db = self.level.value();
        Noise {
            level_db: (level_db > LEVEL_DB.0).then_some(level_db),
            rate: 0.0,
            note: None,
            character: self.character.value(),
            x: self.x.value(),
            y: self.y.value(),
            answer: self.answer.value().answer(),
        }
    }
}

impl TimedParams {
    /// Those of `kind`, off.
    pub fn new(kind: Kind) -> Self {
        let title = format!("{} rate", name(kind));
        Self {
            noise: NoiseParams::new(kind),
            rate: match kind.rate() {
                Some(rate) => {
                    // A narrow range is finer at its low end.
                    let digits = if rate.max < 100.0 { 2 } else { 1 };
                    skewed_from(
                        &title,
                        rate.default,
                        (rate.min, rate.max),
                        rate.unit,
                        digits,
                    )
                }
                None => linear(&title, 0.0, (0.0, 1.0), "", 1),
            },
        }
    }
}

impl RhythmicParams {
    /// Those of `kind`, off.
    pub fn new(kind: Kind) -> Self {
        Self {
            timed: TimedParams::new(kind),
            note: EnumParam::new(format!("{} note", name(kind)), NoteChoice::Free),
        }
    }
}
