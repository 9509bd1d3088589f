//! The filter before the converter: an analog low-pass that follows the clock.
//!
//! Chebyshev's for the machine that was built well, Butterworth's for the one that was not, as
//! second-order sections whose states survive a moving corner.
//! Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration", 2013;
//! the poles as in any book on analog filters.

use std::f64::consts::PI;

use super::machine::Machine;
use crate::audio::stage::StereoBlock;

/// The corner, re the converter's rate.
const CORNER: f64 = 0.43;
/// Poles of the steep filter.
const STEEP_POLES: usize = 8;
/// Sections of the steep filter.
const STEEP: usize = STEEP_POLES / 2;
/// Ripple of the steep filter in dB: 29 dB down where what folds reaches the corner. Small enough
/// that twenty of them in a row rise by no more than 1 dB.
const RIPPLE_DB: f64 = 0.05;

/// A pair of poles: their frequency re the corner, and 1/Q.
#[derive(Debug, Clone, Copy, Default)]
struct Pole {
    frequency: f64,
    damping: f64,
}

/// A section's coefficients.
#[derive(Debug, Clone, Copy, Default)]
struct Section {
    a1: f64,
    a2: f64,
    a3: f64,
}

/// The filter of one machine.
#[derive(Debug, Clone)]
pub struct AntiAlias {
    machine: Machine,
    poles: [Pole; STEEP],
    sections: [Section; STEEP],
    /// Two integrators of both channels.
    states: [[[f64; 2]; 2]; STEEP],
    /// Delay at low frequencies, in frames.
    delay: f64,
}

impl AntiAlias {
    /// The machine's filter, at a corner that [`Self::follow`] sets.
    pub fn new(machine: Machine) -> Self {
        Self {
            machine,
            poles: poles(machine),
            sections: Default::default(),
            states: Default::default(),
            delay: 0.0,
        }
    }

    /// Moves the corner with a converter's clock, `rate` re the host's sample rate, at most 1.
    pub fn follow(&mut self, rate: f64) {
        let corner = (PI * CORNER * rate).tan();
        let count = sections(self.machine);
        let mut damping = 0.0;
        for (section, pole) in self.sections.iter_mut().zip(self.poles).take(count) {
            let g = corner * pole.frequency;
            let a1 = 1.0 / (1.0 + g * (g + pole.damping));
            *section = Section {
                a1,
                a2: g * a1,
                a3: g * g * a1,
            };
            damping += pole.damping / pole.frequency;
        }
        // The slope of the phase at 0, where the trapezoidal rule makes jω/2 of jω.
        self.delay = damping / (2.0 * corner);
    }

    /// Delay at low frequencies, in frames.
    pub fn delay(&self) -> f64 {
        self.delay
    }

    /// The most that its delay can be for any machine at `rate`.
    pub fn longest_delay(rate: f64) -> f64 {
        let mut longest = 0.0f64;
        for machine in Machine::ALL {
            let mut filter = Self::new(machine);
            filter.follow(rate);
            longest = longest.max(filter.delay);
        }
        longest
    }

    /// Filters in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        match self.machine {
            Machine::Sampler12 => self.run::<STEEP>(block),
            Machine::Sampler8 => self.run::<1>(block),
        }
    }

    #[inline(always)]
    fn run<const N: usize>(&mut self, block: &mut StereoBlock) {
        let sections: [Section; N] = std::array::from_fn(|n| self.sections[n]);
        let mut states: [[[f64; 2]; 2]; N] = std::array::from_fn(|n| self.states[n]);
        for (left, right) in block.left.iter_mut().zip(block.right.iter_mut()) {
            let mut x = [f64::from(*left), f64::from(*right)];
            for (section, [band, low]) in sections.iter().zip(&mut states) {
                let Section { a1, a2, a3 } = *section;
                for lane in 0..2 {
                    let into = x[lane] - low[lane];
                    let v1 = a1 * band[lane] + a2 * into;
                    let v2 = low[lane] + (a2 * band[lane] + a3 * into);
                    band[lane] = 2.0 * v1 - band[lane];
                    low[lane] = 2.0 * v2 - low[lane];
                    x[lane] = v2;
                }
            }
            *left = x[0] as f32;
            *right = x[1] as f32;
        }
        // A decaying state ends at 0 instead of crawling through the denormals; the converter's
        // steps are far too coarse to show where.
        for state in states.iter_mut().flatten().flatten() {
            if state.abs() < 1e-30 {
                *state = 0.0;
            }
        }
        self.states[..N].copy_from_slice(&states);
    }
}

/// How many sections the machine's filter has.
fn sections(machine: Machine) -> usize {
    match machine {
        Machine::Sampler12 => STEEP,
        Machine::Sampler8 => 1,
    }
}

/// The machine's poles, the dullest first.
fn poles(machine: Machine) -> [Pole; STEEP] {
    match machine {
        // Chebyshev of type I: on an ellipse.
        Machine::Sampler12 => {
            let epsilon = (10f64.powf(RIPPLE_DB / 10.0) - 1.0).sqrt();
            let width = (1.0 / epsilon).asinh() / STEEP_POLES as f64;
            std::array::from_fn(|n| {
                let angle = PI * (2 * (STEEP - n) - 1) as f64 / (2 * STEEP_POLES) as f64;
                let (real, imaginary) = (width.sinh() * angle.sin(), width.cosh() * angle.cos());
                let frequency = real.hypot(imaginary);
                Pole {
                    frequency,
                    damping: 2.0 * real / frequency,
                }
            })
        }
        Machine::Sampler8 => {
            let butterworth = Pole {
                frequency: 1.0,
                damping: std::f64::consts::SQRT_2,
            };
            [butterworth; STEEP]
        }
    }
}
