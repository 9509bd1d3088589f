//! The room's plan: what is moved in it moves two parameters, each by one gesture of its own; and
//! what is said about an own impulse response.

use bedroom::editor::{MIN_SIZE, SIZE};
use bedroom::params::ImpulseStatus;
use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::Queryable;

use super::LET_GO_S;
use super::desk::{Desk, Told};

/// What can be moved in the plan: its name, and its two parameters.
const HANDLES: [(&str, &str, &str); 4] = [
    ("Move the source", "room_source_x", "room_source_y"),
    ("Move the microphones", "room_mic_x", "room_mic_y"),
    ("Move Rain", "room_rain_x", "room_rain_y"),
    ("Move Keys", "room_keys_x", "room_keys_y"),
];

fn open(size: Vec2) -> Desk {
    let mut desk = Desk::open(size, 1.0, None);
    desk.click("Room stage");
    // Two noises are on, and nothing lies over anything else.
    for (id, value) in [
        ("room_rain_level", 0.6),
        ("room_rain_x", 0.1),
        ("room_rain_y", 0.2),
        ("room_keys_level", 0.6),
        ("room_keys_x", 0.5),
        ("room_keys_y", 0.85),
    ] {
        desk.automate(id, value);
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
fn a_drag_in_the_plan_is_one_gesture_for_each_side_and_follows_the_pointer() {
    for size in [MIN_SIZE, SIZE] {
        let mut desk = open(size);
        for (name, x, y) in HANDLES {
            let before = [x, y].map(|id| desk.value(id));
            let end = desk.drag(name, vec2(24.0, 12.0));
            desk.button(end, false);
            desk.wait(LET_GO_S);
            let told = desk.host.take();
            assert_eq!(begins(&desk, &told, x), 1, "{name}");
            assert_eq!(begins(&desk, &told, y), 1, "{name}");
            // To the door, and towards the bed.
            assert!(desk.value(x) > before[0] + 0.05, "{name}");
            assert!(desk.value(y) < before[1] - 0.03, "{name}");
            // It is where it was dragged to, but for what egui takes to know a drag from a click.
            let off = desk.place(name) - end;
            assert!(off.length() < 8.0, "{name} is {off} away");
        }
    }
}

#[test]
fn the_hand_may_leave_the_room_and_come_back() {
    let mut desk = open(SIZE);
    let start = desk.place("Move Keys");
    desk.drag("Move Keys", vec2(-400.0, 0.0));
    assert_eq!(desk.value("room_keys_x"), 0.0);
    desk.harness.hover_at(start);
    desk.wait(0.0);
    desk.button(start, false);
    desk.wait(LET_GO_S);
    let off = desk.place("Move Keys") - start;
    assert!(off.length() < 8.0, "{off} away");
    let told = desk.host.take();
    assert_eq!(begins(&desk, &told, "room_keys_x"), 1);
}

#[test]
fn arrows_move_and_the_wheel_turns_height_or_level() {
    let mut desk = open(SIZE);
    for (name, x, y) in HANDLES {
        for (key, id, by) in [
            (Key::ArrowRight, x, 0.01),
            (Key::ArrowLeft, x, -0.01),
            (Key::ArrowUp, y, 0.01),
            (Key::ArrowDown, y, -0.01),
        ] {
            desk.focus(name);
            let before = desk.value(id);
            desk.press(key);
            desk.wait(LET_GO_S);
            let moved = desk.value(id) - before;
            assert!((moved - by).abs() < 1e-4, "{name} by {key:?}: {moved}");
            let told = desk.host.take();
            assert_eq!(begins(&desk, &told, id), 1, "{name} by {key:?}");
        }
    }
    for (name, turned, x) in [
        ("Move the microphones", "room_mic_height", "room_mic_x"),
        ("Move Rain", "room_rain_level", "room_rain_x"),
    ] {
        let before = desk.value(turned);
        desk.wheel(name, 2.0);
        desk.wheel(name, 1.0);
        desk.wait(LET_GO_S);
        let by = desk.value(turned) - before;
        assert!((by - 0.03).abs() < 1e-4, "{name}: {by}");
        let told = desk.host.take();
        assert_eq!(begins(&desk, &told, turned), 1, "{name}");
        assert_eq!(begins(&desk, &told, x), 0, "{name}");
    }
}

#[test]
fn shift_makes_steps_finer_and_ctrl_and_the_page_keys_make_them_coarser() {
    let mut desk = open(SIZE);
    let (plain, fine, coarse) = (Modifiers::NONE, Modifiers::SHIFT, Modifiers::COMMAND);
    for (name, x, y) in HANDLES {
        for (key, modifiers, id, by) in [
            (Key::ArrowRight, fine, x, 0.001),
            (Key::ArrowDown, fine, y, -0.001),
            (Key::ArrowRight, coarse, x, 0.05),
            (Key::ArrowUp, coarse, y, 0.05),
            (Key::PageDown, plain, y, -0.05),
            (Key::PageUp, plain, y, 0.05),
        ] {
            desk.focus(name);
            let before = desk.value(id);
            desk.press_with(key, modifiers);
            desk.wait(LET_GO_S);
            let moved = desk.value(id) - before;
            let how = format!("{name} by {key:?} with {modifiers:?}");
            assert!((moved - by).abs() < 1e-4, "{how}: {moved}");
            let told = desk.host.take();
            assert_eq!(begins(&desk, &told, id), 1, "{how}");
        }
    }
    let (name, level) = ("Move Rain", "room_rain_level");
    for (modifiers, by) in [(plain, 0.01), (fine, 0.001), (coarse, 0.05)] {
        let before = desk.value(level);
        desk.wheel_with(name, 1.0, modifiers);
        desk.wait(LET_GO_S);
        let turned = desk.value(level) - before;
        assert!((turned - by).abs() < 1e-4, "{modifiers:?}: {turned}");
    }
    desk.host.take();
}

#[test]
fn enter_on_a_handle_begins_to_type_where_it_is() {
    let mut desk = open(SIZE);
    for (name, x, y) in HANDLES {
        let before = desk.value(y);
        desk.focus(name);
        desk.press(Key::Enter);
        desk.write("37");
        desk.press(Key::Enter);
        assert!((desk.value(x) - 0.37).abs() < 1e-4, "{name}");
        assert_eq!(desk.value(y), before, "{name}");
        let told = desk.host.take();
        assert_eq!(told.len(), 3, "{name}: {told:?}");
        // Its control has the keyboard now.
        desk.press(Key::ArrowUp);
        desk.wait(LET_GO_S);
        assert!((desk.value(x) - 0.38).abs() < 1e-4, "{name}");
        // Opened and left, nothing is changed.
        desk.host.take();
        desk.focus(name);
        desk.press(Key::Enter);
        desk.press(Key::Escape);
        assert_eq!(desk.host.take(), []);
        assert!((desk.value(x) - 0.38).abs() < 1e-4, "{name}");
    }
}

#[test]
fn noises_that_stand_close_do_not_lie_over_each_other() {
    for size in [MIN_SIZE, SIZE, SIZE * 1.5] {
        let mut desk = Desk::open(size, 1.0, None);
        desk.click("Room stage");
        let names = ["Move Fan", "Move Hum", "Move Keys"];
        for kind in ["fan", "hum", "keys"] {
            desk.automate(&format!("room_{kind}_level"), 0.6);
        }
        desk.wait(0.1);
        let wide = desk.harness.get_by_label(names[0]).rect().width();
        for (index, one) in names.iter().enumerate() {
            for other in &names[..index] {
                let apart = desk.place(one).distance(desk.place(other));
                assert!(apart > wide, "{one} and {other}: {apart} of {wide}");
            }
        }
        assert_eq!(desk.host.take(), []);
        // One that lies aside is dragged like any other, and does not jump.
        let end = desk.drag("Move Keys", vec2(24.0, 12.0));
        let off = desk.place("Move Keys") - end;
        assert!(off.length() < 8.0, "{off} away");
        desk.button(end, false);
        desk.wait(LET_GO_S);
        // Put on top of another, both can still be taken.
        for axis in ["x", "y"] {
            let there = desk.value(&format!("room_fan_{axis}"));
            desk.automate(&format!("room_hum_{axis}"), there);
        }
        desk.wait(0.1);
        let apart = desk.place("Move Fan").distance(desk.place("Move Hum"));
        assert!(apart > wide, "{apart} of {wide}");
        desk.host.take();
    }
}

#[test]
fn what_was_moved_goes_back_to_its_place() {
    let mut desk = Desk::usual();
    desk.click("Room stage");
    desk.automate("room_light_level", 0.6);
    desk.wait(0.1);
    for (name, x, y) in [HANDLES[0], ("Move Light", "room_light_x", "room_light_y")] {
        let home = [x, y].map(|id| desk.value(id));
        let away = |desk: &mut Desk| {
            desk.automate(x, 0.4);
            desk.automate(y, 0.8);
            desk.wait(0.5);
        };
        away(&mut desk);
        desk.double_click(name);
        desk.wait(0.5);
        assert_eq!([x, y].map(|id| desk.value(id)), home, "{name}");
        for modifiers in [Modifiers::ALT, Modifiers::COMMAND] {
            away(&mut desk);
            desk.click_with(name, modifiers);
            assert_eq!([x, y].map(|id| desk.value(id)), home, "{name}");
        }
        away(&mut desk);
        desk.focus(name);
        desk.press(Key::Delete);
        assert_eq!([x, y].map(|id| desk.value(id)), home, "{name}");
        desk.host.take();
    }
}

#[test]
fn what_is_chosen_in_the_plan_is_shown_beside_it() {
    let mut desk = open(SIZE);
    assert!(desk.harness.query_by_label("Move Light").is_none());
    desk.click("Move Keys");
    desk.harness.get_by_label("Keys character");
    desk.harness.get_by_label("Keys note");
    // The page of the night has those that are off as well.
    desk.click("Move Light");
    desk.harness.get_by_label("Light character");
    desk.click("Clock level");
    desk.harness.get_by_label("Clock rate");
    assert!(desk.harness.query_by_label("Light character").is_none());
    desk.focus("Fan level");
    desk.press(Key::ArrowUp);
    desk.harness.get_by_label("Fan rate");
    // With the keyboard from the plan.
    desk.focus("Move the source");
    desk.press(Key::Enter);
    desk.harness.get_by_label("Source width");
    desk.focus("Move Keys");
    desk.press(Key::Enter);
    desk.harness.get_by_label("Keys rate");
    let told = desk.host.take();
    assert_eq!(begins(&desk, &told, "room_fan_level"), 1);
    assert_eq!(told.len(), 3, "{told:?}");
}

#[test]
fn a_file_that_is_missing_is_told_of_where_it_was_chosen() {
    let why = "“hall.wav” is no longer in /home/somebody/Music/Impulse responses/Halls.";
    for size in [MIN_SIZE, SIZE] {
        let mut desk = Desk::open(size, 1.0, None);
        desk.click("Room stage");
        desk.click("Reverb page");
        desk.harness.get_by_label_contains("Choose a WAV");
        desk.click("Impulse response: No file");
        desk.write("/home/somebody/Music/Impulse responses/Halls/hall.wav");
        desk.press(Key::Enter);
        desk.wait(0.1);
        // Who chooses a file hears it.
        assert_eq!(desk.text("room_response"), "Own file");
        assert_eq!(desk.host.take().len(), 3);
        let status = ImpulseStatus::Failed(why.to_owned());
        desk.params.session.impulse.report(status);
        desk.wait(0.1);
        let said = desk.harness.get_by_label_contains(why).rect();
        let name = desk
            .harness
            .get_by_label("Impulse response: hall.wav")
            .rect();
        assert!(said.top() - name.bottom() < 16.0, "far from its name");
        super::layout::check_texts(&desk, size);
        assert!(is_drawn(&desk, "Cannot be read: the room"));
        desk.click("Space page");
        assert!(is_drawn(&desk, "Cannot be read: the room"));
        desk.click("Reverb page");
        desk.click("Remove the impulse response");
        assert_eq!(desk.text("room_response"), "The room");
        assert!(desk.harness.query_by_label_contains(why).is_none());
        desk.host.take();
    }
}

/// Whether a text is among what is drawn.
fn is_drawn(desk: &Desk, words: &str) -> bool {
    let mut shapes = desk.harness.output().shapes.iter();
    shapes.any(|clipped| match &clipped.shape {
        egui::Shape::Text(text) => text.galley.text() == words,
        _ => false,
    })
}

#[test]
fn with_every_noise_on_all_of_them_are_in_the_plan() {
    for size in [MIN_SIZE, SIZE * 1.5] {
        let mut desk = open(size);
        for (id, _) in desk.pointers() {
            if id.starts_with("room_") && id.ends_with("_level") {
                desk.automate(&id, 0.5);
            }
        }
        desk.wait(0.1);
        let plan = desk.harness.get_by_label("Plan of the room").rect();
        for name in [
            "Rain", "Street", "Wind", "Bed", "Breath", "Fan", "Hum", "Clock", "Light", "Keys",
        ] {
            let place = desk.place(&format!("Move {name}"));
            assert!(plan.contains(place), "{name} at {place}");
        }
    }
}
