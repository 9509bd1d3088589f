//! A parameter's value as text: it opens for typing with a double click on its control, or enter.

use egui::{Align2, Id, Key, Rect, Response, Role, Ui};
use nice_plug::params::internals::ParamPtr;
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text};
use super::text_entry::{self, Typed};
use super::{control, hint, text};

/// A parameter whose value is to be typed, and the frame in which that was asked for.
type Asked = (ParamPtr, u64);

fn asked_id() -> Id {
    Id::unique("typing asked for")
}

/// Opens the value of a parameter for typing, wherever a control shows it later in this frame.
pub fn type_now(ui: &Ui, param: &impl Param) {
    let asked: Asked = (param.as_ptr(), ui.ctx().cumulative_frame_nr());
    ui.data_mut(|data| data.insert_temp(asked_id(), asked));
}

fn is_asked_for(ui: &Ui, param: &impl Param) -> bool {
    let now: Asked = (param.as_ptr(), ui.ctx().cumulative_frame_nr());
    ui.data(|data| data.get_temp::<Asked>(asked_id())) == Some(now)
}

/// Shows the value of the control that has this response, with `unit` in the place of the
/// parameter's own, and names the control to assistive tools.
pub fn value(
    ui: &mut Ui,
    rect: Rect,
    param: &impl Param,
    unit: &str,
    response: &Response,
    gestures: &Gestures,
) {
    let field = response.id.with("typing");
    let value = param.unmodulated_normalized_value();
    let shown = control::shown(param, value);
    let wanted = control::menu(ui, response, param, true, gestures);
    if text_entry::is_open(ui, field) {
        type_value(ui, rect, param, response, gestures);
    } else {
        let number = shown.strip_suffix(param.unit());
        let words = number.map_or(shown.clone(), |number| format!("{number}{unit}"));
        text(
            ui,
            rect,
            Align2::CENTER_CENTER,
            Text::Body,
            theme::PAPER,
            &words,
        );
        let enter = control::pressed(ui, response, Key::Enter) > 0.0;
        if response.double_clicked() || enter || wanted || is_asked_for(ui, param) {
            // As typed, the minus is a hyphen.
            let typed = param.normalized_value_to_string(value, true);
            text_entry::open(ui, field, typed, false);
        }
    }
    control::describe(ui, response, Role::Slider, param);
}

fn type_value(
    ui: &mut Ui,
    rect: Rect,
    param: &impl Param,
    response: &Response,
    gestures: &Gestures,
) {
    let field = response.id.with("typing");
    let name = format!("{} value", param.name());
    let typed = text_entry::show(ui, rect, field, &name);
    let key = |key: Key| ui.input(|input| input.key_pressed(key));
    let enter = key(Key::Enter);
    if typed != Typed::Open && (enter || key(Key::Escape)) {
        response.request_focus();
    }
    match typed {
        Typed::Open | Typed::Left => {}
        Typed::Entered(typed) => match param.string_to_normalized_value(&typed) {
            Some(value) => gestures.set(param, value),
            None => {
                let default = param.default_normalized_value();
                let example = param.normalized_value_to_string(default, true);
                let words = format!(
                    "“{typed}” is no value for {}. Type something like {example}.",
                    param.name()
                );
                hint::refuse(ui.ctx(), words);
                if enter {
                    text_entry::open(ui, field, typed, true);
                }
            }
        },
    }
}
