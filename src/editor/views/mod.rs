//! What is shown where: one view for each group of parameters, and those around them.

pub mod again;
pub mod listener;
pub mod main;
pub mod notice;
pub mod presets;
pub mod rack;
pub mod room;
pub mod room_file;
mod save;
pub mod signal;
pub mod stages;
pub mod studio;
pub mod tape;
pub mod upload;
