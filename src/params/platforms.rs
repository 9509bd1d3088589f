//! The platforms as a choice, and the table of their rules where the audio thread can read it.

use std::path::Path;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering, fence};
use std::sync::{PoisonError, RwLock};

use atomic_float::AtomicF32;
use nice_plug::prelude::*;

use crate::audio::stages::studio::platform::{Raise, Rule};
use crate::presets::{PLATFORMS, PlatformRow, PlatformTable, Raised};

/// The platforms, in the order of [`PLATFORMS`].
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlatformChoice {
    /// None: the level is left as it is.
    #[id = "off"]
    #[name = "Off"]
    Off,
    /// Spotify, Normal.
    #[id = "spotify"]
    #[name = "Spotify"]
    Spotify,
    /// Spotify, Loud.
    #[id = "spotify-loud"]
    #[name = "Spotify, Loud"]
    SpotifyLoud,
    /// Spotify, Quiet.
    #[id = "spotify-quiet"]
    #[name = "Spotify, Quiet"]
    SpotifyQuiet,
    /// Apple Music.
    #[id = "apple-music"]
    #[name = "Apple Music"]
    AppleMusic,
    /// YouTube.
    #[id = "youtube"]
    #[name = "YouTube"]
    YouTube,
    /// Tidal.
    #[id = "tidal"]
    #[name = "Tidal"]
    Tidal,
    /// Amazon Music.
    #[id = "amazon-music"]
    #[name = "Amazon Music"]
    AmazonMusic,
    /// Deezer.
    #[id = "deezer"]
    #[name = "Deezer"]
    Deezer,
    /// SoundCloud.
    #[id = "soundcloud"]
    #[name = "SoundCloud"]
    SoundCloud,
    /// Bandcamp.
    #[id = "bandcamp"]
    #[name = "Bandcamp"]
    Bandcamp,
    /// EBU R 128.
    #[id = "broadcast"]
    #[name = "Broadcast"]
    Broadcast,
    /// The first row of one's own.
    #[id = "own-1"]
    #[name = "Own 1"]
    Own1,
    /// The second.
    #[id = "own-2"]
    #[name = "Own 2"]
    Own2,
    /// The third.
    #[id = "own-3"]
    #[name = "Own 3"]
    Own3,
    /// The fourth.
    #[id = "own-4"]
    #[name = "Own 4"]
    Own4,
}

/// A rule as single numbers, each of which is read and written whole.
#[derive(Default)]
struct Cell {
    /// NaN where nothing is turned up or down.
    target_lufs: AtomicF32,
    /// 0 never, 1 up to the peak, 2 limited.
    raise: AtomicU8,
    peak_db: AtomicF32,
    albums: AtomicU8,
}

impl Cell {
    fn read(&self) -> Rule {
        let target = self.target_lufs.load(Ordering::Relaxed);
        let peak_db = self.peak_db.load(Ordering::Relaxed);
        Rule {
            target_lufs: (!target.is_nan()).then_some(target),
            raise: match self.raise.load(Ordering::Relaxed) {
                1 => Raise::UpToPeak(peak_db),
                2 => Raise::Limited(peak_db),
                _ => Raise::Never,
            },
            albums: self.albums.load(Ordering::Relaxed) != 0,
        }
    }

    fn write(&self, row: &PlatformRow) {
        let target = row.target.map_or(f32::NAN, |target| target as f32);
        self.target_lufs.store(target, Ordering::Relaxed);
        self.peak_db.store(row.peak as f32, Ordering::Relaxed);
        let raise = match row.raise {
            Raised::Never => 0,
            Raised::Peak => 1,
            Raised::Limited => 2,
        };
        self.raise.store(raise, Ordering::Relaxed);
        self.albums.store(u8::from(row.albums), Ordering::Relaxed);
    }
}

/// The rules of all platforms, of this instance.
///
/// They stand twice: the audio thread reads those of the last table, while the next one is written into
/// the others. So it never waits for a writer, and no rule is heard half old.
pub struct Platforms {
    cells: [[Cell; PLATFORMS.len()]; 2],
    /// Counts the tables: even ones stand in the first cells, odd ones in the second.
    count: AtomicUsize,
    /// The table they come from, for the editor.
    table: RwLock<PlatformTable>,
    /// Why the user's own table was not taken; empty where it was, or where there is none.
    problem: RwLock<String>,
}

