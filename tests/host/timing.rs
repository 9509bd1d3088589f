//! Latency and tail: what the plugin says against what is heard.

use bedroom::params::host_id;
use lab::host::{Status, Tail};
use lab::instruments::compare::null_db;
use lab::instruments::decay::tail_frames;
use lab::{Stereo, signal};

use crate::plugin::{BLOCK, MACHINES, RATE, TRANSPARENT, active, active_at, noise, through, turn};
use crate::rates::RATES;

#[test]
fn the_latency_is_the_one_that_is_reported() {
    const AT: usize = 100;
    for rate in RATES {
        for bypass in ["Off", "On"] {
            let mut plugin = active_at(rate, TRANSPARENT);
            turn(&mut plugin, &[("bypass", bypass)]);
            let latency = plugin.latency() as usize;
            assert!(
                latency > 0 && latency < (0.025 * rate) as usize,
                "{latency}"
            );
            let impulse = signal::impulse(0.5, AT, AT + 2 * latency);
            let output = through(&mut plugin, &Stereo::from_mono(impulse, rate));
            for side in output.channels() {
                let loudest =
                    (0..side.len()).max_by(|&a, &b| side[a].abs().total_cmp(&side[b].abs()));
                assert_eq!(
                    loudest,
                    Some(AT + latency),
                    "{rate} Hz, bypass {bypass}: {latency} frames reported"
                );
                // 0.01 dB.
                assert!(
                    (side[AT + latency] - 0.5).abs() < 6e-4,
                    "{}",
                    side[AT + latency]
                );
            }
        }
    }
}

#[test]
fn the_latency_is_the_same_for_every_setting_but_three() {
    let mut plugin = active(TRANSPARENT);
    let latency = plugin.latency();
    // The framework asks for one when it first learns the latency.
    let restarts = plugin.requests().restart;
    // Re-uploads take time while the upload is on, which it is not.
    let longer = ["tape_pre_echo", "upload_on"].map(host_id);
    for info in plugin.params() {
        if longer.contains(&info.id) {
            continue;
        }
        for value in [info.min, info.max] {
            plugin.set(info.id, value).expect("set");
            through(&mut plugin, &noise(RATE, 0.01));
            assert_eq!(plugin.latency(), latency, "{} at {value}", info.name);
        }
    }
    assert_eq!(plugin.requests().restart, restarts);
}

#[test]
fn what_takes_longer_is_asked_for_as_latency() {
    // What is turned, and how much longer that takes at least and at most, in seconds.
    for (turned, longer_s) in [
        (&[("tape_pre_echo", "On")][..], 1.0..5.0),
        (&[("upload_on", "On"), ("upload_model", "Off")], 0.03..0.06),
        (
            &[
                ("upload_on", "On"),
                ("upload_model", "Off"),
                ("upload_reuploads", "3"),
            ],
            0.12..0.24,
        ),
    ] {
        let mut plugin = active(TRANSPARENT);
        let before = plugin.latency();
        let restarts = plugin.requests().restart;
        turn(&mut plugin, turned);
        through(&mut plugin, &noise(RATE, 0.05));
        assert!(
            plugin.requests().restart > restarts,
            "no restart is asked for"
        );
        // As the host does it: off and on again.
        plugin.activate(RATE, BLOCK).expect("active");
        let latency = plugin.latency();
        let longer = f64::from(latency - before) / RATE;
        assert!(longer_s.contains(&longer), "{turned:?}: {latency} frames");
        let input = noise(RATE, 0.2).with_silence(latency as usize + 1_000);
        let output = through(&mut plugin, &input);
        let late = &output.left[latency as usize..];
        let null = null_db(late, &input.left[..late.len()]);
        assert!(null < -100.0, "{turned:?}: {null:.1} dB");
    }
}

#[test]
fn nothing_is_heard_after_the_tail() {
    const FLOOR_DB: f64 = -100.0;
    let burst = noise(RATE, 0.25);
    for model in MACHINES {
        for bypass in ["Off", "On"] {
            let mut plugin = active(&[
                ("tape_model", model),
                ("tape_wow", "1 %"),
                ("tape_drive", "12 dB"),
                ("bypass", bypass),
            ]);
            let output = through(&mut plugin, &burst.with_silence(RATE as usize));
            let Ok(Tail::Frames(tail)) = plugin.tail() else {
                panic!("{model}: a tail without end");
            };
            assert!(tail >= plugin.latency(), "{model}: tail {tail}");
            assert!(
                tail < RATE as u32,
                "{model}: a tail of {tail} frames is too careful"
            );
            let heard = output.channels().map(|side| tail_frames(side, FLOOR_DB));
            let heard = heard
                .into_iter()
                .max()
                .unwrap_or(0)
                .saturating_sub(burst.len());
            assert!(
                heard <= tail as usize,
                "{model}, bypass {bypass}: {heard} frames heard, {tail} reported"
            );
        }
    }
}

#[test]
fn hiss_never_ends() {
    let silence = Stereo::silence(RATE as usize / 2, RATE);
    let mut plugin = active(&[("tape_hiss", "0 dB")]);
    let hiss = through(&mut plugin, &silence);
    assert_eq!(plugin.tail().ok(), Some(Tail::Infinite));
    assert!(hiss.left[20_000..].iter().any(|&sample| sample != 0.0));

    // Behind the bypass nothing is heard of it.
    turn(&mut plugin, &[("bypass", "On")]);
    through(&mut plugin, &silence);
    assert!(matches!(plugin.tail(), Ok(Tail::Frames(_))));
}

#[test]
fn a_host_is_asked_to_go_on() {
    let mut plugin = active(&[]);
    let (input, mut output) = ([0.0; 64], [[0.0; 64]; 2]);
    let [left, right] = &mut output;
    let mut block = lab::host::Block {
        input: [&input, &input],
        output: [left, right],
        side_chain: None,
    };
    // The tape's transport and a tail: silence at the input says nothing about the output.
    let status = plugin.process(&mut block, &[]).expect("processed");
    assert!(
        matches!(status, Status::Continue | Status::Tail),
        "{status:?}"
    );
}
