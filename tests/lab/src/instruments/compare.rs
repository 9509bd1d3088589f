//! How far one recording is from another.

use std::f64::consts::SQRT_2;

use super::fft::{self, Complex};
use super::level::{amplitude_db, rms_db};
use crate::{SILENCE_DB, Stereo};

/// RMS of `b − a` re the RMS of `a`, in dB; [`SILENCE_DB`] when nothing is left, and the plain
/// level of `b` in dBFS when `a` is silent.
///
/// # Panics
/// When the lengths differ.
pub fn null_db(a: &[f32], b: &[f32]) -> f64 {
    assert_eq!(a.len(), b.len(), "both recordings have one length");
    let power = |samples: &mut dyn Iterator<Item = f64>| -> f64 { samples.map(|x| x * x).sum() };
    let residual = power(&mut a.iter().zip(b).map(|(&a, &b)| f64::from(b) - f64::from(a)));
    let reference = power(&mut a.iter().map(|&a| f64::from(a)));
    if reference > 0.0 {
        amplitude_db((residual / reference).sqrt())
    } else {
        amplitude_db((residual / a.len().max(1) as f64).sqrt() * SQRT_2)
    }
}

/// [`null_db`] of the worse side.
pub fn stereo_null_db(a: &Stereo, b: &Stereo) -> f64 {
    null_db(&a.left, &b.left).max(null_db(&a.right, &b.right))
}

/// Whether all samples are the same bits: 0 differs from −0, a NaN equals itself.
pub fn is_identical(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

/// By how many frames `b` comes later than `a`, −`max_lag`..=`max_lag`: where their
/// cross-correlation is largest in size, so that an inverted copy aligns as well.
pub fn align(a: &[f32], b: &[f32], max_lag: usize) -> isize {
    // Padded by the largest lag, so that nothing wraps onto a searched lag.
    let len = (a.len().max(b.len()) + max_lag + 1).next_power_of_two();
    let spectrum = |samples: &[f32]| {
        let mut padded: Vec<f64> = samples.iter().map(|&sample| f64::from(sample)).collect();
        padded.resize(len, 0.0);
        fft::forward(padded)
    };
    let cross: Vec<Complex<f64>> = spectrum(a)
        .iter()
        .zip(spectrum(b))
        .map(|(a, b)| a.conj() * b)
        .collect();
    let correlation = fft::inverse(cross, len);
    let max_lag = max_lag as isize;
    let size_at = |lag: isize| correlation[lag.rem_euclid(len as isize) as usize].abs();
    // The smaller lag wins among equals: silence is in step with itself.
    (-max_lag..=max_lag)
        .max_by(|&x, &y| {
            size_at(x)
                .total_cmp(&size_at(y))
                .then(y.abs().cmp(&x.abs()))
        })
        .unwrap_or(0)
}

/// Distance of two spectrograms in dB: the RMS over bins of the difference of levels, averaged over
/// frames of about 43 ms (Gray & Markel, 1976). Levels more than 70 dB below the louder
/// recording's strongest bin count as that floor: 100 dB would ask most about what nobody hears.
/// Measured so, LAME takes music apart by about 6, 4 and 2.5 dB at 64, 128 and 192 kbit/s. 0 for
/// equal sounds whatever their phase.
///
/// # Panics
/// When the lengths differ or are below one frame.
pub fn log_spectral_distance_db(a: &[f32], b: &[f32], sample_rate: f64) -> f64 {
    const RANGE_DB: f64 = 70.0;
    assert_eq!(a.len(), b.len(), "both recordings have one length");
    let len = ((0.03 * sample_rate) as usize).next_power_of_two();
    assert!(
        a.len() >= len,
        "{} frames are less than the {len} of one spectrum",
        a.len()
    );
    if rms_db(a).max(rms_db(b)) <= SILENCE_DB {
        return 0.0;
    }
    let (a, b) = (levels_db(a, len), levels_db(b, len));
    let loudest = a
        .iter()
        .chain(&b)
        .flatten()
        .copied()
        .fold(SILENCE_DB, f64::max);
    let floor = loudest - RANGE_DB;
    let distance = |(a, b): (&Vec<f64>, &Vec<f64>)| {
        let squares = a
            .iter()
            .zip(b)
            .map(|(a, b)| (a.max(floor) - b.max(floor)).powi(2));
        (squares.sum::<f64>() / a.len() as f64).sqrt()
    };
    a.iter().zip(&b).map(distance).sum::<f64>() / a.len() as f64
}

fn levels_db(samples: &[f32], len: usize) -> Vec<Vec<f64>> {
    let window = fft::hann(len);
    let frame_at = |start: usize| {
        let segment = &samples[start..start + len];
        let windowed = segment
            .iter()
            .zip(&window)
            .map(|(&s, w)| f64::from(s) * w)
            .collect();
        fft::forward(windowed)
            .iter()
            .map(|bin| amplitude_db(bin.norm()))
            .collect()
    };
    (0..=samples.len() - len)
        .step_by(len / 2)
        .map(frame_at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    const RATE: f64 = 48_000.0;

    #[test]
    fn nulls_read_the_residual() {
        let a = signal::white_noise(1, -20.0, 1.0, RATE);
        let b: Vec<f32> = a
            .iter()
            .zip(signal::white_noise(2, -80.0, 1.0, RATE))
            .map(|(a, b)| a + b)
            .collect();
        assert!((null_db(&a, &b) + 60.0).abs() < 0.1);
        assert_eq!(null_db(&a, &a), SILENCE_DB);
        assert!((null_db(&vec![0.0; a.len()], &a) + 20.0).abs() < 0.01);
        let (a, b) = (
            Stereo::from_mono(a.clone(), RATE),
            Stereo::from_channels(a, b, RATE),
        );
        assert!((stereo_null_db(&a, &b) + 60.0).abs() < 0.1);
    }

    #[test]
    fn identity_is_of_bits() {
        assert!(is_identical(&[f32::NAN, 1.0], &[f32::NAN, 1.0]));
        assert!(!is_identical(&[0.0], &[-0.0]));
        assert!(!is_identical(&[0.0], &[0.0, 0.0]));
    }

    #[test]
    fn delays_are_found_both_ways_and_upside_down() {
        let noise = signal::pink_noise(4, -20.0, 1.0, RATE);
        let mut late = vec![0.0; 1_234];
        late.extend(noise.iter().map(|sample| -0.3 * sample));
        assert_eq!(align(&noise, &late, 2_000), 1_234);
        assert_eq!(align(&late, &noise, 2_000), -1_234);
        assert_eq!(align(&noise, &noise, 10), 0);
        assert_eq!(align(&[0.0; 8], &[0.0; 8], 4), 0);
    }

    #[test]
    fn spectral_distance_is_a_level_difference_and_ignores_phase() {
        let a = signal::white_noise(1, -20.0, 2.0, RATE);
        let louder: Vec<f32> = a.iter().map(|sample| -2.0 * sample).collect();
        assert_eq!(log_spectral_distance_db(&a, &a, RATE), 0.0);
        assert!((log_spectral_distance_db(&a, &louder, RATE) - 6.02).abs() < 0.02);
    }
}
