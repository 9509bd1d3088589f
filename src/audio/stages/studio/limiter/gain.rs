//! From true peaks to a smooth gain that is low enough in time.
//!
//! The least of the needed gains is held for as long as the smoother is long, so that the smoothed gain
//! never lies above what any peak needs (P. Hämäläinen, "Smoothing of the control signal without clipped
//! output in digital peak limiters", DAFx 2002). The least of a sliding window takes three comparisons a
//! frame (M. van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and
//! octagonal kernels", Pattern Recognition Letters 13, 1992). The smoother is a triangle, two sliding
//! means in a row, summed in whole numbers, so that nothing drifts and no limiting is a gain of exactly 1.
//! Released in two ways at once: quickly after a peak, and slowly from a mean of the last half second,
//! which only long limiting pulls down; the lower of the two holds.

use crate::audio::dsp::one_pole::approach;

/// The mean goes down in this time, in ms, and up in so many releases. By ear.
const LONG_MS: f64 = 500.0;
const LONG_RELEASES: f64 = 8.0;
/// 1 as a whole number: sums over the longest window stay below 2⁶³.
const ONE: f64 = (1u64 << 34) as f64;

/// A sliding mean, without the division.
#[derive(Debug, Clone)]
struct Sum {
    ring: Vec<i64>,
    at: usize,
    sum: i64,
}

impl Sum {
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    fn new(frames: usize) -> Self {
        Self {
            ring: vec![0; frames],
            at: 0,
            sum: 0,
        }
    }

    fn fill(&mut self, value: i64) {
        self.ring.fill(value);
        self.at = 0;
        self.sum = value * self.ring.len() as i64;
    }

    #[inline(always)]
    fn next(&mut self, value: i64) -> i64 {
        self.sum += value - std::mem::replace(&mut self.ring[self.at], value);
        self.at += 1;
        if self.at == self.ring.len() {
            self.at = 0;
        }
        self.sum
    }
}

/// The least of the last values.
#[derive(Debug, Clone)]
struct Least {
    /// The present block of values; for the one before, the least from each place to its end.
    present: Vec<f32>,
    before: Vec<f32>,
    at: usize,
    so_far: f32,
}

impl Least {
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    fn new(frames: usize) -> Self {
        Self {
            present: vec![1.0; frames],
            // One more: from beyond the end there is nothing.
            before: vec![1.0; frames + 1],
            at: 0,
            so_far: 1.0,
        }
    }

    fn reset(&mut self) {
        self.present.fill(1.0);
        self.before.fill(1.0);
        self.at = 0;
        self.so_far = 1.0;
    }

    #[inline(always)]
    fn next(&mut self, value: f32) -> f32 {
        self.present[self.at] = value;
        self.so_far = if value < self.so_far {
            value
        } else {
            self.so_far
        };
        self.at += 1;
        let before = self.before[self.at];
        let least = if before < self.so_far {
            before
        } else {
            self.so_far
        };
        if self.at == self.present.len() {
            let mut least = 1.0f32;
            for (before, present) in self.before.iter_mut().zip(&self.present).rev() {
                least = least.min(*present);
                *before = least;
            }
            self.at = 0;
            self.so_far = 1.0;
        }
        least
    }
}

/// Makes gains of peaks.
#[derive(Debug, Clone)]
pub struct GainCurve {
    sample_rate: f64,
    least: Least,
    release_ms: f64,
    release: f64,
    long_down: f64,
    long_up: f64,
    quick: f64,
    long: f64,
    sums: [Sum; 2],
    full: i64,
    whole: f64,
    shown: f32,
}

impl GainCurve {
    /// For a look-ahead of `frames`, 4 at least: the gain for a peak holds so many frames after the peak
    /// came in, and one frame around it. Allocates.
    pub fn new(frames: usize, sample_rate: f64) -> Self {
        // Together they are as long as the look-ahead.
        let first = frames.div_ceil(2);
        let second = frames + 1 - first;
        let whole = ONE * first as f64 * second as f64;
        let mut curve = Self {
            sample_rate,
            least: Least::new(frames + 2),
            release_ms: 0.0,
            release: 1.0,
            long_down: 1.0 - (-1e3 / (LONG_MS * sample_rate)).exp(),
            long_up: 1.0,
            quick: 1.0,
            long: 1.0,
            sums: [Sum::new(first), Sum::new(second)],
            full: whole as i64,
            whole,
            shown: 1.0,
        };
        curve.reset();
        curve
    }

    /// Nothing is limited.
    pub fn reset(&mut self) {
        self.least.reset();
        self.quick = 1.0;
        self.long = 1.0;
        let [first, second] = &mut self.sums;
        first.fill(ONE as i64);
        second.fill(first.sum);
        self.shown = 1.0;
    }

    /// Another release.
    pub fn set(&mut self, release_ms: f64) {
        if self.release_ms != release_ms {
            self.release_ms = release_ms;
            let step = |ms: f64| f64::from(approach(ms * 1e-3, 1, self.sample_rate));
            self.release = step(release_ms);
            self.long_up = step(LONG_RELEASES * release_ms);
        }
    }

    /// The gain now, as dB of reduction.
    pub fn reduction_db(&self) -> f32 {
        -20.0 * self.shown.log10()
    }

    /// Replaces peaks by gains that keep them to `ceiling`.
    pub fn process(&mut self, peaks: &mut [f32], ceiling: f32) {
        for peak in peaks.iter_mut() {
            *peak = ceiling / if *peak > ceiling { *peak } else { ceiling };
        }
        let (mut quick, mut long) = (self.quick, self.long);
        // Kept and taken shares: as few steps as can be from one frame to the next.
        let (keep, take) = (1.0 - self.release, self.release);
        let (keep_down, take_down) = (1.0 - self.long_down, self.long_down);
        let (keep_up, take_up) = (1.0 - self.long_up, self.long_up);
        let [first, second] = &mut self.sums;
        for gain in peaks.iter_mut() {
            let held = f64::from(self.least.next(*gain));
            quick = lesser(held, keep * quick + take * held);
            let down = keep_down * long + take_down * held;
            let up = keep_up * long + take_up * held;
            long = if held < long { down } else { up };
            let lower = lesser(quick, long);
            let sum = second.next(first.next((lower * ONE + 0.5) as i64));
            *gain = if sum == self.full {
                1.0
            } else {
                (sum as f64 / self.whole) as f32
            };
        }
        self.quick = quick;
        self.long = long;
        self.shown = peaks.last().copied().unwrap_or(self.shown);
    }
}

#[inline(always)]
fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
