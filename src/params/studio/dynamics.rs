//! The parameters of the compressor, the pump and the limiter.

use nice_plug::prelude::*;

use super::super::note::NoteChoice;
use super::super::text::{corner_or_off, linear, percent, ratio, skewed_from, switch};
use super::choices::{KeyChoice, MakeUpChoice};
use crate::audio::stages::studio::compressor::{self, MakeUp};
use crate::audio::stages::studio::{limiter, pump};

/// A key's high-pass; at its lowest it is off.
const KEY_HZ: (f32, f32) = (20.0, 500.0);
/// The highest ratio that is a number.
const HIGHEST_RATIO: f32 = 20.0;

/// Parameters of the compressor.
#[derive(Params)]
pub struct CompressorParams {
    /// Whether it is heard.
    #[id = "compressor"]
    pub on: BoolParam,
    /// Above which level it works.
    #[id = "threshold"]
    pub threshold: FloatParam,
    /// How much.
    #[id = "ratio"]
    pub ratio: FloatParam,
    /// How gently it begins to.
    #[id = "knee"]
    pub knee: FloatParam,
    /// How fast it turns down.
    #[id = "attack"]
    pub attack: FloatParam,
    /// How fast it comes back.
    #[id = "release"]
    pub release: FloatParam,
    /// Slower after long reduction.
    #[id = "auto_release"]
    pub auto_release: BoolParam,
    /// How the lost level is made up.
    #[id = "make_up"]
    pub make_up: EnumParam<MakeUpChoice>,
    /// By hand.
    #[id = "make_up_gain"]
    pub make_up_gain: FloatParam,
    /// How much of it is heard beside what came in.
    #[id = "compressor_mix"]
    pub mix: FloatParam,
    /// How far both sides are turned down together.
    #[id = "link"]
    pub link: FloatParam,
    /// What it listens to.
    #[id = "key"]
    pub key: EnumParam<KeyChoice>,
    /// Below which it is deaf.
    #[id = "key_high_pass"]
    pub key_high_pass: FloatParam,
}

impl Default for CompressorParams {
    fn default() -> Self {
        Self {
            on: switch("Compressor", false),
            threshold: linear("Threshold", -18.0, (-60.0, 0.0), " dB", 1),
            ratio: ratio("Ratio", 3.0, HIGHEST_RATIO),
            knee: linear("Knee", 6.0, (0.0, 24.0), " dB", 1),
            attack: skewed_from("Attack", 10.0, (0.1, 250.0), " ms", 1),
            release: skewed_from("Release", 120.0, (5.0, 2_500.0), " ms", 0),
            auto_release: switch("Auto release", false),
            make_up: EnumParam::new("Make-up", MakeUpChoice::Manual),
            make_up_gain: linear("Make-up gain", 0.0, (-24.0, 36.0), " dB", 1),
            mix: percent("Compressor mix", 1.0),
            link: percent("Stereo link", 1.0),
            key: EnumParam::new("Key", KeyChoice::Internal),
            key_high_pass: corner_or_off("Key high-pass", KEY_HZ.0, KEY_HZ, KEY_HZ.0),
        }
    }
}

impl CompressorParams {
    /// What the parameters stand at.
    pub fn settings(&self) -> compressor::Settings {
        let ratio = self.ratio.value();
        let key_hz = self.key_high_pass.value();
        compressor::Settings {
            on: self.on.value(),
            threshold_db: self.threshold.value(),
            ratio: if ratio > HIGHEST_RATIO {
                f32::INFINITY
            } else {
                ratio
            },
            knee_db: self.knee.value(),
            attack_ms: self.attack.value(),
            release_ms: self.release.value(),
            auto_release: self.auto_release.value(),
            make_up: match self.make_up.value() {
                MakeUpChoice::Auto => MakeUp::Auto,
                MakeUpChoice::Manual => MakeUp::Manual(self.make_up_gain.value()),
            },
            mix: self.mix.value(),
            link: self.link.value(),
            key: self.key.value().key(),
            key_high_pass_hz: (key_hz.round() > KEY_HZ.0).then_some(key_hz),
        }
    }
}

/// Parameters of the pump.
#[derive(Params)]
pub struct PumpParams {
    /// How far it dips.
    #[id = "pump"]
    pub depth: FloatParam,
    /// How often.
    #[id = "pump_note"]
    pub note: EnumParam<NoteChoice>,
    /// How it comes back.
    #[id = "pump_shape"]
    pub shape: FloatParam,
}

impl Default for PumpParams {
    fn default() -> Self {
        let pump::Settings { shape, .. } = pump::Settings::default();
        Self {
            depth: linear("Pump depth", 0.0, (0.0, 24.0), " dB", 1),
            note: EnumParam::new("Pump note", NoteChoice::Quarter),
            shape: percent("Pump shape", shape),
        }
    }
}

impl PumpParams {
    /// What the parameters stand at.
    pub fn settings(&self) -> pump::Settings {
        pump::Settings {
            depth_db: self.depth.value(),
            beats: self.note.value().quarters(),
            shape: self.shape.value(),
        }
    }
}

/// Parameters of loudness, clipper and limiter.
#[derive(Params)]
pub struct LimiterParams {
    /// Whether it is heard.
    #[id = "limiter"]
    pub on: BoolParam,
    /// How far it is driven.
    #[id = "loudness"]
    pub loudness: FloatParam,
    /// Above which true peak nothing is.
    #[id = "ceiling"]
    pub ceiling: FloatParam,
    /// How much is clipped instead.
    #[id = "clip"]
    pub clip: FloatParam,
    /// How fast it comes back.
    #[id = "limiter_release"]
    pub release: FloatParam,
}

impl Default for LimiterParams {
    fn default() -> Self {
        let [lowest, highest] = limiter::RANGE_CEILING_DB;
        Self {
            on: switch("Limiter", false),
            loudness: linear("Loudness", 0.0, (0.0, limiter::MAX_LOUDNESS_DB), " dB", 1),
            ceiling: linear("Limiter ceiling", -1.0, (lowest, highest), " dB", 1),
            clip: percent("Clip", 0.0),
            release: skewed_from("Limiter release", 100.0, (10.0, 1_000.0), " ms", 0),
        }
    }
}

impl LimiterParams {
    /// What the parameters stand at.
    pub fn settings(&self) -> limiter::Settings {
        limiter::Settings {
            on: self.on.value(),
            loudness_db: self.loudness.value(),
            ceiling_db: self.ceiling.value(),
            clip: self.clip.value(),
            release_ms: self.release.value(),
        }
    }
}
