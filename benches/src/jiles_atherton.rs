//! Jiles and Atherton's equation as it stands, solved step by step: what the tape's own form of it
//! is measured against.
//!
//! ```text
//! dM/dq = ((1−c)·δM·(Man − M) / ((1−c)·δ/κ − α·(Man − M)) + c·dMan/dq) / (1 − α·c·dMan/dq)
//! Man   = L(q + α·M),  L(x) = coth x − 1/x
//! ```
//!
//! in the units of `bedroom::audio::stages::tape::hysteresis`: q = H/a, M in Ms, κ = a/k. Classical
//! Runge–Kutta of the fourth order in f64, the field taken as straight between two samples, one
//! tanh per slope: what one writes down first.

use bedroom::audio::stages::tape::hysteresis::Shape;

/// α·Ms/a: as much as the tape's own form says it leaves out.
const MEAN_FIELD: f64 = 0.01;

/// One channel's tape.
#[derive(Debug, Clone, Copy, Default)]
pub struct RungeKutta {
    field: f64,
    magnetisation: f64,
}

impl RungeKutta {
    /// Magnetises by one sample.
    pub fn process(&mut self, shape: &Shape, input: f32) -> f32 {
        let (q0, m) = (self.field, self.magnetisation);
        let q2 = shape.field * f64::from(input);
        let step = q2 - q0;
        let q1 = q0 + 0.5 * step;
        let k1 = slope(shape, q0, m, step);
        let k2 = slope(shape, q1, m + 0.5 * step * k1, step);
        let k3 = slope(shape, q1, m + 0.5 * step * k2, step);
        let k4 = slope(shape, q2, m + step * k3, step);
        self.field = q2;
        self.magnetisation = m + step / 6.0 * (k1 + 2.0 * (k2 + k3) + k4);
        (shape.output * self.magnetisation) as f32
    }
}

/// dM/dq at (`q`, `m`), for a field that moves in `direction`.
fn slope(shape: &Shape, q: f64, m: f64, direction: f64) -> f64 {
    let (man, steepness) = langevin(q + MEAN_FIELD * m);
    let (c, sign) = (shape.reversible, direction.signum());
    let gap = man - m;
    let irreversible = if gap * sign > 0.0 {
        (1.0 - c) * gap / ((1.0 - c) * sign / shape.mobility - MEAN_FIELD * gap)
    } else {
        0.0
    };
    (irreversible + c * steepness) / (1.0 - MEAN_FIELD * c * steepness)
}

/// L(x) and L′(x).
fn langevin(x: f64) -> (f64, f64) {
    if x.abs() < 1e-3 {
        return (x / 3.0, 1.0 / 3.0);
    }
    let coth = 1.0 / x.tanh();
    (coth - 1.0 / x, 1.0 / (x * x) - coth * coth + 1.0)
}

#[cfg(test)]
mod tests {
    use bedroom::audio::stages::tape::hysteresis::{Hysteresis, ShapeGlide};

    use super::RungeKutta;
    use crate::hysteresis::{OVERSAMPLED_FRAMES, RATE, four_track};
    use crate::sound::Sound;

    /// A peer that did less would be no peer.
    #[test]
    fn both_forms_do_the_same_work() {
        let shape = four_track();
        let mut sound = Sound::new(RATE, OVERSAMPLED_FRAMES);
        let mut tape = Hysteresis::new();
        let mut peer = RungeKutta::default();
        let (mut error, mut power) = (0.0, 0.0);
        for block in 0..64 {
            sound.load(block);
            let exact: Vec<f32> = sound
                .left
                .iter()
                .map(|x| peer.process(&shape, *x))
                .collect();
            let glide = ShapeGlide::still(&shape);
            tape.process(&glide, 0, 4, &mut sound.left, &mut sound.right);
            for (exact, fast) in exact.iter().zip(&sound.left) {
                error += f64::from(exact - fast).powi(2);
                power += f64::from(*exact).powi(2);
            }
        }
        let null_db = 10.0 * (error / power).log10();
        assert!(null_db < -30.0, "they differ by {null_db:.1} dB");
    }
}
