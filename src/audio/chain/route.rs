//! The chain itself: one line per stage, one sum for the latency.

use super::slot::{self, Slot};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, Stage, StereoBlock, Tail};
use crate::audio::stages::tape::{self, Tape};

/// How long a gain takes to its new value.
const RAMP_MS: f64 = 20.0;

/// What was chosen for the chain. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// Gain before the first stage.
    pub input_db: f32,
    /// The cassette.
    pub tape: slot::Settings<tape::Settings>,
    /// Gain after the last stage.
    pub output_db: f32,
}

/// Input gain, stages, output gain.
pub struct Chain {
    input: Ramp,
    tape: Slot<Tape>,
    output: Ramp,
}

impl Stage for Chain {
    type Settings = Settings;

    fn prepare(spec: Spec) -> Self {
        let gain = Ramp::new(1.0, spec.frames(RAMP_MS));
        Self {
            input: gain.clone(),
            tape: Slot::prepare(spec),
            output: gain,
        }
    }

    fn reset(&mut self) {
        self.input.reset();
        self.tape.reset();
        self.output.reset();
    }

    fn set(&mut self, settings: &Settings) {
        self.input
            .set(db_to_gain(f64::from(settings.input_db)) as f32);
        self.tape.set(&settings.tape);
        self.output
            .set(db_to_gain(f64::from(settings.output_db)) as f32);
    }

    fn process(&mut self, block: &mut StereoBlock) {
        apply(&mut self.input, block);
        self.tape.process(block);
        apply(&mut self.output, block);
    }

    fn latency(&self) -> usize {
        self.tape.latency()
    }

    fn max_latency(&self) -> usize {
        self.tape.max_latency()
    }

    fn tail(&self) -> Tail {
        self.tape.tail()
    }

    fn warm_up(&self) -> usize {
        self.tape.warm_up()
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
