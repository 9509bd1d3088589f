//! The Listener stage by itself.

use bedroom::audio::stages::listener::{Listener, Model, Settings};
use lab::instruments::harmonics::thd_percent;
use lab::instruments::level::loudness_lufs;
use lab::{Stereo, signal};

use super::figure::{Figure, Target};
use super::rig::{RATE, through};

/// Seconds that the level match is given before a distortion is measured.
const SETTLE_S: f64 = 4.0;

/// As `--only` names it.
const STAGE: &str = "listener";

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for model in Model::ALL {
        figures.push(Figure::new(
            STAGE,
            format!("music out re music in, {model:?}"),
            "LU",
            Target::around(0.0, 0.2),
            move || matched_lu(model),
        ));
    }
    for (model, target) in [
        (Model::PhoneHeld, Target::AtLeast(5.0)),
        (Model::PhoneOnTable, Target::AtLeast(5.0)),
        (Model::Club, Target::AtMost(1.0)),
    ] {
        figures.push(Figure::new(
            STAGE,
            format!("distortion of 300 Hz at +12 VU, full volume, {model:?}"),
            "%",
            target,
            move || distortion_percent(model),
        ));
    }
    figures
}

fn matched_lu(model: Model) -> f64 {
    let music = lab::demo::music(RATE, 21.0);
    let settings = Settings {
        model,
        ..Settings::default()
    };
    loudness_lufs(&through::<Listener>(&settings, &music)) - loudness_lufs(&music)
}

fn distortion_percent(model: Model) -> f64 {
    let sine = signal::sine(300.0, -6.0, SETTLE_S + 1.0, RATE);
    let settings = Settings {
        model,
        volume: 1.0,
        place: 0.0,
        rattle: 0.0,
        distance: 0.0,
        ..Settings::default()
    };
    let output = through::<Listener>(&settings, &Stereo::from_mono(sine, RATE));
    let start = (SETTLE_S * RATE) as usize;
    thd_percent(&output.left[start..start + RATE as usize], RATE, 300.0)
}
