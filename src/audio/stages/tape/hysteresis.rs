//! Magnetic hysteresis of the tape, after Jiles and Atherton, in a form that is fast because its
//! expensive part does not wait for itself.
//!
//! D. C. Jiles and D. L. Atherton, "Ferromagnetic hysteresis", IEEE Trans. Magn. 19(5), 1983; as a
//! model of tape: J. Chowdhury, "Real-time physical modelling for analog tape machines", DAFx-19:
//!
//! ```text
//! dM/dH = (1−c)·δM·(Man − M) / ((1−c)·δ·k − α·(Man − M)) + c·dMan/dH
//! Man   = Ms·A((H + α·M)/a),  δ = sign dH/dt
//! δM    = 1 where dH and Man − M have the same sign, else 0
//! ```
//!
//! A(q) is the Langevin function where the particles lie in all directions and tanh q where they
//! lie along the tape; oriented tape is between the two.
//!
//! The mean field α·M is left out: α·Ms/a is at most 0.01 in that paper's plug-in and 0.025 for
//! the γ-Fe2O3 it quotes, which steepens the curve by a third of that. Man then follows from H
//! alone and is worked out for many samples side by side. Written with q = H/a, κ = a/k, everything in
//! units of Ms, and the irreversible part N = M − c·Man, what is left to do in sequence is linear:
//!
//! ```text
//! dN = κ·|dq|·((1−c)·Man − N)  where that has the sign of dq, else 0
//! M  = N + c·Man
//! ```
//!
//! Over one sample that is an exponential approach to a goal on its way, and Man's values and
//! slopes at both ends tell that way (a cubic's middle, hence a parabola). exp(−g), g = κ·|Δq|, is
//! taken as 1/(1 + g + g²/2 + g³/6 + g⁴/24): within 0.4 % for any g, and never above 1, so that no
//! input and no parameter makes it unstable. The model is rate-independent: only the path of H
//! counts.

use super::langevin::{langevin, tanh_from_langevin};
use super::view::LANES;
use crate::audio::dsp::oversampler::MAX_OVERSAMPLED;
use crate::audio::dsp::tick::Glide;

/// L′(0).
const FLAT: f32 = 1.0 / 3.0;
/// A step after which nothing is left of what was, and whose fourth power is still a number.
const FARTHEST: f32 = 1e8;

/// The shape of the loop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// q for an input of 1: the field over the tape's shape parameter a.
    pub field: f64,
    /// How far the particles lie along the tape, 0 to 1.
    pub alignment: f64,
    /// κ = a/k: how easily the field moves the domain walls, 0.1 to 10.
    pub mobility: f64,
    /// c: the reversible share of the magnetisation, 0 to 1; the AC bias raises it.
    pub reversible: f64,
    /// What a magnetisation of 1 (full saturation) is at the output.
    pub output: f64,
}

/// The shape as it moves through a control tick.
#[derive(Debug, Clone, Copy, Default)]
pub struct ShapeGlide {
    field: Glide,
    alignment: Glide,
    mobility: Glide,
    reversible: Glide,
    output: Glide,
}

impl ShapeGlide {
    /// Stands still.
    pub fn still(shape: &Shape) -> Self {
        Self {
            field: Glide::still(shape.field as f32),
            alignment: Glide::still(shape.alignment as f32),
            mobility: Glide::still(shape.mobility as f32),
            reversible: Glide::still(shape.reversible as f32),
            output: Glide::still(shape.output as f32),
        }
    }

    /// Whether all of it stands still.
    pub fn is_still(&self) -> bool {
        let all = [
            self.field,
            self.alignment,
            self.mobility,
            self.reversible,
            self.output,
        ];
        all.iter().all(Glide::is_still)
    }

    /// Arrives at `shape` at the end of the next tick.
    pub fn to(&mut self, shape: &Shape) {
        self.field.to(shape.field as f32);
        self.alignment.to(shape.alignment as f32);
        self.mobility.to(shape.mobility as f32);
        self.reversible.to(shape.reversible as f32);
        self.output.to(shape.output as f32);
    }
}

/// Both channels' tape.
#[derive(Debug, Clone)]
pub struct Hysteresis {
    lanes: [Lane; 2],
}

#[derive(Debug, Clone)]
struct Lane {
    /// The last sample's field, anhysteretic magnetisation and its slope.
    field: f32,
    anhysteretic: f32,
    slope: f32,
    /// N, the irreversible magnetisation.
    irreversible: f32,
    /// Scratch for a block. Field, anhysteretic magnetisation and slope are shifted by one, so that
    /// each sample finds its predecessor beside it.
    q: Vec<f32>,
    man: Vec<f32>,
    d_man: Vec<f32>,
    /// What each sample keeps of N, and what it adds to it.
    keep: Vec<f32>,
    add: Vec<f32>,
    rising: Vec<f32>,
    reversible: Vec<f32>,
}

