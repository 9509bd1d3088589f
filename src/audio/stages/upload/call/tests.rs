//! The figures of the call's suppressor.

use std::f64::consts::TAU;

use super::Suppressor;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::Spec;

const RATE: f64 = 48_000.0;

fn suppressor(sample_rate: f64) -> Suppressor {
    Suppressor::new(Spec { sample_rate })
}

fn passed(suppressor: &mut Suppressor, input: &[f32], sizes: &[usize]) -> Vec<f32> {
    let mut output = input.to_vec();
    let (mut at, mut turn) = (0, 0);
    while at < output.len() {
        let size = sizes[turn % sizes.len()].min(output.len() - at);
        suppressor.process_mono(&mut output[at..at + size], |_, _| {});
        at += size;
        turn += 1;
    }
    output
}

fn noise(frames: usize, amplitude: f32) -> Vec<f32> {
    let mut source = WhiteNoise::new(5);
    (0..frames).map(|_| amplitude * source.sample()).collect()
}

/// Vowels of 160 Hz, falling in pitch, four a second.
fn voice(sample_rate: f64, seconds: f64) -> Vec<f32> {
    let mut phase = 0.0;
    (0..(sample_rate * seconds) as usize)
        .map(|n| {
            let t = 4.0 * n as f64 / sample_rate % 1.0;
            phase += (170.0 - 25.0 * t) / sample_rate;
            let loud = (TAU / 2.0 * t).sin().powi(2);
            let sum: f64 = (1..=20)
                .map(|k| (TAU * phase * f64::from(k)).cos() / f64::from(k))
                .sum();
            (0.1 * loud * sum) as f32
        })
        .collect()
}

/// A chord that is held.
fn chord(sample_rate: f64, seconds: f64) -> Vec<f32> {
    (0..(sample_rate * seconds) as usize)
        .map(|n| {
            let t = n as f64 / sample_rate;
            let notes = [220.0, 277.2, 329.6, 415.3].iter();
            notes.map(|hz| 0.08 * (TAU * hz * t).sin()).sum::<f64>() as f32
        })
        .collect()
}

/// Level of the last second of what comes out re what goes in, in dB, with so much of it heard.
fn gain_db(input: &[f32], amount: f32, sample_rate: f64) -> f64 {
    let mut suppressor = suppressor(sample_rate);
    suppressor.set(amount);
    let output = passed(&mut suppressor, input, &[64]);
    let power = |samples: &[f32]| -> f64 {
        let last = &samples[samples.len() - sample_rate as usize..];
        last.iter().map(|&x| f64::from(x).powi(2)).sum()
    };
    10.0 * (power(&output) / power(input)).log10()
}

#[test]
fn voices_pass_and_what_lasts_is_eaten() {
    for sample_rate in [44_100.0, 48_000.0, 96_000.0] {
        let talk = gain_db(&voice(sample_rate, 2.0), 1.0, sample_rate);
        assert!((-2.0..0.5).contains(&talk), "{sample_rate}: {talk}");
        let held = gain_db(&chord(sample_rate, 6.0), 1.0, sample_rate);
        assert!(held < -25.0, "{sample_rate}: {held}");
        let hiss = noise(6 * sample_rate as usize, 0.05);
        let eaten = gain_db(&hiss, 1.0, sample_rate);
        assert!(eaten < -25.0, "{sample_rate}: {eaten}");
        // Half of the suppressor leaves half of the noise.
        let half = gain_db(&hiss, 0.5, sample_rate);
        assert!((half + 6.0).abs() < 0.5, "{sample_rate}: {half}");
    }
}

#[test]
fn off_is_a_delay_and_on_has_the_same() {
    for sample_rate in [1_000.0, 11_025.0, 44_100.0, 48_000.0, 88_200.0, 192_000.0] {
        let input = noise(9_000 + sample_rate as usize / 10, 0.5);
        let mut suppressor = suppressor(sample_rate);
        let delay = suppressor.delay();
        assert!(delay as f64 <= 0.0201 * sample_rate || sample_rate < 2_000.0);
        let output = passed(&mut suppressor, &input, &[64]);
        for n in delay..input.len() {
            assert!((output[n] - input[n - delay]).abs() < 1e-6);
        }
    }
    let input = voice(RATE, 1.5);
    let mut suppressor = suppressor(RATE);
    suppressor.set(1.0);
    let output = passed(&mut suppressor, &input, &[64]);
    let likeness = |lag: usize| -> f64 {
        (30_000..output.len())
            .map(|n| f64::from(output[n] * input[n - lag]))
            .sum()
    };
    let best = (940..980).max_by(|&a, &b| likeness(a).total_cmp(&likeness(b)));
    assert_eq!(best, Some(suppressor.delay()));
}

#[test]
fn blocks_may_be_cut_anywhere_and_reset_begins_again() {
    let mut input = voice(RATE, 0.4);
    input
        .iter_mut()
        .zip(noise(30_000, 0.01))
        .for_each(|(x, noise)| *x += noise);
    let run = |suppressor: &mut Suppressor, sizes: &[usize]| {
        suppressor.set(0.3);
        let mut output = passed(suppressor, &input[..9_001], sizes);
        suppressor.set(1.0);
        output.extend(passed(suppressor, &input[9_001..], sizes));
        output
    };
    let mut suppressor = suppressor(RATE);
    let whole = run(&mut suppressor, &[64]);
    for sizes in [[1, 1], [17, 3], [64, 5]] {
        suppressor.reset();
        assert_eq!(whole, run(&mut suppressor, &sizes));
    }
}

#[test]
fn it_bears_any_input_and_falls_silent() {
    for sample_rate in [1_000.0, 7_919.0, 44_100.0, 192_000.0] {
        let mut suppressor = suppressor(sample_rate);
        suppressor.set(1.0);
        let mut input = noise(20_000, 1_000.0);
        input.extend([1_000.0; 9_000]);
        input.extend((0..9_000).map(|n| if n / 50 % 2 == 0 { 1_000.0 } else { -1_000.0 }));
        input.extend(vec![0.0; 4 * suppressor.delay()]);
        let output = passed(&mut suppressor, &input, &[64]);
        assert!(output.iter().all(|sample| sample.abs() < 4_000.0));
        let end = output.len() - suppressor.delay();
        assert!(output[end..].iter().all(|&sample| sample == 0.0));
    }
}
