//! Everything is inside the window, and no text is cut off, at every size and scale.

use bedroom::editor::{MIN_SIZE, SIZE};
use egui::epaint::{ClippedShape, Shape};
use egui::{Key, Rect, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};

use super::desk::{Desk, SCREENS};

/// Rounding to whole pixels may take so much, in points.
const SLACK: f32 = 1.0;

fn sizes() -> impl Iterator<Item = (Vec2, f32)> {
    [
        MIN_SIZE,
        SIZE,
        SIZE * 1.5,
        Vec2::new(1400.0, MIN_SIZE.y),
        Vec2::new(MIN_SIZE.x, 1000.0),
    ]
    .into_iter()
    .flat_map(|size| [1.0, 2.0].map(|scale| (size, scale)))
}

/// Panics if a text reaches out of what it is clipped to, or was shortened.
pub fn check_texts(desk: &Desk, size: Vec2) {
    check(desk, size, false);
}

/// The same where a list may be scrolled up and down.
pub fn check_texts_beside_a_list(desk: &Desk, size: Vec2) {
    check(desk, size, true);
}

fn check(desk: &Desk, size: Vec2, scrolls: bool) {
    let window = Rect::from_min_size(egui::Pos2::ZERO, size).expand(SLACK);
    for ClippedShape {
        clip_rect, shape, ..
    } in &desk.harness.output().shapes
    {
        let Shape::Text(text) = shape else {
            continue;
        };
        let words = text.galley.text();
        let bounds = text.visual_bounding_rect();
        if words.is_empty() || !bounds.is_positive() {
            continue;
        }
        assert!(!text.galley.elided, "“{words}” is shortened at {size}");
        let clip = clip_rect.expand(SLACK).intersect(window);
        let inside = if scrolls {
            clip.x_range().contains(bounds.left()) && clip.x_range().contains(bounds.right())
        } else {
            clip.contains_rect(bounds)
        };
        assert!(inside, "“{words}” is cut off at {size}: {bounds} in {clip}");
    }
}

#[test]
fn everything_is_inside_the_window() {
    for (size, scale) in sizes() {
        let mut desk = Desk::open(size, scale, None);
        for screen in &SCREENS {
            desk.open_screen(screen);
            let window = Rect::from_min_size(egui::Pos2::ZERO, size).expand(SLACK);
            let mut count = 0;
            for node in desk.harness.root().children_recursive() {
                if node.accesskit_node().raw_bounds().is_some() {
                    let rect = node.rect();
                    assert!(window.contains_rect(rect), "{node:?} at {size}");
                    count += 1;
                }
            }
            assert!(count > 20, "only {count} things");
        }
    }
}

#[test]
fn no_text_is_cut_off() {
    for (size, scale) in sizes() {
        let mut desk = Desk::open(size, scale, None);
        check_texts(&desk, size);
        // The widest values of each knob.
        for value in [0.0, 1.0] {
            for (id, _) in desk.pointers() {
                desk.automate(&id, value);
            }
            for screen in &SCREENS {
                desk.open_screen(screen);
                check_texts(&desk, size);
            }
        }
        desk.open_screen(&SCREENS[0]);
        desk.double_click("Spacing");
        check_texts(&desk, size);
        desk.press(Key::Escape);
        desk.click("Preset");
        check_texts_beside_a_list(&desk, size);
        desk.press(Key::Escape);
        for id in [
            "tape_model",
            "tape_encode",
            "tape_decode",
            "tape_render",
            "room_response",
            "room_walls",
            "room_listen_from",
            "room_pattern",
            "room_household",
            "room_bed_note",
            "room_rain_answer",
            "room_mains",
            "upload_model",
            "upload_listen",
            "upload_concealment",
            "upload_stutter_length",
            "listener_model",
        ] {
            let name = desk.shown(id);
            desk.click(&name);
            check_texts(&desk, size);
            desk.press(Key::Escape);
        }
    }
}

#[test]
fn what_a_control_does_is_said_in_one_line() {
    let mut desk = Desk::open(MIN_SIZE, 1.0, None);
    let mut said = Vec::new();
    for (id, _) in desk.pointers() {
        let name = desk.shown(&id);
        let place = desk.place(&name);
        desk.harness.hover_at(place);
        desk.wait(0.1);
        check_texts(&desk, MIN_SIZE);
        said.push((id, foot(&desk)));
    }
    for (index, (id, words)) in said.iter().enumerate() {
        assert!(words.ends_with('.'), "{id}: “{words}”");
        let other = said[..index].iter().find(|(_, other)| other == words);
        assert_eq!(other, None, "{id} is said to do the same");
    }
}

/// The lowest text of all.
fn foot(desk: &Desk) -> String {
    let shapes = desk.harness.output().shapes.iter();
    let texts = shapes.filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) => Some(text),
        _ => None,
    });
    let lowest = texts.max_by(|a, b| a.pos.y.total_cmp(&b.pos.y));
    lowest.expect("a text").galley.text().to_owned()
}

#[test]
fn controls_do_not_overlap() {
    for (size, scale) in sizes() {
        let mut desk = Desk::open(size, scale, None);
        for screen in &SCREENS {
            desk.open_screen(screen);
            let rects: Vec<(String, Rect)> = desk
                .names_on(screen)
                .into_iter()
                .map(|name| (name.clone(), desk.harness.get_by_label(&name).rect()))
                .collect();
            for (index, (name, rect)) in rects.iter().enumerate() {
                for (other, other_rect) in &rects[index + 1..] {
                    let both = rect.shrink(0.5).intersect(other_rect.shrink(0.5));
                    assert!(!both.is_positive(), "{name} and {other} at {size}");
                }
            }
        }
    }
}
