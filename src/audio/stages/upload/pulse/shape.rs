//! Codes the shape of a band: whole as pulses, or in halves with the angle between them where one
//! codeword would not do; folded from below, or noise, where no bits are left.
//!
//! Sources: RFC 6716, §4.3.4.1 to §4.3.4.5.

use std::f32::consts::{FRAC_PI_2, FRAC_PI_4};

use super::codebook::{Codebook, MAX_LINES};
use super::power::power;
use super::search::Search;
use super::spread::{Spread, butterfly};
use crate::audio::dsp::noise::WhiteNoise;

/// A codeword that would be longer than the longest by this many bits is split.
const SPLIT_BITS: f32 = 1.5;
/// How often a band is halved at most: the standard has four for 20 ms frames, which ends at three
/// bits a line; rates above its 256 kbit/s a channel pair need more.
const MAX_SPLITS: usize = 6;
/// Angles have half a bit a line less than shapes; at most 2^8 steps.
const ANGLE_OFFSET: f32 = 0.5;
const MAX_ANGLE_BITS: f32 = 8.0;
/// A half hands on what it leaves over if that is more than this many bits.
const WORTH_HANDING_ON: f32 = 3.0;
/// Amplitude of the noise that keeps a folded band from being an exact copy, re its mean line.
const FOLD_NOISE: f32 = 1.0 / 256.0;

/// Codes shapes, with the bits of a hop.
pub struct Shaper {
    codebook: Codebook,
    search: Search,
    noise: WhiteNoise,
    /// How strongly shapes are turned.
    pub spread: Spread,
    /// What is left of the hop's bits.
    pub left: f32,
}

/// An angle as it is coded.
struct Angle {
    cos: f32,
    sin: f32,
    /// Bits that the first half should have more than the second, if both are to be as exact.
    lean: f32,
}

