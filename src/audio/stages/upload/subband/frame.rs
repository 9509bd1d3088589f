//! A frame: sixteen samples of each subband, with a scale factor for each band and as many steps as
//! its bits allow.
//!
//! Not modelled: the 16 bits of the input, so that peaks above full scale are scaled and not clipped.
//!
//! Source: A2DP 1.3, appendix B, §12.5 and §12.6.4.

use super::allocation::share;
use super::filter_bank::SUBBANDS;

/// Samples of a subband in a frame.
pub const BLOCKS: usize = 16;

/// Bits of a frame besides its samples: header and checksum, which bands are joined, and a scale
/// factor of four bits for each band.
pub const SIDE_BITS: f64 = (32 + SUBBANDS + 2 * 4 * SUBBANDS) as f64;

/// The unit of the scale factors: one step of a 16-bit signal.
const UNIT: f32 = 1.0 / 32_768.0;

/// The largest scale factor; above 15, which the standard has, for what is above full scale.
const LARGEST: i32 = 35;

/// The subbands' samples of left and right, block after block.
pub type Frame = [[[f32; SUBBANDS]; 2]; BLOCKS];

/// How a frame's bits were given out.
#[derive(Debug, Clone, Copy)]
pub struct Allocation {
    /// Bands of middle and side.
    joined: [bool; SUBBANDS],
    /// Bits of a sample in each band of each channel.
    bits: [[i32; SUBBANDS]; 2],
}

/// Codes a frame in place with a pool of `pool` bits for each block, or with the allocation that is
/// `held`. Returns how it was coded and the bits it took for its samples.
pub fn code(frame: &mut Frame, pool: i32, held: Option<Allocation>) -> (Allocation, u32) {
    let joined = held.map_or_else(|| worth_joining(frame), |held| held.joined);
    join(frame, &joined);
    let factors = scale_factors(frame);
    let bits = held.map_or_else(|| share(&factors, pool), |held| held.bits);
    for channel in 0..2 {
        let mut scale = [0.0f32; SUBBANDS];
        let mut levels = [1.0f32; SUBBANDS];
        for band in 0..SUBBANDS {
            if bits[channel][band] > 0 {
                // The scale factor n stands for 2^(n + 1).
                scale[band] = UNIT * ((factors[channel][band] + 1) as f32).exp2();
                levels[band] = ((1u32 << bits[channel][band]) - 1) as f32;
            }
        }
        let to_steps: [f32; SUBBANDS] = std::array::from_fn(|band| {
            if scale[band] > 0.0 {
                0.5 * levels[band] / scale[band]
            } else {
                0.0
            }
        });
        let from_steps: [f32; SUBBANDS] =
            std::array::from_fn(|band| 2.0 * scale[band] / levels[band]);
        for block in frame.iter_mut() {
            for (band, sample) in block[channel].iter_mut().enumerate() {
                let step = *sample * to_steps[band] + 0.5 * levels[band];
                // The cast cuts off, and takes what is no number for 0.
                let step = (step as i32).clamp(0, levels[band] as i32 - 1) as f32;
                // Steps are odd in number: the middle one is silence.
                *sample = (step + 0.5 - 0.5 * levels[band]) * from_steps[band];
            }
        }
    }
    for block in frame.iter_mut() {
        let [left, right] = block;
        for band in 0..SUBBANDS {
            if joined[band] {
                let [mid, side] = [left[band], right[band]];
                (left[band], right[band]) = (mid + side, mid - side);
            }
        }
    }
    let spent: i32 = bits.iter().flatten().sum();
    (Allocation { joined, bits }, spent as u32 * BLOCKS as u32)
}

/// Writes mid and side in place of left and right in these bands.
fn join(frame: &mut Frame, joined: &[bool; SUBBANDS]) {
    for [left, right] in frame {
        for ((left, right), joined) in left.iter_mut().zip(right).zip(joined) {
            if *joined {
                (*left, *right) = (0.5 * (*left + *right), 0.5 * (*left - *right));
            }
        }
    }
}

/// The bands in which the scale factors of mid and side are smaller; never the highest.
fn worth_joining(frame: &Frame) -> [bool; SUBBANDS] {
    let mut sides = *frame;
    join(&mut sides, &[true; SUBBANDS]);
    let cost = |factors: [[i32; SUBBANDS]; 2], band: usize| {
        let size = |channel: usize| 1i64 << factors[channel][band];
        size(0) + size(1)
    };
    let apart = scale_factors(frame);
    let together = scale_factors(&sides);
    std::array::from_fn(|band| band + 1 < SUBBANDS && cost(together, band) < cost(apart, band))
}

/// The smallest n for each band so that all its samples are below 2^(n + 1) units.
fn scale_factors(frame: &Frame) -> [[i32; SUBBANDS]; 2] {
    let mut peaks = [[0.0f32; SUBBANDS]; 2];
    for block in frame {
        for (peaks, samples) in peaks.iter_mut().zip(block) {
            for (peak, sample) in peaks.iter_mut().zip(samples) {
                *peak = peak.max(sample.abs());
            }
        }
    }
    peaks.map(|peaks| {
        peaks.map(|peak| {
            // The exponent of the float: ⌊log2⌋.
            let exponent = ((peak / UNIT).to_bits() >> 23) as i32 - 127;
            exponent.clamp(0, LARGEST)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine_frame(amplitudes: [f32; 2]) -> Frame {
        std::array::from_fn(|block| {
            let x = (block as f32 * 0.7).sin();
            amplitudes.map(|a| std::array::from_fn(|band| a * x / (1 + band * band) as f32))
        })
    }

    fn error(frame: &Frame, pool: i32) -> f32 {
        let mut coded = *frame;
        code(&mut coded, pool, None);
        let differences = coded.iter().flatten().flatten();
        let squares = differences
            .zip(frame.iter().flatten().flatten())
            .map(|(a, b)| (a - b) * (a - b));
        squares.sum()
    }

    #[test]
    fn more_bits_are_more_exact() {
        let frame = sine_frame([0.3, 0.2]);
        let errors = [10, 20, 40, 80, 160].map(|pool| error(&frame, pool));
        assert!(
            errors.windows(2).all(|pair| pair[1] < 0.7 * pair[0]),
            "{errors:?}"
        );
    }

    #[test]
    fn what_is_the_same_in_both_is_joined() {
        let same = sine_frame([0.3, 0.3]);
        // Their mean is no smaller, to a power of two, than the larger one.
        let apart = sine_frame([0.48, 0.04]);
        assert_eq!(worth_joining(&same)[..7], [true; 7]);
        assert!(!worth_joining(&apart)[0]);
        // All the pool is for one channel then.
        assert!(error(&same, 30) < error(&sine_frame([0.3, -0.21]), 30));
    }

    #[test]
    fn silence_stays_silent_and_nonsense_finite() {
        let mut frame = [[[0.0; SUBBANDS]; 2]; BLOCKS];
        code(&mut frame, 50, None);
        assert_eq!(frame, [[[0.0; SUBBANDS]; 2]; BLOCKS]);
        for level in [1e9, f32::MAX, f32::INFINITY, f32::NAN] {
            let mut frame = [[[level; SUBBANDS]; 2]; BLOCKS];
            code(&mut frame, 50, None);
            assert!(frame.iter().flatten().flatten().all(|x| x.is_finite()));
        }
    }
}
