//! The editor without a window: what every control does to its parameter, and what the host hears.
#![cfg(feature = "editor")]

#[path = "editor/desk.rs"]
mod desk;
#[path = "editor/layout.rs"]
mod layout;
#[path = "editor/presets.rs"]
mod presets;

use bedroom::editor::{MIN_SIZE, SIZE};
use desk::{Desk, Told};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use nice_plug::params::internals::ParamPtr;

/// Longer than a turn by wheel or key lasts, in seconds.
const LET_GO_S: f32 = 0.4;

/// The ids of all knobs.
fn knobs(desk: &Desk) -> Vec<String> {
    let floats = desk
        .pointers()
        .into_iter()
        .filter(|(_, pointer)| matches!(pointer, ParamPtr::FloatParam(_)));
    floats.map(|(id, _)| id).collect()
}

#[test]
fn every_parameter_has_a_control_of_its_name() {
    for size in [MIN_SIZE, SIZE, SIZE * 2.0] {
        let desk = Desk::open(size, 1.0, None);
        for (id, _) in desk.pointers() {
            desk.harness.get_by_label(&desk.name(&id));
        }
    }
}

#[test]
fn a_drag_is_one_gesture_and_follows_the_pointer() {
    let mut desk = Desk::usual();
    for id in knobs(&desk) {
        desk.automate(&id, 0.5);
        let name = desk.name(&id);
        let end = desk.drag(&name, vec2(0.0, -40.0));
        desk.button(end, false);
        desk.wait(LET_GO_S);
        assert!(desk.value(&id) > 0.6, "{id}: {}", desk.value(&id));
        let told = desk.host.take();
        let pointer = desk.pointer(&id);
        let begins = told.iter().filter(|told| **told == Told::Begin(pointer));
        assert_eq!(begins.count(), 1, "{id}");
    }
}

#[test]
fn shift_makes_a_drag_fine() {
    let mut desk = Desk::usual();
    desk.automate("output", 0.5);
    desk.harness
        .event(egui::Event::ModifiersChanged(Modifiers::SHIFT));
    let end = desk.drag("Output", vec2(0.0, -40.0));
    desk.button(end, false);
    desk.wait(LET_GO_S);
    let moved = desk.value("output") - 0.5;
    assert!((0.005..0.03).contains(&moved), "{moved}");
    desk.host.take();
}

#[test]
fn the_wheel_and_each_key_turn_a_knob() {
    let mut desk = Desk::usual();
    for id in knobs(&desk) {
        let name = desk.name(&id);
        desk.automate(&id, 0.5);
        desk.wheel(&name, 2.0);
        desk.wheel(&name, 1.0);
        desk.wait(LET_GO_S);
        assert!((desk.value(&id) - 0.53).abs() < 1e-3, "{id} by wheel");
        desk.host.take();

        desk.focus(&name);
        for (key, from, to) in [
            (Key::ArrowUp, 0.5, 0.51),
            (Key::ArrowRight, 0.5, 0.51),
            (Key::ArrowDown, 0.5, 0.49),
            (Key::ArrowLeft, 0.5, 0.49),
            (Key::PageUp, 0.5, 0.6),
            (Key::PageDown, 0.5, 0.4),
            (Key::Home, 0.5, 0.0),
            (Key::End, 0.5, 1.0),
        ] {
            desk.automate(&id, from);
            desk.press(key);
            desk.wait(LET_GO_S);
            assert!((desk.value(&id) - to).abs() < 1e-3, "{id} by {key:?}");
            assert_eq!(desk.host.take().len(), 3, "{id} by {key:?}");
        }
    }
}

#[test]
fn a_knob_goes_back_to_its_default() {
    let mut desk = Desk::usual();
    for id in knobs(&desk) {
        let name = desk.name(&id);
        let default = desk.value(&id);
        for modifiers in [Modifiers::COMMAND, Modifiers::ALT] {
            desk.automate(&id, 0.3);
            desk.click_with(&name, modifiers);
            assert_eq!(desk.value(&id), default, "{id} with {modifiers:?}");
        }
        desk.automate(&id, 0.3);
        desk.focus(&name);
        desk.press(Key::Delete);
        assert_eq!(desk.value(&id), default, "{id} by key");
        desk.host.take();
    }
}

