//! The machines, one row of physical constants each.
//!
//! Common to them: a C60 or a C90 fills 50.5 mm around a hub of 22 mm, which is 38.9 mm across and
//! 2.57 s for a turn at 1⅞ ips when half full; the two hubs stand a little off that, so that they do
//! not beat. Head faces are effective lengths, from where the bump is heard. Recorded depth and
//! record amplifier are fitted to the published response, headroom to 3 % distortion of 315 Hz at
//! the level named, by running the model. Asperity, print-through, bump, spacing, wheels and the
//! gaps of heads are plausible for the class and by ear, unless the row says otherwise.

use super::model::{Machine, Magnetics, Peak};
use super::noise_reduction::System;
use crate::audio::dsp::units::{ips_to_mps, um_to_m};

/// Speed over the circumference of a wheel `diameter_mm` wide.
const fn rotation_hz(speed_mps: f64, diameter_mm: f64) -> f64 {
    speed_mps / (std::f64::consts::PI * diameter_mm * 1e-3)
}

/// A peak of the record amplifier.
const fn peak(hz: f64, db: f64, q: f64) -> Peak {
    Peak { hz, db, q }
}

const CASSETTE_MPS: f64 = ips_to_mps(1.875);
const DOUBLE_MPS: f64 = ips_to_mps(3.75);
const MICROCASSETTE_MPS: f64 = 0.024;

/// κ = a/k of γ-Fe2O3: 22 kA/m over 27 kA/m (Chowdhury 2019).
const GAMMA_FE2O3: f64 = 22.0 / 27.0;
/// That of high-bias tape, whose loop is steeper. By ear.
const HIGH_BIAS: f64 = 0.70;

/// Home reel-to-reel at 3¾ ips, 1972: quarter tracks of 1 mm on 35 µm long-play tape, 90 µs, 30 Hz
/// to 15 kHz within 3 dB, 0.1 to 0.2 % wow and flutter (Audio's reviews of the Revox A77, 1972, and
/// the Akai 4000DS, 1974). Tracks 1 and 3 leave a wide band between them. Headroom +6 dB.
pub const HOME_REEL: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.785,
        mobility: GAMMA_FE2O3,
        spacing_m: um_to_m(0.4),
        thickness_m: um_to_m(8.5),
        gap_m: um_to_m(2.0),
        track_m: 1.0e-3,
        erasure_m: um_to_m(0.78),
        treble_s: 90e-6,
        record: [peak(13_880.0, 8.43, 1.41), peak(2_280.0, 1.62, 0.25)],
        bump_db: 1.7,
        face_m: um_to_m(480.0),
        bass_hz: 27.0,
    }),
    mono: false,
    speed_mps: DOUBLE_MPS,
    capstan_hz: rotation_hz(DOUBLE_MPS, 7.0),
    pinch_roller_hz: rotation_hz(DOUBLE_MPS, 30.0),
    hubs_hz: [
        rotation_hz(DOUBLE_MPS, 100.0),
        rotation_hz(DOUBLE_MPS, 146.0),
    ],
    turn_s: 4.12,
    track_pitch_m: 3.4e-3,
    guard_m: 2.4e-3,
    layer_m: um_to_m(35.0),
    hiss_db: -54.0,
    asperity_db: -46.0,
    crosstalk_db: -45.0,
    print_through_db: -54.0,
    noise_reduction: System::Off,
};

/// Mono shoebox recorder of the mid-1970s: one 1.5 mm track of normal tape, 120 µs, 80 Hz to 8.5 kHz
/// and a slack pressure pad. A good deck of the time reached 50 Hz to 10 kHz and 0.25 % (Audio on
/// the Ampex Micro 52, 1970); what is worse than that is by ear. Headroom +5 dB.
pub const PORTABLE: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.86,
        mobility: GAMMA_FE2O3,
        spacing_m: um_to_m(0.6),
        thickness_m: um_to_m(5.0),
        gap_m: um_to_m(2.0),
        track_m: 1.5e-3,
        erasure_m: um_to_m(0.55),
        treble_s: 120e-6,
        record: [peak(8_150.0, 8.44, 1.5), peak(1_790.0, 1.6, 0.25)],
        bump_db: 2.0,
        face_m: um_to_m(230.0),
        bass_hz: 85.0,
    }),
    mono: true,
    speed_mps: CASSETTE_MPS,
    capstan_hz: rotation_hz(CASSETTE_MPS, 2.0),
    pinch_roller_hz: rotation_hz(CASSETTE_MPS, 12.0),
    hubs_hz: [
        rotation_hz(CASSETTE_MPS, 33.0),
        rotation_hz(CASSETTE_MPS, 44.0),
    ],
    turn_s: 2.57,
    track_pitch_m: 0.9e-3,
    guard_m: 0.3e-3,
    layer_m: um_to_m(18.0),
    hiss_db: -48.0,
    asperity_db: -38.0,
    crosstalk_db: -55.0,
    print_through_db: -54.0,
    noise_reduction: System::Off,
};

