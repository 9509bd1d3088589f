//! The devices, one row of figures each.
//!
//! Corners, resonances and reverberation times are class values: what published measurements of such
//! devices agree about, where the row names none. Levels of rattle and rooms, and what is not said
//! otherwise, are by ear. Excursion and stiffness follow W. Klippel's example loudspeakers (JAES
//! 54(10), 2006): at its limit a driver has lost about a fifth of its force; microspeakers, whose
//! field is short and whose surround is their spring, lose more and are more lopsided.

mod home;
mod outside;
mod places;
mod pocket;
mod worn;

pub use home::{BOOMBOX, HI_FI, STUDIO_MONITORS, TELEVISION, TRANSISTOR_RADIO};
pub use outside::{BLUETOOTH_SPEAKER, CAR, CLUB};
pub use pocket::{LAPTOP, PHONE_HELD, PHONE_ON_TABLE};
pub use worn::{EARBUDS_LEAKING, EARBUDS_SEALED, WALKMAN};

use super::model::{Protection, Rattle};
use super::section::Shape;

const THROUGH: Shape = Shape::Through;

const fn peak(hz: f64, db: f64, q: f64) -> Shape {
    Shape::Peak { hz, db, q }
}

const fn low_pass(hz: f64, q: f64) -> Shape {
    Shape::LowPass { hz, q }
}

const fn high_pass(hz: f64, q: f64) -> Shape {
    Shape::HighPass { hz, q }
}

const THROUGH_BOTH: [Shape; 2] = [THROUGH; 2];

/// The difference of the channels falls away below `hz`: small boxes side by side are one source there.
const fn narrow_below(hz: f64) -> [Shape; 2] {
    [high_pass(hz, 0.5), THROUGH]
}

/// Nothing that could rattle, as in headphones.
const SOLID: Rattle = Rattle {
    gap: 1e3,
    part_hz: 100.0,
    modes: [[1_000.0, 1.0, 0.0]; 4],
    level: 0.0,
};

/// No dynamics of its own.
const UNGUARDED: Protection = Protection {
    threshold_db: 0.0,
    slope: 0.0,
    times_ms: [1.0, 100.0],
    bass: None,
};
