//! The cassette's parameters.

use nice_plug::prelude::*;

use super::text::{level_or_off, linear, name_of, percent, skewed, skewed_from, switch, whole};
use crate::audio::chain::slot;
use crate::audio::era;
pub use crate::audio::stages::tape::Model as TapeModel;
use crate::audio::stages::tape::{
    self, AZIMUTH_RANGE_ARCMIN, BIAS_RANGE_DB, INERTIA_RANGE_S, MAX_BOUNCES, MAX_PERCENT, Model,
    Oversampling, System, VARISPEED_RANGE_SEMITONES,
};

/// The machines as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelChoice {
    /// The machine that belongs to the year.
    #[id = "year"]
    #[name = "Follow the year"]
    Year,
    /// [`Model::HomeReel`].
    #[id = "home-reel"]
    #[name = "Home reel"]
    HomeReel,
    /// [`Model::Portable`].
    #[id = "portable"]
    #[name = "Portable mono"]
    Portable,
    /// [`Model::FourTrack`].
    #[id = "four-track"]
    #[name = "Four-track"]
    FourTrack,
    /// [`Model::FastFourTrack`].
    #[id = "fast-four-track"]
    #[name = "Fast four-track"]
    FastFourTrack,
    /// [`Model::Walkman`].
    #[id = "walkman"]
    #[name = "Walkman"]
    Walkman,
    /// [`Model::Dictation`].
    #[id = "dictation"]
    #[name = "Dictation"]
    Dictation,
    /// [`Model::HiFi`].
    #[id = "hi-fi"]
    #[name = "Hi-fi deck"]
    HiFi,
    /// [`Model::Transparent`].
    #[id = "transparent"]
    #[name = "Transparent"]
    Transparent,
}

impl ModelChoice {
    /// The machine that is meant, in this year.
    pub fn model(self, year: i32) -> Model {
        match self {
            Self::Year => era::tape(year),
            Self::HomeReel => Model::HomeReel,
            Self::Portable => Model::Portable,
            Self::FourTrack => Model::FourTrack,
            Self::FastFourTrack => Model::FastFourTrack,
            Self::Walkman => Model::Walkman,
            Self::Dictation => Model::Dictation,
            Self::HiFi => Model::HiFi,
            Self::Transparent => Model::Transparent,
        }
    }
}

/// How fast the tape runs inside, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum QualityChoice {
    /// [`Oversampling::X2`].
    #[id = "2x"]
    #[name = "2x"]
    X2,
    /// [`Oversampling::X4`].
    #[id = "4x"]
    #[name = "4x"]
    X4,
    /// [`Oversampling::X8`].
    #[id = "8x"]
    #[name = "8x"]
    X8,
    /// [`Oversampling::X16`].
    #[id = "16x"]
    #[name = "16x"]
    X16,
}

impl QualityChoice {
    fn oversampling(self) -> Oversampling {
        match self {
            Self::X2 => Oversampling::X2,
            Self::X4 => Oversampling::X4,
            Self::X8 => Oversampling::X8,
            Self::X16 => Oversampling::X16,
        }
    }
}

/// How fast it runs while the host renders to a file, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenderChoice {
    /// As while playing: a bounce is what was heard, bit for bit.
    #[id = "as-played"]
    #[name = "As played"]
    AsPlayed,
    /// [`Oversampling::X16`].
    #[id = "16x"]
    #[name = "16x"]
    X16,
}

/// The noise reductions as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoiseReductionChoice {
    /// What is built into the machine.
    #[id = "machine"]
    #[name = "Built-in"]
    BuiltIn,
    /// [`System::Off`].
    #[id = "off"]
    #[name = "Off"]
    Off,
    /// [`System::SlidingBand`].
    #[id = "sliding-band"]
    #[name = "Sliding band"]
    SlidingBand,
    /// [`System::Compander`].
    #[id = "compander"]
    #[name = "Compander"]
    Compander,
}

impl NoiseReductionChoice {
    fn system(self, model: Model) -> System {
        match self {
            Self::BuiltIn => model.machine().noise_reduction,
            Self::Off => System::Off,
            Self::SlidingBand => System::SlidingBand,
            Self::Compander => System::Compander,
        }
    }
}

/// Levels in dB re the machine's own; the lowest is off.
const LEVEL_DB: (f32, f32) = (-40.0, 24.0);
/// Dropouts in a minute at most.
const DROPOUTS: f32 = 240.0;
/// Mis-tracking in dB.
const MISTRACK_DB: (f32, f32) = (-6.0, 6.0);

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
    /// How fast the tape runs inside.
    #[id = "quality"]
    pub quality: EnumParam<QualityChoice>,
    /// The same while the host renders.
    #[id = "render"]
    pub render: EnumParam<RenderChoice>,
    /// Further generations.
    #[id = "bounces"]
    pub bounces: IntParam,
    /// Recording level, compensated.
    #[id = "drive"]
    pub drive: FloatParam,
    /// How little the tape can hold.
    #[id = "saturation"]
    pub saturation: FloatParam,
    /// AC bias re the machine's own.
    #[id = "bias"]
    pub bias: FloatParam,
    /// Noise reduction before the tape.
    #[id = "encode"]
    pub encode: EnumParam<NoiseReductionChoice>,
    /// Noise reduction after it.
    #[id = "decode"]
    pub decode: EnumParam<NoiseReductionChoice>,
    /// Level error between the two.
    #[id = "mistrack"]
    pub mistrack: FloatParam,
    /// Dirt between tape and head.
    #[id = "spacing"]
    pub spacing: FloatParam,
    /// Angle of the head.
    #[id = "azimuth"]
    pub azimuth: FloatParam,
    /// Crosstalk re the machine's own.
    #[id = "crosstalk"]
    pub crosstalk: FloatParam,
    /// Wow on a weighted meter.
    #[id = "wow"]
    pub wow: FloatParam,
    /// Flutter on a weighted meter.
    #[id = "flutter"]
    pub flutter: FloatParam,
    /// Speed of playback re that of recording.
    #[id = "varispeed"]
    pub varispeed: FloatParam,
    /// Stops the motor.
    #[id = "stop"]
    pub stop: BoolParam,
    /// How long the motor takes to stop.
    #[id = "inertia"]
    pub inertia: FloatParam,
    /// Hiss re the machine's own.
    #[id = "hiss"]
    pub hiss: FloatParam,
    /// Modulation noise re the machine's own.
    #[id = "asperity"]
    pub asperity: FloatParam,
    /// Print-through re the machine's own.
    #[id = "print_through"]
    pub print_through: FloatParam,
    /// Whether a print precedes the sound.
    #[id = "pre_echo"]
    pub pre_echo: BoolParam,
    /// Dropouts in a minute.
    #[id = "dropouts"]
    pub dropouts: FloatParam,
    /// From healthy to found in a drawer.
    #[id = "age"]
    pub age: FloatParam,
}

