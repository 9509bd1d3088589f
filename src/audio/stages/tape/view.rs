//! What is seen of the tape from outside: how far it has run, how hot it is recorded, and how its
//! magnetisation follows the field.
//!
//! All of it falls off from what is worked out anyway; nothing of it goes back into the sound.

use super::hysteresis::Hysteresis;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, StereoBlock};

/// Pairs of field and magnetisation that are kept.
pub const PAIRS: usize = 384;
/// How many of them are taken in a second: the last 16 ms are seen.
const PAIRS_PER_S: f64 = 24_000.0;

/// Time constant of the level: it reaches 99 % in 300 ms, as a VU meter does (IEC 60268-17).
const VU_S: f64 = 0.065;
/// How fast the strongest field falls back, in dB per second.
const FALL_DB_PER_S: f64 = 20.0;
/// The field q at which 315 Hz are distorted by 3 %: in the machines' rows, field at 0 VU and headroom
/// come to 1.45 to 1.57.
const OVERLOAD: f32 = 1.55;
/// Sums and maxima that run side by side.
pub const LANES: usize = 8;

/// A look at the running tape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// How far the tape has run since it was threaded, in seconds at its nominal speed.
    pub position_s: f64,
    /// How fast it runs re that speed, wow and flutter included.
    pub speed: f32,
    /// Level at the record amplifier, left and right, so scaled that a full-scale sine reads 1.
    pub vu: [f32; 2],
    /// The strongest field of both tracks lately, falling back by 20 dB per second: 1 where a low tone
    /// is distorted by 3 %.
    pub overload: f32,
    /// The left track's field q = H/a and magnetisation M/Ms in the last 16 ms, oldest first; all 0
    /// without magnetics.
    pub magnetisation: [[f32; 2]; PAIRS],
}

/// The field and the magnetisation lately.
pub struct Trace {
    pairs: [[f32; 2]; PAIRS],
    /// Where the oldest pair is, and the next one goes.
    oldest: usize,
    /// Frames from pair to pair, and until the next.
    every: usize,
    wait: usize,
    strongest: f32,
    fall_per_frame: f32,
}

/// The level at the record amplifier.
pub struct RecordLevel {
    mean_square: [f32; 2],
    drive: f32,
    per_frame: f32,
}

impl Trace {
    /// Demagnetised.
    pub fn new(spec: Spec) -> Self {
        let rate = spec.sample_rate;
        Self {
            pairs: [[0.0; 2]; PAIRS],
            oldest: 0,
            every: ((rate / PAIRS_PER_S).round() as usize).max(1),
            wait: 0,
            strongest: 0.0,
            fall_per_frame: db_to_gain(-FALL_DB_PER_S / rate) as f32,
        }
    }

    /// As after [`Self::new`].
    pub fn reset(&mut self) {
        self.pairs = [[0.0; 2]; PAIRS];
        self.wait = 0;
        self.strongest = 0.0;
    }

    /// Looks at what the tape has just been through: so many frames of so many samples.
    pub fn take(&mut self, tape: &Hysteresis, frames: usize, per_frame: usize) {
        while self.wait < frames {
            self.pairs[self.oldest] = tape.pair(self.wait * per_frame);
            self.oldest = (self.oldest + 1) % PAIRS;
            self.wait += self.every;
        }
        self.wait -= frames;
        let left = self.strongest * self.fall_per_frame.powi(frames as i32);
        // Ends before it becomes denormal.
        let left = if left < 1e-9 { 0.0 } else { left };
        self.strongest = left.max(tape.strongest(frames * per_frame));
    }

    /// The pairs, oldest first.
    pub fn pairs(&self) -> [[f32; 2]; PAIRS] {
        let mut pairs = self.pairs;
        pairs.rotate_left(self.oldest);
        pairs
    }

    /// The strongest field, 1 for overload.
    pub fn overload(&self) -> f32 {
        self.strongest / OVERLOAD
    }
}

impl RecordLevel {
    /// Silent.
    pub fn new(spec: Spec) -> Self {
        Self {
            mean_square: [0.0; 2],
            drive: 1.0,
            per_frame: (1.0 / (VU_S * spec.sample_rate)) as f32,
        }
    }

    /// As after [`Self::new`], but for the drive.
    pub fn reset(&mut self) {
        self.mean_square = [0.0; 2];
    }

    /// How hot it is recorded, in dB.
    pub fn set_drive(&mut self, drive_db: f32) {
        self.drive = db_to_gain(f64::from(drive_db)) as f32;
    }

    /// Looks at a block on its way to the tape.
    pub fn take(&mut self, block: &StereoBlock) {
        let step = self.per_frame * block.frames() as f32;
        let share = step / (1.0 + step);
        let power = self.drive * self.drive / block.frames().max(1) as f32;
        for (mean_square, samples) in self
            .mean_square
            .iter_mut()
            .zip([&*block.left, &*block.right])
        {
            *mean_square += share * (power * energy(samples) - *mean_square);
            // Below any meter's scale: ends before it becomes denormal.
            if *mean_square < 1e-20 {
                *mean_square = 0.0;
            }
        }
    }

    /// The level, so scaled that a full-scale sine reads 1.
    pub fn vu(&self) -> [f32; 2] {
        self.mean_square
            .map(|mean_square| (2.0 * mean_square).sqrt())
    }
}

