//! The linear-phase filter and the second-order section, both channels.

use bedroom::audio::dsp::biquad::{Biquad, Cascade};
use bedroom::audio::dsp::fir::{FirDesigner, FirState, FirTaps};
use bedroom::audio::{MAX_BLOCK, StereoBlock};
use biquad::{Biquad as _, Coefficients, DirectForm2Transposed, ToHertz, Type};
use fft_convolver::FFTConvolver;
use fundsp::prelude32::{Frame, U65, fir};

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;
use crate::toolbox::Node;

/// Taps to each side of the middle, as in the tape's playback filter at 48 kHz.
const HALF: usize = 32;
const TAPS: usize = 2 * HALF + 1;

/// The section that is measured: a peak, as in the tape's head bump.
const CENTRE_HZ: f64 = 70.0;
const QUALITY: f64 = 0.8;
const PEAK_DB: f64 = 2.0;

/// Ours and the peers.
pub fn cases() -> Vec<Case> {
    vec![
        fir_ours(),
        fir_fft_convolver(),
        fir_fundsp(),
        biquad_ours(),
        biquad_crate(),
        biquad_fundsp(),
    ]
}

fn sound() -> Sound {
    Sound::new(SAMPLE_RATE, MAX_BLOCK)
}

/// A low-pass whose exact shape is of no account.
fn impulse_response() -> [f32; TAPS] {
    std::array::from_fn(|n| {
        let x = (n as f32 - HALF as f32) / 6.0;
        0.066 * (-x * x).exp()
    })
}

fn fir_ours() -> Case {
    let mut taps = FirTaps::new(HALF);
    let mut designer = FirDesigner::new(HALF, SAMPLE_RATE);
    while !designer.step(|f| 1.0 / (1.0 + f / 8_000.0)) {}
    taps.snap(&mut designer);
    let mut lanes = [FirState::new(HALF), FirState::new(HALF)];
    let mut sound = sound();
    Case::new("FIR, 65 taps/ours", MAX_BLOCK, move |n| {
        sound.load(n);
        lanes[0].process(&taps, &mut sound.left);
        lanes[1].process(&taps, &mut sound.right);
        sound.keep();
    })
}

fn fir_fft_convolver() -> Case {
    let lane = || {
        let mut lane = FFTConvolver::<f32>::default();
        lane.init(MAX_BLOCK, &impulse_response())
            .expect("the block is not empty");
        lane
    };
    let mut lanes = [lane(), lane()];
    let mut sound = sound();
    let mut output = vec![0.0; MAX_BLOCK];
    Case::new("FIR, 65 taps/fft-convolver", MAX_BLOCK, move |n| {
        sound.load(n);
        for (lane, channel) in lanes.iter_mut().zip([&mut sound.left, &mut sound.right]) {
            lane.process(channel, &mut output)
                .expect("equal lengths, planned");
            channel.copy_from_slice(&output);
        }
        sound.keep();
    })
}

fn fir_fundsp() -> Case {
    let taps = impulse_response();
    let weights = || Frame::<f32, U65>::from_iter(taps);
    let mut node = Node::new(fir(weights()) | fir(weights()), SAMPLE_RATE);
    let mut sound = sound();
    Case::new("FIR, 65 taps/fundsp fir", MAX_BLOCK, move |n| {
        sound.load(n);
        node.process(&mut sound, [0, 1]);
        sound.keep();
    })
}

fn biquad_ours() -> Case {
    let filter = Biquad::peak(CENTRE_HZ, QUALITY, PEAK_DB, SAMPLE_RATE);
    let mut cascade = Cascade::default();
    let mut sound = sound();
    Case::new("biquad/ours, f64 state", MAX_BLOCK, move |n| {
        sound.load(n);
        let mut block = StereoBlock::new(&mut sound.left, &mut sound.right);
        cascade.process(&[filter], &mut block);
        sound.keep();
    })
}

fn biquad_crate() -> Case {
    let filter = Coefficients::<f64>::from_params(
        Type::PeakingEQ(PEAK_DB),
        SAMPLE_RATE.hz(),
        CENTRE_HZ.hz(),
        QUALITY,
    )
    .expect("below Nyquist");
    let mut lanes = [DirectForm2Transposed::<f64>::new(filter); 2];
    let mut sound = sound();
    Case::new("biquad/biquad, f64 state", MAX_BLOCK, move |n| {
        sound.load(n);
        for (lane, channel) in lanes.iter_mut().zip([&mut sound.left, &mut sound.right]) {
            for sample in channel {
                *sample = lane.run(f64::from(*sample)) as f32;
            }
        }
        sound.keep();
    })
}

fn biquad_fundsp() -> Case {
    let section = || fundsp::prelude32::biquad(-1.98, 0.981, 1.001, -1.98, 0.98);
    let mut node = Node::new(section() | section(), SAMPLE_RATE);
    let mut sound = sound();
    Case::new("biquad/fundsp biquad, f32 state", MAX_BLOCK, move |n| {
        sound.load(n);
        node.process(&mut sound, [0, 1]);
        sound.keep();
    })
}
