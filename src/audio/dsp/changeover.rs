//! A change that cannot ramp: a second one runs in beside the first, then the sound fades over.

use super::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, StereoBlock};

/// Which of a pair is heard, and how far the change to the other has come.
#[derive(Debug, Clone)]
pub struct Changeover {
    active: usize,
    /// Frames for which the other still runs unheard; nothing while there is no change.
    run_in: Option<usize>,
    fade: Ramp,
}

impl Changeover {
    /// The first of the pair is heard; later fades take `fade_frames`.
    pub fn new(fade_frames: usize) -> Self {
        Self {
            active: 0,
            run_in: None,
            fade: Ramp::new(0.0, fade_frames),
        }
    }

    /// The first is heard again, at once.
    pub fn reset(&mut self) {
        self.active = 0;
        self.run_in = None;
    }

    /// Which one is heard, or was before the change under way.
    pub fn active(&self) -> usize {
        self.active
    }

    /// Which one is heard, or will be after the change under way.
    pub fn heading(&self) -> usize {
        match self.run_in {
            Some(_) => self.other(),
            None => self.active,
        }
    }

    /// Which one is free to be made ready while there is no change.
    pub fn other(&self) -> usize {
        1 - self.active
    }

    /// Whether a change is under way; until it is over, none may begin.
    pub fn is_changing(&self) -> bool {
        self.run_in.is_some()
    }

    /// The other, made ready, runs unheard for `run_in` frames and then fades in.
    pub fn start(&mut self, run_in: usize) {
        self.fade.snap(0.0);
        self.fade.set(1.0);
        self.run_in = Some(run_in);
    }

    /// Frames until the change takes its next step, at most which [`Self::process`] is handed; none
    /// leaves a block whole.
    pub fn next_step(&self) -> usize {
        match self.run_in {
            Some(0) => self.fade.remaining(),
            Some(run_in) => run_in,
            None => MAX_BLOCK,
        }
    }

    /// Lets `run` work on the block with what is heard of the `pair`, and with both during a change.
    pub fn process<T>(
        &mut self,
        pair: &mut [T; 2],
        block: &mut StereoBlock,
        run: impl Fn(&mut T, &mut StereoBlock),
    ) {
        let Some(run_in) = &mut self.run_in else {
            run(&mut pair[self.active], block);
            return;
        };
        let frames = block.frames();
        let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
        let (left, right) = (&mut left[..frames], &mut right[..frames]);
        left.copy_from_slice(block.left);
        right.copy_from_slice(block.right);
        run(&mut pair[self.active], block);
        run(
            &mut pair[1 - self.active],
            &mut StereoBlock::new(left, right),
        );
        if *run_in > 0 {
            *run_in -= frames;
            return;
        }
        for n in 0..frames {
            let share = self.fade.next_value();
            block.left[n] += share * (left[n] - block.left[n]);
            block.right[n] += share * (right[n] - block.right[n]);
        }
        if self.fade.settled() {
            self.active = 1 - self.active;
            self.run_in = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Changeover;
    use crate::audio::stage::StereoBlock;

    /// Two constants, 1 and 3, changed over after 10 frames' run-in, in blocks of `len`.
    fn changed(len: usize) -> Vec<f32> {
        let mut pair = [1.0f32, 3.0];
        let mut change = Changeover::new(20);
        change.start(10);
        let mut heard = Vec::new();
        while heard.len() < 60 {
            let frames = len.min(change.next_step());
            let (mut left, mut right) = ([0.0; 64], [0.0; 64]);
            let mut block = StereoBlock::new(&mut left[..frames], &mut right[..frames]);
            change.process(&mut pair, &mut block, |value, block| {
                block.left.fill(*value)
            });
            heard.extend_from_slice(block.left);
        }
        assert_eq!((change.active(), change.is_changing()), (1, false));
        heard.truncate(60);
        heard
    }

    #[test]
    fn the_other_runs_in_and_fades_in_whatever_the_blocks() {
        let whole = changed(64);
        assert_eq!(whole[..10], [1.0; 10]);
        assert!(whole[9..31].is_sorted() && whole[10] > 1.0 && whole[28] < 3.0);
        assert_eq!(whole[29..], [3.0; 31]);
        assert_eq!(whole, changed(1));
        assert_eq!(whole, changed(7));
    }
}
