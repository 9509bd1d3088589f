//! What every stage owes, whatever it models: the same bits however the blocks are cut, no
//! allocation, no click, a latency that is what it says, and finite sound for any input.

mod support;

#[path = "contract/knobs.rs"]
mod knobs;
#[path = "contract/latency.rs"]
mod latency;
#[path = "contract/laws.rs"]
mod laws;
#[path = "contract/subjects/mod.rs"]
mod subjects;
#[path = "contract/taps.rs"]
mod taps;

use bedroom::audio::chain::{Chain, Slot};
use bedroom::audio::stages::listener::Listener;
use bedroom::audio::stages::room::Room;
use bedroom::audio::stages::studio::Studio;
use bedroom::audio::stages::tape::{self, Model, Tape};
use bedroom::audio::stages::upload::Upload;
use lab::Stereo;
use lab::instruments::level::dc;
use subjects::Subject;
use support::{Change, prepare, render};

// With the plugin the framework brings the same allocator.
#[cfg(not(feature = "plugin"))]
#[global_allocator]
static ALLOCATOR: nice_assert_no_alloc::AllocDisabler = nice_assert_no_alloc::AllocDisabler;

const RATE: f64 = 48_000.0;
/// Rates that studios use.
const RATES: [f64; 4] = [44_100.0, 48_000.0, 96_000.0, 192_000.0];

macro_rules! contract {
    ($($module:ident: $subject:ty),+) => { $(
        mod $module {
            use super::*;
            #[test] fn any_split_gives_the_same_bits() { laws::any_split_gives_the_same_bits::<$subject>() }
            #[test] fn reset_equals_fresh() { laws::reset_equals_fresh::<$subject>() }
            #[test] fn hostile_input_stays_finite() { laws::hostile_input_stays_finite::<$subject>() }
            #[test] fn nothing_allocates() { laws::nothing_allocates::<$subject>() }
            #[test] fn default_is_transparent_at_its_latency() { laws::default_is_transparent_at_its_latency::<$subject>() }
            #[test] fn changes_do_not_click() { laws::changes_do_not_click::<$subject>() }
            #[test] fn the_tail_covers_what_sounds_on() { laws::the_tail_covers_what_sounds_on::<$subject>() }
        }
    )+ };
}

contract!(
    room_alone: Room,
    room_in_its_slot: Slot<Room>,
    tape_alone: Tape,
    tape_in_its_slot: Slot<Tape>,
    studio_alone: Studio,
    studio_in_its_slot: Slot<Studio>,
    upload_alone: Upload,
    upload_in_its_slot: Slot<Upload>,
    listener_alone: Listener,
    listener_in_its_slot: Slot<Listener>,
    whole_chain: Slot<Chain>
);

/// A constant, +24 dB of music and full-scale squares while every knob jumps, at every rate.
#[test]
fn hostile_automation_stays_finite_and_bounded_and_leaves_no_constant() {
    for rate in RATES {
        let second = rate as usize;
        let squares = (0..second / 4)
            .map(|n| if n / 37 % 2 == 0 { 1.0 } else { -1.0 })
            .collect();
        let mut input = Stereo::from_mono(vec![1.0; second / 4], rate);
        input.append(&lab::demo::music(rate, 0.5).gain_db(24.0));
        input.append(&Stereo::from_mono(squares, rate));
        input.append(&Stereo::from_mono(vec![0.7; second], rate));
        let mut changes: Vec<Change<Tape>> = (0..18)
            .flat_map(|round| {
                let all = Tape::extremes().into_iter().enumerate();
                all.map(move |(n, settings)| (round * 7 + n, settings))
            })
            .map(|(n, settings)| Change {
                frame: n * 391,
                settings,
            })
            .collect();
        for model in Model::ALL {
            if model.machine().magnetics.is_none() {
                continue;
            }
            changes.push(Change {
                frame: second,
                settings: tape::Settings {
                    model,
                    ..tape::Settings::default()
                },
            });
            let output = render(&mut prepare::<Tape>(rate), &input, &changes, &[512, 7]);
            changes.pop();
            assert!(output.is_finite(), "{model:?} at {rate} Hz");
            let peak = output
                .left
                .iter()
                .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
            assert!(peak < 100.0, "{model:?} at {rate} Hz: {peak}");
            let left = dc(&output.left[output.len() - second / 5..]).abs();
            assert!(left < 1e-3, "{model:?} at {rate} Hz: a constant of {left}");
        }
    }
}
