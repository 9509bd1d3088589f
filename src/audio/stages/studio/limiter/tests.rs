use super::*;
use std::f64::consts::{PI, TAU};

fn amplitude(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}

/// The highest value in dB of a sixteen times oversampled sound, by a long windowed sinc of its own.
fn true_peak_db(samples: &[f32]) -> f64 {
    const HALF: i64 = 64;
    let mut highest = 0.0f64;
    let weights: Vec<Vec<f64>> = (0..16)
        .map(|phase| {
            (-HALF + 1..=HALF)
                .map(|n| {
                    let x = n as f64 - f64::from(phase) / 16.0;
                    let sinc = if x == 0.0 {
                        1.0
                    } else {
                        (PI * x).sin() / (PI * x)
                    };
                    let edge = (0.5 * PI * x / HALF as f64).cos();
                    sinc * edge * edge
                })
                .collect()
        })
        .collect();
    for at in HALF as usize..samples.len() - HALF as usize {
        let window = &samples[at + 1 - HALF as usize..=at + HALF as usize];
        for weights in &weights {
            let value: f64 = weights
                .iter()
                .zip(window)
                .map(|(w, x)| w * f64::from(*x))
                .sum();
            highest = highest.max(value.abs());
        }
    }
    20.0 * highest.log10()
}

fn limited(settings: &Settings, rate: f64, input: &[f32], len: usize) -> Vec<f32> {
    let mut limiter = Limiter::new(Spec { sample_rate: rate });
    limiter.set(settings);
    let (mut left, mut right) = (input.to_vec(), input.to_vec());
    for (left, right) in left.chunks_mut(len).zip(right.chunks_mut(len)) {
        limiter.process(&mut StereoBlock::new(left, right));
    }
    assert_eq!(left, right);
    left
}

fn loud(loudness_db: f32) -> Settings {
    Settings {
        on: true,
        loudness_db,
        ..Settings::default()
    }
}

/// Sounds that rise far between their samples, or all at once.
fn hostile(rate: f64) -> Vec<(&'static str, Vec<f32>)> {
    let frames = (0.12 * rate) as usize;
    let make =
        |f: &dyn Fn(f64) -> f64| -> Vec<f32> { (0..frames).map(|n| f(n as f64) as f32).collect() };
    let square = |hz: f64| {
        move |n: f64| {
            if (n * hz / rate).fract() < 0.5 {
                0.9
            } else {
                -0.9
            }
        }
    };
    let clipped: Vec<f32> = lab::signal::white_noise(3, -3.0, 0.12, rate)
        .into_iter()
        .map(|x| (4.0 * x).clamp(-1.0, 1.0))
        .collect();
    let mut castanets = lab::demo::music(rate, 3.0).gain_db(9.0).left;
    castanets.drain(..(0.5 * rate) as usize);
    castanets.truncate((0.7 * rate) as usize);
    vec![
        ("fs/4 at 45°", make(&|n| (0.25 * TAU * n + PI / 4.0).sin())),
        ("fs/3", make(&|n| (TAU * n / 3.0 + 0.3).sin())),
        (
            "0.45 fs",
            make(&|n| (n / 500.0).min(1.0) * (TAU * 0.45 * n).sin()),
        ),
        ("0.45 fs at once", make(&|n| (TAU * 0.45 * n).sin())),
        ("square, 100 Hz", make(&square(100.0))),
        ("square, 997 Hz", make(&square(997.0))),
        ("square, 7 kHz", make(&square(7_013.0))),
        ("clipped noise", clipped),
        (
            "bursts",
            make(&|n| {
                if (n / 3_000.0).fract() < 0.1 {
                    (TAU * 0.21 * n).sin()
                } else {
                    0.01
                }
            }),
        ),
        (
            "impulses",
            make(&|n| if n as usize % 1_111 == 7 { 1.0 } else { 0.0 }),
        ),
        ("music", castanets),
    ]
}

#[test]
fn no_true_peak_is_above_the_ceiling() {
    let mut off = Vec::new();
    for rate in [44_100.0, 48_000.0] {
        for (name, input) in hostile(rate) {
            for (loudness_db, clip, ceiling_db) in
                [(12.0, 0.0, -1.0), (24.0, 0.0, 0.0), (9.0, 0.6, -2.0)]
            {
                let settings = Settings {
                    clip,
                    ceiling_db,
                    release_ms: 20.0,
                    ..loud(loudness_db)
                };
                let out = limited(&settings, rate, &input, 64);
                let over = true_peak_db(&out) - f64::from(ceiling_db);
                println!("{name} at {rate}, {loudness_db} dB, clip {clip}: {over:.3} dB");
                if !(-3.0..0.1).contains(&over) {
                    off.push(format!("{name} at {rate}, {settings:?}: {over:.3} dB over"));
                }
            }
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
}

#[test]
fn what_stays_below_the_ceiling_is_late_and_otherwise_as_it_was() {
    let input: Vec<f32> = (0..9_000).map(|n| 0.8 * (n as f32 * 0.05).sin()).collect();
    let mut limiter = Limiter::new(Spec {
        sample_rate: 48_000.0,
    });
    let latency = limiter.latency();
    assert_eq!(latency, 144);
    limiter.set(&loud(0.0));
    for settings in [loud(0.0), Settings::default()] {
        let out = limited(&settings, 48_000.0, &input, 64);
        assert_eq!(out[latency..], input[..input.len() - latency]);
    }
    let driven = limited(&loud(20.0), 48_000.0, &input, 64);
    for len in [1, 7, 50] {
        assert_eq!(limited(&loud(20.0), 48_000.0, &input, len), driven, "{len}");
    }
}

#[test]
fn it_comes_back_quickly_after_a_peak_and_slowly_after_long_limiting() {
    let rate = 48_000.0;
    let gain_after = |loud_s: f64| {
        let loud_frames = (loud_s * rate) as usize;
        let later = loud_frames + (0.25 * rate) as usize;
        let input: Vec<f32> = (0..later + 200)
            .map(|n| {
                let height = if n < loud_frames { 0.9 } else { 0.05 };
                height * (TAU * 500.0 * n as f64 / rate).sin() as f32
            })
            .collect();
        let settings = Settings {
            release_ms: 50.0,
            ..loud(12.0)
        };
        let out = limited(&settings, rate, &input, 64);
        let peak = out[later..]
            .iter()
            .fold(0.0f32, |peak, x| peak.max(x.abs()));
        20.0 * f64::from(peak / 0.05).log10()
    };
    let (short, long) = (gain_after(0.004), gain_after(3.0));
    assert!((short - 12.0).abs() < 0.3, "{short:.2} dB");
    assert!(long < 9.5, "{long:.2} dB");
}

#[test]
fn the_clipper_goes_its_share_of_the_way() {
    let ceiling = f64::from(amplitude(-1.0) as f32).log2() as f32;
    for (share, over_db, wanted_db) in [
        (1.0, 12.0, 0.0),
        (0.5, 12.0, 6.0),
        (0.0, 12.0, 12.0),
        (1.0, -6.0, -6.0),
    ] {
        let height = amplitude(-1.0 + over_db) as f32;
        let (mut left, mut right) = ([height], [-height]);
        clipper::process(&mut StereoBlock::new(&mut left, &mut right), ceiling, share);
        assert_eq!(left[0], -right[0]);
        let heard = 20.0 * f64::from(left[0]).log10() + 1.0;
        assert!(
            (heard - wanted_db).abs() < 0.02,
            "{share}: {heard} for {wanted_db}"
        );
    }
}
