//! Plots as PNG files, for `docs/` and for looking at while working.

mod axis;
mod before_after;
mod colour;
mod lines;
mod spectrogram;
mod style;

use std::path::PathBuf;

pub use before_after::before_after;
pub use colour::level_colour;
pub use lines::Lines;

/// A plot could not be drawn or saved.
#[derive(Debug, thiserror::Error)]
#[error("{}: the plot cannot be drawn ({reason})", path.display())]
pub struct PlotError {
    pub path: PathBuf,
    pub reason: String,
}
