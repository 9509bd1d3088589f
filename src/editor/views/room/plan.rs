//! The plan: the room from above, to scale. The window is at the left (x = 0), the door at the right
//! (x = 100 %), the bed along the lower wall (y = 0). What makes or takes a sound can be moved.

use egui::{
    Key, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use nice_plug::prelude::{FloatParam, Param};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Theme};
use super::super::super::widgets::tag::tag;
use super::super::super::widgets::{Pad, hint, pad, type_now};
use super::super::rack::dim_unless;
use super::aside::aside;
use super::words::words;
use super::{Page, Shown, actors, furniture, is_modelled, signs};
use crate::audio::chain::taps::Insight;
use crate::params::{EffectParams, Geometry, NoiseKind, RoomParams, noise_name};

/// Levels of a noise in dB over which its light grows from nothing to full.
const GLOW_DB: (f32, f32) = (-75.0, -25.0);
/// How slowly the light follows, in seconds.
const GLOW_S: f32 = 0.25;

/// There is room for so many handles side by side, however narrow the floor is.
const LEAST_HANDLES: f32 = 4.0;

/// The floor on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Floor {
    /// Inside the walls.
    pub rect: Rect,
    /// Points for a metre.
    pub scale: f32,
}

impl Floor {
    /// As large as a rectangle allows, in its middle.
    fn fitting(rect: Rect, length_m: f32, width_m: f32) -> Self {
        let scale = (rect.width() / length_m)
            .min(rect.height() / width_m)
            .max(0.0);
        Self {
            rect: Rect::from_center_size(rect.center(), vec2(length_m, width_m) * scale),
            scale,
        }
    }

    /// A place in shares of the room.
    pub fn at(&self, x: f32, y: f32) -> Pos2 {
        pad::at(self.rect, x, y)
    }
}

/// Shows the plan. What is clicked is shown beside it.
pub fn plan(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    insight: &Insight,
    shown: &mut Shown,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let room = &params.room;
    ui.painter().rect(
        rect,
        theme.radius(theme::RADIUS),
        theme::WELL,
        theme.line(theme::LINE),
        StrokeKind::Inside,
    );
    let response = ui.interact(rect, ui.scope_id().with("plan"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, "Plan of the room"));
    hint::explain(
        &response,
        "The room from above: window left, door right, bed below; a mark each metre. Drag what sounds.",
    );
    let acoustics = room.acoustics();
    let geometry = &acoustics.geometry;
    let sides = geometry.dimensions;
    let inner = rect.shrink(theme.px(theme::MARGIN));
    let floor = Floor::fitting(inner, sides.length_m, sides.width_m);
    let modelled = is_modelled(params);
    let ears = acoustics.listen_from.ears();
    dim_unless(ui, modelled, |ui| {
        furniture::furniture(ui, &floor, &acoustics);
        let microphones = geometry.microphones.position;
        let (x, y) = ears.unwrap_or((microphones.x, microphones.y));
        if modelled {
            reflections(ui, &floor, geometry, floor.at(x, y));
        }
        let here = [
            (
                actors::microphones(ui, &floor, room, geometry, gestures),
                &room.mic_x,
            ),
            (
                actors::source(ui, &floor, room, geometry, gestures),
                &room.source_x,
            ),
        ];
        for (response, along) in here {
            if is_chosen(ui, &response, along) {
                shown.page = Page::Places;
            }
        }
        actors::ears(ui, &floor, acoustics.listen_from);
    });
    noises(ui, (&floor, rect), params, insight, shown, gestures);
}

/// Whether more about it is asked for. Enter begins to type where it is as well.
fn is_chosen(ui: &Ui, response: &Response, along: &FloatParam) -> bool {
    let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if enter {
        type_now(ui, along);
    }
    response.clicked() || enter
}

