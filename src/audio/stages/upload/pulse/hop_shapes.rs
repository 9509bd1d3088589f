//! Goes through the bands of a hop from below, so that each can be folded from those under it, and
//! hands on to the next what a band leaves over.

use super::allocation::Plan;
use super::bands::{BANDS, Layout};
use super::shape::Shaper;

/// How many bands share what one leaves over or takes too much.
const SHARED_BY: usize = 3;

/// How a hop's channels are coded.
#[derive(Debug, Clone, Copy)]
pub struct Ways {
    /// Short blocks, or 1.
    pub blocks: usize,
    /// 1 or 2.
    pub channels: usize,
    /// The band from which on the right channel is only a level.
    pub joint: usize,
    /// Below it, left and right are coded apart instead of as mid and side.
    pub dual: bool,
}

/// Room for the bands of a hop.
pub struct HopShapes {
    /// The shapes decoded so far: of the left channel or mid, and of the right.
    below: [Vec<f32>; 2],
    /// A band of each channel, one short block after the other: halves are then early and late.
    band: [Vec<f32>; 2],
    /// What each is folded from, in the same order.
    fold: [Vec<f32>; 2],
    /// What was coded of the mid.
    mid: Vec<f32>,
}

impl HopShapes {
    /// For at most `max_lines` lines. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(max_lines: usize) -> Self {
        let room = || vec![0.0; max_lines];
        Self {
            below: [room(), room()],
            band: [room(), room()],
            fold: [room(), room()],
            mid: room(),
        }
    }

    /// Codes the shapes of all bands of `lines`, whose bands have unit length, with the bits that
    /// `shaper` has left. `amplitudes` are those the bands had.
    pub fn code(
        &mut self,
        shaper: &mut Shaper,
        lines: [&mut [f32]; 2],
        amplitudes: &[[f32; BANDS]; 2],
        layout: &Layout,
        plan: &Plan,
        ways: &Ways,
    ) {
        let [left, right] = lines;
        let mut planned: f32 = plan.shape[..plan.coded].iter().sum();
        // The end of the highest band that was coded well enough to be worth folding.
        let mut fold_end = 0;
        for band in 0..layout.end {
            let range = layout.range(band);
            let width = range.len();
            if width == 0 {
                continue;
            }
            let mut bits = 0.0;
            if band < plan.coded {
                let spare = shaper.left - planned;
                let share = spare / (plan.coded - band).min(SHARED_BY) as f32;
                bits = (plan.shape[band] + share).clamp(0.0, shaper.left);
                planned -= plan.shape[band];
            }
            let [band_left, band_right] = &mut self.band;
            let band_left = &mut band_left[..width];
            let band_right = &mut band_right[..width];
            part_blocks(&left[range.clone()], band_left, ways.blocks);
            let apart = ways.dual && band < ways.joint;
            if ways.channels == 2 {
                part_blocks(&right[range.clone()], band_right, ways.blocks);
            }
            // The lines just below, as many as this band has.
            let from = fold_end.max(width) - width;
            let can_fold = fold_end > 0 && from + width <= range.start;
            for (fold, below) in self.fold.iter_mut().zip(&self.below) {
                if can_fold {
                    part_blocks(&below[from..from + width], &mut fold[..width], ways.blocks);
                }
            }
            let fold = can_fold.then_some(&self.fold[0][..width]);

            let mid = &mut self.mid[..width];
            if ways.channels == 1 {
                shaper.mono(band_left, bits, 1.0, fold);
                mid.copy_from_slice(band_left);
            } else if apart {
                let before = shaper.left;
                shaper.mono(band_left, 0.5 * bits, 1.0, fold);
                let used = before - shaper.left;
                let fold = can_fold.then_some(&self.fold[1][..width]);
                shaper.mono(band_right, bits - used, 1.0, fold);
                mid.copy_from_slice(band_left);
            } else if band < ways.joint {
                shaper.joint([band_left, band_right], bits, fold, mid);
            } else {
                let amplitudes = [amplitudes[0][band], amplitudes[1][band]];
                shaper.intensity([band_left, band_right], amplitudes, bits, fold, mid);
            }

            join_blocks(band_left, &mut left[range.clone()], ways.blocks);
            join_blocks(mid, &mut self.below[0][range.clone()], ways.blocks);
            if ways.channels == 2 {
                join_blocks(band_right, &mut right[range.clone()], ways.blocks);
                let source = if apart { band_right } else { mid };
                join_blocks(source, &mut self.below[1][range.clone()], ways.blocks);
            }
            // At least a bit a line.
            if bits > width as f32 || fold_end == 0 {
                fold_end = range.end;
            }
        }
    }
}

/// Interleaved blocks to one block after the other.
fn part_blocks(from: &[f32], to: &mut [f32], blocks: usize) {
    if blocks == 1 {
        to.copy_from_slice(from);
        return;
    }
    let lines = from.len() / blocks;
    for (line, group) in from.chunks_exact(blocks).enumerate() {
        for (block, x) in group.iter().enumerate() {
            to[block * lines + line] = *x;
        }
    }
}

/// One block after the other to interleaved blocks.
fn join_blocks(from: &[f32], to: &mut [f32], blocks: usize) {
    if blocks == 1 {
        to.copy_from_slice(from);
        return;
    }
    let lines = from.len() / blocks;
    for (line, group) in to.chunks_exact_mut(blocks).enumerate() {
        for (block, x) in group.iter_mut().enumerate() {
            *x = from[block * lines + line];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_parted_and_joined() {
        let lines: [f32; 24] = std::array::from_fn(|i| i as f32);
        let mut parted = [0.0; 24];
        part_blocks(&lines, &mut parted, 8);
        assert_eq!(parted[..3], [0.0, 8.0, 16.0]);
        let mut joined = [0.0; 24];
        join_blocks(&parted, &mut joined, 8);
        assert_eq!(joined, lines);
    }
}
