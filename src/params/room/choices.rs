//! The room's choices: what hosts and presets call them, and what they mean.

use nice_plug::prelude::*;

use crate::audio::era;
use crate::audio::stages::room::noises::{Answer, Household, Mains};
use crate::audio::stages::room::{Ceiling, Floor, ListenFrom, Pattern, Response, Walls};

/// Where the reverberation comes from.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseChoice {
    /// [`Response::Room`].
    #[id = "room"]
    #[name = "The room"]
    Room,
    /// [`Response::File`].
    #[id = "file"]
    #[name = "Own file"]
    File,
    /// [`Response::None`].
    #[id = "none"]
    #[name = "None"]
    None,
}

impl ResponseChoice {
    pub(super) fn response(self) -> Response {
        match self {
            Self::Room => Response::Room,
            Self::File => Response::File,
            Self::None => Response::None,
        }
    }
}

/// The floor.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum FloorChoice {
    /// [`Floor::Wood`].
    #[id = "wood"]
    #[name = "Wood"]
    Wood,
    /// [`Floor::Tatami`].
    #[id = "tatami"]
    #[name = "Tatami"]
    Tatami,
    /// [`Floor::Carpet`].
    #[id = "carpet"]
    #[name = "Carpet"]
    Carpet,
    /// [`Floor::Tiles`].
    #[id = "tiles"]
    #[name = "Tiles"]
    Tiles,
}

impl FloorChoice {
    pub(super) fn floor(self) -> Floor {
        match self {
            Self::Wood => Floor::Wood,
            Self::Tatami => Floor::Tatami,
            Self::Carpet => Floor::Carpet,
            Self::Tiles => Floor::Tiles,
        }
    }
}

/// The walls.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum WallsChoice {
    /// [`Walls::Plaster`].
    #[id = "plaster"]
    #[name = "Plaster"]
    Plaster,
    /// [`Walls::Plasterboard`].
    #[id = "plasterboard"]
    #[name = "Plasterboard"]
    Plasterboard,
    /// [`Walls::Panelling`].
    #[id = "panelling"]
    #[name = "Panelling"]
    Panelling,
    /// [`Walls::Concrete`].
    #[id = "concrete"]
    #[name = "Concrete"]
    Concrete,
    /// [`Walls::Paper`].
    #[id = "paper"]
    #[name = "Paper screens"]
    Paper,
}

impl WallsChoice {
    pub(super) fn walls(self) -> Walls {
        match self {
            Self::Plaster => Walls::Plaster,
            Self::Plasterboard => Walls::Plasterboard,
            Self::Panelling => Walls::Panelling,
            Self::Concrete => Walls::Concrete,
            Self::Paper => Walls::Paper,
        }
    }
}

/// The ceiling.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum CeilingChoice {
    /// [`Ceiling::Plaster`].
    #[id = "plaster"]
    #[name = "Plaster"]
    Plaster,
    /// [`Ceiling::Wood`].
    #[id = "wood"]
    #[name = "Wood"]
    Wood,
    /// [`Ceiling::Concrete`].
    #[id = "concrete"]
    #[name = "Concrete"]
    Concrete,
    /// [`Ceiling::Tiles`].
    #[id = "tiles"]
    #[name = "Fibre tiles"]
    Tiles,
}

impl CeilingChoice {
    pub(super) fn ceiling(self) -> Ceiling {
        match self {
            Self::Plaster => Ceiling::Plaster,
            Self::Wood => Ceiling::Wood,
            Self::Concrete => Ceiling::Concrete,
            Self::Tiles => Ceiling::Tiles,
        }
    }
}

/// How the microphones hear directions.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternChoice {
    /// [`Pattern::Omni`].
    #[id = "omni"]
    #[name = "Omni"]
    Omni,
    /// [`Pattern::Subcardioid`].
    #[id = "subcardioid"]
    #[name = "Subcardioid"]
    Subcardioid,
    /// [`Pattern::Cardioid`].
    #[id = "cardioid"]
    #[name = "Cardioid"]
    Cardioid,
    /// [`Pattern::Supercardioid`].
    #[id = "supercardioid"]
    #[name = "Supercardioid"]
    Supercardioid,
    /// [`Pattern::FigureOfEight`].
    #[id = "figure-of-eight"]
    #[name = "Figure of eight"]
    FigureOfEight,
}

