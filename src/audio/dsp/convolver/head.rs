//! The first taps, convolved directly: they are heard at once.

use super::layout::TICK;
use super::turn::{self, Turn};

/// Frames that are worked on side by side.
const LANES: usize = 16;

/// The first [`TICK`] taps of both responses.
pub struct Head {
    /// Of each response and path; side by side what is read together.
    taps: [[[f32; 4]; TICK]; 2],
    turn: Turn,
    plan: turn::Plan,
    /// The tick before, the tick that is under way, and what the lanes reach beyond it.
    input: [[f32; 2 * TICK + LANES]; 2],
}

impl Head {
    /// Silent.
    pub fn new() -> Self {
        Self {
            taps: [[[0.0; 4]; TICK]; 2],
            turn: Turn::default(),
            plan: turn::Plan::default(),
            input: [[0.0; 2 * TICK + LANES]; 2],
        }
    }

    /// Forgets what came in and plays `heard`.
    pub fn reset(&mut self, heard: usize) {
        self.snap(heard);
        for input in &mut self.input {
            input.fill(0.0);
        }
    }

    /// Plays `heard` from the next tick on.
    pub fn snap(&mut self, heard: usize) {
        self.turn.snap(heard);
    }

    /// Begins to fade to the other response.
    pub fn start_turn(&mut self) {
        self.turn.start();
    }

    /// Whether the other response is needed.
    pub fn is_turning(&self) -> bool {
        self.turn.is_under_way()
    }

    /// Writes the first taps of `paths` into a response, `gain` times as loud.
    pub fn write(&mut self, response: usize, paths: [&[f32]; 4], gain: f32) {
        for (n, taps) in self.taps[response].iter_mut().enumerate() {
            *taps = paths.map(|path| gain * path.get(n).copied().unwrap_or(0.0));
        }
    }

    /// The tick that is over.
    pub fn last_tick(&self) -> [&[f32]; 2] {
        [0, 1].map(|channel| &self.input[channel][TICK..2 * TICK])
    }

    /// The next tick begins, at `frame`.
    pub fn begin_tick(&mut self, frame: u64, fade_frames: usize) {
        self.plan = self.turn.plan(frame, fade_frames);
        for input in &mut self.input {
            input.copy_within(TICK..2 * TICK, 0);
        }
    }

    /// Replaces frames, `at` frames into the tick, by what becomes of them.
    pub fn process(&mut self, at: usize, channels: [&mut [f32]; 2], fade_frames: usize) {
        let frames = channels[0].len();
        for (input, channel) in self.input.iter_mut().zip(&channels) {
            input[TICK + at..][..frames].copy_from_slice(channel);
        }
        let [left, right] = channels;
        for (n, (left, right)) in left
            .chunks_mut(LANES)
            .zip(right.chunks_mut(LANES))
            .enumerate()
        {
            let at = at + n * LANES;
            let heard = convolve(&self.taps[self.plan.heard], &self.input, at);
            left.copy_from_slice(&heard[0][..left.len()]);
            right.copy_from_slice(&heard[1][..right.len()]);
            if let Some(passed) = self.plan.fade {
                let other = convolve(&self.taps[1 - self.plan.heard], &self.input, at);
                turn::fade(left, &other[0], passed + at, fade_frames);
                turn::fade(right, &other[1], passed + at, fade_frames);
            }
        }
    }
}

/// [`LANES`] frames of both outputs from `at` frames into the tick on; those that have not come in
/// yet are of no use.
fn convolve(
    taps: &[[f32; 4]; TICK],
    input: &[[f32; 2 * TICK + LANES]; 2],
    at: usize,
) -> [[f32; LANES]; 2] {
    let [mut left, mut right] = [[0.0; LANES]; 2];
    // Of the tap n the lanes begin at TICK + at − n.
    let [from_left, from_right] = [0, 1].map(|c| {
        input[c][at + 1..][..TICK + LANES - 1]
            .array_windows::<LANES>()
            .rev()
    });
    for ((taps, from_left), from_right) in taps.iter().zip(from_left).zip(from_right) {
        let [left_left, left_right, right_left, right_right] = *taps;
        for k in 0..LANES {
            left[k] += left_left * from_left[k] + right_left * from_right[k];
            right[k] += left_right * from_left[k] + right_right * from_right[k];
        }
    }
    [left, right]
}
