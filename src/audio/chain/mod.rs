//! The way a sound takes: stages in slots, one after the other.

pub mod again;
mod insight;
mod key;
mod played;
mod probe;
mod route;
pub mod slot;
pub mod taps;

pub use route::{Chain, Settings};
pub use slot::Slot;
