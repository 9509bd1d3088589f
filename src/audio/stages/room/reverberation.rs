//! What a response makes of the sound, and how another response, or none, takes its place.
//!
//! The room's own response is made in steps, one for every [`STEP`] frames, whatever the blocks: a
//! move of the microphone sounds at the same frame however often it is rendered. Whatever is played a
//! tenth of a second after it sounds in the new room alone, in the largest and hardest one too; what was
//! played before dies away in the old one.

use super::Acoustics;
use super::direct::Direct;
use super::response::{self, Maker};
use crate::audio::dsp::convolver::Convolver;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};

/// Frames between two steps of making a response.
const STEP: usize = MAX_BLOCK;
/// How long it takes the room to be heard, or not to be.
const FADE_MS: f64 = 30.0;
/// How long a response takes to the place of another.
pub const MOVE_MS: f64 = 15.0;

/// What holds a convolver.
pub trait Convolves {
    /// The convolver.
    fn convolver(&mut self) -> &mut Convolver;
}

impl Convolves for Box<Convolver> {
    fn convolver(&mut self) -> &mut Convolver {
        self
    }
}

/// A convolver that is faded in and out. Its input begins softly, so that the response does not
/// ring from an edge.
pub struct Engine<C> {
    convolver: C,
    input: Ramp,
    share: Ramp,
}

impl<C: Convolves> Engine<C> {
    /// Not heard yet.
    pub fn new(convolver: C, spec: Spec) -> Self {
        let ramp = Ramp::new(0.0, spec.frames(FADE_MS));
        let mut engine = Self {
            convolver,
            input: ramp.clone(),
            share: ramp,
        };
        engine.silence();
        engine
    }

    /// What holds the convolver.
    pub fn holder(&self) -> &C {
        &self.convolver
    }

    /// What holds the convolver again.
    pub fn into_holder(self) -> C {
        self.convolver
    }

    /// Whether anything of it is heard, or is about to be.
    pub fn is_heard(&self) -> bool {
        self.share.target() > 0.0 || !self.share.settled()
    }

    /// Frames until it is no longer heard, at most which [`Self::process`] is handed.
    pub fn next_step(&self) -> usize {
        if self.share.settled() {
            MAX_BLOCK
        } else {
            self.share.remaining()
        }
    }

    /// Neither heard nor holding anything.
    pub fn silence(&mut self) {
        self.convolver.convolver().reset();
        self.input.snap(0.0);
        self.share.snap(0.0);
    }

    /// Heard at once, as from the beginning.
    pub fn snap(&mut self) {
        self.convolver.convolver().reset();
        self.input.snap(1.0);
        self.share.snap(1.0);
    }

    /// Whether it is heard from now on.
    pub fn set_heard(&mut self, heard: bool) {
        if heard && !self.is_heard() {
            self.silence();
            self.input.set(1.0);
        }
        self.share.set(if heard { 1.0 } else { 0.0 });
    }

    /// Adds what it makes of the block to `output`.
    pub fn process(&mut self, input: [&[f32]; 2], output: &mut [[f32; MAX_BLOCK]; 2]) {
        if !self.is_heard() {
            return;
        }
        let frames = input[0].len();
        let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
        let (left, right) = (&mut left[..frames], &mut right[..frames]);
        left.copy_from_slice(input[0]);
        right.copy_from_slice(input[1]);
        if !self.input.settled() {
            for (left, right) in left.iter_mut().zip(right.iter_mut()) {
                let gain = self.input.next_value();
                *left *= gain;
                *right *= gain;
            }
        }
        let mut block = StereoBlock::new(left, right);
        self.convolver.convolver().process(&mut block);
        let [out_left, out_right] = output;
        let out = out_left.iter_mut().zip(out_right);
        for ((out_left, out_right), (left, right)) in out.zip(block.left.iter().zip(&*block.right))
        {
            let share = self.share.next_value();
            *out_left += share * left;
            *out_right += share * right;
        }
    }
}

/// What was made of a room.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Made {
    acoustics: Acoustics,
    direct: response::Direct,
    frames: usize,
}

