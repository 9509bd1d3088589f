//! The energy of each band, coded first and kept whatever happens to the rest: steps of 6 dB
//! predicted from the last hop and the band below, then finer ones as bits allow.
//!
//! Not modelled: the standard's tables of probabilities; a Laplace distribution of one shape for
//! all bands stands for them.
//!
//! Source: RFC 6716, §4.3.2.

use super::bands::BANDS;

/// Share of the last hop's level that is predicted (20 ms frames).
const IN_TIME: f32 = 16_384.0 / 32_768.0;
/// Share of a surprise that the next band above does not take over (20 ms frames).
const IN_FREQUENCY: f32 = 6_554.0 / 32_768.0;

/// Probability that a prediction is right to a step, and what remains of it for each step more:
/// about the mean of the standard's 21 for 20 ms frames.
const RIGHT: f32 = 0.45;
const DECAY: f32 = 0.35;
/// The rarest surprise costs this many bits.
const RAREST_BITS: f32 = 15.0;

/// log2 of the smallest amplitude a band can have, −144 dB.
pub const FLOOR: f32 = -24.0;
/// log2 of the largest: bounds what a hop of nonsense can do.
const CEILING: f32 = 60.0;
/// How far a band may fall within a hop, as log2 of its amplitude.
const LARGEST_FALL: f32 = 16.0;

/// The decoder's idea of each band's level, as log2 of its amplitude.
#[derive(Debug, Clone)]
pub struct Energy {
    levels: [[f32; BANDS]; 2],
    /// What the steps taken so far leave out.
    errors: [[f32; BANDS]; 2],
}

impl Energy {
    /// Silence.
    pub fn new() -> Self {
        Self {
            levels: [[FLOOR; BANDS]; 2],
            errors: [[0.0; BANDS]; 2],
        }
    }

    /// Begins again from silence.
    pub fn reset(&mut self) {
        *self = Self::new();
    }

    /// The decoded amplitude of a band.
    pub fn amplitude(&self, channel: usize, band: usize) -> f32 {
        self.levels[channel][band].exp2()
    }

    /// Codes the levels of the first `end` bands in steps of 6 dB and returns the bits it took, at
    /// most `budget`. Where no bits are left, bands fade by a step a hop.
    pub fn code_coarse(
        &mut self,
        levels: &[[f32; BANDS]; 2],
        channels: usize,
        end: usize,
        budget: f32,
    ) -> f32 {
        let mut left = budget;
        let mut base = [0.0; 2];
        for (base, old) in base.iter_mut().zip(&self.levels) {
            // The standard subtracts the mean spectrum of music at one fixed scale; the last
            // hop's mean does as well at any scale.
            *base = old[..end].iter().sum::<f32>() / end.max(1) as f32;
        }
        let mut carried = [0.0; 2];
        for band in 0..end {
            for (channel, levels) in levels.iter().enumerate().take(channels) {
                let old = self.levels[channel][band];
                let level = levels[band].max(old - LARGEST_FALL).clamp(FLOOR, CEILING);
                let base = base[channel];
                let predicted = base + IN_TIME * (old - base) + carried[channel];
                let wanted = (level - predicted).round();
                let steps = if left >= RAREST_BITS {
                    wanted
                } else if left >= 2.0 {
                    wanted.clamp(-1.0, 1.0)
                } else if left >= 1.0 {
                    wanted.clamp(-1.0, 0.0)
                } else {
                    -1.0
                };
                left -= surprise_bits(steps).min(left);
                let decoded = (predicted + steps).clamp(FLOOR, CEILING);
                carried[channel] += (1.0 - IN_FREQUENCY) * steps;
                self.levels[channel][band] = decoded;
                self.errors[channel][band] = (level - decoded).clamp(-0.5, 0.5);
            }
        }
        budget - left
    }

    /// Codes a band's level more finely, with `bits` bits.
    pub fn refine(&mut self, channel: usize, band: usize, bits: u32) {
        if bits == 0 {
            return;
        }
        let steps = (1u32 << bits) as f32;
        let error = &mut self.errors[channel][band];
        let index = ((*error + 0.5) * steps).floor().clamp(0.0, steps - 1.0);
        let offset = (index + 0.5) / steps - 0.5;
        self.levels[channel][band] += offset;
        // What is left, on the scale of a step of this size, for a later refinement.
        *error -= offset;
    }

    /// Spends one more bit on a band that was refined with `bits` before.
    pub fn refine_once_more(&mut self, channel: usize, band: usize, bits: u32) {
        let half = 0.25 / (1u32 << bits) as f32;
        let error = &mut self.errors[channel][band];
        let offset = half.copysign(*error);
        self.levels[channel][band] += offset;
        *error -= offset;
    }

    /// Takes over the other channel's levels: both are the same.
    pub fn copy_left(&mut self) {
        self.levels[1] = self.levels[0];
        self.errors[1] = self.errors[0];
    }
}

/// Bits of a surprise of `steps` steps, if steps are spread as a Laplace distribution.
fn surprise_bits(steps: f32) -> f32 {
    let distance = steps.abs();
    let bits = if distance < 0.5 {
        -RIGHT.log2()
    } else {
        -(0.5 * (1.0 - RIGHT) * (1.0 - DECAY)).log2() - (distance - 1.0) * DECAY.log2()
    };
    bits.min(RAREST_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_within_half_a_step_and_finer_with_more_bits() {
        let mut energy = Energy::new();
        let levels = [std::array::from_fn(|b| 3.3 - 0.37 * b as f32); 2];
        for _ in 0..3 {
            let bits = energy.code_coarse(&levels, 2, BANDS, 1_000.0);
            assert!(bits < 300.0, "{bits}");
        }
        for (band, level) in levels[0].iter().enumerate() {
            let coarse = energy.levels[0][band] - level;
            assert!(coarse.abs() <= 0.501, "{coarse}");
            energy.refine(0, band, 3);
            let fine = energy.levels[0][band] - level;
            assert!(fine.abs() <= 0.0626, "{fine}");
            energy.refine_once_more(0, band, 3);
            let finer = energy.levels[0][band] - level;
            assert!(finer.abs() <= 0.0314, "{finer}");
        }
    }

    #[test]
    fn a_level_that_stands_costs_little() {
        let mut energy = Energy::new();
        let levels = [std::array::from_fn(|b| 6.0 - 0.6 * b as f32); 2];
        for _ in 0..5 {
            energy.code_coarse(&levels, 2, BANDS, 1_000.0);
        }
        let bits = energy.code_coarse(&levels, 2, BANDS, 1_000.0);
        assert!(bits < 90.0, "{bits}");
    }

    #[test]
    fn without_bits_bands_fade() {
        let mut energy = Energy::new();
        let levels = [[5.0; BANDS]; 2];
        energy.code_coarse(&levels, 2, BANDS, 1_000.0);
        let before = energy.levels[0][10];
        assert_eq!(energy.code_coarse(&levels, 2, BANDS, 0.0), 0.0);
        assert!(energy.levels[0][10] < before - 0.5);
    }
}
