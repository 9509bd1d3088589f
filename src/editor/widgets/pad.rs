//! Something in a plane: a handle that moves two parameters at once, or one, and with the wheel another.
//!
//! Drag, shift for fine; wheel; double-click, or ctrl-, cmd- or alt-click, for the default place. With
//! the keyboard: arrows, page up and down, delete for the default place. For wheel and arrows shift is
//! fine, ctrl or cmd coarse. Whoever shows it says what enter does. A side of the plane is a parameter's
//! range, or frequencies by octaves.

use egui::{Id, Key, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2};
use nice_plug::prelude::{FloatParam, Param};

use super::super::gesture::Gestures;
use super::super::theme::{self, Theme};
use super::context::{self, Wish};
use super::control;
use super::turn::{self, FINE, LINGER_S, STEP};

/// What page up and page down add, and wheel and arrows with ctrl or cmd, as a share of the range.
const COARSE: f32 = 0.05;

/// A handle; what it looks like is its owner's business.
pub struct Pad<'a> {
    name: &'a str,
    help: &'a str,
    x: Axis<'a>,
    y: Result<Axis<'a>, f32>,
    wheel: Option<&'a FloatParam>,
    aside: Vec2,
    double_click_resets: bool,
}

/// A parameter along a side of the plane.
#[derive(Clone, Copy)]
struct Axis<'a> {
    param: &'a FloatParam,
    /// The frequencies at both ends of the side; nothing where it is the parameter's own range.
    octaves: Option<(f32, f32)>,
}

impl Axis<'_> {
    /// Which share of the side a normalised value is at.
    fn share(&self, normalized: f32) -> f32 {
        match self.octaves {
            None => normalized,
            Some((low, high)) => (self.param.preview_plain(normalized) / low).log(high / low),
        }
    }

    /// The normalised value at a share of the side, or the nearest.
    fn normalized(&self, share: f32) -> f32 {
        let normalized = match self.octaves {
            None => share,
            Some((low, high)) => self
                .param
                .preview_normalized(low * (high / low).powf(share)),
        };
        normalized.clamp(0.0, 1.0)
    }

    fn share_now(&self) -> f32 {
        self.share(self.param.unmodulated_normalized_value())
    }

    /// As far as the parameter goes.
    fn within(&self, share: f32) -> f32 {
        share.clamp(self.share(0.0), self.share(1.0))
    }
}

/// A movement that is going on: where to, as shares of the sides, and what the wheel turns, normalised.
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

/// Lets the wheel over a handle go through a choice, from step to step.
pub fn step(ui: &Ui, response: &Response, param: &impl Param, gestures: &Gestures) {
    let last = param.step_count().unwrap_or(1) as f32;
    let current = (param.unmodulated_normalized_value() * last).round();
    let next = (current + turn::whole_notches(ui, response)).clamp(0.0, last);
    if next != current {
        gestures.set(param, next / last);
    }
}

impl<'a> Pad<'a> {
    /// A handle whose `x` goes to the right and whose `y` goes up.
    pub fn new(name: &'a str, help: &'a str, x: &'a FloatParam, y: &'a FloatParam) -> Self {
        Self {
            name,
            help,
            x: Axis {
                param: x,
                octaves: None,
            },
            y: Ok(Axis {
                param: y,
                octaves: None,
            }),
            wheel: None,
            aside: Vec2::ZERO,
            double_click_resets: true,
        }
    }

    /// A handle that goes to the right and left alone, at a share of the plane's height.
    pub fn along(name: &'a str, help: &'a str, x: &'a FloatParam, height: f32) -> Self {
        Self {
            y: Err(height),
            ..Self::new(name, help, x, x)
        }
    }

    /// From left to right the plane has these frequencies, by octaves.
    pub fn octaves(mut self, ends_hz: (f32, f32)) -> Self {
        self.x.octaves = Some(ends_hz);
        self
    }

