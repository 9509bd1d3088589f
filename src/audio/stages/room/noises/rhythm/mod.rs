//! When a noise's next event comes, and how strong it is.
//!
//! Free, by a rate with the noise's own unevenness, on the host's beat, or when the music strikes.
//! However uneven, as many events come in a minute as the rate says. Not modelled: swing, fatigue.

use super::{Answer, Kind, Noise, Strike};
use crate::audio::dsp::beats::BeatClock;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::{Spec, Timeline};

/// Shortest and longest note, in quarter notes: a 128th, and 64 bars of four.
const NOTES: (f32, f32) = (1.0 / 32.0, 256.0);
/// What tempo a host may say, in quarter notes per minute.
const TEMPOS_BPM: (f64, f64) = (1.0, 2_000.0);
/// Events on the beat are at least this far apart, in s.
const CLOSEST_S: f64 = 0.01;
/// A position beyond this is none, in quarter notes.
const FARTHEST_BEAT: f64 = 1e12;

/// How uneven a breath's length is, as a share of it: 4 to 10 % in quiet sleep.
const BREATH_SWAY: f64 = 0.07;
/// How far a creak is from an even beat, as a share of it. By ear.
const CREAK_SWAY: f64 = 0.38;
/// The strokes of a burst: a word or two. By ear.
const BURST: (f64, f64) = (4.0, 13.0);
/// The mean time between the strokes of a burst, as a share of that of all, and its unevenness.
const BURST_INTERVAL: f64 = 0.66;
const BURST_SWAY: f64 = 0.3;

/// How uneven events are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Not at all.
    Even,
    /// Each lasts somewhat longer or shorter than the last.
    Swaying,
    /// Each is somewhere around its beat.
    Scattered,
    /// Quick ones, then a pause.
    Bursts,
}

/// Something that begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// How strong, 0 to 1.
    pub strength: f32,
    /// Whether the music struck it.
    pub is_struck: bool,
    /// Frames until the next one, about.
    pub interval_frames: f64,
}

/// What sounds when an event begins.
pub trait Sound {
    /// An event begins at the next frame.
    fn begin(&mut self, event: Event);

    /// Writes some frames. `interval_frames` is the time between events as it is now.
    fn run(&mut self, out: &mut [f32], interval_frames: f64);
}

/// What an event waits for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cue {
    Time,
    Beat,
    Strike,
}

/// Finds the events of one noise.
pub struct Rhythm {
    kind: Kind,
    manner: Manner,
    sample_rate: f64,
    random: WhiteNoise,
    seed: u64,
    cue: Cue,
    tempo_bpm: f64,
    note: Option<f32>,
    /// Mean frames between free events.
    mean: f64,
    /// Frames until the next free one, and from the last to it.
    until: f64,
    interval: f64,
    /// The first one is after this share of an interval, while nothing has passed of it.
    first: Option<f64>,
    /// How far the last one was from its beat, in intervals.
    sway: f64,
    /// Strokes left in a burst, and how much of its time is left for the pause, in intervals.
    left: u32,
    pause: f64,
    clock: BeatClock,
}

impl Rhythm {
    /// At the beginning, with the kind's own rate.
    pub fn new(kind: Kind, manner: Manner, spec: Spec, seed: u64) -> Self {
        let mut rhythm = Self {
            kind,
            manner,
            sample_rate: spec.sample_rate,
            random: WhiteNoise::new(seed),
            seed,
            cue: Cue::Time,
            tempo_bpm: Timeline::default().tempo_bpm,
            note: None,
            mean: 0.0,
            until: 0.0,
            interval: 0.0,
            first: None,
            sway: 0.0,
            left: 0,
            pause: 0.0,
            clock: BeatClock::new(spec.sample_rate),
        };
        rhythm.mean = rhythm.mean_frames(f32::NAN);
        rhythm.reset();
        rhythm
    }

    /// Begins again, at the beginning of the song.
    pub fn reset(&mut self) {
        self.random = WhiteNoise::new(self.seed);
        self.clock.reset();
        (self.sway, self.left, self.pause) = (0.0, 0, 0.0);
        // As far off as if it had been going on before.
        let first = self.uniform();
        self.first = Some(first);
        self.interval = self.mean;
        self.until = first * self.mean;
    }

    /// Takes another seed with the next reset.
    pub fn reseed(&mut self, seed: u64) {
        self.seed = seed;
    }

    /// Hears where the song is.
    pub fn locate(&mut self, timeline: &Timeline) {
        let (slowest, fastest) = TEMPOS_BPM;
        if timeline.tempo_bpm.is_finite() {
            self.tempo_bpm = timeline.tempo_bpm.clamp(slowest, fastest);
        }
        self.aim();
        if let Some(beat) = timeline.beat
            && beat.abs() < FARTHEST_BEAT
        {
            self.clock.locate(beat);
        }
    }

    /// Takes rate, note and answer.
    pub fn set(&mut self, noise: &Noise) {
        let (shortest, longest) = NOTES;
        self.note = noise
            .note
            .filter(|note| note.is_finite())
            .map(|note| note.clamp(shortest, longest));
        self.cue = match (noise.answer, self.note) {
            (Answer::Struck, _) => Cue::Strike,
            (_, Some(_)) => Cue::Beat,
            (_, None) => Cue::Time,
        };
        let mean = self.mean_frames(noise.rate);
        if mean != self.mean {
            // What has passed of an interval stays the same share of it.
            self.until *= mean / self.mean;
            self.interval *= mean / self.mean;
            self.mean = mean;
            if let Some(first) = self.first {
                // To the bit as after a reset.
                self.interval = mean;
                self.until = first * mean;
            }
        }
        self.aim();
    }

