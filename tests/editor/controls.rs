//! What every control does alike: its menu, its modulation, its bubble, and fine turning.

use bedroom::editor::SIZE;
use egui::epaint::Shape;
use egui::{Event, Key, Modifiers, PointerButton, Vec2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use nice_plug::params::internals::ParamPtr;

use super::desk::{Desk, SCREENS, Told};

/// Longer than the pointer rests before it is told something, in seconds.
const REST_S: f32 = 0.9;
/// Longer than a turn by wheel or key lasts, in seconds.
const LET_GO_S: f32 = 0.4;

/// One of each kind, by id: knob with and without steps, bar, scale, choice, switch.
const KINDS: [&str; 6] = [
    "tape_drive",
    "tape_bounces",
    "room_rain_level",
    "year",
    "tape_model",
    "tape_on",
];

/// Every text in the picture.
fn texts(desk: &Desk) -> Vec<String> {
    let shapes = desk.harness.output().shapes.iter();
    let texts = shapes.filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) => Some(text.galley.text().to_owned()),
        _ => None,
    });
    texts.collect()
}

fn says(desk: &Desk, words: &str) -> bool {
    texts(desk).iter().any(|text| text.contains(words))
}

fn right_click(desk: &mut Desk, name: &str) {
    let pos = desk.place(name);
    desk.harness.hover_at(pos);
    for pressed in [true, false] {
        desk.harness.event(Event::PointerButton {
            pos,
            button: PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    desk.wait(0.1);
}

fn is_open(desk: &Desk) -> bool {
    desk.harness.query_by_label("Copy value").is_some()
}

#[test]
fn the_right_button_opens_a_menu_on_every_control() {
    let mut desk = Desk::usual();
    for (id, _) in desk.pointers() {
        let name = desk.shown(&id);
        right_click(&mut desk, &name);
        assert!(is_open(&desk), "{id}");
        desk.press(Key::Escape);
        assert!(!is_open(&desk), "{id}: escape leaves it open");
        assert!(desk.harness.get_by_label(&name).is_focused(), "{id}");
        assert_eq!(desk.host.take(), [], "{id}");
    }
}

#[test]
fn a_menu_copies_pastes_and_resets() {
    let mut desk = Desk::usual();
    for id in KINDS {
        let name = desk.shown(id);
        let default = desk.value(id);
        let other = if default == 1.0 { 0.0 } else { 1.0 };
        desk.automate(id, other);
        right_click(&mut desk, &name);
        desk.click("Copy value");
        assert!(!is_open(&desk), "{id}");
        assert_eq!(desk.host.take(), [], "{id}");

        right_click(&mut desk, &name);
        assert!(says(&desk, "Reset to default"));
        desk.click("Reset to default");
        assert_eq!(desk.value(id), default, "{id}");
        assert_eq!(desk.host.take().len(), 3, "{id}");

        right_click(&mut desk, &name);
        desk.click("Paste value");
        assert!((desk.value(id) - other).abs() < 1e-3, "{id}");
        assert_eq!(desk.host.take().len(), 3, "{id}");
    }
    // What is no value cannot be chosen.
    right_click(&mut desk, "Model");
    desk.click("Copy value");
    right_click(&mut desk, "Drive");
    desk.click("Paste value");
    assert!(is_open(&desk));
    assert_eq!(desk.host.take(), []);
}

#[test]
fn a_menu_is_used_with_the_keyboard_alone() {
    let mut desk = Desk::usual();
    desk.automate("tape_drive", 0.5);
    for (key, modifiers) in [(Key::Menu, Modifiers::NONE), (Key::F10, Modifiers::SHIFT)] {
        desk.focus("Drive");
        desk.press_with(key, modifiers);
        assert!(is_open(&desk), "{key:?}");
        assert!(desk.harness.get_by_label("Copy value").is_focused());
        // Over “Paste value”, which has nothing to paste.
        desk.press(Key::ArrowDown);
        assert!(desk.harness.get_by_label("Type a value…").is_focused());
        desk.press(Key::Enter);
        desk.write("6");
        desk.press(Key::Enter);
        assert_eq!(desk.text("tape_drive"), "6.0 dB");
        assert_eq!(desk.host.take().len(), 3, "{key:?}");
        assert!(desk.harness.get_by_label("Drive").is_focused());
    }
}

#[test]
fn a_value_is_typed_in_other_units() {
    let mut desk = Desk::usual();
    for (id, typed, shown) in [
        ("upload_jitter", "0.012 s", "12.0 ms"),
        ("again_low_pass", "2.5 khz", "2500 Hz"),
        ("again_low_pass", "4k", "4000 Hz"),
        ("room_length", "550 cm", "5.50 m"),
        ("mix", "42%", "42.0 %"),
    ] {
        let name = desk.shown(id);
        desk.double_click(&name);
        desk.write(typed);
        desk.press(Key::Enter);
        assert_eq!(desk.text(id), shown, "{typed}");
    }
    desk.host.take();
}

#[test]
fn a_handles_menu_moves_both_ways() {
    let mut desk = Desk::usual();
    desk.shown("room_source_x");
    let before = [desk.value("room_source_x"), desk.value("room_source_y")];
    right_click(&mut desk, "Move the source");
    desk.click("Copy value");
    for id in ["room_source_x", "room_source_y"] {
        desk.automate(id, 0.2);
    }
    desk.wait(0.1);
    right_click(&mut desk, "Move the source");
    desk.click("Paste value");
    let pasted = [desk.value("room_source_x"), desk.value("room_source_y")];
    for (before, pasted) in before.into_iter().zip(pasted) {
        assert!((before - pasted).abs() < 5e-3, "{before} {pasted}");
    }
    assert_eq!(desk.host.take().len(), 6);
}

#[test]
fn only_the_left_button_turns() {
    let mut desk = Desk::usual();
    for name in ["Drive", "Year", "Output"] {
        let start = desk.place(name);
        desk.harness.hover_at(start);
        let button = |desk: &mut Desk, pos, pressed| {
            desk.harness.event(Event::PointerButton {
                pos,
                button: PointerButton::Middle,
                pressed,
                modifiers: Modifiers::NONE,
            });
            desk.wait(0.1);
        };
        button(&mut desk, start, true);
        let end = start + vec2(40.0, -40.0);
        desk.harness.hover_at(end);
        button(&mut desk, end, false);
        assert_eq!(desk.host.take(), [], "{name}");
    }
}

#[test]
fn shift_in_the_middle_of_a_drag_makes_no_jump() {
    let mut desk = Desk::usual();
    for (name, id, way) in [
        ("Drive", "tape_drive", vec2(0.0, -10.0)),
        ("Rain level", "room_rain_level", vec2(10.0, 0.0)),
        ("Move the source", "room_source_x", vec2(10.0, 0.0)),
    ] {
        desk.shown(id);
        desk.automate(id, 0.5);
        desk.wait(0.1);
        let mut at = desk.drag(name, way);
        let before = desk.value(id);
        desk.harness
            .event(Event::ModifiersChanged(Modifiers::SHIFT));
        desk.wait(0.0);
        assert_eq!(desk.value(id), before, "{name} jumps with shift");
        at += way;
        desk.harness.hover_at(at);
        desk.wait(0.0);
        let fine = desk.value(id);
        desk.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        desk.wait(0.0);
        assert_eq!(desk.value(id), fine, "{name} jumps without shift");
        at += way;
        desk.harness.hover_at(at);
        desk.wait(0.0);
        let (fine, coarse) = (fine - before, desk.value(id) - fine);
        assert!(
            (fine * 10.0 - coarse).abs() < 1e-3,
            "{name} {fine} {coarse}"
        );
        desk.button(at, false);
        desk.wait(LET_GO_S);
        desk.host.take();
    }
}

#[test]
fn a_switch_and_a_choice_are_turned_as_a_knob_is() {
    let mut desk = Desk::usual();
    for (id, last) in [
        ("tape_on", 1.0),
        ("upload_freeze", 1.0),
        ("tape_model", 0.0),
    ] {
        let name = desk.shown(id);
        let default = desk.value(id);
        let other = if default == last { 1.0 - last } else { last };
        for modifiers in [Modifiers::COMMAND, Modifiers::CTRL, Modifiers::ALT] {
            desk.automate(id, other);
            desk.click_with(&name, modifiers);
            assert_eq!(desk.value(id), default, "{id} with {modifiers:?}");
        }
        desk.automate(id, other);
        desk.focus(&name);
        desk.press(Key::Delete);
        assert_eq!(desk.value(id), default, "{id} by delete");
        desk.automate(id, 1.0);
        desk.press(Key::Home);
        assert_eq!(desk.value(id), 0.0, "{id} by home");
        desk.press(Key::End);
        assert_eq!(desk.value(id), 1.0, "{id} by end");
        desk.press(Key::PageUp);
        desk.press(Key::PageDown);
        desk.wheel(&name, 1.0);
        desk.wheel(&name, -1.0);
        desk.host.take();
    }
    desk.shown("tape_on");
    desk.wheel("Tape", -1.0);
    assert_eq!(desk.value("tape_on"), 0.0);
    desk.wheel("Tape", 1.0);
    assert_eq!(desk.value("tape_on"), 1.0);
    desk.host.take();
}

#[test]
fn modulation_is_drawn_beside_what_is_set() {
    let mut desk = Desk::usual();
    for id in ["tape_drive", "room_rain_level", "year", "room_source_x"] {
        let name = desk.shown(id);
        desk.automate(id, 0.4);
        desk.harness.remove_cursor();
        desk.wait(REST_S);
        let still = format!("{:?}", desk.harness.output().shapes);
        let pointer = desk.pointer(id);
        // SAFETY: the pointer is to a field of `desk.params`.
        unsafe { pointer._internal_modulate_value(0.3) };
        desk.wait(0.1);
        let moved = format!("{:?}", desk.harness.output().shapes);
        assert_ne!(still, moved, "{id}");
        assert_eq!(desk.value(id), desk.value(id).clamp(0.39, 0.41), "{id}");
        let place = desk.place(&name);
        desk.harness.hover_at(place);
        desk.wait(0.1);
        assert!(says(&desk, "Modulated to "), "{id}");
        // SAFETY: as above.
        unsafe { pointer._internal_modulate_value(0.0) };
        desk.wait(0.1);
        assert!(!says(&desk, "Modulated to "), "{id}");
    }
    assert_eq!(desk.host.take(), []);
}

#[test]
fn a_bubble_comes_when_the_pointer_rests_and_covers_no_control_that_turns() {
    let mut desk = Desk::usual();
    let help = |desk: &Desk| {
        let all = texts(desk);
        all.iter()
            .filter(|text| text.as_str() == "Gain after the last stage.")
            .count()
    };
    let place = desk.place("Output");
    desk.harness.hover_at(place);
    desk.wait(0.3);
    assert_eq!(help(&desk), 1, "at the window's foot alone");
    desk.wait(REST_S);
    assert_eq!(help(&desk), 2, "and beside the control");
    // Never over it.
    let control = desk.harness.get_by_label("Output").rect();
    for clipped in &desk.harness.output().shapes {
        if let Shape::Text(text) = &clipped.shape
            && text.galley.text() == "Gain after the last stage."
        {
            assert!(!control.intersects(text.visual_bounding_rect()));
        }
    }
    // Away as soon as it turns, and not back before the pointer has moved.
    desk.wheel("Output", 1.0);
    assert_eq!(help(&desk), 1);
    desk.wait(REST_S);
    desk.host.take();
}

#[test]
fn a_handle_says_where_it_is() {
    let mut desk = Desk::usual();
    desk.shown("room_source_x");
    let words = format!(
        "{}, {}",
        desk.text("room_source_x"),
        desk.text("room_source_y")
    );
    let end = desk.drag("Move the source", Vec2::ZERO);
    assert!(says(&desk, &words), "{words}");
    desk.button(end, false);
    desk.host.take();
}

#[test]
fn every_control_has_a_name_of_its_own_and_a_value() {
    let mut desk = Desk::open(SIZE, 1.0, None);
    let stepped: Vec<String> = desk
        .pointers()
        .into_iter()
        .filter(|(_, pointer)| matches!(pointer, ParamPtr::FloatParam(_) | ParamPtr::IntParam(_)))
        .map(|(id, _)| desk.name(&id))
        .collect();
    for screen in &SCREENS {
        desk.open_screen(screen);
        let mut names: Vec<String> = Vec::new();
        for node in desk.harness.root().children_recursive() {
            let inner = node.accesskit_node();
            let focusable = inner.data().supports_action(egui::accesskit::Action::Focus);
            if !focusable {
                continue;
            }
            let name = inner.label().unwrap_or_default();
            assert!(!name.is_empty(), "{node:?} has no name on {screen:?}");
            assert!(
                !names.contains(&name),
                "two are called {name} on {screen:?}"
            );
            if stepped.contains(&name) {
                let data = inner.data();
                let range = [data.min_numeric_value(), data.max_numeric_value()];
                assert_eq!(range, [Some(0.0), Some(1.0)], "{name}");
                assert!(data.numeric_value_step() > Some(0.0), "{name}");
                assert!(data.numeric_value().is_some(), "{name}");
                assert!(
                    data.value().is_some_and(|value| !value.is_empty()),
                    "{name}"
                );
            }
            names.push(name);
        }
        for name in desk.names_on(screen) {
            assert!(names.contains(&name), "{name} is no control on {screen:?}");
        }
    }
    assert_eq!(desk.host.take(), Vec::<Told>::new());
}

#[test]
fn assistive_tools_turn_a_knob() {
    use egui::accesskit::{Action, ActionData, ActionRequest, TreeId};
    let mut desk = Desk::usual();
    desk.automate("tape_drive", 0.5);
    for (action, data, to) in [
        (Action::Increment, None, 0.51),
        (Action::Decrement, None, 0.5),
        (Action::SetValue, Some(ActionData::NumericValue(0.25)), 0.25),
    ] {
        let node = desk.harness.get_by_label("Drive");
        let target_node = node.accesskit_node().locate().0;
        desk.harness
            .event(Event::AccessKitActionRequest(ActionRequest {
                action,
                target_tree: TreeId::ROOT,
                target_node,
                data,
            }));
        desk.wait(LET_GO_S);
        assert!((desk.value("tape_drive") - to).abs() < 1e-3, "{action:?}");
        assert_eq!(desk.host.take().len(), 3, "{action:?}");
    }
}
