//! Frequency response at −20 VU, where the tape is as linear as it gets.

use bedroom::audio::stages::tape::{Model, Settings, Tape};
use lab::instruments::response;
use lab::instruments::spectrum::Spectrum;
use lab::{Stereo, signal};

use super::super::figure::{Figure, Target};
use super::super::rig::{MACHINES, RATE, ZERO_VU_DBFS, name, still, through, tone};
use super::class::class;

/// What the published limits of small machines refer to.
const REFERENCE_HZ: f64 = 1_000.0;

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for model in MACHINES {
        let class = class(model);
        let mut add = |text: &str, unit, target, measure: fn(Model) -> f64| {
            let text = format!("{text}, {}", name(model));
            figures.push(Figure::new("tape", text, unit, target, move || {
                measure(model)
            }));
        };
        add("lower −3 dB point", "Hz", class.lowest, |model| {
            corner_hz(model, REFERENCE_HZ, 10.0)
        });
        add("upper −3 dB point", "Hz", class.highest, |model| {
            corner_hz(model, REFERENCE_HZ, 20_000.0)
        });
        add(
            "highest point of the response above 300 Hz",
            "dB",
            Target::AtMost(1.5),
            |model| peak(model, 300.0, 20_000.0).1,
        );
        if let Some((height, place)) = class.bump {
            add("head bump: height", "dB", height, |model| {
                peak(model, 30.0, 200.0).1
            });
            add("head bump: place", "Hz", place, |model| {
                peak(model, 30.0, 200.0).0
            });
        }
        add(
            "treble re 400 Hz at −20 VU: largest rise for 1 dB more bias",
            "dB",
            Target::AtMost(0.0),
            largest_treble_rise_db,
        );
    }
    figures
}

/// Gain at each of `freqs_hz` re 1 kHz, for noise at −20 VU.
pub fn response_db(settings: &Settings, freqs_hz: &[f64]) -> Vec<f64> {
    let noise = signal::white_noise(3, ZERO_VU_DBFS - 20.0, 12.0, RATE);
    let input = Stereo::from_mono(noise, RATE);
    let output = through::<Tape>(settings, &input);
    let all_hz = [&[REFERENCE_HZ], freqs_hz].concat();
    let gains = response::response_db(input.channels()[0], output.channels()[0], RATE, &all_hz);
    gains[1..].iter().map(|gain| gain - gains[0]).collect()
}

/// Where the response falls below −3 dB on the way from `from_hz` to `to_hz`; the end of the way
/// if it does not.
fn corner_hz(model: Model, from_hz: f64, to_hz: f64) -> f64 {
    let freqs_hz = response::log_spaced_hz(from_hz, to_hz, 600);
    let gains = response_db(&still(model), &freqs_hz);
    let beyond = gains.iter().position(|&gain| gain < -3.0);
    beyond.map_or(to_hz, |index| freqs_hz[index])
}

/// The frequency and the level of the highest point between two frequencies.
fn peak(model: Model, from_hz: f64, to_hz: f64) -> (f64, f64) {
    let freqs_hz = response::log_spaced_hz(from_hz, to_hz, 200);
    let gains = response_db(&still(model), &freqs_hz);
    freqs_hz
        .into_iter()
        .zip(gains)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((f64::NAN, f64::NAN))
}

/// Both are measured: too little bias lets small signals of any pitch sink.
fn largest_treble_rise_db(model: Model) -> f64 {
    let treble = |bias_db: i8| {
        let settings = Settings {
            bias_db: f32::from(bias_db),
            ..still(model)
        };
        let [high, low] = [class(model).treble_hz, 400.0].map(|freq_hz| {
            Spectrum::of(&tone(&settings, freq_hz, -20.0), RATE).level_db_at(freq_hz)
        });
        high - low
    };
    let treble: Vec<f64> = (-9..=9).map(treble).collect();
    let rises = treble.windows(2).map(|pair| pair[1] - pair[0]);
    rises.fold(f64::NEG_INFINITY, f64::max)
}
