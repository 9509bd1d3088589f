//! What a preset is, and which versions of its format there are.

use std::collections::BTreeMap;

use super::error::{Position, PresetError};
use super::{read, write};

/// The largest preset that is read, in bytes. Real ones are near 2 kB; the limit keeps a stray
/// recording named `.toml` from being taken in whole.
pub const MAX_BYTES: usize = 1 << 20;

/// Brings a preset from one format version to the next, in place.
pub(super) type Migration = fn(&mut Preset);

/// The step at index `i` leads from format `i + 1` to `i + 2`. Steps are only ever appended: a
/// preset of any age passes through all those after its own format, in order.
const MIGRATIONS: &[Migration] = &[];

/// The format version that is written, and the newest that is read.
pub const FORMAT: u64 = newest(MIGRATIONS);

/// The version to which a list of migrations leads.
pub(super) const fn newest(migrations: &[Migration]) -> u64 {
    migrations.len() as u64 + 1
}

/// What a preset says about one parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// As typed into the parameter's field: a number with its unit, or the name of a choice.
    Text(String),
    /// In the parameter's own unit; always finite in a preset that was read.
    Number(f64),
    /// On or off.
    Switch(bool),
}

/// A sound, as far as it differs from the defaults.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Preset {
    /// What the browser shows; one line, not blank in a preset that was read.
    pub name: String,
    /// The year that the sound points at, for sorting and searching. It turns no parameter.
    pub year: Option<u16>,
    /// Search words, in the author's order.
    pub tags: Vec<String>,
    /// What it does to a sound, in one line; may be empty.
    pub description: String,
    /// Parameter id to value. Parameters that are not here stand at their default.
    pub values: BTreeMap<String, Value>,
}

impl Preset {
    /// Reads a preset from TOML, through the migrations if it is in an older format.
    ///
    /// # Errors
    /// Every [`PresetError`] except `NotUtf8` and `Unreadable`. Problems come in the order of
    /// the text, except that the format version is judged before anything else.
    pub fn parse(text: &str) -> Result<Self, PresetError> {
        read::preset(text, MIGRATIONS)
    }

    /// Reads a preset from the bytes of a file.
    ///
    /// # Errors
    /// As [`Preset::parse`], and `NotUtf8`.
    pub fn parse_bytes(bytes: &[u8]) -> Result<Self, PresetError> {
        if bytes.len() > MAX_BYTES {
            return Err(PresetError::TooLarge {
                bytes: bytes.len() as u64,
            });
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::parse(text),
            Err(error) => {
                let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                Err(PresetError::NotUtf8 {
                    at: Position::in_text(&valid, valid.len()),
                })
            }
        }
    }

    /// Writes the preset as TOML in the format [`FORMAT`].
    ///
    /// `groups` are the known prefixes without their `_`, in the order in which their tables shall
    /// stand after `[main]`; within a table, keys are in alphabetical order. Where several
    /// prefixes fit an id, the longest wins; an id that none fits goes to `[main]`.
    ///
    /// Reading the text gives an equal preset, whatever the groups, provided that the name is one
    /// line and not blank, and that all numbers are finite.
    pub fn to_toml(&self, groups: &[&str]) -> String {
        write::preset(self, groups)
    }
}
