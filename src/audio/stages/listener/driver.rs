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

/// What a frame needs to know of the driver.
#[derive(Debug, Clone, Copy, Default)]
struct Ahead {
    b: Pair,
    damping: Pair,
    k: Pair,
    /// What is left of a force's way after damping and stiffness have had theirs.
    share: Pair,
}

/// One device's drivers, both channels.
///
/// All is counted in ways: a speed by how far it goes in half a frame, g times as much, and a force by
/// how far it moves the cone in that, g² times as much. So hardly a factor is left in the equation. What
/// both channels share stands twice, and aligned, so that an operation takes it straight from memory.
#[derive(Debug, Clone)]
#[repr(align(16))]
pub struct Driver {
    electrical: Pair,
    mechanical: Pair,
    /// What a force's way is as sound, for what follows.
    sound: Pair,
    force: [Pair; 2],
    /// Its constant part, by x, x² and x⁴.
    stiffness: [Pair; 4],
    /// How far a one-pole at the crossover follows in a frame.
    follow: Pair,
    crossed: bool,
    /// The way of the amplifier's limit.
    limit: f64,
    /// What they remember, for a loop to take out and put back.
    pub state: State,
}

/// How both cones move.
#[derive(Debug, Clone, Copy, Default)]
pub struct State {
    /// What is left of the voltage below the crossover.
    low: Pair,
    speed: Pair,
    place: Pair,
    /// Where the cones were going to be, as seen a frame ago.
    ahead: Pair,
}

impl Driver {
    /// At rest; its sound is counted by `level`.
    pub fn new(cone: &Cone, level: f64, sample_rate: f64) -> Self {
        let follow = cone
            .crossover_hz
            .map_or(1.0, |hz| 1.0 - (-2.0 * PI * hz / sample_rate).exp());
        let g = (PI * (cone.hz / sample_rate).min(0.45)).tan();
        let [k1, k2, k4] = cone.stiffness;
        let limit = cone.reach * g * g;
        let both = |x: f64| [x; 2];
        Self {
            electrical: both(g * cone.electrical / cone.q),
            mechanical: both(g * (1.0 - cone.electrical) / cone.q),
            sound: both(level / limit),
            force: cone.force.map(both),
            stiffness: [1.0, k1, k2, k4].map(|k| both(k * g * g)),
            follow: both(follow),
            crossed: cone.crossover_hz.is_some(),
            limit,
            state: State::default(),
        }
    }

    /// What [`Self::step`] takes for the amplifier's limit.
    pub fn limit(&self) -> f64 {
        self.limit
    }

    /// Whether another driver plays above this one.
    pub fn is_crossed(&self) -> bool {
        self.crossed
    }

    /// What it does to small signals.
    pub fn transfer(cone: &Cone, sample_rate: f64) -> Transfer {
        Shape::HighPass {
            hz: cone.hz,
            q: cone.q,
        }
        .design(sample_rate)
    }

    /// What it is like with its cones at `ahead`: from what the last frame started with, so that the
    /// division need not be waited for.
    #[inline(always)]
    fn predicted(&self, ahead: Pair) -> Ahead {
        let ([b1, b2], [k0, k1, k2, k4]) = (self.force, self.stiffness);
        let mut predicted = Ahead::default();
        for lane in 0..2 {
            let x = smaller(larger(ahead[lane], -STOPS), STOPS);
            let square = x * x;
            let b = larger((1.0 + b1[lane] * x) - b2[lane] * square, LEAST_FORCE);
            let k = (k0[lane] + k1[lane] * x) + square * (k2[lane] + k4[lane] * square);
            let damping = (b * b * self.electrical[lane] + self.mechanical[lane]) + k;
            predicted.b[lane] = b;
            predicted.damping[lane] = damping;
            predicted.k[lane] = k;
            predicted.share[lane] = 1.0 / (1.0 + damping);
        }
        predicted
    }

    /// Turns a frame of the amplifier's voltage into sound; the second is the displacement. `CROSSED`
    /// says that [`Self::is_crossed`].
    #[inline(always)]
    pub fn step<const CROSSED: bool>(&self, state: &mut State, frame: Pair) -> [Pair; 2] {
        let Ahead {
            b,
            damping,
            k,
            share,
        } = self.predicted(state.ahead);
        let (mut sound, mut x) = ([0.0; 2], [0.0; 2]);
        for lane in 0..2 {
            let (speed, place) = (state.speed[lane], state.place[lane]);
            state.ahead[lane] = place + 3.0 * speed;
            let u = frame[lane];
            let drive = if CROSSED {
                state.low[lane] += self.follow[lane] * (u - state.low[lane]);
                u + (b[lane] - 1.0) * state.low[lane]
            } else {
                b[lane] * u
            };
            let force = (drive - k[lane] * place) - damping[lane] * speed;
            // Short ways from state to state: the loop waits for nothing else.
            let way = force * share[lane];
            let mean = speed + way;
            state.speed[lane] = mean + way;
            x[lane] = place + mean;
            state.place[lane] = x[lane] + mean;
            sound[lane] = way * self.sound[lane];
        }
        [sound, x]
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        let State {
            low, speed, place, ..
        } = &mut self.state;
        settle([low, speed, place]);
    }
}
