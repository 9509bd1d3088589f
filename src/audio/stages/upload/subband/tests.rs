//! The codec as a whole: the filters alone, the delay, the bits, and what nothing may break.

use super::*;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::MAX_BLOCK;

const RATES: [f64; 6] = [44_100.0, 48_000.0, 88_200.0, 96_000.0, 176_400.0, 192_000.0];

fn codec(sample_rate: f64) -> SubbandCodec {
    SubbandCodec::new(Spec { sample_rate })
}

/// Both channels, cut into blocks of these lengths in turn.
fn run(codec: &mut SubbandCodec, input: &[Vec<f32>; 2], cuts: &[usize]) -> [Vec<f32>; 2] {
    let [mut left, mut right] = input.clone();
    let (mut start, mut turn) = (0, 0);
    while start < left.len() {
        let end = (start + cuts[turn % cuts.len()].clamp(1, MAX_BLOCK)).min(left.len());
        codec.process(&mut StereoBlock::new(
            &mut left[start..end],
            &mut right[start..end],
        ));
        start = end;
        turn += 1;
    }
    [left, right]
}

/// Noise without anything above the coded bands: sines, near −20 dBFS.
fn music(sample_rate: f64, frames: usize) -> [Vec<f32>; 2] {
    let mut source = WhiteNoise::new(4);
    let tones: Vec<[f64; 3]> = (0..60)
        .map(|_| {
            let octaves = 4.0 + 4.2 * f64::from(source.sample());
            [
                60.0 * octaves.exp2(),
                f64::from(source.sample()) * 3.0,
                f64::from(source.sample()),
            ]
        })
        .collect();
    [0.3, -0.8].map(|pan| {
        (0..frames)
            .map(|n| {
                let time = n as f64 / sample_rate;
                let sum: f64 = tones
                    .iter()
                    .map(|[hz, phase, place]| {
                        (1.0 + pan * place) * (std::f64::consts::TAU * hz * time + phase).sin()
                    })
                    .sum();
                (0.012 * sum) as f32
            })
            .collect()
    })
}

/// Signal to error in dB after the delay.
fn snr_db(input: &[Vec<f32>; 2], output: &[Vec<f32>; 2], delay: usize) -> f32 {
    let (mut signal, mut error) = (0.0f64, 1e-30);
    for (input, output) in input.iter().zip(output) {
        for (x, y) in input.iter().zip(&output[delay..]).skip(1_000) {
            signal += f64::from(x * x);
            error += f64::from((x - y) * (x - y));
        }
    }
    10.0 * (signal / error).log10() as f32
}

#[test]
fn what_is_split_joins_again() {
    for sample_rate in RATES {
        let input = music(sample_rate, 6_400);
        let mut codec = codec(sample_rate);
        let mut output = input.clone();
        let hop = codec.hop;
        for (channel, (input, output)) in input.iter().zip(&mut output).enumerate() {
            let state = &mut codec.channels[channel].state;
            for (input, output) in input.chunks_exact(hop).zip(output.chunks_exact_mut(hop)) {
                let bands = codec.bank.split(state, input);
                codec.bank.join(state, &bands, output);
            }
        }
        // Here the newest sample of a hop is the first to come out.
        let snr = snr_db(&input, &output, codec.bank.delay() + 1 - hop);
        assert!(snr > 65.0, "{sample_rate}: {snr}");
    }
}

#[test]
fn the_delay_is_exact() {
    for sample_rate in RATES {
        let input = music(sample_rate, 8_000);
        let mut codec = codec(sample_rate);
        let output = run(&mut codec, &input, &[64]);
        let delay = codec.delay();
        let right = snr_db(&input, &output, delay);
        assert!(right > 15.0, "{sample_rate}: {right}");
        for wrong in [delay - 1, delay + 1] {
            assert!(snr_db(&input, &output, wrong) < right - 3.0);
        }
    }
}

#[test]
fn more_bits_are_more_exact_and_none_is_overspent() {
    for sample_rate in [44_100.0, 96_000.0] {
        let input = music(sample_rate, 12_000);
        let mut last = -1.0;
        for kbit in [30.0, 60.0, 100.0, 128.0, 200.0, 260.0, 328.0] {
            let mut codec = codec(sample_rate);
            codec.set(kbit, false);
            let (mut total, mut frames) = (0.0, 0.0);
            let mut output = input.clone();
            let [left, right] = &mut output;
            for (left, right) in left.chunks_mut(codec.hop).zip(right.chunks_mut(codec.hop)) {
                codec.process(&mut StereoBlock::new(left, right));
                if codec.block == 0 {
                    let (spent, budget) = codec.spent_bits();
                    assert!(spent <= budget, "{spent} of {budget}");
                    total += f64::from(spent);
                    frames += 1.0;
                }
            }
            let rate = total / frames * sample_rate / (BLOCKS * codec.hop) as f64 * 1e-3;
            assert!(
                (rate / f64::from(kbit) - 1.0).abs() < 0.03,
                "{rate} for {kbit}"
            );
            let snr = snr_db(&input, &output, codec.delay());
            assert!(snr > last + 0.5, "{kbit}: {snr} after {last}");
            last = snr;
        }
    }
}

