//! Noise reduction around the machine, and what leaks from track to track in it.

use bedroom::audio::stages::tape::{Model, Settings, System, Tape};
use lab::instruments::level::a_weighted_db;
use lab::instruments::spectrum::Spectrum;
use lab::{Stereo, signal};

use super::super::figure::{Figure, Target};
use super::super::rig::{RATE, ZERO_VU_DBFS, name, still, through, tone};

/// The figures.
pub fn figures() -> Vec<Figure> {
    let figure = |text: &str, unit, target, measure: fn() -> f64| {
        Figure::new("tape", text, unit, target, measure)
    };
    let mut figures = vec![
        figure(
            "hiss, A-weighted, re 0 VU, fast four-track with its compander",
            "dB",
            Target::AtMost(-85.0),
            || hiss_db(Model::FastFourTrack, System::Compander),
        ),
        figure(
            "hiss, A-weighted: what the sliding band takes away, hi-fi deck",
            "dB",
            Target::Between(8.0, 10.5),
            || hiss_db(Model::HiFi, System::Off) - hiss_db(Model::HiFi, System::SlidingBand),
        ),
        figure(
            "compander: 3 dB of mis-tracking come out as",
            "dB",
            Target::around(6.0, 0.5),
            || mistracked_db(3.0) - mistracked_db(0.0),
        ),
        figure(
            "compander round trip through the tape at 1 kHz, −20 VU",
            "dB",
            Target::around(0.0, 0.5),
            || mistracked_db(0.0) + 20.0,
        ),
    ];
    for model in [Model::FourTrack, Model::FastFourTrack, Model::HiFi] {
        figures.push(Figure::new(
            "tape",
            format!("crosstalk at 1 kHz, {}", name(model)),
            "dB",
            Target::Between(-50.0, -35.0),
            move || crosstalk_db(model, 1_000.0),
        ));
        figures.push(Figure::new(
            "tape",
            format!("crosstalk at 60 Hz re 1 kHz, {}", name(model)),
            "dB",
            Target::AtLeast(6.0),
            move || crosstalk_db(model, 60.0) - crosstalk_db(model, 1_000.0),
        ));
    }
    figures
}

fn hiss_db(model: Model, system: System) -> f64 {
    let settings = Settings {
        hiss: Some(0.0),
        encode: system,
        decode: system,
        ..still(model)
    };
    let silence = Stereo::silence(10 * RATE as usize, RATE);
    let output = through::<Tape>(&settings, &silence);
    a_weighted_db(&output.channels()[0][RATE as usize..], RATE) - ZERO_VU_DBFS
}

/// Level re 0 VU of 1 kHz that went in at −20 VU.
fn mistracked_db(mistrack_db: f32) -> f64 {
    let settings = Settings {
        encode: System::Compander,
        decode: System::Compander,
        mistrack_db,
        ..still(Model::FastFourTrack)
    };
    let samples = tone(&settings, 1_000.0, -20.0);
    Spectrum::of(&samples, RATE).level_db_at(1_000.0) - ZERO_VU_DBFS
}

/// What a tone on the left leaves on the right, re the left.
fn crosstalk_db(model: Model, freq_hz: f64) -> f64 {
    let settings = Settings {
        crosstalk: Some(0.0),
        ..still(model)
    };
    let left = signal::sine(freq_hz, ZERO_VU_DBFS, 2.0, RATE);
    let mut input = Stereo::silence(left.len(), RATE);
    input.left = left;
    let output = through::<Tape>(&settings, &input);
    let level = |side: &[f32]| Spectrum::of(&side[RATE as usize..], RATE).level_db_at(freq_hz);
    level(&output.right) - level(&output.left)
}
