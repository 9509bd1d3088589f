//! Four times the sample rate and back, both channels, nothing in between.

use bedroom::audio::MAX_BLOCK;
use bedroom::audio::dsp::oversampler::{Factor, Oversampler};
use fundsp::prelude32::{oversample, pass};
use halfband::{fir, iir};
use rubato::audioadapter_buffers::direct::SequentialSliceOfVecs;
use rubato::{Fft, FixedSync, Resampler};
use std::hint::black_box;

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;
use crate::toolbox::Node;

/// Coefficients of our two doublings.
const PAIRS: [usize; 2] = [24, 6];
const ATTENUATION_DB: f64 = 96.0;

/// Ours and four peers.
pub fn cases() -> Vec<Case> {
    vec![ours(), halfband_fir(), halfband_iir(), fundsp(), rubato()]
}

fn sound() -> Sound {
    Sound::new(SAMPLE_RATE, MAX_BLOCK)
}

fn ours() -> Case {
    let mut sound = sound();
    let mut lanes = [Oversampler::new(Factor::X4), Oversampler::new(Factor::X4)];
    let mut up = vec![0.0; 4 * MAX_BLOCK];
    Case::new("oversampling 4x/ours", MAX_BLOCK, move |n| {
        sound.load(n);
        for (lane, channel) in lanes.iter_mut().zip([&mut sound.left, &mut sound.right]) {
            lane.up(channel, &mut up);
            black_box(&mut up);
            lane.down(&mut up, channel);
        }
        sound.keep();
    })
}

/// The same filters by another hand.
fn halfband_fir() -> Case {
    let coefficients = PAIRS.map(|pairs| fir::design::kaiser_attenuation(pairs, ATTENUATION_DB));
    let lane = || {
        (
            fir::Upsampler::<{ PAIRS[0] }>::new(&coefficients[0]),
            fir::Upsampler::<{ PAIRS[1] }>::new(&coefficients[1]),
            fir::Downsampler::<{ PAIRS[1] }>::new(&coefficients[1]),
            fir::Downsampler::<{ PAIRS[0] }>::new(&coefficients[0]),
        )
    };
    let mut lanes = [lane(), lane()];
    let mut sound = sound();
    let (mut twice, mut four_times) = (vec![0.0; 2 * MAX_BLOCK], vec![0.0; 4 * MAX_BLOCK]);
    Case::new(
        "oversampling 4x/halfband FIR, same taps",
        MAX_BLOCK,
        move |n| {
            sound.load(n);
            for (lane, channel) in lanes.iter_mut().zip([&mut sound.left, &mut sound.right]) {
                lane.0.process_block(channel, &mut twice);
                lane.1.process_block(&twice, &mut four_times);
                black_box(&mut four_times);
                lane.2.process_block(&four_times, &mut twice);
                lane.3.process_block(&twice, channel);
            }
            sound.keep();
        },
    )
}

/// All-passes: much cheaper, and not linear in phase.
fn halfband_iir() -> Case {
    // Transition bands as wide as those of our filters.
    let outer = iir::design::coefs_transition(10, 0.036_759_8);
    let inner = iir::design::coefs_transition(4, 0.261_666);
    let lane = || {
        (
            iir::Upsampler10::new(&outer),
            iir::Upsampler4::new(&inner),
            iir::Downsampler4::new(&inner),
            iir::Downsampler10::new(&outer),
        )
    };
    let mut lanes = [lane(), lane()];
    let mut sound = sound();
    let (mut twice, mut four_times) = (vec![0.0; 2 * MAX_BLOCK], vec![0.0; 4 * MAX_BLOCK]);
    Case::new(
        "oversampling 4x/halfband IIR, not linear-phase",
        MAX_BLOCK,
        move |n| {
            sound.load(n);
            for (lane, channel) in lanes.iter_mut().zip([&mut sound.left, &mut sound.right]) {
                lane.0.process_block(channel, &mut twice);
                lane.1.process_block(&twice, &mut four_times);
                black_box(&mut four_times);
                lane.2.process_block(&four_times, &mut twice);
                lane.3.process_block(&twice, channel);
            }
            sound.keep();
        },
    )
}

/// Two of its doublings inside each other: 43 taps each, minimum phase.
fn fundsp() -> Case {
    let mut sound = sound();
    let mut node = Node::new(oversample(oversample(pass() | pass())), SAMPLE_RATE);
    Case::new("oversampling 4x/fundsp oversample", MAX_BLOCK, move |n| {
        sound.load(n);
        node.process(&mut sound, [0, 1]);
        sound.keep();
    })
}

fn rubato() -> Case {
    let rate = SAMPLE_RATE as usize;
    let resampler = |from: usize, to: usize, chunk: usize| {
        Fft::<f32>::new(from, to, chunk, 2, FixedSync::Both).expect("rates and sizes are positive")
    };
    let mut up = resampler(rate, 4 * rate, MAX_BLOCK);
    let mut down = resampler(4 * rate, rate, 4 * MAX_BLOCK);
    let mut sound = sound();
    let mut low = vec![vec![0.0f32; MAX_BLOCK]; 2];
    let mut high = vec![vec![0.0f32; 4 * MAX_BLOCK]; 2];
    Case::new("oversampling 4x/rubato Fft", MAX_BLOCK, move |n| {
        sound.load(n);
        low[0].copy_from_slice(&sound.left);
        low[1].copy_from_slice(&sound.right);
        resample(&mut up, &low, &mut high);
        black_box(&mut high);
        resample(&mut down, &high, &mut low);
        black_box(&mut low);
    })
}

fn resample(resampler: &mut Fft<f32>, from: &[Vec<f32>], to: &mut [Vec<f32>]) {
    let (from_frames, to_frames) = (from[0].len(), to[0].len());
    let input = SequentialSliceOfVecs::new(from, 2, from_frames).expect("two channels");
    let mut output = SequentialSliceOfVecs::new_mut(to, 2, to_frames).expect("two channels");
    let (read, written) = resampler
        .process_into_buffer(&input, &mut output, None)
        .expect("whole chunks");
    assert_eq!((read, written), (from_frames, to_frames));
}
