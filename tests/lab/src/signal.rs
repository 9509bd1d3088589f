//! Test signals, one channel each. Levels are RMS in dBFS: 0 dBFS is a full-scale sine.

use std::f64::consts::{SQRT_2, TAU};
use std::ops::Range;

use crate::instruments::fft;
use crate::random::Random;

/// A sine that starts at phase 0.
pub fn sine(freq_hz: f64, level_dbfs: f64, seconds: f64, sample_rate: f64) -> Vec<f32> {
    let amplitude = amplitude(level_dbfs);
    let cycles_per_frame = freq_hz / sample_rate;
    generate(seconds, sample_rate, |frame| {
        amplitude * (TAU * (frame as f64 * cycles_per_frame).fract()).sin()
    })
}

/// The sum of two sines of `level_dbfs` each.
pub fn two_tone(freqs_hz: [f64; 2], level_dbfs: f64, seconds: f64, sample_rate: f64) -> Vec<f32> {
    let amplitude = amplitude(level_dbfs);
    generate(seconds, sample_rate, |frame| {
        let sine = |hz: f64| (TAU * (frame as f64 * hz / sample_rate).fract()).sin();
        amplitude * (sine(freqs_hz[0]) + sine(freqs_hz[1]))
    })
}

/// Zeros with a single sample of `height` at frame `at`.
///
/// # Panics
/// When `at` is not below `frames`.
pub fn impulse(height: f32, at: usize, frames: usize) -> Vec<f32> {
    let mut samples = vec![0.0; frames];
    samples[at] = height;
    samples
}

/// Zeros, then `height` from frame `at` on.
pub fn step(height: f32, at: usize, frames: usize) -> Vec<f32> {
    (0..frames)
        .map(|frame| if frame < at { 0.0 } else { height })
        .collect()
}

/// An exponential sine sweep that spends equal time on each octave of `range_hz`
/// (Farina, AES 108, 2000). Its ends are hard: fade them if a click matters.
pub fn sweep(range_hz: Range<f64>, level_dbfs: f64, seconds: f64, sample_rate: f64) -> Vec<f32> {
    let amplitude = amplitude(level_dbfs);
    let nats = (range_hz.end / range_hz.start).ln();
    let cycles = range_hz.start * seconds / nats;
    generate(seconds, sample_rate, |frame| {
        let progress = frame as f64 / (seconds * sample_rate);
        amplitude * (TAU * (cycles * ((nats * progress).exp() - 1.0)).fract()).sin()
    })
}

/// Uniform white noise; the level is exact for the whole length.
pub fn white_noise(seed: u64, level_dbfs: f64, seconds: f64, sample_rate: f64) -> Vec<f32> {
    let mut random = Random::new(seed);
    let frames = frame_count(seconds, sample_rate);
    at_level((0..frames).map(|_| random.bipolar()).collect(), level_dbfs)
}

/// Noise that falls by 3.01 dB per octave from 10 Hz up, flat below; the level is exact for the
/// whole length.
pub fn pink_noise(seed: u64, level_dbfs: f64, seconds: f64, sample_rate: f64) -> Vec<f32> {
    const FLAT_BELOW_HZ: f64 = 10.0;
    let mut random = Random::new(seed);
    let frames = frame_count(seconds, sample_rate);
    // Shaping is circular; the part beyond `frames` is cut off with its seam.
    let padded = (frames + 1).next_power_of_two();
    let white: Vec<f64> = (0..padded).map(|_| random.gaussian()).collect();
    let mut spectrum = fft::forward(white);
    for (bin, value) in spectrum.iter_mut().enumerate() {
        let freq_hz = bin as f64 * sample_rate / padded as f64;
        *value *= (FLAT_BELOW_HZ / freq_hz.max(FLAT_BELOW_HZ)).sqrt();
    }
    let mut pink = fft::inverse(spectrum, padded);
    pink.truncate(frames);
    at_level(pink, level_dbfs)
}

