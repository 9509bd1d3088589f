//! Noise reduction of the cassette: what is done before the tape and undone after it.
//!
//! Models: the sliding band (B-type, 10 dB of treble) and the 2:1 compander (more than 30 dB, over
//! the whole range). The two ways are chosen apart: a tape that was encoded and is played without
//! decoding, or the other way round, is heard as it was. Both ways of a system work from the same
//! sound at the same ticks, so that decoding undoes encoding to the last bits of a float.
//! Latency: none. Tail: none of its own.

mod clock;
mod compander;
mod sliding_band;

use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{Spec, StereoBlock};
use clock::{Clock, TICK};
use compander::Compander;
use sliding_band::SlidingBand;

/// How long a system that is switched to listens before it is heard: the sensors' time constants
/// twice over.
const RUN_IN_MS: f64 = 60.0;
/// How long the change itself takes.
const FADE_MS: f64 = 30.0;

/// Which noise reduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum System {
    /// None: the sound passes untouched.
    #[default]
    Off,
    /// A treble band that slides up before loud sounds.
    SlidingBand,
    /// 2:1 over the whole range, in dB.
    Compander,
}

/// Which side of the tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Before it.
    Encode,
    /// After it.
    Decode,
}

/// One way of either system, for both channels.
#[derive(Debug, Clone)]
pub struct NoiseReduction {
    clock: Clock,
    sliding_band: SlidingBand,
    compander: Compander,
    current: System,
    wanted: System,
    /// The system on its way, and the frames that it still listens before it is heard.
    next: Option<(System, usize)>,
    fade: Ramp,
    run_in: usize,
    fresh: bool,
}

impl NoiseReduction {
    /// Off.
    pub fn new(spec: Spec, way: Way) -> Self {
        Self {
            clock: Clock::default(),
            sliding_band: SlidingBand::new(spec, way),
            compander: Compander::new(spec, way),
            current: System::Off,
            wanted: System::Off,
            next: None,
            fade: Ramp::new(0.0, spec.frames(FADE_MS)),
            run_in: spec.frames(RUN_IN_MS),
            fresh: true,
        }
    }

    /// For a decoder that hears each sound `frames` after the encoder did: it then works at the
    /// same ticks of the sound, and undoes steps as exactly as all else.
    pub fn behind(mut self, frames: usize) -> Self {
        self.clock = Clock::behind(frames);
        self
    }

    /// After a long silence; the next system is taken at once.
    pub fn reset(&mut self) {
        self.clock.restart();
        self.next = None;
        self.fresh = true;
        self.wanted = System::Off;
        self.take(System::Off);
    }

    /// Changes to `system`: at once after a reset, else by a crossfade, before which the new
    /// system listens for a while so that it comes in at its level.
    pub fn set(&mut self, system: System) {
        self.wanted = system;
        if self.fresh {
            self.fresh = false;
            self.take(system);
        }
    }

    /// Works on a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if self.current == System::Off && self.wanted == System::Off && self.next.is_none() {
            self.clock.skip(frames);
            return;
        }
        let mut done = 0;
        while done < frames {
            if self.next.is_none() && self.wanted == self.current {
                let rest = &mut block.part(done, frames - done);
                self.run(self.current, rest);
                self.clock.skip(frames - done);
                return;
            }
            let (offset, len) = { self.clock }.next(frames - done);
            if offset == 0 {
                self.step();
            }
            self.change(&mut block.part(done, len));
            self.clock.skip(len);
            done += len;
        }
    }

    /// Stands at `system`, in the state of silence.
    fn take(&mut self, system: System) {
        self.current = system;
        self.sliding_band.reset();
        self.compander.reset();
    }

    /// At a tick: a change that has ended makes way for the one that is wanted.
    fn step(&mut self) {
        if let Some((system, listens)) = self.next {
            if listens > 0 && system != self.wanted {
                // Not heard yet: nothing to undo.
                self.next = None;
            } else if listens == 0 && self.fade.settled() {
                self.current = system;
                self.next = None;
            }
        }
        if self.next.is_none() && self.wanted != self.current {
            let listens = match self.wanted {
                System::Off => 0,
                System::SlidingBand => {
                    self.sliding_band.reset();
                    self.run_in
                }
                System::Compander => {
                    self.compander.reset();
                    self.run_in
                }
            };
            self.next = Some((self.wanted, listens));
            self.fade.snap(0.0);
            self.fade.set(1.0);
        }
    }

    /// Frames inside one tick, while one system gives way to another.
    fn change(&mut self, block: &mut StereoBlock) {
        let Some((system, listens)) = self.next else {
            return self.run(self.current, block);
        };
        let frames = block.frames();
        let mut new = [[0.0; TICK]; 2];
        let [left, right] = &mut new;
        let (left, right) = (&mut left[..frames], &mut right[..frames]);
        left.copy_from_slice(block.left);
        right.copy_from_slice(block.right);
        self.run(system, &mut StereoBlock::new(left, right));
        self.run(self.current, block);
        self.next = Some((system, listens.saturating_sub(frames)));
        for i in listens.min(frames)..frames {
            let weight = self.fade.next_value();
            block.left[i] += weight * (left[i] - block.left[i]);
            block.right[i] += weight * (right[i] - block.right[i]);
        }
    }

    fn run(&mut self, system: System, block: &mut StereoBlock) {
        match system {
            System::Off => {}
            System::SlidingBand => self.sliding_band.process(block, self.clock),
            System::Compander => self.compander.process(block, self.clock),
        }
    }
}

/// What a steady sine of `frequency_hz` and of `level_db` re 0 VU at the input of one way of a
/// system is raised by, in dB.
pub fn static_gain_db(system: System, way: Way, frequency_hz: f64, level_db: f64) -> f64 {
    let encode = |level_db: f64| match system {
        System::Off => 0.0,
        System::SlidingBand => sliding_band::encode_gain_db(frequency_hz, level_db),
        System::Compander => compander::encode_gain_db(frequency_hz, level_db),
    };
    match way {
        Way::Encode => encode(level_db),
        Way::Decode => {
            // The sound that is encoded to `level_db`; louder sounds are, so there is one.
            let (mut least, mut most) = (level_db - 100.0, level_db + 100.0);
            for _ in 0..60 {
                let sound = 0.5 * (least + most);
                if sound + encode(sound) < level_db {
                    least = sound;
                } else {
                    most = sound;
                }
            }
            least - level_db
        }
    }
}

#[cfg(test)]
mod tests;
