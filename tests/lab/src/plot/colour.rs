//! A colour map for levels.

/// sRGB for a level from 0 (lowest) to 1: near-black through violet and orange to pale yellow.
///
/// Lightness rises evenly, in Ottosson's OKLab, and the hues keep clear of green: the map reads the
/// same to colour-blind eyes and in grey print.
pub fn level_colour(level: f64) -> [u8; 3] {
    let level = level.clamp(0.0, 1.0);
    let lightness = 0.08 + 0.89 * level;
    // Greatest in the middle, where a screen has the most room for it.
    let chroma = 0.02 + 0.17 * (std::f64::consts::PI * level.powf(0.85)).sin().max(0.0);
    let hue = (285.0 + (100.0 + 360.0 - 285.0) * level).to_radians();
    srgb_of_oklab(lightness, chroma * hue.cos(), chroma * hue.sin())
}

/// Björn Ottosson, "A perceptual color space for image processing", 2020.
fn srgb_of_oklab(lightness: f64, a: f64, b: f64) -> [u8; 3] {
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(|linear| {
        let linear = linear.clamp(0.0, 1.0);
        // IEC 61966-2-1.
        let encoded = if linear <= 0.003_130_8 {
            12.92 * linear
        } else {
            1.055 * linear.powf(1.0 / 2.4) - 0.055
        };
        (255.0 * encoded).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_rises_all_the_way() {
        let luma = |[r, g, b]: [u8; 3]| {
            0.2126 * f64::from(r) + 0.7152 * f64::from(g) + 0.0722 * f64::from(b)
        };
        let steps: Vec<f64> = (0..=64)
            .map(|at| luma(level_colour(f64::from(at) / 64.0)))
            .collect();
        assert!(
            steps.windows(2).all(|pair| pair[1] > pair[0] - 0.5),
            "{steps:?}"
        );
        assert!(
            steps[0] < 12.0 && steps[64] > 220.0,
            "{} {}",
            steps[0],
            steps[64]
        );
    }

    #[test]
    fn oklab_white_is_white() {
        assert_eq!(srgb_of_oklab(1.0, 0.0, 0.0), [255; 3]);
    }
}
