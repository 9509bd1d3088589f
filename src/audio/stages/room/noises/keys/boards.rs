//! The keyboards of five decades: what is hit, how hard, and what rings.
//!
//! Times follow the travel: 2 mm on a laptop, 4 mm under a spring, 12 mm of a type bar. Modes and
//! strengths by ear.

use crate::audio::stages::room::noises::Household;
use crate::audio::stages::room::noises::knock::{MODES, Mode, modes};

/// A keyboard.
pub struct Board {
    /// The case with its plate, and a key's cap.
    pub plate: [Mode; MODES],
    pub cap: [Mode; MODES],
    /// How hard the finger meets the cap, the cap its stop, and the key its rest on the way up.
    pub blows: [f32; 3],
    /// How long the way down takes at full strength, in ms.
    pub travel_ms: f32,
    /// The softest and the hardest contact, in ms.
    pub contacts_ms: (f64, f64),
    /// What is at hand beside it.
    pub beside: Beside,
    /// Against [`super::level::KEYS_DBA`], in dB.
    pub level_db: f64,
    /// A-weighted level of its own at 280 strokes per minute and the middle character, in dB:
    /// measured.
    pub own_db: f64,
}

/// What is heard now and then instead of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// A bell, and the carriage returns.
    Carriage,
    /// Nothing.
    Nothing,
    /// A mouse with a wheel.
    Mouse,
}

/// A steel frame on a table.
const FRAME: [Mode; MODES] = modes(
    [
        180.0, 310.0, 480.0, 760.0, 1_150.0, 1_720.0, 2_500.0, 3_600.0,
    ],
    [22.0, 20.0, 17.0, 14.0, 12.0, 9.0, 7.0, 5.0],
    [0.7, 0.9, 1.0, 0.9, 0.8, 0.7, 0.5, 0.35],
);
/// A type bar against platen and paper.
const TYPE_BAR: [Mode; MODES] = modes(
    [
        620.0, 1_050.0, 1_600.0, 2_300.0, 3_200.0, 4_300.0, 5_600.0, 7_200.0,
    ],
    [6.0, 6.0, 5.0, 5.0, 4.0, 3.5, 3.0, 2.5],
    [0.6, 0.8, 1.0, 1.0, 0.9, 0.7, 0.5, 0.3],
);
/// A thin plastic shell.
const SHELL: [Mode; MODES] = modes(
    [
        240.0, 420.0, 650.0, 930.0, 1_350.0, 1_900.0, 2_700.0, 3_800.0,
    ],
    [12.0, 10.0, 8.0, 7.0, 5.0, 4.0, 3.0, 2.5],
    [0.7, 1.0, 0.9, 0.7, 0.5, 0.35, 0.2, 0.1],
);
/// A steel plate in a heavy case.
const PLATE: [Mode; MODES] = modes(
    [
        210.0, 360.0, 570.0, 890.0, 1_400.0, 2_100.0, 3_100.0, 4_500.0,
    ],
    [18.0, 16.0, 13.0, 11.0, 9.0, 8.0, 6.0, 5.0],
    [0.6, 0.8, 1.0, 0.9, 0.7, 0.6, 0.5, 0.3],
);
/// A slab of aluminium.
const SLAB: [Mode; MODES] = modes(
    [
        330.0, 560.0, 880.0, 1_300.0, 1_850.0, 2_600.0, 3_700.0, 5_200.0,
    ],
    [7.0, 6.0, 5.0, 4.0, 3.5, 3.0, 2.5, 2.0],
    [0.8, 1.0, 0.9, 0.7, 0.5, 0.4, 0.25, 0.15],
);
/// A hollow cap.
const CAP: [Mode; MODES] = modes(
    [
        1_050.0, 1_600.0, 2_250.0, 3_050.0, 4_000.0, 5_100.0, 6_400.0, 8_000.0,
    ],
    [4.5, 4.0, 3.5, 3.0, 2.5, 2.0, 1.7, 1.4],
    [0.6, 0.9, 1.0, 0.9, 0.8, 0.6, 0.4, 0.25],
);
/// A spring buckles and rings.
const SPRING: [Mode; MODES] = modes(
    [
        980.0, 1_700.0, 2_480.0, 3_350.0, 4_300.0, 5_400.0, 6_700.0, 8_200.0,
    ],
    [6.0, 8.0, 9.0, 9.0, 7.0, 5.0, 3.0, 2.0],
    [0.6, 0.9, 1.0, 1.0, 0.9, 0.7, 0.5, 0.3],
);
/// A rubber dome under a flat cap.
const DOME: [Mode; MODES] = modes(
    [
        780.0, 1_150.0, 1_650.0, 2_300.0, 3_100.0, 4_100.0, 5_300.0, 6_800.0,
    ],
    [4.0, 3.5, 3.0, 2.5, 2.0, 1.7, 1.4, 1.2],
    [0.9, 1.0, 0.9, 0.7, 0.5, 0.3, 0.2, 0.1],
);

