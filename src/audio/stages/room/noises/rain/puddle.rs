//! Drops in puddles: each leaves a bubble that rings.
//!
//! Not modelled: the splash itself; drops that leave no bubble (their bubbles are the quiet ones).
//! Sources: M. Minnaert, Phil. Mag. 16, 1933 (f·r = 3 m/s); K. van den Doel, "Physically based
//! models for liquid sounds", ACM TAP 2(4), 2005 (decay, amplitude, rise).

use std::f64::consts::TAU;

use crate::audio::stages::room::noises::steady::{CHUNK, Chance, LANES, Lanes, Rings, step};

const QUADS: usize = 4;

/// Radii that are kept ready, from the smallest to the largest.
const RADII: usize = 64;
/// Rain leaves bubbles of 0.2 mm (the hiss at 14 kHz) to a few mm (heavy drops, 1 kHz).
const RADII_M: [f64; 2] = [0.3e-3, 2.6e-3];
/// Radius of the bubble whose amplitude is 1 at the surface.
const NOMINAL_M: f64 = 1e-3;
/// Small ones are more: ranks are spread by this power. By ear.
const SMALLER: f32 = 1.8;
/// A bubble near the surface rises in pitch: ξ of van den Doel, and how near (0 to 1) it must be.
const RISE: f64 = 0.1;
const RISING_ABOVE: f32 = 0.6;

/// A bubble that may come.
#[derive(Debug, Clone, Copy, Default)]
struct Bubble {
    /// A frame's turn, shrunk by its decay.
    step: [f32; 2],
    /// How much a chunk's rise turns the step further.
    bend: [f32; 2],
    amplitude: f32,
}

/// A puddle and its bubbles.
#[derive(Debug, Clone)]
pub struct Puddle {
    voices: Rings<QUADS>,
    bend_cos: Lanes<QUADS>,
    bend_sin: Lanes<QUADS>,
    bubbles: [Bubble; RADII],
}

impl Puddle {
    /// Still.
    pub fn new(sample_rate: f64) -> Self {
        Self {
            voices: Rings::new(),
            bend_cos: [[1.0; LANES]; QUADS],
            bend_sin: [[0.0; LANES]; QUADS],
            bubbles: std::array::from_fn(|n| Bubble::new(radius_m(n), sample_rate)),
        }
    }

    /// A drop falls. The quietest voice takes its bubble, and what rings in it rings on at the new
    /// pitch: with its energy kept, crowds of bubbles grow as loud as they are many.
    pub fn drop(&mut self, chance: &mut Chance, gain: f32) {
        let rank = chance.uniform().powf(SMALLER);
        let depth = chance.uniform();
        let sign = chance.uniform() - 0.5;
        let n = ((rank * RADII as f32) as usize).min(RADII - 1);
        self.ring(n, (gain * depth).copysign(sign), depth > RISING_ABOVE);
    }

    fn ring(&mut self, n: usize, gain: f32, rises: bool) {
        let bubble = self.bubbles[n];
        let lane = self.voices.quietest();
        self.voices.tune(lane, bubble.step);
        self.voices.strike(lane, gain * bubble.amplitude);
        let [cos, sin] = if rises { bubble.bend } else { [1.0, 0.0] };
        self.bend_cos[lane / LANES][lane % LANES] = cos;
        self.bend_sin[lane / LANES][lane % LANES] = sin;
    }

    /// Adds the bubbles' sound, to be folded.
    pub fn run(&mut self, out: &mut [[f32; LANES]]) {
        self.voices.run_busy(out);
    }

    /// To be called after each chunk: bubbles near the surface rise.
    pub fn rise(&mut self) {
        self.voices.bend(&self.bend_cos, &self.bend_sin);
    }

    /// To be called now and then: what has died rests.
    pub fn settle(&mut self) {
        self.voices.settle();
    }

    /// Still again.
    pub fn clear(&mut self) {
        self.voices.clear();
        self.bend_cos = [[1.0; LANES]; QUADS];
        self.bend_sin = [[0.0; LANES]; QUADS];
    }
}

