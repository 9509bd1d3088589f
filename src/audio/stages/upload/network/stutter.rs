//! The player runs dry: the last bit of the sound loops until there is more, and the player is back
//! in the present.
//!
//! It runs dry at random (Poisson), at the beginning of a packet; or, with a length in beats, at
//! slots of the song that chance picks by their number, so that every pass over the same bars
//! stutters in the same way.

use super::history::History;
use super::overlap::smooth;
use super::{uniform, within};
use crate::audio::dsp::beats::BeatClock;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::{Spec, StereoBlock};

/// The bit that loops: what a sound card's buffer holds. With a length in beats, the half, the
/// quarter … of it that is the first not beyond the longest.
const LOOP_MS: [f64; 2] = [60.0, 120.0];
/// Slack for the longest loop in beats, so that a sixteenth at 120 per minute is one.
const LONGEST_MS: f64 = 126.0;
/// Overlap of the loop's ends, and of the way out of it.
const OVERLAP_MS: f64 = 5.0;
/// Shortest and longest stall.
const LENGTH_MS: [f32; 2] = [20.0, 10_000.0];
/// The same in quarter notes: a sixty-fourth note, and four bars of four.
const LENGTH_BEATS: [f32; 2] = [0.0625, 16.0];

/// How long the player is dry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StutterLength {
    /// Milliseconds, 20 to 10 000.
    Ms(f32),
    /// Quarter notes, 1/16 to 16, on a grid of that length from the song's beginning; while the
    /// position is not known, the grid runs on by the tempo.
    Beats(f32),
}

/// Makes both channels stutter.
pub struct Stutter {
    source: WhiteNoise,
    seed: u64,
    recent: History,
    /// Frames that `recent` holds since it was begun.
    held: usize,
    /// The bit, its ends overlapped: written while it is heard first.
    bit: [Vec<f32>; 2],
    overlap: usize,
    spec: Spec,
    /// How often: see the settings.
    rate: f32,
    length: StutterLength,
    beat_s: f64,
    clock: BeatClock,
    /// Expected stalls until the next one: exponential with mean 1, whatever the rate does.
    countdown: f32,
    stall: Option<Stall>,
    /// A slot's stall that waits for the one before to end.
    due: bool,
}

struct Stall {
    /// Frames of the bit.
    len: usize,
    /// Frames into the bit, and whether it is heard for the first time.
    at: usize,
    first: bool,
    /// Frames until it is over, the way out included.
    left: usize,
}

