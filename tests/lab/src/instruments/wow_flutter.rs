//! A wow and flutter meter after IEC 60386 and AES6-2008: what a recorded 3150 Hz tone tells about
//! the speed of a tape.

use std::f64::consts::TAU;

use super::fft::{self, Complex};
use super::level::amplitude_db;

/// The test tone.
pub const TONE_HZ: f64 = 3_150.0;

/// The tone is looked for this far around 3150 Hz: ±9 % of speed and flutter up to 200 Hz fit in,
/// the tone's harmonics and the hum do not.
const HALF_BAND_HZ: f64 = 1_200.0;

/// Part of the band, at either side, over which the filter fades to nothing.
const FADE_HZ: f64 = 400.0;

/// Cut from each end after demodulation and again after weighting: the filters ring there.
const TRIM_SECONDS: f64 = 0.25;

/// Weighting in dB against modulation frequency in Hz (IEC 60386, AES6-2008).
const WEIGHTING: [(f64, f64); 16] = [
    (0.2, -30.6),
    (0.315, -19.7),
    (0.4, -15.0),
    (0.63, -8.4),
    (0.8, -6.0),
    (1.0, -4.2),
    (1.6, -1.8),
    (2.0, -0.9),
    (4.0, 0.0),
    (6.3, -0.9),
    (10.0, -2.1),
    (20.0, -5.9),
    (40.0, -10.4),
    (63.0, -14.2),
    (100.0, -17.3),
    (200.0, -23.0),
];

/// What the meter reads, in percent of the mean speed.
#[derive(Clone, Debug)]
pub struct WowFlutter {
    /// Mean speed re nominal: +1 is a tape that runs 1 % fast.
    pub speed_error_percent: f64,
    /// Weighted wow and flutter, two-sigma: the deviation that is exceeded 5 % of the time.
    pub weighted_percent: f64,
    /// The same for 0.2 Hz to 200 Hz without weighting.
    pub unweighted_percent: f64,
    /// Relative speed over time, 0 for the mean; compare two channels by [`correlation`].
    pub deviation: Vec<f64>,
    /// Sample rate of `deviation`.
    pub deviation_rate_hz: f64,
}

impl WowFlutter {
    /// Measures a recording of the 3150 Hz tone; 10 s or more make a reading that repeats.
    ///
    /// # Panics
    /// When `samples` are shorter than 2 s or the sample rate is below 9 kHz.
    pub fn of(samples: &[f32], sample_rate: f64) -> Self {
        let seconds = samples.len() as f64 / sample_rate;
        assert!(seconds >= 2.0, "{seconds} s are too short for wow");
        assert!(
            sample_rate >= 9_000.0,
            "{sample_rate} Hz do not hold the band around the tone"
        );

        let (baseband, rate_hz) = baseband(samples, sample_rate);
        let offset_hz: Vec<f64> = baseband
            .windows(2)
            .map(|pair| (pair[1] * pair[0].conj()).arg() * rate_hz / TAU)
            .collect();
        let offset_hz = trimmed(&offset_hz, rate_hz);
        let mean_hz = TONE_HZ + mean(offset_hz);
        let deviation: Vec<f64> = offset_hz
            .iter()
            .map(|offset| (TONE_HZ + offset) / mean_hz - 1.0)
            .collect();
        Self {
            speed_error_percent: 100.0 * (mean_hz / TONE_HZ - 1.0),
            weighted_percent: two_sigma_percent(&deviation, rate_hz, weighting_db),
            unweighted_percent: two_sigma_percent(&deviation, rate_hz, band_limit_db),
            deviation,
            deviation_rate_hz: rate_hz,
        }
    }
}

/// Pearson's correlation of two signals over their common length: 1 for equal shapes, −1 for
/// opposite ones, 0 for unrelated ones or when one does not move.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let len = a.len().min(b.len());
    let (a, b) = (&a[..len], &b[..len]);
    let (mean_a, mean_b) = (mean(a), mean(b));
    let product = |(x, y): (&f64, &f64)| (x - mean_a) * (y - mean_b);
    let covariance: f64 = a.iter().zip(b).map(product).sum();
    let power = |values: &[f64], mean: f64| values.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    let scale = (power(a, mean_a) * power(b, mean_b)).sqrt();
    if scale > 0.0 { covariance / scale } else { 0.0 }
}

/// The tone mixed down to 0 Hz, low-passed and decimated; with its sample rate.
fn baseband(samples: &[f32], sample_rate: f64) -> (Vec<Complex<f64>>, f64) {
    let seconds = samples.len() as f64 / sample_rate;
    let len = 2 * ((HALF_BAND_HZ + FADE_HZ) * seconds).ceil() as usize;
    let quadrature = |phase_offset: f64| {
        let mixed = samples.iter().enumerate().map(|(frame, &sample)| {
            let cycles = (frame as f64 * TONE_HZ / sample_rate).fract();
            f64::from(sample) * (TAU * (cycles + phase_offset)).cos()
        });
        let mut spectrum = fft::forward(mixed.collect());
        spectrum.resize(len / 2 + 1, Complex::new(0.0, 0.0));
        for (bin, value) in spectrum.iter_mut().enumerate() {
            let beyond_hz = bin as f64 / seconds - (HALF_BAND_HZ - FADE_HZ);
            let fade = (beyond_hz / FADE_HZ).clamp(0.0, 1.0);
            *value *= 0.5 + 0.5 * (TAU / 2.0 * fade).cos();
        }
        fft::inverse(spectrum, len)
    };
    // cos and −sin: the conjugate of the carrier, so that a faster tape turns forwards.
    let (real, imaginary) = (quadrature(0.0), quadrature(0.25));
    let pairs = real
        .into_iter()
        .zip(imaginary)
        .map(|(re, im)| Complex::new(re, im));
    (pairs.collect(), len as f64 / seconds)
}

