//! Renaming and deleting the user's own presets, so that either can be undone.
//!
//! Nothing is lost: what is deleted lies in a hidden folder until it is wanted back or cleared away by
//! hand, and no file ever takes the place of another. Files may change or go at any moment, because
//! several plugins and the user's own programs work in the same folder.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk;
use super::error::PresetError;
use super::format::Preset;
use super::save::file_stem;
use super::write;

/// Where deleted presets lie, inside the folder of presets. Names that begin with a dot are not read.
pub const DELETED_FOLDER: &str = ".deleted";

/// So many deleted presets may have one file name.
const MOST_OF_A_NAME: u32 = 10_000;

/// What was done to a file, and how to undo it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// It was moved aside.
    Deleted {
        /// The preset's name.
        name: String,
        /// Where it was.
        from: PathBuf,
        /// Where it is.
        to: PathBuf,
    },
    /// The preset has another name, and its file as well.
    Renamed {
        /// What it was called.
        before: String,
        /// What it is called.
        after: String,
        /// Where it was.
        from: PathBuf,
        /// Where it is.
        to: PathBuf,
    },
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq)]
pub enum EditError {
    /// The name has nothing in it that a file could be called.
    EmptyName,
    /// The name, or what stands in the file, makes no preset.
    Unreadable(PresetError),
    /// The file is not there any more.
    Gone(PathBuf),
    /// Another file has the place.
    Taken(PathBuf),
    /// The file or its folder cannot be written.
    System {
        /// The file.
        path: PathBuf,
        /// What the system says about it.
        reason: String,
    },
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyName => write!(f, "it needs a name."),
            Self::Unreadable(error) => write!(f, "{error}"),
            Self::Gone(path) => write!(f, "{} is not there any more.", file_name(path)),
            Self::Taken(path) => write!(f, "{} is already there.", file_name(path)),
            Self::System { path, reason } => {
                write!(
                    f,
                    "{} cannot be written, because {reason}.",
                    file_name(path)
                )
            }
        }
    }
}

impl std::error::Error for EditError {}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.display().to_string()
}

impl EditError {
    fn of(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => Self::Gone(path),
            io::ErrorKind::AlreadyExists => Self::Taken(path),
            _ => Self::System {
                reason: disk::plain_reason(error),
                path,
            },
        }
    }
}

/// Moves the file of a preset aside, into [`DELETED_FOLDER`] below `folder`.
///
/// # Errors
/// See [`EditError`].
pub fn delete(folder: &Path, path: &Path, name: &str) -> Result<Deed, EditError> {
    let aside = folder.join(DELETED_FOLDER);
    fs::create_dir_all(&aside).map_err(|error| EditError::System {
        path: aside.clone(),
        reason: disk::plain_reason(&error),
    })?;
    let stem = path.file_stem().unwrap_or_default().display();
    for count in 1..=MOST_OF_A_NAME {
        let to = match count {
            1 => aside.join(format!("{stem}.toml")),
            _ => aside.join(format!("{stem} {count}.toml")),
        };
        match disk::move_to_free(path, &to) {
            Ok(()) => {
                return Ok(Deed::Deleted {
                    name: name.to_owned(),
                    from: path.to_owned(),
                    to,
                });
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(EditError::of(path, &error)),
        }
    }
    Err(EditError::Taken(aside))
}

/// Gives a preset another name, and its file with it; everything else in the file stays as it is
/// written, comments too.
///
/// # Errors
/// See [`EditError`]. No preset or file of another name is replaced.
pub fn rename(path: &Path, name: &str) -> Result<Deed, EditError> {
    let name = name.trim();
    let stem = file_stem(name).ok_or(EditError::EmptyName)?;
    let to = path.with_file_name(format!("{stem}.toml"));
    let before = move_under_name(path, name, &to)?;
    Ok(Deed::Renamed {
        before,
        after: name.to_owned(),
        from: path.to_owned(),
        to,
    })
}

impl Deed {
    /// Undoes it.
    ///
    /// # Errors
    /// See [`EditError`]: the files may have changed since.
    pub fn undo(&self) -> Result<(), EditError> {
        match self {
            Self::Deleted { from, to, .. } => {
                disk::move_to_free(to, from).map_err(|error| match error.kind() {
                    io::ErrorKind::NotFound => EditError::of(to, &error),
                    _ => EditError::of(from, &error),
                })
            }
            Self::Renamed {
                before, from, to, ..
            } => move_under_name(to, before, from).map(|_| ()),
        }
    }
}

/// Moves a preset to another place under another name; returns the name that it had.
fn move_under_name(from: &Path, name: &str, to: &Path) -> Result<String, EditError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| EditError::of(&path, &error)
    };
    fs::symlink_metadata(from).map_err(failed(from))?;
    let bytes = disk::read_small(from).map_err(EditError::Unreadable)?;
    let preset = Preset::parse_bytes(&bytes).map_err(EditError::Unreadable)?;
    let text = String::from_utf8_lossy(&bytes);
    let renamed = write::with_name(&text, name).map_err(EditError::Unreadable)?;
    if same_file(from, to) {
        disk::replace(from, renamed.as_bytes()).map_err(failed(from))?;
        // On most disks of two systems, names that differ only in their capitals are one file.
        fs::rename(from, to).map_err(failed(to))?;
    } else {
        disk::create(to, renamed.as_bytes()).map_err(failed(to))?;
        if let Err(error) = fs::remove_file(from) {
            let _ = fs::remove_file(to);
            return Err(EditError::of(from, &error));
        }
    }
    Ok(preset.name)
}

fn same_file(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    a == b || whole(a).is_some_and(|a| Some(a) == whole(b))
}
