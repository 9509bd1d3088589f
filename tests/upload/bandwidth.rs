//! How far up each model reaches at each bit rate, against what the encoders leave of pink noise.

use bedroom::audio::stages::upload::Model;
use lab::instruments::bandwidth::ten_db_point_hz;
use lab::instruments::compare::is_identical;
use lab::{Stereo, signal};

use super::{RATE, at, none, uploaded};

/// Bit rate in kbit/s and −10 dB point in Hz.
type Ladder = [(f32, f64)];

/// LAME 3.100, joint stereo, measured with pink noise.
const LAME: &Ladder = &[
    (8.0, 2_000.0),
    (16.0, 3_620.0),
    (24.0, 3_870.0),
    (32.0, 5_530.0),
    (48.0, 7_630.0),
    (56.0, 9_780.0),
    (64.0, 10_890.0),
    (96.0, 15_000.0),
    (112.0, 15_220.0),
    (128.0, 16_610.0),
    (160.0, 17_300.0),
    (192.0, 18_700.0),
    (256.0, 19_400.0),
    (320.0, 20_080.0),
];

/// ffmpeg's AAC-LC, likewise.
const AAC: &Ladder = &[
    (32.0, 3_800.0),
    (48.0, 7_600.0),
    (64.0, 10_300.0),
    (96.0, 15_850.0),
    (128.0, 17_200.0),
    (192.0, 19_300.0),
];

/// libopus, likewise: its bandwidths of 4, 8 and 20 kHz.
const OPUS: &Ladder = &[
    (6.0, 4_200.0),
    (8.0, 4_000.0),
    (10.0, 8_400.0),
    (12.0, 8_300.0),
    (16.0, 20_000.0),
    (64.0, 20_000.0),
    (128.0, 20_000.0),
];

fn noise(sample_rate: f64) -> Stereo {
    let side = |seed| signal::pink_noise(seed, -20.0, 4.0, sample_rate);
    Stereo::from_channels(side(1), side(2), sample_rate)
}

fn follows(model: Model, ladder: &Ladder, sample_rate: f64) {
    let noise = noise(sample_rate);
    let miss = |&(kbps, edge_hz): &(f32, f64)| {
        let output = uploaded(at(model, kbps), &noise);
        let found_hz = ten_db_point_hz(&noise.left, &output.left, sample_rate);
        let tolerance = if kbps < 32.0 { 0.1 } else { 0.05 };
        let is_off = (found_hz / edge_hz - 1.0).abs() > tolerance;
        is_off
            .then(|| format!("{model:?} {kbps} at {sample_rate}: {found_hz:.0}, not {edge_hz} Hz"))
    };
    none(&ladder.iter().filter_map(miss).collect::<Vec<_>>());
}

#[test]
fn mp3_reaches_as_far_as_lame() {
    follows(Model::Mp3, LAME, RATE);
}

#[test]
fn aac_and_opus_reach_as_far_as_theirs() {
    follows(Model::Aac, AAC, RATE);
    follows(Model::Opus, OPUS, RATE);
}

#[test]
fn the_sample_rate_of_the_host_does_not_matter() {
    for sample_rate in [48_000.0, 96_000.0] {
        follows(Model::Mp3, &[LAME[6], LAME[9]], sample_rate);
        follows(Model::Aac, &[AAC[4]], sample_rate);
    }
}

#[test]
fn the_video_site_is_one_channel_at_half_the_rate() {
    let noise = noise(RATE);
    let settings = bedroom::audio::stages::upload::Settings {
        bit_rate_kbps: None,
        ..at(Model::VideoSite, 0.0)
    };
    let output = uploaded(settings, &noise);
    assert!(is_identical(&output.left, &output.right));
    let edge_hz = ten_db_point_hz(&noise.mono(), &output.left, RATE);
    assert!((9_500.0..11_030.0).contains(&edge_hz), "{edge_hz:.0} Hz");
}
