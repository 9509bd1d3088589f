//! The playback devices at 48 kHz in blocks of 64, turned up.

use bedroom::audio::stages::listener::{Listener, Model, Settings};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;

/// The most that a device may take, in nanoseconds a frame.
const TARGET_NS: f64 = 60.0;

/// A device that does all it can.
pub fn turned_up(model: Model) -> Settings {
    Settings {
        model,
        volume: 0.9,
        rattle: 0.5,
        distance: 0.5,
        place: 1.0,
        protection: 1.0,
        ..Settings::default()
    }
}

/// Each kind of device, and everything on its way.
pub fn cases() -> Vec<Case> {
    let device = |name, model| still(name, turned_up(model)).target(TARGET_NS);
    vec![
        still("listener/flat", Settings::default()),
        device("listener/transistor radio", Model::TransistorRadio),
        device("listener/boombox", Model::Boombox),
        device("listener/walkman", Model::Walkman),
        device("listener/hi-fi", Model::HiFi),
        device("listener/monitors", Model::StudioMonitors),
        device("listener/television", Model::Television),
        device("listener/car", Model::Car),
        device("listener/laptop", Model::Laptop),
        device("listener/phone in hand", Model::PhoneHeld),
        device("listener/phone on table", Model::PhoneOnTable),
        device("listener/earbuds", Model::EarbudsSealed),
        device("listener/leaking earbuds", Model::EarbudsLeaking),
        device("listener/bluetooth speaker", Model::BluetoothSpeaker),
        device("listener/club", Model::Club),
        moving("listener/every knob turned every block", |n| {
            let turn = (n % 64) as f32 / 64.0;
            Settings {
                volume: turn,
                distance: turn,
                place: 1.0 - turn,
                rattle: turn,
                protection: 1.0 - turn,
                ..turned_up(Model::PhoneOnTable)
            }
        }),
    ]
}

fn still(name: &'static str, settings: Settings) -> Case {
    moving(name, move |_| settings)
}

fn moving(name: &'static str, settings: impl Fn(usize) -> Settings + 'static) -> Case {
    let spec = Spec::new(SAMPLE_RATE).expect("a common rate");
    let mut listener = Listener::prepare(spec);
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(name, MAX_BLOCK, move |n| {
        sound.load(n);
        listener.set(&settings(n));
        listener.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
        sound.keep();
    })
}
