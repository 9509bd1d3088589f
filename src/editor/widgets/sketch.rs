//! Line drawings from tables of strokes.
//!
//! Bodies have an outline and hide what is behind them; details are thinner and fainter. Numbers come in
//! pairs, x to the right and y downwards, in units of the drawing: where its middle is and how long a
//! unit is says [`Sketch`].

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, vec2};

use super::super::theme::{self, Theme};

/// Points of a whole turn.
const ROUND: usize = 48;

/// A stroke or a body.
pub enum Mark {
    /// A body with straight sides, convex: its corners.
    Body(&'static [i16]),
    /// An upright rectangular body: left, top, right, bottom, and how round its corners are.
    Plate([i16; 4], i16),
    /// A round body: its middle and its radius.
    Disc([i16; 3]),
    /// A part of an outline, from point to point.
    Edge(&'static [i16]),
    /// A part of a round outline: middle, half axes, from and to in degrees clockwise from the right.
    Bow([i16; 6]),
    /// A detail, from point to point.
    Line(&'static [i16]),
    /// A rectangular detail, as [`Mark::Plate`].
    Frame([i16; 4], i16),
    /// A round detail, as [`Mark::Disc`].
    Ring([i16; 3]),
    /// A part of a round detail, as [`Mark::Bow`].
    Hair([i16; 6]),
    /// Holes of a grille: left, top, right, bottom, and their distance.
    Dots([i16; 4], i16),
}

/// Where a drawing is, and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sketch {
    middle: Pos2,
    unit: f32,
}

impl Sketch {
    /// A drawing of `size` units, as large as a rectangle allows, around its middle.
    pub fn fitting(rect: Rect, size: Vec2) -> Self {
        Self {
            middle: rect.center(),
            unit: (rect.width() / size.x).min(rect.height() / size.y),
        }
    }

    /// A drawing within this one: around a point, with another unit.
    pub fn within(self, middle: [f32; 2], unit: f32) -> Self {
        Self {
            middle: self.at(middle),
            unit: self.unit * unit,
        }
    }

    /// Made smaller or larger, the point `fixed` staying where it is.
    pub fn scaled(self, scale: f32, fixed: [f32; 2]) -> Self {
        let fixed = self.at(fixed);
        Self {
            middle: fixed + (self.middle - fixed) * scale,
            unit: self.unit * scale,
        }
    }

    /// Where a point is.
    pub fn at(self, [x, y]: [f32; 2]) -> Pos2 {
        self.middle + vec2(x, y) * self.unit
    }

    /// How long a length is.
    pub fn length(self, units: f32) -> f32 {
        units * self.unit
    }

    /// Draws marks, each over the ones before.
    pub fn draw(self, ui: &Ui, marks: &[Mark]) {
        let theme = Theme::of(ui);
        let painter = ui.painter();
        let outline = Stroke::new(theme.px(theme::CURVE), theme::FADED);
        let detail = theme.line(theme::FADED.gamma_multiply(theme::DETAIL_OPACITY));
        for mark in marks {
            match mark {
                Mark::Body(points) => {
                    let points = self.points(points);
                    painter.add(Shape::convex_polygon(points, theme::PANEL, outline));
                }
                Mark::Plate(corners, radius) => {
                    let (rect, radius) = self.rounded(*corners, *radius);
                    painter.rect(rect, radius, theme::PANEL, outline, StrokeKind::Middle);
                }
                Mark::Disc([x, y, radius]) => {
                    let (middle, radius) = self.round([*x, *y], *radius);
                    painter.circle(middle, radius, theme::PANEL, outline);
                }
                Mark::Edge(points) => self.line(painter, points, outline),
                Mark::Bow(bow) => self.bow(painter, bow, outline),
                Mark::Line(points) => self.line(painter, points, detail),
                Mark::Frame(corners, radius) => {
                    let (rect, radius) = self.rounded(*corners, *radius);
                    painter.rect_stroke(rect, radius, detail, StrokeKind::Middle);
                }
                Mark::Ring([x, y, radius]) => {
                    let (middle, radius) = self.round([*x, *y], *radius);
                    painter.circle_stroke(middle, radius, detail);
                }
                Mark::Hair(bow) => self.bow(painter, bow, detail),
                Mark::Dots(corners, step) => self.dots(painter, *corners, *step, detail.color),
            }
        }
    }

    fn points(self, numbers: &[i16]) -> Vec<Pos2> {
        let pairs = numbers.chunks_exact(2);
        pairs
            .map(|pair| self.at([f32::from(pair[0]), f32::from(pair[1])]))
            .collect()
    }

    fn line(self, painter: &Painter, points: &[i16], stroke: Stroke) {
        painter.line(self.points(points), stroke);
    }

    fn rounded(self, [left, top, right, bottom]: [i16; 4], radius: i16) -> (Rect, f32) {
        let at = |x: i16, y: i16| self.at([f32::from(x), f32::from(y)]);
        let rect = Rect::from_min_max(at(left, top), at(right, bottom));
        (rect, self.length(f32::from(radius)))
    }

    fn round(self, middle: [i16; 2], radius: i16) -> (Pos2, f32) {
        (
            self.at(middle.map(f32::from)),
            self.length(f32::from(radius)),
        )
    }

    fn bow(self, painter: &Painter, bow: &[i16; 6], stroke: Stroke) {
        let [x, y, across, down, from, to] = bow.map(f32::from);
        let steps = ((to - from).abs() / 360.0 * ROUND as f32).ceil().max(1.0) as usize;
        let points = (0..=steps).map(|step| {
            let angle = egui::lerp(from..=to, step as f32 / steps as f32).to_radians();
            self.at([x + across * angle.cos(), y + down * angle.sin()])
        });
        painter.line(points.collect(), stroke);
    }

    fn dots(self, painter: &Painter, corners: [i16; 4], step: i16, colour: Color32) {
        let [left, top, right, bottom] = corners;
        let radius = self.length(f32::from(step)) * theme::HOLE;
        let step = step.max(1) as usize;
        for y in (top..=bottom).step_by(step) {
            for x in (left..=right).step_by(step) {
                painter.circle_filled(self.at([f32::from(x), f32::from(y)]), radius, colour);
            }
        }
    }
}
