//! How loud a response makes a typical programme.
//!
//! The programme is that of `dsp/programme.rs`, the meter K-weighted (ITU-R BS.1770-4); both in one row
//! of first-order sections.

use std::f64::consts::PI;

use super::scene::PATHS;
use crate::audio::dsp::programme::IN_COMMON;

/// Pole and zero of each shelf in Hz: with the high-pass, fitted at 48 kHz to the product of the
/// programme's spectrum and the weighting, to 0.5 dB RMS from 20 Hz to 14 kHz.
const SHELVES: [(f64, f64); 3] = [(62.3, 9_097.0), (2_657.0, 17_170.0), (2_657.0, 712.0)];
/// A high-pass of three poles here, for the weighting's and the programme's own.
const HIGH_PASS_HZ: f64 = 40.7;
const SECTIONS: usize = SHELVES.len() + 3;
/// An impulse is forgotten after so long.
const FORGOTTEN_S: f64 = 0.2;

type Lanes = [f32; PATHS];

/// Sums the weighted energy of all paths.
#[derive(Debug, Clone)]
pub struct Loudness {
    follow: [f32; SECTIONS],
    high: [f32; SECTIONS],
    state: [Lanes; SECTIONS],
    energy: [f64; PATHS],
    /// Of what both sources together make at a microphone, beyond what they make one by one.
    common: f64,
    impulse: f64,
}

impl Loudness {
    /// At one sample rate.
    pub fn new(sample_rate: f64) -> Self {
        let follow = |hz: f64| {
            let g = (PI * (hz / sample_rate).min(0.45)).tan();
            (g / (1.0 + g)) as f32
        };
        let mut meter = Self {
            follow: [follow(HIGH_PASS_HZ); SECTIONS],
            high: [0.0; SECTIONS],
            state: [[0.0; PATHS]; SECTIONS],
            energy: [0.0; PATHS],
            common: 0.0,
            impulse: 0.0,
        };
        for (i, (pole_hz, zero_hz)) in SHELVES.into_iter().enumerate() {
            meter.follow[i] = follow(pole_hz);
            meter.high[i] = (pole_hz / zero_hz) as f32;
        }
        let mut run = [[1.0; PATHS]; 1];
        meter.hear(&run);
        run = [[0.0; PATHS]; 1];
        for _ in 1..(FORGOTTEN_S * sample_rate) as usize {
            meter.hear(&run);
        }
        meter.impulse = meter.energy[0];
        meter.reset();
        meter
    }

    /// Forgets all but what it is.
    pub fn reset(&mut self) {
        self.state = [[0.0; PATHS]; SECTIONS];
        self.energy = [0.0; PATHS];
        self.common = 0.0;
    }

    /// Hears a short run: a long sum of small squares would lose them.
    pub fn hear(&mut self, run: &[Lanes]) {
        let (follow, high) = (self.follow, self.high);
        let mut state = self.state;
        let mut sums = [0.0f32; PATHS];
        let mut common = 0.0f32;
        for frame in run {
            let mut x = *frame;
            for i in 0..SECTIONS {
                for lane in 0..PATHS {
                    let step = follow[i] * (x[lane] - state[i][lane]);
                    let low = state[i][lane] + step;
                    state[i][lane] = low + step;
                    // The high-passes are shelves whose low part is nothing.
                    x[lane] = if i < SHELVES.len() {
                        low + high[i] * (x[lane] - low)
                    } else {
                        x[lane] - low
                    };
                }
            }
            for lane in 0..PATHS {
                sums[lane] += x[lane] * x[lane];
            }
            common += 2.0 * (x[0] * x[2] + x[1] * x[3]);
        }
        for state in state.iter_mut().flatten() {
            if state.abs() < 1e-25 {
                *state = 0.0;
            }
        }
        self.state = state;
        for (energy, sum) in self.energy.iter_mut().zip(sums) {
            *energy += f64::from(sum);
        }
        self.common += f64::from(common);
    }

    /// Power of what comes out at both microphones against that of the two channels that went in,
    /// of which a part is the same.
    pub fn ratio(&self) -> f64 {
        let apart: f64 = self.energy.iter().sum();
        (apart + IN_COMMON * self.common) / (2.0 * self.impulse)
    }
}
