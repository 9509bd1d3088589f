//! Filters that may be retuned at any chunk.
//!
//! Source: V. Zavalishin, "The Art of VA Filter Design", 2018, sections 3.10 and 4.2 (trapezoidal
//! integrators, whose states survive a moving corner).

use std::f32::consts::PI;

/// tan(π f/fs) by its continued fraction, good to 0.1 % up to a third of the sample rate.
fn warped(frequency_hz: f32, sample_rate: f32) -> f32 {
    let x = PI * (frequency_hz / sample_rate).clamp(1e-6, 0.33);
    let square = x * x;
    x * (15.0 - square) / (15.0 - 6.0 * square)
}

/// A first-order low-pass.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pole {
    follow: f32,
    state: f32,
}

impl Pole {
    /// A corner at `corner_hz`.
    pub fn new(corner_hz: f32, sample_rate: f32) -> Self {
        let mut pole = Self::default();
        pole.tune(corner_hz, sample_rate);
        pole
    }

    /// Another corner.
    pub fn tune(&mut self, corner_hz: f32, sample_rate: f32) {
        let g = warped(corner_hz, sample_rate);
        self.follow = g / (1.0 + g);
    }

    /// The part below the corner.
    #[inline(always)]
    pub fn low(&mut self, input: f32) -> f32 {
        let step = self.follow * (input - self.state);
        let low = self.state + step;
        self.state = low + step;
        low
    }

    /// Forgets what it has heard.
    pub fn clear(&mut self) {
        self.state = 0.0;
    }
}

/// Coefficients of a [`StateVariable`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Tuning {
    a1: f32,
    a2: f32,
    g: f32,
    damping: f32,
}

impl Tuning {
    /// A resonance at `frequency_hz` of quality `q`.
    pub fn new(frequency_hz: f32, q: f32, sample_rate: f32) -> Self {
        let g = warped(frequency_hz, sample_rate);
        let damping = 1.0 / q;
        let a1 = 1.0 / (1.0 + g * (g + damping));
        Self {
            a1,
            a2: g * a1,
            g,
            damping,
        }
    }
}

/// A second-order resonance.
#[derive(Debug, Clone, Copy, Default)]
pub struct StateVariable {
    tuning: Tuning,
    band: f32,
    low: f32,
}

impl StateVariable {
    /// At rest.
    pub fn new(tuning: Tuning) -> Self {
        Self {
            tuning,
            ..Self::default()
        }
    }

    /// Retunes it.
    pub fn tune(&mut self, tuning: Tuning) {
        self.tuning = tuning;
    }

    /// The band around the resonance, 0 dB in its middle.
    #[inline(always)]
    pub fn band(&mut self, input: f32) -> f32 {
        let Tuning { a1, a2, g, damping } = self.tuning;
        let rest = input - self.low;
        let band = a1 * self.band + a2 * rest;
        let low = self.low + g * band;
        self.band = 2.0 * band - self.band;
        self.low = 2.0 * low - self.low;
        damping * band
    }

    /// Forgets what it has heard.
    pub fn clear(&mut self) {
        self.band = 0.0;
        self.low = 0.0;
    }
}
