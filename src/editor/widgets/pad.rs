//! Something in a plane: a handle that moves two parameters at once.
//!
//! Drag, shift for fine; arrows while it has the keyboard; ctrl-, cmd- or alt-click for the default.

use egui::{EventFilter, Key, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Theme};
use super::{focus_ring, hint, turn};

/// What an arrow key adds, as a share of the range; with shift, and for a drag with shift, a tenth.
const STEP: f32 = 0.01;
const FINE: f32 = 0.1;

/// Where the two parameters put a handle in `plane`: the first from left to right, the second from
/// bottom to top.
pub fn place(plane: Rect, x: &impl Param, y: &impl Param) -> Pos2 {
    let share = Vec2::new(
        x.unmodulated_normalized_value(),
        1.0 - y.unmodulated_normalized_value(),
    );
    plane.min + plane.size() * share
}

/// Lets a handle called `name` be moved within `plane`; the caller draws it.
pub fn handle(
    ui: &mut Ui,
    plane: Rect,
    (name, help): (&str, &str),
    (x, y): (&impl Param, &impl Param),
    gestures: &Gestures,
) -> Response {
    let theme = Theme::of(ui);
    let size = Vec2::splat(theme.px(theme::HANDLE));
    let rect = Rect::from_center_size(place(plane, x, y), size);
    let id = ui.scope_id().with(("handle", name));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let modifiers = ui.input(|input| input.modifiers);
    if response.clicked() && (modifiers.command || modifiers.alt) {
        gestures.set(x, x.default_normalized_value());
        gestures.set(y, y.default_normalized_value());
    }
    let fine = if modifiers.shift { FINE } else { 1.0 };
    let mut by = Vec2::ZERO;
    if response.dragged() {
        by = response.drag_delta() * fine / plane.size();
    }
    if response.has_focus() {
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let arrows = |more, less| turn::pressed(ui, more) - turn::pressed(ui, less);
        by.x += STEP * fine * arrows(Key::ArrowRight, Key::ArrowLeft);
        by.y += STEP * fine * arrows(Key::ArrowDown, Key::ArrowUp);
    }
    if response.dragged() || by != Vec2::ZERO {
        let held = |value: f32, by: f32| (value + by).clamp(0.0, 1.0);
        gestures.hold(x, held(x.unmodulated_normalized_value(), by.x));
        gestures.hold(y, held(y.unmodulated_normalized_value(), -by.y));
    }
    focus_ring(ui, rect, &response);
    hint::explain(&response, help);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response.on_hover_cursor(egui::CursorIcon::Move)
}
