//! What a moving distance between tape and head takes away.
//!
//! Source: R. L. Wallace, "The reproduction of magnetically recorded signals", Bell Syst. Tech. J.
//! 30, 1951: a spacing d loses exp(−k·d) = exp(−2π·f·d/v), the treble first.
//! Two equal one-pole low-passes and a gain follow that law within 2.7 dB until 20 dB are lost;
//! deeper losses stay behind it.

use crate::audio::dsp::tick::{Glide, TICK};

/// Corner of each low-pass re the frequency at which exp(−k·d) = 1/e: there two of them lose as
/// much, 1/(1 + (f/corner)²) = 1/e.
const CORNER: f64 = 0.763;
/// The low-passes lose nothing in the bass; all frequencies lose what the law takes from this one,
/// in Hz.
const GAIN_HZ: f64 = 50.0;

/// The loss of both tracks.
pub struct Lift {
    sample_rate: f64,
    /// 2π·corner/rate of a distance of 1 m at 1 m/s.
    reach: f32,
    pole: [Glide; 2],
    gain: [Glide; 2],
    states: [[f32; 2]; 2],
}

impl Lift {
    /// In contact.
    pub fn new(sample_rate: f64) -> Self {
        Self {
            sample_rate,
            reach: (CORNER / sample_rate) as f32,
            pole: [Glide::still(0.0); 2],
            gain: [Glide::still(1.0); 2],
            states: [[0.0; 2]; 2],
        }
    }

    /// In contact again.
    pub fn reset(&mut self) {
        *self = Self::new(self.sample_rate);
    }

    /// Whether nothing is lost and nothing was about to come back.
    pub fn is_open(&self) -> bool {
        let still = |glide: &Glide, at: f32| glide.is_still() && glide.line().0 == at;
        self.pole.iter().all(|pole| still(pole, 0.0))
            && self.gain.iter().all(|gain| still(gain, 1.0))
    }

    /// The distances of both tracks at the end of the next tick, in metres, 0 or more.
    pub fn tick(&mut self, spacing_m: [f32; 2], speed_mps: f32) {
        let reach = self.reach * speed_mps;
        let bass = (std::f64::consts::TAU * GAIN_HZ) as f32 / speed_mps;
        for (track, d) in spacing_m.into_iter().enumerate() {
            // w = 2π·corner/rate = reach/d; the pole exp(−w) would be too bright near the Nyquist
            // frequency, 1/(1 + w) too dull: 1/(1 + w + 0.35w²) follows the law (found by trial).
            let pole = d * d / (d * d + reach * d + 0.35 * reach * reach);
            self.pole[track].to(pole);
            // exp(−x) within 0.1 dB up to 4 dB.
            let x = bass * d;
            self.gain[track].to(1.0 / (1.0 + x + 0.5 * x * x));
            // What decays ends at 0.
            for state in &mut self.states[track] {
                if state.abs() < 1e-20 {
                    *state = 0.0;
                }
            }
        }
    }

    /// Works on part of a tick, from `offset` frames into it.
    pub fn process(&mut self, offset: usize, channels: [&mut [f32]; 2]) {
        debug_assert!(offset + channels[0].len() <= TICK);
        let [left, right] = channels;
        let [poles_l, poles_r] = [0, 1].map(|track: usize| values(&self.pole[track]));
        let [gains_l, gains_r] = [0, 1].map(|track: usize| values(&self.gain[track]));
        let [mut state_l, mut state_r] = self.states;
        for (n, (left, right)) in left.iter_mut().zip(right).enumerate() {
            let t = (offset + n) % TICK;
            *left = gains_l[t] * low_pass(&mut state_l, poles_l[t], *left);
            *right = gains_r[t] * low_pass(&mut state_r, poles_r[t], *right);
        }
        self.states = [state_l, state_r];
    }
}

/// At each frame of the tick.
#[inline(always)]
fn values(glide: &Glide) -> [f32; TICK] {
    let (from, step) = glide.line();
    std::array::from_fn(|n| from + step * n as f32)
}

/// Twice; in this form a pole of 0 passes the very bits.
#[inline(always)]
fn low_pass(state: &mut [f32; 2], pole: f32, x: f32) -> f32 {
    let share = 1.0 - pole;
    state[0] = share * x + pole * state[0];
    state[1] = share * state[0] + pole * state[1];
    state[1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::units::gain_to_db;
    use crate::audio::stages::tape::flaws::proof::{component, sine};

    #[test]
    fn it_follows_the_law() {
        for rate in [44_100.0, 48_000.0, 192_000.0] {
            for hz in [400.0, 1_000.0, 3_000.0, 10_000.0] {
                for depth_db in [0.3, 1.0, 3.0, 6.0, 12.0, 20.0] {
                    // Wallace's 54.6·d/λ, at a cassette's speed.
                    let spacing_m = (depth_db / 54.6 * 0.0476 / hz) as f32;
                    let mut lift = Lift::new(rate);
                    let mut tone = sine(hz, 0.5, rate, 0.25);
                    let mut other = tone.clone();
                    for (left, right) in tone.chunks_exact_mut(16).zip(other.chunks_exact_mut(16)) {
                        lift.tick([spacing_m; 2], 0.0476);
                        lift.process(0, [left, right]);
                    }
                    let settled = &tone[tone.len() - (0.2 * rate) as usize..];
                    let loss_db = -gain_to_db(component(settled, hz, rate) / 0.5);
                    let error = (loss_db - depth_db).abs();
                    assert!(error < 2.7, "{depth_db} dB at {hz} Hz: {loss_db} at {rate}");
                }
            }
        }
    }
}
