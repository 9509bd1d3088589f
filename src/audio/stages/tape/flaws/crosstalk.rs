//! Crosstalk: each track's head hears its neighbour.
//!
//! Two ways lead there: the windings of the two heads couple at all frequencies alike, and long
//! wavelengths on the tape reach across the guard band to the next head's face.
//! Sources: D. Mellor, "The secrets of spill: magnetic spill" (worst in the bass); A. van Herk,
//! "Side fringing fields and write and read crosstalk of narrow magnetic recording heads", IEEE
//! Trans. Magn. 13, 1977 (a head reads to its side what decays like exp(−k·distance)).

use std::f64::consts::TAU;

use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, StereoBlock};

/// How long a change of level takes.
const RAMP_MS: f64 = 30.0;
/// The level is that at this frequency, in Hz.
const LEVEL_HZ: f64 = 1_000.0;
/// Between the tracks of one side of a cassette (IEC 60094-7: tracks of 0.6 mm, 0.3 mm apart).
const GUARD_M: f64 = 0.3e-3;
/// Level at 0 Hz re that of the windings alone. By ear and to four-track machines' 6 to 10 dB more
/// crosstalk at 60 Hz than at 1 kHz.
const LIFT: f64 = 6.8;

/// Crosstalk between two tracks, both ways.
pub struct Crosstalk {
    sample_rate: f64,
    /// Level at 1 kHz as an amplitude ratio.
    level: Ramp,
    corner_hz: Ramp,
    /// Of the low-pass.
    step: f64,
    /// Gain of the whole at 1 kHz at a level of 1.
    at_level: f64,
    states: [f64; 2],
    gain: Glide,
    ticker: Ticker,
    active: bool,
    fresh: bool,
}

impl Crosstalk {
    /// None.
    pub fn new(spec: Spec) -> Self {
        let ramp = spec.frames(RAMP_MS);
        Self {
            sample_rate: spec.sample_rate,
            level: Ramp::new(0.0, ramp),
            corner_hz: Ramp::new(25.0, ramp),
            step: 0.0,
            at_level: 1.0,
            states: [0.0; 2],
            gain: Glide::still(0.0),
            ticker: Ticker::default(),
            active: false,
            fresh: true,
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.level.reset();
        self.corner_hz.reset();
        self.states = [0.0; 2];
        self.gain = Glide::still(0.0);
        self.ticker.restart();
        self.active = false;
        self.fresh = true;
    }

    /// Level at 1 kHz in dB, −80 to −12, or nothing for none; and the speed of the tape in metres
    /// per second.
    pub fn set(&mut self, level_db: Option<f32>, speed_mps: f64) {
        let level = level_db.map_or(0.0, |db| db_to_gain(f64::from(db.clamp(-80.0, -12.0))));
        self.level.set(level as f32);
        self.corner_hz.set(fringing_hz(speed_mps) as f32);
    }

    /// Seconds in which the fringing has fallen by 120 dB (e^−13.8); 0 without crosstalk.
    pub fn settle_s(&self) -> f64 {
        if self.level.target() == 0.0 && self.level.settled() {
            return 0.0;
        }
        13.8 / (TAU * f64::from(self.corner_hz.target()))
    }

    /// |H| from one track into the other at `frequency_hz`, once settled.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        let corner_hz = f64::from(self.corner_hz.target());
        f64::from(self.level.target()) * shelf(frequency_hz, corner_hz) / shelf(LEVEL_HZ, corner_hz)
    }

    /// Works on a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if !self.active && !self.wanted() {
            self.ticker.skip(frames);
            self.fresh &= frames == 0;
            return;
        }
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            if self.active {
                let part = block.part(done, segment.len);
                let (from, step) = self.gain.line();
                let [mut low_l, mut low_r] = self.states;
                let rest = 1.0 - self.step;
                for (n, (left, right)) in part.left.iter_mut().zip(part.right).enumerate() {
                    let gain = f64::from(from + step * (segment.offset + n) as f32);
                    let (l, r) = (f64::from(*left), f64::from(*right));
                    low_l = self.step * l + rest * low_l;
                    low_r = self.step * r + rest * low_r;
                    *left = (l + gain * (r + (LIFT - 1.0) * low_r)) as f32;
                    *right = (r + gain * (l + (LIFT - 1.0) * low_l)) as f32;
                }
                self.states = [low_l, low_r];
            }
            done += segment.len;
        }
    }

    fn wanted(&self) -> bool {
        self.level.target() > 0.0 || !self.level.settled()
    }

    fn tick(&mut self) {
        let was_active = self.active;
        // The gain's last way down is a tick of its own.
        self.active = self.wanted() || !self.gain.is_still();
        self.level.advance(TICK);
        if !was_active || !self.corner_hz.settled() {
            self.corner_hz.advance(TICK);
            let corner_hz = f64::from(self.corner_hz.value());
            self.step = 1.0 - (-TAU * corner_hz / self.sample_rate).exp();
            self.at_level = 1.0 / shelf(LEVEL_HZ, corner_hz);
        }
        let gain = self.level.value() * self.at_level as f32;
        if self.fresh {
            self.gain = Glide::still(gain);
        } else {
            self.gain.to(gain);
        }
        self.fresh = false;
        // What decays, or belongs to a sound long past, ends at 0.
        for state in &mut self.states {
            if !self.active || state.abs() < 1e-30 {
                *state = 0.0;
            }
        }
    }
}

