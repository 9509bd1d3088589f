//! The low-pass behind the hold: a resistor and a capacitor.

use std::f64::consts::PI;

use crate::audio::dsp::one_pole::{OnePole, Pair};
use crate::audio::stage::StereoBlock;

/// Below this a state is taken for 0 instead of crawling through the denormals: at each frame, so
/// that it does not matter where blocks end.
const FLOOR: f32 = 1e-20;

/// One pole, both channels.
#[derive(Debug, Clone)]
pub struct Reconstruction {
    pole: OnePole,
    state: Pair,
    delay: f64,
}

impl Reconstruction {
    /// A corner at `corner_hz`, exact there.
    pub fn new(corner_hz: f64, sample_rate: f64) -> Self {
        let exact_hz = corner_hz.min(0.45 * sample_rate);
        let warped = (PI * exact_hz / sample_rate).tan() * (corner_hz / exact_hz);
        Self {
            pole: OnePole::matched(corner_hz, exact_hz, sample_rate),
            state: Pair::default(),
            delay: 0.5 / warped,
        }
    }

    /// Delay at low frequencies, in frames.
    pub fn delay(&self) -> f64 {
        self.delay
    }

    /// Filters in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let mut state = self.state;
        for (left, right) in block.left.iter_mut().zip(block.right.iter_mut()) {
            let high = self.pole.high(&mut state, [*left, *right]);
            state = state.map(|s| if s.abs() < FLOOR { 0.0 } else { s });
            *left -= high[0];
            *right -= high[1];
        }
        self.state = state;
    }
}
