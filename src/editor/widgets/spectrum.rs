//! The spectrum, before and after, over a logarithmic frequency axis.
//!
//! Each point is the power in the sixth of an octave around it, so that pink noise is level and a
//! full-scale sine reads 0 dB. Window: Hann.

use std::sync::Arc;

use egui::{Rect, Ui};
use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::super::theme;
use super::chart::{Chart, RANGE_HZ};
use super::plot;
use crate::audio::chain::taps::{WINDOW, Window};

/// Points of a curve.
const POINTS: usize = 200;
/// The level axis in dB re a full-scale sine.
const RANGE_DB: (f32, f32) = (-84.0, -6.0);
/// Half of a point's band, as a ratio of frequencies: a twelfth of an octave.
const HALF_BAND: f32 = 1.059_463;
/// How fast a curve follows, in seconds.
const SETTLE_S: f32 = 0.12;
/// Levels with a line, and their numbers.
const LINES_DB: [(f32, &str); 2] = [(-24.0, "−24"), (-54.0, "−54")];

/// Measures and remembers both curves.
pub struct Spectrum {
    fft: Arc<dyn RealToComplex<f32>>,
    hann: Vec<f32>,
    windowed: Vec<f32>,
    bins: Vec<Complex<f32>>,
    /// Running sum of the bins' powers, so that a band is one difference.
    sums: Vec<f32>,
    /// Levels in dB of what came in and what goes out.
    curves: [Vec<f32>; 2],
}

impl Default for Spectrum {
    fn default() -> Self {
        let fft = RealFftPlanner::new().plan_fft_forward(WINDOW);
        let step = std::f32::consts::TAU / WINDOW as f32;
        Self {
            hann: (0..WINDOW)
                .map(|n| 0.5 - 0.5 * (step * n as f32).cos())
                .collect(),
            windowed: fft.make_input_vec(),
            bins: fft.make_output_vec(),
            sums: vec![0.0; WINDOW / 2 + 2],
            curves: [vec![RANGE_DB.0; POINTS], vec![RANGE_DB.0; POINTS]],
            fft,
        }
    }
}

impl Spectrum {
    /// Takes a window of samples at a rate in Hz, `seconds` after the one before.
    pub fn read(&mut self, window: &Window, sample_rate: f32, seconds: f32) {
        if sample_rate <= 0.0 {
            return;
        }
        let share = 1.0 - (-seconds / SETTLE_S).exp();
        for (place, samples) in [&window.input, &window.output].into_iter().enumerate() {
            self.transform(samples);
            for point in 0..POINTS {
                let level = self.level_db(frequency_hz(point), sample_rate);
                let curve = &mut self.curves[place][point];
                *curve += share * (level - *curve);
            }
        }
    }

    /// Shows both curves.
    pub fn show(&self, ui: &Ui, rect: Rect, name: &str) {
        let chart = Chart {
            name,
            title: name,
            key: &plot::IN_AND_OUT,
            range_db: RANGE_DB,
            lines_db: &LINES_DB,
        };
        let room = chart.show(ui, rect);
        for (curve, (_, colour)) in self.curves.iter().zip(plot::IN_AND_OUT) {
            let levels = curve.iter().enumerate();
            let points = levels.map(|(point, db)| (frequency_hz(point), *db));
            room.curve(ui, points, colour, colour == theme::OXIDE);
        }
    }

    fn transform(&mut self, samples: &[f32; WINDOW]) {
        for ((to, sample), hann) in self.windowed.iter_mut().zip(samples).zip(&self.hann) {
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
        let scale = 4.0 / (WINDOW as f32 * WINDOW as f32 * 0.375);
        let mut sum = 0.0;
        for (bin, total) in self.bins.iter().zip(&mut self.sums[1..]) {
            sum += scale * bin.norm_sqr();
            *total = sum;
        }
    }

    /// The power around a frequency.
    fn level_db(&self, hz: f32, sample_rate: f32) -> f32 {
        let bin = hz * WINDOW as f32 / sample_rate + 0.5;
        let (from, to) = (bin / HALF_BAND, bin * HALF_BAND);
        let power = self.sum_to(to) - self.sum_to(from);
        10.0 * power.max(1e-12).log10()
    }

    /// The power of all bins below a place between bins.
    fn sum_to(&self, bin: f32) -> f32 {
        let last = self.sums.len() - 1;
        let bin = bin.clamp(0.0, last as f32);
        let whole = (bin as usize).min(last - 1);
        egui::lerp(self.sums[whole]..=self.sums[whole + 1], bin - whole as f32)
    }
}

fn frequency_hz(point: usize) -> f32 {
    let share = point as f32 / (POINTS - 1) as f32;
    RANGE_HZ.0 * (RANGE_HZ.1 / RANGE_HZ.0).powf(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_scale_sine_reads_0_db_where_it_is() {
        let rate = 48_000.0;
        let hz = frequency_hz(120);
        let sine = |n: usize| (std::f32::consts::TAU * hz * n as f32 / rate).sin();
        let window = Window {
            input: std::array::from_fn(sine),
            output: [0.0; WINDOW],
        };
        let mut spectrum = Spectrum::default();
        spectrum.read(&window, rate, 1e3);
        let [input, output] = &spectrum.curves;
        assert!(input[120].abs() < 0.5, "{}", input[120]);
        assert!(input[60] < -60.0, "{}", input[60]);
        assert!(output.iter().all(|db| *db < -100.0));
    }
}
