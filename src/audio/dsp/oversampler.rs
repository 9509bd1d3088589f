//! Runs something at a multiple of the sample rate, in linear phase and with a latency of whole
//! frames.

use super::delay::Delay;
use super::halfband::{Doubler, HalfBand, Halver, MAX_FRAMES};
use crate::audio::stage::MAX_BLOCK;

/// How many times the sample rate is doubled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// As it is.
    X1,
    /// Doubled.
    X2,
    /// Four times.
    X4,
    /// Eight times.
    X8,
    /// Sixteen times.
    X16,
}

impl Factor {
    /// How many times the rate is doubled.
    pub fn doublings(self) -> usize {
        self as usize
    }

    /// The multiple itself.
    pub fn multiple(self) -> usize {
        1 << self.doublings()
    }

    /// The factor of `doublings` doublings, at most four.
    pub fn of(doublings: usize) -> Self {
        match doublings {
            0 => Factor::X1,
            1 => Factor::X2,
            2 => Factor::X4,
            3 => Factor::X8,
            _ => Factor::X16,
        }
    }

    /// The factor that takes `sample_rate` to about where this one takes 48 kHz: beyond the
    /// audible range there is already room for what the oversampling makes room for.
    pub fn at_rate(self, sample_rate: f64) -> Self {
        let doubled = match sample_rate {
            rate if rate < 70_000.0 => 0,
            rate if rate < 140_000.0 => 1,
            _ => 2,
        };
        Self::of(self.doublings().saturating_sub(doubled))
    }
}

/// Pairs of side taps of each half-band filter, the first doubling first.
///
/// The first filter decides about the audible range: 24 pairs take it from 20 kHz, −0.0 dB, to
/// 24.1 kHz, −80 dB, at 44.1 kHz. Later ones have the whole range above to fall in.
const PAIRS: [usize; 4] = [24, 6, 4, 4];
const ATTENUATION_DB: f64 = 96.0;

/// The longest oversampled block.
pub const MAX_OVERSAMPLED: usize = MAX_BLOCK * 16;

/// Takes one channel up and down again, by a factor that can be changed while it is empty.
#[derive(Debug, Clone)]
pub struct Oversampler {
    filters: Vec<HalfBand>,
    doublers: Vec<Doubler>,
    halvers: Vec<Halver>,
    factor: Factor,
    /// Fills the round trip up to the latency, at the highest rate.
    rest: Delay,
    latency: usize,
    scratch: Vec<f32>,
}

impl Oversampler {
    /// Allocates for blocks of up to [`MAX_BLOCK`] frames and any factor.
    #[expect(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        reason = "preparation"
    )]
    pub fn new(factor: Factor) -> Self {
        let filters: Vec<HalfBand> = PAIRS
            .iter()
            .map(|&pairs| HalfBand::new(pairs, ATTENUATION_DB))
            .collect();
        let longest = Factor::X16;
        let latency = round_trip(&filters, longest).div_ceil(longest.multiple());
        let mut oversampler = Self {
            doublers: filters.iter().map(Doubler::new).collect(),
            halvers: filters.iter().map(Halver::new).collect(),
            filters,
            factor,
            rest: Delay::new(latency * longest.multiple()),
            latency,
            scratch: vec![0.0; MAX_OVERSAMPLED],
        };
        oversampler.set_factor(factor);
        oversampler
    }

    /// Another factor; what it held is lost.
    pub fn set_factor(&mut self, factor: Factor) {
        self.factor = factor;
        let spare = self.latency * factor.multiple() - round_trip(&self.filters, factor);
        self.rest.set_frames(spare);
        self.reset();
    }

    /// How many times faster the inside runs.
    pub fn factor(&self) -> Factor {
        self.factor
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.doublers.iter_mut().for_each(Doubler::reset);
        self.halvers.iter_mut().for_each(Halver::reset);
        self.rest.reset();
    }

    /// Frames from `up` through `down`, exact and the same for every factor.
    pub fn latency(&self) -> usize {
        self.latency
    }

    /// Fills `output`, which is `multiple` times as long as `input`.
    pub fn up(&mut self, input: &[f32], output: &mut [f32]) {
        let mut frames = input.len();
        output[..frames].copy_from_slice(input);
        let doublers = self.doublers.iter_mut().zip(&self.filters);
        for (doubler, filter) in doublers.take(self.factor.doublings()) {
            debug_assert!(frames <= MAX_FRAMES);
            self.scratch[..frames].copy_from_slice(&output[..frames]);
            doubler.process(filter, &self.scratch[..frames], &mut output[..2 * frames]);
            frames *= 2;
        }
    }

    /// Fills `output` from `input`, which is `multiple` times as long and is used up.
    pub fn down(&mut self, input: &mut [f32], output: &mut [f32]) {
        self.rest.process(input);
        let mut frames = input.len();
        let doublings = self.factor.doublings();
        let halvers = self.halvers[..doublings].iter_mut().zip(&self.filters);
        for (halver, filter) in halvers.rev() {
            frames /= 2;
            halver.process(filter, &input[..2 * frames], &mut self.scratch[..frames]);
            input[..frames].copy_from_slice(&self.scratch[..frames]);
        }
        output.copy_from_slice(&input[..frames]);
    }
}

/// Samples of the highest rate that going up by `factor` and down again takes.
fn round_trip(filters: &[HalfBand], factor: Factor) -> usize {
    let doublings = factor.doublings();
    // Doubling k runs 2^(doublings − k) times slower than the highest rate.
    let filters = filters[..doublings].iter().enumerate();
    filters
        .map(|(k, filter)| filter.round_trip() << (doublings - k))
        .sum()
}
