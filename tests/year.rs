//! The year: every keyframe has a sound of its own, none is louder than another, and moving from one to
//! the next is one sound.

mod support;

use bedroom::audio::chain::{self, Chain, Slot, slot};
use bedroom::audio::era;
use bedroom::audio::stages::studio::desk::Model;
use bedroom::audio::stages::studio::{self, Studio};
use bedroom::audio::stages::{listener, room, tape, upload};
use lab::instruments::click::{roughness_db, worst_click};
use lab::instruments::compare::log_spectral_distance_db;
use lab::instruments::level::{loudness_lufs, rms_db};
use lab::{SILENCE_DB, Stereo, signal};
use support::{Change, prepare, render, slotted, steady};

const RATE: f64 = 48_000.0;

/// How far a desk may be from the loudness of what goes in, in LU: their trims are those for music that
/// comes from the room and off the tape, whose peaks are lower.
const DESK_LU: f64 = 1.0;
/// How far two keyframes may be from each other, and how far at least they differ in their spectra.
const KEYFRAMES_LU: f64 = 1.5;
const DISTANCE_DB: f64 = 3.0;

/// Everything as it stood in a year, all stages on.
fn house(year: i32) -> slot::Settings<chain::Settings> {
    slotted(chain::Settings {
        room: slotted(room::Settings {
            response: room::Response::Room,
            ..room::Settings::default()
        }),
        tape: slotted(tape::Settings {
            model: era::tape(year),
            ..tape::Settings::default()
        }),
        studio: slotted(era::desk(year).under(studio::Settings::default())),
        upload: slotted(upload::Settings {
            model: era::upload(year),
            ..upload::Settings::default()
        }),
        listener: slotted(listener::Settings {
            model: era::listener(year),
            volume: 0.4,
            ..listener::Settings::default()
        }),
        ..chain::Settings::default()
    })
}

#[test]
fn each_keyframe_has_a_sound_of_its_own_and_the_loudness_of_the_others() {
    let music = lab::demo::music(RATE, 10.0);
    let start = RATE as usize;
    let sounds: Vec<(i32, Stereo)> = era::keyframes()
        .into_iter()
        .map(|year| {
            let sound = steady::<Slot<Chain>>(house(year), &music);
            (year, sound.slice(start..sound.len()))
        })
        .collect();
    let loudness: Vec<f64> = sounds
        .iter()
        .map(|(_, sound)| loudness_lufs(sound))
        .collect();
    let mut off = Vec::new();
    for (n, pair) in sounds.windows(2).enumerate() {
        let [(before, a), (after, b)] = pair else {
            unreachable!()
        };
        let distance = log_spectral_distance_db(&a.left, &b.left, RATE);
        let change = loudness[n + 1] - loudness[n];
        println!("{before} to {after}: {distance:.1} dB, {change:+.2} LU");
        if distance <= DISTANCE_DB || change.abs() > KEYFRAMES_LU {
            off.push(format!(
                "{before} to {after}: {distance:.1} dB, {change:+.2} LU"
            ));
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

/// From the first year to the last in one second and back in another, as a hand or an automation turns
/// it: a year at a time.
fn swept(
    house: fn(i32) -> slot::Settings<chain::Settings>,
    frames_per_year: usize,
    from: usize,
) -> Vec<Change<Slot<Chain>>> {
    let (first, last) = era::YEARS;
    let years = (first..=last).chain((first..last).rev());
    years
        .enumerate()
        .map(|(n, year)| Change {
            frame: if n == 0 {
                0
            } else {
                from + n * frames_per_year
            },
            settings: house(year),
        })
        .collect()
}

/// `house`, sent nowhere: a coder's noise hides a click.
fn unsent(year: i32) -> slot::Settings<chain::Settings> {
    let mut house = house(year);
    house.stage.upload.on = false;
    house
}

#[test]
fn sweeping_through_the_years_does_not_click() {
    sweep_without_clicks(house);
}

#[test]
fn sweeping_through_the_years_at_home_does_not_click() {
    sweep_without_clicks(unsent);
}

fn sweep_without_clicks(house: fn(i32) -> slot::Settings<chain::Settings>) {
    let left = signal::sine(110.0, -18.0, 7.0, RATE);
    let right = left.iter().map(|x| -0.5 * x).collect();
    let input = Stereo::from_channels(left, right, RATE);
    // Re what went in: machines, coders and speakers have a roughness of their own.
    let re_input = |sound: &[f32], db: f64| db + rms_db(sound) - rms_db(&input.left);
    let own = era::keyframes().into_iter().map(|year| {
        let sound = steady::<Slot<Chain>>(house(year), &input);
        let sound = &sound.left[72_000..];
        re_input(sound, roughness_db(sound, RATE))
    });
    let own = own.fold(SILENCE_DB, f64::max);
    let changes = swept(house, 870, 96_000);
    let sound = render(&mut prepare::<Slot<Chain>>(RATE), &input, &changes, &[64]);
    let sound = &sound.left[72_000..];
    let worst = worst_click(sound, RATE);
    let level = worst.map_or(SILENCE_DB, |click| re_input(sound, click.level_db));
    println!("worst {level:.1} dB at {worst:?}; by itself the roughest year has {own:.1} dB");
    assert!(level < f64::max(-60.0, own + 1.0), "{worst:?}, {own:.1} dB");
}

/// Music goes on while it is swept: no gap, and no leap in level.
#[test]
fn sweeping_through_the_years_keeps_the_music() {
    let music = lab::demo::music(RATE, 8.0);
    let changes = swept(house, 870, 96_000);
    let swept = render(&mut prepare::<Slot<Chain>>(RATE), &music, &changes, &[64]);
    assert!(swept.is_finite());
    // Each 400 ms beside the same of what went in, some 60 ms before.
    let window = 19_200;
    let differences: Vec<f64> = (96_000..music.len() - window)
        .step_by(window)
        .map(|start| {
            let span = start..start + window;
            loudness_lufs(&swept.slice(span.clone())) - loudness_lufs(&music.slice(span))
        })
        .collect();
    println!("{differences:.1?}");
    assert!(
        differences.iter().all(|lu| lu.abs() < 6.0),
        "{differences:.1?}"
    );
}

#[test]
fn each_desk_leaves_music_as_loud_as_it_was() {
    let music = lab::demo::music(RATE, 12.0);
    let dry = loudness_lufs(&music);
    let mut off = Vec::new();
    for model in Model::ALL {
        let wet = steady::<Studio>(model.desk().under(studio::Settings::default()), &music);
        let change = loudness_lufs(&wet) - dry;
        if change.abs() > DESK_LU {
            off.push(format!("{model:?}: {change:+.2} LU"));
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}