impl Stutter {
    /// There is enough. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(spec: Spec) -> Self {
        let longest = spec.frames(LONGEST_MS) + 1;
        let mut stutter = Self {
            source: source(0),
            seed: 0,
            recent: History::new(longest),
            held: 0,
            bit: [vec![0.0; longest], vec![0.0; longest]],
            overlap: spec.frames(OVERLAP_MS).max(1),
            spec,
            rate: 0.0,
            length: StutterLength::Ms(LENGTH_MS[0]),
            beat_s: 0.5,
            clock: BeatClock::new(spec.sample_rate),
            countdown: 0.0,
            stall: None,
            due: false,
        };
        stutter.reset();
        stutter
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.source.reset();
        self.held = 0;
        self.clock.reset();
        self.countdown = self.exponential();
        self.stall = None;
        self.due = false;
    }

    /// Another fate.
    pub fn seed(&mut self, seed: u64) {
        self.seed = seed;
        self.source = source(seed);
        self.countdown = self.exponential();
    }

    /// How often and how long: see the settings. A stall goes on as it began, but ends when it is
    /// switched off.
    pub fn set(&mut self, rate: f32, length: StutterLength, tempo_bpm: f32) {
        self.rate = rate;
        self.beat_s = 60.0 / f64::from(tempo_bpm);
        self.length = match length {
            StutterLength::Ms(ms) => StutterLength::Ms(within(ms, LENGTH_MS)),
            StutterLength::Beats(beats) => StutterLength::Beats(within(beats, LENGTH_BEATS)),
        };
        let slot = match self.length {
            StutterLength::Ms(_) => None,
            StutterLength::Beats(beats) => Some(f64::from(beats)),
        };
        self.clock.set(f64::from(tempo_bpm), slot);
        if rate == 0.0 {
            self.end();
        }
    }

    /// The next frame's position in the song, in quarter notes.
    pub fn locate(&mut self, beat: Option<f64>) {
        if beat.is_some_and(|beat| self.clock.locate(beat)) {
            self.end();
        }
    }

    /// Frames for which it may sound on: a bit that was heard last, for as long as it is dry.
    pub fn tail(&self) -> usize {
        let stall = self.stall.as_ref().map_or(0, |stall| stall.left);
        let next = match self.length {
            _ if self.rate == 0.0 => 0,
            StutterLength::Ms(ms) => self.bit[0].len() + self.spec.frames(f64::from(ms)),
            StutterLength::Beats(beats) => {
                let ms = 1e3 * f64::from(beats) * self.beat_s;
                self.bit[0].len() + self.spec.frames(ms)
            }
        };
        stall.max(next)
    }

    /// Whether the player has run dry.
    pub fn is_dry(&self) -> bool {
        self.stall.is_some()
    }

    /// The next packet begins, of this length.
    pub fn next_packet(&mut self, seconds: f32) {
        let StutterLength::Ms(ms) = self.length else {
            return;
        };
        if self.stall.is_some() || self.rate == 0.0 {
            return;
        }
        self.countdown -= self.rate / 60.0 * seconds;
        if self.countdown <= 0.0 {
            self.countdown = self.exponential();
            let [shortest, longest] = LOOP_MS;
            let bit_ms = shortest + (longest - shortest) * f64::from(uniform(&mut self.source));
            self.begin(self.spec.frames(bit_ms), self.spec.frames(f64::from(ms)));
        }
    }

    /// Replaces the sound by the loop while the player is dry.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if self.rate == 0.0 && self.stall.is_none() {
            self.held = 0;
            self.pass(frames);
            return;
        }
        self.recent.write(block);
        let mut done = 0;
        while done < frames {
            if let Some(slot) = self.clock.begin_slot() {
                self.due = self.picks(slot);
            }
            if self.due && self.stall.is_none() {
                self.due = false;
                self.begin_slot();
            }
            let mut run = (frames - done).min(self.clock.until());
            if let Some(stall) = &mut self.stall {
                run = run.min(stall.left).min(stall.len - stall.at);
                let mut part = block.part(done, run);
                stall.play(
                    &self.recent,
                    frames - done,
                    &mut self.bit,
                    self.overlap,
                    &mut part,
                );
                if stall.left == 0 {
                    self.stall = None;
                }
            }
            self.clock.advance(run);
            self.held = (self.held + run).min(self.bit[0].len());
            done += run;
        }
    }

    /// Lets slots pass.
    fn pass(&mut self, mut frames: usize) {
        while frames > 0 {
            self.clock.begin_slot();
            let run = frames.min(self.clock.until());
            self.clock.advance(run);
            frames -= run;
        }
    }

    /// Whether chance picks a slot: by its number alone.
    fn picks(&self, slot: i64) -> bool {
        let mut chance = WhiteNoise::new(self.seed ^ 0x57A1_0005 ^ (slot as u64).rotate_left(32));
        // The generator's first value still tells neighbouring seeds apart badly.
        chance.sample();
        uniform(&mut chance) * super::MAX_STUTTER <= self.rate
    }

    /// Dry for the rest of this slot.
    fn begin_slot(&mut self) {
        let StutterLength::Beats(beats) = self.length else {
            return;
        };
        let mut bit_s = f64::from(beats) * self.beat_s;
        while bit_s > LONGEST_MS * 1e-3 {
            bit_s *= 0.5;
        }
        self.begin(self.spec.frames(1e3 * bit_s), self.clock.until());
    }

    /// Dry for `length` frames, if so much as `bit` frames has been heard.
    fn begin(&mut self, bit: usize, length: usize) {
        let len = bit.max(2 * self.overlap).min(self.bit[0].len());
        if self.held >= len {
            self.stall = Some(Stall {
                len,
                at: 0,
                first: true,
                left: length.max(self.overlap),
            });
        }
    }

    /// There is more: the way out begins.
    fn end(&mut self) {
        self.due = false;
        if let Some(stall) = &mut self.stall {
            stall.left = stall.left.min(self.overlap);
        }
    }

    fn exponential(&mut self) -> f32 {
        -uniform(&mut self.source).ln()
    }
}

impl Stall {
    /// Plays the loop into `part`, which is `back` frames before the end of `recent`, holds the
    /// sound, and ends neither beyond the bit nor beyond the stall.
    fn play(
        &mut self,
        recent: &History,
        back: usize,
        bit: &mut [Vec<f32>; 2],
        overlap: usize,
        part: &mut StereoBlock,
    ) {
        let frames = part.frames();
        for (channel, side) in part.channels().into_iter().enumerate() {
            let bit = &mut bit[channel][self.at..self.at + frames];
            if self.first {
                recent.read(channel, self.len + back, bit);
                for (n, sample) in bit.iter_mut().enumerate() {
                    // What went on after the bit fades into its beginning: here, and wherever the
                    // loop begins again.
                    if self.at + n < overlap {
                        let share = smooth((self.at + n + 1) as f32 / (overlap + 1) as f32);
                        *sample = side[n] + share * (*sample - side[n]);
                    }
                }
            }
            for (n, (sample, heard)) in side.iter_mut().zip(bit).enumerate() {
                let left = self.left - n - 1;
                let share = 1.0 - left as f32 / overlap as f32;
                *sample = *heard + smooth(share.max(0.0)) * (*sample - *heard);
            }
        }
        self.left -= frames;
        self.at += frames;
        if self.at == self.len {
            self.at = 0;
            self.first = false;
        }
    }
}

fn source(seed: u64) -> WhiteNoise {
    WhiteNoise::new(seed ^ 0x57A1_0004)
}
