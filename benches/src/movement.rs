//! What moves: the delay line that is read between its samples, and the ramp.

use bedroom::audio::dsp::ramp::Ramp;
use bedroom::audio::dsp::sinc::{Kernel, SincDelay};
use bedroom::audio::{MAX_BLOCK, StereoBlock};
use fundsp::prelude32::tap;
use std::f64::consts::TAU;

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;
use crate::toolbox::Node;

const MAX_DELAY: usize = 256;

/// Ours and a peer.
pub fn cases() -> Vec<Case> {
    vec![sinc_moving(), sinc_whole(), fundsp_tap(), ramp()]
}

/// A delay around 80 frames that never stands still, in frames.
fn delays(block: usize) -> [f64; MAX_BLOCK] {
    let turn = TAU * 6.0 / SAMPLE_RATE;
    std::array::from_fn(|n| 80.0 + 4.0 * (turn * ((block * MAX_BLOCK + n) % 8_000) as f64).sin())
}

/// The delays of a whole turn, worked out beforehand.
fn table() -> Vec<[f64; MAX_BLOCK]> {
    (0..125).map(delays).collect()
}

fn sinc_moving() -> Case {
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    let kernel = Kernel::new();
    let mut line = SincDelay::new(MAX_DELAY);
    let delays = table();
    Case::new("moving delay/ours, 24-tap sinc", MAX_BLOCK, move |n| {
        sound.load(n);
        let mut block = StereoBlock::new(&mut sound.left, &mut sound.right);
        line.process(&kernel, &mut block, &delays[n % delays.len()]);
        sound.keep();
    })
}

fn sinc_whole() -> Case {
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    let mut line = SincDelay::new(MAX_DELAY);
    Case::new("moving delay/ours, at rest", MAX_BLOCK, move |n| {
        sound.load(n);
        line.process_whole(&mut StereoBlock::new(&mut sound.left, &mut sound.right), 80);
        sound.keep();
    })
}

/// Four points instead of 24: dull in the top octave, but the nearest there is.
fn fundsp_tap() -> Case {
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    let longest_s = (MAX_DELAY as f64 / SAMPLE_RATE) as f32;
    let mut node = Node::new(tap(0.0, longest_s) | tap(0.0, longest_s), SAMPLE_RATE);
    let delays_s: Vec<_> = table()
        .iter()
        .map(|block| block.map(|frames| (frames / SAMPLE_RATE) as f32))
        .collect();
    Case::new("moving delay/fundsp tap, cubic", MAX_BLOCK, move |n| {
        sound.load(n);
        for input in [1, 3] {
            node.input
                .channel_f32_mut(input)
                .copy_from_slice(&delays_s[n % delays_s.len()]);
        }
        node.process(&mut sound, [0, 2]);
        sound.keep();
    })
}

/// A gain on both channels that is always on its way.
fn ramp() -> Case {
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    let mut ramp = Ramp::new(1.0, 4 * MAX_BLOCK);
    ramp.snap(1.0);
    Case::new("ramp/ours, a moving gain", MAX_BLOCK, move |n| {
        sound.load(n);
        if n.is_multiple_of(4) {
            ramp.set(if n % 8 < 4 { 0.5 } else { 1.0 });
        }
        for (left, right) in sound.left.iter_mut().zip(&mut sound.right) {
            ramp.advance(1);
            let gain = ramp.value();
            *left *= gain;
            *right *= gain;
        }
        sound.keep();
    })
}
