//! What the tape adds to a tone: harmonics, products that are none, and what it leaves behind.

use bedroom::audio::stages::tape::{Model, Settings, Tape};
use lab::instruments::harmonics;
use lab::instruments::level::{amplitude_db, dc};
use lab::instruments::spectrum::Spectrum;
use lab::{Stereo, signal};

use super::super::figure::{Figure, Target};
use super::super::rig::{MACHINES, RATE, ZERO_VU_DBFS, name, still, through, tone};

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for model in MACHINES {
        let mut add = |text: &str, unit, target, measure: fn(Model) -> f64| {
            let text = format!("{text}, {}", name(model));
            figures.push(Figure::new("tape", text, unit, target, move || {
                measure(model)
            }));
        };
        let thd: fn(Model) -> f64 = |model| thd_percent(&still(model), 0.0);
        add("THD of 315 Hz at 0 VU", "%", Target::Between(0.2, 1.5), thd);
        add(
            "second harmonic re third",
            "dB",
            Target::AtMost(-10.0),
            second_re_third_db,
        );
        add(
            "alias floor of 5 kHz at 0 VU",
            "dB",
            Target::AtMost(-80.0),
            alias_floor_db,
        );
        add(
            "bias of the least THD",
            "dB",
            Target::around(3.0, 1.5),
            best_bias_db,
        );
        add(
            "10 kHz compresses more than 400 Hz, +6 VU re −20 VU",
            "dB",
            Target::AtLeast(0.5),
            treble_saturation_db,
        );
        add(
            "DC 1 s after a burst",
            "dBFS",
            Target::AtMost(-60.0),
            dc_after_burst_db,
        );
    }
    figures
}

/// Total harmonic distortion of 315 Hz at `level_vu` dB re 0 VU.
pub fn thd_percent(settings: &Settings, level_vu: f64) -> f64 {
    harmonics::thd_percent(&tone(settings, 315.0, level_vu), RATE, 315.0)
}

fn second_re_third_db(model: Model) -> f64 {
    let samples = tone(&still(model), 315.0, 0.0);
    harmonics::harmonic_db(&samples, RATE, 315.0, 2)
        - harmonics::harmonic_db(&samples, RATE, 315.0, 3)
}

fn alias_floor_db(model: Model) -> f64 {
    // Not 5000: at 48 kHz its folded harmonics would fall onto the true ones.
    let freq_hz = 5_003.0;
    harmonics::alias_floor_db(&tone(&still(model), freq_hz, 0.0), RATE, freq_hz)
}

/// Where distortion is least, to half a dB.
fn best_bias_db(model: Model) -> f64 {
    let thd = |bias_db: f64| {
        let settings = Settings {
            bias_db: bias_db as f32,
            ..still(model)
        };
        thd_percent(&settings, 0.0)
    };
    let settings = (-18..=18).map(|half_db| f64::from(half_db) / 2.0);
    settings
        .map(|bias_db| (bias_db, thd(bias_db)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(f64::NAN, |(bias_db, _)| bias_db)
}

fn treble_saturation_db(model: Model) -> f64 {
    let compression = |freq_hz: f64| {
        let level = |level_vu: f64| {
            let samples = tone(&still(model), freq_hz, level_vu);
            Spectrum::of(&samples, RATE).level_db_at(freq_hz) - level_vu
        };
        level(-20.0) - level(6.0)
    };
    compression(10_000.0) - compression(400.0)
}

/// The mean over 100 ms, from 1 s after a full-scale tone that breaks off at its peak.
fn dc_after_burst_db(model: Model) -> f64 {
    let settings = Settings {
        drive_db: 12.0,
        ..still(model)
    };
    // 100 and a quarter cycles of 100 Hz.
    let mut burst = signal::sine(100.0, ZERO_VU_DBFS + 18.0, 1.0025, RATE);
    let end = burst.len();
    burst.resize(end + (1.2 * RATE) as usize, 0.0);
    let output = through::<Tape>(&settings, &Stereo::from_mono(burst, RATE));
    let start = end + RATE as usize;
    let mean = dc(&output.channels()[0][start..start + (0.1 * RATE) as usize]);
    amplitude_db(std::f64::consts::SQRT_2 * mean.abs())
}
