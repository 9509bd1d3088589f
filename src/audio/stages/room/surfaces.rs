//! What the room's surfaces are made of and what stands before them: absorption and reverberation
//! time.
//!
//! Modelled: random-incidence absorption in octave bands for each of the six surfaces, furniture as
//! cover of a part of them, the open door as a hole, and the air. Not modelled: the angle of
//! incidence, and surfaces that swing as a whole at one frequency.
//! Sources: [1] H. Kuttruff, "Room Acoustics", 6th ed., 2016, table of air attenuation and chapter 5
//! (Eyring); [2] F. A. Everest, K. C. Pohlmann, "Master Handbook of Acoustics", 5th ed., appendix on
//! absorption; [3] M. Vorländer, "Auralization", 2008, appendix on materials; [4] C. F. Eyring,
//! "Reverberation time in 'dead' rooms", JASA 1, 1930. The tables end at 4 or 8 kHz; above, the last
//! value holds. What no table has (straw mats, paper screens, wardrobe, clutter) is estimated from
//! the nearest thing that one has, and the furniture's is scaled so that the default room decays as
//! furnished living rooms and bedrooms do: 0.6 s at 125 Hz, 0.4 s at 1 kHz, 0.33 s at 8 kHz
//! (C. Díaz, A. Pedrero, Building Acoustics 15, 2008).

use super::Acoustics;
use super::geometry::Dimensions;

/// Octave bands.
pub(super) const BANDS: usize = 8;
/// Their centres.
pub(super) const BAND_HZ: [f64; BANDS] = [
    125.0, 250.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 16_000.0,
];
/// One value for each band.
pub(super) type Bands = [f64; BANDS];

/// Speed of sound at 20 °C in m/s.
pub(super) const SPEED_OF_SOUND: f64 = 343.0;
/// ln of −60 dB as an energy ratio.
pub(super) const LN_60_DB: f64 = 13.815_510_557_964_274;

/// Attenuation of energy in air at 20 °C and 50 % humidity, per metre [1]; 16 kHz by ISO 9613-1.
const AIR_PER_M: Bands = [
    0.000_1, 0.000_3, 0.000_63, 0.001_07, 0.002_28, 0.006_84, 0.024_2, 0.072,
];

/// Smooth plaster on brick [2].
const PLASTER: Bands = [0.013, 0.015, 0.02, 0.03, 0.04, 0.05, 0.05, 0.05];
/// Plaster on lath, as ceilings have it [2].
const PLASTER_ON_LATH: Bands = [0.14, 0.10, 0.06, 0.05, 0.04, 0.03, 0.03, 0.03];
/// Plasterboard of 13 mm on studs [2].
const PLASTERBOARD: Bands = [0.29, 0.10, 0.05, 0.04, 0.07, 0.09, 0.09, 0.09];
/// Plywood of 10 mm before a cavity [2].
const PANELLING: Bands = [0.28, 0.22, 0.17, 0.09, 0.10, 0.11, 0.11, 0.11];
/// Smooth bare concrete [3].
const CONCRETE: Bands = [0.01, 0.01, 0.02, 0.02, 0.02, 0.05, 0.05, 0.05];
/// Paper screens: a membrane before the next room's air, estimated.
const PAPER: Bands = [0.30, 0.26, 0.20, 0.16, 0.13, 0.12, 0.12, 0.12];
/// Boards on joists [2].
const BOARDS: Bands = [0.15, 0.11, 0.10, 0.07, 0.06, 0.07, 0.07, 0.07];
/// Boards of 16 mm on battens, as ceilings have them [3].
const BOARD_CEILING: Bands = [0.18, 0.12, 0.10, 0.09, 0.08, 0.07, 0.07, 0.07];
/// Straw mats of 55 mm: between thin and thick carpet, estimated.
const TATAMI: Bands = [0.10, 0.16, 0.26, 0.35, 0.42, 0.46, 0.48, 0.48];
/// Heavy carpet on foam rubber [2].
const CARPET: Bands = [0.08, 0.24, 0.57, 0.69, 0.71, 0.73, 0.73, 0.73];
/// Linoleum or tiles on concrete [2].
const TILED_FLOOR: Bands = [0.02, 0.03, 0.03, 0.03, 0.03, 0.02, 0.02, 0.02];
/// Suspended fissured mineral fibre tiles [3].
const FIBRE_TILES: Bands = [0.49, 0.53, 0.53, 0.75, 0.92, 0.99, 0.99, 0.99];
/// An ordinary window [2].
const GLASS: Bands = [0.35, 0.25, 0.18, 0.12, 0.07, 0.04, 0.04, 0.04];
/// A wooden door [3].
const DOOR: Bands = [0.14, 0.10, 0.06, 0.08, 0.10, 0.10, 0.10, 0.10];
/// Curtains of medium velour, draped to half their area [2].
const CURTAINS: Bands = [0.07, 0.31, 0.49, 0.75, 0.70, 0.60, 0.60, 0.60];
/// Mattress and bedding, on the area that they cover: their sides add 0.3 to the tables' seats.
const BEDDING: Bands = [0.42, 0.60, 0.75, 0.85, 0.88, 0.88, 0.88, 0.88];
/// A wardrobe's thin doors, not quite shut, with clothes behind: estimated.
const WARDROBE: Bands = [0.42, 0.38, 0.34, 0.30, 0.27, 0.25, 0.25, 0.25];
/// Blankets hung close to the wall: about half-way between heavy velour that hangs straight and the same draped
/// to half its area [2].
const BLANKETS: Bands = [0.10, 0.24, 0.45, 0.58, 0.54, 0.50, 0.50, 0.50];
/// What full shelves, books and things add to every surface: scaled to the default room's decay.
const CLUTTER: Bands = [0.034, 0.082, 0.112, 0.126, 0.146, 0.148, 0.126, 0.115];
/// An opening gives nothing back.
const OPENING: Bands = [1.0; BANDS];

