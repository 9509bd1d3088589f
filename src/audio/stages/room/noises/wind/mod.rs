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

use super::weather::{CHUNK, Chunks, Hiss, Pole, Slide, StateVariable, Tuning, within};
use super::{Answer, Household, Kind, Mains, Noise, Source, Strike};
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
/// What the house lets through: 6 dB less for each octave above this.
const HOUSE_HZ: f32 = 150.0;
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

/// Wind around the house.
pub struct Wind {
    sample_rate: f64,
    seed: u64,
    gusts: Gusts,
    air: Hiss,
    gap_air: Hiss,
    rush: StateVariable,
    house: Pole,
    gaps: [StateVariable; 2],
    /// Gains at the last chunk's end: of the rush and of each gap.
    gains: [f32; 3],
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
            rush: StateVariable::default(),
            house: Pole::new(HOUSE_HZ, rate as f32),
            gaps: [StateVariable::default(); 2],
            gains: [0.0; 3],
            rate_per_minute: Slide::new(usual.rate, rate),
            character: Slide::new(usual.character, rate),
            answers: false,
            chunks: Chunks::new(),
            #[cfg(test)]
            steady_mps: None,
        };
        wind.reset();
        wind
    }

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
        let steps: [f32; 3] = std::array::from_fn(|n| (targets[n] - self.gains[n]) / CHUNK as f32);
        let [mut rush, mut first, mut second] = self.gains;
        // Copies stay in registers.
        let (mut band, mut house, [mut gap, mut other]) = (self.rush, self.house, self.gaps);
        for (y, air) in chunk.iter_mut().zip(gap_air) {
            rush += steps[0];
            first += steps[1];
            second += steps[2];
            *y = house.low(rush * band.band(*y)) + first * gap.band(air) + second * other.band(air);
        }
        (self.rush, self.house, self.gaps) = (band, house, [gap, other]);
        self.gains = targets;
    }

    /// Tunes the bands to the wind's speed and gives their gains.
    fn tune(&mut self, speed_mps: f32, character: f32) -> [f32; 3] {
        let rate = self.sample_rate as f32;
        let strength = speed_mps / NOMINAL_MPS;
        self.rush
            .tune(Tuning::new(STROUHAL * speed_mps / EDGE_M, RUSH_Q, rate));
        let [begins, whole] = WHISTLES_MPS;
        let t = ((speed_mps - begins) / (whole - begins)).clamp(0.0, 1.0);
        let whistle = WHISTLE * character * strength * strength * t * t * (3.0 - 2.0 * t);
        let mut gains = [RUSH * strength * strength * strength, 0.0, 0.0];
        for ((gap, gain), width_m) in self.gaps.iter_mut().zip(&mut gains[1..]).zip(GAPS_M) {
            let hz = STROUHAL * speed_mps / width_m;
            gap.tune(Tuning::new(hz, WHISTLE_Q, rate));
            let off = CAVITY_Q * (hz / CAVITY_HZ - CAVITY_HZ / hz.max(1.0));
            *gain = whistle * (1.0 + CAVITY / (1.0 + off * off));
        }
        gains
    }
}

impl Source for Wind {
    /// Begins again with its seed.
    fn reset(&mut self) {
        self.gusts = Gusts::new(self.seed, self.sample_rate);
        self.air = Hiss::new(self.seed, self.sample_rate);
        self.gap_air = Hiss::new(!self.seed, self.sample_rate);
        self.rush.clear();
        self.house.clear();
        self.gaps.iter_mut().for_each(StateVariable::clear);
        self.gains = [0.0; 3];
        self.rate_per_minute.reset();
        self.character.reset();
        self.chunks = Chunks::new();
    }

    /// Another seed, from the next [`Self::reset`] on.
    fn reseed(&mut self, seed: u64) {
        self.seed = seed;
    }

    /// Takes new targets. Level and place are not its own; wind is the same in every household.
    fn set(&mut self, noise: &Noise, _household: Household, _mains: Mains) {
        let range = Kind::Wind
            .rate()
            .map_or([1.0; 2], |rate| [rate.min, rate.max]);
        self.rate_per_minute.set(within(noise.rate, range));
        self.character.set(within(noise.character, [0.0, 1.0]));
        self.answers = noise.answer == Answer::Struck;
    }

    /// Fills `out`. Strikes bring gusts if the noise is struck; until then the wind lulls.
    fn process(&mut self, out: &mut [f32], strikes: &[Strike]) {
        let mut chunks = std::mem::replace(&mut self.chunks, Chunks::new());
        chunks.fill(out, strikes, |chunk, struck| self.render(chunk, struck));
        self.chunks = chunks;
    }
}