impl PatternChoice {
    pub(super) fn pattern(self) -> Pattern {
        match self {
            Self::Omni => Pattern::Omni,
            Self::Subcardioid => Pattern::Subcardioid,
            Self::Cardioid => Pattern::Cardioid,
            Self::Supercardioid => Pattern::Supercardioid,
            Self::FigureOfEight => Pattern::FigureOfEight,
        }
    }
}

/// From where the room is heard.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListenFromChoice {
    /// [`ListenFrom::Microphones`].
    #[id = "microphones"]
    #[name = "Microphones"]
    Microphones,
    /// [`ListenFrom::Bed`].
    #[id = "bed"]
    #[name = "Bed"]
    Bed,
    /// [`ListenFrom::Closet`].
    #[id = "closet"]
    #[name = "Closet"]
    Closet,
    /// [`ListenFrom::Futon`].
    #[id = "futon"]
    #[name = "Futon"]
    Futon,
    /// [`ListenFrom::Corridor`].
    #[id = "corridor"]
    #[name = "Corridor"]
    Corridor,
    /// [`ListenFrom::NextRoom`].
    #[id = "next-room"]
    #[name = "Next room"]
    NextRoom,
}

impl ListenFromChoice {
    pub(super) fn place(self) -> ListenFrom {
        match self {
            Self::Microphones => ListenFrom::Microphones,
            Self::Bed => ListenFrom::Bed,
            Self::Closet => ListenFrom::Closet,
            Self::Futon => ListenFrom::Futon,
            Self::Corridor => ListenFrom::Corridor,
            Self::NextRoom => ListenFrom::NextRoom,
        }
    }
}

/// What there is in the house.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum HouseholdChoice {
    /// What there was in the year.
    #[id = "year"]
    #[name = "Follow the year"]
    Year,
    /// [`Household::Everything`].
    #[id = "everything"]
    #[name = "Everything"]
    Everything,
    /// [`Household::Seventies`].
    #[id = "1970s"]
    #[name = "1970s"]
    Seventies,
    /// [`Household::Eighties`].
    #[id = "1980s"]
    #[name = "1980s"]
    Eighties,
    /// [`Household::Nineties`].
    #[id = "1990s"]
    #[name = "1990s"]
    Nineties,
    /// [`Household::TwoThousands`].
    #[id = "2000s"]
    #[name = "2000s"]
    TwoThousands,
    /// [`Household::Tens`].
    #[id = "2010s"]
    #[name = "2010s"]
    Tens,
    /// [`Household::Twenties`].
    #[id = "2020s"]
    #[name = "2020s"]
    Twenties,
}

impl HouseholdChoice {
    pub(super) fn household(self, year: i32) -> Household {
        match self {
            Self::Year => era::household(year),
            Self::Everything => Household::Everything,
            Self::Seventies => Household::Seventies,
            Self::Eighties => Household::Eighties,
            Self::Nineties => Household::Nineties,
            Self::TwoThousands => Household::TwoThousands,
            Self::Tens => Household::Tens,
            Self::Twenties => Household::Twenties,
        }
    }
}

/// The mains' frequency.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum MainsChoice {
    /// [`Mains::Hz50`].
    #[id = "50"]
    #[name = "50 Hz"]
    Hz50,
    /// [`Mains::Hz60`].
    #[id = "60"]
    #[name = "60 Hz"]
    Hz60,
}

impl MainsChoice {
    pub(super) fn mains(self) -> Mains {
        match self {
            Self::Hz50 => Mains::Hz50,
            Self::Hz60 => Mains::Hz60,
        }
    }
}

/// How a noise answers to the music.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerChoice {
    /// [`Answer::Free`].
    #[id = "free"]
    #[name = "Free"]
    Free,
    /// [`Answer::Duck`].
    #[id = "duck"]
    #[name = "Ducks"]
    Duck,
    /// [`Answer::Swell`].
    #[id = "swell"]
    #[name = "Swells"]
    Swell,
    /// [`Answer::Struck`].
    #[id = "struck"]
    #[name = "Struck"]
    Struck,
}

impl AnswerChoice {
    pub(super) fn answer(self) -> Answer {
        match self {
            Self::Free => Answer::Free,
            Self::Duck => Answer::Duck,
            Self::Swell => Answer::Swell,
            Self::Struck => Answer::Struck,
        }
    }
}
