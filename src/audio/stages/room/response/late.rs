//! The late tail above the Schroeder frequency: noise whose spectrum decays as the room does.
//!
//! Modelled: a diffuse field of the level that the images' density gives it, each frequency with a
//! decay of its own, the two microphones alike as far as they are close and look the same way; heard
//! from outside, the decay of two rooms one after the other. Made of overlapping frames, each a
//! random spectrum; the two sources sound through different noise.
//! Sources: H. Kuttruff, "Room Acoustics", 6th ed., 2016, sections 4.1 (density of reflections) and
//! 5.8 (coupled rooms); J. A. Moorer, "About this reverberation business", CMJ 3(2), 1979 (decaying
//! noise); R. K. Cook et al., "Measurement of correlation coefficients in reverberant sound fields",
//! JASA 27, 1955.

use std::f64::consts::PI;
use std::sync::Arc;

use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

use super::super::surfaces::{SPEED_OF_SOUND, between};
use super::exp::exp;
use super::modes::Modes;
use super::scene::{PATHS, Scene};

const LANES: usize = 8;
/// So long is a frame at least, in seconds: the bass needs that resolution, and a short decay no
/// shorter steps.
const FRAME_S: f64 = 0.016;
/// Frames are no shorter than that, nor longer: at high rates a step has less time, and below the
/// bins' resolution there are the modes.
const FRAMES: (usize, usize) = (64, 2_048);
/// Two rooms that decay alike are told apart by so much.
const APART: f64 = 0.03;

/// Eight generators side by side.
///
/// Source: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003.
#[derive(Debug, Clone, Copy)]
struct Random([u32; LANES]);

impl Random {
    fn new(seed: u32) -> Self {
        let mut state = seed;
        Self(std::array::from_fn(|_| {
            // Splits the seed by the golden ratio and stirs; a state of 0 would stay there.
            state = state.wrapping_add(0x9E37_79B9);
            let mut bits = (state ^ (state >> 16)).wrapping_mul(0x85EB_CA6B);
            bits = (bits ^ (bits >> 13)).wrapping_mul(0xC2B2_AE35);
            (bits ^ (bits >> 16)) | 1
        }))
    }

    /// Uniform in −1..1.
    #[inline(always)]
    fn next(&mut self) -> [f32; LANES] {
        let mut out = [0.0; LANES];
        for (state, out) in self.0.iter_mut().zip(&mut out) {
            let mut x = *state;
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            *state = x;
            *out = (x as i32) as f32 * (1.0 / 2_147_483_648.0);
        }
        out
    }
}

/// What a group of eight bins does from frame to frame.
#[derive(Debug, Clone, Copy, Default)]
struct Bins {
    /// Power that decays as this room does, and as the other does.
    power: [[f32; LANES]; 2],
    keep: [[f32; LANES]; 2],
    /// Of what both microphones hear alike, and of what they hear against each other.
    alike: [f32; LANES],
    apart: [f32; LANES],
}

/// The tail of one scene, made hop by hop.
pub struct Late {
    inverse: Arc<dyn Fft<f32>>,
    /// Of the left microphone as the real part and the right one as the imaginary part, and a place
    /// behind it; what it becomes.
    spectrum: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    window: Vec<f32>,
    /// The second half of the last frame of each path.
    overlap: [Vec<f32>; PATHS],
    bins: Vec<Bins>,
    /// Amplitudes of what both hear alike and apart, in this hop.
    sizes: Vec<[[f32; LANES]; 2]>,
    random: [Random; 2],
}

