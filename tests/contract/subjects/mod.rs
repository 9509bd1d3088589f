//! The stages with settings to try them at: a file for each.

mod chain;
mod listener;
mod room;
mod studio;
mod tape;
mod upload;

use bedroom::audio::Stage;

/// A stage with settings to try it at.
pub trait Subject: Stage {
    /// The longest latency in milliseconds that is acceptable.
    const LONGEST_MS: f64;
    /// How many of the extremes are tried again in a slot, which has no part in the rest.
    const IN_SLOT: usize = usize::MAX;
    /// Settings far from each other, with everything that can move moving.
    fn extremes() -> Vec<Self::Settings>;
    /// The same without noise of their own, which would hide a click.
    fn quiet(settings: Self::Settings) -> Self::Settings;
}
