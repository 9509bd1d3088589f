//! The room as a box in metres, and what stands where in it.
//!
//! Plan: x runs along the length from the window's wall (0) to the door's wall (1), y across the
//! width from the wall with the bed (0) to the one opposite (1), height from floor (0) to ceiling (1).

/// Inner dimensions in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dimensions {
    /// From the window to the door, 1.5 to 15.
    pub length_m: f32,
    /// Across, 1.5 to 12.
    pub width_m: f32,
    /// From floor to ceiling, 1.8 to 6.
    pub height_m: f32,
}

/// A place in shares of the room's dimensions, so that it stays inside whatever their size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Along the length, 0 to 1.
    pub x: f32,
    /// Across the width, 0 to 1.
    pub y: f32,
    /// Above the floor, 0 to 1.
    pub height: f32,
}

/// How a microphone hears directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pattern {
    /// Alike from everywhere.
    #[default]
    Omni,
    /// Between omni and cardioid.
    Subcardioid,
    /// Nothing from behind.
    Cardioid,
    /// Narrower, a little from behind.
    Supercardioid,
    /// Front and back, nothing from the sides.
    FigureOfEight,
}

impl Pattern {
    /// Share of pressure in `pressure + (1 − pressure) · cos θ`.
    pub fn pressure(self) -> f64 {
        match self {
            Self::Omni => 1.0,
            Self::Subcardioid => 0.7,
            Self::Cardioid => 0.5,
            Self::Supercardioid => 0.366,
            Self::FigureOfEight => 0.0,
        }
    }
}

/// A pair of equal microphones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Microphones {
    /// The middle of the pair.
    pub position: Position,
    /// Of each.
    pub pattern: Pattern,
    /// Where the pair looks, in degrees to the left (negative) or right of the source, ±180.
    pub aim_deg: f32,
    /// Between their axes, 0 to 180 degrees.
    pub angle_deg: f32,
    /// Between them, 0 to 1.5 m.
    pub spacing_m: f32,
}

/// Room, source and microphones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    /// The box.
    pub dimensions: Dimensions,
    /// The middle between the left and the right source, which stand side by side as seen from the
    /// microphones.
    pub source: Position,
    /// How far they stand apart, 0 to 3 m.
    pub source_width_m: f32,
    /// What listens.
    pub microphones: Microphones,
}

impl Default for Geometry {
    /// The furnished bedroom of 4.0 × 3.2 × 2.5 m.
    fn default() -> Self {
        Self {
            dimensions: Dimensions {
                length_m: 4.0,
                width_m: 3.2,
                height_m: 2.5,
            },
            source: Position {
                x: 0.28,
                y: 0.62,
                height: 0.44,
            },
            source_width_m: 1.0,
            microphones: Microphones {
                position: Position {
                    x: 0.66,
                    y: 0.41,
                    height: 0.5,
                },
                pattern: Pattern::Cardioid,
                aim_deg: 0.0,
                angle_deg: 110.0,
                spacing_m: 0.17,
            },
        }
    }
}

impl Dimensions {
    /// Length, width and height, held to their ranges; the default's where one is no number.
    pub(super) fn metres(&self) -> [f64; 3] {
        let default = Geometry::default().dimensions;
        [
            held(self.length_m, 1.5, 15.0, default.length_m),
            held(self.width_m, 1.5, 12.0, default.width_m),
            held(self.height_m, 1.8, 6.0, default.height_m),
        ]
    }
}

impl Position {
    /// In metres, at least [`CLEARANCE_M`] from all surfaces of a box of `metres`.
    pub(super) fn metres(&self, metres: [f64; 3]) -> [f64; 3] {
        let shares = [self.x, self.y, self.height];
        let place = std::array::from_fn(|axis| metres[axis] * held(shares[axis], 0.0, 1.0, 0.5));
        inside(place, metres)
    }
}

/// Nothing is nearer than that to a surface.
const CLEARANCE_M: f64 = 0.02;

/// A place moved into a box of `metres`.
pub(super) fn inside(place: [f64; 3], metres: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|axis| place[axis].clamp(CLEARANCE_M, metres[axis] - CLEARANCE_M))
}

/// A value in its range; the default where it is no number.
pub(super) fn held(value: f32, min: f64, max: f64, default: f32) -> f64 {
    let value = if value.is_finite() { value } else { default };
    f64::from(value).clamp(min, max)
}