/// Cassette four-track at 1⅞ ips, 1984: high-bias tape, 70 µs, 40 Hz to 12 kHz, 0.6 mm tracks 0.3 mm
/// apart, a compander that can be switched (Home & Studio Recording on the Tascam Porta One, 1984;
/// Music Technology on the Fostex X18, 1992). Headroom +5 dB and hiss after published measurements
/// of tapes.
pub const FOUR_TRACK: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.875,
        mobility: HIGH_BIAS,
        spacing_m: um_to_m(0.2),
        thickness_m: um_to_m(3.2),
        gap_m: um_to_m(1.2),
        track_m: 0.6e-3,
        erasure_m: um_to_m(0.55),
        treble_s: 70e-6,
        record: [peak(10_660.0, 6.76, 1.47), peak(3_470.0, 2.17, 0.26)],
        bump_db: 2.0,
        face_m: um_to_m(340.0),
        bass_hz: 34.0,
    }),
    mono: false,
    speed_mps: CASSETTE_MPS,
    capstan_hz: rotation_hz(CASSETTE_MPS, 2.4),
    pinch_roller_hz: rotation_hz(CASSETTE_MPS, 12.0),
    hubs_hz: [
        rotation_hz(CASSETTE_MPS, 33.0),
        rotation_hz(CASSETTE_MPS, 44.0),
    ],
    turn_s: 2.57,
    track_pitch_m: 0.9e-3,
    guard_m: 0.3e-3,
    layer_m: um_to_m(18.0),
    hiss_db: -52.0,
    asperity_db: -42.0,
    crosstalk_db: -42.0,
    print_through_db: -52.0,
    noise_reduction: System::Off,
};

/// Cassette four-track at 3¾ ips with a 2:1 compander, 1982 (E&MM on the Tascam 244): 70 µs on
/// high-bias tape as in the Fostex 250, whose crosstalk is −50 dB (Audio, 1982), 40 Hz to 14 kHz.
/// Double speed leaves treble to spare, so it is biased deeper. Headroom +5.5 dB.
pub const FAST_FOUR_TRACK: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.825,
        mobility: HIGH_BIAS,
        spacing_m: um_to_m(0.45),
        thickness_m: um_to_m(5.5),
        gap_m: um_to_m(2.0),
        track_m: 0.6e-3,
        erasure_m: um_to_m(0.95),
        treble_s: 70e-6,
        record: [peak(14_570.0, 9.18, 1.68), peak(2_900.0, 1.62, 0.25)],
        bump_db: 1.7,
        face_m: um_to_m(500.0),
        bass_hz: 29.0,
    }),
    mono: false,
    speed_mps: DOUBLE_MPS,
    capstan_hz: rotation_hz(DOUBLE_MPS, 3.0),
    pinch_roller_hz: rotation_hz(DOUBLE_MPS, 13.0),
    hubs_hz: [rotation_hz(DOUBLE_MPS, 33.0), rotation_hz(DOUBLE_MPS, 44.0)],
    turn_s: 1.28,
    track_pitch_m: 0.9e-3,
    guard_m: 0.3e-3,
    layer_m: um_to_m(18.0),
    hiss_db: -52.0,
    asperity_db: -44.0,
    crosstalk_db: -48.0,
    print_through_db: -54.0,
    noise_reduction: System::Compander,
};

