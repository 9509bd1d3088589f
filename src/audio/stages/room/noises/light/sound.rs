//! What a lamp sounds like at a moment: its waves, and how loud each part of it is.

use std::f64::consts::TAU;

use super::lamps::Lamp;
use crate::audio::dsp::a_weighting::a_weighting;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stages::room::noises::level::rms_in_life;
use crate::audio::stages::room::noises::steady::{Series, WAVES, rms};

/// Where the laminations resonate, with quality and size.
const RESONANCES: [(f64, f64, f64); 3] = [
    (1_150.0, 6.0, 1.0),
    (2_350.0, 8.0, 0.7),
    (3_700.0, 9.0, 0.45),
];
/// Above this corner the discharge hisses, in Hz.
const HISS_HZ: f64 = 3_500.0;

/// The waves: hum, buzz, the ripple on a converter's supply, and none.
pub const SERIES: [Series; WAVES] = [hum, buzz, ripple, |_| [0.0; 2]];

fn hum(h: usize) -> [f64; 2] {
    match h {
        1 => [1.0, 0.0],
        2 => [0.0, 0.18],
        3 => [0.25, 0.25],
        5 => [0.0, 0.2],
        7 => [0.1, 0.0],
        9 => [0.0, 0.05],
        _ => [0.0; 2],
    }
}

fn buzz(h: usize) -> [f64; 2] {
    let hz = 100.0 * h as f64;
    let resonances = RESONANCES.iter().map(|&(centre, q, size)| {
        let detune = q * (hz / centre - centre / hz);
        size / detune.hypot(1.0)
    });
    let size = resonances.sum::<f64>() + 0.05;
    // Phases that grow with the square keep it from being one sharp pulse.
    let phase = 0.13 * (h * h) as f64;
    [size * phase.sin(), size * phase.cos()]
}

fn ripple(h: usize) -> [f64; 2] {
    match h {
        1 => [1.0, 0.0],
        2 => [0.0, 0.4],
        3 => [0.15, 0.0],
        _ => [0.0; 2],
    }
}

/// What is smoothed on the way from one lamp to another: amplitudes, and a pitch.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sound {
    pub hum: f64,
    pub buzz: f64,
    pub hiss: f64,
    pub whine: f64,
    pub whine_hz: f64,
    pub tink: f64,
}

impl Sound {
    /// `lamp` times `scale`.
    pub fn new(lamp: &Lamp, scale: f64, character: f64) -> Self {
        let side = 2.0 * character - 1.0;
        // From a hum that is felt more than heard to loose laminations.
        let buzz = db_to_gain(if side < 0.0 { 12.0 * side } else { 7.0 * side });
        Self {
            hum: scale * lamp.hum * db_to_gain(-2.0 * side),
            buzz: scale * lamp.buzz * buzz,
            hiss: scale * lamp.hiss * db_to_gain(4.0 * side),
            whine: scale * lamp.whine * db_to_gain(4.0 * side),
            whine_hz: lamp.whine_hz * (1.0 + 0.12 * side),
            tink: lamp.tink * rms_in_life(lamp.level_dba),
        }
    }

    fn fields(&mut self) -> [&mut f64; 6] {
        [
            &mut self.hum,
            &mut self.buzz,
            &mut self.hiss,
            &mut self.whine,
            &mut self.whine_hz,
            &mut self.tink,
        ]
    }

    /// Moves towards `target`.
    pub fn approach(&mut self, mut target: Self, share: f64) {
        for (now, target) in self.fields().into_iter().zip(target.fields()) {
            *now += share * (*target - *now);
            if (*now - *target).abs() <= 1e-4 * target.abs() + 1e-9 {
                *now = *target;
            }
        }
    }
}

/// y += follow · (x − y); what is left of x is the hiss.
pub fn hiss_follow(sample_rate: f64) -> f64 {
    1.0 - (-TAU * (HISS_HZ / sample_rate).min(0.25)).exp()
}

/// |H| of that.
pub fn hiss_response(frequency_hz: f64, sample_rate: f64) -> f64 {
    let (keep, angle) = (
        1.0 - hiss_follow(sample_rate),
        TAU * frequency_hz / sample_rate,
    );
    keep * 2.0 * (angle / 2.0).sin().abs() / (1.0 - 2.0 * keep * angle.cos() + keep * keep).sqrt()
}

/// A-weighted RMS of a lamp at scale 1 and the default character.
pub fn weighted(lamp: &Lamp, sample_rate: f64, highest: usize) -> f64 {
    let wave = |series: Series, amplitude: f64| {
        let own = rms(series, highest, |_| 1.0).max(1e-9);
        amplitude * rms(series, highest, |h| a_weighting(100.0 * h as f64)) / own
    };
    let whine = if lamp.whine_hz < 0.45 * sample_rate {
        lamp.whine * a_weighting(lamp.whine_hz)
    } else {
        0.0
    };
    [wave(hum, lamp.hum), wave(buzz, lamp.buzz), whine, lamp.hiss]
        .iter()
        .map(|part| part * part)
        .sum::<f64>()
        .sqrt()
}
