//! Noises arrive from where they are, and move without a click.

use super::{Arrival, Placement};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stages::room::{Dimensions, Geometry, Microphones, Pattern, Position};
use crate::audio::{MAX_BLOCK, Spec};

const RATE: f64 = 48_000.0;

/// Ten metres each way, the source straight ahead (x falls) of microphones in the middle.
fn hall(pattern: Pattern) -> Geometry {
    Geometry {
        dimensions: Dimensions {
            length_m: 10.0,
            width_m: 10.0,
            height_m: 3.0,
        },
        source: at(0.1, 0.5),
        source_width_m: 2.0,
        microphones: Microphones {
            position: at(0.5, 0.5),
            pattern,
            aim_deg: 0.0,
            angle_deg: 0.0,
            spacing_m: 0.0,
        },
    }
}

fn at(x: f32, y: f32) -> Position {
    Position { x, y, height: 0.4 }
}

fn arrival(geometry: &Geometry, place: Position) -> Arrival {
    Arrival::new(geometry, &place, 1.0, RATE)
}

/// Left, right, left send, right send.
fn render(placement: &mut Placement, noise: &[f32], blocks: &[usize]) -> [Vec<f32>; 4] {
    let mut all: [Vec<f32>; 4] = Default::default();
    let (mut done, mut sizes) = (0, blocks.iter().cycle());
    while done < noise.len() {
        let len = (*sizes.next().unwrap()).min(noise.len() - done);
        let mut direct = [[0.0; MAX_BLOCK]; 2];
        let mut send = [[0.0; MAX_BLOCK]; 2];
        placement.process(&noise[done..done + len], 1.0, &mut direct, Some(&mut send));
        for (all, new) in all.iter_mut().zip(direct.iter().chain(&send)) {
            all.extend_from_slice(&new[..len]);
        }
        done += len;
    }
    all
}

#[test]
fn twice_as_far_is_half_as_loud_and_twice_as_late() {
    let hall = hall(Pattern::Omni);
    let near = arrival(&hall, at(0.4, 0.5));
    let far = arrival(&hall, at(0.3, 0.5));
    assert!((near.direct[0] - 1.0).abs() < 1e-4);
    assert!((far.direct[0] - 0.5).abs() < 1e-4);
    assert_eq!(near.delay_frames[0], 140);
    assert_eq!(far.delay_frames[0], 280);
    assert!((arrival(&hall, at(0.5, 0.5)).direct[0] - 1.0 / 0.3).abs() < 1e-4);
    // The reverberation does not know how far it is.
    assert_eq!(near.send, far.send);
}

#[test]
fn microphones_hear_by_their_pattern_and_their_axes() {
    let ahead = at(0.4, 0.5);
    let (behind, beside) = (at(0.6, 0.5), at(0.5, 0.6));
    for (pattern, back, side) in [
        (Pattern::Omni, 1.0, 1.0),
        (Pattern::Cardioid, 0.0, 0.5),
        (Pattern::Supercardioid, -0.268, 0.366),
        (Pattern::FigureOfEight, -1.0, 0.0),
    ] {
        let hall = hall(pattern);
        assert!((arrival(&hall, ahead).direct[0] - 1.0).abs() < 1e-3);
        assert!((arrival(&hall, behind).direct[0] - back).abs() < 1e-3);
        assert!((arrival(&hall, beside).direct[0] - side).abs() < 1e-3);
    }
    // Looking along −x, right is +y.
    let mut pair = hall(Pattern::Cardioid);
    pair.microphones.angle_deg = 90.0;
    let right = arrival(&pair, at(0.45, 0.55));
    assert!(right.direct[1] > right.direct[0] + 0.5, "{right:?}");
    assert!(right.send[1] > right.send[0]);
    // Turned to the right by 90 degrees, a figure of eight hears what is beside it.
    let mut eight = hall(Pattern::FigureOfEight);
    eight.microphones.aim_deg = 90.0;
    assert!((arrival(&eight, beside).direct[0] - 1.0).abs() < 1e-3);
    // A pair one metre apart hears a noise at the right 140 frames earlier there.
    let mut wide = hall(Pattern::Omni);
    wide.microphones.spacing_m = 1.0;
    let [left, right] = arrival(&wide, at(0.5, 0.8)).delay_frames;
    assert_eq!(left - right, 140);
}

