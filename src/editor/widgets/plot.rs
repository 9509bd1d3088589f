//! What curves stand in: a hollow with a name, a key of colours and a grid.

use egui::{Align2, Color32, Rect, Ui, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::{hint, text, text_width};

/// What curves are called, in their colours.
pub type Key<'a> = &'a [(&'a str, Color32)];

/// What came in and what goes out.
pub const IN_AND_OUT: [(&str, Color32); 2] = [("In", theme::MOON), ("Out", theme::OXIDE)];

/// Paints the hollow; returns the room that is left for the curve, beside the numbers of its scale.
pub fn frame(ui: &Ui, rect: Rect, name: &str, key: Key) -> Rect {
    let theme = Theme::of(ui);
    let inner = hollow(ui, rect);
    let mut line = inner.with_max_y(inner.top() + theme.px(theme::TITLE));
    for &(word, colour) in key.iter().rev() {
        text(ui, line, Align2::RIGHT_CENTER, Text::Small, colour, word);
        line.max.x -= text_width(ui, Text::Small, word) + theme.px(theme::BESIDE);
    }
    text(
        ui,
        line,
        Align2::LEFT_CENTER,
        Text::Small,
        theme::FADED,
        name,
    );
    inner
        .with_min_y(line.bottom() + theme.px(theme::NEAR))
        .with_min_x(inner.left() + theme.px(theme::SCALE))
}

/// How many of two numbers there is space for beside a room of this height.
pub fn numbers_that_fit(ui: &Ui, height: f32) -> usize {
    if height < 3.0 * Theme::of(ui).px(theme::TITLE) {
        1
    } else {
        2
    }
}

/// A line across the curve's room, with its number left of it.
pub fn level(ui: &Ui, room: Rect, y: f32, number: &str) {
    let theme = Theme::of(ui);
    ui.painter().hline(
        room.x_range(),
        y,
        theme.line(theme::LINE.gamma_multiply(0.7)),
    );
    let size = vec2(theme.px(theme::SCALE - theme::NEAR), theme.px(theme::TITLE));
    let place = Rect::from_min_size(
        pos2(room.left() - theme.px(theme::SCALE), y - size.y / 2.0),
        size,
    );
    text(
        ui,
        place,
        Align2::RIGHT_CENTER,
        Text::Small,
        theme::FADED,
        number,
    );
}

/// A curve over points from left to right, with the area below it.
pub fn curve(ui: &Ui, floor: f32, points: Vec<egui::Pos2>, colour: Color32, filled: bool) {
    let theme = Theme::of(ui);
    if filled {
        let mut mesh = egui::Mesh::default();
        let shade = colour.gamma_multiply(theme::FILL_OPACITY);
        for (index, point) in points.iter().enumerate() {
            mesh.colored_vertex(*point, shade);
            mesh.colored_vertex(pos2(point.x, floor), shade);
            if index > 0 {
                let last = 2 * index as u32 + 1;
                mesh.add_triangle(last - 3, last - 2, last - 1);
                mesh.add_triangle(last - 2, last - 1, last);
            }
        }
        ui.painter().add(mesh);
    }
    ui.painter()
        .line(points, egui::Stroke::new(theme.px(theme::CURVE), colour));
}

/// Paints the hollow of a picture that has no axes; returns the room inside.
pub fn hollow(ui: &Ui, rect: Rect) -> Rect {
    let theme = Theme::of(ui);
    ui.painter().rect(
        rect,
        theme.radius(theme::RADIUS),
        theme::WELL,
        theme.line(theme::LINE),
        egui::StrokeKind::Inside,
    );
    rect.shrink(theme.px(theme::BESIDE))
}

/// Says what is seen in a picture that moves, and what it means.
pub fn describe_moving(ui: &Ui, rect: Rect, name: &str, seen: String, help: &str) {
    let response = ui.interact(rect, ui.scope_id().with(name), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_value(seen));
    hint::explain(&response, help);
}

/// Describes a picture to those who do not see it.
pub fn describe(ui: &Ui, rect: Rect, name: &str) -> egui::Response {
    let response = ui.interact(rect, ui.scope_id().with(name), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
    response
}
