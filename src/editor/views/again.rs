//! What goes back: how long and how much above, what the repeats lose below, and beside that a picture
//! of them.

use egui::{Align2, Color32, Rect, Stroke, Ui, pos2, vec2};

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::{Knob, Menu, Toggle, plot, text};
use super::rack::{Row, dim_unless, racks, title};
use crate::audio::chain::taps::Insight;
use crate::params::{AgainParams, NoteChoice};

/// Columns of the grid that the knobs stand in.
const COLUMNS: usize = 10;
/// Those of the knobs.
const KNOBS: usize = 4;
/// How much time the picture can show, in seconds: the first that has room for some turns.
const SPANS_S: [f32; 9] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];
/// Turns that it has room for.
const TURNS: f32 = 4.5;
/// How high the first sound stands: what swells needs room.
const FIRST: f32 = 0.7;
/// A repeat below this share of the first sound is not drawn: −40 dB.
const FAINTEST: f32 = 0.01;

/// Shows the loop; all of it stays in reach while it is off.
pub fn again(
    ui: &mut Ui,
    rect: Rect,
    params: &AgainParams,
    insight: &Insight,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let [head, upper, lower] = racks(ui, rect);
    header(ui, head, params, gestures);
    let mut row = Row::new(upper, COLUMNS);
    answer(ui, &mut row, params, gestures);
    let turn_s = insight.turn_s;
    let group = row.group(ui, &heading(turn_s), COLUMNS - KNOBS);
    let place = group.rest(rect.right() - theme.px(theme::PAD));
    picture(ui, place.with_max_y(lower.bottom()), params, turn_s);
    let mut row = Row::new(lower, COLUMNS);
    filter(ui, &mut row, params, gestures);
}

/// What the picture shows, with the time that a turn does take.
fn heading(turn_s: f32) -> String {
    if turn_s > 0.0 {
        format!("Repeats, every {}", time(turn_s))
    } else {
        "Repeats".to_owned()
    }
}

/// A time with its unit.
fn time(seconds: f32) -> String {
    let (value, unit) = if seconds < 1.0 {
        (1e3 * seconds, "ms")
    } else {
        (seconds, "s")
    };
    let text = format!("{value:.3}");
    let text = match text.split_once('.') {
        // Milliseconds to a tenth, seconds to a thousandth, and no zeros at the end.
        Some((whole, rest)) => {
            let digits = if unit == "ms" { 1 } else { 3 };
            let rest = rest[..digits].trim_end_matches('0');
            let point = if rest.is_empty() { "" } else { "." };
            format!("{whole}{point}{rest}")
        }
        None => text,
    };
    format!("{text} {unit}")
}

/// What becomes of the repeats, at the right.
fn header(ui: &mut Ui, row: Rect, params: &AgainParams, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let row = title(ui, row, "Again", params.on.value());
    let freeze = Toggle::new(
        &params.freeze,
        "What is in the loop goes round unchanged; nothing enters, nothing fades.",
    )
    .caption("Freeze");
    let freeze_left = row.right() - freeze.width(ui);
    let ping_pong = Toggle::new(
        &params.ping_pong,
        "Left and right take turns, half a turn apart. What stands at the right alone is not repeated.",
    )
    .caption("Ping-pong");
    let left = freeze_left - theme.px(theme::MARGIN) - ping_pong.width(ui);
    ping_pong.show(ui, row.with_min_x(left), gestures);
    freeze.show(ui, row.with_min_x(freeze_left), gestures);
}