impl Shaper {
    /// With all codebooks counted. Allocates.
    pub fn new() -> Self {
        Self {
            codebook: Codebook::new(),
            search: Search::new(),
            noise: WhiteNoise::new(0x0C_E17),
            spread: Spread::new(),
            left: 0.0,
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.noise.reset();
        self.spread.reset();
        self.left = 0.0;
    }

    /// Codes one channel's band with about `bits` bits and leaves it with the length `gain`.
    /// Where it gets none it becomes what `fold` is, as long as it, or noise.
    pub fn mono(&mut self, band: &mut [f32], bits: f32, gain: f32, fold: Option<&[f32]>) {
        self.part(band, bits, gain, fold, MAX_SPLITS);
    }

    /// Codes two bands of unit length, each left with unit length: as mid, side and the angle
    /// between them. `fold` is for the mid, and takes what was coded of it.
    pub fn joint(
        &mut self,
        [left, right]: [&mut [f32]; 2],
        bits: f32,
        fold: Option<&[f32]>,
        mid_out: &mut [f32],
    ) {
        butterfly(left, right);
        let lines = left.len();
        // One line has an angle of few values only.
        let degrees = if lines == 2 { 2 } else { 2 * lines - 1 };
        let (angle, cost) = self.angle(left, right, bits, degrees, 1);
        self.left -= cost;
        let bits = (bits - cost).max(0.0);
        let side_bits = if angle.sin < 1e-6 {
            0.0
        } else if angle.cos < 1e-6 {
            bits
        } else {
            (0.5 * (bits - angle.lean)).clamp(0.0, bits)
        };
        let mid_bits = bits - side_bits;
        if mid_bits >= side_bits {
            let used = self.counted(|s| s.part(left, mid_bits, 1.0, fold, MAX_SPLITS));
            let side_bits = side_bits + handed_on(mid_bits - used);
            self.side(right, side_bits, &angle);
        } else {
            let used = self.counted(|s| s.side(right, side_bits, &angle));
            let mid_bits = mid_bits + handed_on(side_bits - used);
            self.part(left, mid_bits, 1.0, fold, MAX_SPLITS);
        }
        mid_out.copy_from_slice(left);
        for x in left.iter_mut() {
            *x *= angle.cos;
        }
        // Back from mid and side; each channel has its own level, so its shape has unit length.
        for (mid, side) in left.iter_mut().zip(right.iter_mut()) {
            (*mid, *side) = (*mid - *side, *mid + *side);
        }
        normalise(left, 1.0);
        normalise(right, 1.0);
    }

    /// Codes two bands as one, weighted by their amplitudes, and a sign. Both get unit length.
    pub fn intensity(
        &mut self,
        [left, right]: [&mut [f32]; 2],
        amplitudes: [f32; 2],
        mut bits: f32,
        fold: Option<&[f32]>,
        mid_out: &mut [f32],
    ) {
        let dot: f32 = left.iter().zip(&*right).map(|(l, r)| l * r).sum();
        let mut sign = 1.0;
        if bits > 2.0 && self.left > 2.0 {
            sign = 1f32.copysign(dot);
            bits -= 1.0;
            self.left -= 1.0;
        }
        let norm = 1.0 / amplitudes[0].hypot(amplitudes[1]).max(f32::MIN_POSITIVE);
        let [a, b] = amplitudes.map(|amplitude| amplitude * norm);
        for (left, right) in left.iter_mut().zip(&*right) {
            *left = a * *left + sign * b * right;
        }
        normalise(left, 1.0);
        self.part(left, bits, 1.0, fold, MAX_SPLITS);
        mid_out.copy_from_slice(left);
        for (left, right) in left.iter().zip(right) {
            *right = sign * left;
        }
    }

    /// The side of a pair: never folded, or it would be a copy of the mid.
    fn side(&mut self, side: &mut [f32], bits: f32, angle: &Angle) {
        if angle.sin < 1e-6 {
            side.fill(0.0);
        } else {
            self.part(side, bits, angle.sin, None, MAX_SPLITS);
        }
    }

    /// The bits that a piece of coding takes.
    fn counted(&mut self, code: impl FnOnce(&mut Self)) -> f32 {
        let before = self.left;
        code(self);
        before - self.left
    }

    /// Codes lines, split in up to 2^`splits` parts.
    fn part(
        &mut self,
        lines: &mut [f32],
        bits: f32,
        gain: f32,
        fold: Option<&[f32]>,
        splits: usize,
    ) {
        let n = lines.len();
        if n == 0 {
            return;
        }
        let too_many =
            n > 2 && splits > 0 && n <= MAX_LINES && bits > self.codebook.most(n) + SPLIT_BITS;
        if !too_many && n <= MAX_LINES {
            self.whole(lines, bits, gain, fold);
            return;
        }
        let (first, second) = lines.split_at_mut(n / 2);
        let (fold_first, fold_second) = fold.map(|fold| fold.split_at(n / 2)).unzip();
        let (angle, cost) = self.angle(first, second, bits, n - 1, 2);
        self.left -= cost;
        let bits = (bits - cost).max(0.0);
        let second_bits = (0.5 * (bits - angle.lean)).clamp(0.0, bits);
        let first_bits = bits - second_bits;
        let deeper = splits.saturating_sub(1);
        let [first_gain, second_gain] = [gain * angle.cos, gain * angle.sin];
        if first_bits >= second_bits {
            let used = self.counted(|s| s.part(first, first_bits, first_gain, fold_first, deeper));
            let second_bits = second_bits + handed_on(first_bits - used);
            self.part(second, second_bits, second_gain, fold_second, deeper);
        } else {
            let used =
                self.counted(|s| s.part(second, second_bits, second_gain, fold_second, deeper));
            let first_bits = first_bits + handed_on(second_bits - used);
            self.part(first, first_bits, first_gain, fold_first, deeper);
        }
    }

    /// Codes lines as one shape.
    fn whole(&mut self, lines: &mut [f32], bits: f32, gain: f32, fold: Option<&[f32]>) {
        if gain < 1e-9 {
            lines.fill(0.0);
            return;
        }
        let n = lines.len();
        let pulses = self.codebook.pulses(n, bits, self.left);
        if pulses == 0 {
            self.invent(lines, gain, fold);
            return;
        }
        self.left -= self.codebook.cost(n, pulses);
        let rotation = self.spread.rotation(n, pulses);
        if let Some(rotation) = rotation {
            rotation.turn(lines);
        }
        self.search.quantise(lines, pulses, gain);
        if let Some(rotation) = rotation {
            rotation.turn_back(lines);
        }
    }

    /// Fills lines that got no bits.
    fn invent(&mut self, lines: &mut [f32], gain: f32, fold: Option<&[f32]>) {
        if let Some(fold) = fold {
            let level = FOLD_NOISE / (lines.len() as f32).sqrt();
            for (line, fold) in lines.iter_mut().zip(fold) {
                *line = fold + level * self.noise.sample().signum();
            }
        } else {
            lines.fill_with(|| self.noise.sample());
        }
        normalise(lines, gain);
    }

    /// The angle between the energies of two halves as it is coded with a band of `bits` bits, and
    /// its cost. At least `least` steps: one step means none.
    fn angle(
        &self,
        first: &[f32],
        second: &[f32],
        bits: f32,
        degrees: usize,
        least: u32,
    ) -> (Angle, f32) {
        let lines = first.len().max(1) as f32;
        let fair = bits / degrees.max(1) as f32 + 0.5 * lines.log2() - ANGLE_OFFSET;
        // No more than leaves something for the shapes.
        let most = bits - lines.log2() - 4.0;
        let angle_bits = fair.min(most).min(MAX_ANGLE_BITS);
        let mut steps = if angle_bits < 0.5 {
            least
        } else {
            // Even, so that equal halves have a step of their own.
            (((angle_bits.exp2() * 0.5).round() * 2.0) as u32).max(least)
        };
        let mut cost = if steps < 2 {
            0.0
        } else {
            (steps as f32 + 1.0).log2()
        };
        if cost > self.left {
            (steps, cost) = (1, 0.0);
        }
        let exact = power(second).sqrt().atan2(power(first).sqrt());
        let coded = if steps > 1 {
            (exact / FRAC_PI_2 * steps as f32).round() / steps as f32 * FRAC_PI_2
        } else if least > 1 {
            // Nothing is known of the halves: they are alike.
            FRAC_PI_4
        } else {
            0.0
        };
        let (sin, cos) = coded.sin_cos();
        let sin = if sin < 1e-4 { 0.0 } else { sin };
        let cos = if cos < 1e-4 { 0.0 } else { cos };
        let lean = (lines - 1.0).max(0.0) * (cos.max(1e-4) / sin.max(1e-4)).log2();
        (Angle { cos, sin, lean }, cost)
    }
}

/// What the second half gets of the `spare` bits of the first.
fn handed_on(spare: f32) -> f32 {
    if spare > WORTH_HANDING_ON {
        spare - WORTH_HANDING_ON
    } else {
        0.0
    }
}

/// Makes a vector `gain` long; one that is nothing stays nothing.
pub fn normalise(lines: &mut [f32], gain: f32) {
    let power = power(lines);
    let scale = if power > 1e-20 {
        gain / power.sqrt()
    } else {
        0.0
    };
    for line in lines {
        *line *= scale;
    }
}
