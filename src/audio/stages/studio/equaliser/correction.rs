//! The one section that bends the whole equaliser to its analog curve below the Nyquist frequency.
//!
//! Matched poles and zeros leave a factor to make up for that is smooth in frequency and the product
//! of all sections' factors. A quotient of two polynomials in sin²(ω/2) takes the factor's values at
//! some frequencies (rational interpolation), and is then the square of a section's |H|. Each set of
//! frequencies meets an equaliser now and then for which the quotient has a pole where none may be or
//! goes astray between; so some are tried, and what comes nearest at all of them is taken.
//! Source: M. Vicanek, "Matched Second Order Digital Filters", 2016: the magnitude as a function of
//! sin²(ω/2), and the section of minimum phase that has it (equations 26 to 29).

use std::f64::consts::PI;

use super::prototype::{Matched, Prototype};
use crate::audio::dsp::svf::Svf;

/// How many frequencies are looked at.
pub const NODES: usize = 12;
/// These, in shares of the sample rate: dense where the factor bends. With [`CANDIDATES`] they were
/// found by trying all settings of one section and 600 chance equalisers.
const AT: [f64; NODES] = [
    0.001, 0.2, 0.25, 0.27, 0.34, 0.38, 0.39, 0.43, 0.44, 0.455, 0.48, 0.488,
];
/// Up to here, as a share of the sample rate, the curve is held to [`CLOSE_DB`], above to
/// [`LOOSE_DB`].
const CLOSE_TO: f64 = 0.4;
const CLOSE_DB: f64 = 0.1;
const LOOSE_DB: f64 = 0.5;
/// A candidate this near to the bounds is taken without a look at the rest.
const GOOD: f64 = 0.5;
/// Radii within which its poles and zeros lie. A pole nearer to the circle would ring.
const POLES: f64 = 0.92;
const ZEROS: f64 = 0.999;

