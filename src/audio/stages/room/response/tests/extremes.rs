//! Settings far from each other: loudness, limits and bits.

use std::f64::consts::TAU;

use super::super::super::surfaces::{Ceiling, Floor};
use super::super::super::{ListenFrom, Pattern, Position};
use super::*;
use crate::audio::dsp::programme::{IN_COMMON, octave_power};

/// Energy of a programme through K-weighting, by its definition in the frequency domain: of two
/// channels that have a part in common.
fn loudness_db(maker: &Maker) -> f64 {
    let length = 131_072;
    let mut planner = realfft::RealFftPlanner::<f64>::new();
    let forward = planner.plan_fft_forward(length);
    let weight = |hz: f64| {
        // ITU-R BS.1770-4 at 48 kHz.
        let z = |c: [f64; 3]| {
            let w = TAU * hz / RATE;
            let re = c[0] + c[1] * w.cos() + c[2] * (2.0 * w).cos();
            let im = c[1] * w.sin() + c[2] * (2.0 * w).sin();
            re * re + im * im
        };
        let shelf = z([
            1.535_124_859_586_97,
            -2.691_696_189_406_38,
            1.198_392_810_852_85,
        ]) / z([1.0, -1.690_659_293_182_41, 0.732_480_774_215_85]);
        let high = z([1.0, -2.0, 1.0]) / z([1.0, -1.990_047_454_833_98, 0.990_072_250_366_21]);
        if (20.0..20_000.0).contains(&hz) {
            shelf * high * octave_power(hz) / hz
        } else {
            0.0
        }
    };
    let (mut out, mut reference) = (0.0, 0.0);
    let spectra = [0, 1, 2, 3].map(|path| {
        let mut x = whole(maker, path);
        x.resize(length, 0.0);
        let mut spectrum = forward.make_output_vec();
        forward.process(&mut x, &mut spectrum).unwrap();
        spectrum
    });
    for microphone in 0..2 {
        let sides = spectra[microphone].iter().zip(&spectra[2 + microphone]);
        for (bin, (left, right)) in sides.enumerate() {
            let weight = weight(bin as f64 * RATE / length as f64);
            let common = 2.0 * (left * right.conj()).re;
            out += weight * (left.norm_sqr() + right.norm_sqr() + IN_COMMON * common);
            reference += weight;
        }
    }
    10.0 * (out / reference).log10()
}

/// Settings far from each other.
fn extremes() -> Vec<(&'static str, Acoustics)> {
    let mut all = Vec::new();
    let mut add = |name, change: &dyn Fn(&mut Acoustics)| {
        let mut acoustics = Acoustics::default();
        change(&mut acoustics);
        all.push((name, acoustics));
    };
    add("default", &|_| {});
    add("closet", &|a| {
        let d = &mut a.geometry.dimensions;
        (d.length_m, d.width_m, d.height_m) = (1.5, 1.5, 1.8);
    });
    add("loft", &|a| {
        let d = &mut a.geometry.dimensions;
        (d.length_m, d.width_m, d.height_m) = (15.0, 12.0, 6.0);
    });
    add("tunnel", &|a| {
        let d = &mut a.geometry.dimensions;
        (d.length_m, d.width_m, d.height_m) = (15.0, 1.5, 1.8);
    });
    add("on the microphone", &|a| {
        a.geometry.source = a.geometry.microphones.position;
        a.geometry.source_width_m = 0.0;
        a.geometry.microphones.spacing_m = 0.0;
    });
    add("in the corners", &|a| {
        let place = |v| Position {
            x: v,
            y: v,
            height: v,
        };
        a.geometry.source = place(0.0);
        a.geometry.microphones.position = place(1.0);
    });
    add("dead", &|a| {
        a.furnishing.blankets = 1.0;
        a.furnishing.floor = Floor::Carpet;
        a.furnishing.ceiling = Ceiling::Tiles;
        (a.furnishing.clutter, a.furnishing.mattress) = (1.0, 1.0);
        a.decay = 0.25;
    });
    add("hard", &|a| {
        bare(a);
        a.decay = 4.0;
    });
    add("early", &|a| a.balance = -1.0);
    add("late", &|a| a.balance = 1.0);
    add("mono", &|a| a.width = 0.0);
    add("wide, late", &|a| (a.width, a.pre_delay_ms) = (2.0, 250.0));
    add("eight, aside", &|a| {
        a.geometry.microphones.pattern = Pattern::FigureOfEight;
        a.geometry.microphones.aim_deg = 90.0;
        a.geometry.microphones.angle_deg = 0.0;
    });
    for (name, place) in [
        ("bed", ListenFrom::Bed),
        ("in the closet", ListenFrom::Closet),
        ("futon", ListenFrom::Futon),
        ("corridor", ListenFrom::Corridor),
        ("next room", ListenFrom::NextRoom),
    ] {
        add(name, &|a| a.listen_from = place);
    }
    add("no numbers", &|a| {
        a.geometry.dimensions.width_m = f32::NAN;
        a.geometry.source.x = f32::INFINITY;
        a.geometry.microphones.aim_deg = f32::NAN;
        (a.decay, a.balance, a.width, a.pre_delay_ms) = (f32::NAN, 9.0, -4.0, f32::NAN);
        a.furnishing.mattress = f32::NEG_INFINITY;
    });
    all
}

