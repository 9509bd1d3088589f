//! Where the tape's past repeats itself: the place to cut to.
//!
//! Coarsely on a decimated sum of both channels, then finely around the best place.

use crate::audio::dsp::likeness::most_alike;
use crate::audio::dsp::sinc::SincDelay;
use crate::audio::stage::Spec;

/// Sample rate of the coarse search, at most.
const COARSE_HZ: f64 = 6_000.0;
/// Coarse samples that are compared: 10.7 ms.
const COARSE: usize = 64;
/// Coarse places that are tried, at most: 18.7 ms hold a period of 54 Hz.
const PLACES: usize = 112;
/// Frames that are compared in the fine search.
const FINE: usize = 256;
/// The fine search goes this many frames to either side, at most.
const RADIUS: usize = 32;
/// Up to this long after the cut is compared, if the tape has come that far.
const AHEAD_MS: f64 = 5.0;

/// The search, with room for what it compares.
pub struct Search {
    stride: usize,
    ahead: usize,
    template: [f32; FINE],
    field: [f32; FINE + 2 * RADIUS],
}

/// A place to cut to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its delay in frames.
    pub delay: usize,
    /// How alike it is to where the head reads now: 1 for the same, 0 for unrelated.
    pub likeness: f32,
}

impl Search {
    /// For a line at this rate.
    pub fn new(spec: Spec) -> Self {
        Self {
            stride: (spec.sample_rate / COARSE_HZ).round().max(1.0) as usize,
            ahead: spec.frames(AHEAD_MS),
            template: [0.0; FINE],
            field: [0.0; FINE + 2 * RADIUS],
        }
    }

    /// Frames behind the farthest place that are looked at.
    pub fn margin(&self) -> usize {
        COARSE.max(FINE) * self.stride + RADIUS
    }

    /// The place most like the one `old` frames back, of those `from` to `from + span` frames
    /// back. Both at least 1.
    pub fn best(&mut self, line: &SincDelay, old: usize, from: usize, span: usize) -> Place {
        let ahead = self.ahead.min(old.min(from) - 1);
        let places = (span / self.stride).clamp(1, PLACES);
        let template = &mut self.template[..COARSE];
        let field = &mut self.field[..COARSE + places];
        line.sums(old - ahead - 1, self.stride, template);
        line.sums(from - ahead - 1, self.stride, field);
        let coarse = from + most_alike(template, field).offset * self.stride;

        let radius = RADIUS.min(self.stride).min(coarse - 1);
        let ahead = self.ahead.min(old - 1).min(coarse - radius - 1);
        let field = &mut self.field[..FINE + 2 * radius];
        line.sums(old - ahead - 1, 1, &mut self.template);
        line.sums(coarse - radius - ahead - 1, 1, field);
        let fine = most_alike(&self.template, field);
        Place {
            delay: coarse - radius + fine.offset,
            likeness: fine.likeness,
        }
    }

    /// How alike the places `old` and `new` frames back are.
    pub fn likeness(&mut self, line: &SincDelay, old: usize, new: usize) -> f32 {
        let ahead = self.ahead.min(old.min(new) - 1);
        line.sums(old - ahead - 1, 1, &mut self.template);
        line.sums(new - ahead - 1, 1, &mut self.field[..FINE]);
        most_alike(&self.template, &self.field[..FINE]).likeness
    }
}
