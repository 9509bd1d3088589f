//! All presets at hand: the factory's, and those in the user's folder.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{read_small, unreadable};
use super::error::PresetError;
use super::factory::FACTORY;
use super::favourites::FAVOURITES_FILE;
use super::format::Preset;
use super::platforms::PLATFORMS_FILE;

/// Where a preset comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Built into the plugin.
    Factory,
    /// This file.
    User(PathBuf),
}

/// A preset and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The sound.
    pub preset: Preset,
    /// Where it comes from.
    pub origin: Origin,
}

/// Everything that a preset browser shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bank {
    /// First the factory's in their given order, then the user's by name without regard to case.
    pub entries: Vec<Entry>,
    /// Files and folders that could not be read, and why. They do not keep others from loading.
    pub problems: Vec<(PathBuf, PresetError)>,
}

impl Bank {
    /// Reads the factory presets, and every `.toml` file in the folder and in the folders directly
    /// below it. Names that begin with a dot are passed over. A folder that does not exist is an
    /// empty one.
    pub fn load(user_folder: Option<&Path>) -> Self {
        let mut bank = Self::default();
        for (index, text) in FACTORY.iter().enumerate() {
            match Preset::parse(text) {
                Ok(preset) => bank.entries.push(Entry {
                    preset,
                    origin: Origin::Factory,
                }),
                Err(error) => {
                    bank.problems
                        .push((format!("factory preset {}", index + 1).into(), error));
                }
            }
        }
        if let Some(folder) = user_folder {
            let factory = bank.entries.len();
            bank.load_folder(folder, 1);
            bank.entries[factory..].sort_by_cached_key(|entry| entry.preset.name.to_lowercase());
        }
        bank
    }

    /// The preset of this name, spelled exactly so. The user's own comes before the factory's.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        let mut same = self
            .entries
            .iter()
            .filter(|entry| entry.preset.name == name);
        let first = same.next()?;
        match first.origin {
            Origin::User(_) => Some(first),
            Origin::Factory => Some(
                same.find(|entry| entry.origin != Origin::Factory)
                    .unwrap_or(first),
            ),
        }
    }

    fn load_folder(&mut self, folder: &Path, levels_below: u32) {
        let paths = match visible_paths(folder) {
            Ok(paths) => paths,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.problems.push((folder.to_owned(), unreadable(&error))),
        };
        for path in paths {
            if path.is_dir() {
                if levels_below > 0 {
                    self.load_folder(&path, levels_below - 1);
                }
            } else if path.file_name().is_some_and(is_no_preset) {
                // A table that belongs beside them.
            } else if path
                .extension()
                .is_some_and(|end| end.eq_ignore_ascii_case("toml"))
            {
                match load_file(&path) {
                    Ok(preset) => {
                        self.entries.push(Entry {
                            preset,
                            origin: Origin::User(path),
                        });
                    }
                    Err(error) => self.problems.push((path, error)),
                }
            }
        }
    }
}

/// Where the user's presets are kept: `Bedroom/Presets` in the data folder of the account
/// (`~/.local/share`, `~/Library/Application Support` or `%APPDATA%`). Nothing if the account has
/// no home folder. The folder need not exist.
pub fn user_folder() -> Option<PathBuf> {
    let folders = directories::BaseDirs::new()?;
    Some(folders.data_dir().join("Bedroom").join("Presets"))
}

/// In the order of their names, because the system's order differs from machine to machine.
fn visible_paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // Dot files: half-written presets of ours, and the `._` companions that macOS leaves.
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// Names of files that lie among the presets and are none. Some systems know no capitals in names.
pub(super) fn is_no_preset(file_name: &OsStr) -> bool {
    [PLATFORMS_FILE, FAVOURITES_FILE]
        .iter()
        .any(|known| file_name.eq_ignore_ascii_case(known))
}

pub(super) fn load_file(path: &Path) -> Result<Preset, PresetError> {
    Preset::parse_bytes(&read_small(path)?)
}
