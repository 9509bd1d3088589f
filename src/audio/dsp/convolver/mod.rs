//! Convolution of two channels with a room's four responses (each source to each microphone), without
//! latency, and from one set of responses to another without a click.
//!
//! - [`layout`]: how a response is cut, and when which part is worked on
//! - [`head`]: the first taps, directly; [`level`]: the others by spectra ([`spectrum`]), in
//!   partitions that grow with the distance
//! - [`input`]: the past that the levels look back at
//! - [`turn`]: the fade from one response to the other
//!
//! All work is done at ticks counted from the last reset, so that blocks may be cut anywhere.
//!
//! Not modelled: responses that move from frame to frame; a change is a fade between two that stand.
//!
//! W. G. Gardner, "Efficient convolution without input-output delay", JAES 43(3), 1995; F. Wefers,
//! "Partitioned convolution algorithms for real-time auralization", RWTH Aachen, 2015.

mod head;
mod input;
mod layout;
mod level;
mod spectrum;
mod turn;

#[cfg(test)]
mod tests;

use crate::audio::stage::StereoBlock;
use head::Head;
use input::Input;
use layout::TICK;
use level::Level;

/// Taps that one step of writing transforms, to the nearest partition: eight of the longest partitions
/// of a level that is always there, two of the longest there are, or as many shorter ones.
const STEP_FRAMES: isize = 32_768;

/// Where the writing of a response stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    Head,
    Level {
        level: usize,
        partition: usize,
        path: usize,
    },
    Whole,
}

/// Convolves with one response of four paths, while another is written and faded to.
pub struct Convolver {
    head: Head,
    levels: Vec<Level>,
    input: Input,
    fade_frames: usize,
    /// The response that is heard, or will be after the change under way. The other is written.
    heading: usize,
    cursor: Cursor,
    /// Taps that a step of writing has left to the next, or has taken from it.
    left: isize,
    /// Ticks that have begun since the last reset.
    ticks: u64,
    /// Frames that have come in since the last of them, [`TICK`] if the next is due.
    position: usize,
    /// What the levels make heard in this tick.
    tail: [[f32; TICK]; 2],
}

