//! First-order sections that can be undone exactly.
//!
//! The trapezoidal form, whose one state survives a moving corner.
//! Source: V. Zavalishin, "The Art of VA Filter Design", 2018, section 3.10.

use std::array::from_fn;
use std::f64::consts::PI;

/// One frame of both channels, which are worked on side by side.
pub type Pair = [f32; 2];

/// A corner that parts a signal into what is above it and what is below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OnePole {
    /// What a step passes to the high part at once.
    high: f32,
    /// What a step moves the state by.
    follow: f32,
}

impl OnePole {
    /// A corner at `corner_hz`, exact there.
    pub fn new(corner_hz: f64, sample_rate: f64) -> Self {
        Self::matched(corner_hz, corner_hz, sample_rate)
    }

    /// A corner at `corner_hz` that is exact at `at_hz`, which is taken no higher than 0.45 of the
    /// sample rate: the way for corners near the Nyquist frequency and beyond.
    pub fn matched(corner_hz: f64, at_hz: f64, sample_rate: f64) -> Self {
        let at_hz = at_hz.min(0.45 * sample_rate);
        let warped = (PI * at_hz / sample_rate).tan() * (corner_hz / at_hz);
        Self {
            high: (1.0 / (1.0 + warped)) as f32,
            follow: (2.0 * warped / (1.0 + warped)) as f32,
        }
    }

    /// The part above the corner; what is left of the input is the part below.
    #[inline(always)]
    pub fn high(&self, state: &mut Pair, input: Pair) -> Pair {
        let step: Pair = from_fn(|c| input[c] - state[c]);
        *state = from_fn(|c| state[c] + self.follow * step[c]);
        from_fn(|c| self.high * step[c])
    }

    /// [`Self::high`] of one channel.
    #[inline(always)]
    pub fn high_of_one(&self, state: &mut f32, input: f32) -> f32 {
        let high = self.high * (input - *state);
        *state = (1.0 - self.follow) * *state + self.follow * input;
        high
    }
}

/// A treble shelf of 6 dB per octave, and its inverse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shelf {
    pole: OnePole,
    lift: f32,
    undo: f32,
}

impl Shelf {
    /// (1 + jf/`zero_hz`)/(1 + jf/`pole_hz`), `pole_hz` above `zero_hz`, exact at `at_hz` (see
    /// [`OnePole::matched`]): 0 dB at the bottom, `pole_hz`/`zero_hz` at the top.
    pub fn new(zero_hz: f64, pole_hz: f64, at_hz: f64, sample_rate: f64) -> Self {
        let pole = OnePole::matched(pole_hz, at_hz, sample_rate);
        let lift = (pole_hz / zero_hz - 1.0) as f32;
        Self {
            pole,
            lift,
            undo: 1.0 / (1.0 + lift * pole.high),
        }
    }

    /// Lifts the treble.
    #[inline(always)]
    pub fn lift(&self, state: &mut Pair, input: Pair) -> Pair {
        let high = self.pole.high(state, input);
        from_fn(|c| input[c] + self.lift * high[c])
    }

    /// Undoes [`Shelf::lift`]: its delay-free part solved for the input.
    #[inline(always)]
    pub fn lower(&self, state: &mut Pair, lifted: Pair) -> Pair {
        let step: Pair = from_fn(|c| (lifted[c] - state[c]) * self.undo);
        let input = from_fn(|c| state[c] + step[c]);
        *state = from_fn(|c| state[c] + self.pole.follow * step[c]);
        input
    }
}

/// Lets a state that has decayed end at 0 instead of crawling through the denormals.
pub fn settle(state: &mut Pair) {
    *state = state.map(|s| if s.abs() < 1e-20 { 0.0 } else { s });
}

/// |H| of the analog shelf (1 + jf/`zero_hz`)/(1 + jf/`pole_hz`).
pub fn shelf_response(zero_hz: f64, pole_hz: f64, frequency_hz: f64) -> f64 {
    (frequency_hz / zero_hz).hypot(1.0) / (frequency_hz / pole_hz).hypot(1.0)
}

/// |H| of a unit delay-free high-pass at `corner_hz`.
pub fn high_pass_response(corner_hz: f64, frequency_hz: f64) -> f64 {
    frequency_hz / frequency_hz.hypot(corner_hz)
}

/// |H| of a low-pass at `corner_hz`.
pub fn low_pass_response(corner_hz: f64, frequency_hz: f64) -> f64 {
    corner_hz / frequency_hz.hypot(corner_hz)
}

/// How far a smoother of time constant `seconds` moves to its target within `frames`.
pub fn approach(seconds: f64, frames: usize, sample_rate: f64) -> f32 {
    (1.0 - (-(frames as f64) / (seconds * sample_rate)).exp()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    const RATE: f64 = 48_000.0;

    /// |H| of `run` at `frequency_hz`, on the second channel.
    fn measured(frequency_hz: f64, mut run: impl FnMut(Pair) -> Pair) -> f64 {
        let (mut re, mut im) = (0.0, 0.0);
        for n in 0..9_600 {
            let phase = TAU * frequency_hz * f64::from(n) / RATE;
            let [_, out] = run([0.0, phase.sin() as f32]).map(f64::from);
            if n >= 4_800 {
                re += out * phase.sin();
                im += out * phase.cos();
            }
        }
        re.hypot(im) / 2_400.0
    }

    #[test]
    fn the_sections_have_the_responses_they_report() {
        for frequency in [100.0, 1_000.0, 3_000.0] {
            let pole = OnePole::new(1_000.0, RATE);
            let mut state = Pair::default();
            let high = measured(frequency, |x| pole.high(&mut state, x));
            assert!((high / high_pass_response(1_000.0, frequency) - 1.0).abs() < 0.02);
            let mut state = Pair::default();
            let low = measured(frequency, |x| {
                let high = pole.high(&mut state, x);
                from_fn(|c| x[c] - high[c])
            });
            assert!((low / low_pass_response(1_000.0, frequency) - 1.0).abs() < 0.02);
            let shelf = Shelf::new(400.0, 1_600.0, 1_600.0, RATE);
            let mut state = Pair::default();
            let lifted = measured(frequency, |x| shelf.lift(&mut state, x));
            let wanted = shelf_response(400.0, 1_600.0, frequency);
            assert!((lifted / wanted - 1.0).abs() < 0.02);
        }
        let shelf = Shelf::new(2_400.0, 24_000.0, 6_000.0, RATE);
        let mut state = Pair::default();
        let lifted = measured(6_000.0, |x| shelf.lift(&mut state, x));
        assert!((lifted / shelf_response(2_400.0, 24_000.0, 6_000.0) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn a_shelf_is_undone_exactly() {
        let shelf = Shelf::new(400.0, 4_000.0, 4_000.0, RATE);
        let (mut up, mut down) = (Pair::default(), Pair::default());
        for n in 0..4_800u16 {
            let input = [(f32::from(n) * 0.37).sin(), (f32::from(n) * 0.011).cos()];
            let lifted = shelf.lift(&mut up, input);
            let back = shelf.lower(&mut down, lifted);
            assert!((back[0] - input[0]).abs() < 2e-6 && (back[1] - input[1]).abs() < 2e-6);
        }
    }
}
