//! What is worn on the head: no room, and each ear its own channel.

use super::{SOLID, THROUGH, THROUGH_BOTH, UNGUARDED, low_pass, peak};
use crate::audio::stages::listener::model::{Cone, Device};
use crate::audio::stages::listener::section::Shape;

/// The headphones of a pocket cassette player, 1979: a 23 mm driver behind a foam pad that rests on
/// the ear and seals nothing, so that bass leaks out below 100 Hz and the upper bass stands out.
pub const WALKMAN: Device = Device {
    band_hz: [85.0, 13_500.0],
    gain_db: -0.77,
    sum: THROUGH_BOTH,
    difference: THROUGH_BOTH,
    side: 1.0,
    full_scale_db: 0.0,
    cone: Cone {
        hz: 86.0,
        q: 0.7,
        electrical: 0.3,
        reach: 1.0,
        force: [0.05, 0.2],
        stiffness: [0.06, 0.2, 0.1],
        crossover_hz: None,
    },
    voicing: [
        peak(190.0, 3.0, 0.9),
        peak(2_600.0, 3.5, 1.6),
        peak(4_900.0, -4.0, 2.5),
        peak(8_300.0, 4.0, 2.5),
        low_pass(13_000.0, 0.75),
    ],
    rattle: SOLID,
    protection: UNGUARDED,
    dull_db: 9.0,
    place: None,
};

/// Earbuds that seal: bass to below hearing, a lift of 4 dB under 150 Hz as listeners prefer (S. Olive,
/// T. Welti, O. Khonsaripour, AES 141st Convention, 2016), ripples of the ear canal above 5 kHz.
pub const EARBUDS_SEALED: Device = Device {
    band_hz: [18.0, 15_500.0],
    gain_db: -0.97,
    sum: [Shape::LowShelf { hz: 130.0, db: 3.5 }, THROUGH],
    difference: [Shape::LowShelf { hz: 130.0, db: 3.5 }, THROUGH],
    side: 1.0,
    full_scale_db: -6.0,
    cone: Cone {
        hz: 20.0,
        q: 0.6,
        electrical: 0.2,
        reach: 0.8,
        force: [0.03, 0.15],
        stiffness: [0.04, 0.15, 0.1],
        crossover_hz: None,
    },
    voicing: [
        peak(900.0, -1.0, 1.0),
        peak(2_900.0, 2.0, 2.0),
        peak(5_600.0, -4.0, 3.0),
        peak(8_200.0, 4.0, 4.0),
        low_pass(15_500.0, 0.8),
    ],
    rattle: SOLID,
    protection: UNGUARDED,
    dull_db: 9.0,
    place: None,
};

/// The same loosely in the ear: the leak is a high-pass of first order at 200 Hz (class value 100 to
/// 300 Hz).
pub const EARBUDS_LEAKING: Device = Device {
    band_hz: [200.0, 15_500.0],
    gain_db: 2.17,
    sum: [Shape::HighPass1 { hz: 200.0 }, THROUGH],
    difference: [Shape::HighPass1 { hz: 200.0 }, THROUGH],
    voicing: [
        peak(900.0, -1.0, 1.0),
        peak(2_900.0, 3.5, 2.0),
        peak(5_600.0, -4.0, 3.0),
        peak(8_200.0, 4.0, 4.0),
        low_pass(15_500.0, 0.8),
    ],
    ..EARBUDS_SEALED
};
