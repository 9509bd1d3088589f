//! A car that passes the window.
//!
//! Not modelled: the time its sound takes to arrive (30 ms), the road's reflection, changing gears.
//! Sources: R. Pieren, T. Bütler and K. Heutschi, "Auralization of accelerating passenger cars using
//! spectral modeling synthesis", Appl. Sci. 6(1):5, 2016 (orders and noise of the engine, tyres,
//! Doppler effect, spreading); C. Doppler 1842.

use crate::audio::stages::room::noises::steady::{CHUNK, Circle, Line};

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
    /// Gain of its engine's orders.
    gain: Line,
    crank: Circle,
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
            gain: Line::default(),
            crank: Circle::new(0.0),
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

    /// Adds its engine's orders, whose gain moves to `gain`. They are locked to the crankshaft, so that
    /// all follow from its angle x: sin 2x = 2·sin x·cos x, sin 4x = sin 2x·2·cos 2x and
    /// sin 6x = sin 2x·(4·cos² 2x − 1).
    pub fn run(&mut self, out: &mut [f32; CHUNK], gain: f32, doppler: f32, sample_rate: f32) {
        self.gain.move_to(gain, false);
        if self.gain.is_zero() {
            return;
        }
        // Kept from the Nyquist frequency at the lowest sample rates.
        let turns = (self.make.crank_hz * doppler / sample_rate).min(0.05);
        let crank = self.crank.turn(turns);
        let [first, second, fourth, sixth] = self.amplitudes;
        for (n, y) in out.iter_mut().enumerate() {
            let (sin, cos) = (crank.sin[n], crank.cos[n]);
            let twice_sin = 2.0 * sin * cos;
            let twice_cos = 1.0 - 2.0 * sin * sin;
            let firing = second + twice_cos * (2.0 * fourth + twice_cos * (4.0 * sixth)) - sixth;
            *y += self.gain.at(n) * (first * sin + twice_sin * firing);
        }
    }
}
