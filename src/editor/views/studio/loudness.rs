//! How loud it is: the limiter and the meters above, and below what a platform makes of it.

use std::sync::atomic::Ordering;

use egui::{Align2, Rect, Ui, vec2};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::button::text_button;
use super::super::super::widgets::{Knob, Menu, Toggle, text};
use super::super::rack::{Row, dim_unless};
use super::{body, titled};
use crate::audio::chain::taps::Insight;
use crate::params::{EffectParams, PlatformChoice, StudioParams};

/// Columns of the grid that the knobs stand in.
const COLUMNS: usize = 10;
/// Those of the limiter.
const LIMITER: usize = 4;

/// Shows the page.
pub fn loudness(
    ui: &mut Ui,
    [upper, lower]: [Rect; 2],
    params: &EffectParams,
    insight: &Insight,
    gestures: &Gestures,
) {
    let mut row = Row::new(upper, COLUMNS);
    limiter(ui, &mut row, &params.studio, gestures);
    meters(ui, &mut row, params, insight, gestures);
    let mut row = Row::new(lower, COLUMNS);
    platform(ui, &mut row, params, insight, gestures);
}

fn limiter(ui: &mut Ui, row: &mut Row, studio: &StudioParams, gestures: &Gestures) {
    let params = &studio.limiter;
    let mut group = row.group(ui, "Limiter", LIMITER);
    let switch = Toggle::new(&params.on, "Whether the limiter works.").caption("");
    let place = group.title_end(switch.width(ui));
    switch.show(ui, place, gestures);
    let knobs = [
        (
            &params.loudness,
            "Loudness",
            "How far the sound is driven into it. It gets louder.",
        ),
        (&params.ceiling, "Ceiling", "No true peak is above this."),
        (
            &params.clip,
            "Clip",
            "How much of that is clipped before it is limited.",
        ),
        (
            &params.release,
            "Release",
            "How fast the limiter comes back.",
        ),
    ];
    for (param, caption, help) in knobs {
        let place = group.place(1);
        dim_unless(ui, params.on.value(), |ui| {
            Knob::new(param, help)
                .caption(caption)
                .show(ui, place, gestures);
        });
    }
}

/// A level or a loudness; a dash where there is none.
fn number(value: f64) -> String {
    if value.is_finite() {
        format!("{value:.1}").replace('-', "−")
    } else {
        "–".to_owned()
    }
}

fn meters(
    ui: &mut Ui,
    row: &mut Row,
    params: &EffectParams,
    insight: &Insight,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let group = row.group(ui, "Meters", COLUMNS - LIMITER);
    let with_song = Toggle::new(
        &params.studio.meter_restart,
        "The meters begin anew where the song begins to play.",
    )
    .caption("With the song");
    let place = group.title_end(with_song.width(ui));
    with_song.show(ui, place, gestures);
    let place = body(&group);
    let height = theme.px(theme::MENU);
    let (numbers, below) =
        place.split_top_bottom_at_y(place.bottom() - height - theme.px(theme::NEAR));
    let nothing = f64::NEG_INFINITY;
    let shown = insight.loudness;
    let of = |value: Option<f64>| number(value.unwrap_or(nothing));
    let columns = [
        ("Momentary", of(shown.map(|l| l.momentary_lufs)), "LUFS"),
        ("Short-term", of(shown.map(|l| l.short_term_lufs)), "LUFS"),
        ("Integrated", of(shown.map(|l| l.integrated_lufs)), "LUFS"),
        ("Range", of(shown.map(|l| l.range_lu)), "LU"),
        ("True peak", of(shown.map(|l| l.true_peak_db)), "dBTP"),
    ];
    let width = numbers.width() / columns.len() as f32;
    for (index, (name, value, unit)) in columns.into_iter().enumerate() {
        let left = numbers.left() + width * index as f32;
        let column = Rect::from_min_size(
            egui::pos2(left, numbers.top()),
            vec2(width, numbers.height()),
        );
        let line = theme.px(theme::KNOB_LINE);
        let first = column.with_max_y(column.top() + line);
        let second = first.translate(vec2(0.0, line));
        let third = second.translate(vec2(0.0, line));
        let align = Align2::LEFT_CENTER;
        text(ui, first, align, Text::Small, theme::FADED, name);
        text(ui, second, align, Text::Body, theme::PAPER, &value);
        text(ui, third, align, Text::Small, theme::FADED, unit);
    }
    let button = below.with_max_x(below.left() + theme.px(theme::PAGE));
    let button = button.with_min_y(button.bottom() - height);
    if text_button(ui, button, "Reset").clicked() {
        params.measurements.fetch_add(1, Ordering::Relaxed);
    }
}

