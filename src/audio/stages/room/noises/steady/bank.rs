//! Four sections side by side, for filters of which one may hear another a chunk later.
//!
//! Each is the trapezoidal state-variable section of [`super::Tuning`], written as what the next
//! states take from the present ones and from the input x, so that a frame waits for the last one as
//! shortly as can be: with r = x − low, band⁺ = (2·a1 − 1)·band + 2·a2·r and
//! low⁺ = low + 2·g·(a1·band + a2·r). What comes out is the mean of the old and the new band.

use super::line::slopes;
use super::{CHUNK, Tuning};

/// Sections.
pub const LANES: usize = 4;
type Lanes = [f32; LANES];
/// A chunk of each.
pub type Frames = [Lanes; CHUNK];

/// Four sections.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bank {
    /// Of the next band: what it has of the last one and of r.
    keep: Lanes,
    take: Lanes,
    /// What the low part gains from both.
    low_keep: Lanes,
    low_take: Lanes,
    /// What stays of the low part itself.
    stay: Lanes,
    /// What is heard of the band.
    hear: Lanes,
    band: Lanes,
    low: Lanes,
    /// Of what is heard, at the last chunk's end.
    gains: Lanes,
}

impl Bank {
    /// A lane becomes a band-pass, and keeps its states.
    pub fn tune_band(&mut self, lane: usize, tuning: Tuning) {
        let Tuning { a1, a2, g, height } = tuning;
        self.keep[lane] = 2.0 * a1 - 1.0;
        self.take[lane] = 2.0 * a2;
        self.low_keep[lane] = 2.0 * g * a1;
        self.low_take[lane] = 2.0 * g * a2;
        self.stay[lane] = 1.0 - 2.0 * g * a2;
        self.hear[lane] = 0.5 * height;
    }

    /// Gains of what will be heard, at once.
    pub fn jump(&mut self, gains: Lanes) {
        self.gains = gains;
    }

    /// What comes into each becomes what is heard of it; gains move to `targets`.
    pub fn run(&mut self, frames: &mut Frames, targets: Lanes) {
        let (from, to) = (self.heard(self.gains), self.heard(targets));
        let (mut gains, steps) = slopes(from, to);
        self.gains = targets;
        // A copy stays in registers.
        let mut bank = *self;
        for frame in frames {
            let heard = bank.step(*frame);
            for n in 0..LANES {
                frame[n] = gains[n] * heard[n];
                gains[n] += steps[n];
            }
        }
        (self.band, self.low) = (bank.band, bank.low);
    }

    /// Gains with what each is to be multiplied by to be heard as it was tuned.
    fn heard(&self, mut gains: Lanes) -> Lanes {
        for (gain, hear) in gains.iter_mut().zip(self.hear) {
            *gain *= hear;
        }
        gains
    }

    /// A frame of each.
    #[inline(always)]
    fn step(&mut self, input: Lanes) -> Lanes {
        let mut heard = [0.0; LANES];
        for n in 0..LANES {
            let (take, low_take) = (self.take[n] * input[n], self.low_take[n] * input[n]);
            let band = (take + self.keep[n] * self.band[n]) - self.take[n] * self.low[n];
            let low = (low_take + self.low_keep[n] * self.band[n]) + self.stay[n] * self.low[n];
            heard[n] = band + self.band[n];
            self.band[n] = band;
            self.low[n] = low;
        }
        heard
    }

    /// Forgets what it has heard, and is silent.
    pub fn clear(&mut self) {
        self.band = [0.0; LANES];
        self.low = [0.0; LANES];
        self.gains = [0.0; LANES];
    }
}
