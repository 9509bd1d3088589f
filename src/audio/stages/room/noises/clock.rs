//! A clock ticks: an escapement, or the motor of a quartz clock.
//!
//! A tooth drops off one pallet, falls onto the other, and the lever meets its stop: two or three
//! small impacts within some milliseconds, which set off the case. Tick and tock differ, for the
//! pallets do. A quartz clock's motor steps and settles. Not modelled: a pendulum, a chime, an alarm,
//! the wall.
//! Sources: the three impacts of a lever escapement are those that timing machines show (unlocking,
//! impulse, drop); times and modes by ear.

use super::knock::{Knock, Knocks, MODES, Mode, between, modes};
use super::rhythm::{Event, Manner, Rhythm, Sound, share};
use super::{Household, Kind, Mains, Noise, Source, Strike, level};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::{Spec, Timeline};

/// Impacts of a tick, of which some still ring when the next come.
const VOICES: usize = 12;

/// A wooden case.
const WOOD: [Mode; MODES] = modes(
    [
        310.0, 520.0, 840.0, 1_270.0, 1_730.0, 2_350.0, 3_100.0, 4_200.0,
    ],
    [14.0, 12.0, 9.0, 7.0, 5.5, 4.0, 3.0, 3.0],
    [0.5, 0.9, 1.0, 0.8, 0.6, 0.45, 0.3, 0.2],
);
/// A tin can with feet and a bell that rings along.
const TIN: [Mode; MODES] = modes(
    [
        690.0, 1_180.0, 1_950.0, 2_740.0, 3_660.0, 4_830.0, 6_250.0, 7_900.0,
    ],
    [7.0, 9.0, 12.0, 14.0, 12.0, 9.0, 6.0, 4.0],
    [0.25, 0.5, 0.8, 1.0, 0.9, 0.8, 0.6, 0.4],
);
/// A plastic case, soft and hard.
const PLASTIC: [Mode; MODES] = modes(
    [
        480.0, 830.0, 1_320.0, 1_900.0, 2_600.0, 3_450.0, 4_500.0, 5_800.0,
    ],
    [5.0, 4.0, 3.0, 2.5, 2.0, 1.7, 1.4, 1.2],
    [0.4, 0.7, 1.0, 0.9, 0.7, 0.5, 0.3, 0.2],
);
const HARD_PLASTIC: [Mode; MODES] = modes(
    [
        700.0, 1_250.0, 2_000.0, 2_900.0, 3_900.0, 5_100.0, 6_600.0, 8_300.0,
    ],
    [4.0, 3.5, 3.0, 2.6, 2.2, 1.8, 1.5, 1.2],
    [0.3, 0.5, 0.9, 1.0, 0.9, 0.7, 0.5, 0.3],
);

/// A clock.
struct Clockwork {
    /// What it sounds like from the softest character to the brightest.
    soft: [Mode; MODES],
    bright: [Mode; MODES],
    /// When its impacts come, in ms, and how hard they are.
    impacts: [(f32, f32); 3],
    /// Tock against tick: pitch, strength, and times.
    tock: (f32, f32, f32),
    /// Against [`level::CLOCK_DBA`], in dB.
    level_db: f64,
    /// A-weighted level of its own at 60 ticks per minute and the middle character, in dB: measured.
    own_db: f64,
}

/// On the wall, in wood.
const WALL: Clockwork = Clockwork {
    soft: WOOD,
    bright: TIN,
    impacts: [(0.0, 0.4), (4.6, 1.0), (9.5, 0.55)],
    tock: (0.93, 0.85, 1.18),
    level_db: 0.0,
    own_db: -21.3,
};
/// By the bed, wound up, in tin; a strong spring.
const ALARM: Clockwork = Clockwork {
    soft: modes(
        [
            520.0, 880.0, 1_450.0, 2_050.0, 2_750.0, 3_650.0, 4_800.0, 6_200.0,
        ],
        [9.0, 9.0, 10.0, 10.0, 8.0, 6.0, 4.5, 3.5],
        [0.4, 0.7, 0.9, 0.9, 0.7, 0.6, 0.4, 0.25],
    ),
    bright: TIN,
    impacts: [(0.0, 0.5), (2.9, 1.0), (6.1, 0.7)],
    tock: (0.96, 0.8, 1.25),
    level_db: 6.0,
    own_db: -20.5,
};
/// Quartz: the step, and two faint bounces of the motor's rotor, which settles.
const QUARTZ: Clockwork = Clockwork {
    soft: PLASTIC,
    bright: HARD_PLASTIC,
    impacts: [(0.0, 1.0), (13.0, 0.3), (24.0, 0.14)],
    tock: (0.99, 0.95, 1.0),
    level_db: -3.0,
    own_db: -27.8,
};

/// How long contact lasts from the softest character to the brightest, in ms: felted, bare.
const CONTACTS_MS: (f64, f64) = (0.7, 0.13);
/// How uneven times and strengths are: wheels are not quite round. By ear.
const UNEVEN: f32 = 0.05;

/// A clock.
pub struct Clock {
    rhythm: Rhythm,
    ticks: Ticks,
}

impl Clock {
    /// Ready, and off to a beginning of its own by `seed`.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        Self {
            rhythm: Rhythm::new(Kind::Clock, Manner::Even, spec, seed),
            ticks: Ticks {
                seed,
                random: WhiteNoise::new(seed ^ SALT),
                is_tock: false,
                character: 0.5,
                clockwork: Some(&WALL),
                knocks: Knocks::new(spec.sample_rate),
            },
        }
    }
}

