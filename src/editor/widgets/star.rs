//! A star that is given or taken away with a click.

use egui::epaint::Mesh;
use egui::{Pos2, Rect, Response, Role, Sense, Shape, Ui, Vec2, WidgetInfo};

use super::super::theme::{self, Theme};

/// Its points, and where the line runs in between, as a share of the radius: that of the star whose
/// edges run on straight from point to point.
const POINTS: usize = 5;
const INNER: f32 = 0.382;

/// Shows one in the middle of a rectangle.
pub fn star(ui: &mut Ui, rect: Rect, name: &str, on: bool, sense: Sense) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("star", name)), sense);
    let hovered = response.hovered() && ui.is_enabled();
    if ui.is_rect_visible(rect) && (ui.is_enabled() || on) {
        paint(ui, rect.center(), on, hovered || response.has_focus());
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn paint(ui: &Ui, middle: Pos2, on: bool, bright: bool) {
    let theme = Theme::of(ui);
    let radius = theme.px(theme::STAR);
    let corner = |index: usize| {
        let radius = if index.is_multiple_of(2) {
            radius
        } else {
            radius * INNER
        };
        let turn = index as f32 / (2 * POINTS) as f32 * std::f32::consts::TAU;
        middle + Vec2::angled(turn - std::f32::consts::FRAC_PI_2) * radius
    };
    let outline: Vec<Pos2> = (0..2 * POINTS).map(corner).collect();
    let colour = match (on, bright) {
        (true, _) => theme::LAMP,
        (false, true) => theme::PAPER,
        (false, false) => theme::FADED.gamma_multiply(theme::BACKGROUND_OPACITY),
    };
    if on {
        // egui fills convex shapes only: from the middle, a star is triangles.
        let mut mesh = Mesh::default();
        mesh.colored_vertex(middle, colour);
        for corner in &outline {
            mesh.colored_vertex(*corner, colour);
        }
        let count = outline.len() as u32;
        for index in 0..count {
            mesh.add_triangle(0, 1 + index, 1 + (index + 1) % count);
        }
        ui.painter().add(mesh);
    }
    let stroke = egui::Stroke::new(theme.px(theme::THIN), colour);
    ui.painter().add(Shape::closed_line(outline, stroke));
}
