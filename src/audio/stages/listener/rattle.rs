//! Something loose in the case: it buzzes when the cone moves far enough to strike it.
//!
//! A small part hangs on a soft spring a little way off the moving case. Where the case reaches it,
//! a stiff contact with losses throws it off (K. Hunt, F. Crossley, "Coefficient of restitution
//! interpreted as damping in vibroimpact", J. Applied Mechanics 42, 1975, with exponent 1); it comes
//! back and is struck again, out of step with the music as often as not, which is what makes a buzz
//! of it. What throws the part rings the case's modes, and so does its spring, which pulls the other way for
//! longer: both together change the part's speed, which has no mean. A case that is only leant against is
//! silent.
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

/// The case's modes side by side.
type Modes = [f32; 4];

/// The loose part and the case around it, for both channels at once. Aligned, so that a multiplication
/// takes the modes straight from memory.
#[derive(Debug, Clone)]
#[repr(align(16))]
pub struct Rattle {
    /// Feedback, feedback, gain.
    a1: Modes,
    a2: Modes,
    strike: Modes,
    gap: f64,
    contact: f64,
    contact_loss: f64,
    spring: f64,
    /// How much of its speed the part keeps.
    keep: f64,
    amount: Glide,
    /// Whether there is anything that could be heard.
    loose: bool,
    running: bool,
    /// What moves, for a loop to take out and put back.
    pub state: State,
}

/// What moves. In this order, because place and speed side by side would be taken for two lanes, which
/// they are not.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub struct State {
    /// Where the part is.
    place: f64,
    /// The modes' last sample and the one before.
    s1: Modes,
    /// How fast the part is.
    speed: f64,
    s2: Modes,
    /// Where the case was.
    case: f64,
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
            contact: omega(CONTACT_HZ).powi(2),
            contact_loss: CONTACT_LOSS / omega(CONTACT_HZ),
            spring: part * part,
            keep: 1.0 - part / PART_Q,
            a1: row.modes.map(|mode| {
                let (omega, r) = pole(mode);
                (2.0 * r * omega.cos()) as f32
            }),
            a2: row.modes.map(|mode| -pole(mode).1.powi(2) as f32),
            // Each mode answers a knock of 1 with a decaying sine of its level.
            strike: row.modes.map(|mode| {
                let (omega, r) = pole(mode);
                (row.level * mode[2] * r * omega.sin() * sample_rate / (TAU * SPEED_HZ)) as f32
            }),
            amount: Glide::still(0.0),
            loose: row.level > 0.0,
            running: false,
            state: State::default(),
        }
    }

    /// At a tick: how loose it is, 0 to 1.
    pub fn tick(&mut self, amount: f32) {
        self.amount.to(amount);
        let still = self.amount.is_still() && amount == 0.0;
        if self.running && still {
            self.state = State {
                case: self.state.case,
                ..State::default()
            };
        }
        self.running = self.loose && !still;
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        for s in [&mut self.state.s1, &mut self.state.s2] {
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
    pub fn step(&self, state: &mut State, moved: f64, amount: f64) -> f64 {
        // A gap is twice as wide in a tight case, and next to nothing in a loose one. By ear.
        let gap = self.gap * (2.5 - 2.4 * amount);
        let depth = larger(moved - gap - state.place, 0.0);
        let closing = moved - state.case - state.speed;
        state.case = moved;
        let push = larger(1.0 + self.contact_loss * closing, 0.0);
        let force = self.contact * depth * push;
        let before = state.speed;
        state.speed = (self.keep * before - self.spring * state.place) + force;
        let place = larger(state.place + state.speed, -FURTHEST);
        state.place = smaller(place, FURTHEST);
        let knock = (state.speed - before) as f32;
        let State { s1, s2, .. } = *state;
        let y: Modes =
            from_fn(|i| self.strike[i] * knock + self.a1[i] * s1[i] + self.a2[i] * s2[i]);
        (state.s1, state.s2) = (y, s1);
        f64::from((y[0] + y[2]) + (y[1] + y[3])) * amount
    }
}
