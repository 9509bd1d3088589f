//! One machine's signal path: record amplifier, tape, playback head and amplifier.

use super::Settings;
use super::bias::{self, Sine};
use super::curve::{Curve, Sections, hiss_scales};
use super::hiss::Hiss;
use super::hysteresis::{Hysteresis, Shape, ShapeGlide};
use super::model::Model;
use super::playback::Geometry;
use super::view::Trace;
use crate::audio::dsp::biquad::Cascade;
use crate::audio::dsp::delay::Delay;
use crate::audio::dsp::fir::{FirDesigner, FirState, FirTaps};
use crate::audio::dsp::oversampler::{Factor, MAX_OVERSAMPLED, Oversampler};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{TICK, Ticker};
use crate::audio::dsp::units::{arcmin_to_rad, db_to_gain, um_to_m};
use crate::audio::stage::{Spec, StereoBlock};

/// How long a knob's change takes.
const RAMP_MS: f64 = 30.0;
/// Reach of the playback filter to each side: enough to resolve the losses at the top octave.
const HALF_MS: f64 = 0.67;
/// Below this the bass is not resolved any more.
const MIN_HALF: usize = 32;
/// Beyond this the filter's cost grows while nothing is left to resolve.
const MAX_HALF: usize = 96;

/// What cannot change while a deck is heard: for another setup another deck is faded in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setup {
    /// The machine.
    pub model: Model,
    /// How many further generations were recorded on it.
    pub bounces: u8,
    /// How many times faster the tape runs.
    pub factor: Factor,
}

/// A machine, both channels.
pub struct Deck {
    spec: Spec,
    setup: Setup,
    knobs: Knobs,
    ticker: Ticker,
    sine: Sine,
    shape: ShapeGlide,
    /// Drive, saturation and bias that `shape` is on its way to, and their shape.
    shape_of: Option<([f32; 3], Shape)>,
    sections: Sections,
    record: Cascade<2>,
    bass: Cascade<2>,
    oversamplers: [Oversampler; 2],
    hysteresis: Hysteresis,
    trace: Trace,
    /// Whether the trace is looked at.
    watched: bool,
    designer: FirDesigner,
    design: Design,
    playback: FirTaps,
    /// Spacing, bias and azimuth that `playback` was designed from.
    playback_of: Option<[f32; 3]>,
    filters: [FirState; 2],
    /// The way through a machine without magnetics, as long as the other.
    through: [Delay; 2],
    hiss: Hiss,
    hiss_scales: [f64; Model::ALL.len()],
    /// A new setup gets ready step by step; otherwise at the first tick.
    gently: bool,
    /// Nothing is on its way: blocks need no cutting at ticks.
    settled: bool,
    oversampled: [Vec<f32>; 2],
}

/// The knobs that are ramped.
struct Knobs {
    drive_db: Ramp,
    saturation: Ramp,
    bias_db: Ramp,
    spacing_um: Ramp,
    azimuth_arcmin: Ramp,
}

impl Knobs {
    fn all(&mut self) -> [&mut Ramp; 5] {
        [
            &mut self.drive_db,
            &mut self.saturation,
            &mut self.bias_db,
            &mut self.spacing_um,
            &mut self.azimuth_arcmin,
        ]
    }
}

/// What the designer is at, for spacing, bias and azimuth.
#[derive(Debug, Clone, Copy)]
enum Design {
    Idle,
    Playback([f32; 3]),
    Hiss([f32; 3]),
}

