//! Primitives, one concept a file, each usable alone.

pub mod a_weighting;
pub mod beats;
pub mod biquad;
pub mod changeover;
pub mod convolver;
pub mod delay;
pub mod fir;
pub mod halfband;
pub mod k_weighting;
pub mod likeness;
pub mod log_exp;
pub mod loudness_match;
pub mod moved_delay;
pub mod noise;
pub mod one_pole;
pub mod oversampler;
pub mod programme;
pub mod ramp;
pub mod sinc;
pub mod svf;
pub mod tick;
pub mod true_peak;
pub mod units;
pub mod window;
