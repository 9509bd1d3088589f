//! A room's four responses of one second, and a change from one set of them to another.

use bedroom::audio::dsp::convolver::Convolver;
use bedroom::audio::{MAX_BLOCK, StereoBlock};
use fft_convolver::TwoStageFFTConvolver;

use crate::SAMPLE_RATE;
use crate::case::Case;
use crate::sound::Sound;

/// One second.
const TAPS: usize = 48_000;

/// Frames that a change fades; and more than a benchmark ever lasts.
const FADE: usize = 2_400;
const ENDLESS_FADE: usize = 1 << 40;

/// The most that a frame may take in blocks of 64, in ns.
const TARGET_NS: f64 = 200.0;

/// Blocks until the response is full, and in which every level has worked.
const SETTLE: usize = 1_024;
const BLOCKS: usize = 256;

/// Ours and the peer.
pub fn cases() -> Vec<Case> {
    vec![still(), changing(), fft_convolver()]
}

/// Decaying noise of its own for each path.
fn paths() -> [Vec<f32>; 4] {
    [1u32, 2, 3, 4].map(|seed| {
        let mut noise = seed;
        (0..TAPS)
            .map(|n| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let white = noise as f32 / u32::MAX as f32 - 0.5;
                0.1 * white * (-6.9 * n as f32 / TAPS as f32).exp()
            })
            .collect()
    })
}

fn ours(fade_frames: usize) -> Convolver {
    let mut convolver = Convolver::prepare(TAPS, fade_frames);
    write(&mut convolver);
    convolver.snap();
    convolver
}

fn write(convolver: &mut Convolver) {
    let paths = paths();
    while !convolver.write_step([&paths[0], &paths[1], &paths[2], &paths[3]], 1.0) {}
}

fn case(name: &'static str, mut convolver: Convolver) -> Case {
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(name, MAX_BLOCK, move |n| {
        sound.load(n);
        convolver.process(&mut StereoBlock::new(&mut sound.left, &mut sound.right));
        sound.keep();
    })
    .over(SETTLE, BLOCKS)
}

fn still() -> Case {
    case("convolver, 1 s, 4 paths/ours", ours(FADE)).target(TARGET_NS)
}

fn changing() -> Case {
    let mut convolver = ours(ENDLESS_FADE);
    write(&mut convolver);
    convolver.change();
    case("convolver, 1 s, 4 paths/ours, changing", convolver)
}

/// The peer: four paths of one second.
pub struct TwoStage {
    paths: [TwoStageFFTConvolver<f32>; 4],
    outputs: [[f32; MAX_BLOCK]; 4],
}

impl TwoStage {
    /// In blocks of [`MAX_BLOCK`].
    pub fn new() -> Self {
        Self {
            paths: paths().map(|path| {
                let mut lane = TwoStageFFTConvolver::<f32>::default();
                lane.init_default(MAX_BLOCK, &path)
                    .expect("the block is not empty");
                lane
            }),
            outputs: [[0.0; MAX_BLOCK]; 4],
        }
    }

    /// Both channels of a block.
    pub fn process(&mut self, sound: &mut Sound) {
        let lanes = self.paths.iter_mut().zip(&mut self.outputs);
        for (path, (lane, output)) in lanes.enumerate() {
            let source = [&sound.left, &sound.right][path / 2];
            lane.process(source, output)
                .expect("equal lengths, planned");
        }
        let [a, b, c, d] = &self.outputs;
        for (left, (a, c)) in sound.left.iter_mut().zip(a.iter().zip(c)) {
            *left = a + c;
        }
        for (right, (b, d)) in sound.right.iter_mut().zip(b.iter().zip(d)) {
            *right = b + d;
        }
    }
}

impl Default for TwoStage {
    fn default() -> Self {
        Self::new()
    }
}

fn fft_convolver() -> Case {
    let mut peer = TwoStage::new();
    let mut sound = Sound::new(SAMPLE_RATE, MAX_BLOCK);
    Case::new(
        "convolver, 1 s, 4 paths/fft-convolver, two stages",
        MAX_BLOCK,
        move |n| {
            sound.load(n);
            peer.process(&mut sound);
            sound.keep();
        },
    )
    .over(SETTLE, BLOCKS)
}
