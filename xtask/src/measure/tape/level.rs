//! Level matching: a tone at 0 VU comes back at 0 VU, whatever the knobs.

use bedroom::audio::stages::tape::{BIAS_RANGE_DB, Model, Settings, Tape};
use lab::demo;
use lab::instruments::level::loudness_lufs;
use lab::instruments::spectrum::Spectrum;

use super::super::figure::{Figure, Target};
use super::super::rig::{MACHINES, RATE, ZERO_VU_DBFS, name, still, through, tone};

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for model in MACHINES {
        let mut add = |text: &str, measure: fn(Model) -> f64| {
            let text = format!("level of 400 Hz at 0 VU{text}, {}", name(model));
            // Its curve is bent the most already.
            let tolerance = if model == Model::Dictation { 0.5 } else { 0.35 };
            let target = Target::around(0.0, tolerance);
            figures.push(Figure::new("tape", text, "dB", target, move || {
                measure(model)
            }));
        };
        add("", |model| error_db(&still(model)));
        add(", drive −12 to 24 dB", |model| {
            worst(&[-12.0, -6.0, 0.0, 6.0, 12.0, 18.0, 24.0], |drive_db| {
                Settings {
                    drive_db,
                    ..still(model)
                }
            })
        });
        add(", saturation 0 to 100 %", |model| {
            worst(&[0.0, 0.25, 0.5, 0.75, 1.0], |saturation| Settings {
                saturation,
                ..still(model)
            })
        });
        add(", bias 0 to 9 dB", |model| {
            let high = BIAS_RANGE_DB.1 as f32;
            worst(&[0.0, 3.0, 6.0, high], |bias_db| Settings {
                bias_db,
                ..still(model)
            })
        });
        add(", all of these at their ends", |model| {
            let ends = (0..8).map(|corner| Settings {
                drive_db: [-12.0, 24.0][corner & 1],
                saturation: [0.0, 1.0][corner >> 1 & 1],
                bias_db: [0.0, BIAS_RANGE_DB.1 as f32][corner >> 2],
                ..still(model)
            });
            largest(ends.map(|settings| error_db(&settings)))
        });
        // Where bias is missing, music is matched.
        let text = format!(
            "loudness of music, bias −9 to 9 dB re 0 dB, {}",
            name(model)
        );
        let tolerance = if model == Model::Dictation { 4.0 } else { 2.0 };
        let target = Target::around(0.0, tolerance);
        figures.push(Figure::new("tape", text, "LU", target, move || {
            let (low, high) = (BIAS_RANGE_DB.0 as f32, BIAS_RANGE_DB.1 as f32);
            let music = demo::music(RATE, 6.0);
            let loudness = |bias_db: f32| {
                let settings = Settings {
                    bias_db,
                    ..still(model)
                };
                loudness_lufs(&through::<Tape>(&settings, &music))
            };
            let own = loudness(0.0);
            let others = [low, -6.0, -3.0, 3.0, 6.0, high];
            largest(others.into_iter().map(|bias_db| loudness(bias_db) - own))
        }));
    }
    figures
}

/// The fundamental's level re 0 VU: harmonics are what the tape adds, not the level it keeps.
fn error_db(settings: &Settings) -> f64 {
    Spectrum::of(&tone(settings, 400.0, 0.0), RATE).level_db_at(400.0) - ZERO_VU_DBFS
}

fn worst(values: &[f32], settings: impl Fn(f32) -> Settings) -> f64 {
    largest(values.iter().map(|&value| error_db(&settings(value))))
}

/// The error that is largest in size, with its sign.
fn largest(errors_db: impl Iterator<Item = f64>) -> f64 {
    errors_db
        .max_by(|a, b| a.abs().total_cmp(&b.abs()))
        .unwrap_or(f64::NAN)
}
