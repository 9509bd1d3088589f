//! Room, tape, studio, upload and listener in one chain, beside the cheapest set of peers that does as
//! much: a convolver, an oversampled saturator, equaliser sections and a limiter. The peers have no
//! compressor, no coder, no device and no meters.

use bedroom::audio::chain::{Chain, Settings, Slot, slot};
use bedroom::audio::stages::{listener, upload};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
use fundsp::prelude32::{Tanh, biquad, limiter_stereo, oversample, shape};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::convolver::TwoStage;
use crate::sound::Sound;
use crate::toolbox::Node;
use crate::{listener as device, room, studio, tape};

/// The most that a frame may take, in ns: 2.7 % of a core.
const TARGET_NS: f64 = 550.0;
/// Blocks until a response of one second is full, and in which every coder has worked.
const SETTLE: usize = 1_024;
const BLOCKS: usize = 256;

/// Ours and the peers.
pub fn cases() -> Vec<Case> {
    vec![ours(), peers()]
}

fn on<S>(stage: S) -> slot::Settings<S> {
    slot::Settings {
        on: true,
        mix: 1.0,
        stage,
    }
}

fn ours() -> Case {
    let settings = on(Settings {
        room: on(room::stretched()),
        tape: on(tape::in_use()),
        studio: on(studio::all(0.0)),
        upload: on(upload::Settings {
            model: upload::Model::AudioSharing,
            ..upload::Settings::default()
        }),
        listener: on(device::turned_up(listener::Model::EarbudsSealed)),
        ..Settings::default()
    });
    let mut chain = Slot::<Chain>::prepare(Spec::new(SAMPLE_RATE).expect("a common rate"));
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new("five stages/ours", MAX_BLOCK, move |n| {
        sound.load(n);
        chain.set(&settings);
        chain.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
        sound.keep();
    })
    .over(SETTLE, BLOCKS)
    .in_bursts()
    .target(TARGET_NS)
}

fn peers() -> Case {
    let mut convolver = TwoStage::new();
    let saturator = || oversample(oversample(shape(Tanh(1.0))));
    let mut saturators = Node::new(saturator() | saturator(), SAMPLE_RATE);
    let section = || biquad(-1.98, 0.981, 1.001, -1.98, 0.98);
    let six = || section() >> section() >> section() >> section() >> section() >> section();
    let mut equaliser = Node::new(six() | six(), SAMPLE_RATE);
    let mut limiter = Node::new(limiter_stereo(0.003, 0.1), SAMPLE_RATE);
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(
        "five stages/fft-convolver, fundsp saturator 4x, equaliser, limiter",
        MAX_BLOCK,
        move |n| {
            sound.load(n);
            convolver.process(&mut sound);
            saturators.process(&mut sound, [0, 1]);
            equaliser.process(&mut sound, [0, 1]);
            limiter.process(&mut sound, [0, 1]);
            sound.keep();
        },
    )
    .over(SETTLE, BLOCKS)
}
