//! A car that passes the window.
//!
//! Not modelled: the time its sound takes to arrive (30 ms), the road's reflection, changing gears.
//! Sources: R. Pieren, T. Bütler and K. Heutschi, "Auralization of accelerating passenger cars using
//! spectral modeling synthesis", Appl. Sci. 6(1):5, 2016 (orders and noise of the engine, tyres,
//! Doppler effect, spreading); C. Doppler 1842.

use std::f32::consts::TAU;

/// Speed of sound at 10 °C.
const SOUND_MPS: f32 = 337.0;
/// The distance at which a car's levels hold.
const NOMINAL_M: f32 = 8.0;
/// From this share of its way on a car hides behind the neighbours' houses.
const HIDES: f32 = 0.6;
/// A car that a strike has sent appears within this time.
const APPEARS_S: f32 = 0.3;

/// Orders of the crankshaft: a cylinder's own, firing of four cylinders (2), and its harmonics.
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
#[derive(Debug, Clone, Copy, Default)]
pub struct Car {
    pub way: Way,
    pub make: Make,
    present: bool,
    appeared: f32,
    /// Gain of its engine's orders at the end of the last chunk.
    gain: f32,
    re: [f32; ORDERS],
    im: [f32; ORDERS],
    amplitudes: [f32; ORDERS],
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
            gain: 0.0,
            re: [1.0; ORDERS],
            im: [0.0; ORDERS],
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

    /// Adds its engine's orders, whose gain moves to `gain`.
    pub fn run(&mut self, out: &mut [f32], gain: f32, doppler: f32, sample_rate: f32) {
        if gain == 0.0 && self.gain == 0.0 {
            return;
        }
        let turn = TAU * (self.make.crank_hz * doppler / sample_rate).min(0.05);
        let first = turn.sin_cos();
        // Orders 1, 2, 4 and 6 as powers of the first.
        let times = |(s, c): (f32, f32), (t, d): (f32, f32)| (s * d + c * t, c * d - s * t);
        let second = times(first, first);
        let fourth = times(second, second);
        let steps = [first, second, fourth, times(fourth, second)];
        let (mut re, mut im, mut now) = (self.re, self.im, self.gain);
        let slope = (gain - now) / out.len() as f32;
        for y in out {
            now += slope;
            let mut sum = [0.0; ORDERS];
            for n in 0..ORDERS {
                let (sin, cos) = steps[n];
                let x = re[n] * cos - im[n] * sin;
                im[n] = re[n] * sin + im[n] * cos;
                re[n] = x;
                sum[n] = self.amplitudes[n] * im[n];
            }
            *y += now * ((sum[0] + sum[2]) + (sum[1] + sum[3]));
        }
        // Rounding would let the circles grow or shrink.
        for n in 0..ORDERS {
            let more = 1.5 - 0.5 * (re[n] * re[n] + im[n] * im[n]);
            self.re[n] = re[n] * more;
            self.im[n] = im[n] * more;
        }
        self.gain = gain;
    }
}
