//! One device at work: from the player's samples to the listener's ears.

use super::Settings;
use super::design::Design;
use super::model::{Device, Model};
use super::place::Surroundings;
use super::section::{Pair, larger};
use crate::audio::dsp::loudness_match::LoudnessMatch;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, Line, TICK, Ticker};
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, StereoBlock};

/// How long a knob takes.
const KNOB_MS: f64 = 50.0;
/// From no volume to full, in dB: half of it is a comfortable setting.
pub const VOLUME_RANGE_DB: f64 = 36.0;
/// Where the limiters see the peaks of music, re full scale: what they take from those is given back
/// with the volume, so that the slow match has little left to do.
const MUSIC_PEAKS_DB: f64 = -8.0;
/// Ticks between two looks for states that have decayed: what is on its way to the denormals then is
/// either slow, and does not get there before the next look, or so fast that it is through them at once.
const SETTLE_TICKS: usize = 16;
/// Ticks after which everything stands still that a knob moves: a glide gets there and then learns that
/// it need not go on, and what is not heard any more is switched off.
const REST_TICKS: usize = 3;
/// How fast the excursion that the editor draws falls back, per tick at 48 kHz: 100 ms.
const SHOWN_S: f64 = 0.1;

/// The knobs, each on its way.
#[derive(Debug, Clone)]
struct Knobs {
    volume: Ramp,
    distance: Ramp,
    room: Ramp,
    rattle: Ramp,
    protection: Ramp,
    width: Ramp,
}

impl Knobs {
    fn all(&mut self) -> [&mut Ramp; 6] {
        [
            &mut self.volume,
            &mut self.distance,
            &mut self.room,
            &mut self.rattle,
            &mut self.protection,
            &mut self.width,
        ]
    }

    fn settled(&mut self) -> bool {
        self.all().into_iter().all(|knob| knob.settled())
    }
}

/// A device with its place.
pub struct Engine {
    sample_rate: f64,
    model: Model,
    device: Option<&'static Device>,
    design: Design,
    knobs: Knobs,
    ticker: Ticker,
    /// The next tick is the first: what glides begins where it ends.
    fresh: bool,
    /// For how many ticks all knobs have stood still, counted to [`REST_TICKS`].
    rested: usize,
    /// Ticks until the next look for states that have decayed.
    settle: usize,
    side: Glide,
    drive: Glide,
    undo: Glide,
    surroundings: Surroundings,
    loudness: LoudnessMatch,
    furthest: Pair,
    shown: [f32; 2],
    shown_decay: f32,
}

impl Engine {
    /// Flat, with room for any device. Allocates. `design` is any.
    pub fn new(spec: Spec, design: &Design) -> Self {
        let sample_rate = spec.sample_rate;
        let knob = || Ramp::new(0.0, spec.frames(KNOB_MS));
        let places = Model::ALL
            .iter()
            .filter_map(|model| model.device()?.place.as_ref());
        let tick_s = TICK as f64 / sample_rate;
        Self {
            sample_rate,
            model: Model::Flat,
            device: None,
            design: design.clone(),
            knobs: Knobs {
                volume: knob(),
                distance: knob(),
                room: knob(),
                rattle: knob(),
                protection: knob(),
                width: knob(),
            },
            ticker: Ticker::default(),
            fresh: true,
            rested: 0,
            settle: 0,
            side: Glide::still(1.0),
            drive: Glide::still(1.0),
            undo: Glide::still(1.0),
            surroundings: Surroundings::new(places, sample_rate),
            loudness: LoudnessMatch::new(1.0, sample_rate),
            furthest: [0.0; 2],
            shown: [0.0; 2],
            shown_decay: (-tick_s / SHOWN_S).exp() as f32,
        }
    }

    /// Becomes `model`, silent and at rest; the next settings are taken at once.
    pub fn become_model(&mut self, model: Model, design: Option<&Design>) {
        self.model = model;
        self.device = model.device();
        self.ticker.restart();
        self.fresh = true;
        self.rested = 0;
        self.settle = 0;
        self.knobs.all().into_iter().for_each(Ramp::reset);
        self.furthest = [0.0; 2];
        self.shown = [0.0; 2];
        if let Some(design) = design {
            self.design.clone_from(design);
            self.surroundings.move_to(design.place.as_ref());
            self.loudness = LoudnessMatch::new(design.typical_gain, self.sample_rate);
        }
    }

    /// What it is.
    pub fn model(&self) -> Model {
        self.model
    }