/// Where exp(−k·guard) has fallen to 1/e: the pole of the first-order shelf that stands for it.
fn fringing_hz(speed_mps: f64) -> f64 {
    speed_mps / (TAU * GUARD_M)
}

/// |1 + (lift − 1)/(1 + jf/corner)|.
fn shelf(frequency_hz: f64, corner_hz: f64) -> f64 {
    let ratio = frequency_hz / corner_hz;
    LIFT.hypot(ratio) / ratio.hypot(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::units::gain_to_db;
    use crate::audio::stages::tape::flaws::proof::{
        self, Subject, component, roughness, sine, spec,
    };

    const SUBJECT: Subject<Crosstalk> = Subject {
        new: Crosstalk::new,
        reset: Crosstalk::reset,
        process: Crosstalk::process,
        on: |crosstalk| crosstalk.set(Some(-30.0), 0.0476),
        off: |crosstalk| crosstalk.set(None, 0.0476),
    };

    /// What a tone on the left leaves on the right, in dB, measured and promised.
    fn across(hz: f64, level_db: f32, speed_mps: f64, rate: f64) -> [f64; 2] {
        let mut crosstalk = Crosstalk::new(spec(rate));
        crosstalk.set(Some(level_db), speed_mps);
        let input = [sine(hz, 0.1, rate, 1.5), sine(hz, 0.0, rate, 1.5)];
        let [_, right] = proof::run_whole(&mut crosstalk, Crosstalk::process, &input);
        let settled = &right[(0.5 * rate) as usize..];
        [
            gain_to_db(component(settled, hz, rate) / 0.1),
            gain_to_db(crosstalk.response(hz)),
        ]
    }

    #[test]
    fn is_a_small_processor() {
        proof::holds_for(&SUBJECT);
    }

    #[test]
    fn the_level_is_that_at_1_khz_and_the_bass_is_worse() {
        for rate in [44_100.0, 48_000.0, 192_000.0] {
            for level_db in [-60.0, -40.0, -20.0] {
                let [at_level, _] = across(1_000.0, level_db, 0.0476, rate);
                assert!((at_level - f64::from(level_db)).abs() < 0.5, "{at_level}");
                let [bass, _] = across(60.0, level_db, 0.0476, rate);
                assert!(
                    (8.0..10.0).contains(&(bass - at_level)),
                    "{}",
                    bass - at_level
                );
            }
        }
    }

    #[test]
    fn the_response_is_the_one_it_promises() {
        for speed_mps in [0.0476, 0.0953] {
            for hz in [30.0, 60.0, 200.0, 1_000.0, 10_000.0] {
                let [measured, promised] = across(hz, -35.0, speed_mps, 48_000.0);
                assert!(
                    (measured - promised).abs() < 0.2,
                    "{hz} Hz: {measured} {promised}"
                );
            }
        }
    }

    #[test]
    fn switching_does_not_click() {
        let mut crosstalk = Crosstalk::new(spec(48_000.0));
        let input = [
            sine(300.0, 0.5, 48_000.0, 1.0),
            sine(0.0, 0.0, 48_000.0, 1.0),
        ];
        crosstalk.set(None, 0.0476);
        proof::run_whole(&mut crosstalk, Crosstalk::process, &input);
        crosstalk.set(Some(-20.0), 0.0476);
        let [_, right] = proof::run_whole(&mut crosstalk, Crosstalk::process, &input);
        crosstalk.set(None, 0.0953);
        let [_, back] = proof::run_whole(&mut crosstalk, Crosstalk::process, &input);
        let settled = roughness(&right[24_000..]);
        assert!(roughness(&right) < 1.3 * settled && roughness(&back) < 1.3 * settled);
    }
}
