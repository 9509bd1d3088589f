//! The Room stage by itself.

use bedroom::audio::stages::room::{
    Acoustics, Floor, Furnishing, ListenFrom, Response, Room, Settings, Walls,
    reverberation_time_at,
};
use lab::instruments::level::loudness_lufs;

use super::figure::{Figure, Target};
use super::rig::{RATE, through};

/// As `--only` names it.
const STAGE: &str = "room";

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = vec![Figure::new(
        STAGE,
        "reverberation time of the furnished bedroom at 1 kHz, by its absorption",
        "s",
        Target::Between(0.35, 0.45),
        || reverberation_time_at(&Acoustics::default(), 1_000.0),
    )];
    for (name, acoustics) in rooms() {
        figures.push(Figure::new(
            STAGE,
            format!("music out re music in, {name}"),
            "LU",
            Target::around(0.0, 1.0),
            move || matched_lu(acoustics),
        ));
    }
    figures
}

/// Rooms far from each other.
fn rooms() -> Vec<(&'static str, Acoustics)> {
    let empty = Furnishing {
        curtains: 0.0,
        mattress: 0.0,
        wardrobe: 0.0,
        clutter: 0.0,
        ..Furnishing::default()
    };
    let room = |furnishing| Acoustics {
        furnishing,
        ..Acoustics::default()
    };
    let from = |listen_from| Acoustics {
        listen_from,
        ..Acoustics::default()
    };
    vec![
        ("furnished", Acoustics::default()),
        ("empty", room(empty)),
        (
            "tiles and concrete",
            room(Furnishing {
                floor: Floor::Tiles,
                walls: Walls::Concrete,
                ..empty
            }),
        ),
        ("from the bed", from(ListenFrom::Bed)),
        ("from the closet", from(ListenFrom::Closet)),
        ("under the futon", from(ListenFrom::Futon)),
        ("from the corridor", from(ListenFrom::Corridor)),
        ("from the next room", from(ListenFrom::NextRoom)),
    ]
}

fn heard(acoustics: Acoustics) -> Settings {
    Settings {
        response: Response::Room,
        acoustics,
        ..Settings::default()
    }
}

fn matched_lu(acoustics: Acoustics) -> f64 {
    let music = lab::demo::music(RATE, 12.0);
    loudness_lufs(&through::<Room>(&heard(acoustics), &music)) - loudness_lufs(&music)
}
