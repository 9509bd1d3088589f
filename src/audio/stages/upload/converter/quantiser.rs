//! The converter's steps: rounding to the nearest, no dither, and a ladder that is not quite even.

use crate::audio::dsp::noise::WhiteNoise;

/// Gain before the converter, undone after it: music at 0 VU then reaches the upper bits.
const GAIN: f32 = 2.0;
/// Segments of the ladder: its four highest bits, whose resistors matter most.
const SEGMENTS: usize = 16;
/// How far a segment may be off, in steps. By ear: it is what sets two machines apart, and costs
/// about 4 dB of signal-to-noise ratio.
const UNEVEN: f32 = 0.6;
/// 1.5·2^23: added and taken away again it rounds to the nearest whole number.
const ROUND: f32 = 12_582_912.0;

/// One converter. Both channels take turns at it.
#[derive(Debug, Clone)]
pub struct Quantiser {
    /// What each segment is off by, in steps.
    uneven: [f32; SEGMENTS],
    /// Steps to one side of 0.
    steps: f32,
    step: f32,
}

impl Quantiser {
    /// The converter of one of several machines of the kind.
    pub fn new(seed: u64) -> Self {
        let mut noise = WhiteNoise::new(0x5A3B_0012 ^ seed);
        let mut uneven = [0.0; SEGMENTS];
        uneven.fill_with(|| UNEVEN * noise.sample());
        // Silence stays silence.
        uneven[SEGMENTS / 2] = 0.0;
        Self {
            uneven,
            steps: 1.0,
            step: 1.0,
        }
    }

    /// Takes another word length in bits.
    pub fn set_bits(&mut self, bits: f32) {
        self.steps = (bits - 1.0).exp2();
        self.step = 1.0 / self.steps;
    }

    /// What the converter makes of a sample, at the sample's own level. Full scale is −6 dBFS.
    #[inline(always)]
    pub fn convert(&self, sample: f32) -> f32 {
        // Two's complement has one step less above 0 than below.
        let code = (sample * GAIN).clamp(-1.0, 1.0 - self.step) * self.steps;
        let code = (code + ROUND) - ROUND;
        let segment = (code * self.step + 1.0) * (SEGMENTS / 2) as f32;
        let uneven = self.uneven[(segment as usize).min(SEGMENTS - 1)];
        (code + uneven) * self.step * (1.0 / GAIN)
    }
}

#[cfg(test)]
mod tests {
    use super::Quantiser;

    #[test]
    fn words_of_any_length_round_to_the_nearest_step_and_clip() {
        let mut even = Quantiser::new(1);
        even.uneven = [0.0; super::SEGMENTS];
        for bits in [2.0, 2.5, 7.9, 8.0, 12.0, 16.0f32] {
            even.set_bits(bits);
            let half_step = 0.5 * (1.0 - bits).exp2() / super::GAIN;
            for n in -400..400 {
                let input = n as f32 / 1_000.0;
                let output = even.convert(input);
                let most = 0.5 - 2.0 * half_step;
                let wanted = input.min(most);
                assert!(
                    (output - wanted).abs() <= half_step * 1.001,
                    "{bits} {input} {output}"
                );
            }
            assert_eq!(even.convert(0.0), 0.0);
            assert!(even.convert(1e3) < 0.5 && even.convert(-1e3) >= -0.5 - half_step);
        }
    }

    #[test]
    fn the_error_grows_evenly_as_the_words_get_shorter() {
        let error_at = |bits: f32| {
            let mut converter = Quantiser::new(3);
            converter.set_bits(bits);
            let sum: f64 = (0..4_000)
                .map(|n| 0.4 * (f64::from(n) * 0.618_034).sin())
                .map(|x| (f64::from(converter.convert(x as f32)) - x).powi(2))
                .sum();
            10.0 * (sum / 4_000.0).log10()
        };
        let mut before = error_at(7.0);
        for n in 1..=60 {
            let now = error_at(7.0 + n as f32 / 10.0);
            assert!((before - now - 0.6).abs() < 0.7, "{n}: {before} {now}");
            before = now;
        }
    }
}
