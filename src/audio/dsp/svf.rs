//! Second-order sections that stay stable and silent while they move: any transfer function in the
//! form of a trapezoidal state-variable filter.
//!
//! The poles are held by a frequency and a damping, both positive, and what lies between two stable
//! filters is a stable one: so coefficients may run in straight lines between control ticks.
//! Sources: V. Zavalishin, "The Art of VA Filter Design", 2018, chapter 4; A. Simper, "Solving the
//! continuous SVF equations using trapezoidal integration and equivalent currents", 2013. f64
//! throughout: poles at a few hertz lose their precision in f32.

use std::f64::consts::PI;

use super::tick::TICK;
use crate::audio::stage::StereoBlock;

/// What a section is: m₀ + (m₁ s + m₂)/(s² + k s + 1) with s = tan(ω/2)/g on the unit circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Svf {
    g: f64,
    k: f64,
    m: [f64; 3],
}

impl Svf {
    /// Passes everything unchanged.
    pub const IDENTITY: Self = Self {
        g: 1.0,
        k: 2.0,
        m: [1.0, 0.0, 0.0],
    };

    /// The transfer function Σ b zⁿ / (1 + a₁ z⁻¹ + a₂ z⁻²), whose poles must lie within the unit
    /// circle: z = (1 + g s)/(1 − g s) put in, and g chosen so that s⁰ and s² of the denominator are
    /// alike.
    pub fn of(b: [f64; 3], a: [f64; 2]) -> Self {
        let (at_dc, at_nyquist) = (1.0 + a[0] + a[1], 1.0 - a[0] + a[1]);
        let g = (at_dc / at_nyquist).sqrt();
        let k = 2.0 * (1.0 - a[1]) * g / at_dc;
        let low = (b[0] + b[1] + b[2]) / at_dc;
        let band = 2.0 * (b[0] - b[2]) * g / at_dc;
        let high = (b[0] - b[1] + b[2]) / at_nyquist;
        Self {
            g,
            k,
            m: [high, band - k * high, low - high],
        }
    }

    /// A high-pass of 12 dB per octave by the bilinear transform, exact at its corner, which is taken
    /// no higher than 0.45 of the sample rate.
    pub fn high_pass(cutoff_hz: f64, q: f64, sample_rate: f64) -> Self {
        let k = 1.0 / q;
        Self {
            g: (PI * (cutoff_hz / sample_rate).min(0.45)).tan(),
            k,
            m: [1.0, -k, -1.0],
        }
    }

    /// A low-pass of 12 dB per octave, likewise.
    pub fn low_pass(cutoff_hz: f64, q: f64, sample_rate: f64) -> Self {
        Self {
            g: (PI * (cutoff_hz / sample_rate).min(0.45)).tan(),
            k: 1.0 / q,
            m: [0.0, 0.0, 1.0],
        }
    }

    /// |H| at `frequency_hz`.
    pub fn response(&self, frequency_hz: f64, sample_rate: f64) -> f64 {
        let s = (PI * frequency_hz / sample_rate).tan() / self.g;
        let [m0, m1, m2] = self.m;
        let under = [1.0 - s * s, self.k * s];
        let over = [m0 * under[0] + m2, m0 * under[1] + m1 * s];
        over[0].hypot(over[1]) / under[0].hypot(under[1])
    }

    fn between(&self, end: &Self, share: f64) -> Self {
        let mix = |a: f64, b: f64| a + share * (b - a);
        Self {
            g: mix(self.g, end.g),
            k: mix(self.k, end.k),
            m: [0, 1, 2].map(|i| mix(self.m[i], end.m[i])),
        }
    }
}

/// What a step is made of: with v = x − s₂ the new states are a s₁ + b v and s₂ + b s₁ + c v, and the
/// output m₀ x + d s₁ + e v + m₂ s₂.
#[derive(Debug, Clone, Copy)]
struct Step {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    m0: f64,
    m2: f64,
}