/// The ways that the sound takes first: straight, and by one wall. Those by floor and ceiling lie
/// over the straight one.
fn reflections(ui: &Ui, floor: &Floor, geometry: &Geometry, to: Pos2) {
    let theme = Theme::of(ui);
    let from = floor.at(geometry.source.x, geometry.source.y);
    let painter = ui.painter();
    let faint = theme.line(theme::MOON.gamma_multiply(theme::BACKGROUND_OPACITY / 2.0));
    let Rect { min, max } = floor.rect;
    // On the line from the source's mirror image; none where both are on the wall.
    let meets = |near: f32, far: f32, from: f32, to: f32| {
        let (near, far) = (near.abs(), far.abs());
        (near + far > 0.0).then(|| from + (to - from) * near / (near + far))
    };
    for x in [min.x, max.x] {
        if let Some(y) = meets(from.x - x, to.x - x, from.y, to.y) {
            painter.line(vec![from, pos2(x, y), to], faint);
        }
    }
    for y in [min.y, max.y] {
        if let Some(x) = meets(from.y - y, to.y - y, from.x, to.x) {
            painter.line(vec![from, pos2(x, y), to], faint);
        }
    }
    let direct = theme.line(theme::MOON.gamma_multiply(theme::OFF_OPACITY));
    painter.line_segment([from, to], direct);
}

/// The noises that are on, each with its sign, in a light as bright as it is loud; on their own page
/// the others too, as dots.
fn noises(
    ui: &mut Ui,
    (floor, well): (&Floor, Rect),
    params: &EffectParams,
    insight: &Insight,
    shown: &mut Shown,
    gestures: &Gestures,
) {
    let room = &params.room;
    let year = params.main.year.value();
    let at_night = shown.page == Page::Night;
    let chosen = shown.noise;
    let mut named: Option<(Pos2, NoiseKind)> = None;
    let ways = ways_aside(ui, (floor, well), room, at_night);
    // The chosen one lies above the others.
    let mut kinds = NoiseKind::ALL;
    kinds.sort_by_key(|kind| at_night && *kind == chosen);
    for kind in kinds {
        let on = room.noise_is_on(kind);
        if !on && !at_night {
            continue;
        }
        let way = ways[kind as usize];
        let level = insight.noises[kind as usize];
        let noise = room.noise(kind);
        let name = handle_name(kind);
        let help = format!(
            "Drag {}; the wheel turns its level, a double click brings it back, a click shows more.",
            words(kind).it
        );
        let pad = Pad::new(&name, &help, &noise.x, &noise.y)
            .wheel(&noise.level)
            .aside(way);
        let response = pad.show(ui, floor.rect, gestures);
        if is_chosen(ui, &response, &noise.x) {
            (shown.page, shown.noise) = (Page::Night, kind);
        } else if response.drag_started() {
            shown.noise = kind;
        }
        let place = pad::place(floor.rect, &noise.x, &noise.y);
        let middle = place + way;
        let touched = response.hovered() || response.dragged() || response.has_focus();
        let there = room.is_in_the_house(kind, year);
        dim_unless(ui, there, |ui| {
            let glow = glow(ui, response.id, level);
            let chosen = at_night && kind == chosen;
            if on || chosen || touched {
                tether(ui, place, middle);
            }
            disc(ui, middle, kind, (on, chosen || touched), glow);
        });
        // What is under the pointer comes before what has the keyboard.
        let pointed = response.hovered() || response.dragged();
        if pointed || touched && named.is_none() {
            named = Some((middle, kind));
        }
    }
    if let Some((middle, kind)) = named {
        name(ui, well, middle, room, kind);
    }
}

fn handle_name(kind: NoiseKind) -> String {
    format!("Move {}", noise_name(kind))
}

