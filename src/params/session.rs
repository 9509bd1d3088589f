//! What a session keeps beside the parameters.

use std::collections::BTreeMap;
use std::sync::RwLock;

use nice_plug::prelude::*;

use super::impulse::ImpulseFile;

/// Saved with the session, never touched by the audio thread.
#[derive(Params)]
pub struct Session {
    /// Name of the preset that was loaded last.
    #[persist = "preset"]
    pub preset: RwLock<String>,
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
            impulse: ImpulseFile::default(),
            editor: RwLock::default(),
            format: RwLock::new(format),
            unknown: RwLock::default(),
            notice: RwLock::default(),
        }
    }
}
