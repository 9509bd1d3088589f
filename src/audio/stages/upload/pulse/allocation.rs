//! Shares a hop's bits among its bands: a fixed slope towards the treble, raised until the bits are
//! used up, and in each band a part for a finer level and a part for the shape.
//!
//! Not modelled: the choice of the slope by the encoder (a tenth of a bit a line at most).
//!
//! Source: RFC 6716, §4.3.3.

use super::bands::{BANDS, Layout};

/// How much less depth each band gets than the one below, in bits a line: a straight line through
/// the standard's table 57 (6.45/32), less the tilt its encoder adds to 20 ms frames.
const SLOPE: f32 = 0.196;
/// What the two highest bands get less than the line, in bits a line (the same table).
const TOP_LESS: [f32; 2] = [0.28, 0.95];
/// The most bits a line gets; more is not heard.
const DEEPEST: f32 = 7.0;
/// Depth of both channels together below which a high band is left to folding, in bits a line: for
/// a band that was coded in the last hop, and for one that was not (the standard's encoder).
const WORTH: [f32; 2] = [7.0 / 16.0, 9.0 / 16.0];
/// Bands that are kept however little they get; below, something must be coded.
const ALWAYS_KEPT: usize = 17;
/// A band with fewer bits a line than this gets none.
const LEAST: f32 = 3.0 / 16.0;
/// Bits a line that a level's own step is ahead of the shape's, and the finest step.
const FINE_OFFSET: f32 = 21.0 / 8.0;
const FINEST: f32 = 8.0;

/// The most of a hop's bits that boosts may take.
const BOOSTED_MOST: f32 = 2.0 / 3.0;

/// How often the search for the depth halves its range: to a thousandth of a bit.
const HALVINGS: usize = 13;

/// What a hop is coded like.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Bits for the shape of each band, both channels together.
    pub shape: [f32; BANDS],
    /// Bits for the level of each band, for each channel.
    pub fine: [u32; BANDS],
    /// Bands whose shape is coded; those above are folded.
    pub coded: usize,
}

/// Shares `bits` among the bands of `channels` channels. `joint` bands from the bottom have one
/// more degree of freedom, the angle between the channels; `last_coded` is the last hop's count.
pub fn plan(
    layout: &Layout,
    channels: usize,
    joint: usize,
    last_coded: usize,
    boosts: &[f32; BANDS],
    bits: f32,
) -> Plan {
    let mut plan = Plan {
        shape: [0.0; BANDS],
        fine: [0; BANDS],
        coded: layout.end,
    };
    let ways = channels as f32;
    let mut total = pour(layout, channels, plan.coded, boosts, bits);
    // Bands not worth their bits give them to the others, the highest first.
    while plan.coded > ALWAYS_KEPT {
        let top = plan.coded - 1;
        let worth = WORTH[usize::from(top >= last_coded)] * layout.width(top) as f32;
        if total[top] > worth {
            break;
        }
        plan.coded -= 1;
        // A folded band still has one bit for a finer level.
        let folded = ways * (layout.end - plan.coded) as f32;
        total = pour(
            layout,
            channels,
            plan.coded,
            boosts,
            (bits - folded).max(0.0),
        );
    }
    if bits >= ways * (layout.end - plan.coded) as f32 {
        plan.fine[plan.coded..layout.end].fill(1);
    }

    for (band, &total) in total.iter().enumerate().take(plan.coded) {
        let width = layout.width(band) as f32;
        if width == 0.0 {
            continue;
        }
        let has_angle = channels == 2 && width > 2.0 && band < joint;
        let freedom = ways * width + if has_angle { 1.0 } else { 0.0 };
        let fine = (total / freedom + 0.5 * width.log2() - FINE_OFFSET).round();
        let fine = fine.min((total / ways).floor()).clamp(0.0, FINEST);
        plan.fine[band] = fine as u32;
        plan.shape[band] = total - ways * fine;
    }
    plan
}

