//! What stands in the room, drawn to scale: walls, window, door, bed, wardrobe, desk.

use egui::{Align2, Color32, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{text, text_width};
use super::plan::Floor;
use crate::params::{Acoustics, ListenFrom};

/// A bed is so long, and a double one so wide, in m.
const BED_M: (f32, f32) = (2.0, 1.6);
/// How far its head is from the door's wall, in m.
const BED_FROM_WALL_M: f32 = 0.2;
/// Depth of a pillow and of its margin, in m.
const PILLOW_M: (f32, f32) = (0.4, 0.12);
/// Depth of a wardrobe and of a desk, in m.
const DEPTH_M: f32 = 0.6;
/// A desk is so wide, and so far from the window, in m.
const DESK_M: (f32, f32) = (1.2, 0.25);
/// The window's share of its wall.
const WINDOW: f32 = 0.5;
/// Width of the door, and what is left between it and a wardrobe, in m.
const DOOR_M: f32 = 0.8;
const DOOR_FREE_M: f32 = 0.05;
/// Folds of a curtain for each metre.
const FOLDS_PER_M: f32 = 10.0;
/// Chords of the arc that the door swings through.
const ARC_STEPS: usize = 20;
/// Between the marks along the walls, in m.
const MARK_M: f32 = 1.0;
/// Things that stand about when the room is full of them: shares of length and width, and sizes in m.
const THINGS: [(f32, f32, f32); 12] = [
    (0.06, 0.10, 0.30),
    (0.14, 0.06, 0.24),
    (0.23, 0.12, 0.20),
    (0.97, 0.38, 0.20),
    (0.05, 0.22, 0.18),
    (0.31, 0.05, 0.26),
    (0.42, 0.78, 0.22),
    (0.42, 0.10, 0.16),
    (0.52, 0.68, 0.18),
    (0.09, 0.74, 0.20),
    (0.36, 0.22, 0.16),
    (0.47, 0.90, 0.24),
];

/// Draws all of it.
pub fn furniture(ui: &Ui, floor: &Floor, acoustics: &Acoustics) {
    let furnishing = &acoustics.furnishing;
    things(ui, floor, furnishing.clutter);
    marks(ui, floor);
    desk(ui, floor);
    wardrobe(ui, floor, furnishing.wardrobe);
    bed(ui, floor, furnishing.mattress);
    walls(ui, floor, furnishing.blankets);
    window(ui, floor, furnishing.curtains);
    door(ui, floor, acoustics.door);
}

/// A piece of furniture.
fn piece(ui: &Ui, floor: &Floor, rect: Rect, ground: Color32) {
    let theme = Theme::of(ui);
    let rect = rect.intersect(floor.rect);
    if rect.is_positive() {
        let radius = theme.radius(theme::CURVE);
        let edge = theme.line(theme::LINE);
        ui.painter()
            .rect(rect, radius, ground, edge, StrokeKind::Inside);
    }
}

/// A mark at each metre outside two of the walls, so that the scale can be read.
fn marks(ui: &Ui, floor: &Floor) {
    let theme = Theme::of(ui);
    let step = MARK_M * floor.scale;
    let (near, far) = (
        theme.px(theme::WALL + theme::THIN),
        theme.px(theme::WALL + theme::THIN + theme::NEAR),
    );
    let line = theme.line(theme::LINE);
    let Rect { min, max } = floor.rect;
    let mut along = step;
    while min.x + along < max.x {
        ui.painter()
            .vline(min.x + along, min.y - far..=min.y - near, line);
        along += step;
    }
    let mut across = step;
    while max.y - across > min.y {
        ui.painter()
            .hline(max.x + near..=max.x + far, max.y - across, line);
        across += step;
    }
}

fn walls(ui: &Ui, floor: &Floor, blankets: f32) {
    let theme = Theme::of(ui);
    let wall = theme.px(theme::WALL);
    let stroke = Stroke::new(wall, theme::FADED.gamma_multiply(theme::BACKGROUND_OPACITY));
    ui.painter()
        .rect_stroke(floor.rect, 0.0, stroke, StrokeKind::Outside);
    if blankets > 0.0 {
        // Hung from the middle of each wall outwards.
        let stroke = Stroke::new(wall, theme::OXIDE.gamma_multiply(theme::BACKGROUND_OPACITY));
        let rect = floor.rect.shrink(wall / 2.0);
        let half = rect.size() * blankets / 2.0;
        let middle = rect.center();
        for y in [rect.top(), rect.bottom()] {
            ui.painter()
                .hline(middle.x - half.x..=middle.x + half.x, y, stroke);
        }
        for x in [rect.left(), rect.right()] {
            ui.painter()
                .vline(x, middle.y - half.y..=middle.y + half.y, stroke);
        }
    }
}

fn window(ui: &Ui, floor: &Floor, curtains: f32) {
    let theme = Theme::of(ui);
    let wall = theme.px(theme::WALL);
    let half = floor.rect.height() * WINDOW / 2.0;
    let (left, middle) = (floor.rect.left(), floor.rect.center().y);
    let pane = Rect::from_min_max(pos2(left - wall, middle - half), pos2(left, middle + half));
    ui.painter().rect_filled(pane, 0.0, theme::WELL);
    let glass = theme.line(theme::MOON);
    ui.painter().vline(left - wall / 2.0, pane.y_range(), glass);
    if curtains > 0.0 {
        // Drawn from both corners towards the middle, in folds.
        let stroke = Stroke::new(theme.px(theme::CURVE), theme::OXIDE);
        let reach = floor.rect.height() * curtains / 2.0;
        let steps = (reach / floor.scale * FOLDS_PER_M).ceil().max(1.0) as usize;
        for (corner, way) in [(floor.rect.top(), 1.0), (floor.rect.bottom(), -1.0)] {
            let fold = |step: usize| -> Pos2 {
                let share = step as f32 / steps as f32;
                let out = if step.is_multiple_of(2) { 0.8 } else { 1.8 };
                pos2(left + wall * out, corner + way * reach * share)
            };
            ui.painter().line((0..=steps).map(fold).collect(), stroke);
        }
    }
}

/// Where the door begins and ends, as shares of its wall. The ear in the corridor stands before it:
/// before its middle, or nearer to an end of it where the wardrobe leaves no room for that.
fn door_between(width_m: f32) -> (f32, f32) {
    let door = (DOOR_M / width_m).min(1.0);
    let (_, ear) = ListenFrom::Corridor.ears().unwrap_or((1.0, 0.5));
    let free = 1.0 - (DEPTH_M + DOOR_FREE_M) / width_m;
    let jamb = DOOR_FREE_M / width_m;
    let end = (ear + door / 2.0).min(free).max(ear + jamb).min(1.0);
    ((end - door).max(0.0), end)
}

/// Hinged at its upper end, opening into the room.
fn door(ui: &Ui, floor: &Floor, open: f32) {
    let theme = Theme::of(ui);
    let wall = theme.px(theme::WALL);
    let (begin, end) = door_between(floor.rect.height() / floor.scale);
    let (hinge, sill) = (floor.at(1.0, end), floor.at(1.0, begin));
    let gap = Rect::from_min_max(hinge, pos2(sill.x + wall, sill.y));
    ui.painter().rect_filled(gap, 0.0, theme::WELL);
    let leaf = sill.y - hinge.y;
    let swung = |share: f32| {
        let (sin, cos) = (share * std::f32::consts::FRAC_PI_2).sin_cos();
        hinge + vec2(-sin, cos) * leaf
    };
    let stroke = Stroke::new(theme.px(theme::POINTER), theme::LAMP);
    ui.painter().line_segment([hinge, swung(open)], stroke);
    if open > 0.0 {
        let steps = ARC_STEPS;
        let arc = (0..=steps).map(|step| swung(open * step as f32 / steps as f32));
        ui.painter().line(arc.collect(), theme.line(theme::LINE));
    }
}

fn bed(ui: &Ui, floor: &Floor, mattress: f32) {
    let scale = floor.scale;
    let width = BED_M.1 * mattress * scale;
    if width < theme::POINTER {
        return;
    }
    let foot = floor.rect.right_bottom() - vec2(BED_FROM_WALL_M * scale, 0.0);
    let bed = Rect::from_min_max(foot - vec2(BED_M.0 * scale, width), foot);
    piece(ui, floor, bed, theme::PANEL);
    let (depth, margin) = (PILLOW_M.0 * scale, PILLOW_M.1 * scale);
    let pillow = Rect::from_min_max(
        pos2(bed.right() - margin - depth, bed.top() + margin),
        bed.max - vec2(margin, margin),
    );
    piece(ui, floor, pillow, theme::RAISED);
    named(ui, bed.with_max_x(pillow.left()), "Bed");
}

/// A word on a piece of furniture, where there is room for it.
fn named(ui: &Ui, rect: Rect, name: &str) {
    let theme = Theme::of(ui);
    let room = rect.shrink(theme.px(theme::NEAR));
    let wide = room.width() >= text_width(ui, Text::Small, name).ceil() + 1.0;
    if wide && room.height() >= theme.px(theme::TITLE) {
        let align = Align2::LEFT_BOTTOM;
        text(ui, room, align, Text::Small, theme::FADED, name);
    }
}

fn wardrobe(ui: &Ui, floor: &Floor, share: f32) {
    let corner = floor.rect.right_top();
    let size = vec2(floor.rect.width() * share, DEPTH_M * floor.scale);
    let rect = Rect::from_min_max(corner - vec2(size.x, 0.0), corner + vec2(0.0, size.y));
    piece(ui, floor, rect, theme::RAISED);
    named(ui, rect.intersect(floor.rect), "Wardrobe");
}

fn desk(ui: &Ui, floor: &Floor) {
    let scale = floor.scale;
    let corner = floor.rect.left_top() + vec2(DESK_M.1 * scale, 0.0);
    let desk = Rect::from_min_size(corner, vec2(DESK_M.0, DEPTH_M) * scale);
    piece(ui, floor, desk, theme::PANEL);
}

/// One thing after the other as the room fills.
fn things(ui: &Ui, floor: &Floor, clutter: f32) {
    let count = (clutter * THINGS.len() as f32).round() as usize;
    for (x, y, side) in THINGS.into_iter().take(count) {
        let side = vec2(side, side) * floor.scale;
        piece(
            ui,
            floor,
            Rect::from_center_size(floor.at(x, y), side),
            theme::PANEL,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_is_where_the_corridor_hears() {
        let (_, ear) = ListenFrom::Corridor.ears().expect("a place");
        for tenths in 15..=120 {
            let width_m = tenths as f32 / 10.0;
            let (begin, end) = door_between(width_m);
            assert!(begin < ear && ear < end, "{width_m} m: {begin} to {end}");
            assert!(begin >= 0.0 && end <= 1.0, "{width_m} m: {begin} to {end}");
            let wide = (end - begin) * width_m;
            assert!((wide - DOOR_M).abs() < 1e-3, "{width_m} m: {wide} m");
            // Beside the wardrobe, where the room is wide enough for both.
            let clear = (1.0 - end) * width_m >= DEPTH_M;
            assert!(clear || width_m < 2.8, "{width_m} m: {begin} to {end}");
        }
        let (begin, end) = door_between(12.0);
        assert!((begin + end - 2.0 * ear).abs() < 1e-3);
    }
}
