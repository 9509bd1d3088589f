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

    /// The share of what comes in by which half a state follows.
    pub fn follow(&self) -> f32 {
        self.follow
    }

    /// The part below the corner.
    #[inline(always)]
    pub fn low(&mut self, input: f32) -> f32 {
        // In this form a state waits for its predecessor through one product and one sum only.
        let last = self.state;
        self.state = (1.0 - 2.0 * self.follow) * last + 2.0 * self.follow * input;
        0.5 * (last + self.state)
    }

    /// Forgets what it has heard.
    pub fn clear(&mut self) {
        self.state = 0.0;
    }
}

/// What a shut room does not carry: the air in it gives way through its leaks instead of swinging.
/// Two first-order high-passes in a row.
#[derive(Debug, Clone, Copy)]
pub struct HighPass([Pole; 2]);

impl HighPass {
    /// Where each has its corner.
    pub const CORNER_HZ: f32 = 18.0;

    /// At rest.
    pub fn new(sample_rate: f64) -> Self {
        Self([Pole::new(Self::CORNER_HZ, sample_rate as f32); 2])
    }

    /// Takes out of `sound` what is too low.
    #[inline]
    pub fn run(&mut self, sound: &mut [f32]) {
        let [first, second] = self.0;
        let keep = [first, second].map(|pole| 1.0 - 2.0 * pole.follow);
        let follow = [first, second].map(|pole| pole.follow);
        // Half the states, for the low part is half the sum of the last and the next: to the bit the
        // same, for two is a power of two. Copies stay in registers.
        let [mut a, mut b] = [first, second].map(|pole| 0.5 * pole.state);
        for x in sound {
            let last = a;
            a = keep[0] * last + follow[0] * *x;
            let high = *x - (last + a);
            let last = b;
            b = keep[1] * last + follow[1] * high;
            *x = high - (last + b);
        }
        self.0[0].state = 2.0 * a;
        self.0[1].state = 2.0 * b;
    }

    /// Whether it has nothing to add, above −120 dBFS.
    pub fn is_quiet(&self) -> bool {
        self.0.iter().all(|pole| pole.state.abs() < 1e-6)
    }

    /// Forgets what it has heard.
    pub fn clear(&mut self) {
        self.0.iter_mut().for_each(Pole::clear);
    }
}

/// Coefficients of a second-order band-pass.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tuning {
    pub(super) a1: f32,
    pub(super) a2: f32,
    pub(super) g: f32,
    /// What the band is heard with.
    pub(super) height: f32,
}

impl Tuning {
    /// A resonance at `frequency_hz` of quality `q`, 0 dB in its middle.
    pub fn new(frequency_hz: f32, q: f32, sample_rate: f32) -> Self {
        let g = warped(frequency_hz, sample_rate);
        let damping = 1.0 / q;
        Self::of(g, damping, damping)
    }

    /// What a first-order high-pass at `low_hz` and a low-pass at `high_hz` leave: both have the
    /// poles of a resonance at the root of their product.
    pub fn between(low_hz: f32, high_hz: f32, sample_rate: f32) -> Self {
        let [low, high] = [low_hz, high_hz].map(|hz| warped(hz, sample_rate));
        let g = (low * high).sqrt();
        Self::of(g, (low + high) / g, high / g)
    }

    fn of(g: f32, damping: f32, height: f32) -> Self {
        let a1 = 1.0 / (1.0 + g * (g + damping));
        Self {
            a1,
            a2: g * a1,
            g,
            height,
        }
    }
}
