//! Magnitude responses of linear systems.

use std::f64::consts::TAU;

use super::fft::{self, Complex};
use super::level::amplitude_db;

/// Gain in dB at each of `freqs_hz` from `input` to `output`, which start together (see
/// [`super::compare::align`]) and fill the band with noise or a sweep.
///
/// The H1 estimate: averaged cross-spectrum over averaged input spectrum, so that noise added by
/// the system averages out. Hann segments of about a sixteenth of the signal; a frequency is read
/// by interpolating the complex estimate between bins.
///
/// # Panics
/// When the lengths differ, or a frequency lies above Nyquist.
pub fn response_db(input: &[f32], output: &[f32], sample_rate: f64, freqs_hz: &[f64]) -> Vec<f64> {
    assert_eq!(
        input.len(),
        output.len(),
        "input and output have one length"
    );
    let len = (input.len() / 16).next_power_of_two().min(input.len());
    let window = fft::hann(len);
    let windowed = |samples: &[f32]| {
        fft::forward(
            samples
                .iter()
                .zip(&window)
                .map(|(&s, w)| f64::from(s) * w)
                .collect(),
        )
    };
    let mut cross = vec![Complex::new(0.0, 0.0); len / 2 + 1];
    let mut power = vec![0.0; len / 2 + 1];
    for start in (0..=input.len() - len).step_by((len / 2).max(1)) {
        let x = windowed(&input[start..start + len]);
        let y = windowed(&output[start..start + len]);
        for bin in 0..cross.len() {
            cross[bin] += x[bin].conj() * y[bin];
            power[bin] += x[bin].norm_sqr();
        }
    }
    let gain: Vec<f64> = cross
        .iter()
        .zip(&power)
        .map(|(cross, power)| (cross / power.max(1e-300)).norm())
        .collect();
    freqs_hz
        .iter()
        .map(|freq_hz| {
            let position = freq_hz * len as f64 / sample_rate;
            let bin = position.floor() as usize;
            let next = (bin + 1).min(gain.len() - 1);
            amplitude_db(gain[bin] + (gain[next] - gain[bin]) * position.fract())
        })
        .collect()
}

/// Gain in dB at each of `freqs_hz` of the system with this impulse response: exact, as far as the
/// response has died away by its end.
pub fn impulse_response_db(
    impulse_response: &[f32],
    sample_rate: f64,
    freqs_hz: &[f64],
) -> Vec<f64> {
    let transfer = transfer_function(impulse_response, sample_rate, freqs_hz);
    transfer
        .into_iter()
        .map(|value| amplitude_db(value.norm()))
        .collect()
}

/// The complex transfer function at each of `freqs_hz`, phase referred to the first sample.
pub fn transfer_function(
    impulse_response: &[f32],
    sample_rate: f64,
    freqs_hz: &[f64],
) -> Vec<Complex<f64>> {
    let at = |freq_hz: &f64| {
        let cycles_per_frame = freq_hz / sample_rate;
        let turn = |(frame, &sample): (usize, &f32)| {
            let phase = (frame as f64 * cycles_per_frame).fract();
            Complex::from_polar(f64::from(sample), -TAU * phase)
        };
        impulse_response.iter().enumerate().map(turn).sum()
    };
    freqs_hz.iter().map(at).collect()
}

/// `count` frequencies in equal ratios from `first_hz` to `last_hz`, both included.
pub fn log_spaced_hz(first_hz: f64, last_hz: f64, count: usize) -> Vec<f64> {
    let ratio = last_hz / first_hz;
    let last = count.saturating_sub(1).max(1) as f64;
    (0..count)
        .map(|step| first_hz * ratio.powf(step as f64 / last))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    const RATE: f64 = 48_000.0;

    /// y[n] = (1 − p)·x[n] + p·y[n−1] and its textbook magnitude.
    const POLE: f64 = 0.9;

    fn one_pole(input: &[f32]) -> Vec<f32> {
        let mut state = 0.0;
        let step = |&x: &f32| {
            state = (1.0 - POLE) * f64::from(x) + POLE * state;
            state as f32
        };
        input.iter().map(step).collect()
    }

    fn one_pole_db(freq_hz: f64) -> f64 {
        let cosine = (TAU * freq_hz / RATE).cos();
        10.0 * ((1.0 - POLE).powi(2) / (1.0 + POLE * POLE - 2.0 * POLE * cosine)).log10()
    }

    #[test]
    fn noise_through_a_one_pole_gives_its_response() {
        let freqs_hz = log_spaced_hz(50.0, 20_000.0, 30);
        let input = signal::white_noise(7, -20.0, 10.0, RATE);
        let measured = response_db(&input, &one_pole(&input), RATE, &freqs_hz);
        for (freq_hz, level_db) in freqs_hz.iter().zip(measured) {
            assert!(
                (level_db - one_pole_db(*freq_hz)).abs() < 0.1,
                "{freq_hz}: {level_db}"
            );
        }
    }

    #[test]
    fn an_impulse_gives_the_exact_response() {
        let freqs_hz = log_spaced_hz(20.0, 24_000.0, 30);
        let response = one_pole(&signal::impulse(1.0, 0, 4_096));
        let measured = impulse_response_db(&response, RATE, &freqs_hz);
        for (freq_hz, level_db) in freqs_hz.iter().zip(measured) {
            assert!(
                (level_db - one_pole_db(*freq_hz)).abs() < 1e-4,
                "{freq_hz}: {level_db}"
            );
        }
    }

    #[test]
    fn phase_is_that_of_a_delay() {
        let delayed = transfer_function(&signal::impulse(1.0, 12, 64), RATE, &[1_000.0]);
        assert!((delayed[0].arg() + TAU / 4.0).abs() < 1e-9);
    }
}