/// Radius of the `n`th bubble.
fn radius_m(n: usize) -> f64 {
    let [least, most] = RADII_M;
    least * (most / least).powf(n as f64 / (RADII - 1) as f64)
}

impl Bubble {
    fn new(radius_m: f64, sample_rate: f64) -> Self {
        // Minnaert 1933; van den Doel 2005, eq. 3 and section 3.
        let hz = 3.0 / radius_m;
        let decay = 0.13 / radius_m + 0.0072 * radius_m.powf(-1.5);
        let amplitude = if hz < 0.4 * sample_rate {
            (radius_m / NOMINAL_M).powf(1.5)
        } else {
            0.0
        };
        // f(t) = f0·(1 + ξ·d·t): each chunk adds as much.
        let chunk_s = CHUNK as f64 / sample_rate;
        let more_hz = hz * RISE * decay * chunk_s;
        let (sin, cos) = (TAU * more_hz / sample_rate).sin_cos();
        Self {
            step: step(hz, decay, sample_rate),
            bend: [cos as f32, sin as f32],
            amplitude: amplitude as f32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::stages::room::noises::steady::folded;

    const RATE: f64 = 192_000.0;

    fn run(puddle: &mut Puddle, out: &mut [f32]) {
        let mut lanes = vec![[0.0; LANES]; out.len()];
        puddle.run(&mut lanes);
        for (y, lanes) in out.iter_mut().zip(lanes) {
            *y = folded(lanes);
        }
    }

    /// Frequency and decay of a bubble over its first time constant, from its upward crossings.
    fn measured(n: usize, rises: bool) -> Vec<f64> {
        let mut puddle = Puddle::new(RATE);
        puddle.ring(n, 1.0, rises);
        let mut out = vec![0.0; 64 * CHUNK];
        for chunk in out.chunks_exact_mut(CHUNK) {
            run(&mut puddle, chunk);
            puddle.rise();
        }
        let mut crossings = vec![];
        for (at, pair) in out.windows(2).enumerate() {
            if pair[0] < 0.0 && pair[1] >= 0.0 {
                crossings.push((at as f64 + f64::from(pair[0] / (pair[0] - pair[1]))) / RATE);
            }
        }
        crossings
    }

    #[test]
    fn pitch_is_minnaerts() {
        for n in [0, 20, 40, RADII - 1] {
            let crossings = measured(n, false);
            let hz = 8.0 / (crossings[8] - crossings[0]);
            let product = hz * radius_m(n);
            assert!((product / 3.0 - 1.0).abs() < 0.03, "{product} m/s");
        }
    }

    #[test]
    fn a_bubble_near_the_surface_rises() {
        let n = 40;
        let crossings = measured(n, true);
        let radius = radius_m(n);
        let decay = 0.13 / radius + 0.0072 * radius.powf(-1.5);
        for k in [4, 10] {
            let hz = 4.0 / (crossings[k + 2] - crossings[k - 2]);
            let wanted = 3.0 / radius * (1.0 + RISE * decay * crossings[k]);
            assert!((hz / wanted - 1.0).abs() < 0.01, "{hz} Hz, not {wanted}");
        }
    }

    #[test]
    fn decay_is_van_den_doels() {
        let n = 40;
        let radius = radius_m(n);
        let decay = 0.13 / radius + 0.0072 * radius.powf(-1.5);
        let mut puddle = Puddle::new(RATE);
        puddle.ring(n, 1.0, false);
        let mut out = vec![0.0f32; 4_096];
        run(&mut puddle, &mut out);
        let energy = |part: &[f32]| part.iter().map(|x| f64::from(x * x)).sum::<f64>();
        let fall = energy(&out[..2_048]) / energy(&out[2_048..]);
        let wanted = 2.0 * decay * 2_048.0 / RATE;
        assert!((fall.ln() / wanted - 1.0).abs() < 0.03);
    }
}
