//! The equaliser: a high-pass, a low-pass and four bands that follow the analog curves up to the
//! Nyquist frequency.
//!
//! Every section is an analog prototype carried over by its poles and zeros; one more section bends the
//! whole to the analog magnitude. Not matched: the phase. Latency: none.

mod correction;
mod engine;
mod prototype;
#[cfg(test)]
mod tests;

pub use engine::{Curve, MAX_GAIN_DB, RANGE_HZ, RANGE_Q};

use std::f64::consts::TAU;

use crate::audio::dsp::changeover::Changeover;
use crate::audio::stage::{Spec, StereoBlock};
use engine::{Arrangement, Engine};

/// How many bands there are.
pub const BANDS: usize = 4;

/// How long a new arrangement runs unheard, until its lowest sections are under way.
const RUN_IN_MS: f64 = 30.0;
/// How long a change of arrangement is crossfaded.
const CHANGE_MS: f64 = 40.0;

/// What a band does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BandKind {
    /// Lifts or cuts what lies around its frequency.
    #[default]
    Bell,
    /// Lifts or cuts what lies below.
    LowShelf,
    /// Lifts or cuts what lies above.
    HighShelf,
}

/// A band. At 0 dB it is not there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Whether it is heard.
    pub on: bool,
    /// Its shape.
    pub kind: BandKind,
    /// The middle of a bell, or of a shelf's slope; within [`RANGE_HZ`].
    pub hz: f32,
    /// Height in dB, to ±[`MAX_GAIN_DB`].
    pub gain_db: f32,
    /// Sharpness, within [`RANGE_Q`]; a shelf above 0.71 overshoots.
    pub q: f32,
}

/// How steep a high- or low-pass is, in dB per octave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slope {
    /// 12.
    #[default]
    Db12,
    /// 24.
    Db24,
}

/// A high- or low-pass (Butterworth).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pass {
    /// Whether it is heard.
    pub on: bool,
    /// −3 dB; within [`RANGE_HZ`].
    pub hz: f32,
    /// How steep.
    pub slope: Slope,
}

/// What was chosen. The default leaves the sound alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Takes away what lies below.
    pub high_pass: Pass,
    /// Takes away what lies above.
    pub low_pass: Pass,
    /// Four bands, in no order.
    pub bands: [Band; BANDS],
}

impl Default for Settings {
    fn default() -> Self {
        let pass = |hz| Pass {
            on: false,
            hz,
            slope: Slope::Db12,
        };
        let band = |kind, hz| Band {
            on: true,
            kind,
            hz,
            gain_db: 0.0,
            q: 0.71,
        };
        Self {
            high_pass: pass(30.0),
            low_pass: pass(18_000.0),
            bands: [
                band(BandKind::LowShelf, 100.0),
                band(BandKind::Bell, 400.0),
                band(BandKind::Bell, 2_500.0),
                band(BandKind::HighShelf, 8_000.0),
            ],
        }
    }
}

/// The equaliser of both channels.
#[derive(Debug, Clone)]
pub struct Equaliser {
    spec: Spec,
    settings: Settings,
    fresh: bool,
    engines: [Engine; 2],
    changeover: Changeover,
}

impl Equaliser {
    /// Without any filter.
    pub fn new(spec: Spec) -> Self {
        let settings = Settings::default();
        let mut equaliser = Self {
            spec,
            settings,
            fresh: true,
            engines: [(); 2].map(|()| Engine::new(spec, &settings)),
            changeover: Changeover::new(spec.frames(CHANGE_MS)),
        };
        equaliser.reset();
        equaliser
    }

    /// As new.
    pub fn reset(&mut self) {
        self.settings = Settings::default();
        self.fresh = true;
        self.changeover.reset();
        self.engines[0].become_arrangement(&self.settings);
    }

    /// New targets; the first after a reset at once.
    pub fn set(&mut self, settings: &Settings) {
        if !self.fresh && self.settings == *settings {
            return;
        }
        self.settings = *settings;
        if std::mem::take(&mut self.fresh) {
            self.engines[self.changeover.active()].become_arrangement(settings);
        }
        for engine in &mut self.engines {
            engine.set(settings);
        }
    }

    /// |H| of all of it at `frequency_hz`, once settled.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        Curve::new(&self.settings, self.spec.sample_rate).response(frequency_hz)
    }

    /// Frames after which what rings has fallen by 140 dB.
    pub fn tail(&self) -> usize {
        let mut slowest = 0.0f64;
        let mut ring = |hz: f32, q: f64| {
            // A resonance falls by 8.69 dB in 2 q/ω, two real poles' slower one as one of 1/(2 q).
            let time_s = 2.0 * q.max(0.5 / q) / (TAU * f64::from(hz.max(RANGE_HZ[0])));
            slowest = slowest.max(time_s);
        };
        for pass in [self.settings.high_pass, self.settings.low_pass] {
            if pass.on {
                ring(pass.hz, 1.31);
            }
        }
        for band in self.settings.bands {
            if band.on && band.gain_db != 0.0 {
                // The poles of a boost, or a cut's, are sharper or flatter by up to A, a shelf's lie
                // lower by up to its root.
                let a = 10f64.powf(f64::from(band.gain_db.abs().min(MAX_GAIN_DB)) / 40.0);
                ring(band.hz, a * f64::from(band.q.clamp(RANGE_Q[0], RANGE_Q[1])));
                ring(band.hz, f64::from(band.q.clamp(RANGE_Q[0], RANGE_Q[1])) / a);
            }
        }
        if slowest == 0.0 {
            return 0;
        }
        // And what the correction rings.
        (17.0 * slowest * self.spec.sample_rate).ceil() as usize + 200
    }

    /// Frames it must run before it sounds as it will.
    pub fn warm_up(&self) -> usize {
        self.spec.frames(RUN_IN_MS)
    }

    /// Filters in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let active = self.changeover.active();
        let arrangement = Arrangement::of(&self.settings);
        let same = self.engines[active].arrangement() == arrangement;
        if same && !self.changeover.is_changing() && self.engines[active].is_idle() {
            self.engines[active].pass(block.frames());
            return;
        }
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            if !self.changeover.is_changing()
                && self.engines[self.changeover.active()].arrangement() != arrangement
            {
                let other = self.changeover.other();
                self.engines[other].become_arrangement(&self.settings);
                self.changeover.start(self.spec.frames(RUN_IN_MS).max(1));
            }
            let len = self.changeover.next_step().min(frames - done);
            let part = &mut block.part(done, len);
            self.changeover
                .process(&mut self.engines, part, Engine::process);
            done += len;
        }
    }
}
