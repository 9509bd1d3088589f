//! The street is as busy and as loud as it says, and cars pass as physics has it.

use super::*;
use crate::audio::stages::room::noises::steady::proof::{Subject, proof};
use crate::audio::stages::room::noises::{Source, Strike};

proof! {
    Street,
    as_in_life: (36.0, 120.0),
    jumps: ([0.5, 40.0], [0.0, 1.0])
}

#[test]
fn as_many_cars_come_as_were_asked_for() {
    // An hour: within a minute chance alone is wider than a tenth.
    for rate in [2.0f32, 6.0, 40.0] {
        let mut street = SUBJECT.make(2_000.0, 1, rate, 0.0);
        SUBJECT.run(&mut street, 7_200_000);
        let expected = 60.0 * rate;
        let cars = street.count as f32;
        assert!(
            (cars / expected - 1.0).abs() < 0.1,
            "{cars}, not {expected}"
        );
    }
}

/// A car of 20 m/s, 8 m from the window, that has `x_m` to go or behind it.
fn car(x_m: f32) -> Car {
    let way = Way {
        x_m,
        speed_mps: 20.0,
        distance_m: 8.0,
        reach_m: 1_000.0,
    };
    let make = Make {
        tyres: 1.0,
        engine: 1.0,
        crank_hz: 100.0,
    };
    // An ear in the open that hears the second order alone.
    Car::new(way, make, true, |hz| if hz == 200.0 { 1.0 } else { 0.0 })
}

fn in_place(place: usize, gain: f32) -> [f32; CARS] {
    let mut gains = [0.0; CARS];
    gains[place] = gain;
    gains
}

#[test]
fn pitch_is_dopplers() {
    for x_m in [-200.0, -20.0, 12.0, 200.0] {
        let mut car = car(x_m);
        let mut out = vec![0.0; 50 * CHUNK];
        let mut engines = Engines::default();
        engines.enter(5, &car);
        for chunk in out.as_chunks_mut().0 {
            let heard = car.advance(CHUNK as f32 / 48_000.0);
            let turns = car.make.crank_hz * heard.doppler / 48_000.0;
            engines.add_to(chunk, &[turns; CARS], &in_place(5, heard.engine));
        }
        let mut crossings = vec![];
        for (at, pair) in out.windows(2).enumerate().skip(CHUNK) {
            if pair[0] < 0.0 && pair[1] >= 0.0 {
                crossings.push(at as f32 + pair[0] / (pair[0] - pair[1]));
            }
        }
        let periods = (crossings.len() - 1) as f32;
        let hz = 48_000.0 * periods / (crossings[crossings.len() - 1] - crossings[0]);
        // In the middle of what was measured.
        let x = x_m + 20.0 * 25.0 * CHUNK as f32 / 48_000.0;
        let cos = -x / x.hypot(8.0);
        let wanted = 200.0 / (1.0 - 20.0 * cos / 337.0);
        assert!(
            (hz / wanted - 1.0).abs() < 0.003,
            "{hz} Hz at {x_m} m, not {wanted}"
        );
    }
}

#[test]
fn level_falls_6_db_for_each_doubling() {
    let level = |distance_m: f32| {
        let x_m = -(distance_m * distance_m - 64.0).max(0.0).sqrt();
        let mut car = car(x_m);
        let mut out = vec![0.0; 100 * CHUNK];
        let mut engines = Engines::default();
        engines.enter(5, &car);
        for chunk in out.as_chunks_mut().0 {
            let heard = car.advance(1e-9);
            let turns = car.make.crank_hz * heard.doppler / 48_000.0;
            engines.add_to(chunk, &[turns; CARS], &in_place(5, heard.engine));
        }
        let power: f32 = out[CHUNK..].iter().map(|x| x * x).sum();
        10.0 * power.log10()
    };
    for distance_m in [8.0, 16.0, 32.0, 64.0] {
        let fall = level(distance_m) - level(2.0 * distance_m);
        assert!((fall - 6.02).abs() < 0.3, "{fall} dB from {distance_m} m");
    }
}

#[test]
fn the_window_has_a_mass_law_and_a_coincidence() {
    let gain_db = |hz: f32| {
        let street = SUBJECT.make(48_000.0, 1, 6.0, 0.5);
        let (mut bank, mut heard, mut power) = (street.bank, [[0.0f32; 4]; CHUNK], 0.0);
        for chunk in 0..1_500 {
            let inside = heard.map(|lanes| lanes[MASS]);
            for (n, lanes) in heard.iter_mut().enumerate() {
                let turns = hz * (chunk * CHUNK + n) as f32 / 48_000.0;
                *lanes = [0.0, 0.0, (std::f32::consts::TAU * turns).sin(), inside[n]];
            }
            bank.run(&mut heard, [0.0, 0.0, 1.0, COINCIDENCE]);
            if chunk >= 750 {
                // The dip hears what has passed the mass a chunk before.
                let both = inside.iter().zip(&heard).map(|(x, lanes)| x + lanes[DIP]);
                power += both.map(|y| y * y / 12_000.0).sum::<f32>();
            }
        }
        10.0 * power.log10()
    };
    let octave = gain_db(200.0) - gain_db(400.0);
    assert!((octave - 6.0).abs() < 0.7, "{octave} dB");
    // Against the mass law between 500 Hz and there.
    let dip = gain_db(2_600.0) - gain_db(500.0) + 20.0 * (2_600.0f32 / 500.0).log10();
    assert!((dip - 8.0).abs() < 1.0, "{dip} dB");
}

#[test]
fn it_begins_with_a_car_on_its_way() {
    for seed in 0..8 {
        let mut street = SUBJECT.make(48_000.0, seed, 6.0, 0.5);
        SUBJECT.run(&mut street, 64);
        assert!(
            street
                .cars
                .iter()
                .any(|car| car.is_present() && car.way.x_m < 0.0)
        );
    }
}

#[test]
fn strikes_send_cars() {
    let mut street = SUBJECT.make(8_000.0, 1, 6.0, 0.5);
    SUBJECT.choose(&mut street, 6.0, 0.5, Answer::Struck);
    SUBJECT.run(&mut street, 80_000);
    assert!(!street.cars.iter().any(Car::is_present));
    street.process(
        &mut [0.0; 64],
        &[Strike {
            at: 3,
            strength: 1.0,
        }],
    );
    assert!(street.cars.iter().any(Car::is_present));
}
