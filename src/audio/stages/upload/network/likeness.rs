//! Where the past is most like the present: the place from which a repetition goes on unnoticed.
//!
//! Source: normalised cross-correlation, as in W. Verhelst and M. Roelands, "An overlap-add
//! technique based on waveform similarity (WSOLA)", ICASSP 1993; coarsely on a decimated signal,
//! then finely around the best place.

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

/// A place, and how alike it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Frames into the field.
    pub offset: usize,
    /// 1 for the same, 0 for unrelated, −1 for the opposite.
    pub likeness: f32,
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

/// The first place at which the correlation with `template` is highest.
fn most_alike(template: &[f32], field: &[f32]) -> Place {
    // Nothing is like silence: 1e-12 is far below the least bit of 24.
    const SILENCE: f64 = 1e-12;
    let len = template.len();
    let square = |x: f32| f64::from(x) * f64::from(x);
    let power = |samples: &[f32]| samples.iter().map(|&x| square(x)).sum::<f64>();
    let own = power(template) + SILENCE;
    let mut other = power(&field[..len]);
    let mut best = Place {
        offset: 0,
        likeness: -1.0,
    };
    for offset in 0..=field.len() - len {
        let product = f64::from(dot(template, &field[offset..offset + len]));
        let likeness = (product / (own * (other.max(0.0) + SILENCE)).sqrt()) as f32;
        if likeness > best.likeness {
            best = Place { offset, likeness };
        }
        if let Some(&next) = field.get(offset + len) {
            other += square(next) - square(field[offset]);
        }
    }
    best
}

/// Σ a·b in eight lanes, so that it becomes vector code.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
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
