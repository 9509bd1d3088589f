//! How high a sound rises between its samples.
//!
//! Four times oversampling, as ITU-R BS.1770-4, annex 2, has it, but in two doublings, so that the
//! first can be long at the price of the recommendation's twelve taps a phase: what lies between the
//! samples of a clipped sound is decided near the Nyquist frequency. Through each three values in a row
//! goes a parabola, because even a sine at the Nyquist frequency may be 0.7 dB higher between them.
//! What is left to miss: 0.1 dB for a sine up to 0.47 of the sample rate.
//!
//! Whoever asks wants to know what is above some height only. A much shorter first doubling is within a
//! bound of the long one: the difference of both filters is a filter that passes no constant, so its
//! output is at most the sum of its summed-up taps times the largest step between two samples. Where
//! that leaves no doubt, the long one is not asked.

use std::array::from_fn;

use super::window::{kaiser, sinc};
use crate::audio::stage::{MAX_BLOCK, StereoBlock};

/// Pairs of taps of the first doubling and of the second. Both filters are symmetric about the middle
/// between two samples.
const FIRST: usize = 48;
const SECOND: usize = 4;
/// Frames that the second doubling looks back and ahead.
const AHEAD: usize = SECOND / 2;
/// Frames by which what is found is late.
pub const DELAY: usize = FIRST + AHEAD;
/// The first window's shape: wide in frequency rather than deep. 0.1 dB of ripple, and the first doubling
/// falls off from 0.485 of the sample rate.
const FIRST_BETA: f64 = 3.5;
/// Pairs of taps of the short one, and its window's shape, for which the bound is least.
const SHORT: usize = 8;
const SHORT_BETA: f64 = 2.0;
/// The second has an octave to fall off in.
const SECOND_BETA: f64 = 5.0;

/// Taps of a filter that finds the value half-way between two samples, the innermost pair's first.
fn half_way<const PAIRS: usize>(beta: f64) -> [f64; PAIRS] {
    let row: [f64; PAIRS] = from_fn(|pair| {
        let x = pair as f64 + 0.5;
        sinc(x) * kaiser(x / PAIRS as f64, beta)
    });
    // A constant passes exactly.
    let sum: f64 = row.iter().sum();
    row.map(|tap| 0.5 * tap / sum)
}

/// Values between samples that are kept.
const KEPT: usize = 2 * AHEAD;
/// Samples that are kept from before: those that the first doubling reaches back to, for the kept values
/// as well.
const PAST: usize = 2 * FIRST - 1 + KEPT;

/// What has been the largest within the last [`PAST`] samples and no more than twice as many.
#[derive(Debug, Clone, Copy)]
struct Lately {
    before: f32,
    now: f32,
    frames: usize,
}

impl Lately {
    const NOTHING: Self = Self {
        before: 0.0,
        now: 0.0,
        frames: 0,
    };

    /// With the largest of `frames` more.
    fn with(&mut self, largest: f32, frames: usize) -> f32 {
        if self.frames > PAST {
            *self = Self {
                before: self.now,
                ..Self::NOTHING
            };
        }
        self.now = larger(self.now, largest);
        self.frames += frames;
        larger(self.before, self.now)
    }
}

/// How the kept values between samples were found.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Found {
    Not,
    Nearly,
    Exactly,
}

/// One channel's past.
#[derive(Debug, Clone)]
struct Lane {
    samples: [f32; PAST + MAX_BLOCK],
    /// Values half-way behind a sample, [`FIRST`] frames late.
    halves: [f32; KEPT + MAX_BLOCK],
    kept: Found,
    level: Lately,
    steps: Lately,
}

/// Frames that are worked on side by side.
const CHUNK: usize = 16;

impl Lane {
    const SILENT: Self = Self {
        samples: [0.0; PAST + MAX_BLOCK],
        halves: [0.0; KEPT + MAX_BLOCK],
        kept: Found::Exactly,
        level: Lately::NOTHING,
        steps: Lately::NOTHING,
    };

