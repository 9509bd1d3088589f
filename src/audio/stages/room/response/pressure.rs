//! The mode at 0 Hz, which the images hold and a real room leaks: 4πc²/V·t·e^(−δt) at `t` after the
//! emission. What is taken off for it begins smoothly.

use std::f64::consts::PI;

use super::super::surfaces::SPEED_OF_SOUND;
use super::scene::Scene;

/// The leaky bass of a closed box begins so smoothly, in seconds.
const RISE_S: f64 = 0.004;

/// It, frame by frame.
#[derive(Debug, Clone, Copy)]
pub struct Pressure {
    line: f32,
    slope: f32,
    decay: f32,
    keep: f32,
    absent: f32,
    keep_absent: f32,
}

impl Pressure {
    /// Of a scene.
    pub fn new(scene: &Scene, sample_rate: f64) -> Self {
        let size = 4.0 * PI * SPEED_OF_SOUND.powi(2) / (scene.volume_m3 * sample_rate);
        let decay = scene.decay_per_s[0];
        Self {
            line: (scene.pressure * size * scene.flight_s) as f32,
            slope: (scene.pressure * size / sample_rate) as f32,
            decay: (-decay * scene.flight_s).exp() as f32,
            keep: (-decay / sample_rate).exp() as f32,
            absent: 1.0,
            keep_absent: (-1.0 / (RISE_S * sample_rate)).exp() as f32,
        }
    }

    /// At the next frame.
    #[inline(always)]
    pub fn next(&mut self) -> f32 {
        let value = self.line * self.decay * (1.0 - self.absent);
        self.line += self.slope;
        self.decay *= self.keep;
        self.absent *= self.keep_absent;
        value
    }
}