    /// A double click does something else, which is its owner's business.
    pub fn double_click_does_not_reset(mut self) -> Self {
        self.double_click_resets = false;
        self
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

    /// Where in `plane` it is.
    pub fn place(&self, plane: Rect) -> Pos2 {
        let height = self
            .y
            .as_ref()
            .map_or_else(|height| *height, Axis::share_now);
        at(plane, self.x.share_now(), height)
    }

    /// The response's.
    pub fn id(&self, ui: &Ui) -> Id {
        ui.scope_id().with(("handle", self.name))
    }

    /// Lets it be moved within `plane`.
    pub fn show(self, ui: &mut Ui, plane: Rect, gestures: &Gestures) -> Response {
        let size = Vec2::splat(Theme::of(ui).px(theme::HANDLE));
        let rect = Rect::from_center_size(self.place(plane) + self.aside, size);
        let id = self.id(ui);
        let response = control::interact(ui, rect, id, Sense::click_and_drag());
        self.turn(ui, &response, plane, gestures);
        self.menu(ui, &response, gestures);
        self.paint_modulation(ui, plane);
        let places = self.params().map(|param| {
            let at = param.unmodulated_normalized_value();
            control::shown(param, at)
        });
        let shown = places.collect::<Vec<_>>().join(", ");
        control::finish(ui, rect, &response, &shown, self.help);
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, ui.is_enabled(), self.name));
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_value(shown));
        response.on_hover_cursor(egui::CursorIcon::Grab)
    }

    fn axes(&self) -> impl Iterator<Item = Axis<'a>> + use<'a> {
        [Some(self.x), self.y.ok()].into_iter().flatten()
    }

    fn params(&self) -> impl Iterator<Item = &'a FloatParam> + use<'a> {
        self.axes().map(|axis| axis.param)
    }

    /// The menu of all that it moves: a value is their texts with a comma and a space between them.
    fn menu(&self, ui: &Ui, response: &Response, gestures: &Gestures) {
        let both = |value: fn(&FloatParam) -> f32| {
            let print = |param: &FloatParam| param.normalized_value_to_string(value(param), true);
            self.params().map(print).collect::<Vec<_>>().join(", ")
        };
        let read = |text: &str| -> Option<Vec<f32>> {
            let texts: Vec<&str> = text.split(", ").collect();
            let fits = texts.len() == self.params().count();
            let read = |(param, text): (&FloatParam, &&str)| param.string_to_normalized_value(text);
            fits.then(|| self.params().zip(&texts).map(read).collect())?
        };
        let subject = context::Subject {
            name: self.name,
            value: both(Param::unmodulated_normalized_value),
            default: both(Param::default_normalized_value),
            can_be_typed: false,
        };
        let reads = |text: &str| {
            let values = self.params().zip(read(text)?);
            let print =
                |(param, at): (&FloatParam, f32)| param.normalized_value_to_string(at, true);
            Some(values.map(print).collect::<Vec<_>>().join(", "))
        };
        let to = match context::menu(ui, response, &subject, reads) {
            Some(Wish::Paste(text)) => read(&text),
            Some(Wish::Reset) => {
                let defaults = self.params().map(Param::default_normalized_value);
                Some(defaults.collect())
            }
            Some(Wish::Type) | None => None,
        };
        for (param, to) in self.params().zip(to.into_iter().flatten()) {
            gestures.set(param, to);
        }
    }

    /// A line to where modulation takes it, and a dot there.
    fn paint_modulation(&self, ui: &Ui, plane: Rect) {
        if self
            .params()
            .all(|param| control::modulated(param).is_none())
        {
            return;
        }
        let theme = Theme::of(ui);
        let share = |axis: Axis| axis.share(axis.param.modulated_normalized_value());
        let (x, y) = (share(self.x), self.y.map_or_else(|height| height, share));
        let (from, to) = (self.place(plane), at(plane, x, y));
        let stroke = Stroke::new(theme.px(theme::CURVE), theme::LAMP);
        ui.painter().line_segment([from, to], stroke);
        ui.painter()
            .circle_filled(to, theme.px(theme::DOT), theme::LAMP);
    }

    fn turn(&self, ui: &Ui, response: &Response, plane: Rect, gestures: &Gestures) {
        let id = response.id.with("move");
        let (now, modifiers) = ui.input(|input| (input.time, input.modifiers));
        let pressed = |key: Key| control::pressed(ui, response, key);
        let reset = response.double_clicked() && self.double_click_resets
            || control::goes_back(ui, response);
        if reset {
            ui.data_mut(|data| data.remove::<Move>(id));
            for param in self.params() {
                gestures.set(param, param.default_normalized_value());
            }
            return;
        }

        let dragged = control::is_dragged(response);
        let going: Option<Move> = ui.data(|data| data.get_temp(id));
        let held = self.params().any(|param| gestures.holds(param))
            || self.wheel.is_some_and(|param| gestures.holds(param));
        let going = going.filter(|going| dragged || now < going.until && held);
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
        let moves = dragged || keys[0] != 0.0 || keys[1] != 0.0 && self.y.is_ok();
        for (index, axis) in self.axes().enumerate().filter(|_| moves) {
            let start = next.to[index].unwrap_or(axis.share_now());
            let to = start + by[index];
            // Beyond the edge the hand may go on, and comes back to where it left.
            next.to[index] = Some(if dragged { to } else { axis.within(to) });
        }
        if let Some(param) = self.wheel.filter(|_| notches != 0.0) {
            let start = next.to[2].unwrap_or(param.unmodulated_normalized_value());
            next.to[2] = Some((start + by[2]).clamp(0.0, 1.0));
        }
        if moves || notches != 0.0 {
            next.until = if dragged { now } else { now + LINGER_S };
        }
        if next.to == [None; 3] {
            ui.data_mut(|data| data.remove::<Move>(id));
            return;
        }
        for (axis, to) in self.axes().zip(next.to) {
            if let Some(to) = to {
                gestures.hold(axis.param, axis.normalized(to));
            }
        }
        if let (Some(param), Some(to)) = (self.wheel, next.to[2]) {
            gestures.hold(param, to);
        }
        ui.data_mut(|data| data.insert_temp(id, next));
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_secs_f64(LINGER_S));
    }
}
