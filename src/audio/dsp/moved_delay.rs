//! A delay of whole frames that can be moved: the sound fades from its old place to the new one.

use super::ramp::Ramp;

/// Delays one channel.
#[derive(Debug, Clone)]
pub struct MovedDelay {
    ring: Vec<f32>,
    position: usize,
    frames: usize,
    /// Where it is heading while `fade` is under way, and where it was sent last.
    next: usize,
    wanted: usize,
    fade: Ramp,
    fresh: bool,
}

impl MovedDelay {
    /// A delay of `frames`, later ones up to `max_frames`; moving takes `fade_frames`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(frames: usize, max_frames: usize, fade_frames: usize) -> Self {
        let mut fade = Ramp::new(1.0, fade_frames);
        fade.snap(1.0);
        Self {
            ring: vec![0.0; max_frames.max(frames) + 1],
            position: 0,
            frames,
            next: frames,
            wanted: frames,
            fade,
            fresh: true,
        }
    }

    /// Forgets what it holds; the next delay is taken at once.
    pub fn reset(&mut self) {
        self.ring.fill(0.0);
        self.position = 0;
        self.fresh = true;
        self.frames = self.wanted;
        self.next = self.wanted;
        self.fade.snap(1.0);
    }

    /// Another delay, at most the longest: at once after a reset, else by a fade.
    pub fn set_frames(&mut self, frames: usize) {
        self.wanted = frames.min(self.ring.len() - 1);
        if self.fresh {
            self.frames = self.wanted;
            self.next = self.wanted;
        }
    }

    /// Replaces each sample by an earlier one.
    pub fn process(&mut self, samples: &mut [f32]) {
        self.fresh &= samples.is_empty();
        for sample in samples {
            self.ring[self.position] = *sample;
            if self.fade.settled() && self.wanted != self.frames {
                self.next = self.wanted;
                self.fade.snap(0.0);
                self.fade.set(1.0);
            }
            *sample = self.at(self.frames);
            if !self.fade.settled() {
                let next = self.at(self.next);
                *sample += self.fade.next_value() * (next - *sample);
                if self.fade.settled() {
                    self.frames = self.next;
                }
            }
            self.position += 1;
            if self.position == self.ring.len() {
                self.position = 0;
            }
        }
    }

    /// The sample that went in `frames` before the latest.
    fn at(&self, frames: usize) -> f32 {
        let index = if self.position >= frames {
            self.position - frames
        } else {
            self.position + self.ring.len() - frames
        };
        self.ring[index]
    }
}

#[cfg(test)]
mod tests {
    use super::MovedDelay;

    #[test]
    fn it_moves_without_a_jump_and_arrives_exactly() {
        let ramp: Vec<f32> = (0..3_000).map(|n| n as f32).collect();
        let mut whole = ramp.clone();
        let mut delay = MovedDelay::new(7, 500, 100);
        delay.process(&mut whole[..1_000]);
        assert_eq!(whole[999], 992.0);
        delay.set_frames(400);
        delay.process(&mut whole[1_000..]);
        let steepest = whole[7..]
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).abs())
            .fold(0.0, f32::max);
        assert!(steepest < 8.0, "it jumps by {steepest}");
        assert_eq!(whole[1_100], 700.0);
        delay.reset();
        delay.set_frames(0);
        let mut now = [5.0];
        delay.process(&mut now);
        assert_eq!(now, [5.0]);
    }
}
