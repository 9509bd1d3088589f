//! The fast hysteresis against the Jiles–Atherton equation, solved by fourth-order Runge–Kutta at
//! 64 times the sample rate, at the extremes of every knob: without the mean field, which is the
//! equation it solves, and with it, which is the one it stands for.

use bedroom::audio::stages::tape::hysteresis::{Hysteresis, Shape, ShapeGlide};
use bedroom::audio::stages::tape::{BIAS_RANGE_DB, Model, Sine, shape};
use lab::instruments::compare::null_db;

const RATE: f64 = 48_000.0;
/// The mean-field term α·Ms/a that the fast form leaves out, at its largest in the normalised
/// parameters of Chowdhury 2019 (1.6e-3 · 6.01).
const MEAN_FIELD: f64 = 0.0096;

/// A sound with a beat: 100 Hz and 2.3 kHz, together at about +6 VU peak.
fn sound(t: f64) -> f64 {
    0.16 * (std::f64::consts::TAU * 100.0 * t).sin()
        + 0.09 * (std::f64::consts::TAU * 2_300.0 * t).sin()
}

/// Coth x − 1/x and its derivative.
fn langevin(x: f64) -> (f64, f64) {
    if x.abs() < 1e-3 {
        return (x / 3.0, 1.0 / 3.0);
    }
    let coth = 1.0 / x.tanh();
    (coth - 1.0 / x, 1.0 - coth * coth + 1.0 / (x * x))
}

/// dM/dq of the full equation, everything in units of a and Ms.
fn slope(shape: &Shape, mean_field: f64, q: f64, m: f64, rising: bool) -> f64 {
    let x = q + mean_field * m;
    let (free, d_free) = langevin(x);
    let (aligned, d_aligned) = (x.tanh(), 1.0 - x.tanh().powi(2));
    let man = free + shape.alignment * (aligned - free);
    let d_man = d_free + shape.alignment * (d_aligned - d_free);
    let c = shape.reversible;
    // M is split as the equation's authors do: M = (1−c)·Mirr + c·Man.
    let gap = man - m;
    let sign = if rising { 1.0 } else { -1.0 };
    let irreversible = if gap * sign > 0.0 {
        (1.0 - c) * gap / ((1.0 - c) * sign / shape.mobility - mean_field * gap)
    } else {
        0.0
    };
    (irreversible + c * d_man) / (1.0 - c * mean_field * d_man)
}

/// The magnetisation at every sample of `rate`, by RK4 with `fine` steps each.
fn runge_kutta(shape: &Shape, mean_field: f64, rate: f64, samples: usize, fine: usize) -> Vec<f32> {
    let step = 1.0 / (rate * fine as f64);
    let (mut m, mut t) = (0.0, 0.0);
    let q = |t: f64| shape.field * sound(t);
    let mut output = Vec::with_capacity(samples);
    for _ in 0..samples {
        for _ in 0..fine {
            let (q0, q1, q2) = (q(t), q(t + step / 2.0), q(t + step));
            // The path of q over the step, walked in q itself.
            let rise = q2 - q0;
            let rising = rise > 0.0;
            let k1 = slope(shape, mean_field, q0, m, rising);
            let k2 = slope(shape, mean_field, q1, m + rise / 2.0 * k1, rising);
            let k3 = slope(shape, mean_field, q1, m + rise / 2.0 * k2, rising);
            let k4 = slope(shape, mean_field, q2, m + rise * k3, rising);
            m += rise / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
            t += step;
        }
        output.push((m * shape.output) as f32);
    }
    output
}

/// The same by the stage's own solver at `multiple` times 48 kHz.
fn fast(shape: &Shape, rate: f64, samples: usize) -> Vec<f32> {
    let mut left: Vec<f32> = (1..=samples)
        .map(|n| sound(n as f64 / rate) as f32)
        .collect();
    let mut right = left.clone();
    let mut tape = Hysteresis::new();
    let glide = ShapeGlide::still(shape);
    for (left, right) in left.chunks_mut(256).zip(right.chunks_mut(256)) {
        tape.process(&glide, 0, 4, left, right);
    }
    assert_eq!(left, right, "both channels are the same machine");
    left
}

