//! The room at 48 kHz in blocks of 64: still, being moved, and with its noises.

use bedroom::audio::stages::room::noises::{self, Kind, Noise};
use bedroom::audio::stages::room::{Acoustics, Response, Room, Settings};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;

/// The most that all noises may take, in nanoseconds a frame.
const NOISES_NS: f64 = 60.0;
/// Blocks of a run: some seconds, in which every noise has its events.
const BLOCKS: usize = 4_096;

fn room() -> Settings {
    Settings {
        response: Response::Room,
        ..Settings::default()
    }
}

/// The same, stretched to 1 s.
pub fn stretched() -> Settings {
    Settings {
        acoustics: Acoustics {
            decay: 2.5,
            ..Acoustics::default()
        },
        ..room()
    }
}

/// With the noises of `kinds`, as loud as in life.
fn with(settings: Settings, kinds: &[Kind]) -> Settings {
    let noises = Kind::ALL.map(|kind| Noise {
        level_db: kinds.contains(&kind).then_some(0.0),
        ..kind.silent()
    });
    Settings {
        noises: noises::Settings {
            noises,
            ..noises::Settings::default()
        },
        ..settings
    }
}

/// The room, its noises one by one and together, and a room that is never left alone.
pub fn cases() -> Vec<Case> {
    let alone = Settings::default();
    let noise = |name, kind| still(name, with(alone, &[kind]));
    vec![
        still("room/none", alone),
        still("room/furnished, 0.4 s", room()),
        still("room/stretched to 1 s", stretched()),
        moving("room/microphones moving all the time", |n| {
            let mut settings = room();
            let turn = (n % 512) as f32 / 512.0;
            settings.acoustics.geometry.microphones.position.x = 0.3 + 0.5 * turn;
            settings
        }),
        noise("room/rain alone", Kind::Rain),
        noise("room/street alone", Kind::Street),
        noise("room/wind alone", Kind::Wind),
        noise("room/bed alone", Kind::Bed),
        noise("room/breath alone", Kind::Breath),
        noise("room/fan alone", Kind::Fan),
        noise("room/hum alone", Kind::Hum),
        noise("room/clock alone", Kind::Clock),
        noise("room/light alone", Kind::Light),
        noise("room/keys alone", Kind::Keys),
        still("room/all noises alone", with(alone, &Kind::ALL)).target(NOISES_NS),
        still("room/furnished, all noises", with(room(), &Kind::ALL)),
    ]
}

fn still(name: &'static str, settings: Settings) -> Case {
    moving(name, move |_| settings)
}

fn moving(name: &'static str, settings: impl Fn(usize) -> Settings + 'static) -> Case {
    let spec = Spec::new(SAMPLE_RATE).expect("a common rate");
    let mut room = Room::prepare(spec);
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    let case = Case::new(name, MAX_BLOCK, move |n| {
        sound.load(n);
        room.set(&settings(n));
        room.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
        sound.keep();
    });
    case.over(1_024, BLOCKS)
}
