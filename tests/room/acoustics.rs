//! Decay, modes and density of what is heard.

use std::f64::consts::TAU;

use bedroom::audio::stages::room::{Acoustics, Floor, Furnishing, Walls, reverberation_time_at};
use lab::instruments::decay::rt60_seconds;
use lab::instruments::level::loudness_lufs;

use crate::support::steady;
use crate::{RATE, heard, impulse_response};

/// Octaves that are judged, in Hz.
const OCTAVES_HZ: [f64; 6] = [125.0, 250.0, 500.0, 1_000.0, 2_000.0, 4_000.0];

/// An octave of `samples` by two second-order band-passes one after the other, forwards and back, so
/// that the filter's own decay lies before the sound and not behind it.
fn octave(samples: &[f32], centre_hz: f64) -> Vec<f32> {
    let w = TAU * centre_hz / RATE;
    let alpha = w.sin() * (2f64.ln() / 2.0 * w / w.sin()).sinh();
    let (b0, a1, a2) = (
        alpha / (1.0 + alpha),
        -2.0 * w.cos() / (1.0 + alpha),
        (1.0 - alpha) / (1.0 + alpha),
    );
    let mut sound: Vec<f64> = samples.iter().rev().map(|&x| f64::from(x)).collect();
    for _ in 0..2 {
        let (mut s1, mut s2) = (0.0, 0.0);
        for x in &mut sound {
            let y = b0 * *x + s1;
            s1 = s2 - a1 * y;
            s2 = -b0 * *x - a2 * y;
            *x = y;
        }
    }
    sound.into_iter().rev().map(|x| x as f32).collect()
}

fn furnished(furnishing: Furnishing, decay: f32) -> Acoustics {
    Acoustics {
        furnishing,
        decay,
        ..Acoustics::default()
    }
}

/// From a blanketed room to an empty one, and stretched.
fn rooms() -> Vec<(&'static str, Acoustics)> {
    let bare = Furnishing {
        floor: Floor::Wood,
        curtains: 0.0,
        mattress: 0.0,
        wardrobe: 0.0,
        blankets: 0.0,
        clutter: 0.0,
        ..Furnishing::default()
    };
    let dead = Furnishing {
        floor: Floor::Carpet,
        curtains: 1.0,
        mattress: 1.0,
        wardrobe: 0.6,
        blankets: 0.2,
        clutter: 0.5,
        ..Furnishing::default()
    };
    let panelled = Furnishing {
        walls: Walls::Panelling,
        ..Furnishing::default()
    };
    let blanketed = Furnishing {
        blankets: 0.8,
        ..Furnishing::default()
    };
    vec![
        ("furnished", Acoustics::default()),
        ("blanketed", furnished(blanketed, 1.0)),
        ("bare", furnished(bare, 1.0)),
        ("dead", furnished(dead, 1.0)),
        ("panelled", furnished(panelled, 1.0)),
        ("stretched", furnished(Furnishing::default(), 2.5)),
    ]
}

#[test]
fn it_decays_as_its_absorption_says() {
    let mut off = Vec::new();
    for (name, acoustics) in rooms() {
        let response = impulse_response(heard(acoustics), 2.5);
        for centre_hz in OCTAVES_HZ {
            let measured = rt60_seconds(&octave(&response.left, centre_hz), RATE);
            let measured = measured.expect("a decay of 35 dB");
            let expected = reverberation_time_at(&acoustics, centre_hz);
            let tolerance = if centre_hz == 1_000.0 { 0.10 } else { 0.15 };
            println!("{name} {centre_hz} Hz: {measured:.3} s, {expected:.3} s by its absorption");
            if (measured / expected - 1.0).abs() > tolerance {
                off.push(format!(
                    "{name}, {centre_hz} Hz: {measured:.3} for {expected:.3} s"
                ));
            }
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

#[test]
fn the_furnished_bedroom_is_as_bedrooms_are() {
    let times = OCTAVES_HZ.map(|hz| reverberation_time_at(&Acoustics::default(), hz));
    assert!((0.35..0.45).contains(&times[3]), "{} s at 1 kHz", times[3]);
    assert!(times.is_sorted_by(|low, high| low >= high), "{times:?}");
}

#[test]
fn every_room_is_as_loud_as_what_goes_in() {
    let music = lab::demo::music(RATE, 8.0);
    let dry = loudness_lufs(&music);
    for (name, acoustics) in rooms() {
        let wet = loudness_lufs(&steady::<bedroom::audio::stages::room::Room>(
            heard(acoustics),
            &music,
        ));
        assert!((wet - dry).abs() < 1.0, "{name}: {:+.2} LU", wet - dry);
    }
}

/// Magnitude of `samples` at a frequency.
fn magnitude(samples: &[f32], hz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (n, &x) in samples.iter().enumerate() {
        let phase = TAU * hz * n as f64 / RATE;
        re += f64::from(x) * phase.cos();
        im += f64::from(x) * phase.sin();
    }
    re.hypot(im)
}

/// The axial modes of 4.0 × 3.2 × 2.5 m stand where the speed of sound puts them.
#[test]
fn the_modes_stand_where_the_walls_put_them() {
    let mut acoustics = furnished(rooms()[1].1.furnishing, 2.0);
    // In a corner every mode is heard.
    acoustics.geometry.source.x = 0.03;
    acoustics.geometry.source.y = 0.04;
    acoustics.geometry.source.height = 0.05;
    acoustics.geometry.source_width_m = 0.0;
    acoustics.geometry.microphones.pattern = bedroom::audio::stages::room::Pattern::Omni;
    acoustics.geometry.microphones.spacing_m = 0.0;
    acoustics.geometry.microphones.position = bedroom::audio::stages::room::Position {
        x: 0.96,
        y: 0.97,
        height: 0.95,
    };
    let response = impulse_response(heard(acoustics), 2.5);
    for mode_hz in [42.9, 53.6, 68.6] {
        let hz = (-60..=60).map(|step| mode_hz + 0.1 * f64::from(step));
        let peak = hz
            .max_by(|a, b| magnitude(&response.left, *a).total_cmp(&magnitude(&response.left, *b)));
        let peak = peak.expect("a peak");
        assert!((peak - mode_hz).abs() < 2.0, "{peak:.1} Hz for {mode_hz}");
    }
}