#[test]
fn sound_arrives_as_computed_and_the_send_has_equal_power() {
    let hall = hall(Pattern::Omni);
    let mut placement = Placement::prepare(Spec { sample_rate: RATE });
    placement.set(&hall, &at(0.3, 0.4), 0.8);
    let mut noise = vec![0.0; 1_000];
    noise[10] = 1.0;
    let [left, right, send_left, send_right] = render(&mut placement, &noise, &[64]);
    let expected = Arrival::new(&hall, &at(0.3, 0.4), 0.8, RATE);
    assert_eq!(left[10 + expected.delay_frames[0]], expected.direct[0]);
    assert_eq!(right[10 + expected.delay_frames[1]], expected.direct[1]);
    assert_eq!(left.iter().filter(|x| **x != 0.0).count(), 1);
    let power = send_left[10].powi(2) + send_right[10].powi(2);
    assert!((power - 0.64).abs() < 1e-5, "{power}");
}

#[test]
fn moving_does_not_click_and_a_second_move_waits() {
    let mut placement = Placement::prepare(Spec { sample_rate: RATE });
    let hall = hall(Pattern::Cardioid);
    placement.set(&hall, &at(0.4, 0.5), 1.0);
    // 100 Hz at amplitude 1 moves by 0.013 a frame.
    let tone: Vec<f32> = (0..12_000)
        .map(|n| (f64::from(n) * 100.0 / RATE * std::f64::consts::TAU).sin() as f32)
        .collect();
    let mut out = render(&mut placement, &tone[..4_000], &[64]);
    let mut carry = |placement: &mut Placement, from: usize, to: usize| {
        for (out, new) in out
            .iter_mut()
            .zip(render(placement, &tone[from..to], &[64]))
        {
            out.extend(new);
        }
    };
    placement.set(&hall, &at(0.1, 0.1), 0.1);
    carry(&mut placement, 4_000, 4_500);
    placement.set(&hall, &at(0.35, 0.6), 2.0);
    carry(&mut placement, 4_500, 12_000);
    for side in &out {
        let late = &side[1_000..];
        let bend = late
            .windows(3)
            .map(|w| (w[2] - 2.0 * w[1] + w[0]).abs())
            .fold(0.0, f32::max);
        assert!(bend < 2e-3, "{bend}");
    }
    assert_eq!(
        placement.now,
        Arrival::new(&hall, &at(0.35, 0.6), 2.0, RATE)
    );
}

#[test]
fn any_split_and_a_reset_give_the_same_bits() {
    let mut source = WhiteNoise::new(3);
    let noise: Vec<f32> = (0..9_000).map(|_| source.sample()).collect();
    let geometry = Geometry::default();
    let places = [at(0.1, 0.9), at(0.9, 0.1), at(0.4, 0.4)];
    let run = |placement: &mut Placement, blocks: &[usize]| {
        let mut all: [Vec<f32>; 4] = Default::default();
        for (place, part) in places.iter().zip([0..3_000, 3_000..3_500, 3_500..9_000]) {
            placement.set(&geometry, place, 0.7);
            for (all, new) in all.iter_mut().zip(render(placement, &noise[part], blocks)) {
                all.extend(new);
            }
        }
        all
    };
    let fresh = || Placement::prepare(Spec { sample_rate: RATE });
    let mut used = fresh();
    let whole = run(&mut used, &[64]);
    assert_eq!(whole, run(&mut fresh(), &[1]));
    assert_eq!(whole, run(&mut fresh(), &[63, 7, 21]));
    used.set(&geometry, &places[0], 0.7);
    used.reset();
    assert_eq!(whole, run(&mut used, &[64]));
}
