//! The network's parameters.

use nice_plug::prelude::*;

use super::text::{bit_rate, linear, name_of, percent, skewed, skewed_from, switch, whole};
use crate::audio::chain::slot;
use crate::audio::era;
use crate::audio::stages::upload::{
    self, Concealment, Listen, MAX_REUPLOADS, Model, StutterLength,
};

/// Where a sound is sent, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadChoice {
    /// Where sounds were sent in the year.
    #[id = "year"]
    #[name = "Follow the year"]
    Year,
    /// [`Model::Off`].
    #[id = "off"]
    #[name = "Off"]
    Off,
    /// [`Model::Mp3`].
    #[id = "mp3"]
    #[name = "MP3"]
    Mp3,
    /// [`Model::Aac`].
    #[id = "aac"]
    #[name = "AAC"]
    Aac,
    /// [`Model::VideoSite`].
    #[id = "video-site"]
    #[name = "Video site 2005"]
    VideoSite,
    /// [`Model::AudioSharing`].
    #[id = "audio-sharing"]
    #[name = "Audio sharing 2007"]
    AudioSharing,
    /// [`Model::Opus`].
    #[id = "opus"]
    #[name = "Opus"]
    Opus,
    /// [`Model::VideoCall`].
    #[id = "video-call"]
    #[name = "Video call"]
    VideoCall,
    /// [`Model::Bluetooth`].
    #[id = "bluetooth"]
    #[name = "Bluetooth SBC"]
    Bluetooth,
    /// [`Model::Sampler12`].
    #[id = "sampler-12"]
    #[name = "12-bit sampler"]
    Sampler12,
    /// [`Model::Sampler8`].
    #[id = "sampler-8"]
    #[name = "8-bit sampler"]
    Sampler8,
    /// [`Model::MiniDisc`].
    #[id = "minidisc"]
    #[name = "MiniDisc"]
    MiniDisc,
}

impl UploadChoice {
    fn model(self, year: i32) -> Model {
        match self {
            Self::Year => era::upload(year),
            Self::Off => Model::Off,
            Self::Mp3 => Model::Mp3,
            Self::Aac => Model::Aac,
            Self::VideoSite => Model::VideoSite,
            Self::AudioSharing => Model::AudioSharing,
            Self::Opus => Model::Opus,
            Self::VideoCall => Model::VideoCall,
            Self::Bluetooth => Model::Bluetooth,
            Self::Sampler12 => Model::Sampler12,
            Self::Sampler8 => Model::Sampler8,
            Self::MiniDisc => Model::MiniDisc,
        }
    }
}

/// What is listened to, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListenChoice {
    /// [`Listen::Result`].
    #[id = "result"]
    #[name = "Result"]
    Result,
    /// [`Listen::Removed`].
    #[id = "removed"]
    #[name = "Removed"]
    Removed,
}

/// What is played for a lost packet, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcealmentChoice {
    /// [`Concealment::Repeat`].
    #[id = "repeat"]
    #[name = "Repeat"]
    Repeat,
    /// [`Concealment::Fade`].
    #[id = "fade"]
    #[name = "Fade"]
    Fade,
    /// [`Concealment::Noise`].
    #[id = "noise"]
    #[name = "Noise"]
    Noise,
    /// [`Concealment::Silence`].
    #[id = "silence"]
    #[name = "Silence"]
    Silence,
}

/// How long the player runs dry, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum StutterChoice {
    /// 1/16.
    #[id = "1/16"]
    #[name = "1/16"]
    Sixteenth,
    /// 1/8.
    #[id = "1/8"]
    #[name = "1/8"]
    Eighth,
    /// 1/4.
    #[id = "1/4"]
    #[name = "1/4"]
    Quarter,
    /// 1/2.
    #[id = "1/2"]
    #[name = "1/2"]
    Half,
    /// 1 bar.
    #[id = "bar"]
    #[name = "1 bar"]
    Bar,
    /// 60 ms.
    #[id = "60ms"]
    #[name = "60 ms"]
    Ms60,
    /// 120 ms.
    #[id = "120ms"]
    #[name = "120 ms"]
    Ms120,
    /// 250 ms.
    #[id = "250ms"]
    #[name = "250 ms"]
    Ms250,
    /// 500 ms.
    #[id = "500ms"]
    #[name = "500 ms"]
    Ms500,
    /// 1 s.
    #[id = "1s"]
    #[name = "1 s"]
    S1,
    /// 2 s.
    #[id = "2s"]
    #[name = "2 s"]
    S2,
}

impl StutterChoice {
    fn length(self) -> StutterLength {
        use StutterLength::{Beats, Ms};
        match self {
            Self::Sixteenth => Beats(0.25),
            Self::Eighth => Beats(0.5),
            Self::Quarter => Beats(1.0),
            Self::Half => Beats(2.0),
            Self::Bar => Beats(4.0),
            Self::Ms60 => Ms(60.0),
            Self::Ms120 => Ms(120.0),
            Self::Ms250 => Ms(250.0),
            Self::Ms500 => Ms(500.0),
            Self::S1 => Ms(1_000.0),
            Self::S2 => Ms(2_000.0),
        }
    }
}

