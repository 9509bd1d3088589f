//! What was written comes out: the shape of each sample, the loudness, the rate, the length.

use std::f64::consts::TAU;

use bedroom::files::{Impulse, MAX_SECONDS, Note};

use super::write::{Header, Sample, aiff, flac, wav};
use super::{read, read_at};

/// Decaying noise of the numerical recipes' generator, another one for each channel.
pub fn decay(channels: usize, frames: usize) -> Vec<Vec<f32>> {
    let mut seed = 1u32;
    let plane = |_| {
        (0..frames)
            .map(|frame| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = seed as f32 / u32::MAX as f32 * 2.0 - 1.0;
                0.9 * noise * (-5.0 * frame as f32 / frames as f32).exp()
            })
            .collect()
    };
    (0..channels).map(plane).collect()
}

/// The largest difference between what was read and `written`, once the one gain that is between
/// them is taken out; against the written peak.
fn difference(impulse: &Impulse, written: &[Vec<f32>]) -> f32 {
    let dot = |a: &[Vec<f32>], b: &[Vec<f32>]| -> f64 {
        let pairs = a.iter().flatten().zip(b.iter().flatten());
        pairs.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
    };
    let gain = dot(&impulse.channels, written) / dot(&impulse.channels, &impulse.channels);
    assert_eq!(impulse.channels.len(), written.len());
    assert_eq!(impulse.frames(), written[0].len());
    let pairs = impulse
        .channels
        .iter()
        .flatten()
        .zip(written.iter().flatten());
    pairs
        .map(|(read, written)| (*read * gain as f32 - written).abs())
        .fold(0.0, f32::max)
}

