//! What the loop loses at each turn: a high-pass and a low-pass of 12 dB per octave.
//!
//! The high-pass is never off, only as low as nothing is heard of it: without it the limiter's and the
//! tape's constants would go round for ever.

use std::f64::consts::FRAC_1_SQRT_2;

use super::timing::within;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::svf::{self, Section, Svf};
use crate::audio::dsp::tick::{TICK, Ticker};
use crate::audio::stage::{Spec, StereoBlock};

/// Lowest and highest high-pass in Hz; at the lowest it is off.
pub const HIGH_PASS_HZ: [f32; 2] = [20.0, 1_000.0];
/// Lowest and highest low-pass in Hz; at the highest it is off.
pub const LOW_PASS_HZ: [f32; 2] = [500.0, 20_000.0];
/// The high-pass that is off: it takes 0.02 dB from 20 Hz.
const BLOCKER_HZ: f32 = 5.0;
/// How long a corner takes to its new place.
const KNOB_MS: f64 = 50.0;

/// The corner in Hz that a high-pass at `hz` has.
fn high_pass_hz(hz: f32) -> f32 {
    let hz = within(hz, HIGH_PASS_HZ);
    if hz > HIGH_PASS_HZ[0] { hz } else { BLOCKER_HZ }
}

/// Both sections at their corners in octaves re 1 Hz.
fn design([high, low]: [f32; 2], sample_rate: f64) -> [Svf; 2] {
    let hz = |octaves: f32| f64::from(octaves).exp2();
    [
        Svf::high_pass(hz(high), FRAC_1_SQRT_2, sample_rate),
        if low < LOW_PASS_HZ[1].log2() {
            Svf::low_pass(hz(low), FRAC_1_SQRT_2, sample_rate)
        } else {
            Svf::IDENTITY
        },
    ]
}

/// The filter of both sides.
pub struct Filter {
    sample_rate: f64,
    /// High-pass and low-pass, in octaves re 1 Hz.
    corners: [Ramp; 2],
    sections: [Section; 2],
    ticker: Ticker,
    fresh: bool,
}

impl Filter {
    /// At rest.
    pub fn new(spec: Spec) -> Self {
        let corner = Ramp::new(0.0, spec.frames(KNOB_MS));
        Self {
            sample_rate: spec.sample_rate,
            corners: [corner.clone(), corner],
            sections: [Section::default(); 2],
            ticker: Ticker::default(),
            fresh: true,
        }
    }

    /// At rest; the next corners are taken at once.
    pub fn restart(&mut self) {
        self.corners.iter_mut().for_each(Ramp::reset);
        self.ticker.restart();
        self.fresh = true;
    }

    /// Other corners, in Hz.
    pub fn set(&mut self, high_hz: f32, low_hz: f32) {
        let wanted = [high_pass_hz(high_hz), within(low_hz, LOW_PASS_HZ)].map(f32::log2);
        for (corner, wanted) in self.corners.iter_mut().zip(wanted) {
            corner.set(wanted);
        }
        if std::mem::take(&mut self.fresh) {
            self.sections = design(wanted, self.sample_rate).map(Section::new);
        }
    }

    /// Filters in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let turned = self.corners.iter().any(|corner| !corner.settled());
            let moves = turned || self.sections.iter().any(Section::is_moving);
            let segment = self.ticker.run(moves, frames - done);
            if moves && segment.offset == 0 {
                self.sections.iter_mut().for_each(Section::arrive);
                if turned {
                    self.turn();
                }
            }
            let mut part = block.part(done, segment.len);
            svf::process(&mut self.sections, &mut part, segment.offset);
            done += segment.len;
        }
    }

    /// A tick's way further.
    fn turn(&mut self) {
        let corners = self.corners.each_mut().map(|corner| {
            corner.advance(TICK);
            corner.value()
        });
        let designs = design(corners, self.sample_rate);
        for (section, svf) in self.sections.iter_mut().zip(designs) {
            section.move_to(svf);
        }
    }
}
