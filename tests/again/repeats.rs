//! When the repeats come, and what has become of them.

use bedroom::audio::chain::again;
use bedroom::audio::chain::{self, Chain, slot};
use bedroom::audio::stages::tape::{self, Model};
use bedroom::audio::stages::upload;
use bedroom::audio::{MAX_BLOCK, Stage};
use lab::instruments::spectrum::Spectrum;
use lab::{Stereo, signal};

use crate::support::{prepare, slotted};
use crate::{RATE, bare, looped, render, steady};

/// The frame of the highest sample within `reach` frames of `about`, and its height.
fn highest(samples: &[f32], about: usize, reach: usize) -> (usize, f32) {
    let from = about - reach;
    let span = samples[from..=about + reach].iter().enumerate();
    let (frame, height) = span
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
        .expect("some");
    (from + frame, *height)
}

fn note(quarters: f32) -> again::Settings {
    again::Settings {
        note: Some(quarters),
        ..looped(0.8, 20.0)
    }
}

/// A chain that uploads, without a codec: 52 ms of time and no change.
fn uploaded(again: again::Settings) -> chain::Settings {
    chain::Settings {
        upload: slotted(upload::Settings {
            model: upload::Model::Off,
            ..upload::Settings::default()
        }),
        ..bare(again)
    }
}

#[test]
fn repeats_fall_on_the_grid() {
    // Settings, tempo, and what a turn must last: for notes shorter than the chain their multiple.
    let third = 2.0 / 3.0;
    let cases = [
        (bare(note(1.0)), 120.0, 500.0),
        (bare(note(0.75)), 97.0, 45_000.0 / 97.0),
        (bare(note(third)), 133.0, 40_000.0 / 133.0),
        (bare(looped(0.8, 350.0)), 120.0, 350.0),
        (bare(looped(0.8, 20.0)), 120.0, 20.0),
        (uploaded(note(0.5)), 120.0, 250.0),
        (uploaded(looped(0.8, 123.4)), 120.0, 123.4),
        (uploaded(note(0.25)), 300.0, 100.0),
        (uploaded(looped(0.8, 20.0)), 120.0, 80.0),
    ];
    for rate in [44_100.0, RATE] {
        for (case, (settings, tempo, turn_ms)) in cases.iter().enumerate() {
            let turn = 1e-3 * turn_ms * rate;
            let input = signal::impulse(0.2, 1_000, 4_000 + 4 * turn as usize);
            let mut chain: Chain = prepare(rate);
            let input = Stereo::from_mono(input, rate);
            let output = render(&mut chain, &input, &[MAX_BLOCK], |_| (*settings, *tempo));
            let shown = f64::from(chain.again().turn_s()) * rate;
            assert!((shown - turn).abs() <= 0.51, "{case}: it shows {shown}");
            let first = 1_000 + chain.latency();
            let mut height = 0.2;
            for repeat in 0..4 {
                let due = first as f64 + repeat as f64 * turn;
                let (frame, found) = highest(&output.left, due.round() as usize, 100);
                // Half a frame of rounding at each turn, and half at the place itself.
                let late = (frame as f64 - due).abs();
                assert!(
                    late <= 1.0 + 0.5 * repeat as f64,
                    "{case}: {late} at {repeat}"
                );
                assert!(
                    (found / height - 1.0).abs() < 0.02,
                    "{case}: {found} at {repeat}"
                );
                height *= 0.8;
            }
        }
    }
}

#[test]
fn ping_pong_alternates_a_sound_in_the_middle() {
    let settings = bare(again::Settings {
        ping_pong: true,
        ..looped(0.7, 200.0)
    });
    let input = Stereo::from_mono(signal::impulse(0.2, 1_000, 60_000), RATE);
    let output = steady(settings, &input);
    let half = 4_800;
    let first = 1_000 + prepare::<Chain>(RATE).latency();
    for step in 1..11 {
        let due = first + step * half;
        let heights = output.channels().map(|side| highest(side, due, 40).1.abs());
        // Nothing at T/2, then left, right, left, right.
        let level = 0.2 * 0.7f32.powi(step as i32 / 2);
        let expected = match step {
            1 => [0.0, 0.0],
            _ if step % 2 == 0 => [level, 0.0],
            _ => [0.0, level],
        };
        for (height, expected) in heights.into_iter().zip(expected) {
            assert!((height - expected).abs() < 0.002, "{heights:?} at {step}");
        }
    }
}

