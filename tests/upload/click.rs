//! Pre-echo: what a sharp attack out of silence spreads over the time before it.

use std::f64::consts::TAU;

use bedroom::audio::stages::upload::Model;
use lab::Stereo;
use lab::instruments::pre_echo::pre_echo_ms;
use lab::random::Random;

use super::{RATE, at, uploaded};

/// A castanet out of silence: three modes of wood and a burst of noise, gone in 20 ms.
fn castanet(start: usize) -> Stereo {
    let mut random = Random::new(1);
    Stereo::from_fn(start + RATE as usize / 2, RATE, |frame| {
        let Some(since) = frame.checked_sub(start) else {
            return [0.0; 2];
        };
        let time = since as f64 / RATE;
        let ring = |hz: f64, decay: f64| (TAU * hz * time).sin() * (-time / decay).exp();
        let wood = ring(1_370.0, 0.006) + 0.8 * ring(2_710.0, 0.004) + 0.5 * ring(5_130.0, 0.002_5);
        let snap = 0.8 * random.bipolar() * (-time / 0.001_2).exp();
        [(0.35 * (wood + snap)) as f32; 2]
    })
}

/// The shortest and the longest spread over places within the coder's frame.
fn spread_ms(kbps: f32) -> [f64; 2] {
    let spread_at = |step: usize| {
        let start = RATE as usize / 2 + 173 * step;
        let decoded = uploaded(at(Model::Mp3, kbps), &castanet(start));
        pre_echo_ms(&decoded.left, start, RATE)
    };
    (0..8)
        .map(spread_at)
        .fold([f64::INFINITY, 0.0], |[least, most], ms| {
            [least.min(ms), most.max(ms)]
        })
}

#[test]
fn attacks_are_heard_before_they_come() {
    let ([least_64, at_64], [least_128, at_128]) = (spread_ms(64.0), spread_ms(128.0));
    assert!(at_64 >= 10.0, "{at_64} ms at 64 kbit/s");
    assert!((0.5..=26.0).contains(&at_128), "{at_128} ms at 128 kbit/s");
    // Where short blocks catch them, sooner by far: whole frames spread them by 23 ms and 13 ms.
    assert!(least_64 < 15.0, "{least_64} ms at 64 kbit/s");
    assert!(least_128 < 10.0, "{least_128} ms at 128 kbit/s");
}
