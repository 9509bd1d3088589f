//! The fans of each decade.

use super::super::{Household, Kind};

/// A fan of its time, as it sounds at the default rate and character.
pub struct Machine {
    /// What it does while a desktop's fan turns once.
    pub pace: f64,
    pub blades: f64,
    pub level_dba: f64,
    /// Corners of the air's spectrum.
    pub low_hz: f64,
    pub high_hz: [f64; 3],
    /// The blades' tone and the bearing's whine re the level of the air, in dB.
    pub tone_db: f64,
    pub whine_db: f64,
    /// The whine's pitch in turns of the shaft.
    pub whine_turns: f64,
}

/// A desktop computer of no particular time: 92 mm.
pub const DESKTOP: Machine = Machine {
    pace: 1.0,
    blades: 7.0,
    level_dba: 33.0,
    low_hz: 90.0,
    high_hz: [350.0, 1_700.0, 6_000.0],
    tone_db: 2.0,
    whine_db: -16.0,
    whine_turns: 47.3,
};

/// 80 mm at 2 800 rpm, and the power supply's beside it.
const NINETIES: Machine = Machine {
    pace: 2.0,
    level_dba: 39.0,
    low_hz: 110.0,
    high_hz: [420.0, 2_000.0, 6_500.0],
    tone_db: 1.0,
    whine_db: -15.0,
    ..DESKTOP
};

/// 60 to 80 mm at 3 600 rpm on a hot processor.
const TWO_THOUSANDS: Machine = Machine {
    pace: 2.6,
    level_dba: 38.0,
    low_hz: 160.0,
    high_hz: [700.0, 2_800.0, 8_000.0],
    tone_db: -1.0,
    whine_db: -10.0,
    whine_turns: 28.6,
    ..DESKTOP
};

/// 120 mm at 1 000 rpm.
const TENS: Machine = Machine {
    pace: 0.7,
    blades: 9.0,
    level_dba: 25.0,
    low_hz: 70.0,
    high_hz: [280.0, 1_200.0, 5_000.0],
    tone_db: -1.0,
    whine_db: -22.0,
    ..DESKTOP
};

/// A laptop's blower at 4 200 rpm: its many blades sing at 2 kHz.
const TWENTIES: Machine = Machine {
    pace: 3.0,
    blades: 29.0,
    level_dba: 30.0,
    low_hz: 300.0,
    high_hz: [1_300.0, 4_500.0, 9_000.0],
    tone_db: -11.0,
    whine_db: -18.0,
    whine_turns: 12.4,
};

pub const MACHINES: [&Machine; 5] = [&DESKTOP, &NINETIES, &TWO_THOUSANDS, &TENS, &TWENTIES];

/// Its place in [`MACHINES`]; nothing where the house has no fan.
pub fn machine(household: Household) -> Option<usize> {
    match household {
        Household::Everything => Some(0),
        Household::Seventies | Household::Eighties => None,
        Household::Nineties => Some(1),
        Household::TwoThousands => Some(2),
        Household::Tens => Some(3),
        Household::Twenties => Some(4),
    }
}

/// Each overtone is 5 dB weaker than the one before.
pub fn over(h: usize) -> f64 {
    0.56f64.powi(h as i32)
}

/// The speed at first, in turns per minute.
pub fn default_rpm() -> f64 {
    f64::from(Kind::Fan.silent().rate)
}
