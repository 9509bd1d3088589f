//! A linear-phase half-band filter: doubles or halves the sample rate of one channel.
//!
//! Every second tap of a half-band filter is 0 but for the one in the middle, so that of its two
//! phases one is a mere delay and the other is a short symmetric filter.

use super::window::{kaiser, kaiser_beta, sinc};

/// The most samples of the lower rate that one call may bring.
pub const MAX_FRAMES: usize = 1024;

/// The taps, shared by both directions: with n pairs the filter is 4n − 1 taps long.
#[derive(Debug, Clone)]
pub struct HalfBand {
    /// The outer tap of each pair first. Their sum is ½, as is the middle tap.
    pairs: Vec<f32>,
}

impl HalfBand {
    /// Windowed sinc with `pairs` pairs of side taps and a stop band `attenuation_db` down.
    /// The transition band is about (attenuation − 8)/(14.4·(4·pairs − 2)) of the higher rate
    /// wide, centred at a quarter of it (Kaiser's estimate).
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new(pairs: usize, attenuation_db: f64) -> Self {
        let beta = kaiser_beta(attenuation_db);
        let taps: Vec<f64> = (0..pairs)
            .rev()
            .map(|pair| {
                let distance = (2 * pair + 1) as f64;
                0.5 * sinc(distance / 2.0) * kaiser(distance / (2 * pairs) as f64, beta)
            })
            .collect();
        // Each side sums to ¼, so that a constant passes exactly.
        let sum: f64 = taps.iter().sum();
        Self {
            pairs: taps.iter().map(|tap| (tap * 0.25 / sum) as f32).collect(),
        }
    }

    /// Frames of the lower rate that going up and down again takes.
    pub fn round_trip(&self) -> usize {
        2 * self.pairs.len() - 1
    }

    /// Σ of the side taps with the newest sample at `newest[i]`: `history` must reach
    /// 2·pairs − 1 samples back from it. Adds to `out`.
    fn side(&self, samples: &[f32], first: usize, out: &mut [f32]) {
        let frames = out.len();
        let last = 2 * self.pairs.len() - 1;
        for (i, &tap) in self.pairs.iter().enumerate() {
            let newer = &samples[first - i..][..frames];
            let older = &samples[first + i - last..][..frames];
            for ((out, new), old) in out.iter_mut().zip(newer).zip(older) {
                *out += tap * (new + old);
            }
        }
    }
}

/// Doubles the rate of one channel.
#[derive(Debug, Clone)]
pub struct Doubler {
    history: Vec<f32>,
    even: Vec<f32>,
    reach: usize,
}

impl Doubler {
    /// Allocates for calls of up to [`MAX_FRAMES`].
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(filter: &HalfBand) -> Self {
        let reach = 2 * filter.pairs.len() - 1;
        Self {
            history: vec![0.0; reach + MAX_FRAMES],
            even: vec![0.0; MAX_FRAMES],
            reach,
        }
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.history.fill(0.0);
    }

    /// Writes twice as many samples to `output` as `input` holds.
    pub fn process(&mut self, filter: &HalfBand, input: &[f32], output: &mut [f32]) {
        let frames = input.len();
        let even = &mut self.even[..frames];
        even.fill(0.0);
        self.history[self.reach..][..frames].copy_from_slice(input);
        filter.side(&self.history, self.reach, even);
        let middle = &self.history[self.reach + 1 - filter.pairs.len()..][..frames];
        for ((pair, even), odd) in output.chunks_exact_mut(2).zip(even).zip(middle) {
            pair[0] = 2.0 * *even;
            pair[1] = *odd;
        }
        self.history.copy_within(frames..frames + self.reach, 0);
    }
}

/// Halves the rate of one channel.
#[derive(Debug, Clone)]
pub struct Halver {
    even: Vec<f32>,
    odd: Vec<f32>,
    reach: usize,
}

impl Halver {
    /// Allocates for calls that return up to [`MAX_FRAMES`].
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(filter: &HalfBand) -> Self {
        let reach = 2 * filter.pairs.len() - 1;
        Self {
            even: vec![0.0; reach + MAX_FRAMES],
            odd: vec![0.0; reach + MAX_FRAMES],
            reach,
        }
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.even.fill(0.0);
        self.odd.fill(0.0);
    }

    /// Writes half as many samples to `output` as `input` holds.
    pub fn process(&mut self, filter: &HalfBand, input: &[f32], output: &mut [f32]) {
        let frames = output.len();
        let even = &mut self.even[self.reach..][..frames];
        let odd = &mut self.odd[self.reach..][..frames];
        for ((pair, even), odd) in input.chunks_exact(2).zip(even).zip(odd) {
            *even = pair[0];
            *odd = pair[1];
        }
        let middle = &self.odd[self.reach - filter.pairs.len()..][..frames];
        for (out, middle) in output.iter_mut().zip(middle) {
            *out = 0.5 * middle;
        }
        filter.side(&self.even, self.reach, output);
        self.even.copy_within(frames..frames + self.reach, 0);
        self.odd.copy_within(frames..frames + self.reach, 0);
    }
}
