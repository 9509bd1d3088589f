//! The figures of the converters.

use std::f64::consts::TAU;

use realfft::RealFftPlanner;

use super::{Conversion, Converter, Machine};
use crate::audio::stage::{Spec, StereoBlock};

/// A tone's amplitude of 1 dB below the converter's full scale.
const NEAR_FULL: f64 = 0.5 * 0.891_25;

fn spec(sample_rate: f64) -> Spec {
    Spec { sample_rate }
}

fn tone(hz: f64, amplitude: f64, sample_rate: f64, frames: usize) -> Vec<f32> {
    (0..frames)
        .map(|n| (amplitude * (TAU * hz * n as f64 / sample_rate).sin()) as f32)
        .collect()
}

/// Both channels the same; the left one is given back, the right one must be the same.
fn run(converter: &mut Converter, input: &[f32], sizes: &[usize]) -> Vec<f32> {
    let (mut left, mut right) = (input.to_vec(), input.to_vec());
    let (mut at, mut turn) = (0, 0);
    while at < left.len() {
        let size = sizes[turn % sizes.len()].min(left.len() - at);
        let (l, r) = (&mut left[at..at + size], &mut right[at..at + size]);
        converter.process(&mut StereoBlock::new(l, r));
        at += size;
        turn += 1;
    }
    assert_eq!(left, right);
    left
}

fn converted(conversion: &Conversion, input: &[f32], sample_rate: f64) -> Vec<f32> {
    let mut converter = Converter::new(spec(sample_rate), 0);
    converter.start(conversion);
    run(&mut converter, input, &[64])
}

/// Blackman's and Harris' window, 92 dB deep.
fn window(n: usize, length: usize) -> f64 {
    let x = TAU * (n as f64 + 0.5) / length as f64;
    0.35875 - 0.48829 * x.cos() + 0.14128 * (2.0 * x).cos() - 0.01168 * (3.0 * x).cos()
}

/// Amplitude and phase (in cycles) of the tone at `hz`.
fn partial(samples: &[f32], hz: f64, sample_rate: f64) -> (f64, f64) {
    let (mut re, mut im, mut sum) = (0.0, 0.0, 0.0);
    for (n, &sample) in samples.iter().enumerate() {
        let window = window(n, samples.len());
        let phase = TAU * hz * n as f64 / sample_rate;
        re += window * f64::from(sample) * phase.sin();
        im += window * f64::from(sample) * phase.cos();
        sum += window;
    }
    (2.0 * re.hypot(im) / sum, im.atan2(re) / TAU)
}

fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// Signal-to-noise ratio in the converter's own band, harmonics counted as noise.
fn snr_db(machine: Machine, generation: usize) -> f64 {
    const RATE: f64 = 96_000.0;
    let conversion = Conversion::own(machine);
    // Not a divider of any clock, so that the error is spread.
    let hz = 997.3;
    let input = tone(hz, NEAR_FULL, RATE, 24_000);
    let mut converter = Converter::new(spec(RATE), generation);
    converter.start(&conversion);
    let output = run(&mut converter, &input, &[64]);
    let output = &output[4_800..];
    let plan = RealFftPlanner::<f64>::new().plan_fft_forward(output.len());
    let (mut windowed, mut spectrum) = (plan.make_input_vec(), plan.make_output_vec());
    for (n, (windowed, &sample)) in windowed.iter_mut().zip(output).enumerate() {
        *windowed = f64::from(sample) * window(n, output.len());
    }
    plan.process(&mut windowed, &mut spectrum).unwrap();
    let (mut signal, mut noise) = (0.0, 0.0);
    for (bin, value) in spectrum.iter().enumerate() {
        let bin_hz = bin as f64 * RATE / output.len() as f64;
        if (bin_hz - hz).abs() < 30.0 {
            signal += value.norm_sqr();
        } else if bin_hz < conversion.rate_hz / 2.0 {
            noise += value.norm_sqr();
        }
    }
    10.0 * (signal / noise).log10()
}

#[test]
fn noise_is_that_of_the_word_length() {
    for generation in [0, 1, 2, 9] {
        let long = snr_db(Machine::Sampler12, generation);
        assert!((68.0..74.0).contains(&long), "{generation}: {long}");
        let short = snr_db(Machine::Sampler8, generation);
        assert!((44.0..50.0).contains(&short), "{generation}: {short}");
    }
}

#[test]
fn images_stand_where_the_hold_leaves_them_and_nothing_folds() {
    const RATE: f64 = 96_000.0;
    let conversion = Conversion {
        bits: 16.0,
        ..Conversion::own(Machine::Sampler12)
    };
    let input = tone(1_000.0, NEAR_FULL, RATE, 24_000);
    let output = converted(&conversion, &input, RATE);
    let level = |hz: f64| db(partial(&output[4_800..], hz, RATE).0 / NEAR_FULL);
    let hold = |hz: f64| {
        let x = std::f64::consts::PI * hz / 26_040.0;
        db((x.sin() / x).abs())
    };
    for hz in [1_000.0, 25_040.0, 27_040.0] {
        let (is, wanted) = (level(hz), hold(hz));
        assert!((is - wanted).abs() < 0.3, "{hz}: {is} {wanted}");
    }
    // What the images above the Nyquist frequency would fold to.
    for image in [2.0, 3.0, 4.0, 5.0] {
        for side in [-1_000.0, 1_000.0] {
            let hz = (RATE - (image * 26_040.0 + side)).abs();
            assert!(level(hz) < -84.0, "{hz}: {}", level(hz));
        }
    }
}

