//! Renders sound through a stage as the plugin does: in blocks of any size, cut where settings
//! change.
#![allow(dead_code, reason = "each test file uses its part")]

use bedroom::audio::chain::slot;
use bedroom::audio::stages::tape::{Model, Settings, Tape};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
use lab::Stereo;

/// New settings from a frame on.
pub struct Change<S: Stage> {
    pub frame: usize,
    pub settings: S::Settings,
}

/// A prepared stage at a sample rate.
pub fn prepare<S: Stage>(sample_rate: f64) -> S {
    S::prepare(Spec::new(sample_rate).expect("a sample rate that hosts use"))
}

/// Renders `input` through `stage` with changes at their frames, in host blocks whose sizes repeat
/// `blocks`. Settings are handed over at every block, as the plugin does.
pub fn render<S: Stage>(
    stage: &mut S,
    input: &Stereo,
    changes: &[Change<S>],
    blocks: &[usize],
) -> Stereo {
    let mut output = input.clone();
    let frames = output.len();
    let mut settings = S::Settings::default();
    let mut sizes = blocks.iter().cycle();
    let [left, right] = output.channels_mut();
    let (mut start, mut host_end) = (0, 0);
    while start < frames {
        if start == host_end {
            host_end = frames.min(start + sizes.next().expect("a block size"));
        }
        let mut end = host_end.min(start + MAX_BLOCK);
        for change in changes {
            if change.frame == start {
                settings = change.settings;
            } else if change.frame > start {
                end = end.min(change.frame);
            }
        }
        stage.set(&settings);
        stage.process(&mut StereoBlock::new(
            &mut left[start..end],
            &mut right[start..end],
        ));
        start = end;
    }
    output
}

/// Renders with one setting from the start, in blocks of 64.
pub fn steady<S: Stage>(settings: S::Settings, input: &Stereo) -> Stereo {
    let mut stage = prepare::<S>(input.sample_rate);
    render(
        &mut stage,
        input,
        &[Change { frame: 0, settings }],
        &[MAX_BLOCK],
    )
}

/// The Tape on `model` with all knobs at rest.
pub fn tape(model: Model) -> Settings {
    Settings {
        model,
        ..Settings::default()
    }
}

/// A sine at `level_vu` dB re 0 VU in both channels through the Tape; the first half second, in
/// which everything settles, is cut off.
pub fn tape_sine(settings: Settings, freq_hz: f64, level_vu: f64, seconds: f64) -> Stereo {
    const RATE: f64 = 48_000.0;
    let settle = 0.5;
    let sine = lab::signal::sine(freq_hz, level_vu - 18.0, seconds + settle, RATE);
    let output = steady::<Tape>(settings, &Stereo::from_mono(sine, RATE));
    output.slice((settle * RATE) as usize..output.len())
}

/// A stage switched on in its slot.
pub fn slotted<S>(stage: S) -> slot::Settings<S> {
    slot::Settings {
        on: true,
        mix: 1.0,
        stage,
    }
}
