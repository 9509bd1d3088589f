//! The chain itself: one line per stage, one sum for the latency, and the loop around them.

use super::again::{self, Again};
use super::slot::{self, Slot};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, Stage, StereoBlock, Tail, Timeline};
use crate::audio::stages::listener::{self, Listener};
use crate::audio::stages::room::{self, Room};
use crate::audio::stages::tape::{self, Tape};
use crate::audio::stages::upload::{self, Upload};

/// How long a gain takes to its new value.
const RAMP_MS: f64 = 20.0;

/// What was chosen for the chain. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Gain before the first stage.
    pub input_db: f32,
    /// The room.
    pub room: slot::Settings<room::Settings>,
    /// The cassette.
    pub tape: slot::Settings<tape::Settings>,
    /// The trip through the network.
    pub upload: slot::Settings<upload::Settings>,
    /// What it is heard on.
    pub listener: slot::Settings<listener::Settings>,
    /// What goes back to the first stage.
    pub again: again::Settings,
    /// Gain after the last stage.
    pub output_db: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            input_db: 0.0,
            room: switched_off(),
            tape: slot::Settings::default(),
            upload: switched_off(),
            listener: switched_off(),
            again: again::Settings::default(),
            output_db: 0.0,
        }
    }
}

/// A stage that is there to be switched on.
fn switched_off<S: Default>() -> slot::Settings<S> {
    slot::Settings {
        on: false,
        ..slot::Settings::default()
    }
}

/// Input gain, stages in a loop, output gain.
pub struct Chain {
    input: Ramp,
    room: Slot<Room>,
    tape: Slot<Tape>,
    upload: Slot<Upload>,
    listener: Slot<Listener>,
    again: Again,
    output: Ramp,
}

impl Chain {
    /// The room, while it is switched in.
    pub fn room(&self) -> Option<&Room> {
        self.room.running()
    }

    /// The room, switched in or not: it is given the user's own responses.
    pub fn room_mut(&mut self) -> &mut Room {
        self.room.stage_mut()
    }

    /// The upload, while it is switched in.
    pub fn upload(&self) -> Option<&Upload> {
        self.upload.running()
    }

    /// The playback device, while it is switched in.
    pub fn listener(&self) -> Option<&Listener> {
        self.listener.running()
    }

    /// The loop from the last stage to the first.
    pub fn again(&self) -> &Again {
        &self.again
    }
}

impl Stage for Chain {
    type Settings = Settings;

    fn prepare(spec: Spec) -> Self {
        let gain = Ramp::new(1.0, spec.frames(RAMP_MS));
        let mut chain = Self {
            input: gain.clone(),
            room: Slot::prepare(spec),
            tape: Slot::prepare(spec),
            upload: Slot::prepare(spec),
            listener: Slot::prepare(spec),
            again: Again::new(spec),
            output: gain,
        };
        chain.again.make_room(chain.max_latency());
        chain
    }

    fn reset(&mut self) {
        self.input.reset();
        self.room.reset();
        self.tape.reset();
        self.upload.reset();
        self.listener.reset();
        self.again.reset();
        self.output.reset();
    }

    fn set(&mut self, settings: &Settings) {
        self.input
            .set(db_to_gain(f64::from(settings.input_db)) as f32);
        self.room.set(&settings.room);
        self.tape.set(&settings.tape);
        self.upload.set(&settings.upload);
        self.listener.set(&settings.listener);
        self.again.set(&settings.again, self.latency());
        self.output
            .set(db_to_gain(f64::from(settings.output_db)) as f32);
    }

    fn locate(&mut self, timeline: &Timeline) {
        self.room.locate(timeline);
        self.tape.locate(timeline);
        self.upload.locate(timeline);
        self.listener.locate(timeline);
        self.again.locate(timeline);
    }

    fn process(&mut self, block: &mut StereoBlock) {
        apply(&mut self.input, block);
        self.again.feed(block);
        self.room.process(block);
        self.tape.process(block);
        self.upload.process(block);
        self.listener.process(block);
        self.again.listen(block);
        apply(&mut self.output, block);
    }

    fn latency(&self) -> usize {
        self.room.latency() + self.tape.latency() + self.upload.latency() + self.listener.latency()
    }

    fn max_latency(&self) -> usize {
        self.room.max_latency()
            + self.tape.max_latency()
            + self.upload.max_latency()
            + self.listener.max_latency()
    }

    fn tail(&self) -> Tail {
        let tail = self.room.tail().then(self.tape.tail());
        let tail = tail.then(self.upload.tail());
        let tail = tail.then(self.listener.tail());
        self.again.tail().then(tail)
    }

    fn warm_up(&self) -> usize {
        self.room.warm_up() + self.tape.warm_up() + self.upload.warm_up() + self.listener.warm_up()
    }
}

/// Multiplies both channels by a gain on its way.
fn apply(gain: &mut Ramp, block: &mut StereoBlock) {
    if gain.settled() && gain.target() == 1.0 {
        return;
    }
    for (left, right) in block.left.iter_mut().zip(block.right.iter_mut()) {
        let gain = gain.next_value();
        *left *= gain;
        *right *= gain;
    }
}
