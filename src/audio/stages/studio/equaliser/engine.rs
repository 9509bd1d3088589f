//! One arrangement of sections at work: what glides, glides; what cannot is another engine.

use std::f64::consts::FRAC_1_SQRT_2;

use super::correction::{Corrector, Factor, NODES};
use super::prototype::Prototype;
use super::{BANDS, BandKind, Settings, Slope};
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::svf::{self, Section, Svf};
use crate::audio::dsp::tick::{TICK, Ticker};
use crate::audio::stage::{Spec, StereoBlock};

/// How long a knob takes.
const KNOB_MS: f64 = 50.0;
/// Lowest and highest frequency of any section, in Hz.
pub const RANGE_HZ: [f32; 2] = [20.0, 20_000.0];
/// The most a band lifts or cuts, in dB.
pub const MAX_GAIN_DB: f32 = 18.0;
/// The flattest and the sharpest band.
pub const RANGE_Q: [f32; 2] = [0.1, 10.0];

/// Sections of the passes, two each, and of the bands.
const SECTIONS: usize = 4 + BANDS;

/// Qualities of a Butterworth filter of second order, and of both halves of one of fourth.
const SECOND_ORDER: [f64; 1] = [FRAC_1_SQRT_2];
const FOURTH_ORDER: [f64; 2] = [0.541_196_100_146_197, 1.306_562_964_876_376_5];

impl Slope {
    fn qualities(self) -> &'static [f64] {
        match self {
            Slope::Db12 => &SECOND_ORDER,
            Slope::Db24 => &FOURTH_ORDER,
        }
    }
}

/// What cannot glide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrangement {
    passes: [Option<Slope>; 2],
    kinds: [BandKind; BANDS],
}

impl Arrangement {
    /// That of some settings.
    pub fn of(settings: &Settings) -> Self {
        Self {
            passes: [settings.high_pass, settings.low_pass]
                .map(|pass| pass.on.then_some(pass.slope)),
            kinds: settings.bands.map(|band| band.kind),
        }
    }
}

/// What glides: octaves, decibels and octaves.
#[derive(Debug, Clone)]
struct Glides {
    passes: [Ramp; 2],
    bands: [[Ramp; 3]; BANDS],
}

impl Glides {
    fn all(&mut self) -> impl Iterator<Item = &mut Ramp> {
        let Self { passes, bands } = self;
        passes.iter_mut().chain(bands.iter_mut().flatten())
    }
}

/// The prototypes of the sections that are heard.
type Prototypes = [Option<Prototype>; SECTIONS];

fn prototypes(
    arrangement: &Arrangement,
    pass_octaves: [f32; 2],
    bands: [[f32; 3]; BANDS],
) -> Prototypes {
    let hz = |octaves: f32| f64::from(octaves).exp2();
    let mut all = [None; SECTIONS];
    for (pass, slope) in arrangement.passes.iter().enumerate() {
        let qualities = slope.map_or(&[][..], Slope::qualities);
        for (section, &q) in all[2 * pass..].iter_mut().zip(qualities) {
            let hz = hz(pass_octaves[pass]);
            *section = Some(match pass {
                0 => Prototype::high_pass(hz, q),
                _ => Prototype::low_pass(hz, q),
            });
        }
    }
    for (n, [octaves, gain_db, q_octaves]) in bands.into_iter().enumerate() {
        if gain_db != 0.0 {
            let q = f64::from(q_octaves).exp2();
            let gain_db = f64::from(gain_db);
            all[4 + n] = Some(Prototype::band(
                arrangement.kinds[n],
                hz(octaves),
                gain_db,
                q,
            ));
        }
    }
    all
}

/// Where the glides of some settings end.
fn targets(settings: &Settings) -> ([f32; 2], [[f32; 3]; BANDS]) {
    let octaves = |hz: f32| hz.clamp(RANGE_HZ[0], RANGE_HZ[1]).log2();
    (
        [settings.high_pass, settings.low_pass].map(|pass| octaves(pass.hz)),
        settings.bands.map(|band| {
            let gain_db = band.gain_db.clamp(-MAX_GAIN_DB, MAX_GAIN_DB);
            [
                octaves(band.hz),
                if band.on { gain_db } else { 0.0 },
                band.q.clamp(RANGE_Q[0], RANGE_Q[1]).log2(),
            ]
        }),
    )
}

/// All sections of some settings, settled: for drawing.
#[derive(Debug, Clone)]
pub struct Curve {
    sample_rate: f64,
    sections: [Svf; SECTIONS + 1],
}

impl Curve {
    /// That of `settings`.
    pub fn new(settings: &Settings, sample_rate: f64) -> Self {
        let corrector = Corrector::new(sample_rate);
        let (passes, bands) = targets(settings);
        let prototypes = prototypes(&Arrangement::of(settings), passes, bands);
        let mut sections = [Svf::IDENTITY; SECTIONS + 1];
        let mut wanted = [1.0; NODES];
        for (svf, prototype) in sections.iter_mut().zip(prototypes) {
            if let Some(prototype) = prototype {
                let matched = prototype.matched(sample_rate);
                *svf = matched.svf();
                multiply(&mut wanted, &corrector.missing(&prototype, &matched));
            }
        }
        if prototypes.iter().any(Option::is_some) {
            sections[SECTIONS] = corrector.design(&wanted);
        }
        Self {
            sample_rate,
            sections,
        }
    }

    /// |H| at `frequency_hz`.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        let all = self.sections.iter();
        all.map(|svf| svf.response(frequency_hz, self.sample_rate))
            .product()
    }
}

