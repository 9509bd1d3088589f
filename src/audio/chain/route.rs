//! The chain itself: one line per stage, one sum for the latency, and the loop around them.

use super::again::{self, Again};
use super::key::Key;
use super::slot::{self, Slot};
use super::taps::Around;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, Stage, StereoBlock, Tail, Timeline};
use crate::audio::stages::listener::{self, Listener};
use crate::audio::stages::room::{self, Room};
use crate::audio::stages::studio::{self, Studio, compressor};
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
    /// The desk.
    pub studio: slot::Settings<studio::Settings>,
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
            studio: switched_off(),
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
    sample_rate: f64,
    input: Ramp,
    room: Slot<Room>,
    tape: Slot<Tape>,
    key: Key,
    studio: Slot<Studio>,
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

    /// The tape, while it is switched in.
    pub fn tape(&self) -> Option<&Tape> {
        self.tape.running()
    }

    /// The studio, while it is switched in.
    pub fn studio(&self) -> Option<&Studio> {
        self.studio.running()
    }

    /// Takes what comes in beside the sound for the frames that are processed next, at most
    /// [`MAX_BLOCK`](crate::audio::MAX_BLOCK). The studio's compressor hears it beside the same frames of
    /// the sound.
    pub fn sidechain(&mut self, input: Option<[&[f32]; 2]>) {
        self.key.take(input);
    }

    /// Frames until the sound is at the studio.
    fn latency_before_studio(&self) -> usize {
        self.room.latency() + self.tape.latency()
    }

    /// The upload, while it is switched in.
    pub fn upload(&self) -> Option<&Upload> {
        self.upload.running()
    }

    /// The playback device, while it is switched in.
    pub fn listener(&self) -> Option<&Listener> {
        self.listener.running()
    }

    /// Whether somebody looks at what [`Self::look`] and [`Self::look_around`] tell. The sound is the
    /// same.
    pub fn watch(&mut self, watched: bool) {
        self.tape.stage_mut().watch(watched);
        self.studio.watch(watched);
        self.upload.watch(watched);
    }

    /// What goes into the studio and the upload and comes out of them.
    pub fn look_around(&self, around: &mut Around) {
        self.studio.probe().read(&mut around.studio);
        self.upload.probe().read(&mut around.upload);
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
        let (room, tape) = (Slot::<Room>::prepare(spec), Slot::<Tape>::prepare(spec));
        let mut chain = Self {
            sample_rate: spec.sample_rate,
            input: gain.clone(),
            key: Key::new(room.max_latency() + tape.max_latency()),
            room,
            tape,
            studio: Slot::prepare(spec),
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
        self.key.reset();
        self.studio.reset();
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
        self.studio.set(&settings.studio);
        let compressor = &settings.studio.stage.compressor;
        let keyed = compressor.on && compressor.key == compressor::Key::External;
        self.key
            .set(settings.studio.on && keyed, self.latency_before_studio());
        self.upload.set(&settings.upload);
        self.listener.set(&settings.listener);
        self.again.set(&settings.again, self.latency());
        self.output
            .set(db_to_gain(f64::from(settings.output_db)) as f32);
    }

    fn locate(&mut self, timeline: &Timeline) {
        self.room.locate(timeline);
        self.tape.locate(timeline);
        // What is at the studio now came in that much earlier: its dips are on the beat of the sound.
        let late_s = self.latency_before_studio() as f64 / self.sample_rate;
        let late_beats = late_s * timeline.tempo_bpm / 60.0;
        self.studio.locate(&Timeline {
            beat: timeline.beat.map(|beat| beat - late_beats),
            ..*timeline
        });
        self.upload.locate(timeline);
        self.listener.locate(timeline);
        self.again.locate(timeline);
    }

    fn process(&mut self, block: &mut StereoBlock) {
        apply(&mut self.input, block);
        self.again.feed(block);
        self.room.process(block);
        self.tape.process(block);
        if let Some([left, right]) = self.key.next(block.frames()) {
            let frames = block.frames();
            let key = [&left[..frames], &right[..frames]];
            self.studio.stage_mut().sidechain(Some(key));
        }
        self.studio.process(block);
        self.upload.process(block);
        self.listener.process(block);
        self.again.listen(block);
        apply(&mut self.output, block);
    }

    fn latency(&self) -> usize {
        self.latency_before_studio()
            + self.studio.latency()
            + self.upload.latency()
            + self.listener.latency()
    }

    fn max_latency(&self) -> usize {
        self.room.max_latency()
            + self.tape.max_latency()
            + self.studio.max_latency()
            + self.upload.max_latency()
            + self.listener.max_latency()
    }

    fn tail(&self) -> Tail {
        let tail = self.room.tail().then(self.tape.tail());
        let tail = tail.then(self.studio.tail()).then(self.upload.tail());
        let tail = tail.then(self.listener.tail());
        self.again.tail().then(tail)
    }

    fn warm_up(&self) -> usize {
        self.room.warm_up()
            + self.tape.warm_up()
            + self.studio.warm_up()
            + self.upload.warm_up()
            + self.listener.warm_up()
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