impl Hysteresis {
    /// Demagnetised tape. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new() -> Self {
        let scratch = vec![0.0; MAX_OVERSAMPLED];
        let lane = Lane {
            field: 0.0,
            anhysteretic: 0.0,
            slope: FLAT,
            irreversible: 0.0,
            q: vec![0.0; MAX_OVERSAMPLED + 1],
            man: vec![0.0; MAX_OVERSAMPLED + 1],
            d_man: vec![0.0; MAX_OVERSAMPLED + 1],
            keep: scratch.clone(),
            add: scratch.clone(),
            rising: scratch.clone(),
            reversible: scratch,
        };
        Self {
            lanes: [lane.clone(), lane],
        }
    }

    /// Demagnetises.
    pub fn reset(&mut self) {
        for lane in &mut self.lanes {
            lane.field = 0.0;
            lane.anhysteretic = 0.0;
            lane.slope = FLAT;
            lane.irreversible = 0.0;
        }
    }

    /// The left channel's field q and magnetisation M at a sample of what was processed last.
    pub fn pair(&self, sample: usize) -> [f32; 2] {
        let [lane, _] = &self.lanes;
        [lane.q[sample + 1], lane.reversible[sample]]
    }

    /// The strongest field q of both channels in so many samples that were processed last.
    pub fn strongest(&self, samples: usize) -> f32 {
        let mut most = [0.0; LANES];
        for lane in &self.lanes {
            // The last chunk may be short, and the first begins before what was processed last.
            for chunk in lane.q[..=samples].chunks(LANES) {
                for (most, q) in most.iter_mut().zip(chunk) {
                    *most = greater(q.abs(), *most);
                }
            }
        }
        most.into_iter().fold(0.0, greater)
    }

    /// Magnetises by both channels in place. `offset` is where in the tick the first sample lies
    /// and `per_frame` how many samples a frame has.
    pub fn process(
        &mut self,
        glide: &ShapeGlide,
        offset: usize,
        per_frame: usize,
        left: &mut [f32],
        right: &mut [f32],
    ) {
        let samples = left.len();
        let [l, r] = &mut self.lanes;
        // The same bits either way.
        if glide.is_still() {
            l.prepare::<false>(glide, offset, per_frame, left);
            r.prepare::<false>(glide, offset, per_frame, right);
        } else {
            l.prepare::<true>(glide, offset, per_frame, left);
            r.prepare::<true>(glide, offset, per_frame, right);
        }

        // The one recursion, both channels side by side: each step waits only for the last N.
        let (mut n_l, mut n_r) = (l.irreversible, r.irreversible);
        let l_in = l.keep[..samples]
            .iter()
            .zip(&l.add)
            .zip(&l.rising)
            .zip(&mut l.reversible);
        let r_in = r.keep[..samples]
            .iter()
            .zip(&r.add)
            .zip(&r.rising)
            .zip(&mut r.reversible);
        for ((((keep_l, add_l), up_l), m_l), (((keep_r, add_r), up_r), m_r)) in l_in.zip(r_in) {
            n_l = approach(n_l, *keep_l, *add_l, *up_l);
            n_r = approach(n_r, *keep_r, *add_r, *up_r);
            *m_l += n_l;
            *m_r += n_r;
        }
        l.irreversible = n_l;
        r.irreversible = n_r;

        let (output, step) = per_sample(&glide.output, per_frame);
        let first = offset * per_frame;
        for (lane, samples) in [(l, left), (r, right)] {
            for (i, (sample, m)) in samples.iter_mut().zip(&lane.reversible).enumerate() {
                *sample = m * (output + step * (first + i) as f32);
            }
        }
    }
}

impl Default for Hysteresis {
    fn default() -> Self {
        Self::new()
    }
}

/// A(q) and A′(q), between those of the Langevin function and of tanh.
#[inline(always)]
pub fn anhysteretic(q: f32, alignment: f32) -> (f32, f32) {
    let (free, d_free) = langevin(q);
    let aligned = tanh_from_langevin(q, free);
    let d_aligned = 1.0 - aligned * aligned;
    (
        free + alignment * (aligned - free),
        d_free + alignment * (d_aligned - d_free),
    )
}

/// What a step of g does: about exp(−g), the share of N that is left, and (1 − exp(−g))/g, what
/// counts of a goal that moves away in a straight line.
#[inline(always)]
pub fn decay(g: f32) -> (f32, f32) {
    let series = 1.0 + g * (0.5 + g * (1.0 / 6.0 + g * (1.0 / 24.0)));
    let left = 1.0 / (1.0 + g * series);
    (left, left * series)
}

/// About g·∫4u(1−u)·exp(−g·u)du, with what [`decay`] gives for g: what counts of a goal that bends
/// by 1 in the middle of its way. The series is too much beyond a g of 5, where it is at most 4/g.
#[inline(always)]
fn bend(g: f32, left: f32, straight: f32) -> f32 {
    let series = 2.0 / 3.0 + g * (1.0 / 3.0 + g * (1.0 / 10.0 + g * (1.0 / 45.0)));
    lesser(left * g * series, 4.0 * straight)
}