fn multiply(factor: &mut Factor, by: &Factor) {
    for (factor, by) in factor.iter_mut().zip(by) {
        *factor *= by;
    }
}

/// Sections that glide.
#[derive(Debug, Clone)]
pub struct Engine {
    sample_rate: f64,
    corrector: Corrector,
    arrangement: Arrangement,
    glides: Glides,
    ticker: Ticker,
    /// The next tick is the first: what glides begins where it ends.
    fresh: bool,
    prototypes: Prototypes,
    /// What each section lacks.
    missing: [Factor; SECTIONS],
    /// Those that are heard, the correction last, without gaps; and which they are.
    sections: [Section; SECTIONS + 1],
    heard: [usize; SECTIONS + 1],
    count: usize,
}

impl Engine {
    /// With the settings' arrangement, at rest.
    pub fn new(spec: Spec, settings: &Settings) -> Self {
        let knob = || Ramp::new(0.0, spec.frames(KNOB_MS));
        Self {
            sample_rate: spec.sample_rate,
            corrector: Corrector::new(spec.sample_rate),
            arrangement: Arrangement::of(settings),
            glides: Glides {
                passes: [knob(), knob()],
                bands: std::array::from_fn(|_| [knob(), knob(), knob()]),
            },
            ticker: Ticker::default(),
            fresh: true,
            prototypes: [None; SECTIONS],
            missing: [[1.0; NODES]; SECTIONS],
            sections: [Section::default(); SECTIONS + 1],
            heard: [0; SECTIONS + 1],
            count: 0,
        }
    }

    /// Takes on the settings' arrangement, at rest and with its knobs where they are set.
    pub fn become_arrangement(&mut self, settings: &Settings) {
        self.arrangement = Arrangement::of(settings);
        self.glides.all().for_each(Ramp::reset);
        self.ticker.restart();
        self.fresh = true;
        self.prototypes = [None; SECTIONS];
        self.count = 0;
        self.set(settings);
    }

    /// What it is.
    pub fn arrangement(&self) -> Arrangement {
        self.arrangement
    }

    /// New targets for what glides.
    pub fn set(&mut self, settings: &Settings) {
        let (passes, bands) = targets(settings);
        let targets = passes.into_iter().chain(bands.into_iter().flatten());
        for (ramp, target) in self.glides.all().zip(targets) {
            ramp.set(target);
        }
    }

    /// Whether it leaves the sound alone and stands still.
    pub fn is_idle(&mut self) -> bool {
        !self.fresh && self.count == 0 && self.is_settled()
    }

    /// Lets `frames` pass while it is idle.
    pub fn pass(&mut self, frames: usize) {
        self.ticker.skip(frames);
    }

    fn is_settled(&mut self) -> bool {
        self.glides.all().all(|ramp| ramp.settled())
    }

    fn is_moving(&self) -> bool {
        self.sections[..self.count].iter().any(Section::is_moving)
    }

    /// Filters in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let stands = !self.fresh && self.is_settled() && !self.is_moving();
            if stands {
                let segment = self.ticker.skip(frames - done);
                let part = &mut block.part(done, segment.len);
                svf::process(&mut self.sections[..self.count], part, segment.offset);
                return;
            }
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            let part = &mut block.part(done, segment.len);
            svf::process(&mut self.sections[..self.count], part, segment.offset);
            done += segment.len;
        }
    }

    fn tick(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        self.sections[..self.count]
            .iter_mut()
            .for_each(Section::arrive);
        if self.is_settled() && !fresh {
            return;
        }
        if !fresh {
            self.glides.all().for_each(|ramp| ramp.advance(TICK));
        }
        let passes = self.glides.passes.each_ref().map(Ramp::value);
        let bands = &self.glides.bands;
        let bands = bands
            .each_ref()
            .map(|band| band.each_ref().map(Ramp::value));
        let prototypes = prototypes(&self.arrangement, passes, bands);
        let mut wanted = [1.0; NODES];
        let mut sections = [Section::default(); SECTIONS + 1];
        let mut heard = [0; SECTIONS + 1];
        let mut count = 0;
        for (n, prototype) in prototypes.into_iter().enumerate() {
            // A band that has come to 0 dB is nothing, and was nearly so before.
            let Some(prototype) = prototype else { continue };
            let mut section = self.section(n);
            if self.prototypes[n] != Some(prototype) {
                let matched = prototype.matched(self.sample_rate);
                self.missing[n] = self.corrector.missing(&prototype, &matched);
                move_to(&mut section, matched.svf(), fresh);
            }
            multiply(&mut wanted, &self.missing[n]);
            sections[count] = section;
            heard[count] = n;
            count += 1;
        }
        if count > 0 {
            let mut correction = self.section(SECTIONS);
            move_to(&mut correction, self.corrector.design(&wanted), fresh);
            sections[count] = correction;
            heard[count] = SECTIONS;
            count += 1;
        }
        self.prototypes = prototypes;
        self.sections = sections;
        self.heard = heard;
        self.count = count;
    }

    /// Section `n` as it is, or at rest where it was not heard.
    fn section(&self, n: usize) -> Section {
        let place = self.heard[..self.count]
            .iter()
            .position(|&heard| heard == n);
        place.map_or_else(Section::default, |place| self.sections[place])
    }
}

fn move_to(section: &mut Section, svf: Svf, at_once: bool) {
    section.move_to(svf);
    if at_once {
        section.arrive();
    }
}
