//! Sound that no one meant to send.

use lab::Stereo;
use lab::host::RenderPlan;

use crate::plugin::{
    BUSY, RATE, TRANSPARENT, active, assert_healthy, assert_same_bits, noise, render, through,
};

/// Subnormal, not a number, infinite, +200 dB and the largest there is.
const HOSTILE: [f32; 9] = [
    1e-40,
    -1e-40,
    f32::NAN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    1e10,
    -1e10,
    f32::MAX,
    f32::MIN,
];

/// Noise with `sample` in every frame that `period` divides.
fn hostile(sample: f32, period: usize, seconds: f64) -> Stereo {
    let mut input = noise(RATE, seconds);
    for side in input.channels_mut() {
        side.iter_mut()
            .step_by(period)
            .for_each(|frame| *frame = sample);
    }
    input
}

#[test]
fn whatever_comes_in_what_goes_out_is_finite() {
    for values in [BUSY, TRANSPARENT] {
        for sample in HOSTILE {
            let mut plugin = active(values);
            for period in [1, 7, 997] {
                let output = through(&mut plugin, &hostile(sample, period, 0.05));
                assert_healthy(&output, &format!("{sample:e} every {period}"));
            }
            let silence = Stereo::silence(RATE as usize / 10, RATE);
            assert_healthy(
                &through(&mut plugin, &silence),
                &format!("after {sample:e}"),
            );
        }
    }
}

#[test]
fn it_does_not_stay_ill() {
    let input = noise(RATE, 0.2);
    let healthy = through(&mut active(BUSY), &input);
    for sample in HOSTILE {
        let mut plugin = active(BUSY);
        through(&mut plugin, &hostile(sample, 3, 0.05));
        plugin.reset().expect("reset");
        let again = through(&mut plugin, &input);
        assert_same_bits(&healthy, &again, &format!("reset after {sample:e}"));
    }
}

#[test]
fn it_recovers_by_itself() {
    let silence = Stereo::silence(RATE as usize, RATE);
    let input = noise(RATE, 0.2);
    let level = |sound: &Stereo| lab::instruments::level::rms_db(&sound.left);
    let healthy_db = level(&through(&mut active(&[]), &input));
    for sample in HOSTILE {
        let mut plugin = active(&[]);
        through(&mut plugin, &hostile(sample, 3, 0.05));
        through(&mut plugin, &silence);
        let again_db = level(&through(&mut plugin, &input));
        assert!(
            (again_db - healthy_db).abs() < 0.5,
            "a second after {sample:e}: {again_db} dBFS instead of {healthy_db}"
        );
    }
}

#[test]
fn a_hostile_side_chain_is_survived() {
    let input = noise(RATE, 0.1);
    for sample in HOSTILE {
        let side_chain = hostile(sample, 2, 0.1);
        let plan = RenderPlan {
            side_chain: Some(&side_chain),
            ..RenderPlan::default()
        };
        let output = render(&mut active(BUSY), &input, &plan);
        assert_healthy(&output, &format!("{sample:e} beside the sound"));
    }
}

#[test]
fn silence_stays_silent() {
    let silence = Stereo::silence(RATE as usize / 2, RATE);
    let output = through(&mut active(&[]), &silence);
    for side in output.channels() {
        assert!(side.iter().all(|&sample| sample == 0.0));
    }
}
