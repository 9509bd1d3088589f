//! The noises: they repeat, answer, and belong to their time.

use bedroom::audio::stages::room::noises::{self, Answer, Household, Kind, Noise};
use bedroom::audio::stages::room::{Response, Room, Settings};
use bedroom::audio::{MAX_BLOCK, Stage, StereoBlock, Timeline};
use lab::Stereo;
use lab::instruments::compare::is_identical;
use lab::instruments::level::rms_db;

use crate::RATE;
use crate::support::{prepare, steady};

/// Noises of `kinds` without a room around them.
fn night(kinds: &[Kind], change: impl Fn(Noise) -> Noise) -> Settings {
    let noises = Kind::ALL.map(|kind| {
        let off = kind.silent();
        if kinds.contains(&kind) {
            change(Noise {
                level_db: Some(12.0),
                ..off
            })
        } else {
            off
        }
    });
    Settings {
        response: Response::None,
        noises: noises::Settings {
            noises,
            answer_depth: 1.0,
            ..noises::Settings::default()
        },
        ..Settings::default()
    }
}

fn silence(seconds: f64) -> Stereo {
    Stereo::silence((seconds * RATE) as usize, RATE)
}

/// Two seconds after the song began to play, having stood for `wait` frames.
fn after_the_start(settings: &Settings, wait: usize) -> Vec<f32> {
    let mut room = prepare::<Room>(RATE);
    let mut heard = Vec::new();
    let (mut frame, end) = (0, wait + 96_000);
    while frame < end {
        let until = if frame < wait { wait } else { end };
        let frames = MAX_BLOCK.min(until - frame);
        let playing = frame >= wait;
        room.set(settings);
        room.locate(&Timeline {
            tempo_bpm: 120.0,
            beat: playing.then(|| (frame - wait) as f64 / 24_000.0),
        });
        let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
        room.process(&mut StereoBlock::new(
            &mut left[..frames],
            &mut right[..frames],
        ));
        if playing {
            heard.extend_from_slice(&left[..frames]);
        }
        frame += frames;
    }
    heard
}

#[test]
fn what_is_rendered_is_what_was_heard() {
    for kind in Kind::ALL {
        let settings = night(&[kind], |noise| noise);
        let bounced = after_the_start(&settings, 0);
        let live = after_the_start(&settings, 77_777);
        // The last night has faded out by then, and left the longest way to the microphones.
        let settled = 4_800..96_000;
        assert!(
            is_identical(&bounced[settled.clone()], &live[settled]),
            "{kind:?}"
        );
    }
}

#[test]
fn another_night_is_another() {
    for kind in [
        Kind::Rain,
        Kind::Street,
        Kind::Wind,
        Kind::Keys,
        Kind::Breath,
    ] {
        let of = |night_number| {
            let mut settings = night(&[kind], |noise| noise);
            settings.noises.night = night_number;
            steady::<Room>(settings, &silence(10.0)).left
        };
        let (a, b) = (of(1), of(2));
        let product = |x: &[f32], y: &[f32]| -> f64 {
            x.iter()
                .zip(y)
                .map(|(x, y)| f64::from(*x) * f64::from(*y))
                .sum()
        };
        let likeness = product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt();
        assert!(likeness.abs() < 0.05, "{kind:?}: {likeness:.3}");
    }
}

#[test]
fn they_give_way_and_rise() {
    let music = lab::demo::music(RATE, 6.0);
    let level = |answer, input: &Stereo| {
        let settings = night(&[Kind::Fan], |noise| Noise { answer, ..noise });
        let with = steady::<Room>(settings, input);
        let noise: Vec<f32> = with
            .left
            .iter()
            .zip(&input.left)
            .map(|(x, dry)| x - dry)
            .collect();
        rms_db(&noise[96_000..])
    };
    let (free, quiet) = (level(Answer::Free, &music), silence(6.0));
    assert!(level(Answer::Duck, &music) < free - 8.0);
    assert!((level(Answer::Duck, &quiet) - free).abs() < 1.0);
    assert!((level(Answer::Swell, &music) - free).abs() < 8.0);
    assert!(level(Answer::Swell, &quiet) < free - 20.0);
}

#[test]
fn the_bed_creaks_on_the_kick() {
    let kicks = Stereo::from_fn(4 * 48_000, RATE, |frame| {
        let since = frame % 24_000;
        let t = since as f64 / RATE;
        let kick = 0.6 * (-t * 18.0).exp() * (std::f64::consts::TAU * 55.0 * t).sin();
        [kick as f32; 2]
    });
    let settings = night(&[Kind::Bed], |noise| Noise {
        answer: Answer::Struck,
        level_db: Some(20.0),
        ..noise
    });
    let creaks = |input: &Stereo| {
        let output = steady::<Room>(settings, input);
        let noise: Vec<f32> = output
            .left
            .iter()
            .zip(&input.left)
            .map(|(x, dry)| x - dry)
            .collect();
        rms_db(&noise)
    };
    assert!(creaks(&kicks) > creaks(&silence(4.0)) + 20.0);
}

#[test]
fn things_belong_to_their_time() {
    let level = |kind, household| {
        let mut settings = night(&[kind], |noise| noise);
        settings.noises.household = household;
        rms_db(&steady::<Room>(settings, &silence(4.0)).left)
    };
    for (kind, household) in [
        (Kind::Fan, Household::Seventies),
        (Kind::Fan, Household::Eighties),
        (Kind::Light, Household::Seventies),
        (Kind::Clock, Household::Twenties),
    ] {
        let there = level(kind, Household::Everything);
        let then = level(kind, household);
        assert!(
            then < there - 40.0,
            "{kind:?} in the {household:?}: {then:.1} dB"
        );
    }
    assert!(level(Kind::Clock, Household::Seventies) > -100.0);
    assert!(level(Kind::Fan, Household::Twenties) > -100.0);
}
