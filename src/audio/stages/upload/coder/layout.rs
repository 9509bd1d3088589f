//! What a coder must be restarted for: the format, the frame's length, the number of channels.
//!
//! An encoder that runs at a sample rate of its own hands N lines a hop to its quantiser. An MDCT
//! at the host's rate whose hop lasts as long has the same spacing of lines; only the lowest of
//! them are coded. So an encoder's sample rate is nothing but a length of frame and a bandwidth,
//! and no resampler is needed.

use super::{Coding, Format};
use crate::audio::stage::Spec;

/// The longest hop in seconds: 576 lines at 22.05 kHz. Encoders that run slower have longer ones
/// (72 ms at 8 kHz); they are cut here, because twenty generations in series add up.
const LONGEST_S: f64 = 576.0 / 22_050.0;

/// Hops shorter than this many frames would leave the transform nothing to do.
const FEWEST_FRAMES: f64 = 48.0;

/// How far a hop may be from the encoder's own, to be a product of small primes.
const HOP_TOLERANCE: f64 = 0.015;

/// A frame that some encoder has.
#[derive(Debug, Clone, Copy)]
pub struct FrameLength {
    /// Whose it is.
    pub format: Format,
    /// Duration of one hop in seconds.
    pub hop_s: f64,
    /// The slowest sample rate of an encoder that has this frame, in Hz.
    from_hz: f32,
}

/// Every frame there is; of a format, the shortest first.
pub const FRAMES: [FrameLength; 8] = [
    // MP3's granule is 576 lines whatever the rate: 44.1, 32, 24 and 22.05 kHz.
    frame(Format::Mp3, 576.0 / 44_100.0, 38_000.0),
    frame(Format::Mp3, 576.0 / 32_000.0, 28_000.0),
    frame(Format::Mp3, 576.0 / 24_000.0, 23_000.0),
    frame(Format::Mp3, LONGEST_S, 0.0),
    // AAC's is 1024 lines at 44.1 kHz.
    frame(Format::Aac, 1024.0 / 44_100.0, 38_000.0),
    frame(Format::Aac, LONGEST_S, 0.0),
    // ATRAC's sound group is 512 samples at 44.1 kHz, always.
    frame(Format::MiniDisc, 512.0 / 44_100.0, 0.0),
    frame(Format::Opus, 0.020, 0.0),
];

const fn frame(format: Format, hop_s: f64, from_hz: f32) -> FrameLength {
    FrameLength {
        format,
        hop_s,
        from_hz,
    }
}

impl FrameLength {
    /// Frames of one hop at the host's rate: near the encoder's own, and quick to transform.
    pub fn hop(&self, spec: Spec) -> usize {
        let target = (self.hop_s * spec.sample_rate).max(FEWEST_FRAMES);
        // Each of the short blocks has an even number of lines, and they stand centred.
        let unit = 2 * self.format.short_blocks();
        let reach = target * HOP_TOLERANCE;
        let first = ((target - reach) / unit as f64).ceil().max(1.0) as usize;
        let last = ((target + reach) / unit as f64).floor() as usize;
        let nearest = ((target / unit as f64).round() as usize).max(1);
        let cost = |units: &usize| {
            let hop = (units * unit) as f64;
            let primes = f64::from(largest_prime(units * unit).saturating_sub(7) as u32);
            primes + (hop / target - 1.0).abs()
        };
        (first..=last)
            .min_by(|a, b| cost(a).total_cmp(&cost(b)))
            .unwrap_or(nearest)
            * unit
    }
}

/// The largest prime factor of `number`; 1 for 1.
fn largest_prime(mut number: usize) -> usize {
    let mut largest = 1;
    let mut factor = 2;
    while factor * factor <= number {
        while number.is_multiple_of(factor) {
            largest = factor;
            number /= factor;
        }
        factor += 1;
    }
    largest.max(number)
}

/// The sample rate LAME picks for a bit rate, in Hz.
///
/// Source: measured on lame 3.100, joint stereo and mono, constant bit rate.
fn mp3_rate_hz(bit_rate: f32, mono: bool) -> f32 {
    let (to_24, to_32, to_44) = if mono {
        (28.0, 52.0, 60.0)
    } else {
        (52.0, 80.0, 104.0)
    };
    match bit_rate {
        rate if rate >= to_44 => 44_100.0,
        rate if rate >= to_32 => 32_000.0,
        rate if rate >= to_24 => 24_000.0,
        _ => 22_050.0,
    }
}

/// What a coder must be restarted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Which of [`FRAMES`].
    pub(super) frame: usize,
    /// Frames of one hop.
    pub(super) hop: usize,
    /// Whether both channels are coded as one.
    pub(super) mono: bool,
}

impl Layout {
    /// The layout that `coding` needs.
    pub fn of(coding: &Coding, spec: Spec) -> Self {
        let rate_hz = coding.codec_rate.unwrap_or(match coding.format {
            Format::Mp3 => mp3_rate_hz(coding.bit_rate, coding.mono),
            _ => 44_100.0,
        });
        let frame = FRAMES
            .iter()
            .position(|frame| frame.format == coding.format && rate_hz >= frame.from_hz)
            .unwrap_or(0);
        Self {
            frame,
            hop: FRAMES[frame].hop(spec),
            mono: coding.mono,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hops_are_near_and_smooth() {
        for rate in [44_100.0, 48_000.0, 88_200.0, 96_000.0, 176_400.0, 192_000.0] {
            for frame in FRAMES {
                let hop = frame.hop(Spec { sample_rate: rate });
                let off = hop as f64 / (frame.hop_s * rate) - 1.0;
                assert!(off.abs() <= HOP_TOLERANCE, "{frame:?} at {rate}: {hop}");
                assert!(largest_prime(hop) <= 13, "{frame:?} at {rate}: {hop}");
            }
        }
        for rate in [Spec::MIN_SAMPLE_RATE, 8_000.0, Spec::MAX_SAMPLE_RATE] {
            for frame in FRAMES {
                let hop = frame.hop(Spec { sample_rate: rate });
                assert_eq!(hop % (2 * frame.format.short_blocks()), 0);
                assert!(hop >= 42);
            }
        }
    }

    #[test]
    fn the_ladder_of_mp3() {
        let spec = Spec {
            sample_rate: 44_100.0,
        };
        let hop = |bit_rate, mono, codec_rate| {
            let coding = Coding {
                bit_rate,
                mono,
                codec_rate,
                ..Coding::default()
            };
            Layout::of(&coding, spec).hop
        };
        assert_eq!(hop(128.0, false, None), 576);
        assert_eq!(hop(64.0, true, None), 576);
        assert!((hop(64.0, false, None) as f64 - 1058.4).abs() < 16.0);
        assert!((hop(64.0, true, Some(22_050.0)) as f64 - 1152.0).abs() < 1.0);
    }
}
