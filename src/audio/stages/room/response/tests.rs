//! The response against theory and against an image sum worked out another way.
#![expect(
    clippy::field_reassign_with_default,
    reason = "rooms that differ in one thing"
)]

mod extremes;

use std::f64::consts::{PI, TAU};

use super::super::surfaces::{Ceiling, Floor, Surfaces, Walls, reverberation_time_s};
use super::super::{Pattern, Position};
use super::*;

const RATE: f64 = 48_000.0;

fn maker(rate: f64) -> Maker {
    Maker::prepare(Spec { sample_rate: rate })
}

fn make(maker: &mut Maker, acoustics: &Acoustics) -> usize {
    maker.start(acoustics);
    let mut steps = 1;
    while !maker.step() {
        steps += 1;
        assert!(steps < 5_000);
    }
    steps
}

/// One path with its direct sound.
fn whole(maker: &Maker, path: usize) -> Vec<f64> {
    let gain = f64::from(maker.gain());
    let mut out: Vec<f64> = maker.paths()[path]
        .iter()
        .map(|&v| gain * f64::from(v))
        .collect();
    let direct = maker.direct();
    out[direct.delay_frames[path]] += f64::from(direct.gain[path]);
    out
}

/// An octave around `hz` by four resonators in a row, forwards and back so that nothing rings on.
fn octave(x: &[f64], hz: f64) -> Vec<f64> {
    let mut x: Vec<f64> = x.to_vec();
    x.resize(x.len() + 8_000, 0.0);
    for (stagger, times) in [(0.84, 1), (1.19, 1), (1.0, 1)] {
        for _ in 0..times {
            for _ in 0..2 {
                x.reverse();
                let w = TAU * hz * stagger / RATE;
                let alpha = w.sin() / (2.0 * 2.2);
                let (a0, a1, a2) = (1.0 + alpha, -2.0 * w.cos(), 1.0 - alpha);
                let mut s = [0.0; 2];
                for v in &mut x {
                    let y = alpha / a0 * *v + s[0];
                    s[0] = s[1] - a1 / a0 * y;
                    s[1] = -alpha / a0 * *v - a2 / a0 * y;
                    *v = y;
                }
            }
        }
    }
    x
}

/// Schroeder's backward integral, in dB.
fn decay_db(x: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut out: Vec<f64> = x
        .iter()
        .rev()
        .map(|v| {
            sum += v * v;
            sum
        })
        .collect();
    out.reverse();
    let first = out[0];
    out.iter().map(|v| 10.0 * (v / first).log10()).collect()
}

/// ISO 3382: the line through −5 to −35 dB.
fn t30(x: &[f64]) -> f64 {
    let decay = decay_db(x);
    let from = decay.iter().position(|&v| v < -5.0).unwrap();
    let to = decay.iter().position(|&v| v < -35.0).unwrap();
    let n = (to - from) as f64;
    let (mut st, mut sy, mut stt, mut sty) = (0.0, 0.0, 0.0, 0.0);
    for (i, y) in decay[from..to].iter().enumerate() {
        let t = i as f64 / RATE;
        st += t;
        sy += y;
        stt += t * t;
        sty += t * y;
    }
    -60.0 / ((n * sty - st * sy) / (n * stt - st * st))
}

/// Mean over the four paths.
fn t30_of(maker: &Maker, hz: f64) -> f64 {
    (0..4)
        .map(|p| t30(&octave(&whole(maker, p), hz)))
        .sum::<f64>()
        / 4.0
}

fn omni(source: [f32; 3], microphone: [f32; 3]) -> Acoustics {
    let mut acoustics = Acoustics::default();
    let place = |[x, y, height]: [f32; 3]| Position { x, y, height };
    acoustics.geometry.source = place(source);
    acoustics.geometry.source_width_m = 0.0;
    acoustics.geometry.microphones.position = place(microphone);
    acoustics.geometry.microphones.pattern = Pattern::Omni;
    acoustics.geometry.microphones.spacing_m = 0.0;
    acoustics
}

