//! What a session keeps beside the parameters.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use nice_plug::prelude::*;

use super::comparison::{Comparison, Side};
use super::impulse::ImpulseFile;

/// Saved with the session, never touched by the audio thread.
#[derive(Params)]
pub struct Session {
    /// Name of the preset that was loaded last.
    #[persist = "preset"]
    pub preset: RwLock<String>,
    /// Which of A and B is heard, and what the other is.
    #[persist = "comparison"]
    pub comparison: RwLock<Comparison>,
    /// The user's own impulse response, as the path of a file.
    #[persist = "impulse"]
    pub impulse: ImpulseFile,
    /// Width and height of the editor in points, and its zoom; zeros before it was ever opened.
    #[persist = "editor"]
    pub editor: RwLock<[f32; 3]>,
    /// The format of the saved state; every version saves its own.
    #[persist = "format"]
    pub format: RwLock<u32>,
    /// What a newer version saved and this one does not know: kept, and saved again.
    #[persist = "unknown"]
    pub unknown: RwLock<BTreeMap<String, String>>,
    /// What the user must be told about the session that was loaded; not meant to be saved.
    #[persist = "notice"]
    pub notice: RwLock<String>,
}

impl Session {
    /// A new session that is saved in `format`.
    pub fn new(format: u32) -> Self {
        Self {
            preset: RwLock::default(),
            comparison: RwLock::default(),
            impulse: ImpulseFile::default(),
            editor: RwLock::default(),
            format: RwLock::new(format),
            unknown: RwLock::default(),
            notice: RwLock::default(),
        }
    }
    /// Name of the preset that was loaded last; empty if none was.
    pub fn preset_name(&self) -> String {
        let preset = self.preset.read();
        preset.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes under which name the parameters stand as they do.
    pub fn name_preset(&self, name: &str) {
        let preset = self.preset.write();
        name.clone_into(&mut preset.unwrap_or_else(PoisonError::into_inner));
    }

    /// Which of A and B is heard.
    pub fn heard(&self) -> Side {
        let comparison = self.comparison.read();
        comparison.unwrap_or_else(PoisonError::into_inner).heard
    }

    /// Which of A and B is heard, and what the other is.
    pub fn comparison(&self) -> Comparison {
        let comparison = self.comparison.read();
        comparison.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes both of them.
    pub fn compare(&self, comparison: Comparison) {
        let noted = self.comparison.write();
        *noted.unwrap_or_else(PoisonError::into_inner) = comparison;
    }
}
