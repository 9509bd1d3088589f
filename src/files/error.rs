//! Why a file cannot be used, in words that name it and say what to do.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{MAX_BYTES, RATES_HZ};

/// Why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// There is nothing at this path.
    Missing(PathBuf),
    /// A folder, a pipe or a device.
    NotAFile(PathBuf),
    /// The system refuses to open it, and why.
    Refused(PathBuf, String),
    /// More bytes than any impulse response has.
    TooLarge(PathBuf),
    /// Not of a format that is read, or broken; what the decoder says.
    Unreadable(PathBuf, String),
    /// Not a single frame.
    Empty(PathBuf),
    /// Nothing that can be heard.
    Silent(PathBuf),
    /// Neither one, two nor four.
    Channels(PathBuf, usize),
    /// A sample rate beyond the limits, in Hz.
    Rate(PathBuf, u32),
    /// A frame that is no number.
    NotFinite(PathBuf, usize),
}

impl FileError {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing(path)
            | Self::NotAFile(path)
            | Self::Refused(path, _)
            | Self::TooLarge(path)
            | Self::Unreadable(path, _)
            | Self::Empty(path)
            | Self::Silent(path)
            | Self::Channels(path, _)
            | Self::Rate(path, _)
            | Self::NotFinite(path, _) => path,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "“{}” ", name(self.path()))?;
        match self {
            // The folder helps to find out where it went.
            Self::Missing(path) => match path.parent().filter(|folder| *folder != Path::new("")) {
                Some(folder) => write!(f, "is no longer in {}.", folder.display()),
                None => write!(f, "is not there."),
            },
            Self::NotAFile(_) => write!(f, "is a folder or a device, not a sound file."),
            Self::Refused(_, reason) => write!(f, "cannot be opened: {reason}."),
            Self::TooLarge(_) => {
                let gigabytes = MAX_BYTES >> 30;
                write!(f, "is larger than {gigabytes} GB: too long for a room.")
            }
            Self::Unreadable(_, reason) => {
                write!(
                    f,
                    "is not a WAV, AIFF or FLAC file that can be read ({reason})."
                )
            }
            Self::Empty(_) => write!(f, "holds no sound, or breaks off before it begins."),
            Self::Silent(_) => write!(f, "holds only silence."),
            Self::Channels(_, channels) => write!(
                f,
                "has {channels} channels. Mono, stereo, and true stereo with four (left to left, \
                 left to right, right to left, right to right) can be used."
            ),
            Self::Rate(_, rate) => write!(
                f,
                "says that it has a sample rate of {rate} Hz. {} to {} Hz can be used.",
                RATES_HZ.0, RATES_HZ.1
            ),
            Self::NotFinite(_, frame) => write!(
                f,
                "is damaged: frame {frame} is not a number. Export it again."
            ),
        }
    }
}

impl std::error::Error for FileError {}

/// A file's name without its folder.
pub fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