/// Degrees of numerator and denominator, and the nodes that are met.
type Candidate = (usize, usize, &'static [usize]);

const CANDIDATES: [Candidate; 8] = [
    (2, 2, &[0, 3, 6, 9, 11]),
    (2, 2, &[0, 1, 4, 7, 11]),
    (2, 2, &[0, 2, 5, 8, 10]),
    (2, 1, &[0, 1, 4, 11]),
    (2, 1, &[0, 2, 6, 10]),
    (1, 1, &[0, 4, 11]),
    (1, 0, &[0, 11]),
    (0, 0, &[0]),
];

/// A factor of |H|² at every node.
pub type Factor = [f64; NODES];

/// Designs the correction for one sample rate.
#[derive(Debug, Clone)]
pub struct Corrector {
    hz: [f64; NODES],
    x: [f64; NODES],
}

impl Corrector {
    /// For `sample_rate`.
    pub fn new(sample_rate: f64) -> Self {
        Self {
            hz: AT.map(|at| at * sample_rate),
            x: AT.map(|at| (PI * at).sin().powi(2)),
        }
    }

    /// What `matched` lacks of its prototype.
    pub fn missing(&self, prototype: &Prototype, matched: &Matched) -> Factor {
        std::array::from_fn(|n| prototype.power(self.hz[n]) / matched.power(self.x[n]))
    }

    /// The section whose |H|² is nearest to `wanted`.
    pub fn design(&self, wanted: &Factor) -> Svf {
        let mut best = (f64::INFINITY, Svf::IDENTITY);
        for candidate in CANDIDATES {
            let Some((over, under)) = self.interpolate(wanted, candidate) else {
                continue;
            };
            let (Some(b), Some(a)) = (factor(over, ZEROS), factor(under, POLES)) else {
                continue;
            };
            let miss = self.miss(wanted, over, under);
            if miss < best.0 {
                let [a0, a1, a2] = a;
                let svf = Svf::of(b.map(|b| b / a0), [a1 / a0, a2 / a0]);
                best = (miss, svf);
            }
            if miss < GOOD {
                break;
            }
        }
        best.1
    }

    /// Largest error at the nodes, in shares of the bounds.
    fn miss(&self, wanted: &Factor, over: [f64; 3], under: [f64; 3]) -> f64 {
        let mut worst = 0.0f64;
        for n in 0..NODES {
            let bound = if AT[n] <= CLOSE_TO {
                CLOSE_DB
            } else {
                LOOSE_DB
            };
            let ratio = evaluate(over, self.x[n]) / evaluate(under, self.x[n]) / wanted[n];
            worst = worst.max((10.0 * ratio.log10()).abs() / bound);
        }
        worst
    }

    /// Numerator and denominator in powers of x, the latter beginning with 1; nothing where the
    /// equations do not determine them.
    fn interpolate(&self, wanted: &Factor, candidate: Candidate) -> Option<([f64; 3], [f64; 3])> {
        let (over, under, nodes) = candidate;
        let unknowns = over + under + 1;
        let mut rows = [[0.0; 6]; 5];
        for (row, &node) in rows.iter_mut().zip(nodes) {
            let (x, value) = (self.x[node], wanted[node]);
            // Σ n xⁱ − value · Σ d xⁱ = value, each over the value, so that all weigh the same.
            let powers = [1.0, x, x * x];
            for (entry, power) in row.iter_mut().zip(&powers[..=over]) {
                *entry = power / value;
            }
            for (entry, power) in row[over + 1..].iter_mut().zip(&powers[1..=under]) {
                *entry = -power;
            }
            row[unknowns] = 1.0;
        }
        let solved = solve(&mut rows, unknowns)?;
        let (mut n, mut d) = ([0.0; 3], [1.0, 0.0, 0.0]);
        n[..=over].copy_from_slice(&solved[..=over]);
        d[1..=under].copy_from_slice(&solved[over + 1..unknowns]);
        Some((n, d))
    }
}

fn evaluate(c: [f64; 3], x: f64) -> f64 {
    c[0] + x * (c[1] + x * c[2])
}

/// The section 1, z⁻¹, z⁻² of minimum phase with |·|² = c₀ + c₁ x + c₂ x²; nothing where that is not
/// positive, or a root lies outside of `radius`.
fn factor(c: [f64; 3], radius: f64) -> Option<[f64; 3]> {
    let (at_dc, at_nyquist, middle) = (c[0], c[0] + c[1] + c[2], -0.25 * c[2]);
    let positive = at_dc > 0.0 && at_nyquist > 0.0;
    if !positive {
        return None;
    }
    let half = 0.5 * (at_dc.sqrt() + at_nyquist.sqrt());
    let under = half * half + middle;
    if under.is_nan() || under <= 0.0 {
        return None;
    }
    let b0 = 0.5 * (half + under.sqrt());
    let b = [
        b0,
        0.5 * (at_dc.sqrt() - at_nyquist.sqrt()),
        -middle / (4.0 * b0),
    ];
    // The triangle of stability, for a circle of that radius.
    let (first, second) = ((b[1] / b0).abs(), b[2] / b0);
    (second < radius * radius && first < radius + second / radius).then_some(b)
}

/// Gaussian elimination with the largest pivot; nothing where there is none.
fn solve(rows: &mut [[f64; 6]; 5], unknowns: usize) -> Option<[f64; 5]> {
    for column in 0..unknowns {
        let mut pivot = column;
        for row in column + 1..unknowns {
            if rows[row][column].abs() > rows[pivot][column].abs() {
                pivot = row;
            }
        }
        rows.swap(column, pivot);
        let head = rows[column];
        // NaN as well.
        if head[column].is_nan() || head[column].abs() < 1e-13 {
            return None;
        }
        for row in rows.iter_mut().take(unknowns).skip(column + 1) {
            let share = row[column] / head[column];
            for (value, head) in row.iter_mut().zip(head).skip(column) {
                *value -= share * head;
            }
        }
    }
    let mut solved = [0.0; 5];
    for row in (0..unknowns).rev() {
        let known: f64 = (row + 1..unknowns)
            .map(|column| rows[row][column] * solved[column])
            .sum();
        solved[row] = (rows[row][unknowns] - known) / rows[row][row];
    }
    Some(solved)
}
