//! Level meters.

use std::f64::consts::SQRT_2;

use ebur128::{EbuR128, Mode};

use super::fft;
use crate::{SILENCE_DB, Stereo};

/// RMS in dBFS: 0 for a full-scale sine, [`SILENCE_DB`] for silence.
pub fn rms_db(samples: &[f32]) -> f64 {
    power_db(
        samples
            .iter()
            .map(|&sample| f64::from(sample).powi(2))
            .sum::<f64>()
            / samples.len().max(1) as f64,
    )
}

/// Largest sample in dB re full scale, [`SILENCE_DB`] for silence.
pub fn peak_db(samples: &[f32]) -> f64 {
    amplitude_db(
        samples
            .iter()
            .fold(0.0, |peak: f64, &sample| peak.max(f64::from(sample).abs())),
    )
}

/// Mean of all samples, full scale 1.
pub fn dc(samples: &[f32]) -> f64 {
    samples.iter().map(|&sample| f64::from(sample)).sum::<f64>() / samples.len().max(1) as f64
}

/// A-weighted RMS level in dBFS, for steady signals: the power of overlapping Hann segments of at
/// least 0.3 s, weighted in the frequency domain. The ends of the signal count less than its middle.
pub fn a_weighted_db(samples: &[f32], sample_rate: f64) -> f64 {
    if samples.is_empty() {
        return SILENCE_DB;
    }
    let len = ((0.3 * sample_rate) as usize)
        .next_power_of_two()
        .min(samples.len());
    let window = fft::hann(len);
    let window_power: f64 = window.iter().map(|value| value * value).sum();
    let (mut power, mut segments) = (0.0, 0);
    for start in (0..=samples.len() - len).step_by((len / 4).max(1)) {
        let segment = &samples[start..start + len];
        let windowed = segment
            .iter()
            .zip(&window)
            .map(|(&s, w)| f64::from(s) * w)
            .collect();
        for (bin, value) in fft::forward(windowed).iter().enumerate() {
            // Bin 0 has no weight; all others stand for a positive and a negative frequency.
            let weight_db = a_weighting_db(bin as f64 * sample_rate / len as f64);
            power += 2.0 * value.norm_sqr() * 10f64.powf(weight_db / 10.0);
        }
        segments += 1;
    }
    power_db(power / (f64::from(segments) * len as f64 * window_power))
}

/// The A curve of IEC 61672-1, annex E: 0 dB at 1 kHz, [`SILENCE_DB`] at 0 Hz.
pub fn a_weighting_db(freq_hz: f64) -> f64 {
    if freq_hz <= 0.0 {
        return SILENCE_DB;
    }
    let f2 = freq_hz * freq_hz;
    let square = |hz: f64| hz * hz;
    let gain = square(12_194.217) * f2 * f2
        / ((f2 + square(20.598_997))
            * ((f2 + square(107.652_65)) * (f2 + square(737.862_23))).sqrt()
            * (f2 + square(12_194.217)));
    20.0 * gain.log10() + 2.0
}

/// Integrated loudness in LUFS (ITU-R BS.1770-4, EBU R 128, gated); [`SILENCE_DB`] when all of it
/// is below the gate or shorter than 0.4 s.
pub fn loudness_lufs(sound: &Stereo) -> f64 {
    let meter = ebu_meter(sound, Mode::I);
    meter
        .loudness_global()
        .map_or(SILENCE_DB, |lufs| lufs.max(SILENCE_DB))
}

/// True peak of the louder channel in dBTP (ITU-R BS.1770-4, annex 2).
pub fn true_peak_db(sound: &Stereo) -> f64 {
    let meter = ebu_meter(sound, Mode::TRUE_PEAK);
    let peak = |channel| {
        meter
            .true_peak(channel)
            .expect("the meter has two channels")
    };
    amplitude_db(peak(0).max(peak(1)))
}

/// 20·log10 of an amplitude, [`SILENCE_DB`] at least.
pub fn amplitude_db(amplitude: f64) -> f64 {
    (20.0 * amplitude.log10()).max(SILENCE_DB)
}

/// dBFS of a mean square: that of a full-scale sine is 1/2.
pub fn power_db(mean_square: f64) -> f64 {
    amplitude_db(SQRT_2 * mean_square.sqrt())
}

fn ebu_meter(sound: &Stereo, mode: Mode) -> EbuR128 {
    let rate = sound.sample_rate.round() as u32;
    let mut meter = EbuR128::new(2, rate, mode).expect("two channels at an audio rate");
    meter
        .add_frames_planar_f32(&sound.channels())
        .expect("channels of equal length");
    meter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    #[test]
    fn a_full_scale_sine_reads_zero_on_every_meter() {
        let sine = signal::sine(997.0, 0.0, 1.0, 48_000.0);
        assert!(rms_db(&sine).abs() < 1e-3);
        assert!(peak_db(&sine).abs() < 1e-2);
        assert!(a_weighted_db(&sine, 48_000.0).abs() < 0.01);
        assert!(dc(&sine).abs() < 1e-6);
    }

    #[test]
    fn silence_reads_the_silence_level() {
        assert_eq!(rms_db(&[0.0; 8]), SILENCE_DB);
        assert_eq!(peak_db(&[]), SILENCE_DB);
        assert_eq!(a_weighted_db(&[0.0; 8], 48_000.0), SILENCE_DB);
        assert_eq!(
            loudness_lufs(&Stereo::silence(48_000, 48_000.0)),
            SILENCE_DB
        );
    }

    #[test]
    fn a_weighting_follows_the_table_of_the_standard() {
        // IEC 61672-1, table 3, at the exact base-ten frequencies.
        for (freq_hz, expected_db) in [
            (10.0, -70.4),
            (100.0, -19.1),
            (1_000.0, 0.0),
            (10_000.0, -2.5),
        ] {
            assert!(
                (a_weighting_db(freq_hz) - expected_db).abs() < 0.05,
                "{freq_hz}"
            );
        }
        for rate in [44_100.0, 96_000.0] {
            let hum = signal::sine(50.0, -20.0, 2.0, rate);
            assert!((a_weighted_db(&hum, rate) + 50.3).abs() < 0.1);
        }
    }

    #[test]
    fn loudness_meets_the_ebu_test_signal() {
        // EBU Tech 3341, case 1: a 1 kHz stereo sine with peaks at −23 dBFS reads −23 LUFS.
        let sine = signal::sine(1_000.0, -23.0, 20.0, 48_000.0);
        let sound = Stereo::from_mono(sine, 48_000.0);
        assert!((loudness_lufs(&sound) + 23.0).abs() < 0.1);
    }

    #[test]
    fn true_peak_sees_between_the_samples() {
        // A sine at fs/4 sampled at 45°: samples reach −3 dB, the wave reaches 0 dB.
        let samples = (0..4_800)
            .map(|n| (std::f64::consts::FRAC_PI_2 * (f64::from(n) + 0.5)).sin() as f32)
            .collect::<Vec<_>>();
        assert!((peak_db(&samples) + 3.01).abs() < 0.01);
        let peak = true_peak_db(&Stereo::from_mono(samples, 48_000.0));
        assert!(peak > -0.5 && peak < 0.8, "{peak}");
    }
}
