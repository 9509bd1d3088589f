//! Rain on the window.
//!
//! Drops fall at random (Poisson), some on the pane ([`Pane`]), some in puddles before it
//! ([`Puddle`]); behind them is the rush of all that fall too far away to be heard one by one.
//! Not modelled: gusts that drive the rain, gutters, thunder.
//! Sources: in the parts' files.

mod pane;
mod puddle;
#[cfg(test)]
mod tests;

use pane::Pane;
use puddle::Puddle;

use super::steady::{
    CHUNK, Chance, Chunked, Chunks, HighPass, Hiss, LANES, Pole, Slide, folded, within,
};
use super::{Answer, Household, Kind, Mains, Noise};
use crate::audio::stage::Spec;

/// Amplitudes at which 400 drops a second reach 40 dB(A) in the room (−53 dBFS(A)), as measured:
/// pane and puddles each
/// alone −57, the rush −59.
const PANE: f32 = 8.7e-3;
const BUBBLE: f32 = 2.15e-3;
const RUSH: f32 = 2.6e-3;
/// The rate for which they hold.
const NOMINAL_PER_S: f32 = 400.0;
/// Even drizzle finds some puddle, and a downpour still beats on the glass.
const PUDDLES: [f32; 2] = [0.03, 0.9];
/// Drizzle has small drops: the size below which all lie, in ranks, at both ends.
const LARGEST: [f32; 2] = [0.92, 1.0];
/// The rush passes leaves and roofs (which give it its top) and the window (which takes it). By ear.
const RUSH_HZ: [f32; 2] = [250.0, 1_800.0];
/// A strike's shower begins so many times as dense as the rain that was set, and dies in this time.
const SHOWER: f32 = 3.0;
const SHOWER_S: f64 = 0.18;
/// Drops fall on the first of so many frames, for they are worked out a few at a time: a sixth of a
/// millisecond, far below what the ear takes apart.
const FRAMES: usize = 8;
/// Chunks after which what has died is looked for.
const SETTLES: u32 = 4;

/// Rain on the window.
pub struct Rain {
    sample_rate: f64,
    seed: u64,
    chance: Chance,
    hiss: Hiss,
    pane: Pane,
    puddle: Puddle,
    rush: [Pole; 2],
    room: HighPass,
    rate_per_s: Slide,
    character: Slide,
    /// Whether drops fall by themselves (1) or after strikes alone (0).
    free: Slide,
    answers: bool,
    shower: f32,
    shower_decay: f32,
    /// Expected drops until the next one.
    countdown: f32,
    /// Chunks since something was last looked for that has died.
    chunk: u32,
    chunks: Chunks,
    #[cfg(test)]
    drops: usize,
}

