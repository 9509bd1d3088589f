//! The stages, in the order in which a sound meets them.

pub mod room;

pub mod tape;

pub mod studio;

pub mod upload;

pub mod listener;