impl Default for Platforms {
    /// The rules that are built in.
    fn default() -> Self {
        let platforms = Self {
            cells: Default::default(),
            count: AtomicUsize::new(0),
            table: RwLock::new(PlatformTable::built_in()),
            problem: RwLock::default(),
        };
        platforms.write(&PlatformTable::built_in());
        platforms
    }
}

impl Platforms {
    /// Takes the user's own table from the folder of presets, or the one that is built in: where there is
    /// none, and where [`Self::problem`] says what is wrong with it, so that a song sounds the same when it
    /// is opened again. The next block of sound has it. Reads a file and waits for other readers: from any
    /// thread but the audio thread.
    pub fn load(&self, folder: Option<&Path>) {
        let (table, problem) = match PlatformTable::load(folder) {
            Ok(table) => (table, String::new()),
            Err(error) => (PlatformTable::built_in(), error.to_string()),
        };
        // Held until all is written: two that load at once must not write into the same cells.
        let mut held = self.table.write().unwrap_or_else(PoisonError::into_inner);
        self.write(&table);
        *held = table;
        *self.problem.write().unwrap_or_else(PoisonError::into_inner) = problem;
    }

    /// [`Self::load`] from where the user's presets are kept: when an instance is made, and whenever the
    /// user has edited the file.
    pub fn load_own(&self) {
        self.load(crate::presets::user_folder().as_deref());
    }

    /// The row of a platform; nothing for off.
    pub fn row(&self, choice: PlatformChoice) -> Option<PlatformRow> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.rows.get(index(choice)?).cloned()
    }

    /// When the table was last looked after, and whether it is the user's own.
    pub fn date(&self) -> (String, bool) {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        (table.date.clone(), table.own.is_some())
    }

    /// Why the user's own table was not taken; empty where it was.
    pub fn problem(&self) -> String {
        self.problem
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The rule of a platform; nothing for off. Neither waits nor allocates: it reads once more only if
    /// another table has come in meanwhile.
    pub fn rule(&self, choice: PlatformChoice) -> Option<Rule> {
        let index = index(choice)?;
        loop {
            let count = self.count.load(Ordering::Acquire);
            let rule = self.cells[count % 2].get(index)?.read();
            // What was read stands before the count is looked at again. These cells are written anew
            // only after the count has gone on.
            fence(Ordering::Acquire);
            if self.count.load(Ordering::Relaxed) == count {
                return Some(rule);
            }
        }
    }

    /// One writer at a time.
    fn write(&self, table: &PlatformTable) {
        let next = self.fill(table);
        self.count.store(next, Ordering::Release);
    }

    /// Writes a table where nobody reads; its count, once it is to be read.
    fn fill(&self, table: &PlatformTable) -> usize {
        let next = self.count.load(Ordering::Relaxed).wrapping_add(1);
        // No cell is seen written before the count of the table before.
        fence(Ordering::Release);
        for (cell, row) in self.cells[next % 2].iter().zip(&table.rows) {
            cell.write(row);
        }
        next
    }
}

/// Which row it is.
fn index(choice: PlatformChoice) -> Option<usize> {
    (choice as usize).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_has_its_row() {
        let ids = PlatformChoice::ids().expect("choices have ids");
        assert_eq!(ids[0], "off");
        let named: Vec<_> = ids[1..].iter().map(|id| id.replace('-', "_")).collect();
        assert_eq!(named, PLATFORMS);
        let platforms = Platforms::default();
        assert_eq!(platforms.rule(PlatformChoice::Off), None);
        let spotify = platforms.rule(PlatformChoice::Spotify).expect("a rule");
        assert_eq!(spotify.target_lufs, Some(-14.0));
        assert_eq!(spotify.raise, Raise::UpToPeak(-1.0));
        let none = platforms.rule(PlatformChoice::Bandcamp).expect("a rule");
        assert_eq!(none.target_lufs, None);
    }

    #[test]
    fn a_table_that_is_being_written_is_not_heard() {
        let platforms = Platforms::default();
        let mut table = PlatformTable::built_in();
        for target in [-9.0, -30.0, -12.0] {
            let before = platforms.rule(PlatformChoice::Own1);
            let row = &mut table.rows[index(PlatformChoice::Own1).expect("a row")];
            (row.target, row.raise) = (Some(target), Raised::Limited);
            let next = platforms.fill(&table);
            assert_eq!(platforms.rule(PlatformChoice::Own1), before);
            platforms.count.store(next, Ordering::Release);
            let after = platforms.rule(PlatformChoice::Own1).expect("a rule");
            assert_eq!(after.target_lufs, Some(target as f32));
        }
    }
}
