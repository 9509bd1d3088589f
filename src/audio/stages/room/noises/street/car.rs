//! A car that passes the window.
//!
//! What is heard of engines through a window is low: it is worked out in each eighth frame and runs
//! along straight lines between. The highest order (240 Hz) then has images at −55 dB at 48 kHz, as
//! tables have (see [`Waves`](super::super::steady::Waves)).
//! Not modelled: the time its sound takes to arrive (30 ms), the road's reflection, changing gears.
//! Sources: R. Pieren, T. Bütler and K. Heutschi, "Auralization of accelerating passenger cars using
//! spectral modeling synthesis", Appl. Sci. 6(1):5, 2016 (orders and noise of the engine, tyres,
//! Doppler effect, spreading); C. Doppler 1842.

use std::f32::consts::TAU;

use crate::audio::stages::room::noises::steady::{CHUNK, folded};

/// Speed of sound at 10 °C.
const SOUND_MPS: f32 = 337.0;
/// The distance at which a car's levels hold.
const NOMINAL_M: f32 = 8.0;
/// From this share of its way on a car hides behind the neighbours' houses.
const HIDES: f32 = 0.6;
/// A car that a strike has sent appears within this time.
const APPEARS_S: f32 = 0.3;

/// Orders of the crankshaft: a cylinder's own (1), firing of four cylinders (2), and its harmonics (4
/// and 6).
const ORDERS: usize = 4;
/// Their amplitudes before the window. By ear after Pieren et al., figure 6.
const AMPLITUDES: [f32; ORDERS] = [0.35, 1.0, 0.5, 0.3];

/// Frames from one point of an engine's sound to the next, and points in a chunk.
const APART: usize = 8;
const POINTS: usize = CHUNK / APART;
/// How far each frame between two points is on its way.
const ALONG: [f32; APART] = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0];
/// Turns of a crank in a frame above which its highest order would come back mirrored.
const FASTEST: f32 = 0.01;

/// Cars at once, and how many of them are worked out side by side.
pub const CARS: usize = 8;
const ABREAST: usize = 4;
type Lanes = [f32; ABREAST];

/// The engines of all cars, each at the place of its car. Their orders are locked to the crankshaft, so
/// that all follow from its angle x: sin 2x = 2·sin x·cos x, sin 4x = sin 2x·2·cos 2x and
/// sin 6x = sin 2x·(4·cos² 2x − 1).
#[derive(Debug, Clone, Copy, Default)]
pub struct Engines {
    quads: [Quad; CARS / ABREAST],
    /// The last chunk's last point.
    last: f32,
}

/// Engines side by side.
#[derive(Debug, Clone, Copy, Default)]
struct Quad {
    /// Where the cranks are on their circles.
    cos: Lanes,
    sin: Lanes,
    /// Of the first order; and of what is heard beside sin 2x, by powers of cos 2x.
    first: Lanes,
    firing: [Lanes; 3],
    /// At the last chunk's end.
    gains: Lanes,
}

impl Engines {
    /// A car comes to this place.
    pub fn enter(&mut self, place: usize, car: &Car) {
        let (quad, lane) = (&mut self.quads[place / ABREAST], place % ABREAST);
        let [first, second, fourth, sixth] = car.amplitudes;
        (quad.cos[lane], quad.sin[lane]) = (1.0, 0.0);
        quad.first[lane] = first;
        quad.firing[0][lane] = second - sixth;
        quad.firing[1][lane] = 2.0 * fourth;
        quad.firing[2][lane] = 4.0 * sixth;
        quad.gains[lane] = 0.0;
    }

    /// Adds a chunk of all, whose cranks turn by `turns` each frame and whose gains move to `gains`.
    pub fn add_to(&mut self, out: &mut [f32; CHUNK], turns: &[f32; CARS], gains: &[f32; CARS]) {
        let mut points = [[0.0; ABREAST]; POINTS];
        let (turns, gains) = (turns.as_chunks().0, gains.as_chunks().0);
        for ((quad, turns), gains) in self.quads.iter_mut().zip(turns).zip(gains) {
            quad.add_to(&mut points, turns, gains);
        }
        for (eight, point) in out.as_chunks_mut::<APART>().0.iter_mut().zip(points) {
            let point = folded(point);
            for n in 0..APART {
                eight[n] += self.last + ALONG[n] * (point - self.last);
            }
            self.last = point;
        }
    }
}

