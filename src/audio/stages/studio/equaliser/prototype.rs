//! The analog sections that the equaliser is made of, and the digital ones that stand for them.
//!
//! Prototypes: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients" (the
//! analog ones, before any transform). Poles and zeros go over by the matched z-transform, z = exp(sT):
//! right where they are, but wrong in height towards the Nyquist frequency by a smooth factor, which
//! [`super::correction`] makes up for.

use std::f64::consts::{PI, TAU};

use super::BandKind;
use crate::audio::dsp::svf::Svf;

/// s² + `damping` s + `stiffness`, the frequency being 1 at the section's own.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Quadratic {
    damping: f64,
    stiffness: f64,
}

impl Quadratic {
    /// |·|² at `w2`, the square of the frequency re the section's own.
    fn power(&self, w2: f64) -> f64 {
        (self.stiffness - w2).powi(2) + self.damping * self.damping * w2
    }

    /// 1 + c₁ z⁻¹ + c₂ z⁻² with the roots exp(s `omega`).
    fn matched(&self, omega: f64) -> [f64; 2] {
        let half = 0.5 * self.damping;
        let under = half * half - self.stiffness;
        if under < 0.0 {
            let (mut decay, mut angle) = (-half * omega, (-under).sqrt() * omega);
            // Beyond the Nyquist frequency it would be mirrored to below. It stays there, the duller
            // the further it lies beyond.
            if angle > PI {
                decay -= angle - PI;
                angle = PI;
            }
            let radius = decay.exp();
            return [-2.0 * radius * angle.cos(), radius * radius];
        }
        let fast = half + under.sqrt();
        let (fast, slow) = (-fast * omega, -self.stiffness / fast * omega);
        [-(fast.exp() + slow.exp()), (fast + slow).exp()]
    }
}

/// How the numerator is built.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Over {
    /// This times a quadratic.
    Quadratic(f64, Quadratic),
    /// s².
    High,
    /// 1.
    Low,
}

/// Zeros that a low-pass is given in place of those at infinity: the double zero on the negative axis
/// that, with matched poles, comes nearest to them below the Nyquist frequency.
const LOW_PASS_ZERO: f64 = 0.17;

/// One analog section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prototype {
    hz: f64,
    over: Over,
    under: Quadratic,
}

impl Prototype {
    /// A band of the equaliser. `q` is that of the cookbook.
    pub fn band(kind: BandKind, hz: f64, gain_db: f64, q: f64) -> Self {
        let a = 10f64.powf(gain_db / 40.0);
        let quadratic = |damping: f64, stiffness: f64| Quadratic { damping, stiffness };
        let root = a.sqrt();
        let near_pole = quadratic(root / q, a);
        let far_pole = quadratic(1.0 / (root * q), 1.0 / a);
        let (height, over, under) = match kind {
            BandKind::Bell => (1.0, quadratic(a / q, 1.0), quadratic(1.0 / (a * q), 1.0)),
            // A (s² + √A/Q s + A) / (A s² + √A/Q s + 1)
            BandKind::LowShelf => (1.0, near_pole, far_pole),
            // A (A s² + √A/Q s + 1) / (s² + √A/Q s + A)
            BandKind::HighShelf => (a * a, far_pole, near_pole),
        };
        Self {
            hz,
            over: Over::Quadratic(height, over),
            under,
        }
    }

    /// 12 dB per octave below `hz`.
    pub fn high_pass(hz: f64, q: f64) -> Self {
        Self::pass(Over::High, hz, q)
    }

    /// 12 dB per octave above `hz`.
    pub fn low_pass(hz: f64, q: f64) -> Self {
        Self::pass(Over::Low, hz, q)
    }

    fn pass(over: Over, hz: f64, q: f64) -> Self {
        Self {
            hz,
            over,
            under: Quadratic {
                damping: 1.0 / q,
                stiffness: 1.0,
            },
        }
    }

    /// |H|² of the analog section.
    pub fn power(&self, frequency_hz: f64) -> f64 {
        let w2 = (frequency_hz / self.hz).powi(2);
        let over = match self.over {
            Over::Quadratic(height, quadratic) => height * height * quadratic.power(w2),
            Over::High => w2 * w2,
            Over::Low => 1.0,
        };
        over / self.under.power(w2)
    }

    /// The digital section.
    pub fn matched(&self, sample_rate: f64) -> Matched {
        let omega = TAU * self.hz / sample_rate;
        let a = self.under.matched(omega);
        let b = match self.over {
            Over::Quadratic(_, quadratic) => {
                let [b1, b2] = quadratic.matched(omega);
                [1.0, b1, b2]
            }
            Over::High => [1.0, -2.0, 1.0],
            Over::Low => [1.0, 2.0 * LOW_PASS_ZERO, LOW_PASS_ZERO * LOW_PASS_ZERO],
        };
        // As high as the prototype at 0 Hz, or a high-pass as high as itself at the top.
        let height = match self.over {
            Over::High => (1.0 - a[0] + a[1]) / 4.0,
            _ => self.power(0.0).sqrt() * (1.0 + a[0] + a[1]) / (b[0] + b[1] + b[2]),
        };
        Matched {
            b: b.map(|b| b * height),
            a,
        }
    }
}

/// Numerator and denominator of a digital section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matched {
    b: [f64; 3],
    a: [f64; 2],
}

impl Matched {
    /// |H|² where sin²(ω/2) is `x`.
    pub fn power(&self, x: f64) -> f64 {
        squared(self.b, x) / squared([1.0, self.a[0], self.a[1]], x)
    }

    /// To run it.
    pub fn svf(&self) -> Svf {
        Svf::of(self.b, self.a)
    }
}

/// |c₀ + c₁ z⁻¹ + c₂ z⁻²|² where sin²(ω/2) is `x` (M. Vicanek, "Matched Second Order Digital Filters",
/// 2016, equation 26).
fn squared(c: [f64; 3], x: f64) -> f64 {
    let (sum, alternating) = (c[0] + c[1] + c[2], c[0] - c[1] + c[2]);
    sum * sum * (1.0 - x) + alternating * alternating * x - 16.0 * c[0] * c[2] * x * (1.0 - x)
}
