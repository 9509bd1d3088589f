//! Keeps what comes out as loud as what goes in, so that devices compare at equal loudness.
//!
//! Both are weighted and squared as ITU-R BS.1770-4 has it; the gain is the root of the ratio of
//! what has gone in to what has come out over the last seconds. It begins with the gain that a
//! typical programme needs, which counts like a fifth of a second of music and is forgotten as real
//! music arrives: so it settles within the first second and then follows slowly. While little goes
//! in, it stands still.

use std::f64::consts::PI;

use super::section::{Pair, larger};
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

/// The meter and the gain.
#[derive(Debug, Clone)]
pub struct LoudnessMatch {
    b: [f32; 3],
    a: [f32; 2],
    s: [Lanes; 2],
    follow: f32,
    high: [Lanes; 2],
    sums: Lanes,
    /// Seconds in a tick.
    tick_s: f64,
    gate: f64,
    heard_s: f64,
    prior_s: f64,
    went_in: f64,
    came_out: f64,
    typical: f64,
    gain: Glide,
}

impl LoudnessMatch {
    /// A typical programme needs the gain `typical`.
    pub fn new(typical: f64, sample_rate: f64) -> Self {
        let (b, a) = shelf(sample_rate);
        let g = (PI * HIGH_PASS_HZ / sample_rate).tan();
        Self {
            b: b.map(|b| (b / a[0]) as f32),
            a: [(a[1] / a[0]) as f32, (a[2] / a[0]) as f32],
            s: [[0.0; 4]; 2],
            follow: (g / (1.0 + g)) as f32,
            high: [[0.0; 4]; 2],
            sums: [0.0; 4],
            tick_s: TICK as f64 / sample_rate,
            gate: 0.0,
            heard_s: 0.0,
            prior_s: PRIOR_S,
            went_in: 0.0,
            came_out: 0.0,
            typical,
            gain: Glide::still(typical as f32),
        }
    }

    /// At a tick.
    pub fn tick(&mut self) {
        let power = |lanes: [f32; 2]| f64::from(lanes[0] + lanes[1]) / TICK as f64;
        let [a, b, c, d] = self.sums;
        let (went_in, came_out) = (power([a, b]), power([c, d]));
        self.sums = [0.0; 4];
        self.settle();
        let weight = (LOUDEST / went_in.max(LOUDEST)).min(LOUDEST / came_out.max(LOUDEST));
        self.gate += (weight * went_in - self.gate) * (self.tick_s / GATE_S).min(1.0);
        let mean = self.went_in / self.heard_s.max(self.tick_s);
        if self.gate < larger(GATE, mean * RELATIVE_GATE) {
            self.gain.to(self.gain_now());
            return;
        }
        let keep = 1.0 - (self.tick_s / TIME_S).min(1.0);
        self.heard_s = keep * self.heard_s + self.tick_s;
        self.went_in = keep * self.went_in + weight * went_in * self.tick_s;
        self.came_out = keep * self.came_out + weight * came_out * self.tick_s;
        self.prior_s *= 1.0 - (self.tick_s / FORGET_S).min(1.0);
        self.gain.to(self.gain_now());
    }

    fn gain_now(&self) -> f32 {
        if self.went_in <= 0.0 {
            return self.typical as f32;
        }
        // The typical programme, at the level of what has been heard.
        let prior = self.prior_s * self.went_in / self.heard_s;
        let typical = self.typical * self.typical;
        let ratio = (self.went_in + prior) / (self.came_out + prior / typical);
        let range = db_to_gain(2.0 * RANGE_DB);
        ratio.clamp(typical / range, typical * range).sqrt() as f32
    }

    fn settle(&mut self) {
        for s in self.s.iter_mut().chain(&mut self.high).flatten() {
            if s.abs() < 1e-20 {
                *s = 0.0;
            }
        }
    }

    /// Measures `frames` of the device, made of `left` and `right`, and brings them to the level of
    /// those and into their place; `gain` is one that the meter knows nothing about.
    #[inline(always)]
    pub fn process(
        &mut self,
        frames: &[Pair],
        [left, right]: [&mut [f32]; 2],
        gain: &Glide,
        offset: usize,
    ) {
        let (matched, gain) = (Line::of(&self.gain, offset), Line::of(gain, offset));
        let (mut s, mut high, mut sums) = (self.s, self.high, self.sums);
        let ([b0, b1, b2], [a1, a2]) = (self.b, self.a);
        let (keep, twice) = (1.0 - 2.0 * self.follow, 2.0 * self.follow);
        for (n, frame) in frames.iter().enumerate() {
            let gain = gain.at(n);
            let out = [(frame[0] * gain) as f32, (frame[1] * gain) as f32];
            let x = [left[n], right[n], out[0], out[1]];
            for i in 0..4 {
                let mut y = b0 * x[i] + s[0][i];
                s[0][i] = (b1 * x[i] + s[1][i]) - a1 * y;
                s[1][i] = b2 * x[i] - a2 * y;
                for high in &mut high {
                    // Trapezoidal: the low part is the mean of the state before and after.
                    let after = keep * high[i] + twice * y;
                    y -= 0.5 * (high[i] + after);
                    high[i] = after;
                }
                sums[i] += y * y;
            }
            let matched = matched.at(n) as f32;
            left[n] = matched * out[0];
            right[n] = matched * out[1];
        }
        self.s = s;
        self.high = high;
        self.sums = sums;
    }
}
