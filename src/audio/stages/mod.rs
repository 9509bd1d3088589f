//! The stages, in the order in which a sound meets them.

pub mod tape;
