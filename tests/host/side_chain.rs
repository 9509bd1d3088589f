//! What the host feeds into the side-chain, as a producer wires it: the kick ducks the pad.

use lab::host::RenderPlan;
use lab::instruments::level::rms_db;
use lab::{Stereo, signal};

use crate::plugin::{RATE, active, active_at, assert_same_bits, render, sine};

/// A compressor that turns the pad down by some 20 dB as soon as it hears a kick.
const DUCKED: &[(&str, &str)] = &[
    ("tape_on", "Off"),
    ("studio_on", "On"),
    ("studio_model", "Neutral"),
    ("studio_compressor", "On"),
    ("studio_threshold", "-40 dB"),
    ("studio_ratio", "8:1"),
    ("studio_knee", "0 dB"),
    ("studio_attack", "0.1 ms"),
    ("studio_release", "40 ms"),
    ("studio_key", "External"),
];
/// Seconds from kick to kick, and how long one is.
const BEAT_S: f64 = 0.5;
const KICK_S: f64 = 0.1;

/// Two seconds of a kick on every beat, the first after half a beat; on the left side alone, so that
/// both channels of the port are needed to know.
fn kicks(sample_rate: f64) -> Stereo {
    let frames = (2.0 * sample_rate) as usize;
    Stereo::from_fn(frames, sample_rate, |frame| {
        let since = (frame as f64 / sample_rate - BEAT_S / 2.0).rem_euclid(BEAT_S);
        let kick = (std::f64::consts::TAU * 60.0 * since).sin() * (-since * 8.0).exp();
        let heard = frame as f64 / sample_rate >= BEAT_S / 2.0 && since < KICK_S;
        [if heard { kick as f32 } else { 0.0 }, 0.0]
    })
}

/// A pad with `kick` in the side-chain, its latency taken off.
fn pad(
    sample_rate: f64,
    values: &[(&str, &str)],
    kick: Option<&Stereo>,
    blocks: &[usize],
) -> Stereo {
    let mut plugin = active_at(sample_rate, values);
    let latency = plugin.latency() as usize;
    let input = sine(330.0, sample_rate, 2.0).with_silence(latency);
    let plan = RenderPlan {
        blocks,
        side_chain: kick,
        ..RenderPlan::default()
    };
    let output = render(&mut plugin, &input, &plan);
    output.slice(latency..output.len())
}

/// Levels in dB of what lies between the kicks, and of what lies beneath them.
fn levels(sound: &Stereo) -> [f64; 2] {
    let at = |seconds: f64| (seconds * sound.sample_rate) as usize;
    // From 20 ms into a kick to 80, and the last 100 ms before it, when all is over.
    let level = |from: f64, to: f64| {
        let spans = (1..4).flat_map(|beat| {
            let kick = (f64::from(beat) - 0.5) * BEAT_S;
            sound.right[at(kick + from)..at(kick + to)].to_vec()
        });
        rms_db(&spans.collect::<Vec<_>>())
    };
    [level(-0.1, 0.0), level(0.02, 0.08)]
}

#[test]
fn the_output_ducks_with_the_kick_in_the_side_chain_and_without_it_does_not() {
    for rate in [44_100.0, 96_000.0] {
        let kick = kicks(rate);
        let [between, beneath] = levels(&pad(rate, DUCKED, Some(&kick), &[]));
        assert!(
            (between + 18.0).abs() < 0.1,
            "{rate} Hz: {between} dB between"
        );
        assert!(beneath < between - 15.0, "{rate} Hz: {beneath} dB beneath");
        // Nothing in the side-chain, and a compressor that listens to the pad itself.
        let [between, beneath] = levels(&pad(rate, DUCKED, None, &[]));
        assert!((between + 18.0).abs() < 0.1 && (beneath + 18.0).abs() < 0.1);
        let own = [DUCKED, &[("studio_key", "Internal")]].concat();
        let with = pad(rate, &own, Some(&kick), &[]);
        assert_same_bits(&with, &pad(rate, &own, None, &[]), "its own key");
    }
}

#[test]
fn the_side_chain_is_heard_at_its_frame_however_the_host_cuts_its_blocks() {
    let kick = kicks(RATE);
    let whole = pad(RATE, DUCKED, Some(&kick), &[]);
    for blocks in [&[64][..], &[1, 0, 63, 200], &[512, 17]] {
        let cut = pad(RATE, DUCKED, Some(&kick), blocks);
        assert_same_bits(&whole, &cut, &format!("blocks of {blocks:?}"));
    }
    // A step of full scale: from its very frame on the pad is quieter.
    let step = signal::step(1.0, 24_007, 96_000);
    let stepped = pad(RATE, DUCKED, Some(&Stereo::from_mono(step, RATE)), &[]);
    let still = pad(RATE, DUCKED, None, &[]);
    let first = crate::plugin::first_difference(&stepped, &still).expect("it ducks");
    assert!((24_007..24_007 + 64).contains(&first), "{first}");
    assert!(active(DUCKED).latency() < 1_000);
}
