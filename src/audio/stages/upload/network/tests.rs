//! The whole network, by what is heard of it.

use std::f64::consts::TAU;

use super::*;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::MAX_BLOCK;

const RATE: f64 = 48_000.0;
const MS: usize = 48;

fn spec() -> Spec {
    Spec::new(RATE).expect("a rate")
}

fn settings(change: impl FnOnce(&mut NetworkSettings)) -> NetworkSettings {
    let mut settings = NetworkSettings::default();
    change(&mut settings);
    settings
}

fn everything() -> NetworkSettings {
    NetworkSettings {
        loss: 0.3,
        burst: 2.5,
        packet_ms: 13.0,
        concealment: Concealment::Noise,
        jitter_ms: 30.0,
        stutter: 30.0,
        stutter_length: StutterLength::Beats(0.5),
        tempo_bpm: 133.0,
        seed: 7,
    }
}

/// What is heard of `input` in blocks of `len`; before each, `change` may turn a knob.
fn play(
    network: &mut Network,
    input: &[f32],
    len: usize,
    mut change: impl FnMut(usize, &mut Network),
) -> [Vec<f32>; 2] {
    let mut left = input.to_vec();
    let mut right: Vec<f32> = input.iter().map(|x| -0.5 * x).collect();
    let blocks = left.chunks_mut(len).zip(right.chunks_mut(len));
    for (n, (left, right)) in blocks.enumerate() {
        change(n * len, network);
        network.process(&mut StereoBlock::new(left, right));
    }
    [left, right]
}

fn heard(settings: &NetworkSettings, input: &[f32]) -> Vec<f32> {
    let mut network = Network::new(spec());
    network.set(settings);
    let [left, _] = play(&mut network, input, MAX_BLOCK, |_, _| {});
    left
}

/// Three partials that repeat every 5 ms, with an amplitude of about 0.4, from silence.
fn tone(frames: usize) -> Vec<f32> {
    (0..frames)
        .map(|n| {
            let t = n as f64 / RATE;
            let partial = |k: f64, a: f64| a * (TAU * 200.0 * k * t + k).sin();
            let rise = (t / 0.01).min(1.0);
            (rise * (partial(1.0, 0.3) + partial(2.0, 0.1) + partial(5.0, 0.05))) as f32
        })
        .collect()
}

/// Partials that never repeat together, from silence.
fn chord(frames: usize) -> Vec<f32> {
    (0..frames)
        .map(|n| {
            let t = n as f64 / RATE;
            let partials = [97.3, 163.7, 291.1].map(|hz| (TAU * hz * t).sin());
            (0.15 * partials.iter().sum::<f64>()) as f32
        })
        .collect()
}

fn noise(frames: usize) -> Vec<f32> {
    let mut noise = WhiteNoise::new(3);
    (0..frames).map(|_| 0.5 * noise.sample()).collect()
}

fn rms(samples: &[f32]) -> f64 {
    let sum: f64 = samples.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
    (sum / samples.len() as f64).sqrt()
}

fn largest_step(samples: &[f32]) -> f32 {
    samples
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .fold(0.0, f32::max)
}

#[test]
fn off_it_passes_every_bit() {
    let input = noise(10_000);
    assert_eq!(heard(&NetworkSettings::default(), &input), input);
    // Also after everything has been on.
    let mut network = Network::new(spec());
    network.set(&everything());
    let long = noise(200_000);
    let [left, _] = play(&mut network, &long, MAX_BLOCK, |at, network| {
        if at / MAX_BLOCK == 1_000 {
            network.set(&NetworkSettings::default());
        }
    });
    assert_ne!(left[..64_000], long[..64_000]);
    let settled = 64_000 + 200 * MS;
    assert_eq!(left[settled..], long[settled..]);
}

#[test]
fn blocks_do_not_matter_and_a_reset_begins_again() {
    let input = noise(150_000);
    for length in [StutterLength::Beats(0.5), StutterLength::Ms(333.0)] {
        let settings = settings(|s| {
            *s = everything();
            // The first slot stutters, too, if the last pass is not forgotten.
            (s.stutter, s.stutter_length) = (60.0, length);
        });
        let mut network = Network::new(spec());
        network.set(&settings);
        let whole = play(&mut network, &input, 64, |_, _| {});
        for len in [1, 17, 63] {
            network.reset();
            let locate = |at: usize, network: &mut Network| {
                // Where it would be anyway.
                network.locate(Some(at as f64 * 133.0 / 60.0 / RATE));
            };
            let cut = play(&mut network, &input, len, locate);
            assert!(whole == cut, "blocks of {len}");
        }
    }
}

#[test]
fn the_report_tells_of_every_packet() {
    let mut network = Network::new(spec());
    network.set(&settings(|s| (s.loss, s.burst) = (0.15, 3.0)));
    play(&mut network, &vec![0.0; 60 * 48_000], 64, |_, _| {});
    let report = network.report();
    assert_eq!(report.packets, 3_000);
    let share = report.lost as f64 / 3_000.0;
    let burst = report.lost as f64 / report.bursts as f64;
    assert!((share - 0.15).abs() < 0.01, "{share}");
    assert!((burst / 3.0 - 1.0).abs() < 0.1, "{burst}");
}

