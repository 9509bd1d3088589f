//! A linear-phase filter given by its magnitude, which may change while it runs.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner};

use super::window::kaiser;
use crate::audio::stage::MAX_BLOCK;

/// Frames over which a new magnitude is faded in.
pub const FADE_FRAMES: usize = 256;

/// Points of the magnitude that one step of a design works out.
const STEP: usize = 16;

/// Designs symmetric filters of one length from magnitudes, without allocating after `new`: all at
/// once, or step by step where the time for it is short.
///
/// The magnitude is sampled at equal distances, transformed to an impulse response and windowed.
pub struct FirDesigner {
    inverse: Arc<dyn ComplexToReal<f64>>,
    spectrum: Vec<Complex<f64>>,
    /// Points of `spectrum` that are worked out.
    done: usize,
    response: Vec<f64>,
    scratch: Vec<Complex<f64>>,
    window: Vec<f64>,
    bin_hz: f64,
}

impl FirDesigner {
    /// For filters that reach `half` taps to both sides of the middle. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new(half: usize, sample_rate: f64) -> Self {
        // Four times as long as the filter: what folds over is far below the window's floor.
        let length = (8 * half).next_power_of_two();
        let inverse = RealFftPlanner::<f64>::new().plan_fft_inverse(length);
        Self {
            spectrum: inverse.make_input_vec(),
            done: 0,
            response: inverse.make_output_vec(),
            scratch: inverse.make_scratch_vec(),
            // A mild window: the magnitudes asked for are smooth, and width costs resolution.
            window: (0..=half)
                .map(|n| kaiser(n as f64 / (half + 1) as f64, 2.0))
                .collect(),
            bin_hz: sample_rate / length as f64,
            inverse,
        }
    }

    /// How many steps a design takes.
    pub fn steps(&self) -> usize {
        self.spectrum.len().div_ceil(STEP)
    }

    /// Forgets a design that was begun.
    pub fn restart(&mut self) {
        self.done = 0;
    }

    /// Takes the next points of `magnitude` (over Hz); true once it knows them all.
    pub fn step(&mut self, magnitude: impl Fn(f64) -> f64) -> bool {
        let end = (self.done + STEP).min(self.spectrum.len());
        for bin in self.done..end {
            self.spectrum[bin] = Complex::new(magnitude(bin as f64 * self.bin_hz), 0.0);
        }
        self.done = end;
        end == self.spectrum.len()
    }

    /// Writes the middle tap and those to one side of it, so that |H(f)| follows the magnitude
    /// that was stepped through.
    fn finish(&mut self, taps: &mut [f32]) {
        self.done = 0;
        let done = self.inverse.process_with_scratch(
            &mut self.spectrum,
            &mut self.response,
            &mut self.scratch,
        );
        debug_assert!(
            done.is_ok(),
            "lengths are those of the plan and the spectrum is real"
        );
        let scale = 1.0 / self.response.len() as f64;
        for ((tap, value), window) in taps.iter_mut().zip(&self.response).zip(&self.window) {
            *tap = (value * scale * window) as f32;
        }
    }
}

/// A symmetric filter's taps: the middle one first.
#[derive(Debug, Clone)]
pub struct FirTaps {
    taps: Vec<f32>,
    next: Vec<f32>,
    /// Frames of the fade still to come; 0 when there is none.
    fading: usize,
}

impl FirTaps {
    /// Silent until a design is taken. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(half: usize) -> Self {
        Self {
            taps: vec![0.0; half + 1],
            next: vec![0.0; half + 1],
            fading: 0,
        }
    }

    /// Taps to each side of the middle: the filter's delay in frames.
    pub fn half(&self) -> usize {
        self.taps.len() - 1
    }

    /// Whether a fade is under way; a new design must wait for its end.
    pub fn is_fading(&self) -> bool {
        self.fading > 0
    }

    /// Takes the design that `designer` has been stepped through, at once.
    pub fn snap(&mut self, designer: &mut FirDesigner) {
        designer.finish(&mut self.taps);
        self.fading = 0;
    }

    /// Fades within [`FADE_FRAMES`] to the design that `designer` has been stepped through.
    pub fn fade(&mut self, designer: &mut FirDesigner) {
        designer.finish(&mut self.next);
        self.fading = FADE_FRAMES;
    }

    /// Lets `frames` pass, after all channels were filtered.
    pub fn advance(&mut self, frames: usize) {
        if self.fading > 0 {
            self.fading = self.fading.saturating_sub(frames);
            if self.fading == 0 {
                std::mem::swap(&mut self.taps, &mut self.next);
            }
        }
    }

    /// |H| at `frequency_hz`, of the design that stands or is being faded to.
    pub fn response(&self, frequency_hz: f64, sample_rate: f64) -> f64 {
        let taps = if self.is_fading() {
            &self.next
        } else {
            &self.taps
        };
        let omega = std::f64::consts::TAU * frequency_hz / sample_rate;
        let sides: f64 = taps[1..]
            .iter()
            .zip(1..)
            .map(|(&tap, n)| f64::from(tap) * (omega * f64::from(n)).cos())
            .sum();
        (f64::from(taps[0]) + 2.0 * sides).abs()
    }
}

/// What the filter remembers of one channel.
#[derive(Debug, Clone)]
pub struct FirState {
    history: Vec<f32>,
    reach: usize,
}

impl FirState {
    /// For filters that reach `half` taps to each side. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(half: usize) -> Self {
        Self {
            history: vec![0.0; 2 * half + MAX_BLOCK],
            reach: 2 * half,
        }
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.history.fill(0.0);
    }

    /// Filters up to [`MAX_BLOCK`] samples in place.
    pub fn process(&mut self, filter: &FirTaps, samples: &mut [f32]) {
        let frames = samples.len();
        self.history[self.reach..][..frames].copy_from_slice(samples);
        convolve(&filter.taps, &self.history, samples);
        if filter.is_fading() {
            let mut next = [0.0; MAX_BLOCK];
            convolve(&filter.next, &self.history, &mut next[..frames]);
            for (n, (sample, next)) in samples.iter_mut().zip(next).enumerate() {
                let passed = FADE_FRAMES - filter.fading.saturating_sub(n + 1);
                let t = passed as f32 / FADE_FRAMES as f32;
                let share = t * t * (3.0 - 2.0 * t);
                *sample += share * (next - *sample);
            }
        }
        self.history.copy_within(frames..frames + self.reach, 0);
    }
}

/// Σ of the symmetric filter over `history`, whose first sample is 2·half before the first output.
fn convolve(taps: &[f32], history: &[f32], output: &mut [f32]) {
    let frames = output.len();
    let half = taps.len() - 1;
    for (out, middle) in output.iter_mut().zip(&history[half..]) {
        *out = taps[0] * middle;
    }
    for (n, &tap) in taps.iter().enumerate().skip(1) {
        let before = &history[half - n..][..frames];
        let after = &history[half + n..][..frames];
        for ((out, before), after) in output.iter_mut().zip(before).zip(after) {
            *out += tap * (before + after);
        }
    }
}