#[test]
fn every_pass_is_another_generation() {
    let turn = 24_000;
    let mut input = signal::faded(signal::pink_noise(7, -18.0, 0.25, RATE), 480);
    input.resize(5 * turn, 0.0);
    let input = Stereo::from_mono(input, RATE);
    let taped = chain::Settings {
        tape: slotted(tape::Settings {
            model: Model::Walkman,
            ..tape::Settings::default()
        }),
        ..bare(looped(1.0, 500.0))
    };
    let mut encoded = uploaded(looped(1.0, 500.0));
    encoded.upload.stage.model = upload::Model::Sampler12;
    let bare = bare(looped(1.0, 500.0));
    for (name, settings, least_db) in [
        ("nothing", bare, -0.1),
        ("tape", taped, 0.4),
        ("upload", encoded, 0.8),
    ] {
        let mut chain: Chain = prepare(RATE);
        let output = render(&mut chain, &input, &[MAX_BLOCK], |_| (settings, 120.0));
        let brightness = |generation: usize| {
            let start = chain.latency() + generation * turn;
            let spectrum = Spectrum::averaged(&output.left[start..start + 12_000], RATE, 4_096);
            spectrum.band_db(5_000.0..16_000.0) - spectrum.band_db(200.0..4_000.0)
        };
        let levels: Vec<f64> = (0..4).map(brightness).collect();
        for pair in levels.windows(2) {
            let lost = pair[0] - pair[1];
            assert!(lost > least_db, "{name}: {levels:?}");
            assert!(name != "nothing" || lost < 0.1, "{name}: {levels:?}");
        }
    }
}

#[test]
fn filters_take_more_at_each_turn() {
    let settings = bare(again::Settings {
        high_pass_hz: 400.0,
        low_pass_hz: 2_000.0,
        ..looped(1.0, 250.0)
    });
    let input = Stereo::from_mono(signal::impulse(0.2, 0, 60_000), RATE);
    let output = steady(settings, &input);
    let start = prepare::<Chain>(RATE).latency();
    for turn in 1..5 {
        let from = start + turn * 12_000 - 4_096;
        let spectrum = Spectrum::of(&output.left[from..from + 8_192], RATE);
        // Butterworth: −3 dB at each corner, and at each turn; 0.3 dB in the middle.
        let re_middle = |hz| spectrum.level_db_at(hz) - spectrum.level_db_at(900.0);
        for hz in [400.0, 2_000.0] {
            let expected = -2.7 * turn as f64;
            let found = re_middle(hz);
            assert!(
                (found - expected).abs() < 0.5 * turn as f64,
                "{found} at {turn}"
            );
        }
    }
}

#[test]
fn off_and_at_rest_it_changes_no_bit() {
    let music = lab::demo::music(RATE, 2.0);
    let mut full = bare(again::Settings::default());
    full.tape = slot::Settings::default();
    let off = steady(full, &music);
    for again in [
        looped(0.0, 100.0),
        again::Settings {
            frozen: true,
            ..looped(0.9, 100.0)
        },
    ] {
        let idle = steady(chain::Settings { again, ..full }, &music);
        assert_eq!(off, idle);
    }
    // Not even those that a sum would change.
    let mut odd = Stereo::from_mono(vec![-0.0, f32::NAN, 1e-40, f32::INFINITY], RATE);
    odd.append(&music);
    let odd_left = odd.left.clone();
    let through = super::around(|_| again::Settings::default(), &odd, |_, _| {});
    let bits = |side: &[f32]| side.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&through.left), bits(&odd_left));
}
