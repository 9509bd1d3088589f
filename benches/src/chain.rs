//! The whole chain in its outer slot, as the plugin runs it, and the editor's views.

use bedroom::audio::chain::{Chain, Settings, Slot, again, slot, taps};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;
use crate::tape;

/// The chain in use, at half mix, in motion and bypassed; the taps, and their look into the stages.
pub fn cases() -> Vec<Case> {
    let in_use = slot::Settings {
        stage: Settings {
            tape: slot::Settings {
                stage: tape::in_use(),
                ..Default::default()
            },
            ..Default::default()
        },
        ..Default::default()
    };
    let bare = slot::Settings {
        stage: Settings {
            tape: slot::Settings {
                on: false,
                ..Default::default()
            },
            ..Default::default()
        },
        ..Default::default()
    };
    let mut looped = bare;
    looped.stage.again = again::Settings {
        on: true,
        amount: 0.7,
        high_pass_hz: 100.0,
        low_pass_hz: 6_000.0,
        ..Default::default()
    };
    vec![
        chain("chain/all stages off", move |_| bare),
        chain("chain/all stages off, again", move |_| looped),
        chain("chain/four-track in use", move |_| in_use),
        chain("chain/four-track in use, mix 50 %", move |_| {
            slot::Settings { mix: 0.5, ..in_use }
        }),
        chain("chain/both gains turned every block", move |n| {
            let mut moved = in_use;
            moved.stage.input_db = (n % 7) as f32;
            moved.stage.output_db = -((n % 5) as f32);
            moved
        }),
        chain("chain/bypassed", move |_| slot::Settings {
            on: false,
            ..in_use
        }),
        views("taps/input and output", true),
        views("taps/nobody watching", false),
        look(in_use),
    ]
}

fn spec() -> Spec {
    Spec::new(SAMPLE_RATE).expect("a common rate")
}

fn chain(
    name: &'static str,
    settings: impl Fn(usize) -> slot::Settings<Settings> + 'static,
) -> Case {
    let mut chain = Slot::<Chain>::prepare(spec());
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(name, MAX_BLOCK, move |n| {
        sound.load(n);
        chain.set(&settings(n));
        chain.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
        sound.keep();
    })
}

/// Meters of both places, and with an editor open also waveform, spectrum window and what is played.
fn views(name: &'static str, open: bool) -> Case {
    let (mut writer, mut reader) = taps::taps();
    writer.prepare(spec());
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(name, MAX_BLOCK, move |n| {
        // The other end must live, or nothing would be published.
        if open {
            reader.watch();
            reader.played().read(MAX_BLOCK, |_| ());
        }
        sound.load(n);
        let block = StereoBlock::new(&mut sound.left, &mut sound.right);
        writer.input(&block);
        writer.output(&block);
    })
}

/// What the stages show of themselves, once for each block.
fn look(settings: slot::Settings<Settings>) -> Case {
    let (mut writer, reader) = taps::taps();
    writer.prepare(spec());
    let mut chain = Slot::<Chain>::prepare(spec());
    chain.set(&settings);
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    sound.load(0);
    chain.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
    Case::new("taps/a look into the stages", MAX_BLOCK, move |_| {
        let _ = &reader;
        writer.look(chain.stage_mut());
    })
}
