//! The year: which machine a stage that follows it takes from which keyframe on.
//!
//! Eight keyframes carry the bedroom studio through time. What can lie between two of them does: the
//! desk. Of machines the nearer one holds; a change of machine is the stage's own crossfade.

use super::stages::room::noises::Household;
use super::stages::studio::desk::{self, Desk};
use super::stages::{listener, tape, upload};

/// The first and the last year.
pub const YEARS: (i32, i32) = (1970, 2025);

/// What stood in the bedroom at a keyframe.
struct Keyframe {
    year: i32,
    name: &'static str,
    household: Household,
    tape: tape::Model,
    studio: desk::Model,
    upload: upload::Model,
    listener: listener::Model,
}

/// In the order of the years.
const KEYFRAMES: [Keyframe; 8] = [
    // Home lo-fi: the family's reel-to-reel; sent nowhere, heard on the kitchen radio.
    Keyframe {
        year: 1970,
        name: "Home lo-fi",
        household: Household::Seventies,
        tape: tape::Model::HomeReel,
        studio: desk::Model::HomeMixer,
        upload: upload::Model::Off,
        listener: listener::Model::TransistorRadio,
    },
    // MIDI and the first cassette four-tracks, with double speed and a compander; the first 12-bit
    // samplers; heard on a boombox.
    Keyframe {
        year: 1983,
        name: "MIDI and four-track",
        household: Household::Eighties,
        tape: tape::Model::FastFourTrack,
        studio: desk::Model::FourTrackDesk,
        upload: upload::Model::Sampler12,
        listener: listener::Model::Boombox,
    },
    // Sequencer and sampler on a home computer with an 8-bit sound card; the four-track has become
    // cheap and runs at 1⅞ ips; tapes are heard on the way to school.
    Keyframe {
        year: 1995,
        name: "Sequencer and sampler",
        household: Household::Nineties,
        tape: tape::Model::FourTrack,
        studio: desk::Model::ProjectStudio,
        upload: upload::Model::Sampler8,
        listener: listener::Model::Walkman,
    },
    // Video sites: the computer records; what was on tape is copied off a good deck; a laptop plays.
    Keyframe {
        year: 2005,
        name: "Video sites",
        household: Household::TwoThousands,
        tape: tape::Model::HiFi,
        studio: desk::Model::EarlyDaw,
        upload: upload::Model::VideoSite,
        listener: listener::Model::Laptop,
    },
    // Audio sharing: likewise; white earbuds that sit loosely.
    Keyframe {
        year: 2007,
        name: "Audio sharing",
        household: Household::TwoThousands,
        tape: tape::Model::HiFi,
        studio: desk::Model::LoudMaster,
        upload: upload::Model::AudioSharing,
        listener: listener::Model::EarbudsLeaking,
    },
    // Loud, wide and side-chained, made for the club; small labels put it on cassettes again.
    Keyframe {
        year: 2013,
        name: "Loud and wide",
        household: Household::Tens,
        tape: tape::Model::Walkman,
        studio: desk::Model::SideChained,
        upload: upload::Model::Aac,
        listener: listener::Model::Club,
    },
    // At home for months: the shoebox recorder from the attic is an effect now, friends are seen in
    // calls, on a phone.
    Keyframe {
        year: 2020,
        name: "Video call",
        household: Household::Twenties,
        tape: tape::Model::Portable,
        studio: desk::Model::Conference,
        upload: upload::Model::VideoCall,
        listener: listener::Model::PhoneHeld,
    },
    // Clean: streamed, and heard in earbuds that seal.
    Keyframe {
        year: 2025,
        name: "Clean",
        household: Household::Twenties,
        tape: tape::Model::Transparent,
        studio: desk::Model::Streaming,
        upload: upload::Model::Opus,
        listener: listener::Model::EarbudsSealed,
    },
];

/// The years of the keyframes, in their order.
pub fn keyframes() -> [i32; 8] {
    KEYFRAMES.each_ref().map(|keyframe| keyframe.year)
}

/// The year of the keyframe that holds in a year.
pub fn keyframe(year: i32) -> i32 {
    nearest(year).year
}

/// What the keyframe that holds in a year is called.
pub fn name(year: i32) -> &'static str {
    nearest(year).name
}

/// What there is in the house in a year.
pub fn household(year: i32) -> Household {
    nearest(year).household
}

/// The tape machine of a year.
pub fn tape(year: i32) -> tape::Model {
    nearest(year).tape
}

/// The desk of a year, between those of the keyframes before and after it.
pub fn desk(year: i32) -> Desk {
    let after = KEYFRAMES.partition_point(|keyframe| keyframe.year <= year);
    let (Some(before), Some(after)) = (KEYFRAMES[..after].last(), KEYFRAMES.get(after)) else {
        return nearest(year).studio.desk();
    };
    let part = (year - before.year) as f32 / (after.year - before.year) as f32;
    before.studio.desk().between(&after.studio.desk(), part)
}

/// Where a sound is sent in a year.
pub fn upload(year: i32) -> upload::Model {
    nearest(year).upload
}

/// What a sound is heard on in a year.
pub fn listener(year: i32) -> listener::Model {
    nearest(year).listener
}

/// The keyframe nearest to a year; the earlier of two that are equally near.
fn nearest(year: i32) -> &'static Keyframe {
    let mut best = &KEYFRAMES[0];
    for keyframe in &KEYFRAMES {
        if (keyframe.year - year).abs() < (best.year - year).abs() {
            best = keyframe;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{KEYFRAMES, YEARS, desk, household, keyframe, keyframes, listener, tape, upload};
    use crate::audio::stages::tape::Model;

    #[test]
    fn each_keyframe_is_its_own_year_and_the_nearer_one_holds() {
        for keyframe in &KEYFRAMES {
            assert_eq!(household(keyframe.year), keyframe.household);
            assert_eq!(tape(keyframe.year), keyframe.tape);
            assert_eq!(desk(keyframe.year), keyframe.studio.desk());
            assert_eq!(upload(keyframe.year), keyframe.upload);
            assert_eq!(listener(keyframe.year), keyframe.listener);
        }
        let (a, middle, b) = (desk(2007), desk(2010), desk(2013));
        assert_eq!(middle, a.between(&b, 0.5));
        assert_eq!((desk(1900), desk(3000)), (desk(1970), desk(2025)));
        assert_eq!(tape(1976), Model::HomeReel);
        assert_eq!(tape(1977), Model::FastFourTrack);
        assert_eq!(
            (tape(i32::MIN / 2), tape(3000)),
            (Model::HomeReel, Model::Transparent)
        );
        assert_eq!((keyframe(1976), keyframe(1977)), (1970, 1983));
        let years = keyframes();
        assert!(years.is_sorted());
        assert_eq!((years[0], years[7]), YEARS);
    }
}
