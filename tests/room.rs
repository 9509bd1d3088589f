//! The Room as a whole: how its rooms decay, that it moves without a click, and that its nights
//! repeat. Its parts are held to their physics by their own tests.

mod support;

#[path = "room/acoustics.rs"]
mod acoustics;
#[path = "room/moves.rs"]
mod moves;
#[path = "room/night.rs"]
mod night;

use bedroom::audio::stages::room::{Acoustics, Response, Room, Settings};
use lab::{Stereo, signal};
use support::steady;

const RATE: f64 = 48_000.0;

/// The room that `acoustics` describes, by itself.
fn heard(acoustics: Acoustics) -> Settings {
    Settings {
        response: Response::Room,
        acoustics,
        ..Settings::default()
    }
}

/// What a click on both sides of the source becomes within `seconds`.
fn impulse_response(settings: Settings, seconds: f64) -> Stereo {
    let frames = (seconds * RATE) as usize;
    steady::<Room>(
        settings,
        &Stereo::from_mono(signal::impulse(1.0, 0, frames), RATE),
    )
}
