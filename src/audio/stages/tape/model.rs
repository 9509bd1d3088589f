//! Which machine the tape runs on, and what a machine is made of.

use super::machines::{
    DICTATION, FAST_FOUR_TRACK, FOUR_TRACK, HI_FI, HOME_REEL, PORTABLE, TRANSPARENT, WALKMAN,
};
use super::noise_reduction::System;

/// Which machine the tape runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Model {
    /// A quarter-inch home reel-to-reel at 3¾ ips.
    HomeReel,
    /// A mono shoebox cassette recorder.
    Portable,
    /// A cassette four-track at 1⅞ ips on high-bias tape.
    FourTrack,
    /// A cassette four-track at 3¾ ips with a 2:1 compander.
    FastFourTrack,
    /// A pocket cassette player with normal tape.
    Walkman,
    /// A microcassette at 2.4 cm/s.
    Dictation,
    /// A three-head cassette deck with high-bias tape.
    HiFi,
    /// A machine without any flaw of its own: only the transport and the hiss that are turned up.
    #[default]
    Transparent,
}

impl Model {
    /// Every machine, in the order of the choice.
    pub const ALL: [Model; 8] = [
        Model::HomeReel,
        Model::Portable,
        Model::FourTrack,
        Model::FastFourTrack,
        Model::Walkman,
        Model::Dictation,
        Model::HiFi,
        Model::Transparent,
    ];

    /// Its constants.
    pub fn machine(self) -> &'static Machine {
        match self {
            Model::HomeReel => &HOME_REEL,
            Model::Portable => &PORTABLE,
            Model::FourTrack => &FOUR_TRACK,
            Model::FastFourTrack => &FAST_FOUR_TRACK,
            Model::Walkman => &WALKMAN,
            Model::Dictation => &DICTATION,
            Model::HiFi => &HI_FI,
            Model::Transparent => &TRANSPARENT,
        }
    }
}

/// What a machine and its tape are made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Machine {
    /// What the magnetic path is made of; nothing for a machine that adds nothing.
    pub magnetics: Option<Magnetics>,
    /// One track for both channels.
    pub mono: bool,
    /// Tape speed in metres per second.
    pub speed_mps: f64,
    /// Rotation of the capstan in Hz: speed over circumference.
    pub capstan_hz: f64,
    /// The pinch roller's.
    pub pinch_roller_hz: f64,
    /// The take-up and the supply hub's, both half full.
    pub hubs_hz: [f64; 2],
    /// One turn of a hub half full, in seconds: what lies one layer away.
    pub turn_s: f64,
    /// Distance between the middles of the two channels' tracks in metres.
    pub track_pitch_m: f64,
    /// The unrecorded band between them in metres.
    pub guard_m: f64,
    /// Thickness of the tape in metres: the distance to the next layer.
    pub layer_m: f64,
    /// A-weighted hiss re 0 VU, in dB.
    pub hiss_db: f64,
    /// Modulation noise re the signal, in dB; −∞ for none.
    pub asperity_db: f64,
    /// Crosstalk between the two channels at 1 kHz, in dB; −∞ for none.
    pub crosstalk_db: f64,
    /// Print-through of the next layer at its loudest wavelength re the signal, in dB.
    pub print_through_db: f64,
    /// The noise reduction that is built in.
    pub noise_reduction: System,
}

/// Tape and heads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Magnetics {
    /// q = H/a of the tape's field at the peak of a sine at 0 VU: the larger, the less headroom.
    pub field_at_zero_vu: f64,
    /// κ = a/k of the tape.
    pub mobility: f64,
    /// Distance between tape and head in metres.
    pub spacing_m: f64,
    /// Depth of the recorded layer in metres.
    pub thickness_m: f64,
    /// Gap of the playback head in metres.
    pub gap_m: f64,
    /// Width of a track in metres.
    pub track_m: f64,
    /// Distance that the machine's own bias adds between tape and head while recording, in metres:
    /// set by the record gap, not by the speed.
    pub erasure_m: f64,
    /// Time constant of the treble equalisation in seconds.
    pub treble_s: f64,
    /// The record amplifier: a resonance at the end of the band and a wide lift before it, set so
    /// that the whole is flat to the machine's limit.
    pub record: [Peak; 2],
    /// Height of the head bump in dB.
    pub bump_db: f64,
    /// Effective length of the playback head's face in metres: the bump lies where it is half a
    /// wavelength.
    pub face_m: f64,
    /// Lower corner of the playback amplifier in Hz.
    pub bass_hz: f64,
}

/// A peak of the analog form (s² + s·g/q + 1)/(s² + s/q + 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Its centre in Hz.
    pub hz: f64,
    /// Its height in dB.
    pub db: f64,
    /// Its quality.
    pub q: f64,
}
