//! What streaming services do to the level of a song, as a table that can be edited.
//!
//! `platforms.toml` beside this file is built in; a file of the same name in the folder of the user's
//! presets takes its place, row by row: what it does not name stays as it is built in.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::disk::read_small;
use super::error::Position;

/// The name of the file in the folder of the user's presets.
pub const PLATFORMS_FILE: &str = "platforms.toml";
/// The table that is built in.
pub const BUILT_IN: &str = include_str!("platforms.toml");
/// The platforms there are, in the order in which they are offered.
pub const PLATFORMS: [&str; 15] = [
    "spotify",
    "spotify_loud",
    "spotify_quiet",
    "apple_music",
    "youtube",
    "tidal",
    "amazon_music",
    "deezer",
    "soundcloud",
    "bandcamp",
    "broadcast",
    "own_1",
    "own_2",
    "own_3",
    "own_4",
];
/// The version of the file's format.
const FORMAT: u32 = 1;
/// Targets and peaks that make sense, in LUFS and dB.
const TARGETS: [f64; 2] = [-40.0, 0.0];
const PEAKS: [f64; 2] = [-24.0, 0.0];

/// What becomes of a song that is quieter than the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Raised {
    /// Nothing.
    Never,
    /// It is turned up as far as its peaks allow.
    Peak,
    /// It is turned up into a limiter.
    Limited,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformRow {
    /// How it is shown, where not by its own name.
    pub title: Option<String>,
    /// The integrated loudness that songs are brought to, in LUFS.
    pub target: Option<f64>,
    /// What becomes of a quieter song.
    pub raise: Raised,
    /// The true peak where turning up stops, or where the limiter holds, in dB.
    #[serde(default = "default_peak")]
    pub peak: f64,
    /// Whether an album keeps the differences between its songs.
    pub albums: bool,
}

fn default_peak() -> f64 {
    -1.0
}

/// The whole table.
#[derive(Debug, Clone, PartialEq)]
pub struct PlatformTable {
    /// When it was last looked after, as it says itself.
    pub date: String,
    /// A row for each of [`PLATFORMS`].
    pub rows: [PlatformRow; PLATFORMS.len()],
    /// The user's own file, if it is that.
    pub own: Option<PathBuf>,
}

/// Why a file was not taken; the table that is built in holds then.
#[derive(Debug, Clone, PartialEq)]
pub struct PlatformsError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, and where.
    pub reason: String,
}

impl fmt::Display for PlatformsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for PlatformsError {}

/// The file as it stands.
#[derive(Deserialize)]
struct File {
    format: Spanned<u32>,
    date: String,
    #[serde(flatten)]
    rows: BTreeMap<String, PlatformRow>,
}

impl PlatformTable {
    /// The one that is built in.
    pub fn built_in() -> Self {
        let nothing = PlatformRow {
            title: None,
            target: None,
            raise: Raised::Never,
            peak: default_peak(),
            albums: false,
        };
        let empty = Self {
            date: String::new(),
            rows: [(); PLATFORMS.len()].map(|()| nothing.clone()),
            own: None,
        };
        let table = empty.with(BUILT_IN);
        debug_assert!(table.is_ok(), "{table:?}");
        table.unwrap_or(empty)
    }