/// A network whose line is cut for good after 100 ms, and what is heard then.
fn cut_line(concealment: Concealment, input: &[f32]) -> Vec<f32> {
    let mut network = Network::new(spec());
    let cut = |at: usize, network: &mut Network| {
        network.set(&settings(|s| {
            s.loss = if at < 90 * MS { 0.0 } else { 1.0 };
            s.concealment = concealment;
        }));
    };
    let [left, _] = play(&mut network, input, MS, cut);
    left[100 * MS..].to_vec()
}

#[test]
fn the_first_lost_packet_is_heard_and_then_it_falls() {
    let input = tone(48_000);
    let full = rms(&input);
    let level = |samples: &[f32], from_ms: usize| {
        20.0 * (rms(&samples[from_ms * MS..(from_ms + 10) * MS]) / full).log10()
    };
    for concealment in [Concealment::Repeat, Concealment::Fade] {
        let left = cut_line(concealment, &input);
        // Repetition hides the first 10 ms; then 20 % less for each 10 ms, and thus 10 % on average.
        for (from_ms, expected) in [(0, 0.0), (10, -0.9), (20, -3.1), (30, -6.0)] {
            let level = level(&left, from_ms);
            assert!(
                (level - expected).abs() < 0.3,
                "{concealment:?} {from_ms} ms: {level}"
            );
        }
    }
    // What is repeated goes on exactly where the sound broke off.
    let robot = cut_line(Concealment::Repeat, &input);
    let error: Vec<f32> = (0..10 * MS)
        .map(|n| robot[n] - input[100 * MS + n])
        .collect();
    assert!(rms(&error) < 2e-3 * full, "{}", rms(&error) / full);
    let fade = cut_line(Concealment::Fade, &input);
    assert!(fade[60 * MS..].iter().all(|x| x.abs() < 1e-6));
    assert!(
        (level(&robot, 100) + 8.8).abs() < 1.0,
        "{}",
        level(&robot, 100)
    );
    assert!(level(&robot, 800) < -13.0);
    let noise = cut_line(Concealment::Noise, &input);
    assert!(level(&noise, 0) > -3.0);
    assert!(
        (-14.0..-6.0).contains(&level(&noise, 100)),
        "{}",
        level(&noise, 100)
    );
    let silence = cut_line(Concealment::Silence, &input);
    assert!(silence[5 * MS..].iter().all(|&x| x == 0.0));
}

#[test]
fn no_bare_step_is_heard() {
    let conceal = |concealment| settings(|s| (s.loss, s.concealment) = (0.3, concealment));
    let ways = [
        conceal(Concealment::Repeat),
        conceal(Concealment::Fade),
        conceal(Concealment::Noise),
        conceal(Concealment::Silence),
        settings(|s| s.jitter_ms = 40.0),
        settings(|s| (s.stutter, s.stutter_length) = (60.0, StutterLength::Ms(300.0))),
    ];
    for input in [tone(8 * 48_000), chord(8 * 48_000)] {
        let steepest = largest_step(&input);
        for settings in &ways {
            let heard = heard(settings, &input);
            assert_ne!(heard, input);
            let step = largest_step(&heard);
            // Two sounds at once, and the slope of 5 ms.
            assert!(step < 2.0 * steepest, "{settings:?}: {step} of {steepest}");
        }
    }
}

#[test]
fn jitter_plays_later_never_earlier_and_keeps_the_pitch() {
    let input = tone(20 * 48_000);
    let mut network = Network::new(spec());
    network.set(&settings(|s| s.jitter_ms = 25.0));
    let (mut sum, mut most, mut splices, mut before) = (0.0, 0, 0, 0);
    let [left, _] = play(&mut network, &input, 48, |_, network| {
        let late = network.report().late;
        sum += late as f64 / 20_000.0;
        most = most.max(late);
        splices += usize::from(late != before);
        before = late;
    });
    assert!((600.0..1_800.0).contains(&sum), "{sum}");
    assert!((2_000..=5_760).contains(&most), "{most}");
    assert!(splices > 80, "{splices}");
    // A tone that repeats every 5 ms is spliced so well that it is hardly changed.
    let error: Vec<f32> = left
        .windows(241)
        .skip(4_800)
        .map(|period| period[240] - period[0])
        .collect();
    let db = 20.0 * (rms(&error) / rms(&input)).log10();
    assert!(db < -30.0, "{db}");
}