impl Late {
    /// Allocates.
    #[expect(
        clippy::disallowed_methods,
        clippy::disallowed_macros,
        reason = "preparation"
    )]
    pub fn new(sample_rate: f64) -> Self {
        let length = ((FRAME_S * sample_rate) as usize)
            .next_power_of_two()
            .clamp(FRAMES.0, FRAMES.1);
        let inverse = FftPlanner::<f32>::new().plan_fft_inverse(length);
        let groups = length / (2 * LANES) + 1;
        let zeros = vec![0.0; length / 2];
        Self {
            spectrum: vec![Complex::default(); length + 1],
            scratch: vec![Complex::default(); inverse.get_inplace_scratch_len()],
            // Squares of two that overlap sum to 1.
            window: (0..length)
                .map(|n| (PI * (n as f64 + 0.5) / length as f64).sin() as f32)
                .collect(),
            overlap: [zeros.clone(), zeros.clone(), zeros.clone(), zeros],
            bins: vec![Bins::default(); groups],
            sizes: vec![[[0.0; LANES]; 2]; groups],
            random: [Random::new(1), Random::new(2)],
            inverse,
        }
    }

    /// Frames that each hop makes: half of what a frame has.
    pub fn hop_frames(&self) -> usize {
        self.window.len() / 2
    }

    /// Takes a scene up; the next [`Self::hop`] begins `from` frames after the first arrival.
    pub fn start(&mut self, scene: &Scene, modes: &Modes, from: usize, sample_rate: f64) {
        self.random = [Random::new(1), Random::new(2)];
        self.overlap.iter_mut().for_each(|half| half.fill(0.0));
        let length = self.window.len() as f64;
        let hop_s = length / 2.0 / sample_rate;
        // In the middle of the first frame.
        let begin_s = from as f64 / sample_rate + hop_s + scene.flight_s;
        // Images of 1/r come so dense that 4πc/V of energy arrives in a second.
        let per_frame = 4.0 * PI * SPEED_OF_SOUND / (scene.volume_m3 * sample_rate);
        // Real and imaginary parts are uniform: two thirds of energy. The inverse sums all bins.
        let power = per_frame * scene.diffuse_power() * 1.5 / length;
        let alike = |hz: f64| {
            let phase = 2.0 * PI * hz * scene.spacing_m / SPEED_OF_SOUND;
            let by_distance = if phase < 1e-6 {
                1.0
            } else {
                phase.sin() / phase
            };
            let gradient = (1.0 - scene.pressure).powi(2) / 3.0;
            let by_angle = (scene.pressure.powi(2) + gradient * scene.cos_angle)
                / (scene.pressure.powi(2) + gradient);
            (by_distance * by_angle).clamp(-1.0, 1.0)
        };
        let bin_hz = sample_rate / length;
        for (group, bins) in self.bins.iter_mut().enumerate() {
            let mut rates = [[0.0f32; LANES]; 2];
            let mut scale = [0.0f32; LANES];
            for lane in 0..LANES {
                let hz = (group * LANES + lane) as f64 * bin_hz;
                let own = 2.0 * between(&scene.decay_per_s, hz);
                rates[0][lane] = -own as f32;
                rates[1][lane] = f32::NEG_INFINITY;
                let modal = modes.share(hz);
                let mut here = if hz > 0.0 {
                    power * (1.0 - modal * modal)
                } else {
                    0.0
                };
                if let Some(coupled) = &scene.coupled_per_s {
                    let mut other = 2.0 * between(coupled, hz);
                    if (other / own - 1.0).abs() < APART {
                        other = own * (1.0 + APART);
                    }
                    rates[1][lane] = -other as f32;
                    here *= other / (other - own);
                }
                scale[lane] = here as f32;
                let alike = alike(hz);
                bins.alike[lane] = ((1.0 + alike) / 2.0).sqrt() as f32;
                bins.apart[lane] = ((1.0 - alike) / 2.0).sqrt() as f32;
            }
            for (i, rates) in rates.iter().enumerate() {
                let first = exp(rates.map(|rate| (rate * begin_s as f32).max(-100.0)));
                bins.keep[i] = exp(rates.map(|rate| (rate * hop_s as f32).max(-100.0)));
                bins.power[i] = std::array::from_fn(|lane| first[lane] * scale[lane]);
            }
        }
    }

    /// The next hop of all paths.
    pub fn hop(&mut self, out: &mut [Vec<f32>; PATHS]) {
        self.decay();
        let hop = self.hop_frames();
        let (rise, fall) = self.window.split_at(hop);
        for (source, (out, overlap)) in out
            .as_chunks_mut::<2>()
            .0
            .iter_mut()
            .zip(self.overlap.as_chunks_mut::<2>().0)
            .enumerate()
        {
            fill(&mut self.spectrum, &self.sizes, &mut self.random[source]);
            let time = &mut self.spectrum[..2 * hop];
            self.inverse.process_with_scratch(time, &mut self.scratch);
            let (first, second) = time.split_at(hop);
            let [left, right] = out;
            let [left_over, right_over] = overlap;
            let halves = first.iter().zip(second).zip(rise.iter().zip(fall));
            let lefts = left.iter_mut().zip(left_over);
            let rights = right.iter_mut().zip(right_over);
            for (((first, second), (rise, fall)), ((left, left_over), (right, right_over))) in
                halves.zip(lefts.zip(rights))
            {
                *left = *left_over + rise * first.re;
                *right = *right_over + rise * first.im;
                *left_over = fall * second.re;
                *right_over = fall * second.im;
            }
        }
    }

    /// The amplitudes of this hop; the powers go on to the next.
    fn decay(&mut self) {
        for (bins, [alike, apart]) in self.bins.iter_mut().zip(&mut self.sizes) {
            for lane in 0..LANES {
                let size = (bins.power[0][lane] - bins.power[1][lane]).abs().sqrt();
                alike[lane] = size * bins.alike[lane];
                apart[lane] = size * bins.apart[lane];
            }
            for i in 0..2 {
                for lane in 0..LANES {
                    let power = bins.power[i][lane] * bins.keep[i][lane];
                    // What has decayed below −400 dB ends.
                    bins.power[i][lane] = if power.abs() < 1e-36 { 0.0 } else { power };
                }
            }
        }
    }
}

