//! What rain, street and wind are built of: chance, noise, moving filters, and the chunks in which
//! they are worked out.

mod chance;
mod chunks;
mod filter;
mod hiss;
#[cfg(test)]
pub mod proof;

pub use chance::Chance;
pub use chunks::{CHUNK, Chunks};
pub use filter::{Pole, StateVariable, Tuning};
pub use hiss::Hiss;

/// `value` inside `range`; its lower end for what is no number.
pub fn within(value: f32, [least, most]: [f32; 2]) -> f32 {
    if value.is_nan() {
        least
    } else {
        value.clamp(least, most)
    }
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
        let share = -(CHUNK as f64) / (Self::SECONDS * sample_rate);
        Self {
            value,
            target: value,
            step: 1.0 - share.exp() as f32,
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
