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
    /// Back to what was.
    Undo,
    /// Forward again.
    Redo,
    /// By chance.
    Dice,
}

/// An arrow that goes back to the left, in halves of a sign.
const TURN: [Vec2; 8] = [
    vec2(-1.4, -0.6),
    vec2(0.4, -0.6),
    vec2(0.95, -0.4),
    vec2(1.3, 0.05),
    vec2(1.3, 0.55),
    vec2(0.95, 1.0),
    vec2(0.4, 1.2),
    vec2(-0.8, 1.2),
];
/// Its head.
const TURN_HEAD: [Vec2; 3] = [vec2(-0.7, -1.3), vec2(-1.4, -0.6), vec2(-0.7, 0.1)];
/// The edge of a die, its corners cut.
const DIE: [Vec2; 9] = [
    vec2(-1.2, -1.5),
    vec2(1.2, -1.5),
    vec2(1.5, -1.2),
    vec2(1.5, 1.2),
    vec2(1.2, 1.5),
    vec2(-1.2, 1.5),
    vec2(-1.5, 1.2),
    vec2(-1.5, -1.2),
    vec2(-1.2, -1.5),
];
/// A five on it.
const PIPS: [Vec2; 5] = [
    vec2(-0.75, -0.75),
    vec2(0.75, -0.75),
    vec2(0.0, 0.0),
    vec2(-0.75, 0.75),
    vec2(0.75, 0.75),
];

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
        Icon::Undo | Icon::Redo => &[&TURN, &TURN_HEAD],
        Icon::Dice => &[&DIE],
    };
    let mirrored = if icon == Icon::Redo { -1.0 } else { 1.0 };
    let place = |at: &Vec2| rect.center() + vec2(at.x * mirrored, at.y) * half;
    for line in lines {
        ui.painter().line(line.iter().map(place).collect(), stroke);
    }
    if icon == Icon::Dice {
        for pip in &PIPS {
            ui.painter()
                .circle_filled(place(pip), theme.px(theme::THIN), colour);
        }
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
