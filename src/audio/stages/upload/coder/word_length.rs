//! ATRAC's quantiser: each block floating unit has a scale and a word length, and no code.
//!
//! Source: K. Tsutsui et al., "ATRAC: Adaptive Transform Acoustic Coding for MiniDisc", 93rd AES
//! Convention, 1992. The allocation is not specified there; here it follows the thresholds.

use super::bands::{MAX_BANDS, Span};
use super::masking::Hearing;
use super::numbers::{exp2, log2, sum_of};

/// Bits of a unit's word length, and of its scale if it has a word.
const LENGTH_BITS: u32 = 4;
const SCALE_BITS: u32 = 6;

/// The longest word.
const LONGEST: i32 = 16;

/// Scales are this many to an octave: 2 dB.
const SCALES: f32 = 3.0;

/// How far the words follow the thresholds; the rest of the way all units have words of one length.
/// By ear: at 292 kbit/s noise should reach as far up as ATRAC carries it, 17.5 kHz or more.
const FOLLOW: f32 = 0.5;

/// Adding and subtracting it rounds to whole numbers, several at once.
const ROUND: f32 = 12_582_912.0;

/// What is taken off each line before it is rounded, in steps and times their mean: rounding adds a
/// noise of Δ²/12, and 2·|x| times this takes as much away again. That is 1/24 where steps are fine;
/// lines that become 0 lose nothing, which the others make up for, by experiment: without it twenty
/// generations are louder by 3 dB, with it by 0.2.
const LESS: f32 = 1.0 / 14.0;
/// The most that is: with the shortest words there is little but zeros.
const MOST_LESS: f32 = 0.2;

/// Attempts of the search, which halves what is left each time: 96 dB of noise either way, to 0.1 dB.
const ATTEMPTS: usize = 11;

/// The word lengths and scales of one channel's units.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    lengths: [i32; MAX_BANDS],
}

impl Words {
    /// None.
    pub const NONE: Self = Self {
        lengths: [0; MAX_BANDS],
    };

    /// The longest words that cost at most `budget` bits, the noise being as far above the
    /// threshold in all units. Returns the bits.
    pub fn fit(&mut self, lines: &[f32], spans: &[Span], hearing: &Hearing, budget: u32) -> u32 {
        // What each unit's word would be with the noise at the threshold: a step Δ makes Δ²/12.
        let mut wanted = [0.0; MAX_BANDS];
        let (mut heard, mut sum) = (0, 0.0);
        for (b, span) in spans.iter().enumerate() {
            let scale = scale(&lines[span.start..span.start + span.len]);
            let step = (12.0 * hearing.threshold[b] / span.len as f32).sqrt();
            wanted[b] = if scale > 0.0 {
                log2(2.0 * scale / step.max(1e-18))
            } else {
                f32::NEG_INFINITY
            };
            if wanted[b] > 0.0 {
                heard += 1;
                sum += wanted[b];
            }
        }
        let mean = sum / heard.max(1) as f32;
        for wanted in &mut wanted[..spans.len()] {
            // What is masked whole stays so.
            if *wanted > 0.0 {
                *wanted = mean + FOLLOW * (*wanted - mean);
            }
        }
        // Units above the last one that has a word are not written at all.
        let cost = |more: f32| -> u32 {
            let (mut bits, mut written) = (0, 0);
            for (span, wanted) in spans.iter().zip(&wanted) {
                bits += LENGTH_BITS;
                let length = word(wanted + more) as u32;
                if length > 0 {
                    bits += SCALE_BITS + length * span.len as u32;
                    written = bits;
                }
            }
            written
        };
        let (mut fits, mut over) = (-32.0, 32.0);
        for _ in 0..ATTEMPTS {
            let middle = 0.5 * (fits + over);
            if cost(middle) <= budget {
                fits = middle;
            } else {
                over = middle;
            }
        }
        for (length, wanted) in self.lengths.iter_mut().zip(&wanted[..spans.len()]) {
            *length = word(wanted + fits);
        }
        cost(fits)
    }

    /// What a decoder makes of `lines`. Adds the sum of squares of each unit to `after`.
    pub fn code(&self, lines: &mut [f32], spans: &[Span], after: &mut [f32]) {
        for ((span, length), after) in spans.iter().zip(&self.lengths).zip(after) {
            let lines = &mut lines[span.start..span.start + span.len];
            let scale = scale(lines);
            if *length == 0 || scale == 0.0 {
                lines.fill(0.0);
                continue;
            }
            let step = scale / ((1 << (length - 1)) - 1) as f32;
            let inverse = 1.0 / step;
            let mean = sum_of(lines, f32::abs) * inverse / span.len as f32;
            let less = (LESS / mean).min(MOST_LESS);
            let mut energy = 0.0;
            for line in lines {
                let magnitude = (line.abs() * inverse - less).max(0.0);
                *line = (((magnitude + ROUND) - ROUND) * step).copysign(*line);
                energy += *line * *line;
            }
            *after += energy;
        }
    }
}

/// A word of one bit would only hold 0.
fn word(wanted: f32) -> i32 {
    match wanted.round() as i32 {
        ..2 => 0,
        length => length.min(LONGEST),
    }
}

/// The smallest scale that no line exceeds.
fn scale(lines: &[f32]) -> f32 {
    let peak = lines.iter().fold(0.0, |peak: f32, x| peak.max(x.abs()));
    if peak < 1e-12 {
        return 0.0;
    }
    exp2((SCALES * log2(peak) + 0.01).ceil() / SCALES)
}
