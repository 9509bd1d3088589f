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

/// Four lines side by side.
type Four = [f32; 4];

/// One place's figures at one sample rate.
#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
pub struct Hall {
    /// The shares by which the low-passes keep and follow, the latter with the gains.
    keep: [Four; 2],
    follow: [Four; 2],
    delays: [usize; LINES],
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
        let fours = |line: &dyn Fn(usize) -> f32| from_fn(|n| from_fn(|i| line(4 * n + i)));
        Self {
            keep: fours(&|i| 1.0 - follow[i]),
            follow: fours(&|i| follow[i] * gains[i]),
            delays,
            // Sums the whole decay of noise to the power that went in: each side goes into four
            // lines and comes out of four.
            out: 0.5 * (1.0 - mean).sqrt(),
        }
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

/// All lines through the Hadamard matrix, but for its norm: sums and differences of the halves,
/// shuffled together like cards, three times (M. Pease, "An adaptation of the fast Fourier transform for
/// parallel processing", J. ACM 15(2), 1968). The last shuffle is left out: even lines, then odd ones.
#[inline(always)]
fn mixed([low, high]: [Four; 2]) -> [Four; 2] {
    let halves =
        |[a, b]: [Four; 2]| -> [Four; 2] { [from_fn(|i| a[i] + b[i]), from_fn(|i| a[i] - b[i])] };
    let shuffled =
        |[a, b]: [Four; 2]| -> [Four; 2] { [[a[0], b[0], a[1], b[1]], [a[2], b[2], a[3], b[3]]] };
    halves(shuffled(halves(shuffled(halves([low, high])))))
}

/// Where a line stands among the mixed ones.
fn slot(line: usize) -> usize {
    line % 2 * (LINES / 2) + line / 2
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
    /// What comes out of the lines, and what their low-passes keep.
    lines: [[Four; 2]; TICK],
    low: [Four; 2],
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
            lines: [[[0.0; 4]; 2]; TICK],
            low: [[0.0; 4]; 2],
        }
    }

    /// Empties it, without touching the ring.
    pub fn reset(&mut self) {
        self.position = 0;
        self.filled = 0;
        self.low = [[0.0; 4]; 2];
    }

    /// Ends what has decayed, at ticks, so that it does not circle as a denormal.
    pub fn settle(&mut self) {
        for low in &mut self.low {
            *low = low.map(|s| if s.abs() < INAUDIBLE { 0.0 } else { s });
        }
    }

    /// To `out`, the reverberation of some frames, `count` of those of each side, at the gain
    /// [`Hall::out`].
    #[inline(always)]
    pub fn process(
        &mut self,
        hall: &Hall,
        input: &[[f32; TICK]; 2],
        count: usize,
        out: &mut [[f32; 2]; TICK],
    ) {
        let mask = self.len - 1;
        // No delay is shorter than a tick: all that comes out of them is known beforehand.
        let runs: [&[[f32; LINES]; TICK]; LINES] = from_fn(|i| {
            let start = self.position.wrapping_sub(hall.delays[i]) & mask;
            let run = self.ring[start..].first_chunk();
            run.unwrap_or(&[[0.0; LINES]; TICK])
        });
        for (n, [low, high]) in self.lines.iter_mut().enumerate() {
            let line = |i: usize| runs[i][n][slot(i)];
            *low = [line(0), line(1), line(2), line(3)];
            *high = [line(4), line(5), line(6), line(7)];
        }
        if self.filled < hall.longest() {
            for i in 0..LINES {
                let silent = hall.delays[i].saturating_sub(self.filled).min(TICK);
                for line in &mut self.lines[..silent] {
                    line[i / 4][i % 4] = 0.0;
                }
            }
            self.filled += count;
        }
        let mut low = self.low;
        let (start, end) = (self.position, self.position + count);
        let places = self.ring[start..end].iter_mut();
        let sides = input[0].iter().zip(&input[1]);
        for (((x, (&left, &right)), place), out) in
            self.lines.iter().zip(sides).zip(places).zip(out)
        {
            for n in 0..2 {
                low[n] = from_fn(|i| hall.keep[n][i] * low[n][i] + hall.follow[n][i] * x[n][i]);
            }
            let [even, odd] = mixed(low);
            let [even, odd] = [even.map(|x| x + left), odd.map(|x| x + right)];
            *place = from_fn(|i| if i < 4 { even[i] } else { odd[i - 4] });
            let all: Four = from_fn(|i| x[0][i] + x[1][i]);
            *out = [all[0] - all[2], all[1] - all[3]];
        }
        self.low = low;
        if start < TICK {
            let end = end.min(TICK);
            self.ring.copy_within(start..end, self.len + start);
        } else if end > self.len {
            self.ring.copy_within(self.len..end, 0);
        }
        self.position = end & mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_hadamards() {
        for line in 0..LINES {
            let one = [0, 4].map(|first| from_fn(|i| f32::from(first + i == line)));
            let mixed = mixed(one);
            for other in 0..LINES {
                let wanted = if (line & other).count_ones() % 2 == 0 {
                    1.0
                } else {
                    -1.0
                };
                let slot = slot(other);
                assert_eq!(mixed[slot / 4][slot % 4], wanted, "{line} to {other}");
            }
        }
    }
}
