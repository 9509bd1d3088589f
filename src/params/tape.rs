//! The cassette's parameters.

use nice_plug::prelude::*;

use super::text::{level_or_off, linear, percent, skewed, switch};
use crate::audio::chain::slot;
use crate::audio::stages::tape::{self, BIAS_RANGE_DB, MAX_PERCENT, Model};

/// The machines as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelChoice {
    /// [`Model::FourTrack`].
    #[id = "four-track"]
    #[name = "Four-track"]
    FourTrack,
    /// [`Model::HomeReel`].
    #[id = "home-reel"]
    #[name = "Home reel"]
    HomeReel,
    /// [`Model::Walkman`].
    #[id = "walkman"]
    #[name = "Walkman"]
    Walkman,
    /// [`Model::Transparent`].
    #[id = "transparent"]
    #[name = "Transparent"]
    Transparent,
}

impl ModelChoice {
    /// The machine that is meant.
    pub fn model(self) -> Model {
        match self {
            Self::FourTrack => Model::FourTrack,
            Self::HomeReel => Model::HomeReel,
            Self::Walkman => Model::Walkman,
            Self::Transparent => Model::Transparent,
        }
    }
}

/// Hiss in dB re the machine's own; the lowest is off.
const HISS_DB: (f32, f32) = (-40.0, 24.0);

/// Parameters of the Tape stage and its slot.
#[derive(Params)]
pub struct TapeParams {
    /// Whether the stage is heard.
    #[id = "on"]
    pub on: BoolParam,
    /// How much of it is heard.
    #[id = "mix"]
    pub mix: FloatParam,
    /// The machine.
    #[id = "model"]
    pub model: EnumParam<ModelChoice>,
    /// Recording level, compensated.
    #[id = "drive"]
    pub drive: FloatParam,
    /// How little the tape can hold.
    #[id = "saturation"]
    pub saturation: FloatParam,
    /// AC bias re the machine's own.
    #[id = "bias"]
    pub bias: FloatParam,
    /// Dirt between tape and head.
    #[id = "spacing"]
    pub spacing: FloatParam,
    /// Wow on a weighted meter.
    #[id = "wow"]
    pub wow: FloatParam,
    /// Flutter on a weighted meter.
    #[id = "flutter"]
    pub flutter: FloatParam,
    /// Hiss re the machine's own.
    #[id = "hiss"]
    pub hiss: FloatParam,
}

impl Default for TapeParams {
    fn default() -> Self {
        let bias = (BIAS_RANGE_DB.0 as f32, BIAS_RANGE_DB.1 as f32);
        let max_percent = MAX_PERCENT as f32;
        Self {
            on: switch("Tape", true),
            mix: percent("Tape mix", 1.0),
            model: EnumParam::new("Model", ModelChoice::FourTrack),
            drive: linear("Drive", 0.0, (-12.0, 24.0), " dB", 1),
            saturation: percent("Saturation", 0.0),
            bias: linear("Bias", 0.0, bias, " dB", 1),
            spacing: skewed("Spacing", 0.0, 20.0, " µm", 2),
            wow: skewed("Wow", 0.05, max_percent, " %", 3),
            flutter: skewed("Flutter", 0.05, max_percent, " %", 3),
            hiss: level_or_off("Hiss", HISS_DB.0, HISS_DB),
        }
    }
}

impl TapeParams {
    /// What the parameters stand at.
    pub fn settings(&self) -> slot::Settings<tape::Settings> {
        let hiss = self.hiss.value();
        slot::Settings {
            on: self.on.value(),
            mix: self.mix.value(),
            stage: tape::Settings {
                model: self.model.value().model(),
                drive_db: self.drive.value(),
                saturation: self.saturation.value(),
                bias_db: self.bias.value(),
                spacing_um: self.spacing.value(),
                wow_percent: self.wow.value(),
                flutter_percent: self.flutter.value(),
                hiss: (hiss > HISS_DB.0).then_some(hiss),
            },
        }
    }
}
