//! The noises: they repeat, answer, and belong to their time.

use bedroom::audio::stages::room::noises::{self, Answer, Household, Kind, Noise};
use bedroom::audio::stages::room::{Response, Room, Settings};
use bedroom::audio::{MAX_BLOCK, Stage, StereoBlock, Timeline};
use lab::Stereo;
use lab::instruments::compare::is_identical;
use lab::instruments::level::rms_db;
use lab::instruments::spectrum::Spectrum;

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

/// A noise by itself, busy, at a sample rate.
fn lively(kind: Kind, rate: f64, seconds: f64) -> Vec<f32> {
    let settings = night(&[kind], |noise| Noise {
        rate: kind
            .rate()
            .map_or(noise.rate, |range| range.max.min(4.0 * range.default)),
        ..noise
    });
    let quiet = Stereo::silence((seconds * rate) as usize, rate);
    steady::<Room>(settings, &quiet).left
}

/// Levels in dB of the bands of a third of an octave from 25 Hz to 16 kHz.
fn thirds(sound: &[f32], rate: f64) -> Vec<f64> {
    let spectrum = Spectrum::averaged(sound, rate, (0.25 * rate) as usize);
    let edge = |band: i32| 1_000.0 * (f64::from(band) / 3.0 + 1.0 / 6.0).exp2();
    let bands = -16..=12;
    bands
        .map(|band| spectrum.band_db(edge(band - 1)..edge(band)))
        .collect()
}

/// How often a noise begins anew: from one hundredth of a second to the next it grows by 15 dB over what
/// it was, and is no more than 40 dB below its loudest.
fn beginnings(sound: &[f32], rate: f64) -> usize {
    let levels: Vec<f64> = sound.chunks((0.01 * rate) as usize).map(rms_db).collect();
    let loudest = levels.iter().copied().fold(f64::MIN, f64::max);
    let mut last = 0;
    let mut count = 0;
    for n in 4..levels.len() {
        let before = levels[n - 4..n - 1]
            .iter()
            .copied()
            .fold(f64::MIN, f64::max);
        if levels[n] > (before + 15.0).max(loudest - 40.0) && n > last + 6 {
            (last, count) = (n, count + 1);
        }
    }
    count
}

/// How far a noise's bands may lie from those at 48 kHz, in dB: by chance at the low end, where few waves
/// come by, and more of them with cars, of which there are few; and at the high end because the shelves and
/// slopes of filters close on the Nyquist frequency, so that at 48 kHz the last octave falls sooner. There
/// all that is so filtered is 20 to 40 dB below its loudest band.
fn tolerance_db(kind: Kind, band: usize) -> f64 {
    match band {
        0..12 if kind == Kind::Street => 2.0,
        0..4 => 1.5,
        // From 10 kHz on.
        26 => 2.0,
        27 => 3.0,
        28.. => 5.0,
        _ => 1.0,
    }
}

#[test]
fn every_noise_is_the_same_at_every_sample_rate() {
    let rates = [48_000.0, 44_100.0, 96_000.0, 192_000.0];
    let mut off = Vec::new();
    for kind in Kind::ALL {
        let heard = std::thread::scope(|scope| {
            let renders = rates.map(|rate| {
                scope.spawn(move || {
                    let sound = lively(kind, rate, 32.0);
                    (thirds(&sound, rate), beginnings(&sound, rate))
                })
            });
            renders.map(|render| render.join().expect("rendered"))
        });
        let [(bands, events), others @ ..] = &heard;
        let strongest = bands.iter().copied().fold(f64::MIN, f64::max);
        for (rate, (levels, counted)) in rates[1..].iter().zip(others) {
            let mut differences: Vec<f64> = levels
                .iter()
                .zip(bands)
                .map(|(level, band)| level - band)
                .collect();
            // Another car is nearer or farther: all of its sound is louder or softer.
            let sorted = {
                let mut sorted = differences.clone();
                sorted.sort_by(f64::total_cmp);
                sorted
            };
            let louder = sorted[sorted.len() / 2];
            let louder_at_most = if kind == Kind::Street { 2.5 } else { 0.5 };
            if louder.abs() > louder_at_most {
                off.push(format!("{kind:?} at {rate} Hz is {louder:.2} dB louder"));
            }
            differences.iter_mut().for_each(|db| *db -= louder);
            println!("{kind:?} at {rate} Hz: {differences:.1?}, {counted} for {events}");
            for (band, db) in differences.iter().enumerate() {
                let is_heard = bands[band] > strongest - 45.0;
                if is_heard && db.abs() > tolerance_db(kind, band) {
                    let hz = 1_000.0 * ((band as f64 - 16.0) / 3.0).exp2();
                    off.push(format!("{kind:?} at {rate} Hz: {db:.2} dB at {hz:.0} Hz"));
                }
            }
            if counted.abs_diff(*events) * 10 > *events {
                off.push(format!("{kind:?} at {rate} Hz: {counted} for {events}"));
            }
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
}
