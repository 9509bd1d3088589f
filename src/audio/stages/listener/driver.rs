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

use std::f64::consts::PI;

use super::model::Cone;
use super::section::{Pair, Shape, Transfer, larger, settle, smaller};

/// Beyond twice its limit the cone sits on its stops: b and k stay what they are there.
const STOPS: f64 = 2.0;
/// A field never quite loses the coil.
const LEAST_FORCE: f64 = 0.2;
/// A spring never loses this much of itself.
const LEAST_STIFFNESS: f64 = 0.3;

/// What a frame needs to know of the driver.
#[derive(Debug, Clone, Copy, Default)]
struct Ahead {
    b: Pair,
    damping: Pair,
    k: Pair,
    /// By how much a force of 1 moves the speed in half a frame.
    step: Pair,
}

/// One device's drivers, both channels.
#[derive(Debug, Clone)]
pub struct Driver {
    g: f64,
    electrical: f64,
    mechanical: f64,
    reach: f64,
    sound: f64,
    force: [f64; 2],
    /// Stiffness times g²: its constant part, by x, x² and x⁴, and the least.
    stiffness: [f64; 4],
    least_stiffness: f64,
    /// How far a one-pole at the crossover follows in a frame; 1 without one.
    follow: f64,
    low: Pair,
    s1: Pair,
    s2: Pair,
    /// Both states before the last frame.
    before: [Pair; 2],
}

impl Driver {
    /// At rest.
    pub fn new(cone: &Cone, sample_rate: f64) -> Self {
        let follow = cone
            .crossover_hz
            .map_or(1.0, |hz| 1.0 - (-2.0 * PI * hz / sample_rate).exp());
        let g = (PI * (cone.hz / sample_rate).min(0.45)).tan();
        let [k1, k2, k4] = cone.stiffness;
        Self {
            g,
            electrical: cone.electrical / cone.q,
            mechanical: (1.0 - cone.electrical) / cone.q,
            reach: cone.reach,
            sound: 1.0 / (cone.reach * g),
            force: cone.force,
            stiffness: [1.0, k1, k2, k4].map(|k| k * g * g),
            least_stiffness: LEAST_STIFFNESS * g * g,
            follow,
            low: [0.0; 2],
            s1: [0.0; 2],
            s2: [0.0; 2],
            before: [[0.0; 2]; 2],
        }
    }

    /// What it does to small signals.
    pub fn transfer(cone: &Cone, sample_rate: f64) -> Transfer {
        Shape::HighPass {
            hz: cone.hz,
            q: cone.q,
        }
        .design(sample_rate)
    }

    /// What it is like one and a half frames after the states before the last frame. The way to the division is as short
    /// as it can be: two frames on, the next of its kind waits for what comes of it.
    #[inline(always)]
    fn predicted(&self) -> Ahead {
        let g = self.g;
        let ([b1, b2], [k0, k1, k2, k4]) = (self.force, self.stiffness);
        let (over_g, over_gg) = (1.0 / g, 1.0 / (g * g));
        let (still, moving) = (1.0 + g * self.mechanical, g * self.electrical);
        let mut ahead = Ahead::default();
        for lane in 0..2 {
            let [s1, s2] = self.before;
            let x = larger(s2[lane] + (3.0 * g) * s1[lane], -STOPS);
            let x = smaller(x, STOPS);
            let square = x * x;
            let b = larger((1.0 + b1 * x) - b2 * square, LEAST_FORCE);
            let k = (k0 + k1 * x) + square * (k2 + k4 * square);
            let k = larger(k, self.least_stiffness);
            ahead.b[lane] = b;
            ahead.damping[lane] = (b * b * self.electrical + self.mechanical) + k * over_g;
            ahead.k[lane] = k * over_gg;
            ahead.step[lane] = g / ((still + moving * (b * b)) + k);
        }
        ahead
    }

    /// Turns a frame of the amplifier's voltage into sound; the second is the displacement.
    #[inline(always)]
    pub fn step(&mut self, frame: Pair) -> [Pair; 2] {
        // From what the last frame started with: the division need not be waited for.
        let Ahead {
            b,
            damping,
            k,
            step: over,
        } = self.predicted();
        self.before = [self.s1, self.s2];
        let (mut sound, mut x) = ([0.0; 2], [0.0; 2]);
        for lane in 0..2 {
            let u = self.reach * frame[lane];
            self.low[lane] += self.follow * (u - self.low[lane]);
            let drive = u + (b[lane] - 1.0) * self.low[lane];
            let a = (drive - k[lane] * self.s2[lane]) - damping[lane] * self.s1[lane];
            // Short ways from state to state: the loop waits for nothing else.
            let step = a * over[lane];
            let v = self.s1[lane] + step;
            self.s1[lane] = v + step;
            x[lane] = self.s2[lane] + self.g * v;
            self.s2[lane] += (2.0 * self.g) * v;
            sound[lane] = step * self.sound;
        }
        [sound, x]
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        settle([&mut self.low, &mut self.s1, &mut self.s2]);
    }
}