impl Convolver {
    /// For responses of at most `max_frames`; a change fades over `fade_frames`. Silent until a
    /// response was written and taken. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn prepare(max_frames: usize, fade_frames: usize) -> Self {
        let levels: Vec<Level> = layout::levels(max_frames).map(Level::new).collect();
        let longest = levels.last().map_or(TICK, |last| last.shape().partition);
        Self {
            head: Head::new(),
            levels,
            input: Input::new(longest),
            fade_frames,
            heading: 0,
            cursor: Cursor::Head,
            left: 0,
            ticks: 0,
            position: TICK,
            tail: [[0.0; TICK]; 2],
        }
    }

    /// Forgets what came in. A change that is under way is over at once; what was written stays.
    pub fn reset(&mut self) {
        self.head.reset(self.heading);
        for level in &mut self.levels {
            level.reset(self.heading);
        }
        self.input.reset();
        self.ticks = 0;
        self.position = TICK;
    }

    /// Whether a response may be written and taken: no change is under way.
    pub fn is_free(&self) -> bool {
        !(self.head.is_turning() || self.levels.iter().any(Level::is_turning))
    }

    /// The next [`Self::write_step`] begins a response anew.
    pub fn restart_writing(&mut self) {
        self.cursor = Cursor::Head;
        self.left = 0;
    }

    /// Writes the next part of the response to come; true when it is whole.
    ///
    /// The `paths` are left to left, left to right, right to left and right to right, source to
    /// microphone, the same in every step; one that is shorter than the longest has zeros behind.
    /// Frames beyond those prepared for are left out; the others are written `gain` times as loud. A
    /// step is two transforms of the longest partition, or eight of the second longest.
    /// Nothing is written while a change is under way.
    pub fn write_step(&mut self, paths: [&[f32]; 4], gain: f32) -> bool {
        if !self.is_free() {
            return false;
        }
        let response = 1 - self.heading;
        let longest = paths.iter().map(|path| path.len()).max().unwrap_or(0);
        self.left += STEP_FRAMES;
        loop {
            match self.cursor {
                Cursor::Head => {
                    self.head.write(response, paths, gain);
                    self.cursor = self.level_to_write(0, response, longest);
                }
                Cursor::Level {
                    level,
                    partition,
                    path,
                } => {
                    let into = &mut self.levels[level];
                    let size = into.shape().partition;
                    if 2 * self.left < size as isize {
                        return false;
                    }
                    into.write(response, partition, path, paths[path], gain);
                    self.left -= size as isize;
                    let last = into.shape().partitions(longest) - 1;
                    self.cursor = match (partition, path) {
                        (partition, 3) if partition == last => {
                            self.level_to_write(level + 1, response, longest)
                        }
                        (partition, 3) => Cursor::Level {
                            level,
                            partition: partition + 1,
                            path: 0,
                        },
                        (partition, path) => Cursor::Level {
                            level,
                            partition,
                            path: path + 1,
                        },
                    };
                }
                Cursor::Whole => return true,
            }
        }
    }

    /// Fades over to the response that was written. Each part begins as soon as it can: the head and
    /// the first level with the next tick, the longest partitions within two periods of theirs. Does
    /// nothing unless a response is whole.
    pub fn change(&mut self) {
        if self.take() {
            self.head.start_turn();
            for level in &mut self.levels {
                level.start_turn(self.heading);
            }
        }
    }

    /// The response that was written is heard at once: after [`Self::reset`], before the first
    /// block. Does nothing unless a response is whole.
    pub fn snap(&mut self) {
        if self.take() {
            self.head.snap(self.heading);
            for level in &mut self.levels {
                level.snap(self.heading);
            }
        }
    }

    /// Replaces the block by what the room makes of it.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let mut done = 0;
        while done < block.frames() {
            if self.position == TICK {
                self.tick();
            }
            let frames = (block.frames() - done).min(TICK - self.position);
            let mut part = block.part(done, frames);
            (self.head).process(self.position, part.channels(), self.fade_frames);
            for (channel, tail) in part.channels().into_iter().zip(&self.tail) {
                for (sample, &tail) in channel.iter_mut().zip(&tail[self.position..]) {
                    *sample += tail;
                }
            }
            self.position += frames;
            done += frames;
        }
    }

    /// The first level from `level` on of which a response of `longest` frames needs anything. Those
    /// before it are told how little they need.
    fn level_to_write(&mut self, level: usize, response: usize, longest: usize) -> Cursor {
        for (n, into) in self.levels.iter_mut().enumerate().skip(level) {
            let partitions = into.shape().partitions(longest);
            into.set_used(response, partitions);
            if partitions > 0 {
                return Cursor::Level {
                    level: n,
                    partition: 0,
                    path: 0,
                };
            }
        }
        Cursor::Whole
    }

    /// Turns to the response that was written, if it is whole.
    fn take(&mut self) -> bool {
        let whole = self.cursor == Cursor::Whole && self.is_free();
        if whole {
            self.heading = 1 - self.heading;
            self.restart_writing();
        }
        whole
    }

    /// A tick begins.
    fn tick(&mut self) {
        let frame = self.ticks * TICK as u64;
        if self.ticks > 0 {
            self.input.take(frame - TICK as u64, self.head.last_tick());
        }
        self.head.begin_tick(frame, self.fade_frames);
        for tail in &mut self.tail {
            tail.fill(0.0);
        }
        for level in &mut self.levels {
            level.work(self.ticks, &self.input, self.fade_frames);
            level.add_to(self.ticks, &mut self.tail);
        }
        self.ticks += 1;
        self.position = 0;
    }
}
