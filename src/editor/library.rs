//! The presets at hand, read and changed on a thread of their own: a slow disk must not stop the
//! picture.
//!
//! The thread does one thing after the other, in the order in which they were asked for; what is
//! asked for last is still done when the window closes.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use crate::params::GROUPS;
use crate::presets::{
    Bank, Deed, EditError, Entry, Favourites, FavouritesError, Origin, Overwrite, Preset,
    SaveError, Star, delete, rename, save, save_to,
};

/// The bank that is shown, and what is being done to the folder behind it.
pub struct Library {
    folder: Option<PathBuf>,
    bank: Bank,
    favourites: Favourites,
    /// Why the stars are not kept.
    stars_lost: Option<FavouritesError>,
    /// Stars that are not in the file yet.
    stars_pending: usize,
    /// What can be undone, the last at the end.
    deeds: Vec<Deed>,
    /// Counts each change of the bank and of the stars.
    revision: u64,
    /// Whether the folder will be read without being asked again.
    reading: bool,
    /// What could not even be begun.
    refused: Option<String>,
    worker: Option<Worker>,
}

/// What has come of the thread since the last look.
#[derive(Debug, Default)]
pub struct News {
    /// The bank was read anew.
    pub read: bool,
    /// A preset was saved, or was not.
    pub saved: Option<Result<Preset, SaveError>>,
    /// One of the user's presets was called the first and is called the second.
    pub renamed: Option<(String, String)>,
    /// What went wrong otherwise.
    pub refused: Option<String>,
}

enum Job {
    Read,
    Save {
        /// The file, where it is not the one that is named after the preset.
        path: Option<PathBuf>,
        preset: Preset,
        overwrite: Overwrite,
    },
    Star(Star),
    Delete {
        path: PathBuf,
        name: String,
    },
    Rename {
        path: PathBuf,
        before: String,
        name: String,
    },
    Undo(Deed),
}

enum Done {
    Read(Bank, Result<Favourites, FavouritesError>),
    Saved(Result<Preset, SaveError>),
    Starred(Result<Favourites, FavouritesError>),
    /// What was to be done to which preset.
    Edited(&'static str, String, Result<Deed, EditError>),
    Undone(Deed, Result<(), EditError>),
}

struct Worker {
    jobs: Sender<Job>,
    done: Receiver<Done>,
    thread: JoinHandle<()>,
}

impl Library {
    /// The factory's presets, and those in a folder once they are read.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            bank: Bank::load(None),
            favourites: Favourites::default(),
            stars_lost: None,
            stars_pending: 0,
            deeds: Vec::new(),
            revision: 0,
            reading: false,
            refused: None,
            worker: None,
        }
    }

    /// The presets as they were last read.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// Which of them have a star.
    pub fn favourites(&self) -> &Favourites {
        &self.favourites
    }

    /// Why the stars are not kept, if they are not.
    pub fn stars_lost(&self) -> Option<&FavouritesError> {
        self.stars_lost.as_ref()
    }

    /// Another number after each change of the bank or of the stars.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether there is a folder to save to.
    pub fn can_save(&self) -> bool {
        self.folder.is_some()
    }

    /// What [`Library::undo`] undoes.
    pub fn last_deed(&self) -> Option<&Deed> {
        self.deeds.last()
    }

    /// Reads the folder again.
    pub fn read(&mut self) {
        if !self.reading {
            self.reading = self.start(Job::Read);
        }
    }

    /// Saves a preset into the folder; where the user has one of that name, into its file.
    pub fn save(&mut self, preset: Preset, overwrite: Overwrite) {
        let path = self.own(&preset.name).map(Path::to_owned);
        self.start(Job::Save {
            path,
            preset,
            overwrite,
        });
    }

    /// Gives the preset at this place in the bank a star, or takes it away.
    pub fn star(&mut self, index: usize, on: bool) {
        let Some(entry) = self.bank.entries.get(index) else {
            return;
        };
        let star = self.favourites.set(entry, on);
        self.revision += 1;
        self.stars_pending += usize::from(self.start(Job::Star(star)));
    }

    /// Moves the file of one of the user's presets aside.
    pub fn delete(&mut self, entry: &Entry) {
        if let Origin::User(path) = &entry.origin {
            self.start(Job::Delete {
                path: path.clone(),
                name: entry.preset.name.clone(),
            });
        }
    }

    /// Gives one of the user's presets another name, unless another of them has it.
    pub fn rename(&mut self, entry: &Entry, name: &str) {
        let Origin::User(path) = &entry.origin else {
            return;
        };
        if self.own(name).is_some_and(|other| other != path) {
            self.refused = Some(format!("There is a preset “{name}” already."));
            return;
        }
        self.start(Job::Rename {
            path: path.clone(),
            before: entry.preset.name.clone(),
            name: name.to_owned(),
        });
    }

    /// Undoes the last deletion or renaming.
    pub fn undo(&mut self) {
        if let Some(deed) = self.deeds.pop() {
            self.start(Job::Undo(deed));
        }
    }

    /// Takes what is done; never waits.
    pub fn poll(&mut self) -> News {
        let mut news = News {
            refused: self.refused.take(),
            ..News::default()
        };
        while let Some(done) = self
            .worker
            .as_ref()
            .and_then(|worker| worker.done.try_recv().ok())
        {
            self.take(done, &mut news);
        }
        news
    }

    fn take(&mut self, done: Done, news: &mut News) {
        match done {
            Done::Read(bank, favourites) => {
                self.reading = false;
                self.bank = bank;
                self.take_stars(favourites);
                news.read = true;
            }
            Done::Saved(result) => news.saved = Some(result),
            Done::Starred(favourites) => {
                self.stars_pending = self.stars_pending.saturating_sub(1);
                if let Err(error) = &favourites {
                    news.refused = Some(format!("The star is not kept. favourites.toml: {error}"));
                }
                self.take_stars(favourites);
            }
            Done::Edited(_, _, Ok(deed)) => {
                if let Deed::Renamed { before, after, .. } = &deed {
                    news.renamed = Some((before.clone(), after.clone()));
                }
                self.deeds.push(deed);
            }
            Done::Edited(what, name, Err(error)) => {
                news.refused = Some(format!("“{name}” was not {what}: {error}"));
            }
            Done::Undone(Deed::Renamed { before, after, .. }, Ok(())) => {
                news.renamed = Some((after, before));
            }
            Done::Undone(Deed::Deleted { .. }, Ok(())) => {}
            Done::Undone(deed, Err(error)) => {
                news.refused = Some(format!("It was not undone: {error}"));
                // The way may be free later.
                self.deeds.push(deed);
            }
        }
    }

    fn take_stars(&mut self, favourites: Result<Favourites, FavouritesError>) {
        self.revision += 1;
        match favourites {
            // What is shown is ahead of the file.
            Ok(_) if self.stars_pending > 0 => {}
            Ok(favourites) => {
                self.favourites = favourites;
                self.stars_lost = None;
            }
            Err(error) => {
                self.favourites = Favourites::default();
                self.stars_lost = Some(error);
            }
        }
    }

    /// The file of the user's preset of this name.
    fn own(&self, name: &str) -> Option<&Path> {
        self.bank
            .entries
            .iter()
            .find_map(|entry| match &entry.origin {
                Origin::User(path) if entry.preset.name == name => Some(path.as_path()),
                _ => None,
            })
    }

    /// Gives the thread something to do; whether it will.
    fn start(&mut self, job: Job) -> bool {
        if self.worker.is_none() {
            self.worker = Worker::new(self.folder.clone());
        }
        let begun = self
            .worker
            .as_ref()
            .is_some_and(|worker| worker.jobs.send(job).is_ok());
        if !begun {
            self.refused = Some("Nothing was done: the system has no thread to spare.".to_owned());
        }
        begun
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        // A host may unload the plugin's code right after this.
        if let Some(Worker { jobs, thread, .. }) = self.worker.take() {
            drop(jobs);
            let _ = thread.join();
        }
    }
}

