//! What a listener would measure: bandwidth and pre-echo against those of the real encoders.

use rustfft::FftPlanner;

use super::transform::{Scratch, Transform};
use super::window::Slope;
use super::*;
use crate::audio::dsp::noise::WhiteNoise;

/// The sound of `coding`, delay taken off.
fn coded(rate: f64, coding: &Coding, sound: &[f32]) -> Vec<f32> {
    let spec = Spec { sample_rate: rate };
    let mut coder = Coder::new(spec, &Plans::new(spec), 0);
    coder.start(coding);
    let mut left = sound.to_vec();
    left.resize(sound.len() + coder.delay(), 0.0);
    let mut right = left.clone();
    for (left, right) in left.chunks_mut(64).zip(right.chunks_mut(64)) {
        coder.process(&mut StereoBlock::new(left, right));
    }
    left[coder.delay()..].to_vec()
}

/// Mean power of the sound in each of 1024 lines.
fn spectrum(sound: &[f32]) -> Vec<f64> {
    const LINES: usize = 1024;
    let transform = Transform::new(LINES, &mut FftPlanner::new());
    let mut scratch = Scratch::new(std::iter::once(&transform));
    let window = Slope::KaiserBessel.rise(LINES);
    let mut lines = vec![0.0; LINES];
    let mut sums = vec![0.0; LINES];
    for frame in sound.windows(2 * LINES).step_by(LINES) {
        transform.forward(frame, [&window, &window], &mut lines, &mut scratch);
        for (sum, line) in sums.iter_mut().zip(&lines) {
            *sum += f64::from(line * line);
        }
    }
    sums
}

#[test]
fn the_bandwidth_is_the_encoders() {
    let row = |format, bit_rate, mono, khz| (format, bit_rate, mono, khz);
    for (format, bit_rate, mono, khz) in [
        row(Format::Mp3, 8.0, false, 2.0),
        row(Format::Mp3, 24.0, false, 3.87),
        row(Format::Mp3, 64.0, false, 10.89),
        row(Format::Mp3, 128.0, false, 16.61),
        row(Format::Mp3, 320.0, false, 20.08),
        row(Format::Mp3, 32.0, true, 8.3),
        row(Format::Aac, 64.0, false, 10.3),
        row(Format::Aac, 128.0, false, 17.2),
        row(Format::Opus, 10.0, false, 8.4),
        row(Format::Opus, 64.0, false, 20.0),
    ] {
        for rate in [44_100.0, 96_000.0] {
            let mut noise = WhiteNoise::new(9);
            // Pink, by the filter of P. Kellet: what the table was measured with.
            let mut poles = [0.0; 3];
            let sound: Vec<f32> = (0..(0.7 * rate) as usize)
                .map(|_| {
                    let white = noise.sample();
                    poles[0] = 0.997_65 * poles[0] + white * 0.099_046;
                    poles[1] = 0.963 * poles[1] + white * 0.296_516_4;
                    poles[2] = 0.57 * poles[2] + white * 1.052_691_3;
                    0.05 * (poles.iter().sum::<f32>() + white * 0.184_8)
                })
                .collect();
            let coding = Coding {
                format,
                bit_rate,
                mono,
                ..Coding::default()
            };
            let (before, after) = (spectrum(&sound), spectrum(&coded(rate, &coding, &sound)));
            let line_hz = 0.5 * rate / before.len() as f64;
            // The last eight neighbouring lines that are less than 10 dB down.
            let is_there = |n: &usize| {
                let power = |lines: &[f64]| lines[n - 4..n + 4].iter().sum::<f64>();
                power(&after) > 0.1 * power(&before)
            };
            let last = (4..before.len() - 4).rev().find(is_there).unwrap_or(0);
            let off = (last as f64 * line_hz / (1e3 * khz)) - 1.0;
            // Eight lines are 86 Hz at 44.1 kHz: at 2 kHz they show.
            let limit = if bit_rate < 32.0 { 0.1 } else { 0.05 };
            assert!(off.abs() < limit, "{coding:?} at {rate}: {off}");
        }
    }
}

/// How long before a click the sound rises above 60 dB under it, in milliseconds.
fn pre_echo_ms(bit_rate: f32, at: usize) -> f64 {
    let rate = 44_100.0;
    let sound: Vec<f32> = (0..at + 4_000)
        .map(|n| {
            let t = n as f32 - at as f32;
            let wood = (0.2 * t).sin() + 0.8 * (0.39 * t).sin() + 0.5 * (0.73 * t).sin();
            if t < 0.0 {
                0.0
            } else {
                0.4 * wood * (-t / 250.0).exp()
            }
        })
        .collect();
    let coding = Coding {
        bit_rate,
        ..Coding::default()
    };
    let output = coded(rate, &coding, &sound);
    let peak = output.iter().fold(0.0f32, |peak, x| peak.max(x.abs()));
    let first = output[..at - 8].iter().position(|x| x.abs() > 1e-3 * peak);
    first.map_or(0.0, |first| 1e3 * (at - first) as f64 / rate)
}

#[test]
fn a_click_has_a_pre_echo() {
    let places = [20_000, 20_150, 20_300, 20_450, 20_600, 20_750];
    let spreads = |bit_rate| places.map(|at| pre_echo_ms(bit_rate, at));
    let longest = |spreads: [f64; 6]| spreads.into_iter().fold(0.0, f64::max);
    let (at_64, at_128) = (spreads(64.0), spreads(128.0));
    assert!(longest(at_64) > 10.0, "{at_64:?}");
    assert!(
        longest(at_128) > 3.0 && longest(at_128) < 26.0,
        "{at_128:?}"
    );
    assert!(longest(at_64) > longest(at_128));
    // Where short blocks catch it, there is little.
    let shortest = |spreads: [f64; 6]| spreads.into_iter().fold(f64::INFINITY, f64::min);
    assert!(shortest(at_64) < 15.0, "{at_64:?}");
    assert!(shortest(at_128) < 6.5, "{at_128:?}");
}