#[test]
fn a_value_can_be_typed() {
    let mut desk = Desk::usual();
    for (id, typed, shown) in [
        ("tape_drive", "7,5", "7.5 dB"),
        ("tape_spacing", "3 um", "3.00 µm"),
        ("tape_hiss", "off", "Off"),
        ("mix", "42", "42.0 %"),
        ("input", "−3 dB", "-3.0 dB"),
    ] {
        let name = desk.name(id);
        desk.double_click(&name);
        desk.write(typed);
        desk.press(Key::Enter);
        assert_eq!(desk.text(id), shown, "{id}");
        assert_eq!(desk.host.take().len(), 3, "{id}");

        // With the keyboard alone, from where typing has left it.
        desk.press(Key::Enter);
        desk.write("1");
        desk.press(Key::Enter);
        assert!(desk.text(id).starts_with('1'), "{id}: {}", desk.text(id));
        desk.host.take();
    }
}

#[test]
fn what_is_no_value_is_refused_and_changes_nothing() {
    let mut desk = Desk::usual();
    desk.automate("tape_drive", 0.5);
    desk.double_click("Drive");
    desk.write("loud");
    desk.press(Key::Enter);
    assert_eq!(desk.value("tape_drive"), 0.5);
    assert_eq!(desk.host.take(), []);
    // It stays open, for another try.
    desk.write("6");
    desk.press(Key::Enter);
    assert_eq!(desk.text("tape_drive"), "6.0 dB");
    desk.host.take();
}

#[test]
fn typing_is_left_without_a_change() {
    let mut desk = Desk::usual();
    desk.automate("tape_wow", 0.123_456);
    let before = desk.value("tape_wow");
    desk.double_click("Wow");
    desk.write("1");
    desk.press(Key::Escape);
    // What is printed is rounded; taking that over would be a change.
    desk.double_click("Wow");
    desk.press(Key::Enter);
    desk.double_click("Wow");
    desk.click("Bias");
    assert_eq!(desk.value("tape_wow"), before);
    assert_eq!(desk.host.take(), []);
}

#[test]
fn a_window_that_closes_ends_what_is_held() {
    let mut desk = Desk::usual();
    desk.drag("Drive", vec2(0.0, -40.0));
    let Desk { harness, host, .. } = desk;
    drop(harness);
    let told = host.take();
    assert!(matches!(told.last(), Some(Told::End(_))), "{told:?}");
}

#[test]
fn a_switch_is_turned_by_click_and_enter_and_space_is_the_hosts() {
    let mut desk = Desk::usual();
    for id in ["bypass", "tape_on"] {
        let name = desk.name(id);
        let before = desk.value(id);
        desk.click(&name);
        assert_eq!(desk.value(id), 1.0 - before, "{id} by click");
        desk.focus(&name);
        desk.press(Key::Enter);
        assert_eq!(desk.value(id), before, "{id} by key");
        assert_eq!(desk.host.take().len(), 6, "{id}");
        desk.press(Key::Space);
        assert_eq!(desk.host.take(), [], "{id}");
    }
}

#[test]
fn a_choice_is_made_by_click_wheel_and_keys() {
    let mut desk = Desk::usual();
    desk.click("Walkman");
    assert_eq!(desk.text("tape_model"), "Walkman");
    desk.press(Key::ArrowLeft);
    assert_eq!(desk.text("tape_model"), "Home reel");
    desk.wheel("Model", -1.0);
    assert_eq!(desk.text("tape_model"), "Walkman");
    desk.press(Key::End);
    assert_eq!(desk.text("tape_model"), "Transparent");
    assert_eq!(desk.host.take().len(), 12);
    // Beyond the end there is nothing.
    desk.press(Key::ArrowRight);
    assert_eq!(desk.host.take(), []);
}

#[test]
fn tab_goes_through_all_controls() {
    let mut desk = Desk::usual();
    let names: Vec<String> = desk
        .pointers()
        .iter()
        .map(|(id, _)| desk.name(id))
        .collect();
    let mut seen = Vec::new();
    for _ in 0..60 {
        desk.press(Key::Tab);
        let focused = |name: &&String| desk.harness.get_by_label(name).is_focused();
        seen.extend(names.iter().find(focused).cloned());
    }
    for name in names {
        assert!(seen.contains(&name), "{name} is never reached");
    }
    assert_eq!(desk.host.take(), []);
}

#[test]
fn meters_fall_when_the_host_stops_asking_for_sound() {
    let mut desk = Desk::usual();
    let reading = |desk: &Desk| {
        let meter = desk.harness.get_by_label("Input level");
        meter.value().expect("a reading")
    };
    let silence = reading(&desk);
    desk.play(0.5);
    desk.wait(0.1);
    // A sine of −18 dBFS.
    assert_eq!(reading(&desk), "left 0, right 0 VU");
    desk.wait(1.0);
    assert_eq!(reading(&desk), silence);
}
