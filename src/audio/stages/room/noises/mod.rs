//! What is heard in a bedroom at night, synthesised.

mod answer;
mod bed;
mod breath;
mod clock;
mod fan;
mod hum;
mod keys;
mod kind;
mod knock;
mod level;
mod light;
mod night;
mod placement;
mod rain;
mod rhythm;
mod scaled;
mod source;
mod steady;
mod street;
mod strike;
mod wind;

#[cfg(test)]
mod beating_tests;

pub use kind::{Household, Kind, Mains, RateRange};
pub use night::Noises;

use bed::Bed;
use breath::Breath;
use clock::Clock;
use fan::Fan;
use hum::Hum;
use keys::Keys;
use light::Light;
use rain::Rain;
use source::Source;
use street::Street;
use strike::Strike;
use wind::Wind;

/// How a noise answers to the music.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answer {
    /// Not at all.
    #[default]
    Free,
    /// It gives way while there is music.
    Duck,
    /// It rises with the music.
    Swell,
    /// The music's attacks set it off.
    Struck,
}

/// What was chosen for one noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Against how loud it is in life, in dB; none while it is off.
    pub level_db: Option<f32>,
    /// How often or how fast, in the unit and range of [`Kind::rate`].
    pub rate: f32,
    /// One note for each event, in quarter notes: the rate locks to the host's tempo. None where it
    /// runs by `rate`.
    pub note: Option<f32>,
    /// From one character to another, 0 to 1: see [`Kind`].
    pub character: f32,
    /// Where it is in the room, in shares of its length.
    pub x: f32,
    /// And of its width.
    pub y: f32,
    /// How it answers to the music.
    pub answer: Answer,
}

/// What was chosen for all of them. The default is silence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// What there is in the house.
    pub household: Household,
    /// The mains' frequency.
    pub mains: Mains,
    /// How far noises that answer go: 0 (not at all) to 1 (24 dB).
    pub answer_depth: f32,
    /// Another night: other drops, other cars, 0 to 99.
    pub night: u8,
    /// In the order of [`Kind::ALL`].
    pub noises: [Noise; Kind::COUNT],
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            household: Household::Everything,
            mains: Mains::Hz50,
            answer_depth: 0.5,
            night: 0,
            noises: Kind::ALL.map(Kind::silent),
        }
    }
}
