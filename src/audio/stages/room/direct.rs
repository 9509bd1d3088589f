//! The direct sound: from either side of the source to either microphone.

use super::response;
use super::reverberation::MOVE_MS;
use crate::audio::dsp::moved_delay::MovedDelay;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};

/// How long it takes to another level.
const LEVEL_MS: f64 = 30.0;
/// The longest delay behind the earliest path: both pairs at their widest.
const LONGEST_MS: f64 = 20.0;

/// Four paths that move without a click.
pub struct Direct {
    delays: [MovedDelay; 4],
    gains: [Ramp; 4],
    level: Ramp,
}

impl Direct {
    /// Allocates.
    pub fn prepare(spec: Spec) -> Self {
        let fade = spec.frames(MOVE_MS);
        let ramp = Ramp::new(0.0, fade);
        Self {
            delays: [0; 4].map(|_| MovedDelay::new(0, spec.frames(LONGEST_MS), fade)),
            gains: [0; 4].map(|_| ramp.clone()),
            level: Ramp::new(0.0, spec.frames(LEVEL_MS)),
        }
    }

    /// Forgets what it holds; the next paths are taken at once.
    pub fn reset(&mut self) {
        self.delays.iter_mut().for_each(MovedDelay::reset);
        self.gains.iter_mut().for_each(Ramp::reset);
        self.level.reset();
    }

    /// Moves to other paths.
    pub fn set_paths(&mut self, paths: &response::Direct) {
        for (delay, &frames) in self.delays.iter_mut().zip(&paths.delay_frames) {
            delay.set_frames(frames);
        }
        for (ramp, &gain) in self.gains.iter_mut().zip(&paths.gain) {
            ramp.set(gain);
        }
    }

    /// Not heard; the next level is ramped to.
    pub fn mute(&mut self) {
        self.level.snap(0.0);
    }

    /// How much of it is heard, 0 to 1.
    pub fn set_level(&mut self, level: f32) {
        self.level.set(level);
    }

    /// What arrives directly of `input`, added to `output`.
    pub fn process(&mut self, input: &StereoBlock, output: &mut [[f32; MAX_BLOCK]; 2]) {
        let frames = input.frames();
        let mut sum = [[0.0; MAX_BLOCK]; 2];
        for (path, (delay, gain)) in self.delays.iter_mut().zip(&mut self.gains).enumerate() {
            let mut sound = [0.0; MAX_BLOCK];
            let sound = &mut sound[..frames];
            sound.copy_from_slice(if path < 2 { input.left } else { input.right });
            delay.process(sound);
            let sum = &mut sum[path % 2][..frames];
            if gain.settled() {
                let gain = gain.target();
                sum.iter_mut()
                    .zip(sound)
                    .for_each(|(sum, x)| *sum += gain * *x);
            } else {
                for (sum, x) in sum.iter_mut().zip(sound) {
                    *sum += gain.next_value() * *x;
                }
            }
        }
        for n in 0..frames {
            let level = self.level.next_value();
            output[0][n] += level * sum[0][n];
            output[1][n] += level * sum[1][n];
        }
    }
}
