//! What can go wrong between a host and a plugin.

use std::path::PathBuf;

use clack_extensions::gui::GuiError;
use clack_host::plugin::PluginInstanceError;
use thiserror::Error;

#[cfg(target_os = "linux")]
use crate::screen::ScreenError;

/// Why the host could not do what it was asked to.
#[derive(Debug, Error)]
pub enum HostError {
    #[error("there is no plugin at {}", .0.display())]
    NoFile(PathBuf),
    #[error("{} is not a CLAP plugin: {reason}", path.display())]
    NotClap { path: PathBuf, reason: String },
    #[error("the file holds no plugin \"{id}\", but {known:?}")]
    UnknownPlugin { id: String, known: Vec<String> },
    #[error("the plugin could not be created: {0}")]
    Instantiation(PluginInstanceError),
    #[error(
        "the plugin refuses to run at {sample_rate} Hz with up to {max_frames} frames: {reason}"
    )]
    Activation {
        sample_rate: f64,
        max_frames: u32,
        reason: PluginInstanceError,
    },
    #[error("the plugin is not active")]
    NotActive,
    #[error("the plugin has no parameter {0}")]
    UnknownParam(u32),
    #[error("the plugin does not print {value} of parameter {id}")]
    NoText { id: u32, value: f64 },
    #[error("the plugin could not save its state")]
    Save,
    #[error("the plugin refused the state")]
    Load,
    #[error("the plugin failed to process: {0}")]
    Process(PluginInstanceError),
    #[error("a block of {frames} frames where at most {max_frames} were agreed")]
    BlockTooLong { frames: usize, max_frames: usize },
    #[error("an event at frame {frame} of a block of {frames}")]
    EventOutside { frame: usize, frames: usize },
    #[error("the channels of a block differ in length")]
    UnevenBlock,
    #[error("a pattern of empty blocks never gets to the end")]
    EmptyPattern,
    #[error("the plugin has no editor for X11")]
    NoEditor,
    #[error("the plugin's editor: {0}")]
    Editor(GuiError),
    #[cfg(target_os = "linux")]
    #[error(transparent)]
    Screen(#[from] ScreenError),
    #[error("a recording at {recording} Hz for a plugin that runs at {plugin} Hz")]
    RateMismatch { recording: f64, plugin: f64 },
}
