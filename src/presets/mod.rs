//! Sounds as data: the preset format, the bank that holds all presets, and the factory set.
//!
//! A preset is a short TOML text in natural units, made to be read, compared and edited by hand:
//!
//! ```
//! use bedroom::presets::{Preset, Value};
//!
//! let preset = Preset::parse(
//!     r#"
//!     format = 1                            # the version of this format; always there
//!     name = "Portable, tired batteries"    # always there; the other three may be left out
//!     year = 1984                           # the year that the sound points at
//!     tags = ["walkman", "warble"]
//!     description = "One line that says what it does to a sound."
//!
//!     [main]                # parameters of the whole plugin
//!     mix = "100 %"         # text is read as if it were typed into the parameter's field
//!
//!     [tape]                # parameters of one group
//!     model = "Walkman"
//!     drive = "6 dB"
//!     wow = 0.4             # a bare number is in the parameter's own unit
//!     on = true
//!     "#,
//! )?;
//! assert_eq!(preset.year, Some(1984));
//! assert_eq!(preset.values["mix"], Value::Text("100 %".into()));
//! assert_eq!(preset.values["tape_drive"], Value::Text("6 dB".into()));
//! assert_eq!(preset.values["tape_wow"], Value::Number(0.4));
//! assert_eq!(preset.values["tape_on"], Value::Switch(true));
//!
//! // Writing needs the groups, because an id alone does not tell where its prefix ends.
//! assert_eq!(Preset::parse(&preset.to_toml(&["room", "tape"]))?, preset);
//! # Ok::<(), bedroom::presets::PresetError>(())
//! ```
//!
//! Table and key together are the parameter's id: `[tape] drive` is `tape_drive`; keys in `[main]`
//! carry no prefix. A parameter that a preset does not name stands at its default, so a preset
//! always means a whole sound, and stays valid when a later version adds parameters.
//!
//! This module knows no parameters: whether an id exists, and whether a value fits, is for whoever
//! applies the preset. All of it reads files or allocates, and so belongs to the editor or a
//! background task, never to the audio thread.

mod bank;
mod disk;
mod edit;
mod error;
mod factory;
mod favourites;
mod format;
mod platforms;
mod read;
mod save;
mod search;
mod stage;
mod write;

pub use bank::{Bank, Entry, Origin, user_folder};
pub use edit::{DELETED_FOLDER, Deed, EditError, delete, rename};
pub use error::{Position, PresetError};
pub use factory::FACTORY;
pub use favourites::{FAVOURITES_FILE, Favourites, FavouritesError, Star};
pub use format::{FORMAT, MAX_BYTES, Preset, Value};
pub use platforms::{
    PLATFORMS, PLATFORMS_FILE, PlatformRow, PlatformTable, PlatformsError, Raised,
};
pub use save::{Overwrite, SaveError, save, save_to};
pub use search::{Filter, Shelf, tags};
pub use stage::{Stage, Subject, WHOLE_CHAIN};