    /// New targets for the knobs.
    pub fn set(&mut self, settings: &Settings) {
        self.rested = 0;
        let knobs = &mut self.knobs;
        knobs.volume.set(settings.volume.clamp(0.0, 1.0));
        knobs.distance.set(settings.distance.clamp(0.0, 1.0));
        knobs.room.set(settings.place.clamp(0.0, 1.0));
        knobs.rattle.set(settings.rattle.clamp(0.0, 1.0));
        knobs.protection.set(settings.protection.clamp(0.0, 1.0));
        knobs.width.set(settings.width.clamp(0.0, 1.0));
    }

    /// |H| of the direct sound's way to the listener from where the knob points.
    pub fn distance_response(&self, frequency_hz: f64) -> f64 {
        let distance = f64::from(self.knobs.distance.target());
        self.design.distance.response(distance, frequency_hz)
    }

    /// The largest displacement lately, in shares of the limit.
    pub fn excursion(&self) -> [f32; 2] {
        self.shown
    }

    /// The limiter's gain reduction in dB.
    pub fn reduction_db(&self) -> f32 {
        self.design.guard.reduction_db()
    }

    fn tick(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        if self.rested < REST_TICKS {
            self.turn(fresh);
        }
        let furthest = std::mem::take(&mut self.furthest);
        for (shown, now) in self.shown.iter_mut().zip(furthest) {
            *shown = (*shown * self.shown_decay).max(now as f32);
        }
        let protection = self.knobs.protection.value();
        let displacement = larger(furthest[0], furthest[1]);
        self.design.guard.tick(displacement, protection);
        self.loudness.tick();
        if self.settle == 0 {
            self.settle = SETTLE_TICKS;
            self.design.settle();
            self.surroundings.settle();
            self.loudness.meter().settle();
        }
        self.settle -= 1;
    }

    /// At a tick: follows the knobs.
    fn turn(&mut self, fresh: bool) {
        if !fresh {
            self.rested = if self.knobs.settled() {
                self.rested + 1
            } else {
                0
            };
            for knob in self.knobs.all() {
                knob.advance(TICK);
            }
        }
        let Knobs {
            volume,
            distance,
            room,
            rattle,
            protection,
            width,
        } = &self.knobs;
        let side = self.design.side as f32 * width.value();
        self.side.move_to(side, fresh);
        let arrived = volume.settled() && protection.settled();
        if fresh || !(arrived && self.drive.is_still() && self.undo.is_still()) {
            let below_full_db = VOLUME_RANGE_DB * (f64::from(volume.value()) - 1.0);
            let drive_db = self.design.full_scale_db + below_full_db;
            let guard = &self.design.guard;
            let reduced_db = guard.expected_db(drive_db + MUSIC_PEAKS_DB, protection.value());
            self.drive.move_to(db_to_gain(drive_db) as f32, fresh);
            let undo_db = reduced_db - drive_db;
            self.undo.move_to(db_to_gain(undo_db) as f32, fresh);
        }
        let design = &mut self.design;
        design.rattle.tick(rattle.value());
        let still = distance.settled() && room.settled();
        design.distance.tick(distance.value(), still, fresh);
        self.surroundings
            .tick(distance.value(), room.value(), still, fresh);
    }