const TYPEWRITER: Board = Board {
    plate: FRAME,
    cap: TYPE_BAR,
    blows: [0.25, 1.0, 0.4],
    travel_ms: 28.0,
    contacts_ms: (0.9, 0.12),
    beside: Beside::Carriage,
    level_db: 9.0,
    own_db: -19.3,
};
const HOME_COMPUTER: Board = Board {
    plate: SHELL,
    cap: DOME,
    blows: [0.3, 1.0, 0.5],
    travel_ms: 9.0,
    contacts_ms: (1.6, 0.25),
    beside: Beside::Nothing,
    level_db: -1.0,
    own_db: -23.5,
};
const HEAVY: Board = Board {
    plate: PLATE,
    cap: SPRING,
    blows: [0.55, 1.0, 0.75],
    travel_ms: 11.0,
    contacts_ms: (0.9, 0.1),
    beside: Beside::Mouse,
    level_db: 3.0,
    own_db: -18.4,
};
const MEMBRANE: Board = Board {
    plate: SHELL,
    cap: CAP,
    blows: [0.35, 1.0, 0.55],
    travel_ms: 9.0,
    contacts_ms: (1.3, 0.15),
    beside: Beside::Mouse,
    level_db: 0.0,
    own_db: -23.2,
};
const LAPTOP: Board = Board {
    plate: SLAB,
    cap: DOME,
    blows: [0.3, 1.0, 0.45],
    travel_ms: 4.0,
    contacts_ms: (1.5, 0.2),
    beside: Beside::Mouse,
    level_db: -5.0,
    own_db: -24.1,
};

/// The keyboard in the house.
pub fn board(household: Household) -> &'static Board {
    match household {
        Household::Seventies => &TYPEWRITER,
        Household::Eighties => &HOME_COMPUTER,
        Household::Nineties => &HEAVY,
        Household::Everything | Household::TwoThousands | Household::Tens => &MEMBRANE,
        Household::Twenties => &LAPTOP,
    }
}

/// A mouse's switch in its shell.
pub const SWITCH: [Mode; MODES] = modes(
    [
        1_400.0, 2_100.0, 2_900.0, 3_800.0, 4_800.0, 5_900.0, 7_200.0, 8_800.0,
    ],
    [2.5, 2.5, 2.2, 2.0, 1.8, 1.5, 1.2, 1.0],
    [0.4, 0.7, 1.0, 1.0, 0.9, 0.7, 0.5, 0.4],
);
/// A small bell: the partials of a hemisphere (T. Rossing, "Science of Percussion Instruments",
/// 2000: about as n² + …; here 1, 2.4, 4.2, 6.3).
pub const BELL: [Mode; MODES] = modes(
    [
        1_950.0, 1_957.0, 4_690.0, 4_704.0, 8_200.0, 8_215.0, 12_300.0, 12_330.0,
    ],
    [260.0, 250.0, 180.0, 170.0, 90.0, 85.0, 50.0, 48.0],
    [0.5, 0.45, 0.35, 0.3, 0.15, 0.12, 0.05, 0.05],
);
