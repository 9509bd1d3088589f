//! What comes in beside the sound, as late as the sound is where it is listened to.

use crate::audio::dsp::delay::Delay;
use crate::audio::stage::MAX_BLOCK;

/// The key of a stage that stands behind others.
pub struct Key {
    /// What came in for the frames that are processed next, how many there are, and how many have passed.
    coming: [[f32; MAX_BLOCK]; 2],
    frames: usize,
    passed: usize,
    delays: [Delay; 2],
    latency: usize,
    /// Somebody listens.
    wanted: bool,
}

impl Key {
    /// Behind stages that take at most `longest` frames. Allocates.
    pub fn new(longest: usize) -> Self {
        let mut key = Self {
            coming: [[0.0; MAX_BLOCK]; 2],
            frames: 0,
            passed: 0,
            delays: [(); 2].map(|()| Delay::new(longest)),
            latency: longest,
            wanted: false,
        };
        key.set(false, 0);
        key
    }

    /// As new.
    pub fn reset(&mut self) {
        self.frames = 0;
        self.passed = 0;
        self.delays.iter_mut().for_each(Delay::reset);
    }

    /// Whether it is `wanted`, behind stages that take `latency` frames now.
    pub fn set(&mut self, wanted: bool, latency: usize) {
        let begins = wanted && !self.wanted;
        self.wanted = wanted;
        if latency != self.latency || begins {
            self.latency = latency;
            for delay in &mut self.delays {
                delay.set_frames(latency);
            }
        }
    }

    /// Takes what comes in beside the frames that are processed next, at most [`MAX_BLOCK`].
    pub fn take(&mut self, input: Option<[&[f32]; 2]>) {
        self.passed = 0;
        self.frames = 0;
        let Some([left, right]) = input.filter(|_| self.wanted) else {
            return;
        };
        self.frames = left.len().min(right.len()).min(MAX_BLOCK);
        for (coming, input) in self.coming.iter_mut().zip([left, right]) {
            coming[..self.frames].copy_from_slice(&input[..self.frames]);
        }
    }

    /// The key of the next `frames`, if it is wanted; silent where nothing came in.
    pub fn next(&mut self, frames: usize) -> Option<[[f32; MAX_BLOCK]; 2]> {
        if !self.wanted {
            return None;
        }
        let mut key = [[0.0; MAX_BLOCK]; 2];
        let there = (self.frames - self.passed).min(frames);
        for ((key, coming), delay) in key.iter_mut().zip(&self.coming).zip(&mut self.delays) {
            key[..there].copy_from_slice(&coming[self.passed..][..there]);
            delay.process(&mut key[..frames]);
        }
        self.passed += there;
        Some(key)
    }
}