fn bare(acoustics: &mut Acoustics) {
    let f = &mut acoustics.furnishing;
    f.floor = Floor::Tiles;
    f.walls = Walls::Concrete;
    f.ceiling = Ceiling::Concrete;
    (f.curtains, f.mattress, f.wardrobe, f.blankets, f.clutter) = (0.0, 0.0, 0.0, 0.0, 0.0);
}

/// Rooms from a booth to a bare shell, by their time at 1 kHz.
fn rooms() -> Vec<Acoustics> {
    let mut dead = Acoustics::default();
    dead.furnishing.blankets = 0.35;
    dead.furnishing.floor = Floor::Carpet;
    let mut half = Acoustics::default();
    half.furnishing.clutter = 0.2;
    half.furnishing.curtains = 0.1;
    let mut hard = Acoustics::default();
    bare(&mut hard);
    hard.furnishing.clutter = 0.15;
    let mut long = Acoustics::default();
    long.decay = 2.5;
    let mut short = Acoustics::default();
    short.decay = 0.4;
    let mut blankets = Acoustics::default();
    blankets.furnishing.blankets = 0.8;
    let mut deadest = Acoustics::default();
    let f = &mut deadest.furnishing;
    f.floor = Floor::Carpet;
    (f.curtains, f.mattress, f.wardrobe, f.blankets) = (1.0, 1.0, 0.5, 0.9);
    vec![
        dead,
        Acoustics::default(),
        half,
        hard,
        long,
        short,
        blankets,
        deadest,
    ]
}

#[test]
fn the_decay_is_that_of_the_surfaces() {
    let mut maker = maker(RATE);
    let mut all_bad = false;
    for acoustics in rooms() {
        make(&mut maker, &acoustics);
        let wanted = reverberation_time_s(&acoustics);
        let mut row = String::new();
        let mut bad = false;
        for (band, hz) in BAND_HZ.iter().enumerate().take(6) {
            let measured = t30_of(&maker, *hz);
            let off = measured / wanted[band] - 1.0;
            row += &format!(
                " {hz}: {measured:.3}/{:.3} {:+.1}%",
                wanted[band],
                off * 100.0
            );
            // Shorter than that, an octave's filter shows its neighbours; and where it is the neighbour
            // that is so short, a little of it shows as well.
            let seen = wanted[band] >= 0.15;
            let octave = if wanted[3] >= 0.15 { 0.15 } else { 0.20 };
            bad |= seen && off.abs() > if band == 3 { 0.10 } else { octave };
        }
        println!("T30{row}");
        all_bad |= bad;
    }
    assert!(!all_bad);
}

