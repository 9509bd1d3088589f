//! Primitives, one concept a file, each usable alone.

pub mod a_weighting;
pub mod beats;
pub mod biquad;
pub mod changeover;
pub mod convolver;
pub mod delay;
pub mod fir;
pub mod halfband;
pub mod likeness;
pub mod moved_delay;
pub mod noise;
pub mod one_pole;
pub mod oversampler;
pub mod programme;
pub mod ramp;
pub mod sinc;
pub mod tick;
pub mod units;
pub mod window;
