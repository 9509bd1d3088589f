//! What stands in rooms.

use super::places::{CONTROL_ROOM, KITCHEN, LIVING_ROOM};
use super::{THROUGH, THROUGH_BOTH, UNGUARDED, high_pass, low_pass, narrow_below, peak};
use crate::audio::stages::listener::model::{Cone, Device, Place, Protection, Rattle};
use crate::audio::stages::listener::section::Shape;

/// A pocket transistor radio on medium wave, 1962: the receiver's intermediate frequency leaves 4 kHz,
/// a 57 mm paper cone in a plastic case starts at 300 Hz, 100 mW from a push-pull pair that clips
/// early, levels held by the receiver's gain control and the station's compressor.
pub const TRANSISTOR_RADIO: Device = Device {
    band_hz: [300.0, 3_900.0],
    gain_db: 2.19,
    sum: [low_pass(4_300.0, 0.6), high_pass(175.0, 0.7)],
    difference: THROUGH_BOTH,
    side: 0.0,
    full_scale_db: 9.0,
    cone: Cone {
        hz: 360.0,
        q: 1.1,
        electrical: 0.6,
        reach: 1.3,
        force: [0.08, 0.22],
        stiffness: [0.1, 0.25, 0.12],
        crossover_hz: None,
    },
    voicing: [
        peak(720.0, -3.0, 2.0),
        peak(1_250.0, 2.5, 3.0),
        peak(2_300.0, 5.0, 2.5),
        peak(3_100.0, 3.0, 4.0),
        low_pass(5_200.0, 0.8),
    ],
    rattle: Rattle {
        gap: 0.22,
        part_hz: 140.0,
        modes: [
            [410.0, 12.0, 0.6],
            [960.0, 18.0, 0.8],
            [1_730.0, 22.0, 0.6],
            [2_650.0, 20.0, 0.4],
        ],
        level: 0.3,
    },
    protection: Protection {
        threshold_db: -16.0,
        slope: 0.66,
        times_ms: [8.0, 350.0],
        bass: None,
    },
    dull_db: 5.0,
    place: Some(KITCHEN),
};

/// A stereo radio-cassette recorder, 1984: two 120 mm full-range cones with whizzer or piezo tweeter
/// in a vented plastic case, a loudness switch that is always on, 2 × 4 W.
pub const BOOMBOX: Device = Device {
    band_hz: [68.0, 12_000.0],
    gain_db: -2.27,
    sum: [Shape::LowShelf { hz: 140.0, db: 5.0 }, high_pass(60.0, 0.8)],
    difference: narrow_below(120.0),
    side: 0.75,
    full_scale_db: 5.0,
    cone: Cone {
        hz: 96.0,
        q: 1.0,
        electrical: 0.75,
        reach: 1.6,
        force: [0.05, 0.2],
        stiffness: [0.06, 0.25, 0.1],
        crossover_hz: Some(5_000.0),
    },
    voicing: [
        peak(190.0, 3.0, 1.6),
        peak(520.0, -3.0, 1.2),
        peak(1_700.0, 3.0, 2.0),
        peak(6_200.0, 4.0, 1.8),
        low_pass(11_500.0, 0.8),
    ],
    rattle: Rattle {
        // The cassette door.
        gap: 0.25,
        part_hz: 95.0,
        modes: [
            [260.0, 14.0, 0.8],
            [640.0, 18.0, 0.7],
            [1_380.0, 20.0, 0.5],
            [2_900.0, 16.0, 0.3],
        ],
        level: 0.7,
    },
    protection: UNGUARDED,
    dull_db: 5.0,
    place: Some(KITCHEN),
};

