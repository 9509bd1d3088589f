//! Sound: no framework, no GUI, no locks, and no allocation after [`Stage::prepare`].
//!
//! Each module looks only at those before it:
//! [`stage`] (the shape) and [`dsp`] (primitives) < [`stages`] < [`era`] < [`chain`].
#![deny(unsafe_code, missing_docs)]
// What the audio thread must not do, by the lists in clippy.toml. Preparation says so where it must;
// unit tests are free.
#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_types,
        clippy::disallowed_methods,
        clippy::disallowed_macros
    )
)]

pub mod stage;

pub mod dsp;

pub mod stages;

pub mod era;

pub mod chain;

pub use stage::{MAX_BLOCK, Spec, Stage, StereoBlock, Tail, Timeline};
