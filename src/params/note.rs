//! Notes by which things keep time: one list for all.

use nice_plug::prelude::*;

/// The length of a note; T is a triplet, D dotted.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteChoice {
    /// None: time runs in its own unit.
    #[id = "free"]
    #[name = "Free"]
    Free,
    /// 1/16, as a triplet.
    #[id = "1/16t"]
    #[name = "1/16T"]
    SixteenthTriplet,
    /// 1/16.
    #[id = "1/16"]
    #[name = "1/16"]
    Sixteenth,
    /// 1/16, dotted.
    #[id = "1/16d"]
    #[name = "1/16D"]
    SixteenthDotted,
    /// 1/8, as a triplet.
    #[id = "1/8t"]
    #[name = "1/8T"]
    EighthTriplet,
    /// 1/8.
    #[id = "1/8"]
    #[name = "1/8"]
    Eighth,
    /// 1/8, dotted.
    #[id = "1/8d"]
    #[name = "1/8D"]
    EighthDotted,
    /// 1/4, as a triplet.
    #[id = "1/4t"]
    #[name = "1/4T"]
    QuarterTriplet,
    /// 1/4.
    #[id = "1/4"]
    #[name = "1/4"]
    Quarter,
    /// 1/4, dotted.
    #[id = "1/4d"]
    #[name = "1/4D"]
    QuarterDotted,
    /// 1/2, as a triplet.
    #[id = "1/2t"]
    #[name = "1/2T"]
    HalfTriplet,
    /// 1/2.
    #[id = "1/2"]
    #[name = "1/2"]
    Half,
    /// 1/2, dotted.
    #[id = "1/2d"]
    #[name = "1/2D"]
    HalfDotted,
    /// 1 bar.
    #[id = "bar"]
    #[name = "1 bar"]
    Bar,
    /// 2 bars.
    #[id = "2-bars"]
    #[name = "2 bars"]
    TwoBars,
    /// 4 bars.
    #[id = "4-bars"]
    #[name = "4 bars"]
    FourBars,
}

impl NoteChoice {
    /// Its length in quarter notes.
    pub(super) fn quarters(self) -> Option<f32> {
        match self {
            Self::Free => None,
            Self::SixteenthTriplet => Some(0.25 * 2.0 / 3.0),
            Self::Sixteenth => Some(0.25),
            Self::SixteenthDotted => Some(0.375),
            Self::EighthTriplet => Some(0.5 * 2.0 / 3.0),
            Self::Eighth => Some(0.5),
            Self::EighthDotted => Some(0.75),
            Self::QuarterTriplet => Some(1.0 * 2.0 / 3.0),
            Self::Quarter => Some(1.0),
            Self::QuarterDotted => Some(1.5),
            Self::HalfTriplet => Some(2.0 * 2.0 / 3.0),
            Self::Half => Some(2.0),
            Self::HalfDotted => Some(3.0),
            Self::Bar => Some(4.0),
            Self::TwoBars => Some(8.0),
            Self::FourBars => Some(16.0),
        }
    }
}