    /// Raises each of `peaks` to what is found from its frame, [`DELAY`] before the present one, to the
    /// next frame.
    fn process(&mut self, taps: &Taps, samples: &[f32], peaks: &mut [f32], floor: f32) {
        let frames = samples.len();
        self.samples[PAST..PAST + frames].copy_from_slice(samples);
        let (mut level, mut step) = (0.0, 0.0);
        let before = &self.samples[PAST - 1..PAST - 1 + frames];
        for (sample, before) in samples.iter().zip(before) {
            level = larger(level, sample.abs());
            step = larger(step, (sample - before).abs());
        }
        let level = self.level.with(level, frames);
        let step = self.steps.with(step, frames);
        if level * taps.highest <= floor {
            self.kept = Found::Not;
        } else {
            let doubt = step * taps.doubt;
            let mut done = 0;
            while done + CHUNK <= frames {
                self.find::<CHUNK>(taps, done, &mut peaks[done..done + CHUNK], floor, doubt);
                done += CHUNK;
            }
            while done < frames {
                self.find::<1>(taps, done, &mut peaks[done..done + 1], floor, doubt);
                done += 1;
            }
            self.halves.copy_within(frames..frames + KEPT, 0);
        }
        self.samples.copy_within(frames..frames + PAST, 0);
    }

    /// `N` frames, the first of them `at` after the block's first.
    #[inline(always)]
    fn find<const N: usize>(
        &mut self,
        taps: &Taps,
        at: usize,
        peaks: &mut [f32],
        floor: f32,
        doubt: f32,
    ) {
        // Those of the frames that are looked at, and of two before and behind.
        let whole: [[f32; N]; 5] = from_fn(|n| load(&self.samples, PAST - DELAY - AHEAD + at + n));
        if highest([whole[2]]) <= floor {
            if self.kept == Found::Not {
                self.halve::<KEPT, SHORT>(&taps.short, at);
                self.kept = Found::Nearly;
            }
            self.halve::<N, SHORT>(&taps.short, KEPT + at);
            let points = self.points(taps, &whole, at);
            let [before, now, early, half, late, next] = points;
            let steps = [
                (before, now),
                (now, early),
                (early, half),
                (half, late),
                (late, next),
            ];
            let steps: [[f32; N]; 5] = steps.map(|(a, b)| from_fn(|n| b[n] - a[n]));
            // A parabola through three values rises above the middle one by less than a quarter of the
            // larger step; one step may be wrong by both of its ends.
            let found = highest([now, early, half, late]);
            if found + 0.25 * highest(steps) + 1.5 * doubt <= floor {
                self.kept = Found::Nearly;
                return;
            }
        }
        if self.kept != Found::Exactly {
            self.halve::<KEPT, FIRST>(&taps.first, at);
        }
        self.halve::<N, FIRST>(&taps.first, KEPT + at);
        self.kept = Found::Exactly;
        let [before, now, early, half, late, next] = self.points(taps, &whole, at);
        for (n, peak) in peaks.iter_mut().enumerate().take(N) {
            let a = larger(
                rounded(before[n], now[n], early[n]),
                rounded(now[n], early[n], half[n]),
            );
            let b = larger(
                rounded(early[n], half[n], late[n]),
                rounded(half[n], late[n], next[n]),
            );
            *peak = larger(*peak, larger(a, b));
        }
    }

    /// Puts `N` values between samples in their places, from the kept ones' first on.
    #[inline(always)]
    fn halve<const N: usize, const PAIRS: usize>(&mut self, taps: &[f32; PAIRS], at: usize) {
        let mut half = [0.0; N];
        for (pair, tap) in taps.iter().enumerate() {
            let before = load::<N>(&self.samples, at + FIRST - 1 - pair);
            let after = load::<N>(&self.samples, at + FIRST + pair);
            for n in 0..N {
                half[n] += tap * (before[n] + after[n]);
            }
        }
        self.halves[at..at + N].copy_from_slice(&half);
    }

