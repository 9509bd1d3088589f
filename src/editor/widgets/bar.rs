//! A field that fills from the left, its name before it and its value in it: a knob for lists.
//!
//! Drag sideways, shift for fine; wheel, keys, typing and going back to the default as on a knob.

use egui::{Align2, Rect, Response, Sense, StrokeKind, Ui, vec2};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::turn::{self, Drag};
use super::{control, text, text_entry, text_width, value};

/// A bar for one parameter, with or without steps.
pub struct Bar<'a, P> {
    param: &'a P,
    caption: &'a str,
    help: &'a str,
    centred: bool,
    chosen: bool,
}

impl<'a, P: Param> Bar<'a, P> {
    /// A bar beside a name on the screen, or none. Its accessible name is the parameter's own.
    pub fn new(param: &'a P, caption: &'a str, help: &'a str) -> Self {
        Self {
            param,
            caption,
            help,
            centred: false,
            chosen: false,
        }
    }

    /// Fills from the default on rather than from the lowest.
    pub fn centred(mut self) -> Self {
        self.centred = true;
        self
    }

    /// Stands out among others, as the one of which more is shown.
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// Shows it in a rectangle of about [`theme::SLIDER`] in height: its name, and the field.
    pub fn show(self, ui: &mut Ui, rect: Rect, gestures: &Gestures) -> Response {
        let theme = Theme::of(ui);
        let param = self.param;
        let id = ui.scope_id().with(param.name());
        let response = control::interact(ui, rect, id, Sense::click_and_drag());
        let caption = if self.caption.is_empty() {
            0.0
        } else {
            theme::CAPTION
        };
        let field = rect.with_min_x(rect.left() + theme.px(caption));
        turn::turn(ui, &response, param, Drag::Right(field.width()), gestures);
        self.paint(ui, field, &response);

        let inner = field.shrink2(vec2(theme.px(theme::NEAR + theme::THIN), 0.0));
        let shown = control::shown(param, param.unmodulated_normalized_value());
        let value_rect = if text_entry::is_open(ui, id.with("typing")) {
            field
        } else {
            let width = text_width(ui, Text::Body, &shown).ceil() + 1.0;
            inner.with_min_x(inner.right() - width)
        };
        value::value(ui, value_rect, param, param.unit(), &response, gestures);
        let colour = if self.chosen || response.hovered() {
            theme::PAPER
        } else {
            theme::FADED
        };
        let name = rect.with_max_x(field.left() - theme.px(theme::NEAR));
        let align = Align2::LEFT_CENTER;
        text(ui, name, align, Text::Body, colour, self.caption);
        control::finish_shown(ui, rect, &response, param, self.help);
        response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal)
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let theme = Theme::of(ui);
        let painter = ui.painter();
        let radius = theme.radius(theme::SMALL_RADIUS);
        painter.rect_filled(rect, radius, theme::WELL);
        let x = |share: f32| rect.left() + rect.width() * share;
        let at = self.param.unmodulated_normalized_value();
        let default = self.param.default_normalized_value();
        let origin = if self.centred { default } else { 0.0 };
        let filled = rect
            .with_min_x(x(origin.min(at)))
            .with_max_x(x(origin.max(at)));
        let held = response.hovered() || response.dragged();
        if filled.width() > theme.px(theme::THIN) {
            let share = if held {
                theme::BACKGROUND_OPACITY
            } else {
                theme::BAR_OPACITY
            };
            painter.rect_filled(filled, radius, theme::OXIDE.gamma_multiply(share));
        }
        if self.centred {
            let stroke = theme.line(theme::LINE);
            painter.vline(x(default), rect.y_range(), stroke);
        }
        if let Some(moved) = control::modulated(self.param) {
            let (from, to) = (x(at.min(moved)), x(at.max(moved)));
            let thick = theme.px(theme::POINTER);
            let stroke = egui::Stroke::new(thick, theme::LAMP);
            painter.hline(from..=to, rect.bottom() - thick / 2.0, stroke);
            painter.vline(x(moved), rect.y_range(), theme.line(theme::LAMP));
        }
        let edge = match (self.chosen, held) {
            (true, _) => theme::OXIDE,
            (false, true) => theme::FADED,
            (false, false) => theme::LINE,
        };
        painter.rect_stroke(rect, radius, theme.line(edge), StrokeKind::Inside);
    }
}