fn answer(ui: &mut Ui, row: &mut Row, params: &AgainParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Length of a turn", KNOBS);
    let theme = Theme::of(ui);
    let place = group.place(2).shrink2(vec2(theme.px(theme::BESIDE), 0.0));
    let size = vec2(place.width(), theme.px(theme::KNOB_LINE + theme::ROW));
    let place = Align2::LEFT_CENTER.align_size_within_rect(size, place);
    let name = place.with_max_y(place.top() + theme.px(theme::KNOB_LINE));
    let align = Align2::LEFT_CENTER;
    text(ui, name, align, Text::Body, theme::FADED, "Note");
    Menu::new(
        &params.note,
        "How long a turn takes by the song's tempo: T is a triplet, D dotted. Where the chain itself takes longer, a multiple of it.",
    )
    .show(ui, place.with_min_y(name.bottom()), gestures);
    let place = group.place(1);
    dim_unless(ui, params.note.value() == NoteChoice::Free, |ui| {
        Knob::new(
            &params.time,
            "How long a turn takes while the note is Free.",
        )
        .caption("Time")
        .show(ui, place, gestures);
    });
}

fn filter(ui: &mut Ui, row: &mut Row, params: &AgainParams, gestures: &Gestures) {
    let mut group = row.group(ui, "Lost at each turn", KNOBS);
    let high_pass = Knob::new(&params.high_pass, "Each repeat loses bass below this.");
    let low_pass = Knob::new(&params.low_pass, "Each repeat loses treble above this.");
    for knob in [high_pass.caption("High-pass"), low_pass.caption("Low-pass")] {
        let place = group.place(1);
        dim_unless(ui, !params.freeze.value(), |ui| {
            knob.show(ui, place, gestures);
        });
    }
}

/// A sound and its repeats in time: left above the middle, right below.
fn picture(ui: &Ui, rect: Rect, params: &AgainParams, turn_s: f32) {
    let theme = Theme::of(ui);
    let key = [("Left", theme::MOON), ("Right", theme::OXIDE)];
    let inner = plot::frame(ui, rect, "", &key);
    plot::describe(ui, rect, "Repeats in time");
    let title = theme.px(theme::TITLE);
    let room = inner.with_min_x(rect.left() + theme.px(theme::PAD));
    let room = room.with_max_y(room.bottom() - title);
    let painter = ui.painter();
    painter.hline(room.x_range(), room.center().y, theme.line(theme::LINE));
    if turn_s <= 0.0 {
        return;
    }
    let wanted = TURNS * turn_s;
    let span_s = SPANS_S.into_iter().find(|span| *span >= wanted);
    let span_s = span_s.unwrap_or(wanted);
    for quarter in 1..4 {
        let share = quarter as f32 / 4.0;
        let x = room.left() + share * room.width();
        painter.vline(x, room.y_range(), theme.line(theme::LINE));
        let size = vec2(theme.px(theme::PEAK.x), title);
        let below = Rect::from_center_size(pos2(x, room.bottom() + title / 2.0), size);
        let align = Align2::CENTER_CENTER;
        let label = time(share * span_s);
        text(ui, below, align, Text::Small, theme::FADED, &label);
    }

    let bar = |seconds: f32, side: usize, share: f32, colour: Color32| {
        let x = room.left() + theme.px(theme::NEAR) + seconds / span_s * room.width();
        let half = room.height() / 2.0 * (FIRST * share).min(1.0);
        let end = room.center().y + if side == 0 { -half } else { half };
        let stroke = Stroke::new(theme.px(theme::NEAR), colour);
        if x <= room.right() {
            painter.line_segment([pos2(x, room.center().y), pos2(x, end)], stroke);
        }
    };
    for (side, (_, colour)) in key.into_iter().enumerate() {
        bar(0.0, side, 1.0, theme::PAPER);
        let late = if side == 1 && params.ping_pong.value() {
            0.5
        } else {
            0.0
        };
        let amount = if params.freeze.value() {
            1.0
        } else {
            params.amount.value()
        };
        let mut share = 1.0;
        let mut turn = 1.0;
        while turn * turn_s <= span_s {
            share *= amount;
            if share < FAINTEST {
                break;
            }
            bar((turn + late) * turn_s, side, share, colour);
            turn += 1.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_are_short() {
        assert_eq!(time(0.35), "350 ms");
        assert_eq!(time(0.0625), "62.5 ms");
        assert_eq!(time(1.0), "1 s");
        assert_eq!(time(1.875), "1.875 s");
    }
}
