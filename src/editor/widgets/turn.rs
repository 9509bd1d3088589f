//! Turning a parameter: by drag, wheel, arrow keys, or back to its default. One that has steps goes
//! from step to step.

use egui::{EventFilter, Key, Modifiers, MouseWheelUnit, Response, Ui, Vec2};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;

/// What a wheel notch or an arrow key adds to a continuous parameter, as a share of the range.
pub const STEP: f32 = 0.01;
/// The same with shift, and the same for a drag: a share of what it does without.
pub const FINE: f32 = 0.1;
/// What page up and page down add, or the step if that is more.
const COARSE: f32 = 0.1;
/// How far the pointer goes for the whole range of a dial, in points.
const DIAL_POINTS: f32 = 200.0;
/// A wheel that reports points instead of notches: so many make one.
const POINTS_PER_NOTCH: f32 = 24.0;
/// How long a turn by wheel or key lasts after its last step, in seconds. The next step builds on
/// this one, for a host may give the new value back only some blocks later.
pub const LINGER_S: f64 = 0.25;

/// Which way a drag turns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Drag {
    /// Up for more, as on a dial.
    Up,
    /// To the right for more, with so many points for the whole range.
    Right(f32),
}

impl Drag {
    /// What a movement of the pointer adds, as a share of the range.
    fn share(self, delta: Vec2) -> f32 {
        match self {
            Self::Up => -delta.y / DIAL_POINTS,
            Self::Right(points) => delta.x / points.max(1.0),
        }
    }
}

/// A turn that is going on.
#[derive(Debug, Clone, Copy)]
struct Turn {
    /// Normalised, not snapped: fine steps add up.
    value: f32,
    /// When it ends, in egui's seconds.
    until: f64,
}

/// Lets a control of this response turn the parameter.
pub fn turn(ui: &Ui, response: &Response, param: &impl Param, drag: Drag, gestures: &Gestures) {
    let id = response.id.with("turn");
    let (now, modifiers) = ui.input(|input| (input.time, input.modifiers));
    let going: Option<Turn> = ui.data(|data| data.get_temp(id));
    let going = going.filter(|turn| now < turn.until || response.dragged());
    let start = going.map_or(param.unmodulated_normalized_value(), |turn| turn.value);

    if response.has_focus() {
        ui.memory_mut(|memory| {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            memory.set_focus_lock_filter(response.id, filter);
        });
    }
    let reset = response.clicked() && (modifiers.command || modifiers.alt)
        || response.has_focus() && pressed(ui, Key::Delete) + pressed(ui, Key::Backspace) > 0.0;
    if reset {
        ui.data_mut(|data| data.remove::<Turn>(id));
        gestures.set(param, param.default_normalized_value());
        return;
    }

    let count = param.step_count().map(|count| count.max(1) as f32);
    let fine = if modifiers.shift { FINE } else { 1.0 };
    // There is nothing finer than a step.
    let step = count.map_or(STEP * fine, f32::recip);
    let page = count.map_or(COARSE / STEP, |count| (COARSE * count).round().max(1.0));
    let steps = notches(ui, response) + keys(ui, response, page);
    let next = if response.dragged() {
        Some(start + drag.share(response.drag_delta()) * fine)
    } else if steps != 0.0 {
        Some(start + steps * step)
    } else {
        end_stop(ui, response)
    };
    let turn = match next {
        Some(value) => Some(Turn {
            value: value.clamp(0.0, 1.0),
            until: if response.dragged() {
                now
            } else {
                now + LINGER_S
            },
        }),
        None => going,
    };
    match turn {
        Some(turn) => {
            let value = count.map_or(turn.value, |count| (turn.value * count).round() / count);
            gestures.hold(param, value);
            ui.data_mut(|data| data.insert_temp(id, turn));
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_secs_f64(LINGER_S));
        }
        None => ui.data_mut(|data| data.remove::<Turn>(id)),
    }
}

/// Notches that a wheel over the control was turned by, up being positive.
pub fn notches(ui: &Ui, response: &Response) -> f32 {
    if !response.contains_pointer() {
        return 0.0;
    }
    ui.input(|input| {
        let notches = input.events.iter().map(|event| match event {
            egui::Event::MouseWheel { unit, delta, .. } => {
                // Some systems turn a wheel with shift sideways.
                let delta = if delta.y == 0.0 { delta.x } else { delta.y };
                match unit {
                    MouseWheelUnit::Point => delta / POINTS_PER_NOTCH,
                    MouseWheelUnit::Line | MouseWheelUnit::Page => delta,
                }
            }
            _ => 0.0,
        });
        notches.sum()
    })
}

/// How often a key was pressed in this frame, repeats included.
pub fn pressed(ui: &Ui, key: Key) -> f32 {
    ui.input(|input| input.num_presses(key)) as f32
}

/// Steps by keys, with so many for a page.
fn keys(ui: &Ui, response: &Response, page: f32) -> f32 {
    if !response.has_focus() || ui.input(|input| input.modifiers.matches_any(Modifiers::COMMAND)) {
        return 0.0;
    }
    let arrows = pressed(ui, Key::ArrowUp) + pressed(ui, Key::ArrowRight)
        - pressed(ui, Key::ArrowDown)
        - pressed(ui, Key::ArrowLeft);
    let pages = pressed(ui, Key::PageUp) - pressed(ui, Key::PageDown);
    arrows + page * pages
}

/// The end of the range that a key goes to.
fn end_stop(ui: &Ui, response: &Response) -> Option<f32> {
    if !response.has_focus() {
        None
    } else if pressed(ui, Key::Home) > 0.0 {
        Some(0.0)
    } else if pressed(ui, Key::End) > 0.0 {
        Some(1.0)
    } else {
        None
    }
}
