//! A monkey at the editor: thousands of things that a hand, a keyboard, a host and a window can do, in
//! an order that means nothing. The same seed does the same things in the same order.

use std::path::PathBuf;

use bedroom::editor::{MIN_SIZE, SIZE};
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, Vec2, pos2, vec2};
use egui_kittest::kittest::NodeT;
use lab::random::Random;

use super::desk::Desk;

/// What each monkey does before it goes home: together ten thousand things.
const ACTS: usize = 2_500;
/// The most that happens between two frames.
const ACTS_A_FRAME: usize = 5;

const KEYS: [Key; 18] = [
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::PageUp,
    Key::PageDown,
    Key::Home,
    Key::End,
    Key::Enter,
    Key::Tab,
    Key::Tab,
    Key::Escape,
    Key::Delete,
    Key::Backspace,
    Key::Space,
    Key::Menu,
    Key::F10,
    Key::Z,
];
const WORDS: [&str; 10] = [
    "1k",
    "-6",
    "50 %",
    "off",
    "3,5",
    "∞",
    "../x",
    "\u{202e}",
    "99999999999",
    " ",
];
const BUTTONS: [PointerButton; 4] = [
    PointerButton::Primary,
    PointerButton::Primary,
    PointerButton::Secondary,
    PointerButton::Middle,
];
/// What everything hangs on, and chance would seldom find.
const DOORS: [&str; 9] = [
    "Room stage",
    "Tape stage",
    "Studio stage",
    "Upload stage",
    "Listener stage",
    "Again stage",
    "Next preset",
    "Preset",
    "Save as…",
];

struct Monkey {
    random: Random,
    desk: Desk,
    size: Vec2,
    at: Pos2,
    modifiers: Modifiers,
    /// Where everything with a name is, by the last look.
    known: Vec<(String, Rect)>,
}

impl Monkey {
    fn new(seed: u64, folder: PathBuf) -> Self {
        Self {
            random: Random::new(seed),
            desk: Desk::open(SIZE, 1.0, Some(folder)),
            size: SIZE,
            at: Pos2::ZERO,
            modifiers: Modifiers::NONE,
            known: Vec::new(),
        }
    }

    fn below(&mut self, count: usize) -> usize {
        (self.random.unipolar() * count as f64) as usize
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn happens(&mut self, event: Event) {
        self.desk.harness.input_mut().events.push(event);
    }

    fn look(&mut self) {
        let nodes = self.desk.harness.root().children_recursive();
        let named = nodes.filter_map(|node| {
            let inner = node.accesskit_node();
            inner.raw_bounds()?;
            Some((inner.label()?, node.rect()))
        });
        self.known = named.collect();
    }

    /// Somewhere: mostly on something, at times outside of the window.
    fn place(&mut self) -> Pos2 {
        let (x, y) = (self.random.unipolar() as f32, self.random.unipolar() as f32);
        let within = |rect: Rect| {
            pos2(
                rect.left() + rect.width() * x,
                rect.top() + rect.height() * y,
            )
        };
        match self.below(10) {
            0..7 if !self.known.is_empty() => {
                let index = self.below(self.known.len());
                within(self.known[index].1)
            }
            7 => within(Rect::from_min_size(Pos2::ZERO, self.size).expand(100.0)),
            _ => self.at + vec2(x - 0.5, y - 0.5) * 60.0,
        }
    }

    fn move_to(&mut self, at: Pos2) {
        self.at = at;
        self.happens(Event::PointerMoved(at));
    }

    fn button(&mut self, button: PointerButton, pressed: bool) {
        let event = Event::PointerButton {
            pos: self.at,
            button,
            pressed,
            modifiers: self.modifiers,
        };
        self.happens(event);
    }

    fn click(&mut self, button: PointerButton) {
        self.button(button, true);
        self.button(button, false);
    }

    fn key(&mut self, key: Key) {
        for pressed in [true, false] {
            let event = Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers: self.modifiers,
            };
            self.happens(event);
        }
    }

    fn wheel(&mut self) {
        let unit = self.pick(&[MouseWheelUnit::Line, MouseWheelUnit::Point]);
        let delta = vec2(0.0, self.random.bipolar() as f32 * 40.0);
        let event = Event::MouseWheel {
            unit,
            delta,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: self.modifiers,
        };
        self.happens(event);
    }

    fn resize(&mut self) {
        let share = vec2(self.random.unipolar() as f32, self.random.unipolar() as f32);
        self.size = (MIN_SIZE + (2.0 * SIZE - MIN_SIZE) * share).round();
        let scale = self.pick(&[1.0, 1.25, 2.0]);
        self.desk.harness.set_size(self.size);
        self.desk.harness.set_pixels_per_point(scale);
    }