/// Pocket cassette player of 1979: 120 µs and thin normal tape. Its maker said 40 Hz to 12 kHz; 10 kHz
/// and 0.27 % wow and flutter are what a small flywheel and a worn pad leave of it. The record
/// amplifier is that of the deck which made the tape. Headroom +5 dB.
pub const WALKMAN: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.86,
        mobility: GAMMA_FE2O3,
        spacing_m: um_to_m(0.45),
        thickness_m: um_to_m(4.5),
        gap_m: um_to_m(1.6),
        track_m: 0.6e-3,
        erasure_m: um_to_m(0.55),
        treble_s: 120e-6,
        record: [peak(9_660.0, 8.53, 1.44), peak(1_110.0, 1.19, 0.32)],
        bump_db: 3.0,
        face_m: um_to_m(270.0),
        bass_hz: 50.0,
    }),
    mono: false,
    speed_mps: CASSETTE_MPS,
    capstan_hz: rotation_hz(CASSETTE_MPS, 1.9),
    pinch_roller_hz: rotation_hz(CASSETTE_MPS, 11.0),
    hubs_hz: [
        rotation_hz(CASSETTE_MPS, 33.0),
        rotation_hz(CASSETTE_MPS, 44.0),
    ],
    turn_s: 2.57,
    track_pitch_m: 0.9e-3,
    guard_m: 0.3e-3,
    layer_m: um_to_m(12.0),
    hiss_db: -49.0,
    asperity_db: -40.0,
    crosstalk_db: -36.0,
    print_through_db: -50.0,
    noise_reduction: System::Off,
};

/// Microcassette at 2.4 cm/s, 1980: mono, 250 Hz to 4.2 kHz (makers printed up to 7 kHz, users had 4 to
/// 5), 10 µm tape. Time constant recalled, geometry by ear. Headroom +2.5 dB.
pub const DICTATION: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 1.088,
        mobility: GAMMA_FE2O3,
        spacing_m: um_to_m(0.6),
        thickness_m: um_to_m(4.0),
        gap_m: um_to_m(2.0),
        track_m: 1.5e-3,
        erasure_m: um_to_m(0.55),
        treble_s: 200e-6,
        record: [peak(3_840.0, 6.29, 1.27), peak(3_840.0, 0.0, 1.0)],
        bump_db: 1.5,
        face_m: um_to_m(150.0),
        bass_hz: 270.0,
    }),
    mono: true,
    speed_mps: MICROCASSETTE_MPS,
    capstan_hz: rotation_hz(MICROCASSETTE_MPS, 1.5),
    pinch_roller_hz: rotation_hz(MICROCASSETTE_MPS, 8.0),
    hubs_hz: [
        rotation_hz(MICROCASSETTE_MPS, 15.0),
        rotation_hz(MICROCASSETTE_MPS, 22.0),
    ],
    turn_s: 2.47,
    track_pitch_m: 0.9e-3,
    guard_m: 0.3e-3,
    layer_m: um_to_m(10.0),
    hiss_db: -42.0,
    asperity_db: -34.0,
    crosstalk_db: -50.0,
    print_through_db: -48.0,
    noise_reduction: System::Off,
};

/// Three-head cassette deck, 1983: high-bias tape, 70 µs, 25 Hz to 18 kHz, separation about 40 dB,
/// sliding-band noise reduction (Audio on the Nakamichi Dragon, 1983). Headroom +6 dB and hiss
/// after published measurements of tapes.
pub const HI_FI: Machine = Machine {
    magnetics: Some(Magnetics {
        field_at_zero_vu: 0.78,
        mobility: HIGH_BIAS,
        spacing_m: um_to_m(0.12),
        thickness_m: um_to_m(3.2),
        gap_m: um_to_m(0.8),
        track_m: 0.6e-3,
        erasure_m: um_to_m(0.55),
        treble_s: 70e-6,
        record: [peak(18_100.0, 12.38, 1.74), peak(3_190.0, 1.92, 0.25)],
        bump_db: 1.5,
        face_m: um_to_m(370.0),
        bass_hz: 16.0,
    }),
    mono: false,
    speed_mps: CASSETTE_MPS,
    capstan_hz: rotation_hz(CASSETTE_MPS, 2.5),
    pinch_roller_hz: rotation_hz(CASSETTE_MPS, 12.0),
    hubs_hz: [
        rotation_hz(CASSETTE_MPS, 33.0),
        rotation_hz(CASSETTE_MPS, 44.0),
    ],
    turn_s: 2.57,
    track_pitch_m: 0.9e-3,
    guard_m: 0.3e-3,
    layer_m: um_to_m(12.0),
    hiss_db: -56.0,
    asperity_db: -48.0,
    crosstalk_db: -40.0,
    print_through_db: -51.0,
    noise_reduction: System::SlidingBand,
};

/// No flaw: the four-track's wheels under an unaltered signal.
pub const TRANSPARENT: Machine = Machine {
    magnetics: None,
    asperity_db: f64::NEG_INFINITY,
    crosstalk_db: f64::NEG_INFINITY,
    ..FOUR_TRACK
};