impl Rain {
    /// Rain as in life. Everything random follows from `seed`.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        let rate = spec.sample_rate;
        let usual = Kind::Rain.silent();
        let mut rain = Self {
            sample_rate: rate,
            seed,
            chance: Chance::new(seed),
            hiss: Hiss::new(seed, rate),
            pane: Pane::new(seed, rate),
            puddle: Puddle::new(rate),
            rush: RUSH_HZ.map(|hz| Pole::new(hz, rate as f32)),
            room: HighPass::new(rate),
            rate_per_s: Slide::new(usual.rate, rate),
            character: Slide::new(usual.character, rate),
            free: Slide::new(1.0, rate),
            answers: false,
            shower: 0.0,
            shower_decay: (-(CHUNK as f64) / (SHOWER_S * rate)).exp() as f32,
            countdown: 0.0,
            chunk: 0,
            chunks: Chunks::default(),
            #[cfg(test)]
            drops: 0,
        };
        rain.restart();
        rain
    }

    fn restart(&mut self) {
        self.chance = Chance::new(self.seed);
        self.hiss = Hiss::new(self.seed, self.sample_rate);
        self.countdown = self.chance.exponential();
        self.shower = 0.0;
        self.chunk = 0;
        #[cfg(test)]
        {
            self.drops = 0;
        }
    }

    /// Lets `hazard` drops be expected in each frame.
    fn drops(&mut self, chunk: &mut [f32; CHUNK], hazard: f32, character: f32) {
        // Nothing falls within a chunk at less than this.
        let frames_each = 1.0 / hazard.max(1e-9);
        let mut next = self.countdown * frames_each;
        let mut done = 0;
        // Lane by lane, so that all that rings is summed up once.
        let mut lanes = [[0.0; LANES]; CHUNK];
        while next < CHUNK as f32 {
            let at = next as usize / FRAMES * FRAMES;
            self.ring(&mut lanes[done..at]);
            done = at;
            self.drop(character);
            next += self.chance.exponential() * frames_each;
        }
        self.ring(&mut lanes[done..]);
        for (y, lanes) in chunk.iter_mut().zip(lanes) {
            *y = folded(lanes);
        }
        self.countdown = (next - CHUNK as f32) / frames_each;
    }

    fn ring(&mut self, lanes: &mut [[f32; LANES]]) {
        if !lanes.is_empty() {
            self.pane.run(lanes);
            self.puddle.run(lanes);
        }
    }

    fn drop(&mut self, character: f32) {
        #[cfg(test)]
        {
            self.drops += 1;
        }
        let [few, many] = PUDDLES;
        if self.chance.uniform() < few + (many - few) * character {
            self.puddle.drop(&mut self.chance, BUBBLE);
        } else {
            let [least, most] = LARGEST;
            let largest = least + (most - least) * character;
            let size = largest * (1.0 - self.chance.uniform());
            self.pane.drop(size, PANE);
        }
    }
}

impl Chunked for Rain {
    fn chunks(&mut self) -> &mut Chunks {
        &mut self.chunks
    }

    fn seed(&mut self) -> &mut u64 {
        &mut self.seed
    }

    fn begin(&mut self) {
        self.rate_per_s.reset();
        self.character.reset();
        self.free.reset();
        self.pane.scatter(self.seed, self.sample_rate);
        self.pane.clear();
        self.puddle.clear();
        self.rush.iter_mut().for_each(Pole::clear);
        self.room.clear();
        self.restart();
    }

    /// Level and place are not its own; rain is the same in every household.
    fn choose(&mut self, noise: &Noise, _household: Household, _mains: Mains) {
        let range = Kind::Rain
            .rate()
            .map_or([1.0; 2], |rate| [rate.min, rate.max]);
        self.rate_per_s.set(within(noise.rate, range));
        self.character.set(within(noise.character, [0.0, 1.0]));
        self.answers = noise.answer == Answer::Struck;
        self.free.set(if self.answers { 0.0 } else { 1.0 });
    }

    /// Strikes bring showers if it is struck.
    fn render(&mut self, chunk: &mut [f32; CHUNK], struck: f32) {
        let rate_per_s = self.rate_per_s.advance();
        let character = self.character.advance();
        let free = self.free.advance();
        self.shower *= self.shower_decay;
        if self.answers && struck > 0.0 {
            self.shower = self.shower.max(SHOWER * struck);
            // Its first drop comes with the attack.
            self.countdown = 0.0;
        }
        let density = free + self.shower;

        self.drops(
            chunk,
            density * rate_per_s / self.sample_rate as f32,
            character,
        );
        self.puddle.rise();
        self.chunk = (self.chunk + 1) % SETTLES;
        if self.chunk == 0 {
            self.pane.settle();
            self.puddle.settle();
        }
        let mut white = [0.0; CHUNK];
        self.hiss.fill(&mut white);
        let rush = RUSH * (density * rate_per_s / NOMINAL_PER_S).sqrt();
        let [bottom, top] = &mut self.rush;
        top.low(&mut white);
        bottom.high(&mut white);
        for (y, x) in chunk.iter_mut().zip(white) {
            *y += rush * x;
        }
        self.room.run(chunk);
    }
}
