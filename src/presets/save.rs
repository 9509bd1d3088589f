//! Writing a preset into a folder, without ever leaving half a file or losing an old one unasked.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::bank::{is_no_preset, load_file};
use super::disk::{self, plain_reason};
use super::error::PresetError;
use super::format::Preset;

/// What to do when the file is already there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// Keep it and report [`SaveError::Exists`].
    #[default]
    Refuse,
    /// Put the new preset in its place.
    Replace,
}

/// Why a preset was not saved. Nothing was changed then, but the folder may have been created.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveError {
    /// The name has nothing in it that a file could be called.
    EmptyName,
    /// The preset holds something that could not be read back.
    Unstorable(PresetError),
    /// This file is already there.
    Exists(PathBuf),
    /// This file is already there and is no preset that this version can read. It is never replaced.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: PresetError,
    },
    /// The folder is not there and cannot be created.
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says about it.
        reason: String,
    },
    /// The file cannot be written.
    File {
        /// The file.
        path: PathBuf,
        /// What the system says about it.
        reason: String,
    },
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyName => write!(f, "The preset was not saved: give it a name first."),
            Self::Unstorable(error) => write!(f, "The preset was not saved. {error}"),
            Self::Exists(path) => write!(
                f,
                "The preset was not saved: {} is already there. Choose another name, or replace \
                 it.",
                path.display()
            ),
            Self::Unreadable { path, problem } => write!(
                f,
                "The preset was not saved: {} is already there, cannot be read, and is left as it \
                 is. Choose another name. {problem}",
                path.file_name().unwrap_or(path.as_os_str()).display()
            ),
            Self::Folder { path, reason } => write!(
                f,
                "The preset was not saved: the folder {} cannot be created, because {reason}.",
                path.display()
            ),
            Self::File { path, reason } => write!(
                f,
                "The preset was not saved: {} cannot be written, because {reason}.",
                path.display()
            ),
        }
    }
}

impl std::error::Error for SaveError {}

/// Writes the preset into the folder, which is created if it is not there, and returns the file's
/// path. The file is named after the preset; names that differ only in what a file name cannot
/// hold share a file. `groups` as in [`Preset::to_toml`].
///
/// The file is complete or not there at all: it is written under a temporary name, then renamed. A file
/// that is there and cannot be read as a preset is never replaced: it may be a later version's.
///
/// # Errors
/// See [`SaveError`].
pub fn save(
    folder: &Path,
    preset: &Preset,
    groups: &[&str],
    overwrite: Overwrite,
) -> Result<PathBuf, SaveError> {
    let stem = file_stem(&preset.name).ok_or(SaveError::EmptyName)?;
    save_to(
        &folder.join(format!("{stem}.toml")),
        preset,
        groups,
        overwrite,
    )
}

/// [`save`] for a file that need not be named after the preset.
///
/// # Errors
/// See [`SaveError`].
pub fn save_to(
    path: &Path,
    preset: &Preset,
    groups: &[&str],
    overwrite: Overwrite,
) -> Result<PathBuf, SaveError> {
    let text = preset.to_toml(groups);
    Preset::parse(&text).map_err(SaveError::Unstorable)?;

    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).map_err(|error| SaveError::Folder {
        path: folder.to_owned(),
        reason: plain_reason(&error),
    })?;
    if path.is_file() {
        if let Err(problem) = load_file(path) {
            let path = path.to_owned();
            return Err(SaveError::Unreadable { path, problem });
        }
        if overwrite == Overwrite::Refuse {
            return Err(SaveError::Exists(path.to_owned()));
        }
    }
    let written = match overwrite {
        Overwrite::Refuse => disk::create(path, text.as_bytes()),
        Overwrite::Replace => disk::replace(path, text.as_bytes()),
    };
    match written {
        Ok(()) => Ok(path.to_owned()),
        // Another program was quicker.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_file() => {
            Err(SaveError::Exists(path.to_owned()))
        }
        Err(error) => Err(SaveError::File {
            path: path.to_owned(),
            reason: plain_reason(&error),
        }),
    }
}

/// Bytes of a file name before `.toml`. The common limit is 255, that of encrypted home folders
/// 143; the temporary name needs some 40 more than the stem.
const STEM_BYTES: usize = 100;

/// A file name, without its ending, that each of the three systems takes, or nothing if nothing
/// of the name remains.
pub(super) fn file_stem(name: &str) -> Option<String> {
    // What Windows forbids; macOS and Linux forbid less.
    let forbidden = |c: char| c.is_control() || r#"<>:"/\|?*"#.contains(c);
    let allowed: String = name
        .chars()
        .map(|c| if forbidden(c) { '-' } else { c })
        .collect();
    // A leading dot hides a file; Windows drops dots and spaces at the end.
    let unpadded = |c: char| c == '.' || c.is_whitespace();
    let start = allowed.trim_start_matches(unpadded);
    let stem = start[..start.floor_char_boundary(STEM_BYTES)].trim_end_matches(unpadded);
    match stem {
        "" => None,
        taken if is_windows_device(taken) => Some(format!("_{taken}")),
        taken if is_no_preset(format!("{taken}.toml").as_ref()) => Some(format!("_{taken}")),
        stem => Some(stem.to_owned()),
    }
}

/// Windows takes these names for devices, in any case and with any ending.
/// Source: "Naming Files, Paths, and Namespaces", Microsoft Learn.
fn is_windows_device(stem: &str) -> bool {
    let base = stem
        .split('.')
        .next()
        .unwrap_or(stem)
        .trim_end()
        .to_ascii_uppercase();
    let numbered = |port: &str| {
        base.strip_prefix(port).is_some_and(|number| {
            let mut digits = number.chars();
            matches!(
                (digits.next(), digits.next()),
                (Some('0'..='9' | '¹' | '²' | '³'), None)
            )
        })
    };
    matches!(
        base.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) || numbered("COM")
        || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::file_stem;

    #[test]
    fn names_become_files_that_each_system_takes() {
        for (name, stem) in [
            ("Portable, tired batteries", "Portable, tired batteries"),
            ("Café at 3 ¾ ips", "Café at 3 ¾ ips"),
            ("../../etc/passwd", "-..-etc-passwd"),
            (r"C:\tape", "C--tape"),
            ("AC/DC?", "AC-DC-"),
            ("two\nlines", "two-lines"),
            (" .hidden. ", "hidden"),
            ("con", "_con"),
            ("Lpt1.old", "_Lpt1.old"),
            ("COM¹", "_COM¹"),
            ("Nul ", "_Nul"),
            ("Console", "Console"),
            ("Favourites", "_Favourites"),
            ("platforms", "_platforms"),
            ("COM10", "COM10"),
        ] {
            assert_eq!(file_stem(name).as_deref(), Some(stem), "{name:?}");
        }
        for name in ["", " ", "...", ". ."] {
            assert_eq!(file_stem(name), None, "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        assert_eq!(
            file_stem(&"x".repeat(300)).map(|stem| stem.len()),
            Some(100)
        );
        assert_eq!(
            file_stem(&"音".repeat(300)).map(|stem| stem.len()),
            Some(99)
        );
    }
}
