//! What can go wrong between a VST3 host and a plugin.

use std::path::PathBuf;

use thiserror::Error;
use vst3::Steinberg::{kResultOk, kResultTrue, tresult};

use crate::screen::ScreenError;

/// Why the host could not do what it was asked to.
#[derive(Debug, Error)]
pub enum Vst3Error {
    #[error("{} is not a VST3 module: {reason}", path.display())]
    NotVst3 { path: PathBuf, reason: String },
    #[error("{0} failed with {1}")]
    Refused(&'static str, tresult),
    #[error("the plugin has no {0}")]
    Missing(&'static str),
    #[error(transparent)]
    Screen(#[from] ScreenError),
}

/// Whether a call went well.
///
/// # Errors
/// [`Vst3Error::Refused`] with the name of the call.
pub(super) fn check(call: &'static str, result: tresult) -> Result<(), Vst3Error> {
    if result == kResultOk || result == kResultTrue {
        Ok(())
    } else {
        Err(Vst3Error::Refused(call, result))
    }
}
