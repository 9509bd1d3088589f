//! How far music is taken apart, and where, beside what real encoders do to the same music.

use bedroom::audio::stages::upload::Model;
use lab::Stereo;
use lab::demo::Piece;
use lab::encoders::Encoder;
use lab::instruments::noise_to_signal::noise_to_signal_bark_db;

use super::{at, distance_db, music, none, uploaded};

const KBPS: [u32; 3] = [64, 128, 192];

/// How far outside the span of the real encoders a distance may lie.
const BEYOND_DB: f64 = 0.7;

/// Calls `judge` with the piece, the bit rate and what the model and each of the encoders made of
/// it, and collects its complaints. Where an encoder is missing, there is nothing to judge by.
fn judged<const N: usize>(
    model: Model,
    encoders: [Encoder; N],
    judge: impl Fn(&Piece, &Stereo, [&Stereo; N]) -> Option<String>,
) {
    let mut failures = Vec::new();
    for (kbps, piece) in KBPS
        .into_iter()
        .flat_map(|kbps| music().iter().map(move |p| (kbps, p)))
    {
        let real: Vec<Stereo> = encoders
            .iter()
            .map_while(|encoder| encoder.round_trip(&piece.sound, kbps))
            .collect();
        let Ok(real) = <[&Stereo; N]>::try_from(real.iter().collect::<Vec<_>>()) else {
            return;
        };
        let ours = uploaded(at(model, kbps as f32), &piece.sound);
        let complaint = judge(piece, &ours, real);
        failures.extend(complaint.map(|why| format!("{model:?} {kbps}, {}: {why}", piece.name)));
    }
    none(&failures);
}

/// Whether the distance of `ours` to the piece is within the span of those of `real`.
fn off_the_span(piece: &Piece, ours: &Stereo, real: &[&Stereo]) -> Option<String> {
    let distance = |coded: &Stereo| distance_db(&piece.sound, coded);
    let (ours, real): (f64, Vec<f64>) = (
        distance(ours),
        real.iter().map(|coded| distance(coded)).collect(),
    );
    let low = real.iter().copied().fold(f64::INFINITY, f64::min) - BEYOND_DB;
    let high = real.iter().copied().fold(0.0, f64::max) + BEYOND_DB;
    let is_off = !(low..=high).contains(&ours);
    is_off.then(|| format!("{ours:.2} dB from the original, the real ones {real:.2?}"))
}

#[test]
fn mp3_takes_music_apart_as_lame_does() {
    judged(
        Model::Mp3,
        [Encoder::Lame, Encoder::Shine],
        |piece, ours, [lame, shine]| {
            let mut why: Vec<String> = off_the_span(piece, ours, &[lame, shine])
                .into_iter()
                .collect();
            let (to_lame, shines) = (distance_db(lame, ours), distance_db(lame, shine));
            if to_lame > shines {
                why.push(format!("{to_lame:.2} dB from LAME's, Shine is {shines:.2}"));
            }
            let [noise, lames] =
                [ours, lame].map(|coded| noise_to_signal_bark_db(&piece.sound, coded));
            let off: f64 = noise.iter().zip(&lames).map(|(a, b)| (a - b).abs()).sum();
            let off = off / lames.len() as f64;
            if off > 4.0 {
                why.push(format!(
                    "noise {off:.1} dB off LAME's: {noise:.0?}, not {lames:.0?}"
                ));
            }
            (!why.is_empty()).then(|| why.join("; "))
        },
    );
}

#[test]
fn aac_and_opus_take_music_apart_as_real_encoders_do() {
    use Encoder::{Aac, Lame, Opus, Shine};
    for model in [Model::Aac, Model::Opus] {
        judged(model, [Aac, Opus, Lame, Shine], |piece, ours, real| {
            off_the_span(piece, ours, &real)
        });
    }
}
