//! Filters that may be retuned at any chunk.
//!
//! Source: V. Zavalishin, "The Art of VA Filter Design", 2018, sections 3.10 and 4.2 (trapezoidal
//! integrators, whose states survive a moving corner).

use std::f32::consts::PI;
use std::f64::consts::TAU;

use super::fours::{FOUR, Fours};

/// tan(π f/fs) by its continued fraction, good to 0.1 % up to a third of the sample rate.
fn warped(frequency_hz: f32, sample_rate: f32) -> f32 {
    let x = PI * (frequency_hz / sample_rate).clamp(1e-6, 0.33);
    let square = x * x;
    x * (15.0 - square) / (15.0 - 6.0 * square)
}

/// A first-order low-pass.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pole {
    /// The share of what comes in by which half a state follows.
    follow: f32,
    /// Half a state.
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

    /// Leaves of `sound`, a multiple of four frames, what is below the corner.
    #[inline]
    pub fn low(&mut self, sound: &mut [f32]) {
        self.split(sound, |_, low| low);
    }

    /// Leaves what is above it.
    #[inline]
    pub fn high(&mut self, sound: &mut [f32]) {
        self.split(sound, |x, low| x - low);
    }

    #[inline(always)]
    fn split(&mut self, sound: &mut [f32], leave: impl Fn(f32, f32) -> f32) {
        let keep = Fours::new(1.0 - 2.0 * self.follow);
        let mut state = self.state;
        for four in sound.as_chunks_mut::<FOUR>().0 {
            let low = below(&keep, self.follow, *four, &mut state);
            for n in 0..FOUR {
                four[n] = leave(four[n], low[n]);
            }
        }
        self.state = state;
    }

    /// Forgets what it has heard.
    pub fn clear(&mut self) {
        self.state = 0.0;
    }
}

/// The part of four frames below the corner: half the sum of the last state and the next, of which
/// `state` is half.
#[inline(always)]
fn below(keep: &Fours, follow: f32, four: [f32; FOUR], state: &mut f32) -> [f32; FOUR] {
    let mut taken = [0.0; FOUR];
    for n in 0..FOUR {
        taken[n] = follow * four[n];
    }
    let mut low = keep.states(taken, *state);
    let last = [*state, low[0], low[1], low[2]];
    *state = low[FOUR - 1];
    for n in 0..FOUR {
        low[n] += last[n];
    }
    low
}

/// What a shut room does not carry: the air in it gives way through its leaks instead of swinging.
/// Two first-order high-passes in a row: what y += follow · (x − y) leaves of x.
#[derive(Debug, Clone, Copy)]
pub struct HighPass {
    follow: f32,
    low: [f32; 2],
}

impl HighPass {
    /// Where each has its corner.
    const CORNER_HZ: f64 = 18.0;

    /// At rest.
    pub fn new(sample_rate: f64) -> Self {
        Self {
            follow: (1.0 - (-TAU * Self::CORNER_HZ / sample_rate).exp()) as f32,
            low: [0.0; 2],
        }
    }

    /// Takes out of `sound` what is too low.
    #[inline]
    pub fn run(&mut self, sound: &mut [f32]) {
        // In this form a value waits for its predecessor through one product and one sum only. Copies
        // stay in registers.
        let (follow, keep) = (self.follow, 1.0 - self.follow);
        let [mut first, mut second] = self.low;
        for x in sound {
            first = keep * first + follow * *x;
            let high = *x - first;
            second = keep * second + follow * high;
            *x = high - second;
        }
        self.low = [first, second];
    }

    /// Whether it has nothing to add, above −120 dBFS.
    pub fn is_quiet(&self) -> bool {
        self.low.iter().all(|low| low.abs() < 5e-7)
    }

    /// Forgets what it has heard.
    pub fn clear(&mut self) {
        self.low = [0.0; 2];
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
