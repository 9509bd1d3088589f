//! The K-weighting of ITU-R BS.1770-4, for any sample rate: a shelf for the head and a high-pass.
//!
//! The recommendation gives coefficients at 48 kHz alone; frequencies, height and qualities behind
//! them are those of libebur128.

use std::f64::consts::PI;

use super::units::db_to_gain;

const SHELF_HZ: f64 = 1_681.974_450_955_533;
const SHELF_DB: f64 = 3.999_843_853_973_347;
const SHELF_Q: f64 = 0.707_175_236_955_419_6;
/// Corner of the high-pass.
pub const HIGH_PASS_HZ: f64 = 38.135_470_876_024_44;
/// Its quality: nearly two equal poles.
pub const HIGH_PASS_Q: f64 = 0.500_327_037_323_877_3;

/// Numerator and denominator of the shelf.
pub fn shelf(sample_rate: f64) -> ([f64; 3], [f64; 3]) {
    let q = SHELF_Q;
    let k = (PI * (SHELF_HZ / sample_rate).min(0.45)).tan();
    let top = db_to_gain(SHELF_DB);
    let middle = top.powf(0.499_666_774_154_541_6);
    (
        [
            top + middle * k / q + k * k,
            2.0 * (k * k - top),
            top - middle * k / q + k * k,
        ],
        [
            1.0 + k / q + k * k,
            2.0 * (k * k - 1.0),
            1.0 - k / q + k * k,
        ],
    )
}

/// Numerator and denominator of the high-pass. The recommendation leaves its height above 0 dB as it
/// comes out.
pub fn high_pass(sample_rate: f64) -> ([f64; 3], [f64; 3]) {
    let k = (PI * (HIGH_PASS_HZ / sample_rate).min(0.45)).tan();
    let a0 = 1.0 + k / HIGH_PASS_Q + k * k;
    (
        [1.0, -2.0, 1.0],
        [
            1.0,
            2.0 * (k * k - 1.0) / a0,
            (1.0 - k / HIGH_PASS_Q + k * k) / a0,
        ],
    )
}

/// |H|² at a frequency in Hz, as the analog filters behind the coefficients have it.
pub fn power_response(frequency_hz: f64) -> f64 {
    let top = db_to_gain(SHELF_DB);
    let middle = top.powf(0.499_666_774_154_541_6);
    let w = frequency_hz / SHELF_HZ;
    let above = (1.0 - top * w * w).powi(2) + (middle * w / SHELF_Q).powi(2);
    let below = (1.0 - w * w).powi(2) + (w / SHELF_Q).powi(2);
    let w = frequency_hz / HIGH_PASS_HZ;
    let high = w.powi(4) / ((1.0 - w * w).powi(2) + (w / HIGH_PASS_Q).powi(2));
    above / below * high
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables 1 and 2 of the recommendation.
    #[test]
    fn at_48_khz_they_are_the_recommendations() {
        let (b, a) = shelf(48_000.0);
        let wanted = [
            1.535_124_859_586_97,
            -2.691_696_189_406_38,
            1.198_392_810_852_85,
        ];
        for (b, wanted) in b.iter().zip(wanted) {
            assert!((b / a[0] - wanted).abs() < 1e-9);
        }
        assert!((a[1] / a[0] + 1.690_659_293_182_41).abs() < 1e-9);
        assert!((a[2] / a[0] - 0.732_480_774_215_85).abs() < 1e-9);
        let (_, a) = high_pass(48_000.0);
        assert!((a[1] + 1.990_047_454_833_98).abs() < 1e-9);
        assert!((a[2] - 0.990_072_250_366_21).abs() < 1e-9);
    }

    #[test]
    fn the_power_response_is_that_of_the_filters() {
        // The shelf lifts 1 kHz by 0.69 dB, for which the recommendation takes 0.691 off.
        for (hz, db) in [(38.0, -6.0), (100.0, -1.1), (997.0, 0.69), (10_000.0, 4.0)] {
            let found = 10.0 * power_response(hz).log10();
            assert!((found - db).abs() < 0.1, "{hz}: {found}");
        }
    }
}
