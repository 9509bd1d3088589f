//! A dial with its name above and its value below.
//!
//! Drag up or down, shift for fine; wheel; double-click to type; ctrl-, cmd- or alt-click for the
//! default. With the keyboard: arrows, page up and down, home, end, enter to type, delete.

use std::f32::consts::PI;

use egui::{Align2, Color32, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::turn::{self, Drag};
use super::{control, text, text_width, value};

/// Where a dial begins, clockwise from the right in radians: at half past seven.
const START: f32 = 0.75 * PI;
/// How far it goes: to half past four.
const SWEEP: f32 = 1.5 * PI;

/// A dial for one parameter, with or without steps.
pub struct Knob<'a, P> {
    param: &'a P,
    caption: &'a str,
    short: &'a str,
    unit: &'a str,
    help: &'a str,
    centred: bool,
}

impl<'a, P: Param> Knob<'a, P> {
    /// A dial under the parameter's own name.
    pub fn new(param: &'a P, help: &'a str) -> Self {
        Self {
            param,
            caption: param.name(),
            short: param.name(),
            unit: param.unit(),
            help,
            centred: false,
        }
    }

    /// Another name on the screen, where the surroundings say the rest. Its accessible name stays.
    pub fn caption(mut self, caption: &'a str) -> Self {
        self.caption = caption;
        self
    }

    /// What stands above it where the caption has no room.
    pub fn short(mut self, short: &'a str) -> Self {
        self.short = short;
        self
    }

    /// A shorter sign on the screen for the parameter's unit.
    pub fn unit(mut self, unit: &'a str) -> Self {
        self.unit = unit;
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
        let response = control::interact(ui, rect, id, Sense::click_and_drag());
        turn::turn(ui, &response, param, Drag::Up, gestures);
        value::value(ui, value_rect, param, self.unit, &response, gestures);

        let fits = text_width(ui, Text::Body, self.caption) <= name_rect.width();
        let caption = if fits { self.caption } else { self.short };
        text(
            ui,
            name_rect,
            Align2::CENTER_CENTER,
            Text::Body,
            theme::FADED,
            caption,
        );
        let at = param.unmodulated_normalized_value();
        self.paint(ui, dial.center(), at, &response);
        control::finish_shown(ui, rect, &response, param, self.help);
        response.on_hover_cursor(egui::CursorIcon::ResizeVertical)
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

        if let Some(moved) = control::modulated(self.param) {
            // In the gap between the ring and the cap.
            let (from, to) = (value.min(moved), value.max(moved));
            let stroke = Stroke::new(theme.px(theme::CURVE), theme::LAMP);
            let inside = radius - 1.5 * arc;
            painter.add(arc_shape(centre, inside, (from, to), stroke));
            let end = centre + Vec2::angled(START + SWEEP * moved) * ring;
            painter.circle_filled(end, theme.px(theme::DOT), theme::LAMP);
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
