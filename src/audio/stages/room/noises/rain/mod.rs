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

use pane::{FRAMES, Pane};
use puddle::Puddle;

use super::steady::{CHUNK, Chance, Chunked, Chunks, HighPass, Hiss, Pole, Slide, within};
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
/// Chunks after which what has died is looked for.
const SETTLES: u32 = 4;

/// The way into the room, four first-order sections side by side, each of which hears what the one
/// before had a frame ago: the rush's top and its bottom, and the two high-passes of [`HighPass`],
/// which take the drops in as well.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// What a state keeps and what it takes, as in [`Pole`], whose low part is the sum of the last
    /// and the next state here.
    keep: [f32; 4],
    follow: [f32; 4],
    state: [f32; 4],
    heard: [f32; 4],
}

impl Way {
    /// Of what goes in and of what is below its corner, each gives this on: a low-pass, and three
    /// high-passes.
    const WHOLE: [f32; 4] = [0.0, 1.0, 1.0, 1.0];
    const LOW: [f32; 4] = [1.0, -1.0, -1.0, -1.0];

    fn new(sample_rate: f64) -> Self {
        let [low_hz, top_hz] = RUSH_HZ;
        let room_hz = HighPass::CORNER_HZ;
        let follow =
            [top_hz, low_hz, room_hz, room_hz].map(|hz| Pole::new(hz, sample_rate as f32).follow());
        Self {
            keep: follow.map(|follow| 1.0 - 2.0 * follow),
            follow,
            state: [0.0; 4],
            heard: [0.0; 4],
        }
    }

    fn clear(&mut self) {
        (self.state, self.heard) = ([0.0; 4], [0.0; 4]);
    }

    /// `white` becomes the rush, `gain` times as loud, and joins what is in the chunk.
    fn run(&mut self, chunk: &mut [f32; CHUNK], white: &[f32; CHUNK], gain: f32) {
        let joins = [0.0, 1.0, gain, 1.0];
        let each = |of: &dyn Fn(usize) -> f32| [0, 1, 2, 3].map(of);
        // Of what comes in and of the last state, so that a frame waits for the last one through one
        // product and one sum only. Copies stay in registers.
        let Self {
            keep,
            follow,
            mut state,
            mut heard,
        } = *self;
        let direct = each(&|lane| Self::WHOLE[lane] + Self::LOW[lane] * follow[lane]);
        let lasting = each(&|lane| Self::LOW[lane] * (1.0 + keep[lane]));
        let direct_joins = each(&|lane| direct[lane] * joins[lane]);
        let follow_joins = each(&|lane| follow[lane] * joins[lane]);
        for (y, &white) in chunk.iter_mut().zip(white) {
            let fresh = [white, 0.0, *y, 0.0];
            let before = [0.0, heard[0], heard[1], heard[2]];
            for lane in 0..4 {
                let last = state[lane];
                heard[lane] = (direct[lane] * fresh[lane] + lasting[lane] * last)
                    + direct_joins[lane] * before[lane];
                state[lane] = (follow[lane] * fresh[lane] + keep[lane] * last)
                    + follow_joins[lane] * before[lane];
            }
            *y = heard[3];
        }
        (self.state, self.heard) = (state, heard);
    }
}

/// Rain on the window.
pub struct Rain {
    sample_rate: f64,
    seed: u64,
    chance: Chance,
    hiss: Hiss,
    pane: Pane,
    puddle: Puddle,
    way: Way,
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
            way: Way::new(rate),
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
        while next < CHUNK as f32 {
            // A sixth of a millisecond: far below what the ear takes apart.
            let at = next as usize / FRAMES * FRAMES;
            self.pane.run(&mut chunk[done..at]);
            self.puddle.run(&mut chunk[done..at]);
            done = at;
            self.drop(character);
            next += self.chance.exponential() * frames_each;
        }
        self.pane.run(&mut chunk[done..]);
        self.puddle.run(&mut chunk[done..]);
        self.countdown = (next - CHUNK as f32) / frames_each;
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
        self.way.clear();
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
        self.way.run(chunk, &white, rush);
    }
}
