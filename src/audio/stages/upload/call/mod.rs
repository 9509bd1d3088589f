//! A video call's noise suppressor: it keeps what it takes for a voice and eats the music.
//!
//! After RNNoise: frames of 10 ms, windows of 20, gains in the bands of Opus, a limit to how fast
//! they fall; behind it the call's automatic gain control. What a trained network judges there is judged here by rules ([`judge`]): the network's
//! one implementation in Rust allocates on each thread it is first run on and costs 75 to 100 ns per
//! sample. Not modelled: the network, its comb filter between harmonics, its high-pass.
//! Source: J.-M. Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech
//! Enhancement", MMSP 2018.

use std::f64::consts::PI;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::Spec;

mod bands;
mod gain_control;
mod judge;
#[cfg(test)]
mod tests;
mod voicing;

use bands::Bands;
use gain_control::GainControl;
use judge::Judge;
use voicing::Voicing;

/// Length of a frame in ms; windows are twice as long.
const FRAME_MS: f64 = 10.0;
/// How long a new amount takes, in ms.
const RAMP_MS: f64 = 30.0;

/// What a call does to its one channel before it is coded.
pub struct Call {
    suppressor: Suppressor,
    gain_control: GainControl,
}

impl Call {
    /// With the amount at 0. Allocates.
    pub fn new(spec: Spec) -> Self {
        Self {
            suppressor: Suppressor::new(spec),
            gain_control: GainControl::new(spec.sample_rate),
        }
    }

    /// Back to the state after `new`: the next amount is taken at once.
    pub fn reset(&mut self) {
        self.suppressor.reset();
        self.gain_control.reset();
    }

    /// How much of the suppressor is heard, 0 to 1.
    pub fn set(&mut self, amount: f32) {
        self.suppressor.set(amount);
    }

    /// Samples from input to output, exact: two frames, 20 ms.
    pub fn delay(&self) -> usize {
        self.suppressor.delay()
    }

    /// Works on any number of samples in place.
    pub fn process_mono(&mut self, samples: &mut [f32]) {
        let level = &mut self.gain_control;
        self.suppressor
            .process_mono(samples, |before, after| level.process(before, after));
    }
}

/// The suppressor, for one channel.
struct Suppressor {
    /// Samples in a frame, and how many of the present one have come.
    frame: usize,
    position: usize,
    amount: Ramp,
    window: Vec<f32>,
    /// The frame that is out now, unsuppressed; the one before the present one; the present one.
    dry: Vec<f32>,
    previous: Vec<f32>,
    current: Vec<f32>,
    /// The frame that is out now, and what its last window leaves for the next.
    wet: Vec<f32>,
    overlap: Vec<f32>,
    spectral: Spectral,
    judge: Judge,
}

/// What works on spectra, and its scratch.
struct Spectral {
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    samples: Vec<f32>,
    spectrum: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    power: Vec<f32>,
    bands: Bands,
    voicing: Voicing,
}

