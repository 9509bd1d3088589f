//! A choice between a few letters or short words, side by side in one field.

use egui::{Align2, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::{focus_ring, hint, text};

/// One of them.
pub struct Segment<'a> {
    /// What stands on it.
    pub caption: &'a str,
    /// Its name for assistive tools.
    pub name: &'a str,
    /// What it does.
    pub help: &'a str,
}

/// Shows them over the whole width; returns which one was clicked in this frame.
pub fn segments(ui: &mut Ui, rect: Rect, all: &[Segment], chosen: usize) -> Option<usize> {
    let theme = Theme::of(ui);
    ui.painter().rect(
        rect,
        theme.radius(theme::RADIUS),
        theme::WELL,
        theme.line(theme::LINE),
        StrokeKind::Inside,
    );
    let size = vec2(rect.width() / all.len() as f32, rect.height());
    let mut clicked = None;
    for (index, segment) in all.iter().enumerate() {
        let left = pos2(rect.left() + size.x * index as f32, rect.top());
        let place = Rect::from_min_size(left, size);
        let id = ui.scope_id().with(segment.name);
        let response = ui.interact(place, id, Sense::click());
        let inner = place.shrink(theme.px(theme::NEAR / 2.0));
        let (ground, colour) = match (index == chosen, response.hovered()) {
            (true, _) => (theme::OXIDE, theme::NIGHT),
            (false, true) => (theme::RAISED, theme::PAPER),
            (false, false) => (theme::WELL, theme::FADED),
        };
        ui.painter()
            .rect_filled(inner, theme.radius(theme::SMALL_RADIUS), ground);
        let align = Align2::CENTER_CENTER;
        text(ui, inner, align, Text::Body, colour, segment.caption);
        focus_ring(ui, place, &response);
        hint::explain(&response, segment.help);
        response.widget_info(|| {
            WidgetInfo::selected(Role::RadioButton, true, index == chosen, segment.name)
        });
        if response.clicked() {
            clicked = Some(index);
        }
        response.on_hover_cursor(egui::CursorIcon::PointingHand);
    }
    clicked
}
