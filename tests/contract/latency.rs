//! Where the sound is in time: late as the stage says, dry and wet alike, while that changes.

use bedroom::audio::Stage;
use bedroom::audio::chain::{Chain, Slot, slot};
use bedroom::audio::stages::listener::Listener;
use bedroom::audio::stages::room::Room;
use bedroom::audio::stages::studio::Studio;
use bedroom::audio::stages::tape::{self, Tape};
use bedroom::audio::stages::upload::{self, Upload};
use lab::demo::music;
use lab::instruments::click::click_db;
use lab::instruments::compare::{is_identical, null_db};
use lab::{Stereo, signal};

use crate::RATE;
use crate::subjects::Subject;
use crate::support::{Change, prepare, render, slotted, steady};

/// What went in, beside the stage or instead of it, is as late as the stage says.
fn dry_sound_is_as_late_as_the_stage<S: Stage>(stage: S::Settings) {
    let input = music(RATE, 0.5);
    for (on, mix) in [(false, 1.0), (true, 0.0)] {
        let mut slot = prepare::<Slot<S>>(RATE);
        let settings = slot::Settings { on, mix, stage };
        slot.set(&settings);
        let latency = slot.latency();
        slot.reset();
        let output = render(&mut slot, &input, &[Change { frame: 0, settings }], &[64]);
        let late = is_identical(
            &output.left[latency..],
            &input.left[..input.len() - latency],
        );
        assert!(late, "on: {on}, mix: {mix}, {latency} frames");
    }
}

#[test]
fn dry_sound_is_as_late_as_its_stage() {
    dry_sound_is_as_late_as_the_stage::<Room>(Room::extremes()[0]);
    dry_sound_is_as_late_as_the_stage::<Tape>(Tape::extremes()[0]);
    dry_sound_is_as_late_as_the_stage::<Studio>(Studio::extremes()[0]);
    dry_sound_is_as_late_as_the_stage::<Upload>(Upload::extremes()[0]);
    dry_sound_is_as_late_as_the_stage::<Listener>(Listener::extremes()[0]);
    dry_sound_is_as_late_as_the_stage::<Chain>(Chain::extremes()[0]);
}

/// The one setting that changes the latency: what is dry moves with what is wet.
#[test]
fn a_print_that_precedes_the_sound_is_reported_and_mixes_without_a_comb() {
    let stage = tape::Settings {
        pre_echo: true,
        ..tape::Settings::default()
    };
    let settings = slot::Settings {
        mix: 0.5,
        ..slotted(stage)
    };
    let mut slot = prepare::<Slot<Tape>>(RATE);
    let before = slot.latency();
    slot.set(&settings);
    let latency = slot.latency();
    assert!(latency > before + 48_000, "{latency} frames");
    assert!(latency <= slot.max_latency());
    let input = music(RATE, 4.0);
    let output = steady::<Slot<Tape>>(settings, &input);
    let null = null_db(
        &output.left[latency..],
        &input.left[..input.len() - latency],
    );
    assert!(null < -120.0, "nulls to {null:.1} dB");
}

/// Re-uploads take the time of the first again; what is dry goes with them, and off takes none.
#[test]
fn each_upload_takes_as_long_as_the_first_and_none_while_off() {
    let at = |on, reuploads| {
        let mut slot = prepare::<Slot<Upload>>(RATE);
        slot.set(&slot::Settings {
            on,
            mix: 0.5,
            stage: upload::Settings {
                reuploads,
                ..upload::Settings::default()
            },
        });
        (slot.latency(), slot)
    };
    assert_eq!(at(false, 20).0, 0);
    let (one, _) = at(true, 0);
    let (two, _) = at(true, 1);
    for reuploads in [0, 1, 7, 20] {
        let (latency, slot) = at(true, reuploads);
        assert_eq!(latency, one + usize::from(reuploads) * (two - one));
        assert!(latency <= slot.max_latency());
        let input = music(RATE, 2.5);
        let settings = slot::Settings {
            mix: 0.5,
            ..slotted(upload::Settings {
                reuploads,
                ..upload::Settings::default()
            })
        };
        let output = steady::<Slot<Upload>>(settings, &input);
        let end = input.len() - latency;
        let null = null_db(&output.left[latency..], &input.left[..end]);
        assert!(null < -120.0, "{reuploads}: nulls to {null:.1} dB");
    }
}

/// While the number of uploads changes, the sound fades from one place to the other.
#[test]
fn another_number_of_uploads_does_not_click() {
    let input = Stereo::from_mono(signal::sine(110.0, -18.0, 6.0, RATE), RATE);
    let change = |frame, reuploads| Change::<Upload> {
        frame,
        settings: upload::Settings {
            reuploads,
            ..upload::Settings::default()
        },
    };
    let changes = [
        change(0, 0),
        change(48_011, 3),
        change(100_003, 1),
        change(103_001, 8),
        change(200_009, 0),
    ];
    let output = render(&mut prepare::<Upload>(RATE), &input, &changes, &[64]);
    let level = click_db(&output.left[24_000..], RATE);
    assert!(level < -60.0, "a click of {level:.1} dB");
}
