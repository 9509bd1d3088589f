//! A switch with its name beside it.
//!
//! Click; wheel up for on, down for off; ctrl-, cmd- or alt-click for the default. With the keyboard:
//! enter, arrows and page up and down, home for off, end for on, delete.

use egui::{Align2, Color32, Key, Rect, Response, Role, Sense, Ui, pos2};
use nice_plug::prelude::{BoolParam, Param};

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::{control, text, text_width, turn};

/// A switch for one on/off parameter.
pub struct Toggle<'a> {
    param: &'a BoolParam,
    caption: &'a str,
    help: &'a str,
    lit: Color32,
}

impl<'a> Toggle<'a> {
    /// A switch under the parameter's own name.
    pub fn new(param: &'a BoolParam, help: &'a str) -> Self {
        Self {
            param,
            caption: param.name(),
            help,
            lit: theme::OXIDE,
        }
    }

    /// Another name on the screen, where the surroundings say the rest. Its accessible name stays.
    pub fn caption(mut self, caption: &'a str) -> Self {
        self.caption = caption;
        self
    }

    /// Its colour while it is on.
    pub fn lit(mut self, colour: Color32) -> Self {
        self.lit = colour;
        self
    }

    /// How wide it is, in points.
    pub fn width(&self, ui: &Ui) -> f32 {
        let theme = Theme::of(ui);
        // Rounded up, so that the name is never cut for a fraction.
        let name = text_width(ui, Text::Body, self.caption).ceil() + 1.0;
        theme.px(theme::SWITCH.x + theme::BESIDE) + name
    }

    /// Shows it at the left of a rectangle.
    pub fn show(self, ui: &mut Ui, rect: Rect, gestures: &Gestures) -> Response {
        let theme = Theme::of(ui);
        let rect = rect.with_max_x(rect.left() + self.width(ui));
        let id = ui.scope_id().with(self.param.name());
        let response = control::interact(ui, rect, id, Sense::click());
        let on = self.param.unmodulated_normalized_value() > 0.5;
        let next = self.next(ui, &response, on);
        if next != on {
            gestures.set(self.param, if next { 1.0 } else { 0.0 });
        }
        control::menu(ui, &response, self.param, false, gestures);

        let shift = ui.ctx().animate_bool_responsive(id, on);
        let size = theme.size(theme::SWITCH);
        let body = Align2::LEFT_CENTER.align_size_within_rect(size, rect);
        let radius = size.y / 2.0;
        let ground = if on { self.lit } else { theme::WELL };
        let edge = if response.hovered() {
            theme::FADED
        } else {
            theme::LINE
        };
        let edge = if on { self.lit } else { edge };
        let painter = ui.painter();
        painter.rect(
            body,
            radius,
            ground,
            theme.line(edge),
            egui::StrokeKind::Inside,
        );
        let x = egui::lerp(body.left() + radius..=body.right() - radius, shift);
        let thumb = if on { theme::NIGHT } else { theme::FADED };
        painter.circle_filled(pos2(x, body.center().y), radius * 0.62, thumb);

        let words = rect.with_min_x(body.right() + theme.px(theme::BESIDE));
        let colour = if on { theme::PAPER } else { theme::FADED };
        text(
            ui,
            words,
            Align2::LEFT_CENTER,
            Text::Body,
            colour,
            self.caption,
        );
        control::finish_shown(ui, rect, &response, self.param, self.help);
        control::describe(ui, &response, Role::Switch, self.param);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }

    /// What a hand or a key makes of it.
    fn next(&self, ui: &Ui, response: &Response, on: bool) -> bool {
        let pressed = |key| control::pressed(ui, response, key);
        let up = [Key::ArrowUp, Key::ArrowRight, Key::PageUp, Key::End].map(pressed);
        let down = [Key::ArrowDown, Key::ArrowLeft, Key::PageDown, Key::Home].map(pressed);
        let way = up.iter().sum::<f32>() - down.iter().sum::<f32>() + turn::notches(ui, response);
        if control::goes_back(ui, response) {
            self.param.default_plain_value()
        } else if response.clicked() {
            !on
        } else if way == 0.0 {
            on
        } else {
            way > 0.0
        }
    }
}
