//! Where devices stand. Reverberation times after the tables of H. Kuttruff, "Room Acoustics", 5th
//! edition, for furnished rooms; cars are nearly dry (0.05 to 0.1 s); a club's is that of the DIN 18041
//! and Adelman-Larsen recommendation for amplified music in a hall of 1000 to 3000 m³.

use super::THROUGH;
use crate::audio::stages::listener::model::Place;
use crate::audio::stages::listener::section::Shape;

/// Nothing vibrates with it.
const STILL: (Shape, f64) = (THROUGH, -120.0);

/// A tiled kitchen: hard walls 2 to 3 m apart.
pub const KITCHEN: Place = Place {
    // The shelf it stands on.
    body: Shape::BandPass { hz: 240.0, q: 2.0 },
    body_db: -6.0,
    reflections: [
        [1.1, 1.3, 0.5],
        [4.7, 5.9, 0.45],
        [8.3, 7.1, -0.4],
        [11.9, 12.7, 0.35],
        [15.1, 17.3, 0.3],
        [21.7, 20.3, -0.25],
    ],
    path_ms: 9.0,
    rt60_s: 0.6,
    damping_hz: 6_000.0,
    direct_db: [16.0, -4.0],
};

/// A furnished living room of 50 m³.
pub const LIVING_ROOM: Place = Place {
    body: STILL.0,
    body_db: STILL.1,
    reflections: [
        [2.9, 3.4, 0.35],
        [5.3, 7.9, 0.4],
        [9.1, 6.7, 0.35],
        [12.3, 13.9, -0.3],
        [17.9, 16.1, 0.25],
        [23.9, 26.3, 0.2],
    ],
    path_ms: 11.0,
    rt60_s: 0.42,
    damping_hz: 4_000.0,
    direct_db: [16.0, -3.0],
};

/// A treated room, the speakers on a desk: its top returns the sound first.
pub const CONTROL_ROOM: Place = Place {
    reflections: [
        [0.9, 0.9, 0.4],
        [6.1, 8.3, 0.18],
        [8.9, 6.7, 0.18],
        [13.7, 14.9, -0.12],
        [18.1, 19.3, 0.1],
        [27.1, 25.3, 0.08],
    ],
    path_ms: 10.0,
    rt60_s: 0.25,
    damping_hz: 6_000.0,
    direct_db: [24.0, 4.0],
    ..LIVING_ROOM
};

/// A car's cabin: below its first mode it is a pressure chamber, in which bass rises; windows close
/// to the ears.
pub const CABIN: Place = Place {
    body: Shape::LowPass { hz: 68.0, q: 0.8 },
    body_db: 3.0,
    reflections: [
        [0.8, 1.4, 0.5],
        [1.9, 2.6, -0.45],
        [3.1, 2.3, 0.4],
        [4.3, 4.9, 0.35],
        [6.7, 5.9, -0.25],
        [8.3, 9.1, 0.2],
    ],
    path_ms: 4.0,
    rt60_s: 0.08,
    damping_hz: 3_000.0,
    direct_db: [12.0, 0.0],
};

/// The living room, from something small in a hand or on a desk.
pub const DESK: Place = Place {
    body: Shape::BandPass { hz: 330.0, q: 1.5 },
    body_db: -8.0,
    reflections: [
        [0.55, 0.6, 0.45],
        [3.3, 4.1, 0.3],
        [7.3, 5.9, 0.3],
        [11.3, 12.1, -0.25],
        [15.7, 17.9, 0.2],
        [22.3, 20.9, 0.15],
    ],
    ..LIVING_ROOM
};

/// The same, held up.
pub const HAND: Place = Place {
    body: STILL.0,
    body_db: STILL.1,
    reflections: [
        [1.9, 2.3, 0.2],
        [4.9, 4.1, 0.3],
        [7.3, 8.9, 0.3],
        [11.3, 12.1, -0.25],
        [15.7, 17.9, 0.2],
        [22.3, 20.9, 0.15],
    ],
    ..LIVING_ROOM
};

/// The same, flat on a wooden table: the board speaks with it, and its edge answers.
pub const TABLE: Place = Place {
    body: Shape::BandPass { hz: 420.0, q: 3.0 },
    body_db: 2.0,
    reflections: [
        [0.27, 0.29, 0.7],
        [1.3, 1.1, -0.4],
        [4.9, 5.7, 0.3],
        [8.3, 7.1, 0.3],
        [13.1, 14.3, 0.2],
        [21.1, 19.7, 0.15],
    ],
    ..LIVING_ROOM
};

/// A paved yard between houses.
pub const YARD: Place = Place {
    body: STILL.0,
    body_db: STILL.1,
    reflections: [
        [2.1, 2.3, 0.6],
        [19.3, 24.1, 0.3],
        [29.9, 27.1, 0.3],
        [38.3, 41.9, -0.2],
        [53.9, 49.1, 0.2],
        [61.7, 66.7, 0.15],
    ],
    path_ms: 34.0,
    rt60_s: 0.7,
    damping_hz: 4_000.0,
    direct_db: [22.0, 3.0],
};

/// A club of 1500 m³ with a low ceiling. What shakes is the floor.
pub const HALL: Place = Place {
    body: Shape::BandPass { hz: 48.0, q: 1.2 },
    body_db: -6.0,
    reflections: [
        [7.9, 9.7, 0.5],
        [17.3, 14.9, 0.45],
        [24.7, 29.3, -0.4],
        [37.1, 33.7, 0.4],
        [47.9, 52.1, 0.35],
        [67.3, 61.1, 0.3],
    ],
    path_ms: 36.0,
    rt60_s: 1.0,
    damping_hz: 3_500.0,
    direct_db: [14.0, -5.0],
};
