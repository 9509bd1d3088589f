//! What is shown where: one view for each group of parameters, and those around them.

pub mod again;
mod clock;
pub mod flow;
pub mod history;
pub mod listener;
pub mod main;
pub mod notice;
pub mod presets;
pub mod rack;
pub mod room;
pub mod room_file;
pub mod stages;
pub mod status;
pub mod studio;
pub mod tape;
pub mod upload;
