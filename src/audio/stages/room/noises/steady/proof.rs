//! What rain, street and wind are each held to.

/// The tests of one of them: `as_in_life` is its level in dB(A) and for how many seconds it is
/// measured; `jumps` are two rates and two characters between which it jumps.
macro_rules! proof {
    ($name:ident, as_in_life: ($level:expr, $seconds:expr), jumps: ($rates:expr, $characters:expr)) => {
        const SUBJECT: Subject<$name> = Subject {
            kind: Kind::$name,
            prepare: $name::prepare,
        };

        #[test]
        fn is_as_loud_as_life() {
            SUBJECT.is_as_loud_as_life($level, $seconds);
        }

        #[test]
        fn is_deterministic() {
            SUBJECT.is_deterministic();
        }

        #[test]
        fn differs_by_seed() {
            SUBJECT.differs_by_seed();
        }

        #[test]
        fn stays_finite() {
            SUBJECT.stays_finite();
        }

        #[test]
        fn changes_do_not_click() {
            SUBJECT.changes_do_not_click($rates, $characters);
        }
    };
}
pub(in crate::audio::stages::room::noises) use proof;

use super::CHUNK;
use crate::audio::dsp::a_weighting::a_weighting;
use crate::audio::dsp::units::gain_to_db;
use crate::audio::stage::Spec;
use crate::audio::stages::room::noises::{Answer, Household, Kind, Mains, Noise, Source, Strike};
use realfft::RealFftPlanner;

/// A generator.
pub struct Subject<T> {
    pub kind: Kind,
    pub prepare: fn(Spec, u64) -> T,
}

/// A spec for `sample_rate`.
pub fn spec(sample_rate: f64) -> Spec {
    Spec::new(sample_rate).unwrap()
}

impl<T: Source> Subject<T> {
    /// One with this seed, rate (1: the default) and character.
    pub fn make(&self, sample_rate: f64, seed: u64, rate: f32, character: f32) -> T {
        let mut generator = (self.prepare)(spec(sample_rate), seed);
        self.choose(&mut generator, rate, character, Answer::Free);
        generator
    }

    /// Sets rate (in its unit), character and answer.
    pub fn choose(&self, generator: &mut T, rate: f32, character: f32, answer: Answer) {
        let noise = Noise {
            rate,
            character,
            answer,
            ..self.kind.silent()
        };
        generator.set(&noise, Household::Everything, Mains::Hz50);
    }

    fn usual(&self) -> f32 {
        self.kind.rate().unwrap().default
    }

    /// The next `frames` in blocks of 64.
    pub fn run(&self, generator: &mut T, frames: usize) -> Vec<f32> {
        let mut out = vec![0.0; frames];
        for block in out.chunks_mut(64) {
            generator.process(block, &[]);
        }
        out
    }

    /// Mean A-weighted level in dBFS over several seeds, `seconds` each.
    pub fn level_dba(&self, sample_rate: f64, rate: f32, character: f32, seconds: f64) -> f64 {
        let powers = (1..=4).map(|seed| {
            let mut generator = self.make(sample_rate, seed, rate, character);
            let sound = self.run(&mut generator, (seconds * sample_rate) as usize);
            a_weighted_power(&sound, sample_rate)
        });
        10.0 * (powers.sum::<f64>() / 4.0).log10()
    }

    /// The level at the defaults is that of `life_dba`, ±2 dB, at all sample rates.
    pub fn is_as_loud_as_life(&self, life_dba: f64, seconds: f64) {
        for sample_rate in [44_100.0, 48_000.0, 192_000.0] {
            let level = self.level_dba(sample_rate, self.usual(), 0.5, seconds);
            let wanted = life_dba - 93.0;
            assert!(
                (level - wanted).abs() < 2.0,
                "{level} dBFS(A) at {sample_rate} Hz, not {wanted}"
            );
        }
    }

    /// Any split, a reset and the same seed give the same bits, other seeds others; with a strike.
    pub fn is_deterministic(&self) {
        let frames = 30_000;
        let strikes = [(5_003, 0.4), (5_020, 0.9), (17_777, 1.0)];
        for answer in [Answer::Free, Answer::Struck] {
            let render = |generator: &mut T, lengths: &[usize]| {
                self.choose(generator, self.usual() * 2.0, 0.7, answer);
                let mut out = vec![0.0; frames];
                let (mut done, mut n) = (0, 0);
                while done < frames {
                    let len = lengths[n % lengths.len()].min(frames - done);
                    let within: Vec<Strike> = strikes
                        .iter()
                        .filter(|(at, _)| (done..done + len).contains(at))
                        .map(|&(at, strength)| Strike {
                            at: at - done,
                            strength,
                        })
                        .collect();
                    generator.process(&mut out[done..done + len], &within);
                    done += len;
                    n += 1;
                }
                out
            };
            let mut generator = (self.prepare)(spec(48_000.0), 7);
            let whole = render(&mut generator, &[64]);
            assert!(whole.iter().any(|x| *x != 0.0));
            for lengths in [&[1][..], &[63], &[64, 1, 17, 32], &[5, 48]] {
                let mut other = (self.prepare)(spec(48_000.0), 7);
                assert!(render(&mut other, lengths) == whole, "{lengths:?}");
            }
            generator.reset();
            assert!(render(&mut generator, &[64]) == whole, "reset");
            generator.reseed(8);
            generator.reset();
            let mut fresh = (self.prepare)(spec(48_000.0), 8);
            let other = render(&mut fresh, &[64]);
            assert!(render(&mut generator, &[64]) == other, "reseed");
        }
    }

