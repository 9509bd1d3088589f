//! One generation: sent, and taken down again. A change of codec is a crossfade.

use super::lane::{Lane, Shared};
use super::model::Trip;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};

/// How long a change of codec is crossfaded.
const CHANGE_MS: f64 = 20.0;

/// Two lanes, of which one is heard.
pub struct Generation {
    lanes: [Lane; 2],
    /// Which lane is heard, or was before the change under way.
    active: usize,
    wanted: Option<Trip>,
    change: Option<Change>,
    frames: usize,
    fade_frames: usize,
}

/// The other lane runs in, until what it began with is heard no more, then fades in.
struct Change {
    run_in: usize,
    fade: Ramp,
}

impl Generation {
    /// Generation number `index`. Allocates.
    pub fn new(spec: Spec, shared: &Shared, index: usize, frames: usize) -> Self {
        let lane = || Lane::new(shared, index, frames);
        Self {
            lanes: [lane(), lane()],
            active: 0,
            wanted: None,
            change: None,
            frames,
            fade_frames: spec.frames(CHANGE_MS),
        }
    }

    /// The next trip is begun at once.
    pub fn reset(&mut self) {
        self.active = 0;
        self.wanted = None;
        self.change = None;
    }

    /// Asks for a trip: begun at once after a reset, moved to where it fits, else faded to.
    pub fn set(&mut self, trip: &Trip) {
        if self.wanted.is_none() {
            self.lanes[self.active].start(trip);
        } else if self.heading().fits(trip) {
            let lane = self.heading_index();
            if self.lanes[lane].trip() != trip {
                self.lanes[lane].set(trip);
            }
        }
        self.wanted = Some(*trip);
    }

    /// The trip that is heard, or faded to.
    pub fn heading(&self) -> &Lane {
        &self.lanes[self.heading_index()]
    }

    /// Whether the sound is on its way from one codec to another.
    pub fn is_changing(&self) -> bool {
        self.change.is_some()
    }

    fn heading_index(&self) -> usize {
        match self.change {
            Some(_) => 1 - self.active,
            None => self.active,
        }
    }

    fn start_change(&mut self, trip: &Trip) {
        self.lanes[1 - self.active].start(trip);
        let mut fade = Ramp::new(0.0, self.fade_frames);
        fade.snap(0.0);
        fade.set(1.0);
        self.change = Some(Change {
            // As long again as it takes: it begins in the middle of the sound, and what its coder
            // makes of that edge must have passed.
            run_in: 2 * self.frames,
            fade,
        });
    }

    /// Frames until the change under way takes its next step.
    fn next_step(&self) -> usize {
        match &self.change {
            Some(change) if change.run_in > 0 => change.run_in,
            Some(change) => change.fade.remaining(),
            None => MAX_BLOCK,
        }
    }

    /// A block within which no change begins, runs in or ends.
    fn process_part(&mut self, block: &mut StereoBlock) {
        let Some(change) = &mut self.change else {
            self.lanes[self.active].process(block);
            return;
        };
        let frames = block.frames();
        let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
        let (left, right) = (&mut left[..frames], &mut right[..frames]);
        left.copy_from_slice(block.left);
        right.copy_from_slice(block.right);
        self.lanes[self.active].process(block);
        self.lanes[1 - self.active].process(&mut StereoBlock::new(left, right));
        if change.run_in > 0 {
            change.run_in -= frames;
            return;
        }
        for n in 0..frames {
            let share = change.fade.next_value();
            block.left[n] += share * (left[n] - block.left[n]);
            block.right[n] += share * (right[n] - block.right[n]);
        }
        if change.fade.settled() {
            self.active = 1 - self.active;
            self.change = None;
        }
    }

    /// Sends a block and takes down what was sent before.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            if let Some(wanted) = self.wanted
                && self.change.is_none()
                && !self.heading().fits(&wanted)
            {
                self.start_change(&wanted);
            }
            let len = self.next_step().min(frames - done);
            self.process_part(&mut block.part(done, len));
            done += len;
        }
    }
}
