//! How fast the sound is, part by part, beside what others offer.
//!
//! - [`case`]: a piece of work on one block, and how its time is taken
//! - [`sound`]: what goes in
//! - the subjects: [`oversampling`], [`filters`], [`convolver`], [`movement`], [`hysteresis`], [`room`],
//!   [`tape`], [`studio`], [`upload`], [`listener`], [`chain`],
//!   [`five_stages`]
//! - [`jiles_atherton`], [`toolbox`]: peers that need some lines of their own
//!
//! `benches/speed.rs` hands the cases to criterion, `benches/targets.rs` prints the best of many
//! runs and holds them against the targets, `src/bin/instructions.rs` counts instructions.
//! `docs/performance.md` tells how to run them and what came out.

pub mod case;

pub mod sound;

pub mod jiles_atherton;
pub mod toolbox;

pub mod oversampling;

pub mod filters;

pub mod convolver;

pub mod movement;

pub mod hysteresis;

pub mod room;

pub mod tape;

pub mod studio;

pub mod upload;

pub mod listener;

pub mod chain;

pub mod five_stages;

use case::Case;

/// Frames per second at the ends of a stage, in Hz.
pub const SAMPLE_RATE: f64 = 48_000.0;

/// The subjects' cases, in the order of the tables.
pub const SUBJECTS: [fn() -> Vec<Case>; 12] = [
    oversampling::cases,
    filters::cases,
    convolver::cases,
    movement::cases,
    hysteresis::cases,
    room::cases,
    tape::cases,
    studio::cases,
    upload::cases,
    listener::cases,
    chain::cases,
    five_stages::cases,
];

/// Every case.
pub fn cases() -> Vec<Case> {
    SUBJECTS.iter().flat_map(|cases| cases()).collect()
}
