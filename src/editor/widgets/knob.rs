//! A dial with its name above and its value below.
//!
//! Drag up or down, shift for fine; wheel; double-click to type; ctrl-, cmd- or alt-click for the
//! default. With the keyboard: arrows, page up and down, home, end, enter to type, delete.

use std::f32::consts::PI;

use egui::{Align2, Color32, Key, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::text_entry::{self, Typed};
use super::{focus_ring, hint, text, turn};

/// Where a dial begins, clockwise from the right in radians: at half past seven.
const START: f32 = 0.75 * PI;
/// How far it goes: to half past four.
const SWEEP: f32 = 1.5 * PI;

/// A dial for one continuous parameter.
pub struct Knob<'a, P> {
    param: &'a P,
    caption: &'a str,
    help: &'a str,
    centred: bool,
}

impl<'a, P: Param> Knob<'a, P> {
    /// A dial under the parameter's own name.
    pub fn new(param: &'a P, help: &'a str) -> Self {
        Self {
            param,
            caption: param.name(),
            help,
            centred: false,
        }
    }

    /// Another name on the screen, where the surroundings say the rest. Its accessible name stays.
    pub fn caption(mut self, caption: &'a str) -> Self {
        self.caption = caption;
        self
    }

    /// Draws the value from the default on rather than from the lowest.
    pub fn centred(mut self) -> Self {
        self.centred = true;
        self
    }

    /// Shows it in a rectangle of about [`theme::KNOB`].
    pub fn show(self, ui: &mut Ui, rect: Rect, gestures: &Gestures) -> Response {
        let theme = Theme::of(ui);
        let param = self.param;
        let line = theme.px(theme::KNOB_LINE);
        let name_rect = Rect::from_min_size(rect.min, egui::vec2(rect.width(), line));
        let value_rect =
            Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - line), rect.max);
        let dial = Rect::from_min_max(name_rect.left_bottom(), value_rect.right_top());

        let id = ui.scope_id().with(param.name());
        let field = id.with("typing");
        let response = ui.interact(rect, id, Sense::click_and_drag());
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        turn::turn(ui, &response, param, gestures);

        let value = param.unmodulated_normalized_value();
        // As typed, the minus is a hyphen; as shown, it is as wide as a plus.
        let typed = param.normalized_value_to_string(value, true);
        let shown = typed.replace('-', "−");
        if text_entry::is_open(ui, field) {
            self.type_value(ui, value_rect, field, &response, gestures);
        } else {
            text(
                ui,
                value_rect,
                Align2::CENTER_CENTER,
                Text::Body,
                theme::PAPER,
                &shown,
            );
            let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if response.double_clicked() || enter {
                text_entry::open(ui, field, typed, false);
            }
        }

        text(
            ui,
            name_rect,
            Align2::CENTER_CENTER,
            Text::Body,
            theme::FADED,
            self.caption,
        );
        self.paint(ui, dial.center(), value, &response);
        focus_ring(ui, rect, &response);
        hint::explain(&response, self.help);
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, ui.is_enabled(), param.name()));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_value(shown);
            node.set_numeric_value(f64::from(value));
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(1.0);
        });
        response.on_hover_cursor(egui::CursorIcon::ResizeVertical)
    }

    fn type_value(
        &self,
        ui: &mut Ui,
        rect: Rect,
        field: egui::Id,
        response: &Response,
        gestures: &Gestures,
    ) {
        let name = format!("{} value", self.param.name());
        let typed = text_entry::show(ui, rect, field, &name);
        let key = |key: Key| ui.input(|input| input.key_pressed(key));
        let enter = key(Key::Enter);
        if typed != Typed::Open && (enter || key(Key::Escape)) {
            response.request_focus();
        }
        match typed {
            Typed::Open | Typed::Left => {}
            Typed::Entered(typed) => match self.param.string_to_normalized_value(&typed) {
                Some(value) => gestures.set(self.param, value),
                None => {
                    let default = self.param.default_normalized_value();
                    let example = self.param.normalized_value_to_string(default, true);
                    let words = format!(
                        "“{typed}” is no value for {}. Type something like {example}.",
                        self.param.name()
                    );
                    hint::refuse(ui.ctx(), words);
                    if enter {
                        text_entry::open(ui, field, typed, true);
                    }
                }
            },
        }
    }

    fn paint(&self, ui: &Ui, centre: Pos2, value: f32, response: &Response) {
        let theme = Theme::of(ui);
        let painter = ui.painter();
        let radius = theme.px(theme::DIAL / 2.0);
        let arc = theme.px(theme::ARC);
        let ring = radius - arc / 2.0;
        let default = self.param.default_normalized_value();
        let origin = if self.centred { default } else { 0.0 };

        painter.add(arc_shape(
            centre,
            ring,
            (0.0, 1.0),
            Stroke::new(arc, theme::LINE),
        ));
        let (from, to) = (origin.min(value), origin.max(value));
        if to - from > 1e-3 {
            painter.add(arc_shape(
                centre,
                ring,
                (from, to),
                Stroke::new(arc, theme::OXIDE),
            ));
        }

        let held = response.hovered() || response.dragged();
        let cap = if held { theme::HOVERED } else { theme::RAISED };
        painter.circle(centre, radius - 2.0 * arc, cap, theme.line(theme::LINE));
        let mark = |at: f32, from: f32, to: f32, width: f32, colour: Color32| {
            let direction = Vec2::angled(START + SWEEP * at);
            let ends = [centre + direction * from, centre + direction * to];
            painter.line_segment(ends, Stroke::new(theme.px(width), colour));
        };
        mark(default, radius - arc, radius, theme::CURVE, theme::FADED);
        mark(
            value,
            radius * 0.3,
            radius - 2.8 * arc,
            theme::POINTER,
            theme::PAPER,
        );
    }
}

/// A part of a dial, given as shares of its sweep.
fn arc_shape(centre: Pos2, radius: f32, (from, to): (f32, f32), stroke: Stroke) -> egui::Shape {
    // Chords of 3 degrees: a tenth of a pixel off the circle at the largest scale.
    let steps = ((to - from) * SWEEP / (PI / 60.0)).ceil().max(1.0) as usize;
    let points = (0..=steps)
        .map(|step| {
            let share = from + (to - from) * step as f32 / steps as f32;
            centre + Vec2::angled(START + SWEEP * share) * radius
        })
        .collect();
    egui::Shape::line(points, stroke)
}
