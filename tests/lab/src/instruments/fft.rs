//! Fourier transforms of whole signals, in f64, and the windows that go with them.

use std::f64::consts::{PI, TAU};

use realfft::RealFftPlanner;
pub use realfft::num_complex::Complex;

/// Spectrum of a real signal of N samples: N/2 + 1 bins, not normalised.
pub fn forward(mut samples: Vec<f64>) -> Vec<Complex<f64>> {
    let transform = RealFftPlanner::new().plan_fft_forward(samples.len());
    let mut spectrum = transform.make_output_vec();
    transform
        .process(&mut samples, &mut spectrum)
        .expect("lengths come from the transform");
    spectrum
}

/// The real signal of `len` samples that [`forward`] makes `spectrum` of: scaled by 1/N.
///
/// # Panics
/// When `spectrum` does not have `len / 2 + 1` bins.
pub fn inverse(mut spectrum: Vec<Complex<f64>>, len: usize) -> Vec<f64> {
    let transform = RealFftPlanner::new().plan_fft_inverse(len);
    let mut samples = transform.make_output_vec();
    // The end bins of a real signal have no imaginary part; rounding may have left one.
    spectrum[0].im = 0.0;
    if len.is_multiple_of(2) {
        spectrum[len / 2].im = 0.0;
    }
    transform
        .process(&mut spectrum, &mut samples)
        .expect("spectrum fits the length");
    let scale = 1.0 / len as f64;
    samples.iter_mut().for_each(|sample| *sample *= scale);
    samples
}

/// Periodic Hann window: sidelobes fall fast, halves overlap to a constant.
pub fn hann(len: usize) -> Vec<f64> {
    cosine_sum(len, &[0.5, 0.5])
}

/// Half width of the main lobe of [`blackman_harris_7`] in bins.
pub const BLACKMAN_HARRIS_7_HALF_WIDTH: usize = 7;

/// Seven-term Blackman-Harris window (Albrecht, ICASSP 2001): sidelobes below −180 dB, so that
/// what is seen beside a tone is the signal's and not the window's.
pub fn blackman_harris_7(len: usize) -> Vec<f64> {
    cosine_sum(
        len,
        &[
            0.271_051_400_693_42,
            0.433_297_939_234_48,
            0.218_122_999_543_11,
            0.065_925_446_388_03,
            0.010_811_742_098_37,
            0.000_776_584_825_22,
            0.000_013_887_217_35,
        ],
    )
}

fn cosine_sum(len: usize, terms: &[f64]) -> Vec<f64> {
    (0..len)
        .map(|index| {
            let phase = TAU * index as f64 / len as f64;
            terms.iter().enumerate().fold(0.0, |sum, (order, term)| {
                let sign = if order % 2 == 0 { 1.0 } else { -1.0 };
                sum + sign * term * (order as f64 * phase).cos()
            })
        })
        .collect()
}

/// Kaiser window; `beta` trades main-lobe width for sidelobe height.
pub fn kaiser(len: usize, beta: f64) -> Vec<f64> {
    let middle = (len as f64 - 1.0) / 2.0;
    (0..len)
        .map(|index| {
            let offset = (index as f64 - middle) / middle.max(1.0);
            bessel_i0(beta * (1.0 - offset * offset).max(0.0).sqrt()) / bessel_i0(beta)
        })
        .collect()
}

/// sin(πx)/(πx).
pub fn sinc(x: f64) -> f64 {
    if x == 0.0 {
        1.0
    } else {
        (PI * x).sin() / (PI * x)
    }
}

/// Modified Bessel function of the first kind, order 0, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let (mut sum, mut term, mut k) = (1.0, 1.0, 1.0);
    while term > sum * 1e-17 {
        term *= (x / (2.0 * k)).powi(2);
        sum += term;
        k += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forward_and_inverse_undo_each_other_at_any_length() {
        for len in [2, 7, 64, 97, 1_000] {
            let samples: Vec<f64> = (0..len).map(|n| ((n * n) as f64 * 0.37).sin()).collect();
            let back = inverse(forward(samples.clone()), len);
            for (a, b) in samples.iter().zip(&back) {
                assert!((a - b).abs() < 1e-12, "length {len}");
            }
        }
    }

    #[test]
    fn blackman_harris_sidelobes_stay_below_170_db() {
        // Padded sixteenfold, so that the lobes between the bins are seen as well.
        let mut window = blackman_harris_7(1_024);
        window.resize(16_384, 0.0);
        let spectrum = forward(window);
        let limit = spectrum[0].norm() * 10f64.powf(-170.0 / 20.0);
        let lobe = 16 * BLACKMAN_HARRIS_7_HALF_WIDTH;
        assert!(spectrum[lobe..].iter().all(|bin| bin.norm() < limit));
        assert!(spectrum[lobe / 2].norm() > limit);
    }

    #[test]
    fn kaiser_and_sinc_have_their_textbook_values() {
        let window = kaiser(5, 0.0);
        assert!(window.iter().all(|value| (value - 1.0).abs() < 1e-12));
        // I0(1) = 1.2660658777520084 (Abramowitz & Stegun, table 9.8).
        assert!((bessel_i0(1.0) - 1.266_065_877_752_008_4).abs() < 1e-14);
        assert!((sinc(0.5) - 2.0 / PI).abs() < 1e-15);
    }
}
