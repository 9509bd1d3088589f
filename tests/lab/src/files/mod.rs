//! Sound files: WAV, AIFF and FLAC in, 32-bit float WAV out.

mod read;
mod write;

use std::path::PathBuf;

pub use read::read;
pub use write::write_wav;

/// Why a sound file could not be read or written. The text names the file and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{}: there is no such file", .0.display())]
    Missing(PathBuf),
    #[error("{}: this is a folder, not a sound file", .0.display())]
    IsFolder(PathBuf),
    #[error("{}: not a readable WAV, AIFF or FLAC file ({reason})", path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("{}: holds no sound, or breaks off before the first frame", .0.display())]
    Empty(PathBuf),
    #[error("{}: has {channels} channels; only mono and stereo can be read", path.display())]
    TooManyChannels { path: PathBuf, channels: usize },
    #[error("{}: frame {frame} is not a finite number", path.display())]
    NotFinite { path: PathBuf, frame: usize },
    #[error("{}: the folder to write into does not exist", .0.display())]
    NoParentFolder(PathBuf),
    #[error("{}: cannot be written ({reason})", path.display())]
    NotWritten { path: PathBuf, reason: String },
}
