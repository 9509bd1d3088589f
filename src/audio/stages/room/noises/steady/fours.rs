//! First-order recursions, four frames at a time.
//!
//! Frame by frame a state waits for the last one through a product and a sum. Here each of four takes
//! in what came a frame before it, then what came two frames before, and last what was there before
//! all of them, which alone is waited for.
//! Source: G. Blelloch, "Prefix sums and their applications", CMU-CS-90-190, 1990 (section 1.4:
//! recurrences).

/// Frames that are worked out at once.
pub const FOUR: usize = 4;

/// s⁺ = keep·s + x.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fours {
    /// What a state leaves after one to four frames.
    kept: [f32; FOUR],
}

impl Fours {
    /// Of which a frame keeps this.
    pub fn new(keep: f32) -> Self {
        let square = keep * keep;
        Self {
            kept: [keep, square, square * keep, square * square],
        }
    }

    /// The states after each of four frames that bring `x`, from the `last` one on.
    #[inline(always)]
    pub fn states(&self, x: [f32; FOUR], last: f32) -> [f32; FOUR] {
        let [one, two, ..] = self.kept;
        let mut sum = x;
        let before = [0.0, sum[0], sum[1], sum[2]];
        for n in 0..FOUR {
            sum[n] += one * before[n];
        }
        let before = [0.0, 0.0, sum[0], sum[1]];
        for n in 0..FOUR {
            sum[n] += two * before[n];
        }
        for (sum, kept) in sum.iter_mut().zip(self.kept) {
            *sum += kept * last;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_those_of_frame_after_frame() {
        for keep in [0.0f32, 0.5, 0.999, -0.7] {
            let (mut fours, mut single) = (0.25f32, 0.25f64);
            for n in 0..50 {
                let x: [f32; FOUR] = std::array::from_fn(|k| ((4 * n + k) as f32 * 0.7).sin());
                let states = Fours::new(keep).states(x, fours);
                for (state, x) in states.iter().zip(x) {
                    single = f64::from(keep) * single + f64::from(x);
                    assert!((f64::from(*state) - single).abs() < 1e-5, "{keep} {n}");
                }
                fours = states[FOUR - 1];
            }
        }
    }
}
