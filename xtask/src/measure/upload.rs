//! The Upload stage by itself: what needs no real encoder to compare with. `tests/upload.rs` holds the
//! coders against LAME, libshine, ffmpeg's AAC and libopus.

use bedroom::audio::Stage;
use bedroom::audio::stages::upload::{Model, Settings, Upload};
use lab::instruments::bandwidth::ten_db_point_hz;
use lab::instruments::compare::{log_spectral_distance_db, stereo_null_db};
use lab::{Stereo, signal};

use super::figure::{Figure, Target};
use super::rig::{RATE, prepared, through};

/// Bit rates in kbit/s and the −10 dB points that LAME 3.100, ffmpeg's AAC and libopus leave of pink
/// noise in stereo, in Hz.
const LADDERS: [(Model, &[(f32, f64)]); 3] = [
    (
        Model::Mp3,
        &[
            (16.0, 3_620.0),
            (32.0, 5_530.0),
            (64.0, 10_890.0),
            (128.0, 16_610.0),
            (320.0, 20_080.0),
        ],
    ),
    (
        Model::Aac,
        &[(32.0, 3_800.0), (64.0, 10_300.0), (128.0, 17_200.0)],
    ),
    (Model::Opus, &[(8.0, 4_000.0), (12.0, 8_300.0)]),
];

/// As `--only` names it.
const STAGE: &str = "upload";

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for (model, ladder) in LADDERS {
        for &(kbps, edge_hz) in ladder {
            let share = if kbps < 32.0 { 0.1 } else { 0.05 };
            figures.push(Figure::new(
                STAGE,
                format!("−10 dB point, {model:?} at {kbps} kbit/s"),
                "Hz",
                Target::around(edge_hz, share * edge_hz),
                move || edge(model, kbps),
            ));
        }
    }
    figures.push(Figure::new(
        STAGE,
        "bits spent of the budget, MP3 at 128 kbit/s, largest share",
        "%",
        Target::AtMost(100.0),
        largest_share_percent,
    ));
    for (from, to) in [(0, 1), (1, 4), (4, 9), (9, 19)] {
        figures.push(Figure::new(
            STAGE,
            format!("distance gained from {from} to {to} re-uploads, MP3 at 128 kbit/s"),
            "dB",
            Target::AtLeast(0.0),
            move || distance_db(to) - distance_db(from),
        ));
    }
    for reuploads in [0, 3, 20] {
        figures.push(Figure::new(
            STAGE,
            format!("dry sound against the reported latency, {reuploads} re-uploads"),
            "dB",
            Target::AtMost(-120.0),
            move || late_db(reuploads),
        ));
    }
    figures
}

fn at(model: Model, kbps: f32) -> Settings {
    Settings {
        model,
        bit_rate_kbps: Some(kbps),
        ..Settings::default()
    }
}

fn edge(model: Model, kbps: f32) -> f64 {
    let side = |seed| signal::pink_noise(seed, -20.0, 4.0, RATE);
    let noise = Stereo::from_channels(side(1), side(2), RATE);
    let output = through::<Upload>(&at(model, kbps), &noise);
    ten_db_point_hz(&noise.left, &output.left, RATE)
}

fn largest_share_percent() -> f64 {
    let mut music = lab::demo::music(RATE, 4.0);
    let mut upload = prepared::<Upload>(&at(Model::Mp3, 128.0), RATE);
    let mut largest: f64 = 0.0;
    let [left, right] = music.channels_mut();
    for (left, right) in left.chunks_mut(64).zip(right.chunks_mut(64)) {
        upload.process(&mut bedroom::audio::StereoBlock::new(left, right));
        if let Some(kept) = upload.kept().filter(|kept| kept.budget_bits > 0) {
            let share = f64::from(kept.spent_bits) / f64::from(kept.budget_bits);
            largest = largest.max(100.0 * share);
        }
    }
    largest
}

fn distance_db(reuploads: u8) -> f64 {
    let music = lab::demo::music(RATE, 5.0);
    let settings = Settings {
        reuploads,
        ..at(Model::Mp3, 128.0)
    };
    let output = through::<Upload>(&settings, &music);
    log_spectral_distance_db(&music.left, &output.left, RATE)
}

fn late_db(reuploads: u8) -> f64 {
    let music = lab::demo::music(RATE, 1.0);
    let settings = Settings {
        reuploads,
        ..Settings::default()
    };
    stereo_null_db(&music, &through::<Upload>(&settings, &music))
}