    /// Different seeds give different sounds. Differences of neighbours are compared, because ten
    /// seconds of a low rumble alone have too few of its periods.
    pub fn differs_by_seed(&self) {
        let [a, b] = [1, 2].map(|seed| {
            let mut generator = self.make(48_000.0, seed, self.usual(), 0.5);
            let sound = self.run(&mut generator, 480_000);
            sound.windows(2).map(|x| x[1] - x[0]).collect::<Vec<_>>()
        });
        let correlation = correlation(&a, &b);
        assert!(correlation.abs() < 0.05, "{correlation}");
    }

    /// Whatever is set, at any rate, nothing is without bounds.
    pub fn stays_finite(&self) {
        let odd = [f32::NAN, f32::INFINITY, -1.0, 0.0, 1e-30, 0.5, 1.0, 1e30];
        for sample_rate in [1_000.0, 44_100.0, 1_536_000.0] {
            let mut generator = (self.prepare)(spec(sample_rate), u64::MAX);
            for rate in odd {
                for character in odd {
                    let answer = if character > 0.5 {
                        Answer::Struck
                    } else {
                        Answer::Free
                    };
                    self.choose(&mut generator, rate, character, answer);
                    let mut out = [0.0; 64];
                    for strength in odd {
                        let strikes = [Strike { at: 0, strength }, Strike { at: 900, strength }];
                        generator.process(&mut out, &strikes);
                        assert!(out.iter().all(|x| x.abs() < 1.0), "{rate} {character}");
                    }
                }
            }
        }
    }

    /// A jump of rate and character bends the curve no more than what is there anyway.
    pub fn changes_do_not_click(&self, [low, high]: [f32; 2], characters: [f32; 2]) {
        let mut generator = self.make(48_000.0, 3, low, characters[0]);
        self.run(&mut generator, 48_000);
        let (mut jump, mut usual) = (0.0f32, 0.0f32);
        for n in 0..60 {
            let up = n % 2 == 0;
            let (rate, character) = if up {
                (high, characters[1])
            } else {
                (low, characters[0])
            };
            self.choose(&mut generator, rate, character, Answer::Free);
            let out = self.run(&mut generator, 9_600);
            let steps = |part: &[f32]| {
                part.windows(3)
                    .map(|x| (x[0] - 2.0 * x[1] + x[2]).abs())
                    .fold(0.0, f32::max)
            };
            jump = jump.max(steps(&out[..4 * CHUNK]));
            usual = usual.max(steps(&out[4 * CHUNK..]));
        }
        assert!(jump < usual, "{jump}, {usual}");
    }
}

/// Between two signals, at no delay.
fn correlation(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(x, y)| f64::from(*x) * f64::from(*y))
            .sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// Power in bins of 2^14 frames, of a full-scale sine 1 in all, and their width in Hz.
pub fn spectrum(sound: &[f32], sample_rate: f64) -> (Vec<f64>, f64) {
    const SIZE: usize = 1 << 14;
    let fft = RealFftPlanner::<f64>::new().plan_fft_forward(SIZE);
    let mut bins = fft.make_output_vec();
    let mut powers = vec![0.0; bins.len()];
    let count = sound.len() / SIZE;
    for part in sound.chunks_exact(SIZE) {
        let mut windowed: Vec<f64> = part
            .iter()
            .enumerate()
            .map(|(n, x)| {
                let turn = std::f64::consts::TAU * (n as f64 + 0.5) / SIZE as f64;
                f64::from(*x) * (0.5 - 0.5 * turn.cos())
            })
            .collect();
        fft.process(&mut windowed, &mut bins).unwrap();
        for (power, bin) in powers.iter_mut().zip(&bins) {
            // Hann's power is 3/8; both halves of the spectrum; a sine's power is 1/2.
            *power += bin.norm_sqr() * 4.0 / (0.375 * (SIZE * SIZE) as f64) / count as f64;
        }
    }
    (powers, sample_rate / SIZE as f64)
}

/// A-weighted power; of a full-scale sine at 1 kHz 1.
pub fn a_weighted_power(sound: &[f32], sample_rate: f64) -> f64 {
    let (powers, width_hz) = spectrum(sound, sample_rate);
    powers
        .iter()
        .enumerate()
        .map(|(n, power)| power * a_weighting(n as f64 * width_hz).powi(2))
        .sum()
}

/// Level in dB of what lies in octaves from 63 Hz to 16 kHz.
pub fn octaves_db(sound: &[f32], sample_rate: f64) -> Vec<f64> {
    let (powers, width_hz) = spectrum(sound, sample_rate);
    (0..9)
        .map(|octave| {
            let middle = 62.5 * f64::from(1 << octave);
            let from = (middle / 2f64.sqrt() / width_hz) as usize;
            let to = (middle * 2f64.sqrt() / width_hz) as usize;
            gain_to_db(
                powers[from..to.min(powers.len())]
                    .iter()
                    .sum::<f64>()
                    .sqrt(),
            )
        })
        .collect()
}

#[test]
fn the_meter_reads_sines() {
    for (hz, wanted) in [(1_000.0, 0.0), (100.0, -19.1), (8_000.0, -1.1)] {
        let sine: Vec<f32> = (0..65_536)
            .map(|n| (std::f64::consts::TAU * hz * f64::from(n) / 48_000.0).sin() as f32)
            .collect();
        let level = 10.0 * a_weighted_power(&sine, 48_000.0).log10();
        assert!((level - wanted).abs() < 0.2, "{level} dB at {hz} Hz");
    }
}
