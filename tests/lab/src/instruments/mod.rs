//! Measuring instruments. Each computes in f64 and is tested against signals with known answers.

pub mod bandwidth;
pub mod click;
pub mod compare;
pub mod decay;
pub mod fft;
pub mod harmonics;
pub mod level;
pub mod noise_to_signal;
pub mod pre_echo;
pub mod response;
pub mod spectrum;
pub mod wow_flutter;
