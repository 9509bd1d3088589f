//! The late sound of a place: eight delays that feed each other through a Hadamard matrix.
//!
//! Sources: J.-M. Jot, A. Chaigne, "Digital delay networks for designing artificial reverberators",
//! AES 90th Convention, 1991 (a gain for each delay such that all decay alike, and a low-pass for
//! shorter treble).

use std::array::from_fn;

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
    /// The shares by which the low-passes keep and follow.
    keep: [f32; LINES],
    follow: [f32; LINES],
    /// The first two steps of the matrix, with the gains in the first: what each line takes of the even
    /// and of the odd one of its pair, and then of the second pair of four.
    even: [f32; LINES],
    odd: [f32; LINES],
    second: [f32; LINES],
    out: f64,
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
        let follow = gains.map(|gain| follow(corner_hz(gain)) as f32);
        // The matrix is normalised by 1/√8.
        let gains = gains.map(|gain| (gain / (LINES as f64).sqrt()) as f32);
        let sign = |minus: bool| if minus { -1.0 } else { 1.0 };
        Self {
            delays,
            keep: follow.map(|follow| 1.0 - follow),
            follow,
            even: from_fn(|i| gains[i & !1]),
            odd: from_fn(|i| sign(i & 1 != 0) * gains[i | 1]),
            second: from_fn(|i| sign(i & 2 != 0)),
            // Sums the whole decay of noise to the power that went in: each side goes into four
            // lines and comes out of four.
            out: 0.5 * (1.0 - mean).sqrt(),
        }
    }

    /// All lines through the Hadamard matrix, with their gains: sums and differences of neighbours, of
    /// pairs and of fours. By factors rather than by plus and minus, so that all lines do the same.
    #[inline(always)]
    fn mixed(&self, x: [f32; LINES]) -> [f32; LINES] {
        let a: [f32; LINES] = from_fn(|i| self.even[i] * x[i & !1] + self.odd[i] * x[i | 1]);
        let b: [f32; LINES] = from_fn(|i| a[i & !2] + self.second[i] * a[i | 2]);
        let mut all = [0.0; LINES];
        for i in 0..LINES / 2 {
            all[i] = b[i] + b[i + 4];
            all[i + 4] = b[i] - b[i + 4];
        }
        all
    }

    /// The gain of what comes out.
    pub fn out(&self) -> f64 {
        self.out
    }

    /// The longest delay in frames.
    pub fn longest(&self) -> usize {
        self.delays[LINES - 1]
    }
}

/// At least a tick, which even the smallest place has at sample rates that hosts use.
fn frames(ms: f64, sample_rate: f64) -> usize {
    ((ms * 1e-3 * sample_rate).round() as usize).max(TICK)
}

/// The delays.
#[derive(Debug, Clone)]
pub struct Reverb {
    /// The first [`TICK`] frames stand once more behind the end, so that a run never wraps.
    ring: Vec<[f32; LINES]>,
    len: usize,
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
        let len = (longest + TICK).next_power_of_two();
        Self {
            ring: vec![[0.0; LINES]; len + TICK],
            len,
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
        self.low = self.low.map(|s| if s.abs() < INAUDIBLE { 0.0 } else { s });
    }

    /// The reverberation of some frames, at most [`TICK`]: of each the sums of which left and right are
    /// the differences of first and third, second and fourth, at the gain [`Hall::out`].
    #[inline(always)]
    pub fn process(&mut self, hall: &Hall, input: &[[f32; 2]]) -> [[f32; 4]; TICK] {
        // Of its own, so that what is written to the ring cannot change it.
        let hall = *hall;
        let count = input.len().min(TICK);
        let mask = self.len - 1;
        // No delay is shorter than a tick: all that comes out of them is known beforehand.
        let mut lines = [[0.0; LINES]; TICK];
        let runs: [&[[f32; LINES]; TICK]; LINES] = from_fn(|i| {
            let start = self.position.wrapping_sub(hall.delays[i]) & mask;
            let run = self.ring[start..].first_chunk();
            run.unwrap_or(&[[0.0; LINES]; TICK])
        });
        for (n, line) in lines.iter_mut().enumerate() {
            *line = from_fn(|i| runs[i][n][i]);
        }
        if self.filled < hall.longest() {
            for i in 0..LINES {
                let silent = hall.delays[i].saturating_sub(self.filled).min(TICK);
                for line in &mut lines[..silent] {
                    line[i] = 0.0;
                }
            }
            self.filled += count;
        }
        let mut out = [[0.0; 4]; TICK];
        let mut low = self.low;
        let (start, end) = (self.position, self.position + count);
        let places = self.ring[start..end].iter_mut();
        for (((x, here), place), out) in lines.iter().zip(input).zip(places).zip(&mut out) {
            for i in 0..LINES {
                low[i] = hall.keep[i] * low[i] + hall.follow[i] * x[i];
            }
            let mixed = hall.mixed(low);
            *place = from_fn(|i| mixed[i] + here[i % 2]);
            for i in 0..LINES / 2 {
                out[i] = x[i] + x[i + 4];
            }
        }
        self.low = low;
        if start < TICK {
            let end = end.min(TICK);
            self.ring.copy_within(start..end, self.len + start);
        } else if end > self.len {
            self.ring.copy_within(self.len..end, 0);
        }
        self.position = end & mask;
        out
    }
}
