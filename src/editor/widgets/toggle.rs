//! A switch with its name beside it.

use egui::{Align2, Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};
use nice_plug::prelude::{BoolParam, Param};

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::{focus_ring, hint, text, text_width};

/// A switch for one on/off parameter.
pub struct Toggle<'a> {
    param: &'a BoolParam,
    caption: &'a str,
    help: &'a str,
    kind: Text,
    lit: Color32,
}

impl<'a> Toggle<'a> {
    /// A switch under the parameter's own name.
    pub fn new(param: &'a BoolParam, help: &'a str) -> Self {
        Self {
            param,
            caption: param.name(),
            help,
            kind: Text::Body,
            lit: theme::OXIDE,
        }
    }

    /// Another name on the screen, where the surroundings say the rest. Its accessible name stays.
    pub fn caption(mut self, caption: &'a str) -> Self {
        self.caption = caption;
        self
    }

    /// Its name is that of a panel.
    pub fn heading(mut self) -> Self {
        self.kind = Text::Heading;
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
        let name = text_width(ui, self.kind, self.caption).ceil() + 1.0;
        theme.px(theme::SWITCH.x + theme::BESIDE) + name
    }

    /// Shows it at the left of a rectangle.
    pub fn show(self, ui: &mut Ui, rect: Rect, gestures: &Gestures) -> Response {
        let theme = Theme::of(ui);
        let rect = rect.with_max_x(rect.left() + self.width(ui));
        let id = ui.scope_id().with(self.param.name());
        let response = ui.interact(rect, id, Sense::click());
        let on = self.param.unmodulated_normalized_value() > 0.5;
        if response.clicked() {
            gestures.set(self.param, if on { 0.0 } else { 1.0 });
        }

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
        let colour = if on || self.kind == Text::Heading {
            theme::PAPER
        } else {
            theme::FADED
        };
        text(
            ui,
            words,
            Align2::LEFT_CENTER,
            self.kind,
            colour,
            self.caption,
        );
        focus_ring(ui, rect, &response);
        hint::explain(&response, self.help);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Switch, ui.is_enabled(), on, self.param.name())
        });
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}
