use super::*;
use std::f64::consts::TAU;

const RATE: f64 = 48_000.0;

fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

fn amplitude(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}

/// What comes out of both channels, the external key being `key` times the left one.
fn compressed(settings: &Settings, input: [Vec<f32>; 2], key: f32, len: usize) -> [Vec<f32>; 2] {
    let mut compressor = Compressor::new(Spec { sample_rate: RATE });
    compressor.set(settings);
    let [mut left, mut right] = input;
    for (left, right) in left.chunks_mut(len).zip(right.chunks_mut(len)) {
        let external: Vec<f32> = left.iter().map(|x| key * x).collect();
        let external = [&external[..], &external[..]];
        compressor.process(&mut StereoBlock::new(left, right), external);
    }
    [left, right]
}

fn hard(threshold_db: f32, ratio: f32) -> Settings {
    Settings {
        on: true,
        threshold_db,
        ratio,
        knee_db: 0.0,
        ..Settings::default()
    }
}

fn sine(hz: f64, level_db: f64, seconds: f64) -> Vec<f32> {
    let frames = (seconds * RATE) as usize;
    let sample = |n: usize| amplitude(level_db) * (TAU * hz * n as f64 / RATE).sin();
    (0..frames).map(|n| sample(n) as f32).collect()
}

fn rms_db(samples: &[f32]) -> f64 {
    let power: f64 = samples.iter().map(|x| f64::from(*x).powi(2)).sum();
    10.0 * (2.0 * power / samples.len() as f64).log10()
}

/// Giannoulis et al., equation 4.
fn wanted_db(level: f64, settings: &Settings) -> f64 {
    let [threshold, ratio, knee] =
        [settings.threshold_db, settings.ratio, settings.knee_db].map(f64::from);
    let over = level - threshold;
    if 2.0 * over < -knee {
        level
    } else if 2.0 * over.abs() <= knee && knee > 0.0 {
        level + (1.0 / ratio - 1.0) * (over + knee / 2.0).powi(2) / (2.0 * knee)
    } else {
        threshold + over / ratio
    }
}

#[test]
fn the_static_curve_is_the_tutorials() {
    for ratio in [1.0, 1.5, 4.0, 20.0, f32::INFINITY] {
        for knee_db in [0.0, 6.0, 24.0] {
            for level in [-50.0, -33.0, -30.0, -24.0, -18.0, -15.0, -12.0, -6.0, 0.0] {
                let settings = Settings {
                    knee_db,
                    attack_ms: 5.0,
                    ..hard(-20.0, ratio)
                };
                let wanted = wanted_db(level, &settings);
                let reduced = level - f64::from(settings.curve().reduction_db(level as f32));
                assert!(
                    (reduced - wanted).abs() < 0.01,
                    "{settings:?} at {level} dB"
                );
                let tone = sine(1_000.0, level, 1.0);
                let [left, _] = compressed(&settings, [tone.clone(), tone], 0.0, 64);
                let heard = rms_db(&left[24_000..]);
                assert!(
                    (heard - wanted).abs() < 0.3,
                    "{settings:?} at {level} dB: {heard:.2} for {wanted:.2}"
                );
            }
        }
    }
}

/// Time in ms from frame `at` until the gain has gone 63 % of the way to where it ends.
fn time_ms(gains_db: &[f64], at: usize) -> f64 {
    let (start, end) = (gains_db[at - 1], gains_db[gains_db.len() - 1]);
    let there = start + (1.0 - (-1f64).exp()) * (end - start);
    let reached = gains_db[at..]
        .iter()
        .position(|gain| (gain - there) * (end - start) >= 0.0);
    reached.unwrap() as f64 / RATE * 1e3
}

#[test]
fn attack_and_release_take_their_times() {
    for (attack_ms, release_ms) in [
        (0.5, 5.0),
        (10.0, 100.0),
        (30.0, 50.0),
        (1.0, 2_500.0),
        (250.0, 400.0),
        (100.0, 20.0),
    ] {
        let settings = Settings {
            attack_ms,
            release_ms,
            ..hard(-40.0, 4.0)
        };
        let each =
            ((f64::from(attack_ms.max(release_ms)) * 12.0).max(200.0) * 1e-3 * RATE) as usize;
        // Its sign changes, its height does not.
        let input: Vec<f32> = (0..3 * each)
            .map(|n| {
                let height = if n / each == 1 {
                    amplitude(-10.0)
                } else {
                    amplitude(-60.0)
                };
                (if n % 2 == 0 { height } else { -height }) as f32
            })
            .collect();
        let [out, _] = compressed(&settings, [input.clone(), input.clone()], 0.0, 64);
        let gains: Vec<f64> = out
            .iter()
            .zip(&input)
            .map(|(y, x)| db(f64::from(y / x)))
            .collect();
        let attack = time_ms(&gains[..2 * each], each);
        let release = time_ms(&gains[each..], each);
        assert!(
            (attack / f64::from(attack_ms) - 1.0).abs() < 0.1,
            "an attack of {attack:.2} for {attack_ms} ms"
        );
        assert!(
            (release / f64::from(release_ms) - 1.0).abs() < 0.1,
            "a release of {release:.2} for {release_ms} ms"
        );
    }
}

