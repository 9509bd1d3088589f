//! Second-order sections on two lanes, and the shapes they are designed from.
//!
//! A lane is a channel, or the sum and the difference of both; each has coefficients of its own, so
//! that the two may be filtered differently at the price of one. f64 throughout: poles at a few hertz
//! lose their precision in f32.
//! Source: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".

use std::f64::consts::{FRAC_1_SQRT_2, PI, TAU};

/// One frame of two lanes.
pub type Pair = [f64; 2];

/// The larger of two, neither of which is NaN: one instruction, where `max` is five.
#[inline(always)]
pub fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The smaller of two, likewise.
#[inline(always)]
pub fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// Lets what has decayed end at 0 instead of crawling through the denormals. At ticks.
#[inline(always)]
pub fn settle<const N: usize>(states: [&mut Pair; N]) {
    for s in states {
        // Written whether or not they change: both at once.
        *s = s.map(|s| if s.abs() < 1e-30 { 0.0 } else { s });
    }
}

/// A filter in physical terms. Frequencies in Hz, heights in dB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Nothing.
    Through,
    /// 6 dB per octave below `hz`.
    HighPass1 {
        /// −3 dB.
        hz: f64,
    },
    /// 12 dB per octave below `hz`.
    HighPass {
        /// The corner.
        hz: f64,
        /// Its quality.
        q: f64,
    },
    /// 12 dB per octave above `hz`.
    LowPass {
        /// The corner.
        hz: f64,
        /// Its quality.
        q: f64,
    },
    /// A resonance or a dip.
    Peak {
        /// Its centre.
        hz: f64,
        /// Its height, negative for a dip.
        db: f64,
        /// Its quality.
        q: f64,
    },
    /// Everything below `hz` by `db`.
    LowShelf {
        /// Half of the height is reached here.
        hz: f64,
        /// Its height.
        db: f64,
    },
    /// Everything above `hz` by `db`.
    HighShelf {
        /// Half of the height is reached here.
        hz: f64,
        /// Its height.
        db: f64,
    },
    /// Only what lies around `hz`.
    BandPass {
        /// Its centre, passed at 0 dB.
        hz: f64,
        /// Its quality.
        q: f64,
    },
    /// Turns the phase around `hz`, as the sum of a fourth-order Linkwitz–Riley crossover does
    /// (S. Linkwitz, "Active crossover networks for noncoincident drivers", JAES 24(1), 1976).
    AllPass {
        /// Half a turn here.
        hz: f64,
    },
}

impl Shape {
    /// The transfer function at `sample_rate`. What would lie at the Nyquist frequency or beyond
    /// is left out.
    pub fn design(self, sample_rate: f64) -> Transfer {
        let (hz, q) = match self {
            Shape::Through => return Transfer::IDENTITY,
            Shape::HighPass1 { hz } => return Transfer::high_pass_1(hz, sample_rate),
            Shape::HighPass { hz, q }
            | Shape::LowPass { hz, q }
            | Shape::Peak { hz, q, .. }
            | Shape::BandPass { hz, q } => (hz, q),
            Shape::LowShelf { hz, .. } | Shape::HighShelf { hz, .. } | Shape::AllPass { hz } => {
                (hz, FRAC_1_SQRT_2)
            }
        };
        let ratio = hz / sample_rate;
        if ratio > 0.45 && !matches!(self, Shape::HighPass { .. }) {
            return Transfer::IDENTITY;
        }
        let omega = TAU * ratio.min(0.45);
        let (sin, cos) = omega.sin_cos();
        let alpha = sin / (2.0 * q);
        let pass = [1.0 + alpha, -2.0 * cos, 1.0 - alpha];
        match self {
            Shape::HighPass { .. } => {
                let edge = (1.0 + cos) / 2.0;
                Transfer::of([edge, -2.0 * edge, edge], pass)
            }
            Shape::LowPass { .. } => {
                let edge = (1.0 - cos) / 2.0;
                Transfer::of([edge, 2.0 * edge, edge], pass)
            }
            Shape::BandPass { .. } => Transfer::of([alpha, 0.0, -alpha], pass),
            Shape::AllPass { .. } => Transfer::of([pass[2], pass[1], pass[0]], pass),
            Shape::Peak { db, .. } => {
                let a = 10f64.powf(db / 40.0);
                Transfer::of(
                    [1.0 + alpha * a, -2.0 * cos, 1.0 - alpha * a],
                    [1.0 + alpha / a, -2.0 * cos, 1.0 - alpha / a],
                )
            }
            Shape::LowShelf { db, .. } => shelf(db, cos, alpha),
            Shape::HighShelf { db, .. } => {
                // The mirror image: z to −z turns the low shelf into a high one.
                let mirrored = shelf(db, -cos, alpha);
                Transfer {
                    b: [mirrored.b[0], -mirrored.b[1], mirrored.b[2]],
                    a: [-mirrored.a[0], mirrored.a[1]],
                }
            }
            Shape::Through | Shape::HighPass1 { .. } => Transfer::IDENTITY,
        }
    }
}

