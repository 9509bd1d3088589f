//! The drivers of a device: how they look, and how they move.

use egui::{Color32, Mesh, Pos2, Stroke, Ui, vec2};

use super::super::super::theme::{self, Theme};
use super::super::super::widgets::sketch::Sketch;

/// What of a device moves.
pub enum Driver {
    /// A round cone seen from the front: its middle, its radius.
    Cone([i16; 2], i16, Side),
    /// A slot that a hidden one plays through: its ends; what comes out goes to the left of the way from
    /// the first to the second.
    Slot([i16; 2], [i16; 2], Side),
}

/// Whose signal a driver gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// That of the left channel.
    Left,
    /// That of the right channel.
    Right,
    /// What there is of both.
    Both,
}

/// What drives them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Motion {
    /// How far the drivers move, left and right, in shares of what they can.
    pub excursion: [f32; 2],
    /// How much light there is around them, 0 to 1.
    pub glow: f32,
}

impl Motion {
    fn of(&self, side: Side) -> f32 {
        let [left, right] = self.excursion;
        match side {
            Side::Left => left,
            Side::Right => right,
            Side::Both => left.max(right),
        }
    }
}

/// A cone at rest, and how far it comes out at its limit, in shares of its frame.
const CAP: f32 = 0.36;
const REACH: f32 = 0.46;
/// The inner edge of its surround.
const SURROUND: f32 = 0.84;
/// How far the light around a driver reaches, in units of the drawing.
const GLOW: f32 = 34.0;
/// How much of its colour it takes at its middle.
const GLOW_OPACITY: f32 = 0.5;
/// Corners of the light.
const CORNERS: u32 = 40;
/// Waves before a slot, and how far the last one goes at the limit, in units.
const WAVES: usize = 3;
const WAVES_REACH: f32 = 16.0;

/// Draws all of a device's drivers, over it.
pub fn drivers(ui: &Ui, sketch: Sketch, drivers: &[Driver], motion: &Motion) {
    for driver in drivers {
        match *driver {
            Driver::Cone(middle, radius, side) => {
                let (middle, radius) = (sketch.at(middle.map(f32::from)), f32::from(radius));
                let reach = sketch.length(radius + GLOW);
                light(ui, middle, reach, motion.glow);
                cone(ui, middle, sketch.length(radius), motion.of(side));
            }
            Driver::Slot(from, to, side) => {
                let ends = [from, to].map(|end| sketch.at(end.map(f32::from)));
                light(
                    ui,
                    ends[0].lerp(ends[1], 0.5),
                    sketch.length(GLOW),
                    motion.glow,
                );
                slot(ui, ends, sketch.length(WAVES_REACH), motion.of(side));
            }
        }
    }
}

/// What moves is lit, and red at its limit.
fn colour(excursion: f32) -> Color32 {
    if excursion < 1.0 {
        theme::LAMP
    } else {
        theme::CLIP
    }
}

fn cone(ui: &Ui, middle: Pos2, radius: f32, excursion: f32) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let frame = Stroke::new(theme.px(theme::CURVE), theme::FADED);
    painter.circle(middle, radius, theme::WELL, frame);
    let detail = theme.line(theme::FADED.gamma_multiply(theme::DETAIL_OPACITY));
    painter.circle_stroke(middle, radius * SURROUND, detail);
    let moved = radius * (CAP + REACH * excursion.clamp(0.0, 1.0));
    let colour = colour(excursion);
    let fill = colour.gamma_multiply(theme::FILL_OPACITY);
    painter.circle(middle, moved, fill, theme.line(colour));
    painter.circle_stroke(middle, radius * CAP, theme.line(theme::FADED));
}

fn slot(ui: &Ui, [from, to]: [Pos2; 2], reach: f32, excursion: f32) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let colour = colour(excursion);
    painter.line_segment([from, to], Stroke::new(theme.px(theme::ARC), theme::FADED));
    let out = (to - from).rot90().normalized() * reach * excursion.clamp(0.0, 1.0);
    for wave in 1..=WAVES {
        let part = wave as f32 / WAVES as f32;
        let shift = out * part;
        // Fainter and narrower on their way.
        let inset = (to - from) * 0.12 * part;
        let faded = colour.gamma_multiply(1.0 - 0.6 * part);
        let line = [from + shift + inset, to + shift - inset];
        painter.line_segment(line, Stroke::new(theme.px(theme::CURVE), faded));
    }
}

/// A light that fades out towards its edge.
fn light(ui: &Ui, middle: Pos2, reach: f32, glow: f32) {
    if glow <= 0.0 {
        return;
    }
    let mut mesh = Mesh::default();
    let colour = theme::LAMP.gamma_multiply(GLOW_OPACITY * glow.min(1.0));
    mesh.colored_vertex(middle, colour);
    for corner in 0..=CORNERS {
        let (sin, cos) = (std::f32::consts::TAU * corner as f32 / CORNERS as f32).sin_cos();
        mesh.colored_vertex(middle + reach * vec2(cos, sin), Color32::TRANSPARENT);
        if corner > 0 {
            mesh.add_triangle(0, corner, corner + 1);
        }
    }
    ui.painter().add(mesh);
}