#[test]
fn automatic_release_is_slow_after_a_long_reduction_alone() {
    let after = |burst_s: f64| {
        let settings = Settings {
            auto_release: true,
            attack_ms: 1.0,
            ..hard(-40.0, 4.0)
        };
        let burst = (burst_s * RATE) as usize;
        let later = burst + (0.3 * RATE) as usize;
        let input: Vec<f32> = (0..later + 10)
            .map(|n| if n < burst { 0.5 } else { 1e-3 })
            .collect();
        let [out, _] = compressed(&settings, [input.clone(), input.clone()], 0.0, 64);
        -db(f64::from(out[later] / input[later]))
    };
    let (short, long) = (after(0.02), after(4.0));
    assert!(short < 3.0 && long > 12.0, "{short:.1} and {long:.1} dB");
}

#[test]
fn channels_are_turned_down_together_as_far_as_they_are_linked() {
    let reductions = |link| {
        let settings = Settings {
            link,
            ..hard(-30.0, 4.0)
        };
        let loud = sine(1_000.0, -10.0, 1.0);
        let quiet = sine(1_000.0, -40.0, 1.0);
        let [left, right] = compressed(&settings, [loud, quiet], 0.0, 64);
        [
            rms_db(&left[24_000..]) + 10.0,
            rms_db(&right[24_000..]) + 40.0,
        ]
    };
    let [alone, together, half] = [0.0, 1.0, 0.5].map(reductions);
    assert!(
        (alone[0] + 15.0).abs() < 0.3 && alone[1].abs() < 0.1,
        "{alone:?}"
    );
    assert!((together[1] + 15.0).abs() < 0.3, "{together:?}");
    assert!((half[1] + 7.5).abs() < 0.3, "{half:?}");
}

#[test]
fn the_key_is_what_it_hears() {
    let tone = sine(60.0, -10.0, 1.0);
    let reduction = |settings: &Settings, key| {
        let [left, _] = compressed(settings, [tone.clone(), tone.clone()], key, 64);
        -10.0 - rms_db(&left[24_000..])
    };
    let own = hard(-30.0, 4.0);
    let external = Settings {
        key: Key::External,
        ..own
    };
    assert!((reduction(&own, 0.0) - 15.0).abs() < 0.5);
    assert!(reduction(&external, 0.0).abs() < 0.01);
    assert!((reduction(&external, 2.0) - 19.5).abs() < 0.5);
    // 60 Hz through 240 Hz at 12 dB an octave: 24 dB down.
    let deaf = Settings {
        key_high_pass_hz: Some(240.0),
        ..own
    };
    assert!(reduction(&deaf, 0.0) < 0.5);
}

#[test]
fn half_of_it_lies_between_and_any_cut_is_the_same() {
    let tone = sine(1_000.0, -10.0, 1.0);
    let settings = Settings {
        mix: 0.5,
        make_up: MakeUp::Manual(6.0),
        ..hard(-30.0, 4.0)
    };
    let [whole, _] = compressed(&settings, [tone.clone(), tone.clone()], 0.0, 64);
    let wanted = db(0.5 + 0.5 * amplitude(-15.0 + 6.0)) - 10.0;
    assert!((rms_db(&whole[24_000..]) - wanted).abs() < 0.1);
    for len in [1, 13, 33] {
        let [split, _] = compressed(&settings, [tone.clone(), tone.clone()], 0.0, len);
        assert_eq!(split, whole, "{len}");
    }
    let off = Settings {
        on: false,
        ..settings
    };
    assert_eq!(
        compressed(&off, [tone.clone(), tone.clone()], 0.0, 64)[0],
        tone
    );
}

/// Noise whose level rises and falls as music's does.
fn programme() -> Vec<f32> {
    let music = lab::demo::music(RATE, 12.0);
    let gain = amplitude(f64::from(PROGRAMME_DB) - rms_db(&music.left));
    music
        .left
        .iter()
        .map(|x| (gain * f64::from(*x)) as f32)
        .collect()
}

#[test]
fn automatic_make_up_leaves_a_programme_as_loud_as_it_was() {
    let music = programme();
    for (threshold_db, ratio, attack_ms) in [
        (-24.0, 2.0, 10.0),
        (-30.0, 4.0, 10.0),
        (-36.0, 8.0, 3.0),
        (-24.0, 4.0, 30.0),
    ] {
        let settings = Settings {
            make_up: MakeUp::Auto,
            knee_db: 6.0,
            attack_ms,
            ..hard(threshold_db, ratio)
        };
        let [left, _] = compressed(&settings, [music.clone(), music.clone()], 0.0, 64);
        let change = rms_db(&left[48_000..]) - rms_db(&music[48_000..]);
        println!("{threshold_db} dB {ratio}:1 {attack_ms} ms: {change:.2} dB");
        assert!(change.abs() < 1.0, "{settings:?}: {change:.2} dB");
    }
}
