//! Something loose in the case: it buzzes when the cone moves far enough to strike it.
//!
//! A small part hangs on a soft spring a little way off the moving case. Where the case reaches it,
//! a stiff contact with losses throws it off (K. Hunt, F. Crossley, "Coefficient of restitution
//! interpreted as damping in vibroimpact", J. Applied Mechanics 42, 1975, with exponent 1); it comes
//! back and is struck again, out of step with the music as often as not, which is what makes a buzz
//! of it. The knocks ring the case's modes.
//! Not modelled: more than one part; friction.

use std::array::from_fn;
use std::f64::consts::TAU;

use super::model;
use super::section::{larger, smaller};
use crate::audio::dsp::tick::{Glide, Line};

/// Resonance of the part on the stiff contact in Hz: the knocks are about 0.2 ms long. By ear.
const CONTACT_HZ: f64 = 2_400.0;
/// Loss of the contact, per speed in limits times the contact's angular frequency. By ear.
const CONTACT_LOSS: f64 = 3.0;
/// Knocks are counted in the speed of a cone that moves by its limit at this frequency.
const SPEED_HZ: f64 = 1_000.0;
/// Quality of the part on its own spring.
const PART_Q: f64 = 3.0;
/// The part never gets further off than this, in shares of the cone's limit.
const FURTHEST: f64 = 20.0;

/// The loose part and the case around it, for both channels at once.
#[derive(Debug, Clone)]
pub struct Rattle {
    gap: f64,
    level: f64,
    contact: f64,
    contact_loss: f64,
    spring: f64,
    loss: f64,
    place: f64,
    speed: f64,
    case: f64,
    /// Resonators side by side: feedback, feedback, gain, states.
    a1: [f32; 4],
    a2: [f32; 4],
    strike: [f32; 4],
    s1: [f32; 4],
    s2: [f32; 4],
    amount: Glide,
    running: bool,
}

impl Rattle {
    /// At rest.
    pub fn new(row: &model::Rattle, sample_rate: f64) -> Self {
        // In frames; the explicit integration stands a quarter of a turn a frame at most.
        let omega = |hz: f64| (TAU * hz / sample_rate).min(0.5);
        let pole = |[hz, q, _]: [f64; 3]| {
            let omega = TAU * (hz / sample_rate).min(0.4);
            (omega, (-omega / (2.0 * q)).exp())
        };
        let part = omega(row.part_hz);
        Self {
            gap: row.gap,
            level: row.level,
            contact: omega(CONTACT_HZ).powi(2),
            contact_loss: CONTACT_LOSS / omega(CONTACT_HZ),
            spring: part * part,
            loss: part / PART_Q,
            place: 0.0,
            speed: 0.0,
            case: 0.0,
            a1: row.modes.map(|mode| {
                let (omega, r) = pole(mode);
                (2.0 * r * omega.cos()) as f32
            }),
            a2: row.modes.map(|mode| -pole(mode).1.powi(2) as f32),
            // Each mode answers a knock of 1 with a decaying sine of its level.
            strike: row.modes.map(|mode| {
                let (omega, r) = pole(mode);
                (mode[2] * r * omega.sin() * sample_rate / (TAU * SPEED_HZ)) as f32
            }),
            s1: [0.0; 4],
            s2: [0.0; 4],
            amount: Glide::still(0.0),
            running: false,
        }
    }

    /// At a tick: how loose it is, 0 to 1.
    pub fn tick(&mut self, amount: f32) {
        self.amount.to(amount);
        let still = self.amount.is_still() && amount == 0.0;
        if self.running && still {
            (self.place, self.speed) = (0.0, 0.0);
            (self.s1, self.s2) = ([0.0; 4], [0.0; 4]);
        }
        self.running = !still;
        for s in [&mut self.s1, &mut self.s2] {
            *s = s.map(|s| if s.abs() < 1e-20 { 0.0 } else { s });
        }
    }

    /// Whether anything is heard of it.
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// How loose it is, through the tick.
    #[inline(always)]
    pub fn line(&self) -> Line {
        Line::of(&self.amount, 0)
    }

    /// The buzz, this loose, for the cone's displacement in shares of its limit.
    #[inline(always)]
    pub fn step(&mut self, moved: f64, amount: f64) -> f64 {
        // A gap is twice as wide in a tight case, and next to nothing in a loose one. By ear.
        let gap = self.gap * (2.5 - 2.4 * amount);
        let depth = larger(moved - gap - self.place, 0.0);
        let closing = moved - self.case - self.speed;
        self.case = moved;
        let push = larger(1.0 + self.contact_loss * closing, 0.0);
        let force = self.contact * depth * push;
        self.speed += force - self.spring * self.place - self.loss * self.speed;
        let place = larger(self.place + self.speed, -FURTHEST);
        self.place = smaller(place, FURTHEST);
        let force = force as f32;
        let y: [f32; 4] =
            from_fn(|i| self.strike[i] * force + self.a1[i] * self.s1[i] + self.a2[i] * self.s2[i]);
        self.s2 = self.s1;
        self.s1 = y;
        f64::from((y[0] + y[2]) + (y[1] + y[3])) * self.level * amount
    }
}
