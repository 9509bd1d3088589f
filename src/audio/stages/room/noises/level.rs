//! How loud the noises are in life, at 1 m, as amplitudes.
//!
//! Music plays at 75 dB(A) where it is listened to, which is 0 VU (−18 dBFS). As everywhere in this
//! crate a sine at full scale is 0 dBFS RMS; so L dB(A) is L − 93 dBFS(A).
//!
//! | noise  | dB(A) | over | source |
//! |--------|-------|------|--------|
//! | bed    | 45 | the time in which it creaks | a chair's or floor board's creak, by ear |
//! | breath | 28 | all the time | a quiet sleeper |
//! | clock  | 27 | all the time, 60 ticks per minute | a wall clock in a quiet room |
//! | keys   | 42 | all the time, 280 strokes per minute | office keyboards, 40 to 50 dB(A) |
//!
//! These hold at the default rate and character with all in the house; what belongs to a decade is
//! louder or softer by what its own table says. The other noises have theirs in their own files.

use std::f64::consts::SQRT_2;

use super::steady::Hiss;
use crate::audio::dsp::a_weighting::a_weighting;
use crate::audio::dsp::units::{ZERO_VU_DBFS, db_to_gain};

/// The bed, in dB(A) while it creaks.
pub const BED_DBA: f64 = 45.0;
/// Breath.
pub const BREATH_DBA: f64 = 28.0;
/// The clock.
pub const CLOCK_DBA: f64 = 27.0;
/// Keyboard and mouse.
pub const KEYS_DBA: f64 = 42.0;

/// How loud music in the room is, in dB(A): that of listening alone without disturbing others.
const MUSIC_DBA: f64 = 75.0;

/// dBFS(A) of 0 dB(A).
const ZERO_DBA_DBFS: f64 = ZERO_VU_DBFS - MUSIC_DBA;

/// RMS amplitude of what has `level_dba` in life, at 1 m.
pub fn rms_in_life(level_dba: f64) -> f64 {
    db_to_gain(level_dba + ZERO_DBA_DBFS) / SQRT_2
}

/// The gain that brings a noise whose A-weighted RMS amplitude is `own_db`, as 20 lg, to `level_dba`
/// in life.
pub fn gain_to_life(level_dba: f64, own_db: f64) -> f32 {
    (rms_in_life(level_dba) / db_to_gain(own_db)) as f32
}

/// A-weighted RMS of [`Hiss`] behind a filter of amplitude `response`, to 20 kHz.
pub fn weighted_noise_rms(sample_rate: f64, response: impl Fn(f64) -> f64) -> f64 {
    let step = 2f64.powf(1.0 / 6.0);
    let mut power = 0.0;
    let mut hz = 20.0;
    while hz < (sample_rate / 2.0).min(20_000.0) {
        let width_hz = hz * (step.sqrt() - 1.0 / step.sqrt());
        power += Hiss::DENSITY * width_hz * (response(hz) * a_weighting(hz)).powi(2);
        hz *= step;
    }
    power.sqrt()
}