impl Source for Clock {
    /// Begins again with the seed.
    fn reset(&mut self) {
        self.rhythm.reset();
        self.ticks.random = WhiteNoise::new(self.ticks.seed ^ SALT);
        self.ticks.is_tock = false;
        self.ticks.knocks.reset();
    }

    /// Takes another seed with the next [`Self::reset`].
    fn reseed(&mut self, seed: u64) {
        self.rhythm.reseed(seed);
        self.ticks.seed = seed;
    }

    /// Hears where the song is, once for each of the host's blocks.
    fn locate(&mut self, timeline: &Timeline) {
        self.rhythm.locate(timeline);
    }

    /// Takes what was chosen; the next tick has it. Cheap.
    fn set(&mut self, noise: &Noise, household: Household, _: Mains) {
        self.rhythm.set(noise);
        self.ticks.character = share(noise.character);
        self.ticks.clockwork = match household {
            Household::Everything => Some(&WALL),
            Household::Seventies => Some(&ALARM),
            Household::Eighties
            | Household::Nineties
            | Household::TwoThousands
            | Household::Tens => Some(&QUARTZ),
            // The telephone tells the time.
            Household::Twenties => None,
        };
    }

    /// Fills `out`, at most a block, at the level of life. `strikes` are the attacks of the music
    /// within it.
    fn process(&mut self, out: &mut [f32], strikes: &[Strike]) {
        self.rhythm.perform(&mut self.ticks, out, strikes);
    }
}

/// Other numbers than those that the rhythm draws.
const SALT: u64 = 0xC10C_71CC;

/// One tick after another.
struct Ticks {
    seed: u64,
    random: WhiteNoise,
    is_tock: bool,
    character: f64,
    clockwork: Option<&'static Clockwork>,
    knocks: Knocks<VOICES>,
}

impl Sound for Ticks {
    fn begin(&mut self, event: Event) {
        let Some(clockwork) = self.clockwork else {
            return;
        };
        let (pitch, strength, slower) = if self.is_tock {
            clockwork.tock
        } else {
            (1.0, 1.0, 1.0)
        };
        self.is_tock = !self.is_tock;
        let (felted, bare) = CONTACTS_MS;
        let contact_ms = felted * (bare / felted).powf(self.character);
        let modes = between(&clockwork.soft, &clockwork.bright, self.character);
        let life = level::gain_to_life(level::CLOCK_DBA + clockwork.level_db, clockwork.own_db);
        for (after_ms, gain) in clockwork.impacts {
            let uneven = 1.0 + UNEVEN * self.random.sample();
            self.knocks.start(&Knock {
                after_ms: after_ms * slower * uneven,
                contact_ms: contact_ms as f32,
                gain: life * gain * strength * uneven * event.strength / 0.8,
                pitch,
                modes,
            });
        }
    }

    fn run(&mut self, out: &mut [f32], _: f64) {
        self.knocks.fill(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::beating_tests::{chosen, heard};
    use super::*;

    const RATE: f64 = 48_000.0;

    /// Frames at which it sounds again after `pause_ms` of silence.
    fn onsets(out: &[f32], pause_ms: f64) -> Vec<usize> {
        let (mut silent, mut found) = (usize::MAX / 2, Vec::new());
        for (n, &x) in out.iter().enumerate() {
            if x != 0.0 {
                if silent as f64 > pause_ms * 1e-3 * RATE {
                    found.push(n);
                }
                silent = 0;
            } else {
                silent += 1;
            }
        }
        found
    }

    #[test]
    fn a_tick_is_on_the_hosts_beat_to_the_frame() {
        let mut clock = Clock::prepare(Spec::new(RATE).expect("a rate"), 1);
        let noise = chosen::<Clock>(|noise| noise.note = Some(1.0));
        clock.set(&noise, Household::Everything, Mains::Hz50);
        clock.locate(&Timeline {
            tempo_bpm: 90.0,
            beat: Some(3.25),
        });
        let mut out = vec![0.0; 480_000];
        for block in out.chunks_mut(64) {
            clock.process(block, &[]);
        }
        // Three quarters of a beat to the first; the pulse is heard from the frame after.
        let expected: Vec<usize> = (0..15).map(|n| 24_000 + n * 32_000).collect();
        let found = onsets(&out, 200.0);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.abs_diff(expected) <= 1, "{found} {expected}");
        }
    }

    #[test]
    fn tick_and_tock_differ_and_ticks_are_alike() {
        let out = heard::<Clock>(
            RATE,
            3,
            &chosen::<Clock>(|_| {}),
            Household::Everything,
            12.0,
        );
        let likeness = |a: usize, b: usize| {
            let part = |at: usize| &out[at..at + 480];
            let product =
                |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
            let own = product(part(a), part(a)) * product(part(b), part(b));
            product(part(a), part(b)) / own.sqrt()
        };
        let found = onsets(&out, 200.0);
        assert!(
            found
                .windows(2)
                .all(|pair| (pair[1] - pair[0]).abs_diff(48_000) <= 1)
        );
        let (same, other) = (likeness(found[1], found[3]), likeness(found[1], found[2]));
        assert!(same > 0.7 && other < same - 0.15, "{same} {other}");
    }

    #[test]
    fn the_twenties_have_none_and_what_sounds_rings_out() {
        let noise = chosen::<Clock>(|_| {});
        let silent = heard::<Clock>(RATE, 3, &noise, Household::Twenties, 5.0);
        assert!(silent.iter().all(|&x| x == 0.0));
        // Between ticks there are zeros, not denormals.
        let out = heard::<Clock>(RATE, 3, &noise, Household::Everything, 5.0);
        assert!(out.iter().all(|&x| x == 0.0 || x.abs() > 1e-20));
        assert!(out.iter().filter(|&&x| x == 0.0).count() > out.len() / 2);
    }
}