    /// The user's own from `folder`, the built-in one where there is none.
    pub fn load(folder: Option<&Path>) -> Result<Self, PlatformsError> {
        let built_in = Self::built_in();
        let Some(path) = folder.map(|folder| folder.join(PLATFORMS_FILE)) else {
            return Ok(built_in);
        };
        match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(built_in),
            _ => {}
        }
        let text = read_small(&path)
            .map_err(|error| error.to_string())
            .and_then(|bytes| {
                String::from_utf8(bytes).map_err(|error| {
                    let good = error.utf8_error().valid_up_to();
                    let text = String::from_utf8_lossy(error.as_bytes());
                    let at = Position::in_text(&text, good);
                    format!("{at}: this is no text (UTF-8)")
                })
            });
        match text.and_then(|text| built_in.with(&text)) {
            Ok(table) => Ok(Self {
                own: Some(path),
                ..table
            }),
            Err(reason) => Err(PlatformsError { path, reason }),
        }
    }

    /// With the rows of `text` in place of its own, or what is wrong with them.
    fn with(&self, text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        let wrong = |at: usize, what: &str| format!("{}: {what}", Position::in_text(text, at));
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(text.len(), |span| span.start);
            wrong(at, error.message())
        })?;
        let found = *file.format.get_ref();
        if !(1..=FORMAT).contains(&found) {
            let what = format!("format {found} is not known; this version reads up to {FORMAT}");
            return Err(wrong(file.format.span().start, &what));
        }
        let mut table = Self {
            date: file.date,
            ..self.clone()
        };
        for (key, row) in file.rows {
            let at = || text.find(&format!("[{key}]")).unwrap_or(0);
            let within = |value: f64, [low, high]: [f64; 2]| (low..=high).contains(&value);
            if row.target.is_some_and(|target| !within(target, TARGETS)) {
                let [low, high] = TARGETS;
                let reason = format!("`target` of [{key}] is not within {low} to {high} LUFS");
                return Err(wrong(at(), &reason));
            }
            if !within(row.peak, PEAKS) {
                let [low, high] = PEAKS;
                let reason = format!("`peak` of [{key}] is not within {low} to {high} dB");
                return Err(wrong(at(), &reason));
            }
            match PLATFORMS.iter().position(|known| *known == key) {
                Some(index) => table.rows[index] = row,
                None => {
                    let known = PLATFORMS.join(", ");
                    let reason = format!("no platform is called [{key}]; there are {known}");
                    return Err(wrong(at(), &reason));
                }
            }
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> String {
        PlatformTable::built_in()
            .with(text)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn each_platform_has_a_row_and_the_official_one_is_as_published() {
        let table = PlatformTable::built_in();
        for name in PLATFORMS {
            assert!(BUILT_IN.contains(&format!("\n[{name}]")), "{name}");
        }
        assert_eq!(table.rows[0].target, Some(-14.0));
        assert_eq!(
            (table.rows[0].raise, table.rows[0].peak),
            (Raised::Peak, -1.0)
        );
        assert_eq!(table.rows[1].raise, Raised::Limited);
        assert!(!table.date.is_empty());
    }

    #[test]
    fn an_own_file_changes_the_rows_that_it_names() {
        let folder = std::env::temp_dir().join("bedroom-platforms-test");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(PlatformTable::load(Some(&folder)).unwrap().own, None);
        let path = folder.join(PLATFORMS_FILE);
        let text = "format = 1\ndate = \"2031-01-01\"\n[own_2]\ntitle = \"The pub\"\n\
                    target = -9.5\nraise = \"limited\"\npeak = -2\nalbums = false\n";
        fs::write(&path, text).unwrap();
        let table = PlatformTable::load(Some(&folder)).unwrap();
        assert_eq!(table.own, Some(path.clone()));
        assert_eq!(table.date, "2031-01-01");
        assert_eq!(table.rows[12].title.as_deref(), Some("The pub"));
        assert_eq!(
            (table.rows[12].target, table.rows[12].peak),
            (Some(-9.5), -2.0)
        );
        assert_eq!(table.rows[0], PlatformTable::built_in().rows[0]);
        fs::write(&path, [b'f', 0xff, 0xfe]).unwrap();
        let error = PlatformTable::load(Some(&folder)).unwrap_err();
        assert!(error.to_string().contains("platforms.toml"), "{error}");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let head = "format = 1\ndate = \"\"\n";
        let row = "raise = \"never\"\nalbums = false\n";
        let cases = [
            (String::new(), "format"),
            ("format = 2\ndate = \"\"\n".to_owned(), "up to 1"),
            (format!("{head}[spotfy]\n{row}"), "spotfy"),
            (
                format!("{head}[spotify]\n{row}target = -14 LUFS\n"),
                "Line 6",
            ),
            (format!("{head}[spotify]\n{row}target = 14\n"), "Line 3"),
            (format!("{head}[spotify]\n{row}target = nan\n"), "target"),
            (format!("{head}[spotify]\n{row}peak = 3\n"), "peak"),
            (format!("{head}[spotify]\n{row}targets = 3\n"), "targets"),
            (
                format!("{head}[spotify]\nraise = \"loud\"\nalbums = true\n"),
                "loud",
            ),
        ];
        for (text, word) in cases {
            let reason = reason(&text);
            assert!(reason.contains(word), "{word} is not in: {reason}");
        }
    }
}
