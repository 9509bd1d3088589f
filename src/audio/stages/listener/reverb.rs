//! The late sound of a place: eight delays that feed each other through a Hadamard matrix.
//!
//! Sources: J.-M. Jot, A. Chaigne, "Digital delay networks for designing artificial reverberators",
//! AES 90th Convention, 1991 (a gain for each delay such that all decay alike, and a low-pass for
//! shorter treble).

use super::model::Place;
use crate::audio::dsp::tick::TICK;

/// Delays.
const LINES: usize = 8;
/// Their lengths re the mean path: spread over an octave and a bit, no two in a simple ratio.
const SPREAD: [f64; LINES] = [0.613, 0.743, 0.827, 0.931, 1.049, 1.163, 1.307, 1.451];

/// −360 dB.
const INAUDIBLE: f32 = 1e-18;

/// One place's figures at one sample rate.
#[derive(Debug, Clone, Copy)]
pub struct Hall {
    delays: [usize; LINES],
    gains: [f32; LINES],
    follow: [f32; LINES],
    out: f32,
}

impl Hall {
    /// Of a place.
    pub fn new(place: &Place, sample_rate: f64) -> Self {
        let delays = SPREAD.map(|share| frames(share * place.path_ms, sample_rate));
        // −60 dB after the reverberation time.
        let gain = |delay: usize| 10f64.powf(-3.0 * delay as f64 / (place.rt60_s * sample_rate));
        // The reverberation time is halved where the low-pass takes as much as the gain does.
        let corner_hz = |gain: f64| place.damping_hz / (1.0 / (gain * gain) - 1.0).sqrt();
        let follow = |hz: f64| 1.0 - (-std::f64::consts::TAU * hz / sample_rate).exp();
        let gains = delays.map(gain);
        let mean = gains.iter().map(|gain| gain * gain).sum::<f64>() / LINES as f64;
        Self {
            delays,
            gains: gains.map(|gain| (gain / (LINES as f64).sqrt()) as f32),
            follow: gains.map(|gain| follow(corner_hz(gain)) as f32),
            // Sums the whole decay of noise to the power that went in: each side goes into four
            // lines and comes out of four.
            out: (0.5 * (1.0 - mean).sqrt()) as f32,
        }
    }

    /// The longest delay in frames.
    pub fn longest(&self) -> usize {
        self.delays[LINES - 1]
    }
}

fn frames(ms: f64, sample_rate: f64) -> usize {
    ((ms * 1e-3 * sample_rate).round() as usize).max(1)
}

/// The delays.
#[derive(Debug, Clone)]
pub struct Reverb {
    ring: Vec<[f32; LINES]>,
    position: usize,
    /// Frames since it was emptied: what lies further back is of an earlier place.
    filled: usize,
    low: [f32; LINES],
}

impl Reverb {
    /// For paths of up to `path_ms`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(path_ms: f64, sample_rate: f64) -> Self {
        let longest = frames(path_ms * SPREAD[LINES - 1], sample_rate);
        Self {
            ring: vec![[0.0; LINES]; (longest + 1).next_power_of_two()],
            position: 0,
            filled: 0,
            low: [0.0; LINES],
        }
    }

    /// Empties it, without touching the ring.
    pub fn reset(&mut self) {
        self.position = 0;
        self.filled = 0;
        self.low = [0.0; LINES];
    }

    /// Ends what has decayed, at ticks, so that it does not circle as a denormal.
    pub fn settle(&mut self) {
        for low in &mut self.low {
            if low.abs() < INAUDIBLE {
                *low = 0.0;
            }
        }
    }

    /// The reverberation of `count` frames of both channels, at most [`TICK`].
    #[inline(always)]
    pub fn process(
        &mut self,
        hall: &Hall,
        input: &[[f32; TICK]; 2],
        count: usize,
    ) -> [[f32; TICK]; 2] {
        let mut out = [[0.0; TICK]; 2];
        let ring = &mut self.ring[..];
        let mask = ring.len() - 1;
        let mut low_all = self.low;
        for n in 0..count {
            let mut x = [0.0; LINES];
            for i in 0..LINES {
                x[i] = ring[self.position.wrapping_sub(hall.delays[i]) & mask][i];
            }
            if self.filled < hall.longest() {
                for (x, &delay) in x.iter_mut().zip(&hall.delays) {
                    if self.filled < delay {
                        *x = 0.0;
                    }
                }
                self.filled += 1;
            }
            let mut y = [0.0; LINES];
            for i in 0..LINES {
                let low = low_all[i] + hall.follow[i] * (x[i] - low_all[i]);
                low_all[i] = low;
                y[i] = hall.gains[i] * low;
            }
            let mut mixed = hadamard(y);
            let here = [input[0][n], input[1][n]];
            for i in 0..LINES {
                mixed[i] += here[i % 2];
            }
            ring[self.position & mask] = mixed;
            self.position = (self.position + 1) & mask;
            out[0][n] = hall.out * ((x[0] - x[2]) + (x[4] - x[6]));
            out[1][n] = hall.out * ((x[1] - x[3]) + (x[5] - x[7]));
        }
        self.low = low_all;
        out
    }
}

/// Unnormalised: the gains hold its 1/√8.
#[inline(always)]
fn hadamard(x: [f32; LINES]) -> [f32; LINES] {
    let mut a = [0.0; LINES];
    for i in 0..4 {
        a[i] = x[i] + x[i + 4];
        a[i + 4] = x[i] - x[i + 4];
    }
    let b = [
        a[0] + a[2],
        a[1] + a[3],
        a[0] - a[2],
        a[1] - a[3],
        a[4] + a[6],
        a[5] + a[7],
        a[4] - a[6],
        a[5] - a[7],
    ];
    [
        b[0] + b[1],
        b[0] - b[1],
        b[2] + b[3],
        b[2] - b[3],
        b[4] + b[5],
        b[4] - b[5],
        b[6] + b[7],
        b[6] - b[7],
    ]
}
