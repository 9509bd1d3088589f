//! Somebody at the keyboard: strokes of a hand, with the mouse or the carriage now and then.
//!
//! A stroke is three impacts: the finger meets the cap, the cap its stop, and on the way up the key
//! its rest. Each sets off the cap, which differs from key to key, and the case. Not modelled: what
//! is typed, and which hand types it.

mod boards;

use super::knock::{Knock, Knocks, MODES, Mode};
use super::rhythm::{Event, Manner, Rhythm, Sound, share};
use super::{Household, Kind, Mains, Noise, Source, Strike, level};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::{Spec, Timeline};
use boards::{BELL, Beside, Board, SWITCH, board};

/// Impacts under way or on their way: 15 strokes in a second, six for each, over 0.2 s, and slack
/// for a carriage.
const VOICES: usize = 32;

/// How much the caps' pitch differs from key to key. By ear.
const KEYS: f64 = 0.22;
/// How often it is the space bar (one in six of English text, of which some are not heard so), and
/// how low and how strong that is.
const SPACE: (f64, f32, f32) = (0.14, 0.62, 1.25);
/// How often the mouse clicks, and its wheel turns.
const CLICK: f64 = 0.05;
const WHEEL: f64 = 0.02;
/// Strokes to a line on a typewriter, about.
const LINE: (f64, f64) = (45.0, 70.0);
/// How long a key is held, in ms (dwell times of typists, 60 to 140), and at most this share of the
/// time to the next.
const HELD_MS: (f64, f64) = (60.0, 130.0);
const HELD_SHARE: f64 = 0.8;
/// The case against the cap, from the dullest character to the most clacking.
const CASES: (f64, f64) = (1.0, 0.35);
const CAPS: (f64, f64) = (0.2, 1.1);
/// Pitch over the characters.
const PITCHES: (f64, f64) = (0.85, 1.2);

/// Keyboard and mouse.
pub struct Keys {
    rhythm: Rhythm,
    hands: Hands,
}

impl Keys {
    /// Ready, and off to a beginning of its own by `seed`.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        let mut hands = Hands {
            seed,
            random: WhiteNoise::new(seed),
            character: 0.5,
            board: board(Household::Everything),
            left_of_line: 0,
            ms_per_frame: 1e3 / spec.sample_rate,
            knocks: Knocks::new(spec.sample_rate),
        };
        hands.reset();
        Self {
            rhythm: Rhythm::new(Kind::Keys, Manner::Bursts, spec, seed),
            hands,
        }
    }
}

impl Source for Keys {
    /// Begins again with the seed.
    fn reset(&mut self) {
        self.rhythm.reset();
        self.hands.reset();
    }

    /// Takes another seed with the next [`Self::reset`].
    fn reseed(&mut self, seed: u64) {
        self.rhythm.reseed(seed);
        self.hands.seed = seed;
    }

    /// Hears where the song is, once for each of the host's blocks.
    fn locate(&mut self, timeline: &Timeline) {
        self.rhythm.locate(timeline);
    }

    /// Takes what was chosen; the next stroke has it. Cheap.
    fn set(&mut self, noise: &Noise, household: Household, _: Mains) {
        self.rhythm.set(noise);
        self.hands.character = share(noise.character);
        self.hands.board = board(household);
    }

    /// Fills `out`, at most a block, at the level of life. `strikes` are the attacks of the music
    /// within it.
    fn process(&mut self, out: &mut [f32], strikes: &[Strike]) {
        self.rhythm.perform(&mut self.hands, out, strikes);
    }
}

/// One stroke after another.
struct Hands {
    seed: u64,
    random: WhiteNoise,
    character: f64,
    board: &'static Board,
    left_of_line: u32,
    ms_per_frame: f64,
    knocks: Knocks<VOICES>,
}

impl Hands {
    fn reset(&mut self) {
        // Not the numbers that the rhythm draws.
        self.random = WhiteNoise::new(self.seed ^ 0x4B3E_5EED);
        self.knocks.reset();
        self.left_of_line = self.within(LINE) as u32;
    }

    fn within(&mut self, (low, high): (f64, f64)) -> f64 {
        low + (high - low) * (0.5 + 0.5 * f64::from(self.random.sample()))
    }

    /// What a pair of the dullest and the most clacking is at this character.
    fn tinge(&self, (dull, clacking): (f64, f64)) -> f32 {
        (dull * (clacking / dull).powf(self.character)) as f32
    }

    fn knock(&mut self, after_ms: f64, gain: f32, pitch: f32, modes: [Mode; MODES]) {
        let life = level::gain_to_life(level::KEYS_DBA + self.board.level_db, self.board.own_db);
        self.knocks.start(&Knock {
            after_ms: after_ms as f32,
            contact_ms: self.tinge(self.board.contacts_ms),
            gain: gain * life,
            pitch: pitch * self.tinge(PITCHES),
            modes,
        });
    }

