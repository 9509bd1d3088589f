//! The sound at half, a quarter, an eighth … of its sample rate, so that a short window at a low
//! rate sees as finely as a long one at a high rate, for little work.
//!
//! Each rung halves the rate of the one above with a half-band filter of linear phase, and counts
//! its samples so that sample `m` of a rung stands at the moment of sample `2 m` of the rung above:
//! windows of all rungs can be centred on the same moment.

use std::f64::consts::PI;

/// Left and right.
type Frame = [f32; 2];

/// Taps of the half-band filter on each side of its middle.
const REACH: usize = 23;
/// Every other tap beside the middle one is zero: these are left.
const PAIRS: usize = REACH.div_ceil(2);
/// Shape of the Kaiser window: about 90 dB between pass band and stop band, which then lie an eighth
/// of the sample rate apart (J. F. Kaiser, 1974): up to 18 kHz at 48 kHz nothing folds.
const KAISER_BETA: f64 = 9.0;

/// The taps at 1, 3, 5 … from the middle; that of the middle is 1/2.
#[derive(Clone)]
struct HalfBand([f32; PAIRS]);

/// The latest samples at one rate.
struct Rung {
    frames: Vec<Frame>,
    /// The number of the first of them.
    first: u64,
    /// The next one to be made out of these for the rung below.
    next_below: u64,
}

/// All rates, the highest first.
pub struct Ladder {
    filter: HalfBand,
    rungs: Vec<Rung>,
    /// Frames that each rung keeps.
    keep: usize,
}

impl Ladder {
    /// A ladder of so many rungs, each of which keeps its latest `keep` frames at least.
    pub fn new(rungs: usize, keep: usize) -> Self {
        let rung = || Rung {
            frames: Vec::with_capacity(4 * keep),
            first: 0,
            next_below: 0,
        };
        Self {
            filter: HalfBand::new(),
            rungs: (0..rungs).map(|_| rung()).collect(),
            keep: keep + 2 * REACH,
        }
    }

    /// Takes frames at the highest rate. What is no number counts as silence.
    pub fn feed(&mut self, frames: &[Frame]) {
        let finite = |sample: f32| if sample.is_finite() { sample } else { 0.0 };
        if let Some(top) = self.rungs.first_mut() {
            top.make_room(self.keep);
            let frames = frames.iter().map(|frame| frame.map(finite));
            top.frames.extend(frames);
        }
        for below in 1..self.rungs.len() {
            let (above, rest) = self.rungs.split_at_mut(below);
            let (above, below) = (&mut above[below - 1], &mut rest[0]);
            below.make_room(self.keep);
            while let Some(frame) = above.halved(&self.filter) {
                below.frames.push(frame);
            }
        }
    }

    /// The `length` frames of a rung around its frame `middle`, if all of them are there.
    pub fn around(&self, rung: usize, middle: u64, length: usize) -> Option<&[Frame]> {
        let rung = &self.rungs[rung];
        let start = (middle + 1).checked_sub(length as u64 / 2)?;
        let start = start.checked_sub(rung.first)? as usize;
        rung.frames.get(start..start + length)
    }

    /// How many frames a rung has had.
    pub fn count(&self, rung: usize) -> u64 {
        let rung = &self.rungs[rung];
        rung.first + rung.frames.len() as u64
    }
}

impl Rung {
    /// Forgets what is older than `keep` frames, now and then.
    fn make_room(&mut self, keep: usize) {
        if self.frames.len() > 3 * keep {
            let old = self.frames.len() - keep;
            self.frames.drain(..old);
            self.first += old as u64;
        }
    }

    /// The next frame at half the rate, once the frames after its moment are there.
    fn halved(&mut self, filter: &HalfBand) -> Option<Frame> {
        let middle = 2 * self.next_below;
        let last = middle + REACH as u64;
        if last >= self.first + self.frames.len() as u64 {
            return None;
        }
        self.next_below += 1;
        // Before the first frame of all there was silence.
        let at = |number: Option<u64>| {
            let place = number.and_then(|number| number.checked_sub(self.first));
            place.map_or([0.0; 2], |place| self.frames[place as usize])
        };
        let mut sum = at(Some(middle)).map(|sample| 0.5 * sample);
        for (pair, tap) in filter.0.iter().enumerate() {
            let reach = 2 * pair as u64 + 1;
            let (before, after) = (at(middle.checked_sub(reach)), at(Some(middle + reach)));
            sum = [0, 1].map(|side| sum[side] + tap * (before[side] + after[side]));
        }
        Some(sum)
    }
}

impl HalfBand {
    fn new() -> Self {
        Self(std::array::from_fn(|pair| {
            let at = (2 * pair + 1) as f64;
            let share = at / (REACH as f64 + 1.0);
            let window = bessel_i0(KAISER_BETA * (1.0 - share * share).sqrt());
            let sinc = (PI * at / 2.0).sin() / (PI * at);
            (sinc * window / bessel_i0(KAISER_BETA)) as f32
        }))
    }
}

/// The modified Bessel function of the first kind and order zero, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..40 {
        term *= (x / (2.0 * f64::from(k))).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The level in dB that a sine of `hz` at 48 kHz has one rung below.
    fn halved_db(hz: f64) -> f64 {
        let mut ladder = Ladder::new(2, 4_096);
        let sine = |n: usize| (2.0 * PI * hz * n as f64 / 48_000.0).sin() as f32;
        let frames: Vec<Frame> = (0..8_192).map(|n| [sine(n); 2]).collect();
        ladder.feed(&frames);
        let seen = ladder.around(1, 2_500, 2_400).expect("they are there");
        let power: f64 = seen.iter().map(|frame| f64::from(frame[0]).powi(2)).sum();
        10.0 * (2.0 * power / seen.len() as f64).log10()
    }

    #[test]
    fn what_is_seen_passes_and_what_would_fold_onto_it_does_not() {
        for hz in [100.0, 3_000.0, 9_000.0] {
            assert!(halved_db(hz).abs() < 0.01, "{hz}: {}", halved_db(hz));
        }
        for hz in [15_010.0, 18_000.0, 23_000.0] {
            assert!(halved_db(hz) < -85.0, "{hz}: {}", halved_db(hz));
        }
    }

    #[test]
    fn all_rungs_see_a_click_at_the_same_moment() {
        let mut ladder = Ladder::new(4, 4_096);
        let mut frames = vec![[0.0; 2]; 4_096];
        frames[1_600] = [1.0, -1.0];
        for piece in frames.chunks(37) {
            ladder.feed(piece);
        }
        for rung in 1..4 {
            let middle = 1_600 >> rung;
            let seen = ladder.around(rung, middle, 64).expect("they are there");
            let loudest = (0..64).max_by(|a, b| seen[*a][0].total_cmp(&seen[*b][0]));
            assert_eq!(loudest, Some(31), "rung {rung}");
            assert_eq!(seen[31][0], -seen[31][1]);
        }
    }

    #[test]
    fn what_is_no_number_is_silence() {
        let mut ladder = Ladder::new(3, 64);
        ladder.feed(&[[f32::NAN, f32::INFINITY]; 300]);
        ladder.feed(&[[0.0; 2]; 300]);
        let seen = ladder.around(2, 60, 32).expect("they are there");
        assert!(seen.iter().all(|frame| *frame == [0.0; 2]));
    }
}
