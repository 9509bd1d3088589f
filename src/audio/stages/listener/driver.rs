//! The loudspeaker itself: a moving mass on a spring in a magnetic field, all of them imperfect.
//!
//! With the displacement x in shares of what it can reach, the voltage u likewise (a constant u
//! moves it by u) and time in 1/ω₀:
//!
//! ```text
//! x'' = b(x)·u − (b(x)²/Qes + 1/Qms)·x' − k(x)·x        sound pressure ~ x''
//! ```
//!
//! b = Bl(x)/Bl(0) falls away from the middle of the field, k = Kms(x)/Kms(0) rises; neither is
//! symmetrical, which gives even harmonics. Small signals see a high-pass of second order at ω₀: the
//! device's low corner. Because x'' is heard and x saturates, harmonics grow with the square of
//! their order: a small speaker buzzes below its resonance.
//! Above a crossover another driver plays, and the field's loss does not reach it.
//! Sources: W. Klippel, "Tutorial: Loudspeaker nonlinearities – causes, parameters, symptoms", JAES
//! 54(10), 2006 (voltage-driven, without inductance, creep and Doppler); the integration is
//! trapezoidal, as in V. Zavalishin, "The Art of VA Filter Design", 2018, chapter 4, with b and k
//! taken from where the last two states say that the cone will be: stable at any setting, because
//! each step is that of a damped linear filter.

use crate::audio::dsp::tick::TICK;
use std::array::from_fn;
use std::f64::consts::PI;

use super::model::Cone;
use super::section::{Pair, Shape, Transfer, larger};

/// Beyond twice its limit the cone sits on its stops: b and k stay what they are there.
const STOPS: f64 = 2.0;
/// A field never quite loses the coil.
const LEAST_FORCE: f64 = 0.2;
/// A spring never loses this much of itself.
const LEAST_STIFFNESS: f64 = 0.3;

/// One device's drivers, both channels.
#[derive(Debug, Clone)]
pub struct Driver {
    g: f64,
    electrical: f64,
    mechanical: f64,
    reach: f64,
    force: [f64; 2],
    stiffness: [f64; 3],
    /// How far a one-pole at the crossover follows in a frame; 1 without one.
    follow: f64,
    low: Pair,
    s1: Pair,
    s2: Pair,
    /// Force, damping, stiffness and 1/denominator of the next frame.
    ahead: [Pair; 4],
}

impl Driver {
    /// At rest.
    pub fn new(cone: &Cone, sample_rate: f64) -> Self {
        let follow = cone
            .crossover_hz
            .map_or(1.0, |hz| 1.0 - (-2.0 * PI * hz / sample_rate).exp());
        let mut driver = Self {
            g: (PI * (cone.hz / sample_rate).min(0.45)).tan(),
            electrical: cone.electrical / cone.q,
            mechanical: (1.0 - cone.electrical) / cone.q,
            reach: cone.reach,
            force: cone.force,
            stiffness: cone.stiffness,
            follow,
            low: [0.0; 2],
            s1: [0.0; 2],
            s2: [0.0; 2],
            ahead: [[1.0; 2]; 4],
        };
        driver.ahead = driver.predicted(driver.s1, driver.s2);
        driver
    }

    /// What it does to small signals.
    pub fn transfer(cone: &Cone, sample_rate: f64) -> Transfer {
        Shape::HighPass {
            hz: cone.hz,
            q: cone.q,
        }
        .design(sample_rate)
    }

    /// Force, damping, stiffness and 1/denominator one and a half frames after these states.
    #[inline(always)]
    fn predicted(&self, s1: Pair, s2: Pair) -> [Pair; 4] {
        let ([b1, b2], [k1, k2, k4]) = (self.force, self.stiffness);
        let mut all = [[0.0; 2]; 4];
        for lane in 0..2 {
            let x = larger(s2[lane] + 3.0 * self.g * s1[lane], -STOPS);
            let x = -larger(-x, -STOPS);
            let square = x * x;
            let b = larger(1.0 + b1 * x - b2 * square, LEAST_FORCE);
            let k = 1.0 + k1 * x + square * (k2 + k4 * square);
            let k = larger(k, LEAST_STIFFNESS);
            let damping = b * b * self.electrical + self.mechanical + self.g * k;
            all[0][lane] = b;
            all[1][lane] = damping;
            all[2][lane] = k;
            all[3][lane] = 1.0 / (1.0 + self.g * damping);
        }
        all
    }

    /// Turns the amplifier's voltage into sound, in place, and notes the mean displacement of both
    /// cones. Returns the largest displacement of each.
    #[inline(always)]
    pub fn process(&mut self, frames: &mut [Pair], moved: &mut [f64; TICK]) -> Pair {
        let (mut low, mut s1, mut s2) = (self.low, self.s1, self.s2);
        let mut ahead = self.ahead;
        let g = self.g;
        let sound = 1.0 / self.reach;
        let mut furthest = [0.0; 2];
        for (frame, moved) in frames.iter_mut().zip(moved) {
            let [b, damping, k, over] = ahead;
            // For the next frame, from what this one starts with: the division need not be waited for.
            ahead = self.predicted(s1, s2);
            let mut x = [0.0f64; 2];
            for lane in 0..2 {
                let u = self.reach * frame[lane];
                low[lane] += self.follow * (u - low[lane]);
                let drive = u + (b[lane] - 1.0) * low[lane];
                let a = (drive - k[lane] * s2[lane]) - damping[lane] * s1[lane];
                // Short ways from state to state: the loop waits for nothing else.
                let step = a * (g * over[lane]);
                let v = s1[lane] + step;
                s1[lane] = v + step;
                x[lane] = s2[lane] + g * v;
                s2[lane] += (2.0 * g) * v;
                frame[lane] = a * (over[lane] * sound);
            }
            *moved = 0.5 * (x[0] + x[1]);
            furthest = from_fn(|lane| larger(furthest[lane], x[lane].abs()));
        }
        self.low = low;
        self.s1 = s1;
        self.s2 = s2;
        self.ahead = ahead;
        furthest
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        for state in [&mut self.low, &mut self.s1, &mut self.s2] {
            for s in state {
                if s.abs() < 1e-30 {
                    *s = 0.0;
                }
            }
        }
    }
}
