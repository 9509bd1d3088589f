//! The playback device: its picture at the left, which one and how it is used beside that, and what it
//! does to frequencies.

mod devices;
mod drivers;
pub mod picture;

use egui::{Rect, Ui, pos2};

use super::super::gesture::Gestures;
use super::super::theme::{self, Theme};
use super::super::widgets::chart::{Chart, RANGE_HZ};
use super::super::widgets::{Knob, Menu};
use super::rack::{Row, dim_unless, racks, title, with_picture};
use crate::audio::chain::taps::Insight;
use crate::params::{DeviceChoice, ListenerParams};

/// Columns of the grid that the knobs stand in.
const COLUMNS: usize = 8;
/// Those of the knobs.
const KNOBS: usize = 4;
/// The level axis of the picture in dB.
const RANGE_DB: (f32, f32) = (-48.0, 12.0);
/// Levels with a line, and their numbers.
const LINES_DB: [(f32, &str); 2] = [(0.0, "0"), (-24.0, "−24")];
/// Points of its curve.
const POINTS: usize = 160;
/// The most that the device's turning down shows, in dB.
const REDUCTION_DB: f32 = 18.0;

/// Shows the stage in `year` at a sample rate in Hz; all of it stays in reach while it is off.
pub fn listener(
    ui: &mut Ui,
    rect: Rect,
    params: &ListenerParams,
    (year, sample_rate): (i32, f32),
    insight: &Insight,
    gestures: &Gestures,
) {
    let [head, upper, lower] = racks(ui, rect);
    header(ui, head, params, year, gestures);
    let (left, [upper, lower]) = with_picture(ui, [upper, lower]);
    picture::picture(ui, left, params, year, insight);
    let mut row = Row::new(upper, COLUMNS);
    device(ui, &mut row, params, year, gestures);
    let group = row.group(ui, "Frequency response", COLUMNS - KNOBS);
    let place = group.rest(rect.right() - Theme::of(ui).px(theme::PAD));
    response(
        ui,
        place.with_max_y(lower.bottom()),
        |hz| params.response(year, sample_rate, hz),
        insight,
    );
    let mut row = Row::new(lower, COLUMNS);
    place_of(ui, &mut row, params, year, gestures);
}

/// The device.
fn header(ui: &mut Ui, row: Rect, params: &ListenerParams, year: i32, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let row = title(ui, row, "Listener", params.on.value());
    if !params.on.value() {
        ui.multiply_opacity(theme::OFF_OPACITY);
    }
    let followed = format!("{} in {year}", params.device_name(year));
    let mut model = Menu::new(
        &params.model,
        "What the sound is heard on. “Follow the year” takes what one had then. All are equally loud.",
    );
    if params.model.value() == DeviceChoice::Year {
        model = model.detail(&followed);
    }
    let place = row.with_max_x(row.left() + theme.px(theme::MACHINE));
    model.show(ui, place, gestures);
}

fn device(ui: &mut Ui, row: &mut Row, params: &ListenerParams, year: i32, gestures: &Gestures) {
    let mut group = row.group(ui, "Device", KNOBS);
    let parts = params.parts(year);
    let volume = Knob::new(
        &params.volume,
        "How far it is turned up: drives its amplifier and its driver. The loudness stays.",
    );
    let protection = Knob::new(
        &params.protection,
        "How much of its own dynamics works: what keeps a small driver from harm.",
    );
    let rattle = Knob::new(
        &params.rattle,
        "How loose its case is: it buzzes when the driver moves far.",
    );
    let width = Knob::new(
        &params.width,
        "How far its two sides stand apart; all the way down is mono.",
    );
    for (knob, works) in [
        (volume, parts.driver),
        (protection, parts.protection),
        (rattle, parts.rattle),
        (width.caption("Width"), parts.sides),
    ] {
        let place = group.place(1);
        dim_unless(ui, works, |ui| {
            knob.show(ui, place, gestures);
        });
    }
}

fn place_of(ui: &mut Ui, row: &mut Row, params: &ListenerParams, year: i32, gestures: &Gestures) {
    let mut group = row.group(ui, "Where it stands", KNOBS - 1);
    let parts = params.parts(year);
    let distance = Knob::new(
        &params.distance,
        "How far away it is: less treble, more of the place.",
    );
    let place = Knob::new(
        &params.place,
        "How much of the table, the kitchen, the car or the hall around it is heard.",
    );
    for (knob, works) in [(distance, parts.driver), (place, parts.place)] {
        let place = group.place(1);
        dim_unless(ui, works, |ui| {
            knob.show(ui, place, gestures);
        });
    }
}

/// The device's response, how far its drivers move, and how far it turns itself down.
fn response(ui: &Ui, rect: Rect, gain: impl Fn(f32) -> f32 + Clone, insight: &Insight) {
    let theme = Theme::of(ui);
    let chart = Chart {
        name: "Frequency response of the device",
        title: "",
        key: &[
            ("Excursion", theme::LAMP),
            ("Held back", theme::MOON),
            ("Response", theme::OXIDE),
        ],
        range_db: RANGE_DB,
        lines_db: &LINES_DB,
    };
    let bar = theme.px(theme::BAR);
    let room = chart.show(ui, rect.with_max_x(rect.right() - 4.0 * bar));
    let points = (0..POINTS).map(|point| {
        let share = point as f32 / (POINTS - 1) as f32;
        let hz = RANGE_HZ.0 * (RANGE_HZ.1 / RANGE_HZ.0).powf(share);
        (hz, 20.0 * gain(hz).max(1e-9).log10())
    });
    room.curve(ui, points, theme::OXIDE, true);

    let [left, right] = insight.excursion;
    let held = insight.reduction_db / REDUCTION_DB;
    let bars = [
        (left, theme::LAMP, false),
        (right, theme::LAMP, false),
        (held, theme::MOON, true),
    ];
    for (index, (share, colour, from_above)) in bars.into_iter().enumerate() {
        let x = rect.right() - bar * (3.6 - 1.3 * index as f32);
        let well = Rect::from_min_max(pos2(x, rect.top()), pos2(x + bar, rect.bottom()));
        let radius = theme.radius(theme::SMALL_RADIUS);
        ui.painter().rect_filled(well, radius, theme::WELL);
        let height = well.height() * share.clamp(0.0, 1.0);
        let fill = if from_above {
            well.with_max_y(well.top() + height)
        } else {
            well.with_min_y(well.bottom() - height)
        };
        ui.painter().rect_filled(fill, radius, colour);
    }
}
