//! The Room stage by itself.

use bedroom::audio::stages::room::{
    Acoustics, Floor, Furnishing, ListenFrom, Response, Room, Settings, Walls,
    reverberation_time_at,
};
use lab::instruments::decay::rt60_seconds;
use lab::instruments::level::loudness_lufs;
use lab::{Stereo, signal};

use super::figure::{Figure, Target};
use super::rig::{RATE, through};

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = vec![figure(
        "reverberation time of the furnished bedroom at 1 kHz, by its absorption".into(),
        "s",
        Target::Between(0.35, 0.45),
        || reverberation_time_at(&Acoustics::default(), 1_000.0),
    )];
    for (name, acoustics) in rooms() {
        if acoustics.listen_from == ListenFrom::Microphones {
            figures.push(figure(
                format!("T30 of what is heard re the absorption's, {name}"),
                "%",
                Target::around(0.0, 15.0),
                move || decay_error_percent(acoustics),
            ));
        }
        figures.push(figure(
            format!("music out re music in, {name}"),
            "LU",
            // Matched for two sources that differ: what both have in common adds up to 3 dB more.
            Target::around(0.0, 3.0),
            move || matched_lu(acoustics),
        ));
    }
    figures
}

fn figure(
    name: String,
    unit: &'static str,
    target: Target,
    measure: impl Fn() -> f64 + Send + Sync + 'static,
) -> Figure {
    Figure::new("room", name, unit, target, measure)
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
        ("in bed", from(ListenFrom::Bed)),
        ("under the futon", from(ListenFrom::Futon)),
    ]
}

fn heard(acoustics: Acoustics) -> Settings {
    Settings {
        response: Response::Room,
        acoustics,
        ..Settings::default()
    }
}

/// Broadband, against the mean of the octaves at 500 Hz to 2 kHz.
fn decay_error_percent(acoustics: Acoustics) -> f64 {
    let click = Stereo::from_mono(signal::impulse(1.0, 0, 3 * RATE as usize), RATE);
    let response = through::<Room>(&heard(acoustics), &click);
    let band = octaves(&response.left);
    let expected = [500.0, 1_000.0, 2_000.0].map(|hz| reverberation_time_at(&acoustics, hz));
    let expected = expected.iter().sum::<f64>() / 3.0;
    rt60_seconds(&band, RATE).map_or(f64::NAN, |measured| 100.0 * (measured / expected - 1.0))
}

/// What lies between 350 Hz and 2.8 kHz, by differences of backward smoothing: the filter rings
/// before the sound, not behind it.
fn octaves(samples: &[f32]) -> Vec<f32> {
    let smoothed = |samples: &[f64], hz: f64| -> Vec<f64> {
        let share = 1.0 - (-std::f64::consts::TAU * hz / RATE).exp();
        let mut state = 0.0;
        let backwards = samples.iter().rev().map(|x| {
            state += share * (x - state);
            state
        });
        let mut smoothed: Vec<f64> = backwards.collect();
        smoothed.reverse();
        smoothed
    };
    let mut sound: Vec<f64> = samples.iter().map(|&x| f64::from(x)).collect();
    for _ in 0..2 {
        sound = smoothed(&sound, 2_800.0);
        let low = smoothed(&sound, 350.0);
        sound.iter_mut().zip(low).for_each(|(x, low)| *x -= low);
    }
    sound.into_iter().map(|x| x as f32).collect()
}

fn matched_lu(acoustics: Acoustics) -> f64 {
    let music = lab::demo::music(RATE, 12.0);
    loudness_lufs(&through::<Room>(&heard(acoustics), &music)) - loudness_lufs(&music)
}
