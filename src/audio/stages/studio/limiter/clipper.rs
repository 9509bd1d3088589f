//! A soft clipper: a curve from each sample to its output, without memory.
//!
//! In decibels it is a compressor's static curve with a knee (Giannoulis, Massberg & Reiss 2012,
//! equation 4) around the ceiling: all of the way it ends in a flat top, half of the way it leaves half
//! of the decibels above the ceiling to the limiter.

use crate::audio::dsp::log_exp::{OCTAVES_PER_DB, exp2, log2};
use crate::audio::stage::StereoBlock;

/// Width of the knee in dB: as soft as the tops of mastering converters.
const KNEE_DB: f32 = 6.0;
/// Nothing is quieter than −160 dB.
const FLOOR: f32 = 1e-8;

/// Clips in place; `ceiling` in octaves of amplitude, `share` of the way, 0 to 1.
pub fn process(block: &mut StereoBlock, ceiling: f32, share: f32) {
    const KNEE: f32 = KNEE_DB * OCTAVES_PER_DB;
    for channel in block.channels() {
        for sample in channel {
            let over = log2(sample.abs().max(FLOOR)) - ceiling;
            let within = (over + 0.5 * KNEE).clamp(0.0, KNEE);
            let beyond = (over - 0.5 * KNEE).max(0.0);
            let down = share * (within * within * (0.5 / KNEE) + beyond);
            *sample *= exp2(-down);
        }
    }
}
