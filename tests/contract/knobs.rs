//! Every knob is heard, where there is something for it to change.

use bedroom::audio::stages::listener::{self, Listener};
use bedroom::audio::stages::room::noises::{self, Answer, Household, Kind, Mains, Noise};
use bedroom::audio::stages::room::{self, Room};
use bedroom::audio::stages::studio::{self, Studio};
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

#[test]
fn of_the_studio() {
    use studio::Settings;
    use studio::compressor::MakeUp;
    use studio::equaliser::{BandKind, Slope};
    use studio::platform::{Raise, Rule};
    let mut base = Settings::default();
    base.equaliser.high_pass.on = true;
    base.equaliser.high_pass.hz = 80.0;
    base.equaliser.low_pass.on = true;
    base.equaliser.low_pass.hz = 9_000.0;
    for band in &mut base.equaliser.bands {
        band.on = true;
        band.gain_db = 6.0;
    }
    base.compressor.on = true;
    base.compressor.threshold_db = -30.0;
    base.pump.depth_db = 6.0;
    base.width.width = 1.3;
    base.limiter.on = true;
    base.limiter.loudness_db = 9.0;
    base.platform.rule = Some(Rule {
        target_lufs: Some(-14.0),
        raise: Raise::Never,
        albums: true,
    });
    type Turn = (&'static str, fn(&mut Settings));
    let turns: [Turn; 34] = [
        ("high-pass", |s| s.equaliser.high_pass.on = false),
        ("high-pass frequency", |s| s.equaliser.high_pass.hz = 200.0),
        ("high-pass slope", |s| {
            s.equaliser.high_pass.slope = Slope::Db24;
        }),
        ("low-pass", |s| s.equaliser.low_pass.on = false),
        ("low-pass frequency", |s| s.equaliser.low_pass.hz = 3_000.0),
        ("low-pass slope", |s| {
            s.equaliser.low_pass.slope = Slope::Db24;
        }),
        ("band", |s| s.equaliser.bands[1].on = false),
        ("band kind", |s| {
            s.equaliser.bands[1].kind = BandKind::HighShelf;
        }),
        ("band frequency", |s| s.equaliser.bands[2].hz = 700.0),
        ("band gain", |s| s.equaliser.bands[0].gain_db = -6.0),
        ("band Q", |s| s.equaliser.bands[2].q = 4.0),
        ("compressor", |s| s.compressor.on = false),
        ("threshold", |s| s.compressor.threshold_db = -20.0),
        ("ratio", |s| s.compressor.ratio = f32::INFINITY),
        ("knee", |s| s.compressor.knee_db = 24.0),
        ("attack", |s| s.compressor.attack_ms = 100.0),
        ("release", |s| s.compressor.release_ms = 1_000.0),
        ("auto release", |s| s.compressor.auto_release = true),
        ("make-up", |s| s.compressor.make_up = MakeUp::Auto),
        ("make-up gain", |s| {
            s.compressor.make_up = MakeUp::Manual(6.0);
        }),
        ("compressor mix", |s| s.compressor.mix = 0.3),
        ("stereo link", |s| s.compressor.link = 0.0),
        ("key", |s| {
            s.compressor.key = studio::compressor::Key::External
        }),
        ("key high-pass", |s| {
            s.compressor.key_high_pass_hz = Some(400.0);
        }),
        ("pump depth", |s| s.pump.depth_db = 0.0),
        ("pump note", |s| s.pump.beats = Some(0.5)),
        ("pump shape", |s| s.pump.shape = 1.0),
        ("width", |s| s.width.width = 0.0),
        ("mono below", |s| s.width.mono_below_hz = Some(400.0)),
        ("limiter", |s| s.limiter.on = false),
        ("loudness", |s| s.limiter.loudness_db = 3.0),
        ("clip", |s| s.limiter.clip = 1.0),
        ("limiter release", |s| s.limiter.release_ms = 900.0),
        ("song loudness", |s| s.platform.song_lufs = Some(-8.0)),
    ];
    let knobs = turns.map(|(name, turn)| {
        let mut turned = base;
        turn(&mut turned);
        (name, base, turned)
    });
    every_knob_is_heard::<Studio>(&knobs);
    let ceiling = |ceiling_db| {
        let mut settings = base;
        settings.limiter.ceiling_db = ceiling_db;
        settings
    };
    let mut album = base;
    album.platform.album_lufs = Some(-9.0);
    every_knob_is_heard::<Studio>(&[
        ("ceiling", ceiling(-1.0), ceiling(-6.0)),
        ("album loudness", base, album),
    ]);
}

#[test]
fn of_the_room() {
    use room::Settings;
    let base = Settings {
        response: room::Response::Room,
        ..Settings::default()
    };
    type Turn = (&'static str, fn(&mut Settings));
    let turns: [Turn; 31] = [
        ("response", |s| s.response = room::Response::None),
        ("length", |s| s.acoustics.geometry.dimensions.length_m = 7.0),
        ("width", |s| s.acoustics.geometry.dimensions.width_m = 6.0),
        ("height", |s| s.acoustics.geometry.dimensions.height_m = 4.0),
        ("source x", |s| s.acoustics.geometry.source.x = 0.8),
        ("source y", |s| s.acoustics.geometry.source.y = 0.1),
        ("source height", |s| {
            s.acoustics.geometry.source.height = 0.9
        }),
        ("source width", |s| {
            s.acoustics.geometry.source_width_m = 3.0
        }),
        ("microphone x", |s| {
            s.acoustics.geometry.microphones.position.x = 0.9
        }),
        ("microphone y", |s| {
            s.acoustics.geometry.microphones.position.y = 0.9
        }),
        ("microphone height", |s| {
            s.acoustics.geometry.microphones.position.height = 0.1
        }),
        ("pattern", |s| {
            s.acoustics.geometry.microphones.pattern = room::Pattern::Omni
        }),
        ("aim", |s| s.acoustics.geometry.microphones.aim_deg = 90.0),
        ("angle", |s| {
            s.acoustics.geometry.microphones.angle_deg = 0.0
        }),
        ("spacing", |s| {
            s.acoustics.geometry.microphones.spacing_m = 1.0
        }),
        ("floor", |s| {
            s.acoustics.furnishing.floor = room::Floor::Carpet
        }),
        ("walls", |s| {
            s.acoustics.furnishing.walls = room::Walls::Concrete
        }),
        ("ceiling", |s| {
            s.acoustics.furnishing.ceiling = room::Ceiling::Tiles
        }),
        ("curtains", |s| s.acoustics.furnishing.curtains = 0.0),
        ("mattress", |s| s.acoustics.furnishing.mattress = 0.0),
        ("wardrobe", |s| s.acoustics.furnishing.wardrobe = 0.0),
        ("blankets", |s| s.acoustics.furnishing.blankets = 1.0),
        ("clutter", |s| s.acoustics.furnishing.clutter = 0.0),
        ("door", |s| s.acoustics.door = 1.0),
        ("listen from", |s| {
            s.acoustics.listen_from = room::ListenFrom::Bed
        }),
        ("pre-delay", |s| s.acoustics.pre_delay_ms = 30.0),
        ("decay", |s| s.acoustics.decay = 2.0),
        ("early and late", |s| s.acoustics.balance = 1.0),
        ("reverb width", |s| s.acoustics.width = 0.0),
        ("direct", |s| s.direct = 0.0),
        ("night", |s| {
            s.noises.noises[0].level_db = Some(30.0);
        }),
    ];
    let knobs = turns.map(|(name, turn)| {
        let mut turned = base;
        turn(&mut turned);
        (name, base, turned)
    });
    every_knob_is_heard::<Room>(&knobs);
}

/// Each noise by itself, without a room, loud.
#[test]
fn of_the_noises() {
    for kind in Kind::ALL {
        let with = |change: &dyn Fn(&mut Noise, &mut noises::Settings)| {
            let mut settings = room::Settings::default();
            let mut noise = Noise {
                level_db: Some(30.0),
                // So that something happens within the music.
                rate: kind
                    .rate()
                    .map_or(0.0, |rate| (3.0 * rate.default).min(0.8 * rate.max)),
                ..kind.silent()
            };
            change(&mut noise, &mut settings.noises);
            settings.noises.noises[kind as usize] = noise;
            settings
        };
        let base = with(&|_, _| ());
        let mut knobs = vec![
            ("level", base, room::Settings::default()),
            ("character", base, with(&|noise, _| noise.character = 1.0)),
            ("x", base, with(&|noise, _| noise.x = 0.6)),
            ("y", base, with(&|noise, _| noise.y = 0.66)),
            (
                "answer",
                base,
                with(&|noise, _| noise.answer = Answer::Duck),
            ),
            ("night", base, with(&|_, all| all.night = 3)),
        ];
        if let Some(rate) = kind.rate() {
            knobs.push(("rate", base, with(&|noise, _| noise.rate = rate.max)));
        }
        if kind.is_rhythmic() {
            knobs.push(("note", base, with(&|noise, _| noise.note = Some(0.25))));
        }
        if matches!(
            kind,
            Kind::Fan | Kind::Clock | Kind::Light | Kind::Keys | Kind::Street
        ) {
            let household = Household::Seventies;
            knobs.push(("household", base, with(&|_, all| all.household = household)));
        }
        if kind == Kind::Hum {
            knobs.push(("mains", base, with(&|_, all| all.mains = Mains::Hz60)));
        }
        // What hums does so every night.
        let every_night = matches!(kind, Kind::Hum | Kind::Light);
        knobs.retain(|(name, ..)| !every_night || *name != "night");
        println!("{kind:?}");
        every_knob_is_heard::<Room>(&knobs);
    }
}