impl From<Svf> for Step {
    #[inline(always)]
    fn from(svf: Svf) -> Self {
        let a1 = 1.0 / (1.0 + svf.g * (svf.g + svf.k));
        let a2 = svf.g * a1;
        let a3 = svf.g * a2;
        let [m0, m1, m2] = svf.m;
        Self {
            a: 2.0 * a1 - 1.0,
            b: 2.0 * a2,
            c: 2.0 * a3,
            d: m1 * a1 + m2 * a2,
            e: m1 * a2 + m2 * a3,
            m0,
            m2,
        }
    }
}

/// One frame of both channels.
type Pair = [f64; 2];

/// A step of the same filter in direct form II, which is cheaper while nothing moves: the new w is
/// x − a₁ w₁ − a₂ w₂, the output b₀ x + c₁ w₁ + c₂ w₂. Each number twice, and aligned, so that a
/// multiplication takes it straight from memory for both channels.
#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
struct Direct {
    a: [Pair; 2],
    b0: Pair,
    c: [Pair; 2],
}

impl From<Svf> for Direct {
    fn from(svf: Svf) -> Self {
        let step = Step::from(svf);
        let (band, low) = (step.d * step.b, (step.m2 - step.e) * step.c);
        let both = |x: f64| [x; 2];
        Self {
            a: [step.c - step.a - 1.0, step.a + step.c].map(both),
            b0: both(step.m0 + step.e),
            c: [low + band, low - band].map(both),
        }
    }
}

/// A section at work on both channels, which are two lanes.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    from: Svf,
    to: Svf,
    s: [Pair; 2],
    /// Whether `s` is the direct form's.
    direct: bool,
}

impl Default for Section {
    fn default() -> Self {
        Self::new(Svf::IDENTITY)
    }
}

impl Section {
    /// At rest.
    pub fn new(svf: Svf) -> Self {
        Self {
            from: svf,
            to: svf,
            s: [[0.0; 2]; 2],
            direct: false,
        }
    }

    /// Where it stands, or will at the tick's end.
    pub fn svf(&self) -> &Svf {
        &self.to
    }

    /// At a tick: it has arrived.
    pub fn arrive(&mut self) {
        self.from = self.to;
    }

    /// At a tick, once arrived: it moves to `svf` until the next tick.
    pub fn move_to(&mut self, svf: Svf) {
        if self.to != svf {
            // What the states stand for hangs on the filter.
            self.become_trapezoidal();
        }
        self.to = svf;
    }

    /// Both forms of the states say the same: s₁ = b (w₁ − w₂), s₂ = c (w₁ + w₂), with the b and c of
    /// [`Step`].
    fn become_direct(&mut self) {
        if !std::mem::replace(&mut self.direct, true) {
            let Step { b, c, .. } = self.to.into();
            let [s1, s2] = self.s;
            self.s = [
                [0, 1].map(|i| 0.5 * (s2[i] / c + s1[i] / b)),
                [0, 1].map(|i| 0.5 * (s2[i] / c - s1[i] / b)),
            ];
        }
    }

    fn become_trapezoidal(&mut self) {
        if std::mem::take(&mut self.direct) {
            let Step { b, c, .. } = self.to.into();
            let [w1, w2] = self.s;
            self.s = [
                [0, 1].map(|i| b * (w1[i] - w2[i])),
                [0, 1].map(|i| c * (w1[i] + w2[i])),
            ];
        }
    }

    /// Whether it moves within this tick.
    pub fn is_moving(&self) -> bool {
        self.from != self.to
    }

    fn settle(&mut self) {
        // A decaying state ends at 0 instead of crawling through the denormals.
        for s in self.s.iter_mut().flatten() {
            if s.abs() < 1e-30 {
                *s = 0.0;
            }
        }
    }
}

