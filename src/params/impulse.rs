//! The user's own impulse response: which file it is, and what has become of it.
//!
//! The path is saved with the session and stays there when the file cannot be found, so that it is
//! there again on the machine where it lives. Whoever loads files watches it: the framework restores
//! a session without a word to the plugin, even while it plays.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use nice_plug::params::persist::PersistentField;

/// What has become of the chosen file.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum ImpulseStatus {
    /// None is chosen.
    #[default]
    None,
    /// It is read once the host starts the plugin.
    Waiting,
    /// It is being read.
    Loading,
    /// It is heard.
    Ready {
        /// How long it is.
        seconds: f64,
        /// One, two or four.
        channels: usize,
        /// The file's sample rate in Hz.
        rate_hz: u32,
        /// What the user should know about it.
        note: Option<String>,
    },
    /// It cannot be used, and why.
    Failed(String),
}

/// Who is told which path is chosen from now on, and whether the file must be read again even if
/// that is the same one.
pub type Watcher = Arc<dyn Fn(&str, bool) + Send + Sync>;

/// The chosen file. Never touched by the audio thread.
#[derive(Default)]
pub struct ImpulseFile {
    path: RwLock<String>,
    status: RwLock<ImpulseStatus>,
    watcher: RwLock<Option<Watcher>>,
}

impl ImpulseFile {
    /// The chosen path; empty if there is none.
    pub fn path(&self) -> String {
        self.path
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Chooses a file, or none with an empty path. A file that is chosen again is read again.
    pub fn choose(&self, path: &str) {
        self.change(path, true);
    }

    /// What has become of it.
    pub fn status(&self) -> ImpulseStatus {
        self.status
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Says what has become of it.
    pub fn report(&self, status: ImpulseStatus) {
        *self.status.write().unwrap_or_else(PoisonError::into_inner) = status;
    }

    /// Tells `watcher` of every choice from now on, in place of an earlier one.
    pub fn watch(&self, watcher: Watcher) {
        *self.watcher.write().unwrap_or_else(PoisonError::into_inner) = Some(watcher);
    }

    fn change(&self, path: &str, again: bool) {
        path.clone_into(&mut self.path.write().unwrap_or_else(PoisonError::into_inner));
        // Called with nothing locked: it reports at once.
        let watcher = self
            .watcher
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match watcher {
            Some(watcher) => watcher(path, again),
            None if path.is_empty() => self.report(ImpulseStatus::None),
            None => self.report(ImpulseStatus::Waiting),
        }
    }
}

impl PersistentField<'_, String> for ImpulseFile {
    fn set(&self, path: String) {
        self.change(&path, false);
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&String) -> R,
    {
        f(&self.path.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for ImpulseFile {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("ImpulseFile")
            .field("path", &self.path())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
