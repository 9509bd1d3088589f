//! One sound fades into another.

/// A crossfade under way, counted in frames.
#[derive(Debug, Clone, Copy)]
pub struct Overlap {
    elapsed: usize,
    length: usize,
    likeness: f32,
}

impl Overlap {
    /// Of `length` frames, at least 1, between two sounds that are alike to this degree: 1 for the
    /// same, 0 for unrelated.
    pub fn new(length: usize, likeness: f32) -> Self {
        Self {
            elapsed: 0,
            length: length.max(1),
            likeness: likeness.clamp(0.0, 1.0),
        }
    }

    /// Whether only the new sound is left.
    pub fn is_over(&self) -> bool {
        self.elapsed >= self.length
    }

    /// Gains of the old and of the new sound at the next frame; at the last one, 0 and 1.
    ///
    /// Shares a and b = 1 − a of two sounds whose correlation is ρ are divided by
    /// √(a² + b² + 2ρab), so that the power stays: equal power for ρ = 0, a plain crossfade for
    /// ρ = 1.
    #[inline(always)]
    pub fn next_gains(&mut self) -> [f32; 2] {
        self.elapsed += 1;
        let new = smooth(self.elapsed as f32 / self.length as f32);
        let old = 1.0 - new;
        let scale = 1.0 / (new * new + old * old + 2.0 * self.likeness * new * old).sqrt();
        [old * scale, new * scale]
    }
}

/// From 0 to 1 as `t` does, level at both ends.
#[inline(always)]
pub fn smooth(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn power_stays_for_any_likeness() {
        for likeness in [0.0, 0.5, 1.0] {
            let mut overlap = Overlap::new(100, likeness);
            let mut gains = [1.0, 0.0];
            while !overlap.is_over() {
                gains = overlap.next_gains();
                let [old, new] = gains;
                let power = old * old + new * new + 2.0 * likeness * old * new;
                assert!((power - 1.0).abs() < 1e-5, "{power}");
            }
            assert_eq!(gains, [0.0, 1.0]);
        }
    }
}