fn platform(
    ui: &mut Ui,
    row: &mut Row,
    params: &EffectParams,
    insight: &Insight,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let studio = &params.studio;
    let choice = studio.platform.value();
    let listened = choice != PlatformChoice::Off;
    let mut group = row.group(ui, "Platform", 6);
    let place = group.place(3);
    let place = place.with_max_x(place.right() - theme.px(theme::BESIDE));
    let help = "Hear what a platform does to the level of the song. Its rule is in a table that you can edit.";
    titled(
        ui,
        place,
        "Played by",
        Menu::new(&studio.platform, help),
        gestures,
    );
    dim_unless(ui, listened, |ui| {
        Knob::new(
            &studio.song_loudness,
            "The loudness of the whole song, where you know it; all the way down it is what was measured so far.",
        )
        .short("Song")
        .show(ui, group.place(1), gestures);
        let albums = params.platforms.row(choice).is_some_and(|row| row.albums);
        dim_unless(ui, albums, |ui| {
            Knob::new(
                &studio.album_loudness,
                "The loudness of the album it is played on, if the platform keeps albums together.",
            )
            .short("Album")
            .show(ui, group.place(1), gestures);
        });
    });
    Knob::new(
        &studio.character,
        "How much of the desk's own sound there is.",
    )
    .short("Desk")
    .show(ui, group.place(1), gestures);
    let group = row.group(ui, "Verdict", COLUMNS - 6);
    let place = body(&group);
    let lines = verdict(params, insight);
    let line = theme.px(theme::KNOB_LINE);
    for (index, (words, colour)) in lines.into_iter().enumerate() {
        let place = place.with_max_y(place.top() + line);
        let place = place.translate(vec2(0.0, line * index as f32));
        text(ui, place, Align2::LEFT_CENTER, Text::Body, colour, &words);
    }
}

/// What the platform does, in words.
fn verdict(params: &EffectParams, insight: &Insight) -> Vec<(String, egui::Color32)> {
    let problem = params.platforms.problem();
    if !problem.is_empty() {
        return vec![(problem, theme::CLIP)];
    }
    let (date, own) = params.platforms.date();
    let table = if own { "Your table" } else { "Table" };
    let table = (format!("{table} of {date}"), theme::FADED);
    let studio = &params.studio;
    let Some(loudness) = insight.loudness else {
        return vec![table];
    };
    let Some(gain_db) = studio.platform_gain_db(&params.platforms, &loudness) else {
        return vec![
            ("No platform is listened to".to_owned(), theme::FADED),
            table,
        ];
    };
    // A row of one's own has a name of its own.
    let row = params.platforms.row(studio.platform.value());
    let title = row.and_then(|row| row.title);
    let name = title.unwrap_or_else(|| studio.platform.to_string());
    let words = if gain_db <= -0.05 {
        format!("{name} turns it down by {:.1} dB", -gain_db)
    } else if gain_db >= 0.05 {
        format!("{name} turns it up by {gain_db:.1} dB")
    } else {
        format!("{name} leaves it as it is")
    };
    vec![(words, theme::PAPER), table]
}
