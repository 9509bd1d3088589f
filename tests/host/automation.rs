//! Turning parameters while the sound runs: at the very frame, and never badly.

use bedroom::params::host_id;
use lab::Stereo;
use lab::host::{Automation, Event, Message, RenderPlan};
use lab::random::Random;

use crate::plugin::{
    BLOCK, BUSY, RATE, TRANSPARENT, active, assert_healthy, assert_same_bits, first_difference,
    noise, point, render, sine, through,
};

/// Frames around the edges of the host's blocks and of our own blocks of 64.
const FRAMES: [usize; 8] = [0, 1, 63, 64, 100, 511, 512, 1000];

fn automated(input: &Stereo, values: &[(&str, &str)], plan: &RenderPlan) -> Stereo {
    render(&mut active(values), input, plan)
}

fn plan<'a>(automation: &'a [Automation], blocks: &'a [usize]) -> RenderPlan<'a> {
    RenderPlan {
        automation,
        blocks,
        ..RenderPlan::default()
    }
}

#[test]
fn the_output_gain_changes_at_its_frame() {
    // The gain comes behind everything that takes time: the host's frame N is the frame N that
    // leaves the plugin, with no latency added. Its ramp takes the first step on that frame.
    let input = noise(RATE, 0.05);
    let still = automated(&input, TRANSPARENT, &RenderPlan::default());
    // Before the first sound has come through, a gain has nothing to change.
    let latency = active(TRANSPARENT).latency() as usize;
    for frame in FRAMES {
        let step = [point(latency + frame, "output", 1.0)];
        let turned = automated(&input, TRANSPARENT, &plan(&step, &[]));
        assert_eq!(first_difference(&still, &turned), Some(latency + frame));
        // The ramp of 20 ms is over.
        let (before, after) = (still.left[2300], turned.left[2300]);
        let gain_db = 20.0 * f64::from(after / before).log10();
        assert!((gain_db - 24.0).abs() < 1e-3, "{gain_db}");
    }
}

#[test]
fn the_input_gain_is_heard_when_its_frame_comes_out() {
    // The transport interpolates between frames, and so hears a little of what comes next.
    const INTERPOLATION: usize = 64;
    let input = noise(RATE, 0.05);
    let still = automated(&input, TRANSPARENT, &RenderPlan::default());
    let latency = active(TRANSPARENT).latency() as usize;
    for frame in FRAMES {
        let step = [point(frame, "input", 1.0)];
        let turned = automated(&input, TRANSPARENT, &plan(&step, &[]));
        let first = first_difference(&still, &turned).expect("heard");
        let expected = frame + latency;
        assert!(
            (expected.saturating_sub(INTERPOLATION)..=expected).contains(&first),
            "turned at {frame}, heard at {first} with a latency of {latency}"
        );
    }
}

#[test]
fn within_a_block_or_at_its_start_gives_the_same_bits() {
    let input = noise(RATE, 0.06);
    let mut random = Random::new(7);
    for info in active(&[]).params() {
        // Two moves: one from the start value, one while the first is still under way.
        let automation = FRAMES[4..6].iter().map(|&frame| Automation {
            frame,
            id: info.id,
            value: (info.max * random.unipolar())
                .round()
                .max(random.unipolar())
                .min(info.max),
        });
        let automation: Vec<Automation> = automation.collect();
        let within = automated(&input, BUSY, &plan(&automation, &[]));
        let at_start = automated(&input, BUSY, &plan(&automation, &[100, 411, 1, 512]));
        assert_same_bits(&within, &at_start, &info.name);
    }
}

#[test]
fn what_is_turned_between_blocks_counts_from_the_next_one() {
    let input = noise(RATE, 0.03);
    let halves = [input.slice(0..512), input.slice(512..input.len())];
    let mut plugin = active(BUSY);
    let mut by_hand = through(&mut plugin, &halves[0]);
    plugin.set(host_id("tape_drive"), 0.9).expect("set");
    by_hand.append(&through(&mut plugin, &halves[1]));
    let drawn = automated(&input, BUSY, &plan(&[point(512, "tape_drive", 0.9)], &[]));
    assert_same_bits(&by_hand, &drawn, "tape_drive");
}

