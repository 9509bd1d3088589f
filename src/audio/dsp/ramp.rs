//! A value that moves smoothly to its target.

/// A ramp of fixed length, exact at both ends, that starts and arrives without a kink: the slope
/// of a straight ramp would change abruptly, and that is heard as a faint click.
///
/// The value depends only on how many frames have passed since the target was set, so that
/// cutting a block anywhere gives the same bits.
#[derive(Debug, Clone)]
pub struct Ramp {
    start: f32,
    target: f32,
    elapsed: usize,
    length: usize,
    fresh: bool,
}

impl Ramp {
    /// Stands at `value`; later targets are reached after `length` frames.
    pub fn new(value: f32, length: usize) -> Self {
        Self {
            start: value,
            target: value,
            elapsed: length.max(1),
            length: length.max(1),
            fresh: true,
        }
    }

    /// The next target is taken at once.
    pub fn reset(&mut self) {
        self.snap(self.target);
        self.fresh = true;
    }

    /// Stands at `value` now.
    pub fn snap(&mut self, value: f32) {
        self.start = value;
        self.target = value;
        self.elapsed = self.length;
        self.fresh = false;
    }

    /// Heads for `target`. The first target after a reset is taken at once.
    pub fn set(&mut self, target: f32) {
        if self.fresh {
            self.snap(target);
        } else if target != self.target {
            self.start = self.value();
            self.target = target;
            self.elapsed = 0;
        }
    }

    /// Where it stands.
    pub fn value(&self) -> f32 {
        if self.settled() {
            self.target
        } else {
            let t = self.elapsed as f32 / self.length as f32;
            self.start + (self.target - self.start) * (t * t * (3.0 - 2.0 * t))
        }
    }

    /// Where it is heading.
    pub fn target(&self) -> f32 {
        self.target
    }

    /// Whether it has arrived.
    pub fn settled(&self) -> bool {
        self.elapsed >= self.length
    }

    /// Frames until it arrives.
    pub fn remaining(&self) -> usize {
        self.length - self.elapsed
    }

    /// Lets `frames` pass.
    pub fn advance(&mut self, frames: usize) {
        self.elapsed = (self.elapsed + frames).min(self.length);
    }

    /// The next frame's value.
    pub fn next_value(&mut self) -> f32 {
        self.advance(1);
        self.value()
    }
}
