//! How much a spectrum looks like that of one voice: harmonics at equal distances, of a pitch that
//! a voice can have.
//!
//! The autocorrelation of a spectrum's magnitudes, which are less ruled by one strong harmonic than
//! powers are. Source: T. Tolonen, M. Karjalainen, "A computationally efficient multipitch analysis
//! model", IEEE TSAP 8(6), 2000 (the compressed spectrum).

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner};

/// Highest harmonic that is looked at, in Hz.
const TOP_HZ: f64 = 5_000.0;
/// Lowest one, in Hz: below it there is more of drums than of voices.
const BOTTOM_HZ: f64 = 90.0;
/// Shortest and longest period of a voice, in s: 400 and 100 Hz. What is lower shows at half of a
/// window minus its period.
const PERIODS_S: (f64, f64) = (1.0 / 400.0, 1.0 / 100.0);
/// Points of the autocorrelation: with bins 50 Hz apart they are 78 µs apart.
const POINTS: usize = 256;

/// The measuring instrument.
pub struct Voicing {
    inverse: Arc<dyn ComplexToReal<f32>>,
    spectrum: Vec<Complex<f32>>,
    correlation: Vec<f32>,
    scratch: Vec<Complex<f32>>,
    /// Bins that are looked at, and points of the autocorrelation.
    bins: (usize, usize),
    points: (usize, usize),
}

impl Voicing {
    /// For spectra of `bins` values `bin_hz` apart. Allocates.
    pub fn new(bins: usize, bin_hz: f64) -> Self {
        let inverse = RealFftPlanner::<f32>::new().plan_fft_inverse(POINTS);
        let most = bins.min(POINTS / 2);
        let bin = |hz: f64| ((hz / bin_hz).ceil() as usize).min(most);
        let point = |s: f64| (s * bin_hz * POINTS as f64).round() as usize;
        Self {
            spectrum: inverse.make_input_vec(),
            correlation: inverse.make_output_vec(),
            scratch: inverse.make_scratch_vec(),
            inverse,
            bins: (bin(BOTTOM_HZ), bin(TOP_HZ)),
            points: (point(PERIODS_S.0), point(PERIODS_S.1).min(POINTS / 2)),
        }
    }

    /// The highest correlation at a voice's periods, 0 to 1, from the power of each bin.
    pub fn measure(&mut self, power: &[f32]) -> f32 {
        self.spectrum.fill(Complex::default());
        let (first, last) = self.bins;
        let mut sum = 0.0;
        for (value, power) in self.spectrum[first..last]
            .iter_mut()
            .zip(&power[first..last])
        {
            value.re = power.sqrt();
            sum += value.re;
        }
        let done = self.inverse.process_with_scratch(
            &mut self.spectrum,
            &mut self.correlation,
            &mut self.scratch,
        );
        debug_assert!(
            done.is_ok(),
            "lengths are those of the plan and the ends are real"
        );
        let (first, last) = self.points;
        let highest = self.correlation[first..=last]
            .iter()
            .fold(0.0f32, |a, &b| a.max(b));
        // Both halves of the symmetric spectrum are summed.
        highest / (2.0 * sum + f32::MIN_POSITIVE)
    }
}
