//! A choice between names.
//!
//! Click or enter opens the list; wheel and arrows go to the next, page up and down further; home and
//! end; ctrl-, cmd- or alt-click and delete for the default.

use egui::{
    Align2, Key, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, SetOpenCommand, Ui, vec2,
};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::{control, list, text, text_width, turn};

/// How many names page up and page down go by.
const PAGE: f32 = 5.0;

/// A field for one parameter with names.
pub struct Menu<'a, P> {
    param: &'a P,
    help: &'a str,
    label: &'a str,
    detail: &'a str,
}

impl<'a, P: Param> Menu<'a, P> {
    /// A field that shows the chosen name.
    pub fn new(param: &'a P, help: &'a str) -> Self {
        Self {
            param,
            help,
            label: "",
            detail: "",
        }
    }

    /// Shows what is chosen in front of the name.
    pub fn label(mut self, label: &'a str) -> Self {
        self.label = label;
        self
    }

    /// Shows at the right, where there is room, what the chosen name stands for at the moment.
    pub fn detail(mut self, detail: &'a str) -> Self {
        self.detail = detail;
        self
    }

    fn names(&self) -> Vec<String> {
        let last = self.param.step_count().unwrap_or(1);
        (0..=last)
            .map(|index| {
                self.param
                    .normalized_value_to_string(index as f32 / last as f32, true)
            })
            .collect()
    }

    /// How wide it is with its label and its longest name, in points.
    pub fn width(&self, ui: &Ui) -> f32 {
        let width = |words: &str| text_width(ui, Text::Body, words).ceil() + 1.0;
        let names = self.names().into_iter().map(|name| width(&name));
        let beside = Theme::of(ui).px(theme::BESIDE);
        names.fold(0.0, f32::max) + width(self.label) + 5.0 * beside
    }

    /// Shows it in a rectangle.
    pub fn show(self, ui: &mut Ui, rect: Rect, gestures: &Gestures) -> Response {
        let names = self.names();
        let last = names.len() - 1;
        let id = ui.scope_id().with(self.param.name());
        let response = control::interact(ui, rect, id, Sense::click());
        let current = (self.param.unmodulated_normalized_value() * last as f32).round() as usize;
        let current = current.min(last);
        let goes_back = control::goes_back(ui, &response);
        let turned = if goes_back {
            let default = self.param.default_normalized_value();
            (default * last as f32).round() as usize
        } else {
            turned(ui, &response, current, last)
        };
        let opens = response.clicked() && !goes_back;
        let clicked = open_list(&response, opens, rect.width(), &names, current);
        let next = clicked.unwrap_or(turned);
        if next != current {
            gestures.set(self.param, next as f32 / last as f32);
        }
        control::menu(ui, &response, self.param, false, gestures);

        self.paint(ui, rect, &response, &names[current]);
        control::finish_shown(ui, rect, &response, self.param, self.help);
        control::describe(ui, &response, Role::ComboBox, self.param);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response, name: &str) {
        let beside = Theme::of(ui).px(theme::BESIDE);
        let mut words = list::opener(ui, rect, response);
        let mut left = |kind: Text, colour: egui::Color32, word: &str| {
            text(ui, words, Align2::LEFT_CENTER, kind, colour, word);
            words.min.x += text_width(ui, kind, word) + beside;
        };
        if !self.label.is_empty() {
            left(Text::Body, theme::FADED, self.label);
        }
        left(Text::Body, theme::PAPER, name);
        if text_width(ui, Text::Small, self.detail) <= words.width() {
            let align = Align2::RIGHT_CENTER;
            text(ui, words, align, Text::Small, theme::FADED, self.detail);
        }
    }
}

/// All names below the field, while the list is open; returns the one that was clicked.
fn open_list(
    opener: &Response,
    toggles: bool,
    width: f32,
    names: &[String],
    current: usize,
) -> Option<usize> {
    let theme = Theme::of_context(&opener.ctx);
    Popup::from_response(opener)
        .open_memory(toggles.then_some(SetOpenCommand::Toggle))
        .gap(theme.px(theme::NEAR))
        .frame(theme.popup())
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            let longest = names.iter().map(|name| text_width(ui, Text::Body, name));
            let needed = longest.fold(0.0, f32::max).ceil() + theme.px(3.0 * theme::BESIDE);
            let width = needed.max(width - 2.0 * theme.px(theme::BESIDE + theme::THIN));
            ui.set_width(width);
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let mut clicked = None;
            for (index, name) in names.iter().enumerate() {
                if list::row(ui, width, index, name, "", index == current).clicked() {
                    clicked = Some(index);
                    ui.close();
                }
            }
            clicked
        })?
        .inner
}

/// The name that wheel and keys go to.
fn turned(ui: &Ui, response: &Response, current: usize, last: usize) -> usize {
    let whole = -turn::whole_notches(ui, response);
    let pressed = |key| control::pressed(ui, response, key);
    let down = pressed(Key::ArrowRight) + pressed(Key::ArrowDown) + PAGE * pressed(Key::PageDown);
    let up = pressed(Key::ArrowLeft) + pressed(Key::ArrowUp) + PAGE * pressed(Key::PageUp);
    if pressed(Key::Home) > 0.0 {
        0
    } else if pressed(Key::End) > 0.0 {
        last
    } else {
        let next = current as f32 + whole + down - up;
        next.clamp(0.0, last as f32) as usize
    }
}
