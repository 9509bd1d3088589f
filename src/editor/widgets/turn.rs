//! Turning a parameter: by drag, wheel, arrow keys, or back to its default. One that has steps goes
//! from step to step.

use egui::{Key, Modifiers, MouseWheelUnit, Response, Ui, Vec2};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::control::{self, pressed};

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
    let dragged = control::is_dragged(response);
    let lingers = |turn: &Turn| now < turn.until && gestures.holds(param);
    let going = going.filter(|turn| dragged || lingers(turn));
    let start = going.map_or(param.unmodulated_normalized_value(), |turn| turn.value);

    if control::goes_back(ui, response) {
        ui.data_mut(|data| data.remove::<Turn>(id));
        gestures.set(param, param.default_normalized_value());
        return;
    }

    let count = param.step_count().map(|count| count.max(1) as f32);
    let fine = if modifiers.shift { FINE } else { 1.0 };
    // There is nothing finer than a step.
    let step = count.map_or(STEP * fine, f32::recip);
    let page = count.map_or(COARSE / STEP, |count| (COARSE * count).round().max(1.0));
    let (assisted, set) = control::assisted(ui, response);
    let steps = notches(ui, response) + keys(ui, response, page) + assisted;
    let next = if dragged {
        Some(start + drag.share(response.drag_delta()) * fine)
    } else if steps != 0.0 {
        Some(start + steps * step)
    } else {
        end_stop(ui, response).or(set)
    };
    let turn = match next {
        Some(value) => Some(Turn {
            value: value.clamp(0.0, 1.0),
            until: if dragged { now } else { now + LINGER_S },
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
    if !response.enabled() || !response.contains_pointer() {
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

/// The same in whole notches: parts of one, as smooth wheels send them, are kept until they are one.
pub fn whole_notches(ui: &Ui, response: &Response) -> f32 {
    let id = response.id.with("notches");
    let rest: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
    let notches = rest + notches(ui, response);
    let whole = notches.trunc();
    ui.data_mut(|data| data.insert_temp(id, notches - whole));
    whole
}

/// Steps by keys, with so many for a page.
fn keys(ui: &Ui, response: &Response, page: f32) -> f32 {
    if ui.input(|input| input.modifiers.matches_any(Modifiers::COMMAND)) {
        return 0.0;
    }
    let pressed = |key| pressed(ui, response, key);
    let arrows = pressed(Key::ArrowUp) + pressed(Key::ArrowRight)
        - pressed(Key::ArrowDown)
        - pressed(Key::ArrowLeft);
    arrows + page * (pressed(Key::PageUp) - pressed(Key::PageDown))
}

/// The end of the range that a key goes to.
fn end_stop(ui: &Ui, response: &Response) -> Option<f32> {
    if pressed(ui, response, Key::Home) > 0.0 {
        Some(0.0)
    } else if pressed(ui, response, Key::End) > 0.0 {
        Some(1.0)
    } else {
        None
    }
}
