//! Again: the listener's answer. What is heard at the end of the chain goes back to its beginning, so
//! that each repeat has made the whole way once more: a remake of the remake.
//!
//! No stage, but a loop with two ends. [`Again::feed`] adds what comes back before the first stage,
//! [`Again::listen`] takes the sound behind the last one:
//!
//! ```text
//! y ─► filter ─► amount ─► limiter ─┬─► z ─► D frames ─► before the first stage
//!                                   └─ or, frozen, z of a turn ago
//! ```
//!
//! A turn T is what a sound takes to its repeat: the chain's latency L and the delay D = T − L. Where
//! L changes, D makes up for it. D is at least a block, so that what is fed has been heard. Changes of
//! D fade from one reading place to another: a pitch never bends, whatever the tempo does.
//!
//! The amount acts where the sound is written: what is heard while it is up comes back. Behind it the
//! limiter holds what comes back below full scale, whatever gain the chain has.
//!
//! Ping-pong: a mono sound stands on both sides, and so would each repeat of it, however the sides
//! were crossed. The left side alone makes its turns, and the right is sent the same half a turn
//! later: left at T, right at 1.5 T, left at 2 T. The price is that what stands at the right alone is
//! not repeated. No linear loop around both sides can do better: a sound in the middle is one at the
//! left and one at the right, so if the middle and the left are to be answered by exactly the same
//! sequence, the right is answered by none.
//!
//! Latency: none; that of the chain is what it is without. Tail: for ever while a sound is answered.

mod filter;
mod limiter;
mod ring;
mod timing;

pub use filter::{HIGH_PASS_HZ, LOW_PASS_HZ};
pub use timing::{LONGEST_MS, SHORTEST_MS};

use filter::Filter;
use limiter::Limiter;
use ring::{Pair, Places, Reader, Ring};
use timing::{Length, longest_turn_frames, turn_frames, within};

use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock, Tail, Timeline};

/// How long switching, freezing and the amount take.
const FADE_MS: f64 = 20.0;
/// How long another reading place takes. A tempo that ramps moves it all the time: what is heard then
/// are grains of this length.
const MOVE_MS: f64 = 40.0;
/// The most that comes back.
pub const MAX_AMOUNT: f32 = 1.1;
/// The loudest sound that is believed: +120 dBFS.
const LOUDEST: f32 = 1e6;
/// What is softer than −200 dBFS is nothing: a loop that dies out ends.
const NOTHING: f32 = 1e-10;

/// What was chosen for the loop. The default is off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Whether anything comes back.
    pub on: bool,
    /// How much, 0 to [`MAX_AMOUNT`].
    pub amount: f32,
    /// A turn in quarter notes; nothing for `time_ms`.
    pub note: Option<f32>,
    /// A turn in milliseconds, [`SHORTEST_MS`] to [`LONGEST_MS`].
    pub time_ms: f32,
    /// Below this in Hz each repeat loses 12 dB per octave; at 20 nothing.
    pub high_pass_hz: f32,
    /// Above this in Hz each repeat loses 12 dB per octave; at 20 000 nothing.
    pub low_pass_hz: f32,
    /// Left and right take turns.
    pub ping_pong: bool,
    /// What is in the loop goes round unchanged, and nothing enters.
    pub frozen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            on: false,
            amount: 0.5,
            note: None,
            time_ms: 350.0,
            high_pass_hz: HIGH_PASS_HZ[0],
            low_pass_hz: LOW_PASS_HZ[1],
            ping_pong: false,
            frozen: false,
        }
    }
}

impl Settings {
    fn length(&self) -> Length {
        match self.note {
            Some(quarters) => Length::Note(quarters),
            None => Length::Ms(self.time_ms),
        }
    }

    fn amount(&self) -> f32 {
        within(self.amount, [0.0, MAX_AMOUNT])
    }

    /// Whether anything enters the loop.
    fn records(&self) -> bool {
        self.on && self.amount() > 0.0 && !self.frozen
    }
}

