//! The device's own dynamics: a limiter, and a bass that gives way before the cone hits its stops.
//!
//! The limiter is feed-forward with a soft knee and a branching smoother on the gain in dB
//! (D. Giannoulis, M. Massberg, J. Reiss, "Digital dynamic range compressor design – a tutorial and
//! analysis", JAES 60(6), 2012, equations 4 and 16), from the peak of each tick: a gain is one tick
//! late, 0.3 ms at 48 kHz, and what slips through meets the amplifier. Peaks are held for a while,
//! so that nothing moves within a period of the bass.
//! The bass guard is what smart amplifiers do, who feel the displacement in the driver's current: a
//! high-pass of two equal poles whose corner rises in octaves while the cone is beyond its limit.

use std::f64::consts::PI;

use super::model::{BassGuard, Protection};
use super::section::{Pair, larger, settle};
use crate::audio::dsp::log_exp::OCTAVES_PER_DB;
use crate::audio::dsp::one_pole::approach;
use crate::audio::dsp::tick::{Glide, Line, TICK};

/// Width of the knee in dB: the tutorial's plots.
const KNEE_DB: f32 = 6.0;
/// The corner rises by at most so many octaves a second: from nothing to the top in 20 ms, which
/// lets the first half-wave of a drum through, as the devices do. By ear.
const ATTACK: f64 = 250.0;
/// The most octaves that the corner rises: it is `top_hz` then.
const OCTAVES: f64 = 5.0;

/// Peaks are held for this long at least, twice as long at most: half a period of 50 Hz.
const HOLD_S: f64 = 0.01;

/// The largest of what has been seen lately.
#[derive(Debug, Clone, Default)]
struct Held {
    before: f64,
    now: f64,
    ticks: usize,
}

impl Held {
    /// With this tick's value; a new window begins after `window` ticks.
    fn with(&mut self, value: f64, window: usize) -> f64 {
        if self.ticks >= window {
            *self = Self {
                before: self.now,
                ..Self::default()
            };
        }
        self.ticks += 1;
        self.now = self.now.max(value);
        self.now.max(self.before)
    }
}

/// Limiter and bass guard of both channels, linked.
#[derive(Debug, Clone)]
pub struct Guard {
    row: Protection,
    sample_rate: f64,
    attack: f32,
    release: f32,
    /// Smoothed gain reduction of the device itself in dB, 0 or more, and as applied.
    smoothed_db: f32,
    applied_db: f32,
    gain: Glide,
    octaves: f64,
    corner: Glide,
    window: usize,
    peaks: Held,
    /// The held peak that was last worked on, and the reduction for it.
    peak: f64,
    wanted_db: f32,
    displacements: Held,
    /// What frames leave behind, for a loop to take out and put back.
    pub state: State,
}

/// What frames leave behind.
#[derive(Debug, Clone, Copy, Default)]
pub struct State {
    /// The largest of each channel in this tick.
    peaks: Pair,
    /// The bass guard's.
    poles: [Pair; 2],
}

impl Guard {
    /// Wide open.
    pub fn new(row: Protection, sample_rate: f64) -> Self {
        let step = |ms: f64| approach(ms * 1e-3, TICK, sample_rate);
        Self {
            row,
            sample_rate,
            attack: step(row.times_ms[0]),
            release: step(row.times_ms[1]),
            smoothed_db: 0.0,
            applied_db: 0.0,
            gain: Glide::still(1.0),
            octaves: 0.0,
            corner: Glide::still(0.0),
            window: (HOLD_S * sample_rate / TICK as f64).ceil() as usize,
            peaks: Held::default(),
            peak: -1.0,
            wanted_db: 0.0,
            displacements: Held::default(),
            state: State::default(),
        }
    }

    /// The limiter's present gain reduction in dB, 0 or more.
    pub fn reduction_db(&self) -> f32 {
        self.applied_db
    }

    /// The gain reduction of music whose peaks reach `peak_db` re the amplifier's clipping.
    pub fn expected_db(&self, peak_db: f64, amount: f32) -> f64 {
        let over_db = (peak_db - self.row.threshold_db) as f32;
        f64::from(reduction_db(over_db) * amount) * self.row.slope
    }

    /// At a tick: the last one's largest displacement in shares of the limit, and how much of the
    /// device's own protection is at work, 0 to 1.
    pub fn tick(&mut self, displacement: f64, amount: f32) {
        let [left, right] = std::mem::take(&mut self.state.peaks);
        let peak = self.peaks.with(larger(left, right), self.window);
        let displacement = self.displacements.with(displacement, self.window);
        // It is held: most ticks have that of the tick before.
        if self.peak != peak {
            self.peak = peak;
            let peak_db = 20.0 * (peak.max(1e-6) as f32).log10();
            let over_db = peak_db - self.row.threshold_db as f32;
            self.wanted_db = reduction_db(over_db) * self.row.slope as f32;
        }
        let wanted = self.wanted_db;
        let speed = if wanted > self.smoothed_db {
            self.attack
        } else {
            self.release
        };
        self.smoothed_db += speed * (wanted - self.smoothed_db);
        self.applied_db = self.smoothed_db * amount;
        self.gain.to((-self.applied_db * OCTAVES_PER_DB).exp2());
        if let Some(bass) = self.row.bass {
            let follow = self.bass_follow(bass, displacement) * f64::from(amount);
            self.corner.to(follow as f32);
        }
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        settle(self.state.poles.each_mut());
    }

