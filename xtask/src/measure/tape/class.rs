//! What is asked of each machine: the figures of its class, as its row in
//! `src/audio/stages/tape/machines.rs` has them from brochures, reviews and measured tapes.

use bedroom::audio::stages::tape::Model;

use super::super::figure::Target;

/// The figures of a class of machines.
pub struct Class {
    /// Where the response has lost 3 dB, in Hz.
    pub lowest: Target,
    pub highest: Target,
    /// Head bump: height in dB and place in Hz. Nothing where the bass ends above it.
    pub bump: Option<(Target, Target)>,
    /// Distortion at 0 VU in percent, and the level of 3 % in dB re 0 VU.
    pub thd_percent: Target,
    pub headroom_vu: Target,
    /// Treble whose saturation is compared with that of 400 Hz, in Hz: within the machine's band.
    pub treble_hz: f64,
    /// A-weighted hiss re 0 VU without noise reduction, in dB.
    pub hiss_db: Target,
}

/// The class of a machine.
pub fn class(model: Model) -> Class {
    let cassette = Class {
        lowest: Target::AtMost(40.0),
        highest: Target::AtLeast(14_000.0),
        bump: Some((Target::Between(1.0, 3.5), Target::Between(60.0, 110.0))),
        thd_percent: Target::AtMost(1.0),
        headroom_vu: Target::Between(4.0, 6.2),
        treble_hz: 10_000.0,
        hiss_db: Target::Between(-57.0, -52.0),
    };
    match model {
        Model::HomeReel => Class {
            hiss_db: Target::Between(-56.0, -50.0),
            ..cassette
        },
        Model::Portable => Class {
            lowest: Target::AtMost(80.0),
            highest: Target::Between(8_000.0, 10_000.0),
            bump: None,
            treble_hz: 8_000.0,
            hiss_db: Target::Between(-50.0, -45.0),
            ..cassette
        },
        Model::FourTrack => Class {
            highest: Target::Between(10_000.0, 12_500.0),
            hiss_db: Target::Between(-56.0, -51.0),
            ..cassette
        },
        Model::FastFourTrack | Model::Transparent => Class {
            hiss_db: Target::Between(-56.0, -51.0),
            ..cassette
        },
        Model::Walkman => Class {
            lowest: Target::AtMost(50.0),
            highest: Target::Between(10_000.0, 12_500.0),
            hiss_db: Target::Between(-52.0, -48.0),
            ..cassette
        },
        // No hi-fi: it is heard to distort.
        Model::Dictation => Class {
            lowest: Target::Between(200.0, 300.0),
            highest: Target::Between(4_000.0, 5_000.0),
            bump: None,
            thd_percent: Target::Between(1.0, 3.0),
            headroom_vu: Target::Between(1.5, 3.5),
            treble_hz: 4_000.0,
            hiss_db: Target::Between(-45.0, -40.0),
        },
        Model::HiFi => Class {
            lowest: Target::AtMost(25.0),
            highest: Target::AtLeast(18_000.0),
            ..cassette
        },
    }
}