/// The bits of each of the lowest `coded` bands, so that all are used up.
fn pour(
    layout: &Layout,
    channels: usize,
    coded: usize,
    boosts: &[f32; BANDS],
    bits: f32,
) -> [f32; BANDS] {
    let mut lines = [0.0; BANDS];
    let mut offsets = [0.0; BANDS];
    for band in 0..coded {
        lines[band] = (channels * layout.width(band)) as f32;
        let top_less = (band + 2)
            .checked_sub(BANDS)
            .map_or(0.0, |top| TOP_LESS[top]);
        offsets[band] = SLOPE * band as f32 + top_less;
    }
    // Boosts are paid first, but not with more than most of the bits.
    let asked: f32 = lines.iter().zip(boosts).map(|(l, b)| l * b).sum();
    let paid = (BOOSTED_MOST * bits / asked.max(1.0)).min(1.0);

    let least = LEAST / channels as f32;
    let depth = |level: f32, offset: f32, boost: f32| {
        let depth = (level - offset).max(0.0) + paid * boost;
        if depth < least {
            0.0
        } else {
            depth.min(DEEPEST)
        }
    };
    let bands = || lines.iter().zip(&offsets).zip(boosts);
    let mut low = 0.0;
    let mut high = DEEPEST + SLOPE * BANDS as f32 + TOP_LESS[1];
    for _ in 0..HALVINGS {
        let level = 0.5 * (low + high);
        let used: f32 = bands()
            .map(|((lines, &offset), &boost)| lines * depth(level, offset, boost))
            .sum();
        if used > bits {
            high = level;
        } else {
            low = level;
        }
    }
    let mut shares = [0.0; BANDS];
    for (share, ((lines, &offset), &boost)) in shares.iter_mut().zip(bands()) {
        *share = lines * depth(low, offset, boost);
    }
    shares
}

/// The band from which on the right channel is only a level of the left one, at a bit rate in
/// kbit/s: a line through the corners of what the standard's encoder does.
pub fn intensity_band(bit_rate_kbit: f32) -> usize {
    const CORNERS: [(f32, f32); 6] = [
        (0.0, 0.0),
        (8.0, 8.0),
        (36.0, 11.0),
        (67.0, 16.0),
        (88.0, 19.0),
        (134.0, 21.0),
    ];
    for pair in CORNERS.windows(2) {
        let [(from, low), (to, high)] = [pair[0], pair[1]];
        if bit_rate_kbit < to {
            return (low + (high - low) * (bit_rate_kbit - from) / (to - from)) as usize;
        }
    }
    BANDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout() -> Layout {
        Layout::new(960, 25.0, 20_000.0, 1)
    }

    #[test]
    fn all_bits_are_shared_and_no_more() {
        for bits in [0.0, 10.0, 100.0, 500.0, 1_500.0, 4_000.0, 9_000.0] {
            let plan = plan(&layout(), 2, BANDS, BANDS, &[0.0; BANDS], bits);
            let fine: u32 = plan.fine.iter().sum();
            let used = plan.shape.iter().sum::<f32>() + 2.0 * fine as f32;
            assert!(used <= bits + 1e-2, "{used} of {bits}");
            assert!(used > 0.95 * bits - 20.0, "{used} of {bits}");
        }
    }

    #[test]
    fn few_bits_leave_the_treble_to_folding() {
        let few = plan(&layout(), 2, BANDS, BANDS, &[0.0; BANDS], 700.0);
        assert!(few.coded < BANDS - 1, "{}", few.coded);
        let many = plan(&layout(), 2, BANDS, BANDS, &[0.0; BANDS], 3_000.0);
        assert_eq!(many.coded, BANDS);
        // A fixed slope: a line of the lowest band gets more than one of the highest.
        assert!(many.shape[0] / 8.0 > many.shape[20] / 176.0 + 2.0);
    }

    #[test]
    fn intensity_moves_up_with_the_rate() {
        let bands = [6.0, 32.0, 64.0, 96.0, 150.0].map(intensity_band);
        assert_eq!(bands, [6, 10, 15, 19, 21]);
    }
}