impl Suppressor {
    /// With the amount at 0. Allocates.
    #[expect(
        clippy::disallowed_methods,
        clippy::disallowed_macros,
        reason = "preparation"
    )]
    fn new(spec: Spec) -> Self {
        let frame = frame_length(spec);
        // Vorbis' window: its square and that of its neighbour sum to 1.
        let window = (0..2 * frame)
            .map(|n| {
                let sine = (0.5 * PI * (n as f64 + 0.5) / frame as f64).sin();
                (0.5 * PI * sine * sine).sin() as f32
            })
            .collect();
        Self {
            frame,
            position: 0,
            amount: Ramp::new(0.0, spec.frames(RAMP_MS)),
            window,
            dry: vec![0.0; frame],
            previous: vec![0.0; frame],
            current: vec![0.0; frame],
            wet: vec![0.0; frame],
            overlap: vec![0.0; frame],
            spectral: Spectral::new(frame, spec.sample_rate),
            judge: Judge::new(),
        }
    }

    /// Back to the state after `new`: the next amount is taken at once.
    fn reset(&mut self) {
        self.position = 0;
        self.amount.snap(0.0);
        self.amount.reset();
        for held in [
            &mut self.dry,
            &mut self.previous,
            &mut self.current,
            &mut self.wet,
            &mut self.overlap,
        ] {
            held.fill(0.0);
        }
        self.judge = Judge::new();
    }

    /// How much of it is heard, 0 (nothing, and no work) to 1.
    fn set(&mut self, amount: f32) {
        self.amount.set(amount.clamp(0.0, 1.0));
    }

    /// Samples from input to output, exact: two frames, 20 ms.
    fn delay(&self) -> usize {
        2 * self.frame
    }

    /// Works on any number of samples in place; hands over what comes out, with the same unsuppressed before
    /// it, piece by piece.
    fn process_mono(&mut self, samples: &mut [f32], mut beside: impl FnMut(&[f32], &mut [f32])) {
        let mut rest = samples;
        while !rest.is_empty() {
            let count = rest.len().min(self.frame - self.position);
            let (now, later) = rest.split_at_mut(count);
            let range = self.position..self.position + count;
            self.current[range.clone()].copy_from_slice(now);
            let (dry, wet) = (&self.dry[range.clone()], &self.wet[range]);
            if self.amount.settled() {
                let amount = self.amount.value();
                for ((sample, dry), wet) in now.iter_mut().zip(dry).zip(wet) {
                    *sample = dry + amount * (wet - dry);
                }
            } else {
                for ((sample, dry), wet) in now.iter_mut().zip(dry).zip(wet) {
                    *sample = dry + self.amount.next_value() * (wet - dry);
                }
            }
            beside(dry, now);
            self.position += count;
            if self.position == self.frame {
                self.position = 0;
                self.end_frame();
            }
            rest = later;
        }
    }

    /// The present frame is complete: the one before it can be put out.
    fn end_frame(&mut self) {
        let (first, second) = self.spectral.samples.split_at_mut(self.frame);
        let (rise, fall) = self.window.split_at(self.frame);
        multiply(first, &self.previous, rise);
        multiply(second, &self.current, fall);
        if self.amount.settled() && self.amount.value() == 0.0 {
            // Nothing is heard of it: it listens to nothing and knows nothing when it comes back.
            self.judge = Judge::new();
        } else {
            self.spectral.suppress(&mut self.judge);
        }
        let (first, second) = self.spectral.samples.split_at(self.frame);
        for (n, wet) in self.wet.iter_mut().enumerate() {
            *wet = self.overlap[n] + first[n] * rise[n];
        }
        multiply(&mut self.overlap, second, fall);
        std::mem::swap(&mut self.dry, &mut self.previous);
        std::mem::swap(&mut self.previous, &mut self.current);
    }
}

impl Spectral {
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    fn new(frame: usize, sample_rate: f64) -> Self {
        let mut planner = RealFftPlanner::<f32>::new();
        let forward = planner.plan_fft_forward(2 * frame);
        let inverse = planner.plan_fft_inverse(2 * frame);
        let spectrum = forward.make_output_vec();
        let bin_hz = sample_rate / (2 * frame) as f64;
        let scratch = forward.get_scratch_len().max(inverse.get_scratch_len());
        Self {
            samples: forward.make_input_vec(),
            scratch: vec![Complex::default(); scratch],
            power: vec![0.0; spectrum.len()],
            bands: Bands::new(spectrum.len(), bin_hz),
            voicing: Voicing::new(spectrum.len(), bin_hz),
            spectrum,
            forward,
            inverse,
        }
    }

    /// Turns down what is in `samples`, a window long.
    fn suppress(&mut self, judge: &mut Judge) {
        let there = self.forward.process_with_scratch(
            &mut self.samples,
            &mut self.spectrum,
            &mut self.scratch,
        );
        // Power re full scale squared: a window's square has half its length as sum.
        let half = self.samples.len() as f32 / 2.0;
        let scale = 1.0 / (half * half);
        for (power, value) in self.power.iter_mut().zip(&self.spectrum) {
            *power = scale * value.norm_sqr();
        }
        let voicing = self.voicing.measure(&self.power);
        let gains = judge.gains(&self.bands.power(&self.power), voicing);
        self.bands.apply(gains, &mut self.spectrum);
        let back = self.inverse.process_with_scratch(
            &mut self.spectrum,
            &mut self.samples,
            &mut self.scratch,
        );
        debug_assert!(
            there.is_ok() && back.is_ok(),
            "lengths are those of the plans and the ends are real"
        );
        let scale = 0.5 / half;
        self.samples.iter_mut().for_each(|sample| *sample *= scale);
    }
}

/// output = a·b
fn multiply(output: &mut [f32], a: &[f32], b: &[f32]) {
    for ((output, a), b) in output.iter_mut().zip(a).zip(b) {
        *output = a * b;
    }
}

/// About 10 ms in samples: a length without large prime factors, for the transforms' sake.
fn frame_length(spec: Spec) -> usize {
    let smooth = |length: usize| {
        let mut rest = length;
        for prime in [2, 3, 5, 7usize] {
            while rest.is_multiple_of(prime) {
                rest /= prime;
            }
        }
        rest == 1
    };
    let mut length = spec.frames(FRAME_MS).max(8);
    while !smooth(length) {
        length -= 1;
    }
    length
}
