//! Copies of copies, beside a chain of real encodings.

use bedroom::audio::stages::upload::{MAX_REUPLOADS, Model, Settings};
use lab::Stereo;
use lab::encoders::Encoder;
use lab::instruments::compare::stereo_null_db;
use lab::instruments::level::loudness_lufs;
use lab::random::Random;

use super::{at, distance_db, music, none, uploaded};

const GENERATIONS: [u8; 5] = [1, 2, 5, 10, 20];
const KBPS: u32 = 128;

/// Signal to noise in dB.
fn snr_db(original: &Stereo, coded: &Stereo) -> f64 {
    -stereo_null_db(original, coded)
}

/// The model's own chain.
fn chain(sound: &Stereo) -> Vec<(f64, f64)> {
    let judged = |generations: u8| {
        let settings = Settings {
            reuploads: generations - 1,
            ..at(Model::Mp3, KBPS as f32)
        };
        let coded = uploaded(settings, sound);
        (snr_db(sound, &coded), distance_db(sound, &coded))
    };
    GENERATIONS.map(judged).to_vec()
}

/// The same by LAME, each pass on the last one's result with up to 500 frames cut off its start, as
/// nobody's editor leaves the frames where they were.
fn lames_chain(sound: &Stereo) -> Option<Vec<f64>> {
    let mut random = Random::new(7);
    let (mut coded, mut cut) = (sound.clone(), 0);
    let mut found = Vec::new();
    for generation in 1..=GENERATIONS[GENERATIONS.len() - 1] {
        let trim = match generation {
            1 => 0,
            _ => 1 + (500.0 * random.unipolar()) as usize,
        };
        cut += trim;
        coded = Encoder::Lame.round_trip(&coded.slice(trim..coded.len()), KBPS)?;
        if GENERATIONS.contains(&generation) {
            found.push(snr_db(&sound.slice(cut..sound.len()), &coded));
        }
    }
    Some(found)
}

/// How far the signal-to-noise ratio may be from LAME's.
const APART_DB: f64 = 3.0;

#[test]
fn each_generation_is_farther_from_the_original_and_fades_as_with_lame() {
    let mut failures = Vec::new();
    for piece in &music()[..3] {
        let ours = chain(&piece.sound);
        if !ours.windows(2).all(|pair| pair[1].1 > pair[0].1) {
            failures.push(format!("{}: does not grow: {ours:.2?}", piece.name));
        }
        let Some(lames) = lames_chain(&piece.sound) else {
            continue;
        };
        let mut both = ours.iter().zip(&lames);
        if both.any(|(ours, lame)| (ours.0 - lame).abs() > APART_DB) {
            failures.push(format!("{}: {ours:.1?}, LAME {lames:.1?}", piece.name));
        }
    }
    none(&failures);
}

/// How much louder or softer twenty generations may be, in LU.
const DRIFT_LU: f64 = 1.5;

/// At each model's own rate, and where a coder has far too few bits.
#[test]
fn twenty_generations_are_as_loud_as_the_first() {
    let piece = &music()[0];
    let own = Model::ALL.map(|model| (model, None));
    let starved = [
        (Model::Mp3, Some(8.0)),
        (Model::Aac, Some(8.0)),
        (Model::Mp3, Some(2.0)),
    ];
    let mut failures = Vec::new();
    for (model, bit_rate_kbps) in own.into_iter().chain(starved) {
        let [first, last] = [0, MAX_REUPLOADS].map(|reuploads| {
            let settings = Settings {
                model,
                bit_rate_kbps,
                reuploads,
                suppression: 0.0,
                ..Settings::default()
            };
            loudness_lufs(&uploaded(settings, &piece.sound))
        });
        let drift = last - first;
        println!("{model:?} at {bit_rate_kbps:?}: {drift:+.2} LU");
        if drift.abs() > DRIFT_LU {
            failures.push(format!("{model:?} at {bit_rate_kbps:?}: {drift:+.2} LU"));
        }
    }
    none(&failures);
}
