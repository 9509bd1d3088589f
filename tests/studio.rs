//! The studio in its place in the chain: what comes in beside the sound, the song's beat, and loudness
//! against another meter.

mod support;

use bedroom::audio::chain::{self, Chain, slot};
use bedroom::audio::stages::studio::{self, Studio, compressor, pump};
use bedroom::audio::{MAX_BLOCK, Stage, StereoBlock, Timeline};
use lab::Stereo;
use support::{prepare, slotted};

const RATE: f64 = 48_000.0;

/// The chain with the tape on or off, and this studio.
fn chain_with(tape: bool, studio: studio::Settings) -> chain::Settings {
    let default = chain::Settings::default();
    chain::Settings {
        tape: slot::Settings {
            on: tape,
            ..default.tape
        },
        studio: slotted(studio),
        ..default
    }
}

/// A constant of 0.01 through the chain, with `key` beside it, its latency taken off.
fn beside(settings: &chain::Settings, key: impl Fn(usize) -> f32, frames: usize) -> Vec<f32> {
    let mut chain: Chain = prepare(RATE);
    let mut heard = Vec::new();
    for start in (0..frames).step_by(MAX_BLOCK) {
        chain.set(settings);
        let (mut left, mut right) = ([0.01; MAX_BLOCK], [0.01; MAX_BLOCK]);
        let key: [f32; MAX_BLOCK] = std::array::from_fn(|n| key(start + n));
        chain.sidechain(Some([&key, &key]));
        // In pieces, as where automation cuts a block.
        for (from, to) in [(0, 20), (20, 21), (21, MAX_BLOCK)] {
            let part = StereoBlock::new(&mut left[from..to], &mut right[from..to]);
            chain.process(&mut { part });
        }
        heard.extend(left);
    }
    heard.split_off(chain.latency())
}

#[test]
fn the_side_chain_ducks_the_frames_that_it_came_in_beside() {
    let keyed = studio::Settings {
        compressor: compressor::Settings {
            on: true,
            threshold_db: -30.0,
            ratio: f32::INFINITY,
            knee_db: 0.0,
            attack_ms: 0.05,
            key: compressor::Key::External,
            ..compressor::Settings::default()
        },
        ..studio::Settings::default()
    };
    // The default tape is transparent, but takes its time.
    for tape in [false, true] {
        let settings = chain_with(tape, keyed);
        let sound = beside(&settings, |n| if n >= 24_000 { 0.9 } else { 0.0 }, 48_000);
        let quiet = |from: usize, to: usize| sound[from..to].iter().copied().fold(0.0, f32::max);
        let before = sound[23_990..24_000].iter().copied().fold(1.0, f32::min);
        assert!(before > 0.0099, "tape {tape}: {before} before the key");
        assert!(quiet(24_016, 24_400) < 0.004, "tape {tape}: not ducked");
    }
}

#[test]
fn the_pump_dips_on_the_beat_of_the_sound_as_it_is_heard() {
    let pumped = studio::Settings {
        pump: pump::Settings {
            depth_db: 24.0,
            beats: Some(1.0),
            // Late: it has time to come all the way down.
            shape: 1.0,
        },
        ..studio::Settings::default()
    };
    for tape in [false, true] {
        let settings = chain_with(tape, pumped);
        let mut chain: Chain = prepare(RATE);
        let mut heard = Vec::new();
        // A beat lasts 24 000 frames.
        for start in (0..144_000).step_by(MAX_BLOCK) {
            chain.set(&settings);
            chain.locate(&Timeline {
                tempo_bpm: 120.0,
                beat: Some(start as f64 / 24_000.0),
            });
            let (mut left, mut right) = ([0.1; MAX_BLOCK], [0.1; MAX_BLOCK]);
            chain.process(&mut StereoBlock::new(&mut left, &mut right));
            heard.extend(left);
        }
        let sound = heard.split_off(chain.latency());
        for beat in 2..5 {
            let around = &sound[beat * 24_000 - 2_400..beat * 24_000 + 2_400];
            let lowest = around.iter().copied().fold(f32::MAX, f32::min);
            // It stays down for a moment: where it is down by 95 % first.
            let down = around
                .iter()
                .position(|x| *x < 1.2 * lowest)
                .expect("a dip");
            let late_ms = (down as f64 - 2_400.0) / 48.0;
            assert!(
                late_ms.abs() <= 1.0,
                "tape {tape}, beat {beat}: {late_ms:.2} ms"
            );
        }
    }
}

/// What ffmpeg says about a sound: integrated loudness in LUFS; nothing where it is not installed. Its
/// summary has one digit, the metadata that it adds to the sound has three: the last of them counts.
fn ffmpeg_lufs(sound: &Stereo, name: &str) -> Option<f64> {
    let path = std::env::temp_dir().join(format!("bedroom-loudness-{name}.wav"));
    lab::files::write_wav(&path, sound).expect("a file");
    let key = "lavfi.r128.I";
    let filters = format!("ebur128=metadata=1,ametadata=mode=print:key={key}:file=-");
    let output = std::process::Command::new("ffmpeg")
        .args(["-nostats", "-hide_banner", "-i"])
        .arg(&path)
        .args(["-af", &filters, "-f", "null", "-"])
        .output();
    let _ = std::fs::remove_file(&path);
    let report = String::from_utf8_lossy(&output.ok()?.stdout).into_owned();
    let mut lines = report.lines().rev();
    let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
    value.trim().parse().ok()
}

#[test]
fn ten_programmes_are_as_loud_as_ffmpeg_says() {
    let mut programmes: Vec<(String, Stereo)> = lab::demo::pieces(RATE, 8.0)
        .into_iter()
        .enumerate()
        .map(|(n, piece)| (format!("piece-{n}"), piece.sound))
        .collect();
    let music = lab::demo::music(RATE, 10.0);
    programmes.push(("quiet".into(), music.gain_db(-24.0)));
    programmes.push(("gap".into(), {
        let mut gap = music.with_silence(5 * RATE as usize);
        gap.append(&music.gain_db(-15.0));
        gap
    }));
    let noise = lab::signal::pink_noise(3, -20.0, 8.0, RATE);
    programmes.push(("noise".into(), Stereo::from_mono(noise, RATE)));
    let sine = lab::signal::sine(997.0, -23.0, 8.0, RATE);
    programmes.push(("sine".into(), Stereo::from_mono(sine, RATE)));
    let left = lab::signal::sine(60.0, -12.0, 8.0, RATE);
    let right = lab::signal::sine(9_000.0, -30.0, 8.0, RATE);
    programmes.push(("two".into(), Stereo::from_channels(left, right, RATE)));
    assert_eq!(programmes.len(), 10);
    for (name, sound) in programmes {
        let Some(wanted) = ffmpeg_lufs(&sound, &name) else {
            println!("skipped: ffmpeg is not installed or said nothing");
            return;
        };
        let mut studio: Studio = prepare(RATE);
        support::render(
            &mut studio,
            &sound,
            &[support::Change {
                frame: 0,
                settings: studio::Settings::default(),
            }],
            &[MAX_BLOCK],
        );
        let measured = studio.loudness().integrated_lufs;
        println!("{name}: {measured:.3} for {wanted:.3} LUFS");
        assert!(
            (measured - wanted).abs() <= 0.1,
            "{name}: {measured:.3} for {wanted:.3}"
        );
    }
}
