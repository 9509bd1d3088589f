//! Distortion of a single tone: what stands on its harmonics, and what stands elsewhere.
//!
//! All take a steady tone of exactly `f0_hz`, at least 28 periods long (see [`Spectrum`]), without
//! the start of whatever is measured.

use super::level::amplitude_db;
use super::spectrum::Spectrum;

/// Levels re the fundamental in dB, from the second harmonic up to the last one below Nyquist.
/// Index 0 is the second harmonic.
pub fn harmonics_db(samples: &[f32], sample_rate: f64, f0_hz: f64) -> Vec<f64> {
    let spectrum = Spectrum::of(samples, sample_rate);
    let fundamental_db = spectrum.level_db_at(f0_hz);
    multiples(f0_hz, spectrum.nyquist_hz())
        .skip(1)
        .map(|freq_hz| spectrum.level_db_at(freq_hz) - fundamental_db)
        .collect()
}

/// Level of one harmonic re the fundamental in dB; `order` 2 is the octave.
///
/// # Panics
/// When `order` is below 2 or the harmonic lies above Nyquist.
pub fn harmonic_db(samples: &[f32], sample_rate: f64, f0_hz: f64, order: usize) -> f64 {
    harmonics_db(samples, sample_rate, f0_hz)[order - 2]
}

/// Total harmonic distortion in percent of the fundamental: all harmonics below Nyquist.
pub fn thd_percent(samples: &[f32], sample_rate: f64, f0_hz: f64) -> f64 {
    let levels = harmonics_db(samples, sample_rate, f0_hz);
    let power: f64 = levels
        .iter()
        .map(|level_db| 10f64.powf(level_db / 10.0))
        .sum();
    100.0 * power.sqrt()
}

/// Total harmonic distortion and noise, 20 Hz to 20 kHz, in percent of the fundamental: all but the
/// fundamental itself (AES17, without its notch's width).
pub fn thd_noise_percent(samples: &[f32], sample_rate: f64, f0_hz: f64) -> f64 {
    let spectrum = Spectrum::of(samples, sample_rate);
    let lobe_hz = 8.0 * spectrum.bin_hz();
    let power = |level_db: f64| 10f64.powf(level_db / 10.0);
    let rest = power(spectrum.band_db(20.0..f0_hz - lobe_hz))
        + power(spectrum.band_db(f0_hz + lobe_hz..20_000.0));
    100.0 * (rest / power(spectrum.level_db_at(f0_hz))).sqrt()
}

/// The strongest product from 20 Hz up that is no harmonic, in dB re the fundamental: folded
/// harmonics, intermodulation with a clock, or noise. Choose `f0_hz` so that the folded harmonics
/// miss the true ones: not a simple fraction of the sample rate.
pub fn alias_floor_db(samples: &[f32], sample_rate: f64, f0_hz: f64) -> f64 {
    let spectrum = Spectrum::of(samples, sample_rate);
    let mut excluded: Vec<f64> = multiples(f0_hz, spectrum.nyquist_hz()).collect();
    // The skirt of a constant offset reaches above 20 Hz in short signals.
    excluded.push(0.0);
    let floor_db = spectrum
        .strongest(20.0, &excluded)
        .map_or(crate::SILENCE_DB, |tone| tone.level_db);
    (floor_db - spectrum.level_db_at(f0_hz)).max(crate::SILENCE_DB)
}

/// Level difference in dB between the carrier at `high_hz` and the RMS sum of its first two pairs
/// of sidebands at ±`low_hz` and ±2·`low_hz`: intermodulation as in SMPTE RP120.
pub fn intermodulation_db(samples: &[f32], sample_rate: f64, low_hz: f64, high_hz: f64) -> f64 {
    let spectrum = Spectrum::of(samples, sample_rate);
    let sidebands =
        [-2.0, -1.0, 1.0, 2.0].map(|order| spectrum.level_db_at(high_hz + order * low_hz));
    let power: f64 = sidebands
        .iter()
        .map(|level_db| 10f64.powf(level_db / 10.0))
        .sum();
    amplitude_db(power.sqrt()) - spectrum.level_db_at(high_hz)
}

fn multiples(f0_hz: f64, nyquist_hz: f64) -> impl Iterator<Item = f64> {
    (1..)
        .map(move |order| f64::from(order) * f0_hz)
        .take_while(move |&hz| hz < nyquist_hz)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    const RATE: f64 = 48_000.0;

    /// x + 0.01·(2x² − 1) + 0.003·(4x³ − 3x): Chebyshev polynomials put 1 % on the second and
    /// 0.3 % on the third harmonic of a full-scale sine.
    fn distorted() -> Vec<f32> {
        let shape = |x: f64| x + 0.01 * (2.0 * x * x - 1.0) + 0.003 * (4.0 * x.powi(3) - 3.0 * x);
        let sine = signal::sine(997.0, 0.0, 1.0, RATE);
        sine.iter().map(|&x| shape(f64::from(x)) as f32).collect()
    }

    #[test]
    fn known_harmonics_read_their_levels() {
        let samples = distorted();
        assert!((harmonic_db(&samples, RATE, 997.0, 2) + 40.0).abs() < 0.05);
        assert!((harmonic_db(&samples, RATE, 997.0, 3) + 50.46).abs() < 0.05);
        assert!((thd_percent(&samples, RATE, 997.0) - 1.044).abs() < 0.005);
        assert!((thd_noise_percent(&samples, RATE, 997.0) - 1.044).abs() < 0.005);
        assert!(harmonic_db(&samples, RATE, 997.0, 5) < -130.0);
    }

    #[test]
    fn a_clean_sine_has_no_floor_and_an_inharmonic_tone_is_found() {
        let clean = signal::sine(5_001.0, -6.0, 1.0, RATE);
        assert!(alias_floor_db(&clean, RATE, 5_001.0) < -140.0);
        let mut aliased = distorted();
        for (sample, alias) in aliased
            .iter_mut()
            .zip(signal::sine(3_333.0, -80.0, 1.0, RATE))
        {
            *sample += alias;
        }
        assert!((alias_floor_db(&aliased, RATE, 997.0) + 80.0).abs() < 0.1);
    }

    #[test]
    fn amplitude_modulation_reads_as_intermodulation() {
        // A carrier with modulation index 0.02 has two sidebands at 0.01 each: −36.99 dB in sum.
        let samples: Vec<f32> = signal::sine(7_000.0, -6.0, 1.0, RATE)
            .iter()
            .zip(signal::sine(60.0, 0.0, 1.0, RATE))
            .map(|(carrier, low)| carrier * (1.0 + 0.02 * low))
            .collect();
        assert!((intermodulation_db(&samples, RATE, 60.0, 7_000.0) + 36.99).abs() < 0.05);
    }
}
