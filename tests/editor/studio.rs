//! The equaliser's picture: a handle for each part moves what it stands for, each by one gesture of its own.

use bedroom::editor::{MIN_SIZE, SIZE};
use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::Queryable;

use super::LET_GO_S;
use super::desk::{Desk, Told, chain};
use super::layout::check_texts;

/// A handle's name, what it moves to the right and upwards, and what its wheel turns.
const BANDS: [(&str, &str, &str, &str); 4] = [
    (
        "Band 1 handle",
        "studio_band1_hz",
        "studio_band1_gain",
        "studio_band1_q",
    ),
    (
        "Band 2 handle",
        "studio_band2_hz",
        "studio_band2_gain",
        "studio_band2_q",
    ),
    (
        "Band 3 handle",
        "studio_band3_hz",
        "studio_band3_gain",
        "studio_band3_q",
    ),
    (
        "Band 4 handle",
        "studio_band4_hz",
        "studio_band4_gain",
        "studio_band4_q",
    ),
];

const PASSES: [(&str, &str, &str, &str); 2] = [
    (
        "High-pass handle",
        "studio_high_pass_hz",
        "studio_high_pass_slope",
        "studio_high_pass",
    ),
    (
        "Low-pass handle",
        "studio_low_pass_hz",
        "studio_low_pass_slope",
        "studio_low_pass",
    ),
];

fn open(size: Vec2) -> Desk {
    let mut desk = Desk::open(size, 1.0, None);
    desk.click("Studio stage");
    for (.., on) in PASSES {
        desk.automate(on, 1.0);
    }
    desk.wait(0.1);
    desk
}

/// How often a gesture was begun for a parameter.
fn begins(desk: &Desk, told: &[Told], id: &str) -> usize {
    let begin = Told::Begin(desk.pointer(id));
    told.iter().filter(|told| **told == begin).count()
}

#[test]
fn a_drag_is_one_gesture_for_each_side_and_follows_the_pointer() {
    for size in [MIN_SIZE, SIZE] {
        let mut desk = open(size);
        for (name, hz, gain, q) in BANDS {
            let before = [hz, gain].map(|id| desk.value(id));
            let end = desk.drag(name, vec2(-16.0, -24.0));
            check_texts(&desk, size);
            desk.button(end, false);
            desk.wait(LET_GO_S);
            let told = desk.host.take();
            assert_eq!(begins(&desk, &told, hz), 1, "{name}");
            assert_eq!(begins(&desk, &told, gain), 1, "{name}");
            assert_eq!(begins(&desk, &told, q), 0, "{name}");
            assert!(desk.value(hz) < before[0], "{name}");
            assert!(desk.value(gain) > before[1] + 0.05, "{name}");
            // It is where it was dragged to, but for what egui takes to know a drag from a click.
            let off = desk.place(name) - end;
            assert!(off.length() < 8.0, "{name} is {off} away");
        }
        for (name, hz, ..) in PASSES {
            let before = desk.value(hz);
            let place = desk.place(name);
            let end = desk.drag(name, vec2(if before < 0.5 { 24.0 } else { -24.0 }, -30.0));
            desk.button(end, false);
            desk.wait(LET_GO_S);
            let told = desk.host.take();
            assert_eq!(begins(&desk, &told, hz), 1, "{name}");
            assert!(told.len() > 2, "{name}");
            let now = desk.place(name);
            assert!((now.x - end.x).abs() < 8.0, "{name} at {now}");
            assert_eq!(now.y, place.y, "{name} goes along a line");
        }
    }
}

#[test]
fn the_wheel_turns_q_and_goes_through_the_slopes() {
    let mut desk = open(SIZE);
    for (name, hz, _, q) in BANDS {
        let before = desk.value(q);
        desk.wheel(name, 2.0);
        desk.wheel(name, 1.0);
        desk.wait(LET_GO_S);
        let by = desk.value(q) - before;
        assert!((by - 0.03).abs() < 1e-4, "{name}: {by}");
        let told = desk.host.take();
        assert_eq!(begins(&desk, &told, q), 1, "{name}");
        assert_eq!(begins(&desk, &told, hz), 0, "{name}");
    }
    for (name, _, slope, _) in PASSES {
        for (notches, text) in [(1.0, "24 dB/oct"), (1.0, "24 dB/oct"), (-1.0, "12 dB/oct")] {
            desk.wheel(name, notches);
            assert_eq!(desk.text(slope), text, "{name}");
        }
        assert_eq!(desk.host.take().len(), 6, "{name}");
    }
}