#[test]
fn stalls_begin_on_the_beat_and_are_the_same_at_every_pass() {
    let settings = settings(|s| {
        s.stutter = 30.0;
        s.stutter_length = StutterLength::Beats(1.0);
        s.tempo_bpm = 120.0;
        s.seed = 5;
    });
    let dry = |from: f64, settings: &NetworkSettings| {
        let mut network = Network::new(spec());
        network.set(settings);
        let mut slots = Vec::new();
        let input = noise(20 * 24_000);
        let start = (16.0 - from) * 24_000.0;
        play(&mut network, &input, 60, |at, network| {
            network.locate(Some(from + at as f64 / 24_000.0));
            // In the middle of each beat from the sixteenth on.
            if at as f64 >= start && (at as f64 - start) % 24_000.0 == 12_000.0 {
                slots.push(network.report().is_stuttering);
            }
        });
        slots.truncate(12);
        slots
    };
    let first = dry(15.0, &settings);
    assert_eq!(first, dry(12.5, &settings));
    assert!(first.contains(&true) && first.contains(&false), "{first:?}");
    let mut other = settings;
    other.seed = 6;
    assert_ne!(first, dry(15.0, &other));
    other.stutter = 60.0;
    assert!(dry(15.0, &other).iter().all(|&dry| dry));
}

#[test]
fn a_stall_loops_the_last_bit_and_returns_to_now() {
    let input = noise(4 * 24_000);
    let settings = settings(|s| {
        s.stutter = 60.0;
        s.stutter_length = StutterLength::Beats(1.0);
    });
    let left = heard(&settings, &input);
    // A quarter of a beat of 500 ms.
    let bit = 6_000;
    let beat = 24_000;
    assert_eq!(left[beat + 300..beat + bit], input[beat + 300 - bit..beat]);
    assert_eq!(left[beat + bit..beat + 2 * bit], left[beat..beat + bit]);
    assert_eq!(left[2 * beat - 1], input[2 * beat - 1]);
    // Switched off in the middle, it is over within the overlap.
    let mut network = Network::new(spec());
    network.set(&settings);
    play(&mut network, &input[..beat + bit], 60, |_, _| {});
    assert!(network.report().is_stuttering);
    network.set(&NetworkSettings::default());
    let [left, _] = play(&mut network, &input[beat + bit..], 60, |_, _| {});
    assert_eq!(left[5 * MS..], input[beat + bit + 5 * MS..]);
}

#[test]
fn stalls_come_as_often_as_was_asked_for() {
    let mut network = Network::new(spec());
    network.set(&settings(|s| {
        s.stutter = 40.0;
        s.stutter_length = StutterLength::Ms(50.0);
    }));
    let (mut count, mut before) = (0.0f64, false);
    play(
        &mut network,
        &vec![0.1; 5 * 60 * 48_000],
        64,
        |_, network| {
            let now = network.report().is_stuttering;
            count += f64::from(u8::from(now && !before));
            before = now;
        },
    );
    assert!((count - 193.0).abs() < 3.0 * 14.0, "{count} in 5 minutes");
}

#[test]
fn it_falls_silent_within_its_tail() {
    let stuttering = |s: &mut NetworkSettings| {
        s.stutter = 60.0;
        s.stutter_length = StutterLength::Ms(700.0);
    };
    for settings in [
        settings(|s| (s.loss, s.jitter_ms) = (1.0, 60.0)),
        settings(|s| (s.loss, s.concealment) = (1.0, Concealment::Noise)),
        settings(|s| (s.loss, s.concealment) = (1.0, Concealment::Fade)),
        settings(|s| s.jitter_ms = 120.0),
        settings(stuttering),
    ] {
        let mut network = Network::new(spec());
        let mut input = noise(14 * 48_000);
        input[2 * 48_000..].fill(0.0);
        let [left, _] = play(&mut network, &input, 48, |at, network| {
            // Sound has come through before the line is cut.
            if at >= 2 * 48_000 - 48 || settings.loss < 1.0 {
                network.set(&settings);
            }
        });
        let tail = network.tail();
        assert!(
            left[2 * 48_000 + tail..].iter().all(|&x| x == 0.0),
            "{tail}"
        );
        assert!(
            left[2 * 48_000 + tail / 4..].iter().any(|&x| x != 0.0),
            "{tail}"
        );
    }
}

#[test]
fn hostile_sound_stays_finite_at_any_rate() {
    for rate in [1_000.0, 8_999.0, 44_100.0, 1_536_000.0] {
        let mut network = Network::new(Spec::new(rate).expect("a rate"));
        let mut input = noise(6_000);
        for (n, sample) in input.iter_mut().enumerate() {
            *sample = match n / 1_000 {
                0 => 1_000.0 * sample.signum(),
                1 => 1_000.0,
                2 => 0.0,
                3 => f32::MIN_POSITIVE,
                4 if n % 90 < 45 => -1_000.0,
                _ => *sample,
            };
        }
        for loss in [0.4, 1.0] {
            network.set(&settings(|s| {
                *s = everything();
                s.loss = loss;
                s.stutter = 60.0;
                s.stutter_length = StutterLength::Beats(0.1);
            }));
            for _ in 0..20 {
                let [left, right] = play(&mut network, &input, 61, |_, _| {});
                let peak = left
                    .iter()
                    .chain(&right)
                    .fold(0.0f32, |m, x| m.max(x.abs()));
                assert!(left.iter().chain(&right).all(|x| x.is_finite()));
                assert!(peak < 2_500.0, "{peak}");
            }
        }
    }
}
