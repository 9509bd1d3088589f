//! What the studio's choices are called, and what each stands for.

use nice_plug::prelude::*;

use crate::audio::era;
use crate::audio::stages::studio::compressor::Key;
use crate::audio::stages::studio::desk::{Desk, Model};
use crate::audio::stages::studio::equaliser::{BandKind, Slope};

/// The desks as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskChoice {
    /// The desk of the year, between those of the keyframes.
    #[id = "year"]
    #[name = "Follow the year"]
    Year,
    /// [`Model::Neutral`].
    #[id = "neutral"]
    #[name = "Neutral"]
    Neutral,
    /// [`Model::HomeMixer`].
    #[id = "home-mixer"]
    #[name = "Home mixer"]
    HomeMixer,
    /// [`Model::FourTrackDesk`].
    #[id = "four-track-desk"]
    #[name = "Four-track desk"]
    FourTrackDesk,
    /// [`Model::ProjectStudio`].
    #[id = "project-studio"]
    #[name = "Project studio"]
    ProjectStudio,
    /// [`Model::EarlyDaw`].
    #[id = "early-daw"]
    #[name = "Early DAW"]
    EarlyDaw,
    /// [`Model::LoudMaster`].
    #[id = "loud-master"]
    #[name = "Loud master"]
    LoudMaster,
    /// [`Model::SideChained`].
    #[id = "side-chained"]
    #[name = "Side-chained"]
    SideChained,
    /// [`Model::Conference`].
    #[id = "conference"]
    #[name = "Conference"]
    Conference,
    /// [`Model::Streaming`].
    #[id = "streaming"]
    #[name = "Streaming master"]
    Streaming,
}

impl DeskChoice {
    /// The desk that is chosen, in `year`.
    pub(super) fn desk(self, year: i32) -> Desk {
        let model = match self {
            Self::Year => return era::desk(year),
            Self::Neutral => Model::Neutral,
            Self::HomeMixer => Model::HomeMixer,
            Self::FourTrackDesk => Model::FourTrackDesk,
            Self::ProjectStudio => Model::ProjectStudio,
            Self::EarlyDaw => Model::EarlyDaw,
            Self::LoudMaster => Model::LoudMaster,
            Self::SideChained => Model::SideChained,
            Self::Conference => Model::Conference,
            Self::Streaming => Model::Streaming,
        };
        model.desk()
    }
}

/// How steep a high- or low-pass is, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlopeChoice {
    /// [`Slope::Db12`].
    #[id = "12"]
    #[name = "12 dB/oct"]
    Db12,
    /// [`Slope::Db24`].
    #[id = "24"]
    #[name = "24 dB/oct"]
    Db24,
}

impl SlopeChoice {
    pub(super) fn slope(self) -> Slope {
        match self {
            Self::Db12 => Slope::Db12,
            Self::Db24 => Slope::Db24,
        }
    }
}

/// What a band does, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandChoice {
    /// [`BandKind::Bell`].
    #[id = "bell"]
    #[name = "Bell"]
    Bell,
    /// [`BandKind::LowShelf`].
    #[id = "low-shelf"]
    #[name = "Low shelf"]
    LowShelf,
    /// [`BandKind::HighShelf`].
    #[id = "high-shelf"]
    #[name = "High shelf"]
    HighShelf,
}

impl BandChoice {
    pub(super) fn kind(self) -> BandKind {
        match self {
            Self::Bell => BandKind::Bell,
            Self::LowShelf => BandKind::LowShelf,
            Self::HighShelf => BandKind::HighShelf,
        }
    }
}

/// How the compressor's lost level is made up, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum MakeUpChoice {
    /// By the gain that is set.
    #[id = "manual"]
    #[name = "Manual"]
    Manual,
    /// So that music stays as loud as it was.
    #[id = "auto"]
    #[name = "Auto"]
    Auto,
}

/// What the compressor listens to, as a choice.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChoice {
    /// [`Key::Internal`].
    #[id = "internal"]
    #[name = "Internal"]
    Internal,
    /// [`Key::External`].
    #[id = "external"]
    #[name = "External"]
    External,
}

impl KeyChoice {
    pub(super) fn key(self) -> Key {
        match self {
            Self::Internal => Key::Internal,
            Self::External => Key::External,
        }
    }
}
