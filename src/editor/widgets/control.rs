//! What every control does alike, whatever it looks like and whatever turns it.
//!
//! - the keyboard comes to what is taken hold of, by click, drag or the right button
//! - ctrl-, cmd- or alt-click, delete and backspace are the default
//! - the right button, the menu key, and shift with F10 open its [menu](super::context)
//! - a ring shows where the keyboard is, the window's foot says what it does, and so does a
//!   [bubble](super::bubble) beside it while the pointer rests
//! - assistive tools get its role, its parameter's name, and its value as text and as a number
//!
//! The pointer stays in sight during a drag: the windows of plugins can hide it but not hold it in
//! its place, and one that is hidden still stops at the screen's edge.

use egui::accesskit::{Action, ActionData};
use egui::{EventFilter, Id, Key, PointerButton, Rect, Response, Role, Sense, Ui, WidgetInfo};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::bubble::bubble;
use super::context::{self, Wish};
use super::{focus_ring, hint, turn};

/// How far from the value its modulation must be to be shown, as a share of the range.
const LEAST_MODULATION: f32 = 1e-3;

/// Lets a control in `rect` be clicked, and dragged if `sense` says so.
pub fn interact(ui: &Ui, rect: Rect, id: Id, sense: Sense) -> Response {
    let response = ui.interact(rect, id, sense);
    if response.clicked()
        || response.secondary_clicked()
        || response.drag_started_by(PointerButton::Primary)
    {
        response.request_focus();
    }
    if response.has_focus() {
        // The arrows turn it, rather than going to its neighbour.
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    response
}

/// Whether the hand that turns holds it.
pub fn is_dragged(response: &Response) -> bool {
    response.dragged_by(PointerButton::Primary)
}

/// Whether its default is asked for.
pub fn goes_back(ui: &Ui, response: &Response) -> bool {
    let modifiers = ui.input(|input| input.modifiers);
    let clicked = response.clicked_by(PointerButton::Primary);
    clicked && (modifiers.command || modifiers.ctrl || modifiers.alt)
        || pressed(ui, response, Key::Delete) + pressed(ui, response, Key::Backspace) > 0.0
}

/// How often a key was pressed in this frame, repeats included, while the control has the keyboard.
pub fn pressed(ui: &Ui, response: &Response, key: Key) -> f32 {
    if response.has_focus() {
        ui.input(|input| input.num_presses(key)) as f32
    } else {
        0.0
    }
}

/// Where a host moves the parameter's value to for the moment, normalised, if that is elsewhere.
pub fn modulated(param: &impl Param) -> Option<f32> {
    let (set, moved) = (
        param.unmodulated_normalized_value(),
        param.modulated_normalized_value(),
    );
    ((moved - set).abs() > LEAST_MODULATION).then_some(moved)
}

/// A value as it is shown: its minus is as wide as a plus.
pub fn shown(param: &impl Param, normalized: f32) -> String {
    param
        .normalized_value_to_string(normalized, true)
        .replace('-', "−")
}

/// Tells assistive tools what the control is and where it stands. Numbers are shares of the range.
pub fn describe(ui: &Ui, response: &Response, role: Role, param: &impl Param) {
    let value = param.unmodulated_normalized_value();
    response.widget_info(|| match role {
        Role::Switch => WidgetInfo::selected(role, ui.is_enabled(), value > 0.5, param.name()),
        _ => WidgetInfo::labeled(role, ui.is_enabled(), param.name()),
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(shown(param, value));
        if role == Role::Slider {
            let steps = param.step_count().map(|steps| steps.max(1) as f32);
            node.set_numeric_value(f64::from(value));
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(1.0);
            node.set_numeric_value_step(f64::from(steps.map_or(turn::STEP, f32::recip)));
            for action in [Action::Increment, Action::Decrement, Action::SetValue] {
                node.add_action(action);
            }
        }
    });
}

/// Steps that an assistive tool asks for, and the normalised value that it sets.
pub fn assisted(ui: &Ui, response: &Response) -> (f32, Option<f32>) {
    ui.input(|input| {
        let count = |action| input.num_accesskit_action_requests(response.id, action) as f32;
        let mut set = input.accesskit_action_requests(response.id, Action::SetValue);
        let set = set.find_map(|request| match request.data {
            Some(ActionData::NumericValue(value)) => Some(value as f32),
            _ => None,
        });
        (count(Action::Increment) - count(Action::Decrement), set)
    })
}

/// Opens the control's menu, and does what is chosen in it. Whether the value is to be typed, which
/// is offered if it `can_be_typed`, is left to the control.
pub fn menu(
    ui: &Ui,
    response: &Response,
    param: &impl Param,
    can_be_typed: bool,
    gestures: &Gestures,
) -> bool {
    let default = param.default_normalized_value();
    let subject = context::Subject {
        name: param.name(),
        value: param.normalized_value_to_string(param.unmodulated_normalized_value(), true),
        default: param.normalized_value_to_string(default, true),
        can_be_typed,
    };
    let reads = |text: &str| {
        let value = param.string_to_normalized_value(text)?;
        Some(param.normalized_value_to_string(value, true))
    };
    match context::menu(ui, response, &subject, reads) {
        Some(Wish::Paste(text)) => {
            if let Some(value) = param.string_to_normalized_value(&text) {
                gestures.set(param, value);
            }
        }
        Some(Wish::Reset) => gestures.set(param, default),
        Some(Wish::Type) => return true,
        None => {}
    }
    false
}

/// What comes last: the ring in `rect`, the line at the window's foot, and the bubble with what the
/// control itself does not show.
pub fn finish(ui: &Ui, rect: Rect, response: &Response, aside: &str, help: &str) {
    focus_ring(ui, rect, response);
    hint::explain(response, help);
    bubble(ui, response, aside, help);
}

/// The same for a control that shows its parameter's own value: the bubble has what modulation makes
/// of it.
pub fn finish_shown(ui: &Ui, rect: Rect, response: &Response, param: &impl Param, help: &str) {
    let aside = modulated(param).map_or(String::new(), |moved| {
        format!("Modulated to {}", shown(param, moved))
    });
    finish(ui, rect, response, &aside, help);
}
