//! The hold's staircase, band-limited at the host's rate: all images below the host's Nyquist
//! frequency, and nothing folded.
//!
//! Each step is a step minus what it has above the Nyquist frequency, from a table.
//! Source: E. Brandt, "Hard sync without aliasing", ICMC 2001.

use crate::audio::dsp::window::{kaiser, kaiser_beta, sinc};
use crate::audio::stage::{MAX_BLOCK, StereoBlock};

/// Frames that a step takes.
pub const TAPS: usize = 48;
/// What the staircase comes later by, in frames.
pub const DELAY: usize = TAPS / 2;

/// Positions of a step between two frames in the table. Linear interpolation between them leaves
/// (1/128)²/8 of the steepest bend (about 2 per frame²): −96 dB of the step.
const PHASES: usize = 128;
/// What is taken off above the Nyquist frequency, in dB.
const ATTENUATION_DB: f64 = 86.0;
/// Pieces of the integral per position in the table.
const PIECES: usize = 2;

/// The table: for each position what makes a plain step a band-limited one.
#[derive(Debug, Clone)]
pub struct StepTable {
    rows: Vec<[f32; TAPS]>,
}

impl StepTable {
    /// Computes the table. Allocates.
    #[expect(
        clippy::disallowed_methods,
        clippy::disallowed_macros,
        reason = "preparation"
    )]
    pub fn new() -> Self {
        let half = DELAY as f64;
        let beta = kaiser_beta(ATTENUATION_DB);
        // Kaiser's fit for the width between pass and stop band, which ends at Nyquist.
        let width = (ATTENUATION_DB - 7.95) / (14.36 * (TAPS - 1) as f64);
        let cutoff = 0.5 - width / 2.0;
        let impulse = |x: f64| 2.0 * cutoff * sinc(2.0 * cutoff * x) * kaiser(x / half, beta);
        // The integral at each position, by Simpson's rule.
        let count = TAPS * PHASES;
        let piece = 1.0 / (PHASES * PIECES) as f64;
        let mut step = vec![0.0f64; count + 1];
        let mut sum = 0.0;
        for n in 0..count {
            for part in 0..PIECES {
                let x = (n * PIECES + part) as f64 * piece - half;
                let mid = impulse(x + piece / 2.0);
                sum += (impulse(x) + 4.0 * mid + impulse(x + piece)) * piece / 6.0;
            }
            step[n + 1] = sum;
        }
        let rows = (0..=PHASES)
            .map(|phase| {
                std::array::from_fn(|tap| {
                    let plain = if tap >= DELAY { 1.0 } else { 0.0 };
                    (step[tap * PHASES + phase] / sum - plain) as f32
                })
            })
            .collect();
        Self { rows }
    }
}

/// Room for what reaches beyond the longest block.
const LENGTH: usize = MAX_BLOCK + TAPS;
/// Levels are summed as whole numbers of this, so that the staircase never drifts.
const UNIT: f32 = 1.0 / 16_777_216.0;

/// The staircases of both channels.
#[derive(Debug, Clone)]
pub struct Staircase {
    /// From the next frame on: what is added to the plain steps, and where they jump.
    corrections: [[f32; LENGTH]; 2],
    jumps: [[i32; LENGTH]; 2],
    /// The plain staircase now, and after the jumps to come.
    level: [i32; 2],
    latest: [i32; 2],
}

impl Default for Staircase {
    fn default() -> Self {
        Self {
            corrections: [[0.0; LENGTH]; 2],
            jumps: [[0; LENGTH]; 2],
            level: [0; 2],
            latest: [0; 2],
        }
    }
}

impl Staircase {
    /// Holds `levels` from `before` (0 to 1) of a frame before the block's frame `frame` on.
    #[inline(always)]
    pub fn step(&mut self, table: &StepTable, frame: usize, before: f32, levels: [f32; 2]) {
        let position = before * PHASES as f32;
        let row = (position as usize).min(PHASES - 1);
        let blend = position - row as f32;
        let (near, far) = (&table.rows[row], &table.rows[row + 1]);
        let mut shape = [0.0; TAPS];
        for tap in 0..TAPS {
            shape[tap] = near[tap] + blend * (far[tap] - near[tap]);
        }
        for (side, level) in levels.into_iter().enumerate() {
            let level = (level * (1.0 / UNIT)) as i32;
            let jump = level - self.latest[side];
            self.latest[side] = level;
            self.jumps[side][frame + DELAY] += jump;
            let height = jump as f32 * UNIT;
            let corrections = &mut self.corrections[side][frame..][..TAPS];
            for (correction, shape) in corrections.iter_mut().zip(&shape) {
                *correction += height * shape;
            }
        }
    }

    /// Writes the block whose steps have been taken.
    pub fn write(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        for (side, output) in block.channels().into_iter().enumerate() {
            let (corrections, jumps) = (&mut self.corrections[side], &mut self.jumps[side]);
            let mut level = self.level[side];
            for ((output, correction), jump) in output.iter_mut().zip(&*corrections).zip(&*jumps) {
                level += jump;
                *output = level as f32 * UNIT + correction;
            }
            self.level[side] = level;
            corrections.copy_within(frames.., 0);
            corrections[LENGTH - frames..].fill(0.0);
            jumps.copy_within(frames.., 0);
            jumps[LENGTH - frames..].fill(0);
        }
    }
}
