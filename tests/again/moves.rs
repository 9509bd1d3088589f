//! Whatever is turned, nothing clicks; however it is cut, the bits are the same.

use bedroom::audio::chain::again;
use bedroom::audio::chain::{self, Chain};
use bedroom::audio::stages::upload;
use bedroom::audio::{MAX_BLOCK, Stage};
use lab::instruments::click::worst_click;
use lab::instruments::level::rms_db;
use lab::{SILENCE_DB, Stereo, signal};

use crate::support::{prepare, slotted};
use crate::{RATE, bare, looped, render};

/// What is louder than this re the sound that went in is heard as a click.
const CLICK_DB: f64 = -60.0;

/// A low sine that differs between the sides.
fn sine(seconds: f64) -> Stereo {
    let left = signal::faded(signal::sine(110.0, -24.0, seconds, RATE), 9_600);
    let right = left.iter().map(|x| -0.5 * x).collect();
    Stereo::from_channels(left, right, RATE)
}

fn clicks_db(output: &Stereo, input: &Stereo) -> f64 {
    let level = |side: &[f32]| {
        worst_click(side, RATE).map_or(SILENCE_DB, |click| {
            click.level_db + rms_db(side) - rms_db(&input.left)
        })
    };
    level(&output.left).max(level(&output.right))
}

fn uploads(settings: chain::Settings) -> chain::Settings {
    chain::Settings {
        upload: slotted(upload::Settings {
            model: upload::Model::Off,
            reuploads: 1,
            ..upload::Settings::default()
        }),
        ..settings
    }
}

#[test]
fn no_change_clicks() {
    let input = sine(5.0);
    let on = looped(0.7, 217.3);
    let note = again::Settings {
        note: Some(0.75),
        ..on
    };
    let changes = [
        ("amount", bare(on), bare(looped(0.1, 217.3))),
        ("shut", bare(on), bare(looped(0.0, 217.3))),
        ("time", bare(on), bare(looped(0.7, 391.7))),
        ("short", bare(on), bare(looped(0.7, 20.0))),
        (
            "note",
            bare(note),
            bare(again::Settings {
                note: Some(1.0 / 3.0),
                ..on
            }),
        ),
        (
            "ping-pong",
            bare(on),
            bare(again::Settings {
                ping_pong: true,
                ..on
            }),
        ),
        (
            "freeze",
            bare(on),
            bare(again::Settings { frozen: true, ..on }),
        ),
        (
            "frozen time",
            bare(again::Settings {
                frozen: true,
                ..note
            }),
            bare(again::Settings { frozen: true, ..on }),
        ),
        ("off", bare(on), bare(again::Settings { on: false, ..on })),
        ("swell", bare(on), bare(looped(1.1, 217.3))),
        (
            "filters",
            bare(on),
            bare(again::Settings {
                high_pass_hz: 900.0,
                low_pass_hz: 600.0,
                ..on
            }),
        ),
        ("latency", bare(on), uploads(bare(on))),
    ];
    for (name, a, b) in changes {
        // There, back, and there again before that is over.
        let at = |n: usize| match n {
            0..72_000 => bare(on),
            72_000..130_011 => a,
            130_011..180_003 => b,
            180_003..181_000 => a,
            _ => b,
        };
        let mut chain: Chain = prepare(RATE);
        let output = render(&mut chain, &input, &[MAX_BLOCK, 37], |n| (at(n), 120.0));
        let output = output.slice(24_000..output.len());
        let level = clicks_db(&output, &input);
        assert!(level < CLICK_DB, "{name}: {level:.1} dB");
    }
}

#[test]
fn frozen_seams_do_not_click() {
    // No whole number of periods in a turn.
    let mut input = sine(2.0);
    input.append(&Stereo::silence(8 * RATE as usize, RATE));
    for latest in [90_000, 95_000] {
        let at = |n: usize| again::Settings {
            frozen: (latest..400_000).contains(&n),
            ..looped(0.9, 333.3)
        };
        let mut chain: Chain = prepare(RATE);
        let output = render(&mut chain, &input, &[MAX_BLOCK], |n| (bare(at(n)), 120.0));
        // Behind the sine's own end.
        let frozen = output.slice(100_000..output.len());
        assert!(rms_db(&frozen.left) > -50.0);
        let level = clicks_db(&frozen, &input);
        assert!(level < CLICK_DB, "{level:.1} dB");
    }
}

/// From 80 to 140 beats per minute within two seconds, and back at once.
fn ramp_bpm(n: usize) -> f64 {
    match n {
        0..96_000 => 80.0,
        96_000..192_000 => 80.0 + 60.0 * (n - 96_000) as f64 / 96_000.0,
        192_000..220_000 => 140.0,
        _ => 80.0,
    }
}

#[test]
fn a_tempo_that_ramps_does_not_click() {
    let input = sine(5.5);
    for frozen in [false, true] {
        let at = |n: usize| again::Settings {
            note: Some(0.5),
            frozen: frozen && n > 90_000,
            ..looped(0.8, 20.0)
        };
        let mut chain: Chain = prepare(RATE);
        let output = render(&mut chain, &input, &[MAX_BLOCK], |n| {
            (bare(at(n)), ramp_bpm(n))
        });
        let output = output.slice(24_000..output.len());
        let level = clicks_db(&output, &input);
        assert!(level < CLICK_DB, "{level:.1} dB");
    }
}

/// Everything moves, each 4 096 frames.
fn everything(n: usize) -> (chain::Settings, f64) {
    let step = n / 4_096;
    let again = again::Settings {
        on: step % 11 != 7,
        amount: [1.1, 0.0, 0.6, 0.9][step / 2 % 4],
        note: (step % 3 == 1).then_some(0.25),
        time_ms: [20.0, 61.7, 44.4][step / 3 % 3],
        high_pass_hz: [20.0, 300.0][step % 2],
        low_pass_hz: [20_000.0, 3_000.0, 800.0][step % 3],
        ping_pong: step % 5 > 2,
        frozen: step % 7 == 5,
    };
    let settings = bare(again);
    let tempo_bpm = 100.0 + 3.7 * step as f64;
    if step % 13 > 8 {
        (uploads(settings), tempo_bpm)
    } else {
        (settings, tempo_bpm)
    }
}

#[test]
fn any_split_and_any_reset_give_the_same_bits() {
    let input = lab::demo::music(RATE, 4.0);
    let whole = render(&mut prepare(RATE), &input, &[64], everything);
    for blocks in [&[1][..], &[32], &[8, 56], &[1, 2, 5, 24, 32]] {
        // All of them end with each step.
        let mut chain: Chain = prepare(RATE);
        let split = render(&mut chain, &input, blocks, everything);
        assert_eq!(whole, split, "{blocks:?}");
        chain.reset();
        assert_eq!(whole, render(&mut chain, &input, &[64], everything));
    }
}

#[test]
fn nothing_allocates() {
    let input = lab::demo::music(RATE, 3.0);
    let mut output = input.clone();
    let mut chain: Chain = prepare(RATE);
    let [left, right] = output.channels_mut();
    nice_assert_no_alloc::assert_no_alloc(|| {
        let sides = left.chunks_mut(64).zip(right.chunks_mut(64));
        for (n, (left, right)) in sides.enumerate() {
            let (settings, tempo_bpm) = everything(n * 64);
            chain.set(&settings);
            chain.locate(&bedroom::audio::Timeline {
                tempo_bpm,
                beat: None,
            });
            chain.process(&mut bedroom::audio::StereoBlock::new(left, right));
            let _ = chain.tail();
            if n % 700 == 699 {
                chain.reset();
            }
        }
    });
}