/// The loop.
pub struct Again {
    spec: Spec,
    settings: Settings,
    latency: usize,
    tempo_bpm: f64,
    /// Frames from a sound to its repeat.
    turn: usize,
    ring: Ring,
    reader: Reader,
    filter: Filter,
    limiter: Limiter,
    amount: Ramp,
    /// 0 while the sound is recorded, 1 while the loop is.
    frozen: Ramp,
    /// 0 while off, 1 while on.
    heard: Ramp,
    /// Of the block between `feed` and `listen`, what is written again.
    kept: Pair,
    /// Whether anything is in the loop or may enter it.
    running: bool,
    fresh: bool,
    /// Frames since something was written that was not silent.
    quiet: usize,
}

impl Again {
    /// Off, around a chain that takes no time. Allocates.
    pub fn new(spec: Spec) -> Self {
        let settings = Settings::default();
        let tempo_bpm = Timeline::default().tempo_bpm;
        let turn = turn_frames(settings.length(), tempo_bpm, 0, spec);
        let ramp = |value| Ramp::new(value, spec.frames(FADE_MS));
        Self {
            spec,
            settings,
            latency: 0,
            tempo_bpm,
            turn,
            ring: Ring::new(room(0, spec)),
            reader: Reader::new(Places::new(turn, 0, false), spec.frames(MOVE_MS)),
            filter: Filter::new(spec),
            limiter: Limiter::new(spec),
            amount: ramp(0.0),
            frozen: ramp(0.0),
            heard: ramp(0.0),
            kept: [[0.0; MAX_BLOCK]; 2],
            running: false,
            fresh: true,
            quiet: usize::MAX,
        }
    }

    /// The chain takes at most `max_latency` frames. Before it is used; allocates.
    pub fn make_room(&mut self, max_latency: usize) {
        let room = room(max_latency, self.spec);
        if room > self.ring.len() {
            self.ring = Ring::new(room);
        }
    }

    /// As new: the next settings are taken at once.
    pub fn reset(&mut self) {
        self.fresh = true;
        self.running = false;
        self.tempo_bpm = Timeline::default().tempo_bpm;
        self.clear();
    }

    /// An empty loop at rest.
    fn clear(&mut self) {
        self.ring.forget();
        self.reader.restart();
        self.filter.restart();
        self.limiter.reset();
        self.amount.reset();
        self.frozen.reset();
        self.heard.reset();
        self.quiet = usize::MAX;
    }

    /// Takes new settings, around a chain of `latency` frames.
    pub fn set(&mut self, settings: &Settings, latency: usize) {
        if !self.fresh && *settings == self.settings && latency == self.latency {
            return;
        }
        self.settings = *settings;
        self.latency = latency;
        self.aim();
        if self.fresh {
            self.running = settings.records();
        } else if !self.running && settings.records() {
            self.clear();
            // What enters first must not begin in the middle of a sound.
            self.amount.snap(0.0);
            self.running = true;
        }
        self.fresh = false;
        if self.running {
            self.heard.set(f32::from(u8::from(settings.on)));
            self.frozen.set(f32::from(u8::from(settings.frozen)));
            self.amount.set(settings.amount());
            self.filter.set(settings.high_pass_hz, settings.low_pass_hz);
        }
    }

    /// Hears the song's tempo.
    pub fn locate(&mut self, timeline: &Timeline) {
        if timeline.tempo_bpm != self.tempo_bpm {
            self.tempo_bpm = timeline.tempo_bpm;
            self.aim();
        }
    }

    /// Finds the reading places.
    fn aim(&mut self) {
        let length = self.settings.length();
        self.turn = turn_frames(length, self.tempo_bpm, self.latency, self.spec);
        self.limiter.set_turn(self.turn);
        let ping_pong = self.settings.ping_pong;
        self.reader
            .set(Places::new(self.turn, self.latency, ping_pong));
    }

    /// How long a turn takes, in seconds, on or off.
    pub fn turn_s(&self) -> f32 {
        (self.turn as f64 / self.spec.sample_rate) as f32
    }

