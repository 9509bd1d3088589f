//! Sample rates, likely and absurd.

use lab::host::HostError;
use lab::instruments::level::rms_db;

use crate::plugin::{MACHINES, RATE, active_at, assert_healthy, plugin, sine, through};

pub const RATES: [f64; 13] = [
    8_000.0, 11_025.0, 16_000.0, 22_050.0, 32_000.0, 44_100.0, 48_000.0, 88_200.0, 96_000.0,
    176_400.0, 192_000.0, 352_800.0, 384_000.0,
];

#[test]
fn every_rate_is_heard() {
    for rate in RATES {
        for model in MACHINES {
            let mut plugin = active_at(rate, &[("tape_model", model)]);
            let input = sine(400.0, rate, 0.15);
            let output = through(&mut plugin, &input);
            let what = format!("{model} at {rate} Hz");
            assert_healthy(&output, &what);
            let second_half = input.len() / 2..input.len();
            let gain_db =
                rms_db(&output.left[second_half.clone()]) - rms_db(&input.left[second_half]);
            // Every machine is matched at 0 VU; it is the tape's own shape that is left.
            assert!(gain_db.abs() < 3.0, "{what}: {gain_db} dB");
        }
    }
}

#[test]
fn absurd_rates_are_refused() {
    let mut plugin = plugin();
    for rate in [
        0.0,
        -0.0,
        -RATE,
        f64::NAN,
        f64::INFINITY,
        1e-300,
        1.0,
        1e9,
        f64::MAX,
    ] {
        let refused = plugin.activate(rate, 512);
        assert!(
            matches!(refused, Err(HostError::Activation { .. })),
            "{rate}: {refused:?}"
        );
        assert!(!plugin.is_active());
    }
    // It is none the worse for it.
    plugin.activate(RATE, 512).expect("active");
    let input = sine(400.0, RATE, 0.05);
    let output = through(&mut plugin, &input);
    assert_healthy(&output, "after absurd rates");
    assert!(rms_db(&output.left) > -30.0);
}
