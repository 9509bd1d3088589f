//! Friction: noise between two corners that brakes the tape now more, now less.

use std::f64::consts::TAU;

use super::weighting::weight;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::TICK;
use crate::audio::stage::Spec;

/// Corners in Hz and the RMS deviation re the strongest wheel.
pub type Recipe = (f64, f64, f64);
/// The reel brake's and the shell's slow friction.
pub const WOW: Recipe = (0.3, 1.6, 0.45);
/// Stick and slip of the tape along heads and guides.
pub const FLUTTER: Recipe = (25.0, 110.0, 0.6);

/// The corner below which noise does not pull the tape off its mean position.
const LEAK_HZ: f64 = 0.12;

/// Noise between two corners as speed, and its integral as delay in frames.
pub struct Friction {
    source: WhiteNoise,
    fast: f64,
    slow: f64,
    fast_step: f64,
    slow_step: f64,
    leak: f64,
    /// Speed deviation per unit of the filtered noise at 1 % on the knob.
    scale: f64,
    /// Speed deviation and delay in frames, at 1 %.
    pub speed: f64,
    pub delay: f64,
    /// How far the delay may go; a new machine's friction grows into its own.
    pub bound: Ramp,
}

impl Friction {
    /// Still. The ramps take `ramp` frames.
    pub fn new(seed: u64, ramp: usize) -> Self {
        Self {
            source: WhiteNoise::new(seed),
            fast: 0.0,
            slow: 0.0,
            fast_step: 0.0,
            slow_step: 0.0,
            leak: 0.0,
            scale: 0.0,
            speed: 0.0,
            delay: 0.0,
            bound: Ramp::new(0.0, ramp),
        }
    }

    /// Noise between two corners whose RMS deviation at 1 % is `rms`.
    pub fn set(&mut self, low_hz: f64, high_hz: f64, rms: f64, spec: Spec) {
        let tick_hz = spec.sample_rate / TICK as f64;
        let step = |hz: f64| 1.0 - (-TAU * hz / tick_hz).exp();
        self.fast_step = step(high_hz);
        self.slow_step = step(low_hz);
        self.leak = 1.0 - step(LEAK_HZ);
        // Two one-pole filters turn white noise of power 1/3 into this much.
        let cross = self.fast_step * self.slow_step
            / (self.fast_step + self.slow_step - self.fast_step * self.slow_step);
        let own = |step: f64| step / (2.0 - step);
        let power = (own(self.fast_step) + own(self.slow_step) - 2.0 * cross) / 3.0;
        self.scale = rms / power.sqrt();
        // About four times the RMS of the delay.
        let centre_hz = (low_hz * high_hz).sqrt();
        self.bound
            .set((4.0 * rms * spec.sample_rate / (TAU * centre_hz)) as f32);
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.source.reset();
        self.fast = 0.0;
        self.slow = 0.0;
        self.speed = 0.0;
        self.delay = 0.0;
        self.bound.reset();
    }

    /// One tick of a tape at `speed` re its nominal one: the slower, the less it is pulled about.
    pub fn tick(&mut self, speed: f64) {
        let white = f64::from(self.source.sample());
        self.fast += self.fast_step * (white - self.fast);
        self.slow += self.slow_step * (white - self.slow);
        let before = self.speed;
        self.speed = self.scale * (self.fast - self.slow) * speed;
        self.delay = self.delay * self.leak + 0.5 * (before + self.speed) * TICK as f64;
        self.bound.advance(TICK);
        let bound = f64::from(self.bound.value());
        self.delay = self.delay.clamp(-bound, bound);
    }

    /// Power of the filtered noise between its corners, plain and weighted, in the same unit.
    pub fn power(low_hz: f64, high_hz: f64) -> (f64, f64) {
        let (mut plain, mut weighted) = (0.0, 0.0);
        let mut f: f64 = 0.01;
        while f < 2_000.0 {
            let width = f * 0.05;
            // |1/(1 + jf/high) − 1/(1 + jf/low)|².
            let (h, l) = (f / high_hz, f / low_hz);
            let density = (l - h).powi(2) / ((1.0 + h * h) * (1.0 + l * l));
            plain += density * width;
            weighted += density * width * weight(f).powi(2);
            f += width;
        }
        (plain, weighted)
    }
}
