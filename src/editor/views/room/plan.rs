//! The plan: the room from above, to scale, with what stands in it: the window at the left, the door
//! at the right, the bed at the bottom.

use egui::{Align2, Color32, Rect, Stroke, Ui, Vec2, pos2, vec2};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{pad, plot, text};
use crate::params::{ListenFromChoice, PatternChoice, RoomParams};

/// A single bed: length and width in metres; at 100 % it is a double one.
const BED_M: Vec2 = vec2(2.0, 1.0);
/// A wardrobe's depth in metres; at 100 % it is as wide as the wall.
const WARDROBE_M: f32 = 0.6;
/// The door in metres, and how far from the corner it is hung.
const DOOR_M: f32 = 0.8;
const HINGE_M: f32 = 0.3;
/// Points of a pattern's curve.
const POINTS: usize = 48;

/// Shows the plan; source and microphones can be moved.
pub fn plan(ui: &mut Ui, rect: Rect, params: &RoomParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    ui.painter()
        .rect_filled(rect, theme.radius(theme::RADIUS), theme::WELL);
    plot::describe(ui, rect, "Plan of the room");
    let size_m = vec2(params.length.value(), params.width.value());
    let inner = rect.shrink(theme.px(theme::PAD));
    let scale = (inner.width() / size_m.x).min(inner.height() / size_m.y);
    let walls = Rect::from_center_size(inner.center(), size_m * scale);
    furniture(ui, walls, scale, params);
    shell(ui, walls, scale, params);
    reflections(ui, walls, params);
    microphones(ui, walls, params, gestures);
    source(ui, walls, scale, params, gestures);
}

fn furniture(ui: &Ui, walls: Rect, scale: f32, params: &RoomParams) {
    let theme = Theme::of(ui);
    let radius = theme.radius(theme::SMALL_RADIUS);
    let piece = |rect: Rect, name: &str| {
        let rect = rect.intersect(walls);
        ui.painter().rect(
            rect,
            radius,
            theme::PANEL,
            theme.line(theme::LINE),
            egui::StrokeKind::Inside,
        );
        let room = rect.width() > theme.px(theme::PEAK.x) && rect.height() > theme.px(theme::TITLE);
        if room {
            let align = Align2::CENTER_CENTER;
            text(ui, rect, align, Text::Small, theme::FADED, name);
        }
    };
    let mattress = params.mattress.value();
    if mattress > 0.0 {
        let size = vec2(BED_M.x, BED_M.y * 2.0 * mattress) * scale;
        let corner = walls.right_bottom() - size;
        piece(Rect::from_min_size(corner, size), "Bed");
    }
    let wardrobe = params.wardrobe.value();
    if wardrobe > 0.0 {
        let size = vec2(walls.width() * wardrobe, WARDROBE_M * scale);
        piece(Rect::from_min_size(walls.left_top(), size), "Wardrobe");
    }
    let blankets = params.blankets.value();
    if blankets > 0.0 {
        let stroke = Stroke::new(
            theme.px(theme::NEAR * blankets),
            theme::OXIDE.gamma_multiply(0.5),
        );
        ui.painter()
            .rect_stroke(walls, 0.0, stroke, egui::StrokeKind::Inside);
    }
}

/// Walls, window with its curtains, door.
fn shell(ui: &Ui, walls: Rect, scale: f32, params: &RoomParams) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let wall = Stroke::new(theme.px(theme::POINTER), theme::FADED);
    painter.rect_stroke(walls, 0.0, wall, egui::StrokeKind::Outside);
    let window = walls.y_range().shrink(0.25 * walls.height());
    let pane = Stroke::new(theme.px(theme::ARC), theme::MOON);
    painter.vline(walls.left(), window, pane);
    let curtain = Stroke::new(theme.px(theme::ARC), theme::OXIDE);
    let half = 0.5 * params.curtains.value() * window.span();
    let inside = walls.left() + theme.px(theme::NEAR);
    painter.vline(inside, window.min..=window.min + half, curtain);
    painter.vline(inside, window.max - half..=window.max, curtain);
    let hinge = walls.right_top() + vec2(0.0, (HINGE_M * scale).min(0.2 * walls.height()));
    let length = (DOOR_M * scale).min(0.4 * walls.height());
    let opening = vec2(0.0, length);
    painter.line_segment(
        [hinge, hinge + opening],
        Stroke::new(theme.px(theme::ARC), theme::WELL),
    );
    let angle = params.door.value() * std::f32::consts::FRAC_PI_2;
    let leaf = Vec2::angled(std::f32::consts::FRAC_PI_2 - angle) * length;
    painter.line_segment(
        [hinge, hinge + leaf],
        Stroke::new(theme.px(theme::POINTER), theme::LAMP),
    );
}

