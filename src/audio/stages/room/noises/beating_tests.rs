//! What holds for all four noises with a rhythm.

use std::f64::consts::PI;

use super::bed::Bed;
use super::breath::Breath;
use super::clock::Clock;
use super::keys::Keys;
use super::{Answer, Household, Kind, Mains, Noise, Source, Strike, level};
use crate::audio::stage::{MAX_BLOCK, Spec, Timeline};

/// One of the four.
pub trait Beating {
    const KIND: Kind;
    fn prepare(spec: Spec, seed: u64) -> Self;
    fn reset(&mut self);
    fn reseed(&mut self, seed: u64);
    fn locate(&mut self, timeline: &Timeline);
    fn set(&mut self, noise: &Noise, household: Household);
    fn process(&mut self, out: &mut [f32], strikes: &[Strike]);
}

macro_rules! beating {
    ($($name:ident),*) => {$(
        impl Beating for $name {
            const KIND: Kind = Kind::$name;
            fn prepare(spec: Spec, seed: u64) -> Self {
                $name::prepare(spec, seed)
            }
            fn reset(&mut self) {
                Source::reset(self);
            }
            fn reseed(&mut self, seed: u64) {
                Source::reseed(self, seed);
            }
            fn locate(&mut self, timeline: &Timeline) {
                Source::locate(self, timeline);
            }
            fn set(&mut self, noise: &Noise, household: Household) {
                Source::set(self, noise, household, Mains::Hz50);
            }
            fn process(&mut self, out: &mut [f32], strikes: &[Strike]) {
                Source::process(self, out, strikes);
            }
        }
    )*};
}
beating!(Bed, Breath, Clock, Keys);

pub fn chosen<T: Beating>(change: impl FnOnce(&mut Noise)) -> Noise {
    let mut noise = T::KIND.silent();
    noise.level_db = Some(0.0);
    change(&mut noise);
    noise
}

/// `seconds` of it.
pub fn heard<T: Beating>(
    rate: f64,
    seed: u64,
    noise: &Noise,
    household: Household,
    seconds: f64,
) -> Vec<f32> {
    let mut generator = T::prepare(Spec::new(rate).expect("a rate"), seed);
    generator.set(noise, household);
    let mut out = vec![9.0; (seconds * rate) as usize];
    for block in out.chunks_mut(MAX_BLOCK) {
        generator.process(block, &[]);
    }
    out
}

/// A-weighted (IEC 61672), by one-poles whose corners are exact.
pub fn weighted(signal: &[f32], rate: f64) -> Vec<f64> {
    let mut out: Vec<f64> = signal.iter().map(|&x| f64::from(x)).collect();
    for (corner, is_high) in [
        (20.6, true),
        (20.6, true),
        (107.7, true),
        (737.9, true),
        (12_194.0, false),
        (12_194.0, false),
    ] {
        let g = (PI * corner / rate).tan();
        let mut state = 0.0;
        for x in &mut out {
            let v = (*x - state) * g / (1.0 + g);
            let low = v + state;
            state = low + v;
            *x = if is_high { *x - low } else { low };
        }
    }
    // 2 dB: A-weighting is 0 dB at 1 kHz.
    out.iter().map(|x| x * 1.258_9).collect()
}

/// 20 lg of the RMS amplitude.
pub fn dbfs(signal: &[f64]) -> f64 {
    10.0 * (signal.iter().map(|x| x * x).sum::<f64>() / signal.len() as f64).log10()
}

/// A-weighted level in dB(A), of what is within 20 dB of the loudest 50 ms if `while_sounding`.
pub fn dba(signal: &[f32], rate: f64, while_sounding: bool) -> f64 {
    let weighted = weighted(signal, rate);
    let zero_db = 20.0 * level::rms_in_life(0.0).log10();
    if !while_sounding {
        return dbfs(&weighted) - zero_db;
    }
    let levels: Vec<f64> = weighted.chunks((0.05 * rate) as usize).map(dbfs).collect();
    let top = levels.iter().copied().fold(f64::MIN, f64::max);
    let sounding: Vec<f64> = levels
        .into_iter()
        .filter(|&level| level > top - 20.0)
        .map(|level| 10f64.powf(level / 10.0))
        .collect();
    10.0 * (sounding.iter().sum::<f64>() / sounding.len() as f64).log10() - zero_db
}

/// A test of all four.
macro_rules! each {
    ($($test:ident: $what:ident($($bed:expr, $breath:expr, $clock:expr, $keys:expr)?);)*) => {$(
        #[test]
        fn $test() {
            $what::<Bed>($($bed)?);
            $what::<Breath>($($breath)?);
            $what::<Clock>($($clock)?);
            $what::<Keys>($($keys)?);
        }
    )*};
}

each! {
    blocks_do_not_matter_and_a_reset_begins_again: repeats();
    other_seeds_are_other_nights: differs(0.05, 0.05, 0.05, 0.05);
    it_is_finite_whatever_is_said: survives();
    a_strike_is_heard_within_a_millisecond: answers();
    it_is_as_loud_as_in_life: is_as_loud(level::BED_DBA, level::BREATH_DBA, level::CLOCK_DBA, level::KEYS_DBA);
}

