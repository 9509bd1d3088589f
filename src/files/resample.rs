//! From one sample rate to another, in one go.
//!
//! The spectrum of the whole signal is cut, or continued with zeros, to that of another rate: with
//! both lengths in the ratio of the rates each bin keeps its frequency. What is exact between two
//! bins is the interpolation by sincs of all samples (J. O. Smith, "Spectral Audio Signal
//! Processing", CCRMA, "Bandlimited interpolation via FFT").

use std::f64::consts::PI;

use realfft::RealFftPlanner;

/// The band that the lower rate's Nyquist frequency is approached in, as shares of it: a half cosine
/// from 1 to 0. A wall would ring for long; this one's ringing is gone after 2 ms at 44.1 kHz.
const EDGE: (f64, f64) = (0.91, 1.0);
/// Silence behind the signal that the ringing before its first frame comes round to, in seconds.
const REST_S: f64 = 0.05;

/// The samples at rate `to` that sound like those at rate `from`, in Hz, at the same amplitude. A
/// host's rate counts to the nearest hertz.
///
/// What would ring before the first frame is left out.
pub fn resample(samples: &[f32], from: u32, to: f64) -> Vec<f32> {
    let to = (to.round() as u32).max(1);
    if from == to || samples.is_empty() {
        return samples.to_vec();
    }
    let common = gcd(from, to);
    let (step_in, step_out) = ((from / common) as usize, (to / common) as usize);
    let wanted = samples.len() + (REST_S * f64::from(from)) as usize;
    // A power of two of the smallest lengths in that ratio: quick to transform.
    let steps = wanted.div_ceil(step_in).next_power_of_two();
    let (size_in, size_out) = (steps * step_in, steps * step_out);
    let mut planner = RealFftPlanner::<f64>::new();
    let (forward, inverse) = (
        planner.plan_fft_forward(size_in),
        planner.plan_fft_inverse(size_out),
    );

    let mut padded: Vec<f64> = samples.iter().map(|&sample| f64::from(sample)).collect();
    padded.resize(size_in, 0.0);
    let mut spectrum = forward.make_output_vec();
    let mut output = inverse.make_output_vec();
    let nyquist = size_in.min(size_out) as f64 / 2.0;
    // Neither fails for lengths of the plan's own making.
    let done = forward.process(&mut padded, &mut spectrum).is_ok() && {
        drop(padded);
        for (bin, value) in spectrum.iter_mut().enumerate() {
            *value *= edge(bin as f64 / nyquist) / size_in as f64;
        }
        spectrum.resize(size_out / 2 + 1, Default::default());
        inverse.process(&mut spectrum, &mut output).is_ok()
    };
    debug_assert!(done, "a transform of {size_in} to {size_out}");
    let frames = samples.len() as f64 * f64::from(to) / f64::from(from);
    output.truncate((frames.round() as usize).max(1));
    output.into_iter().map(|sample| sample as f32).collect()
}

/// The gain at a share of the lower Nyquist frequency.
fn edge(share: f64) -> f64 {
    let within = ((share - EDGE.0) / (EDGE.1 - EDGE.0)).clamp(0.0, 1.0);
    0.5 + 0.5 * (PI * within).cos()
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
