//! Buttons: words, or a sign.

use egui::{Align2, Color32, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::super::theme::{self, Text, Theme};
use super::{focus_ring, text};

/// Signs, drawn rather than taken from a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// The one before.
    Previous,
    /// The one after.
    Next,
    /// More below.
    Down,
    /// Away with it.
    Close,
}

/// A button with words on it, as wide as the rectangle.
pub fn text_button(ui: &mut Ui, rect: Rect, name: &str) -> Response {
    let (response, colour) = button(ui, rect, name, false);
    text(ui, rect, Align2::CENTER_CENTER, Text::Body, colour, name);
    response
}

/// The same for what most people want at this point.
pub fn main_button(ui: &mut Ui, rect: Rect, name: &str) -> Response {
    let (response, colour) = button(ui, rect, name, true);
    text(ui, rect, Align2::CENTER_CENTER, Text::Body, colour, name);
    response
}

/// A button with a sign in its middle and a name that only assistive tools see.
pub fn icon_button(ui: &mut Ui, rect: Rect, icon: Icon, name: &str) -> Response {
    let (response, colour) = button(ui, rect, name, false);
    sign(ui, rect, icon, colour);
    response
}

/// A sign in the middle of a rectangle.
pub fn sign(ui: &Ui, rect: Rect, icon: Icon, colour: Color32) {
    let theme = Theme::of(ui);
    let half = theme.px(theme::NEAR);
    let stroke = egui::Stroke::new(theme.px(theme::CURVE), colour);
    let lines: &[&[Vec2]] = match icon {
        Icon::Previous => &[&[vec2(0.5, -1.0), vec2(-0.5, 0.0), vec2(0.5, 1.0)]],
        Icon::Next => &[&[vec2(-0.5, -1.0), vec2(0.5, 0.0), vec2(-0.5, 1.0)]],
        Icon::Down => &[&[vec2(-1.0, -0.5), vec2(0.0, 0.5), vec2(1.0, -0.5)]],
        Icon::Close => &[
            &[vec2(-1.0, -1.0), vec2(1.0, 1.0)],
            &[vec2(-1.0, 1.0), vec2(1.0, -1.0)],
        ],
    };
    for line in lines {
        let points = line.iter().map(|at| rect.center() + *at * half).collect();
        ui.painter().line(points, stroke);
    }
}

/// The ground of a button, and the colour for what stands on it.
fn button(ui: &mut Ui, rect: Rect, name: &str, main: bool) -> (Response, Color32) {
    let theme = Theme::of(ui);
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::click());
    let (ground, colour) = if !ui.is_enabled() {
        (theme::PANEL, theme::FADED)
    } else if main {
        let ground = if response.hovered() {
            theme::LAMP
        } else {
            theme::OXIDE
        };
        (ground, theme::NIGHT)
    } else if response.hovered() {
        (theme::HOVERED, theme::PAPER)
    } else {
        (theme::RAISED, theme::PAPER)
    };
    ui.painter()
        .rect_filled(rect, theme.radius(theme::RADIUS), ground);
    focus_ring(ui, rect, &response);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    (
        response.on_hover_cursor(egui::CursorIcon::PointingHand),
        colour,
    )
}
