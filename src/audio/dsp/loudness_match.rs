//! Keeps what comes out as loud as what goes in, so that what lies between compares at equal loudness.
//!
//! Both are weighted and squared as ITU-R BS.1770-4 has it; the gain is the root of the ratio of
//! what has gone in to what has come out over the last seconds. It begins with the gain that a
//! typical programme needs, which counts like a fifth of a second of music and is forgotten as real
//! music arrives: so it settles within the first second and then follows slowly. While little goes
//! in, it stands still.

use std::f64::consts::PI;

use crate::audio::dsp::k_weighting::{HIGH_PASS_HZ, shelf};
use crate::audio::dsp::tick::{Glide, Line, TICK};
use crate::audio::dsp::units::db_to_gain;

/// Time constant in seconds: no music is heard to pump with it. By ear.
const TIME_S: f64 = 6.0;
/// So much music does the typical programme stand for, and so fast is it forgotten, in seconds.
const PRIOR_S: f64 = 0.2;
const FORGET_S: f64 = 0.8;
/// The gain strays from the typical programme's by no more than this.
const RANGE_DB: f64 = 9.0;
/// Below −60 LUFS it stands still.
const GATE: f64 = 1e-6;
/// What is 10 dB below the mean does not count either, as in the recommendation.
const RELATIVE_GATE: f64 = 0.1;
/// How fast the gate sees the music's end, in seconds.
const GATE_S: f64 = 0.2;
/// Louder than that counts no more: a fault must not be remembered longer than music.
const LOUDEST: f64 = 4.0;

/// What went in left and right, what came out left and right.
type Lanes = [f32; 4];

/// Weighs and squares what went in and what came out. Aligned, so that an operation takes the figures,
/// which stand there for each lane, straight from memory.
#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
pub struct Meter {
    /// The shelf, whose numerator begins with 1.
    b: [Lanes; 2],
    a: [Lanes; 2],
    /// How far the poles of the high-pass move to what comes in.
    follow: Lanes,
    /// What frames leave behind, for a loop to take out and put back.
    pub state: State,
    /// What makes powers of the sums: the gains that are left out on the way.
    scale: f64,
}

/// What frames leave behind.
#[derive(Debug, Clone, Copy, Default)]
pub struct State {
    shelf: [Lanes; 2],
    high: [Lanes; 2],
    sums: Lanes,
}

/// The meter and the gain.
#[derive(Debug, Clone)]
pub struct LoudnessMatch {
    meter: Meter,
    /// Seconds in a tick; what a tick follows by and keeps.
    tick_s: f64,
    gate_follow: f64,
    keep: f64,
    prior_keep: f64,
    gate: f64,
    heard_s: f64,
    prior_s: f64,
    went_in: f64,
    came_out: f64,
    typical: f64,
    /// 1/its square, and the least and the largest ratio of powers.
    typical_over: f64,
    ratios: [f64; 2],
    gain: Glide,
}

impl LoudnessMatch {
    /// A typical programme needs the gain `typical`.
    pub fn new(typical: f64, sample_rate: f64) -> Self {
        let (b, a) = shelf(sample_rate);
        let g = (PI * HIGH_PASS_HZ / sample_rate).tan();
        let tick_s = TICK as f64 / sample_rate;
        let share = |seconds: f64| (tick_s / seconds).min(1.0);
        let range = db_to_gain(2.0 * RANGE_DB);
        let square = typical * typical;
        Self {
            meter: Meter {
                b: [1, 2].map(|i| [(b[i] / b[0]) as f32; 4]),
                a: [1, 2].map(|i| [(a[i] / a[0]) as f32; 4]),
                follow: [(2.0 * g / (1.0 + g)) as f32; 4],
                state: State::default(),
                // Of each pole the high part is 1/(1 + g) of the difference to its state.
                scale: (b[0] / a[0] / (1.0 + g).powi(2)).powi(2) / TICK as f64,
            },
            tick_s,
            gate_follow: share(GATE_S),
            keep: 1.0 - share(TIME_S),
            prior_keep: 1.0 - share(FORGET_S),
            gate: 0.0,
            heard_s: 0.0,
            prior_s: PRIOR_S,
            went_in: 0.0,
            came_out: 0.0,
            typical,
            typical_over: 1.0 / square,
            ratios: [square / range, square * range],
            gain: Glide::still(typical as f32),
        }
    }

    /// At a tick.
    pub fn tick(&mut self) {
        let scale = self.meter.scale;
        let power = |lanes: [f32; 2]| f64::from(lanes[0] + lanes[1]) * scale;
        let [a, b, c, d] = std::mem::take(&mut self.meter.state.sums);
        let (went_in, came_out) = (power([a, b]), power([c, d]));
        let weight = LOUDEST / went_in.max(came_out).max(LOUDEST);
        self.gate += (weight * went_in - self.gate) * self.gate_follow;
        let below_mean = self.gate * self.heard_s.max(self.tick_s) < self.went_in * RELATIVE_GATE;
        if self.gate < GATE || below_mean {
            self.gain.to(self.gain_now());
            return;
        }
        let keep = self.keep;
        self.heard_s = keep * self.heard_s + self.tick_s;
        self.went_in = keep * self.went_in + weight * went_in * self.tick_s;
        self.came_out = keep * self.came_out + weight * came_out * self.tick_s;
        self.prior_s *= self.prior_keep;
        self.gain.to(self.gain_now());
    }

    fn gain_now(&self) -> f32 {
        if self.went_in <= 0.0 {
            return self.typical as f32;
        }
        // The typical programme, at the level of what has been heard.
        let prior = self.prior_s * self.went_in / self.heard_s;
        let ratio = (self.went_in + prior) / (self.came_out + prior * self.typical_over);
        let [least, largest] = self.ratios;
        ratio.clamp(least, largest).sqrt() as f32
    }

    /// The gain, on its way through the tick.
    #[inline(always)]
    pub fn line(&self) -> Line {
        Line::of(&self.gain, 0)
    }

    /// The meter, which may work elsewhere on the frames up to the next tick.
    pub fn meter(&mut self) -> &mut Meter {
        &mut self.meter
    }
}

impl Meter {
    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        let ([s0, s1], [high0, high1]) = (&mut self.state.shelf, &mut self.state.high);
        for s in [s0, s1, high0, high1] {
            *s = s.map(|s| if s.abs() < 1e-20 { 0.0 } else { s });
        }
    }

    /// Measures a frame that came in and what the device made of it.
    #[inline(always)]
    pub fn step(&self, state: &mut State, came_in: [f32; 2], out: [f32; 2]) {
        let ([b1, b2], [a1, a2]) = (self.b, self.a);
        let x = [came_in[0], came_in[1], out[0], out[1]];
        let s = &mut state.shelf;
        for i in 0..4 {
            let mut y = x[i] + s[0][i];
            s[0][i] = (b1[i] * x[i] + s[1][i]) - a1[i] * y;
            s[1][i] = b2[i] * x[i] - a2[i] * y;
            for high in &mut state.high {
                // Trapezoidal: the low part is the mean of the state before and after.
                y -= high[i];
                high[i] += self.follow[i] * y;
            }
            state.sums[i] += y * y;
        }
    }
}
