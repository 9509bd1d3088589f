//! A small CLAP host: loads the built plugin and drives it as a real host would.
//!
//! ```no_run
//! use lab::host::{ClapFile, RenderPlan};
//!
//! # fn main() -> Result<(), lab::host::HostError> {
//! let file = ClapFile::load("target/bundled/Bedroom.clap".as_ref())?;
//! let mut plugin = file.instantiate("org.bedroom.bedroom")?;
//! plugin.activate(48_000.0, 512)?;
//! let music = lab::demo::music(48_000.0, 4.0);
//! let heard = plugin.render(&music, &RenderPlan::default(), &mut |_| ())?;
//! # Ok(())
//! # }
//! ```
//!
//! An [`Instance`] stays on the thread that made it, as CLAP wants of the main thread. Its
//! [`Processor`] may be lent to another one: that is the audio thread.

#[cfg(target_os = "linux")]
mod editor;
mod error;
mod event;
mod file;
#[cfg(target_os = "linux")]
mod front;
mod handlers;
mod instance;
mod params;
mod ports;
mod processor;
mod render;

pub use clack_host::process::ProcessStatus as Status;
#[cfg(target_os = "linux")]
pub use editor::Editor;
pub use error::HostError;
pub use event::{Automation, Event, Message};
pub use file::{ClapFile, PluginInfo};
#[cfg(target_os = "linux")]
pub use front::Front;
pub use handlers::Requests;
pub use instance::Instance;
pub use params::ParamInfo;
pub use ports::{AudioPort, Direction};
pub use processor::{Block, Processor, Tail};
pub use render::RenderPlan;
