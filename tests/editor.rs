//! The editor without a window: what every control does to its parameter, and what the host hears.
#![cfg(feature = "editor")]

#[path = "editor/browser.rs"]
mod browser;
#[path = "editor/controls.rs"]
mod controls;
#[path = "editor/desk.rs"]
mod desk;
#[path = "editor/history.rs"]
mod history;
#[path = "editor/layout.rs"]
mod layout;
#[path = "editor/monkey.rs"]
mod monkey;
#[path = "editor/painting.rs"]
mod painting;
#[path = "editor/pictures.rs"]
mod pictures;
#[path = "editor/presets.rs"]
mod presets;
#[path = "editor/room.rs"]
mod room;
#[path = "editor/studio.rs"]
mod studio;
#[path = "editor/upload.rs"]
mod upload;

use bedroom::editor::{MIN_SIZE, SIZE};
use desk::{Desk, SCREENS, Told};
use egui::{Key, Modifiers, Vec2, pos2, vec2};
use egui_kittest::kittest::Queryable;
use nice_plug::params::internals::ParamPtr;

/// Longer than a turn by wheel or key lasts, in seconds.
const LET_GO_S: f32 = 0.4;

/// The ids of all knobs without steps.
fn knobs(desk: &Desk) -> Vec<String> {
    let floats = desk
        .pointers()
        .into_iter()
        .filter(|(_, pointer)| matches!(pointer, ParamPtr::FloatParam(_)));
    floats.map(|(id, _)| id).collect()
}

/// What turns in steps: id, number of steps, and which way a drag is more.
const STEPPED: [(&str, f32, Vec2); 4] = [
    ("room_night", 99.0, vec2(16.0, 0.0)),
    ("tape_bounces", 8.0, vec2(0.0, -40.0)),
    ("upload_reuploads", 20.0, vec2(0.0, -40.0)),
    ("year", 55.0, vec2(40.0, 0.0)),
];

#[test]
fn every_parameter_has_a_control_of_its_name() {
    for size in [MIN_SIZE, SIZE, SIZE * 2.0] {
        let mut desk = Desk::open(size, 1.0, None);
        for (id, _) in desk.pointers() {
            let name = desk.shown(&id);
            desk.harness.get_by_label(&name);
        }
    }
}

