//! Hiss with nothing recorded.

use bedroom::audio::stages::tape::{Model, Settings, Tape};
use lab::Stereo;
use lab::instruments::level::a_weighted_db;

use super::super::figure::Figure;
use super::super::rig::{MACHINES, RATE, ZERO_VU_DBFS, name, still, through};
use super::class::class;

/// The figures.
pub fn figures() -> Vec<Figure> {
    let figures = MACHINES.map(|model| {
        let text = format!("hiss, A-weighted, re 0 VU, {}", name(model));
        let target = class(model).hiss_db;
        Figure::new("tape", text, "dB", target, move || level_db(model))
    });
    figures.into()
}

/// Ten seconds of the machine's own hiss, left channel.
pub fn hiss(model: Model) -> Vec<f32> {
    let settings = Settings {
        hiss: Some(0.0),
        ..still(model)
    };
    let silence = Stereo::silence(10 * RATE as usize, RATE);
    through::<Tape>(&settings, &silence).channels()[0].to_vec()
}

fn level_db(model: Model) -> f64 {
    a_weighted_db(&hiss(model), RATE) - ZERO_VU_DBFS
}
