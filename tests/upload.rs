//! The Upload against real encoders and published figures. Encoders that this machine does not have
//! are left out, with a printed reason; everything else is still judged.

mod support;

#[path = "upload/bandwidth.rs"]
mod bandwidth;
#[path = "upload/click.rs"]
mod click;
#[path = "upload/generations.rs"]
mod generations;
#[path = "upload/likeness.rs"]
mod likeness;
#[path = "upload/network.rs"]
mod network;
#[path = "upload/time.rs"]
mod time;

use std::sync::OnceLock;

use bedroom::audio::stages::upload::{Model, Settings, Upload};
use bedroom::audio::{MAX_BLOCK, Stage};
use lab::Stereo;
use lab::demo::{Piece, pieces};
use lab::instruments::compare::log_spectral_distance_db;
use support::{Change, prepare, render};

/// What most uploads have, and what the published figures were taken at.
const RATE: f64 = 44_100.0;

/// A model at a bit rate, over a good line.
fn at(model: Model, kbps: f32) -> Settings {
    Settings {
        model,
        bit_rate_kbps: Some(kbps),
        ..Settings::default()
    }
}

/// `input` as it comes out, in step with the input and as long.
fn uploaded(settings: Settings, input: &Stereo) -> Stereo {
    let mut stage = prepare::<Upload>(input.sample_rate);
    stage.set(&settings);
    let latency = stage.latency();
    let change = Change { frame: 0, settings };
    let longer = input.with_silence(latency);
    let output = render(&mut stage, &longer, &[change], &[MAX_BLOCK]);
    output.slice(latency..output.len())
}

/// Five kinds of music, five seconds each.
fn music() -> &'static [Piece; 5] {
    static MUSIC: OnceLock<[Piece; 5]> = OnceLock::new();
    MUSIC.get_or_init(|| pieces(RATE, 5.0))
}

/// Log-spectral distance, mean of both sides.
fn distance_db(a: &Stereo, b: &Stereo) -> f64 {
    let sides = a.channels().into_iter().zip(b.channels());
    0.5 * sides
        .map(|(a, b)| log_spectral_distance_db(a, b, RATE))
        .sum::<f64>()
}

/// Fails with everything that was found, so that one run shows the whole picture.
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
