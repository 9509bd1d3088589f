//! Spectra as the products want them: real and imaginary parts in planes of their own.

use std::ops::Range;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

/// Bins that are worked on side by side. Every plane is filled up to a multiple of them.
pub const LANES: usize = 8;

/// Planes of a pair of channels: left real, left imaginary, right real, right imaginary.
pub const PAIR: usize = 4;

/// Planes of four paths, real and imaginary each, in the order of [`super::Convolver::write_step`].
pub const PATHS: usize = 8;

/// How long a plane is for windows that are two partitions long.
pub fn width(partition: usize) -> usize {
    (partition + 1).next_multiple_of(LANES)
}

/// Adds what the `bins` of two inputs become by four paths to two outputs.
pub fn multiply_add(
    sums: &mut [f32],
    inputs: &[f32],
    paths: &[f32],
    width: usize,
    bins: Range<usize>,
) {
    let inputs: [&[f32]; PAIR] =
        std::array::from_fn(|plane| &inputs[plane * width..][bins.clone()]);
    let paths: [&[f32]; PATHS] = std::array::from_fn(|plane| &paths[plane * width..][bins.clone()]);
    for (output, sums) in sums.chunks_exact_mut(2 * width).enumerate() {
        let (re, im) = sums.split_at_mut(width);
        multiply_add_planes(
            &mut re[bins.clone()],
            &mut im[bins.clone()],
            inputs,
            // Left to this output, right to this output.
            [paths[2 * output], paths[2 * output + 1]],
            [paths[4 + 2 * output], paths[5 + 2 * output]],
        );
    }
}

/// The same for one output. By itself, and with one plane beside the other, so that the compiler
/// knows what does not overlap and works on the bins side by side.
#[inline(never)]
fn multiply_add_planes(
    re: &mut [f32],
    im: &mut [f32],
    [left_re, left_im, right_re, right_im]: [&[f32]; PAIR],
    [direct_re, direct_im]: [&[f32]; 2],
    [cross_re, cross_im]: [&[f32]; 2],
) {
    let bins = re.len();
    let im = &mut im[..bins];
    let [left_re, left_im] = [&left_re[..bins], &left_im[..bins]];
    let [right_re, right_im] = [&right_re[..bins], &right_im[..bins]];
    let [direct_re, direct_im] = [&direct_re[..bins], &direct_im[..bins]];
    let [cross_re, cross_im] = [&cross_re[..bins], &cross_im[..bins]];
    for k in 0..bins {
        re[k] += (left_re[k] * direct_re[k] - left_im[k] * direct_im[k])
            + (right_re[k] * cross_re[k] - right_im[k] * cross_im[k]);
        im[k] += (left_re[k] * direct_im[k] + left_im[k] * direct_re[k])
            + (right_re[k] * cross_im[k] + right_im[k] * cross_re[k]);
    }
}

/// The transforms of windows that are two partitions long.
pub struct Transform {
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    frames: Vec<f32>,
    bins: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
}

impl Transform {
    /// For partitions of so many frames. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(partition: usize) -> Self {
        let mut planner = RealFftPlanner::<f32>::new();
        let forward = planner.plan_fft_forward(2 * partition);
        let inverse = planner.plan_fft_inverse(2 * partition);
        let scratch = forward.get_scratch_len().max(inverse.get_scratch_len());
        Self {
            frames: forward.make_input_vec(),
            bins: forward.make_output_vec(),
            scratch: vec![Complex::default(); scratch],
            forward,
            inverse,
        }
    }

    /// Transforms `first` and then `second`, a partition each at most and zeros behind, into the
    /// planes `at` and `at + 1`, `scale` times as loud.
    pub fn forward(
        &mut self,
        [first, second]: [&[f32]; 2],
        scale: f32,
        spectrum: &mut [f32],
        at: usize,
    ) {
        let half = self.frames.len() / 2;
        for (half, part) in self.frames.chunks_exact_mut(half).zip([first, second]) {
            let (filled, rest) = half.split_at_mut(part.len());
            for (frame, &sample) in filled.iter_mut().zip(part) {
                *frame = scale * sample;
            }
            rest.fill(0.0);
        }
        let done =
            self.forward
                .process_with_scratch(&mut self.frames, &mut self.bins, &mut self.scratch);
        debug_assert!(done.is_ok(), "lengths are those of the plan");
        let width = width(half);
        let (re, im) = spectrum[at * width..][..2 * width].split_at_mut(width);
        for ((bin, re), im) in self.bins.iter().zip(re).zip(im) {
            *re = bin.re;
            *im = bin.im;
        }
    }

    /// The second half of the window whose spectrum stands in the planes `at` and `at + 1`, twice a
    /// partition times as loud.
    pub fn inverse(&mut self, spectrum: &[f32], at: usize) -> &[f32] {
        let half = self.frames.len() / 2;
        let width = width(half);
        let (re, im) = spectrum[at * width..][..2 * width].split_at(width);
        for ((bin, &re), &im) in self.bins.iter_mut().zip(re).zip(im) {
            *bin = Complex::new(re, im);
        }
        // Zero already, unless something that is no number came in.
        self.bins[0].im = 0.0;
        self.bins[half].im = 0.0;
        let done =
            self.inverse
                .process_with_scratch(&mut self.bins, &mut self.frames, &mut self.scratch);
        debug_assert!(done.is_ok(), "lengths are those of the plan");
        &self.frames[half..]
    }
}
