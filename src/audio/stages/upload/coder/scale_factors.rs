//! The steps of the bands relative to each other: scale factors, and what it costs to write them.

use super::Format;
use super::bands::{MAX_BANDS, Partition, Spans};
use super::masking::Hearing;
use super::numbers::{log2, sum_of};

/// A channel's noise follows its thresholds to this degree; the rest of the way it is as flat as an
/// encoder leaves it that amplifies only the bands whose noise is heard. By comparison with the
/// noise of LAME and of ffmpeg's AAC, band by band.
const fn follow(format: Format) -> f32 {
    match format {
        Format::Mp3 => 0.2,
        _ => 0.3,
    }
}

/// How much coarser the steps become per Bark, in steps: the highest bands' noise is the least heard.
/// By the same comparison.
const fn tilt(format: Format) -> f32 {
    match format {
        Format::Mp3 => 0.2,
        _ => 0.0,
    }
}

/// Below this Bark and where the threshold is low it follows them further: these bands have few
/// lines, and rumble under a voice would be lost at once.
const LOW_BARK: f32 = 3.0;
const LOW_FOLLOW: f32 = 1.0;

/// Noise of the power-law quantiser: (4/3)²/12 · Δ^1.5 · |x|^0.5 a line.
/// Source: 3GPP TS 26.403, 5.6.1.1 (the same with its rounding).
const NOISE: f32 = 16.0 / 108.0;

/// How many bits MP3 may give the scale factors of the lower bands and of the upper ones.
/// Source: ISO/IEC 11172-3, 2.4.2.7 (`scalefac_compress`).
const MP3_LENGTHS: [(u32, u32); 16] = [
    (0, 0),
    (0, 1),
    (0, 2),
    (0, 3),
    (3, 0),
    (1, 1),
    (1, 2),
    (1, 3),
    (2, 1),
    (2, 2),
    (2, 3),
    (3, 1),
    (3, 2),
    (3, 3),
    (4, 2),
    (4, 3),
];

/// Coarser and coarser, where scale factors would eat the budget.
const COARSENINGS: u32 = 5;

/// The most of a frame's budget that scale factors may take.
const SHARE: f32 = 0.15;

/// The steps of one channel's bands, in units of 1.5 dB.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    /// To all of them the frame's gain is added.
    pub relative: [i32; MAX_BANDS],
    /// What writing them costs.
    pub bits: u32,
}

impl Steps {
    /// All alike.
    pub const FLAT: Self = Self {
        relative: [0; MAX_BANDS],
        bits: 0,
    };

    /// Steps whose noise is as far above the thresholds everywhere, as well as the format can say
    /// it in `budget` bits.
    pub fn new(
        format: Format,
        partition: &Partition,
        spans: &Spans,
        lines: &[f32],
        hearing: &Hearing,
        budget: f32,
    ) -> Self {
        let count = spans.all().len();
        let mut wanted = [0.0; MAX_BANDS];
        // The bands that are heard, and the sum of their steps.
        let (mut heard, mut sum) = (0, 0.0);
        for (b, span) in spans.all().iter().enumerate() {
            let lines = &lines[span.start..span.start + span.len];
            let form = sum_of(lines, |x| x.abs().sqrt()).max(1e-12);
            let threshold = hearing.threshold[b];
            // Δ^1.5 = threshold / (NOISE Σ √|x|), and a step is a fourth of an octave.
            wanted[b] = 4.0 * (2.0 / 3.0) * log2(threshold / (NOISE * form));
            // A band that is masked whole needs no scale factor and sets none for others.
            if hearing.energy[b] > threshold {
                heard += 1;
                sum += wanted[b];
            }
        }
        if heard == 0 {
            return Self::FLAT;
        }
        let mean = sum / heard as f32;
        let mut top = f32::NEG_INFINITY;
        for (b, wanted) in wanted[..count].iter_mut().enumerate() {
            let off = *wanted - mean;
            let bark = partition.bands[b % spans.per_group].bark;
            let follow = match off < 0.0 && bark < LOW_BARK {
                true => LOW_FOLLOW,
                false => follow(format),
            };
            *wanted = mean + follow * off + tilt(format) * bark;
            if hearing.energy[b] > hearing.threshold[b] {
                top = top.max(*wanted);
            }
        }
        let unit = match format {
            Format::Mp3 => 2.0,
            _ => 1.0,
        };
        let finest = match format {
            Format::Mp3 => 15,
            _ => 60,
        };
        let mut factors = [0; MAX_BANDS];
        for b in 0..count {
            let band = &partition.bands[b % spans.per_group];
            let factor = ((top - wanted[b]) / unit).round() as i32;
            factors[b] = if band.free {
                0
            } else {
                factor.clamp(0, finest)
            };
        }
        let mut bits = 0;
        for coarsening in 0..=COARSENINGS {
            bits = match format {
                Format::Mp3 => mp3_bits(&mut factors[..count], spans.per_group),
                _ => difference_bits(&factors[..count]),
            };
            if bits as f32 <= SHARE * budget {
                break;
            }
            for factor in &mut factors[..count] {
                *factor = if coarsening < COARSENINGS - 1 {
                    *factor / 2
                } else {
                    0
                };
            }
        }
        Self {
            relative: std::array::from_fn(|b| top.round() as i32 - unit as i32 * factors[b]),
            bits,
        }
    }
}

/// MP3: one length for the lower bands, one for the upper; what is too large is cut.
fn mp3_bits(factors: &mut [i32], per_group: usize) -> u32 {
    let groups = factors.len() / per_group.max(1);
    // 11 of 21 long bands, 6 of 12 short ones.
    let split = if groups == 1 { 11 } else { 6 };
    let is_lower = |b: usize| b % per_group < split;
    let width = |largest: i32| 32 - largest.leading_zeros();
    let largest = |lower: bool| {
        let part = factors.iter().enumerate();
        part.filter(|(b, _)| is_lower(*b) == lower)
            .map(|(_, factor)| *factor)
            .max()
            .unwrap_or(0)
    };
    // The upper ones have three bits at most.
    let (low, high) = (width(largest(true)), width(largest(false)).min(3));
    let lower = (0..factors.len()).filter(|b| is_lower(*b)).count() as u32;
    let upper = factors.len() as u32 - lower;
    let bits = MP3_LENGTHS
        .iter()
        .filter(|lengths| lengths.0 >= low && lengths.1 >= high)
        .map(|lengths| lengths.0 * lower + lengths.1 * upper)
        .min()
        .unwrap_or(4 * lower + 3 * upper);
    for (b, factor) in factors.iter_mut().enumerate() {
        if !is_lower(b) {
            *factor = (*factor).min(7);
        }
    }
    bits
}

/// AAC: each as the difference to the one before, in a prefix code: one bit for none, three for one
/// step up or down, one more for each further step.
fn difference_bits(factors: &[i32]) -> u32 {
    // Steps that are all alike need no more than the gain.
    if factors.iter().all(|factor| *factor == factors[0]) {
        return 0;
    }
    let pairs = factors.iter().zip(factors.iter().skip(1));
    pairs
        .map(|(a, b)| match a.abs_diff(*b) {
            0 => 1,
            steps => steps + 2,
        })
        .sum()
}
