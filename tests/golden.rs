//! Short renders against what they were when they were last listened to. A difference is a change
//! of sound: it needs a line under "Sound changes" in CHANGELOG.md, and new renders by
//! `BEDROOM_WRITE_GOLDEN=1 cargo test --test golden`.

mod support;

use std::path::PathBuf;

use bedroom::audio::Stage;
use bedroom::audio::stages::listener::{self, Listener};
use bedroom::audio::stages::room::{self, ListenFrom, Room};
use bedroom::audio::stages::studio::desk::Model as Desk;
use bedroom::audio::stages::studio::{self, Studio};
use bedroom::audio::stages::tape::{Model, Settings, System, Tape};
use bedroom::audio::stages::upload::{self, Upload};
use lab::instruments::compare::null_db;
use lab::{Stereo, files};
use support::{steady, tape};

const RATE: f64 = 48_000.0;
/// Differences below this are rounding: another processor or compiler.
const TOLERANCE_DB: f64 = -80.0;
/// The same behind a coder, which may turn a rounding into another step of a few lines.
const CODED_TOLERANCE_DB: f64 = -30.0;
/// The passage of the demo music that is compared: a bass note, a hat and the lead.
const PASSAGE: std::ops::Range<usize> = 96_000..103_200;

fn tapes() -> [(&'static str, Settings); 8] {
    [
        ("four-track", tape(Model::FourTrack)),
        ("home-reel", tape(Model::HomeReel)),
        (
            "walkman",
            Settings {
                wow_percent: 0.3,
                flutter_percent: 0.2,
                hiss: Some(6.0),
                ..tape(Model::Walkman)
            },
        ),
        (
            "driven",
            Settings {
                drive_db: 15.0,
                saturation: 0.6,
                ..tape(Model::FourTrack)
            },
        ),
        (
            "starved",
            Settings {
                bias_db: -7.0,
                spacing_um: 1.0,
                ..tape(Model::HomeReel)
            },
        ),
        (
            "companded",
            Settings {
                encode: System::Compander,
                decode: System::Compander,
                mistrack_db: 3.0,
                azimuth_arcmin: 10.0,
                bounces: 2,
                ..tape(Model::FastFourTrack)
            },
        ),
        (
            "worn",
            Settings {
                age: 0.8,
                hiss: Some(0.0),
                asperity: Some(0.0),
                print_through: Some(6.0),
                crosstalk: Some(6.0),
                dropouts_per_minute: 200.0,
                wow_percent: 0.3,
                ..tape(Model::Portable)
            },
        ),
        (
            "slowed",
            Settings {
                encode: System::SlidingBand,
                varispeed_semitones: -5.0,
                ..tape(Model::HiFi)
            },
        ),
    ]
}

/// Renders the passage, late as it comes, and compares it.
fn sounds_as_it_did<S: Stage>(name: &str, settings: S::Settings, tolerance_db: f64) {
    let input = lab::demo::music(RATE, 2.5);
    let output = steady::<S>(settings, &input).slice(PASSAGE);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.wav"));
    if std::env::var_os("BEDROOM_WRITE_GOLDEN").is_some() {
        files::write_wav(&path, &Stereo::from_mono(output.left.clone(), RATE)).expect("written");
    }
    let golden = files::read(&path).unwrap_or_else(|error| panic!("{error}"));
    let difference = null_db(&output.left, &golden.left);
    assert!(
        difference < tolerance_db,
        "{name} differs by {difference:.1} dB"
    );
}

#[test]
fn the_tape_sounds_as_it_did() {
    for (name, settings) in tapes() {
        sounds_as_it_did::<Tape>(name, settings, TOLERANCE_DB);
    }
}

#[test]
fn the_upload_sounds_as_it_did() {
    for (name, model, tolerance_db) in [
        ("mp3", upload::Model::AudioSharing, CODED_TOLERANCE_DB),
        ("opus", upload::Model::Opus, CODED_TOLERANCE_DB),
        ("sampler", upload::Model::Sampler12, TOLERANCE_DB),
    ] {
        let settings = upload::Settings {
            model,
            ..upload::Settings::default()
        };
        sounds_as_it_did::<Upload>(name, settings, tolerance_db);
    }
}

#[test]
fn the_studio_sounds_as_it_did() {
    for (name, desk) in [
        ("loud-master", Desk::LoudMaster),
        ("conference", Desk::Conference),
    ] {
        let settings = desk.desk().under(studio::Settings::default());
        sounds_as_it_did::<Studio>(name, settings, TOLERANCE_DB);
    }
}

#[test]
fn the_listener_sounds_as_it_did() {
    for (name, model) in [
        ("phone", listener::Model::PhoneOnTable),
        ("club", listener::Model::Club),
    ] {
        let settings = listener::Settings {
            model,
            volume: 0.8,
            ..listener::Settings::default()
        };
        sounds_as_it_did::<Listener>(name, settings, TOLERANCE_DB);
    }
}

#[test]
fn the_room_sounds_as_it_did() {
    for (name, listen_from) in [
        ("bedroom", ListenFrom::Microphones),
        ("corridor", ListenFrom::Corridor),
    ] {
        let settings = room::Settings {
            response: room::Response::Room,
            acoustics: room::Acoustics {
                listen_from,
                door: 0.3,
                ..room::Acoustics::default()
            },
            ..room::Settings::default()
        };
        sounds_as_it_did::<Room>(name, settings, TOLERANCE_DB);
    }
}

#[test]
fn the_nights_sound_as_they_did() {
    use room::noises::{Kind, Noise, Settings};
    let noises = Kind::ALL.map(|kind| Noise {
        level_db: Some(24.0),
        ..kind.silent()
    });
    let settings = room::Settings {
        noises: Settings {
            noises,
            ..Settings::default()
        },
        ..room::Settings::default()
    };
    sounds_as_it_did::<Room>("night", settings, TOLERANCE_DB);
}
