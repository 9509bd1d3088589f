//! Wheels that are not quite round: each adds a sine of its own rotation to the speed.

use std::f64::consts::TAU;

use super::super::model::Machine;
use super::friction::{self, Friction};
use super::weighting::weight;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::TICK;
use crate::audio::stage::Spec;

/// A meter's reading re the weighted RMS deviation: it shows what is exceeded 5 % of the time,
/// 2σ for noise and less for sines. Found by measuring the sum that is used here.
const READING: f64 = 1.83;

/// How far the sum of several passes swings about its mean height, as a part of it.
const SWAY: f32 = 0.2;
/// How slowly: two periods in seconds that do not fit into each other.
const SWAY_S: [f64; 2] = [9.1, -14.7];

/// The wheels and the friction behind one knob.
pub struct Group {
    wheels: [Wheel; 3],
    friction: Friction,
    /// Knob in percent.
    amount: Ramp,
    passes: Passes,
}

/// One line of a group's recipe: rotation in Hz, speed deviation re the strongest.
pub type Recipe = [(f64, f64); 3];

/// Slow rotations: the pinch roller, and the hubs whose pull the roller does not quite hold off.
pub fn wow(machine: &Machine) -> (Recipe, friction::Recipe) {
    let [take_up, supply] = machine.hubs_hz;
    let wheels = [
        (machine.pinch_roller_hz, 1.0),
        (take_up, 0.4),
        (supply, 0.25),
    ];
    (wheels, friction::WOW)
}

/// Fast ones: the capstan, its oval, and the motor's poles on it through the belt.
pub fn flutter(machine: &Machine) -> (Recipe, friction::Recipe) {
    let capstan = machine.capstan_hz;
    let wheels = [(capstan, 1.0), (2.0 * capstan, 0.35), (5.3 * capstan, 0.5)];
    (wheels, friction::FLUTTER)
}

/// A sine, as a phasor that turns once per tick.
#[derive(Debug, Clone)]
struct Wheel {
    phasor: [f64; 2],
    start: [f64; 2],
    turn: [f64; 2],
    per_frame: f64,
    /// Delay in frames at 1 % on the knob; a new machine's wheel grows into its own.
    delay: Ramp,
}

/// What several passes over the same transport add up to.
///
/// Each pass turns the same wheels at next to the same rates, with phases of its own: n sines of one
/// frequency and unrelated phases are one sine, √n high on average, whose height and phase drift as
/// the passes' slips differ. The drift is held to [`SWAY`], so that the reading stays what it is
/// said to be. The sum of n unrelated noises is a noise √n as strong.
struct Passes {
    height: Ramp,
    sway: Ramp,
    phasors: [[f64; 2]; 2],
    turns: [[f64; 2]; 2],
}

impl Group {
    /// Still. The ramps take `ramp` frames.
    pub fn new(recipe: (Recipe, friction::Recipe), seed: u64, ramp: usize, spec: Spec) -> Self {
        let mut group = Self {
            wheels: std::array::from_fn(|n| Wheel::new(0.17 + 0.29 * n as f64, ramp)),
            friction: Friction::new(seed, ramp),
            amount: Ramp::new(0.0, ramp),
            passes: Passes::new(ramp, spec),
        };
        group.set_wheels(recipe, spec);
        group
    }

    /// Scales the recipe to a meter's reading of 1 %.
    pub fn set_wheels(&mut self, (wheels, friction): (Recipe, friction::Recipe), spec: Spec) {
        let (low_hz, high_hz, share) = friction;
        let (plain, weighted) = Friction::power(low_hz, high_hz);
        let power: f64 = wheels
            .iter()
            .map(|&(hz, s)| (s * weight(hz)).powi(2) / 2.0)
            .sum();
        let noise = share * share * weighted / plain;
        let one_percent = 0.01 / (READING * (power + noise).sqrt());
        for (wheel, (hz, speed)) in self.wheels.iter_mut().zip(wheels) {
            wheel.set(hz, speed * one_percent, spec);
        }
        self.friction
            .set(low_hz, high_hz, share * one_percent, spec);
    }

    /// A meter's reading in percent after one of `generations` passes.
    pub fn set(&mut self, percent: f32, generations: u8) {
        self.amount.set(percent);
        self.passes.set(generations);
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.wheels.iter_mut().for_each(Wheel::reset);
        self.friction.reset();
        self.amount.reset();
        self.passes.reset();
    }