#[test]
fn every_format_depth_and_width_comes_out_as_it_was_written() {
    for channels in [1, 2, 4] {
        let planes = decay(channels, 1_500);
        for sample in [8, 16, 24, 32]
            .map(Sample::Int)
            .into_iter()
            .chain([32, 64].map(Sample::Float))
        {
            let header = Header::new(sample, 48_000, channels);
            // Half a step, and the noise of 32-bit floats.
            let tolerance = match sample {
                Sample::Int(bits) => 0.51 / (1u64 << (bits - 1)) as f32 + 1e-6,
                Sample::Float(_) => 1e-6,
            };
            let mut files = vec![("wav", wav(header, &planes))];
            if let Sample::Int(bits) = sample {
                files.push(("aiff", aiff(header, &planes)));
                if bits < 32 {
                    files.push(("flac", flac(header, &planes)));
                }
            }
            for (format, bytes) in files {
                let what = format!("{format} {sample:?} of {channels} channels");
                let impulse =
                    read(format, &bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
                let difference = difference(&impulse, &planes);
                assert!(difference < tolerance, "{what}: {difference}");
                assert_eq!((impulse.rate_hz, impulse.note), (48_000, None), "{what}");
                assert!((impulse.seconds - 1_500.0 / 48_000.0).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn the_four_ways_are_in_order() {
    let planes: Vec<Vec<f32>> = (0..4)
        .map(|channel| {
            (0..8)
                .map(|frame| if frame == channel { 0.5 } else { 0.0 })
                .collect()
        })
        .collect();
    let header = Header::new(Sample::Float(32), 48_000, 4);
    let four = read("four.wav", &wav(header, &planes)).unwrap();
    let peak = |path: &[f32]| path.iter().position(|sample| *sample != 0.0);
    assert_eq!(four.paths().map(peak), [0, 1, 2, 3].map(Some));
    let header = Header::new(Sample::Float(32), 48_000, 2);
    let two = read("two.wav", &wav(header, &planes[..2])).unwrap();
    assert_eq!(two.paths().map(peak), [Some(0), None, None, Some(1)]);
    let header = Header::new(Sample::Float(32), 48_000, 1);
    let one = read("one.wav", &wav(header, &planes[..1])).unwrap();
    assert_eq!(one.paths().map(peak), [Some(0), None, None, Some(0)]);
}

/// The amplitude at `hz`, by correlation.
fn amplitude(samples: &[f32], hz: f64, rate: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (index, sample) in samples.iter().enumerate() {
        let phase = TAU * hz * index as f64 / rate;
        re += f64::from(*sample) * phase.cos();
        im += f64::from(*sample) * phase.sin();
    }
    2.0 * re.hypot(im) / samples.len() as f64
}

#[test]
fn another_rate_keeps_pitch_level_and_length() {
    // Tones in a one-second window, long enough for its ends not to matter; against each other,
    // as the loudness of the whole is the file's affair.
    let tones = [100.0, 1_000.0, 10_000.0, 19_000.0];
    let file = |rate: u32| {
        let plane = (0..rate)
            .map(|frame| {
                let at = f64::from(frame) / f64::from(rate);
                let window = 0.5 - 0.5 * (TAU * at).cos();
                let sum: f64 = tones.iter().map(|hz| (TAU * hz * at).sin()).sum();
                (0.2 * window * sum) as f32
            })
            .collect::<Vec<_>>();
        wav(Header::new(Sample::Float(32), rate, 1), &[plane])
    };
    let reference = read_at("tones.wav", &file(48_000), 48_000.0).unwrap();
    for (from, to) in [
        (44_100, 48_000),
        (48_000, 44_100),
        (96_000, 48_000),
        (44_100, 192_000),
    ] {
        let impulse = read_at("tones.wav", &file(from), f64::from(to)).unwrap();
        assert!(
            (impulse.seconds - 1.0).abs() < 1e-3,
            "{} s",
            impulse.seconds
        );
        let peak = |impulse: &Impulse, hz| {
            let rate = impulse.frames() as f64 / impulse.seconds;
            amplitude(&impulse.channels[0], hz, rate)
        };
        // The gain of a response is the sum of its samples: at another rate there are more of them,
        // and each is smaller.
        for hz in tones {
            let ratio = peak(&impulse, hz) / peak(&reference, hz);
            let expected = 48_000.0 / f64::from(to);
            let error_db = 20.0 * (ratio / expected).log10();
            assert!(
                error_db.abs() < 0.1,
                "{from} to {to}: {hz} Hz by {error_db:.3} dB"
            );
        }
        // Mirror images stay away.
        for hz in [23_000.0, 21_500.0, 5_000.0] {
            if hz < f64::from(to) / 2.0 {
                let level = peak(&impulse, hz) / peak(&impulse, 1_000.0);
                assert!(
                    20.0 * level.log10() < -90.0,
                    "{from} to {to}: {hz} Hz at {level}"
                );
            }
        }
    }
}

#[test]
fn loudness_does_not_depend_on_the_files_level_length_or_rate() {
    // A single impulse is passed through as it is, whatever its size.
    for level in [1e-6f32, 0.1, 1.0, 1e6] {
        let header = Header::new(Sample::Float(32), 48_000, 1);
        let impulse = read("impulse.wav", &wav(header, &[vec![0.0, level, 0.0]])).unwrap();
        assert!((impulse.channels[0][1] - 1.0).abs() < 1e-3, "{level}");
    }
    // Of white noise each octave is louder by 3 dB than pink noise weighs it: a response that is
    // white has, in all, the energy 1.
    for (channels, frames, rate) in [(1, 20_000, 44_100), (2, 90_000, 48_000), (4, 9_000, 96_000)] {
        let header = Header::new(Sample::Float(32), rate, channels);
        let impulse = read("noise.wav", &wav(header, &decay(channels, frames))).unwrap();
        let energy: f64 = impulse
            .channels
            .iter()
            .flatten()
            .map(|s| f64::from(s * s))
            .sum();
        let level_db = 10.0 * (energy / channels.min(2) as f64).log10();
        assert!(
            level_db.abs() < 2.0,
            "{channels} channels: {level_db:.2} dB"
        );
    }
}

#[test]
fn what_is_too_long_is_cut_with_a_fade_and_said_so() {
    let header = Header::new(Sample::Int(16), 8_000, 1);
    let exact = wav(header, &[vec![0.5; 80_000]]);
    let exact = read_at("exact.wav", &exact, 8_000.0).unwrap();
    assert_eq!((exact.frames(), exact.note), (80_000, None));
    for (name, bytes) in [
        ("long.wav", wav(header, &[vec![0.5; 80_001]])),
        ("long.aiff", aiff(header, &[vec![0.5; 90_000]])),
        ("long.flac", flac(header, &[vec![0.5; 90_000]])),
    ] {
        let long = read_at(name, &bytes, 8_000.0).unwrap();
        assert_eq!(
            (long.frames(), long.note),
            (80_000, Some(Note::Cut)),
            "{name}"
        );
        assert!((long.seconds - MAX_SECONDS).abs() < 1e-9);
        let plane = &long.channels[0];
        let step = plane
            .windows(2)
            .map(|pair| (pair[0] - pair[1]).abs())
            .fold(0.0, f32::max);
        assert!(
            plane[79_999].abs() < 1e-6 && step < 0.012 * plane[0].abs(),
            "{name}: {step}"
        );
        assert_eq!(plane[79_800], plane[0], "{name}: the fade is short");
    }
}
