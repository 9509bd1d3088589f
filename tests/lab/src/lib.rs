//! What the tests, `xtask` and the benches share: demo music, test signals, measuring instruments,
//! real encoders, files, plots, a CLAP host, and on Linux a VST3 host and windows for editors.
//!
//! Levels: RMS levels are in dBFS with the RMS of a full-scale sine as 0 dBFS; peak levels are in
//! dB re full scale. Both read 0 for a sine that just fills ±1. Silence reads [`SILENCE_DB`].

pub mod demo;
pub mod encoders;
pub mod files;
#[cfg(target_os = "linux")]
pub mod hand;
pub mod host;
pub mod instruments;
pub mod plot;
pub mod random;
#[cfg(target_os = "linux")]
pub mod screen;
pub mod signal;
pub mod stereo;
#[cfg(target_os = "linux")]
pub mod vst3;

pub use stereo::Stereo;

/// What a level in dB reads for silence, so that no caller meets an infinity.
pub const SILENCE_DB: f64 = -400.0;
