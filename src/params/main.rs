//! Levels around the chain, its mix and the bypass.

use nice_plug::prelude::*;

use super::text::{linear, percent, switch, whole};
use crate::audio::era;

/// Range of both gains in dB.
const GAIN_DB: (f32, f32) = (-24.0, 24.0);

/// Parameters of the whole.
#[derive(Params)]
pub struct MainParams {
    /// The host's bypass: what comes in goes out, delayed by the latency alone.
    #[id = "bypass"]
    pub bypass: BoolParam,
    /// Gain before the chain.
    #[id = "input"]
    pub input: FloatParam,
    /// Gain after the chain.
    #[id = "output"]
    pub output: FloatParam,
    /// The year that the house stands in; what follows the year takes its machine from it.
    #[id = "year"]
    pub year: IntParam,
    /// How much of the chain is heard.
    #[id = "mix"]
    pub mix: FloatParam,
}

impl Default for MainParams {
    fn default() -> Self {
        Self {
            bypass: switch("Bypass", false).make_bypass(),
            input: linear("Input", 0.0, GAIN_DB, " dB", 1),
            output: linear("Output", 0.0, GAIN_DB, " dB", 1),
            year: whole("Year", 1995, era::YEARS),
            mix: percent("Mix", 1.0),
        }
    }
}
