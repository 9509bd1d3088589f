//! Room, from a closet to a loft, with a night that answers in each way.

use bedroom::audio::stages::room::noises::{self, Answer, Household, Kind, Mains, Noise};
use bedroom::audio::stages::room::{
    self, Acoustics, Dimensions, Furnishing, ListenFrom, Microphones, Pattern, Position, Room,
};

use super::Subject;

/// Every noise as `change` makes it of what it is in life.
fn all_noises(change: impl Fn(Noise) -> Noise) -> [Noise; Kind::COUNT] {
    Kind::ALL.map(|kind| {
        change(Noise {
            level_db: Some(0.0),
            ..kind.silent()
        })
    })
}

impl Subject for Room {
    const LONGEST_MS: f64 = 1.0;

    fn extremes() -> Vec<room::Settings> {
        let bedroom = room::Settings {
            response: room::Response::Room,
            ..room::Settings::default()
        };
        let Acoustics { geometry, .. } = bedroom.acoustics;
        let loft = Acoustics {
            geometry: room::Geometry {
                dimensions: Dimensions {
                    length_m: 9.0,
                    width_m: 6.5,
                    height_m: 4.2,
                },
                microphones: Microphones {
                    position: Position {
                        x: 0.95,
                        y: 0.05,
                        height: 0.9,
                    },
                    pattern: Pattern::FigureOfEight,
                    aim_deg: 60.0,
                    angle_deg: 90.0,
                    spacing_m: 0.0,
                },
                source_width_m: 3.0,
                ..geometry
            },
            furnishing: Furnishing {
                floor: room::Floor::Tiles,
                walls: room::Walls::Concrete,
                curtains: 0.0,
                mattress: 0.0,
                wardrobe: 0.0,
                clutter: 0.0,
                ..Furnishing::default()
            },
            pre_delay_ms: 80.0,
            ..Acoustics::default()
        };
        let night = |answer| noises::Settings {
            household: Household::Everything,
            mains: Mains::Hz60,
            answer_depth: 1.0,
            night: 7,
            noises: all_noises(|noise| Noise {
                level_db: Some(0.0),
                character: 0.9,
                answer,
                ..noise
            }),
        };
        let heard_from = |listen_from, door| room::Settings {
            acoustics: Acoustics {
                listen_from,
                door,
                ..Acoustics::default()
            },
            ..bedroom
        };
        vec![
            room::Settings {
                noises: night(Answer::Struck),
                ..bedroom
            },
            room::Settings::default(),
            room::Settings {
                acoustics: loft,
                direct: 0.3,
                noises: night(Answer::Duck),
                ..bedroom
            },
            heard_from(ListenFrom::Corridor, 0.0),
            room::Settings {
                acoustics: Acoustics {
                    geometry: room::Geometry {
                        dimensions: Dimensions {
                            length_m: 1.5,
                            width_m: 1.5,
                            height_m: 1.8,
                        },
                        source: geometry.microphones.position,
                        source_width_m: 0.0,
                        ..geometry
                    },
                    furnishing: Furnishing {
                        floor: room::Floor::Carpet,
                        blankets: 1.0,
                        wardrobe: 1.0,
                        ..Furnishing::default()
                    },
                    decay: 0.25,
                    balance: -1.0,
                    width: 0.0,
                    ..Acoustics::default()
                },
                ..bedroom
            },
            room::Settings {
                noises: night(Answer::Swell),
                ..heard_from(ListenFrom::Futon, 1.0)
            },
            room::Settings {
                acoustics: Acoustics {
                    balance: 1.0,
                    width: 2.0,
                    decay: 2.0,
                    ..Acoustics::default()
                },
                direct: 0.0,
                ..heard_from(ListenFrom::NextRoom, 0.5)
            },
        ]
    }

    fn quiet(settings: room::Settings) -> room::Settings {
        room::Settings {
            noises: noises::Settings::default(),
            ..settings
        }
    }
}
