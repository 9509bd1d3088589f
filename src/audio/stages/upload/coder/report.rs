//! What a coder tells about its last frame.

use super::bands::{MAX_BANDS, Partition, Spans};
use super::framing::Blocks;
use super::numbers::log2;

/// Decibels of a factor of two in power.
const DB_PER_OCTAVE: f32 = 3.010_3;

/// The quietest level that is told: everything below is silence.
const LOWEST: f32 = 1e-20;

/// What a frame cost and how it was coded.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// Bits spent: never more than the budget, unless the coder is frozen.
    pub spent_bits: u32,
    /// Bits that it might have spent: its share of the bit rate and what was saved before it.
    pub budget_bits: u32,
    /// How it was transformed.
    pub blocks: Blocks,
    /// The share of its bands that were coded as middle and side.
    pub mid_side: f32,
    /// Its spectrum.
    pub survey: Survey,
}

impl Report {
    /// Before the first frame.
    pub const NONE: Self = Self {
        spent_bits: 0,
        budget_bits: 0,
        blocks: Blocks::Long,
        mid_side: 0.0,
        survey: Survey::NONE,
    };
}

/// A frame's spectrum in bands: the mean power of both channels, in dB re a full-scale sine.
#[derive(Debug, Clone, Copy)]
pub struct Survey {
    /// How many bands are coded.
    pub bands: usize,
    /// Where they begin, and the last one ends.
    pub edges_hz: [f32; MAX_BANDS + 1],
    /// What was there.
    pub before_db: [f32; MAX_BANDS],
    /// The noise that is not heard.
    pub threshold_db: [f32; MAX_BANDS],
    /// What is left.
    pub after_db: [f32; MAX_BANDS],
}

/// Sums of squared lines of one frame's bands, over both channels.
#[derive(Debug, Clone, Copy)]
pub struct Powers {
    pub before: [f32; MAX_BANDS],
    pub threshold: [f32; MAX_BANDS],
    pub after: [f32; MAX_BANDS],
}

impl Survey {
    const NONE: Self = Self {
        bands: 0,
        edges_hz: [0.0; MAX_BANDS + 1],
        before_db: [0.0; MAX_BANDS],
        threshold_db: [0.0; MAX_BANDS],
        after_db: [0.0; MAX_BANDS],
    };

    /// Of a frame; groups of short blocks are added up. `scale` makes the power of a full-scale sine
    /// of a sum of squared lines 1.
    pub(super) fn take(
        &mut self,
        partition: &Partition,
        spans: &Spans,
        [line_hz, scale]: [f32; 2],
        powers: &Powers,
    ) {
        let count = spans.per_group;
        self.bands = count;
        for (b, band) in partition.bands[..count].iter().enumerate() {
            self.edges_hz[b] = band.first as f32 * line_hz;
            self.edges_hz[b + 1] = band.end as f32 * line_hz;
            let db = |powers: &[f32; MAX_BANDS]| {
                let groups = (0..partition.groups).map(|group| powers[group * count + b]);
                DB_PER_OCTAVE * log2(scale * groups.sum::<f32>() + LOWEST)
            };
            self.before_db[b] = db(&powers.before);
            self.threshold_db[b] = db(&powers.threshold);
            self.after_db[b] = db(&powers.after);
        }
    }

    /// Of silence: the bands stay where they are.
    pub(super) fn silence(&mut self) {
        let lowest = DB_PER_OCTAVE * LOWEST.log2();
        self.before_db = [lowest; MAX_BANDS];
        self.after_db = [lowest; MAX_BANDS];
    }
}
