//! The desk at 48 kHz in blocks of 64: each part at work, all of them, and everything turned.

use bedroom::audio::stages::studio::{
    Metering, Settings, Studio, compressor, equaliser, limiter, pump, width,
};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock, Timeline};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;

/// The most that equaliser, compressor, width and limiter may take together, and the meters, in
/// nanoseconds a frame.
const TARGET_NS: f64 = 60.0;
const METERS_NS: f64 = 30.0;

/// Everything off, the meters as well.
fn off() -> Settings {
    Settings {
        metering: Metering {
            on: false,
            ..Metering::default()
        },
        ..Settings::default()
    }
}

fn equaliser(turn: f32) -> equaliser::Settings {
    let mut settings = equaliser::Settings::default();
    settings.high_pass.on = true;
    settings.low_pass.on = true;
    for (band, gain_db) in settings.bands.iter_mut().zip([4.0, -3.0, 2.0, 5.0]) {
        band.gain_db = gain_db + turn;
    }
    settings
}

fn compressor(turn: f32) -> compressor::Settings {
    compressor::Settings {
        on: true,
        threshold_db: -24.0 + turn,
        ratio: 4.0,
        make_up: compressor::MakeUp::Auto,
        auto_release: true,
        ..compressor::Settings::default()
    }
}

fn width(turn: f32) -> width::Settings {
    width::Settings {
        width: 1.3 + 0.1 * turn,
        mono_below_hz: Some(120.0),
    }
}

fn limiter(turn: f32) -> limiter::Settings {
    limiter::Settings {
        on: true,
        loudness_db: 9.0 + turn,
        ..limiter::Settings::default()
    }
}

/// Equaliser, compressor, width and limiter.
pub fn all(turn: f32) -> Settings {
    Settings {
        equaliser: equaliser(turn),
        compressor: compressor(turn),
        width: width(turn),
        limiter: limiter(turn),
        ..off()
    }
}

/// Each part, and all of them.
pub fn cases() -> Vec<Case> {
    let mut steep = equaliser(0.0);
    steep.high_pass.slope = equaliser::Slope::Db24;
    steep.low_pass.slope = equaliser::Slope::Db24;
    vec![
        still("studio/off", off()),
        still(
            "studio/equaliser: six sections",
            Settings {
                equaliser: equaliser(0.0),
                ..off()
            },
        ),
        still(
            "studio/equaliser: eight sections",
            Settings {
                equaliser: steep,
                ..off()
            },
        ),
        still(
            "studio/compressor",
            Settings {
                compressor: compressor(0.0),
                ..off()
            },
        ),
        still(
            "studio/pump",
            Settings {
                pump: pump::Settings {
                    depth_db: 12.0,
                    ..pump::Settings::default()
                },
                ..off()
            },
        ),
        still(
            "studio/width",
            Settings {
                width: width(0.0),
                ..off()
            },
        ),
        still(
            "studio/limiter",
            Settings {
                limiter: limiter(0.0),
                ..off()
            },
        ),
        still(
            "studio/limiter with clipper",
            Settings {
                limiter: limiter::Settings {
                    clip: 0.5,
                    ..limiter(0.0)
                },
                ..off()
            },
        ),
        still("studio/meters", Settings::default()).target(METERS_NS),
        still("studio/equaliser, compressor, width, limiter", all(0.0)).target(TARGET_NS),
        moving("studio/every knob turned every block", |n| {
            all((n % 64) as f32 / 64.0)
        }),
    ]
}

fn still(name: &'static str, settings: Settings) -> Case {
    moving(name, move |_| settings)
}

fn moving(name: &'static str, settings: impl Fn(usize) -> Settings + 'static) -> Case {
    let spec = Spec::new(SAMPLE_RATE).expect("a common rate");
    let mut studio = Studio::prepare(spec);
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(name, MAX_BLOCK, move |n| {
        sound.load(n);
        studio.locate(&Timeline::default());
        studio.set(&settings(n));
        studio.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
        sound.keep();
    })
}
