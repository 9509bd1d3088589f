//! The loop over a long time: bounded, clean, frozen, and empty when it should be.

use bedroom::audio::chain::again::{self, Again};
use bedroom::audio::chain::{self, Chain};
use bedroom::audio::stages::tape::{self, Model};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock, Tail};
use lab::instruments::harmonics::thd_percent;
use lab::instruments::level::{dc, rms_db};
use lab::{Stereo, signal};

use crate::support::{prepare, slotted};
use crate::{RATE, around, bare, looped, peak, render, steady};

fn worst(sound: &Stereo) -> f32 {
    peak(&sound.left).max(peak(&sound.right))
}

#[test]
fn ten_minutes_of_more_than_everything_stay_music() {
    // A low rate: time is what matters, not treble.
    let rate = 12_000.0;
    let settings = chain::Settings {
        tape: slotted(tape::Settings {
            model: Model::FourTrack,
            saturation: 0.5,
            hiss: Some(0.0),
            ..tape::Settings::default()
        }),
        ..bare(looped(1.1, 350.0))
    };
    let second = rate as usize;
    let mut input = lab::demo::music(rate, 4.0);
    input.append(&Stereo::silence(596 * second, rate));
    let output = steady(settings, &input);
    assert!(output.is_finite());
    for minute in 0..10 {
        let from = (60 * minute + 55) * second;
        for side in output.slice(from..from + 5 * second).channels() {
            assert!(peak(side) < 1.5, "{} after minute {minute}", peak(side));
            let level = rms_db(side);
            assert!(
                (-30.0..-3.0).contains(&level),
                "{level} after minute {minute}"
            );
            // Whole turns: what goes round has no mean over them.
            let span = &side[..14 * 4_200];
            let mean_db = 20.0 * dc(span).abs().max(1e-12).log10();
            assert!(
                mean_db < level - 63.0,
                "{mean_db} beside {level} in {minute}"
            );
        }
    }
}

#[test]
fn no_chain_drives_it_beyond_full_scale() {
    let squares = |n: usize| {
        if (n / 50).is_multiple_of(2) {
            1e6
        } else {
            -1e6
        }
    };
    let mut input = Stereo::from_mono((0..24_000).map(squares).collect(), RATE);
    input.append(&Stereo::from_mono(vec![1e6; 12_000], RATE));
    input.append(&lab::demo::music(RATE, 1.0).gain_db(40.0));
    let sounding = input.len();
    input.append(&Stereo::silence(10 * RATE as usize, RATE));
    for ping_pong in [false, true] {
        let settings = again::Settings {
            ping_pong,
            ..looped(1.1, 130.0)
        };
        let mut returned = 0.0f32;
        let output = around(
            |_| settings,
            &input,
            |start, block| {
                for side in block.channels() {
                    if start > sounding {
                        returned = returned.max(peak(side));
                    }
                    side.iter_mut().for_each(|x| *x *= 31.6);
                }
            },
        );
        assert!(output.is_finite());
        assert!((0.3..=1.0).contains(&returned), "{returned} comes back");
    }
}

#[test]
fn what_is_no_number_does_not_stay() {
    let input = lab::demo::music(RATE, 0.5).with_silence(96_000);
    let bad = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX];
    let output = around(
        |_| looped(0.5, 100.0),
        &input,
        |start, block| {
            if (9_600..9_984).contains(&start) {
                block.left[start / 64 % 7] = bad[start / 64 % 4];
                block.right[3] = bad[start / 64 % 4];
            }
        },
    );
    let after = output.slice(12_000..output.len());
    assert!(after.is_finite());
    assert!(worst(&output.slice(output.len() - 9_600..output.len())) < 1e-3);
}

#[test]
fn a_loop_that_swells_becomes_no_distortion() {
    // 20 periods of 200 Hz in a turn.
    let mut input = signal::sine(200.0, -30.0, 1.0, RATE);
    input = signal::faded(input, 2_400);
    input.resize(60 * RATE as usize, 0.0);
    let output = steady(bare(looped(1.1, 100.0)), &Stereo::from_mono(input, RATE));
    let end = &output.left[output.len() - 96_000..];
    assert!((0.3..0.6).contains(&peak(end)), "{}", peak(end));
    let middle = &end[..48_000];
    let thd = thd_percent(middle, RATE, 200.0);
    assert!(thd < 1.0, "{thd} %");
}

#[test]
fn what_is_frozen_goes_round_unchanged() {
    let turn = 16_800;
    let mut input = lab::demo::music(RATE, 1.5);
    let frozen_at = 62_000 / 64 * 64;
    input.append(&Stereo::silence(56 * turn, RATE));
    let mut chain: Chain = prepare(RATE);
    let output = render(&mut chain, &input, &[MAX_BLOCK], |n| {
        let settings = again::Settings {
            frozen: n >= frozen_at,
            ..looped(0.7, 350.0)
        };
        (bare(settings), 120.0)
    });
    let round = |n: usize| output.slice(frozen_at + n * turn..frozen_at + (n + 1) * turn);
    let [second, last] = [2, 50].map(round);
    assert!(rms_db(&second.left) > -60.0);
    assert!((rms_db(&second.left) - rms_db(&last.left)).abs() < 0.1);
    assert_eq!(round(3), last);
    assert_eq!(chain.tail(), Tail::Endless);
}

#[test]
fn it_ends_rests_and_forgets() {
    let mut again = Again::new(Spec::new(RATE).expect("a rate"));
    let mut frame = 0usize;
    // Runs so many frames, with a sine at the end of the chain beside what came back.
    let mut run = |settings: again::Settings, frames: usize, sine: f32| {
        let mut loudest = 0.0f32;
        for _ in 0..frames / MAX_BLOCK {
            let (mut left, mut right) = ([0.0f32; MAX_BLOCK], [0.0f32; MAX_BLOCK]);
            again.set(&settings, 0);
            let mut block = StereoBlock::new(&mut left, &mut right);
            again.feed(&mut block);
            loudest = loudest.max(peak(block.left));
            for x in block.left.iter_mut() {
                frame += 1;
                *x += sine * (0.05 * frame as f32).sin();
            }
            again.listen(&block);
        }
        (loudest, again.tail())
    };
    let on = looped(0.9, 100.0);
    let shut = again::Settings { amount: 0.0, ..on };
    let off = again::Settings { on: false, ..on };
    let frozen = again::Settings { frozen: true, ..on };
    assert_eq!(run(off, 6_400, 0.5), (0.0, Tail::Frames(0)));
    assert_eq!(run(on, 48_000, 0.3).1, Tail::Endless);
    // A throw: the amount is down, but what was written comes back once more, and that is all.
    let (loudest, tail) = run(shut, 3_200, 0.3);
    assert!(loudest > 0.1, "{loudest}");
    let Tail::Frames(left) = tail else {
        panic!("it goes on");
    };
    assert!((1_600..4_800).contains(&left), "{left}");
    assert_eq!(run(shut, 9_600, 0.3).1, Tail::Frames(0));
    assert_eq!(run(shut, 9_600, 0.3).0, 0.0);
    // Off in the middle of the sound, and on in silence: nothing old is heard.
    run(on, 48_000, 0.3);
    assert_eq!(run(off, 9_600, 0.3).1, Tail::Frames(0));
    assert_eq!(run(on, 48_000, 0.0).0, 0.0);
    // Nothing is frozen, and nothing enters what is.
    run(frozen, 9_600, 0.0);
    assert_eq!(run(frozen, 48_000, 0.3), (0.0, Tail::Frames(0)));
}
