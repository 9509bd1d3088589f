//! The year: which machine a stage that follows it takes from which keyframe on.
//!
//! Eight keyframes carry the bedroom studio through time. Between two of them the nearer one
//! holds; a change of machine is the stage's own crossfade.

use super::stages::tape;

/// The first and the last year.
pub const YEARS: (i32, i32) = (1970, 2025);

/// What stood in the bedroom at a keyframe.
struct Keyframe {
    year: i32,
    tape: tape::Model,
}

/// In the order of the years.
const KEYFRAMES: [Keyframe; 8] = [
    // Home lo-fi: the family's reel-to-reel.
    Keyframe {
        year: 1970,
        tape: tape::Model::HomeReel,
    },
    // MIDI and the first cassette four-tracks, with double speed and a compander.
    Keyframe {
        year: 1983,
        tape: tape::Model::FastFourTrack,
    },
    // Sequencer and sampler on a home computer; the four-track has become cheap and runs at 1⅞ ips.
    Keyframe {
        year: 1995,
        tape: tape::Model::FourTrack,
    },
    // Video sites: the computer records; what was on tape is copied off a good deck.
    Keyframe {
        year: 2005,
        tape: tape::Model::HiFi,
    },
    // Audio sharing: likewise.
    Keyframe {
        year: 2007,
        tape: tape::Model::HiFi,
    },
    // Loud, wide and side-chained; small labels put it on cassettes again.
    Keyframe {
        year: 2013,
        tape: tape::Model::Walkman,
    },
    // At home for months: the shoebox recorder from the attic is an effect now.
    Keyframe {
        year: 2020,
        tape: tape::Model::Portable,
    },
    // Clean.
    Keyframe {
        year: 2025,
        tape: tape::Model::Transparent,
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

/// The tape machine of a year.
pub fn tape(year: i32) -> tape::Model {
    nearest(year).tape
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
    use super::{KEYFRAMES, YEARS, keyframe, keyframes, tape};
    use crate::audio::stages::tape::Model;

    #[test]
    fn each_keyframe_is_its_own_year_and_the_nearer_one_holds() {
        for keyframe in &KEYFRAMES {
            assert_eq!(tape(keyframe.year), keyframe.tape);
        }
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
