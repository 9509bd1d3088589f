//! A detector for clicks: steps and spikes that a smooth signal does not have.

use super::fft;
use super::level::amplitude_db;
use crate::SILENCE_DB;

/// Above this a step still has much of its power, and smooth signals have little.
const HIGH_PASS_HZ: f64 = 12_000.0;

/// Kaiser β for a stopband of −130 dB: β = 0.1102·(A − 8.7) (Kaiser, 1974).
const KAISER_BETA: f64 = 13.4;

/// A click's own power must exceed that of its surroundings this many times: 1 ms of noise rarely
/// strays above four times its mean.
const ABOVE_SURROUNDINGS: f64 = 4.0;

/// The worst click of a signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Click {
    /// Where its middle lies, to within 0.3 ms.
    pub frame: usize,
    /// Height of the equivalent step re the RMS of the signal, in dB: 0 dB is a jump by the RMS.
    pub level_db: f64,
}

/// The level of the worst click in dB, as in [`worst_click`]; [`SILENCE_DB`] for none.
pub fn click_db(samples: &[f32], sample_rate: f64) -> f64 {
    worst_click(samples, sample_rate).map_or(SILENCE_DB, |click| click.level_db)
}

/// Finds the click that stands out most.
///
/// 1. High-pass above 12 kHz (a quarter of the sample rate, if that is less) by a linear-phase
///    FIR of 1 to 2 ms; only frames where it fits in count, so that the ends of the recording are
///    no clicks.
/// 2. Energy in windows of 1 ms, four to a millisecond.
/// 3. From each window's energy take four times the median of the windows within 25 ms on both
///    sides, but for the nearest 2.5 ms: what is left is the click's own.
/// 4. Relate it to the energy that a step of height 1 leaves in such a window: the result is the
///    height of a step in units of the signal's amplitude, reported re the signal's RMS
///    (full-scale 1, not re a sine).
///
/// Sharp musical onsets (a hi-hat after silence) are clicks by this definition: judge steady sounds
/// by it, or compare with the same passage unprocessed. `None` for a signal that is silent, without
/// any excess, or shorter than about 50 ms.
pub fn worst_click(samples: &[f32], sample_rate: f64) -> Option<Click> {
    let filter = high_pass(sample_rate);
    let window_len = ((sample_rate / 1_000.0).round() as usize).max(4);
    let hop = (window_len / 4).max(1);
    let energies = window_energies(&convolved(samples, &filter), window_len, hop);
    let near = 10; // windows: 2.5 ms
    let far = 100; // windows: 25 ms
    if energies.len() < 2 * far {
        return None;
    }

    let mut best: Option<(usize, f64)> = None;
    for (index, &energy) in energies.iter().enumerate() {
        // A first, cheap question: nothing below the best can win, whatever surrounds it.
        if best.is_some_and(|(_, excess)| energy <= excess) {
            continue;
        }
        let before = &energies[index.saturating_sub(far)..index.saturating_sub(near)];
        let after =
            &energies[(index + near).min(energies.len())..(index + far).min(energies.len())];
        let mut around = [before, after].concat();
        let middle = around.len() / 2;
        let (_, median, _) = around.select_nth_unstable_by(middle, f64::total_cmp);
        let excess = energy - ABOVE_SURROUNDINGS * *median;
        if excess > best.map_or(0.0, |(_, excess)| excess) {
            best = Some((index, excess));
        }
    }

    let (index, excess) = best?;
    Some(Click {
        frame: index * hop + (window_len + filter.len()) / 2,
        level_db: step_db(excess, samples, &filter, window_len),
    })
}

/// How rough a steady sound is by itself: the energy of its loudest window as the height of a step, in
/// dB as in [`worst_click`], whatever surrounds it. Where such a sound begins or ends, a detector of
/// clicks finds no less; [`SILENCE_DB`] for silence and for less than about 50 ms.
pub fn roughness_db(samples: &[f32], sample_rate: f64) -> f64 {
    let filter = high_pass(sample_rate);
    let window_len = ((sample_rate / 1_000.0).round() as usize).max(4);
    let filtered = convolved(samples, &filter);
    let energies = window_energies(&filtered, window_len, (window_len / 4).max(1));
    let loudest = energies.into_iter().fold(0.0, f64::max);
    if loudest == 0.0 {
        return SILENCE_DB;
    }
    step_db(loudest, samples, &filter, window_len)
}

/// The step that leaves this energy in a window, re the RMS of the signal, in dB.
fn step_db(energy: f64, samples: &[f32], filter: &[f64], window_len: usize) -> f64 {
    let mean_square =
        samples.iter().map(|&s| f64::from(s).powi(2)).sum::<f64>() / samples.len() as f64;
    let unit_step = energy_of_unit_step(filter, window_len);
    amplitude_db((energy / unit_step / mean_square).sqrt())
}