impl Deck {
    /// A deck with any machine on it. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(spec: Spec) -> Self {
        let setup = Setup {
            model: Model::default(),
            bounces: 0,
            factor: Factor::X1,
        };
        let half = spec.frames(HALF_MS).clamp(MIN_HALF, MAX_HALF);
        let ramp = spec.frames(RAMP_MS);
        let knob = Ramp::new(0.0, ramp);
        let oversampler = Oversampler::new(setup.factor);
        let through = Delay::new(oversampler.latency() + half);
        Self {
            spec,
            setup,
            knobs: Knobs {
                drive_db: knob.clone(),
                saturation: knob.clone(),
                bias_db: knob.clone(),
                spacing_um: knob.clone(),
                azimuth_arcmin: knob,
            },
            ticker: Ticker::default(),
            sine: Sine::new(),
            shape: ShapeGlide::default(),
            shape_of: None,
            sections: Sections::IDENTITY,
            record: Cascade::default(),
            bass: Cascade::default(),
            oversamplers: [oversampler.clone(), oversampler],
            hysteresis: Hysteresis::new(),
            trace: Trace::new(spec),
            watched: false,
            designer: FirDesigner::new(half, spec.sample_rate),
            design: Design::Idle,
            playback: FirTaps::new(half),
            playback_of: None,
            filters: [FirState::new(half), FirState::new(half)],
            through: [through.clone(), through],
            hiss: Hiss::new(half, ramp),
            hiss_scales: hiss_scales(spec.sample_rate),
            gently: false,
            settled: false,
            oversampled: [vec![0.0; MAX_OVERSAMPLED], vec![0.0; MAX_OVERSAMPLED]],
        }
    }

    /// Frames from input to output.
    pub fn latency(&self) -> usize {
        self.oversamplers[0].latency() + self.playback.half()
    }

    /// Frames until a deck that gets ready gently sounds as it should: its filters are designed in
    /// steps, one each tick, then it fills and settles.
    pub fn run_in(&self) -> usize {
        2 * TICK * self.designer.steps() + 2 * self.latency()
    }

    /// What stands here.
    pub fn setup(&self) -> Setup {
        self.setup
    }

    /// Whether [`Self::trace`] is to be kept.
    pub fn watch(&mut self, watched: bool) {
        self.watched = watched;
    }

    /// What the tape has been through lately, while it was watched.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Whether it makes sound without an input.
    pub fn hisses(&self) -> bool {
        self.hiss.is_on()
    }

    /// Blank tape on the same machine; the next settings are taken at once.
    pub fn reset(&mut self) {
        self.knobs.all().into_iter().for_each(Ramp::reset);
        self.ticker.restart();
        self.shape_of = None;
        self.playback_of = None;
        self.design = Design::Idle;
        self.designer.restart();
        self.gently = false;
        self.record = Cascade::default();
        self.bass = Cascade::default();
        self.oversamplers.iter_mut().for_each(Oversampler::reset);
        self.hysteresis.reset();
        self.trace.reset();
        self.filters.iter_mut().for_each(FirState::reset);
        self.through.iter_mut().for_each(Delay::reset);
        self.hiss.reset();
        self.settled = false;
    }

    /// New targets for the knobs of this deck's machine.
    pub fn set(&mut self, settings: &Settings) {
        self.knobs.drive_db.set(settings.drive_db);
        self.knobs.saturation.set(settings.saturation);
        self.knobs.bias_db.set(settings.bias_db);
        self.knobs.spacing_um.set(settings.spacing_um);
        self.knobs.azimuth_arcmin.set(settings.azimuth_arcmin);
        self.hiss.set_gain(
            settings
                .hiss
                .map_or(0.0, |db| db_to_gain(f64::from(db)) as f32),
        );
        self.settled = false;
    }

    /// Another setup on blank tape. With `gently` it is ready after [`Self::run_in`], at no more
    /// than a step's work a tick; otherwise at once.
    pub fn set_up(&mut self, setup: Setup, gently: bool) {
        self.setup = setup;
        for oversampler in &mut self.oversamplers {
            oversampler.set_factor(setup.factor);
        }
        let machine = setup.model.machine();
        self.sections = Sections::new(machine, setup.bounces, self.spec.sample_rate);
        self.reset();
        self.gently = gently;
    }

    /// |H| of everything linear on the way, at `frequency_hz`: all but the tape's own curve, which
    /// is level-matched.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        if self.setup.model.machine().magnetics.is_none() {
            return 1.0;
        }
        let rate = self.spec.sample_rate;
        self.sections.response(frequency_hz, rate) * self.playback.response(frequency_hz, rate)
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
            let machine = self.setup.model.machine();
            if machine.mono {
                for (left, right) in part.left.iter_mut().zip(part.right.iter_mut()) {
                    let middle = 0.5 * (*left + *right);
                    (*left, *right) = (middle, middle);
                }
            }
            if machine.magnetics.is_some() {
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
        let multiple = self.setup.factor.multiple();
        let samples = block.frames() * multiple;
        self.record.process(&self.sections.record, block);

        let [up_l, up_r] = &mut self.oversampled;
        let (up_l, up_r) = (&mut up_l[..samples], &mut up_r[..samples]);
        let [oversampler_l, oversampler_r] = &mut self.oversamplers;
        oversampler_l.up(block.left, up_l);
        oversampler_r.up(block.right, up_r);
        self.hysteresis
            .process(&self.shape, offset, multiple, up_l, up_r);
        if self.watched {
            self.trace.take(&self.hysteresis, block.frames(), multiple);
        }
        oversampler_l.down(up_l, block.left);
        oversampler_r.down(up_r, block.right);

        let [filter_l, filter_r] = &mut self.filters;
        filter_l.process(&self.playback, block.left);
        filter_r.process(&self.playback, block.right);
        self.playback.advance(block.frames());
        self.bass.process(&self.sections.bass, block);
    }

    /// What a control tick works out anew, as long as anything is on its way.
    fn tick(&mut self) {
        let mut moving = false;
        for ramp in self.knobs.all() {
            moving |= !ramp.settled();
            ramp.advance(TICK);
        }
        self.bend();
        let geometry = [
            self.knobs.spacing_um.value(),
            self.knobs.bias_db.value(),
            self.knobs.azimuth_arcmin.value(),
        ];
        let fading = self.playback.is_fading() || self.hiss.is_fading();
        if matches!(self.design, Design::Idle) && self.playback_of != Some(geometry) && !fading {
            self.design = Design::Playback(geometry);
        }
        if self.playback_of.is_none() && !self.gently {
            while !matches!(self.design, Design::Idle) {
                self.step_design();
            }
        } else {
            self.step_design();
        }
        self.settled = !moving
            && self.shape.is_still()
            && self.playback_of == Some(geometry)
            && matches!(self.design, Design::Idle)
            && !self.playback.is_fading()
            && !self.hiss.is_fading();
    }

    /// The tape's curve at the end of the next tick.
    fn bend(&mut self) {
        let Some(magnetics) = &self.setup.model.machine().magnetics else {
            return;
        };
        let knobs = [
            self.knobs.drive_db.value(),
            self.knobs.saturation.value(),
            self.knobs.bias_db.value(),
        ];
        let shape = match self.shape_of {
            Some((of, shape)) if of == knobs => shape,
            _ => bias::shape(
                magnetics,
                1 + self.setup.bounces,
                knobs.map(f64::from),
                &self.sine,
            ),
        };
        if self.shape_of.is_none() {
            self.shape = ShapeGlide::still(&shape);
        } else {
            self.shape.to(&shape);
        }
        self.shape_of = Some((knobs, shape));
    }

    /// Goes on with the design of the playback filter, then of the hiss: taken at once after a
    /// reset, else by a fade.
    fn step_design(&mut self) {
        let (Design::Playback(of) | Design::Hiss(of)) = self.design else {
            return;
        };
        let [spacing_um, bias_db, azimuth_arcmin] = of.map(f64::from);
        let geometry = Geometry {
            spacing_m: um_to_m(spacing_um),
            bias_db,
            azimuth_rad: arcmin_to_rad(azimuth_arcmin),
        };
        let Setup { model, bounces, .. } = self.setup;
        let curve = Curve::new(
            model.machine(),
            &self.sections,
            geometry,
            bounces,
            self.hiss_scales[model as usize],
            self.spec.sample_rate,
        );
        let fresh = self.playback_of.is_none();
        if matches!(self.design, Design::Playback(_)) {
            if self.designer.step(|f| curve.playback(f)) {
                if fresh {
                    self.playback.snap(&mut self.designer);
                } else {
                    self.playback.fade(&mut self.designer);
                }
                self.design = Design::Hiss(of);
            }
        } else if self.designer.step(|f| curve.hiss(f)) {
            if fresh {
                self.hiss.snap(&mut self.designer);
            } else {
                self.hiss.fade(&mut self.designer);
            }
            self.design = Design::Idle;
            self.playback_of = Some(of);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_designed_filter_follows_the_formula_to_16_khz() {
        for rate in [44_100.0, 48_000.0, 96_000.0] {
            let spec = Spec::new(rate).expect("a usual rate");
            for model in Model::ALL {
                let machine = model.machine();
                let Some(magnetics) = machine.magnetics else {
                    continue;
                };
                let mut deck = Deck::new(spec);
                let setup = Setup {
                    model,
                    bounces: 0,
                    factor: Factor::X1,
                };
                deck.set_up(setup, false);
                deck.tick();
                let scale = deck.hiss_scales[model as usize];
                let geometry = Geometry::default();
                let curve = Curve::new(machine, &deck.sections, geometry, 0, scale, rate);
                for hz in [
                    100.0, 1_000.0, 3_000.0, 6_000.0, 10_000.0, 14_000.0, 16_000.0,
                ] {
                    let formula = curve.playback(hz);
                    // Nothing is heard there.
                    if formula < 0.03 || hz < magnetics.bass_hz {
                        continue;
                    }
                    let error = 20.0 * (deck.playback.response(hz, rate) / formula).log10();
                    assert!(
                        error.abs() < 0.5,
                        "{model:?} at {rate} Hz: {error:.2} dB off at {hz} Hz"
                    );
                }
            }
        }
    }
}