/// What is being done to the room's response.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Work {
    /// Nothing: it is as it was chosen.
    None,
    /// It is made from this.
    Make(Acoustics),
    /// What was made goes into the convolver.
    Write(Made),
}

/// The room's own response, at work and in the making.
pub struct Reverberation {
    maker: Maker,
    engine: Engine<Box<Convolver>>,
    direct: Direct,
    /// What is in the convolver; nothing before the first.
    made: Option<Made>,
    work: Work,
    /// Frames until the next step.
    until_step: usize,
}

impl Reverberation {
    /// Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn prepare(spec: Spec) -> Self {
        let convolver = Convolver::prepare(Maker::max_frames(spec), spec.frames(MOVE_MS));
        Self {
            maker: Maker::prepare(spec),
            engine: Engine::new(Box::new(convolver), spec),
            direct: Direct::prepare(spec),
            made: None,
            work: Work::None,
            until_step: STEP,
        }
    }

    /// Silences it. What is in the convolver stays: it need not be made again.
    pub fn reset(&mut self) {
        self.work = Work::None;
        self.engine.silence();
        self.direct.reset();
        self.until_step = STEP;
    }

    /// Whether the room is as it was chosen.
    pub fn is_made(&self, acoustics: &Acoustics) -> bool {
        self.made.is_some_and(|made| made.acoustics == *acoustics)
    }

    /// Makes all of it at once, if it is not made yet, and is heard from the beginning.
    pub fn begin(&mut self, acoustics: &Acoustics) {
        if !self.is_made(acoustics) {
            self.maker.start(acoustics);
            while !self.maker.step() {}
            let made = self.finished(*acoustics);
            self.engine.convolver.restart_writing();
            while !self.write() {}
            self.engine.convolver.snap();
            self.install(made);
        } else if let Some(made) = self.made {
            self.install(made);
        }
        self.engine.snap();
    }

    /// Begins in the middle of the sound: what comes in must not begin with an edge.
    pub fn wake(&mut self) {
        self.direct.mute();
        if let Some(made) = self.made {
            self.install(made);
        }
    }

    /// Whether it is heard from now on; it should be made by then.
    pub fn set_heard(&mut self, heard: bool) {
        self.engine.set_heard(heard);
    }

    /// Whether anything of it is heard.
    pub fn is_heard(&self) -> bool {
        self.engine.is_heard()
    }

    /// How much of the direct sound is heard, 0 to 1.
    pub fn set_direct(&mut self, level: f32) {
        self.direct.set_level(level);
    }

    /// How many frames the response has.
    pub fn frames(&self) -> usize {
        self.made.map_or(0, |made| made.frames)
    }

    /// Frames until the next step of making or of a fade, at most which [`Self::advance`] is handed.
    pub fn next_step(&self) -> usize {
        self.until_step.min(self.engine.next_step())
    }

    /// Lets `frames` pass on the way to what was chosen, if the room is wanted at all.
    pub fn advance(&mut self, frames: usize, acoustics: Option<&Acoustics>) {
        self.until_step -= frames;
        if self.until_step == 0 {
            self.until_step = STEP;
            if let Some(acoustics) = acoustics {
                self.step(acoustics);
            }
        }
    }

    fn finished(&self, acoustics: Acoustics) -> Made {
        Made {
            acoustics,
            direct: self.maker.direct(),
            frames: self.maker.paths()[0].len(),
        }
    }

    /// One step of it; whether it was the last.
    fn write(&mut self) -> bool {
        let (paths, gain) = (self.maker.paths(), self.maker.gain());
        self.engine.convolver.write_step(paths, gain)
    }

    fn install(&mut self, made: Made) {
        self.direct.set_paths(&made.direct);
        self.made = Some(made);
    }

    fn step(&mut self, acoustics: &Acoustics) {
        if self.work == Work::None && !self.is_made(acoustics) && self.engine.convolver.is_free() {
            self.maker.start(acoustics);
            self.work = Work::Make(*acoustics);
        }
        match self.work {
            Work::None => {}
            Work::Make(acoustics) => {
                if self.maker.step() {
                    self.engine.convolver.restart_writing();
                    self.work = Work::Write(self.finished(acoustics));
                }
            }
            Work::Write(made) => {
                if self.write() {
                    self.work = Work::None;
                    if self.engine.is_heard() {
                        self.engine.convolver.change();
                    } else {
                        self.engine.convolver.snap();
                    }
                    self.install(made);
                }
            }
        }
    }

    /// Adds to `output` what the room makes of `input`, and of what `send` brings into it beside.
    pub fn process(
        &mut self,
        input: &StereoBlock,
        send: &[[f32; MAX_BLOCK]; 2],
        output: &mut [[f32; MAX_BLOCK]; 2],
    ) {
        self.direct.process(input, output);
        let sum = sum(input, send);
        let frames = input.frames();
        self.engine
            .process([&sum[0][..frames], &sum[1][..frames]], output);
    }
}

