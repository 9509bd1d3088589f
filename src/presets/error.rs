//! What can be wrong with a preset, in words for the musician who wrote it.

use std::fmt;

use super::format::MAX_BYTES;

/// A place in a text, both numbers counted from 1; columns are characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
}

impl Position {
    /// The place of a byte offset; one beyond the end, or inside a character, counts as the
    /// nearest place before it.
    pub(super) fn in_text(text: &str, offset: usize) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        // Some editors put an invisible byte order mark first.
        let visible = before[line_start..].chars().filter(|c| *c != '\u{feff}');
        Self {
            line: before.matches('\n').count() + 1,
            column: visible.count() + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, column {}", self.line, self.column)
    }
}

/// Why a text or file is no preset. Keys are shown as they stand in the file: `[tape] drive`.
#[derive(Debug, Clone, PartialEq)]
pub enum PresetError {
    /// There is nothing in it but white space and comments.
    Empty,
    /// Longer than [`MAX_BYTES`].
    TooLarge {
        /// Its length.
        bytes: u64,
    },
    /// Bytes that are no text.
    NotUtf8 {
        /// The first such byte.
        at: Position,
    },
    /// Text that is no TOML.
    NotToml {
        /// Where reading stopped.
        at: Position,
        /// What the TOML reader says about it.
        reason: String,
    },
    /// No `format` field.
    MissingFormat,
    /// A `format` below 1.
    ImpossibleFormat {
        /// Its value.
        at: Position,
        /// The number that stands there.
        found: i64,
    },
    /// Written by a later version of the plugin.
    NewerFormat {
        /// The format of the preset.
        found: u64,
        /// The newest format that can be read.
        known: u64,
    },
    /// No `name` field, or a blank one.
    MissingName,
    /// A field outside all tables that means nothing there.
    UnknownField {
        /// Its key.
        at: Position,
        /// The field.
        key: String,
    },
    /// A value of the wrong kind.
    WrongType {
        /// The value.
        at: Position,
        /// Whose value it is.
        key: String,
        /// What belongs there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A number that is infinite or not a number.
    NotFinite {
        /// The value.
        at: Position,
        /// Whose value it is.
        key: String,
    },
    /// A table inside a table.
    NestedTable {
        /// Its key.
        at: Position,
        /// The inner table.
        key: String,
    },
    /// Two spellings of one parameter, such as `[tape] drive` and `[main] tape_drive`.
    Repeated {
        /// The later one.
        at: Position,
        /// The later one.
        key: String,
    },
    /// The file or folder could not be read.
    Unreadable {
        /// What the system says about it.
        reason: String,
    },
}

impl fmt::Display for PresetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "There is no preset in this file: it is empty."),
            Self::TooLarge { bytes } => write!(
                f,
                "This file is too large for a preset: {bytes} bytes, where at most {MAX_BYTES} \
                 (1 MiB) are read."
            ),
            Self::NotUtf8 { at } => write!(
                f,
                "{at}: this is not UTF-8 text. If it is a preset, save it again in your text \
                 editor with the encoding UTF-8."
            ),
            Self::NotToml { at, reason } => write!(
                f,
                "{at}: this cannot be read as TOML ({reason}). Text stands in quotes, and so does \
                 a number with its unit: \"6 dB\"."
            ),
            Self::MissingFormat => {
                write!(
                    f,
                    "The format is missing: a preset begins with the line `format = 1`."
                )
            }
            Self::ImpossibleFormat { at, found } => {
                write!(
                    f,
                    "{at}: there is no preset format {found}; formats count from 1."
                )
            }
            Self::NewerFormat { found, known } => write!(
                f,
                "This preset is in format {found}, and this version of Bedroom reads formats up to \
                 {known}. Update Bedroom to use it; nothing was changed."
            ),
            Self::MissingName => write!(
                f,
                "The name is missing: write `name = \"…\"`, with a name in it, above the first \
                 [table]."
            ),
            Self::UnknownField { at, key } => write!(
                f,
                "{at}: `{key}` means nothing here. Above the first [table] stand only format, \
                 name, year, tags and description; a parameter belongs below a [table], such as \
                 [main]."
            ),
            Self::WrongType {
                at,
                key,
                expected,
                found,
            } => {
                write!(f, "{at}: `{key}` should be {expected}, but is {found}.")
            }
            Self::NotFinite { at, key } => {
                write!(
                    f,
                    "{at}: `{key}` should be an ordinary number, neither infinite nor nan."
                )
            }
            Self::NestedTable { at, key } => write!(
                f,
                "{at}: `{key}` is a table inside a table, but a preset has only one level: \
                 [table], then its keys."
            ),
            Self::Repeated { at, key } => {
                write!(
                    f,
                    "{at}: `{key}` names a parameter that already has a value."
                )
            }
            Self::Unreadable { reason } => write!(f, "This cannot be read: {reason}."),
        }
    }
}

impl std::error::Error for PresetError {}
