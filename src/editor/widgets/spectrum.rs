//! The spectrum, before and after, over a logarithmic frequency axis.
//!
//! Each point is the power in the sixth of an octave around it, so that pink noise is level and a
//! full-scale sine reads 0 dB. Window: Hann.

use egui::Ui;

use super::super::theme;
use super::analysis::Analysis;
use super::chart::{RANGE_HZ, Room};
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

/// Measures and remembers both curves.
pub struct Spectrum {
    analysis: Analysis,
    /// Levels in dB of what came in and what goes out.
    curves: [Vec<f32>; 2],
}

impl Default for Spectrum {
    fn default() -> Self {
        Self {
            analysis: Analysis::new(WINDOW),
            curves: [vec![RANGE_DB.0; POINTS], vec![RANGE_DB.0; POINTS]],
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
            self.analysis.read(samples);
            for point in 0..POINTS {
                let hz = frequency_hz(point);
                let band = [hz / HALF_BAND, hz * HALF_BAND];
                let level = self.analysis.level_db(band, sample_rate);
                let curve = &mut self.curves[place][point];
                *curve += share * (level - *curve);
            }
        }
    }

    /// Shows both curves behind what else is drawn in a chart, over all of its height.
    pub fn show_behind(&self, ui: &Ui, room: &Room) {
        let room = room.with_range(RANGE_DB);
        self.draw(ui, &room, theme::BACKGROUND_OPACITY);
    }

    fn draw(&self, ui: &Ui, room: &Room, opacity: f32) {
        for (curve, (_, colour)) in self.curves.iter().zip(plot::IN_AND_OUT) {
            let levels = curve.iter().enumerate();
            let points = levels.map(|(point, db)| (frequency_hz(point), *db));
            let filled = colour == theme::OXIDE;
            room.curve(ui, points, colour.gamma_multiply(opacity), filled);
        }
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
