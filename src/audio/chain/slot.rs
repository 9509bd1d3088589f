//! A place for a stage: switches it on and off without a click and mixes it with what went in.
//!
//! The dry signal is delayed by the stage's latency, so that a mix never combs; where that changes,
//! the dry signal fades to its new place. A stage that takes little time delays while it is off as
//! well, so that switching never moves the sound; one that takes long does not
//! ([`Stage::DELAYS_WHILE_OFF`]). While off, the stage does not run.

use super::probe::Probe;
use crate::audio::dsp::moved_delay::MovedDelay;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, Stage, StereoBlock, Tail, Timeline};

/// How long switching and mixing take.
const FADE_MS: f64 = 20.0;

/// What was chosen for a slot and its stage. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings<S> {
    /// Whether the stage is heard.
    pub on: bool,
    /// How much of it is heard, 0 (dry) to 1.
    pub mix: f32,
    /// The stage's own.
    pub stage: S,
}

impl<S: Default> Default for Settings<S> {
    fn default() -> Self {
        Self {
            on: true,
            mix: 1.0,
            stage: S::default(),
        }
    }
}

/// A stage with its switch, its mix and the dry signal beside it.
pub struct Slot<S: Stage> {
    stage: S,
    on: bool,
    fresh: bool,
    run: Run,
    /// 0 while off, 1 while on.
    fade: Ramp,
    mix: Ramp,
    dry: [MovedDelay; 2],
    probe: Probe,
    /// Whether the probe is looked at.
    watched: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Run {
    /// The stage does not run.
    Off,
    /// It runs unheard for so many more frames, until it is filled.
    WarmUp(usize),
    /// It runs and is heard as far as the fade lets it.
    Heard,
}

impl<S: Stage> Slot<S> {
    /// The stage itself.
    pub fn stage(&self) -> &S {
        &self.stage
    }

    /// The stage itself, for what is no setting.
    pub fn stage_mut(&mut self) -> &mut S {
        &mut self.stage
    }

    /// The stage while it runs.
    pub fn running(&self) -> Option<&S> {
        (self.run != Run::Off).then_some(&self.stage)
    }

    /// Whether [`Self::probe`] is to be kept: while nobody looks, it costs nothing. The sound is the same.
    pub fn watch(&mut self, watched: bool) {
        self.watched = watched;
    }

    /// What went in and what came out while it was watched, on or off.
    pub fn probe(&self) -> &Probe {
        &self.probe
    }

    /// Frames until the run takes its next step.
    fn next_step(&self) -> usize {
        let ramp = |ramp: &Ramp| {
            if ramp.settled() {
                MAX_BLOCK
            } else {
                ramp.remaining()
            }
        };
        match self.run {
            Run::Off => MAX_BLOCK,
            Run::WarmUp(frames) => frames.min(ramp(&self.mix)),
            Run::Heard => ramp(&self.fade).min(ramp(&self.mix)),
        }
    }

    /// A block within which the run takes no step.
    fn process_part(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
        let (left, right) = (&mut left[..frames], &mut right[..frames]);
        left.copy_from_slice(block.left);
        right.copy_from_slice(block.right);
        let [dry_left, dry_right] = &mut self.dry;
        dry_left.process(left);
        dry_right.process(right);

        if self.run != Run::Off {
            self.stage.process(block);
        }
        if self.run != Run::Heard {
            self.mix.advance(frames);
            block.left.copy_from_slice(left);
            block.right.copy_from_slice(right);
        } else if !(self.fade.settled() && self.mix.settled() && self.mix.target() == 1.0) {
            for n in 0..frames {
                let share = self.fade.next_value() * self.mix.next_value();
                block.left[n] = left[n] + share * (block.left[n] - left[n]);
                block.right[n] = right[n] + share * (block.right[n] - right[n]);
            }
        }
        if self.watched {
            self.probe.take([left, right], block);
        }
        self.step(frames);
    }

    /// Takes the step that `frames` have led to.
    fn step(&mut self, frames: usize) {
        match self.run {
            Run::WarmUp(left) if left > frames => self.run = Run::WarmUp(left - frames),
            Run::WarmUp(_) => {
                self.run = Run::Heard;
                self.fade.set(1.0);
            }
            Run::Heard if !self.on && self.fade.settled() => self.run = Run::Off,
            _ => {}
        }
    }

    fn switch(&mut self, on: bool) {
        self.on = on;
        match (on, self.run) {
            (true, Run::Off) => {
                self.stage.wake();
                self.run = Run::WarmUp(0);
            }
            (true, _) => self.fade.set(1.0),
            (false, Run::WarmUp(_)) => self.run = Run::Off,
            (false, _) => self.fade.set(0.0),
        }
    }
}

impl<S: Stage> Stage for Slot<S> {
    type Settings = Settings<S::Settings>;

    fn prepare(spec: Spec) -> Self {
        let stage = S::prepare(spec);
        let fade = spec.frames(FADE_MS);
        let latency = if S::DELAYS_WHILE_OFF {
            stage.latency()
        } else {
            0
        };
        let dry = MovedDelay::new(latency, stage.max_latency(), fade);
        Self {
            stage,
            on: false,
            fresh: true,
            run: Run::Off,
            fade: Ramp::new(0.0, fade),
            mix: Ramp::new(1.0, fade),
            dry: [dry.clone(), dry],
            probe: Probe::new(),
            watched: false,
        }
    }

    fn reset(&mut self) {
        self.stage.reset();
        self.fresh = true;
        self.fade.reset();
        self.mix.reset();
        self.dry.iter_mut().for_each(MovedDelay::reset);
        self.probe.reset();
    }

    fn set(&mut self, settings: &Self::Settings) {
        self.mix.set(settings.mix);
        if self.fresh {
            self.fresh = false;
            self.on = settings.on;
            self.run = if settings.on { Run::Heard } else { Run::Off };
            self.fade.snap(if settings.on { 1.0 } else { 0.0 });
        } else if settings.on != self.on {
            self.switch(settings.on);
        }
        // While off as well: the latency must be known before it is heard.
        self.stage.set(&settings.stage);
        let latency = self.latency();
        self.dry.iter_mut().for_each(|dry| dry.set_frames(latency));
        if self.run == Run::WarmUp(0) {
            self.run = Run::WarmUp(self.stage.warm_up().max(1));
        }
    }

    fn locate(&mut self, timeline: &Timeline) {
        self.stage.locate(timeline);
    }

    fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let len = self.next_step().min(frames - done);
            self.process_part(&mut block.part(done, len));
            done += len;
        }
    }

    fn latency(&self) -> usize {
        if self.on || S::DELAYS_WHILE_OFF {
            self.stage.latency()
        } else {
            0
        }
    }

    fn max_latency(&self) -> usize {
        self.stage.max_latency()
    }

    fn tail(&self) -> Tail {
        match self.run {
            Run::Heard if self.mix.target() > 0.0 || !self.mix.settled() => self.stage.tail(),
            Run::WarmUp(_) => self.stage.tail(),
            _ => Tail::Frames(self.latency()),
        }
    }

    fn warm_up(&self) -> usize {
        if self.on {
            self.stage.warm_up()
        } else {
            self.latency()
        }
    }
}