impl Quad {
    fn add_to(&mut self, points: &mut [Lanes; POINTS], turns: &Lanes, gains: &Lanes) {
        if self.gains == [0.0; ABREAST] && *gains == self.gains {
            return;
        }
        let (mut step_cos, mut step_sin, mut rise) =
            ([1.0; ABREAST], [0.0; ABREAST], [0.0; ABREAST]);
        for lane in 0..ABREAST {
            if gains[lane] > 0.0 {
                let step = APART as f32 * turns[lane].min(FASTEST);
                (step_sin[lane], step_cos[lane]) = (TAU * step).sin_cos();
            }
            rise[lane] = (gains[lane] - self.gains[lane]) / POINTS as f32;
        }
        // Copies stay in registers.
        let Self {
            mut cos,
            mut sin,
            first,
            firing,
            gains: mut gain,
        } = *self;
        for point in points {
            for n in 0..ABREAST {
                let (x, y) = (cos[n], sin[n]);
                cos[n] = x * step_cos[n] - y * step_sin[n];
                sin[n] = y * step_cos[n] + x * step_sin[n];
                gain[n] += rise[n];
                let twice_sin = 2.0 * sin[n] * cos[n];
                let twice_cos = 1.0 - 2.0 * sin[n] * sin[n];
                let fires = firing[0][n] + twice_cos * (firing[1][n] + twice_cos * firing[2][n]);
                point[n] += gain[n] * (first[n] * sin[n] + twice_sin * fires);
            }
        }
        // Rounding would let the circles grow or shrink.
        for n in 0..ABREAST {
            let more = 1.5 - 0.5 * (sin[n] * sin[n] + cos[n] * cos[n]);
            (self.cos[n], self.sin[n]) = (more * cos[n], more * sin[n]);
        }
        self.gains = *gains;
    }
}

/// Where a car is on its way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Way {
    /// From the point nearest to the window; negative before it.
    pub x_m: f32,
    /// Above 0.
    pub speed_mps: f32,
    /// Of its lane from the window.
    pub distance_m: f32,
    /// It appears at −reach and vanishes at +reach.
    pub reach_m: f32,
}

impl Way {
    fn radius_m(&self) -> f32 {
        (self.x_m * self.x_m + self.distance_m * self.distance_m).sqrt()
    }

    /// Pressure against that at 8 m, of a car in sight: 1/r.
    pub fn spreading(&self) -> f32 {
        NOMINAL_M / self.radius_m()
    }

    /// Heard frequency over emitted: 1/(1 − v·cos θ/c).
    pub fn doppler(&self) -> f32 {
        let towards_mps = -self.speed_mps * self.x_m / self.radius_m();
        1.0 / (1.0 - towards_mps / SOUND_MPS)
    }

    /// How much of it the houses do not hide.
    fn in_sight(&self) -> f32 {
        let rest = (1.0 - self.x_m.abs() / self.reach_m) / (1.0 - HIDES);
        let t = rest.clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    }

    fn is_over(&self) -> bool {
        self.x_m >= self.reach_m
    }
}

/// What a car is like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Make {
    /// Gain of its tyres against a car of 50 km/h.
    pub tyres: f32,
    /// Gain of its engine against a small one of the nineties; 0 for an electric motor.
    pub engine: f32,
    /// Revolutions of its crankshaft per second.
    pub crank_hz: f32,
}

/// A car, or a place for one.
#[derive(Debug, Clone, Copy)]
pub struct Car {
    pub way: Way,
    pub make: Make,
    present: bool,
    appeared: f32,
    /// Of its engine's orders, behind the window.
    amplitudes: [f32; ORDERS],
}

impl Default for Car {
    /// None.
    fn default() -> Self {
        Self {
            present: false,
            ..Self::new(Way::default(), Make::default(), true, |_| 0.0)
        }
    }
}

/// What a chunk of a car's way is like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heard {
    /// Gains at its end.
    pub tyres: f32,
    pub engine: f32,
    pub doppler: f32,
}

impl Car {
    /// One that sets out, already in full if `in_sight`. `window` is the window's gain at a
    /// frequency.
    pub fn new(way: Way, make: Make, in_sight: bool, window: impl Fn(f32) -> f32) -> Self {
        let orders = [1.0, 2.0, 4.0, 6.0];
        Self {
            way,
            make,
            present: true,
            appeared: if in_sight { 1.0 } else { 0.0 },
            amplitudes: std::array::from_fn(|n| AMPLITUDES[n] * window(orders[n] * make.crank_hz)),
        }
    }

    /// Whether there is one.
    pub fn is_present(&self) -> bool {
        self.present
    }

    /// Drives on for a chunk of `seconds`.
    pub fn advance(&mut self, seconds: f32) -> Heard {
        if !self.present {
            return Heard::default();
        }
        self.way.x_m += self.way.speed_mps * seconds;
        self.present = !self.way.is_over();
        self.appeared = (self.appeared + seconds / APPEARS_S).min(1.0);
        let t = self.appeared;
        let gain = self.way.spreading() * self.way.in_sight() * (t * t * (3.0 - 2.0 * t));
        Heard {
            tyres: gain * self.make.tyres,
            engine: gain * self.make.engine,
            doppler: self.way.doppler(),
        }
    }
}
