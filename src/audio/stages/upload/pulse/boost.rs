//! Which bands deserve more bits than the fixed slope gives them: those that stand out from their
//! neighbours, as the partials of a low voice do.
//!
//! Source: what RFC 6716, §4.3.3 leaves to the encoder ("band boost"), after the description in
//! J.-M. Valin et al., "High-Quality, Low-Delay Music Coding in the Opus Codec", AES 135, 2013.

use super::bands::BANDS;

/// How fast hearing's mask falls from a band to the next above and below, in log2 of amplitude.
const UPWARDS: f32 = 1.5;
const DOWNWARDS: f32 = 2.0;
/// How far a band may stand above the median of those around it and still be covered.
const COVERED: f32 = 1.0;
/// How far the other channel's mask is taken into account.
const ACROSS: f32 = 4.0;
/// The weight of bands below about 1.6 kHz, in the middle, and above 3.2 kHz: the ear is sharpest
/// for the partials of a chord.
const WEIGHTS: [(usize, f32); 3] = [(8, 2.0), (12, 1.0), (BANDS, 0.5)];
/// Nothing is boosted by more bits a line.
const MOST: f32 = 4.0;
/// At a constant rate what one band gets is another's loss: half of it.
const CONSTANT_RATE: f32 = 0.5;

/// Bits a line that each of the lowest `end` bands is to get more, from the levels (log2 of the
/// amplitude) of its channels.
pub fn boosts(levels: &[[f32; BANDS]; 2], channels: usize, end: usize) -> [f32; BANDS] {
    let mut masks = [[0.0; BANDS]; 2];
    for (mask, levels) in masks.iter_mut().zip(levels).take(channels) {
        follow(&levels[..end], &mut mask[..end]);
    }
    let mut boosts = [0.0; BANDS];
    let mut weights = WEIGHTS.iter();
    let mut weight = weights.next();
    for (band, boost) in boosts[..end].iter_mut().enumerate() {
        while weight.is_some_and(|(until, _)| band >= *until) {
            weight = weights.next();
        }
        let mut above = 0.0;
        for channel in 0..channels {
            let mut mask = masks[channel][band];
            if channels == 2 {
                mask = mask.max(masks[1 - channel][band] - ACROSS);
            }
            above += (levels[channel][band] - mask).max(0.0);
        }
        let above = above / channels as f32 * weight.map_or(0.0, |(_, weight)| *weight);
        *boost = CONSTANT_RATE * above.min(MOST);
    }
    boosts
}

/// What the neighbours of each band cover of it.
fn follow(levels: &[f32], mask: &mut [f32]) {
    let end = levels.len();
    let Some(&first) = levels.first() else {
        return;
    };
    mask[0] = first;
    // Above the last rise there is only the fall.
    let mut last_rise = 0;
    for band in 1..end {
        if levels[band] > levels[band - 1] + 0.5 {
            last_rise = band;
        }
        mask[band] = levels[band].min(mask[band - 1] + UPWARDS);
    }
    for band in (0..last_rise).rev() {
        mask[band] = mask[band].min(levels[band].min(mask[band + 1] + DOWNWARDS));
    }
    if end < 5 {
        return;
    }
    for (band, mask) in mask.iter_mut().enumerate() {
        let middle = band.clamp(2, end - 3);
        let mut around = [0.0; 5];
        around.copy_from_slice(&levels[middle - 2..=middle + 2]);
        around.sort_unstable_by(f32::total_cmp);
        *mask = mask.max(around[2] - COVERED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_that_stands_out_is_boosted_and_no_other() {
        let mut levels = [[3.0; BANDS]; 2];
        assert_eq!(boosts(&levels, 2, BANDS), [0.0; BANDS]);
        for levels in &mut levels {
            levels[5] += 3.0;
            levels[15] += 3.0;
        }
        let boosts = boosts(&levels, 2, BANDS);
        assert!(boosts[5] > 0.9 && boosts[15] > 0.2, "{boosts:?}");
        assert!(boosts.iter().filter(|&&b| b > 0.0).count() == 2);
    }
}
