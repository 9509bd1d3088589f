//! The wind's speed at the house.
//!
//! Gusts follow each other, each with a rise, a fall, a peak and a lull of its own, drawn in a smooth
//! curve; eddies ripple on it.
//! Not modelled: direction; the long tail of the spectrum of speeds below a gust a minute.
//! Sources: A. Farnell, "Designing Sound", MIT Press 2010, chapter 41 (squalls on gusts on a breeze).
//! The ranges are by ear, between a moderate and a fresh breeze (Beaufort 4 to 5).

use std::f64::consts::TAU;

use crate::audio::stages::room::noises::steady::{CHUNK, Chance};

/// Speeds in a lull and at a gust's peak, in m/s.
const LULL_MPS: [f32; 2] = [2.6, 4.2];
const PEAK_MPS: [f32; 2] = [6.0, 9.5];
/// A gust rises in this share of its time and falls in the rest.
const RISE: f32 = 0.4;
/// Gusts take this much of the mean time between them.
const STRETCH: [f32; 2] = [0.6, 1.4];
/// Eddies: their corner, and the intensity of turbulence they are left with behind the house.
const EDDY_HZ: f64 = 1.5;
const TURBULENCE: f32 = 0.08;
/// A gust that is struck rises within this time and falls within that.
const STRUCK_S: [f32; 2] = [0.15, 1.6];

/// A smooth seeded random wind.
#[derive(Debug, Clone)]
pub struct Gusts {
    chance: Chance,
    chunk_s: f32,
    from_mps: f32,
    to_mps: f32,
    /// How much of this rise or fall is over.
    progress: f32,
    stretch: f32,
    rising: bool,
    struck: bool,
    eddy: [f32; 2],
    eddy_step: f32,
    eddy_gain: f32,
    #[cfg(test)]
    pub(super) count: usize,
}

impl Gusts {
    /// Somewhere within a gust.
    pub fn new(seed: u64, sample_rate: f64) -> Self {
        let mut chance = Chance::new(seed);
        let chunk_s = CHUNK as f64 / sample_rate;
        let step = 1.0 - (-TAU * EDDY_HZ * chunk_s).exp();
        // Of uniform noise (±1: variance 1/3) behind two poles of step k, the variance is
        // k·(1 + (1 − k)²)/(2 − k)³/3.
        let variance = step * (1.0 + (1.0 - step).powi(2)) / (2.0 - step).powi(3) / 3.0;
        let from_mps = chance.between(LULL_MPS);
        let to_mps = chance.between(PEAK_MPS);
        let progress = chance.uniform();
        Self {
            chance,
            chunk_s: chunk_s as f32,
            from_mps,
            to_mps,
            progress,
            stretch: 1.0,
            rising: true,
            struck: false,
            eddy: [0.0; 2],
            eddy_step: step as f32,
            eddy_gain: TURBULENCE / variance.sqrt() as f32,
            #[cfg(test)]
            count: 0,
        }
    }

    /// A gust begins at once, the stronger the higher.
    pub fn strike(&mut self, strength: f32) {
        self.from_mps = self.mean_mps();
        self.to_mps = PEAK_MPS[0] + (PEAK_MPS[1] - PEAK_MPS[0]) * strength;
        self.to_mps = self.to_mps.max(self.from_mps);
        self.progress = 0.0;
        self.rising = true;
        self.struck = true;
    }

    /// The speed in m/s a chunk later, at so many gusts a minute; by themselves if `free`.
    pub fn advance(&mut self, per_minute: f32, free: bool) -> f32 {
        let [rise_s, fall_s] = if self.struck || !free {
            STRUCK_S
        } else {
            let whole_s = 60.0 / per_minute * self.stretch;
            [RISE * whole_s, (1.0 - RISE) * whole_s]
        };
        self.progress += self.chunk_s / if self.rising { rise_s } else { fall_s };
        if self.progress >= 1.0 {
            self.turn(free);
        }
        for pole in 0..2 {
            let input = if pole == 0 {
                2.0 * self.chance.uniform() - 1.0
            } else {
                self.eddy[0]
            };
            self.eddy[pole] += self.eddy_step * (input - self.eddy[pole]);
        }
        self.mean_mps() * (1.0 + self.eddy_gain * self.eddy[1]).max(0.0)
    }

    /// From a rise to a fall, or the other way.
    fn turn(&mut self, free: bool) {
        if self.rising {
            self.rising = false;
            self.progress = (self.progress - 1.0).min(1.0);
            self.from_mps = self.to_mps;
            self.to_mps = self.chance.between(LULL_MPS);
        } else if free {
            self.rising = true;
            self.struck = false;
            self.progress = (self.progress - 1.0).min(1.0);
            self.from_mps = self.to_mps;
            self.to_mps = self.chance.between(PEAK_MPS);
            self.stretch = self.chance.between(STRETCH);
            #[cfg(test)]
            {
                self.count += 1;
            }
        } else {
            // It waits in the lull.
            self.progress = 1.0;
        }
    }

    fn mean_mps(&self) -> f32 {
        let t = self.progress;
        self.from_mps + (self.to_mps - self.from_mps) * (t * t * (3.0 - 2.0 * t))
    }
}
