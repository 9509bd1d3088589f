//! Joint stereo: middle and side instead of left and right, where that is cheaper.
//!
//! The price of a band is its perceptual entropy. Source: J. Johnston, A. Ferreira, "Sum-difference
//! stereo transform coding", ICASSP 1992.

use std::f32::consts::FRAC_1_SQRT_2;

use super::bands::{MAX_BANDS, Span};
use super::masking::Hearing;
use super::numbers::{dot, log2};

/// How much cheaper the other way must be, for the whole frame, before a frame changes over:
/// going back and forth would be heard.
const RELUCTANCE: f32 = 0.96;

/// Which bands are coded as middle and side.
pub type MidSide = [bool; MAX_BANDS];

/// The prices of a frame in bits at the threshold: as left and right, and as decided.
#[derive(Debug, Clone, Copy, Default)]
pub struct Price {
    /// Of the frame as it will be coded.
    pub entropy: f32,
}

/// Decides for a frame; thresholds become those of what is coded.
pub fn decide(
    lines: [&[f32]; 2],
    spans: &[Span],
    hearing: &mut [Hearing; 2],
    by_band: bool,
    mid_side: &mut MidSide,
) -> Price {
    let mut apart = [0.0; MAX_BANDS];
    let mut together = [0.0; MAX_BANDS];
    let [left, right] = hearing;
    for (b, span) in spans.iter().enumerate() {
        let len = span.len as f32;
        let part = span.start..span.start + span.len;
        let cross = dot(&lines[0][part.clone()], &lines[1][part]);
        let (l, r) = (left.energy[b], right.energy[b]);
        let mean = 0.5 * (l + r);
        let threshold = left.threshold[b].min(right.threshold[b]);
        let price =
            |energy: f32, threshold: f32| 0.5 * len * log2(1.0 + energy.max(0.0) / threshold);
        apart[b] = price(l, left.threshold[b]) + price(r, right.threshold[b]);
        together[b] = price(mean + cross, threshold) + price(mean - cross, threshold);
    }
    let count = spans.len();
    if by_band {
        for b in 0..count {
            mid_side[b] = together[b] < apart[b];
        }
    } else {
        let sums = [&apart, &together].map(|prices| prices[..count].iter().sum::<f32>());
        let is_joint = if mid_side[0] {
            sums[1] * RELUCTANCE < sums[0]
        } else {
            sums[1] < sums[0] * RELUCTANCE
        };
        mid_side.fill(is_joint);
    }
    let mut entropy = 0.0;
    for b in 0..count {
        if mid_side[b] {
            let threshold = left.threshold[b].min(right.threshold[b]);
            left.threshold[b] = threshold;
            right.threshold[b] = threshold;
            entropy += together[b];
        } else {
            entropy += apart[b];
        }
    }
    Price { entropy }
}

/// Turns left and right into middle and side, or back: it is its own inverse.
pub fn rotate(lines: &mut [Vec<f32>; 2], spans: &[Span], mid_side: &MidSide) {
    let [left, right] = lines;
    for (span, _) in spans.iter().zip(mid_side).filter(|(_, joint)| **joint) {
        let part = span.start..span.start + span.len;
        for (l, r) in left[part.clone()].iter_mut().zip(&mut right[part]) {
            let (sum, difference) = (*l + *r, *l - *r);
            *l = sum * FRAC_1_SQRT_2;
            *r = difference * FRAC_1_SQRT_2;
        }
    }
}
