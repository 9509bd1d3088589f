//! Upload, by every kind of codec and over a bad network.

use bedroom::audio::stages::upload::{self, Concealment, Listen, StutterLength, Upload};

use super::Subject;

impl Subject for Upload {
    /// One generation, and what it takes to stretch sound over a lost packet.
    const LONGEST_MS: f64 = 60.0;
    const IN_SLOT: usize = 4;

    fn extremes() -> Vec<upload::Settings> {
        let sent = |model| upload::Settings {
            model,
            ..upload::Settings::default()
        };
        let lost = upload::Settings {
            loss: 0.3,
            burst: 3.0,
            jitter_ms: 30.0,
            // Always, and often enough for the shortest test.
            stutter: 60.0,
            stutter_length: StutterLength::Beats(0.0625),
            ..sent(upload::Model::VideoCall)
        };
        vec![
            lost,
            sent(upload::Model::Mp3),
            upload::Settings::default(),
            upload::Settings {
                bit_rate_kbps: Some(24.0),
                mono: true,
                concealment: Concealment::Noise,
                stutter_length: StutterLength::Ms(60.0),
                ..upload::Settings {
                    model: upload::Model::Mp3,
                    ..lost
                }
            },
            upload::Settings {
                frozen: true,
                listen: Listen::Removed,
                ..sent(upload::Model::Aac)
            },
            upload::Settings {
                loss: 1.0,
                concealment: Concealment::Fade,
                ..sent(upload::Model::Opus)
            },
            sent(upload::Model::Bluetooth),
            sent(upload::Model::Sampler12),
            sent(upload::Model::Sampler8),
            upload::Settings {
                packet_ms: 60.0,
                loss: 0.1,
                concealment: Concealment::Silence,
                ..sent(upload::Model::MiniDisc)
            },
            upload::Settings {
                reuploads: 2,
                ..sent(upload::Model::AudioSharing)
            },
        ]
    }

    /// Without what is meant to interrupt the sound or to be heard as noise.
    fn quiet(settings: upload::Settings) -> upload::Settings {
        upload::Settings {
            bit_rate_kbps: settings.bit_rate_kbps.map(|_| 128.0),
            // It opens and closes when it begins to listen.
            suppression: 0.0,
            loss: 0.0,
            jitter_ms: 0.0,
            stutter: 0.0,
            ..settings
        }
    }
}
