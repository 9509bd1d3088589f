//! Second-order filter sections.
//!
//! Coefficients are designed in f64 and so is the state, because poles at a few hertz and high
//! sample rates lose their precision in f32.
//! Sources: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients";
//! M. Vicanek, "Matched Second Order Digital Filters", 2016 (the peak, which keeps its analog
//! shape up to the Nyquist frequency).

use std::f64::consts::{PI, TAU};

use crate::audio::stage::StereoBlock;

/// A section's transfer function, normalised to a0 = 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
}

impl Biquad {
    /// Passes everything unchanged.
    pub const IDENTITY: Self = Self {
        b: [1.0, 0.0, 0.0],
        a: [0.0, 0.0],
    };

    /// From numerator and denominator.
    pub fn of(b: [f64; 3], a: [f64; 3]) -> Self {
        Self {
            b: b.map(|b| b / a[0]),
            a: [a[1] / a[0], a[2] / a[0]],
        }
    }

    /// A high-pass of 12 dB per octave with its corner at `cutoff_hz` and quality `q`.
    pub fn high_pass(cutoff_hz: f64, q: f64, sample_rate: f64) -> Self {
        let omega = TAU * (cutoff_hz / sample_rate).min(0.49);
        let alpha = omega.sin() / (2.0 * q);
        let cos = omega.cos();
        let a0 = 1.0 + alpha;
        let edge = (1.0 + cos) / 2.0 / a0;
        Self {
            b: [edge, -2.0 * edge, edge],
            a: [-2.0 * cos / a0, (1.0 - alpha) / a0],
        }
    }

    /// A peak of `gain_db` at `centre_hz` with quality `q` (that of the analog prototype
    /// (s² + s·g/q + 1)/(s² + s/q + 1)), matched to the analog curve at 0, centre and Nyquist.
    pub fn peak(centre_hz: f64, q: f64, gain_db: f64, sample_rate: f64) -> Self {
        let gain = 10f64.powf(gain_db / 20.0);
        let omega = TAU * centre_hz / sample_rate;
        // Poles by impulse invariance; the prototype's damping is 1/(2q).
        let zeta = 0.5 / q;
        let decay = (-zeta * omega).exp();
        let a1 = if zeta <= 1.0 {
            -2.0 * decay * (omega * (1.0 - zeta * zeta).sqrt()).cos()
        } else {
            -2.0 * decay * (omega * (zeta * zeta - 1.0).sqrt()).cosh()
        };
        let a2 = decay * decay;

        let pole = [(1.0 + a1 + a2).powi(2), (1.0 - a1 + a2).powi(2), -4.0 * a2];
        let phi1 = (omega / 2.0).sin().powi(2);
        let phi = [1.0 - phi1, phi1, 4.0 * phi1 * (1.0 - phi1)];
        // |H|² and its slope at the centre are those of the prototype.
        let r1 = (pole[0] * phi[0] + pole[1] * phi[1] + pole[2] * phi[2]) * gain * gain;
        let r2 = (-pole[0] + pole[1] + 4.0 * (phi[0] - phi[1]) * pole[2]) * gain * gain;
        let zero0 = pole[0];
        let zero2 = (r1 - r2 * phi[1] - zero0) / (4.0 * phi[1] * phi[1]);
        let zero1 = r2 + zero0 + 4.0 * (phi[1] - phi[0]) * zero2;
        if omega >= PI || zero1 < 0.0 {
            // A centre beyond Nyquist has nothing to match.
            return Self::IDENTITY;
        }
        let sum = 0.5 * (zero0.sqrt() + zero1.sqrt());
        let b0 = 0.5 * (sum + (sum * sum + zero2).max(0.0).sqrt());
        let b1 = 0.5 * (zero0.sqrt() - zero1.sqrt());
        Self {
            b: [b0, b1, -zero2 / (4.0 * b0)],
            a: [a1, a2],
        }
    }

    /// The same filter with another gain, as an amplitude ratio re its own.
    pub fn scaled(self, gain: f64) -> Self {
        Self {
            b: self.b.map(|b| b * gain),
            ..self
        }
    }

    /// |H| at `frequency_hz`.
    pub fn response(&self, frequency_hz: f64, sample_rate: f64) -> f64 {
        let omega = TAU * frequency_hz / sample_rate;
        let power = |c: [f64; 3]| {
            let re = c[0] + c[1] * omega.cos() + c[2] * (2.0 * omega).cos();
            let im = c[1] * omega.sin() + c[2] * (2.0 * omega).sin();
            re * re + im * im
        };
        (power(self.b) / power([1.0, self.a[0], self.a[1]])).sqrt()
    }
}

/// What sections in a row remember of both channels (transposed direct form II). The channels are
/// two lanes, so that neither waits for the other.
#[derive(Debug, Clone, Copy)]
pub struct Cascade<const N: usize> {
    s: [[[f64; 2]; 2]; N],
}

impl<const N: usize> Default for Cascade<N> {
    fn default() -> Self {
        Self {
            s: [[[0.0; 2]; 2]; N],
        }
    }
}

impl<const N: usize> Cascade<N> {
    /// Filters in place, the first section first.
    pub fn process(&mut self, sections: &[Biquad; N], block: &mut StereoBlock) {
        let mut s = self.s;
        for (left, right) in block.left.iter_mut().zip(block.right.iter_mut()) {
            let mut x = [f64::from(*left), f64::from(*right)];
            for (section, [s0, s1]) in sections.iter().zip(&mut s) {
                let ([b0, b1, b2], [a1, a2]) = (section.b, section.a);
                let mut y = [0.0; 2];
                for lane in 0..2 {
                    y[lane] = b0 * x[lane] + s0[lane];
                    s0[lane] = b1 * x[lane] - a1 * y[lane] + s1[lane];
                    s1[lane] = b2 * x[lane] - a2 * y[lane];
                }
                x = y;
            }
            *left = x[0] as f32;
            *right = x[1] as f32;
        }
        // A decaying state ends at 0 instead of crawling through the denormals.
        for s in s.iter_mut().flatten().flatten() {
            if s.abs() < 1e-30 {
                *s = 0.0;
            }
        }
        self.s = s;
    }
}