#[test]
fn a_drag_is_one_gesture_and_follows_the_pointer() {
    let mut desk = Desk::usual();
    for id in knobs(&desk) {
        desk.automate(&id, 0.5);
        let name = desk.shown(&id);
        // Dials turn upwards, bars to the right.
        let end = desk.drag(&name, vec2(40.0, -40.0));
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
fn what_has_steps_is_dragged_from_step_to_step() {
    let mut desk = Desk::usual();
    for (id, steps, more) in STEPPED {
        desk.automate(id, 0.0);
        let name = desk.shown(id);
        let end = desk.drag(&name, more);
        desk.button(end, false);
        desk.wait(LET_GO_S);
        let told = desk.host.take();
        let pointer = desk.pointer(id);
        let begins = told.iter().filter(|told| **told == Told::Begin(pointer));
        assert_eq!(begins.count(), 1, "{id}");
        for told in &told {
            if let Told::Set(_, value) = told {
                let off = value * steps - (value * steps).round();
                assert!(off.abs() < 1e-3, "{id} between steps: {value}");
            }
        }
        assert!(desk.value(id) > 0.5 / steps, "{id}");

        // Shift makes that drag too short for a step.
        desk.automate(id, 0.0);
        desk.harness
            .event(egui::Event::ModifiersChanged(Modifiers::SHIFT));
        let end = desk.drag(&name, more / 4.0);
        desk.button(end, false);
        desk.harness
            .event(egui::Event::ModifiersChanged(Modifiers::NONE));
        desk.wait(LET_GO_S);
        assert_eq!(desk.value(id), 0.0, "{id} finely");
        desk.host.take();
    }
}

#[test]
fn the_wheel_and_each_key_go_from_step_to_step() {
    let mut desk = Desk::usual();
    for (id, count, _) in STEPPED {
        let name = desk.shown(id);
        let steps = |desk: &Desk| (desk.value(id) * count).round();
        desk.automate(id, 4.0 / count);
        desk.wheel(&name, 2.0);
        desk.wheel(&name, 1.0);
        desk.wait(LET_GO_S);
        assert_eq!(steps(&desk), 7.0, "{id} by wheel");
        // Parts of a notch, as smooth wheels send them.
        for _ in 0..4 {
            desk.wheel(&name, -0.25);
        }
        desk.wait(LET_GO_S);
        assert_eq!(steps(&desk), 6.0, "{id} by parts of a notch");
        desk.host.take();

        desk.focus(&name);
        let page = (count * 0.1).round();
        for (key, to) in [
            (Key::ArrowUp, 8.0),
            (Key::ArrowRight, 8.0),
            (Key::ArrowDown, 6.0),
            (Key::ArrowLeft, 6.0),
            (Key::PageUp, 7.0 + page),
            (Key::PageDown, (7.0 - page).max(0.0)),
            (Key::Home, 0.0),
            (Key::End, count),
        ] {
            desk.automate(id, 7.0 / count);
            desk.press(key);
            desk.wait(LET_GO_S);
            assert_eq!(steps(&desk), to, "{id} by {key:?}");
            assert_eq!(desk.host.take().len(), 3, "{id} by {key:?}");
        }
        desk.press(Key::Delete);
        assert_ne!(steps(&desk), count, "{id} by delete");
        desk.host.take();
    }
}

#[test]
fn a_click_on_the_years_goes_there() {
    let mut desk = Desk::usual();
    let scale = desk.harness.get_by_label("Year").rect();
    for (x, year) in [
        (scale.right() - 4.0, "2025"),
        (scale.left() + 106.0, "1970"),
    ] {
        for pressed in [true, false] {
            desk.button(pos2(x, scale.center().y), pressed);
        }
        // Not the first half of a double click.
        desk.wait(0.5);
        assert_eq!(desk.text("year"), year);
        assert_eq!(desk.host.take().len(), 3);
    }
    // Its name and value are no place on it; a double click there opens the value.
    for _ in 0..2 {
        for pressed in [true, false] {
            desk.button(scale.left_center() + vec2(60.0, 0.0), pressed);
        }
    }
    desk.wait(0.1);
    assert_eq!(desk.host.take(), []);
    desk.write("1983");
    desk.press(Key::Enter);
    assert_eq!(desk.text("year"), "1983");
    assert_eq!(desk.host.take().len(), 3);
    // Beyond the last there is nothing.
    desk.press(Key::Enter);
    desk.write("3000");
    desk.press(Key::Enter);
    assert_eq!(desk.text("year"), "2025");
    desk.host.take();
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
        let name = desk.shown(&id);
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
        let name = desk.shown(&id);
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
        ("tape_azimuth", "12", "12.0 arcmin"),
        ("tape_bounces", "3", "3"),
        ("upload_jitter", "12 ms", "12.0 ms"),
        ("upload_burst", "3", "3.00 packets"),
        ("listener_volume", "80", "80.0 %"),
        ("room_length", "5,5", "5.50 m"),
        ("room_aim", "-12", "-12.0°"),
        ("room_rain_level", "off", "Off"),
        ("room_street_rate", "12", "12.00 cars/min"),
        ("mix", "42", "42.0 %"),
        ("input", "−3 dB", "-3.0 dB"),
    ] {
        let name = desk.shown(id);
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
fn a_bit_rate_is_typed_as_a_number_or_as_the_models_own() {
    let mut desk = Desk::usual();
    for (typed, shown) in [
        ("64", "64.0 kbit/s"),
        ("own", "Own"),
        ("1", "2.0 kbit/s"),
        ("320 kbit/s", "320.0 kbit/s"),
        ("1000", "320.0 kbit/s"),
    ] {
        let name = desk.shown("upload_bit_rate");
        desk.double_click(&name);
        desk.write(typed);
        desk.press(Key::Enter);
        assert_eq!(desk.text("upload_bit_rate"), shown, "{typed}");
    }
    desk.host.take();
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
    for id in [
        "bypass",
        "tape_on",
        "tape_stop",
        "tape_pre_echo",
        "upload_on",
        "upload_freeze",
        "upload_mono",
        "listener_on",
    ] {
        let name = desk.shown(id);
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
    desk.click("Model");
    desk.click("Walkman");
    assert_eq!(desk.text("tape_model"), "Walkman");
    assert!(
        desk.harness.query_by_label("Walkman").is_none(),
        "the list stays"
    );
    desk.focus("Model");
    desk.press(Key::ArrowUp);
    assert_eq!(desk.text("tape_model"), "Fast four-track");
    desk.wheel("Model", -1.0);
    assert_eq!(desk.text("tape_model"), "Walkman");
    desk.press(Key::End);
    assert_eq!(desk.text("tape_model"), "Transparent");
    assert_eq!(desk.host.take().len(), 12);
    // Beyond the end there is nothing.
    desk.press(Key::ArrowRight);
    assert_eq!(desk.host.take(), []);

    // With the list open, and out of it without a change.
    desk.press(Key::Enter);
    desk.harness.get_by_label("Dictation");
    desk.press(Key::Escape);
    assert!(desk.harness.query_by_label("Dictation").is_none());
    assert_eq!(desk.host.take(), []);
}

#[test]
fn every_choice_offers_all_of_its_names() {
    let mut desk = Desk::usual();
    for (id, pointer) in desk.pointers() {
        if !matches!(pointer, ParamPtr::EnumParam(_)) {
            continue;
        }
        // SAFETY: the pointer is to a field of `desk.params`.
        let last = unsafe { pointer.step_count() }.expect("steps");
        for index in (0..=last).rev() {
            // SAFETY: as above.
            let name =
                unsafe { pointer.normalized_value_to_string(index as f32 / last as f32, true) };
            let field = desk.shown(&id);
            desk.click(&field);
            desk.click(&name);
            assert_eq!(desk.text(&id), name);
        }
        desk.host.take();
    }
}

#[test]
fn tab_goes_through_all_controls() {
    let mut desk = Desk::usual();
    for screen in &SCREENS {
        desk.open_screen(screen);
        let names = desk.names_on(screen);
        let mut seen = Vec::new();
        for _ in 0..80 {
            desk.press(Key::Tab);
            let focused = |name: &&String| desk.harness.get_by_label(name).is_focused();
            seen.extend(names.iter().find(focused).cloned());
        }
        for name in names {
            assert!(seen.contains(&name), "{name} is never reached");
        }
    }
    assert_eq!(desk.host.take(), []);
}

#[test]
fn a_stage_is_opened_by_click_and_by_arrows() {
    let mut desk = Desk::usual();
    let is_open = |desk: &Desk, knob: &str| desk.harness.query_by_label(knob).is_some();
    assert!(is_open(&desk, "Drive") && !is_open(&desk, "Bit rate"));
    desk.click("Upload stage");
    assert!(is_open(&desk, "Bit rate") && !is_open(&desk, "Drive"));
    desk.focus("Upload stage");
    desk.press(Key::ArrowRight);
    assert!(is_open(&desk, "Rattle"));
    desk.focus("Tape stage");
    desk.press(Key::Enter);
    assert!(is_open(&desk, "Drive"));
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
