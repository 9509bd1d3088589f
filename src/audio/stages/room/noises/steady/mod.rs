//! What the noises that sound without an end are built of: chance, noise, waves, filters that move,
//! and the chunks in which they are worked out.

mod bank;
mod chance;
mod chunks;
mod circle;
mod filter;
mod fours;
mod hiss;
mod line;
#[cfg(test)]
pub mod proof;
mod rings;
#[cfg(test)]
mod tests;
mod waves;

pub use bank::{Bank, Frames};
pub use chance::Chance;
pub use chunks::{CHUNK, Chunked, Chunks};
pub use circle::{Circle, Overtones};
pub use filter::{HighPass, Pole, Tuning};
pub use fours::{FOUR, Fours};
pub use hiss::Hiss;
pub use line::{Line, Slide, share, spread};
pub use rings::{Blow, LANES, Lanes, Rings, folded, step};
pub use waves::{LANES as WAVES, Mixed, Series, Waves, dot, phase_step, rms};

/// `value` inside `range`; its lower end for what is no number.
pub fn within(value: f32, [least, most]: [f32; 2]) -> f32 {
    if value.is_nan() {
        least
    } else {
        value.clamp(least, most)
    }
}
