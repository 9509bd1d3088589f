//! One machine's signal path: record amplifier, tape, playback head and amplifier.

use super::Settings;
use super::bias;
use super::hiss::{Hiss, Spectrum};
use super::hysteresis::{Hysteresis, Shape, ShapeGlide};
use super::model::{Machine, Model};
use super::playback::{Playback, bump_hz};
use crate::audio::dsp::biquad::{Biquad, BiquadState};
use crate::audio::dsp::delay::Delay;
use crate::audio::dsp::fir::{FirDesigner, FirState, FirTaps};
use crate::audio::dsp::oversampler::{Factor, MAX_OVERSAMPLED, Oversampler};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{TICK, Ticker};
use crate::audio::dsp::units::{db_to_gain, um_to_m};
use crate::audio::stage::{Spec, StereoBlock};

/// How long a knob's change takes.
const RAMP_MS: f64 = 30.0;
/// Reach of the playback filter to each side: enough to resolve the losses at the top octave.
const HALF_MS: f64 = 0.67;
/// Beyond this the filter's cost grows while nothing is left to resolve.
const MAX_HALF: usize = 96;

/// Where machines are matched in level, as on an alignment tape, in Hz.
const REFERENCE_HZ: f64 = 400.0;

/// A machine, both channels.
pub struct Deck {
    spec: Spec,
    model: Model,
    factor: Factor,
    drive_db: Ramp,
    saturation: Ramp,
    bias_db: Ramp,
    spacing_um: Ramp,
    ticker: Ticker,
    shape: ShapeGlide,
    /// Drive, saturation and bias that `shape` is on its way to, and their shape.
    shape_of: Option<([f32; 3], Shape)>,
    record: Biquad,
    bump: Biquad,
    bass: Biquad,
    /// Record, bump, bass for each channel.
    sections: [[BiquadState; 3]; 2],
    oversamplers: [Oversampler; 2],
    hysteresis: Hysteresis,
    designer: FirDesigner,
    playback: FirTaps,
    /// Spacing and bias that `playback` was designed from.
    playback_of: Option<[f32; 2]>,
    filters: [FirState; 2],
    /// The way through a machine without magnetics, as long as the other.
    through: [Delay; 2],
    hiss: Hiss,
    /// Nothing is on its way: blocks need no cutting at ticks.
    settled: bool,
    oversampled: [Vec<f32>; 2],
}

