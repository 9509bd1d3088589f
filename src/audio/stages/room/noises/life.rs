//! How loud the noises with a rhythm are in life, at 1 m.
//!
//! Music plays at 75 dB(A), which is −18 dBFS RMS; so L dB(A) is L − 93 dBFS(A).
//!
//! | noise  | dB(A) | over | source |
//! |--------|-------|------|--------|
//! | bed    | 45 | the time in which it creaks | a chair's or floor board's creak, by ear |
//! | breath | 28 | all the time | a quiet sleeper |
//! | clock  | 27 | all the time, 60 ticks per minute | a wall clock in a quiet room |
//! | keys   | 42 | all the time, 280 strokes per minute | office keyboards, 40 to 50 dB(A) |
//!
//! These hold at the default rate and character with all in the house; what belongs to a decade is
//! louder or softer by what its own table says.

/// The bed, in dB(A) while it creaks.
pub const BED_DBA: f64 = 45.0;
/// Breath.
pub const BREATH_DBA: f64 = 28.0;
/// The clock.
pub const CLOCK_DBA: f64 = 27.0;
/// Keyboard and mouse.
pub const KEYS_DBA: f64 = 42.0;

/// dBFS(A) of 0 dB(A).
pub const ZERO_DBA_DBFS: f64 = -93.0;

/// The gain that brings a noise of `own_dbfs` (A-weighted) to `dba`.
pub fn gain(dba: f64, own_dbfs: f64) -> f32 {
    crate::audio::dsp::units::db_to_gain(dba + ZERO_DBA_DBFS - own_dbfs) as f32
}
