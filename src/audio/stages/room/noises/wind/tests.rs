//! The wind is as gusty and as loud as it says, and whistles as Strouhal has it.

use super::*;
use crate::audio::stages::room::noises::steady::proof::{self, Subject, proof};
use crate::audio::stages::room::noises::{Source, Strike};

proof! {
    Wind,
    as_in_life: (33.0, 60.0),
    jumps: ([1.0, 30.0], [0.0, 1.0])
}

#[test]
fn as_many_gusts_come_as_were_asked_for() {
    // Ten minutes: gusts are 0.6 to 1.4 times as long as their mean.
    for rate in [2.0f32, 6.0, 30.0] {
        let mut wind = SUBJECT.make(1_000.0, 1, rate, 0.5);
        SUBJECT.run(&mut wind, 600_000);
        let expected = 10.0 * rate;
        let gusts = wind.gusts.count as f32;
        assert!(
            (gusts - expected).abs() < 0.1 * expected + 1.0,
            "{gusts}, not {expected}"
        );
    }
}

#[test]
fn the_whistle_is_strouhals() {
    for speed_mps in [4.0f32, 6.0, 9.0] {
        let [without, with] = [0.0, 1.0].map(|character| {
            let mut wind = SUBJECT.make(48_000.0, 1, 6.0, character);
            wind.steady_mps = Some(speed_mps);
            SUBJECT.run(&mut wind, 960_000)
        });
        // The rush is the same.
        let sound: Vec<f32> = with.iter().zip(&without).map(|(x, y)| x - y).collect();
        let (powers, width_hz) = proof::spectrum(&sound, 48_000.0);
        for gap_m in GAPS_M {
            let wanted = f64::from(0.2 * speed_mps / gap_m);
            // The centre of what rises around it, smoothed over 2 %.
            let near = |hz: f64| {
                let (from, to) = (0.99 * hz / width_hz, 1.01 * hz / width_hz);
                powers[from as usize..=to as usize].iter().sum::<f64>() / (to - from)
            };
            let peak = (0..=60)
                .map(|n| wanted * (0.85 + 0.005 * f64::from(n)))
                .max_by(|a, b| near(*a).total_cmp(&near(*b)))
                .unwrap();
            assert!(
                (peak / wanted - 1.0).abs() < 0.03,
                "{peak} Hz, not {wanted}"
            );
        }
    }
}

#[test]
fn the_rush_grows_with_the_third_power_of_the_speed() {
    let level = |speed_mps: f32| {
        let mut wind = SUBJECT.make(48_000.0, 1, 6.0, 0.0);
        wind.steady_mps = Some(speed_mps);
        let sound = SUBJECT.run(&mut wind, 480_000);
        10.0 * sound.iter().map(|x| x * x).sum::<f32>().log10()
    };
    // 18 dB for twice the speed, and what the house takes from the higher band.
    let more = level(8.0) - level(4.0);
    assert!((14.0..18.5).contains(&more), "{more} dB");
}

#[test]
fn strikes_bring_gusts() {
    let mut wind = SUBJECT.make(48_000.0, 1, 6.0, 0.5);
    SUBJECT.choose(&mut wind, 6.0, 0.5, Answer::Struck);
    SUBJECT.run(&mut wind, 480_000);
    let power = |sound: &[f32]| sound.iter().map(|x| x * x).sum::<f32>();
    let lull = power(&SUBJECT.run(&mut wind, 24_000));
    wind.process(
        &mut [0.0; 64],
        &[Strike {
            at: 3,
            strength: 1.0,
        }],
    );
    let gust = power(&SUBJECT.run(&mut wind, 24_000));
    assert!(gust > 10.0 * lull, "{gust}, {lull}");
}