// A single instruction each, where `f32::min` and `max` take three to be right for NaN.

#[inline(always)]
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// N's next value: towards its goal by what the field allows, never away from it.
#[inline(always)]
fn approach(n: f32, keep: f32, add: f32, rising: f32) -> f32 {
    let moved = n * keep + add;
    if rising > 0.0 {
        greater(moved, n)
    } else {
        lesser(moved, n)
    }
}

/// What each step begins and ends with.
fn ends(samples: &[f32]) -> [&[f32]; 2] {
    [&samples[..samples.len() - 1], &samples[1..]]
}

/// A glide's value at the tick's beginning and its increment per oversampled sample.
fn per_sample(glide: &Glide, per_frame: usize) -> (f32, f32) {
    let (from, step) = glide.line();
    (from, step / per_frame as f32)
}

impl Lane {
    /// All that follows from the field alone, for many samples at once.
    fn prepare<const MOVING: bool>(
        &mut self,
        glide: &ShapeGlide,
        offset: usize,
        per_frame: usize,
        input: &[f32],
    ) {
        // Counted from the tick's beginning, so that cutting a tick in two gives the same bits.
        let first = offset * per_frame;
        let on_its_way = |glide: &Glide| {
            let (from, step) = per_sample(glide, per_frame);
            move |i: usize| {
                if MOVING {
                    from + step * (first + i) as f32
                } else {
                    from
                }
            }
        };
        let field = on_its_way(&glide.field);
        let alignment = on_its_way(&glide.alignment);
        let mobility = on_its_way(&glide.mobility);
        let reversible = on_its_way(&glide.reversible);
        let len = input.len();
        let (q, man) = (&mut self.q[..=len], &mut self.man[..=len]);
        let d_man = &mut self.d_man[..=len];
        q[0] = self.field;
        man[0] = self.anhysteretic;
        d_man[0] = self.slope;
        for (i, (q, x)) in q[1..=len].iter_mut().zip(input).enumerate() {
            *q = x * field(i);
        }
        let slopes = man[1..=len].iter_mut().zip(&mut d_man[1..=len]);
        if glide.alignment.is_still() && alignment(0) == 0.0 {
            // The same bits as below, for the price of a single division.
            for ((man, d_man), q) in slopes.zip(&q[1..=len]) {
                (*man, *d_man) = langevin(*q);
            }
        } else {
            for (i, ((man, d_man), q)) in slopes.zip(&q[1..=len]).enumerate() {
                (*man, *d_man) = anhysteretic(*q, alignment(i));
            }
        }
        let outputs = self.keep[..len]
            .iter_mut()
            .zip(&mut self.add[..len])
            .zip(&mut self.rising[..len])
            .zip(&mut self.reversible[..len]);
        let ([q0, q1], [man0, man1], [d0, d1]) = (ends(q), ends(man), ends(d_man));
        let inputs = q0
            .iter()
            .zip(q1)
            .zip(man0.iter().zip(man1))
            .zip(d0.iter().zip(d1));
        for (i, ((((keep, add), rising), m), (((q0, q1), (man0, man1)), (d0, d1)))) in
            outputs.zip(inputs).enumerate()
        {
            let c = reversible(i);
            let rise = q1 - q0;
            let g = lesser(mobility(i) * rise.abs(), FARTHEST);
            let (left, straight) = decay(g);
            *keep = left;
            let way = man1 - man0;
            // How far Man bends away from the straight line in the middle of the step. It only ever
            // rises with the field, and so does a parabola that bends by a quarter at most.
            let quarter = 0.25 * way.abs();
            let bent = lesser(greater(0.125 * rise * (d0 - d1), -quarter), quarter);
            let bent = bend(g, left, straight) * bent;
            *add = (1.0 - c) * (man1 - left * man0 - straight * way + bent);
            *rising = rise;
            *m = c * man1;
        }
        self.field = q[len];
        self.anhysteretic = man[len];
        self.slope = d_man[len];
    }
}

#[cfg(test)]
mod tests {
    use super::{Hysteresis, Shape, ShapeGlide};

    #[test]
    fn no_step_takes_the_tape_beyond_saturation() {
        for (mobility, reversible) in [(0.5, 0.05), (0.8, 0.95), (10.0, 0.0)] {
            for field in [1.0, 30.0, 1e3, 1e12] {
                let glide = ShapeGlide::still(&Shape {
                    field,
                    alignment: 0.5,
                    mobility,
                    reversible,
                    output: 1.0,
                });
                let mut left: Vec<f32> = (0..512)
                    .map(|n| [0.0, 1.0, 0.3, -1.0, 1.0, 0.01][n * n % 6])
                    .collect();
                let mut right = left.clone();
                let mut tape = Hysteresis::new();
                tape.process(&glide, 0, 4, &mut left, &mut right);
                let most = left.iter().fold(0.0f32, |most, m| most.max(m.abs()));
                // NaN fails as well.
                assert!(most <= 1.001, "{most} at {field}, {mobility}, {reversible}");
            }
        }
    }
}