    /// What stands, quarter by quarter, from the last before each frame to the next frame.
    #[inline(always)]
    fn points<const N: usize>(
        &self,
        taps: &Taps,
        whole: &[[f32; N]; 5],
        at: usize,
    ) -> [[f32; N]; 6] {
        let half: [[f32; N]; 5] = from_fn(|n| load(&self.halves, at + n));
        let [d0, d1, d2, d3] = taps.second;
        let (mut early, mut late) = ([0.0; N], [0.0; N]);
        for n in 0..N {
            // Around a quarter behind the frame, and around three quarters.
            early[n] = (d0 * (whole[2][n] + half[2][n]) + d1 * (half[1][n] + whole[3][n]))
                + (d2 * (whole[1][n] + half[3][n]) + d3 * (half[0][n] + whole[4][n]));
            late[n] = (d0 * (half[2][n] + whole[3][n]) + d1 * (whole[2][n] + half[3][n]))
                + (d2 * (half[1][n] + whole[4][n]) + d3 * (whole[1][n] + half[4][n]));
        }
        let mut before = [0.0; N];
        before[0] = (d0 * (half[1][0] + whole[2][0]) + d1 * (whole[1][0] + half[2][0]))
            + (d2 * (half[0][0] + whole[3][0]) + d3 * (whole[0][0] + half[3][0]));
        before[1..].copy_from_slice(&late[..N - 1]);
        [before, whole[2], early, half[2], late, whole[3]]
    }
}

/// The largest of some rows, without their signs.
#[inline(always)]
fn highest<const N: usize, const ROWS: usize>(rows: [[f32; N]; ROWS]) -> f32 {
    let mut all = [0.0f32; N];
    for row in rows {
        for n in 0..N {
            all[n] = larger(all[n], row[n].abs());
        }
    }
    all.into_iter().fold(0.0, larger)
}

/// `N` values from `at` on.
#[inline(always)]
fn load<const N: usize>(from: &[f32], at: usize) -> [f32; N] {
    let mut values = [0.0; N];
    values.copy_from_slice(&from[at..at + N]);
    values
}

#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The height of the parabola's top through three values if that lies within half a step of the middle
/// one, else of its flank there: never above what it reaches.
#[inline(always)]
fn rounded(before: f32, middle: f32, after: f32) -> f32 {
    let sign = middle.to_bits() & 0x8000_0000;
    let upright = |x: f32| f32::from_bits(x.to_bits() ^ sign);
    let (a, b, c) = (upright(before), upright(middle), upright(after));
    // Its square is no denormal number, which would cost a hundred times the division.
    let bend = larger(2.0 * b - a - c, 1e-15);
    let lean = (a - c).abs();
    let lean = if lean < bend { lean } else { bend };
    b + 0.125 * lean * lean / bend
}

/// Of both doublings.
#[derive(Debug, Clone)]
struct Taps {
    first: [f32; FIRST],
    short: [f32; SHORT],
    second: [f32; SECOND],
    /// The short way's error at most, per largest step between samples; the most that is found at all,
    /// per largest sample.
    doubt: f32,
    highest: f32,
}

impl Taps {
    fn new() -> Self {
        let first = half_way::<FIRST>(FIRST_BETA);
        let short = half_way::<SHORT>(SHORT_BETA);
        let second = half_way::<SECOND>(SECOND_BETA);
        let missing: [f64; FIRST] = from_fn(|n| first[n] - short.get(n).unwrap_or(&0.0));
        let all = missing.iter().rev().chain(&missing);
        let (mut so_far, mut doubt) = (0.0f64, 0.0);
        for tap in all {
            so_far += tap;
            doubt += so_far.abs();
        }
        let sum = |taps: &[f64]| taps.iter().map(|tap| tap.abs()).sum::<f64>();
        // What is wrong half-way is not more wrong a quarter of the way.
        let doubt = doubt * sum(&second).max(1.0);
        let half_way = 2.0 * sum(&first);
        let quarter = sum(&second) * (1.0 + half_way);
        Self {
            first: first.map(|tap| tap as f32),
            short: short.map(|tap| tap as f32),
            second: second.map(|tap| tap as f32),
            doubt: doubt as f32,
            // And by half of that above the highest.
            highest: (1.5 * half_way.max(quarter)) as f32,
        }
    }
}

/// Finds the true peaks of both channels.
#[derive(Debug, Clone)]
pub struct TruePeak {
    taps: Taps,
    lanes: [Lane; 2],
}

impl Default for TruePeak {
    fn default() -> Self {
        Self {
            taps: Taps::new(),
            lanes: [Lane::SILENT; 2],
        }
    }
}

