//! Listener, on devices small and large.

use bedroom::audio::stages::listener::{self, Listener};

use super::Subject;

impl Subject for Listener {
    const LONGEST_MS: f64 = 1.0;

    fn extremes() -> Vec<listener::Settings> {
        let device = |model, volume, distance, place, rattle| listener::Settings {
            model,
            volume,
            distance,
            place,
            rattle,
            ..listener::Settings::default()
        };
        use listener::Model::*;
        vec![
            device(PhoneOnTable, 1.0, 0.0, 1.0, 1.0),
            listener::Settings::default(),
            device(Club, 0.6, 1.0, 1.0, 0.0),
            device(EarbudsLeaking, 0.5, 0.8, 0.5, 0.2),
            listener::Settings {
                protection: 0.0,
                width: 0.0,
                ..device(BluetoothSpeaker, 1.0, 0.5, 0.3, 0.7)
            },
            listener::Settings {
                protection: 0.5,
                width: 0.3,
                ..device(Boombox, 0.0, 0.2, 0.0, 0.0)
            },
            device(TransistorRadio, 0.8, 0.1, 0.8, 0.4),
        ]
    }

    fn quiet(settings: listener::Settings) -> listener::Settings {
        listener::Settings {
            rattle: 0.0,
            ..settings
        }
    }
}