impl Worker {
    fn new(folder: Option<PathBuf>) -> Option<Self> {
        let (jobs, to_do) = channel();
        let (results, done) = channel();
        let work = move || {
            // Ends when the library lets go of it.
            for job in to_do {
                run(job, folder.as_deref(), &|done| {
                    // Nobody asks any more when the window has closed.
                    let _ = results.send(done);
                });
            }
        };
        let thread = Builder::new().name("presets".to_owned()).spawn(work).ok()?;
        Some(Self { jobs, done, thread })
    }
}

/// Does something to the folder, and reads it again where that has changed it.
fn run(job: Job, folder: Option<&Path>, report: &impl Fn(Done)) {
    let read = || {
        let favourites = folder.map_or(Ok(Favourites::default()), Favourites::load);
        report(Done::Read(Bank::load(folder), favourites));
    };
    let Some(folder) = folder else {
        return read();
    };
    let call = |before: &str, after: &str| {
        let [before, after] = [before, after].map(str::to_owned);
        // A file of stars that cannot be read is said when it is read.
        let _ = Favourites::change(folder, &Star::Renamed { before, after });
    };
    let changed = match job {
        Job::Read => true,
        Job::Save {
            path,
            preset,
            overwrite,
        } => {
            let saved = match &path {
                Some(path) => save_to(path, &preset, &GROUPS, overwrite),
                None => save(folder, &preset, &GROUPS, overwrite),
            };
            let changed = saved.is_ok();
            report(Done::Saved(saved.map(|_| preset)));
            changed
        }
        Job::Star(star) => {
            report(Done::Starred(Favourites::change(folder, &star)));
            false
        }
        Job::Delete { path, name } => {
            let deed = delete(folder, &path, &name);
            report(Done::Edited("deleted", name, deed));
            true
        }
        Job::Rename { path, before, name } => {
            let deed = rename(&path, &name);
            if let Ok(Deed::Renamed { before, after, .. }) = &deed {
                call(before, after);
            }
            report(Done::Edited("renamed", before, deed));
            true
        }
        Job::Undo(deed) => {
            let undone = deed.undo();
            if let (Deed::Renamed { before, after, .. }, Ok(())) = (&deed, &undone) {
                call(after, before);
            }
            report(Done::Undone(deed, undone));
            true
        }
    };
    if changed {
        read();
    }
}
