//! Where in the song the sound is, and when the next slot of a grid begins.

/// A position that differs by less than this is the one that was expected: hosts round. In seconds.
const EXACT_S: f64 = 1e-3;
/// A slot that began at most this long ago begins now: the song was sent there. In seconds.
const BEGUN_S: f64 = 5e-3;
/// A position that differs by less than this is a tempo that was not told; by more, a leap. In
/// quarter notes.
const LEAP: f64 = 0.25;

/// Counts quarter notes, and frames until a slot begins.
pub struct BeatClock {
    sample_rate: f64,
    /// The position some frames ago, and these.
    base: f64,
    elapsed: u64,
    per_frame: f64,
    /// Length of a slot in quarter notes; none without a grid.
    slot: Option<f64>,
    /// The slot that begins next, and frames until it does.
    next: i64,
    until: usize,
    /// The slot that began last, so that it does not begin twice.
    last: Option<i64>,
}

impl BeatClock {
    /// At the beginning of the song, without a grid.
    pub fn new(sample_rate: f64) -> Self {
        Self {
            sample_rate,
            base: 0.0,
            elapsed: 0,
            per_frame: 2.0 / sample_rate,
            slot: None,
            next: 0,
            until: usize::MAX,
            last: None,
        }
    }

    /// At the beginning of the song.
    pub fn reset(&mut self) {
        self.leap(0.0);
    }

    /// Another tempo in quarter notes per minute, or another grid.
    pub fn set(&mut self, tempo_bpm: f64, slot: Option<f64>) {
        let per_frame = tempo_bpm / 60.0 / self.sample_rate;
        if per_frame != self.per_frame || slot != self.slot {
            self.base = self.position();
            self.elapsed = 0;
            self.per_frame = per_frame;
            if slot != self.slot {
                self.slot = slot;
                self.last = None;
            }
            self.aim();
        }
    }

    /// The song is at `beat`. Whether it leapt there.
    pub fn locate(&mut self, beat: f64) -> bool {
        let error = (beat - self.position()).abs();
        // What is no number is no position.
        if error.is_nan() || error.is_infinite() || error <= EXACT_S * self.per_second() {
            return false;
        }
        if error > LEAP {
            self.leap(beat);
            return true;
        }
        self.base = beat;
        self.elapsed = 0;
        self.aim();
        false
    }

    /// Frames until a slot begins.
    pub fn until(&self) -> usize {
        self.until
    }

    /// The slot that begins now, if one does.
    pub fn begin_slot(&mut self) -> Option<i64> {
        if self.until > 0 {
            return None;
        }
        self.last = Some(self.next);
        self.aim();
        self.last
    }

    /// Lets frames pass, at most those until the next slot.
    pub fn advance(&mut self, frames: usize) {
        self.elapsed += frames as u64;
        if self.slot.is_some() {
            self.until -= frames;
        }
    }

    fn leap(&mut self, beat: f64) {
        self.base = beat;
        self.elapsed = 0;
        self.last = None;
        self.aim();
    }

    /// Quarter notes since the song began, at the next frame.
    pub fn position(&self) -> f64 {
        self.base + self.elapsed as f64 * self.per_frame
    }

    fn per_second(&self) -> f64 {
        self.per_frame * self.sample_rate
    }

    /// Finds the next slot.
    fn aim(&mut self) {
        let Some(slot) = self.slot else {
            self.until = usize::MAX;
            return;
        };
        let position = self.position();
        let half_frame = 0.5 * self.per_frame;
        let current = ((position + half_frame) / slot).floor();
        let begun = position - current * slot;
        self.next = current as i64;
        if begun <= BEGUN_S * self.per_second() && self.last != Some(self.next) {
            self.until = 0;
            return;
        }
        // A host may say anything.
        self.next = self.next.saturating_add(1);
        let rest = (current + 1.0) * slot - position;
        self.until = ((rest / self.per_frame).round() as usize).max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames at which slots begin, with their numbers.
    fn slots(clock: &mut BeatClock, frames: usize, step: usize) -> Vec<(usize, i64)> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < frames {
            if let Some(slot) = clock.begin_slot() {
                found.push((at, slot));
            }
            let run = step.min(clock.until()).min(frames - at);
            clock.advance(run);
            at += run;
        }
        found
    }

    #[test]
    fn slots_begin_on_the_grid_however_it_is_cut() {
        for step in [1, 7, 64] {
            let mut clock = BeatClock::new(48_000.0);
            clock.set(120.0, Some(0.5));
            assert!(clock.locate(8.25));
            let expected = [(6_000, 17), (18_000, 18), (30_000, 19)];
            assert_eq!(slots(&mut clock, 40_000, step), expected);
        }
    }

    #[test]
    fn a_leap_to_a_slot_begins_it_at_once_and_once() {
        let mut clock = BeatClock::new(48_000.0);
        clock.set(100.0, Some(1.0));
        clock.locate(7.000_001);
        assert_eq!(clock.begin_slot(), Some(7));
        clock.advance(10);
        assert!(!clock.locate(7.000_36));
        assert_eq!(clock.begin_slot(), None);
        // A tempo that differs from the one that was told.
        clock.advance(1_000);
        assert!(!clock.locate(7.1));
        assert_eq!(clock.begin_slot(), None);
        assert!(clock.locate(4.0));
        assert_eq!(clock.begin_slot(), Some(4));
        assert!(!clock.locate(f64::NAN));
    }
}
