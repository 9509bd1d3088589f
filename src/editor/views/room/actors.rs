//! Who makes the music in the plan and who hears it: two loudspeakers, two microphones, or an ear.

use egui::{Color32, Pos2, Response, Shape, Stroke, Ui, Vec2, vec2};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Theme};
use super::super::super::widgets::Pad;
use super::plan::Floor;
use crate::params::{Geometry, ListenFrom, ListenFromChoice, RoomParams};

/// Points of a microphone's pattern.
const LOBE_POINTS: usize = 48;
/// It reaches no further than this share of a narrow room.
const LOBE_SHARE: f32 = 0.4;

/// From the source to the microphones.
fn towards(floor: &Floor, geometry: &Geometry) -> Vec2 {
    let (source, pair) = (geometry.source, geometry.microphones.position);
    let way = floor.at(pair.x, pair.y) - floor.at(source.x, source.y);
    if way.length() < theme::THIN {
        Vec2::RIGHT
    } else {
        way.normalized()
    }
}

/// Turned to the right by an angle in degrees, as seen from above.
fn turned(way: Vec2, degrees: f32) -> Vec2 {
    let (sin, cos) = degrees.to_radians().sin_cos();
    vec2(way.x * cos - way.y * sin, way.x * sin + way.y * cos)
}

fn is_touched(response: &Response) -> bool {
    response.hovered() || response.dragged() || response.has_focus()
}

/// Two loudspeakers side by side.
pub fn source(
    ui: &mut Ui,
    floor: &Floor,
    room: &RoomParams,
    geometry: &Geometry,
    gestures: &Gestures,
) -> Response {
    let theme = Theme::of(ui);
    let pad = Pad::new(
        "Move the source",
        "The two speakers that the sound comes from: drag them; the wheel lifts them.",
        &room.source_x,
        &room.source_y,
    )
    .wheel(&room.source_height);
    let response = pad.show(ui, floor.rect, gestures);
    let at = floor.at(geometry.source.x, geometry.source.y);
    let colour = if is_touched(&response) {
        theme::PAPER
    } else {
        theme::MOON
    };
    let way = towards(floor, geometry);
    let beside = turned(way, 90.0);
    let size = theme.size(theme::SPEAKER) / 2.0;
    let apart = (geometry.source_width_m * floor.scale / 2.0).max(size.x + theme.px(theme::THIN));
    let inside = floor.rect.expand(theme.px(theme::WALL));
    let painter = ui.painter().with_clip_rect(inside);
    let line = theme.line(colour.gamma_multiply(theme::BACKGROUND_OPACITY));
    painter.line_segment([at - beside * apart, at + beside * apart], line);
    for side in [-1.0, 1.0] {
        let middle = floor.rect.clamp(at + beside * (side * apart));
        // A box whose front is the wider side.
        let corners = [(-1.0, 1.0), (1.0, 1.0), (0.6, -1.0), (-0.6, -1.0)]
            .map(|(x, y)| middle + beside * (size.x * x) + way * (size.y * y));
        painter.add(Shape::convex_polygon(
            corners.to_vec(),
            colour,
            Stroke::NONE,
        ));
    }
    painter.circle_filled(at, theme.px(theme::DOT), colour);
    response
}

/// Both microphones with what they hear of each direction.
pub fn microphones(
    ui: &mut Ui,
    floor: &Floor,
    room: &RoomParams,
    geometry: &Geometry,
    gestures: &Gestures,
) -> Response {
    let theme = Theme::of(ui);
    let pad = Pad::new(
        "Move the microphones",
        "The pair of microphones: drag it; the wheel lifts it.",
        &room.mic_x,
        &room.mic_y,
    )
    .wheel(&room.mic_height);
    let response = pad.show(ui, floor.rect, gestures);
    let pair = &geometry.microphones;
    let at = floor.at(pair.position.x, pair.position.y);
    let heard = room.listen_from.value() == ListenFromChoice::Microphones;
    let colour = match (is_touched(&response), heard) {
        (true, _) => theme::PAPER,
        (false, true) => theme::OXIDE,
        (false, false) => theme::LINE,
    };
    let look = turned(-towards(floor, geometry), pair.aim_deg);
    let beside = turned(look, 90.0);
    let pressure = pair.pattern.pressure() as f32;
    let half = pair.spacing_m * floor.scale / 2.0;
    let narrow = floor.rect.size().min_elem();
    let reach = theme.px(theme::LOBE).min(LOBE_SHARE * narrow);
    for side in [-1.0, 1.0] {
        let middle = at + beside * (side * half);
        let axis = turned(look, side * pair.angle_deg / 2.0);
        lobe(ui, middle, axis * reach, pressure, colour);
    }
    let ends = [-half, half].map(|side| at + beside * side);
    ui.painter().line_segment(ends, theme.line(colour));
    for end in ends {
        ui.painter()
            .circle_filled(end, theme.px(theme::DOT), colour);
    }
    response
}

/// How a microphone hears what comes from around it; `axis` is how far along its axis.
fn lobe(ui: &Ui, middle: Pos2, axis: Vec2, pressure: f32, colour: Color32) {
    let theme = Theme::of(ui);
    let points: Vec<Pos2> = (0..LOBE_POINTS)
        .map(|point| {
            let degrees = 360.0 * point as f32 / LOBE_POINTS as f32;
            let heard = pressure + (1.0 - pressure) * degrees.to_radians().cos();
            middle + turned(axis, degrees) * heard.abs()
        })
        .collect();
    // Not convex: a fan of triangles around the capsule.
    let mut mesh = egui::Mesh::default();
    let fill = colour.gamma_multiply(theme::FILL_OPACITY);
    for point in std::iter::once(&middle).chain(&points) {
        mesh.colored_vertex(*point, fill);
    }
    for index in 0..LOBE_POINTS as u32 {
        mesh.add_triangle(0, index + 1, (index + 1) % LOBE_POINTS as u32 + 1);
    }
    ui.painter().add(mesh);
    let edge = colour.gamma_multiply(theme::OFF_OPACITY);
    ui.painter()
        .add(Shape::closed_line(points, theme.line(edge)));
}

/// Whose head it is that hears, where the microphones do not: beyond a wall, behind it.
pub fn ears(ui: &Ui, floor: &Floor, listen_from: ListenFrom) {
    let Some((x, y)) = listen_from.ears() else {
        return;
    };
    let theme = Theme::of(ui);
    let radius = theme.px(theme::DISC) * 0.6;
    let beyond = radius + theme.px(theme::WALL + theme::DOT);
    let at = match listen_from {
        ListenFrom::Corridor => floor.at(1.0, y) + vec2(beyond, 0.0),
        ListenFrom::NextRoom => floor.at(x, 1.0) - vec2(0.0, beyond),
        _ => floor.at(x, y),
    };
    let painter = ui.painter();
    let stroke = Stroke::new(theme.px(theme::CURVE), theme::OXIDE);
    painter.circle(at, radius, theme::NIGHT, stroke);
    for side in [-1.0, 1.0] {
        let ear = at + vec2(side * radius, 0.0);
        painter.circle_filled(ear, theme.px(theme::DOT * 0.8), theme::OXIDE);
    }
}
