use super::*;
use std::f64::consts::TAU;

/// The meters after `parts` of (dBFS peak, seconds) of a sine of 1 kHz in both channels.
fn measured(rate: f64, parts: &[(f64, f64)]) -> (Meters, Vec<Loudness>) {
    let mut meters = Meters::new(Spec { sample_rate: rate });
    let mut course = Vec::new();
    let mut phase = 0.0f64;
    for &(db, seconds) in parts {
        let amplitude = 10f64.powf(db / 20.0);
        let samples: Vec<f32> = (0..(seconds * rate) as usize)
            .map(|_| {
                phase = (phase + 1_000.0 / rate).fract();
                (amplitude * (TAU * phase).sin()) as f32
            })
            .collect();
        for piece in samples.chunks(61) {
            let (mut left, mut right) = (piece.to_vec(), piece.to_vec());
            meters.process(&mut StereoBlock::new(&mut left, &mut right));
            course.push(meters.loudness());
        }
    }
    (meters, course)
}

fn near(value: f64, wanted: f64, tolerance: f64) -> bool {
    (value - wanted).abs() <= tolerance
}

/// EBU Tech 3341, table 1, cases 1 to 6 without 6's five channels.
#[test]
fn loudness_is_that_of_the_ebu_cases() {
    for rate in [44_100.0, 48_000.0, 96_000.0] {
        for level in [-23.0, -33.0] {
            let shown = measured(rate, &[(level, 20.0)]).0.loudness();
            for lufs in [
                shown.momentary_lufs,
                shown.short_term_lufs,
                shown.integrated_lufs,
            ] {
                assert!(near(lufs, level, 0.1), "{rate} Hz, {level}: {shown:?}");
            }
        }
        let cases: [&[(f64, f64)]; 3] = [
            &[(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)],
            &[
                (-72.0, 10.0),
                (-36.0, 10.0),
                (-23.0, 60.0),
                (-36.0, 10.0),
                (-72.0, 10.0),
            ],
            &[(-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)],
        ];
        for case in cases {
            let shown = measured(rate, case).0.loudness();
            assert!(
                near(shown.integrated_lufs, -23.0, 0.1),
                "{case:?}: {shown:?}"
            );
        }
    }
}

/// Cases 9 and 12: sounds as short as the windows, over and over.
#[test]
fn short_term_and_momentary_hold_still_where_they_should() {
    let cycle = |a: f64, b: f64| -> Vec<(f64, f64)> {
        (0..5).flat_map(|_| [(-20.0, a), (-30.0, b)]).collect()
    };
    let (_, course) = measured(48_000.0, &cycle(1.34, 1.66));
    for shown in &course[course.len() * 2 / 5..] {
        assert!(near(shown.short_term_lufs, -23.0, 0.1), "{shown:?}");
    }
    let (_, course) = measured(48_000.0, &[cycle(0.18, 0.22), cycle(0.18, 0.22)].concat());
    for shown in &course[course.len() / 4..] {
        assert!(near(shown.momentary_lufs, -23.0, 0.1), "{shown:?}");
    }
}

/// EBU Tech 3342, table 1, cases 1 to 4.
#[test]
fn the_range_is_that_of_the_ebu_cases() {
    let cases: [(&[(f64, f64)], f64); 4] = [
        (&[(-20.0, 20.0), (-30.0, 20.0)], 10.0),
        (&[(-20.0, 20.0), (-15.0, 20.0)], 5.0),
        (&[(-40.0, 20.0), (-20.0, 20.0)], 20.0),
        (
            &[
                (-50.0, 20.0),
                (-35.0, 20.0),
                (-20.0, 20.0),
                (-35.0, 20.0),
                (-50.0, 20.0),
            ],
            15.0,
        ),
    ];
    for (case, wanted) in cases {
        let shown = measured(48_000.0, case).0.loudness();
        assert!(near(shown.range_lu, wanted, 1.0), "{case:?}: {shown:?}");
    }
}

/// EBU Tech 3341, table 1, cases 15 to 19: sines between whose samples the peaks fall.
#[test]
fn true_peaks_are_those_of_the_ebu_cases() {
    for (divisor, degrees, level) in [
        (4.0, 0.0, -6.0),
        (4.0, 45.0, -6.0),
        (6.0, 60.0, -6.0),
        (8.0, 67.5, -6.0),
        (4.0, 45.0, 3.0),
    ] {
        let mut meters = Meters::new(Spec {
            sample_rate: 48_000.0,
        });
        let amplitude = 10f64.powf(level / 20.0);
        for block in 0..1_000 {
            let mut left: Vec<f32> = (0..64)
                .map(|n| {
                    let phase = f64::from(block * 64 + n) / divisor + degrees / 360.0;
                    // Its beginning is no part of it.
                    let fade = (f64::from(block * 64 + n) / 4_800.0).min(1.0);
                    (fade * amplitude * (TAU * phase).sin()) as f32
                })
                .collect();
            let mut right = vec![0.0; 64];
            meters.process(&mut StereoBlock::new(&mut left, &mut right));
        }
        let miss = meters.loudness().true_peak_db - level;
        assert!(
            (-0.4..=0.2).contains(&miss),
            "fs/{divisor} at {degrees}°: {miss:.2} dB"
        );
    }
}

/// Another implementation of the same recommendation.
#[test]
fn music_is_as_loud_as_libebur128_has_it() {
    use ebur128::{EbuR128, Mode};
    for rate in [44_100.0, 48_000.0] {
        let music = lab::demo::music(rate, 21.0);
        let mut meters = Meters::new(Spec { sample_rate: rate });
        let mode = Mode::I | Mode::LRA | Mode::TRUE_PEAK;
        let mut peer = EbuR128::new(2, rate as u32, mode).unwrap();
        let (mut left, mut right) = (music.left.clone(), music.right.clone());
        peer.add_frames_planar_f32(&[&left, &right]).unwrap();
        for (left, right) in left.chunks_mut(64).zip(right.chunks_mut(64)) {
            meters.process(&mut StereoBlock::new(left, right));
        }
        let shown = meters.loudness();
        assert!(near(
            shown.integrated_lufs,
            peer.loudness_global().unwrap(),
            0.05
        ));
        assert!(near(shown.range_lu, peer.loudness_range().unwrap(), 0.5));
        assert!(near(
            shown.short_term_lufs,
            peer.loudness_shortterm().unwrap(),
            0.05
        ));
        let peak = peer.true_peak(0).unwrap().max(peer.true_peak(1).unwrap());
        let miss = shown.true_peak_db - 20.0 * peak.log10();
        assert!((-0.1..0.5).contains(&miss), "{miss}");
    }
}

#[test]
fn a_reset_forgets_everything() {
    let (mut meters, _) = measured(48_000.0, &[(-10.0, 5.0)]);
    meters.reset();
    assert_eq!(meters.loudness(), Loudness::NOTHING);
    let mut silence = ([0.0; 64], [0.0; 64]);
    for _ in 0..5_000 {
        meters.process(&mut StereoBlock::new(&mut silence.0, &mut silence.1));
    }
    assert_eq!(meters.loudness(), Loudness::NOTHING);
}
