//! A sine and its cosine, a chunk at a time.
//!
//! Eight points, each turned by a frame further than the one before, turn together by eight frames
//! (the angle sum). Overtones of fixed sizes are
//! a polynomial in the cosine (Chebyshev: T_h(cos x) = cos(h·x)).

use std::f32::consts::TAU;

use super::CHUNK;

/// Points that turn together.
const LANES: usize = 8;
/// Harmonics that [`Overtones`] may have.
const HARMONICS: usize = 6;

/// A point on a circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    cos: f32,
    sin: f32,
}

/// Sine and cosine in each frame of a chunk.
pub struct Turned {
    pub sin: [f32; CHUNK],
    pub cos: [f32; CHUNK],
}

impl Circle {
    /// At `phase` of a turn.
    pub fn new(phase: f32) -> Self {
        let (sin, cos) = (TAU * phase).sin_cos();
        Self { cos, sin }
    }

    /// By as much again as `step` is.
    #[inline(always)]
    fn turned(self, step: Self) -> Self {
        Self {
            cos: self.cos * step.cos - self.sin * step.sin,
            sin: self.sin * step.cos + self.cos * step.sin,
        }
    }

    /// A chunk further, by `turns` each frame, at most half a turn.
    #[inline]
    pub fn turn(&mut self, turns: f32) -> Turned {
        let (s, c) = (TAU * turns.clamp(0.0, 0.499)).sin_cos();
        let first = Self { cos: c, sin: s };
        let second = first.turned(first);
        let third = second.turned(first);
        let fourth = second.turned(second);
        let steps = [first, second, third, fourth];
        // Four points, and four more behind them.
        let (step_cos, step_sin) = (steps.map(|step| step.cos), steps.map(|step| step.sin));
        let (mut cos, mut sin) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..4 {
            cos[lane] = self.cos * step_cos[lane] - self.sin * step_sin[lane];
            sin[lane] = self.sin * step_cos[lane] + self.cos * step_sin[lane];
        }
        for lane in 0..4 {
            cos[4 + lane] = cos[lane] * fourth.cos - sin[lane] * fourth.sin;
            sin[4 + lane] = sin[lane] * fourth.cos + cos[lane] * fourth.sin;
        }
        let eighth = fourth.turned(fourth);
        let mut turned = Turned {
            sin: [0.0; CHUNK],
            cos: [0.0; CHUNK],
        };
        let all = turned.sin.as_chunks_mut().0.iter_mut();
        for (all_sin, all_cos) in all.zip(turned.cos.as_chunks_mut().0) {
            (*all_sin, *all_cos) = (sin, cos);
            for lane in 0..LANES {
                let (x, y) = (cos[lane], sin[lane]);
                cos[lane] = x * eighth.cos - y * eighth.sin;
                sin[lane] = y * eighth.cos + x * eighth.sin;
            }
        }
        // Rounding would let the circle grow or shrink.
        let (last_sin, last_cos) = (turned.sin[CHUNK - 1], turned.cos[CHUNK - 1]);
        let more = 1.5 - 0.5 * (last_sin * last_sin + last_cos * last_cos);
        (self.sin, self.cos) = (last_sin * more, last_cos * more);
        turned
    }
}

/// Harmonics of fixed sizes over a sine.
#[derive(Debug, Clone, Copy)]
pub struct Overtones([f32; HARMONICS + 1]);

impl Overtones {
    /// Those of `series` from the second on, as cosines, of an RMS of 1 together.
    pub fn new(series: fn(usize) -> f64) -> Self {
        let power: f64 = (2..=HARMONICS).map(|h| series(h).powi(2) / 2.0).sum();
        let scale = 1.0 / power.sqrt();
        // T_(h+1) = 2x·T_h − T_(h−1).
        let (mut last, mut now) = ([0.0; HARMONICS + 1], [0.0; HARMONICS + 1]);
        (last[0], now[1]) = (1.0, 1.0);
        let mut sum = [0.0; HARMONICS + 1];
        for h in 2..=HARMONICS {
            let mut next = [0.0; HARMONICS + 1];
            for power in 0..=HARMONICS {
                let raised = if power > 0 { now[power - 1] } else { 0.0 };
                next[power] = 2.0 * raised - last[power];
                sum[power] += scale * series(h) * next[power];
            }
            (last, now) = (now, next);
        }
        Self(sum.map(|factor: f64| factor as f32))
    }

    /// Over the sine whose cosine this is.
    #[inline(always)]
    pub fn at(&self, cos: f32) -> f32 {
        let [a, b, c, d, e, f, g] = self.0;
        a + cos * (b + cos * (c + cos * (d + cos * (e + cos * (f + cos * g)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_turns_evenly_and_keeps_its_size() {
        let mut circle = Circle::new(0.3);
        let turns = 0.0123;
        let mut phase = 0.3;
        for _ in 0..1_000 {
            let turned = circle.turn(turns);
            for (sin, cos) in turned.sin.iter().zip(turned.cos) {
                phase = (phase + f64::from(turns)).fract();
                let (exact_sin, exact_cos) = (std::f64::consts::TAU * phase).sin_cos();
                assert!((f64::from(*sin) - exact_sin).abs() < 1e-3);
                assert!((f64::from(cos) - exact_cos).abs() < 1e-3);
            }
        }
        assert!((circle.sin.hypot(circle.cos) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn overtones_are_cosines_of_multiples() {
        let series = |h: usize| 1.0 / h as f64;
        let overtones = Overtones::new(series);
        let size = (2..=6).map(|h| series(h).powi(2) / 2.0).sum::<f64>().sqrt();
        for n in 0..50 {
            let x = f64::from(n) * 0.13;
            let exact: f64 = (2..=6).map(|h| series(h) * (h as f64 * x).cos()).sum();
            let heard = f64::from(overtones.at(x.cos() as f32));
            assert!((heard - exact / size).abs() < 1e-4, "{heard}");
        }
    }
}
