//! The quantiser of MP3 and AAC: a magnitude to the power of 3/4, rounded to the value that decodes
//! nearest to it, as encoders do that care.
//!
//! Source: ISO/IEC 11172-3, 2.4.3.4.7 and annex C.1.5.4.4.1; ISO/IEC 14496-3, 4.6.1.
//! y = sgn(q) |q|^(4/3) 2^(e/4), where e is the band's step in units of 1.5 dB.

use super::numbers::sum_of;

/// Added before rounding down: what makes the limit between two values lie in the middle of what they
/// decode to, n + 1 − (½n^(4/3) + ½(n + 1)^(4/3))^(3/4). For 0, which is the standard's 0.4054 for all;
/// that takes a little off every larger line, and much after twenty generations.
const ROUNDING: f32 = 0.4054;
/// The same for 1 and more: 0.472, 0.483, 0.488…, nearly one half.
const LARGER_ROUNDING: f32 = 0.48;

/// The largest magnitude that escapes reach.
pub const MAX_MAGNITUDE: f32 = 8191.0;

/// The smallest step and the largest, in units of 1.5 dB: −193 to 191 dB re 1.
pub const FINEST: i32 = -128;
/// See [`FINEST`].
pub const COARSEST: i32 = 127;

/// Adding it makes the processor round to whole numbers, which then stand in the lowest bits.
const ROUND: f32 = 12_582_912.0;

/// Magnitudes whose power of 4/3 is looked up; larger ones are rare.
const LOOKED_UP: usize = 256;

/// Its tables.
pub struct PowerLaw {
    /// 2^(−3e/16): what magnitudes to the power of 3/4 are multiplied with.
    inverse: [f32; 256],
    /// 2^(e/4).
    step: [f32; 256],
    /// q^(4/3).
    power: [f32; LOOKED_UP],
}

/// What a band is after quantising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Magnitudes {
    /// Their sum.
    pub sum: i32,
    /// The largest.
    pub max: i32,
}

impl PowerLaw {
    /// Fills the tables.
    pub fn new() -> Self {
        let exponent = |n: usize| (n as i32 + FINEST) as f64;
        Self {
            inverse: std::array::from_fn(|n| (-3.0 / 16.0 * exponent(n)).exp2() as f32),
            step: std::array::from_fn(|n| (0.25 * exponent(n)).exp2() as f32),
            power: std::array::from_fn(|n| (n as f64).powf(4.0 / 3.0) as f32),
        }
    }

    /// Quantises magnitudes that are given to the power of 3/4.
    pub fn quantise(&self, powered: &[f32], step: i32, values: &mut [i32]) -> Magnitudes {
        const LANES: usize = 8;
        let scale = self.inverse[index(step)];
        let whole = |x: f32| {
            let scaled = x * scale;
            let bounded = if scaled < MAX_MAGNITUDE {
                scaled
            } else {
                MAX_MAGNITUDE
            };
            let rounding = if bounded < 1.0 {
                ROUNDING
            } else {
                LARGER_ROUNDING
            };
            let rounded = (bounded + (rounding - 0.5)) + ROUND;
            rounded.to_bits() as i32 - ROUND.to_bits() as i32
        };
        let (mut sums, mut maxima) = ([0; LANES], [0; LANES]);
        let mut sources = powered.chunks_exact(LANES);
        let mut targets = values.chunks_exact_mut(LANES);
        for (source, target) in (&mut sources).zip(&mut targets) {
            for lane in 0..LANES {
                let value = whole(source[lane]);
                target[lane] = value;
                sums[lane] += value;
                maxima[lane] = maxima[lane].max(value);
            }
        }
        let rest = sources.remainder().iter().zip(targets.into_remainder());
        for (lane, (source, target)) in rest.enumerate() {
            let value = whole(*source);
            *target = value;
            sums[lane] += value;
            maxima[lane] = maxima[lane].max(value);
        }
        Magnitudes {
            sum: sums.iter().sum(),
            max: maxima.iter().copied().max().unwrap_or(0),
        }
    }

    /// The step at which `values` decode about as loud as `lines` are, where they would have more than
    /// `most` times the energy: which step is written with them is the encoder's choice. Where there is
    /// little but zeros and ones, rounding to the nearest adds more than it takes away, and the next
    /// generation more again.
    pub fn no_louder(&self, values: &[i32], step: i32, lines: &[f32], most: f32) -> i32 {
        let power = |value: i32| self.power.get(value as usize).copied();
        let decoded = |&value: &i32| power(value).map_or(0.0, |power| power * power);
        let after = values.iter().map(decoded).sum::<f32>() * self.step[index(step)].powi(2);
        let before = sum_of(lines, |x| x * x);
        if after <= before * most {
            return step;
        }
        // A step is 1.5 dB: 2^(1/2) of the energy.
        step - (2.0 * (after / before).log2()).round() as i32
    }

    /// What a decoder makes of `values`; `lines` holds the signs and is written over. Returns the
    /// sum of squares.
    pub fn restore(&self, values: &[i32], step: i32, lines: &mut [f32]) -> f32 {
        let step = self.step[index(step)];
        let mut energy = 0.0;
        for (line, &value) in lines.iter_mut().zip(values) {
            let power = match self.power.get(value as usize) {
                Some(&power) => power,
                None => (value as f32).powf(4.0 / 3.0),
            };
            let restored = power * step;
            *line = restored.copysign(*line);
            energy += restored * restored;
        }
        energy
    }
}

fn index(step: i32) -> usize {
    (step.clamp(FINEST, COARSEST) - FINEST) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantises_to_the_nearest_value() {
        let law = PowerLaw::new();
        let lines: Vec<f32> = (0..101).map(|n| n as f32 * 3.7 - 150.0).collect();
        let powered: Vec<f32> = lines.iter().map(|x| x.abs().powf(0.75)).collect();
        let mut values = vec![0; lines.len()];
        let found = law.quantise(&powered, 6, &mut values);
        let right: Vec<i32> = lines
            .iter()
            .map(|x| (x.abs() / 1.5f32.exp2()).powf(0.75))
            .map(|x| (x + if x < 1.0 { 0.4054 } else { 0.48 }) as i32)
            .collect();
        assert_eq!(values, right);
        assert_eq!(found.sum, right.iter().sum::<i32>());
        assert_eq!(found.max, right.iter().copied().max().unwrap());
        let mut restored = lines.clone();
        law.restore(&values, 6, &mut restored);
        for (restored, line) in restored.iter().zip(&lines) {
            let coarse = 1.5f32.exp2() * 4.0 / 3.0 * (line.abs() / 1.5f32.exp2()).powf(0.25);
            assert!((restored - line).abs() < 0.7 * coarse.max(1.5f32.exp2()));
        }
    }
}
