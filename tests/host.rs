//! The built plugin as a CLAP host sees it.
//!
//! In a debug build the framework aborts the whole process when anything allocates or frees while
//! sound is processed, parameters are turned or the plugin is reset (`assert_process_allocs`). That
//! these tests run to their end is therefore the proof that nothing does.

#![cfg(feature = "plugin")]

#[path = "host/automation.rs"]
mod automation;
#[path = "host/blocks.rs"]
mod blocks;
#[path = "host/bypass.rs"]
mod bypass;
#[path = "host/description.rs"]
mod description;
#[cfg(all(target_os = "linux", feature = "editor"))]
#[path = "host/drop.rs"]
mod drop;
#[cfg(target_os = "linux")]
#[path = "host/editor.rs"]
mod editor;
#[path = "host/extremes.rs"]
mod extremes;
#[path = "host/lifecycle.rs"]
mod lifecycle;
#[path = "host/parameters.rs"]
mod parameters;
#[path = "host/plugin.rs"]
mod plugin;
#[path = "host/rates.rs"]
mod rates;
#[path = "host/side_chain.rs"]
mod side_chain;
#[path = "host/state.rs"]
mod state;
#[path = "host/timing.rs"]
mod timing;
