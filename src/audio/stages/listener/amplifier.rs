//! The device's amplifier: it clips softly at ±1.
//!
//! The curve is x/√(1 + x²). Its antiderivative is √(1 + x²), and the mean of the curve along the
//! straight line between two samples, which folds much less back into the audible range than the
//! curve at the samples, comes out free of the usual division by the difference of the two:
//! (F₁ − F₀)/(x₁ − x₀) = (x₁ + x₀)/(F₁ + F₀).
//! Source: J. Parker, V. Zavalishin, E. Le Bivic, "Reducing the aliasing of nonlinear waveshaping
//! using continuous-time convolution", DAFx 2016.
//! The mean of two samples dulls the treble; a pole close to the zero at the Nyquist frequency gives
//! it back.

use super::section::{Pair, Transfer, settle};

/// The pole: −0.5 dB is left at 20 kHz and 44.1 kHz.
const POLE: f64 = 0.9;

/// Both channels' amplifiers.
#[derive(Debug, Clone)]
pub struct Amplifier {
    /// What the mean of the curve is taken by.
    gain: f64,
    /// What they remember, for a loop to take out and put back.
    pub state: State,
}

/// The sample before, its area, and what came out.
#[derive(Debug, Clone, Copy)]
pub struct State {
    last: Pair,
    area: Pair,
    out: Pair,
}

impl Amplifier {
    /// At rest. What comes out is counted so that `limit` is where it clips.
    pub fn new(limit: f64) -> Self {
        Self {
            gain: (1.0 + POLE) * limit,
            state: State {
                last: [0.0; 2],
                area: [1.0; 2],
                out: [0.0; 2],
            },
        }
    }

    /// What it does to small signals.
    pub fn transfer() -> Transfer {
        let edge = (1.0 + POLE) / 2.0;
        Transfer::of([edge, edge, 0.0], [1.0, POLE, 0.0])
    }

    /// A frame, clipped.
    #[inline(always)]
    pub fn step(&self, state: &mut State, frame: Pair) -> Pair {
        for (lane, x) in frame.into_iter().enumerate() {
            let new_area = (1.0 + x * x).sqrt();
            let mean = (x + state.last[lane]) / (new_area + state.area[lane]);
            state.out[lane] = self.gain * mean - POLE * state.out[lane];
            state.last[lane] = x;
            state.area[lane] = new_area;
        }
        state.out
    }

    /// Ends what has decayed. At ticks.
    pub fn settle(&mut self) {
        settle([&mut self.state.out]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_signals_pass_as_reported_and_large_ones_stop_at_one() {
        let amplifier = Amplifier::new(1.0);
        let mut state = amplifier.state;
        let rate = 48_000.0;
        let hz = 12_000.0;
        let (mut re, mut im) = (0.0, 0.0);
        for n in 0..4_800 {
            let phase = std::f64::consts::TAU * hz * f64::from(n) / rate;
            let [x, _] = amplifier.step(&mut state, [1e-4 * phase.sin(); 2]);
            if n >= 2_400 {
                re += x * phase.sin() / 1_200.0 / 1e-4;
                im += x * phase.cos() / 1_200.0 / 1e-4;
            }
        }
        let measured = f64::hypot(re, im);
        let wanted = Amplifier::transfer().response(hz, rate);
        assert!((measured / wanted - 1.0).abs() < 1e-3);
        assert!((0.98..1.0).contains(&wanted), "{wanted}");
        let mut out = [0.0; 2];
        for _ in 0..64 {
            out = amplifier.step(&mut state, [50.0, -1e6]);
        }
        assert!((out[0] - 1.0).abs() < 1e-2 && (out[1] + 1.0).abs() < 1e-2);
    }
}
