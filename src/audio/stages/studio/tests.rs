use super::*;

const RATE: f64 = 48_000.0;

/// A loud key ducks a quiet sound, at the same frames, however the block is cut after it was handed over.
fn ducked(pieces: &[usize]) -> Vec<f32> {
    let mut studio = Studio::prepare(Spec { sample_rate: RATE });
    studio.set(&Settings {
        compressor: compressor::Settings {
            on: true,
            threshold_db: -30.0,
            ratio: 8.0,
            attack_ms: 0.05,
            key: compressor::Key::External,
            ..compressor::Settings::default()
        },
        ..Settings::default()
    });
    let mut heard = Vec::new();
    for block in 0..100 {
        let key: [f32; 64] =
            std::array::from_fn(|n| if block * 64 + n >= 3_000 { 0.9 } else { 0.0 });
        studio.sidechain(Some([&key, &key]));
        let (mut left, mut right) = ([0.01; 64], [0.01; 64]);
        let mut at = 0;
        for piece in pieces.iter().cycle() {
            let end = (at + piece).min(64);
            studio.process(&mut StereoBlock::new(
                &mut left[at..end],
                &mut right[at..end],
            ));
            at = end;
            if at == 64 {
                break;
            }
        }
        heard.extend(left);
    }
    heard
}

#[test]
fn what_comes_in_beside_is_heard_at_its_own_frames() {
    let whole = ducked(&[64]);
    let at = 3_000 + 144;
    assert!((whole[at - 1] - 0.01).abs() < 1e-6);
    assert!(whole[at + 20] < 0.003, "{}", whole[at + 20]);
    assert_eq!(ducked(&[1, 13, 30]), whole);
}

#[test]
fn without_what_comes_in_beside_its_key_is_silent_and_no_number_is_silence() {
    let mut studio = Studio::prepare(Spec { sample_rate: RATE });
    let nothing = [f32::NAN; 64];
    studio.sidechain(Some([&nothing, &nothing]));
    assert_eq!(studio.next_key(64), [[0.0; MAX_BLOCK]; 2]);
    studio.sidechain(None);
    assert_eq!(studio.next_key(64), [[0.0; MAX_BLOCK]; 2]);
}

#[test]
fn louder_is_louder_and_the_meters_say_so() {
    let loudness = |loudness_db| {
        let music = lab::demo::music(RATE, 10.0);
        let mut studio = Studio::prepare(Spec { sample_rate: RATE });
        studio.set(&Settings {
            limiter: limiter::Settings {
                on: true,
                loudness_db,
                ..limiter::Settings::default()
            },
            ..Settings::default()
        });
        let (mut left, mut right) = (music.left, music.right);
        for (left, right) in left.chunks_mut(64).zip(right.chunks_mut(64)) {
            studio.process(&mut StereoBlock::new(left, right));
        }
        studio.loudness()
    };
    let (soft, loud) = (loudness(0.0), loudness(12.0));
    assert!(loud.integrated_lufs > soft.integrated_lufs + 6.0);
    assert!(loud.true_peak_db < -0.9, "{loud:?}");
}
