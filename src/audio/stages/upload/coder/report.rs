//! What a coder tells about its last frame.

use super::bands::{MAX_BANDS, Partition, Spans};
use super::framing::Blocks;
use super::numbers::{log2, sum_of};

/// Decibels of a factor of two in power.
const DB_PER_OCTAVE: f32 = 3.010_3;

/// The quietest level that is told: everything below is silence.
const LOWEST: f32 = 1e-20;

/// The most bands that are told of above those that are coded.
pub const MAX_BEYOND: usize = 24;

/// Their width as a ratio of frequencies: a quarter of an octave.
const BEYOND_RATIO: f32 = 1.189_207;

/// Up to where they go, in Hz: nobody hears more.
const BEYOND_END_HZ: f32 = 20_000.0;

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
    /// What lies above them and is not coded at all.
    pub beyond: Beyond,
}

/// A frame's spectrum above the coder's bandwidth.
#[derive(Debug, Clone, Copy)]
pub struct Beyond {
    /// How many bands there are.
    pub bands: usize,
    /// Where they begin, and the last one ends.
    pub edges_hz: [f32; MAX_BEYOND + 1],
    /// What was there, in dB re a full-scale sine.
    pub before_db: [f32; MAX_BEYOND],
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
        beyond: Beyond::NONE,
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
            let sum = |powers: &[f32; MAX_BANDS]| {
                let groups = (0..partition.groups).map(|group| powers[group * count + b]);
                decibels(scale * groups.sum::<f32>())
            };
            self.before_db[b] = sum(&powers.before);
            self.threshold_db[b] = sum(&powers.threshold);
            self.after_db[b] = sum(&powers.after);
        }
    }

    /// Of silence: the bands stay where they are.
    pub(super) fn silence(&mut self) {
        let lowest = DB_PER_OCTAVE * LOWEST.log2();
        self.before_db = [lowest; MAX_BANDS];
        self.after_db = [lowest; MAX_BANDS];
        self.beyond.before_db = [lowest; MAX_BEYOND];
    }
}

impl Beyond {
    const NONE: Self = Self {
        bands: 0,
        edges_hz: [0.0; MAX_BEYOND + 1],
        before_db: [0.0; MAX_BEYOND],
    };

    /// Of each channel's `lines` above `spans`; `scale` as for [`Survey::take`].
    pub(super) fn take(
        &mut self,
        lines: &[Vec<f32>],
        partition: &Partition,
        spans: &Spans,
        [line_hz, scale]: [f32; 2],
    ) {
        let blocks = partition.group_blocks;
        let last = spans.all()[..spans.per_group].last();
        let first = last.map_or(0, |span| (span.start + span.len) / blocks);
        let end = (partition.group_lines / blocks).min((BEYOND_END_HZ / line_hz) as usize);
        self.bands = 0;
        self.edges_hz[0] = first as f32 * line_hz;
        let mut from = first;
        while from < end && self.bands < MAX_BEYOND {
            let wide = (from as f32 * BEYOND_RATIO).round() as usize;
            let to = wide.clamp(from + 1, end);
            let groups = (0..partition.groups).map(|group| group * partition.group_lines);
            let powers = groups.flat_map(|start| {
                let part = start + from * blocks..start + to * blocks;
                lines
                    .iter()
                    .map(move |lines| sum_of(&lines[part.clone()], |x| x * x))
            });
            self.before_db[self.bands] = decibels(scale * powers.sum::<f32>() / lines.len() as f32);
            self.bands += 1;
            self.edges_hz[self.bands] = to as f32 * line_hz;
            from = to;
        }
    }
}

/// Of a power.
fn decibels(power: f32) -> f32 {
    DB_PER_OCTAVE * log2(power + LOWEST)
}
