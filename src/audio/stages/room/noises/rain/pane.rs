//! Drops on a window pane.
//!
//! Each drop is a blow to the pane's bending modes. All drops share one pane, so any number of them
//! costs the same. A pane has a mode in every 21 Hz; twelve stand for their neighbours.
//! Not modelled: the blow's own sound in the air; water that runs down and dulls the glass.
//! Sources: L. Cremer, M. Heckl and B. Petersson, "Structure-Borne Sound", 3rd ed. 2005 (modes of a
//! plate, radiation below coincidence); J. S. Marshall and W. Palmer, J. Meteorol. 5, 1948 (sizes);
//! D. Atlas et al., Rev. Geophys. 11(1), 1973 (speed of fall).

use std::f64::consts::PI;

use crate::audio::stages::room::noises::steady::{Chance, LANES, Lanes, Rings, step};

/// Modes of the pane.
const COUNT: usize = QUADS * LANES;
const QUADS: usize = 3;

/// Half-waves across and along the pane, chosen so that the modes lie 3 to 8 semitones apart.
const MODES: [[f64; 2]; COUNT] = [
    [2.0, 3.0],
    [3.0, 2.0],
    [3.0, 4.0],
    [4.0, 4.0],
    [5.0, 4.0],
    [5.0, 7.0],
    [7.0, 6.0],
    [8.0, 8.0],
    [10.0, 7.0],
    [12.0, 9.0],
    [14.0, 13.0],
    [18.0, 14.0],
];
/// A casement of 0.6 × 1.0 m with 4 mm of float glass (70 GPa, 2500 kg/m³, Poisson's ratio 0.22).
const PANE_M: [f64; 2] = [0.6, 1.0];
const THICKNESS_M: f64 = 4e-3;
const STIFFNESS_NM: f64 = 70e9 * THICKNESS_M * THICKNESS_M * THICKNESS_M / (12.0 * 0.9516);
const MASS_KG_PER_M2: f64 = 2_500.0 * THICKNESS_M;
/// Loss factor of a pane in putty or rubber, wet; glass alone has 0.002. By ear.
const LOSS: f64 = 0.06;
/// Above this the pane sheds all of its sound: 12 kHz·mm for glass.
const COINCIDENCE_HZ: f64 = 3_000.0;

/// Blows that are kept ready, from the smallest drop to the largest.
const BLOWS: usize = 128;
/// Diameter of the smallest drop that is heard, and what the mean one has more.
const LEAST_MM: f64 = 0.6;
const MORE_MM: f64 = 0.5;
/// Larger drops break up as they fall.
const MOST_MM: f64 = 4.0;
/// Diameter of the drop whose blow has amplitude 1.
const NOMINAL_MM: f64 = 1.5;

/// A pane and the rain that falls on it.
#[derive(Debug, Clone)]
pub struct Pane {
    modes: Rings<QUADS>,
    blows: [Lanes<QUADS>; BLOWS],
}

impl Pane {
    /// At rest. `seed` says where the drops fall.
    pub fn new(seed: u64, sample_rate: f64) -> Self {
        let mut modes = Rings::new();
        for (lane, mode) in MODES.iter().enumerate() {
            let hz = frequency_hz(*mode);
            // Energy falls as e^(−2π·f·η·t).
            modes.tune(lane, step(hz, PI * hz * LOSS, sample_rate));
        }
        let mut pane = Self {
            modes,
            blows: [[[0.0; LANES]; QUADS]; BLOWS],
        };
        pane.scatter(seed, sample_rate);
        pane
    }

    /// Lets the drops fall elsewhere.
    pub fn scatter(&mut self, seed: u64, sample_rate: f64) {
        let mut chance = Chance::new(seed);
        for (n, blow) in self.blows.iter_mut().enumerate() {
            // Quantiles of an exponential distribution of diameters.
            let rank = (n as f64 + 0.5) / BLOWS as f64;
            let diameter_mm = (LEAST_MM - MORE_MM * (1.0 - rank).ln()).min(MOST_MM);
            let place = [0, 1].map(|_| f64::from(chance.uniform()));
            let gains = self::blow(diameter_mm, place, sample_rate);
            *blow = self.modes.sines(&gains);
        }
    }

    /// A drop falls; `size` from 0 (the smallest) to 1 says which of the sizes that there are.
    pub fn drop(&mut self, size: f32, gain: f32) {
        let at = ((size * BLOWS as f32) as usize).min(BLOWS - 1);
        self.modes.ring(&self.blows[at], gain);
    }

    /// Adds the pane's sound, to be folded.
    pub fn run(&mut self, out: &mut [[f32; LANES]]) {
        self.modes.run_busy(out);
    }

    /// To be called now and then: what has died rests.
    pub fn settle(&mut self) {
        self.modes.settle();
    }

    /// At rest again.
    pub fn clear(&mut self) {
        self.modes.clear();
    }
}

/// Of a simply supported plate's mode: (π/2)·√(D/m)·((m/a)² + (n/b)²).
fn frequency_hz([across, along]: [f64; 2]) -> f64 {
    let [a, b] = PANE_M;
    PI / 2.0 * (STIFFNESS_NM / MASS_KG_PER_M2).sqrt() * ((across / a).powi(2) + (along / b).powi(2))
}

/// What a drop of this diameter at `place` (in shares of the pane) gives to each mode.
fn blow(diameter_mm: f64, place: [f64; 2], sample_rate: f64) -> Lanes<QUADS> {
    let fall_mps = |mm: f64| 9.65 - 10.3 * (-0.6 * mm).exp();
    // Momentum of a sphere, and how long it takes to burst: its diameter over its speed.
    let momentum = |mm: f64| mm.powi(3) * fall_mps(mm);
    let blow = momentum(diameter_mm) / momentum(NOMINAL_MM);
    let contact_s = 1e-3 * diameter_mm / fall_mps(diameter_mm);
    let gain = |mode: [f64; 2]| {
        let hz = frequency_hz(mode);
        if hz > 0.45 * sample_rate {
            return 0.0;
        }
        let [x, y] = [0, 1].map(|axis| (PI * mode[axis] * place[axis]).sin());
        let force = 1.0 / (1.0 + (2.0 * hz * contact_s).powi(2));
        let radiation = (hz / COINCIDENCE_HZ).min(1.0).sqrt();
        // The neighbours that it stands for: a band as wide as it is high.
        let neighbours = (hz / COINCIDENCE_HZ).sqrt();
        (blow * x * y * force * radiation * neighbours) as f32
    };
    let quad = |quad: usize| std::array::from_fn(|lane| gain(MODES[quad * LANES + lane]));
    std::array::from_fn(quad)
}
