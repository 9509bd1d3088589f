//! Bypass, mix and a flawless machine: what must not be heard.

use lab::instruments::compare::stereo_null_db;
use lab::instruments::response::{impulse_response_db, log_spaced_hz};
use lab::{Stereo, signal};

use bedroom::params::host_id;

use crate::plugin::{
    BUSY, RATE, TRANSPARENT, active, assert_healthy, delayed, noise, plugin, through, turn,
};

#[test]
fn bypass_lets_the_sound_through_whatever_is_turned() {
    let input = noise(RATE, 0.25);
    for highest in [false, true] {
        let mut plugin = plugin();
        for info in plugin.params() {
            let value = if highest { info.max } else { info.min };
            plugin.set(info.id, value).expect("set");
        }
        turn(&mut plugin, &[("bypass", "On")]);
        plugin.activate(RATE, 512).expect("active");
        let expected = delayed(&input, plugin.latency());
        let null_db = stereo_null_db(&expected, &through(&mut plugin, &input));
        assert!(null_db < -120.0, "{null_db} dB, highest: {highest}");
    }
}

#[test]
fn bypass_can_be_switched_while_the_sound_runs() {
    let input = noise(RATE, 0.25);
    let mut plugin = active(BUSY);
    let latency = plugin.latency();
    through(&mut plugin, &input);
    turn(&mut plugin, &[("bypass", "On")]);
    let bypassed = through(&mut plugin, &input);
    // The fade is over after 20 ms; the first half of the sound is left out.
    let half = input.len() / 2..input.len();
    let expected = delayed(&input, latency).slice(half.clone());
    let null_db = stereo_null_db(&expected, &bypassed.slice(half.clone()));
    assert!(null_db < -120.0, "{null_db} dB");

    turn(&mut plugin, &[("bypass", "Off")]);
    let back = through(&mut plugin, &input);
    assert_healthy(&back, "back");
    let null_db = stereo_null_db(&expected, &back.slice(half));
    assert!(null_db > -40.0, "{null_db} dB: the tape is heard again");
}

#[test]
fn the_stage_switched_off_lets_the_sound_through() {
    let input = noise(RATE, 0.25);
    for (id, value) in [("tape_on", "Off"), ("tape_mix", "0 %"), ("mix", "0 %")] {
        let mut plugin = active(BUSY);
        turn(
            &mut plugin,
            &[("mix", "100 %"), ("input", "0 dB"), (id, value)],
        );
        plugin.reset().expect("reset");
        let output = through(&mut plugin, &input);
        let null_db = stereo_null_db(&delayed(&input, plugin.latency()), &output);
        assert!(null_db < -120.0, "{id} {value}: {null_db} dB");
    }
}

#[test]
fn half_of_a_flawless_machine_is_flat() {
    let freqs_hz = log_spaced_hz(20.0, 20_000.0, 100);
    for mixed in ["mix", "tape_mix"] {
        let mut plugin = active(TRANSPARENT);
        turn(&mut plugin, &[(mixed, "50 %")]);
        plugin.reset().expect("reset");
        let impulse = Stereo::from_mono(signal::impulse(1.0, 0, 8192), RATE);
        let output = through(&mut plugin, &impulse);
        for side in output.channels() {
            let response_db = impulse_response_db(side, RATE, &freqs_hz);
            for (gain_db, hz) in response_db.iter().zip(&freqs_hz) {
                assert!(gain_db.abs() < 0.01, "{mixed}: {gain_db} dB at {hz} Hz");
            }
        }
    }
}

#[test]
fn the_sides_stay_apart_and_in_place() {
    let mut input = noise(RATE, 0.1);
    input.right.fill(0.0);
    let mut plugin = active(TRANSPARENT);
    let output = through(&mut plugin, &input);
    assert!(output.right.iter().all(|&sample| sample == 0.0));
    assert!(output.left.iter().any(|&sample| sample != 0.0));
    assert_eq!(plugin.value(host_id("bypass")).ok(), Some(0.0));
}
