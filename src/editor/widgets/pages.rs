//! A choice between pages of one panel: words side by side, the open one underlined.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo};

use super::super::theme::{self, Text, Theme};
use super::{focus_ring, hint, text};

/// One of them, in its own rectangle; whether it was chosen in this frame. `lit` shows that
/// something in it is switched on.
pub fn page(ui: &mut Ui, rect: Rect, name: &str, help: &str, open: bool, lit: bool) -> bool {
    let theme = Theme::of(ui);
    let id = ui.scope_id().with(("page", name));
    let response = ui.interact(rect, id, Sense::click());
    let colour = if open || response.hovered() {
        theme::PAPER
    } else {
        theme::FADED
    };
    text(ui, rect, Align2::CENTER_CENTER, Text::Body, colour, name);
    let line = if open {
        theme::OXIDE
    } else if lit {
        theme::LAMP
    } else {
        theme::LINE
    };
    ui.painter()
        .hline(rect.x_range(), rect.bottom(), theme.line(line));
    focus_ring(ui, rect, &response);
    hint::explain(&response, help);
    let label = format!("{name} page");
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, open, &label));
    let clicked = response.clicked();
    response.on_hover_cursor(egui::CursorIcon::PointingHand);
    clicked
}
