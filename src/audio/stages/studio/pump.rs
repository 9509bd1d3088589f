//! The pump: the whole sound dips on every beat, as if a bass drum that is not there turned it down.
//!
//! It follows the host's song position; while that stands, it goes on in the host's tempo; a free pump
//! goes by a clock of its own. A dip is down
//! on the beat: it begins a few milliseconds before.
//! Latency: none.

use crate::audio::dsp::beats::BeatClock;
use crate::audio::dsp::log_exp::{OCTAVES_PER_DB, exp2};
use crate::audio::dsp::one_pole::approach;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::stage::{Spec, StereoBlock, Timeline};

/// How long a knob takes.
const KNOB_MS: f64 = 50.0;
/// The most that it dips.
const MAX_DEPTH_DB: f32 = 24.0;
/// The shortest and the longest dip, in quarter notes.
const RANGE_BEATS: [f32; 2] = [0.125, 16.0];
/// In a clock's own 120 beats per minute: half of a second.
const FREE_BEATS: f32 = 1.0;
/// Time constant of either of two smoothers: a dip begins and leaps in the song end without a click.
const SMOOTH_S: f64 = 1.5e-3;
/// After so many of them a dip is 95 % down: (1 + t) e⁻ᵗ = 0.05.
const DOWN: f64 = 4.74;
/// From its quickest to its slowest shape the exponent of the way back goes over so many octaves.
const SHAPE_OCTAVES: f32 = 4.0;

/// What was chosen. The default leaves the sound alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How far it dips, 0 to 24 dB.
    pub depth_db: f32,
    /// From one dip to the next in quarter notes, 0.125 to 16; nothing is free, every half of a second.
    pub beats: Option<f32>,
    /// The way back: 0 is back at once, 0.5 goes straight in decibels, 1 stays down till late.
    pub shape: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            depth_db: 0.0,
            beats: Some(1.0),
            shape: 0.4,
        }
    }
}

/// Dips both channels.
pub struct Pump {
    tempo_bpm: f64,
    beats: f64,
    free: bool,
    clock: BeatClock,
    ticker: Ticker,
    fresh: bool,
    depth: Ramp,
    shape: Ramp,
    follow: f32,
    /// Where the smoothers stand, in dB below the top.
    smooth: [f32; 2],
    gain: Glide,
    /// How much earlier than the beat a dip begins, in seconds.
    lead_s: f64,
}

impl Pump {
    /// Still.
    pub fn new(spec: Spec) -> Self {
        let settings = Settings::default();
        let knob = |value| Ramp::new(value, spec.frames(KNOB_MS));
        Self {
            tempo_bpm: Timeline::default().tempo_bpm,
            beats: f64::from(settings.beats.unwrap_or(FREE_BEATS)),
            free: settings.beats.is_none(),
            clock: BeatClock::new(spec.sample_rate),
            ticker: Ticker::default(),
            fresh: true,
            depth: knob(settings.depth_db),
            shape: knob(settings.shape),
            follow: approach(SMOOTH_S, TICK, spec.sample_rate),
            smooth: [0.0; 2],
            gain: Glide::still(1.0),
            lead_s: DOWN * SMOOTH_S,
        }
    }

    /// As new.
    pub fn reset(&mut self) {
        self.tempo_bpm = Timeline::default().tempo_bpm;
        self.clock.set(self.tempo_bpm, None);
        self.clock.reset();
        self.ticker.restart();
        self.fresh = true;
        self.set(&Settings::default());
        self.depth.reset();
        self.shape.reset();
        self.smooth = [0.0; 2];
        self.gain = Glide::still(1.0);
    }

    /// New targets; the first after a reset at once.
    pub fn set(&mut self, settings: &Settings) {
        let unheard = self.is_idle();
        self.depth.set(settings.depth_db.clamp(0.0, MAX_DEPTH_DB));
        self.shape.set(settings.shape.clamp(0.0, 1.0));
        if unheard {
            self.shape.snap(self.shape.target());
        }
        let beats = settings.beats.unwrap_or(FREE_BEATS);
        self.beats = f64::from(beats.clamp(RANGE_BEATS[0], RANGE_BEATS[1]));
        self.free = settings.beats.is_none();
    }

    /// Where the song is at the next frame.
    pub fn locate(&mut self, timeline: &Timeline) {
        let own = Timeline::default();
        let timeline = if self.free { &own } else { timeline };
        self.tempo_bpm = timeline.tempo_bpm;
        self.clock.set(timeline.tempo_bpm, None);
        if let Some(beat) = timeline.beat {
            self.clock.locate(beat);
        }
    }