    /// Delay in frames and slope at the end of the next tick, of a tape at `speed` re its nominal
    /// one. The delay is a place on the tape: it does not depend on how fast that passes.
    pub fn tick(&mut self, speed: f64) -> (f64, f64) {
        let before = self.gain();
        self.amount.advance(TICK);
        let [real, imaginary] = self.passes.tick();
        let (mut delay, mut slope) = (0.0, 0.0);
        for wheel in &mut self.wheels {
            wheel.tick(speed);
            let reach = f64::from(wheel.delay.value());
            let [re, im] = wheel.phasor;
            delay += reach * (im * real + re * imaginary);
            slope += reach * wheel.per_frame * speed * (re * real - im * imaginary);
        }
        self.friction.tick(speed);
        delay += self.friction.delay;
        slope += self.friction.speed;
        let gain = self.gain();
        let rise = (gain - before) / TICK as f64;
        (delay * gain, slope * gain + delay * rise)
    }

    fn gain(&self) -> f64 {
        f64::from(self.amount.value()) * f64::from(self.passes.height.value())
    }

    /// The farthest that 1 % in one pass takes the tape off its place, in frames.
    pub fn bound(&self) -> f64 {
        let wheels: f32 = self.wheels.iter().map(|wheel| wheel.delay.value()).sum();
        f64::from(wheels + self.friction.bound.value())
    }

    /// The farthest now.
    pub fn bound_now(&self) -> f64 {
        let sway = 1.0 + f64::from(self.passes.sway.value());
        self.bound() * self.gain() * sway
    }

    /// How many times [`Self::bound`] the most passes at `percent` can reach.
    pub fn most(percent: f64, generations: u8) -> f64 {
        percent * f64::from(generations).sqrt() * (1.0 + f64::from(SWAY))
    }
}

impl Wheel {
    fn new(start_turns: f64, ramp: usize) -> Self {
        let (sin, cos) = (TAU * start_turns).sin_cos();
        let start = [cos, sin];
        let delay = Ramp::new(0.0, ramp);
        Self {
            phasor: start,
            start,
            turn: [1.0, 0.0],
            per_frame: 0.0,
            delay,
        }
    }

    fn set(&mut self, rotation_hz: f64, speed: f64, spec: Spec) {
        self.per_frame = TAU * rotation_hz / spec.sample_rate;
        self.turn = turn(self.per_frame);
        self.delay.set((speed / self.per_frame) as f32);
    }

    fn reset(&mut self) {
        self.phasor = self.start;
        self.delay.reset();
    }

    fn tick(&mut self, speed: f64) {
        self.phasor = product(self.phasor, self.turn);
        if speed != 1.0 {
            // What the wheel turns more or less than at the nominal speed, by the rational form of
            // a rotation, which keeps the length for any angle: e^jθ ≈ (1 + jt)/(1 − jt) with
            // t = tan(θ/2) ≈ θ/2 + θ³/24.
            let angle = self.per_frame * TICK as f64 * (speed - 1.0);
            let t = 0.5 * angle * (1.0 + angle * angle / 12.0);
            let scale = 1.0 / (1.0 + t * t);
            let further = [(1.0 - t * t) * scale, 2.0 * t * scale];
            self.phasor = product(self.phasor, further);
        }
        self.delay.advance(TICK);
    }
}

impl Passes {
    fn new(ramp: usize, spec: Spec) -> Self {
        Self {
            height: Ramp::new(1.0, ramp),
            sway: Ramp::new(0.0, ramp),
            phasors: [[0.0, 1.0]; 2],
            turns: SWAY_S.map(|seconds| turn(TAU / (seconds * spec.sample_rate))),
        }
    }

    fn set(&mut self, generations: u8) {
        let generations = generations.max(1);
        self.height.set(f32::from(generations).sqrt());
        self.sway.set(if generations > 1 { SWAY } else { 0.0 });
    }

    fn reset(&mut self) {
        self.height.reset();
        self.sway.reset();
        self.phasors = [[0.0, 1.0]; 2];
    }

    /// The sum re its mean height, as a complex factor.
    fn tick(&mut self) -> [f64; 2] {
        self.height.advance(TICK);
        self.sway.advance(TICK);
        let sway = f64::from(self.sway.value());
        if sway == 0.0 {
            return [1.0, 0.0];
        }
        for (phasor, turn) in self.phasors.iter_mut().zip(self.turns) {
            *phasor = product(*phasor, turn);
        }
        let [one, two] = self.phasors;
        let half = 0.5 * sway;
        [1.0 + half * (one[0] + two[0]), half * (one[1] + two[1])]
    }
}

/// A tick's rotation.
fn turn(per_frame: f64) -> [f64; 2] {
    let (sin, cos) = (per_frame * TICK as f64).sin_cos();
    [cos, sin]
}

/// The product of two complex numbers.
fn product([re, im]: [f64; 2], [cos, sin]: [f64; 2]) -> [f64; 2] {
    [re * cos - im * sin, re * sin + im * cos]
}
