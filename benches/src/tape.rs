//! The tape stage at 48 kHz, and with it at four times that, in blocks of 64.

use bedroom::audio::stages::tape::{Model, Settings, System, Tape};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
use std::f64::consts::TAU;

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;

/// The most a frame may take while nothing is turned, in nanoseconds.
const TARGET_NS: f64 = 150.0;

/// The same with everything on.
const EVERYTHING_NS: f64 = 180.0;

/// Wow and flutter in percent, as of a good machine.
const PERCENT: f32 = 0.05;

/// Blocks that a change of machine takes: it runs in for twice the deck's 85 frames, then fades for
/// 40 ms.
const CHANGE_BLOCKS: usize = (2 * 85 + 1_920usize).div_ceil(MAX_BLOCK);

fn four_track() -> Settings {
    Settings {
        model: Model::FourTrack,
        ..Settings::default()
    }
}

/// A four-track as it is used: wow, flutter and hiss.
pub fn in_use() -> Settings {
    Settings {
        wow_percent: PERCENT,
        flutter_percent: PERCENT,
        hiss: Some(0.0),
        ..four_track()
    }
}

/// All that a four-track can be asked for at once: the compander both ways, eight bounces, a tilted
/// head, an old tape, played too slow.
fn everything() -> Settings {
    Settings {
        saturation: 0.5,
        bounces: 8,
        encode: System::Compander,
        decode: System::Compander,
        mistrack_db: 2.0,
        spacing_um: 1.0,
        azimuth_arcmin: 10.0,
        crosstalk: Some(0.0),
        asperity: Some(0.0),
        print_through: Some(0.0),
        dropouts_per_minute: 30.0,
        age: 0.7,
        varispeed_semitones: -5.0,
        ..in_use()
    }
}

/// The stage at rest and in every kind of motion.
pub fn cases() -> Vec<Case> {
    vec![
        still("tape/four-track", four_track()).target(TARGET_NS),
        still(
            "tape/four-track, 0.05 % wow and flutter",
            Settings {
                hiss: None,
                ..in_use()
            },
        ),
        still("tape/four-track, 0.05 % wow and flutter, hiss", in_use()),
        still("tape/four-track, everything on", everything()).target(EVERYTHING_NS),
        moving("tape/drive turned every block", |n| Settings {
            drive_db: 6.0 + 6.0 * turn(n),
            ..four_track()
        }),
        moving("tape/bias turned every block", |n| Settings {
            bias_db: 3.0 * turn(n),
            ..four_track()
        }),
        moving("tape/every knob turned every block", |n| Settings {
            drive_db: 6.0 + 6.0 * turn(n),
            saturation: 0.5 + 0.5 * turn(n),
            bias_db: 3.0 * turn(n),
            spacing_um: 2.0 + 2.0 * turn(n),
            wow_percent: 0.5 + 0.5 * turn(n),
            flutter_percent: 0.5 + 0.5 * turn(n),
            hiss: Some(6.0 * turn(n)),
            ..four_track()
        }),
        // The wow stays, so that the transport moves as well.
        moving("tape/machine changing all the time", |n| Settings {
            model: if (n / CHANGE_BLOCKS).is_multiple_of(2) {
                Model::FourTrack
            } else {
                Model::HomeReel
            },
            ..in_use()
        })
        .over(8 * CHANGE_BLOCKS, 8 * CHANGE_BLOCKS),
        still("tape/transparent", Settings::default()),
    ]
}

/// −1 to 1 and back every 512 blocks.
fn turn(block: usize) -> f32 {
    (TAU * (block % 512) as f64 / 512.0).sin() as f32
}

fn still(name: &'static str, settings: Settings) -> Case {
    moving(name, move |_| settings)
}

/// The plugin sets the settings before every block as well, changed or not.
fn moving(name: &'static str, settings: impl Fn(usize) -> Settings + 'static) -> Case {
    let spec = Spec::new(SAMPLE_RATE).expect("a common rate");
    let mut tape = Tape::prepare(spec);
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(name, MAX_BLOCK, move |n| {
        sound.load(n);
        tape.set(&settings(n));
        tape.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
        sound.keep();
    })
}