/// The 95th percentile of |deviation| after a filter of the given gain.
fn two_sigma_percent(deviation: &[f64], rate_hz: f64, gain_db: fn(f64) -> f64) -> f64 {
    // Mirrored, so that slow drift leaves no step where the end meets the start.
    let mirrored: Vec<f64> = deviation
        .iter()
        .chain(deviation.iter().rev())
        .copied()
        .collect();
    let len = mirrored.len();
    let mut spectrum = fft::forward(mirrored);
    for (bin, value) in spectrum.iter_mut().enumerate() {
        *value *= 10f64.powf(gain_db(bin as f64 * rate_hz / len as f64) / 20.0);
    }
    let filtered = fft::inverse(spectrum, len);
    let mut sizes: Vec<f64> = trimmed(&filtered[..deviation.len()], rate_hz)
        .iter()
        .map(|value| value.abs())
        .collect();
    sizes.sort_by(f64::total_cmp);
    100.0 * sizes[sizes.len() * 95 / 100]
}

/// The weighting curve, straight lines over log frequency; its end slopes go on beyond the table.
fn weighting_db(freq_hz: f64) -> f64 {
    if freq_hz <= 0.0 {
        return crate::SILENCE_DB;
    }
    let above = WEIGHTING
        .partition_point(|(hz, _)| *hz < freq_hz)
        .clamp(1, WEIGHTING.len() - 1);
    let ((low_hz, low_db), (high_hz, high_db)) = (WEIGHTING[above - 1], WEIGHTING[above]);
    let position = (freq_hz / low_hz).ln() / (high_hz / low_hz).ln();
    low_db + (high_db - low_db) * position
}

/// The measuring band without weighting.
fn band_limit_db(freq_hz: f64) -> f64 {
    amplitude_db(if (0.2..=200.0).contains(&freq_hz) {
        1.0
    } else {
        0.0
    })
}

fn trimmed(values: &[f64], rate_hz: f64) -> &[f64] {
    let trim = (TRIM_SECONDS * rate_hz) as usize;
    &values[trim..values.len() - trim]
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tone at `speed`, its speed swinging by ±`depth` at `rate_hz`.
    fn tape(speed: f64, depth: f64, rate_hz: f64, sample_rate: f64) -> Vec<f32> {
        let sample_at = |frame: usize| {
            let time = frame as f64 / sample_rate;
            let swing = depth * (1.0 - (TAU * rate_hz * time).cos()) / (TAU * rate_hz);
            (TAU * TONE_HZ * speed * (time + swing)).sin() as f32
        };
        (0..(20.0 * sample_rate) as usize).map(sample_at).collect()
    }

    #[test]
    fn a_steady_tape_reads_its_speed_and_no_flutter() {
        for (speed, sample_rate) in [(1.0, 48_000.0), (1.03, 44_100.0), (0.96, 96_000.0)] {
            let meter = WowFlutter::of(&tape(speed, 0.0, 1.0, sample_rate), sample_rate);
            assert!((meter.speed_error_percent - 100.0 * (speed - 1.0)).abs() < 1e-4);
            assert!(meter.weighted_percent < 2e-4, "{}", meter.weighted_percent);
            assert!(
                meter.unweighted_percent < 1e-3,
                "{}",
                meter.unweighted_percent
            );
        }
    }

    #[test]
    fn known_swings_read_their_weighted_depth() {
        for (rate_hz, weight_db) in [
            (0.4, -15.0),
            (1.0, -4.2),
            (4.0, 0.0),
            (20.0, -5.9),
            (100.0, -17.3),
        ] {
            let meter = WowFlutter::of(&tape(1.0, 0.001, rate_hz, 48_000.0), 48_000.0);
            // 19 s hold no whole number of the slowest swings: a few percent stay in the mean.
            let expected = 0.1 * 10f64.powf(weight_db / 20.0);
            let error = meter.weighted_percent / expected - 1.0;
            assert!(
                error.abs() < 0.03,
                "{rate_hz} Hz: {} of {expected}",
                meter.weighted_percent
            );
            assert!(
                (meter.unweighted_percent - 0.1).abs() < 0.005,
                "{}",
                meter.unweighted_percent
            );
        }
    }

    #[test]
    fn the_curve_passes_its_table_and_between() {
        assert!((weighting_db(4.0)).abs() < 1e-12);
        assert!((weighting_db(0.2) + 30.6).abs() < 1e-12);
        assert!((weighting_db(2f64.sqrt() * 2.0) + 0.45).abs() < 1e-9);
        assert!(weighting_db(0.1) < -45.0 && weighting_db(400.0) < -28.0);
    }

    #[test]
    fn correlation_tells_common_from_separate_motion() {
        let first = WowFlutter::of(&tape(1.0, 0.002, 1.5, 48_000.0), 48_000.0).deviation;
        let other = WowFlutter::of(&tape(1.0, 0.002, 3.7, 48_000.0), 48_000.0).deviation;
        let mirrored: Vec<f64> = first.iter().map(|value| 3.0 - value).collect();
        assert!(correlation(&first, &first) > 0.999_999);
        assert!(correlation(&first, &mirrored) < -0.999_999);
        assert!(correlation(&first, &other).abs() < 0.05);
        assert_eq!(correlation(&first, &[1.0; 9]), 0.0);
    }
}
