//! The chain in its outermost slot: bypass, mix, latency, and that it is the same every time.

use bedroom::audio::chain::{self, Chain, Slot, slot};
use bedroom::audio::stages::tape::{self, Model};
use bedroom::audio::{MAX_BLOCK, Stage};
use lab::instruments::compare::{align, is_identical, stereo_null_db};
use lab::instruments::response::{log_spaced_hz, response_db};
use lab::{Stereo, demo, signal};

use super::figure::{Figure, Target};
use super::rig::{MACHINES, RATE, name, prepared, raw, run, still, through};

type Whole = slot::Settings<chain::Settings>;

/// The figures of the whole chain.
pub fn figures() -> Vec<Figure> {
    let figure = |name: &str, unit, target, measure: fn() -> f64| {
        Figure::new("chain", name, unit, target, measure)
    };
    let mut figures = vec![
        figure(
            "bypass: output less delayed input",
            "dB",
            Target::AtMost(-120.0),
            bypass_null_db,
        ),
        figure(
            "mix 50 %, transparent: worst deviation 20 Hz to 20 kHz",
            "dB",
            Target::AtMost(0.01),
            || mixed_deviation_db(Model::Transparent, 20.0..20_000.0),
        ),
        figure(
            "other block lengths: samples that differ",
            "",
            Target::around(0.0, 0.0),
            split_differences,
        ),
        figure(
            "rendered twice: samples that differ",
            "",
            Target::around(0.0, 0.0),
            repeat_differences,
        ),
    ];
    for rate in [44_100.0, 48_000.0, 96_000.0] {
        figures.push(Figure::new(
            "chain",
            format!("latency beyond the reported, transparent, {rate} Hz"),
            "frames",
            Target::around(0.0, 0.0),
            move || latency_error_frames(Model::Transparent, rate),
        ));
    }
    for model in MACHINES {
        // A machine's filters have a phase of their own, which moves the middle of a sound.
        figures.push(Figure::new(
            "chain",
            format!("latency beyond the reported, {}", name(model)),
            "µs",
            Target::around(0.0, 50.0),
            move || 1e6 / 96_000.0 * latency_error_frames(model, 96_000.0),
        ));
    }
    figures
}

fn whole(tape: tape::Settings) -> Whole {
    let tape = slot::Settings {
        stage: tape,
        ..slot::Settings::default()
    };
    Whole {
        stage: chain::Settings {
            tape,
            ..chain::Settings::default()
        },
        ..Whole::default()
    }
}

/// Everything turned up that the chain has.
fn busy() -> Whole {
    whole(tape::Settings {
        model: Model::FourTrack,
        drive_db: 9.0,
        saturation: 0.4,
        bias_db: -2.0,
        spacing_um: 1.0,
        wow_percent: 0.3,
        flutter_percent: 0.2,
        hiss: Some(6.0),
        ..tape::Settings::default()
    })
}

fn bypass_null_db() -> f64 {
    let settings = Whole {
        on: false,
        ..busy()
    };
    let input = demo::music(RATE, 3.0);
    stereo_null_db(&input, &through::<Slot<Chain>>(&settings, &input))
}

fn mixed_deviation_db(model: Model, range_hz: std::ops::Range<f64>) -> f64 {
    let settings = Whole {
        mix: 0.5,
        ..whole(still(model))
    };
    let input = Stereo::from_mono(signal::white_noise(1, -30.0, 8.0, RATE), RATE);
    let output = through::<Slot<Chain>>(&settings, &input);
    let freqs_hz = log_spaced_hz(range_hz.start, range_hz.end, 200);
    response_db(input.channels()[0], output.channels()[0], RATE, &freqs_hz)
        .into_iter()
        .map(f64::abs)
        .fold(0.0, f64::max)
}

fn latency_error_frames(model: Model, rate: f64) -> f64 {
    let settings = whole(still(model));
    let input = Stereo::from_mono(signal::pink_noise(2, -30.0, 2.0, rate), rate);
    let output = raw::<Slot<Chain>>(&settings, &input);
    let late = align(input.channels()[0], output.channels()[0], 2_000);
    late as f64 - prepared::<Slot<Chain>>(&settings, rate).latency() as f64
}

fn split_differences() -> f64 {
    let input = demo::music(RATE, 3.0);
    let whole_blocks = raw::<Slot<Chain>>(&busy(), &input);
    let mut split = input;
    let mut stage = prepared::<Slot<Chain>>(&busy(), RATE);
    run(&mut stage, &mut split, &[1, 63, 7, MAX_BLOCK, 32, 13, 2]);
    differences(&whole_blocks, &split)
}

fn repeat_differences() -> f64 {
    let input = demo::music(RATE, 3.0);
    let mut stage = prepared::<Slot<Chain>>(&busy(), RATE);
    let [first, second] = [(); 2].map(|()| {
        let mut sound = input.clone();
        stage.reset();
        stage.set(&busy());
        run(&mut stage, &mut sound, &[MAX_BLOCK]);
        sound
    });
    differences(&first, &second)
}

/// Samples whose bits differ, in both channels.
fn differences(a: &Stereo, b: &Stereo) -> f64 {
    let pairs = a.channels().into_iter().zip(b.channels());
    pairs
        .flat_map(|(a, b)| a.iter().zip(b))
        .filter(|(a, b)| !is_identical(&[**a], &[**b]))
        .count() as f64
}
