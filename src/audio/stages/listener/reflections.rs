//! The first reflections of a place: the sound again, a few times, a little later.

use super::model::{Place, TAPS};
use crate::audio::dsp::tick::TICK;

/// Walls return less treble: a one-pole on all of them, in Hz.
const WALL_HZ: f64 = 7_000.0;

/// One place's figures at one sample rate.
#[derive(Debug, Clone, Copy)]
pub struct Walls {
    delays: [[usize; 2]; TAPS],
    levels: [f32; TAPS],
    latest: usize,
    follow: f32,
}

impl Walls {
    /// Of a place.
    pub fn new(place: &Place, sample_rate: f64) -> Self {
        let frames = |ms: f64| ((ms * 1e-3 * sample_rate).round() as usize).max(1);
        let delays = place
            .reflections
            .map(|[left, right, _]| [frames(left), frames(right)]);
        Self {
            delays,
            latest: delays.iter().flatten().copied().fold(0, usize::max),
            levels: place.reflections.map(|[_, _, level]| level as f32),
            follow: (1.0 - (-std::f64::consts::TAU * WALL_HZ / sample_rate).exp()) as f32,
        }
    }

    /// Power of all of them re the direct sound.
    pub fn power(&self) -> f64 {
        self.levels.iter().map(|&x| f64::from(x).powi(2)).sum()
    }

    /// The latest one in frames.
    pub fn latest(&self) -> usize {
        self.latest
    }
}

/// Both channels' past.
#[derive(Debug, Clone)]
pub struct Reflections {
    /// The first [`TICK`] stand once more behind the end, so that a run never wraps.
    rings: [Vec<f32>; 2],
    len: usize,
    position: usize,
    /// Frames since it was emptied: what lies further back is of an earlier place.
    filled: usize,
    low: [f32; 2],
}

impl Reflections {
    /// For delays of up to `longest_ms`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(longest_ms: f64, sample_rate: f64) -> Self {
        let longest = (longest_ms * 1e-3 * sample_rate).ceil() as usize + 1;
        let len = (longest + TICK).next_power_of_two();
        Self {
            rings: [0, 1].map(|_| vec![0.0; len + TICK]),
            len,
            position: 0,
            filled: 0,
            low: [0.0; 2],
        }
    }

    /// Empties it, without touching the rings.
    pub fn reset(&mut self) {
        self.position = 0;
        self.filled = 0;
        self.low = [0.0; 2];
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        for low in &mut self.low {
            *low = if low.abs() < 1e-20 { 0.0 } else { *low };
        }
    }

    /// The reflections of some frames, at most [`TICK`].
    #[inline(always)]
    pub fn process(&mut self, walls: &Walls, input: &[[f32; 2]]) -> [[f32; 2]; TICK] {
        let count = input.len().min(TICK);
        let mask = self.len - 1;
        let mut all = [[0.0f32; TICK]; 2];
        let filled = self.filled;
        for (lane, (ring, out)) in self.rings.iter_mut().zip(&mut all).enumerate() {
            let (start, end) = (self.position, self.position + count);
            for (place, frame) in ring[start..end].iter_mut().zip(input) {
                *place = frame[lane];
            }
            if start < TICK {
                let end = end.min(TICK);
                ring.copy_within(start..end, self.len + start);
            } else if end > self.len {
                ring.copy_within(self.len..end, 0);
            }
            let run = |delay: usize| -> &[f32; TICK] {
                let start = start.wrapping_sub(delay) & mask;
                let run = ring[start..].first_chunk();
                run.unwrap_or(&[0.0; TICK])
            };
            // The whole tick, of which only the first `count` frames are of use.
            let taps = walls.delays.iter().zip(&walls.levels);
            if filled >= walls.latest {
                let mut sum = [0.0f32; TICK];
                for (delays, &level) in taps {
                    let past = run(delays[lane]);
                    for n in 0..TICK {
                        sum[n] += level * past[n];
                    }
                }
                *out = sum;
            } else {
                for (delays, &level) in taps {
                    let silent = delays[lane].saturating_sub(filled);
                    let heard = out.iter_mut().zip(run(delays[lane])).skip(silent);
                    for (out, past) in heard {
                        *out += level * past;
                    }
                }
            }
        }
        let mut out = [[0.0; 2]; TICK];
        let mut low = self.low;
        let (keep, follow) = (1.0 - walls.follow, walls.follow);
        for (n, out) in out[..count].iter_mut().enumerate() {
            for lane in 0..2 {
                low[lane] = keep * low[lane] + follow * all[lane][n];
            }
            *out = low;
        }
        self.low = low;
        self.position = (self.position + count) & mask;
        self.filled = (self.filled + count).min(self.len);
        out
    }
}