/// Linear-phase high-pass by spectral inversion of a windowed sinc; an odd number of taps.
fn high_pass(sample_rate: f64) -> Vec<f64> {
    let cutoff = HIGH_PASS_HZ.min(sample_rate / 4.0) / sample_rate;
    // From 130 dB down at 2/3 of the cutoff to open at 4/3: N ≈ (A − 8) / (2.285·Δω).
    let transition = std::f64::consts::TAU * cutoff * 2.0 / 3.0;
    let half = (122.0 / (2.285 * transition) / 2.0).ceil() as usize;
    let mut taps = fft::kaiser(2 * half + 1, KAISER_BETA);
    for (index, tap) in taps.iter_mut().enumerate() {
        *tap *= 2.0 * cutoff * fft::sinc(2.0 * cutoff * (index as f64 - half as f64));
    }
    let sum: f64 = taps.iter().sum();
    for tap in &mut taps {
        *tap /= -sum;
    }
    taps[half] += 1.0;
    taps
}

/// The frames in which the whole filter lies inside the signal.
fn convolved(samples: &[f32], filter: &[f64]) -> Vec<f64> {
    let dot = |frames: &[f32]| {
        frames
            .iter()
            .zip(filter)
            .map(|(&s, tap)| f64::from(s) * tap)
            .sum()
    };
    samples.windows(filter.len()).map(dot).collect()
}

fn window_energies(samples: &[f64], len: usize, hop: usize) -> Vec<f64> {
    samples
        .windows(len)
        .step_by(hop)
        .map(|frames| frames.iter().map(|x| x * x).sum())
        .collect()
}

/// The largest energy that the filtered step 0, …, 0, 1, 1, … leaves in one window.
fn energy_of_unit_step(filter: &[f64], window_len: usize) -> f64 {
    let reach = filter.len() + window_len;
    let step = crate::signal::step(1.0, reach, 2 * reach);
    window_energies(&convolved(&step, filter), window_len, 1)
        .into_iter()
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    /// A 100 Hz sine whose second half is raised by a step of `step_db` re its RMS.
    fn stepped_sine(step_db: f64, sample_rate: f64) -> Vec<f32> {
        let mut samples = signal::sine(100.0, -12.0, 1.0, sample_rate);
        let rms = 10f64.powf(-12.0 / 20.0) / 2f64.sqrt();
        let height = (rms * 10f64.powf(step_db / 20.0)) as f32;
        let middle = samples.len() / 2;
        samples[middle..]
            .iter_mut()
            .for_each(|sample| *sample += height);
        samples
    }

    #[test]
    fn a_step_reads_its_height_at_any_rate_and_is_found_in_its_place() {
        for sample_rate in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
            let click = worst_click(&stepped_sine(-50.0, sample_rate), sample_rate).unwrap();
            assert!(
                (click.level_db + 50.0).abs() < 1.0,
                "{sample_rate}: {click:?}"
            );
            let miss = click.frame as f64 - sample_rate / 2.0;
            assert!(
                miss.abs() < sample_rate * 0.000_5,
                "{sample_rate}: {click:?}"
            );
        }
    }

    #[test]
    fn smooth_signals_have_none() {
        for freq_hz in [100.0, 1_000.0, 5_000.0] {
            let level = click_db(&signal::sine(freq_hz, -12.0, 1.0, 48_000.0), 48_000.0);
            assert!(level < -100.0, "{freq_hz}: {level}");
        }
        let noise = click_db(&signal::white_noise(1, -12.0, 4.0, 48_000.0), 48_000.0);
        assert!(noise < -20.0, "{noise}");
        assert_eq!(click_db(&[0.0; 9_600], 48_000.0), SILENCE_DB);
        assert_eq!(click_db(&[0.5; 10], 48_000.0), SILENCE_DB);
    }

    #[test]
    fn steady_noise_is_as_rough_as_it_is_loud() {
        let rough = |noise_db: f64| {
            let mut samples = signal::sine(100.0, -12.0, 1.0, 48_000.0);
            let noise = signal::white_noise(1, noise_db, 1.0, 48_000.0);
            for (sample, noise) in samples.iter_mut().zip(&noise) {
                *sample += noise;
            }
            roughness_db(&samples, 48_000.0)
        };
        let smooth = roughness_db(&signal::sine(100.0, -12.0, 1.0, 48_000.0), 48_000.0);
        assert!(smooth < -100.0, "{smooth}");
        let (quiet, loud) = (rough(-80.0), rough(-60.0));
        assert!((loud - quiet - 20.0).abs() < 0.5, "{quiet} {loud}");
        assert_eq!(roughness_db(&[0.0; 9_600], 48_000.0), SILENCE_DB);
    }

    #[test]
    fn a_lost_sample_in_music_like_noise_is_found() {
        let mut samples = signal::pink_noise(3, -20.0, 1.0, 48_000.0);
        samples[20_000] = 0.9;
        let click = worst_click(&samples, 48_000.0).unwrap();
        assert!(
            click.frame.abs_diff(20_000) < 24 && click.level_db > 0.0,
            "{click:?}"
        );
    }
}
