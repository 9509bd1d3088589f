//! The AC bias: what its strength does to the loop and to the treble.
//!
//! The bias carries the particles across their coercivities, so that the audio field only has to
//! tip the balance. What share of them it reaches follows the distribution of their switching
//! fields (Bertram, "Theory of Magnetic Recording", 1994): too little leaves a dead zone and the
//! full width of the loop; more approaches the anhysteretic curve. Past its best setting the bias
//! field takes up range that the signal would need, and distortion rises again. All along it
//! widens the zone in which the tape leaves the record head's influence, which erases short
//! wavelengths: the treble falls steadily.
//!
//! The shape of each curve is by ear and to the rule of the maintenance manuals: treble falls
//! monotonically, distortion is least near +3 dB. What the bias erases stands in the machine's row
//! and grows in proportion to it; the record amplifier lifts the treble against it, and so treble
//! saturates first.

use super::hysteresis::{Shape, anhysteretic, decay};
use super::model::Magnetics;
use crate::audio::dsp::units::{db_to_gain, zero_vu_amplitude};

/// The lowest and highest bias in dB re the machine's own setting.
pub const BIAS_RANGE_DB: (f64, f64) = (-9.0, 9.0);

/// Mean and spread of the switching fields, re the field of the machine's own bias.
const SWITCHING_MEAN: f64 = 0.62;
const SWITCHING_SPREAD: f64 = 0.18;
/// The share of particles that no bias reaches.
const OUT_OF_REACH: f64 = 0.02;
/// Bias above which it uses up the signal's range, as an amplitude re the machine's own (+3 dB).
const OVER_BIAS: f64 = 1.41;

/// How much less of the field the signal needs per unit of bias amplitude, up to [`OVER_BIAS`]: a
/// better biased tape records deeper and holds more.
const DEPTH: f64 = 0.25;
/// How fast distortion rises past [`OVER_BIAS`].
const OVER_BIAS_RISE: f64 = 0.8;

/// The loop's shape under drive, saturation and bias, and level-matched: a sine at 0 VU comes out
/// at 0 VU, but where bias is missing: there it is music that keeps its loudness.
///
/// `[drive_db, saturation (0 to 1), bias_db]` are the knobs. Saturation stands for a tape that
/// holds less and lies more in one direction: the curve bends earlier and more sharply, where
/// drive alone bends it softly. `generations` recordings of one another distort like one whose
/// third-order term is that many times as large: the terms add in amplitude, and grow with the
/// square of the field.
pub fn shape(
    magnetics: &Magnetics,
    generations: u8,
    [drive_db, saturation, bias_db]: [f64; 3],
    sine: &Sine,
) -> Shape {
    let bias = db_to_gain(bias_db);
    let reach = reach(bias_db);
    let depth = 1.0 + DEPTH * (bias.min(OVER_BIAS) - 1.0);
    let excess = OVER_BIAS_RISE * (bias - OVER_BIAS).max(0.0);
    let weakness = db_to_gain(MAX_SATURATION_DB * saturation);
    // tanh is three times as steep at its foot as the Langevin function: in units of q the same
    // foot needs less field.
    let steepness = 1.0 + 2.0 * saturation;
    let field = magnetics.field_at_zero_vu / zero_vu_amplitude() * db_to_gain(drive_db) * weakness
        / steepness
        / depth
        * (1.0 + excess)
        * f64::from(generations).sqrt();
    let mut shape = Shape {
        field,
        alignment: saturation,
        mobility: magnetics.mobility * steepness / weakness,
        reversible: reach * (1.0 - OUT_OF_REACH),
        output: 1.0,
    };
    shape.output =
        db_to_gain(music_trim_db(reach)) / fundamental_gain(&shape, zero_vu_amplitude(), sine);
    shape
}