    /// Adds what comes back to a block before the first stage.
    pub fn feed(&mut self, block: &mut StereoBlock) {
        if !self.running {
            return;
        }
        let frames = block.frames();
        let mut back = [[0.0; MAX_BLOCK]; 2];
        let keeps = self.keeps();
        let kept = keeps.then_some(&mut self.kept);
        self.reader.read(&self.ring, frames, &mut back, kept);
        if !(self.heard.settled() && self.heard.target() == 1.0) {
            let [left, right] = &mut back;
            for (left, right) in left.iter_mut().zip(right).take(frames) {
                let share = self.heard.next_value();
                *left *= share;
                *right *= share;
            }
        }
        for (side, back) in block.channels().into_iter().zip(&back) {
            for (sample, back) in side.iter_mut().zip(back) {
                // Not even the sign of a zero is changed by silence.
                if *back != 0.0 {
                    *sample += back;
                }
            }
        }
    }

    /// Whether anything is written again.
    fn keeps(&self) -> bool {
        !self.frozen.settled() || self.frozen.target() > 0.0
    }

    /// Takes the same block behind the last stage.
    pub fn listen(&mut self, block: &StereoBlock) {
        if !self.running {
            return;
        }
        let frames = block.frames();
        let mut pair = [[0.0; MAX_BLOCK]; 2];
        let [left, right] = &mut pair;
        believe(block.left, left);
        believe(block.right, right);
        let mut sound = StereoBlock::new(&mut left[..frames], &mut right[..frames]);
        self.filter.process(&mut sound);
        let keeps = self.keeps();
        for n in 0..frames {
            let amount = self.amount.next_value();
            let [left, right] = self
                .limiter
                .limit([amount * pair[0][n], amount * pair[1][n]]);
            let mut live = [left, right].map(|x| if x.abs() < NOTHING { 0.0 } else { x });
            if keeps {
                let share = self.frozen.next_value();
                for (live, kept) in live.iter_mut().zip(&self.kept) {
                    *live = (1.0 - share) * *live + share * kept[n];
                }
            }
            [pair[0][n], pair[1][n]] = live;
            let silent = live == [0.0, 0.0];
            self.quiet = if silent {
                self.quiet.saturating_add(1)
            } else {
                0
            };
        }
        self.ring.write(&pair, frames);
        if self.is_over() {
            self.running = false;
        }
    }

    /// Whether nothing is left in the loop, and nothing enters.
    fn is_over(&self) -> bool {
        let stands = |ramp: &Ramp, at: f32| ramp.settled() && ramp.target() == at;
        let closed = stands(&self.amount, 0.0) || stands(&self.frozen, 1.0);
        stands(&self.heard, 0.0) || (closed && self.left() == 0)
    }

    /// Frames until the last of what is in the loop has come back, if nothing enters.
    fn left(&self) -> usize {
        self.reader.reach().saturating_sub(self.quiet)
    }

    /// How long it still has something to say when the chain has fallen silent.
    pub fn tail(&self) -> Tail {
        if !self.running {
            Tail::Frames(0)
        } else if !self.settings.on {
            Tail::Frames(self.heard.remaining())
        } else if self.settings.frozen {
            match self.left() {
                0 => Tail::Frames(0),
                _ => Tail::Endless,
            }
        } else if self.amount.target() > 0.0 || !self.amount.settled() {
            Tail::Endless
        } else {
            Tail::Frames(self.left())
        }
    }
}

/// Frames that the loop must hold: the right side of a ping-pong is read half a turn further back.
fn room(max_latency: usize, spec: Spec) -> usize {
    longest_turn_frames(max_latency, spec) * 3 / 2 + MAX_BLOCK
}

/// Copies a side; what is no number is silence.
fn believe(from: &[f32], to: &mut [f32]) {
    for (to, &from) in to.iter_mut().zip(from) {
        *to = if from.is_finite() {
            from.clamp(-LOUDEST, LOUDEST)
        } else {
            0.0
        };
    }
}
