//! What distance does to the direct sound, beside making it weaker than the room's: the treble is
//! lost in the air and beyond the edge of the beam, and headphones lose their bass off the ear.

use std::f64::consts::PI;

use super::section::{Pair, settle};
use crate::audio::dsp::tick::{Glide, Line};

/// Where the loss of treble has half its height (in dB, about): small cones beam from here on.
const TREBLE_HZ: f64 = 5_000.0;
/// Headphones on a table: an open back without a head. By ear.
const LIFTED_HZ: f64 = 900.0;

/// Both channels' way to the listener.
#[derive(Debug, Clone)]
pub struct Distance {
    sample_rate: f64,
    dull_db: f64,
    worn: bool,
    /// The share that the treble's pole follows by.
    treble: f64,
    loss: Glide,
    lift: Glide,
    /// What the pole remembers, for a loop to take out and put back.
    pub high: Pair,
    low: Pair,
}

impl Distance {
    /// For a device that loses `dull_db` of treble far away and may be worn on the head.
    pub fn new(dull_db: f64, worn: bool, sample_rate: f64) -> Self {
        Self {
            sample_rate,
            dull_db,
            worn,
            treble: follow(TREBLE_HZ, sample_rate),
            loss: Glide::still(0.0),
            lift: Glide::still(0.0),
            high: [0.0; 2],
            low: [0.0; 2],
        }
    }

    /// At a tick: how far away, 0 to 1, and whether that stands still. `snap` takes it at once.
    pub fn tick(&mut self, distance: f32, still: bool, snap: bool) {
        if still && !snap && self.loss.is_still() && self.lift.is_still() {
            return;
        }
        let distance = f64::from(distance);
        let lifted_hz = if self.worn { LIFTED_HZ * distance } else { 0.0 };
        let loss = loss(self.dull_db, distance) as f32;
        self.loss.move_to(loss, snap);
        let lift = follow(lifted_hz, self.sample_rate) as f32;
        self.lift.move_to(lift, snap);
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        settle([&mut self.high, &mut self.low]);
    }

    /// |H| at `frequency_hz` from `distance`, 0 to 1.
    pub fn response(&self, distance: f64, frequency_hz: f64) -> f64 {
        let warped = |hz: f64| (PI * (hz / self.sample_rate).min(0.45)).tan();
        // 1 − loss·jw/(1 + jw).
        let w = warped(frequency_hz) / warped(TREBLE_HZ);
        let left = 1.0 - loss(self.dull_db, distance);
        let treble = (left * w).hypot(1.0) / w.hypot(1.0);
        let lifted = if self.worn { LIFTED_HZ * distance } else { 0.0 };
        let w = warped(frequency_hz);
        treble * w / w.hypot(warped(lifted))
    }

    /// The share of treble that is lost, on its way through the tick.
    #[inline(always)]
    pub fn line(&self) -> Line {
        Line::of(&self.loss, 0)
    }

    /// A frame, with so much of its treble lost.
    #[inline(always)]
    pub fn step(&self, high: &mut Pair, frame: Pair, loss: f64) -> Pair {
        let (twice, lost) = (2.0 * self.treble, loss * (1.0 - self.treble));
        let mut out = [0.0; 2];
        for lane in 0..2 {
            // Trapezoidal, as the poles of the bass guard.
            let step = frame[lane] - high[lane];
            high[lane] += twice * step;
            out[lane] = frame[lane] - lost * step;
        }
        out
    }

    /// In place: takes the bass from frames that begin `offset` after the tick, if it may be lost at all.
    #[inline(always)]
    pub fn lift(&mut self, frames: &mut [Pair], offset: usize) {
        if !self.worn {
            return;
        }
        let line = Line::of(&self.lift, 0);
        let mut low = self.low;
        let mut since = offset as f64;
        for frame in frames {
            let follow = line.after(since);
            for lane in 0..2 {
                let step = frame[lane] - low[lane];
                low[lane] += (2.0 * follow) * step;
                frame[lane] = (1.0 - follow) * step;
            }
            since += 1.0;
        }
        self.low = low;
    }
}

/// How much of the treble is lost.
fn loss(dull_db: f64, distance: f64) -> f64 {
    1.0 - 10f64.powf(-dull_db * distance / 20.0)
}

/// What a trapezoidal one-pole at `hz` follows by.
fn follow(hz: f64, sample_rate: f64) -> f64 {
    let g = (PI * (hz / sample_rate).min(0.45)).tan();
    g / (1.0 + g)
}