/// The cookbook's low shelf.
fn shelf(db: f64, cos: f64, alpha: f64) -> Transfer {
    let a = 10f64.powf(db / 40.0);
    let root = 2.0 * a.sqrt() * alpha;
    let (up, down) = (a + 1.0, a - 1.0);
    Transfer::of(
        [
            a * (up - down * cos + root),
            2.0 * a * (down - up * cos),
            a * (up - down * cos - root),
        ],
        [
            up + down * cos + root,
            -2.0 * (down + up * cos),
            up + down * cos - root,
        ],
    )
}

/// A transfer function of second order, normalised to a0 = 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transfer {
    b: [f64; 3],
    a: [f64; 2],
}

impl Transfer {
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

    fn high_pass_1(hz: f64, sample_rate: f64) -> Self {
        let g = (PI * (hz / sample_rate).min(0.45)).tan();
        Self::of([1.0, -1.0, 0.0], [1.0 + g, g - 1.0, 0.0])
    }

    /// |H| at `frequency_hz`.
    pub fn response(&self, frequency_hz: f64, sample_rate: f64) -> f64 {
        let (sin, cos) = (TAU * frequency_hz / sample_rate).sin_cos();
        let power = |c: [f64; 3]| {
            // cos 2ω and sin 2ω by the double angle.
            let re = c[0] + c[1] * cos + c[2] * (2.0 * cos * cos - 1.0);
            let im = c[1] * sin + c[2] * 2.0 * sin * cos;
            re * re + im * im
        };
        (power(self.b) / power([1.0, self.a[0], self.a[1]])).sqrt()
    }
}

/// What sections remember of both lanes.
pub type States<const N: usize> = [[Pair; 2]; N];

/// Sections in a row (transposed direct form II). The first coefficient of each numerator is taken out
/// of it, and all of them are one gain, which the caller multiplies by where it costs nothing. Aligned,
/// so that a multiplication takes its coefficients straight from memory.
#[derive(Debug, Clone)]
#[repr(align(16))]
pub struct Sections<const N: usize> {
    b: [[Pair; 2]; N],
    a: [[Pair; 2]; N],
    gain: Pair,
    /// What they remember, for a loop to take out and put back.
    pub states: States<N>,
}

impl<const N: usize> Sections<N> {
    /// Each with one transfer function for each lane.
    pub fn new(lanes: [[Transfer; 2]; N]) -> Self {
        Self {
            b: lanes.map(|[x, y]| [1, 2].map(|i| [x.b[i] / x.b[0], y.b[i] / y.b[0]])),
            a: lanes.map(|[x, y]| [0, 1].map(|i| [x.a[i], y.a[i]])),
            gain: [0, 1].map(|lane| lanes.iter().map(|both| both[lane].b[0]).product()),
            states: [[[0.0; 2]; 2]; N],
        }
    }

    /// What is missing from what comes out.
    pub fn gain(&self) -> Pair {
        self.gain
    }

    /// The same for both lanes.
    pub fn both(lanes: [Transfer; N]) -> Self {
        Self::new(lanes.map(|transfer| [transfer; 2]))
    }

