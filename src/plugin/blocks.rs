//! Cuts a host's buffer, of any length and one or two channels, into clean stereo blocks.

use std::ops::Range;

use crate::audio::chain::taps::TapWriter;
use crate::audio::{MAX_BLOCK, Stage, StereoBlock};

/// The loudest sample that is let in: +120 dBFS, far above anything meant to be heard, so that no
/// sum inside can overflow.
const LOUDEST: f32 = 1e6;

/// Runs `stage` over a buffer in place and shows what went in and out to `taps`.
///
/// Before each of its blocks `before` hears which frames it has, for what comes in beside it.
/// One channel is heard on both sides and its left side is returned. No channels, no frames:
/// nothing happens. What is not a number, infinite or denormal becomes 0 on the way in.
pub fn process<S: Stage>(
    stage: &mut S,
    taps: &mut TapWriter,
    buffer: &mut [&mut [f32]],
    mut before: impl FnMut(&mut S, Range<usize>),
) {
    let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
    let frames = buffer.first().map_or(0, |channel| channel.len());
    let mut start = 0;
    while start < frames {
        let len = MAX_BLOCK.min(frames - start);
        let span = start..start + len;
        let first = buffer
            .first()
            .map_or(&[][..], |channel| &channel[span.clone()]);
        let second = buffer
            .get(1)
            .map_or(first, |channel| &channel[span.clone()]);
        clean(first, &mut left);
        clean(second, &mut right);
        let mut block = StereoBlock::new(&mut left[..len], &mut right[..len]);
        taps.input(&block);
        before(stage, span.clone());
        stage.process(&mut block);
        taps.output(&block);
        for (channel, samples) in buffer.iter_mut().zip([&left, &right]) {
            clean(&samples[..len], &mut channel[span.clone()]);
        }
        start += len;
    }
}

fn clean(from: &[f32], to: &mut [f32]) {
    for (to, &sample) in to.iter_mut().zip(from) {
        // False for NaN, 0 and denormals alike.
        let normal = sample.abs() >= f32::MIN_POSITIVE;
        let finite = sample.abs() <= f32::MAX;
        *to = if normal && finite {
            sample.clamp(-LOUDEST, LOUDEST)
        } else {
            0.0
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_normal_numbers_pass() {
        let dirty = [
            f32::NAN,
            f32::INFINITY,
            -f32::INFINITY,
            1e-40,
            -0.0,
            1e9,
            -0.5,
        ];
        let mut out = [1.0; 7];
        clean(&dirty, &mut out);
        assert_eq!(out, [0.0, 0.0, 0.0, 0.0, 0.0, LOUDEST, -0.5]);
    }
}