impl Deck {
    /// A deck with any machine on it. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(spec: Spec) -> Self {
        let factor = Factor::four_times_48k(spec.sample_rate);
        let half = spec.frames(HALF_MS).clamp(8, MAX_HALF);
        let ramp = spec.frames(RAMP_MS);
        let oversampler = Oversampler::new(factor);
        let through = Delay::new(oversampler.latency() + half);
        Self {
            spec,
            model: Model::default(),
            factor,
            drive_db: Ramp::new(0.0, ramp),
            saturation: Ramp::new(0.0, ramp),
            bias_db: Ramp::new(0.0, ramp),
            spacing_um: Ramp::new(0.0, ramp),
            ticker: Ticker::default(),
            shape: ShapeGlide::default(),
            shape_of: None,
            record: Biquad::IDENTITY,
            bump: Biquad::IDENTITY,
            bass: Biquad::IDENTITY,
            sections: Default::default(),
            oversamplers: [oversampler.clone(), oversampler],
            hysteresis: Hysteresis::new(),
            designer: FirDesigner::new(half, spec.sample_rate),
            playback: FirTaps::new(half),
            playback_of: None,
            filters: [FirState::new(half), FirState::new(half)],
            through: [through.clone(), through],
            hiss: Hiss::new(half, ramp),
            settled: false,
            oversampled: [vec![0.0; MAX_OVERSAMPLED], vec![0.0; MAX_OVERSAMPLED]],
        }
    }

    /// Frames from input to output.
    pub fn latency(&self) -> usize {
        self.oversamplers[0].latency() + self.playback.half()
    }

    /// Which machine stands here.
    pub fn model(&self) -> Model {
        self.model
    }

    /// Whether it makes sound without an input.
    pub fn hisses(&self) -> bool {
        self.hiss.is_on()
    }

    /// Blank tape on the same machine; the next settings are taken at once.
    pub fn reset(&mut self) {
        for ramp in [
            &mut self.drive_db,
            &mut self.saturation,
            &mut self.bias_db,
            &mut self.spacing_um,
        ] {
            ramp.reset();
        }
        self.ticker.restart();
        self.shape_of = None;
        self.playback_of = None;
        self.sections = Default::default();
        self.oversamplers.iter_mut().for_each(Oversampler::reset);
        self.hysteresis.reset();
        self.filters.iter_mut().for_each(FirState::reset);
        self.through.iter_mut().for_each(Delay::reset);
        self.hiss.reset();
        self.settled = false;
    }

    /// New targets for the knobs of this deck's machine.
    pub fn set(&mut self, settings: &Settings) {
        self.drive_db.set(settings.drive_db);
        self.saturation.set(settings.saturation);
        self.bias_db.set(settings.bias_db);
        self.spacing_um.set(settings.spacing_um);
        self.hiss.set_gain(
            settings
                .hiss
                .map_or(0.0, |db| db_to_gain(f64::from(db)) as f32),
        );
        self.settled = false;
    }

    /// Puts another machine here; `reset` must have been called or must follow.
    pub fn set_model(&mut self, model: Model) {
        self.model = model;
        let rate = self.spec.sample_rate;
        let Machine {
            magnetics,
            speed_mps,
            ..
        } = *model.machine();
        [self.record, self.bump, self.bass] = magnetics.map_or([Biquad::IDENTITY; 3], |m| {
            [
                Biquad::peak(m.record_hz, m.record_q, m.record_db, rate),
                Biquad::peak(bump_hz(speed_mps, m.face_m), 0.8, m.bump_db, rate),
                Biquad::high_pass(m.bass_hz, 0.707, rate),
            ]
        });
    }

    /// |H| of everything linear on the way, at `frequency_hz`: all but the tape's own curve, which
    /// is level-matched.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        if self.model.machine().magnetics.is_none() {
            return 1.0;
        }
        self.sections_response(frequency_hz)
            * self.playback.response(frequency_hz, self.spec.sample_rate)
    }

    fn sections_response(&self, frequency_hz: f64) -> f64 {
        let sections = [self.record, self.bump, self.bass];
        let gain = |section: &Biquad| section.response(frequency_hz, self.spec.sample_rate);
        sections.iter().map(gain).product()
    }

    /// Records and plays a block.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let segment = if self.settled {
                self.ticker.skip(frames - done)
            } else {
                let segment = self.ticker.next(frames - done);
                if segment.offset == 0 {
                    self.tick();
                }
                segment
            };
            let mut part = block.part(done, segment.len);
            if self.model.machine().magnetics.is_some() {
                self.magnetic_path(&mut part, segment.offset);
            } else {
                for (channel, delay) in part.channels().into_iter().zip(&mut self.through) {
                    delay.process(channel);
                }
            }
            self.hiss.process(&mut part);
            done += segment.len;
        }
    }

    fn magnetic_path(&mut self, block: &mut StereoBlock, offset: usize) {
        let multiple = self.factor.multiple();
        let samples = block.frames() * multiple;
        let [[record_l, bump_l, bass_l], [record_r, bump_r, bass_r]] = &mut self.sections;
        record_l.process(&self.record, block.left);
        record_r.process(&self.record, block.right);

        let [up_l, up_r] = &mut self.oversampled;
        let (up_l, up_r) = (&mut up_l[..samples], &mut up_r[..samples]);
        let [oversampler_l, oversampler_r] = &mut self.oversamplers;
        oversampler_l.up(block.left, up_l);
        oversampler_r.up(block.right, up_r);
        self.hysteresis
            .process(&self.shape, offset, multiple, up_l, up_r);
        oversampler_l.down(up_l, block.left);
        oversampler_r.down(up_r, block.right);

        let [filter_l, filter_r] = &mut self.filters;
        filter_l.process(&self.playback, block.left);
        filter_r.process(&self.playback, block.right);
        self.playback.advance(block.frames());
        for (bump, bass, channel) in [
            (bump_l, bass_l, &mut *block.left),
            (bump_r, bass_r, &mut *block.right),
        ] {
            bump.process(&self.bump, channel);
            bass.process(&self.bass, channel);
        }
    }

    /// What a control tick works out anew, as long as anything is on its way.
    fn tick(&mut self) {
        let fresh = self.shape_of.is_none();
        let mut moving = false;
        for ramp in [
            &mut self.drive_db,
            &mut self.saturation,
            &mut self.bias_db,
            &mut self.spacing_um,
        ] {
            moving |= !ramp.settled();
            ramp.advance(TICK);
        }
        let (bias_db, spacing_um) = (self.bias_db.value(), self.spacing_um.value());
        let machine = self.model.machine();
        if let Some(magnetics) = &machine.magnetics {
            let knobs = [self.drive_db.value(), self.saturation.value(), bias_db];
            let shape = match self.shape_of {
                Some((of, shape)) if of == knobs => shape,
                _ => bias::shape(magnetics, knobs.map(f64::from)),
            };
            if fresh {
                self.shape = ShapeGlide::still(&shape);
            } else {
                self.shape.to(&shape);
            }
            self.shape_of = Some((knobs, shape));
        }
        let geometry = [spacing_um, bias_db];
        if self.playback_of != Some(geometry) && !self.playback.is_fading() {
            self.design(geometry);
        }
        let hiss_fading = self.hiss.is_fading();
        self.settled = !moving
            && self.shape.is_still()
            && self.playback_of == Some(geometry)
            && !self.playback.is_fading()
            && !hiss_fading;
    }

    /// New filters for spacing in µm and bias in dB: at once after a reset, else by a fade.
    fn design(&mut self, geometry: [f32; 2]) {
        let [spacing_um, bias_db] = geometry.map(f64::from);
        let machine = self.model.machine();
        let playback = Playback::new(machine, um_to_m(spacing_um), bias_db);
        // Clean heads are matched in level, whatever the bias.
        let clean = Playback::new(machine, 0.0, bias_db);
        let trim = clean.map_or(1.0, |clean| {
            1.0 / (clean.response(REFERENCE_HZ) * self.sections_response(REFERENCE_HZ))
        });
        let response = |f: f64| trim * playback.map_or(1.0, |playback| playback.response(f));
        let spectrum = Spectrum::new(machine, playback, self.spec.sample_rate);
        if self.playback_of.is_none() {
            self.playback.snap(&mut self.designer, response);
            self.hiss.snap(&mut self.designer, &spectrum);
        } else {
            self.playback.fade(&mut self.designer, response);
            self.hiss.fade(&mut self.designer, &spectrum);
        }
        self.playback_of = Some(geometry);
    }
}