    /// A frame through all of them, the first section first, but for the gain.
    #[inline(always)]
    pub fn step(&self, s: &mut States<N>, frame: Pair) -> Pair {
        const { assert!(N <= 5) };
        let mut x = frame;
        // Written out, so that the states stay in registers.
        if N > 0 {
            x = step(&self.b[0], &self.a[0], &mut s[0], x);
        }
        if N > 1 {
            x = step(&self.b[1], &self.a[1], &mut s[1], x);
        }
        if N > 2 {
            x = step(&self.b[2], &self.a[2], &mut s[2], x);
        }
        if N > 3 {
            x = step(&self.b[3], &self.a[3], &mut s[3], x);
        }
        if N > 4 {
            x = step(&self.b[4], &self.a[4], &mut s[4], x);
        }
        x
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        for s in &mut self.states {
            settle(s.each_mut());
        }
    }
}

/// One frame through one section.
#[inline(always)]
fn step(b: &[Pair; 2], a: &[Pair; 2], s: &mut [Pair; 2], x: Pair) -> Pair {
    let mut y = [0.0; 2];
    for lane in 0..2 {
        y[lane] = x[lane] + s[0][lane];
        s[0][lane] = (b[0][lane] * x[lane] + s[1][lane]) - a[0][lane] * y[lane];
        s[1][lane] = b[1][lane] * x[lane] - a[1][lane] * y[lane];
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: f64 = 48_000.0;

    fn db(shape: Shape, hz: f64) -> f64 {
        20.0 * shape.design(RATE).response(hz, RATE).log10()
    }

    #[test]
    fn shapes_are_what_they_say() {
        let near = |a: f64, b: f64| assert!((a - b).abs() < 0.05, "{a} is not {b}");
        near(db(Shape::HighPass { hz: 400.0, q: 2.0 }, 400.0), 6.02);
        near(db(Shape::LowPass { hz: 7e3, q: 0.5 }, 7e3), -6.02);
        near(db(Shape::HighPass1 { hz: 200.0 }, 200.0), -3.01);
        near(
            db(
                Shape::Peak {
                    hz: 3e3,
                    db: 8.0,
                    q: 3.0,
                },
                3e3,
            ),
            8.0,
        );
        near(
            db(
                Shape::LowShelf {
                    hz: 500.0,
                    db: -6.0,
                },
                5.0,
            ),
            -6.0,
        );
        near(
            db(
                Shape::LowShelf {
                    hz: 500.0,
                    db: -6.0,
                },
                500.0,
            ),
            -3.0,
        );
        near(db(Shape::HighShelf { hz: 5e3, db: 4.0 }, 5e3), 2.0);
        near(db(Shape::HighShelf { hz: 5e3, db: 4.0 }, 24e3), 4.0);
        near(db(Shape::HighShelf { hz: 5e3, db: 4.0 }, 50.0), 0.0);
        near(db(Shape::BandPass { hz: 900.0, q: 5.0 }, 900.0), 0.0);
        near(db(Shape::AllPass { hz: 90.0 }, 120.0), 0.0);
    }

    #[test]
    fn each_lane_has_its_own_filter_and_the_response_it_reports() {
        let shapes = [
            Shape::HighPass { hz: 900.0, q: 1.2 },
            Shape::LowPass { hz: 2e3, q: 0.7 },
        ];
        let transfers = shapes.map(|shape| shape.design(RATE));
        let sections = Sections::new([transfers]);
        let (mut states, gain) = (sections.states, sections.gain());
        let (mut re, mut im) = ([0.0; 2], [0.0; 2]);
        for n in 0..9_600 {
            let phase = TAU * 1_000.0 * f64::from(n) / RATE;
            let frame = sections.step(&mut states, [phase.sin(); 2]);
            if n >= 4_800 {
                for lane in 0..2 {
                    re[lane] += frame[lane] * phase.sin() / 2_400.0;
                    im[lane] += frame[lane] * phase.cos() / 2_400.0;
                }
            }
        }
        for lane in 0..2 {
            let wanted = transfers[lane].response(1_000.0, RATE);
            let measured = gain[lane] * re[lane].hypot(im[lane]);
            assert!((measured / wanted - 1.0).abs() < 1e-6);
        }
    }
}
