//! How a stage is run to be measured: as the chain runs it, in blocks of 64.

use bedroom::audio::stages::tape::{Model, Settings, Tape};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
use lab::{Stereo, signal};

/// The sample rate of all figures that name no other.
pub const RATE: f64 = 48_000.0;

/// 0 VU in dBFS.
pub const ZERO_VU_DBFS: f64 = bedroom::audio::dsp::units::ZERO_VU_DBFS;

/// What a stage needs to settle in seconds: the slowest is the playback amplifier's bass.
const SETTLE_S: f64 = 0.5;

/// A stage at the rate of `input`, fresh, with `settings`.
pub fn prepared<S: Stage>(settings: &S::Settings, sample_rate: f64) -> S {
    let spec = Spec::new(sample_rate).expect("a usual sample rate");
    let mut stage = S::prepare(spec);
    stage.set(settings);
    stage
}

/// Runs `sound` through `stage` in place, in blocks as long as `blocks` says, over and over.
pub fn run<S: Stage>(stage: &mut S, sound: &mut Stereo, blocks: &[usize]) {
    let frames = sound.len();
    let [left, right] = sound.channels_mut();
    let mut start = 0;
    for &len in blocks.iter().cycle() {
        if start == frames {
            break;
        }
        let end = (start + len).min(frames);
        let (left, right) = (&mut left[start..end], &mut right[start..end]);
        stage.process(&mut StereoBlock::new(left, right));
        start = end;
    }
}

/// `input` through a fresh stage, as late as it comes out.
pub fn raw<S: Stage>(settings: &S::Settings, input: &Stereo) -> Stereo {
    let mut sound = input.clone();
    run(
        &mut prepared::<S>(settings, input.sample_rate),
        &mut sound,
        &[MAX_BLOCK],
    );
    sound
}

/// `input` through a fresh stage, with the reported latency taken off.
pub fn through<S: Stage>(settings: &S::Settings, input: &Stereo) -> Stereo {
    let latency = prepared::<S>(settings, input.sample_rate).latency();
    let sound = raw::<S>(settings, &input.with_silence(latency));
    sound.slice(latency..sound.len())
}

/// The real machines.
pub const MACHINES: [Model; 7] = [
    Model::HomeReel,
    Model::Portable,
    Model::FourTrack,
    Model::FastFourTrack,
    Model::Walkman,
    Model::Dictation,
    Model::HiFi,
];

/// What a machine is called in the table.
pub fn name(model: Model) -> &'static str {
    match model {
        Model::HomeReel => "home reel",
        Model::Portable => "portable mono",
        Model::FourTrack => "four-track",
        Model::FastFourTrack => "fast four-track",
        Model::Walkman => "Walkman",
        Model::Dictation => "dictation",
        Model::HiFi => "hi-fi deck",
        Model::Transparent => "transparent",
    }
}

/// A machine without wobble and hiss, knobs at rest.
pub fn still(model: Model) -> Settings {
    Settings {
        model,
        ..Settings::default()
    }
}

/// One second of the left channel of a sine at `level_vu` dB re 0 VU through the tape, settled.
pub fn tone(settings: &Settings, freq_hz: f64, level_vu: f64) -> Vec<f32> {
    let level_dbfs = ZERO_VU_DBFS + level_vu;
    let input = signal::sine(freq_hz, level_dbfs, SETTLE_S + 1.1, RATE);
    let output = through::<Tape>(settings, &Stereo::from_mono(input, RATE));
    let start = (SETTLE_S * RATE) as usize;
    output.channels()[0][start..start + RATE as usize].to_vec()
}
