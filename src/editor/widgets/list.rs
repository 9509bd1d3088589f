//! A list that opens above the window: the field that it opens from, and its rows.

use egui::{Align2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::super::theme::{self, Text, Theme};
use super::{Icon, button, text, text_width};

/// Paints a field with an arrow at its right; returns the room that is left for words.
pub fn opener(ui: &Ui, rect: Rect, response: &Response) -> Rect {
    let theme = Theme::of(ui);
    let ground = if response.hovered() {
        theme::RAISED
    } else {
        theme::WELL
    };
    ui.painter().rect(
        rect,
        theme.radius(theme::RADIUS),
        ground,
        theme.line(theme::LINE),
        egui::StrokeKind::Inside,
    );
    let inner = rect.shrink2(vec2(theme.px(theme::BESIDE), 0.0));
    let arrow = inner.with_min_x(inner.right() - theme.px(theme::BESIDE));
    button::sign(ui, arrow, Icon::Down, theme::FADED);
    inner.with_max_x(arrow.left() - theme.px(theme::BESIDE))
}

/// Shows a name, and at the right what else is to be said of it; `salt` tells it from other rows.
pub fn row(
    ui: &mut Ui,
    width: f32,
    salt: usize,
    name: &str,
    detail: &str,
    chosen: bool,
) -> Response {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, theme.px(theme::ROW)), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(salt), Sense::click());
    if chosen || response.hovered() || response.has_focus() {
        let ground = if response.hovered() {
            theme::HOVERED
        } else {
            theme::RAISED
        };
        ui.painter()
            .rect_filled(rect, theme.radius(theme::SMALL_RADIUS), ground);
    }
    let inner = rect.shrink2(vec2(theme.px(theme::BESIDE), 0.0));
    text(
        ui,
        inner,
        Align2::RIGHT_CENTER,
        Text::Small,
        theme::FADED,
        detail,
    );
    let detail_width = text_width(ui, Text::Small, detail) + theme.px(theme::BESIDE);
    let words = inner.with_max_x(inner.right() - detail_width);
    text(
        ui,
        words,
        Align2::LEFT_CENTER,
        Text::Body,
        theme::PAPER,
        name,
    );
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, chosen, name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
