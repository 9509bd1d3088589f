//! The machine as it runs: its reels, the magnetisation of its tape, and its level.

use egui::{Align2, Id, Rect, Ui, vec2};

use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::change::change;
use super::super::super::widgets::sketch::Sketch;
use super::super::super::widgets::{plot, text, vu};
use super::machines::drawing;
use super::magnetisation::magnetisation;
use super::reels::{Wound, reels};
use crate::audio::chain::taps::{Insight, TapeView};
use crate::params::{TapeModel, TapeParams};

/// What a drawing and its margin take, in its units.
const UNITS: egui::Vec2 = vec2(324.0, 204.0);
/// How much of the height the loop and the meter take below the machine.
const BELOW: f32 = 0.34;
/// Where it is narrower than this share of its height, all are below each other.
const NARROW: f32 = 0.8;
/// 0 VU in dB re full scale.
const ZERO_VU_DB: f32 = -18.0;
/// The lowest level that is told apart from none, in VU.
const SILENT_VU: f32 = -60.0;
/// What stays the same to the last bit for so long, in seconds, is old: the host has stopped asking for
/// sound.
const STALE_S: f64 = 0.4;

/// The tape when it was last seen, and since when, in egui's seconds, it has been like that.
#[derive(Clone, Copy)]
struct Memory {
    view: TapeView,
    since: f64,
}

/// Shows the machine of `year` as it runs; while the stage is off, it stands.
pub fn picture(ui: &mut Ui, rect: Rect, params: &TapeParams, year: i32, insight: &Insight) {
    let id = ui.scope_id().with("tape machine");
    let seen = if params.on.value() {
        insight.tape
    } else {
        None
    };
    let (running, position_s) = look(ui, id, seen);
    let [machine, below, level] = places(ui, rect);

    let inner = plot::hollow(ui, machine);
    let line = inner.with_min_y(inner.bottom() - Theme::of(ui).px(theme::TITLE));
    let above = inner.with_max_y(line.top());
    change(ui, id.with("change"), params.machine(year), |ui, model| {
        draw(ui, above, model, position_s);
    });
    let nominal_mps = params.machine(year).machine().speed_mps;
    let speed = running.map_or(0.0, |view| f64::from(view.speed) * nominal_mps * 1e2);
    let words = format!("{speed:.2} cm/s");
    let align = Align2::RIGHT_BOTTOM;
    text(ui, line, align, Text::Small, theme::FADED, &words);

    magnetisation(ui, below, running.as_ref());
    let [left, right] = running.map_or([0.0; 2], |view| view.vu);
    let level_vu = (20.0 * left.max(right).max(1e-6).log10() - ZERO_VU_DB).max(SILENT_VU);
    let overload = running.is_some_and(|view| view.overload >= 1.0);
    vu::vu(ui, level, "VU", level_vu, overload);

    let name = params.machine_name(year);
    let seen = if running.is_some() {
        format!("{name} at {words}, record level {level_vu:.0} VU")
    } else {
        format!("{name}, still")
    };
    plot::describe_moving(
        ui,
        rect,
        "Tape machine",
        seen,
        "The machine as it runs; how its tape is magnetised; how hot it is recorded: the lamp is 3 % distortion.",
    );
}

/// The machine alone, as small as a place on the way.
pub fn tiny(ui: &Ui, rect: Rect, params: &TapeParams, year: i32, insight: &Insight) {
    let position_s = insight.tape.map_or(0.0, |view| view.position_s);
    draw(ui, rect, params.machine(year), position_s);
}

/// The tape, unless it is off or what is seen of it is old; and where it is or was, in seconds of its
/// nominal speed.
fn look(ui: &Ui, id: Id, seen: Option<TapeView>) -> (Option<TapeView>, f64) {
    let now = ui.input(|input| input.time);
    let memory: Option<Memory> = ui.data(|data| data.get_temp(id));
    let Some(view) = seen else {
        return (None, memory.map_or(0.0, |memory| memory.view.position_s));
    };
    let same = memory.filter(|memory| memory.view == view);
    let since = same.map_or(now, |memory| memory.since);
    ui.data_mut(|data| data.insert_temp(id, Memory { view, since }));
    let running = (now < since + STALE_S).then_some(view);
    (running, view.position_s)
}

/// The machine above, the loop and the meter below it side by side; all three below each other where it
/// is narrow.
fn places(ui: &Ui, rect: Rect) -> [Rect; 3] {
    let gap = Theme::of(ui).px(theme::NEAR);
    if rect.width() < NARROW * rect.height() {
        let machine = rect.with_max_y(rect.top() + rect.width() * UNITS.y / UNITS.x);
        let rest = rect.with_min_y(machine.bottom() + gap);
        let (upper, lower) = rest.split_top_bottom_at_fraction(0.5);
        let half = gap / 2.0;
        let upper = upper.with_max_y(upper.bottom() - half);
        return [machine, upper, lower.with_min_y(lower.top() + half)];
    }
    let side = rect.height() * BELOW;
    let below = rect.with_min_y(rect.bottom() - side);
    let [left, right] = [below.left() + side, below.left() + side + gap];
    [
        rect.with_max_y(below.top() - gap),
        below.with_max_x(left),
        below.with_min_x(right),
    ]
}

fn draw(ui: &Ui, rect: Rect, model: TapeModel, position_s: f64) {
    let drawing = drawing(model);
    let sketch = Sketch::fitting(rect, UNITS);
    sketch.draw(ui, drawing.marks);
    let machine = model.machine();
    let run_m = position_s * machine.speed_mps;
    let wound = Wound::after(run_m, machine.layer_m, drawing.reels);
    let tape = sketch.within(drawing.middle.map(f32::from), drawing.per_mm);
    reels(ui, tape, drawing.reels, &wound);
}