/// A window's and a door's area; neither is more than 0.4 of its wall.
const WINDOW_M2: f64 = 1.8;
const DOOR_M2: f64 = 1.6;
const LARGEST_SHARE: f64 = 0.4;
/// A double bed's.
const BED_M2: f64 = 3.2;

/// The least and the most that is reckoned with: no surface gives everything back, and past 0.99 a
/// reflection is below −20 dB.
const ABSORPTION: (f64, f64) = (0.005, 0.99);

/// The floor's covering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Floor {
    /// Boards on joists.
    #[default]
    Wood,
    /// Rice straw mats.
    Tatami,
    /// Carpet on foam underlay.
    Carpet,
    /// Tiles or linoleum on concrete.
    Tiles,
}

impl Floor {
    fn absorption(self) -> Bands {
        match self {
            Self::Wood => BOARDS,
            Self::Tatami => TATAMI,
            Self::Carpet => CARPET,
            Self::Tiles => TILED_FLOOR,
        }
    }
}

/// The walls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Walls {
    /// Plaster on brick.
    #[default]
    Plaster,
    /// Plasterboard on studs.
    Plasterboard,
    /// Wood panelling before a cavity.
    Panelling,
    /// Bare concrete.
    Concrete,
    /// Paper screens.
    Paper,
}

impl Walls {
    fn absorption(self) -> Bands {
        match self {
            Self::Plaster => PLASTER,
            Self::Plasterboard => PLASTERBOARD,
            Self::Panelling => PANELLING,
            Self::Concrete => CONCRETE,
            Self::Paper => PAPER,
        }
    }
}

/// The ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ceiling {
    /// Plaster.
    #[default]
    Plaster,
    /// Boards.
    Wood,
    /// Bare concrete.
    Concrete,
    /// Mineral fibre tiles.
    Tiles,
}

impl Ceiling {
    fn absorption(self) -> Bands {
        match self {
            Self::Plaster => PLASTER_ON_LATH,
            Self::Wood => BOARD_CEILING,
            Self::Concrete => CONCRETE,
            Self::Tiles => FIBRE_TILES,
        }
    }
}

/// Surfaces and furniture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Furnishing {
    /// Of the floor.
    pub floor: Floor,
    /// Of the walls.
    pub walls: Walls,
    /// Of the ceiling.
    pub ceiling: Ceiling,
    /// How much of the window's wall curtains cover, 0 to 1.
    pub curtains: f32,
    /// Mattress and bedding, 0 (none) to 1 (a double bed).
    pub mattress: f32,
    /// Wardrobe and clothes, 0 (none) to 1 (a whole wall).
    pub wardrobe: f32,
    /// How much of the walls blankets cover, 0 to 1.
    pub blankets: f32,
    /// Shelves, books, things: what scatters and takes a little everywhere, 0 to 1.
    pub clutter: f32,
}

impl Default for Furnishing {
    fn default() -> Self {
        Self {
            floor: Floor::Wood,
            walls: Walls::Plaster,
            ceiling: Ceiling::Plaster,
            curtains: 0.5,
            mattress: 0.5,
            wardrobe: 0.4,
            blankets: 0.0,
            clutter: 0.5,
        }
    }
}

/// The mean absorption of a room's surfaces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Surfaces {
    /// Of each surface and band: the walls at x = 0 and 1, at y = 0 and 1, floor, ceiling.
    pub absorption: [Bands; 6],
    /// Their areas in m².
    area_m2: [f64; 6],
    volume_m3: f64,
}

