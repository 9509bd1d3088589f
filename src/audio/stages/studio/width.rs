//! Width: the difference of both channels, more or less of it, and none of it in the bass.
//!
//! Only the difference is touched, so that the sum, which is what a mono device plays, stays as it was.
//! Its bass goes by a Linkwitz–Riley high-pass of second order: two equal poles, −6 dB at the corner
//! (S. Linkwitz, "Active crossover networks for noncoincident drivers", JAES 24(1), 1976).
//! Latency: none.

use std::f64::consts::TAU;

use crate::audio::dsp::one_pole::{OnePole, Pair, high_pass_response, settle};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::stage::{Spec, StereoBlock};

/// How long a knob takes.
const KNOB_MS: f64 = 50.0;
/// The lowest and the highest corner in Hz.
const RANGE_HZ: [f32; 2] = [20.0, 500.0];

/// What was chosen. The default leaves the sound alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// From mono, 0, by 1, as it is, to 2, twice the difference.
    pub width: f32,
    /// Below this, 20 to 500 Hz, both channels are the same; none leaves them.
    pub mono_below_hz: Option<f32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            width: 1.0,
            mono_below_hz: None,
        }
    }
}

/// The width of both channels.
#[derive(Debug, Clone)]
pub struct Width {
    sample_rate: f64,
    settings: Settings,
    ticker: Ticker,
    fresh: bool,
    width: Ramp,
    octaves: Ramp,
    /// 1 while the bass is taken away.
    mono: Ramp,
    /// Where the pole stands.
    at_octaves: f32,
    pole: OnePole,
    /// Of the difference.
    states: Pair,
    /// Gain of the difference, and how much of its bass is taken.
    gain: Glide,
    taken: Glide,
}

impl Width {
    /// As it is.
    pub fn new(spec: Spec) -> Self {
        let knob = |value| Ramp::new(value, spec.frames(KNOB_MS));
        let mut width = Self {
            sample_rate: spec.sample_rate,
            settings: Settings::default(),
            ticker: Ticker::default(),
            fresh: true,
            width: knob(1.0),
            octaves: knob(RANGE_HZ[0].log2()),
            mono: knob(0.0),
            at_octaves: RANGE_HZ[0].log2(),
            pole: OnePole::new(f64::from(RANGE_HZ[0]), spec.sample_rate),
            states: [0.0; 2],
            gain: Glide::still(1.0),
            taken: Glide::still(0.0),
        };
        width.reset();
        width
    }

    /// As new.
    pub fn reset(&mut self) {
        self.settings = Settings::default();
        self.ticker.restart();
        self.fresh = true;
        self.width.snap(1.0);
        self.octaves.snap(RANGE_HZ[0].log2());
        self.mono.snap(0.0);
        for ramp in [&mut self.width, &mut self.octaves, &mut self.mono] {
            ramp.reset();
        }
        self.states = [0.0; 2];
        self.gain = Glide::still(1.0);
        self.taken = Glide::still(0.0);
    }

    /// New targets; the first after a reset at once.
    pub fn set(&mut self, settings: &Settings) {
        let unheard = self.is_idle();
        self.settings = *settings;
        self.width.set(settings.width.clamp(0.0, 2.0));
        self.mono.set(match settings.mono_below_hz {
            Some(_) => 1.0,
            None => 0.0,
        });
        if let Some(hz) = settings.mono_below_hz {
            self.octaves.set(hz.clamp(RANGE_HZ[0], RANGE_HZ[1]).log2());
            if unheard {
                self.octaves.snap(self.octaves.target());
            }
        }
    }

    /// |H| of the difference at `frequency_hz`, once settled.
    pub fn side_response(&self, frequency_hz: f64) -> f64 {
        let bass = self.settings.mono_below_hz.map_or(1.0, |hz| {
            high_pass_response(f64::from(hz.clamp(RANGE_HZ[0], RANGE_HZ[1])), frequency_hz).powi(2)
        });
        f64::from(self.settings.width.clamp(0.0, 2.0)) * bass
    }

    /// Frames after which the difference's bass has fallen by 140 dB.
    pub fn tail(&self) -> usize {
        self.settings.mono_below_hz.map_or(0, |hz| {
            // Two equal poles: 17 time constants and the logarithm of those.
            let time_s = 20.0 / (TAU * f64::from(hz.clamp(RANGE_HZ[0], RANGE_HZ[1])));
            (time_s * self.sample_rate).ceil() as usize
        })
    }

    fn is_idle(&self) -> bool {
        let settled = self.width.settled() && self.mono.settled();
        settled
            && self.width.target() == 1.0
            && self.mono.target() == 0.0
            && self.gain.line() == (1.0, 0.0)
            && self.taken.line() == (0.0, 0.0)
    }

