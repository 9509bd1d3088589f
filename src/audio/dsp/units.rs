//! Conversions between units. No other file has one of its own.

/// The level of 0 VU in dBFS, where a full-scale sine has an RMS level of 0 dBFS.
pub const ZERO_VU_DBFS: f64 = -18.0;

/// The peak amplitude of a sine at 0 VU.
pub fn zero_vu_amplitude() -> f64 {
    db_to_gain(ZERO_VU_DBFS)
}

/// Decibels to an amplitude ratio.
pub fn db_to_gain(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}

/// An amplitude ratio to decibels; −∞ for 0.
pub fn gain_to_db(gain: f64) -> f64 {
    20.0 * gain.abs().log10()
}

/// Inches per second to metres per second.
pub const fn ips_to_mps(ips: f64) -> f64 {
    ips * 0.0254
}

/// Micrometres to metres.
pub const fn um_to_m(um: f64) -> f64 {
    um * 1e-6
}

/// Minutes of arc to radians.
pub fn arcmin_to_rad(arcmin: f64) -> f64 {
    (arcmin / 60.0).to_radians()
}