impl Default for TapeParams {
    fn default() -> Self {
        let f32s = |(low, high): (f64, f64)| (low as f32, high as f32);
        let max_percent = MAX_PERCENT as f32;
        let off = LEVEL_DB.0;
        Self {
            on: switch("Tape", true),
            mix: percent("Tape mix", 1.0),
            model: EnumParam::new("Model", ModelChoice::Year),
            quality: EnumParam::new("Quality", QualityChoice::X4),
            render: EnumParam::new("Render quality", RenderChoice::AsPlayed),
            bounces: whole("Bounces", 0, (0, i32::from(MAX_BOUNCES))),
            drive: linear("Drive", 0.0, (-12.0, 24.0), " dB", 1),
            saturation: percent("Saturation", 0.0),
            bias: linear("Bias", 0.0, f32s(BIAS_RANGE_DB), " dB", 1),
            encode: EnumParam::new("Encode", NoiseReductionChoice::BuiltIn),
            decode: EnumParam::new("Decode", NoiseReductionChoice::BuiltIn),
            mistrack: linear("Mistrack", 0.0, MISTRACK_DB, " dB", 1),
            spacing: skewed("Spacing", 0.0, 20.0, " µm", 2),
            azimuth: linear("Azimuth", 0.0, f32s(AZIMUTH_RANGE_ARCMIN), " arcmin", 1),
            crosstalk: level_or_off("Crosstalk", 0.0, LEVEL_DB),
            wow: skewed("Wow", 0.05, max_percent, " %", 3),
            flutter: skewed("Flutter", 0.05, max_percent, " %", 3),
            varispeed: linear("Varispeed", 0.0, f32s(VARISPEED_RANGE_SEMITONES), " st", 2),
            stop: switch("Stop", false),
            inertia: skewed_from("Inertia", 0.4, f32s(INERTIA_RANGE_S), " s", 3),
            hiss: level_or_off("Hiss", off, LEVEL_DB),
            asperity: level_or_off("Asperity", 0.0, LEVEL_DB),
            print_through: level_or_off("Print-through", off, LEVEL_DB),
            pre_echo: switch("Pre-echo", false),
            dropouts: skewed("Dropouts", 0.0, DROPOUTS, " /min", 1),
            age: percent("Age", 0.0),
        }
    }
}

impl TapeParams {
    /// The machine that is heard in `year`.
    pub fn machine(&self, year: i32) -> Model {
        self.model.value().model(year)
    }

    /// The name of the machine that is heard in `year`.
    pub fn machine_name(&self, year: i32) -> &'static str {
        let model = self.machine(year);
        name_of(|choice: ModelChoice| choice != ModelChoice::Year && choice.model(year) == model)
    }

    /// The name of the noise reduction that is built into that machine.
    pub fn built_in_name(&self, year: i32) -> &'static str {
        let model = self.machine(year);
        let built_in = NoiseReductionChoice::BuiltIn;
        name_of(|choice: NoiseReductionChoice| {
            choice != built_in && choice.system(model) == built_in.system(model)
        })
    }

    /// What the parameters stand at, in `year`, while the host plays or renders `offline`.
    pub fn settings(&self, year: i32, offline: bool) -> slot::Settings<tape::Settings> {
        let level = |param: &FloatParam| (param.value() > LEVEL_DB.0).then_some(param.value());
        let model = self.machine(year);
        let oversampling = match self.render.value() {
            RenderChoice::X16 if offline => Oversampling::X16,
            _ => self.quality.value().oversampling(),
        };
        slot::Settings {
            on: self.on.value(),
            mix: self.mix.value(),
            stage: tape::Settings {
                model,
                oversampling,
                bounces: self.bounces.value() as u8,
                drive_db: self.drive.value(),
                saturation: self.saturation.value(),
                bias_db: self.bias.value(),
                encode: self.encode.value().system(model),
                decode: self.decode.value().system(model),
                mistrack_db: self.mistrack.value(),
                spacing_um: self.spacing.value(),
                azimuth_arcmin: self.azimuth.value(),
                crosstalk: level(&self.crosstalk),
                wow_percent: self.wow.value(),
                flutter_percent: self.flutter.value(),
                varispeed_semitones: self.varispeed.value(),
                stopped: self.stop.value(),
                inertia_s: self.inertia.value(),
                hiss: level(&self.hiss),
                asperity: level(&self.asperity),
                print_through: level(&self.print_through),
                pre_echo: self.pre_echo.value(),
                dropouts_per_minute: self.dropouts.value(),
                age: self.age.value(),
            },
        }
    }
}
