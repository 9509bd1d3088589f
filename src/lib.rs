//! Bedroom: fifty years of making music alone in a room, as one audio plugin.
//!
//! A sound passes through these modules in this order:
//!
//! - [`plugin`]: the host boundary
//! - [`params`]: what the host can turn
//! - [`audio`]: the sound itself, without framework or GUI
//! - [`presets`]: sounds as data
//! - [`files`]: sound files
//! - [`editor`]: the face
//!
//! `docs/architecture.md` shows them in one picture.

#[cfg(feature = "plugin")]
pub mod plugin;

#[cfg(feature = "plugin")]
pub mod params;

pub mod audio;

pub mod presets;

pub mod files;

#[cfg(feature = "editor")]
pub mod editor;

#[cfg(feature = "plugin")]
use plugin::Effect;
#[cfg(feature = "plugin")]
nice_plug::nice_export_clap!(Effect);
#[cfg(feature = "plugin")]
nice_plug::nice_export_vst3!(Effect);