impl Surfaces {
    /// Of a box with furniture and a door that is open by `door`, 0 to 1.
    pub fn new(dimensions: &Dimensions, furnishing: &Furnishing, door: f32) -> Self {
        let [length, width, height] = dimensions.metres();
        let (ends, sides, floor) = (width * height, length * height, length * width);
        let area_m2 = [ends, ends, sides, sides, floor, floor];
        let walls = furnishing.walls.absorption();
        let window_share = (WINDOW_M2 / ends).min(LARGEST_SHARE);
        let door_share = (DOOR_M2 / ends).min(LARGEST_SHARE);
        let door_itself = covered(DOOR, OPENING, share(door));
        let bed_share = (BED_M2 / floor).min(0.9) * share(furnishing.mattress);
        let mut absorption = [
            covered(walls, GLASS, window_share),
            walls,
            walls,
            walls,
            covered(furnishing.floor.absorption(), BEDDING, bed_share),
            furnishing.ceiling.absorption(),
        ];
        // What hangs on a wall hangs before its window, not before its door.
        for wall in &mut absorption[..4] {
            *wall = covered(*wall, BLANKETS, share(furnishing.blankets));
        }
        absorption[0] = covered(absorption[0], CURTAINS, share(furnishing.curtains));
        absorption[1] = covered(absorption[1], door_itself, door_share);
        absorption[3] = covered(absorption[3], WARDROBE, share(furnishing.wardrobe));
        let clutter = share(furnishing.clutter);
        for surface in &mut absorption {
            for (alpha, more) in surface.iter_mut().zip(CLUTTER) {
                // It takes its part of what the surface would give back.
                *alpha = 1.0 - (1.0 - *alpha) * (1.0 - clutter * more);
                *alpha = alpha.clamp(ABSORPTION.0, ABSORPTION.1);
            }
        }
        Self {
            absorption,
            area_m2,
            volume_m3: length * width * height,
        }
    }

    /// Energy that decays, in nepers per second: c/4V·(−S ln(1 − ᾱ) + 4mV) [4].
    pub fn energy_decay_per_s(&self) -> Bands {
        let total: f64 = self.area_m2.iter().sum();
        std::array::from_fn(|band| {
            let taken: f64 = (0..6)
                .map(|i| self.area_m2[i] * self.absorption[i][band])
                .sum();
            let exponent = -(1.0 - taken / total).ln();
            SPEED_OF_SOUND * (total * exponent / (4.0 * self.volume_m3) + AIR_PER_M[band])
        })
    }

    /// Reverberation time after Sabine, which Eyring's tends to where little is absorbed.
    #[cfg(test)]
    pub fn sabine_s(&self) -> Bands {
        std::array::from_fn(|band| {
            let taken: f64 = (0..6)
                .map(|i| self.area_m2[i] * self.absorption[i][band])
                .sum();
            let per_m = taken / (4.0 * self.volume_m3) + AIR_PER_M[band];
            LN_60_DB / (SPEED_OF_SOUND * per_m)
        })
    }
}

/// Loss of amplitude in the air, in nepers per metre.
pub(super) fn air_per_m() -> Bands {
    AIR_PER_M.map(|energy| energy / 2.0)
}

/// `surface` with `share` of it behind `cover`.
fn covered(surface: Bands, cover: Bands, share: f64) -> Bands {
    std::array::from_fn(|band| surface[band] + share * (cover[band] - surface[band]))
}

/// A share between 0 and 1; nothing where it is no number.
pub(super) fn share(value: f32) -> f64 {
    if value.is_finite() {
        f64::from(value.clamp(0.0, 1.0))
    } else {
        0.0
    }
}

/// How much longer than by itself the room is made to sound, 0.25 to 4.
pub(super) fn decay_factor(decay: f32) -> f64 {
    if decay.is_finite() {
        f64::from(decay.clamp(0.25, 4.0))
    } else {
        1.0
    }
}

/// The reverberation time in seconds in the bands from 125 Hz to 16 kHz.
pub fn reverberation_time_s(acoustics: &Acoustics) -> [f64; BANDS] {
    let surfaces = Surfaces::new(
        &acoustics.geometry.dimensions,
        &acoustics.furnishing,
        acoustics.door,
    );
    let factor = decay_factor(acoustics.decay);
    surfaces
        .energy_decay_per_s()
        .map(|decay| factor * LN_60_DB / decay)
}

/// The reverberation time in seconds at any frequency: between the bands on a straight line over
/// log frequency, beyond them as in the last.
pub fn reverberation_time_at(acoustics: &Acoustics, hz: f64) -> f64 {
    between(&reverberation_time_s(acoustics), hz)
}