/// RK4 with one step for each sample of `rate`, as a plug-in runs it: it only knows the samples,
/// so that the field in the middle of a step is their mean, and estimates dH/dt from them by the
/// α-transform with α = 0.75 (Chowdhury 2019), the bilinear one being unstable.
fn plain_runge_kutta(shape: &Shape, rate: f64, samples: usize) -> Vec<f32> {
    const ALPHA: f64 = 0.75;
    let (mut m, mut q0, mut d0) = (0.0, 0.0, 0.0);
    (1..=samples)
        .map(|n| {
            let q2 = shape.field * sound(n as f64 / rate);
            let d2 = (1.0 + ALPHA) * (q2 - q0) - ALPHA * d0;
            let (q1, d1) = (0.5 * (q0 + q2), 0.5 * (d0 + d2));
            let change = |q, d: f64, m| d * slope(shape, 0.0, q, m, d > 0.0);
            let k1 = change(q0, d0, m);
            let k2 = change(q1, d1, m + k1 / 2.0);
            let k3 = change(q1, d1, m + k2 / 2.0);
            let k4 = change(q2, d2, m + k3);
            m += (k1 + 2.0 * k2 + 2.0 * k3 + k4) / 6.0;
            (q0, d0) = (q2, d2);
            (m * shape.output) as f32
        })
        .collect()
}

/// Drive, saturation and bias at their extremes and in the middle.
fn extremes() -> impl Iterator<Item = [f64; 3]> {
    [-12.0, 0.0, 24.0].into_iter().flat_map(|drive_db| {
        [0.0, 1.0].into_iter().flat_map(move |saturation| {
            [BIAS_RANGE_DB.0, 0.0, BIAS_RANGE_DB.1].map(|bias_db| [drive_db, saturation, bias_db])
        })
    })
}

#[test]
fn the_fast_form_follows_the_full_equation_at_every_extreme() {
    let rate = 4.0 * RATE;
    let samples = (0.06 * rate) as usize;
    let settled = samples / 3;
    let magnetics = Model::FourTrack.machine().magnetics.expect("a tape");
    for knobs in extremes() {
        let shape = shape(&magnetics, 1, knobs, &Sine::new());
        let fast = fast(&shape, rate, samples);
        let reference = runge_kutta(&shape, 0.0, rate, samples, 16);
        let error = |other: &[f32]| null_db(&other[settled..], &reference[settled..]);
        let own = error(&fast);
        let plain = error(&plain_runge_kutta(&shape, rate, samples));
        let full = null_db(
            &fast[settled..],
            &runge_kutta(&shape, MEAN_FIELD, rate, samples, 16)[settled..],
        );
        println!("{knobs:?}: {own:.1} dB, plain RK4 {plain:.1} dB, with mean field {full:.1} dB");
        let limit = if knobs == [0.0; 3] { -100.0 } else { -60.0 };
        assert!(own <= limit, "{knobs:?}: {own:.1} dB");
        assert!(own <= plain, "{knobs:?}: {own:.1} dB, RK4 {plain:.1} dB");
        assert!(full < -40.0, "{knobs:?}: with the mean field {full:.1} dB");
    }
}

#[test]
fn the_error_shrinks_with_the_sample_rate() {
    let magnetics = Model::FourTrack.machine().magnetics.expect("a tape");
    let shape = shape(&magnetics, 1, [12.0, 0.3, -6.0], &Sine::new());
    let errors = [2.0, 4.0, 8.0].map(|multiple| {
        let rate = multiple * RATE;
        let samples = (0.06 * rate) as usize;
        let reference = runge_kutta(&shape, 0.0, rate, samples, 16);
        let settled = samples / 3;
        null_db(
            &fast(&shape, rate, samples)[settled..],
            &reference[settled..],
        )
    });
    println!("2x, 4x, 8x: {errors:.1?} dB");
    let falls = errors.windows(2).all(|pair| pair[1] < pair[0] - 9.0);
    assert!(falls, "{errors:?}");
}
