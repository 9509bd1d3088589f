//! One generation: sent, and taken down again. A change of codec is a crossfade.

use super::lane::{Lane, Shared};
use super::model::Trip;
use crate::audio::dsp::changeover::Changeover;
use crate::audio::stage::{Spec, StereoBlock};

/// How long a change of codec is crossfaded.
const CHANGE_MS: f64 = 20.0;

/// Two lanes, of which one is heard.
pub struct Generation {
    lanes: [Lane; 2],
    changeover: Changeover,
    wanted: Option<Trip>,
    frames: usize,
}

impl Generation {
    /// Generation number `index`. Allocates.
    pub fn new(spec: Spec, shared: &Shared, index: usize, frames: usize) -> Self {
        let lane = || Lane::new(shared, index, frames);
        Self {
            lanes: [lane(), lane()],
            changeover: Changeover::new(spec.frames(CHANGE_MS)),
            wanted: None,
            frames,
        }
    }

    /// The next trip is begun at once.
    pub fn reset(&mut self) {
        self.changeover.reset();
        self.wanted = None;
    }

    /// Asks for a trip: begun at once after a reset, moved to where it fits, else faded to.
    pub fn set(&mut self, trip: &Trip) {
        if self.wanted.is_none() {
            self.lanes[self.changeover.active()].start(trip);
        } else if self.heading().fits(trip) {
            let lane = &mut self.lanes[self.changeover.heading()];
            if lane.trip() != trip {
                lane.set(trip);
            }
        }
        self.wanted = Some(*trip);
    }

    /// The trip that is heard, or faded to.
    pub fn heading(&self) -> &Lane {
        &self.lanes[self.changeover.heading()]
    }

    /// Whether the sound is on its way from one codec to another.
    pub fn is_changing(&self) -> bool {
        self.changeover.is_changing()
    }

    fn start_change(&mut self, trip: &Trip) {
        self.lanes[self.changeover.other()].start(trip);
        // As long again as it takes: it begins in the middle of the sound, and what its coder makes
        // of that edge must have passed.
        self.changeover.start(2 * self.frames);
    }

    /// Sends a block and takes down what was sent before.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            if let Some(wanted) = self.wanted
                && !self.changeover.is_changing()
                && !self.heading().fits(&wanted)
            {
                self.start_change(&wanted);
            }
            let len = self.changeover.next_step().min(frames - done);
            let part = &mut block.part(done, len);
            self.changeover
                .process(&mut self.lanes, part, Lane::process);
            done += len;
        }
    }
}
