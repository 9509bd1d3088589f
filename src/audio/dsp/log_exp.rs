//! Quick logarithms and powers of many numbers, without a call or a branch: in loops they are done
//! side by side.

/// Octaves in a decibel of amplitude: 1/(20 log₁₀ 2).
pub const OCTAVES_PER_DB: f32 = 0.166_096_4;

/// log₂ of a positive number, within 0.0001: the exponent, and a polynomial of the mantissa.
pub fn log2(x: f32) -> f32 {
    let bits = x.to_bits();
    // In the last bits of 2²³ a whole number is a float at once.
    let exponent = f32::from_bits((bits >> 23) | 8_388_608f32.to_bits()) - (8_388_608.0 + 127.0);
    let m = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000) - 1.0;
    // Fitted to (log2(1 + m) − m) / (m (1 − m)) over 0..1: both ends are exact.
    let curve = 0.442_454 - m * (0.270_16 - m * (0.152_021 - m * 0.045_841_5));
    exponent + m + m * (1.0 - m) * curve
}

/// 2^x within 0.0004 %, for x from −125 to 126: the whole number goes to the exponent, the rest
/// through the exponential series.
#[inline(always)]
pub fn exp2(x: f32) -> f32 {
    // Added and taken away, it leaves the nearest whole number, which is then in its last bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-125.0, 126.0);
    let shifted = x + ROUND;
    let f = x - (shifted - ROUND);
    let series = 0.240_226_5 + f * (0.055_504_1 + f * (0.009_618_13 + f * 0.001_333_36));
    let mantissa = 1.0 + f * (std::f32::consts::LN_2 + f * series);
    let scale = (shifted.to_bits() << 23).wrapping_add(1.0f32.to_bits());
    mantissa * f32::from_bits(scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_within_a_hundredth_of_a_decibel() {
        let db = 1.0 / f64::from(OCTAVES_PER_DB);
        for n in -9_000..9_000 {
            let x = n as f32 * 0.013;
            let exact = f64::from(x).exp2();
            let power_db = db * (f64::from(exp2(x)) / exact).log2();
            assert!(power_db.abs() < 1e-4, "2^{x}: {power_db} dB");
            let log_db = db * (f64::from(log2(exact as f32)) - f64::from(exact as f32).log2());
            assert!(log_db.abs() < 1e-3, "log2 of 2^{x}: {log_db} dB");
        }
        assert_eq!((exp2(0.0), exp2(-3.0), log2(1.0)), (1.0, 0.125, 0.0));
        assert!(exp2(1e9).is_finite() && exp2(-1e9) > 0.0 && log2(0.0) < -120.0);
    }
}