impl TruePeak {
    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.lanes = [Lane::SILENT; 2];
    }

    /// Writes the larger of both channels' heights from each frame, [`DELAY`] before the present one, to
    /// the next; what does not reach `floor` is only said to be below it.
    pub fn process(&mut self, block: &StereoBlock, peaks: &mut [f32], floor: f32) {
        peaks.fill(0.0);
        if peaks.is_empty() {
            return;
        }
        let [left, right] = &mut self.lanes;
        left.process(&self.taps, block.left, peaks, floor);
        right.process(&self.taps, block.right, peaks, floor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    /// The highest that is found of a sine of amplitude 1, in dB.
    fn found_db(cycles_per_frame: f64, phase: f64, len: usize) -> f64 {
        let mut detector = TruePeak::default();
        let mut highest = 0.0f32;
        let mut left: Vec<f32> = (0..4_096)
            .map(|n| (TAU * (cycles_per_frame * f64::from(n) + phase)).sin() as f32)
            .collect();
        let mut right = vec![0.0; 4_096];
        let mut at = 0;
        while at < left.len() {
            let end = (at + len).min(left.len());
            let mut peaks = [0.0; MAX_BLOCK];
            let block = StereoBlock::new(&mut left[at..end], &mut right[at..end]);
            detector.process(&block, &mut peaks[..end - at], 0.0);
            if at > 200 {
                highest = peaks.iter().fold(highest, |highest, x| highest.max(*x));
            }
            at = end;
        }
        20.0 * f64::from(highest).log10()
    }

    #[test]
    fn a_sine_is_as_high_as_it_is_wherever_its_samples_fall() {
        for cycles in [
            0.01, 0.1, 0.125, 0.166_667, 0.25, 0.3, 0.333_333, 0.4, 0.45, 0.47,
        ] {
            for step in 0..8 {
                let db = found_db(cycles, f64::from(step) / 64.0, 64);
                assert!((-0.1..0.1).contains(&db), "{cycles}, {step}: {db:.3} dB");
            }
        }
    }

    #[test]
    fn it_finds_the_same_however_it_is_cut() {
        let whole = found_db(0.237, 0.1, 64);
        for len in [1, 7, 8, 33] {
            assert_eq!(found_db(0.237, 0.1, len), whole, "{len}");
        }
    }

    /// Bass, treble and clicks, louder and softer by turns.
    fn programme() -> [Vec<f32>; 2] {
        let mut noise = 1u32;
        [1.0, 0.7].map(|share| {
            (0..24_000u32)
                .map(|n| {
                    noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let hiss = f64::from(noise) / f64::from(u32::MAX) - 0.5;
                    let t = f64::from(n);
                    let tone = 0.6 * (0.011 * t).sin() + 0.2 * (1.9 * t).sin();
                    let burst = if n % 3_000 < 90 {
                        0.8 * hiss
                    } else {
                        0.01 * hiss
                    };
                    (share * (tone * (0.55 + 0.45 * (0.0009 * t).sin()) + burst)) as f32
                })
                .collect()
        })
    }

    fn peaks_above(floor: f32, len: usize) -> Vec<f32> {
        let mut detector = TruePeak::default();
        let [mut left, mut right] = programme();
        let mut all = Vec::new();
        let mut at = 0;
        while at < left.len() {
            let end = (at + len).min(left.len());
            let mut peaks = [0.0; MAX_BLOCK];
            let block = StereoBlock::new(&mut left[at..end], &mut right[at..end]);
            detector.process(&block, &mut peaks[..end - at], floor);
            all.extend_from_slice(&peaks[..end - at]);
            at = end;
        }
        all
    }

    #[test]
    fn what_is_above_the_floor_is_found_as_if_there_were_none() {
        let all = peaks_above(0.0, 64);
        for floor in [0.02, 0.2, 0.5, 0.8, 1.0] {
            for len in [64, 40, 16, 1] {
                let found = peaks_above(floor, len);
                let above = all.iter().filter(|x| **x > floor).count();
                assert!(above > 10, "{floor}: {above}");
                for (n, (all, found)) in all.iter().zip(&found).enumerate() {
                    let same = if *all > floor {
                        all == found
                    } else {
                        *found <= floor
                    };
                    assert!(same, "{floor}, {len}, {n}: {found} for {all}");
                }
            }
        }
    }
}
