//! Where a sound is sent, and what is done to it there.

use super::coder::{Coding, Format};
use super::converter::{Conversion, Machine};

/// Where a sound is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Model {
    /// Nowhere: it comes back as it was, as late as from anywhere else.
    #[default]
    Off,
    /// An MP3 file.
    Mp3,
    /// An AAC file.
    Aac,
    /// A video site of 2005: mono at 22.05 kHz.
    VideoSite,
    /// An audio-sharing site of 2007.
    AudioSharing,
    /// Opus, as streamed since 2012.
    Opus,
    /// A video call: one channel, wide-band, with a noise suppressor.
    VideoCall,
    /// A Bluetooth link with the codec that every headset knows (SBC).
    Bluetooth,
    /// A 12-bit sampler at 26.04 kHz.
    Sampler12,
    /// An 8-bit sound card at 22.05 kHz.
    Sampler8,
    /// A MiniDisc recorder.
    MiniDisc,
}

impl Model {
    /// Every model, in the order of the choice.
    pub const ALL: [Model; 11] = [
        Model::Off,
        Model::Mp3,
        Model::Aac,
        Model::VideoSite,
        Model::AudioSharing,
        Model::Opus,
        Model::VideoCall,
        Model::Bluetooth,
        Model::Sampler12,
        Model::Sampler8,
        Model::MiniDisc,
    ];

    /// What is done there unless something else is asked for.
    pub fn service(self) -> Service {
        let transform = |format, bit_rate_kbps, mono, codec_rate| Service {
            method: Method::Transform { format, codec_rate },
            bit_rate_kbps,
            mono,
            suppressor: false,
        };
        let other = |method, bit_rate_kbps| Service {
            method,
            bit_rate_kbps,
            mono: false,
            suppressor: false,
        };
        let converter = |machine| {
            let own = Conversion::at_bit_rate(machine, None);
            other(Method::Converter(machine), own.kbit_per_s() as f32)
        };
        match self {
            Model::Off => other(Method::Nothing, 0.0),
            // What careful people chose around 2003.
            Model::Mp3 => transform(Format::Mp3, 192.0, false, None),
            // The sound track of a video site since 2010.
            Model::Aac => transform(Format::Aac, 128.0, false, None),
            // MP3 in the first video sites' files.
            Model::VideoSite => transform(Format::Mp3, 64.0, true, Some(22_050.0)),
            // What an audio-sharing site played, whatever was given to it.
            Model::AudioSharing => transform(Format::Mp3, 128.0, false, None),
            // Between the two rates that streams of music come in, 64 and 128.
            Model::Opus => transform(Format::Opus, 96.0, false, None),
            // Wide-band, as calls fall back to.
            Model::VideoCall => Service {
                suppressor: true,
                ..transform(Format::Opus, 24.0, true, Some(16_000.0))
            },
            // Bit pool 53 at 44.1 kHz, which the profile calls high quality.
            Model::Bluetooth => other(Method::Subband, 328.0),
            Model::Sampler12 => converter(Machine::Sampler12),
            Model::Sampler8 => converter(Machine::Sampler8),
            // The standard play of 1992.
            Model::MiniDisc => transform(Format::MiniDisc, 292.0, false, None),
        }
    }
}

/// What is done to a sound at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// How it is coded.
    pub method: Method,
    /// Bits of all channels, in kbit/s.
    pub bit_rate_kbps: f32,
    /// Whether one channel is sent for both.
    pub mono: bool,
    /// Whether a noise suppressor listens first.
    pub suppressor: bool,
}

impl Service {
    /// Whether its coder decides, frame by frame, where the bits go: a converter has no choice.
    pub fn gives_out_bits(&self) -> bool {
        matches!(self.method, Method::Transform { .. } | Method::Subband)
    }

    /// The clock in Hz and the word length in bits of its converter, if it is one, at a bit rate that is
    /// asked for or at its own.
    pub fn converter(&self, bit_rate_kbps: Option<f32>) -> Option<(f64, f32)> {
        let Method::Converter(machine) = self.method else {
            return None;
        };
        let conversion = Conversion::at_bit_rate(machine, bit_rate_kbps);
        Some((conversion.rate_hz, conversion.bits))
    }
}

/// How a sound is coded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// Not at all.
    Nothing,
    /// By a transform coder, at its own rate in Hz or at that of its ladder.
    Transform {
        /// Which.
        format: Format,
        /// Frames per second of the coded sound; none for the encoder's own choice.
        codec_rate: Option<f32>,
    },
    /// By a sub-band coder.
    Subband,
    /// By the converters of a sampler.
    Converter(Machine),
}

/// What one generation does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trip {
    /// How it codes.
    pub codec: Codec,
    /// How much of the noise suppressor is heard, 0 to 1; nothing where there is none.
    pub suppression: Option<f32>,
}

/// How a generation codes, with all that can be set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Codec {
    /// Not at all.
    Nothing,
    /// By the transform coder.
    Transform(Coding),
    /// By the sub-band coder.
    Subband {
        /// Bits of both channels, in kbit/s.
        bit_rate_kbps: f32,
        /// Whether the allocation of bits is held.
        frozen: bool,
    },
    /// By a sampler's converters.
    Converter(Conversion),
}

impl Service {
    /// What a generation does at `bit_rate_kbps`, or at the service's own.
    pub fn trip(&self, choice: &Choice) -> Trip {
        let bit_rate = choice.bit_rate_kbps.unwrap_or(self.bit_rate_kbps);
        let codec = match self.method {
            Method::Nothing => Codec::Nothing,
            Method::Transform { format, codec_rate } => Codec::Transform(Coding {
                format,
                bit_rate,
                mono: self.mono || choice.mono,
                codec_rate,
                frozen: choice.frozen,
            }),
            Method::Subband => Codec::Subband {
                bit_rate_kbps: bit_rate,
                frozen: choice.frozen,
            },
            Method::Converter(machine) => {
                Codec::Converter(Conversion::at_bit_rate(machine, choice.bit_rate_kbps))
            }
        };
        Trip {
            codec,
            suppression: self.suppressor.then_some(choice.suppression),
        }
    }
}

/// What is asked of a service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// Bits of all channels, in kbit/s; none for the service's own.
    pub bit_rate_kbps: Option<f32>,
    /// One channel for both, even where there could be two.
    pub mono: bool,
    /// Hold the allocation of bits.
    pub frozen: bool,
    /// How much of a noise suppressor is heard, 0 to 1.
    pub suppression: f32,
}
