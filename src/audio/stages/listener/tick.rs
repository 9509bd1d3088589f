//! The Listener's control tick: what moves is worked out anew for each tick and goes in a straight
//! line within it.

use crate::audio::dsp::tick::{Glide, TICK};

/// Frames in a tick.
pub const FRAMES: usize = TICK;

/// Lets `glide` reach `value` at the next tick, or at once.
pub fn move_to(glide: &mut Glide, value: f32, snap: bool) {
    if snap {
        *glide = Glide::still(value);
    } else {
        glide.to(value);
    }
}

/// A line through a run of frames: where it begins, and what each frame adds.
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

    /// At the run's `n`th frame.
    #[inline(always)]
    pub fn at(&self, n: usize) -> f64 {
        self.from + self.step * (self.offset + n) as f64
    }
}