/// How far each noise's handle lies from where the noise is, so that those that are shown do not lie
/// over each other. While one of them is dragged nothing changes: it stays under the pointer, and what
/// it passes stays where it lies.
fn ways_aside(
    ui: &Ui,
    (floor, well): (&Floor, Rect),
    room: &RoomParams,
    at_night: bool,
) -> [Vec2; NoiseKind::COUNT] {
    let theme = Theme::of(ui);
    let id = ui.scope_id().with("ways aside");
    let before: Option<[Vec2; NoiseKind::COUNT]> = ui.data(|data| data.get_temp(id));
    let is_held = |kind| {
        let noise = room.noise(kind);
        let pad = Pad::new(&handle_name(kind), "", &noise.x, &noise.y).id(ui);
        ui.ctx().is_being_dragged(pad)
    };
    if let Some(before) = before
        && NoiseKind::ALL.into_iter().any(is_held)
    {
        return before;
    }
    let distance = theme.px(theme::HANDLE + theme::NEAR);
    let mut kinds = NoiseKind::ALL.to_vec();
    kinds.retain(|kind| at_night || room.noise_is_on(*kind));
    let place = |kind: &NoiseKind| {
        let noise = room.noise(*kind);
        pad::place(floor.rect, &noise.x, &noise.y)
    };
    let mut lying: Vec<Pos2> = kinds.iter().map(place).collect();
    // In the room; where that is too narrow for them, beside it.
    let least = Rect::from_center_size(floor.rect.center(), Vec2::splat(LEAST_HANDLES * distance));
    let within = floor.rect.union(least);
    let within = within.intersect(well.shrink(theme.px(theme::DISC)));
    aside(&mut lying, distance, within);
    let mut ways = [Vec2::ZERO; NoiseKind::COUNT];
    for (kind, lying) in kinds.iter().zip(lying) {
        ways[*kind as usize] = lying - place(kind);
    }
    ui.data_mut(|data| data.insert_temp(id, ways));
    ways
}

/// Leads from a noise to its handle where that lies aside.
fn tether(ui: &Ui, place: Pos2, middle: Pos2) {
    let theme = Theme::of(ui);
    if place.distance(middle) > theme.px(theme::DISC) {
        let colour = theme::LAMP.gamma_multiply(theme::BACKGROUND_OPACITY);
        ui.painter()
            .line_segment([place, middle], theme.line(colour));
        ui.painter()
            .circle_filled(place, theme.px(theme::DOT), colour);
    }
}

/// How bright a noise's light is, from its amplitude.
fn glow(ui: &Ui, id: egui::Id, level: f32) -> f32 {
    let level_db = 20.0 * level.max(1e-9).log10();
    let glow = egui::remap_clamp(level_db, GLOW_DB.0..=GLOW_DB.1, 0.0..=1.0);
    ui.ctx()
        .animate_value_with_time(id.with("glow"), glow, GLOW_S)
}

fn disc(ui: &Ui, middle: Pos2, kind: NoiseKind, (on, marked): (bool, bool), glow: f32) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let radius = theme.px(theme::DISC);
    if !on && !marked {
        let colour = theme::FADED.gamma_multiply(theme::OFF_OPACITY);
        painter.circle_filled(middle, theme.px(theme::DOT), colour);
        return;
    }
    if glow > 0.0 {
        for share in [1.0, 0.5] {
            let light = theme::LAMP.gamma_multiply(theme::FILL_OPACITY);
            let reach = radius + theme.px(theme::GLOW) * glow * share;
            painter.circle_filled(middle, reach, light);
        }
    }
    let (colour, edge) = match (on, marked) {
        (true, true) => (theme::LAMP, theme::PAPER),
        (true, false) => (
            theme::LAMP,
            theme::LAMP.gamma_multiply(theme::BACKGROUND_OPACITY),
        ),
        (false, _) => (theme::FADED, theme::FADED),
    };
    let width = if marked { theme::CURVE } else { theme::THIN };
    let stroke = Stroke::new(theme.px(width), edge);
    painter.circle(middle, radius, theme::NIGHT, stroke);
    signs::sign(ui, middle, kind, colour);
}

/// What a noise is called and how loud it is, beside it.
fn name(ui: &Ui, well: Rect, middle: Pos2, room: &RoomParams, kind: NoiseKind) {
    let level = &room.noise(kind).level;
    let value = level.normalized_value_to_string(level.unmodulated_normalized_value(), true);
    let words = format!("{}  {}", noise_name(kind), value.replace('-', "−"));
    let away = Theme::of(ui).px(theme::DISC);
    tag(ui, well, middle, away, &words);
}
