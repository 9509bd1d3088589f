//! Studio, with each of its parts at its ends.

use bedroom::audio::stages::studio::equaliser::{Band, BandKind, Pass, Slope};
use bedroom::audio::stages::studio::{
    self, Metering, Studio, compressor, equaliser, limiter, platform, pump, width,
};

use super::Subject;

impl Subject for Studio {
    const LONGEST_MS: f64 = 4.0;

    fn extremes() -> Vec<studio::Settings> {
        let band = |kind, hz, gain_db, q| Band {
            on: true,
            kind,
            hz,
            gain_db,
            q,
        };
        let pass = |on, hz, slope| Pass { on, hz, slope };
        let busy = studio::Settings {
            equaliser: equaliser::Settings {
                high_pass: pass(true, 40.0, Slope::Db24),
                low_pass: pass(true, 12_000.0, Slope::Db12),
                bands: [
                    band(BandKind::LowShelf, 150.0, 9.0, 0.71),
                    band(BandKind::Bell, 400.0, -12.0, 4.0),
                    band(BandKind::Bell, 3_000.0, 12.0, 0.5),
                    band(BandKind::HighShelf, 9_000.0, -18.0, 1.0),
                ],
            },
            compressor: compressor::Settings {
                on: true,
                threshold_db: -36.0,
                ratio: 6.0,
                auto_release: true,
                make_up: compressor::MakeUp::Auto,
                link: 0.5,
                key_high_pass_hz: Some(120.0),
                ..compressor::Settings::default()
            },
            pump: pump::Settings {
                depth_db: 18.0,
                beats: Some(0.5),
                shape: 0.7,
            },
            width: width::Settings {
                width: 1.8,
                mono_below_hz: Some(200.0),
            },
            limiter: limiter::Settings {
                on: true,
                loudness_db: 18.0,
                ceiling_db: -1.0,
                clip: 0.5,
                release_ms: 30.0,
            },
            metering: Metering {
                measurements: 7,
                ..Metering::default()
            },
            platform: platform::Settings {
                rule: Some(platform::Rule {
                    target_lufs: Some(-11.0),
                    raise: platform::Raise::Limited(-1.0),
                    albums: false,
                }),
                ..platform::Settings::default()
            },
        };
        let flat = studio::Settings::default();
        vec![
            busy,
            flat,
            studio::Settings {
                equaliser: equaliser::Settings {
                    bands: [
                        band(BandKind::HighShelf, 20_000.0, 18.0, 3.0),
                        band(BandKind::LowShelf, 60.0, -12.0, 0.3),
                        band(BandKind::Bell, 20.0, 6.0, 1.0),
                        band(BandKind::Bell, 1_000.0, -6.0, 10.0),
                    ],
                    ..flat.equaliser
                },
                limiter: limiter::Settings {
                    on: true,
                    ceiling_db: -6.0,
                    ..flat.limiter
                },
                ..flat
            },
            studio::Settings {
                compressor: compressor::Settings {
                    on: true,
                    threshold_db: -24.0,
                    ratio: f32::INFINITY,
                    knee_db: 0.0,
                    mix: 0.5,
                    key: compressor::Key::External,
                    ..compressor::Settings::default()
                },
                width: width::Settings {
                    width: 0.0,
                    mono_below_hz: None,
                },
                metering: Metering {
                    on: false,
                    ..Metering::default()
                },
                platform: platform::Settings {
                    otherwise_db: -9.0,
                    ..flat.platform
                },
                ..flat
            },
            studio::Settings {
                pump: pump::Settings {
                    depth_db: 24.0,
                    beats: None,
                    shape: 0.0,
                },
                ..busy
            },
        ]
    }

    /// Without what is meant to bend the wave or to move its level.
    fn quiet(settings: studio::Settings) -> studio::Settings {
        studio::Settings {
            pump: pump::Settings {
                depth_db: settings.pump.depth_db.min(6.0),
                ..settings.pump
            },
            limiter: limiter::Settings {
                clip: 0.0,
                ..settings.limiter
            },
            platform: platform::Settings {
                rule: settings.platform.rule.map(|rule| platform::Rule {
                    raise: platform::Raise::UpToPeak(-1.0),
                    ..rule
                }),
                // What the meters have heard so far would move it.
                song_lufs: Some(-12.0),
                ..settings.platform
            },
            ..settings
        }
    }
}
