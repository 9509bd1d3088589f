//! Wind around the house.
//!
//! Two sounds follow the wind's speed ([`Gusts`]): the rush of air that breaks at edges, a low band
//! that widens upwards as it grows, and the whistle of the gaps in the window's frame.
//! Not modelled: the wires and trees outside; feedback between a gap and its cavity beyond the gain
//! of the cavity's resonance.
//! Sources: V. Strouhal, Ann. Phys. 241(10), 1878 (f = 0.2·v/d); N. Curle, Proc. R. Soc. A 231, 1955
//! (the pressure of a dipole grows with the third power of the speed); A. Farnell, "Designing Sound",
//! MIT Press 2010, chapter 41.

mod gusts;
#[cfg(test)]
mod tests;

use gusts::Gusts;

use super::steady::{Bank, CHUNK, Chunked, Chunks, Frames, Hiss, Slide, Tuning, within};
use super::{Answer, Household, Kind, Mains, Noise};
use crate::audio::stage::Spec;

/// Amplitudes at which the wind reaches 33 dB(A) in the room (−60 dBFS(A)) on the average, at half
/// character, as measured: the rush at −61, the whistle at −65.
const RUSH: f32 = 0.0142;
const WHISTLE: f32 = 8.1e-3;
/// The speed for which they hold.
const NOMINAL_MPS: f32 = 6.0;

const STROUHAL: f32 = 0.2;
/// What the rush breaks at: sills and gutters.
const EDGE_M: f32 = 5e-3;
const RUSH_Q: f32 = 0.5;
/// What the house lets through: 6 dB less for each octave above the second. Below the first, a shut
/// room's air gives way instead of swinging.
const HOUSE_HZ: [f32; 2] = [15.0, 150.0];
/// Two gaps in the frame.
const GAPS_M: [f32; 2] = [1.6e-3, 2.3e-3];
/// How pure they whistle. By ear.
const WHISTLE_Q: f32 = 35.0;
/// The cavity between frame and casement, a closed pipe of 12 cm, and how much it adds.
const CAVITY_HZ: f32 = 715.0;
const CAVITY_Q: f32 = 5.0;
const CAVITY: f32 = 2.0;
/// Gaps begin to whistle at this speed and do so wholly at that.
const WHISTLES_MPS: [f32; 2] = [2.5, 6.5];

/// What is in each lane of the bank: the rush as it breaks, both gaps, and the rush in the house.
const BREAKS: usize = 0;
const GAPS: [usize; 2] = [1, 2];
const HOUSE: usize = 3;

/// Wind around the house.
pub struct Wind {
    sample_rate: f64,
    seed: u64,
    gusts: Gusts,
    air: Hiss,
    gap_air: Hiss,
    bank: Bank,
    /// What was heard of each lane in the last chunk.
    heard: Frames,
    rate_per_minute: Slide,
    character: Slide,
    answers: bool,
    chunks: Chunks,
    #[cfg(test)]
    steady_mps: Option<f32>,
}

impl Wind {
    /// Wind as in life. Everything random follows from `seed`.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        let rate = spec.sample_rate;
        let usual = Kind::Wind.silent();
        let mut wind = Self {
            sample_rate: rate,
            seed,
            gusts: Gusts::new(seed, rate),
            air: Hiss::new(seed, rate),
            gap_air: Hiss::new(!seed, rate),
            bank: Bank::default(),
            heard: [[0.0; 4]; CHUNK],
            rate_per_minute: Slide::new(usual.rate, rate),
            character: Slide::new(usual.character, rate),
            answers: false,
            chunks: Chunks::default(),
            #[cfg(test)]
            steady_mps: None,
        };
        let [low_hz, high_hz] = HOUSE_HZ;
        let house = Tuning::between(low_hz, high_hz, rate as f32);
        wind.bank.tune_band(HOUSE, house);
        wind.begin();
        wind
    }

    /// Tunes the bands to the wind's speed and gives their gains.
    fn tune(&mut self, speed_mps: f32, character: f32) -> [f32; 4] {
        let rate = self.sample_rate as f32;
        let strength = speed_mps / NOMINAL_MPS;
        let rush = Tuning::new(STROUHAL * speed_mps / EDGE_M, RUSH_Q, rate);
        self.bank.tune_band(BREAKS, rush);
        let [begins, whole] = WHISTLES_MPS;
        let t = ((speed_mps - begins) / (whole - begins)).clamp(0.0, 1.0);
        let whistle = WHISTLE * character * strength * strength * t * t * (3.0 - 2.0 * t);
        let mut gains = [RUSH * strength * strength * strength, 0.0, 0.0, 1.0];
        for (lane, width_m) in GAPS.into_iter().zip(GAPS_M) {
            let hz = STROUHAL * speed_mps / width_m;
            self.bank.tune_band(lane, Tuning::new(hz, WHISTLE_Q, rate));
            let off = CAVITY_Q * (hz / CAVITY_HZ - CAVITY_HZ / hz.max(1.0));
            gains[lane] = whistle * (1.0 + CAVITY / (1.0 + off * off));
        }
        gains
    }
}

impl Chunked for Wind {
    fn chunks(&mut self) -> &mut Chunks {
        &mut self.chunks
    }

    fn seed(&mut self) -> &mut u64 {
        &mut self.seed
    }

    fn begin(&mut self) {
        self.gusts = Gusts::new(self.seed, self.sample_rate);
        self.air = Hiss::new(self.seed, self.sample_rate);
        self.gap_air = Hiss::new(!self.seed, self.sample_rate);
        self.bank.clear();
        self.heard = [[0.0; 4]; CHUNK];
        self.rate_per_minute.reset();
        self.character.reset();
    }

    /// Level and place are not its own; wind is the same in every household.
    fn choose(&mut self, noise: &Noise, _household: Household, _mains: Mains) {
        let range = Kind::Wind
            .rate()
            .map_or([1.0; 2], |rate| [rate.min, rate.max]);
        self.rate_per_minute.set(within(noise.rate, range));
        self.character.set(within(noise.character, [0.0, 1.0]));
        self.answers = noise.answer == Answer::Struck;
    }

    /// Strikes bring gusts if it is struck; until then the wind lulls.
    fn render(&mut self, chunk: &mut [f32; CHUNK], struck: f32) {
        if self.answers && struck > 0.0 {
            self.gusts.strike(struck);
        }
        let per_minute = self.rate_per_minute.advance();
        let speed_mps = self.gusts.advance(per_minute, !self.answers);
        #[cfg(test)]
        let speed_mps = self.steady_mps.unwrap_or(speed_mps);
        let character = self.character.advance();
        let targets = self.tune(speed_mps, character);

        self.air.fill(chunk);
        let mut gap_air = [0.0; CHUNK];
        self.gap_air.fill(&mut gap_air);
        for (n, lanes) in self.heard.iter_mut().enumerate() {
            // A chunk later into the house, so that nothing waits.
            *lanes = [chunk[n], gap_air[n], gap_air[n], lanes[BREAKS]];
        }
        self.bank.run(&mut self.heard, targets);
        for (y, heard) in chunk.iter_mut().zip(&self.heard) {
            *y = heard[HOUSE] + (heard[GAPS[0]] + heard[GAPS[1]]);
        }
    }
}