/// The ways of the first reflections by the four walls.
fn reflections(ui: &Ui, walls: Rect, params: &RoomParams) {
    let theme = Theme::of(ui);
    let from = pad::place(walls, &params.source_x, &params.source_y);
    let to = pad::place(walls, &params.mic_x, &params.mic_y);
    let line = theme.line(theme::MOON.gamma_multiply(0.4));
    let painter = ui.painter();
    painter.line_segment([from, to], theme.line(theme::MOON));
    for x in [walls.left(), walls.right()] {
        let (a, b) = ((from.x - x).abs(), (to.x - x).abs());
        let y = from.y + (to.y - from.y) * a / (a + b).max(1e-3);
        painter.line(vec![from, pos2(x, y), to], line);
    }
    for y in [walls.top(), walls.bottom()] {
        let (a, b) = ((from.y - y).abs(), (to.y - y).abs());
        let x = from.x + (to.x - from.x) * a / (a + b).max(1e-3);
        painter.line(vec![from, pos2(x, y), to], line);
    }
}

fn microphones(ui: &mut Ui, walls: Rect, params: &RoomParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let names = (
        "Move the microphones",
        "The pair of microphones: drag it through the room, or use the arrow keys.",
    );
    pad::handle(ui, walls, names, (&params.mic_x, &params.mic_y), gestures);
    let at = pad::place(walls, &params.mic_x, &params.mic_y);
    let source = pad::place(walls, &params.source_x, &params.source_y);
    let heard = params.listen_from.value() == ListenFromChoice::Microphones;
    let colour = if heard { theme::OXIDE } else { theme::LINE };
    let look = (source - at).angle() + params.aim.value().to_radians();
    let half = 0.5 * params.angle.value().to_radians();
    for axis in [look - half, look + half] {
        lobe(ui, at, axis, params.pattern.value(), colour);
    }
    ui.painter()
        .circle_filled(at, theme.px(theme::NEAR), colour);
}

/// How one microphone hears directions.
fn lobe(ui: &Ui, at: egui::Pos2, axis: f32, pattern: PatternChoice, colour: Color32) {
    let theme = Theme::of(ui);
    let pressure = match pattern {
        PatternChoice::Omni => 1.0,
        PatternChoice::Subcardioid => 0.7,
        PatternChoice::Cardioid => 0.5,
        PatternChoice::Supercardioid => 0.366,
        PatternChoice::FigureOfEight => 0.0,
    };
    let points = (0..=POINTS).map(|n| {
        let turn = std::f32::consts::TAU * n as f32 / POINTS as f32;
        let heard = (pressure + (1.0 - pressure) * turn.cos()).abs();
        at + Vec2::angled(axis + turn) * theme.px(theme::LOBE) * heard
    });
    ui.painter().line(points.collect(), theme.line(colour));
}

fn source(ui: &mut Ui, walls: Rect, scale: f32, params: &RoomParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let names = (
        "Move the source",
        "The two speakers that the sound comes from: drag them, or use the arrow keys.",
    );
    let xy = (&params.source_x, &params.source_y);
    pad::handle(ui, walls, names, xy, gestures);
    let at = pad::place(walls, &params.source_x, &params.source_y);
    let mic = pad::place(walls, &params.mic_x, &params.mic_y);
    let ahead = (mic - at).normalized();
    let beside = vec2(-ahead.y, ahead.x) * 0.5 * params.source_width.value() * scale;
    let size = Vec2::splat(theme.px(theme::BESIDE));
    ui.painter()
        .line_segment([at - beside, at + beside], theme.line(theme::LAMP));
    for side in [at - beside, at + beside] {
        let speaker = Rect::from_center_size(side.clamp(walls.min, walls.max), size);
        ui.painter()
            .rect_filled(speaker, theme.radius(theme::THIN), theme::LAMP);
    }
}
