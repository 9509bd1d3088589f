//! The reels as they turn: how much tape is on each, and how far each has turned, from how far the tape
//! has run.

use std::f64::consts::{PI, TAU};

use egui::{Color32, Pos2, Stroke, Ui, vec2};

use super::super::super::theme::{self, Theme};
use super::super::super::widgets::sketch::Sketch;
use super::machines::Reels;

/// How much of the tape has run when it is threaded.
const THREADED: f64 = 0.3;
/// The hole in a hub, in shares of the hub, and how far its teeth reach into it.
const HOLE: f32 = 0.5;
const TEETH: f32 = 0.3;
/// Teeth of a hub, openings of a flange.
const TOOTH_COUNT: usize = 6;
const OPENINGS: usize = 3;
/// An opening: from and to in shares of the way from hub to edge, and half as wide as this in degrees.
const OPENING: (f32, f32) = (0.2, 0.86);
const OPENING_DEGREES: f32 = 36.0;
/// Points of its curved sides.
const POINTS: usize = 10;

/// Both reels, supply and take-up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wound {
    /// Radius of hub and tape in mm.
    pub radii_mm: [f32; 2],
    /// How far they have turned, in radians.
    pub angles: [f32; 2],
}

impl Wound {
    /// After the tape has run so far in metres. At its end it is turned over.
    ///
    /// A layer of thickness h makes the radius r grow by h in each turn, and πr² by h in each unit of length:
    /// both follow from the length in closed form, and so does the angle, the integral of speed over radius.
    pub fn after(run_m: f64, layer_m: f64, reels: &Reels) -> Self {
        let layer_mm = 1e3 * layer_m;
        let [hub, full] = reels.radii.map(f64::from);
        let length_mm = PI * (full * full - hub * hub) / layer_mm;
        let run_mm = (1e3 * run_m + THREADED * length_mm).rem_euclid(length_mm);
        let across = run_mm * layer_mm / PI;
        let radii = [(full * full - across).sqrt(), (hub * hub + across).sqrt()];
        let grown = [full - radii[0], radii[1] - hub];
        Self {
            radii_mm: radii.map(|radius| radius as f32),
            angles: grown.map(|grown| (TAU * (grown / layer_mm).fract()) as f32),
        }
    }
}

/// Draws both reels and the tape between them, in a sketch of millimetres around their middle.
pub fn reels(ui: &Ui, sketch: Sketch, reels: &Reels, wound: &Wound) {
    sketch.draw(ui, reels.shell);
    let half = reels.apart / 2.0;
    for (index, x) in [-half, half].into_iter().enumerate() {
        // Both turn against the clock.
        let turned = -wound.angles[index];
        reel(ui, sketch, [x, 0.0], reels, wound.radii_mm[index], turned);
    }
    way(ui, sketch, reels, wound);
    sketch.draw(ui, reels.heads);
}

fn reel(ui: &Ui, sketch: Sketch, middle: [f32; 2], reels: &Reels, radius_mm: f32, turned: f32) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let at = sketch.at(middle);
    let outline = Stroke::new(theme.px(theme::CURVE), theme::FADED);
    let detail = theme.line(theme::FADED.gamma_multiply(theme::DETAIL_OPACITY));
    let oxide = theme.line(theme::OXIDE);
    let around =
        |angle: f32, length_mm: f32| at + sketch.length(length_mm) * vec2(angle.cos(), angle.sin());
    let [hub, full] = reels.radii;

    if let Some(flange) = reels.flange {
        painter.circle_stroke(at, sketch.length(flange), outline);
    }
    let pack = theme::OXIDE.gamma_multiply(theme::FILL_OPACITY);
    painter.circle(at, sketch.length(radius_mm), pack, oxide);
    // Something on the outermost turn that goes around with it.
    let mark = [around(turned, hub), around(turned, radius_mm)];
    painter.line_segment(
        mark,
        theme.line(theme::OXIDE.gamma_multiply(theme::DETAIL_OPACITY)),
    );
    if let Some(flange) = reels.flange {
        for opening in 0..OPENINGS {
            let angle = turned + std::f32::consts::TAU * (opening as f32 + 0.5) / OPENINGS as f32;
            let reach = |share: f32| hub + share * (flange - hub);
            let half = OPENING_DEGREES.to_radians();
            let side = |length_mm: f32, from: f32, to: f32| {
                (0..=POINTS).map(move |point| {
                    let part = point as f32 / POINTS as f32;
                    around(angle + egui::lerp(from..=to, part), length_mm)
                })
            };
            let inner = side(reach(OPENING.0), -half, half);
            let outer = side(reach(OPENING.1), half, -half);
            let points: Vec<Pos2> = inner.chain(outer).collect();
            painter.add(egui::Shape::closed_line(points, detail));
        }
    }
    let full_hub = full.min(hub);
    painter.circle(at, sketch.length(full_hub), theme::PANEL, outline);
    painter.circle_stroke(at, sketch.length(HOLE * hub), detail);
    for tooth in 0..TOOTH_COUNT {
        let angle = turned + std::f32::consts::TAU * tooth as f32 / TOOTH_COUNT as f32;
        let line = [around(angle, HOLE * hub), around(angle, TEETH * hub)];
        painter.line_segment(line, outline);
    }
}

