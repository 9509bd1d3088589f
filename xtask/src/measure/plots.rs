//! The same measurements as pictures.

use std::fs;
use std::path::Path;

use lab::instruments::level::power_db;
use lab::instruments::response::log_spaced_hz;
use lab::instruments::spectrum::Spectrum;
use lab::plot::Lines;

use super::rig::{MACHINES, RATE, ZERO_VU_DBFS, name, still};
use super::tape;
use crate::Result;
use bedroom::audio::stages::tape::{Model, Settings, System, Way, static_gain_db};

type Plot = fn() -> Lines;

const PLOTS: [(&str, Plot); 6] = [
    ("tape-response.png", response),
    ("tape-distortion.png", distortion),
    ("tape-hiss.png", hiss),
    ("tape-wow-flutter.png", wow_flutter),
    ("tape-bounces.png", bounces),
    ("tape-noise-reduction.png", noise_reduction),
];

/// Draws all plots into `folder`, which is made if it is not there.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn draw(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)
        .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    for (file, plot) in PLOTS {
        let path = folder.join(file);
        plot().draw(&path)?;
        println!("{}", path.display());
    }
    Ok(())
}

fn response() -> Lines {
    let freqs_hz = log_spaced_hz(20.0, 20_000.0, 400);
    let lines = Lines::new("Tape: frequency response at −20 VU")
        .log_x("Frequency (Hz)")
        .y("Level re 1 kHz (dB)")
        .y_range(-15.0..6.0);
    MACHINES.iter().fold(lines, |lines, &model| {
        let gains = tape::response_db(&still(model), &freqs_hz);
        lines.series(name(model), freqs_hz.iter().copied().zip(gains).collect())
    })
}

fn distortion() -> Lines {
    let lines = Lines::new("Tape: distortion of 315 Hz")
        .x("Level (dB re 0 VU)")
        .y("Total harmonic distortion (dB re the fundamental)");
    MACHINES.iter().fold(lines, |lines, &model| {
        let levels_vu = (-20..=14).map(f64::from);
        let points = levels_vu.map(|level_vu| {
            let percent = tape::thd_percent(&still(model), level_vu);
            (level_vu, 20.0 * (percent / 100.0).log10())
        });
        lines.series(name(model), points.collect())
    })
}

fn hiss() -> Lines {
    // A third of an octave at a time, as a real-time analyser shows it.
    let centres_hz = log_spaced_hz(25.0, 20_000.0, 59);
    let lines = Lines::new("Tape: hiss in thirds of an octave, unweighted")
        .log_x("Frequency (Hz)")
        .y("Level (dB re 0 VU)");
    MACHINES.iter().fold(lines, |lines, &model| {
        let spectrum = Spectrum::averaged(&tape::hiss(model), RATE, 16_384);
        let half = 2f64.powf(1.0 / 6.0);
        let points = centres_hz.iter().map(|&hz| {
            let level_db = spectrum.band_db(hz / half..hz * half);
            (hz, level_db.max(power_db(1e-20)) - ZERO_VU_DBFS)
        });
        lines.series(name(model), points.collect())
    })
}

fn bounces() -> Lines {
    let freqs_hz = log_spaced_hz(20.0, 20_000.0, 400);
    let lines = Lines::new("Tape: frequency response of the four-track's bounces at −20 VU")
        .log_x("Frequency (Hz)")
        .y("Level re 1 kHz (dB)")
        .y_range(-30.0..12.0);
    [0u8, 1, 2, 4, 8].into_iter().fold(lines, |lines, bounces| {
        let settings = Settings {
            bounces,
            ..still(Model::FourTrack)
        };
        let gains = tape::response_db(&settings, &freqs_hz);
        let name = match bounces {
            0 => "no bounce".to_owned(),
            1 => "one bounce".to_owned(),
            _ => format!("{bounces} bounces"),
        };
        lines.series(&name, freqs_hz.iter().copied().zip(gains).collect())
    })
}

fn noise_reduction() -> Lines {
    let freqs_hz = log_spaced_hz(20.0, 20_000.0, 200);
    let lines = Lines::new("Tape: what the encoders raise a sine by")
        .log_x("Frequency (Hz)")
        .y("Gain (dB)");
    let curves = [
        ("sliding band", System::SlidingBand),
        ("compander", System::Compander),
    ];
    curves.into_iter().fold(lines, |lines, (name, system)| {
        [-40.0, -20.0, 0.0]
            .into_iter()
            .fold(lines, |lines, level_vu| {
                let gain = |hz: &f64| (*hz, static_gain_db(system, Way::Encode, *hz, level_vu));
                let name = format!("{name}, {level_vu} VU").replace('-', "−");
                lines.series(&name, freqs_hz.iter().map(gain).collect())
            })
    })
}

fn wow_flutter() -> Lines {
    Lines::new("Tape: speed of the four-track with its knobs at 0.1 %")
        .x("Time (s)")
        .y("Deviation (%)")
        .series("wow and flutter", deviation(0.1, 0.1, 5.0))
        .series("wow alone", deviation(0.1, 0.0, 5.0))
}

/// The first seconds of the speed's deviation in percent, over time.
fn deviation(wow_percent: f32, flutter_percent: f32, seconds: f64) -> Vec<(f64, f64)> {
    let settings = Settings {
        wow_percent,
        flutter_percent,
        ..still(Model::FourTrack)
    };
    let [left, _] = tape::wobbled(&settings);
    let points = left.deviation.iter().enumerate();
    points
        .map(|(index, deviation)| (index as f64 / left.deviation_rate_hz, 100.0 * deviation))
        .take_while(|(time_s, _)| *time_s < seconds)
        .collect()
}
