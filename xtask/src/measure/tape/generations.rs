//! Bounces: what further generations do to hiss, treble and speed.

use bedroom::audio::stages::tape::{Model, Settings, Tape};
use lab::Stereo;
use lab::instruments::level::a_weighted_db;
use lab::instruments::response::log_spaced_hz;

use super::super::figure::{Figure, Target};
use super::super::rig::{RATE, still, through};
use super::{reading_percent, response_db};

const MODEL: Model = Model::FourTrack;

/// The figures.
pub fn figures() -> Vec<Figure> {
    let figure = |text: &str, unit, target, measure: fn() -> f64| {
        Figure::new("tape", text, unit, target, measure)
    };
    vec![
        figure(
            "three bounces raise the hiss by, four-track",
            "dB",
            Target::around(4.8, 1.0),
            || hiss_db(3) - hiss_db(0),
        ),
        figure(
            "each bounce lowers the −3 dB point by at least, four-track",
            "%",
            Target::AtLeast(0.2),
            least_fall_percent,
        ),
        figure(
            "0.1 % of wow and flutter, three bounces: reading re root of squares",
            "",
            Target::around(1.0, 0.2),
            || reading_percent(&wobbling(3)) / reading_percent(&wobbling(0)) / 2.0,
        ),
        figure(
            "the same, eight bounces",
            "",
            Target::around(1.0, 0.2),
            || reading_percent(&wobbling(8)) / reading_percent(&wobbling(0)) / 3.0,
        ),
    ]
}

fn bounced(bounces: u8) -> Settings {
    Settings {
        bounces,
        ..still(MODEL)
    }
}

fn wobbling(bounces: u8) -> Settings {
    Settings {
        wow_percent: 0.1,
        flutter_percent: 0.1,
        ..bounced(bounces)
    }
}

fn hiss_db(bounces: u8) -> f64 {
    let settings = Settings {
        hiss: Some(0.0),
        ..bounced(bounces)
    };
    let silence = Stereo::silence(10 * RATE as usize, RATE);
    a_weighted_db(through::<Tape>(&settings, &silence).channels()[0], RATE)
}

fn least_fall_percent() -> f64 {
    let freqs_hz = log_spaced_hz(3_000.0, 20_000.0, 600);
    let corners = (0..=8).map(|bounces| {
        let gains = response_db(&bounced(bounces), &freqs_hz);
        let beyond = gains.iter().position(|&gain| gain < -3.0);
        beyond.map_or(f64::NAN, |index| freqs_hz[index])
    });
    let corners: Vec<f64> = corners.collect();
    let falls = corners
        .windows(2)
        .map(|pair| 100.0 * (1.0 - pair[1] / pair[0]));
    falls.fold(f64::INFINITY, f64::min)
}