/// The sum of the squares.
fn energy(samples: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    let chunks = samples.chunks_exact(LANES);
    for (sum, sample) in sums.iter_mut().zip(chunks.remainder()) {
        *sum = sample * sample;
    }
    for chunk in chunks {
        for (sum, sample) in sums.iter_mut().zip(chunk) {
            *sum += sample * sample;
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::super::{Model, Settings, Tape};
    use super::*;
    use crate::audio::dsp::tick::TICK;
    use crate::audio::stage::{MAX_BLOCK, Stage};

    const RATE: f64 = 48_000.0;

    /// A tape through which a sine of `hz` at `dbfs` has gone.
    fn played(settings: &Settings, hz: f64, dbfs: f64, seconds: f64) -> Tape {
        let mut tape = Tape::prepare(Spec::new(RATE).expect("a usual rate"));
        tape.watch(true);
        tape.set(settings);
        play(&mut tape, hz, dbfs, seconds);
        tape
    }

    fn play(tape: &mut Tape, hz: f64, dbfs: f64, seconds: f64) {
        let amplitude = db_to_gain(dbfs);
        let samples: Vec<f32> = (0..(seconds * RATE) as usize)
            .map(|n| (amplitude * (std::f64::consts::TAU * hz * n as f64 / RATE).sin()) as f32)
            .collect();
        for block in samples.chunks(MAX_BLOCK) {
            let (mut left, mut right) = (block.to_vec(), block.to_vec());
            tape.process(&mut StereoBlock::new(&mut left, &mut right));
        }
    }

    fn four_track() -> Settings {
        Settings {
            model: Model::FourTrack,
            ..Settings::default()
        }
    }

    /// What the pairs go around in one period: ∮ M dH, for whole periods.
    fn area(view: &View) -> f32 {
        let pairs = view.magnetisation;
        let around = pairs.iter().zip(pairs.iter().cycle().skip(1));
        let sum: f32 = around
            .map(|([q, m], [q1, m1])| 0.5 * (q * m1 - q1 * m))
            .sum();
        sum.abs()
    }

    #[test]
    fn the_tape_runs_as_far_as_it_is_pulled() {
        for (semitones, speed) in [(0.0, 1.0), (-12.0, 0.5), (12.0, 2.0)] {
            let settings = Settings {
                varispeed_semitones: semitones,
                ..four_track()
            };
            let view = played(&settings, 1e3, -18.0, 2.0).view();
            assert!((f64::from(view.speed) - speed).abs() < 1e-3, "{view:?}");
            assert!((view.position_s - 2.0 * speed).abs() < 1e-3, "{view:?}");
        }
    }

    #[test]
    fn it_stands_while_the_motor_is_cut() {
        let mut settings = four_track();
        let mut tape = played(&settings, 1e3, -18.0, 0.5);
        settings.stopped = true;
        settings.inertia_s = 0.2;
        tape.set(&settings);
        play(&mut tape, 1e3, -18.0, 0.1);
        let braking = tape.view();
        assert!(
            braking.speed > 0.1 && braking.speed < 0.9,
            "{}",
            braking.speed
        );
        play(&mut tape, 1e3, -18.0, 0.3);
        let stopped = tape.view();
        assert_eq!(stopped.speed, 0.0);
        assert!(stopped.position_s > braking.position_s);
        play(&mut tape, 1e3, -18.0, 0.5);
        assert_eq!(tape.view().position_s, stopped.position_s);
    }

    #[test]
    fn its_speed_is_how_its_place_changes() {
        let settings = Settings {
            wow_percent: 3.0,
            flutter_percent: 3.0,
            ..four_track()
        };
        let mut tape = played(&settings, 1e3, -18.0, 1.0);
        let (mut least, mut most) = (f64::MAX, 0.0f64);
        for _ in 0..3_000 {
            let before = tape.view();
            play(&mut tape, 1e3, -18.0, TICK as f64 / RATE);
            let after = tape.view();
            let moved = (after.position_s - before.position_s) * RATE / TICK as f64;
            let speed = 0.5 * f64::from(before.speed + after.speed);
            assert!((moved - speed).abs() < 5e-3, "{moved} at {speed}");
            (least, most) = (least.min(moved), most.max(moved));
        }
        assert!(least < 0.97 && most > 1.03, "{least} to {most}");
    }

    #[test]
    fn zero_vu_is_a_sine_of_minus_18_dbfs_and_3_percent_light_the_lamp() {
        let at = |dbfs, drive_db| {
            let settings = Settings {
                drive_db,
                ..four_track()
            };
            played(&settings, 315.0, dbfs, 1.0).view()
        };
        let vu_db = |view: &View| 20.0 * view.vu[0].log10() + 18.0;
        assert!(vu_db(&at(-18.0, 0.0)).abs() < 0.1);
        assert!((vu_db(&at(-24.0, 9.0)) - 3.0).abs() < 0.1);
        // The four-track has 5 dB of headroom.
        assert!(at(-14.0, 0.0).overload < 1.0);
        assert!(at(-12.0, 0.0).overload > 1.0);
    }

    #[test]
    fn the_loop_opens_with_drive() {
        // Two periods in what is kept.
        let at = |drive_db| {
            let settings = Settings {
                drive_db,
                ..four_track()
            };
            area(&played(&settings, 125.0, -18.0, 1.0).view())
        };
        let areas = [at(-6.0), at(0.0), at(6.0), at(12.0)];
        assert!(areas[0] > 0.0, "{areas:?}");
        assert!(
            areas.windows(2).all(|two| two[1] > 2.0 * two[0]),
            "{areas:?}"
        );
        let none = played(&Settings::default(), 125.0, -18.0, 0.1).view();
        assert_eq!(none.magnetisation, [[0.0; 2]; PAIRS]);
    }
}
