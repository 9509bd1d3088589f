//! The hysteresis alone, per oversampled frame of both channels.

use bedroom::audio::MAX_BLOCK;
use bedroom::audio::dsp::tick::TICK;
use bedroom::audio::stages::tape::hysteresis::{Hysteresis, Shape, ShapeGlide};
use bedroom::audio::stages::tape::{Model, Sine, shape};
use fundsp::prelude32::{Tanh, shape as shaper};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::jiles_atherton::RungeKutta;
use crate::sound::Sound;
use crate::toolbox::Node;

const MULTIPLE: usize = 4;
/// The oversampled rate in Hz.
pub const RATE: f64 = SAMPLE_RATE * MULTIPLE as f64;
/// Oversampled frames in a block.
pub const OVERSAMPLED_FRAMES: usize = MAX_BLOCK * MULTIPLE;

/// The most an oversampled frame may take, in nanoseconds.
const TARGET_NS: f64 = 16.0;

/// The four-track's tape with every knob at rest.
pub fn four_track() -> Shape {
    let magnetics = Model::FourTrack.machine().magnetics;
    shape(
        &magnetics.expect("a machine with tape"),
        1,
        [0.0; 3],
        &Sine::new(),
    )
}

/// Ours, the equation as it stands, and saturators without a memory.
pub fn cases() -> Vec<Case> {
    let cases = [
        ours(),
        ours_gliding(),
        runge_kutta(),
        plain_tanh(),
        fundsp(),
    ];
    cases.map(|case| case.at(RATE)).into()
}

fn sound() -> Sound {
    Sound::new(RATE, OVERSAMPLED_FRAMES)
}

fn ours() -> Case {
    let mut sound = sound();
    let glide = ShapeGlide::still(&four_track());
    let mut tape = Hysteresis::new();
    Case::new("hysteresis/ours", OVERSAMPLED_FRAMES, move |n| {
        sound.load(n);
        tape.process(&glide, 0, MULTIPLE, &mut sound.left, &mut sound.right);
        sound.keep();
    })
    .target(TARGET_NS)
}

/// As while a knob moves: in pieces of a tick, each with a slope.
fn ours_gliding() -> Case {
    let mut sound = sound();
    let mut glide = ShapeGlide::still(&four_track());
    let mut tape = Hysteresis::new();
    let ends = [0.99, 1.01].map(|ratio| Shape {
        field: four_track().field * ratio,
        ..four_track()
    });
    Case::new("hysteresis/ours, gliding", OVERSAMPLED_FRAMES, move |n| {
        sound.load(n);
        let pieces = sound
            .left
            .chunks_mut(TICK * MULTIPLE)
            .zip(sound.right.chunks_mut(TICK * MULTIPLE));
        for (tick, (left, right)) in pieces.enumerate() {
            glide.to(&ends[tick % 2]);
            tape.process(&glide, 0, MULTIPLE, left, right);
        }
        sound.keep();
    })
}

fn runge_kutta() -> Case {
    let mut sound = sound();
    let shape = four_track();
    let mut lanes = [RungeKutta::default(); 2];
    Case::new(
        "hysteresis/Jiles-Atherton, Runge-Kutta 4, f64",
        OVERSAMPLED_FRAMES,
        move |n| {
            sound.load(n);
            let [lane_l, lane_r] = &mut lanes;
            for (left, right) in sound.left.iter_mut().zip(&mut sound.right) {
                *left = lane_l.process(&shape, *left);
                *right = lane_r.process(&shape, *right);
            }
            sound.keep();
        },
    )
}

fn plain_tanh() -> Case {
    let mut sound = sound();
    Case::new(
        "hysteresis/f32::tanh, no memory",
        OVERSAMPLED_FRAMES,
        move |n| {
            sound.load(n);
            for (left, right) in sound.left.iter_mut().zip(&mut sound.right) {
                *left = (4.0 * *left).tanh();
                *right = (4.0 * *right).tanh();
            }
            sound.keep();
        },
    )
}

fn fundsp() -> Case {
    let mut sound = sound();
    let mut node = Node::new(shaper(Tanh(4.0)) | shaper(Tanh(4.0)), RATE);
    Case::new(
        "hysteresis/fundsp Tanh, no memory",
        OVERSAMPLED_FRAMES,
        move |n| {
            sound.load(n);
            node.process(&mut sound, [0, 1]);
            sound.keep();
        },
    )
}