/// Allen and Berkley's sum written as in their paper: over p = (q, j, k) and r = (n, l, m).
fn allen_berkley(acoustics: &Acoustics, band: usize, until_s: f64) -> Vec<(f64, f64)> {
    let dimensions = acoustics.geometry.dimensions;
    let size = [dimensions.length_m, dimensions.width_m, dimensions.height_m].map(f64::from);
    let place = |p: Position| [p.x, p.y, p.height].map(f64::from);
    let (s, m) = (
        place(acoustics.geometry.source),
        place(acoustics.geometry.microphones.position),
    );
    let surfaces = Surfaces::new(&dimensions, &acoustics.furnishing, acoustics.door);
    let beta = surfaces.absorption.map(|a| (1.0 - a[band]).sqrt());
    let mut all = Vec::new();
    let direct = (0..3)
        .map(|i| ((s[i] - m[i]) * size[i]).powi(2))
        .sum::<f64>()
        .sqrt();
    for code in 0..8u32 {
        let p = [code & 1, code >> 1 & 1, code >> 2].map(|v| i32::try_from(v).unwrap());
        for r in 0..9i32.pow(3) {
            let r = [r % 9 - 4, r / 9 % 9 - 4, r / 81 - 4];
            let mut gain = 1.0;
            let mut distance2 = 0.0;
            for i in 0..3 {
                let x = (f64::from(1 - 2 * p[i]) * s[i] - m[i] + f64::from(2 * r[i])) * size[i];
                distance2 += x * x;
                gain *= beta[2 * i].powi((r[i] - p[i]).abs()) * beta[2 * i + 1].powi(r[i].abs());
            }
            let distance = distance2.sqrt();
            let air = [0.000_1, 0.000_3, 0.000_63, 0.001_07, 0.002_28, 0.006_84][band] / 2.0;
            let after = (distance - direct) / 343.0;
            if after < until_s {
                all.push((after * RATE, gain * (-air * distance).exp() / distance));
            }
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all
}

#[test]
fn first_reflections_are_those_of_allen_and_berkley() {
    let mut maker = maker(RATE);
    let mut acoustics = omni([0.28, 0.62, 0.44], [0.66, 0.41, 0.6]);
    // The same at all frequencies nearly: the pulses stay pulses.
    bare(&mut acoustics);
    make(&mut maker, &acoustics);
    let mut response = whole(&maker, 0);
    // The images alone: what is taken off for the mode at 0 Hz is put back.
    let mut pressure = Pressure::new(&maker.plan.scene, RATE);
    for value in response.iter_mut().take(1_000) {
        *value += f64::from(maker.plan.gain * pressure.next());
    }
    let images = allen_berkley(&acoustics, 3, 0.015);
    let scale = f64::from(maker.direct().gain[0]) / images[0].1;
    let mut checked = 0;
    for (i, &(at, gain)) in images.iter().enumerate().skip(1) {
        // Only those that stand alone.
        let alone = |j: usize| images.get(j).is_none_or(|o| (o.0 - at).abs() > 18.0);
        if !alone(i - 1) || !alone(i + 1) {
            continue;
        }
        let near = at.round() as usize;
        let window = &response[near - 5..near + 6];
        let sum: f64 = response[near - 8..near + 9].iter().sum();
        let peak = (0..11)
            .max_by(|&a, &b| window[a].total_cmp(&window[b]))
            .unwrap();
        assert!((peak as f64 + near as f64 - 5.0 - at).abs() <= 1.0, "{at}");
        let db = 20.0 * (sum / scale / gain).log10();
        println!("image at {at:.2}: {db:+.2} dB");
        assert!(db.abs() < 0.5, "{at}: {db}");
        checked += 1;
    }
    assert!(checked >= 4, "{checked}");
}

/// |H| of a stretch of a signal.
fn magnitude(x: &[f64], hz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (n, v) in x.iter().enumerate() {
        let (sin, cos) = (TAU * hz * n as f64 / RATE).sin_cos();
        re += v * cos;
        im += v * sin;
    }
    re.hypot(im)
}

#[test]
fn a_reflection_has_its_surfaces_colour() {
    // One surface of each kind, seen by trains alone.
    let shelves = Shelves::new(RATE);
    let mut acoustics = Acoustics::default();
    acoustics.furnishing.floor = Floor::Carpet;
    acoustics.furnishing.walls = Walls::Plasterboard;
    let scene = Scene::new(&acoustics);
    for (surface, bands) in scene.log_reflection.iter().enumerate() {
        for times in [1.0, 2.0] {
            let wanted = bands.map(|log| log * times);
            let gains = shelves.sharpened(&wanted).map(f32::exp);
            let mut state = State::default();
            let x: Vec<f64> = (0..9_600)
                .map(|n| {
                    let train = if n == 0 { gains } else { [0.0; BANDS] };
                    shelves.process(&mut state, &[train; PATHS])[0].into()
                })
                .collect();
            let off: Vec<f64> = (0..BANDS)
                .map(|b| 20.0 * (magnitude(&x, BAND_HZ[b]) / wanted[b].exp()).log10())
                .collect();
            println!("surface {surface} x{times}: {off:+.2?}");
            for off in &off {
                assert!(off.abs() < if times == 1.0 { 0.5 } else { 1.0 }, "{off:?}");
            }
        }
    }
}

#[test]
fn axial_modes_stand_where_the_box_has_them() {
    let mut maker = maker(RATE);
    let acoustics = omni([0.05, 0.05, 0.05], [0.95, 0.95, 0.95]);
    make(&mut maker, &acoustics);
    let response = whole(&maker, 0);
    for wanted in [42.9, 53.6, 68.6] {
        let peak = (0..80)
            .map(|i| wanted - 4.0 + 0.1 * f64::from(i))
            .max_by(|&a, &b| magnitude(&response, a).total_cmp(&magnitude(&response, b)))
            .unwrap();
        println!("mode {wanted}: {peak:.1} Hz");
        assert!((peak - wanted).abs() <= 2.0, "{wanted}: {peak}");
    }
}

/// Abel and Huang: the share of a window that lies outside its standard deviation, against a
/// Gaussian's.
fn echo_density(x: &[f64], middle: usize) -> f64 {
    let half = (0.010 * RATE) as usize;
    let from = middle.saturating_sub(half);
    let window = &x[from..middle + half];
    let weights: Vec<f64> = (0..window.len())
        .map(|n| 0.5 - 0.5 * (TAU * (n as f64 + 0.5) / window.len() as f64).cos())
        .collect();
    let total: f64 = weights.iter().sum();
    let power: f64 = window
        .iter()
        .zip(&weights)
        .map(|(v, w)| w * v * v)
        .sum::<f64>()
        / total;
    let outside: f64 = window
        .iter()
        .zip(&weights)
        .filter(|(v, _)| v.abs() > power.sqrt())
        .map(|(_, w)| w)
        .sum();
    outside / total / 0.317_310_5
}

#[test]
fn echoes_become_dense_as_in_a_small_room() {
    let mut maker = maker(RATE);
    make(&mut maker, &Acoustics::default());
    let mean = |ms: f64| {
        (0..4)
            .map(|p| echo_density(&whole(&maker, p), (ms * 48.0) as usize))
            .sum::<f64>()
            / 4.0
    };
    let first = (10..200).map(f64::from).find(|&ms| mean(ms) >= 1.0);
    for ms in [
        15.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0, 120.0, 150.0,
    ] {
        print!(" {ms}: {:.2}", mean(ms));
    }
    println!(" first {first:?} ms");
    assert!(
        first.is_some_and(|ms| (60.0..=120.0).contains(&ms)),
        "{first:?}"
    );
    assert!(mean(20.0) < 0.7);
}

#[test]
fn modes_continue_the_images() {
    // Below the crossover, the sum of images and the sum of modes are the same function.
    let mut acoustics = omni([0.21, 0.33, 0.4], [0.7, 0.6, 0.3]);
    bare(&mut acoustics);
    for pattern in [Pattern::Omni, Pattern::Cardioid] {
        acoustics.geometry.microphones.pattern = pattern;
        let scene = Scene::new(&acoustics);
        let mut modes = Modes::new(512, RATE);
        modes.start(&scene, 0, RATE);
        let mut hop: [Vec<f32>; PATHS] = std::array::from_fn(|_| vec![0.0; 512]);
        let mut late = Vec::new();
        for _ in 0..8 {
            modes.hop(&mut hop);
            late.extend_from_slice(&hop[0]);
        }
        let shelves = Shelves::new(RATE);
        let mut images = Images::new(4_801);
        images.start(&scene, &shelves, RATE);
        while !images.step(10_000) {}
        let mut state = State::default();
        let mut pressure = Pressure::new(&scene, RATE);
        let early: Vec<f64> = (0..3_840)
            .map(|n| {
                let out = shelves.process(&mut state, images.frame(n).unwrap())[0];
                f64::from(out - pressure.next())
            })
            .collect();
        let window = |n: usize| (PI * (n as f64 - 1_000.0) / 2_400.0).sin().powi(2);
        for hz in [60.0, 90.0, 120.0, 150.0] {
            let part = |x: &dyn Fn(usize) -> f64| {
                let (mut re, mut im) = (0.0, 0.0);
                for n in 1_000..3_400 {
                    let (sin, cos) = (TAU * hz * n as f64 / RATE).sin_cos();
                    re += window(n) * x(n) * cos;
                    im += window(n) * x(n) * sin;
                }
                (re, im)
            };
            let (a, b) = (part(&|n| early[n]), part(&|n| f64::from(late[n])));
            let off = ((a.0 - b.0).hypot(a.1 - b.1)) / a.0.hypot(a.1);
            println!("{pattern:?} {hz} Hz: off by {:.1} dB", 20.0 * off.log10());
            assert!(off < 0.4, "{off}");
        }
    }
}
