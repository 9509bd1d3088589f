//! The first reflections of a place: the sound again, a few times, a little later.

use super::model::{Place, TAPS};
use crate::audio::dsp::tick::TICK;

/// Walls return less treble: a one-pole on all of them, in Hz.
const WALL_HZ: f64 = 7_000.0;

/// One place's figures at one sample rate.
#[derive(Debug, Clone, Copy)]
pub struct Walls {
    delays: [[usize; 2]; TAPS],
    /// With what the one-pole follows by.
    levels: [f32; TAPS],
    power: f64,
    latest: usize,
    /// How much the one-pole keeps.
    keep: f32,
}

impl Walls {
    /// Of a place.
    pub fn new(place: &Place, sample_rate: f64) -> Self {
        let frames = |ms: f64| ((ms * 1e-3 * sample_rate).round() as usize).max(1);
        let delays = place
            .reflections
            .map(|[left, right, _]| [frames(left), frames(right)]);
        let follow = 1.0 - (-std::f64::consts::TAU * WALL_HZ / sample_rate).exp();
        Self {
            delays,
            latest: delays.iter().flatten().copied().fold(0, usize::max),
            power: place
                .reflections
                .map(|[_, _, level]| level * level)
                .iter()
                .sum(),
            levels: place
                .reflections
                .map(|[_, _, level]| (follow * level) as f32),
            keep: (1.0 - follow) as f32,
        }
    }

    /// Power of all of them re the direct sound.
    pub fn power(&self) -> f64 {
        self.power
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

    /// To `out`, the reflections of some frames, `count` of those of each side. What stands behind them
    /// in the rings is of no use before it is written anew.
    #[inline(always)]
    pub fn process(
        &mut self,
        walls: &Walls,
        input: &[[f32; TICK]; 2],
        count: usize,
        out: &mut [[f32; TICK]; 2],
    ) {
        let mask = self.len - 1;
        let filled = self.filled;
        for (lane, (ring, out)) in self.rings.iter_mut().zip(out.iter_mut()).enumerate() {
            let (start, end) = (self.position, self.position + count);
            if let Some(place) = ring[start..].first_chunk_mut() {
                *place = input[lane];
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
        for (side, low) in out.iter_mut().zip(&mut self.low) {
            for x in &mut side[..count] {
                *low = walls.keep * *low + *x;
                *x = *low;
            }
        }
        self.position = (self.position + count) & mask;
        self.filled = (self.filled + count).min(self.len);
    }
}
