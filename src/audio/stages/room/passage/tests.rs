//! The passage against its own curves, and against clicks.

use std::f64::consts::TAU;

use super::*;

const RATE: f64 = 48_000.0;
const PLACES: [(ListenFrom, f32); 8] = [
    (ListenFrom::Microphones, 0.0),
    (ListenFrom::Bed, 0.0),
    (ListenFrom::Closet, 0.0),
    (ListenFrom::Futon, 0.0),
    (ListenFrom::Corridor, 0.0),
    (ListenFrom::Corridor, 0.1),
    (ListenFrom::Corridor, 1.0),
    (ListenFrom::NextRoom, 0.0),
];

fn passage() -> Passage {
    Passage::prepare(Spec { sample_rate: RATE })
}

fn run(passage: &mut Passage, left: &mut [f32], right: &mut [f32], len: usize) {
    for (left, right) in left.chunks_mut(len).zip(right.chunks_mut(len)) {
        passage.process(&mut StereoBlock::new(left, right));
    }
}

#[test]
fn it_has_the_response_it_reports() {
    for (place, door) in PLACES {
        let mut row = String::new();
        for hz in [63.0, 250.0, 1_000.0, 2_500.0, 8_000.0] {
            let mut passage = passage();
            passage.set(place, door);
            let sine = |n: usize| (TAU * hz * n as f64 / RATE).sin() as f32;
            let mut left: Vec<f32> = (0..24_000).map(sine).collect();
            let mut right = left.clone();
            run(&mut passage, &mut left, &mut right, 64);
            for (ear, out) in [left, right].iter().enumerate() {
                let (mut re, mut im) = (0.0, 0.0);
                for (n, v) in out.iter().enumerate().skip(4_800) {
                    let (sin, cos) = (TAU * hz * n as f64 / RATE).sin_cos();
                    re += f64::from(*v) * cos;
                    im += f64::from(*v) * sin;
                }
                let measured = re.hypot(im) / 9_600.0;
                let said = passage.response(hz)[ear];
                let db = 20.0 * (measured / said).log10();
                row += &format!(" {hz}: {:+.1}", 20.0 * said.log10());
                assert!(db.abs() < 0.1, "{place:?} {hz} Hz: {db}");
            }
        }
        println!("{place:?} {door}:{row}");
    }
}

#[test]
fn a_typical_programme_stays_as_loud() {
    for (place, door) in PLACES {
        let mut passage = passage();
        passage.set(place, door);
        let (mut heard, mut whole) = (0.0, 0.0);
        // Nine octaves, far finer than the make-up is worked out.
        for step in 0..9 * 24 {
            let hz = 30.0 * 2f64.powf(f64::from(step) / 24.0);
            let [left, right] = passage.response(hz);
            heard += octave_loudness(hz) * (left * left + right * right);
            whole += octave_loudness(hz) * 2.0;
        }
        let db = 10.0 * (heard / whole).log10();
        println!("{place:?} {door}: {db:+.2} dB");
        assert!(db.abs() < 0.5, "{place:?}: {db}");
    }
}

#[test]
fn in_the_room_nothing_changes_a_bit() {
    let mut passage = passage();
    passage.set(ListenFrom::Microphones, 0.5);
    let (mut left, mut right) = ([0.3f32; 64], [-0.7f32; 64]);
    passage.process(&mut StereoBlock::new(&mut left, &mut right));
    assert_eq!((left, right), ([0.3; 64], [-0.7; 64]));
    passage.set(ListenFrom::NextRoom, 0.5);
    let noise = &mut [0.1f32; 48_000];
    run(&mut passage, noise, &mut [0.1; 48_000], 64);
    passage.set(ListenFrom::Microphones, 0.5);
    run(&mut passage, &mut [0.1; 48_000], &mut [0.1; 48_000], 64);
    assert!(passage.is_transparent());
    let (mut left, mut right) = ([0.3f32; 64], [-0.7f32; 64]);
    passage.process(&mut StereoBlock::new(&mut left, &mut right));
    assert_eq!((left, right), ([0.3; 64], [-0.7; 64]));
}

/// A 200 Hz tone that goes from place to place every 300 ms.
fn walk(len: usize) -> Vec<f32> {
    let mut passage = passage();
    let mut out = Vec::new();
    for step in 0..16 {
        let (place, door) = PLACES[step * 3 % 8];
        passage.set(place, door);
        let from = out.len();
        let mut left: Vec<f32> = (from..from + 14_400)
            .map(|n| 0.5 * (TAU * 200.0 * n as f64 / RATE).sin() as f32)
            .collect();
        let mut right = left.clone();
        run(&mut passage, &mut left, &mut right, len);
        out.extend(left);
    }
    out
}

#[test]
fn no_change_clicks_and_any_blocks_give_the_same_bits() {
    let whole = walk(64);
    for len in [1, 7, 63] {
        assert_eq!(whole, walk(len), "{len}");
    }
    // What is left of the tone above 5 kHz: fourth differences, whose gain there is 1/8 of their
    // most, weigh a 200 Hz tone with 4e-7.
    let peak = whole
        .windows(5)
        .skip(4_800)
        .map(|w| (w[0] - 4.0 * w[1] + 6.0 * w[2] - 4.0 * w[3] + w[4]).abs() / 16.0)
        .fold(0.0f32, f32::max);
    println!("click {:.1} dB", 20.0 * (peak / 0.5).log10());
    assert!(peak < 0.5e-3, "{peak}");
}

#[test]
fn reset_is_as_fresh_and_hostile_input_ends() {
    let mut used = passage();
    used.set(ListenFrom::Futon, 0.0);
    let mut loud = [1e6f32; 4_800];
    run(&mut used, &mut loud, &mut [-1e6; 4_800], 64);
    assert!(loud.iter().all(|v| v.is_finite()));
    used.reset();
    let mut fresh = passage();
    let (mut a, mut b) = ([[0.4f32; 640]; 2], [[0.4f32; 640]; 2]);
    for (passage, [left, right]) in [(&mut used, &mut a), (&mut fresh, &mut b)] {
        passage.set(ListenFrom::Corridor, f32::NAN);
        run(passage, left, right, 64);
    }
    assert_eq!(a, b);
    for rate in [1_000.0, 44_100.0, 192_000.0, 1_536_000.0] {
        let mut passage = Passage::prepare(Spec { sample_rate: rate });
        for (place, door) in PLACES {
            passage.set(place, door);
            let mut left = [0.5f32; 6_400];
            run(&mut passage, &mut left, &mut [0.5; 6_400], 64);
            assert!(left.iter().all(|v| v.abs() < 200.0), "{place:?} at {rate}");
        }
    }
}