    fn stroke(&mut self, strength: f32, interval_ms: f64) {
        let board = self.board;
        let (often, low, strong) = SPACE;
        let (pitch, gain) = if self.within((0.0, 1.0)) < often {
            (low, strong)
        } else {
            (self.within((1.0 - KEYS, 1.0 + KEYS)) as f32, 1.0)
        };
        let (case, cap) = (self.tinge(CASES), self.tinge(CAPS));
        // A quick finger is a strong one.
        let travel_ms = f64::from(board.travel_ms) * self.within((0.8, 1.2))
            / (0.5 + 0.5 * f64::from(strength));
        let held_ms = self.within(HELD_MS).min(HELD_SHARE * interval_ms);
        let times_ms = [0.0, travel_ms, travel_ms + held_ms];
        for (n, (after_ms, blow)) in times_ms.into_iter().zip(board.blows).enumerate() {
            // Released by the spring: as strong whatever the finger did.
            let force = if n == 2 { 0.7 } else { strength };
            let gain = gain * blow * force * self.within((0.85, 1.15)) as f32;
            // On the way up the case is not hit by the finger.
            let case = if n == 2 { 0.5 * case } else { case };
            self.knock(after_ms, gain * case, 1.0, board.plate);
            self.knock(after_ms, gain * cap, pitch, board.cap);
        }
    }

    fn click(&mut self, strength: f32) {
        let up_ms = self.within((55.0, 110.0));
        let pitch = self.within((0.95, 1.05)) as f32;
        self.knock(0.0, 0.7 * strength, pitch, SWITCH);
        self.knock(up_ms, 0.5 * strength, 1.12 * pitch, SWITCH);
    }

    fn wheel(&mut self) {
        let (notches, step_ms) = (self.within((2.0, 5.0)) as u32, self.within((35.0, 60.0)));
        for notch in 0..=notches {
            self.knock(f64::from(notch) * step_ms, 0.22, 0.9, SWITCH);
        }
    }

    /// The bell, the ratchet, and the carriage at its stop.
    fn carriage(&mut self, strength: f32) {
        let board = self.board;
        self.knock(0.0, 0.25 * strength, 1.0, BELL);
        for tooth in 0..10 {
            let after_ms = 180.0 + 22.0 * f64::from(tooth);
            self.knock(after_ms, 0.25, 1.3, board.cap);
        }
        self.knock(420.0, 1.1, 0.8, board.plate);
    }
}

impl Sound for Hands {
    fn begin(&mut self, event: Event) {
        let interval_ms = event.interval_frames * self.ms_per_frame;
        let chance = self.within((0.0, 1.0));
        match self.board.beside {
            Beside::Mouse if chance < CLICK => return self.click(event.strength),
            Beside::Mouse if chance < CLICK + WHEEL => return self.wheel(),
            Beside::Carriage if self.left_of_line == 0 => {
                self.left_of_line = self.within(LINE) as u32;
                return self.carriage(event.strength);
            }
            Beside::Carriage => self.left_of_line -= 1,
            _ => {}
        }
        self.stroke(event.strength, interval_ms);
    }

    fn run(&mut self, out: &mut [f32], _: f64) {
        self.knocks.fill(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::beating_tests::{chosen, dba, heard};
    use super::*;

    const RATE: f64 = 48_000.0;

    #[test]
    fn each_decades_keyboard_is_as_loud_as_its_table_says() {
        for household in [
            Household::Seventies,
            Household::Eighties,
            Household::Nineties,
            Household::TwoThousands,
            Household::Twenties,
        ] {
            let out = heard::<Keys>(RATE, 9, &chosen::<Keys>(|_| {}), household, 60.0);
            let error = dba(&out, RATE, false) - level::KEYS_DBA - board(household).level_db;
            assert!(error.abs() < 2.0, "{household:?} {error}");
            assert!(out.iter().all(|x| x.abs() < 0.5), "{household:?}");
        }
    }

    #[test]
    fn clacking_is_brighter_than_dull() {
        // Power of the differences against that of the sound: what the treble has of it.
        let bright = |character: f32| {
            let noise = chosen::<Keys>(|noise| noise.character = character);
            let out = heard::<Keys>(RATE, 9, &noise, Household::Everything, 20.0);
            let power = |part: &mut dyn Iterator<Item = f32>| part.map(|x| x * x).sum::<f32>();
            let steps = power(&mut out.windows(2).map(|pair| pair[1] - pair[0]));
            10.0 * (steps / power(&mut out.iter().copied())).log10()
        };
        let [dull, middle, clacking] = [0.0, 0.5, 1.0].map(bright);
        assert!(
            dull + 3.0 < middle && middle + 3.0 < clacking,
            "{dull} {middle} {clacking}"
        );
    }
}
