//! The loop around the chain: repeats on their grid, another generation each time, stable whatever the
//! chain does, and no click on any change.

mod support;

#[path = "again/loops.rs"]
mod loops;
#[path = "again/moves.rs"]
mod moves;
#[path = "again/repeats.rs"]
mod repeats;

use bedroom::audio::chain::again::{self, Again};
use bedroom::audio::chain::{self, Chain, slot};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock, Timeline};
use lab::Stereo;

/// With the plugin the framework brings the same allocator.
#[cfg(not(feature = "plugin"))]
#[global_allocator]
static ALLOCATOR: nice_assert_no_alloc::AllocDisabler = nice_assert_no_alloc::AllocDisabler;

const RATE: f64 = 48_000.0;

/// A loop that is on, with nothing filtered.
fn looped(amount: f32, time_ms: f32) -> again::Settings {
    again::Settings {
        on: true,
        amount,
        time_ms,
        ..again::Settings::default()
    }
}

/// A chain whose stages are off, with a loop around it.
fn bare(again: again::Settings) -> chain::Settings {
    let default = chain::Settings::default();
    chain::Settings {
        tape: slot::Settings {
            on: false,
            ..default.tape
        },
        again,
        ..default
    }
}

/// Renders through `chain`, with the settings and the tempo of each frame at the beginning of each
/// block.
fn render(
    chain: &mut Chain,
    input: &Stereo,
    blocks: &[usize],
    at: impl Fn(usize) -> (chain::Settings, f64),
) -> Stereo {
    let mut output = input.clone();
    let frames = output.len();
    let [left, right] = output.channels_mut();
    let mut sizes = blocks.iter().cycle();
    let mut start = 0;
    while start < frames {
        let end = frames.min(start + sizes.next().expect("a block size"));
        let (settings, tempo_bpm) = at(start);
        chain.set(&settings);
        chain.locate(&Timeline {
            tempo_bpm,
            beat: None,
        });
        chain.process(&mut StereoBlock::new(
            &mut left[start..end],
            &mut right[start..end],
        ));
        start = end;
    }
    output
}

/// Renders with one setting at 120 beats per minute.
fn steady(settings: chain::Settings, input: &Stereo) -> Stereo {
    let mut chain = support::prepare(input.sample_rate);
    render(&mut chain, input, &[MAX_BLOCK], |_| (settings, 120.0))
}

/// A loop around a chain that is made up: `chain` takes no time.
fn around(
    settings: impl Fn(usize) -> again::Settings,
    input: &Stereo,
    mut chain: impl FnMut(usize, &mut StereoBlock),
) -> Stereo {
    let mut again = Again::new(Spec::new(input.sample_rate).expect("a rate"));
    let mut output = input.clone();
    let [left, right] = output.channels_mut();
    let sides = left.chunks_mut(MAX_BLOCK).zip(right.chunks_mut(MAX_BLOCK));
    for (n, (left, right)) in sides.enumerate() {
        let mut block = StereoBlock::new(left, right);
        again.set(&settings(n * MAX_BLOCK), 0);
        again.feed(&mut block);
        chain(n * MAX_BLOCK, &mut block);
        again.listen(&block);
    }
    output
}

fn peak(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, x| peak.max(x.abs()))
}
