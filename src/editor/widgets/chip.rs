//! A small button that stays down: one of several filters or choices.

use egui::{Align2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::super::theme::{self, Text, Theme};
use super::{focus_ring, text, text_width};

/// Shows one with words on it; `name` is what assistive tools call it.
pub fn chip(ui: &mut Ui, rect: Rect, words: &str, name: &str, on: bool) -> Response {
    let theme = Theme::of(ui);
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::click());
    let (ground, colour) = match (on, response.hovered()) {
        _ if !ui.is_enabled() => (theme::PANEL, theme::FADED),
        (true, _) => (theme::OXIDE, theme::NIGHT),
        (false, true) => (theme::HOVERED, theme::PAPER),
        (false, false) => (theme::RAISED, theme::FADED),
    };
    ui.painter()
        .rect_filled(rect, theme.radius(theme::RADIUS), ground);
    text(ui, rect, Align2::CENTER_CENTER, Text::Small, colour, words);
    focus_ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), on, name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// How wide one is with these words, in points.
pub fn width(ui: &Ui, words: &str) -> f32 {
    let pad = Theme::of(ui).px(2.0 * theme::BESIDE);
    // Rounded up, so that the words are never cut for a fraction.
    text_width(ui, Text::Small, words).ceil() + 1.0 + pad
}

/// Places for chips, from left to right and in as many lines as there is room for.
pub struct Flow {
    area: Rect,
    next: egui::Pos2,
    height: f32,
    gap: f32,
}

impl Flow {
    /// From the top left of an area.
    pub fn new(ui: &Ui, area: Rect) -> Self {
        let theme = Theme::of(ui);
        Self {
            area,
            next: area.min,
            height: theme.px(theme::CHIP),
            gap: theme.px(theme::NEAR),
        }
    }

    /// A place of this width, if there is one.
    pub fn place(&mut self, width: f32) -> Option<Rect> {
        if self.next.x > self.area.left() && self.next.x + width > self.area.right() {
            self.next = egui::pos2(self.area.left(), self.next.y + self.height + self.gap);
        }
        let rect = Rect::from_min_size(self.next, vec2(width, self.height));
        self.next.x += width + self.gap;
        (rect.bottom() <= self.area.bottom() + 0.5).then_some(rect)
    }

    /// Where the last line ends.
    pub fn bottom(&self) -> f32 {
        self.next.y + self.height
    }
}
