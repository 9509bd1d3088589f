//! The control tick: every 16 frames, coefficients that are on their way are worked out anew.

/// Frames in a tick.
pub const TICK: usize = 16;

/// Cuts blocks at ticks, wherever the blocks themselves begin and end.
#[derive(Debug, Clone, Default)]
pub struct Ticker {
    position: usize,
}

/// A run of frames inside one tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Frames since the tick began, 0 to [`TICK`] − 1. At 0 the tick begins here.
    pub offset: usize,
    /// How many frames, at least 1.
    pub len: usize,
}

impl Ticker {
    /// A tick begins at the next frame.
    pub fn restart(&mut self) {
        self.position = 0;
    }

    /// The longest run of the `remaining` (at least 1) frames that stays inside the tick.
    pub fn next(&mut self, remaining: usize) -> Segment {
        let offset = self.position;
        let len = remaining.min(TICK - offset);
        self.position = (offset + len) % TICK;
        Segment { offset, len }
    }

    /// A run of all `frames`, across ticks, for when nothing moves.
    pub fn skip(&mut self, frames: usize) -> Segment {
        let offset = self.position;
        self.position = (offset + frames) % TICK;
        Segment {
            offset,
            len: frames,
        }
    }
}

/// A coefficient that moves in a straight line within each tick.
#[derive(Debug, Clone, Copy, Default)]
pub struct Glide {
    from: f32,
    step: f32,
    end: f32,
}

impl Glide {
    /// Stands still at `value`.
    pub fn still(value: f32) -> Self {
        Self {
            from: value,
            step: 0.0,
            end: value,
        }
    }

    /// Moves from where the last tick ended to `end` within the next tick.
    pub fn to(&mut self, end: f32) {
        let from = self.end;
        *self = Self {
            from,
            step: (end - from) / TICK as f32,
            end,
        };
    }

    /// Whether it stands still.
    pub fn is_still(&self) -> bool {
        self.step == 0.0
    }

    /// The value at the tick's beginning and what each frame adds to it.
    pub fn line(&self) -> (f32, f32) {
        (self.from, self.step)
    }
}
