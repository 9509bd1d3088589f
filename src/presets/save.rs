//! Writing a preset into a folder, without ever leaving half a file or losing an old one unasked.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

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

/// Numbers the temporary files of this process: several of its plugins may save at once.
static SAVES: AtomicU64 = AtomicU64::new(0);

/// Writes the preset into the folder, which is created if it is not there, and returns the file's
/// path. The file is named after the preset; names that differ only in what a file name cannot
/// hold share a file. `groups` as in [`Preset::to_toml`].
///
/// The file is complete or not there at all: it is written under a temporary name, then renamed.
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
    let text = preset.to_toml(groups);
    Preset::parse(&text).map_err(SaveError::Unstorable)?;

    fs::create_dir_all(folder).map_err(|error| SaveError::Folder {
        path: folder.to_owned(),
        reason: plain_reason(&error),
    })?;
    let path = folder.join(format!("{stem}.toml"));
    let failed = |error: io::Error| SaveError::File {
        path: path.clone(),
        reason: plain_reason(&error),
    };
    if overwrite == Overwrite::Refuse && path.try_exists().map_err(failed)? {
        return Err(SaveError::Exists(path));
    }

    let count = SAVES.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!(".{stem}.{}-{count}.tmp", std::process::id()));
    let written =
        write_through(&temporary, text.as_bytes()).and_then(|()| fs::rename(&temporary, &path));
    if let Err(error) = written {
        // Best effort: there is nothing more to say than the first error.
        let _ = fs::remove_file(&temporary);
        return Err(failed(error));
    }
    Ok(path)
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    // Without this, a power cut after the rename can leave an empty file on some systems.
    file.sync_all()
}

/// Bytes of a file name before `.toml`. The common limit is 255, that of encrypted home folders
/// 143; the temporary name needs some 40 more than the stem.
const STEM_BYTES: usize = 100;

/// A file name, without its ending, that each of the three systems takes, or nothing if nothing
/// of the name remains.
fn file_stem(name: &str) -> Option<String> {
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
        device if is_windows_device(device) => Some(format!("_{device}")),
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

/// What the system says, in words that fit after "because".
pub(super) fn plain_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "your account has no permission".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "a file stands where a folder is needed".to_owned()
        }
        io::ErrorKind::IsADirectory => "a folder stands where a file is needed".to_owned(),
        _ => error.to_string(),
    }
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
