//! Which presets have a star, in a file of their names.
//!
//! `favourites.toml` lies in the folder of the user's presets:
//!
//! ```toml
//! format = 1
//! factory = [
//!     "Bedroom demo",
//! ]
//! yours = [
//!     "My own tape",
//! ]
//! ```
//!
//! A name that no preset has at the moment keeps its place. Several plugins may use the file at once:
//! each change reads it anew, changes one name and writes the whole.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::bank::{Entry, Origin};
use super::disk;
use super::error::{Position, PresetError};
use super::write::quoted;

/// The name of the file in the folder of the user's presets.
pub const FAVOURITES_FILE: &str = "favourites.toml";
/// The version of its format.
const FORMAT: i64 = 1;

/// Names of presets that have a star.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Favourites {
    /// Always there in a file.
    format: i64,
    #[serde(default)]
    factory: BTreeSet<String>,
    #[serde(default)]
    yours: BTreeSet<String>,
}

/// Why the file was not read or written. It is as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct FavouritesError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, as a sentence.
    pub reason: String,
}

impl fmt::Display for FavouritesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.reason)
    }
}

impl std::error::Error for FavouritesError {}

/// A change of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Star {
    /// One gets a star or loses it.
    Set {
        /// Whether it is one of the user's own.
        yours: bool,
        /// Its name.
        name: String,
        /// What it shall be.
        on: bool,
    },
    /// One of the user's own is called otherwise; it has a star afterwards if it had one before.
    Renamed {
        /// Until now.
        before: String,
        /// From now on.
        after: String,
    },
}

impl Favourites {
    /// Reads them from a folder; none if it has no such file.
    ///
    /// # Errors
    /// A file that cannot be read, or is in the format of a later version.
    pub fn load(folder: &Path) -> Result<Self, FavouritesError> {
        let path = folder.join(FAVOURITES_FILE);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            _ => {}
        }
        let read = disk::read_small(&path).map_err(|error| match error {
            PresetError::TooLarge { bytes } => format!("It is too large: {bytes} bytes."),
            other => other.to_string(),
        });
        read.and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| "It is no text (UTF-8).".to_owned())
        })
        .and_then(|text| Self::parse(&text))
        .map_err(|reason| FavouritesError { path, reason })
    }

    /// Makes a change in the file of a folder, which is created if it is not there; returns what the
    /// file says then.
    ///
    /// # Errors
    /// A file that cannot be read is not written either.
    pub fn change(folder: &Path, star: &Star) -> Result<Self, FavouritesError> {
        let mut favourites = Self::load(folder)?;
        if !favourites.apply(star) {
            return Ok(favourites);
        }
        let path = folder.join(FAVOURITES_FILE);
        fs::create_dir_all(folder)
            .and_then(|()| disk::replace(&path, favourites.text().as_bytes()))
            .map_err(|error| FavouritesError {
                reason: format!(
                    "It cannot be written, because {}.",
                    disk::plain_reason(&error)
                ),
                path,
            })?;
        Ok(favourites)
    }

    /// Whether a preset has a star.
    pub fn contain(&self, entry: &Entry) -> bool {
        self.names(entry.origin != Origin::Factory)
            .contains(&entry.preset.name)
    }

    /// Gives a preset a star or takes it away, here and not in the file; returns the change that is
    /// left to be made there.
    pub fn set(&mut self, entry: &Entry, on: bool) -> Star {
        let star = Star::Set {
            yours: entry.origin != Origin::Factory,
            name: entry.preset.name.clone(),
            on,
        };
        self.apply(&star);
        star
    }

    /// Returns whether anything has changed.
    fn apply(&mut self, star: &Star) -> bool {
        match star {
            Star::Set { yours, name, on } => {
                let names = if *yours {
                    &mut self.yours
                } else {
                    &mut self.factory
                };
                if *on {
                    names.insert(name.clone())
                } else {
                    names.remove(name)
                }
            }
            Star::Renamed { before, after } => {
                self.yours.remove(before) && self.yours.insert(after.clone())
            }
        }
    }

    fn names(&self, yours: bool) -> &BTreeSet<String> {
        if yours { &self.yours } else { &self.factory }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        let wrong = |error: toml::de::Error| {
            let at = error.span().map_or(text.len(), |span| span.start);
            format!("{}: {}.", Position::in_text(text, at), error.message())
        };
        // A later format may hold what this version does not know; its number is judged first.
        let table: toml::Table = toml::from_str(text).map_err(wrong)?;
        let format = table.get("format").and_then(toml::Value::as_integer);
        match format {
            Some(found) if found > FORMAT => {
                return Err("It was written by a newer version of Bedroom.".to_owned());
            }
            Some(found) if found < 1 => return Err(format!("There is no format {found}.")),
            // A format that is missing or no number is what the whole reading says.
            _ => {}
        }
        toml::from_str(text).map_err(wrong)
    }

    fn text(&self) -> String {
        let mut text = format!("format = {FORMAT}\n");
        for (key, names) in [("factory", &self.factory), ("yours", &self.yours)] {
            text += &format!("{key} = [\n");
            for name in names {
                text += &format!("    {},\n", quoted(name));
            }
            text += "]\n";
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut favourites = Favourites::default();
        for (yours, name) in [(false, "Attic"), (true, "“Mine” \\ \"yours\""), (true, "b")] {
            let name = name.to_owned();
            let on = true;
            assert!(favourites.apply(&Star::Set { yours, name, on }));
        }
        favourites.format = FORMAT;
        assert_eq!(Favourites::parse(&favourites.text()), Ok(favourites));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, expected) in [
            ("", "format"),
            ("format = 1\nfactory = [\"a\"", "Line 2"),
            ("format = 1\nfactory = 5", "Line 2, column 11"),
            ("format = 1\nstars = []", "Line 2, column 1"),
            ("format = 2\nstars = []", "newer version"),
            ("format = 0", "no format 0"),
        ] {
            let error = Favourites::parse(text).expect_err(expected);
            assert!(error.contains(expected), "no {expected:?} in {error:?}");
        }
        assert!(Favourites::parse("\u{feff}format = 1").is_ok());
    }

    #[test]
    fn a_renamed_preset_keeps_its_star() {
        let text = "format = 1\nfactory = [\"a\"]\nyours = [\"a\", \"c\"]";
        let mut favourites = Favourites::parse(text).expect("a file");
        let [before, after] = ["a", "b"].map(str::to_owned);
        assert!(favourites.apply(&Star::Renamed { before, after }));
        assert_eq!(favourites.yours, ["b", "c"].map(str::to_owned).into());
        assert_eq!(favourites.factory, ["a".to_owned()].into());
        let [before, after] = ["x", "y"].map(str::to_owned);
        assert!(!favourites.apply(&Star::Renamed { before, after }));
    }
}
