//! How loud things are in life, as amplitudes.
//!
//! Music plays at 75 dB(A) where it is listened to, which is 0 VU. As everywhere in this crate a sine
//! at full scale is 0 dBFS RMS.
//! Source: IEC 61672-1 (A-weighting).

use std::f64::consts::SQRT_2;

use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::units::{ZERO_VU_DBFS, db_to_gain};

/// How loud music in the room is, in dB(A): that of listening alone without disturbing others.
const MUSIC_DBA: f64 = 75.0;

/// RMS amplitude of what has `level_db` in life, at 1 m.
pub fn rms_in_life(level_db: f64) -> f64 {
    db_to_gain(level_db - MUSIC_DBA + ZERO_VU_DBFS) / SQRT_2
}

/// The A-weighting of IEC 61672-1, 1 at 1 kHz.
pub fn a_weighting(frequency_hz: f64) -> f64 {
    let f2 = frequency_hz * frequency_hz;
    let curve = 12_194f64.powi(2) * f2 * f2
        / ((f2 + 20.6f64.powi(2))
            * ((f2 + 107.7f64.powi(2)) * (f2 + 737.9f64.powi(2))).sqrt()
            * (f2 + 12_194f64.powi(2)));
    curve * 1.258_925
}

/// A-weighted RMS of [`WhiteNoise`] behind a filter of amplitude `response`, to 20 kHz.
pub fn weighted_noise_rms(sample_rate: f64, response: impl Fn(f64) -> f64) -> f64 {
    let density = WhiteNoise::RMS.powi(2) / (sample_rate / 2.0);
    let step = 2f64.powf(1.0 / 6.0);
    let mut power = 0.0;
    let mut hz = 20.0;
    while hz < (sample_rate / 2.0).min(20_000.0) {
        let width_hz = hz * (step.sqrt() - 1.0 / step.sqrt());
        power += density * width_hz * (response(hz) * a_weighting(hz)).powi(2);
        hz *= step;
    }
    power.sqrt()
}
