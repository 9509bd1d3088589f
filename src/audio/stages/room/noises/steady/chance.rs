//! Random draws for events.

use std::f32::consts::TAU;

use crate::audio::dsp::noise::WhiteNoise;

/// A seeded source of random draws.
#[derive(Debug, Clone)]
pub struct Chance(WhiteNoise);

impl Chance {
    /// Different seeds give different draws.
    pub fn new(seed: u64) -> Self {
        Self(WhiteNoise::new(seed))
    }

    /// Above 0, up to 1.
    pub fn uniform(&mut self) -> f32 {
        0.5 - 0.5 * self.0.sample()
    }

    /// Between both, each as likely.
    pub fn between(&mut self, [least, most]: [f32; 2]) -> f32 {
        least + (most - least) * self.uniform()
    }

    /// One of `count` indices, each as likely.
    pub fn index(&mut self, count: usize) -> usize {
        let below = (1.0 - self.uniform()) * count as f32;
        (below as usize).min(count.saturating_sub(1))
    }

    /// The wait for the next event of a Poisson process, in mean waits.
    pub fn exponential(&mut self) -> f32 {
        -self.uniform().ln()
    }

    /// With mean 0 and standard deviation 1 (Box and Muller 1958).
    pub fn normal(&mut self) -> f32 {
        let radius = (2.0 * self.exponential()).sqrt();
        radius * (TAU * self.uniform()).cos()
    }
}
