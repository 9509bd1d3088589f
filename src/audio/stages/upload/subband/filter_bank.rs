//! Splits a signal into subbands of equal width, a sample of each for every M samples, and joins
//! them again: a cosine-modulated filter bank with a prototype of 10·M taps.
//!
//! Only the lowest eight bands are made, whatever M is: at higher sample rates they cover the same
//! 24 kHz. Not modelled: the standard's own table of prototype taps; this one has the same length
//! and width, and joins to −71 dB of the input.
//!
//! Source: A2DP 1.3, appendix B, §12.6.3 and §12.7.4 (the structure, its phases).

use std::f64::consts::{PI, TAU};

/// How many bands are made.
pub const SUBBANDS: usize = 8;

/// Taps of the prototype for each sample between two samples of a subband.
const LENGTH: usize = 10;

/// The prototype's spectrum at multiples of its length's frequency, by a search for the least error
/// of joining (Nelder and Mead, then Powell, over white noise); beyond 1.3 bandwidths it is below
/// −77 dB.
const PROTOTYPE: [f64; 6] = [
    1.0,
    0.989_663_705_183,
    0.864_638_303_656,
    0.502_978_736_444,
    0.146_382_489_284,
    0.015_469_204_432,
];

/// The filters, for any number of channels.
pub struct FilterBank {
    /// M, samples of the signal for each sample of a subband.
    hop: usize,
    /// The prototype backwards: its last tap meets the oldest sample.
    analysis: Vec<f32>,
    /// The modulation of each place modulo 2·M, of each band.
    analysis_cosines: Vec<[f32; SUBBANDS]>,
    synthesis: Vec<f32>,
    synthesis_cosines: Vec<[f32; SUBBANDS]>,
}

/// What the bank remembers of one channel.
pub struct BankState {
    /// The last 10·M samples, the oldest first.
    history: Vec<f32>,
    /// What is already known of the next 10·M samples.
    joined: Vec<f32>,
    /// The samples folded to one period of the modulation.
    folded: Vec<f32>,
}

impl FilterBank {
    /// With M = `hop`, which must be even. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new(hop: usize) -> Self {
        let m = hop as f64;
        let taps = LENGTH * hop;
        let prototype = |n: usize| {
            let turn = n as f64 / taps as f64 - 0.5;
            let terms = PROTOTYPE.iter().zip(0..);
            let sum: f64 = terms
                .map(|(height, k)| height * (TAU * f64::from(k) * turn).cos())
                .sum();
            // The modulation turns its sign with each period.
            let sign = if (n / (2 * hop)).is_multiple_of(2) {
                1.0
            } else {
                -1.0
            };
            // The terms stand on both sides of 0 Hz, the first one only once.
            sign * (2.0 * sum - PROTOTYPE[0])
        };
        let power: f64 = (0..taps).map(|n| prototype(n).powi(2)).sum();
        // A sine in the middle of a band is as large in the band; both banks together have gain 1
        // and turn the sign.
        let split_gain = 2.0 / taps as f64;
        let join_gain = -2.0 / (split_gain * power);
        let cosine = |band: usize, n: f64| ((band as f64 + 0.5) * n * PI / m).cos() as f32;
        Self {
            hop,
            analysis: (0..taps)
                .rev()
                .map(|n| (split_gain * prototype(n)) as f32)
                .collect(),
            analysis_cosines: (0..2 * hop)
                .rev()
                .map(|n| std::array::from_fn(|band| cosine(band, n as f64 - 0.5 * m)))
                .collect(),
            synthesis: (0..taps)
                .map(|n| (join_gain * prototype(n)) as f32)
                .collect(),
            synthesis_cosines: (0..2 * hop)
                .map(|n| std::array::from_fn(|band| cosine(band, n as f64 + 0.5 * m)))
                .collect(),
        }
    }

    /// Samples from the newest sample of a split to the first one that joining it gives back.
    pub fn delay(&self) -> usize {
        LENGTH * self.hop
    }

    /// Takes the next M samples and gives a sample of each subband.
    pub fn split(&self, state: &mut BankState, samples: &[f32]) -> [f32; SUBBANDS] {
        let kept = state.history.len() - self.hop;
        state.history.copy_within(self.hop.., 0);
        state.history[kept..].copy_from_slice(samples);
        let period = 2 * self.hop;
        state.folded.fill(0.0);
        let parts = self
            .analysis
            .chunks_exact(period)
            .zip(state.history.chunks_exact(period));
        for (taps, samples) in parts {
            for ((sum, tap), sample) in state.folded.iter_mut().zip(taps).zip(samples) {
                *sum += tap * sample;
            }
        }
        let mut bands = [0.0; SUBBANDS];
        for (cosines, sum) in self.analysis_cosines.iter().zip(&state.folded) {
            for (band, cosine) in bands.iter_mut().zip(cosines) {
                *band += cosine * sum;
            }
        }
        bands
    }

    /// Takes a sample of each subband and gives the next M samples.
    pub fn join(&self, state: &mut BankState, bands: &[f32; SUBBANDS], samples: &mut [f32]) {
        for (sum, cosines) in state.folded.iter_mut().zip(&self.synthesis_cosines) {
            let mut products = [0.0; SUBBANDS];
            for ((product, band), cosine) in products.iter_mut().zip(bands).zip(cosines) {
                *product = band * cosine;
            }
            // In halves, as lanes are added.
            let [a, b, c, d, e, f, g, h] = products;
            *sum = ((a + e) + (c + g)) + ((b + f) + (d + h));
        }
        let period = 2 * self.hop;
        let parts = self
            .synthesis
            .chunks_exact(period)
            .zip(state.joined.chunks_exact_mut(period));
        for (taps, joined) in parts {
            for ((joined, tap), sum) in joined.iter_mut().zip(taps).zip(&state.folded) {
                *joined += tap * sum;
            }
        }
        samples.copy_from_slice(&state.joined[..self.hop]);
        let kept = state.joined.len() - self.hop;
        state.joined.copy_within(self.hop.., 0);
        state.joined[kept..].fill(0.0);
    }
}

impl BankState {
    /// Silence, for a bank with M = `hop`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(hop: usize) -> Self {
        Self {
            history: vec![0.0; LENGTH * hop],
            joined: vec![0.0; LENGTH * hop],
            folded: vec![0.0; 2 * hop],
        }
    }

    /// Back to silence.
    pub fn reset(&mut self) {
        self.history.fill(0.0);
        self.joined.fill(0.0);
    }
}
