//! Sound files, read whole and within limits: the user's own impulse responses.
//!
//! [`read_impulse`] takes a path and gives an [`Impulse`] at the host's sample rate, or a
//! [`FileError`] whose words say what to do. Whatever is in the file: it does not panic, and keeps
//! no more than [`MAX_SECONDS`] of four channels.

mod decode;
mod error;
mod loudness;
mod resample;

pub use error::FileError;

use std::fmt;
use std::path::Path;

/// The longest that is kept of a file, in seconds: longer than any room rings, and what the
/// convolution is dimensioned for.
pub const MAX_SECONDS: f64 = 10.0;
/// The sample rates that a file may have, in Hz.
pub const RATES_HZ: (u32, u32) = (8_000, 384_000);
/// The largest file that is opened, in bytes: ten seconds of the most that is accepted are an
/// eighth of it.
pub const MAX_BYTES: u64 = 1 << 30;

/// An impulse response at the sample rate that it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Impulse {
    /// The file's name without its folder.
    pub name: String,
    /// One (both sides alike), two (left, right) or four (left to left, left to right, right to
    /// left, right to right) channels, all of one length.
    pub channels: Vec<Vec<f32>>,
    /// How long it is.
    pub seconds: f64,
    /// The file's own sample rate in Hz.
    pub rate_hz: u32,
    /// What the user should know about it.
    pub note: Option<Note>,
}

impl Impulse {
    /// Frames of each channel.
    pub fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }

    /// The four ways through the room, left to left, left to right, right to left, right to right;
    /// empty where nothing passes.
    pub fn paths(&self) -> [&[f32]; 4] {
        match self.channels.as_slice() {
            [both] => [both, &[], &[], both],
            [left, right] => [left, &[], &[], right],
            [ll, lr, rl, rr, ..] => [ll, lr, rl, rr],
            _ => [&[]; 4],
        }
    }
}

/// What is said about a file that was read all the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Note {
    /// It is longer than [`MAX_SECONDS`].
    Cut,
    /// It breaks off or is damaged after so many seconds.
    BreaksOff(f64),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Cut => write!(f, "Only its first {MAX_SECONDS} seconds are used."),
            Self::BreaksOff(seconds) => write!(
                f,
                "It breaks off or is damaged; its first {seconds:.2} seconds are used."
            ),
        }
    }
}

/// Reads a WAV, AIFF or FLAC file of one, two or four channels, for a host that runs at
/// `sample_rate` Hz.
///
/// What is longer than [`MAX_SECONDS`] is cut with a short fade; silence at the beginning is the
/// file's and stays. The level is made that of a room: music keeps its loudness, whatever the level
/// of the file (see [`loudness`]).
///
/// # Errors
/// When there is nothing to use: see [`FileError`].
pub fn read_impulse(path: &Path, sample_rate: f64) -> Result<Impulse, FileError> {
    let decoded = decode::decode(path)?;
    let rate_hz = decoded.rate_hz;
    let mut channels: Vec<Vec<f32>> = decoded
        .planes
        .iter()
        .map(|plane| resample::resample(plane, rate_hz, sample_rate))
        .collect();
    if !loudness::normalise(&mut channels, sample_rate) {
        return Err(FileError::Silent(path.to_path_buf()));
    }
    let name = error::name(path);
    let seconds = channels.first().map_or(0, Vec::len) as f64 / sample_rate;
    Ok(Impulse {
        name,
        channels,
        seconds,
        rate_hz,
        note: decoded.note,
    })
}