/// The highest bit rate in kbit/s; above it stands the model's own.
const HIGHEST_KBPS: f32 = 320.0;
/// The lowest: a quarter of what encoders offer.
const LOWEST_KBPS: f32 = 2.0;

/// Parameters of the Upload stage and its slot.
#[derive(Params)]
pub struct UploadParams {
    /// Whether the stage is heard.
    #[id = "on"]
    pub on: BoolParam,
    /// How much of it is heard.
    #[id = "mix"]
    pub mix: FloatParam,
    /// Where the sound is sent.
    #[id = "model"]
    pub model: EnumParam<UploadChoice>,
    /// Bits of all channels; at the top the model's own.
    #[id = "bit_rate"]
    pub bit_rate: FloatParam,
    /// One channel for both.
    #[id = "mono"]
    pub mono: BoolParam,
    /// How often it is sent again.
    #[id = "reuploads"]
    pub reuploads: IntParam,
    /// Holds the allocation of bits.
    #[id = "freeze"]
    pub freeze: BoolParam,
    /// What is listened to.
    #[id = "listen"]
    pub listen: EnumParam<ListenChoice>,
    /// How much of a call's noise suppressor is heard.
    #[id = "suppression"]
    pub suppression: FloatParam,
    /// Share of packets that are lost.
    #[id = "loss"]
    pub loss: FloatParam,
    /// Lost packets in a row.
    #[id = "burst"]
    pub burst: FloatParam,
    /// How much sound a packet holds.
    #[id = "packet"]
    pub packet: FloatParam,
    /// What is played for a lost packet.
    #[id = "concealment"]
    pub concealment: EnumParam<ConcealmentChoice>,
    /// How late packets come.
    #[id = "jitter"]
    pub jitter: FloatParam,
    /// How often the player runs dry.
    #[id = "stutter"]
    pub stutter: FloatParam,
    /// For how long.
    #[id = "stutter_length"]
    pub stutter_length: EnumParam<StutterChoice>,
}

impl Default for UploadParams {
    fn default() -> Self {
        Self {
            on: switch("Upload", false),
            mix: percent("Upload mix", 1.0),
            model: EnumParam::new("Upload model", UploadChoice::Year),
            bit_rate: bit_rate("Bit rate", LOWEST_KBPS, HIGHEST_KBPS),
            mono: switch("Upload mono", false),
            reuploads: whole("Re-uploads", 0, (0, i32::from(MAX_REUPLOADS))),
            freeze: switch("Freeze", false),
            listen: EnumParam::new("Listen to", ListenChoice::Result),
            suppression: percent("Suppression", 1.0),
            loss: percent("Packet loss", 0.0),
            burst: skewed_from("Loss burst", 1.5, (1.0, 20.0), " packets", 2),
            packet: linear("Packet length", 20.0, (10.0, 60.0), " ms", 1),
            concealment: EnumParam::new("Concealment", ConcealmentChoice::Repeat),
            jitter: skewed("Jitter", 0.0, 120.0, " ms", 1),
            stutter: skewed("Stutter", 0.0, 60.0, " /min", 1),
            stutter_length: EnumParam::new("Stutter length", StutterChoice::Eighth),
        }
    }
}

impl UploadParams {
    /// The name of where the sound is sent in `year`.
    pub fn place_name(&self, year: i32) -> &'static str {
        let model = self.model.value().model(year);
        name_of(|choice: UploadChoice| choice != UploadChoice::Year && choice.model(year) == model)
    }

    /// What is done there.
    pub fn service(&self, year: i32) -> upload::Service {
        self.model.value().model(year).service()
    }

    /// The clock in Hz and the word length in bits of the converter that it passes, if it does.
    pub fn converter(&self, year: i32) -> Option<(f64, f32)> {
        self.service(year).converter(self.bit_rate_kbps())
    }

    /// The bit rate that is set, in kbit/s; nothing for the model's own.
    pub fn bit_rate_kbps(&self) -> Option<f32> {
        let value = self.bit_rate.value();
        (value <= HIGHEST_KBPS).then_some(value)
    }

    /// What the parameters stand at in `year`.
    pub fn settings(&self, year: i32) -> slot::Settings<upload::Settings> {
        slot::Settings {
            on: self.on.value(),
            mix: self.mix.value(),
            stage: upload::Settings {
                model: self.model.value().model(year),
                bit_rate_kbps: self.bit_rate_kbps(),
                mono: self.mono.value(),
                reuploads: self.reuploads.value() as u8,
                frozen: self.freeze.value(),
                suppression: self.suppression.value(),
                loss: self.loss.value(),
                burst: self.burst.value(),
                packet_ms: self.packet.value(),
                concealment: match self.concealment.value() {
                    ConcealmentChoice::Repeat => Concealment::Repeat,
                    ConcealmentChoice::Fade => Concealment::Fade,
                    ConcealmentChoice::Noise => Concealment::Noise,
                    ConcealmentChoice::Silence => Concealment::Silence,
                },
                jitter_ms: self.jitter.value(),
                stutter: self.stutter.value(),
                stutter_length: self.stutter_length.value().length(),
                listen: match self.listen.value() {
                    ListenChoice::Result => Listen::Result,
                    ListenChoice::Removed => Listen::Removed,
                },
            },
        }
    }
}
