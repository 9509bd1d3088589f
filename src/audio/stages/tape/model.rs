//! The machines, one row of physical constants each.

use crate::audio::dsp::units::{ips_to_mps, um_to_m};

/// Which machine the tape runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Model {
    /// A cassette four-track at 1⅞ ips on high-bias tape, as it came to bedrooms in 1984.
    FourTrack,
    /// A quarter-inch home reel-to-reel at 3¾ ips.
    HomeReel,
    /// A pocket cassette player with normal tape.
    Walkman,
    /// A machine without any flaw of its own: only the transport and the hiss that are turned up.
    #[default]
    Transparent,
}

impl Model {
    /// Every machine, in the order of the choice.
    pub const ALL: [Model; 4] = [
        Model::FourTrack,
        Model::HomeReel,
        Model::Walkman,
        Model::Transparent,
    ];

    /// Its constants.
    pub fn machine(self) -> &'static Machine {
        match self {
            Model::FourTrack => &FOUR_TRACK,
            Model::HomeReel => &HOME_REEL,
            Model::Walkman => &WALKMAN,
            Model::Transparent => &TRANSPARENT,
        }
    }
}

/// What a machine and its tape are made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Machine {
    /// What the magnetic path is made of; nothing for a machine that adds nothing.
    pub magnetics: Option<Magnetics>,
    /// Tape speed in metres per second.
    pub speed_mps: f64,
    /// Rotation of the capstan, the pinch roller and the two hubs in Hz: speed over circumference.
    pub capstan_hz: f64,
    /// The pinch roller's.
    pub pinch_roller_hz: f64,
    /// The take-up and the supply hub's, both half full.
    pub hubs_hz: [f64; 2],
    /// A-weighted hiss re 0 VU, in dB.
    pub hiss_db: f64,
}

/// Tape and heads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Magnetics {
    /// q = H/a of the tape's field at the peak of a sine at 0 VU: the larger, the less headroom.
    pub field_at_zero_vu: f64,
    /// κ = a/k of the tape: 22/27 for γ-Fe2O3 (Chowdhury 2019), a little less for the steeper loop
    /// of high-bias tape.
    pub mobility: f64,
    /// Distance between tape and head in metres.
    pub spacing_m: f64,
    /// Depth of the recorded layer in metres.
    pub thickness_m: f64,
    /// Gap of the playback head in metres.
    pub gap_m: f64,
    /// Width of a track in metres.
    pub track_m: f64,
    /// Time constant of the treble equalisation in seconds: 70 or 120 µs, 90 µs for 3¾ ips reel.
    pub treble_s: f64,
    /// The record amplifier's treble peak, set so that the whole is flat to the machine's limit.
    pub record_hz: f64,
    /// Its height in dB.
    pub record_db: f64,
    /// Its quality.
    pub record_q: f64,
    /// Height of the head bump in dB.
    pub bump_db: f64,
    /// Length of the playback head's face in metres: the bump lies where it is half a wavelength.
    pub face_m: f64,
    /// Lower corner of the playback amplifier in Hz.
    pub bass_hz: f64,
}

/// Speed over the circumference of a wheel `diameter_mm` wide.
const fn rotation_hz(speed_mps: f64, diameter_mm: f64) -> f64 {
    speed_mps / (std::f64::consts::PI * diameter_mm * 1e-3)
}

const CASSETTE_MPS: f64 = ips_to_mps(1.875);
const REEL_MPS: f64 = ips_to_mps(3.75);

/// Four-track of the 1984 kind: 1⅞ ips, 70 µs, ±3 dB 40 Hz to 12.5 kHz, hiss of a 0.6 mm track on
/// high-bias tape. Wheels within the ranges found in cassette decks (capstan 2 to 3 mm, roller 11
/// to 13 mm, hubs 22 to 50 mm). Spacing, layer depth, record peak and bump by ear and to the
/// published response.
const FOUR_TRACK: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.70,
        mobility: 0.70,
        spacing_m: um_to_m(0.2),
        thickness_m: um_to_m(3.0),
        gap_m: um_to_m(1.2),
        track_m: 0.6e-3,
        treble_s: 70e-6,
        record_hz: 16_000.0,
        record_db: 9.5,
        record_q: 0.75,
        bump_db: 2.0,
        face_m: 340e-6,
        bass_hz: 28.0,
    }),
    speed_mps: CASSETTE_MPS,
    capstan_hz: rotation_hz(CASSETTE_MPS, 2.5),
    pinch_roller_hz: rotation_hz(CASSETTE_MPS, 12.0),
    hubs_hz: [
        rotation_hz(CASSETTE_MPS, 30.0),
        rotation_hz(CASSETTE_MPS, 44.0),
    ],
    hiss_db: -52.0,
};

/// Home reel-to-reel at 3¾ ips: 90 µs (NAB), 40 Hz to 14 kHz, quarter tracks of 1 mm on 50 µm tape.
/// Capstan 7 mm, roller 30 mm, 13 cm reels. Depth, gap, record peak and bump by ear and to the
/// published response.
const HOME_REEL: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.58,
        mobility: 22.0 / 27.0,
        spacing_m: um_to_m(0.35),
        thickness_m: um_to_m(8.0),
        gap_m: um_to_m(2.0),
        track_m: 1.0e-3,
        treble_s: 90e-6,
        record_hz: 16_000.0,
        record_db: 6.5,
        record_q: 0.7,
        bump_db: 1.5,
        face_m: 500e-6,
        bass_hz: 25.0,
    }),
    speed_mps: REEL_MPS,
    capstan_hz: rotation_hz(REEL_MPS, 7.0),
    pinch_roller_hz: rotation_hz(REEL_MPS, 30.0),
    hubs_hz: [rotation_hz(REEL_MPS, 80.0), rotation_hz(REEL_MPS, 110.0)],
    hiss_db: -56.0,
};

/// Pocket player with normal tape: 120 µs, to about 10 kHz, little headroom, a worn pressure pad.
/// Spacing, layer depth and bump by ear.
const WALKMAN: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.95,
        mobility: 22.0 / 27.0,
        spacing_m: um_to_m(0.35),
        thickness_m: um_to_m(4.0),
        gap_m: um_to_m(1.5),
        track_m: 0.6e-3,
        treble_s: 120e-6,
        record_hz: 12_500.0,
        record_db: 7.5,
        record_q: 0.9,
        bump_db: 3.0,
        face_m: 260e-6,
        bass_hz: 55.0,
    }),
    speed_mps: CASSETTE_MPS,
    capstan_hz: rotation_hz(CASSETTE_MPS, 2.0),
    pinch_roller_hz: rotation_hz(CASSETTE_MPS, 11.0),
    hubs_hz: [
        rotation_hz(CASSETTE_MPS, 26.0),
        rotation_hz(CASSETTE_MPS, 48.0),
    ],
    hiss_db: -49.0,
};

/// No flaw: the four-track's transport and hiss under an unaltered signal.
const TRANSPARENT: Machine = Machine {
    magnetics: None,
    ..FOUR_TRACK
};