/// Half-cosine fades over `frames` at both ends, against clicks at the ends of a test signal.
///
/// # Panics
/// When the signal is shorter than both fades.
pub fn faded(mut samples: Vec<f32>, frames: usize) -> Vec<f32> {
    let len = samples.len();
    assert!(
        2 * frames <= len,
        "fades of {frames} frames do not fit into {len}"
    );
    for index in 0..frames {
        let phase = (index as f64 + 0.5) / frames as f64;
        let gain = 0.5 - 0.5 * (phase * TAU / 2.0).cos();
        for edge in [index, len - 1 - index] {
            samples[edge] = (f64::from(samples[edge]) * gain) as f32;
        }
    }
    samples
}

fn amplitude(level_dbfs: f64) -> f64 {
    10f64.powf(level_dbfs / 20.0)
}

fn frame_count(seconds: f64, sample_rate: f64) -> usize {
    (seconds * sample_rate).round() as usize
}

fn generate(seconds: f64, sample_rate: f64, sample_at: impl Fn(usize) -> f64) -> Vec<f32> {
    (0..frame_count(seconds, sample_rate))
        .map(|frame| sample_at(frame) as f32)
        .collect()
}

fn at_level(samples: Vec<f64>, level_dbfs: f64) -> Vec<f32> {
    let power: f64 = samples.iter().map(|sample| sample * sample).sum();
    let rms = (power / samples.len().max(1) as f64).sqrt();
    let gain = amplitude(level_dbfs) / (SQRT_2 * rms.max(f64::MIN_POSITIVE));
    samples
        .into_iter()
        .map(|sample| (gain * sample) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::level::rms_db;
    use crate::instruments::spectrum::Spectrum;

    #[test]
    fn levels_are_rms_re_a_full_scale_sine() {
        assert!((rms_db(&sine(997.0, -18.0, 1.0, 48_000.0)) + 18.0).abs() < 1e-3);
        assert!((rms_db(&two_tone([600.0, 7_000.0], -20.0, 1.0, 48_000.0)) + 16.99).abs() < 0.01);
        assert!((rms_db(&sweep(20.0..20_000.0, -6.0, 2.0, 48_000.0)) + 6.0).abs() < 0.02);
        assert!((rms_db(&white_noise(1, -20.0, 1.0, 48_000.0)) + 20.0).abs() < 1e-3);
        assert!((rms_db(&pink_noise(1, -20.0, 1.0, 48_000.0)) + 20.0).abs() < 1e-3);
    }

    #[test]
    fn pink_noise_has_equal_power_in_each_octave_and_white_doubles_it() {
        let octaves = [125.0, 500.0, 2_000.0, 8_000.0];
        let powers = |samples: &[f32]| {
            let spectrum = Spectrum::of(samples, 48_000.0);
            octaves.map(|hz| spectrum.band_db(hz / 2f64.sqrt()..hz * 2f64.sqrt()))
        };
        let pink = powers(&pink_noise(5, -10.0, 20.0, 48_000.0));
        let white = powers(&white_noise(5, -10.0, 20.0, 48_000.0));
        for step in 1..octaves.len() {
            assert!((pink[step] - pink[step - 1]).abs() < 0.5, "{pink:?}");
            assert!(
                (white[step] - white[step - 1] - 6.02).abs() < 0.5,
                "{white:?}"
            );
        }
    }

    #[test]
    fn sweep_passes_the_geometric_mean_half_way() {
        let samples = sweep(100.0..1_600.0, 0.0, 4.0, 48_000.0);
        let crossings = samples[95_000..97_000]
            .windows(2)
            .filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0);
        let freq_hz = crossings.count() as f64 * 48_000.0 / 2_000.0;
        assert!((freq_hz - 400.0).abs() < 25.0, "{freq_hz}");
    }

    #[test]
    fn impulse_step_and_fade_have_their_shapes() {
        assert_eq!(impulse(0.5, 1, 3), [0.0, 0.5, 0.0]);
        assert_eq!(step(0.5, 1, 3), [0.0, 0.5, 0.5]);
        let faded = faded(vec![1.0; 10], 4);
        assert!(faded[0] < 0.05 && faded[4] == 1.0 && faded[9] == faded[0]);
    }
}
