//! What plays outside the home.

use std::f64::consts::FRAC_1_SQRT_2;

use super::places::{CABIN, HALL, YARD};
use super::{THROUGH, THROUGH_BOTH, high_pass, low_pass, narrow_below, peak};
use crate::audio::stages::listener::model::{BassGuard, Cone, Device, Protection, Rattle};
use crate::audio::stages::listener::section::Shape;

/// A car of 1998: 165 mm cones in four doors, off every axis; the cabin lifts what lies below 70 Hz.
pub const CAR: Device = Device {
    band_hz: [55.0, 13_000.0],
    gain_db: -0.29,
    sum: [peak(110.0, 3.5, 1.6), THROUGH],
    difference: narrow_below(150.0),
    side: 0.8,
    full_scale_db: 2.0,
    cone: Cone {
        hz: 70.0,
        q: 0.9,
        electrical: 0.8,
        reach: 1.4,
        force: [0.04, 0.2],
        stiffness: [0.05, 0.22, 0.1],
        crossover_hz: Some(3_500.0),
    },
    voicing: [
        peak(310.0, -5.0, 2.0),
        peak(800.0, 1.5, 1.5),
        peak(2_100.0, -2.0, 1.5),
        peak(5_000.0, 2.0, 2.0),
        low_pass(12_500.0, 0.7),
    ],
    rattle: Rattle {
        // The door's trim, the number plate.
        gap: 0.2,
        part_hz: 55.0,
        modes: [
            [225.0, 8.0, 1.0],
            [390.0, 10.0, 0.8],
            [880.0, 12.0, 0.5],
            [1_900.0, 12.0, 0.3],
        ],
        level: 0.8,
    },
    protection: Protection {
        threshold_db: -3.0,
        slope: 0.8,
        times_ms: [5.0, 200.0],
        bass: None,
    },
    dull_db: 4.0,
    place: Some(CABIN),
};

/// A Bluetooth speaker the size of a can, 2016: one 45 mm driver and two passive radiators, a bass
/// that is all equalisation at low volume and gives way audibly at high, wired to pump.
pub const BLUETOOTH_SPEAKER: Device = Device {
    band_hz: [66.0, 14_500.0],
    gain_db: -1.85,
    sum: [Shape::LowShelf { hz: 110.0, db: 4.0 }, high_pass(58.0, 0.9)],
    difference: THROUGH_BOTH,
    side: 0.0,
    full_scale_db: 4.0,
    cone: Cone {
        hz: 93.0,
        q: 1.0,
        electrical: 0.6,
        reach: 2.4,
        force: [0.06, 0.22],
        stiffness: [0.06, 0.3, 0.15],
        crossover_hz: None,
    },
    voicing: [
        peak(130.0, 2.5, 1.4),
        peak(420.0, -2.0, 1.2),
        peak(1_100.0, 1.5, 1.5),
        peak(3_600.0, 2.5, 1.5),
        low_pass(14_500.0, 0.75),
    ],
    rattle: Rattle {
        gap: 0.35,
        part_hz: 70.0,
        modes: [
            [290.0, 12.0, 0.6],
            [720.0, 16.0, 0.6],
            [1_500.0, 18.0, 0.4],
            [2_600.0, 18.0, 0.3],
        ],
        level: 0.7,
    },
    protection: Protection {
        threshold_db: -10.0,
        slope: 0.9,
        times_ms: [4.0, 300.0],
        bass: Some(BassGuard {
            limit: 0.8,
            top_hz: 300.0,
            release: 3.0,
        }),
    },
    dull_db: 6.0,
    place: Some(YARD),
};

/// A club's system: mono subwoofers below a fourth-order Linkwitz–Riley crossover at
/// 90 Hz and 8 dB up: the sum turns its phase there, of the difference the high-pass is left, horns above
/// 1.5 kHz, limiters on everything.
pub const CLUB: Device = Device {
    band_hz: [28.0, 16_500.0],
    gain_db: -1.99,
    sum: [Shape::AllPass { hz: 90.0 }, high_pass(31.0, 0.9)],
    difference: [high_pass(90.0, FRAC_1_SQRT_2); 2],
    side: 0.7,
    full_scale_db: -10.0,
    cone: Cone {
        hz: 38.0,
        q: 0.75,
        electrical: 0.9,
        reach: 1.0,
        force: [0.02, 0.15],
        stiffness: [0.03, 0.15, 0.06],
        crossover_hz: Some(90.0),
    },
    voicing: [
        Shape::LowShelf { hz: 90.0, db: 8.0 },
        peak(350.0, -2.0, 0.9),
        peak(2_600.0, 2.5, 1.6),
        peak(6_500.0, -1.5, 2.0),
        low_pass(16_500.0, 0.75),
    ],
    rattle: Rattle {
        // Bottles behind the bar.
        gap: 0.025,
        part_hz: 30.0,
        modes: [
            [480.0, 20.0, 0.3],
            [1_350.0, 30.0, 0.5],
            [2_240.0, 40.0, 0.6],
            [2_970.0, 40.0, 0.5],
        ],
        level: 2.0,
    },
    protection: Protection {
        threshold_db: -16.0,
        slope: 0.8,
        times_ms: [5.0, 200.0],
        bass: None,
    },
    dull_db: 6.0,
    place: Some(HALL),
};