#[test]
fn cutting_blocks_changes_no_bit_and_reset_begins_again() {
    let input = music(44_100.0, 3_003);
    let mut codec = codec(44_100.0);
    codec.set(100.0, false);
    let whole = run(&mut codec, &input, &[64]);
    for cuts in [&[1][..], &[7, 64, 3, 33], &[13]] {
        codec.reset();
        assert!(run(&mut codec, &input, cuts) == whole);
    }
    // Bits that are held begin anew as well.
    codec.reset();
    codec.set(100.0, true);
    let held = run(&mut codec, &input, &[64]);
    codec.set(328.0, false);
    run(&mut codec, &input, &[64]);
    codec.reset();
    codec.set(100.0, true);
    assert!(run(&mut codec, &input, &[64]) == held);
}

#[test]
fn few_bits_leave_the_treble_silent() {
    let mut source = WhiteNoise::new(9);
    let mut smooth = 0.0;
    let noise: Vec<f32> = (0..9_000)
        .map(|_| {
            smooth = 0.9 * smooth + 0.1 * source.sample();
            smooth
        })
        .collect();
    // A difference of neighbours stands for the treble.
    let treble = |x: &[f32]| {
        x.windows(3)
            .map(|w| (w[2] - 2.0 * w[1] + w[0]).powi(2))
            .sum::<f32>()
    };
    let input = [noise.clone(), noise];
    let level = [45.0, 328.0].map(|kbit| {
        let mut codec = codec(48_000.0);
        codec.set(kbit, false);
        treble(&run(&mut codec, &input, &[64])[0][1_000..])
    });
    assert!(level[0] < 0.5 * level[1], "{level:?}");
}

#[test]
fn nothing_breaks_it() {
    for sample_rate in [1_000.0, 8_000.0, 44_100.0, 1_536_000.0] {
        let mut codec = codec(sample_rate);
        for (kbit, level) in [(30.0, 1e3), (345.0, -1e3), (f32::NAN, 0.0), (1e9, 1e-30)] {
            codec.set(kbit, false);
            let square = |n: usize| {
                if (n / 50).is_multiple_of(2) {
                    level
                } else {
                    -level
                }
            };
            let input = [vec![level; 9_000], (0..9_000).map(square).collect()];
            let output = run(&mut codec, &input, &[64]);
            assert!(
                output
                    .iter()
                    .flatten()
                    .all(|x| x.is_finite() && x.abs() < 1e4)
            );
        }
    }
    // A bit rate that is no number leaves the one before.
    let input = music(48_000.0, 4_000);
    let mut codec = codec(48_000.0);
    codec.set(f32::NAN, false);
    let output = run(&mut codec, &input, &[64]);
    assert!(snr_db(&input, &output, codec.delay()) > 15.0);
    codec.reset();
    let silence = [vec![0.0; 2_000], vec![0.0; 2_000]];
    assert!(run(&mut codec, &silence, &[64]) == silence);
}

#[test]
fn a_frozen_codec_keeps_its_bits_where_they_were() {
    const RATE: f64 = 48_000.0;
    let tone = |hz: f64| -> [Vec<f32>; 2] {
        let sine = |n: usize| 0.1 * (std::f64::consts::TAU * hz * n as f64 / RATE).sin() as f32;
        let side: Vec<f32> = (0..12_000).map(sine).collect();
        [side.clone(), side]
    };
    let power = |x: &[f32]| x[8_000..].iter().map(|x| x * x).sum::<f32>();
    let (low, high) = (tone(700.0), tone(10_000.0));
    let mut codec = codec(RATE);
    // So few that the bass takes all of them.
    codec.set(60.0, false);
    run(&mut codec, &low, &[64]);
    codec.set(60.0, true);
    let frozen = run(&mut codec, &high, &[64]);
    assert!(power(&frozen[0]) < 1e-3 * power(&high[0]));
    codec.set(60.0, false);
    let free = run(&mut codec, &high, &[64]);
    assert!(power(&free[0]) > 0.5 * power(&high[0]));
}
