//! The power of a sound in bands of its frequencies. Window: Hann.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

/// The power that silence is taken for.
const SILENCE: f32 = 1e-12;

/// Analyses so many samples at a time.
pub struct Analysis {
    fft: Arc<dyn RealToComplex<f32>>,
    hann: Vec<f32>,
    windowed: Vec<f32>,
    bins: Vec<Complex<f32>>,
    /// Running sum of the bins' powers, so that a band is one difference.
    sums: Vec<f32>,
}

impl Analysis {
    /// Of windows of so many samples, an even number.
    pub fn new(samples: usize) -> Self {
        let fft = RealFftPlanner::new().plan_fft_forward(samples);
        let step = std::f32::consts::TAU / samples as f32;
        Self {
            hann: (0..samples)
                .map(|n| 0.5 - 0.5 * (step * n as f32).cos())
                .collect(),
            windowed: fft.make_input_vec(),
            bins: fft.make_output_vec(),
            sums: vec![0.0; samples / 2 + 2],
            fft,
        }
    }

    /// Takes the newest of these samples, or all of them where there are no more than it takes.
    pub fn read(&mut self, samples: &[f32]) {
        let newest = &samples[samples.len().saturating_sub(self.hann.len())..];
        for ((to, sample), hann) in self.windowed.iter_mut().zip(newest).zip(&self.hann) {
            *to = sample * hann;
        }
        if self
            .fft
            .process(&mut self.windowed, &mut self.bins)
            .is_err()
        {
            // Only wrong lengths can do that.
            return;
        }
        // One-sided, and twice the mean square: a full-scale sine is 1. The Hann window keeps 3/8
        // of the power.
        let samples = self.hann.len() as f32;
        let scale = 4.0 / (samples * samples * 0.375);
        let mut sum = 0.0;
        for (bin, total) in self.bins.iter().zip(&mut self.sums[1..]) {
            sum += scale * bin.norm_sqr();
            *total = sum;
        }
    }

    /// The power between two frequencies in Hz, in dB re a full-scale sine; the rate is that of the
    /// samples, in Hz.
    pub fn level_db(&self, [from_hz, to_hz]: [f32; 2], sample_rate: f32) -> f32 {
        let bin = |hz: f32| hz * self.hann.len() as f32 / sample_rate + 0.5;
        let power = self.sum_to(bin(to_hz)) - self.sum_to(bin(from_hz));
        10.0 * power.max(SILENCE).log10()
    }

    /// The power of all bins below a place between bins.
    fn sum_to(&self, bin: f32) -> f32 {
        let last = self.sums.len() - 1;
        let bin = bin.clamp(0.0, last as f32);
        let whole = (bin as usize).min(last - 1);
        egui::lerp(self.sums[whole]..=self.sums[whole + 1], bin - whole as f32)
    }
}
