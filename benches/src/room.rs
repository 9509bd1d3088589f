//! The room at 48 kHz in blocks of 64: still, being moved, and with its noises.

use bedroom::audio::stages::room::noises::{self, Kind, Noise};
use bedroom::audio::stages::room::{
    Acoustics, Ceiling, Dimensions, Floor, Response, Room, Settings, Walls,
};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;

/// The most that all noises may take, in nanoseconds a frame.
const NOISES_NS: f64 = 60.0;
/// The most of its time that a block may take while a response is made.
const CHANGE_SHARE: f64 = 0.25;
/// Frames from one change of a loft to the next: the last is over by then, at any rate.
const CHANGE_FRAMES: usize = 65_536;
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

/// The largest room of hard surfaces, ringing for as long as it can, with its source here or there.
fn loft(source_x: f32) -> Settings {
    let mut settings = room();
    let acoustics = &mut settings.acoustics;
    acoustics.geometry.dimensions = Dimensions {
        length_m: 15.0,
        width_m: 12.0,
        height_m: 6.0,
    };
    acoustics.geometry.source.x = source_x;
    acoustics.furnishing.floor = Floor::Tiles;
    acoustics.furnishing.walls = Walls::Concrete;
    acoustics.furnishing.ceiling = Ceiling::Concrete;
    acoustics.decay = 4.0;
    settings
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
        changed("room/loft changed, 48 kHz, blocks of 64", 48_000.0, 64),
        changed("room/loft changed, 48 kHz, blocks of 128", 48_000.0, 128),
        changed("room/loft changed, 96 kHz, blocks of 64", 96_000.0, 64),
        changed("room/loft changed, 96 kHz, blocks of 128", 96_000.0, 128),
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

/// A loft whose source moves now and then, in a host's blocks of so many frames.
fn changed(name: &'static str, rate_hz: f64, frames: usize) -> Case {
    let spec = Spec::new(rate_hz).expect("a common rate");
    let mut room = Room::prepare(spec);
    let mut sound = Sound::new(rate_hz, frames);
    let case = Case::new(name, frames, move |n| {
        sound.load(n);
        let turn = n * frames / CHANGE_FRAMES % 2;
        room.set(&loft([0.3, 0.6][turn]));
        let sides = sound.left.chunks_mut(MAX_BLOCK);
        for (left, right) in sides.zip(sound.right.chunks_mut(MAX_BLOCK)) {
            room.process(&mut StereoBlock::new(left, right));
        }
        sound.keep();
    });
    let run = 2 * CHANGE_FRAMES / frames;
    case.at(rate_hz).over(run, run).target_share(CHANGE_SHARE)
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