    /// How far it is down, in dB.
    pub fn reduction_db(&self) -> f32 {
        self.smooth[1]
    }

    /// Dips in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if !self.fresh && self.is_idle() {
            self.clock.advance(frames);
            self.ticker.skip(frames);
            return;
        }
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            let part = block.part(done, segment.len);
            let (from, step) = self.gain.line();
            if from != 1.0 || step != 0.0 {
                let both = part.left.iter_mut().zip(part.right.iter_mut());
                for (n, (left, right)) in both.enumerate() {
                    let gain = from + step * (segment.offset + n + 1) as f32;
                    *left *= gain;
                    *right *= gain;
                }
            }
            self.clock.advance(segment.len);
            done += segment.len;
        }
    }

    fn is_idle(&self) -> bool {
        let still = self.depth.settled() && self.depth.target() == 0.0;
        still && self.smooth == [0.0; 2] && self.gain.line() == (1.0, 0.0)
    }

    fn tick(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        if !fresh {
            self.depth.advance(TICK);
            self.shape.advance(TICK);
        }
        let lead = self.lead_s * self.tempo_bpm / 60.0;
        let phase = ((self.clock.position() + lead) / self.beats).rem_euclid(1.0);
        let target = self.depth.value() * dip(phase as f32, self.shape.value());
        let [first, second] = &mut self.smooth;
        if fresh {
            (*first, *second) = (target, target);
        } else {
            *first += self.follow * (target - *first);
            *second += self.follow * (*first - *second);
            if self.depth.settled() && self.depth.target() == 0.0 && *first < 1e-4 && *second < 1e-4
            {
                (*first, *second) = (0.0, 0.0);
            }
        }
        let gain = exp2(-self.smooth[1] * OCTAVES_PER_DB);
        self.gain.move_to(gain, fresh);
    }
}

/// How far down, 0 to 1, a share `phase` of the way from one beat to the next.
pub fn dip(phase: f32, shape: f32) -> f32 {
    let exponent = (SHAPE_OCTAVES * (shape - 0.5)).exp2();
    1.0 - phase.powf(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::stage::MAX_BLOCK;

    /// The gain in dB of each frame, located at `beat` first where there is one, in blocks of `len`.
    fn pumped(settings: &Settings, beat: Option<f64>, frames: usize, len: usize) -> Vec<f32> {
        let mut pump = Pump::new(Spec {
            sample_rate: 48_000.0,
        });
        pump.set(settings);
        let mut heard = Vec::new();
        while heard.len() < frames {
            let passed = heard.len() as f64 / 24_000.0;
            pump.locate(&Timeline {
                tempo_bpm: 120.0,
                beat: beat.map(|beat| beat + passed),
            });
            let run = len.min(frames - heard.len());
            let (mut left, mut right) = ([1.0; MAX_BLOCK], [1.0; MAX_BLOCK]);
            pump.process(&mut StereoBlock::new(&mut left[..run], &mut right[..run]));
            heard.extend(left[..run].iter().map(|x| 20.0 * x.log10()));
        }
        heard
    }

    const DEEP: Settings = Settings {
        depth_db: 12.0,
        beats: Some(1.0),
        shape: 0.5,
    };

    #[test]
    fn it_is_down_on_the_beat_and_back_before_the_next() {
        // The song is at 7.5: the next beat comes after 12 000 frames.
        let heard = pumped(&DEEP, Some(7.5), 48_000, 64);
        let (lowest, _) = heard[..24_000]
            .iter()
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(b.1))
            .unwrap();
        assert!(lowest.abs_diff(12_000) < 300, "lowest at {lowest}");
        assert!(heard[12_000] < -11.0, "{}", heard[12_000]);
        assert!((heard[lowest] + 12.0).abs() < 0.5, "{}", heard[lowest]);
        assert!((heard[24_000] + 6.0).abs() < 0.2, "{}", heard[24_000]);
        assert!(heard[35_000] > -0.7, "{}", heard[35_000]);
        let smoothest = heard
            .windows(2)
            .map(|w| (w[1] - w[0]).abs())
            .fold(0.0, f32::max);
        assert!(smoothest < 0.1, "a step of {smoothest} dB");
    }

    #[test]
    fn it_goes_on_while_the_song_stands_and_however_it_is_cut() {
        let free = pumped(&DEEP, None, 72_000, 64);
        assert!(free[24_000] < -11.0 && free[48_000] < -11.0);
        assert_eq!(pumped(&DEEP, None, 72_000, 7), free);
        assert!(
            pumped(&Settings::default(), Some(3.0), 5_000, 64)
                .iter()
                .all(|x| *x == 0.0)
        );
    }
}
