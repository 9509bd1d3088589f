//! What the sound is heard on: the device, how far its drivers move, how loud it is, and how far it turns
//! itself down.

use egui::{Align2, Rect, Shape, Ui, pos2, vec2};

use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::change::change;
use super::super::super::widgets::sketch::Sketch;
use super::super::super::widgets::{plot, text, text_width};
use super::devices::drawing;
use super::drivers::{Motion, drivers};
use crate::audio::chain::taps::Insight;
use crate::params::{DeviceModel, ListenerParams};

/// What a drawing and its margin take, in its units.
const UNITS: egui::Vec2 = vec2(340.0, 216.0);
/// How much smaller a device is at the far side of its room.
const FAR: f32 = 0.4;
/// The light grows with the level from here to there, in dB re full scale.
const GLOW_DB: (f32, f32) = (-48.0, -6.0);
/// The least turning down that is shown, in dB.
const LEAST_DB: f32 = 0.1;

/// Shows the device of `year` as it plays; still while the stage is off.
pub fn picture(ui: &mut Ui, rect: Rect, params: &ListenerParams, year: i32, insight: &Insight) {
    let theme = Theme::of(ui);
    let inner = plot::hollow(ui, rect);
    let on = params.on.value();
    let motion = motion(on, insight);
    let held_db = if on { insight.reduction_db } else { 0.0 };
    let model = params.device(year);
    let distance = params.distance.value();
    let title = theme.px(theme::TITLE);
    let place = rect.with_max_y(rect.bottom() - title);
    let id = ui.scope_id().with("playback device");
    change(ui, id, model, |ui, model| {
        device(ui, place, model, distance, &motion);
    });
    held(ui, inner, held_db);

    let seen = if on {
        let moves = 100.0 * motion.excursion[0].max(motion.excursion[1]);
        let name = params.device_name(year);
        format!("{name}, drivers at {moves:.0} %, held back by {held_db:.1} dB")
    } else {
        format!("{}, off", params.device_name(year))
    };
    plot::describe_moving(
        ui,
        rect,
        "Playback device",
        seen,
        "What it is heard on. A cone that fills its ring moves as far as it can; red is its limit.",
    );
}

/// The device alone, as small as a place on the way.
pub fn tiny(ui: &Ui, rect: Rect, params: &ListenerParams, year: i32, insight: &Insight) {
    let motion = motion(params.on.value(), insight);
    device(ui, rect, params.device(year), 0.0, &motion);
}

/// How it moves while the stage is on.
fn motion(on: bool, insight: &Insight) -> Motion {
    if !on {
        return Motion::default();
    }
    let level_db = 20.0 * insight.level.max(1e-6).log10();
    Motion {
        excursion: insight.excursion,
        glow: egui::remap_clamp(level_db, GLOW_DB.0..=GLOW_DB.1, 0.0..=1.0),
    }
}

/// The device, smaller where it is farther away.
fn device(ui: &Ui, rect: Rect, model: DeviceModel, distance: f32, motion: &Motion) {
    let drawing = drawing(model);
    let near = Sketch::fitting(rect, UNITS);
    let ground = drawing.ground.map(f32::from);
    if let Some(y) = ground {
        let line = Theme::of(ui).line(theme::LINE);
        let left = near.at([-UNITS.x / 2.0, y]);
        ui.painter()
            .line_segment([left, near.at([UNITS.x / 2.0, y])], line);
    }
    let away = if model.parts().place {
        FAR * distance
    } else {
        0.0
    };
    let sketch = near.scaled(1.0 - away, [0.0, ground.unwrap_or(0.0)]);
    sketch.draw(ui, drawing.marks);
    drivers(ui, sketch, drawing.drivers, motion);
}

/// How far it turns itself down, in a corner.
fn held(ui: &Ui, rect: Rect, held_db: f32) {
    if held_db < LEAST_DB {
        return;
    }
    let theme = Theme::of(ui);
    let words = format!("Held back {held_db:.1} dB");
    let line = rect.with_min_y(rect.bottom() - theme.px(theme::TITLE));
    let align = Align2::RIGHT_CENTER;
    text(ui, line, align, Text::Small, theme::MOON, &words);
    let size = theme.px(theme::NEAR);
    let left = line.right() - text_width(ui, Text::Small, &words) - 3.0 * size;
    let y = line.center().y;
    let down = [
        pos2(left, y - size / 2.0),
        pos2(left + 2.0 * size, y - size / 2.0),
        pos2(left + size, y + size),
    ];
    let none = egui::Stroke::NONE;
    ui.painter()
        .add(Shape::convex_polygon(down.to_vec(), theme::MOON, none));
}
