//! Slopes of the MDCT's windows. Each is power-complementary: its square and that of its mirror
//! image add up to 1, which is what lets the overlap of two frames cancel their aliasing.

use std::f64::consts::{FRAC_PI_2, PI};

use crate::audio::dsp::window::kaiser;

/// Kaiser's α of AAC's long windows. Source: ISO/IEC 14496-3, 4.6.11.3.2.
const KBD_ALPHA: f64 = 4.0;

/// How a window rises from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slope {
    /// A quarter of a sine: MP3, and ATRAC nearly so.
    Sine,
    /// Kaiser–Bessel derived: AAC. Better far rejection, wider main lobe.
    KaiserBessel,
    /// The power sine: Vorbis and CELT.
    PowerSine,
}

impl Slope {
    /// The rising values, `length` of them. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn rise(self, length: usize) -> Vec<f32> {
        let place = |n: usize| FRAC_PI_2 * (n as f64 + 0.5) / length as f64;
        match self {
            Self::Sine => (0..length).map(|n| place(n).sin() as f32).collect(),
            // Source: RFC 6716, 4.3.7.
            Self::PowerSine => (0..length)
                .map(|n| (FRAC_PI_2 * place(n).sin().powi(2)).sin() as f32)
                .collect(),
            Self::KaiserBessel => {
                let weight =
                    |n: usize| kaiser(2.0 * n as f64 / length as f64 - 1.0, PI * KBD_ALPHA);
                let whole: f64 = (0..=length).map(weight).sum();
                let mut sum = 0.0;
                (0..length)
                    .map(|n| {
                        sum += weight(n);
                        (sum / whole).sqrt() as f32
                    })
                    .collect()
            }
        }
    }

    /// Half a window of `length`: a rise of `rise` values in its middle, 0 before and 1 after it.
    /// Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn half_window(self, length: usize, rise: usize) -> Vec<f32> {
        let rest = (length - rise) / 2;
        let mut half = vec![0.0; length];
        half[rest..rest + rise].copy_from_slice(&self.rise(rise));
        half[rest + rise..].fill(1.0);
        half
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_power_complementary() {
        for slope in [Slope::Sine, Slope::KaiserBessel, Slope::PowerSine] {
            let half = slope.half_window(96, 32);
            for n in 0..96 {
                let sum = half[n].powi(2) + half[95 - n].powi(2);
                assert!((sum - 1.0).abs() < 1e-6, "{slope:?} at {n}: {sum}");
            }
        }
    }
}
