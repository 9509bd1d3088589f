//! A delay of whole frames: it keeps a dry path beside a stage that takes time.

/// Delays one channel by a number of frames that stands still while sound passes.
#[derive(Debug, Clone)]
pub struct Delay {
    ring: Vec<f32>,
    frames: usize,
    position: usize,
}

impl Delay {
    /// A delay of `frames`, 0 or more. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(frames: usize) -> Self {
        Self {
            ring: vec![0.0; frames],
            frames,
            position: 0,
        }
    }

    /// Another delay, at most as long as the first; what it held is lost.
    pub fn set_frames(&mut self, frames: usize) {
        self.frames = frames.min(self.ring.len());
        self.reset();
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.ring.fill(0.0);
        self.position = 0;
    }

    /// Replaces each sample by the one that went in `frames` earlier.
    pub fn process(&mut self, samples: &mut [f32]) {
        if self.frames == 0 {
            return;
        }
        let mut rest = samples;
        while !rest.is_empty() {
            let run = (self.frames - self.position).min(rest.len());
            let (now, later) = rest.split_at_mut(run);
            now.swap_with_slice(&mut self.ring[self.position..self.position + run]);
            self.position += run;
            if self.position == self.frames {
                self.position = 0;
            }
            rest = later;
        }
    }
}