#[test]
fn arrows_move_by_octaves_and_decibels() {
    let mut desk = open(SIZE);
    let (name, hz, gain, _) = BANDS[1];
    // A hundredth of the ten octaves that are shown, and of the decibels.
    for (key, id, from, to) in [
        (Key::ArrowRight, hz, "1000 Hz", "1072 Hz"),
        (Key::ArrowLeft, hz, "1000 Hz", "933 Hz"),
        (Key::ArrowUp, gain, "1.0 dB", "1.4 dB"),
        (Key::ArrowDown, gain, "1.0 dB", "0.6 dB"),
        (Key::PageUp, gain, "1.0 dB", "2.8 dB"),
    ] {
        desk.set(id, from);
        desk.focus(name);
        desk.press(key);
        desk.wait(LET_GO_S);
        assert_eq!(desk.text(id), to, "{key:?}");
        let told = desk.host.take();
        assert_eq!(begins(&desk, &told, id), 1, "{key:?}");
    }
    // A pass has nowhere to go upwards.
    desk.focus("High-pass handle");
    desk.press(Key::ArrowUp);
    assert_eq!(desk.host.take(), []);
    // Beyond its range there is nothing.
    desk.set("studio_high_pass_hz", "2000");
    desk.press_with(Key::ArrowRight, Modifiers::COMMAND);
    desk.wait(LET_GO_S);
    assert_eq!(desk.text("studio_high_pass_hz"), "2000 Hz");
    desk.host.take();
}

#[test]
fn what_was_moved_goes_back() {
    let mut desk = open(SIZE);
    for (name, hz, gain, _) in BANDS {
        let home = [hz, gain].map(|id| desk.value(id));
        let away = |desk: &mut Desk| {
            desk.automate(hz, 0.6);
            desk.automate(gain, 0.2);
            desk.wait(0.5);
        };
        away(&mut desk);
        desk.double_click(name);
        desk.wait(0.5);
        assert_eq!([hz, gain].map(|id| desk.value(id)), home, "{name}");
        for modifiers in [Modifiers::ALT, Modifiers::COMMAND] {
            away(&mut desk);
            desk.click_with(name, modifiers);
            assert_eq!([hz, gain].map(|id| desk.value(id)), home, "{name}");
        }
        away(&mut desk);
        desk.focus(name);
        desk.press(Key::Delete);
        assert_eq!([hz, gain].map(|id| desk.value(id)), home, "{name}");
        desk.host.take();
    }
}

#[test]
fn a_part_that_is_off_is_switched_on_where_it_stands() {
    let mut desk = open(SIZE);
    let (name, hz, gain, _) = BANDS[2];
    for by_key in [false, true] {
        desk.automate("studio_band3_on", 0.0);
        desk.automate(gain, 0.7);
        let before = [hz, gain].map(|id| desk.value(id));
        desk.wait(0.5);
        let said = desk.harness.get_by_label(name).value();
        assert!(said.expect("words").ends_with("off"));
        if by_key {
            desk.focus(name);
            desk.press(Key::Enter);
        } else {
            desk.double_click(name);
        }
        assert_eq!(desk.text("studio_band3_on"), "On");
        assert_eq!([hz, gain].map(|id| desk.value(id)), before);
        assert_eq!(desk.host.take().len(), 3);
    }
    // Enter on one that is on begins to type where it is.
    desk.wait(0.5);
    desk.focus(name);
    desk.press(Key::Enter);
    desk.write("440");
    desk.press(Key::Enter);
    assert_eq!(desk.text(hz), "440 Hz");
    assert_eq!(desk.host.take().len(), 3);
}

#[test]
fn a_handle_says_where_it_stands() {
    let mut desk = open(SIZE);
    desk.set("studio_band1_hz", "120");
    desk.set("studio_band1_gain", "-3.5");
    desk.wait(0.1);
    let said = |desk: &Desk, name: &str| desk.harness.get_by_label(name).value();
    let band = said(&desk, "Band 1 handle").expect("words");
    assert_eq!(band, "120 Hz  −3.5 dB  Q 0.71");
    let pass = said(&desk, "High-pass handle").expect("words");
    assert_eq!(pass, "30.0 Hz  12 dB/oct");
}

#[test]
fn dynamics_says_how_far_it_turned_down() {
    let mut desk = Desk::usual();
    desk.click("Studio stage");
    desk.click("Dynamics page");
    let mut chain = chain();
    for (id, value) in [
        ("studio_on", "On"),
        ("studio_compressor", "On"),
        ("studio_threshold", "-50"),
        ("studio_ratio", "10"),
    ] {
        desk.set(id, value);
    }
    desk.perform(&mut chain, 2.0);
    let picture = desk
        .harness
        .get_by_label("Gain reduction over the last seconds");
    let said = picture.value().expect("words");
    let number = said
        .split(' ')
        .nth(1)
        .and_then(|number| number.parse().ok());
    let down: f32 = number.unwrap_or_else(|| panic!("no number in “{said}”"));
    assert!(down > 3.0, "{said}");
}
