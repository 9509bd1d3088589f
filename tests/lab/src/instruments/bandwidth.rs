//! How far up a sound still reaches.

use super::spectrum::Spectrum;

/// The highest frequency in Hz at which `output` is at most 10 dB weaker than `input`, both re
/// their levels from 0.5 to 1.5 kHz: the edge that a low-pass or a coder leaves of noise. Read in
/// bands of 1/24 octave, 96 to the octave, from 500 Hz up; 0 when there is none.
///
/// Both must hold at least 8192 frames and fill the band; they need not be aligned.
///
/// # Panics
/// When either is shorter.
pub fn ten_db_point_hz(input: &[f32], output: &[f32], sample_rate: f64) -> f64 {
    const SEGMENT: usize = 8_192;
    let half_band = 2f64.powf(1.0 / 48.0);
    let [input, output] =
        [input, output].map(|samples| Spectrum::averaged(samples, sample_rate, SEGMENT));
    let gain_db = |low_hz: f64, high_hz: f64| {
        output.band_db(low_hz..high_hz) - input.band_db(low_hz..high_hz)
    };
    let base_db = gain_db(500.0, 1_500.0);
    std::iter::successors(Some(500.0), |centre_hz| {
        Some(centre_hz * 2f64.powf(1.0 / 96.0))
    })
    .take_while(|centre_hz| centre_hz * half_band < 0.5 * sample_rate)
    .filter(|hz| gain_db(hz / half_band, hz * half_band) - base_db >= -10.0)
    .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::fft;
    use crate::signal;

    #[test]
    fn the_edge_of_a_brick_wall_is_found_whatever_the_level() {
        let rate = 44_100.0;
        let noise = signal::pink_noise(1, -20.0, 3.0, rate);
        for edge_hz in [2_000.0, 5_500.0, 16_600.0] {
            let mut spectrum = fft::forward(noise.iter().map(|&s| 0.1 * f64::from(s)).collect());
            let edge = (edge_hz * noise.len() as f64 / rate) as usize;
            spectrum[edge..].fill(fft::Complex::new(0.0, 0.0));
            let cut = fft::inverse(spectrum, noise.len());
            let cut: Vec<f32> = cut.into_iter().map(|sample| sample as f32).collect();
            let found_hz = ten_db_point_hz(&noise, &cut, rate);
            assert!(
                (found_hz / edge_hz - 1.0).abs() < 0.02,
                "{edge_hz}: {found_hz}"
            );
        }
        assert!(ten_db_point_hz(&noise, &noise, rate) > 21_000.0);
    }
}
