//! Something in a plane: a handle that moves two parameters at once, and with the wheel a third.
//!
//! Drag, shift for fine; wheel; double-click, or ctrl-, cmd- or alt-click, for the default place. With
//! the keyboard: arrows, page up and down, delete for the default place. For wheel and arrows shift is
//! fine, ctrl or cmd coarse. Whoever shows it says what enter does.

use egui::{EventFilter, Id, Key, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2};
use nice_plug::prelude::{FloatParam, Param};

use super::super::gesture::Gestures;
use super::super::theme::{self, Theme};
use super::turn::{self, FINE, LINGER_S, STEP};
use super::{focus_ring, hint};

/// What page up and page down add, and wheel and arrows with ctrl or cmd, as a share of the range.
const COARSE: f32 = 0.05;

/// A handle; what it looks like is its owner's business.
pub struct Pad<'a> {
    name: &'a str,
    help: &'a str,
    x: &'a FloatParam,
    y: &'a FloatParam,
    wheel: Option<&'a FloatParam>,
    aside: Vec2,
}

/// A movement that is going on: where to, normalised, of each parameter that it moves.
#[derive(Debug, Clone, Copy)]
struct Move {
    to: [Option<f32>; 3],
    /// When it ends, in egui's seconds.
    until: f64,
}

/// Where the two parameters put a handle in `plane`: the first from left to right, the second from
/// bottom to top.
pub fn place(plane: Rect, x: &FloatParam, y: &FloatParam) -> Pos2 {
    let [x, y] = [x, y].map(Param::unmodulated_normalized_value);
    at(plane, x, y)
}

/// The same for two shares of the plane's sides.
pub fn at(plane: Rect, x: f32, y: f32) -> Pos2 {
    pos2(
        egui::lerp(plane.x_range(), x),
        egui::lerp(plane.bottom()..=plane.top(), y),
    )
}

impl<'a> Pad<'a> {
    /// A handle whose `x` goes to the right and whose `y` goes up.
    pub fn new(name: &'a str, help: &'a str, x: &'a FloatParam, y: &'a FloatParam) -> Self {
        Self {
            name,
            help,
            x,
            y,
            wheel: None,
            aside: Vec2::ZERO,
        }
    }

    /// What the wheel turns over it.
    pub fn wheel(mut self, param: &'a FloatParam) -> Self {
        self.wheel = Some(param);
        self
    }

    /// Where it lies on the screen, from the place that it stands for.
    pub fn aside(mut self, by: Vec2) -> Self {
        self.aside = by;
        self
    }

    /// The response's.
    pub fn id(&self, ui: &Ui) -> Id {
        ui.scope_id().with(("handle", self.name))
    }

    /// Lets it be moved within `plane`.
    pub fn show(self, ui: &mut Ui, plane: Rect, gestures: &Gestures) -> Response {
        let size = Vec2::splat(Theme::of(ui).px(theme::HANDLE));
        let rect = Rect::from_center_size(place(plane, self.x, self.y) + self.aside, size);
        let id = self.id(ui);
        let response = ui.interact(rect, id, Sense::click_and_drag());
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        self.turn(ui, &response, plane, gestures);
        focus_ring(ui, rect, &response);
        hint::explain(&response, self.help);
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, ui.is_enabled(), self.name));
        let [x, y] = [self.x, self.y].map(|param| {
            param.normalized_value_to_string(param.unmodulated_normalized_value(), true)
        });
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_value(format!("{x}, {y}")));
        response.on_hover_cursor(egui::CursorIcon::Grab)
    }

    fn turn(&self, ui: &Ui, response: &Response, plane: Rect, gestures: &Gestures) {
        let id = response.id.with("move");
        let (now, modifiers) = ui.input(|input| (input.time, input.modifiers));
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        let pressed = |key: Key| {
            if response.has_focus() {
                turn::pressed(ui, key)
            } else {
                0.0
            }
        };
        let reset = response.double_clicked()
            || response.clicked() && (modifiers.command || modifiers.alt)
            || pressed(Key::Delete) + pressed(Key::Backspace) > 0.0;
        if reset {
            ui.data_mut(|data| data.remove::<Move>(id));
            for param in [self.x, self.y] {
                gestures.set(param, param.default_normalized_value());
            }
            return;
        }

        let dragged = response.dragged();
        let going: Option<Move> = ui.data(|data| data.get_temp(id));
        let going = going.filter(|going| now < going.until || dragged);
        let mut next = going.unwrap_or(Move {
            to: [None; 3],
            until: now,
        });
        let fine = if modifiers.shift { FINE } else { 1.0 };
        let step = match (modifiers.shift, modifiers.command) {
            (true, _) => STEP * FINE,
            (false, true) => COARSE,
            (false, false) => STEP,
        };
        let pages = pressed(Key::PageUp) - pressed(Key::PageDown);
        let keys = [
            (pressed(Key::ArrowRight) - pressed(Key::ArrowLeft)) * step,
            (pressed(Key::ArrowUp) - pressed(Key::ArrowDown)) * step + pages * COARSE,
        ];
        let drag = if dragged {
            response.drag_delta() * fine / plane.size().max(Vec2::splat(1.0))
        } else {
            Vec2::ZERO
        };
        let notches = turn::notches(ui, response);
        let by = [keys[0] + drag.x, keys[1] - drag.y, notches * step];
        let moves = dragged || keys != [0.0; 2];
        let moves = [moves, moves, notches != 0.0];
        let params = [Some(self.x), Some(self.y), self.wheel];
        for (index, param) in params.into_iter().enumerate() {
            let Some(param) = param.filter(|_| moves[index]) else {
                continue;
            };
            let start = next.to[index].unwrap_or(param.unmodulated_normalized_value());
            let to = start + by[index];
            // Beyond the edge the hand may go on, and comes back to where it left.
            next.to[index] = Some(if dragged { to } else { to.clamp(0.0, 1.0) });
            next.until = if dragged { now } else { now + LINGER_S };
        }
        if next.to == [None; 3] {
            ui.data_mut(|data| data.remove::<Move>(id));
            return;
        }
        for (param, to) in params.into_iter().zip(next.to) {
            if let (Some(param), Some(to)) = (param, to) {
                gestures.hold(param, to.clamp(0.0, 1.0));
            }
        }
        ui.data_mut(|data| data.insert_temp(id, next));
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_secs_f64(LINGER_S));
    }
}
