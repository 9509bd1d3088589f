//! What is shown where: one view for each group of parameters, and those around them.

pub mod main;
pub mod notice;
pub mod presets;
mod rack;
mod save;
pub mod signal;
pub mod tape;
