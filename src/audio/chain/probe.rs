//! The sound before and after a stage, for the editor to look at.

use super::taps::{WINDOW, Window};
use crate::audio::stage::StereoBlock;

/// Keeps the latest samples on both sides of a stage.
#[derive(Debug)]
pub struct Probe {
    samples: Box<Window>,
    /// Where the next sample goes, which is where the oldest one is.
    next: usize,
}

impl Probe {
    /// Without a sample. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new() -> Self {
        Self {
            samples: Box::new(Window::SILENT),
            next: 0,
        }
    }

    /// As new.
    pub fn reset(&mut self) {
        self.samples.input.fill(0.0);
        self.samples.output.fill(0.0);
        self.next = 0;
    }

    /// Takes what went in, as late as what comes out, and what comes out.
    pub fn take(&mut self, before: [&[f32]; 2], after: &StereoBlock) {
        let before = before[0].iter().zip(before[1]);
        let after = after.left.iter().zip(after.right.iter());
        for ((before_left, before_right), (left, right)) in before.zip(after) {
            self.samples.input[self.next] = 0.5 * (before_left + before_right);
            self.samples.output[self.next] = 0.5 * (left + right);
            self.next = (self.next + 1) % WINDOW;
        }
    }

    /// Copies what it has, oldest first.
    pub fn read(&self, into: &mut Window) {
        let older = WINDOW - self.next;
        for (to, from) in [
            (&mut into.input, &self.samples.input),
            (&mut into.output, &self.samples.output),
        ] {
            to[..older].copy_from_slice(&from[self.next..]);
            to[older..].copy_from_slice(&from[..self.next]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::stage::MAX_BLOCK;

    #[test]
    fn what_is_read_is_in_order_and_ends_with_the_newest() {
        let mut probe = Probe::new();
        let mut window = Box::new(Window::SILENT);
        let mut count = 0;
        // More than it holds, and no multiple of that.
        for _ in 0..WINDOW / MAX_BLOCK + 7 {
            let mut samples = [0.0; 37];
            for sample in &mut samples {
                count += 1;
                *sample = count as f32;
            }
            let before = samples.map(|sample| -sample);
            let (mut left, mut right) = (samples, samples);
            let after = StereoBlock::new(&mut left, &mut right);
            probe.take([&before, &before], &after);
            probe.read(&mut window);
            assert_eq!(window.output[WINDOW - 1], count as f32);
            for pair in window.output.windows(2) {
                assert!(pair[0] == 0.0 || pair[1] == pair[0] + 1.0, "{pair:?}");
            }
            let mut both = window.input.iter().zip(&window.output);
            assert!(both.all(|(before, after)| *before == -after));
        }
        probe.reset();
        probe.read(&mut window);
        assert!(window.input.iter().all(|sample| *sample == 0.0));
    }
}