#[test]
fn notes_are_ignored() {
    let input = noise(RATE, 0.1);
    let mut events = Vec::new();
    for n in 0..200u16 {
        let (channel, key) = (n % 16, n % 128);
        let messages = [
            Message::NoteOn {
                channel,
                key,
                velocity: 0.8,
            },
            Message::NoteOff { channel, key },
            Message::Midi([0xb0 | channel as u8, 1, key as u8]),
            Message::Midi([0xff, 0xff, 0xff]),
        ];
        let frame = 20 * usize::from(n);
        events.extend(messages.map(|message| Event { frame, message }));
    }
    let noted = RenderPlan {
        events: &events,
        ..RenderPlan::default()
    };
    assert_same_bits(
        &automated(&input, BUSY, &RenderPlan::default()),
        &automated(&input, BUSY, &noted),
        "with notes",
    );
}

#[test]
fn every_parameter_can_be_swept() {
    let input = sine(997.0, RATE, 0.15);
    let blocks = input.len() / BLOCK as usize;
    let mut plugin = active(BUSY);
    for info in plugin.params() {
        let sweep: Vec<Automation> = (0..=blocks)
            .map(|block| Automation {
                frame: block * BLOCK as usize,
                id: info.id,
                // Up and down again.
                value: info.max * (1.0 - (2.0 * block as f64 / blocks as f64 - 1.0).abs()),
            })
            .collect();
        let output = render(&mut plugin, &input, &plan(&sweep, &[]));
        assert_healthy(&output, &info.name);
        plugin.set(info.id, info.default).expect("set");
    }
}

#[test]
fn ten_seconds_of_anything_are_survived() {
    let input = noise(RATE, 10.0);
    let mut plugin = active(&[]);
    let params = plugin.params();
    let mut random = Random::new(1983);
    let mut frame = 0;
    let mut automation = Vec::new();
    while frame < input.len() {
        let info = &params[random.next_u64() as usize % params.len()];
        let value = info.max * random.unipolar();
        let value = if info.stepped { value.round() } else { value };
        automation.push(Automation {
            frame,
            id: info.id,
            value,
        });
        // From several on one frame to one every 20 ms.
        frame += (random.unipolar().powi(2) * 0.02 * RATE) as usize;
    }
    let output = render(&mut plugin, &input, &plan(&automation, &[512, 17, 333, 1]));
    assert_healthy(&output, "anything");
    // The loudest that was drawn: 24 dB at both gains, and a tape that may add a little.
    let loudest = lab::instruments::level::peak_db(&output.left);
    assert!(loudest < 60.0, "{loudest} dBFS");
}

#[test]
fn absurd_values_are_not_taken() {
    let input = noise(RATE, 0.1);
    let mut plugin = active(BUSY);
    for info in plugin.params() {
        for value in [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            -1.0,
            1e9,
            -1e-300,
        ] {
            let absurd = Automation {
                frame: 100,
                id: info.id,
                value,
            };
            let output = render(&mut plugin, &input.slice(0..600), &plan(&[absurd], &[]));
            let what = format!("{} at {value}", info.name);
            assert_healthy(&output, &what);
            let stands = plugin.value(info.id).expect("a value");
            assert!(
                (info.min..=info.max).contains(&stands),
                "{what} stands at {stands}"
            );
        }
        plugin.set(info.id, info.default).expect("set");
    }
    // Nothing of it has stayed inside.
    let mut unharmed = active(&[]);
    for plugin in [&mut plugin, &mut unharmed] {
        for info in plugin.params() {
            plugin.set(info.id, info.default).expect("set");
        }
        plugin.reset().expect("reset");
    }
    assert_same_bits(
        &through(&mut unharmed, &input),
        &through(&mut plugin, &input),
        "after absurd values",
    );
}