/// What music needs beside the match of a sine, in dB: its treble is a bias of its own, which lifts
/// the rest out of the dead zone. Found by measuring the loudness of music.
fn music_trim_db(reach: f64) -> f64 {
    -9.0 * (1.0 - reach).powf(1.6)
}

/// What share of the particles the bias reaches.
fn reach(bias_db: f64) -> f64 {
    logistic((db_to_gain(bias_db) - SWITCHING_MEAN) / SWITCHING_SPREAD * 1.7)
}

/// How far full `saturation` lowers the tape's headroom, in dB.
const MAX_SATURATION_DB: f64 = 12.0;

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Points on a cycle of the sine that traces the loop.
const POINTS: usize = 24;

/// Gain of the loop for the fundamental of a sine of `amplitude`, the loop being closed. Runs the
/// model itself, which is cheap because it is rate-independent: a few points trace a cycle. three
/// quarters of one close it.
fn fundamental_gain(shape: &Shape, amplitude: f64, sine: &Sine<POINTS>) -> f64 {
    trace(shape, amplitude, sine, POINTS * 3 / 4)
}

/// The gain after `closed` points.
fn trace<const N: usize>(shape: &Shape, amplitude: f64, sine: &Sine<N>, closed: usize) -> f64 {
    let (mut n, mut q0, mut man0) = (0.0f64, 0.0f64, 0.0f64);
    let (mut re, mut im) = (0.0, 0.0);
    for i in 1..=closed + N {
        let [sin, cos] = sine.points[i % N];
        let q = shape.field * amplitude * sin;
        let (man, _) = anhysteretic(q as f32, shape.alignment as f32);
        let man = f64::from(man);
        let rise = q - q0;
        let g = (shape.mobility * rise.abs()) as f32;
        let (left, straight) = decay(g);
        let (left, straight) = (f64::from(left), f64::from(straight));
        let goal = man - left * man0 - straight * (man - man0);
        let moved = n * left + (1.0 - shape.reversible) * goal;
        n = if rise > 0.0 {
            moved.max(n)
        } else {
            moved.min(n)
        };
        if i > closed {
            let m = n + shape.reversible * man;
            re += m * sin;
            im += m * cos;
        }
        (q0, man0) = (q, man);
    }
    2.0 / N as f64 * re.hypot(im) / amplitude
}

/// Sine and cosine around a cycle.
#[derive(Debug, Clone)]
pub struct Sine<const N: usize = POINTS> {
    points: [[f64; 2]; N],
}

impl<const N: usize> Sine<N> {
    /// Works it out.
    pub fn new() -> Self {
        Self {
            points: std::array::from_fn(|i| {
                let phase = std::f64::consts::TAU * i as f64 / N as f64;
                [phase.sin(), phase.cos()]
            }),
        }
    }
}

impl<const N: usize> Default for Sine<N> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{BIAS_RANGE_DB, Sine, music_trim_db, reach, shape, trace};
    use crate::audio::dsp::units::{gain_to_db, zero_vu_amplitude};
    use crate::audio::stages::tape::Model;

    #[test]
    fn a_few_points_are_enough_to_match_the_level() {
        let fine = Sine::<4_000>::new();
        for model in [Model::FourTrack, Model::Dictation] {
            let magnetics = model.machine().magnetics.expect("a tape");
            for drive_db in [-12.0, 0.0, 24.0] {
                for saturation in [0.0, 1.0] {
                    for bias_db in [BIAS_RANGE_DB.0, -3.0, 0.0, 3.0, BIAS_RANGE_DB.1] {
                        let knobs = [drive_db, saturation, bias_db];
                        let shape = shape(&magnetics, 1, knobs, &Sine::new());
                        let gain = shape.output * trace(&shape, zero_vu_amplitude(), &fine, 40_000);
                        let error = gain_to_db(gain) - music_trim_db(reach(bias_db));
                        assert!(error.abs() < 0.35, "{model:?} {knobs:?}: {error:.2} dB");
                    }
                }
            }
        }
    }
}
