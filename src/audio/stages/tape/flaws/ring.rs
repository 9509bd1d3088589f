//! The last seconds of both tracks, read many times at once.

use crate::audio::dsp::tick::TICK;

/// A ring of frames. It forgets without being cleared.
pub struct Ring {
    frames: Vec<[f32; 2]>,
    position: usize,
    /// Frames that are of this sound.
    held: usize,
    /// Frames until sound is held in full, and how many these are at most.
    entering: usize,
    entry: usize,
}

impl Ring {
    /// Reaches `longest` frames back; sound fades in within `entry`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(longest: usize, entry: usize) -> Self {
        Self {
            frames: vec![[0.0; 2]; longest + TICK],
            position: 0,
            held: 0,
            entering: 0,
            entry: entry.max(1),
        }
    }

    /// Forgets what it holds. What follows fades in if it is the middle of a sound.
    pub fn begin(&mut self, middle: bool) {
        self.held = 0;
        self.entering = if middle { self.entry } else { 0 };
    }

    /// Takes the frames of a segment, at most [`TICK`].
    pub fn write(&mut self, sound: &[[f32; 2]]) {
        let (count, length) = (sound.len(), self.frames.len());
        if self.entering == 0 && self.position + count < length {
            self.frames[self.position..self.position + count].copy_from_slice(sound);
            self.position += count;
        } else {
            for frame in sound {
                self.entering = self.entering.saturating_sub(1);
                let share = 1.0 - self.entering as f32 / self.entry as f32;
                self.frames[self.position] = frame.map(|sample| share * sample);
                self.position = (self.position + 1) % length;
            }
        }
        self.held = (self.held + count).min(length);
    }

    /// The frames of the segment written last, `delay` frames earlier: longer than a segment.
    #[inline(always)]
    pub fn at(&self, delay: usize, frames: usize) -> [[f32; 2]; TICK] {
        let length = self.frames.len();
        let back = delay + frames;
        // In one piece, and all of this sound: so it is nearly always. A whole tick is read
        // because a fixed length is faster; what is too much of it is not used.
        let start = self.position + length - back;
        let start = if start < length {
            start
        } else {
            start - length
        };
        if back <= self.held && start + TICK <= length {
            return std::array::from_fn(|n| self.frames[start + n]);
        }
        let mut past = [[0.0; 2]; TICK];
        for (n, past) in past.iter_mut().enumerate().take(frames) {
            if back - n <= self.held {
                *past = self.frames[(self.position + length - (back - n)) % length];
            }
        }
        past
    }
}
