//! The last of the sound, for what must be repeated or is played late.

use crate::audio::stage::{MAX_BLOCK, StereoBlock};

/// The right channel's part in the sum that is searched: not the left one's, so that no common
/// stereo sound cancels.
const RIGHT: f32 = 0.6;

/// A ring of both channels.
pub struct History {
    sides: [Vec<f32>; 2],
    position: usize,
}

impl History {
    /// Reaches `longest` frames back, a block not counted. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(longest: usize) -> Self {
        let length = (longest + MAX_BLOCK).next_power_of_two();
        Self {
            sides: [vec![0.0; length], vec![0.0; length]],
            position: 0,
        }
    }

    /// Silence as far back as it reaches.
    pub fn reset(&mut self) {
        self.sides.iter_mut().for_each(|side| side.fill(0.0));
        self.position = 0;
    }

    /// Takes the next frames.
    pub fn write(&mut self, block: &StereoBlock) {
        let length = self.sides[0].len();
        let frames = block.frames();
        let first = frames.min(length - self.position);
        for (side, samples) in self.sides.iter_mut().zip([&block.left, &block.right]) {
            side[self.position..self.position + first].copy_from_slice(&samples[..first]);
            side[..frames - first].copy_from_slice(&samples[first..]);
        }
        self.position = (self.position + frames) & (length - 1);
    }

    /// One channel from `back` frames before the next one to be written.
    pub fn read(&self, channel: usize, back: usize, into: &mut [f32]) {
        let (first, second) = self.pieces(channel, back, into.len());
        into[..first.len()].copy_from_slice(first);
        into[first.len()..].copy_from_slice(second);
    }

    /// The same of a sum of both channels.
    pub fn read_sum(&self, back: usize, into: &mut [f32]) {
        self.read(0, back, into);
        let (first, second) = self.pieces(1, back, into.len());
        let (into_first, into_second) = into.split_at_mut(first.len());
        for (into, right) in [(into_first, first), (into_second, second)] {
            for (sum, right) in into.iter_mut().zip(right) {
                *sum += RIGHT * right;
            }
        }
    }

    /// `frames` of one channel, in two pieces where the ring is closed.
    fn pieces(&self, channel: usize, back: usize, frames: usize) -> (&[f32], &[f32]) {
        let side = &self.sides[channel];
        debug_assert!(frames <= back && back <= side.len());
        let start = (self.position + side.len() - back) & (side.len() - 1);
        let first = frames.min(side.len() - start);
        (&side[start..start + first], &side[..frames - first])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_was_written_across_its_end() {
        let mut history = History::new(100);
        for n in 0..40 {
            let mut left: Vec<f32> = (0..37).map(|i| (n * 37 + i) as f32).collect();
            let mut right = left.clone();
            history.write(&StereoBlock::new(&mut left, &mut right));
        }
        let mut past = [0.0; 50];
        history.read(1, 100, &mut past);
        assert!((0..50).all(|i| past[i] == (1_380 + i) as f32));
        history.read_sum(100, &mut past);
        assert_eq!(past[0], 1_380.0 * 1.6);
    }
}
