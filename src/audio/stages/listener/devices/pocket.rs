//! What has a speaker the size of a coin.

use super::places::{DESK, HAND, TABLE};
use super::{THROUGH, THROUGH_BOTH, high_pass, low_pass, narrow_below, peak};
use crate::audio::stages::listener::model::{BassGuard, Cone, Device, Protection, Rattle};

/// A laptop of 2021: as measured, its output falls quickly below 400 Hz and from 7 kHz on, and what
/// buzzes does so below 400 Hz.
pub const LAPTOP: Device = Device {
    band_hz: [400.0, 7_000.0],
    gain_db: 1.94,
    sum: [high_pass(210.0, 0.7), THROUGH],
    difference: narrow_below(500.0),
    side: 0.6,
    full_scale_db: 3.0,
    cone: Cone {
        hz: 455.0,
        q: 1.0,
        electrical: 0.5,
        reach: 1.9,
        force: [0.08, 0.26],
        stiffness: [0.1, 0.35, 0.15],
        crossover_hz: None,
    },
    voicing: [
        peak(640.0, 3.0, 2.0),
        peak(1_050.0, -3.0, 2.0),
        peak(1_900.0, 3.0, 2.5),
        peak(3_900.0, 4.0, 2.0),
        low_pass(6_600.0, 0.9),
    ],
    rattle: Rattle {
        // Keys in their frame.
        gap: 0.25,
        part_hz: 180.0,
        modes: [
            [310.0, 12.0, 0.9],
            [740.0, 16.0, 0.7],
            [1_600.0, 18.0, 0.5],
            [2_700.0, 18.0, 0.4],
        ],
        level: 0.15,
    },
    protection: Protection {
        threshold_db: -8.0,
        slope: 0.85,
        times_ms: [2.0, 120.0],
        bass: Some(BassGuard {
            limit: 0.9,
            top_hz: 900.0,
            release: 8.0,
        }),
    },
    dull_db: 6.0,
    place: Some(DESK),
};

/// A phone in the hand: a microspeaker of 11 × 15 mm behind a slot at the bottom, whose front volume
/// resonates at 3 kHz, with a smart amplifier.
pub const PHONE_HELD: Device = Device {
    band_hz: [750.0, 11_000.0],
    gain_db: 3.02,
    sum: [high_pass(380.0, 0.7), THROUGH],
    difference: THROUGH_BOTH,
    side: 0.0,
    full_scale_db: 6.0,
    cone: Cone {
        hz: 850.0,
        q: 1.2,
        electrical: 0.35,
        reach: 2.2,
        force: [0.1, 0.28],
        stiffness: [0.12, 0.4, 0.2],
        crossover_hz: None,
    },
    voicing: [
        peak(1_500.0, -2.0, 2.0),
        peak(3_100.0, 7.0, 2.2),
        peak(5_600.0, -3.0, 3.0),
        peak(7_400.0, 3.5, 3.0),
        low_pass(11_000.0, 0.9),
    ],
    rattle: Rattle {
        // The camera's lens, the keys of the volume.
        gap: 0.3,
        part_hz: 260.0,
        modes: [
            [620.0, 14.0, 0.7],
            [1_240.0, 18.0, 0.8],
            [2_150.0, 20.0, 0.6],
            [2_980.0, 22.0, 0.4],
        ],
        level: 0.1,
    },
    protection: Protection {
        threshold_db: -10.0,
        slope: 0.9,
        times_ms: [1.5, 90.0],
        bass: Some(BassGuard {
            limit: 0.95,
            top_hz: 1_500.0,
            release: 8.0,
        }),
    },
    dull_db: 6.0,
    place: Some(HAND),
};

/// The same phone flat on a table: the board is a baffle that lifts what little bass there is, and
/// half of the slot's treble goes into the wood.
pub const PHONE_ON_TABLE: Device = Device {
    band_hz: [560.0, 8_000.0],
    gain_db: 2.67,
    sum: [high_pass(320.0, 0.7), THROUGH],
    voicing: [
        peak(620.0, 5.0, 1.6),
        peak(1_700.0, -3.0, 2.0),
        peak(3_100.0, 5.5, 2.4),
        peak(5_000.0, -1.5, 3.0),
        low_pass(8_300.0, 0.9),
    ],
    rattle: Rattle {
        // The phone itself on the wood.
        gap: 0.22,
        part_hz: 150.0,
        modes: [
            [270.0, 10.0, 0.9],
            [540.0, 12.0, 0.9],
            [1_180.0, 14.0, 0.6],
            [2_300.0, 16.0, 0.4],
        ],
        level: 0.12,
    },
    place: Some(TABLE),
    ..PHONE_HELD
};
