//! The loop's parameters.

use nice_plug::prelude::*;

use super::note::NoteChoice;
use super::text::{corner_or_off, percent_to, skewed_from, switch};
use crate::audio::chain::again::{
    self, HIGH_PASS_HZ, LONGEST_MS, LOW_PASS_HZ, MAX_AMOUNT, SHORTEST_MS,
};

/// Parameters of what goes back from the last stage to the first.
#[derive(Params)]
pub struct AgainParams {
    /// Whether anything comes back.
    #[id = "on"]
    pub on: BoolParam,
    /// How much.
    #[id = "amount"]
    pub amount: FloatParam,
    /// A turn by the song's tempo.
    #[id = "note"]
    pub note: EnumParam<NoteChoice>,
    /// A turn by the clock.
    #[id = "time"]
    pub time: FloatParam,
    /// Where the repeats lose bass.
    #[id = "high_pass"]
    pub high_pass: FloatParam,
    /// Where they lose treble.
    #[id = "low_pass"]
    pub low_pass: FloatParam,
    /// Left and right take turns.
    #[id = "ping_pong"]
    pub ping_pong: BoolParam,
    /// What is in the loop goes round unchanged.
    #[id = "freeze"]
    pub freeze: BoolParam,
}

impl Default for AgainParams {
    fn default() -> Self {
        let [lowest, highest] = HIGH_PASS_HZ;
        let high_pass = corner_or_off("Again high-pass", 100.0, (lowest, highest), lowest);
        let [lowest, highest] = LOW_PASS_HZ;
        let low_pass = corner_or_off("Again low-pass", 6_000.0, (lowest, highest), highest);
        Self {
            on: switch("Again", false),
            amount: percent_to("Again amount", 0.5, MAX_AMOUNT),
            note: EnumParam::new("Again note", NoteChoice::Quarter),
            time: skewed_from("Again time", 350.0, (SHORTEST_MS, LONGEST_MS), " ms", 1),
            high_pass,
            low_pass,
            ping_pong: switch("Again ping-pong", false),
            freeze: switch("Again freeze", false),
        }
    }
}

impl AgainParams {
    /// What a turn was chosen to last, as text.
    pub fn length_name(&self) -> String {
        match self.note.value() {
            NoteChoice::Free => self.time.to_string(),
            _ => self.note.to_string(),
        }
    }

    /// What the parameters stand at.
    pub fn settings(&self) -> again::Settings {
        // What reads "Off" is off.
        let corner = |param: &FloatParam, off: f32| match param.value() {
            hz if hz.round() == off => off,
            hz => hz,
        };
        again::Settings {
            on: self.on.value(),
            amount: self.amount.value(),
            note: self.note.value().quarters(),
            time_ms: self.time.value(),
            high_pass_hz: corner(&self.high_pass, HIGH_PASS_HZ[0]),
            low_pass_hz: corner(&self.low_pass, LOW_PASS_HZ[1]),
            ping_pong: self.ping_pong.value(),
            frozen: self.freeze.value(),
        }
    }
}
