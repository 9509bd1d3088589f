//! The MDCT: 2N samples to N lines and back, by a complex FFT of N/2 points.
//!
//! Sources: J. Princen, A. Johnson, A. Bradley, "Subband/transform coding using filter bank designs
//! based on time domain aliasing cancellation", ICASSP 1987 (the transform); folding to a DCT-IV and
//! its FFT with twiddles before and after: H. Malvar, "Signal Processing with Lapped Transforms",
//! 1992.

use std::f64::consts::PI;
use std::sync::Arc;

use realfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

/// Working memory of a [`Transform`], large enough for the longest that it is used with.
pub struct Scratch {
    folded: Vec<f32>,
    packed: Vec<Complex<f32>>,
    fft: Vec<Complex<f32>>,
}

impl Scratch {
    /// For all of `transforms`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new<'a>(transforms: impl Iterator<Item = &'a Transform>) -> Self {
        let (mut lines, mut fft) = (0, 0);
        for transform in transforms {
            lines = lines.max(transform.lines);
            fft = fft.max(transform.fft.get_inplace_scratch_len());
        }
        let zero = Complex::new(0.0, 0.0);
        Self {
            folded: vec![0.0; lines],
            packed: vec![zero; lines / 2],
            fft: vec![zero; fft],
        }
    }
}

/// One length of the orthonormal MDCT: white noise of variance σ² has lines of variance σ².
pub struct Transform {
    lines: usize,
    fft: Arc<dyn Fft<f32>>,
    /// exp(−iπ(n + 1/8)/N), scaled so that two of them make the transform orthonormal.
    twiddle: Vec<Complex<f32>>,
}

impl Transform {
    /// For `lines`, an even number. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new(lines: usize, planner: &mut FftPlanner<f32>) -> Self {
        let scale = (2.0 / lines as f64).powf(0.25);
        Self {
            lines,
            fft: planner.plan_fft_forward(lines / 2),
            twiddle: (0..lines / 2)
                .map(|n| {
                    let angle = -PI * (8 * n + 1) as f64 / (8 * lines) as f64;
                    let twiddle = Complex::from_polar(scale, angle);
                    Complex::new(twiddle.re as f32, twiddle.im as f32)
                })
                .collect(),
        }
    }

    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// The lines of 2N samples under a window that rises as `rise` and falls as the mirror image
    /// of `fall`.
    pub fn forward(
        &self,
        samples: &[f32],
        [rise, fall]: [&[f32]; 2],
        lines: &mut [f32],
        scratch: &mut Scratch,
    ) {
        let (n, half) = (self.lines, self.lines / 2);
        let (first, second) = samples[..2 * n].split_at(n);
        let folded = &mut scratch.folded[..n];
        let (low, high) = folded.split_at_mut(half);
        // The second half of the samples, folded about its middle: −c mirrored, −d.
        let (c, d) = second.split_at(half);
        let (fall_d, fall_c) = fall[..n].split_at(half);
        for (((out, (c, d)), wc), wd) in low
            .iter_mut()
            .zip(c.iter().rev().zip(d))
            .zip(fall_c)
            .zip(fall_d.iter().rev())
        {
            *out = -(c * wc) - d * wd;
        }
        // The first half: a, −b mirrored.
        let (a, b) = first.split_at(half);
        let (rise_a, rise_b) = rise[..n].split_at(half);
        for (((out, (a, b)), wa), wb) in high
            .iter_mut()
            .zip(a.iter().zip(b.iter().rev()))
            .zip(rise_a)
            .zip(rise_b.iter().rev())
        {
            *out = a * wa - b * wb;
        }
        self.dct_iv(lines, scratch);
    }

    /// The 2N windowed samples of `lines`, to be overlapped and added.
    pub fn inverse(
        &self,
        lines: &[f32],
        [rise, fall]: [&[f32]; 2],
        samples: &mut [f32],
        scratch: &mut Scratch,
    ) {
        let (n, half) = (self.lines, self.lines / 2);
        scratch.folded[..n].copy_from_slice(&lines[..n]);
        let (first, second) = samples[..2 * n].split_at_mut(n);
        self.dct_iv(first, scratch);
        let (c, d) = second.split_at_mut(half);
        let (fall_d, fall_c) = fall[..n].split_at(half);
        let (low, high) = first.split_at_mut(half);
        for (((c, d), u), (wc, wd)) in c
            .iter_mut()
            .rev()
            .zip(d)
            .zip(low.iter())
            .zip(fall_c.iter().zip(fall_d.iter().rev()))
        {
            *c = -u * wc;
            *d = -u * wd;
        }
        let (rise_a, rise_b) = rise[..n].split_at(half);
        low.copy_from_slice(high);
        for (b, (u, w)) in high
            .iter_mut()
            .rev()
            .zip(low.iter().zip(rise_b.iter().rev()))
        {
            *b = -u * w;
        }
        for (a, w) in low.iter_mut().zip(rise_a) {
            *a *= w;
        }
    }

    /// The DCT-IV of what was folded.
    fn dct_iv(&self, output: &mut [f32], scratch: &mut Scratch) {
        let n = self.lines;
        let folded = &scratch.folded[..n];
        let packed = &mut scratch.packed[..n / 2];
        for (((packed, twiddle), even), odd) in packed
            .iter_mut()
            .zip(&self.twiddle)
            .zip(folded.chunks_exact(2))
            .zip(folded.rchunks_exact(2))
        {
            *packed = Complex::new(even[0], odd[1]) * twiddle;
        }
        self.fft.process_with_scratch(packed, &mut scratch.fft);
        // Lines 2k and N−1−2k; walked in pairs from both ends so that whole pairs are written.
        let output = &mut output[..n];
        for ((even, (low, high)), (tl, th)) in output
            .chunks_exact_mut(2)
            .zip(packed.iter().zip(packed.iter().rev()))
            .zip(self.twiddle.iter().zip(self.twiddle.iter().rev()))
        {
            even[0] = low.re * tl.re - low.im * tl.im;
            even[1] = -(high.re * th.im + high.im * th.re);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::noise::WhiteNoise;

    #[test]
    fn the_lines_are_those_of_the_definition() {
        for n in [4usize, 12, 30, 64] {
            let transform = Transform::new(n, &mut FftPlanner::new());
            let mut scratch = Scratch::new(std::iter::once(&transform));
            let mut noise = WhiteNoise::new(1);
            let samples: Vec<f32> = (0..2 * n).map(|_| noise.sample()).collect();
            let flat = vec![1.0; n];
            let mut lines = vec![0.0; n];
            transform.forward(&samples, [&flat, &flat], &mut lines, &mut scratch);
            for (k, line) in lines.iter().enumerate() {
                let sum: f64 = samples
                    .iter()
                    .enumerate()
                    .map(|(i, x)| {
                        let phase = (i as f64 + 0.5 + n as f64 / 2.0) * (k as f64 + 0.5);
                        f64::from(*x) * (PI / n as f64 * phase).cos()
                    })
                    .sum();
                let right = sum * (2.0 / n as f64).sqrt();
                assert!(
                    (right - f64::from(*line)).abs() < 1e-5,
                    "{n} {k}: {line} {right}"
                );
            }
        }
    }
}
