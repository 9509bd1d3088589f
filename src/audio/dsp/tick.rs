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

    /// [`Self::next`] while anything moves, otherwise [`Self::skip`].
    pub fn run(&mut self, moves: bool, remaining: usize) -> Segment {
        if moves {
            self.next(remaining)
        } else {
            self.skip(remaining)
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

    /// [`Self::to`], or at once.
    pub fn move_to(&mut self, end: f32, at_once: bool) {
        if at_once {
            *self = Self::still(end);
        } else {
            self.to(end);
        }
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

/// A [`Glide`] through a run of frames, for what is worked out in f64.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    from: f64,
    step: f64,
    offset: usize,
}

impl Line {
    /// That of `glide` for a run that begins `offset` frames after the tick.
    pub fn of(glide: &Glide, offset: usize) -> Self {
        let (from, step) = glide.line();
        Self {
            from: f64::from(from),
            step: f64::from(step),
            offset,
        }
    }

    /// Whether it stands still.
    pub fn is_still(&self) -> bool {
        self.step == 0.0
    }

    /// At the run's `n`th frame.
    #[inline(always)]
    pub fn at(&self, n: usize) -> f64 {
        self.after((self.offset + n) as f64)
    }

    /// So many whole frames after the tick: for loops with many lines, which share the count.
    #[inline(always)]
    pub fn after(&self, frames: f64) -> f64 {
        self.from + self.step * frames
    }
}
