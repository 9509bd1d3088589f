//! A host may cut the sound as it likes.

use lab::Stereo;
use lab::host::{Block, Event, Message};

use bedroom::params::host_id;

use crate::plugin::{BUSY, RATE, assert_same_bits, noise, plugin, through_blocks, turn};

/// `input` in blocks of a pattern by a plugin that was told to expect up to `max_frames`.
fn cut(input: &Stereo, max_frames: u32, blocks: &[usize]) -> Stereo {
    let mut plugin = plugin();
    turn(&mut plugin, BUSY);
    plugin.activate(RATE, max_frames).expect("active");
    through_blocks(&mut plugin, input, blocks)
}

#[test]
fn all_block_sizes_give_the_same_bits() {
    let input = noise(RATE, 0.25);
    let whole = cut(&input, 8192, &[8192]);
    let patterns: [&[usize]; 12] = [
        &[1],
        &[2, 3],
        &[7, 31],
        &[63],
        &[64],
        &[65],
        &[100, 1, 1000, 8192],
        &[256],
        &[441],
        &[512, 511],
        &[1024, 4095],
        &[8191, 1],
    ];
    for pattern in patterns {
        assert_same_bits(&whole, &cut(&input, 8192, pattern), &format!("{pattern:?}"));
    }
}

#[test]
fn blocks_of_nothing_between_others_change_nothing() {
    let input = noise(RATE, 0.05);
    let whole = cut(&input, 512, &[]);
    let same = cut(&input, 512, &[512, 0, 100, 0, 0]);
    assert_same_bits(&whole, &same, "with empty blocks");
}

#[test]
fn the_agreed_size_makes_no_difference() {
    let input = noise(RATE, 0.1);
    let whole = cut(&input, 8192, &[]);
    for max_frames in [1, 16, 333, 4096] {
        let same = cut(&input, max_frames, &[]);
        assert_same_bits(&whole, &same, &format!("up to {max_frames}"));
    }
}

#[test]
fn a_block_of_nothing_takes_its_events() {
    let mut plugin = plugin();
    plugin.activate(RATE, 64).expect("active");
    let id = host_id("output");
    for n in 0..20 {
        let value = f64::from(n) / 20.0;
        let event = Event {
            frame: 0,
            message: Message::Param { id, value },
        };
        let mut nothing = Block {
            input: [&[], &[]],
            output: [&mut [], &mut []],
            side_chain: Some([&[], &[]]),
        };
        plugin.process(&mut nothing, &[event]).expect("processed");
        let stands = plugin.value(id).expect("a value");
        assert!((stands - value).abs() < 1e-6, "{value}: {stands}");
    }
}