/// A song with everything that moves, cut into `lens` in turn between the host's blocks.
fn song<T: Beating>(generator: &mut T, lens: &[usize]) -> Vec<f32> {
    const BLOCK: usize = 480;
    let mut out = vec![0.0; BLOCK * 1_000];
    for (n, host) in out.chunks_mut(BLOCK).enumerate() {
        let rate = T::KIND.rate().expect("rhythmic");
        let noise = chosen::<T>(|noise| {
            noise.rate = rate.default + (rate.max - rate.default) * (n as f32 / 1_000.0);
            noise.character = if n % 100 < 50 { 0.2 } else { 0.9 };
            noise.note = (n / 200 % 2 == 1).then_some(0.75);
            if n > 800 {
                noise.answer = Answer::Struck;
            }
        });
        generator.set(&noise, Household::Everything);
        generator.locate(&Timeline {
            tempo_bpm: 100.0,
            beat: Some(n as f64 * BLOCK as f64 * 100.0 / 60.0 / 48_000.0),
        });
        let (mut at, mut cut) = (0, 0);
        while at < BLOCK {
            let len = lens[cut % lens.len()].min(BLOCK - at);
            cut += 1;
            let strikes: Vec<Strike> = [5, 77, 400]
                .into_iter()
                .filter(|strike| n % 50 == 0 && (at..at + len).contains(strike))
                .map(|strike| Strike {
                    at: strike - at,
                    strength: 0.6,
                })
                .collect();
            generator.process(&mut host[at..at + len], &strikes);
            at += len;
        }
    }
    out
}

fn repeats<T: Beating>() {
    let spec = Spec::new(48_000.0).expect("a rate");
    let mut generator = T::prepare(spec, 7);
    let whole = song(&mut generator, &[64]);
    assert!(whole.iter().any(|&x| x != 0.0));
    for lens in [&[1][..], &[17], &[63, 2, 9]] {
        generator.reset();
        assert!(
            song(&mut generator, lens) == whole,
            "{:?} {lens:?}",
            T::KIND
        );
    }
    // Another seed is another night, and the first comes back.
    generator.reseed(8);
    generator.reset();
    let other = song(&mut generator, &[64]);
    assert!(other != whole && other == song(&mut T::prepare(spec, 8), &[64]));
}

fn differs<T: Beating>(most: f64) {
    // No two whose clocks happen to tick almost at once.
    let nights = [1, 3, 4].map(|seed| {
        heard::<T>(
            48_000.0,
            seed,
            &chosen::<T>(|_| {}),
            Household::Everything,
            30.0,
        )
    });
    let product = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(&a, &b)| f64::from(a) * f64::from(b))
            .sum()
    };
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        let (a, b) = (&nights[a], &nights[b]);
        let likeness = product(a, b) / (product(a, a) * product(b, b)).sqrt();
        assert!(likeness.abs() < most, "{:?} {likeness}", T::KIND);
    }
}

fn survives<T: Beating>() {
    let hostile = [
        0.0,
        1.0,
        -1e30,
        1e30,
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
    ];
    for rate in [1_000.0, 44_100.0, 1_536_000.0] {
        let mut generator = T::prepare(Spec::new(rate).expect("a rate"), 3);
        for n in 0..3_000usize {
            let pick = |k: usize| hostile[n / k % hostile.len()];
            let noise = chosen::<T>(|noise| {
                noise.rate = pick(1);
                noise.character = pick(7);
                noise.note = (n % 300 < 100).then_some(pick(3));
                noise.answer = if n % 300 > 200 {
                    Answer::Struck
                } else {
                    Answer::Free
                };
            });
            let household = [
                Household::Everything,
                Household::Seventies,
                Household::Nineties,
            ];
            generator.set(&noise, household[n / 100 % 3]);
            generator.locate(&Timeline {
                tempo_bpm: f64::from(pick(2)),
                beat: Some(f64::from(pick(5))),
            });
            let strikes: Vec<Strike> = (0..100)
                .map(|at| Strike {
                    at: if at == 99 { usize::MAX } else { at },
                    strength: pick(1),
                })
                .collect();
            let mut out = [0.0; MAX_BLOCK];
            generator.process(&mut out, &strikes);
            for x in out {
                assert!(x.is_finite() && x.abs() < 4.0, "{:?} {rate} {x}", T::KIND);
            }
        }
    }
}

fn answers<T: Beating>() {
    for rate in [44_100.0, 48_000.0, 192_000.0] {
        let mut generator = T::prepare(Spec::new(rate).expect("a rate"), 3);
        let noise = chosen::<T>(|noise| noise.answer = Answer::Struck);
        generator.set(&noise, Household::Everything);
        let mut out = vec![9.0; (3.0 * rate) as usize];
        let struck = (2.0 * rate) as usize + 37;
        for (n, block) in out.chunks_mut(MAX_BLOCK).enumerate() {
            let begins = n * MAX_BLOCK;
            let strike = Strike {
                at: struck.wrapping_sub(begins),
                strength: 0.8,
            };
            let is_within = (begins..begins + block.len()).contains(&struck);
            generator.process(
                block,
                if is_within {
                    std::slice::from_ref(&strike)
                } else {
                    &[]
                },
            );
        }
        assert!(out[..struck].iter().all(|&x| x == 0.0), "{:?}", T::KIND);
        let first = out[struck..]
            .iter()
            .position(|x| x.abs() > 0.7e-6)
            .expect("heard");
        assert!(first as f64 <= 1e-3 * rate, "{:?} {first}", T::KIND);
        assert!(dbfs(&weighted(&out[struck..], rate)) > -80.0);
    }
}

fn is_as_loud<T: Beating>(expected_dba: f64) {
    for (rate, seconds) in [(44_100.0, 90.0), (48_000.0, 90.0), (192_000.0, 60.0)] {
        let out = heard::<T>(
            rate,
            5,
            &chosen::<T>(|_| {}),
            Household::Everything,
            seconds,
        );
        let level = dba(&out, rate, T::KIND == Kind::Bed);
        let error = level - expected_dba;
        assert!(error.abs() < 2.0, "{:?} {rate}: {level} dB(A)", T::KIND);
    }
}
