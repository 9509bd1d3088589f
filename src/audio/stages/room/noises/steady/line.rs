//! What moves from one chunk to the next.

use std::array::from_fn;

use super::CHUNK;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::one_pole::approach;

/// How far a chunk is after each of its frames.
const SHARES: [f32; CHUNK] = {
    let mut shares = [0.0; CHUNK];
    let mut n = 0;
    while n < CHUNK {
        shares[n] = (n + 1) as f32 / CHUNK as f32;
        n += 1;
    }
    shares
};

/// A value that moves in a straight line within each chunk.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Line {
    from: f32,
    to: f32,
}

impl Line {
    /// From where the last chunk ended to `end`, or at once.
    pub fn move_to(&mut self, end: f32, at_once: bool) {
        self.from = if at_once { end } else { self.to };
        self.to = end;
    }

    /// Whether it stands still.
    pub fn is_still(&self) -> bool {
        self.from == self.to
    }

    /// Whether it is 0 throughout.
    pub fn is_zero(&self) -> bool {
        self.from == 0.0 && self.to == 0.0
    }

    /// Where it is at the end of the chunk.
    pub fn end(&self) -> f32 {
        self.to
    }

    /// Where it is in the chunk's `n`th frame.
    #[inline(always)]
    pub fn at(&self, n: usize) -> f32 {
        self.from + SHARES[n] * (self.to - self.from)
    }
}

/// Gains side by side that move to `targets` within a chunk: the first frame's, and what each frame
/// adds.
pub fn slopes<const N: usize>(gains: [f32; N], targets: [f32; N]) -> ([f32; N], [f32; N]) {
    let steps = from_fn(|n| (targets[n] - gains[n]) / CHUNK as f32);
    (from_fn(|n| gains[n] + steps[n]), steps)
}

/// How far a smoother of time constant `seconds` comes in a chunk.
pub fn share(seconds: f64, sample_rate: f64) -> f64 {
    f64::from(approach(seconds, CHUNK, sample_rate))
}

/// What white noise is scaled by to have a standard deviation of 1 behind a smoother that comes so far
/// each time: its variance there is share/(2 − share).
pub fn spread(share: f64) -> f64 {
    ((2.0 - share) / share).sqrt() / WhiteNoise::RMS
}

/// A setting that glides to its target, a step for each chunk. The first target after a reset is
/// taken at once.
#[derive(Debug, Clone, Copy)]
pub struct Slide {
    value: f32,
    target: f32,
    step: f32,
    fresh: bool,
}

impl Slide {
    /// How long a step takes to be all but 1/e done, in seconds.
    const SECONDS: f64 = 0.1;

    /// Stands at `value`.
    pub fn new(value: f32, sample_rate: f64) -> Self {
        Self {
            value,
            target: value,
            step: share(Self::SECONDS, sample_rate) as f32,
            fresh: true,
        }
    }

    /// The next target is taken at once.
    pub fn reset(&mut self) {
        self.value = self.target;
        self.fresh = true;
    }

    /// Heads for `target`.
    pub fn set(&mut self, target: f32) {
        self.target = target;
        if self.fresh {
            self.value = target;
            self.fresh = false;
        }
    }

    /// Its value in the next chunk.
    pub fn advance(&mut self) -> f32 {
        self.value += self.step * (self.target - self.value);
        self.value
    }
}
