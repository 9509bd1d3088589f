//! How much noise each band hides: the psychoacoustic model.
//!
//! Each band masks as much noise as its energy and its tonality allow, here and, falling off, in its
//! neighbours; nothing below the threshold in silence is heard; and no threshold rises faster from
//! frame to frame than pre-echo allows.
//!
//! Sources: M. Schroeder, B. Atal, J. Hall, "Optimizing digital speech coders by exploiting masking
//! properties of the human ear", JASA 66, 1979 (offsets of 14.5 + z dB for tones and 5.5 dB for
//! noise); J. Johnston, "Transform coding of audio signals using perceptual noise criteria", IEEE
//! JSAC 6, 1988 (tonality from spectral flatness); L. Daudet, M. Sandler, "MDCT analysis of
//! sinusoids", IEEE TSAP 12, 2004 (the pseudo-spectrum); ISO/IEC 11172-3, annex D (pre-echo control).

use super::bands::{MAX_BANDS, Partition, Spans};
use super::numbers::{exp2, log2, rough_log2, sum_of};

/// What a tone and a noise leave of their energy as threshold, in dB; a tone more by 1 dB a Bark.
const TONE_DB: f32 = 14.5;
const NOISE_DB: f32 = 5.5;

/// Spectral flatness of noise in the pseudo-spectrum, and how far below it a tone is. By experiment
/// with noise and sines in the narrowest bands.
const NOISE_FLATNESS_DB: f32 = -3.0;
const TONE_FLATNESS_DB: f32 = -17.0;

/// The tonality that short blocks, too coarse to show any, are taken to have.
const SHORT_TONALITY: f32 = 0.2;

/// Energy of the pseudo-spectrum relative to the lines', for noise.
const PSEUDO_GAIN: f32 = 3.0;

/// How much a threshold may rise from frame to frame: 3 dB, as annex D's.
const RISE: f32 = 2.0;

/// Keeps logarithms finite: far below any threshold.
const TINY: f32 = 1e-25;

/// Decibels of a factor of two in power.
const DB_PER_OCTAVE: f32 = 3.010_3;

/// What is known of a channel's bands in one frame, as sums of squared lines.
#[derive(Debug, Clone, Copy)]
pub struct Hearing {
    /// The energy that is there.
    pub energy: [f32; MAX_BANDS],
    /// The noise that is not heard.
    pub threshold: [f32; MAX_BANDS],
}

impl Hearing {
    /// Of silence.
    pub const SILENT: Self = Self {
        energy: [0.0; MAX_BANDS],
        threshold: [0.0; MAX_BANDS],
    };
}

/// One channel's ear.
pub struct Masking {
    pseudo: Vec<f32>,
    /// The thresholds of the last frame, if it was long.
    last: Option<[f32; MAX_BANDS]>,
}

impl Masking {
    /// For frames of at most `lines`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(lines: usize) -> Self {
        Self {
            pseudo: vec![0.0; lines],
            last: None,
        }
    }

    /// Forgets the last frame.
    pub fn reset(&mut self) {
        self.last = None;
    }

    /// Listens to a frame's lines.
    pub fn listen(
        &mut self,
        lines: &[f32],
        partition: &Partition,
        spans: &Spans,
        hearing: &mut Hearing,
    ) {
        let is_long = partition.groups * partition.group_blocks == 1;
        if is_long {
            self.pseudo_spectrum(lines, spans);
        }
        let count = spans.per_group;
        for group in 0..partition.groups {
            let base = group * count;
            let mut masks = [0.0; MAX_BANDS];
            for (b, band) in partition.bands[..count].iter().enumerate() {
                let span = spans.all()[base + b];
                let lines = &lines[span.start..span.start + span.len];
                let energy = sum_of(lines, |x| x * x);
                hearing.energy[base + b] = energy;
                let (masker, tonality) = if is_long {
                    let pseudo = &self.pseudo[span.start..span.start + span.len];
                    tonality(pseudo)
                } else {
                    (energy, SHORT_TONALITY)
                };
                let offset_db = tonality * (TONE_DB + band.bark) + (1.0 - tonality) * NOISE_DB;
                masks[b] = masker * exp2(-offset_db / DB_PER_OCTAVE);
            }
            spread(&masks[..count], partition, &mut hearing.threshold[base..]);
        }
        if !is_long {
            self.last = None;
            return;
        }
        let thresholds = &mut hearing.threshold[..count];
        let fresh = std::array::from_fn(|b| thresholds.get(b).copied().unwrap_or(0.0));
        if let Some(last) = &self.last {
            for ((threshold, last), band) in thresholds.iter_mut().zip(last).zip(&partition.bands) {
                *threshold = threshold.min(RISE * last).max(band.silence);
            }
        }
        self.last = Some(fresh);
    }

    /// X[k]² + (X[k+1] − X[k−1])²: nearly free of the MDCT's dependence on phase.
    fn pseudo_spectrum(&mut self, lines: &[f32], spans: &Spans) {
        let Some(count) = spans.all().last().map(|span| span.start + span.len) else {
            return;
        };
        let pseudo = &mut self.pseudo[..count];
        let square = |below: f32, here: f32, above: f32| {
            let slope = above - below;
            here * here + slope * slope + TINY
        };
        pseudo[0] = square(0.0, lines[0], lines[1]);
        let inner = lines.len().min(count + 1);
        let windows = lines[..inner - 2].iter().zip(&lines[1..inner - 1]);
        for ((out, (below, here)), above) in
            pseudo[1..].iter_mut().zip(windows).zip(&lines[2..inner])
        {
            *out = square(*below, *here, *above);
        }
        if inner == count {
            pseudo[count - 1] = square(lines[count - 2], lines[count - 1], 0.0);
        }
    }
}

/// Energy of a band, and how tonal it is: 0 for noise, 1 for a sine.
fn tonality(pseudo: &[f32]) -> (f32, f32) {
    let scale = 1.0 / pseudo.len() as f32;
    let sum = sum_of(pseudo, |x| x);
    let flatness = scale * sum_of(pseudo, rough_log2) - log2(scale * sum);
    let flatness_db = DB_PER_OCTAVE * flatness;
    let tonality = (flatness_db - NOISE_FLATNESS_DB) / (TONE_FLATNESS_DB - NOISE_FLATNESS_DB);
    (sum / PSEUDO_GAIN, tonality.clamp(0.0, 1.0))
}

/// Masking spreads to the neighbours: fast downwards, slowly upwards.
fn spread(masks: &[f32], partition: &Partition, thresholds: &mut [f32]) {
    let bands = &partition.bands[..masks.len()];
    let mut carried = 0.0;
    for ((threshold, mask), band) in thresholds.iter_mut().zip(masks).zip(bands) {
        carried = mask + carried * band.from_below;
        *threshold = carried;
    }
    let mut above = 0.0;
    let downwards = thresholds[..masks.len()].iter_mut().zip(masks).zip(bands);
    for ((threshold, mask), band) in downwards.rev() {
        let carried = above * band.from_above;
        *threshold = (*threshold + carried).max(band.silence);
        above = mask + carried;
    }
}
