//! Quick sums and logarithms of many numbers.

pub use crate::audio::dsp::log_exp::log2;

/// Lanes of a sum: what two or four registers hold.
const LANES: usize = 8;

/// Σ f(x), in lanes.
pub fn sum_of(values: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let chunks = values.chunks_exact(LANES);
    let rest: f32 = chunks.remainder().iter().map(|x| f(*x)).sum();
    let mut sums = [0.0; LANES];
    for chunk in chunks {
        for lane in 0..LANES {
            sums[lane] += f(chunk[lane]);
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// Σ x y, in lanes.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a_chunks, b_chunks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest = a_chunks.remainder().iter().zip(b_chunks.remainder());
    let rest: f32 = rest.map(|(a, b)| a * b).sum();
    let mut sums = [0.0; LANES];
    for (a, b) in a_chunks.zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// log₂ of a positive number as the bits of a float have it: exact at powers of two, at most 0.086
/// too low between them. For means over many numbers.
pub fn rough_log2(x: f32) -> f32 {
    x.to_bits() as i32 as f32 * (1.0 / 8_388_608.0) - 127.0
}

/// 2^x within 0.002 %, for x from −125 to 126.
pub fn exp2(x: f32) -> f32 {
    let x = x.clamp(-125.0, 126.0);
    let whole = x.floor();
    let f = x - whole;
    // Fitted to (2^f − 1 − f) / (f² − f) over 0..1: both ends are exact.
    let curve = 0.306_945 + f * (0.065_546_9 + f * 0.013_703_3);
    let mantissa = 1.0 + f - f * (1.0 - f) * curve;
    f32::from_bits((mantissa.to_bits() as i32 + ((whole as i32) << 23)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_and_powers_are_near() {
        for n in -900..900 {
            let x = n as f32 * 0.013;
            assert!((exp2(x) / x.exp2() - 1.0).abs() < 3e-5, "{x}");
            assert!((log2(x.exp2()) - x).abs() < 2e-4, "{x}");
            assert!((rough_log2(x.exp2()) - x).abs() < 0.09, "{x}");
        }
    }
}
