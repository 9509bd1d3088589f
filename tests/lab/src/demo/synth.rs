//! The few building blocks that the parts share.

use std::f64::consts::{PI, TAU};

use super::RENDER_RATE;

/// Factor of a gain in dB.
pub fn db(gain_db: f64) -> f64 {
    10f64.powf(gain_db / 20.0)
}

/// Frequency of a MIDI note, A4 = 69 = 440 Hz.
pub fn note_hz(note: f64) -> f64 {
    440.0 * 2f64.powf((note - 69.0) / 12.0)
}

/// Equal-power gains of left and right for a position of −1 (left) to 1.
pub fn pan(position: f64) -> [f64; 2] {
    let angle = (position + 1.0) * PI / 4.0;
    [angle.cos() * 2f64.sqrt(), angle.sin() * 2f64.sqrt()]
}

/// Rises from 0 to 1 within `attack` seconds, falls back within `release` seconds at the end of
/// `seconds`; both without corners.
pub fn envelope(time: f64, seconds: f64, attack: f64, release: f64) -> f64 {
    let smooth = |x: f64| {
        let x = x.clamp(0.0, 1.0);
        x * x * (3.0 - 2.0 * x)
    };
    smooth(time / attack) * smooth((seconds - time) / release)
}

/// A sawtooth without audible aliasing: its step rounded by a two-sample polynomial (Välimäki &
/// Huovilainen, IEEE SPM 24-2, 2007).
pub struct Saw {
    phase: f64,
}

impl Saw {
    /// Starts at `phase` cycles.
    pub fn new(phase: f64) -> Self {
        Self { phase }
    }

    pub fn next(&mut self, freq_hz: f64) -> f64 {
        let increment = freq_hz / RENDER_RATE;
        self.phase = (self.phase + increment).fract();
        2.0 * self.phase - 1.0 - step_correction(self.phase, increment)
    }
}

/// What a step of height 2 at phase 0 needs in order not to alias; 0 away from it.
pub fn step_correction(phase: f64, increment: f64) -> f64 {
    if phase < increment {
        let x = phase / increment;
        2.0 * x - x * x - 1.0
    } else if phase > 1.0 - increment {
        let x = (phase - 1.0) / increment;
        x * x + 2.0 * x + 1.0
    } else {
        0.0
    }
}

/// Outputs of [`Filter`].
pub struct Bands {
    pub low: f64,
    pub band: f64,
    pub high: f64,
}

/// State-variable filter with trapezoidal integrators (Zavalishin, "The Art of VA Filter Design",
/// 2012). `band` has unit gain at the centre.
#[derive(Default)]
pub struct Filter {
    first: f64,
    second: f64,
}

impl Filter {
    pub fn next(&mut self, input: f64, freq_hz: f64, q: f64) -> Bands {
        let g = (PI * (freq_hz / RENDER_RATE).min(0.45)).tan();
        let damping = 1.0 / q;
        let high = (input - (damping + g) * self.first - self.second) / (1.0 + damping * g + g * g);
        let band = g * high + self.first;
        let low = g * band + self.second;
        self.first = g * high + band;
        self.second = g * band + low;
        Bands {
            low,
            band: damping * band,
            high,
        }
    }
}

/// A sine of the given phase in cycles.
pub fn sine(cycles: f64) -> f64 {
    (TAU * cycles.fract()).sin()
}
