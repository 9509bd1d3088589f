//! A struck mode: a sine that dies away.
//!
//! A point that turns and shrinks each frame (the coupled form), which is stable however high its
//! quality, in f64.

use std::f64::consts::TAU;

/// One mode, at rest until it is struck.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ping {
    turn: [f64; 2],
    state: [f64; 2],
}

impl Ping {
    /// A mode at `frequency_hz` that falls to 1/e within `decay_ms`.
    pub fn new(frequency_hz: f64, decay_ms: f64, sample_rate: f64) -> Self {
        let shrink = (-1e3 / (decay_ms * sample_rate)).exp();
        // What lies beyond the Nyquist frequency must not come back as something else.
        let angle = TAU * (frequency_hz / sample_rate).min(0.45);
        Self {
            turn: [shrink * angle.cos(), shrink * angle.sin()],
            state: [0.0; 2],
        }
    }

    /// A blow, after which it swings with about `amplitude`, from 0.
    pub fn strike(&mut self, amplitude: f64) {
        self.state[0] += amplitude;
    }

    /// Whether it still sounds. What is below −180 dBFS is ended here.
    pub fn rings(&mut self) -> bool {
        let [re, im] = self.state;
        if re * re + im * im < 1e-18 {
            self.state = [0.0; 2];
            return false;
        }
        true
    }

    /// The next frame.
    #[inline(always)]
    pub fn next_value(&mut self) -> f64 {
        let ([c, s], [re, im]) = (self.turn, self.state);
        self.state = [c * re - s * im, s * re + c * im];
        self.state[1]
    }
}
