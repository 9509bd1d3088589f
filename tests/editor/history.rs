//! Undo and redo of whatever a hand does, two settings to compare, and sounds by chance.

use std::collections::BTreeMap;

use bedroom::params::{EffectParams, Side};
use bedroom::presets::Bank;
use egui::{Key, Modifiers, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use nice_plug::params::internals::ParamPtr;
use nice_plug::prelude::Params;

use super::desk::{Desk, Told};

/// Longer than a turn by wheel or key lasts, in seconds.
const LET_GO_S: f32 = 0.4;

/// Where every parameter stands.
fn values(desk: &Desk) -> BTreeMap<String, f32> {
    let pointers = desk.pointers().into_iter();
    pointers
        .map(|(id, _)| (id.clone(), desk.value(&id)))
        .collect()
}

#[track_caller]
fn assert_same(desk: &Desk, expected: &BTreeMap<String, f32>) {
    for (id, expected) in expected {
        let value = desk.value(id);
        assert!(
            (value - expected).abs() < 1e-6,
            "{id}: {value}, not {expected}"
        );
    }
}

fn enabled(desk: &Desk, name: &str) -> bool {
    !desk
        .harness
        .get_by_label(name)
        .accesskit_node()
        .is_disabled()
}

fn preset(desk: &Desk) -> String {
    desk.params.session.preset_name()
}

/// Which parameters were told a whole gesture, and at which value each was left.
fn gestures(told: &[Told]) -> Vec<(ParamPtr, f32)> {
    let mut all = Vec::new();
    for what in told {
        if let Told::Set(param, value) = what {
            all.push((*param, *value));
        }
    }
    all
}

/// Undoes and does again what moved one parameter from one value to another, and looks at what the
/// host is told.
#[track_caller]
fn back_and_forth(desk: &mut Desk, id: &str, from: f32) {
    desk.wait(LET_GO_S);
    let to = desk.value(id);
    assert_ne!(from, to, "{id} was not moved");
    desk.host.take();
    let pointer = desk.pointer(id);
    for (button, value) in [("Undo", from), ("Redo", to), ("Undo", from)] {
        desk.click(button);
        assert!((desk.value(id) - value).abs() < 1e-6, "{id} after {button}");
        let told = desk.host.take();
        let [Told::Begin(begun), Told::Set(set, to), Told::End(ended)] = told[..] else {
            panic!("{id}: {button} is one gesture: {told:?}");
        };
        assert_eq!([begun, set, ended], [pointer; 3]);
        // A range that is no straight line rounds on its way there and back.
        assert!((to - value).abs() < 1e-6, "{id}: {to}");
    }
}

#[test]
fn whatever_a_hand_does_is_one_step() {
    let mut desk = Desk::usual();
    assert!(!enabled(&desk, "Undo") && !enabled(&desk, "Redo"));

    // A knob, dragged.
    let from = desk.value("tape_drive");
    let end = desk.drag("Drive", vec2(0.0, -40.0));
    desk.button(end, false);
    back_and_forth(&mut desk, "tape_drive", from);
    // Turned by the wheel, notch upon notch.
    let from = desk.value("output");
    desk.wheel("Output", 2.0);
    desk.wheel("Output", 1.0);
    back_and_forth(&mut desk, "output", from);
    // By key, and back to the default.
    let from = desk.value("tape_wow");
    desk.focus("Wow");
    desk.press(Key::PageUp);
    back_and_forth(&mut desk, "tape_wow", from);
    desk.automate("tape_wow", 0.3);
    desk.click_with("Wow", Modifiers::ALT);
    back_and_forth(&mut desk, "tape_wow", 0.3);
    // Typed.
    let from = desk.value("tape_hiss");
    desk.double_click("Hiss");
    desk.write("-3");
    desk.press(Key::Enter);
    back_and_forth(&mut desk, "tape_hiss", from);
    // A switch, a choice, the year.
    desk.click("Bypass");
    back_and_forth(&mut desk, "bypass", 0.0);
    let from = desk.value("tape_model");
    desk.click("Model");
    desk.click("Walkman");
    back_and_forth(&mut desk, "tape_model", from);
    let from = desk.value("year");
    let end = desk.drag("Year", vec2(60.0, 0.0));
    desk.button(end, false);
    back_and_forth(&mut desk, "year", from);
    // A bar in a list.
    let name = desk.shown("room_rain_level");
    let from = desk.value("room_rain_level");
    let end = desk.drag(&name, vec2(30.0, 0.0));
    desk.button(end, false);
    back_and_forth(&mut desk, "room_rain_level", from);
}

#[test]
fn a_place_in_the_plan_is_one_step_of_two_parameters() {
    let mut desk = Desk::usual();
    desk.shown("room_mic_x");
    let from = ["room_mic_x", "room_mic_y"].map(|id| desk.value(id));
    let moved = |desk: &Desk| ["room_mic_x", "room_mic_y"].map(|id| desk.value(id));
    let end = desk.drag("Move the microphones", vec2(24.0, 18.0));
    desk.button(end, false);
    desk.wait(LET_GO_S);
    let to = moved(&desk);
    assert!(from[0] != to[0] && from[1] != to[1]);
    desk.host.take();
    desk.click("Undo");
    assert_eq!(moved(&desk), from);
    assert_eq!(gestures(&desk.host.take()).len(), 2);
    assert!(!enabled(&desk, "Undo"), "it was one step");
    desk.click("Redo");
    assert_eq!(moved(&desk), to);
    desk.host.take();
}

#[test]
fn steps_are_undone_in_their_order_and_automation_is_none() {
    let mut desk = Desk::usual();
    let before = values(&desk);
    for name in ["Drive", "Wow", "Flutter"] {
        let end = desk.drag(name, vec2(0.0, -30.0));
        desk.button(end, false);
    }
    // By itself: no step, and what was replaced comes back all the same.
    desk.automate("tape_wow", 0.9);
    desk.automate("mix", 0.5);
    for _ in 0..3 {
        desk.click("Undo");
    }
    assert!(!enabled(&desk, "Undo"));
    let mut expected = before;
    expected.insert("mix".to_owned(), 0.5);
    assert_same(&desk, &expected);

    desk.click("Redo");
    assert!(enabled(&desk, "Redo"));
    desk.click("Bypass");
    assert!(!enabled(&desk, "Redo"), "a new edit drops what was undone");
    desk.host.take();
}

#[test]
fn what_was_undone_is_said() {
    let mut desk = Desk::usual();
    desk.automate("tape_drive", 0.25);
    desk.double_click("Drive");
    desk.write("6");
    desk.press(Key::Enter);
    desk.click("Undo");
    let from = desk.text("tape_drive").replace('-', "−");
    let words = format!("Undone: Tape drive {from} to 6.0 dB");
    let said = |desk: &Desk, words: &str| {
        let shapes = &desk.harness.output().shapes;
        shapes.iter().any(|clipped| {
            matches!(&clipped.shape, egui::Shape::Text(text) if text.galley.text() == words)
        })
    };
    assert!(said(&desk, &words), "{words}");
    desk.wait(6.0);
    assert!(!said(&desk, &words), "it stays");
    desk.host.take();
}

#[test]
fn keys_undo_while_a_control_has_the_keyboard_and_no_text_is_typed() {
    let mut desk = Desk::usual();
    let first = desk.value("tape_drive");
    desk.focus("Drive");
    desk.press(Key::ArrowUp);
    let second = desk.value("tape_drive");
    // At once, while the turn would linger: it must not come back.
    desk.press_with(Key::Z, Modifiers::COMMAND);
    desk.wait(LET_GO_S);
    assert_eq!(desk.value("tape_drive"), first);
    desk.press_with(Key::Z, Modifiers::COMMAND | Modifiers::SHIFT);
    assert_eq!(desk.value("tape_drive"), second);
    desk.press_with(Key::Z, Modifiers::COMMAND);
    desk.press_with(Key::Y, Modifiers::COMMAND);
    assert_eq!(desk.value("tape_drive"), second);

    // In a field the key is the field's.
    desk.press(Key::Enter);
    desk.write("1");
    desk.press_with(Key::Z, Modifiers::COMMAND);
    desk.press(Key::Escape);
    assert_eq!(desk.value("tape_drive"), second);

    // Without the focus it is the host's.
    desk.harness
        .event(egui::Event::PointerMoved(pos2(4.0, 4.0)));
    for pressed in [true, false] {
        desk.button(pos2(4.0, 4.0), pressed);
    }
    desk.press_with(Key::Z, Modifiers::COMMAND);
    assert_eq!(desk.value("tape_drive"), second);
    desk.host.take();
}

#[test]
fn a_preset_is_one_step_with_its_name() {
    let mut desk = Desk::usual();
    let bank = Bank::load(None);
    let first = &bank.entries[5].preset.name;
    desk.automate("mix", 0.4);
    desk.automate("upload_on", 1.0);
    let before = values(&desk);
    desk.click("Next preset");
    desk.click("Undo");
    assert_eq!(preset(&desk), "");
    assert_same(&desk, &before);

    for _ in 0..6 {
        desk.click("Next preset");
    }
    assert_eq!(preset(&desk), *first);
    let loaded = values(&desk);
    desk.click("Next preset");
    assert_ne!(preset(&desk), *first);
    desk.click("Undo");
    assert_eq!(preset(&desk), *first);
    assert_same(&desk, &loaded);
    let shown = desk.harness.get_by_label("Preset").value();
    assert_eq!(shown.as_deref(), Some(first.as_str()));
    desk.click("Redo");
    assert_eq!(preset(&desk), bank.entries[6].preset.name);
    desk.host.take();
}

#[test]
fn a_and_b_are_two_whole_settings() {
    let mut desk = Desk::usual();
    desk.click("Next preset");
    desk.automate("output", 0.6);
    let a = values(&desk);
    let name = preset(&desk);
    desk.host.take();

    // The other one was never set: it is the same, and the host hears nothing.
    desk.click("Setting B");
    assert_eq!(desk.host.take(), []);
    desk.click("Next preset");
    desk.automate("tape_wow", 0.77);
    let b = values(&desk);
    let other_name = preset(&desk);
    desk.host.take();
    for (side, name, values) in [
        ("Setting A", &name, &a),
        ("Setting B", &other_name, &b),
        ("Setting A", &name, &a),
    ] {
        desk.click(side);
        assert_same(&desk, values);
        assert_eq!(preset(&desk), *name);
        assert!(!gestures(&desk.host.take()).is_empty());
    }

    // Bypass is in neither.
    desk.click("Bypass");
    desk.click("Setting B");
    assert_eq!(desk.value("bypass"), 1.0);
    desk.click("Bypass");
    desk.click("Setting A");

    desk.click("Copy to B");
    desk.host.take();
    desk.click("Setting B");
    assert_eq!(desk.host.take(), [], "they are the same");
    assert_same(&desk, &a);

    // All of it can be undone: the switch, the copy, and what was done before the copy.
    for _ in 0..6 {
        desk.click("Undo");
    }
    assert_eq!(desk.params.session.heard(), Side::A);
    desk.click("Setting B");
    assert_same(&desk, &b);
    desk.host.take();
}

/// What a host saves beside the parameters, in a new instance.
fn saved_and_loaded(params: &EffectParams) -> EffectParams {
    let loaded = EffectParams::default();
    loaded.deserialize_fields(&params.serialize_fields());
    loaded
}

#[test]
fn the_other_setting_is_saved_with_the_session() {
    let mut desk = Desk::usual();
    desk.click("Next preset");
    let name = preset(&desk);
    let a = values(&desk);
    desk.click("Setting B");
    desk.click("Next preset");
    let loaded = saved_and_loaded(&desk.params);
    let comparison = loaded.session.comparison();
    assert_eq!(comparison.heard, Side::B);
    assert_eq!(comparison.other.preset, name);
    let pointers = loaded.param_map();
    for (pointer, value) in comparison.other.resolve(&loaded) {
        let known = pointers.iter().find(|(_, known, _)| *known == pointer);
        let (id, ..) = known.expect("a parameter");
        assert!((a[id] - value).abs() < 1e-6, "{id}: {value}");
    }
    desk.host.take();
}

#[test]
fn a_surprise_is_one_step_and_leaves_what_is_the_users() {
    let mut desk = Desk::usual();
    desk.click("Next preset");
    for (id, value) in [("input", 0.4), ("output", 0.6), ("mix", 0.7)] {
        desk.automate(id, value);
    }
    let (before, name) = (values(&desk), preset(&desk));
    desk.host.take();
    let mut sounds = Vec::new();
    for _ in 0..3 {
        desk.click("Surprise me");
        assert!(preset(&desk).starts_with("Surprise, "));
        assert!(gestures(&desk.host.take()).len() > 2);
        for id in ["input", "output", "mix", "bypass"] {
            assert_eq!(desk.value(id), before[id], "{id}");
        }
        assert!(!sounds.contains(&values(&desk)), "twice the same");
        sounds.push(values(&desk));
    }
    desk.click("Undo");
    assert_same(&desk, &sounds[1]);
    desk.click("Undo");
    desk.click("Undo");
    assert_same(&desk, &before);
    assert_eq!(preset(&desk), name);
    desk.host.take();
}

#[test]
fn the_row_is_reached_by_the_keyboard() {
    let mut desk = Desk::usual();
    desk.click("Bypass");
    let names = ["Undo", "Setting A", "Setting B", "Copy to B", "Surprise me"];
    let mut seen = Vec::new();
    for _ in 0..60 {
        desk.press(Key::Tab);
        let focused = |name: &&&str| desk.harness.get_by_label(name).is_focused();
        seen.extend(names.iter().find(focused).copied());
    }
    for name in names {
        assert!(seen.contains(&name), "{name} is never reached");
    }
    desk.focus("Setting B");
    desk.press(Key::Enter);
    assert_eq!(desk.params.session.heard(), Side::B);
    desk.host.take();
}