/// Filters in place, the first section first, beginning `offset` frames after a tick. At most 9
/// sections; more are left out.
pub fn process(sections: &mut [Section], block: &mut StereoBlock, offset: usize) {
    let moving = sections.iter().any(Section::is_moving);
    match sections.len() {
        0 => {}
        1 => run::<1>(sections, block, offset, moving),
        2 => run::<2>(sections, block, offset, moving),
        3 => run::<3>(sections, block, offset, moving),
        4 => run::<4>(sections, block, offset, moving),
        5 => run::<5>(sections, block, offset, moving),
        6 => run::<6>(sections, block, offset, moving),
        7 => run::<7>(sections, block, offset, moving),
        8 => run::<8>(sections, block, offset, moving),
        _ => run::<9>(sections, block, offset, moving),
    }
}

fn run<const N: usize>(
    sections: &mut [Section],
    block: &mut StereoBlock,
    offset: usize,
    moving: bool,
) {
    for section in sections.iter_mut() {
        if moving {
            section.become_trapezoidal();
        } else {
            section.become_direct();
        }
    }
    let mut s: [[Pair; 2]; N] = std::array::from_fn(|i| sections[i].s);
    let frames = block.left.iter_mut().zip(block.right.iter_mut());
    if moving {
        for (n, (left, right)) in frames.enumerate() {
            let share = (offset + n + 1) as f64 / TICK as f64;
            let mut x = [f64::from(*left), f64::from(*right)];
            for i in 0..N {
                let svf = sections[i].from.between(&sections[i].to, share);
                x = step(&svf.into(), &mut s[i], x);
            }
            (*left, *right) = (x[0] as f32, x[1] as f32);
        }
    } else {
        let steps: [Direct; N] = std::array::from_fn(|i| sections[i].to.into());
        for (left, right) in frames {
            let mut x = [f64::from(*left), f64::from(*right)];
            for i in 0..N {
                x = direct_step(&steps[i], &mut s[i], x);
            }
            (*left, *right) = (x[0] as f32, x[1] as f32);
        }
    }
    for (section, s) in sections.iter_mut().zip(s) {
        section.s = s;
        section.settle();
    }
}

#[inline(always)]
fn step(step: &Step, s: &mut [Pair; 2], x: Pair) -> Pair {
    let [s1, s2] = *s;
    let v = [x[0] - s2[0], x[1] - s2[1]];
    let y = [0, 1].map(|i| (step.m0 * x[i] + step.d * s1[i]) + (step.e * v[i] + step.m2 * s2[i]));
    s[0] = [0, 1].map(|i| step.a * s1[i] + step.b * v[i]);
    s[1] = [0, 1].map(|i| s2[i] + (step.b * s1[i] + step.c * v[i]));
    y
}

