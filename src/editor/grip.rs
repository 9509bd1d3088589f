//! The corner by which the window is resized.

use egui::{Align2, CursorIcon, Id, Sense, Ui, Vec2, ViewportCommand, vec2};

use super::theme::{self, Theme};

/// Shows it, and asks the host for another size while it is dragged.
pub fn grip(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let window = ui.max_rect();
    let size = Vec2::splat(theme.px(theme::GRIP));
    let corner = Align2::RIGHT_BOTTOM.align_size_within_rect(size, window);
    let id = Id::unique("grip");
    let response = ui.interact(corner, id, Sense::DRAG);
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(id, window.size()));
    }
    if response.dragged()
        && let Some(start) = ui.data(|data| data.get_temp::<Vec2>(id))
        && let Some(drag) = response.total_drag_delta()
    {
        let wanted = (start + drag).max(theme::MIN_SIZE).round();
        if wanted != window.size() {
            ui.send_viewport_cmd(ViewportCommand::InnerSize(wanted));
        }
    }
    let held = response.hovered() || response.dragged();
    let colour = if held { theme::FADED } else { theme::LINE };
    let foot = corner.max - Vec2::splat(theme.px(theme::NEAR));
    for step in [1.0, 2.0] {
        let reach = theme.px(theme::NEAR) * step;
        ui.painter().line_segment(
            [foot - vec2(reach, 0.0), foot - vec2(0.0, reach)],
            theme.line(colour),
        );
    }
    response.on_hover_cursor(CursorIcon::ResizeNwSe);
}