/// The tape from the supply reel past the heads to the other, off the outer sides of both.
fn way(ui: &Ui, sketch: Sketch, reels: &Reels, wound: &Wound) {
    let half = reels.apart / 2.0;
    let (Some(first), Some(last)) = (reels.guides.first(), reels.guides.last()) else {
        return;
    };
    let [supply, take_up] = wound.radii_mm;
    let start = tangent([-half, 0.0], supply, *first, 1.0);
    let end = tangent([half, 0.0], take_up, *last, -1.0);
    let guides = reels.guides.iter().copied();
    let points = std::iter::once(start).chain(guides).chain([end]);
    let colour: Color32 = theme::OXIDE;
    let stroke = Stroke::new(Theme::of(ui).px(theme::CURVE), colour);
    ui.painter()
        .line(points.map(|point| sketch.at(point)).collect(), stroke);
}

/// Where a line from a point touches a circle, clockwise of the straight way or not.
fn tangent(middle: [f32; 2], radius: f32, from: [f32; 2], side: f32) -> [f32; 2] {
    let (x, y) = (from[0] - middle[0], from[1] - middle[1]);
    let angle = y.atan2(x) + side * (radius / x.hypot(y)).min(1.0).acos();
    [
        middle[0] + radius * angle.cos(),
        middle[1] + radius * angle.sin(),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::machines::drawing;
    use super::*;
    use crate::params::TapeModel;

    #[test]
    fn reels_turn_as_fast_as_the_tape_runs_off_them() {
        for model in TapeModel::ALL {
            let (machine, reels) = (model.machine(), drawing(model).reels);
            for run_m in [0.0, 10.0, 37.0, 500.0] {
                let step_m = 1e-3;
                let [before, after] = [run_m, run_m + step_m]
                    .map(|run_m| Wound::after(run_m, machine.layer_m, reels));
                for index in 0..2 {
                    let turned =
                        (after.angles[index] - before.angles[index]).rem_euclid(TAU as f32);
                    let expected = 1e3 * step_m as f32 / before.radii_mm[index];
                    let error = turned / expected - 1.0;
                    assert!(
                        error.abs() < 0.01,
                        "{model:?} after {run_m} m: {turned} for {expected}"
                    );
                }
            }
        }
    }

    #[test]
    fn tape_goes_from_one_reel_to_the_other() {
        for model in TapeModel::ALL {
            let (machine, reels) = (model.machine(), drawing(model).reels);
            let [start, later] =
                [0.0, 20.0].map(|run_m| Wound::after(run_m, machine.layer_m, reels));
            assert!(later.radii_mm[0] < start.radii_mm[0], "{model:?}");
            assert!(later.radii_mm[1] > start.radii_mm[1], "{model:?}");
            let area = |wound: &Wound| wound.radii_mm[0].powi(2) + wound.radii_mm[1].powi(2);
            assert!(
                (area(&later) / area(&start) - 1.0).abs() < 1e-4,
                "{model:?}"
            );
            // The two never touch.
            let [hub, full] = reels.radii;
            assert!(
                2.0 * ((hub * hub + full * full) / 2.0).sqrt() < reels.apart,
                "{model:?}"
            );
        }
    }

    #[test]
    fn a_half_full_hub_turns_as_the_machine_says() {
        for model in TapeModel::ALL {
            let (machine, reels) = (model.machine(), drawing(model).reels);
            let [hub, full] = reels.radii.map(f64::from);
            let half_full_mm = ((hub * hub + full * full) / 2.0).sqrt();
            let turn_s = TAU * half_full_mm * 1e-3 / machine.speed_mps;
            let error = turn_s / machine.turn_s - 1.0;
            assert!(error.abs() < 0.02, "{model:?}: {turn_s} s");
        }
    }
}