/// Random spectra of both microphones: L + iR at each bin, and at its mirror conj L + i·conj R, which
/// makes both real signals.
fn fill(spectrum: &mut [Complex<f32>], sizes: &[[[f32; LANES]; 2]], source: &mut Random) {
    let half = spectrum.len() / 2;
    let (low, high) = spectrum.split_at_mut(half);
    let mut random = *source;
    let mut parts = [[0.0; LANES]; 4];
    for (group, [alike, apart]) in sizes.iter().enumerate() {
        let noise: [[f32; LANES]; 4] = [random.next(), random.next(), random.next(), random.next()];
        for lane in 0..LANES {
            for part in 0..2 {
                let middle = alike[lane] * noise[part][lane];
                let side = apart[lane] * noise[2 + part][lane];
                parts[part][lane] = middle + side;
                parts[2 + part][lane] = middle - side;
            }
        }
        let at = group * LANES;
        let Some(bins) = low.get_mut(at..at + LANES) else {
            break;
        };
        // The mirror of bin k is `half` − k behind the half; that of bin 0 has a place of its own.
        let mirrors = high[half + 1 - at - LANES..=half - at].iter_mut().rev();
        for ((lane, bin), mirror) in bins.iter_mut().enumerate().zip(mirrors) {
            let [a, b, c, d] = [0, 1, 2, 3].map(|part: usize| parts[part][lane]);
            *bin = Complex::new(a - d, b + c);
            *mirror = Complex::new(a + d, c - b);
        }
    }
    // The ends of a real signal's spectrum are real; the last group begins with the middle one.
    let (first, mirror) = (low[0], high[half]);
    low[0] = Complex::new(0.5 * (first.re + mirror.re), 0.5 * (first.im + mirror.im));
    high[0] = Complex::new(parts[0][0], parts[2][0]);
    *source = random;
}
