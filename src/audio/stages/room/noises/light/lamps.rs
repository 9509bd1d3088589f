//! The lamps of each decade.

use super::super::Household;

/// A lamp at the default character. Amplitudes are relative to each other.
pub struct Lamp {
    pub level_dba: f64,
    pub hum: f64,
    pub buzz: f64,
    pub hiss: f64,
    pub whine: f64,
    pub whine_hz: f64,
    /// Of the click when it flickers, re its level.
    pub tink: f64,
}

const TUBE: Lamp = Lamp {
    level_dba: 26.0,
    hum: 1.0,
    buzz: 0.22,
    hiss: 0.05,
    whine: 0.0,
    whine_hz: 9_300.0,
    tink: 14.0,
};

/// Its converter runs at 40 kHz; what is heard lies beneath.
const COMPACT: Lamp = Lamp {
    level_dba: 18.0,
    hum: 0.25,
    buzz: 0.2,
    hiss: 0.02,
    whine: 0.3,
    whine_hz: 9_300.0,
    tink: 2.0,
};

/// Its coil follows the dimming of light by width.
const LED: Lamp = Lamp {
    level_dba: 14.0,
    hum: 0.04,
    buzz: 0.12,
    hiss: 0.03,
    whine: 0.3,
    whine_hz: 6_200.0,
    tink: 0.5,
};

pub const LAMPS: [&Lamp; 3] = [&TUBE, &COMPACT, &LED];

/// Its place in [`LAMPS`]; nothing for a light bulb.
pub fn lamp(household: Household) -> Option<usize> {
    match household {
        Household::Seventies => None,
        Household::Everything | Household::Eighties | Household::Nineties => Some(0),
        Household::TwoThousands => Some(1),
        Household::Tens | Household::Twenties => Some(2),
    }
}
