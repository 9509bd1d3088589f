//! How the tape weaves and clings: a slow random distance between tape and head.
//!
//! The distance is the square of a band-passed noise, so that the tape touches the head most of
//! the time and leaves it in swells. Band, size and what the tracks share are by ear.

use std::f64::consts::TAU;

use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::tick::TICK;
use crate::audio::stage::Spec;

/// Corners of the noise in Hz. Squaring it doubles the upper one.
const LOW_HZ: f64 = 0.5;
/// Two low-passes of this corner each.
const HIGH_HZ: f64 = 5.0;
/// Mean distance at full amount in metres: 1.5 dB at 10 kHz on a cassette (Wallace's 54.6·d/λ).
const MEAN_M: f64 = 0.13e-6;
/// Power that the tracks' noises share; their distances then correlate by its square.
const SHARED: f64 = 0.7;
/// Where the square is held, re its mean: 9 dB at 10 kHz on a cassette.
const MOST: f64 = 6.0;

/// The distance of both tracks, worked out once a tick.
pub struct Contact {
    /// Of both tracks, of the left, of the right.
    sources: [WhiteNoise; 3],
    /// Two low-passes, and a slow one that is taken off.
    states: [[f64; 3]; 2],
    fast: f64,
    slow: f64,
    /// To a power of 1.
    scale: f64,
}

impl Contact {
    /// At the beginning.
    pub fn new(spec: Spec) -> Self {
        let tick_hz = spec.sample_rate / TICK as f64;
        let step = |hz: f64| 1.0 - (-TAU * hz / tick_hz).exp();
        let (fast, slow) = (step(HIGH_HZ), step(LOW_HZ));
        Self {
            sources: [0xC047_0001, 0xC047_0002, 0xC047_0003].map(WhiteNoise::new),
            states: [[0.0; 3]; 2],
            fast,
            slow,
            scale: 1.0 / (WhiteNoise::RMS * power(fast, slow).sqrt()),
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.sources.iter_mut().for_each(WhiteNoise::reset);
        self.states = [[0.0; 3]; 2];
    }

    /// Distances at full amount at the end of the next tick, in metres.
    pub fn tick(&mut self) -> [f32; 2] {
        let [shared, left, right] = &mut self.sources;
        let shared = SHARED.sqrt() * f64::from(shared.sample());
        let own = (1.0 - SHARED).sqrt();
        let whites = [left, right].map(|source| shared + own * f64::from(source.sample()));
        let mut spacing_m = [0.0; 2];
        for track in 0..2 {
            let [first, second, mean] = &mut self.states[track];
            *first += self.fast * (whites[track] - *first);
            *second += self.fast * (*first - *second);
            *mean += self.slow * (*second - *mean);
            let noise = self.scale * (*second - *mean);
            spacing_m[track] = (MEAN_M * (noise * noise).min(MOST)) as f32;
        }
        spacing_m
    }
}

/// What the filter leaves of white noise's power.
fn power(fast: f64, slow: f64) -> f64 {
    // |s/(1 − (1 − s)/z)|², and |1 − that|² without the first bars.
    let low = |s: f64, cos: f64| s * s / (1.0 + (1.0 - s).powi(2) - 2.0 * (1.0 - s) * cos);
    let high = |s: f64, cos: f64| {
        (1.0 - s).powi(2) * (2.0 - 2.0 * cos) / (1.0 + (1.0 - s).powi(2) - 2.0 * (1.0 - s) * cos)
    };
    // From far below the band to the Nyquist frequency.
    const STEPS: i32 = 400;
    let (lowest, ratio) = (
        1e-5f64,
        (std::f64::consts::PI / 1e-5).powf(1.0 / f64::from(STEPS)),
    );
    (0..STEPS)
        .map(|n| {
            let (from, to) = (lowest * ratio.powi(n), lowest * ratio.powi(n + 1));
            let cos = (from * to).sqrt().cos();
            low(fast, cos).powi(2) * high(slow, cos) * (to - from)
        })
        .sum::<f64>()
        / std::f64::consts::PI
}
