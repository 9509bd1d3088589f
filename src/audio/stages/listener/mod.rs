//! Listener: what the sound is played back on, and where that stands.
//!
//! ```text
//! stereo or mono ─► volume ─► limiter, bass guard ─► amplifier ─► driver in its box ─► voicing ─►
//! + rattle ─► distance ─► + table, cabin, reflections, reverberation ─► loudness as it came in
//! ```
//!
//! Models: fourteen devices and none. Response by sections; a loudspeaker with displacement-dependent
//! force and stiffness; a softly clipping amplifier; the device's own limiter and bass guard;
//! something loose in the case; direct sound, first reflections and a late tail.
//! Not modelled: inductance, creep and Doppler of the driver; directivity in detail; sound from
//! elsewhere in the place; delay by distance.
//! Sources: at each equation.
//! Latency: none.
//! Tail: the place's reverberation and the ringing of the device's bass.

mod amplifier;
mod design;
mod devices;
mod distance;
mod driver;
mod engine;
mod model;
mod place;
mod protection;
mod rattle;
mod reflections;
mod reverb;
mod section;
#[cfg(test)]
mod tests;

pub use model::{BassGuard, Cone, Device, Model, Parts, Place, Protection, Rattle, TAPS, VOICES};
pub use section::Shape;

use design::Design;
use engine::Engine;

use crate::audio::dsp::changeover::Changeover;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, Stage, StereoBlock, Tail};

/// What was chosen. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The device.
    pub model: Model,
    /// How far it is turned up, 0 to 1, by [`VOLUME_RANGE_DB`]; 0.5 is a comfortable setting. It
    /// drives the device; what comes out stays as loud as what goes in.
    pub volume: f32,
    /// From touching it, 0, to the far side of its room, 1.
    pub distance: f32,
    /// How much of its place is heard, 0 to 1; nothing with headphones.
    pub place: f32,
    /// How loose its case is, 0 (nothing rattles) to 1; 0.2 as it left the shop.
    pub rattle: f32,
    /// How much of its own dynamics is at work, 0 to 1.
    pub protection: f32,
    /// How much of its stereo is left, 0 (mono) to 1 (its own).
    pub width: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: Model::Flat,
            volume: 0.5,
            distance: 0.3,
            place: 0.5,
            rattle: 0.2,
            protection: 1.0,
            width: 1.0,
        }
    }
}

pub use engine::VOLUME_RANGE_DB;

/// How long a new device runs unheard, until its filters and first reflections are under way.
const RUN_IN_MS: f64 = 60.0;
/// How long a change of device is crossfaded.
const CHANGE_MS: f64 = 40.0;

/// |H| of `model` at `frequency_hz` for small signals that are the same in both channels: touching
/// it, without its place, at the level at which a typical programme is as loud as it came in.
pub fn response(model: Model, sample_rate: f64, frequency_hz: f64) -> f64 {
    model.device().map_or(1.0, |device| {
        db_to_gain(device.gain_db) * design::shape(device, sample_rate, frequency_hz)
    })
}

/// The stage.
pub struct Listener {
    spec: Spec,
    settings: Settings,
    fresh: bool,
    /// Every device but none, in the order of [`Model::ALL`].
    designs: Vec<Design>,
    engines: [Engine; 2],
    changeover: Changeover,
}

impl Listener {
    /// |H| of everything linear at `frequency_hz`, once settled, for small signals that are the same
    /// in both channels: [`response`], and the direct sound's loss of treble with distance.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        let model = self.settings.model;
        match self.design(model) {
            Some(_) => {
                response(model, self.spec.sample_rate, frequency_hz)
                    * self.engines[self.changeover.active()].distance_response(frequency_hz)
            }
            None => 1.0,
        }
    }

    /// The largest displacement of the drivers lately, left and right, in shares of their limit.
    pub fn excursion(&self) -> [f32; 2] {
        self.engines[self.changeover.active()].excursion()
    }

    /// Present gain reduction of the device's limiter in dB, 0 or more.
    pub fn reduction_db(&self) -> f32 {
        self.engines[self.changeover.active()].reduction_db()
    }

    fn design(&self, model: Model) -> Option<&Design> {
        let devices = Model::ALL.iter().filter(|model| model.device().is_some());
        let index = devices.clone().position(|&device| device == model)?;
        self.designs.get(index)
    }

    /// Makes engine `index` the device that is set.
    fn install(&mut self, index: usize) {
        let model = self.settings.model;
        let devices = Model::ALL.iter().filter(|model| model.device().is_some());
        let mut designs = devices.zip(&self.designs);
        let design = designs.find(|(device, _)| **device == model);
        let engine = &mut self.engines[index];
        engine.become_model(model, design.map(|(_, design)| design));
        engine.set(&self.settings);
    }

    fn start_change(&mut self) {
        self.install(self.changeover.other());
        self.changeover.start(self.spec.frames(RUN_IN_MS).max(1));
    }
}

impl Stage for Listener {
    type Settings = Settings;

    #[expect(clippy::disallowed_methods, reason = "preparation")]
    fn prepare(spec: Spec) -> Self {
        let designs: Vec<Design> = Model::ALL
            .iter()
            .filter_map(|model| model.device())
            .map(|device| Design::new(device, spec.sample_rate))
            .collect();
        Self {
            spec,
            settings: Settings::default(),
            fresh: true,
            engines: [0, 1].map(|_| Engine::new(spec, &designs[0])),
            designs,
            changeover: Changeover::new(spec.frames(CHANGE_MS)),
        }
    }

    fn reset(&mut self) {
        self.settings = Settings::default();
        self.fresh = true;
        self.changeover.reset();
        self.install(0);
    }

    fn set(&mut self, settings: &Settings) {
        if !self.fresh && self.settings == *settings {
            return;
        }
        self.settings = *settings;
        if std::mem::take(&mut self.fresh) {
            self.install(self.changeover.active());
        }
        for engine in &mut self.engines {
            engine.set(settings);
        }
    }

    fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let model = self.settings.model;
            if !self.changeover.is_changing()
                && self.engines[self.changeover.active()].model() != model
            {
                self.start_change();
            }
            let len = self.changeover.next_step().min(frames - done);
            let part = &mut block.part(done, len);
            self.changeover
                .process(&mut self.engines, part, Engine::process);
            done += len;
        }
    }

    fn latency(&self) -> usize {
        0
    }

    fn tail(&self) -> Tail {
        let bass_hz = match self.settings.model.device() {
            Some(device) => device.cone.hz.min(device.band_hz[0]),
            None => return Tail::Frames(0),
        };
        // Sections of quality 1 and below at the lower corner have fallen by 140 dB then.
        let settle_ms = 1e3 * 16.0 / (std::f64::consts::TAU * bass_hz * 0.25);
        let place = self
            .design(self.settings.model)
            .and_then(|design| design.place.as_ref());
        let late = place.map_or(0, |place| place.tail());
        Tail::Frames(late + self.spec.frames(settle_ms))
    }

    fn warm_up(&self) -> usize {
        self.spec.frames(RUN_IN_MS)
    }
}