    /// Widens in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if !self.fresh && self.is_idle() {
            self.states = [0.0; 2];
            self.ticker.skip(frames);
            return;
        }
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            self.work(&mut block.part(done, segment.len), segment.offset);
            done += segment.len;
        }
    }

    fn tick(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        if !fresh {
            self.width.advance(TICK);
            self.octaves.advance(TICK);
            self.mono.advance(TICK);
        }
        if fresh || self.at_octaves != self.octaves.value() {
            self.at_octaves = self.octaves.value();
            self.pole = OnePole::new(f64::from(self.at_octaves).exp2(), self.sample_rate);
        }
        self.gain.move_to(self.width.value(), fresh);
        self.taken.move_to(self.mono.value(), fresh);
        settle(&mut self.states);
    }

    fn work(&mut self, block: &mut StereoBlock, offset: usize) {
        let ((gain, gain_step), (taken, taken_step)) = (self.gain.line(), self.taken.line());
        let filtered = taken != 0.0 || taken_step != 0.0;
        let (pole, mut states) = (self.pole, self.states);
        let both = block.left.iter_mut().zip(block.right.iter_mut());
        for (n, (left, right)) in both.enumerate() {
            let t = (offset + n + 1) as f32;
            let side = 0.5 * (*left - *right);
            let mut wanted = side;
            if filtered {
                let first = pole.high_of_one(&mut states[0], side);
                let high = pole.high_of_one(&mut states[1], first);
                wanted += (taken + taken_step * t) * (high - side);
            }
            wanted *= gain + gain_step * t;
            // As a difference to what is there: nothing is lost where nothing changes.
            let change = wanted - side;
            *left += change;
            *right -= change;
        }
        self.states = states;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::stage::MAX_BLOCK;

    const RATE: f64 = 48_000.0;

    /// What comes of a sine, `left` and `right` times its amplitude, in the second half of a second.
    fn widened(settings: &Settings, hz: f64, left: f32, right: f32) -> [Vec<f32>; 2] {
        let mut width = Width::new(Spec { sample_rate: RATE });
        width.set(settings);
        let sine = (0..48_000).map(|n| (TAU * hz * f64::from(n) / RATE).sin() as f32);
        let sine: Vec<f32> = sine.collect();
        let mut left: Vec<f32> = sine.iter().map(|x| left * x).collect();
        let mut right: Vec<f32> = sine.iter().map(|x| right * x).collect();
        for (left, right) in left.chunks_mut(MAX_BLOCK).zip(right.chunks_mut(MAX_BLOCK)) {
            width.process(&mut StereoBlock::new(left, right));
        }
        [left, right].map(|channel| channel[24_000..].to_vec())
    }

    fn peak(samples: impl Iterator<Item = f32>) -> f32 {
        samples.fold(0.0, |peak, x| peak.max(x.abs()))
    }

    #[test]
    fn the_sum_stays_and_the_difference_follows_its_curve() {
        let settings = [
            (0.0, None),
            (0.5, None),
            (2.0, None),
            (1.0, Some(120.0)),
            (1.5, Some(300.0)),
        ];
        for (width, mono_below_hz) in settings {
            let settings = Settings {
                width,
                mono_below_hz,
            };
            let mut reported = Width::new(Spec { sample_rate: RATE });
            reported.set(&settings);
            for hz in [40.0, 120.0, 1_000.0] {
                let [left, right] = widened(&settings, hz, 0.5, -0.2);
                let pairs = || left.iter().zip(&right);
                let sum = peak(pairs().map(|(l, r)| 0.5 * (l + r)));
                assert!(
                    (sum - 0.15).abs() < 1e-4,
                    "{settings:?} {hz} Hz: a sum of {sum}"
                );
                let side = f64::from(peak(pairs().map(|(l, r)| 0.5 * (l - r)))) / 0.35;
                let wanted = reported.side_response(hz);
                assert!(
                    (side - wanted).abs() < 0.01,
                    "{settings:?} {hz} Hz: {side} for {wanted}"
                );
            }
        }
    }

    /// Sample by sample: no phase is turned.
    #[test]
    fn mono_is_untouched_by_any_width() {
        let settings = Settings {
            width: 2.0,
            mono_below_hz: Some(200.0),
        };
        let [left, right] = widened(&settings, 150.0, 0.4, 0.4);
        let [left_b, right_b] = widened(&Settings::default(), 150.0, 0.4, 0.4);
        assert_eq!((left, right), (left_b, right_b));
    }
}