    /// Lets `sound` sound for a block.
    pub fn perform(&mut self, sound: &mut impl Sound, out: &mut [f32], strikes: &[Strike]) {
        let mut at = 0;
        while at < out.len() {
            if let Some(event) = self.begin(at, strikes) {
                sound.begin(event);
            }
            let run = self.until(at, strikes).min(out.len() - at);
            sound.run(&mut out[at..at + run], self.interval_frames());
            self.advance(run);
            at += run;
        }
    }

    /// Frames from one event to the next, as it is now.
    pub fn interval_frames(&self) -> f64 {
        match (self.cue, self.slot()) {
            (Cue::Beat, Some(slot)) => slot * 60.0 / self.tempo_bpm * self.sample_rate,
            (Cue::Strike, _) => self.mean,
            _ => self.interval,
        }
    }

    /// The event that begins at frame `at` of a block, if one does.
    fn begin(&mut self, at: usize, strikes: &[Strike]) -> Option<Event> {
        let strength = match self.cue {
            Cue::Strike => strikes
                .iter()
                .filter(|strike| strike.at == at)
                // What is no number is no strength.
                .map(|strike| {
                    if strike.strength > 0.0 {
                        strike.strength.min(1.0)
                    } else {
                        0.0
                    }
                })
                .reduce(f32::max)?,
            Cue::Beat => {
                self.clock.begin_slot()?;
                self.strength()
            }
            Cue::Time => {
                if self.until >= 0.5 {
                    return None;
                }
                let strength = self.strength();
                self.interval = (self.next_interval() * self.mean).max(1.0);
                self.until += self.interval;
                strength
            }
        };
        Some(Event {
            strength,
            is_struck: self.cue == Cue::Strike,
            interval_frames: self.interval_frames(),
        })
    }

    /// Frames from frame `at` of a block to what may be an event, at least 1.
    fn until(&self, at: usize, strikes: &[Strike]) -> usize {
        let until = match self.cue {
            Cue::Strike => strikes
                .iter()
                .filter(|strike| strike.at > at)
                .map(|strike| strike.at - at)
                .min()
                .unwrap_or(usize::MAX),
            Cue::Beat => self.clock.until(),
            Cue::Time => self.until.round() as usize,
        };
        until.max(1)
    }

    fn advance(&mut self, frames: usize) {
        // Also where it does not follow the beat it knows where the song is.
        self.clock.advance(frames);
        if self.cue == Cue::Time {
            // Exact: whole numbers are taken from one that shrinks.
            self.until -= frames as f64;
            self.first = None;
        }
    }

    /// The grid follows tempo and note, and is none where nobody waits for it.
    fn aim(&mut self) {
        let slot = match self.cue {
            Cue::Beat => self.slot(),
            _ => None,
        };
        self.clock.set(self.tempo_bpm, slot);
    }

    /// Quarter notes from one event to the next.
    fn slot(&self) -> Option<f64> {
        let closest = CLOSEST_S * self.tempo_bpm / 60.0;
        self.note.map(|note| f64::from(note).max(closest))
    }

    fn mean_frames(&self, rate: f32) -> f64 {
        let range = self.kind.rate();
        let per_minute = range.map_or(1.0, |range| {
            if rate.is_finite() {
                rate.clamp(range.min, range.max)
            } else {
                range.default
            }
        });
        60.0 * self.sample_rate / f64::from(per_minute)
    }

    /// Time to the next free event, in mean intervals; its mean is 1.
    fn next_interval(&mut self) -> f64 {
        match self.manner {
            Manner::Even => 1.0,
            Manner::Swaying => 1.0 + BREATH_SWAY * (2.0 * self.uniform() - 1.0),
            Manner::Scattered => {
                let sway = CREAK_SWAY * (2.0 * self.uniform() - 1.0);
                let interval = 1.0 + sway - self.sway;
                self.sway = sway;
                interval
            }
            Manner::Bursts => {
                if self.left == 0 {
                    let (fewest, most) = BURST;
                    let strokes = (fewest + (most - fewest) * self.uniform()).round();
                    self.left = strokes as u32;
                    // The pause of the burst takes what its quick strokes leave.
                    self.pause = strokes;
                }
                self.left -= 1;
                if self.left == 0 {
                    return self.pause;
                }
                let sway = BURST_SWAY * (2.0 * self.uniform() - 1.0);
                let interval = BURST_INTERVAL * (1.0 + sway);
                self.pause -= interval;
                interval
            }
        }
    }

    /// How strong an event is that nothing strikes. By ear.
    fn strength(&mut self) -> f32 {
        let (least, most) = match self.manner {
            Manner::Even => (0.77, 0.83),
            Manner::Swaying => (0.65, 0.95),
            Manner::Scattered => (0.3, 1.0),
            Manner::Bursts => (0.5, 1.0),
        };
        least + (most - least) * self.uniform() as f32
    }

    /// 0 to 1.
    fn uniform(&mut self) -> f64 {
        0.5 + 0.5 * f64::from(self.random.sample())
    }
}

/// A character as a share from 0 to 1; the middle where it is no number.
pub fn share(character: f32) -> f64 {
    if character.is_finite() {
        f64::from(character).clamp(0.0, 1.0)
    } else {
        0.5
    }
}

#[cfg(test)]
mod tests;
