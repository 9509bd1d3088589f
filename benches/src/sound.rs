//! What goes in: a few seconds of a sound that keeps every part busy, cut into blocks.

use std::f64::consts::TAU;
use std::hint::black_box;

/// Blocks until the sound begins again.
const BLOCKS: usize = 256;

/// A stereo sound and the block that is worked on.
pub struct Sound {
    source: [Vec<f32>; 2],
    /// The block's left channel.
    pub left: Vec<f32>,
    /// Its right one.
    pub right: Vec<f32>,
}

impl Sound {
    /// Bass, a chord's upper partials and noise, peaks at about 0.5 (+10 VU), at `rate` Hz.
    pub fn new(rate: f64, frames: usize) -> Self {
        let channel = |detune: f64, seed: u32| {
            let mut noise = seed;
            (0..BLOCKS * frames)
                .map(|n| {
                    let t = n as f64 / rate;
                    let sine = |f: f64| (TAU * f * detune * t).sin();
                    noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let hiss = f64::from(noise) / f64::from(u32::MAX) - 0.5;
                    let sum = 0.25 * sine(82.4) + 0.15 * sine(659.3) + 0.06 * sine(5_274.0);
                    (sum + 0.04 * hiss) as f32
                })
                .collect()
        };
        Self {
            source: [channel(1.0, 1), channel(1.003, 2)],
            left: vec![0.0; frames],
            right: vec![0.0; frames],
        }
    }

    /// Puts block `n` in place.
    pub fn load(&mut self, n: usize) {
        let frames = self.left.len();
        let first = n % BLOCKS * frames;
        self.left
            .copy_from_slice(&self.source[0][first..][..frames]);
        self.right
            .copy_from_slice(&self.source[1][first..][..frames]);
        black_box((&mut self.left, &mut self.right));
    }

    /// Uses up what came out, so that the compiler must not leave it out.
    pub fn keep(&mut self) {
        black_box((&mut self.left, &mut self.right));
    }
}