/// A value between the bands.
pub(super) fn between(bands: &Bands, hz: f64) -> f64 {
    let octave = (hz.max(1.0) / BAND_HZ[0])
        .log2()
        .clamp(0.0, (BANDS - 1) as f64);
    let below = (octave as usize).min(BANDS - 2);
    bands[below] + (octave - below as f64) * (bands[below + 1] - bands[below])
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::field_reassign_with_default,
        reason = "rooms that differ in one thing"
    )]

    use super::*;

    #[test]
    fn the_default_room_decays_as_measured_bedrooms_do() {
        let time_s = reverberation_time_s(&Acoustics::default());
        println!("default T: {time_s:.3?}");
        assert!((0.35..0.45).contains(&time_s[3]), "{time_s:.3?}");
        assert!((0.52..0.69).contains(&time_s[0]), "{time_s:.3?}");
        assert!((0.29..0.37).contains(&time_s[6]), "{time_s:.3?}");
        assert!(time_s.is_sorted_by(|a, b| a >= b), "{time_s:.3?}");
    }

    #[test]
    fn settings_reach_from_a_booth_to_a_bare_shell() {
        let mut dead = Acoustics::default();
        dead.furnishing.blankets = 1.0;
        dead.furnishing.floor = Floor::Carpet;
        dead.furnishing.ceiling = Ceiling::Tiles;
        let mut bare = Acoustics::default();
        bare.furnishing = Furnishing {
            floor: Floor::Tiles,
            walls: Walls::Concrete,
            ceiling: Ceiling::Concrete,
            curtains: 0.0,
            mattress: 0.0,
            wardrobe: 0.0,
            blankets: 0.0,
            clutter: 0.0,
        };
        let [dead_s, bare_s] = [dead, bare].map(|a| reverberation_time_s(&a)[3]);
        println!("dead {dead_s:.3} s, bare {bare_s:.3} s");
        assert!(dead_s < 0.15 && bare_s > 1.2, "{dead_s} {bare_s}");
        bare.door = 1.0;
        let open_s = reverberation_time_s(&bare)[3];
        assert!(open_s < 0.7 * bare_s, "{open_s}");
        bare.decay = 0.5;
        assert!((reverberation_time_s(&bare)[3] / open_s - 0.5).abs() < 1e-9);
    }

    #[test]
    fn eyring_tends_to_sabine_and_stays_below_it() {
        let mut acoustics = Acoustics::default();
        for (clutter, within) in [(0.0, 0.10), (1.0, 0.20)] {
            acoustics.furnishing.clutter = clutter;
            let surfaces = Surfaces::new(
                &acoustics.geometry.dimensions,
                &acoustics.furnishing,
                acoustics.door,
            );
            let (eyring, sabine) = (reverberation_time_s(&acoustics), surfaces.sabine_s());
            for (eyring, sabine) in eyring.iter().zip(sabine) {
                let below = 1.0 - eyring / sabine;
                assert!((0.0..within).contains(&below), "{below}");
            }
        }
    }

    #[test]
    fn each_piece_of_furniture_shortens_the_decay() {
        let base = reverberation_time_s(&Acoustics::default());
        let turn: [fn(&mut Furnishing); 5] = [
            |f| f.curtains = 0.9,
            |f| f.mattress = 1.0,
            |f| f.wardrobe = 0.9,
            |f| f.blankets = 0.5,
            |f| f.clutter = 1.0,
        ];
        for (i, turn) in turn.iter().enumerate() {
            let mut acoustics = Acoustics::default();
            turn(&mut acoustics.furnishing);
            let more = reverberation_time_s(&acoustics);
            assert!((1..7).all(|band| more[band] < base[band]), "{i}");
        }
    }

    #[test]
    fn no_number_is_taken_as_none() {
        let mut acoustics = Acoustics::default();
        acoustics.furnishing.clutter = f32::NAN;
        acoustics.door = f32::INFINITY;
        acoustics.decay = f32::NAN;
        acoustics.geometry.dimensions.length_m = f32::NAN;
        for time_s in reverberation_time_s(&acoustics) {
            assert!(time_s.is_finite() && time_s > 0.0);
        }
    }

    #[test]
    fn between_the_bands_lies_the_mean() {
        let acoustics = Acoustics::default();
        let bands = reverberation_time_s(&acoustics);
        let at = |hz| reverberation_time_at(&acoustics, hz);
        assert_eq!(at(1_000.0), bands[3]);
        assert!((at(1_414.213_56) - (bands[3] + bands[4]) / 2.0).abs() < 1e-6);
        assert_eq!((at(20.0), at(20_000.0)), (bands[0], bands[7]));
    }
}