#[inline(always)]
fn direct_step(step: &Direct, w: &mut [Pair; 2], x: Pair) -> Pair {
    let [w1, w2] = *w;
    let ([a1, a2], [c1, c2]) = (step.a, step.c);
    w[1] = w1;
    w[0] = [0, 1].map(|i| (x[i] - a2[i] * w2[i]) - a1[i] * w1[i]);
    [0, 1].map(|i| step.b0[i] * x[i] + (c2[i] * w2[i] + c1[i] * w1[i]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::biquad::{Biquad, Cascade};

    const RATE: f64 = 48_000.0;

    #[test]
    fn it_is_the_transfer_function_it_was_made_of() {
        let (b, a) = ([0.9, -0.7, 0.3], [-1.2, 0.6]);
        let svf = Svf::of(b, a);
        // The difference equation itself.
        let (mut x, mut y) = ([0.0; 3], [0.0; 3]);
        let mut sections = [Section::new(svf)];
        for n in 0..200 {
            let input = if n == 0 { 1.0 } else { 0.0 };
            x = [input, x[0], x[1]];
            let out = b[0] * x[0] + b[1] * x[1] + b[2] * x[2] - a[0] * y[0] - a[1] * y[1];
            y = [out, y[0], y[1]];
            let (mut left, mut right) = ([input as f32], [0.0]);
            process(
                &mut sections,
                &mut StereoBlock::new(&mut left, &mut right),
                0,
            );
            assert!((f64::from(left[0]) - out).abs() < 1e-6, "{n}");
        }
    }

    #[test]
    fn a_high_pass_is_the_cookbooks() {
        let biquad = Biquad::high_pass(100.0, 0.8, RATE);
        let svf = Svf::high_pass(100.0, 0.8, RATE);
        for hz in [20.0, 100.0, 1_000.0, 20_000.0] {
            let wanted = biquad.response(hz, RATE);
            assert!(
                (svf.response(hz, RATE) / wanted - 1.0).abs() < 1e-9,
                "{hz} Hz"
            );
        }
        let mut cascade = Cascade::<1>::default();
        let mut sections = [Section::new(svf)];
        let (mut left, mut right) = ([0.5; 64], [-0.25; 64]);
        let (mut left_b, mut right_b) = (left, right);
        process(
            &mut sections,
            &mut StereoBlock::new(&mut left, &mut right),
            0,
        );
        cascade.process(&[biquad], &mut StereoBlock::new(&mut left_b, &mut right_b));
        for (a, b) in left.iter().chain(&right).zip(left_b.iter().chain(&right_b)) {
            assert!((a - b).abs() < 1e-6);
        }
    }

    #[test]
    fn standing_still_and_moving_by_next_to_nothing_are_the_same() {
        // The one runs in one form, the other changes from form to form.
        for cutoff_hz in [20.0, 300.0, 15_000.0] {
            let svf = Svf::high_pass(cutoff_hz, 0.9, RATE);
            let beside = Svf {
                k: svf.k * (1.0 + 1e-12),
                ..svf
            };
            let (mut still, mut moved) = ([Section::new(svf)], [Section::new(svf)]);
            for tick in 0..2_000usize {
                let input: [f32; TICK] = std::array::from_fn(|n| {
                    (((tick * TICK + n) * 7_919) % 1_013) as f32 / 506.5 - 1.0
                });
                let ([mut a, mut b], [mut c, mut d]) = ([input; 2], [input; 2]);
                process(&mut still, &mut StereoBlock::new(&mut a, &mut b), 0);
                moved[0].arrive();
                if tick % 3 == 0 {
                    let there = *moved[0].svf() == svf;
                    moved[0].move_to(if there { beside } else { svf });
                }
                process(&mut moved, &mut StereoBlock::new(&mut c, &mut d), 0);
                for (a, c) in a.iter().zip(&c) {
                    assert!(
                        (a - c).abs() < 1e-6,
                        "{cutoff_hz} Hz, tick {tick}: {a}, {c}"
                    );
                }
            }
        }
    }

    #[test]
    fn leaping_from_one_end_to_the_other_every_tick_stays_bounded() {
        let low = Svf::of([1.0, -1.998_9, 0.998_91], [-1.999_9, 0.999_91]);
        let high = Svf::of([1.0, 0.5, 0.3], [1.7, 0.95]);
        let mut sections = [Section::new(low)];
        let mut worst = 0.0f32;
        for tick in 0..20_000usize {
            sections[0].arrive();
            sections[0].move_to(if tick.is_multiple_of(2) { high } else { low });
            let (mut left, mut right) = ([0.0; TICK], [0.0; TICK]);
            for (n, x) in left.iter_mut().enumerate() {
                *x = (((tick * TICK + n) * 7_919) % 1_013) as f32 / 506.5 - 1.0;
            }
            process(
                &mut sections,
                &mut StereoBlock::new(&mut left, &mut right),
                0,
            );
            worst = left.iter().fold(worst, |worst, x| worst.max(x.abs()));
        }
        assert!(worst < 100.0, "{worst}");
    }
}