    /// Whether the bass ever gives way.
    pub fn has_bass_guard(&self) -> bool {
        self.row.bass.is_some()
    }

    /// The share that each pole follows by, for the corner after a tick with this displacement.
    fn bass_follow(&mut self, bass: BassGuard, displacement: f64) -> f64 {
        let seconds = TICK as f64 / self.sample_rate;
        let over = displacement / bass.limit;
        let speed = if over > 1.0 {
            // Twice too far is full speed.
            ATTACK * (over - 1.0).min(1.0)
        } else {
            -bass.release
        };
        self.octaves = (self.octaves + speed * seconds).clamp(0.0, OCTAVES);
        if self.octaves == 0.0 {
            return 0.0;
        }
        let hz = bass.top_hz * (self.octaves.exp2() - 1.0) / (OCTAVES.exp2() - 1.0);
        // The tangent of so small an angle is the angle.
        let g = PI * (hz / self.sample_rate).min(0.45);
        g / (1.0 + g)
    }

    /// Gain and bass guard's corner, on their ways through the tick.
    #[inline(always)]
    pub fn lines(&self) -> [Line; 2] {
        [&self.gain, &self.corner].map(|glide| Line::of(glide, 0))
    }
}

impl State {
    /// A frame, limited, then less of its bass, with what gain and corner are now. `BASS` says that
    /// the bass ever gives way.
    #[inline(always)]
    pub fn step<const BASS: bool>(&mut self, frame: Pair, [gain, follow]: [f64; 2]) -> Pair {
        let mut out = [0.0; 2];
        for lane in 0..2 {
            self.peaks[lane] = larger(self.peaks[lane], frame[lane].abs());
            let mut x = gain * frame[lane];
            if BASS {
                for pole in &mut self.poles {
                    // Trapezoidal: the low part is the mean of the state before and after.
                    let step = x - pole[lane];
                    pole[lane] += (2.0 * follow) * step;
                    x = (1.0 - follow) * step;
                }
            }
            out[lane] = x;
        }
        out
    }
}

/// The gain computer of a wall, `over` dB above its threshold, with the knee.
fn reduction_db(over_db: f32) -> f32 {
    if over_db <= -KNEE_DB / 2.0 {
        0.0
    } else if over_db < KNEE_DB / 2.0 {
        (over_db + KNEE_DB / 2.0).powi(2) / (2.0 * KNEE_DB)
    } else {
        over_db
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: f64 = 48_000.0;
    const ROW: Protection = Protection {
        threshold_db: -6.0,
        slope: 0.9,
        times_ms: [2.0, 100.0],
        bass: Some(BassGuard {
            limit: 0.8,
            top_hz: 400.0,
            release: 10.0,
        }),
    };

    /// Runs a constant of `level` with `displacement` for `seconds` and returns the last sample.
    fn run(guard: &mut Guard, level: f64, displacement: f64, seconds: f64, amount: f32) -> f64 {
        let mut last = 0.0;
        for _ in 0..(seconds * RATE) as usize / TICK {
            guard.tick(displacement, amount);
            let lines = guard.lines();
            for n in 0..TICK {
                let now = lines.map(|line| line.at(n));
                [last, _] = guard.state.step::<true>([level; 2], now);
            }
        }
        last
    }

    #[test]
    fn the_static_curve_and_the_times_are_the_rows() {
        let mut guard = Guard::new(ROW, RATE);
        let settled = run(&mut guard, 2.0, 0.0, 1.0, 1.0);
        // 12.02 dB over the threshold, times 0.9.
        let wanted = 10f64.powf((6.02 - 0.9 * 12.02) / 20.0);
        assert!((settled / wanted - 1.0).abs() < 1e-2, "{settled}");
        assert!((guard.reduction_db() - 10.8).abs() < 0.1);
        // Held first, then released.
        run(&mut guard, 0.0, 0.0, 2.0 * HOLD_S, 1.0);
        let held = guard.reduction_db();
        assert!(held > 9.0);
        run(&mut guard, 0.0, 0.0, 0.1, 1.0);
        assert!((guard.reduction_db() / held - 1.0 / std::f32::consts::E).abs() < 0.02);
        assert_eq!(run(&mut Guard::new(ROW, RATE), 2.0, 9.0, 0.5, 0.0), 2.0);
    }

    #[test]
    fn the_bass_gives_way_while_the_cone_moves_too_far_and_comes_back() {
        let mut guard = Guard::new(ROW, RATE);
        assert!((run(&mut guard, 0.1, 0.5, 0.1, 1.0) - 0.1).abs() < 1e-9);
        assert!(run(&mut guard, 0.1, 2.0, 0.2, 1.0).abs() < 1e-3);
        run(&mut guard, 0.1, 0.5, 1.0, 1.0);
        assert_eq!(guard.octaves, 0.0);
    }
}
