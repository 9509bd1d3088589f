//! The control tick of the noise reduction: where its gains are worked out anew.

/// Frames in a tick: 0.17 ms at 48 kHz, short against the fastest attack of either system.
pub const TICK: usize = 8;

/// Cuts blocks at ticks, wherever the blocks themselves begin and end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    start: usize,
    position: usize,
}

impl Clock {
    /// A clock for a signal that comes `frames` after it passed a clock of its own: both cut it
    /// at the same places.
    pub fn behind(frames: usize) -> Self {
        let start = (TICK - frames % TICK) % TICK;
        Self {
            start,
            position: start,
        }
    }

    /// Begins again.
    pub fn restart(&mut self) {
        self.position = self.start;
    }

    /// Where in its tick the next frame is, and how many of `remaining` (at least 1) frames stay
    /// inside that tick.
    pub fn next(&mut self, remaining: usize) -> (usize, usize) {
        let offset = self.position;
        let frames = remaining.min(TICK - offset);
        self.skip(frames);
        (offset, frames)
    }

    /// Lets `frames` pass.
    pub fn skip(&mut self, frames: usize) {
        self.position = (self.position + frames) % TICK;
    }
}
