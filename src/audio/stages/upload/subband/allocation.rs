//! How many bits each sample of a subband gets: bands are dug down from their loudness until the
//! pool is used up.
//!
//! Source: A2DP 1.3, appendix B, §12.6.3.2 (loudness, both channels from one pool).

use super::filter_bank::SUBBANDS;

/// Bits a band needs less (or more, where negative) than its scale factor says, at 44.1 and 48 kHz:
/// what hearing makes of each band (the standard's table for eight subbands).
const LOUDNESS: [i32; SUBBANDS] = [-4, 0, 0, 0, 0, 0, 1, 2];

/// The need of a band that is silent.
const SILENT: i32 = -5;

/// The most bits of a sample.
const MOST: i32 = 16;

/// Bits of each channel's subbands.
pub type Bits = [[i32; SUBBANDS]; 2];

/// Shares `pool` bits among both channels' bands by their scale factors.
pub fn share(scale_factors: &[[i32; SUBBANDS]; 2], pool: i32) -> Bits {
    let mut need = [[0; SUBBANDS]; 2];
    for (need, factors) in need.iter_mut().zip(scale_factors) {
        for ((need, &factor), offset) in need.iter_mut().zip(factors).zip(LOUDNESS) {
            let loudness = factor - offset;
            *need = match factor {
                0 => SILENT,
                _ if loudness > 0 => loudness / 2,
                _ => loudness,
            };
        }
    }

    // The level down to which all bands are dug: a band starts with two bits, then gets one for
    // each level more.
    let mut level = need
        .iter()
        .flatten()
        .fold(SILENT, |max, &need| max.max(need));
    let mut used = 0;
    loop {
        let mut slice = 0;
        for &need in need.iter().flatten() {
            if need > level && need < level + MOST - 1 {
                slice += 1;
            } else if need == level {
                slice += 2;
            }
        }
        if used + slice > pool || level < SILENT - MOST {
            break;
        }
        used += slice;
        level -= 1;
    }

    let mut bits: Bits = need.map(|need| {
        need.map(|need| {
            if need <= level {
                0
            } else {
                (need - level + 1).min(MOST)
            }
        })
    });
    // What is left goes to the lowest bands first.
    for band in 0..SUBBANDS {
        for (bits, need) in bits.iter_mut().zip(&need) {
            let bits = &mut bits[band];
            if used < pool && (2..MOST).contains(bits) {
                *bits += 1;
                used += 1;
            } else if used + 1 < pool && *bits == 0 && need[band] == level {
                *bits = 2;
                used += 2;
            }
        }
    }
    for band in 0..SUBBANDS {
        for bits in &mut bits {
            // A sample of one bit is not in the standard.
            if used < pool && (2..MOST).contains(&bits[band]) {
                bits[band] += 1;
                used += 1;
            }
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_is_used_up_and_never_overdrawn() {
        let factors = [[15, 13, 11, 9, 7, 5, 3, 1], [14, 14, 10, 8, 0, 0, 0, 0]];
        for pool in 0..250 {
            let bits = share(&factors, pool);
            let used: i32 = bits.iter().flatten().sum();
            assert!(used <= pool, "{used} of {pool}");
            assert!(used >= pool.min(180) - 1, "{used} of {pool}");
            assert!(bits.iter().flatten().all(|&b| b != 1 && b <= 16));
        }
    }

    #[test]
    fn a_small_pool_leaves_the_upper_bands_silent() {
        let factors = [[14, 13, 12, 11, 10, 9, 8, 7]; 2];
        let bits = share(&factors, 16);
        assert!(bits[0][0] >= 3 && bits[0][6..] == [0, 0], "{bits:?}");
    }

    #[test]
    fn silence_gets_nothing_while_there_is_sound() {
        let factors = [[9, 8, 0, 0, 0, 0, 0, 0], [0; 8]];
        let bits = share(&factors, 10);
        assert_eq!(bits[1], [0; 8]);
        assert!(bits[0][0] > 3);
    }
}
