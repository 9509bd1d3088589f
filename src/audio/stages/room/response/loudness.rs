//! How loud a response makes a typical programme.
//!
//! The programme is pink, the meter K-weighted (ITU-R BS.1770-4); both in one row of first-order
//! sections.

use std::f64::consts::PI;

use super::scene::PATHS;

/// Pole and zero of each shelf in Hz: fitted at 48 kHz to the product of the pink slope and the
/// weighting's shelf, to 0.3 dB from 30 Hz to 18 kHz.
const SHELVES: [(f64, f64); 4] = [
    (39.0, 112.0),
    (265.0, 2_028.0),
    (3_403.0, 11_422.0),
    (2_652.0, 664.0),
];
/// The weighting's high-pass has two poles here.
const HIGH_PASS_HZ: f64 = 38.0;
const SECTIONS: usize = SHELVES.len() + 2;
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
    }

    /// Hears a short run: a long sum of small squares would lose them.
    pub fn hear(&mut self, run: &[Lanes]) {
        let (follow, high) = (self.follow, self.high);
        let mut state = self.state;
        let mut sums = [0.0f32; PATHS];
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
    }

    /// Energy of all paths against that of the two impulses that went in.
    pub fn ratio(&self) -> f64 {
        self.energy.iter().sum::<f64>() / (2.0 * self.impulse)
    }
}
