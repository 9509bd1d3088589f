//! The host boundary: the only code that sees the framework's `process`.

mod blocks;
#[cfg(feature = "editor")]
mod cost;
mod effect;
pub mod loader;
mod state;

pub use effect::Effect;
