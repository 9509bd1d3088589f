//! Every knob is heard, where there is something for it to change.

use bedroom::audio::stages::listener::{self, Listener};
use bedroom::audio::stages::upload::{self, Concealment, Listen, StutterLength, Upload};
use lab::Stereo;
use lab::instruments::compare::stereo_null_db;

use crate::RATE;
use crate::subjects::Subject;
use crate::support::{Change, prepare, render, steady};

/// A knob's name, and the settings at its ends.
type Knob<S> = (&'static str, S, S);

/// No knob may leave the sound nearer than this to what it was.
const NOTHING_DB: f64 = -60.0;

fn every_knob_is_heard<S: Subject>(knobs: &[Knob<S::Settings>]) {
    let input = lab::demo::music(RATE, 3.0);
    for (name, low, high) in knobs {
        let [low, high]: [Stereo; 2] = [*low, *high].map(|settings| steady::<S>(settings, &input));
        let null = stereo_null_db(&low, &high);
        assert!(null > NOTHING_DB, "{name} changes nothing: {null:.1} dB");
    }
}

#[test]
fn of_upload() {
    use upload::{Model, Settings};
    let base = Settings {
        model: Model::Mp3,
        ..Settings::default()
    };
    let lossy = Settings { loss: 0.3, ..base };
    let stuck = Settings {
        stutter: 60.0,
        stutter_length: StutterLength::Ms(200.0),
        ..base
    };
    let call = Settings {
        model: Model::VideoCall,
        ..base
    };
    let bit_rate_kbps = Some(32.0);
    let concealment = Concealment::Silence;
    let stutter_length = StutterLength::Beats(0.25);
    every_knob_is_heard::<Upload>(&[
        (
            "model",
            base,
            Settings {
                model: Model::Aac,
                ..base
            },
        ),
        (
            "bit rate",
            base,
            Settings {
                bit_rate_kbps,
                ..base
            },
        ),
        ("mono", base, Settings { mono: true, ..base }),
        (
            "suppression",
            call,
            Settings {
                suppression: 0.0,
                ..call
            },
        ),
        ("loss", base, lossy),
        (
            "burst",
            lossy,
            Settings {
                burst: 10.0,
                ..lossy
            },
        ),
        (
            "packet length",
            lossy,
            Settings {
                packet_ms: 60.0,
                ..lossy
            },
        ),
        (
            "concealment",
            lossy,
            Settings {
                concealment,
                ..lossy
            },
        ),
        (
            "jitter",
            base,
            Settings {
                jitter_ms: 60.0,
                ..base
            },
        ),
        ("stutter", base, stuck),
        (
            "stutter length",
            stuck,
            Settings {
                stutter_length,
                ..stuck
            },
        ),
        (
            "listen to",
            base,
            Settings {
                listen: Listen::Removed,
                ..base
            },
        ),
    ]);
}

/// It holds what was before it.
#[test]
fn of_uploads_freeze() {
    use upload::{Model, Settings};
    let input = lab::demo::music(RATE, 3.0);
    for model in [
        Model::Mp3,
        Model::Aac,
        Model::Opus,
        Model::Bluetooth,
        Model::MiniDisc,
    ] {
        let held = |frozen| Settings {
            model,
            frozen,
            ..Settings::default()
        };
        let change = |frame, frozen| Change::<Upload> {
            frame,
            settings: held(frozen),
        };
        let changes = [change(0, false), change(48_000, true)];
        let frozen = render(&mut prepare::<Upload>(RATE), &input, &changes, &[64]);
        let null = stereo_null_db(&frozen, &steady::<Upload>(held(false), &input));
        assert!(null > NOTHING_DB, "{model:?}: {null:.1} dB");
    }
}

#[test]
fn of_listener() {
    use listener::{Model, Settings};
    let base = Settings {
        model: Model::Boombox,
        volume: 0.8,
        ..Settings::default()
    };
    let small = Settings {
        model: Model::PhoneOnTable,
        ..base
    };
    every_knob_is_heard::<Listener>(&[
        ("model", base, small),
        (
            "volume",
            base,
            Settings {
                volume: 0.3,
                ..base
            },
        ),
        (
            "protection",
            small,
            Settings {
                protection: 0.0,
                ..small
            },
        ),
        (
            "rattle",
            small,
            Settings {
                rattle: 1.0,
                ..small
            },
        ),
        (
            "distance",
            base,
            Settings {
                distance: 1.0,
                ..base
            },
        ),
        ("place", base, Settings { place: 0.0, ..base }),
        ("width", base, Settings { width: 0.0, ..base }),
    ]);
}
