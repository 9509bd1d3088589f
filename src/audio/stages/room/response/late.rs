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

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner};

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
    inverse: Arc<dyn ComplexToReal<f32>>,
    spectra: [Vec<Complex<f32>>; 2],
    scratch: Vec<Complex<f32>>,
    time: Vec<f32>,
    window: Vec<f32>,
    /// The second half of the last frame of each path.
    overlap: [Vec<f32>; PATHS],
    bins: Vec<Bins>,
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
        let inverse = RealFftPlanner::<f32>::new().plan_fft_inverse(length);
        let zeros = vec![0.0; length / 2];
        Self {
            spectra: [inverse.make_input_vec(), inverse.make_input_vec()],
            scratch: inverse.make_scratch_vec(),
            time: inverse.make_output_vec(),
            // Squares of two that overlap sum to 1.
            window: (0..length)
                .map(|n| (PI * (n as f64 + 0.5) / length as f64).sin() as f32)
                .collect(),
            overlap: [zeros.clone(), zeros.clone(), zeros.clone(), zeros],
            bins: vec![Bins::default(); length.div_ceil(2 * LANES) + 1],
            random: [Random::new(1), Random::new(2)],
            inverse,
        }
    }

    /// Frames that each hop makes: half of what a frame has.
    pub fn hop_frames(&self) -> usize {
        self.time.len() / 2
    }

    /// Takes a scene up; the next [`Self::hop`] begins `from` frames after the first arrival.
    pub fn start(&mut self, scene: &Scene, modes: &Modes, from: usize, sample_rate: f64) {
        self.random = [Random::new(1), Random::new(2)];
        self.overlap.iter_mut().for_each(|half| half.fill(0.0));
        let length = self.time.len() as f64;
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
    pub fn hop(&mut self, out: &mut [[f32; PATHS]]) {
        for source in 0..2 {
            self.fill(source);
            for microphone in 0..2 {
                let path = 2 * source + microphone;
                // The ends of a real signal's spectrum are real, so this cannot fail.
                let _ = self.inverse.process_with_scratch(
                    &mut self.spectra[microphone],
                    &mut self.time,
                    &mut self.scratch,
                );
                let (first, second) = self.time.split_at(out.len());
                let (rise, fall) = self.window.split_at(out.len());
                let overlap = &mut self.overlap[path];
                for (n, out) in out.iter_mut().enumerate() {
                    out[path] = overlap[n] + rise[n] * first[n];
                    overlap[n] = fall[n] * second[n];
                }
            }
        }
        for bins in &mut self.bins {
            for i in 0..2 {
                for lane in 0..LANES {
                    bins.power[i][lane] *= bins.keep[i][lane];
                }
            }
        }
        // What has decayed below −400 dB ends.
        for power in self
            .bins
            .iter_mut()
            .flat_map(|bins| &mut bins.power)
            .flatten()
        {
            *power = if power.abs() < 1e-36 { 0.0 } else { *power };
        }
    }

    fn fill(&mut self, source: usize) {
        let mut random = self.random[source];
        let [left, right] = &mut self.spectra;
        for (bins, (left, right)) in self
            .bins
            .iter()
            .zip(left.chunks_mut(LANES).zip(right.chunks_mut(LANES)))
        {
            let noise: [[f32; LANES]; 4] = std::array::from_fn(|_| random.next());
            let mut parts = [[0.0; LANES]; 4];
            for lane in 0..LANES {
                let size = (bins.power[0][lane] - bins.power[1][lane]).abs().sqrt();
                let (alike, apart) = (size * bins.alike[lane], size * bins.apart[lane]);
                for part in 0..2 {
                    let middle = alike * noise[part][lane];
                    let side = apart * noise[2 + part][lane];
                    parts[part][lane] = middle + side;
                    parts[2 + part][lane] = middle - side;
                }
            }
            for (lane, (left, right)) in left.iter_mut().zip(right).enumerate() {
                *left = Complex::new(parts[0][lane], parts[1][lane]);
                *right = Complex::new(parts[2][lane], parts[3][lane]);
            }
        }
        for spectrum in &mut self.spectra {
            let last = spectrum.len() - 1;
            spectrum[0].im = 0.0;
            spectrum[last].im = 0.0;
        }
        self.random[source] = random;
    }
}