#[test]
fn everything_is_as_loud_as_what_goes_in() {
    let mut maker = maker(RATE);
    for (name, acoustics) in extremes() {
        let steps = make(&mut maker, &acoustics);
        let db = loudness_db(&maker);
        let direct: f64 = maker
            .direct()
            .gain
            .iter()
            .map(|&g| f64::from(g).powi(2))
            .sum();
        let reverb: f64 = maker
            .paths()
            .iter()
            .flat_map(|p| *p)
            .map(|&v| f64::from(maker.gain() * v).powi(2))
            .sum();
        println!(
            "{name}: {db:+.2} dB, {steps} steps, {} frames, D/R {:+.1} dB, delays {:?}, direct {:.2?}",
            maker.frames(),
            10.0 * (direct / reverb).log10(),
            maker.direct().delay_frames,
            maker.direct().gain,
        );
        // The meter's fit to the programme is good to that.
        assert!(db.abs() < 1.0, "{name}: {db}");
    }
}

#[test]
fn extremes_stay_finite_at_every_rate() {
    for rate in [1_000.0, 8_000.0, 44_100.0, 96_000.0, 192_000.0, 1_536_000.0] {
        let mut maker = maker(rate);
        let longest = Maker::max_frames(Spec { sample_rate: rate });
        for (name, acoustics) in extremes() {
            make(&mut maker, &acoustics);
            assert!(maker.frames() <= longest);
            let paths = maker.paths();
            let peak = paths.iter().flat_map(|p| *p).fold(0.0f32, |a, v| {
                assert!(v.is_finite(), "{name} at {rate}");
                a.max((maker.gain() * v).abs())
            });
            assert!(peak < 4.0, "{name} at {rate}: {peak}");
            assert!(maker.direct().gain.iter().all(|g| g.abs() < 4.0));
        }
    }
}

#[test]
fn the_same_room_gives_the_same_bits_whatever_was_before() {
    let mut fresh = maker(RATE);
    make(&mut fresh, &Acoustics::default());
    let mut used = maker(RATE);
    for (i, (_, acoustics)) in extremes().iter().enumerate() {
        used.start(acoustics);
        for _ in 0..7 * i {
            used.step();
        }
    }
    make(&mut used, &Acoustics::default());
    assert_eq!(fresh.paths(), used.paths());
    assert_eq!(fresh.gain(), used.gain());
    assert_eq!(fresh.direct(), used.direct());
}
