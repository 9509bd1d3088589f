//! Where the past is most like the present: the place from which a repetition goes on unnoticed.
//!
//! Coarsely on a decimated signal, then finely around the best place.

use crate::audio::dsp::likeness::{Place, most_alike};
use crate::audio::stage::Spec;

/// Sample rate of the coarse search, about.
const COARSE_HZ: f64 = 6_000.0;
/// Coarse samples that are compared: 10.7 ms.
const COARSE: usize = 64;
/// Coarse places that are tried, at most: they hold the longest span.
const PLACES: usize = 160;
/// The widest span that may be searched, in milliseconds.
pub const MAX_SPAN_MS: f64 = 22.0;
/// Frames that are compared in the fine search, at most.
const FINE: usize = 256;

/// The search, with room for what it compares.
pub struct Search {
    stride: usize,
    template: [f32; COARSE],
    field: [f32; COARSE + PLACES],
}

impl Search {
    /// For sound at this rate.
    pub fn new(spec: Spec) -> Self {
        Self {
            stride: (spec.sample_rate / COARSE_HZ).round().max(1.0) as usize,
            template: [0.0; COARSE],
            field: [0.0; COARSE + PLACES],
        }
    }

    /// Frames of a template.
    pub fn template(&self) -> usize {
        COARSE * self.stride
    }

    /// Where in `field` a piece of [`Self::template`] frames is most like `template`. The field is
    /// at least as long, and longer by [`MAX_SPAN_MS`] at most.
    pub fn best(&mut self, template: &[f32], field: &[f32]) -> Place {
        let span = field.len() - template.len();
        let places = (span / self.stride).min(PLACES - 1) + 1;
        let coarse_field = &mut self.field[..COARSE + places - 1];
        decimate(template, self.stride, &mut self.template);
        decimate(field, self.stride, coarse_field);
        let coarse = most_alike(&self.template, coarse_field).offset * self.stride;

        let first = coarse.saturating_sub(self.stride);
        let last = (coarse + self.stride).min(span);
        let fine = template.len().min(FINE);
        let start = template.len() - fine;
        let place = most_alike(
            &template[start..],
            &field[first + start..last + start + fine],
        );
        Place {
            offset: first + place.offset,
            ..place
        }
    }
}

/// Sums of `stride` samples each, from the beginning.
fn decimate(samples: &[f32], stride: usize, into: &mut [f32]) {
    for (sum, samples) in into.iter_mut().zip(samples.chunks_exact(stride)) {
        let lanes = samples.chunks_exact(8);
        let rest: f32 = lanes.remainder().iter().sum();
        let mut sums = [0.0f32; 8];
        for lanes in lanes {
            for (sum, sample) in sums.iter_mut().zip(lanes) {
                *sum += sample;
            }
        }
        *sum = rest + sums.iter().sum::<f32>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::noise::WhiteNoise;

    #[test]
    fn it_finds_a_copy_to_the_frame() {
        for rate in [1_000.0, 44_100.0, 48_000.0, 192_000.0] {
            let spec = Spec::new(rate).expect("a rate");
            let mut search = Search::new(spec);
            let len = search.template();
            let span = spec.frames(MAX_SPAN_MS);
            let mut noise = WhiteNoise::new(5);
            let mut state = 0.0;
            // What music has at 6 kHz and below.
            let field: Vec<f32> = (0..len + span)
                .map(|_| {
                    state += (9_000.0 / rate as f32).min(0.9) * (noise.sample() - state);
                    state
                })
                .collect();
            for at in [0, span / 3, span - 1, span] {
                let place = search.best(&field[at..at + len], &field);
                assert_eq!(place.offset, at, "at {rate} Hz");
                assert!(place.likeness > 0.999, "{}", place.likeness);
            }
        }
    }

    #[test]
    fn nothing_is_like_silence() {
        let mut search = Search::new(Spec::new(48_000.0).expect("a rate"));
        let silence = vec![0.0; search.template() + 500];
        let place = search.best(&silence[500..], &silence);
        assert_eq!(place.likeness, 0.0);
    }
}
