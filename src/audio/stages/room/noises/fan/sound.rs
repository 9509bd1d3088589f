//! What a fan sounds like at a moment: what is smoothed, and how loud each part of it is.

use std::f64::consts::{SQRT_2, TAU};

use super::machines::{Machine, default_rpm, over};
use crate::audio::dsp::a_weighting::a_weighting;
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stages::room::noises::level::{rms_in_life, weighted_noise_rms};
use crate::audio::stages::room::noises::steady::{Series, rms};

/// Harmonics of the blades' tone and of the whine, and the overtones' size re the first's peak.
const HARMONICS: usize = 6;
pub const BLADE_OVERTONES: f32 = 0.35;
pub const BEARING_OVERTONES: f32 = 0.2;

/// What is smoothed on the way from one fan to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sound {
    /// At the speed for which the machine is described.
    pub nominal_rpm: f64,
    pub blades: f64,
    pub low_hz: f64,
    pub high_hz: [f64; 3],
    pub whine_turns: f64,
    /// Amplitudes at the nominal speed.
    pub air: f64,
    pub tone: f64,
    pub whine: f64,
    pub rattle: f64,
}

impl Sound {
    /// `air` and `scale` as [`calibrate`] has them.
    pub fn new(machine: &Machine, [air, scale]: [f64; 2], character: f64) -> Self {
        let level = rms_in_life(machine.level_dba) * SQRT_2 * scale;
        // From bright air alone over the machine as it is to a dull one with a worn bearing.
        let side = 2.0 * character - 1.0;
        let worn = ((character - 0.6) / 0.4).max(0.0);
        let tone_db = machine.tone_db - if side < 0.0 { -8.0 * side } else { 2.0 * side };
        Self {
            nominal_rpm: default_rpm() * machine.pace,
            blades: machine.blades,
            low_hz: machine.low_hz,
            high_hz: machine.high_hz.map(|hz| hz * 0.75f64.powf(side)),
            whine_turns: machine.whine_turns,
            air: air * db_to_gain(if side < 0.0 { -side } else { -6.0 * side }),
            tone: level * db_to_gain(tone_db),
            // 13 dB more than by default at the end of the character, none at its beginning.
            whine: level * db_to_gain(machine.whine_db) * (2.0 * character).powf(2.2),
            rattle: level * 5.0 * worn * worn,
        }
    }

    fn fields(&mut self) -> [&mut f64; 11] {
        let [a, b, c] = &mut self.high_hz;
        [
            &mut self.nominal_rpm,
            &mut self.blades,
            &mut self.low_hz,
            a,
            b,
            c,
            &mut self.whine_turns,
            &mut self.air,
            &mut self.tone,
            &mut self.whine,
            &mut self.rattle,
        ]
    }

    /// Moves towards `target`.
    pub fn approach(&mut self, mut target: Self, share: f64) {
        for (now, target) in self.fields().into_iter().zip(target.fields()) {
            *now += share * (*target - *now);
            // Near enough is there, or it would be on its way for ever.
            if (*now - *target).abs() <= 1e-4 * target.abs() {
                *now = *target;
            }
        }
    }

    /// The same without a sound.
    pub fn silenced(self) -> Self {
        Self {
            air: 0.0,
            tone: 0.0,
            whine: 0.0,
            rattle: 0.0,
            ..self
        }
    }
}

/// y += follow · (x − y).
pub fn follow(corner_hz: f64, sample_rate: f64) -> f64 {
    1.0 - (-TAU * corner_hz / sample_rate).exp()
}

/// |H| of that.
fn low_pass(follow: f64, frequency_hz: f64, sample_rate: f64) -> f64 {
    let (keep, angle) = (1.0 - follow, TAU * frequency_hz / sample_rate);
    follow / (1.0 - 2.0 * keep * angle.cos() + keep * keep).sqrt()
}

/// |H| of the air's filters.
fn air_response(machine: &Machine, frequency_hz: f64, sample_rate: f64) -> f64 {
    let (keep, angle) = (
        1.0 - follow(machine.low_hz, sample_rate),
        TAU * frequency_hz / sample_rate,
    );
    // What is left of the input behind a low-pass: keep · (1 − z⁻¹)/(1 − keep · z⁻¹).
    let high = keep * 2.0 * (angle / 2.0).sin().abs()
        / (1.0 - 2.0 * keep * angle.cos() + keep * keep).sqrt();
    machine.high_hz.iter().fold(high, |response, &hz| {
        response * low_pass(follow(hz, sample_rate), frequency_hz, sample_rate)
    })
}

/// How much louder its six harmonics are together than a sine of the first, A-weighted, as the tone
/// or the whine has them.
fn series_weight(frequency_hz: f64, overtones: f64) -> f64 {
    let weight = |h: usize| a_weighting(frequency_hz * h as f64);
    let series: Series = |h| [0.0, if h > 1 { over(h) } else { 0.0 }];
    let over = rms(series, HARMONICS, weight) / rms(series, HARMONICS, |_| 1.0);
    weight(1).hypot(overtones * SQRT_2 * over)
}

/// The amplitude of the air, and what to scale the tones by (the air is already), so that a machine
/// has its level at the default rate and character.
pub fn calibrate(machine: &Machine, sample_rate: f64) -> [f64; 2] {
    let air = weighted_noise_rms(sample_rate, |hz| air_response(machine, hz, sample_rate));
    let shaft_hz = default_rpm() * machine.pace / 60.0;
    let tone = db_to_gain(machine.tone_db)
        * series_weight(shaft_hz * machine.blades, f64::from(BLADE_OVERTONES));
    let whine = db_to_gain(machine.whine_db)
        * series_weight(shaft_hz * machine.whine_turns, f64::from(BEARING_OVERTONES));
    let scale = 1.0 / 1f64.hypot(tone.hypot(whine));
    [
        scale * rms_in_life(machine.level_dba) / air.max(1e-6),
        scale,
    ]
}
