//! A small VST3 host for Linux: loads a bundle, processes sound with parameters on the move, and
//! opens the editor in a window, with the run loop that VST3 wants of a host there.
//!
//! It knows what the tests need and no more: one class in a module, component and controller in one
//! object, blocks of a fixed length, no notes, no state.

mod changes;
mod editor;
mod error;
mod frame;
mod module;
mod plugin;
mod processor;

pub use editor::{Editor, Farewell};
pub use error::Vst3Error;
pub use module::Module;
pub use plugin::Plugin;
pub use processor::Processor;
