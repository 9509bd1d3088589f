//! The Studio stage by itself.

use bedroom::audio::stages::studio::desk::Model;
use bedroom::audio::stages::studio::platform::{Raise, Rule};
use bedroom::audio::stages::studio::{Settings, Studio};
use lab::Stereo;
use lab::instruments::level::loudness_lufs;

use super::figure::{Figure, Target};
use super::rig::{RATE, through};

/// As `--only` names it.
const STAGE: &str = "studio";

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for model in Model::ALL {
        figures.push(Figure::new(
            STAGE,
            format!("music out re music in, {model:?}"),
            "LU",
            Target::around(0.0, 1.0),
            move || {
                loudness_lufs(&through::<Studio>(
                    &model.desk().under(Settings::default()),
                    &music(),
                )) - loudness_lufs(&music())
            },
        ));
    }
    for (name, song_lufs, raise, gain_db) in [
        (
            "a loud song is turned down to its target",
            -8.8,
            Raise::Never,
            -5.2,
        ),
        ("a quiet one is not raised", -20.0, Raise::Never, 0.0),
    ] {
        figures.push(Figure::new(
            STAGE,
            format!("platform at −14 LUFS: {name}"),
            "dB",
            Target::around(gain_db, 0.1),
            move || platform_db(song_lufs, raise),
        ));
    }
    figures
}

fn music() -> Stereo {
    lab::demo::music(RATE, 12.0)
}

/// What a platform does to a song whose loudness is known.
fn platform_db(song_lufs: f32, raise: Raise) -> f64 {
    let mut settings = Settings::default();
    settings.platform.rule = Some(Rule {
        target_lufs: Some(-14.0),
        raise,
        albums: false,
    });
    settings.platform.song_lufs = Some(song_lufs);
    loudness_lufs(&through::<Studio>(&settings, &music())) - loudness_lufs(&music())
}
