//! Tape, with its machines, systems and flaws at their ends.

use bedroom::audio::stages::tape::{self, Model, Oversampling, System, Tape};

use super::Subject;

impl Subject for Tape {
    const LONGEST_MS: f64 = 6.0;

    fn extremes() -> Vec<tape::Settings> {
        let busy = tape::Settings {
            model: Model::FourTrack,
            drive_db: 18.0,
            saturation: 0.7,
            bias_db: -6.0,
            spacing_um: 3.0,
            wow_percent: 1.0,
            flutter_percent: 0.5,
            azimuth_arcmin: 12.0,
            hiss: Some(0.0),
            asperity: Some(6.0),
            print_through: Some(6.0),
            crosstalk: Some(6.0),
            dropouts_per_minute: 240.0,
            age: 0.9,
            oversampling: Oversampling::X8,
            bounces: 2,
            encode: System::SlidingBand,
            decode: System::SlidingBand,
            mistrack_db: 3.0,
            ..tape::Settings::default()
        };
        vec![
            busy,
            tape::Settings {
                model: Model::Walkman,
                ..tape::Settings::default()
            },
            tape::Settings {
                model: Model::HomeReel,
                bias_db: 9.0,
                drive_db: -12.0,
                encode: System::Compander,
                decode: System::Off,
                age: 0.0,
                ..busy
            },
            tape::Settings::default(),
            tape::Settings {
                model: Model::Transparent,
                wow_percent: 3.0,
                encode: System::Off,
                decode: System::Compander,
                mistrack_db: -6.0,
                ..busy
            },
            tape::Settings {
                model: Model::FastFourTrack,
                bounces: 8,
                oversampling: Oversampling::X2,
                azimuth_arcmin: -30.0,
                varispeed_semitones: 7.0,
                encode: System::Compander,
                decode: System::Compander,
                crosstalk: Some(0.0),
                ..tape::Settings::default()
            },
            tape::Settings {
                model: Model::Portable,
                stopped: true,
                inertia_s: 0.3,
                ..tape::Settings::default()
            },
        ]
    }

    fn quiet(settings: tape::Settings) -> tape::Settings {
        tape::Settings {
            hiss: None,
            asperity: None,
            dropouts_per_minute: 0.0,
            age: 0.0,
            ..settings
        }
    }
}
