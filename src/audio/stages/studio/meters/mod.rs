//! The meters: loudness as EBU R 128 has it, and the true peak.
//!
//! Momentary (400 ms), short-term (3 s), integrated (gated, since the last reset) and loudness range, all
//! from the mean squares of 100 ms at a time, so that a frame costs two filters and a sum, whatever is
//! asked for: nothing grows, and no block has more to do than a pass over a histogram.
//! Sources: ITU-R BS.1770-4 (weighting, gates, true peak), EBU Tech 3341 (modes), EBU Tech 3342 (range).
//! Latency: none; the sound is not touched.

mod histogram;
#[cfg(test)]
mod tests;

use crate::audio::dsp::biquad::{Biquad, Cascade};
use crate::audio::dsp::k_weighting;
use crate::audio::dsp::true_peak::TruePeak;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};
use histogram::Histogram;

/// What is added to the logarithm of the power: a full-scale sine of 997 Hz in one channel is −3.01.
const OFFSET_LU: f64 = -0.691;
/// Pieces of 100 ms in the momentary and in the short-term window.
const MOMENTARY: usize = 4;
const SHORT_TERM: usize = 30;
/// Quieter than that is silence.
const SILENCE_LUFS: f64 = -70.0;
/// What is this far below the mean of the rest does not count, for integrated loudness and for the range.
const GATE_LU: f64 = 10.0;
const RANGE_GATE_LU: f64 = 20.0;
/// The range lies between these shares of the short-term loudness.
const RANGE: [f64; 2] = [0.10, 0.95];

/// What the meters show; −∞ where there was nothing to measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loudness {
    /// Of the last 400 ms, in LUFS.
    pub momentary_lufs: f64,
    /// Of the last 3 s, in LUFS.
    pub short_term_lufs: f64,
    /// Of all since the last reset that was not much quieter than the rest, in LUFS.
    pub integrated_lufs: f64,
    /// How far the short-term loudness has moved since the last reset, in LU.
    pub range_lu: f64,
    /// The highest true peak since the last reset, in dB re full scale.
    pub true_peak_db: f64,
}

impl Loudness {
    /// Nothing was heard.
    pub const NOTHING: Self = Self {
        momentary_lufs: f64::NEG_INFINITY,
        short_term_lufs: f64::NEG_INFINITY,
        integrated_lufs: f64::NEG_INFINITY,
        range_lu: 0.0,
        true_peak_db: f64::NEG_INFINITY,
    };
}

/// Power to loudness.
fn lufs(power: f64) -> f64 {
    OFFSET_LU + 10.0 * power.log10()
}

/// The meters of both channels.
#[derive(Debug, Clone)]
pub struct Meters {
    weighting: [Biquad; 2],
    filters: Cascade<2>,
    /// Frames in a piece, and those of the present one.
    piece: usize,
    filled: usize,
    sum: f64,
    /// Powers of the last pieces, the next one's place, and how many there were.
    powers: [f64; SHORT_TERM],
    at: usize,
    seen: usize,
    /// Of the momentary and of the short-term loudness.
    blocks: Histogram,
    spans: Histogram,
    peaks: TruePeak,
    peak: f32,
    shown: Loudness,
}

impl Meters {
    /// At rest. Allocates.
    pub fn new(spec: Spec) -> Self {
        let section = |(b, a)| Biquad::of(b, a);
        Self {
            weighting: [
                section(k_weighting::shelf(spec.sample_rate)),
                section(k_weighting::high_pass(spec.sample_rate)),
            ],
            filters: Cascade::default(),
            piece: spec.frames(100.0).max(1),
            filled: 0,
            sum: 0.0,
            powers: [0.0; SHORT_TERM],
            at: 0,
            seen: 0,
            blocks: Histogram::new(),
            spans: Histogram::new(),
            peaks: TruePeak::default(),
            peak: 0.0,
            shown: Loudness::NOTHING,
        }
    }

    /// Begins anew.
    pub fn reset(&mut self) {
        self.filters = Cascade::default();
        self.filled = 0;
        self.sum = 0.0;
        self.powers = [0.0; SHORT_TERM];
        self.at = 0;
        self.seen = 0;
        self.blocks.clear();
        self.spans.clear();
        self.peaks.reset();
        self.peak = 0.0;
        self.shown = Loudness::NOTHING;
    }

    /// What they show.
    pub fn loudness(&self) -> Loudness {
        Loudness {
            true_peak_db: 20.0 * f64::from(self.peak).log10(),
            ..self.shown
        }
    }

    /// Measures a block.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut peaks = [0.0; MAX_BLOCK];
        self.peaks.process(block, &mut peaks[..frames], self.peak);
        self.peak = peaks[..frames].iter().copied().fold(self.peak, f32::max);
        let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
        let (left, right) = (&mut left[..frames], &mut right[..frames]);
        left.copy_from_slice(block.left);
        right.copy_from_slice(block.right);
        let mut weighted = StereoBlock::new(left, right);
        self.filters.process(&self.weighting, &mut weighted);
        let mut done = 0;
        while done < frames {
            let run = (self.piece - self.filled).min(frames - done);
            let part = weighted.part(done, run);
            let square = |x: f32| f64::from(x) * f64::from(x);
            for (left, right) in part.left.iter().zip(part.right.iter()) {
                self.sum += square(*left) + square(*right);
            }
            self.filled += run;
            if self.filled == self.piece {
                self.end_piece();
            }
            done += run;
        }
    }

    fn end_piece(&mut self) {
        self.powers[self.at] = self.sum / self.piece as f64;
        self.at = (self.at + 1) % SHORT_TERM;
        self.seen = (self.seen + 1).min(SHORT_TERM);
        self.filled = 0;
        self.sum = 0.0;
        let momentary = self.mean(MOMENTARY);
        let short_term = self.mean(SHORT_TERM);
        self.shown.momentary_lufs = lufs(momentary);
        self.shown.short_term_lufs = lufs(short_term);
        if self.seen >= MOMENTARY {
            self.blocks.add(self.shown.momentary_lufs, momentary);
            let gate = lufs(self.blocks.mean_from(SILENCE_LUFS)) - GATE_LU;
            self.shown.integrated_lufs = lufs(self.blocks.mean_from(gate));
        }
        if self.seen >= SHORT_TERM {
            self.spans.add(self.shown.short_term_lufs, short_term);
            let gate = lufs(self.spans.mean_from(SILENCE_LUFS)) - RANGE_GATE_LU;
            let [low, high] = RANGE.map(|share| self.spans.percentile_from(gate, share));
            self.shown.range_lu = high - low;
        }
    }

    /// Mean power of the last `pieces`; before so many were heard, there was silence.
    fn mean(&self, pieces: usize) -> f64 {
        let last = (1..=pieces).map(|back| self.powers[(self.at + SHORT_TERM - back) % SHORT_TERM]);
        last.sum::<f64>() / pieces as f64
    }
}