    /// Plays a block, in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        if self.device.is_none() {
            return;
        }
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            self.play(&mut block.part(done, segment.len), segment.offset);
            done += segment.len;
        }
    }

    /// Frames within a tick, the first of them `offset` after its beginning. Few and long loops: what
    /// waits for itself in one part waits while others work.
    fn play(&mut self, block: &mut StereoBlock, offset: usize) {
        let mut frames = [[0.0; 2]; TICK];
        let frames = &mut frames[..block.frames()];
        let still = self.rested == REST_TICKS;
        match (self.design.guard.has_bass_guard(), still) {
            (true, true) => self.drive_amplifier::<true, true>(block, frames, offset),
            (true, false) => self.drive_amplifier::<true, false>(block, frames, offset),
            (false, true) => self.drive_amplifier::<false, true>(block, frames, offset),
            (false, false) => self.drive_amplifier::<false, false>(block, frames, offset),
        }
        match (self.design.driver.is_crossed(), still) {
            (true, true) => self.radiate::<true, true>(frames, offset),
            (true, false) => self.radiate::<true, false>(frames, offset),
            (false, true) => self.radiate::<false, true>(frames, offset),
            (false, false) => self.radiate::<false, false>(frames, offset),
        }
        self.design.distance.lift(frames, offset);
        if self.surroundings.is_running() {
            if still {
                self.surroundings.process::<true>(frames, offset);
            } else {
                self.surroundings.process::<false>(frames, offset);
            }
        }
        if still {
            self.match_loudness::<true>(block, frames, offset);
        } else {
            self.match_loudness::<false>(block, frames, offset);
        }
    }

    /// From the samples to what the amplifier puts out. `BASS` says that the bass may give way, `STILL`
    /// that no knob is turned.
    #[inline(always)]
    fn drive_amplifier<const BASS: bool, const STILL: bool>(
        &mut self,
        block: &StereoBlock,
        frames: &mut [Pair],
        offset: usize,
    ) {
        let Design {
            entry,
            guard,
            amplifier,
            ..
        } = &mut self.design;
        let [side, drive] = [&self.side, &self.drive].map(|glide| Line::of(glide, 0));
        let lines = guard.lines();
        // Half of the sum and of the difference, and what the sections leave out.
        let halves = entry.gain().map(|gain| 0.5 * gain);
        // Of their own, so that what is written to the block cannot change them.
        let (mut filters, mut limiter) = (entry.states, guard.state);
        let mut output = amplifier.state;
        let mut since = offset as f64;
        let both = block.left.iter().zip(block.right.iter());
        for (frame, (left, right)) in frames.iter_mut().zip(both) {
            let when = if STILL { 0.0 } else { since };
            let drive = drive.after(when);
            let levels = [halves[0] * drive, halves[1] * (drive * side.after(when))];
            let (left, right) = (f64::from(*left), f64::from(*right));
            let [sum, difference] = entry.step(&mut filters, [left + right, left - right]);
            let (sum, difference) = (levels[0] * sum, levels[1] * difference);
            let driven = [sum + difference, sum - difference];
            let limited = limiter.step::<BASS>(driven, lines.map(|line| line.after(since)));
            *frame = amplifier.step(&mut output, limited);
            since += 1.0;
        }
        (entry.states, guard.state) = (filters, limiter);
        amplifier.state = output;
    }

    /// From the amplifier to the sound where the listener is, without its surroundings. `CROSSED` says
    /// that another driver plays the treble, `STILL` that no knob is turned.
    #[inline(always)]
    fn radiate<const CROSSED: bool, const STILL: bool>(
        &mut self,
        frames: &mut [Pair],
        offset: usize,
    ) {
        if self.design.rattle.is_running() {
            self.radiate_loosely::<CROSSED, STILL, true>(frames, offset);
        } else {
            self.radiate_loosely::<CROSSED, STILL, false>(frames, offset);
        }
    }

    /// [`Self::radiate`], where `RATTLES` says whether anything rattles.
    #[inline(always)]
    fn radiate_loosely<const CROSSED: bool, const STILL: bool, const RATTLES: bool>(
        &mut self,
        frames: &mut [Pair],
        offset: usize,
    ) {
        let Design {
            driver,
            voicing,
            rattle,
            distance,
            ..
        } = &mut self.design;
        let (looseness, dullness) = (rattle.line(), distance.line());
        let (mut cones, mut filters) = (driver.state, voicing.states);
        let (mut part, mut treble) = (rattle.state, distance.high);
        let mut furthest = self.furthest;
        let mut since = offset as f64;
        for frame in frames {
            // What stands still is worked out once.
            let when = if STILL { 0.0 } else { since };
            let [sound, moved] = driver.step::<CROSSED>(&mut cones, *frame);
            for (furthest, moved) in furthest.iter_mut().zip(moved) {
                *furthest = larger(*furthest, moved.abs());
            }
            let mut sound = voicing.step(&mut filters, sound);
            if RATTLES {
                let moved = 0.5 * (moved[0] + moved[1]);
                let buzz = rattle.step(&mut part, moved, looseness.after(when));
                sound = [sound[0] + buzz, sound[1] + buzz];
            }
            *frame = distance.step(&mut treble, sound, dullness.after(when));
            since += 1.0;
        }
        (driver.state, voicing.states) = (cones, filters);
        (rattle.state, distance.high) = (part, treble);
        self.furthest = furthest;
    }

    /// Brings what the device plays to the level of what came in, and in its place. `STILL` says that no
    /// knob is turned.
    #[inline(always)]
    fn match_loudness<const STILL: bool>(
        &mut self,
        block: &mut StereoBlock,
        frames: &[Pair],
        offset: usize,
    ) {
        let [undo, matched] = [Line::of(&self.undo, 0), self.loudness.line()];
        let mut since = offset as f64;
        let meter = self.loudness.meter();
        // Of its own, so that what is written to the block cannot change it.
        let mut state = meter.state;
        let both = block.left.iter_mut().zip(block.right.iter_mut());
        for (frame, (left, right)) in frames.iter().zip(both) {
            let undo = undo.after(if STILL { 0.0 } else { since });
            let out = frame.map(|x| (x * undo) as f32);
            meter.step(&mut state, [*left, *right], out);
            let matched = matched.after(since) as f32;
            (*left, *right) = (matched * out[0], matched * out[1]);
            since += 1.0;
        }
        meter.state = state;
    }
}
