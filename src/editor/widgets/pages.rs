//! A choice between pages of one panel: words side by side, the open one underlined.

use egui::{Align2, Color32, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::super::theme::{self, Text, Theme};
use super::{focus_ring, hint, text, text_width};

/// A page as it is offered.
pub struct Leaf<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What it is for.
    pub help: &'a str,
    /// The colour of a light that shows that something in it is switched on, or wrong.
    pub lamp: Option<Color32>,
}

/// All of them from the right end of a row; returns which is open now, and where they begin.
pub fn pages(ui: &mut Ui, row: Rect, leaves: &[Leaf], open: usize) -> (usize, f32) {
    let theme = Theme::of(ui);
    let width = theme.px(theme::PAGE);
    let begin = row.right() - width * leaves.len() as f32;
    let mut chosen = open;
    for (index, leaf) in leaves.iter().enumerate() {
        let left = begin + width * index as f32;
        let place = row
            .with_min_x(left + theme.px(theme::NEAR))
            .with_max_x(left + width);
        if page(ui, place, leaf, index == open) {
            chosen = index;
        }
    }
    (chosen, begin)
}

/// One of them, in its own rectangle; whether it was chosen in this frame.
fn page(ui: &mut Ui, rect: Rect, leaf: &Leaf, open: bool) -> bool {
    let Leaf { name, help, lamp } = *leaf;
    let theme = Theme::of(ui);
    let id = ui.scope_id().with(("page", name));
    let response = ui.interact(rect, id, Sense::click());
    let colour = if open || response.hovered() {
        theme::PAPER
    } else {
        theme::FADED
    };
    text(ui, rect, Align2::CENTER_CENTER, Text::Body, colour, name);
    if let Some(lamp) = lamp {
        let half = text_width(ui, Text::Body, name) / 2.0 + theme.px(theme::BESIDE);
        let middle = rect.center() - vec2(half, 0.0);
        ui.painter()
            .circle_filled(middle, theme.px(theme::DOT), lamp);
    }
    let line = if open { theme::OXIDE } else { theme::LINE };
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
