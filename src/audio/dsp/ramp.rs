//! A value that moves smoothly to its target.

/// A ramp of fixed length, exact at both ends, that starts and arrives without a kink: the slope
/// of a straight ramp would change abruptly, and that is heard as a faint click. Sent elsewhere on
/// its way, it turns round as smoothly (a cubic Hermite curve that begins with the slope it has).
///
/// The value depends only on how many frames have passed since the target was set, so that
/// cutting a block anywhere gives the same bits.
#[derive(Debug, Clone)]
pub struct Ramp {
    start: f32,
    target: f32,
    /// How far it would go in the time of a whole ramp at the slope it began with.
    momentum: f32,
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
            momentum: 0.0,
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
        self.momentum = 0.0;
        self.elapsed = self.length;
        self.fresh = false;
    }

    /// Heads for `target`. The first target after a reset is taken at once.
    pub fn set(&mut self, target: f32) {
        if self.fresh {
            self.snap(target);
        } else if target != self.target {
            let (start, momentum) = (self.value(), self.slope());
            self.start = start;
            self.momentum = momentum;
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
            self.start
                + (self.target - self.start) * (t * t * (3.0 - 2.0 * t))
                + self.momentum * (t * (1.0 - t) * (1.0 - t))
        }
    }

    /// How far it would go in the time of a whole ramp at its present slope.
    fn slope(&self) -> f32 {
        if self.settled() {
            return 0.0;
        }
        let t = self.elapsed as f32 / self.length as f32;
        (self.target - self.start) * (6.0 * t * (1.0 - t))
            + self.momentum * ((1.0 - t) * (1.0 - 3.0 * t))
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

#[cfg(test)]
mod tests {
    use super::Ramp;

    #[test]
    fn it_turns_round_without_a_kink_and_arrives_exactly() {
        for turn in [1, 30, 50, 70, 99] {
            let mut ramp = Ramp::new(0.0, 100);
            ramp.snap(0.0);
            ramp.set(1.0);
            let mut way: Vec<f32> = vec![0.0, 0.0];
            way.extend((0..turn).map(|_| ramp.next_value()));
            ramp.set(0.0);
            way.extend((0..100).map(|_| ramp.next_value()));
            assert_eq!(ramp.value(), 0.0);
            way.push(0.0);
            // The sharpest bend of a whole ramp is 6 / length².
            let bend = |w: &[f32]| (w[0] - 2.0 * w[1] + w[2]).abs();
            let sharpest = way.windows(3).map(bend).fold(0.0, f32::max);
            assert!(sharpest < 18.0 / 1e4, "{sharpest} at {turn}");
            assert!(way.iter().all(|value| (-0.01..1.01).contains(value)));
        }
    }
}