/// How far the output lags behind what `delay` says, in frames, and how much louder it is, in dB.
fn lag_and_gain(conversion: &Conversion, hz: f64, sample_rate: f64) -> (f64, f64) {
    let input = tone(hz, 0.3, sample_rate, sample_rate as usize / 4);
    let mut converter = Converter::new(spec(sample_rate), 3);
    converter.start(conversion);
    let output = run(&mut converter, &input, &[64]);
    let skip = sample_rate as usize / 10;
    let (before, start) = partial(&input[skip..], hz, sample_rate);
    let (after, end) = partial(&output[skip..], hz, sample_rate);
    // In cycles; whole ones cannot be told apart.
    let lag = start - end - converter.delay() as f64 * hz / sample_rate;
    ((lag - lag.round()) * sample_rate / hz, db(after / before))
}

#[test]
fn level_and_delay_are_the_same_at_every_setting() {
    for sample_rate in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
        for machine in Machine::ALL {
            let own = Conversion::own(machine);
            let (lag, gain) = lag_and_gain(&own, 1_000.0, sample_rate);
            assert!(
                lag.abs() < 0.1 && gain.abs() < 0.2,
                "{own:?} {sample_rate}: {lag} {gain}"
            );
            for rate_hz in [2_000.0, 6_000.0, 48_000.0] {
                let other = Conversion {
                    rate_hz,
                    bits: 16.0,
                    machine,
                };
                let (lag, gain) = lag_and_gain(&other, rate_hz / 50.0, sample_rate);
                assert!(
                    lag.abs() < 0.5 && gain.abs() < 0.2,
                    "{other:?} {sample_rate}: {lag} {gain}"
                );
            }
        }
    }
}

#[test]
fn moving_the_clock_and_the_words_does_not_click() {
    const RATE: f64 = 48_000.0;
    let input = tone(100.0, 0.2, RATE, 19_200);
    let mut converter = Converter::new(spec(RATE), 2);
    let at = |rate_hz, bits| Conversion {
        rate_hz,
        bits,
        machine: Machine::Sampler12,
    };
    converter.start(&at(44_000.0, 16.0));
    let mut output = run(&mut converter, &input[..4_801], &[64]);
    converter.set(&at(9_000.0, 15.5));
    output.extend(run(&mut converter, &input[4_801..12_007], &[37]));
    converter.set(&at(30_000.0, 16.0));
    output.extend(run(&mut converter, &input[12_007..], &[64]));
    let delay = converter.delay();
    let worst = (1_000..output.len())
        .map(|n| (output[n] - input[n - delay]).abs())
        .fold(0.0, f32::max);
    // A hold at 9 kHz strays by half of what the tone moves within its period.
    let strays = 0.2 * std::f32::consts::PI * 100.0 / 9_000.0;
    assert!(worst < 1.03 * strays, "{worst} {strays}");
}

#[test]
fn blocks_may_be_cut_anywhere_and_reset_begins_again() {
    const RATE: f64 = 44_100.0;
    let input: Vec<f32> = tone(3_001.0, 0.4, RATE, 6_000);
    for machine in Machine::ALL {
        let other = Conversion {
            rate_hz: 11_000.0,
            bits: 6.5,
            machine,
        };
        let passed = |converter: &mut Converter, sizes: &[usize]| {
            converter.set(&Conversion::own(machine));
            let mut output = run(converter, &input[..2_501], sizes);
            converter.set(&other);
            output.extend(run(converter, &input[2_501..], sizes));
            output
        };
        let mut converter = Converter::new(spec(RATE), 7);
        let whole = passed(&mut converter, &[64]);
        for sizes in [[1, 1], [17, 3], [64, 5]] {
            converter.reset();
            assert_eq!(whole, passed(&mut converter, &sizes));
        }
        assert_eq!(whole, passed(&mut converter.beside(7), &[48]));
        assert_ne!(whole, passed(&mut converter.beside(8), &[48]));
    }
}

#[test]
fn it_bears_any_rate_and_any_input_and_falls_silent() {
    for sample_rate in [1_000.0, 8_000.0, 47_999.5, 192_000.0, 1_536_000.0] {
        for machine in Machine::ALL {
            for rate_hz in [0.0, 2_000.0, 1e9] {
                let mut converter = Converter::new(spec(sample_rate), 1);
                converter.start(&Conversion {
                    rate_hz,
                    bits: 3.7,
                    machine,
                });
                let mut input = vec![1_000.0; 500];
                input.extend((0..500).map(|n| if n / 7 % 2 == 0 { 1_000.0 } else { -1_000.0 }));
                let loud = run(&mut converter, &input, &[64]);
                assert!(loud.iter().all(|sample| sample.abs() < 2.0));
                let last = 20_000 + sample_rate as usize / 10;
                let quiet = run(&mut converter, &vec![0.0; last + 1_000], &[64]);
                assert!(quiet[last..].iter().all(|&sample| sample == 0.0));
            }
        }
    }
}
