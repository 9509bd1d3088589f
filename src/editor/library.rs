//! The presets at hand, read and written on threads of their own: a slow disk must not stop the
//! picture.

use std::path::PathBuf;
use std::thread::{Builder, JoinHandle};

use crate::params::GROUPS;
use crate::presets::{Bank, Overwrite, Preset, SaveError, save};

/// The bank that is shown, and what is being done to the folder behind it.
pub struct Library {
    folder: Option<PathBuf>,
    bank: Bank,
    reading: Option<JoinHandle<Bank>>,
    saving: Option<JoinHandle<Result<Preset, SaveError>>>,
}

/// What has come of the threads since the last look.
#[derive(Debug, Default)]
pub struct News {
    /// The bank was read anew.
    pub read: bool,
    /// A preset was saved, or was not.
    pub saved: Option<Result<Preset, SaveError>>,
}

impl Library {
    /// The factory's presets, and those in a folder once they are read.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            bank: Bank::load(None),
            reading: None,
            saving: None,
        }
    }

    /// The presets as they were last read.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// Whether there is a folder to save to.
    pub fn can_save(&self) -> bool {
        self.folder.is_some()
    }

    /// Reads the folder again.
    pub fn read(&mut self) {
        if self.reading.is_none() {
            let folder = self.folder.clone();
            self.reading = start(move || Bank::load(folder.as_deref()));
        }
    }

    /// Saves a preset into the folder, unless one is being saved.
    pub fn save(&mut self, preset: Preset, overwrite: Overwrite) {
        if let (Some(folder), None) = (self.folder.clone(), &self.saving) {
            self.saving = start(move || save(&folder, &preset, &GROUPS, overwrite).map(|_| preset));
        }
    }

    /// Takes what is done; never waits.
    pub fn poll(&mut self) -> News {
        let mut news = News::default();
        if let Some(bank) = finished(&mut self.reading) {
            self.bank = bank;
            news.read = true;
        }
        news.saved = finished(&mut self.saving);
        if matches!(news.saved, Some(Ok(_))) {
            self.read();
        }
        news
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        // A host may unload the plugin's code right after this.
        self.reading.take().map(JoinHandle::join);
        self.saving.take().map(JoinHandle::join);
    }
}

fn start<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<JoinHandle<T>> {
    Builder::new().name("presets".to_owned()).spawn(work).ok()
}

/// The result of a thread that is done; one that died has none.
fn finished<T>(thread: &mut Option<JoinHandle<T>>) -> Option<T> {
    thread.take_if(|thread| thread.is_finished())?.join().ok()
}