/// The music and what else goes into the room.
pub fn sum(input: &StereoBlock, send: &[[f32; MAX_BLOCK]; 2]) -> [[f32; MAX_BLOCK]; 2] {
    let mut sum = *send;
    for (sum, channel) in sum.iter_mut().zip([&*input.left, &*input.right]) {
        for (sum, sample) in sum.iter_mut().zip(channel) {
            *sum += sample;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::surfaces::{Ceiling, Floor, Walls};
    use super::super::{Dimensions, ListenFrom};
    use super::*;

    /// A room of tiles and concrete, changed from another.
    fn hard(size: [f32; 3], decay: f32, pre_delay_ms: f32) -> Acoustics {
        let mut acoustics = Acoustics::default();
        let [length_m, width_m, height_m] = size;
        acoustics.geometry.dimensions = Dimensions {
            length_m,
            width_m,
            height_m,
        };
        let furnishing = &mut acoustics.furnishing;
        furnishing.floor = Floor::Tiles;
        furnishing.walls = Walls::Concrete;
        furnishing.ceiling = Ceiling::Concrete;
        (acoustics.decay, acoustics.pre_delay_ms) = (decay, pre_delay_ms);
        acoustics
    }

    #[test]
    fn a_changed_room_sounds_within_a_tenth_of_a_second() {
        let mut outside = hard([15.0, 12.0, 6.0], 4.0, 250.0);
        outside.listen_from = ListenFrom::Corridor;
        let rooms = [
            ("bedroom", Acoustics::default()),
            ("loft", hard([9.0, 6.5, 4.2], 2.0, 80.0)),
            ("largest", hard([15.0, 12.0, 6.0], 4.0, 250.0)),
            ("largest, dry", hard([15.0, 12.0, 6.0], 4.0, 0.0)),
            ("most images", hard([4.6, 4.2, 2.6], 4.0, 0.0)),
            ("tunnel", hard([15.0, 1.5, 1.8], 4.0, 0.0)),
            ("smallest", hard([1.5, 1.5, 1.8], 4.0, 0.0)),
            ("corridor", outside),
        ];
        for sample_rate in [44_100.0, 48_000.0, 88_200.0, 96_000.0] {
            let spec = Spec { sample_rate };
            let mut reverberation = Reverberation::prepare(spec);
            // The longest leaves the most to wipe.
            reverberation.begin(&hard([4.6, 4.2, 2.7], 4.0, 0.0));
            for (name, acoustics) in &rooms {
                // A step has just been taken; the fade begins with the convolver's next tick.
                let mut frames = STEP + spec.frames(MOVE_MS);
                while !reverberation.is_made(acoustics) {
                    reverberation.advance(STEP, Some(acoustics));
                    frames += STEP;
                }
                let ms = 1e3 * frames as f64 / sample_rate;
                println!(
                    "{sample_rate} Hz, {name}: {ms:.1} ms, {} frames",
                    reverberation.frames()
                );
                assert!(ms <= 100.0, "{sample_rate} Hz, {name}: {ms} ms");
                reverberation.engine.convolver.reset();
            }
        }
    }
}