/// A living-room stereo, 1978: closed two-way boxes of 25 l with a 200 mm paper woofer, flat within
/// 3 dB as the reviews of the time measured them, the presence a little back.
pub const HI_FI: Device = Device {
    band_hz: [48.0, 19_000.0],
    gain_db: 0.05,
    sum: THROUGH_BOTH,
    difference: THROUGH_BOTH,
    side: 1.0,
    full_scale_db: -4.0,
    cone: Cone {
        hz: 56.0,
        q: 0.8,
        electrical: 0.85,
        reach: 1.2,
        force: [0.03, 0.18],
        stiffness: [0.04, 0.2, 0.08],
        crossover_hz: Some(2_000.0),
    },
    voicing: [
        peak(95.0, 1.2, 1.0),
        peak(420.0, -0.8, 1.2),
        peak(1_150.0, 1.0, 2.0),
        peak(2_800.0, -2.0, 1.2),
        low_pass(19_000.0, 0.75),
    ],
    rattle: Rattle {
        // Something on the shelf.
        gap: 0.15,
        part_hz: 40.0,
        modes: [
            [210.0, 14.0, 0.6],
            [530.0, 20.0, 0.5],
            [1_100.0, 24.0, 0.4],
            [2_400.0, 24.0, 0.3],
        ],
        level: 0.8,
    },
    protection: UNGUARDED,
    dull_db: 4.0,
    place: Some(LIVING_ROOM),
};

/// Small closed monitors on the meter bridge: a paper cone in 10 l that rolls off early and cleanly
/// and lifts 1 to 2 kHz (P. Newell, K. Holland, J. Newell, "The Yamaha NS10M: Twenty Years a
/// Reference Monitor. Why?", Proc. Institute of Acoustics 23(8), 2001).
pub const STUDIO_MONITORS: Device = Device {
    band_hz: [80.0, 19_500.0],
    gain_db: -0.26,
    sum: THROUGH_BOTH,
    difference: THROUGH_BOTH,
    side: 1.0,
    full_scale_db: -7.0,
    cone: Cone {
        hz: 78.0,
        q: 0.75,
        electrical: 0.88,
        reach: 1.2,
        force: [0.02, 0.15],
        stiffness: [0.03, 0.15, 0.06],
        crossover_hz: Some(2_000.0),
    },
    voicing: [
        peak(180.0, 0.8, 1.0),
        peak(1_500.0, 3.5, 1.3),
        peak(2_500.0, -1.5, 3.0),
        peak(8_000.0, -1.0, 1.0),
        low_pass(20_000.0, 0.75),
    ],
    rattle: Rattle {
        // A pen on the desk.
        gap: 0.15,
        part_hz: 60.0,
        modes: [
            [330.0, 14.0, 0.4],
            [820.0, 20.0, 0.5],
            [1_900.0, 24.0, 0.5],
            [2_900.0, 24.0, 0.4],
        ],
        level: 0.5,
    },
    protection: Protection {
        threshold_db: -4.0,
        slope: 0.9,
        times_ms: [3.0, 150.0],
        bass: None,
    },
    dull_db: 3.0,
    place: Some(CONTROL_ROOM),
};

/// A television set with a picture tube, 1990: an oval cone on either side of the tube, open at the
/// back, in a cabinet that hums along.
pub const TELEVISION: Device = Device {
    band_hz: [150.0, 9_500.0],
    gain_db: 0.01,
    sum: [high_pass(80.0, 0.7), THROUGH],
    difference: narrow_below(200.0),
    side: 0.35,
    full_scale_db: 3.0,
    cone: Cone {
        hz: 172.0,
        q: 1.0,
        electrical: 0.65,
        reach: 1.3,
        force: [0.07, 0.22],
        stiffness: [0.08, 0.25, 0.1],
        crossover_hz: None,
    },
    voicing: [
        peak(270.0, 3.5, 2.5),
        peak(640.0, -4.0, 1.8),
        peak(1_900.0, 2.5, 1.6),
        peak(4_300.0, 4.0, 2.0),
        low_pass(9_200.0, 0.85),
    ],
    rattle: Rattle {
        gap: 0.28,
        part_hz: 90.0,
        modes: [
            [230.0, 16.0, 0.9],
            [480.0, 14.0, 0.7],
            [1_150.0, 16.0, 0.5],
            [2_200.0, 18.0, 0.3],
        ],
        level: 0.4,
    },
    protection: Protection {
        threshold_db: -8.0,
        slope: 0.5,
        times_ms: [10.0, 250.0],
        bass: None,
    },
    dull_db: 6.0,
    place: Some(Place {
        body: Shape::BandPass { hz: 180.0, q: 2.0 },
        body_db: -8.0,
        ..LIVING_ROOM
    }),
};
