//! A delay line that is read at any point between its samples.
//!
//! Source: J. O. Smith, "Digital Audio Resampling Home Page", CCRMA (windowed sinc from a table,
//! interpolated linearly).

use super::window::{kaiser, kaiser_beta, sinc};
use crate::audio::stage::StereoBlock;

/// Taps of the interpolation kernel.
pub const TAPS: usize = 24;
/// The shortest delay that can be read, in frames: half the kernel lies ahead of the point.
pub const MIN_DELAY: usize = TAPS / 2;

/// Positions between two samples for which the table holds a kernel. Linear interpolation between
/// them leaves an error of about (π/512)²/8 = −106 dB at the Nyquist frequency, less below.
const PHASES: usize = 512;

/// The kernels, one row of [`TAPS`] for each position, shared by all channels.
#[derive(Debug, Clone)]
pub struct Kernel {
    rows: Vec<[f32; TAPS]>,
}

impl Default for Kernel {
    fn default() -> Self {
        Self::new()
    }
}

impl Kernel {
    /// Computes the table. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new() -> Self {
        let beta = kaiser_beta(80.0);
        let half = TAPS as f64 / 2.0;
        let rows = (0..=PHASES)
            .map(|phase| {
                let fraction = phase as f64 / PHASES as f64;
                let row: [f64; TAPS] = std::array::from_fn(|tap| {
                    let x = tap as f64 + 1.0 - half - fraction;
                    sinc(x) * kaiser(x / half, beta)
                });
                // Each row passes a constant exactly.
                let sum: f64 = row.iter().sum();
                row.map(|value| (value / sum) as f32)
            })
            .collect();
        Self { rows }
    }

    /// The kernel for a point `fraction` (0 to 1) after a sample.
    #[inline(always)]
    fn at(&self, fraction: f64) -> [f32; TAPS] {
        let row = fraction * PHASES as f64;
        let index = row as usize;
        let blend = (row - index as f64) as f32;
        let (near, far) = (&self.rows[index], &self.rows[(index + 1).min(PHASES)]);
        std::array::from_fn(|tap| near[tap] + blend * (far[tap] - near[tap]))
    }
}

/// Delays both channels by the same varying number of frames.
#[derive(Debug, Clone)]
pub struct SincDelay {
    /// Twice as long as the ring, written in two places, so that any kernel lies in one piece.
    channels: [Vec<f32>; 2],
    length: usize,
    position: usize,
}

impl SincDelay {
    /// A line that can be read up to `max_delay` frames back. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(max_delay: usize) -> Self {
        let length = max_delay + TAPS + 1;
        let channel = vec![0.0; 2 * length];
        Self {
            channels: [channel.clone(), channel],
            length,
            position: 0,
        }
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.channels
            .iter_mut()
            .for_each(|channel| channel.fill(0.0));
        self.position = 0;
    }

    /// Replaces each frame by the one `delays` frames before it, each at least [`MIN_DELAY`] and
    /// at most the line's longest; others are held to these limits.
    pub fn process(&mut self, kernel: &Kernel, block: &mut StereoBlock, delays: &[f64]) {
        let longest = (self.length - TAPS - 1) as f64;
        for (n, &delay) in delays.iter().enumerate().take(block.frames()) {
            self.write(block.left[n], block.right[n]);
            let delay = delay.clamp(MIN_DELAY as f64, longest);
            let whole = delay.ceil();
            let taps = kernel.at(whole - delay);
            // From the newest copy of this frame back to the kernel's first tap.
            let first = self.position + self.length + 1 - whole as usize - TAPS / 2;
            let [left, right] = &self.channels;
            block.left[n] = dot(&taps, &left[first..][..TAPS]);
            block.right[n] = dot(&taps, &right[first..][..TAPS]);
            self.step();
        }
    }

    /// [`Self::process`] for a delay of whole frames that stands still.
    pub fn process_whole(&mut self, block: &mut StereoBlock, delay: usize) {
        for n in 0..block.frames() {
            self.write(block.left[n], block.right[n]);
            let at = self.position + self.length - delay;
            block.left[n] = self.channels[0][at];
            block.right[n] = self.channels[1][at];
            self.step();
        }
    }

    fn write(&mut self, left: f32, right: f32) {
        for (channel, sample) in self.channels.iter_mut().zip([left, right]) {
            channel[self.position] = sample;
            channel[self.position + self.length] = sample;
        }
    }

    fn step(&mut self) {
        self.position += 1;
        if self.position == self.length {
            self.position = 0;
        }
    }
}

/// Σ taps·samples, in eight lanes so that it becomes vector code.
#[inline(always)]
fn dot(taps: &[f32; TAPS], samples: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    for (taps, samples) in taps.chunks_exact(8).zip(samples.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += taps[lane] * samples[lane];
        }
    }
    ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
}