    fn open_a_door(&mut self) {
        let door = self.pick(&DOORS);
        let place = self.known.iter().find(|(name, _)| name == door);
        if let Some((_, rect)) = place {
            let centre = rect.center();
            self.move_to(centre);
            self.click(PointerButton::Primary);
        }
    }

    fn automate(&mut self) {
        let all = self.desk.pointers();
        let (id, pointer) = &all[self.below(all.len())];
        let (value, offset) = (self.random.unipolar() as f32, self.random.bipolar() as f32);
        if self.below(2) == 0 {
            self.desk.automate(id, value);
        } else {
            // SAFETY: the pointer is to a field of the desk's parameters.
            unsafe { pointer._internal_modulate_value(offset) };
        }
    }

    fn act(&mut self) {
        match self.below(100) {
            0..25 => {
                let place = self.place();
                self.move_to(place);
            }
            25..40 => {
                let (place, button) = (self.place(), self.pick(&BUTTONS));
                self.move_to(place);
                self.click(button);
                if self.below(3) == 0 {
                    self.click(button);
                }
            }
            40..50 => {
                let button = self.pick(&BUTTONS);
                self.button(button, true);
            }
            50..58 => {
                let button = self.pick(&BUTTONS);
                self.button(button, false);
            }
            58..64 => self.wheel(),
            64..78 => {
                let key = self.pick(&KEYS);
                self.key(key);
            }
            78..82 => {
                let words = self.pick(&WORDS);
                self.happens(Event::Text(words.to_owned()));
            }
            82..86 => {
                self.modifiers = self.pick(&[
                    Modifiers::NONE,
                    Modifiers::NONE,
                    Modifiers::SHIFT,
                    Modifiers::COMMAND,
                    Modifiers::ALT,
                ]);
                self.happens(Event::ModifiersChanged(self.modifiers));
            }
            86..88 => self.resize(),
            88..90 => self.happens(Event::PointerGone),
            90..91 => {
                let focused = self.below(2) == 0;
                self.happens(Event::WindowFocused(focused));
            }
            91..95 => self.open_a_door(),
            95..97 => self.automate(),
            97..99 => self.desk.play(0.02),
            _ => {
                let pause_s = self.random.unipolar() as f32 * 0.5;
                self.desk.wait(pause_s);
            }
        }
    }

    /// Lets go of everything and goes.
    fn go_home(&mut self) {
        self.modifiers = Modifiers::NONE;
        self.happens(Event::ModifiersChanged(Modifiers::NONE));
        for button in BUTTONS {
            self.button(button, false);
        }
        self.happens(Event::PointerGone);
        self.desk.wait(0.1);
        for _ in 0..3 {
            self.key(Key::Escape);
            self.desk.wait(0.5);
        }
    }
}

/// Panics where the editor or the host does.
fn let_loose(seed: u64) {
    let folder = std::env::temp_dir().join(format!("bedroom-monkey-{seed}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut monkey = Monkey::new(seed, folder.clone());
    let mut done = 0;
    while done < ACTS {
        if monkey.below(4) == 0 {
            monkey.look();
        }
        for _ in 0..=monkey.below(ACTS_A_FRAME) {
            monkey.act();
            done += 1;
        }
        monkey.desk.harness.run_steps(1);
        // The user's own response has a button that opens a dialog of the system's.
        monkey.desk.automate("room_response", 0.0);
    }
    monkey.go_home();
    for (id, pointer) in monkey.desk.pointers() {
        // SAFETY: the pointer is to a field of the desk's parameters.
        let values = unsafe {
            [
                pointer.unmodulated_normalized_value(),
                pointer.modulated_normalized_value(),
            ]
        };
        assert!(
            values.iter().all(|value| (0.0..=1.0).contains(value)),
            "{id}: {values:?}"
        );
    }
    // Checks that each change stood in a gesture, and that each gesture has ended.
    let told = monkey.desk.host.take();
    assert!(told.len() > 100, "the monkey slept: {}", told.len());
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn the_first_monkey_breaks_nothing() {
    let_loose(1);
}

#[test]
fn the_second_monkey_breaks_nothing() {
    let_loose(2);
}

#[test]
fn the_third_monkey_breaks_nothing() {
    let_loose(3);
}

#[test]
fn the_fourth_monkey_breaks_nothing() {
    let_loose(4);
}
