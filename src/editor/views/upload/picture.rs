//! The upload's picture: over the last seconds, what of the spectrum is kept and what is gone, and beside
//! it the newest moment; of a sampler, below it, the newest stretch of the wave itself.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Align2, Color32, Id, Rect, Ui, pos2, vec2};

use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::spectrogram::COLUMNS;
use super::super::super::widgets::{hint, plot, text, text_width};
use super::super::clock::COLUMN_S;
use super::history::{Gap, History, LAYERS, Moment};
use super::levels::{Levels, share};
use super::moment;
use crate::audio::chain::taps::TapReader;
use crate::params::{ListenChoice, UploadParams};

/// What it is called.
pub const NAME: &str = "What the upload keeps";
/// Frequencies with a line, in Hz, and their numbers.
const LINES_HZ: [(f32, &str); 6] = [
    (16_000.0, "16k"),
    (8_000.0, "8k"),
    (4_000.0, "4k"),
    (2_000.0, "2k"),
    (1_000.0, "1k"),
    (300.0, "300"),
];
/// The share of the width that the newest spectrum takes, and of the height that a wave takes.
const NEWEST: f32 = 0.28;
const WAVE: f32 = 0.34;

/// In their order; see [`LAYERS`].
const COLOURS: [Color32; LAYERS] = [
    theme::OXIDE,
    theme::PAPER,
    theme::MOON,
    theme::LAMP,
    theme::LAMP,
];
const KEPT: (&str, Color32) = ("Kept", theme::OXIDE);
const GONE: (&str, Color32) = ("Gone", theme::MOON);
const MASKED: (&str, Color32) = ("Masked", theme::FADED);
const ADDED: (&str, Color32) = ("Added", theme::LAMP);

/// Shows what happens in `year`, and takes what is new.
pub fn picture(ui: &Ui, rect: Rect, params: &UploadParams, year: i32, taps: &mut TapReader) {
    let theme = Theme::of(ui);
    let history = history(ui);
    let mut history = history.lock().unwrap_or_else(PoisonError::into_inner);
    take(&mut history, params, taps);
    let coded = taps.insight().coded.as_ref();
    let told = coded.is_some_and(|coded| coded.survey.is_some());
    let converter = params.converter(year).filter(|_| params.on.value());

    let third = match (told, converter) {
        (true, _) => Some(MASKED),
        (false, Some(_)) => Some(ADDED),
        (false, None) => None,
    };
    let key: Vec<_> = [KEPT, GONE].into_iter().chain(third).collect();
    let title = title(ui, rect, &history, &key);
    let room = plot::frame(ui, rect, &title, &key);
    describe(ui, rect, &words(&history, params, year));

    let line = theme.px(theme::TITLE);
    let foot = Rect::from_min_max(
        pos2(rect.left() + theme.px(theme::BESIDE), room.bottom() - line),
        room.max,
    );
    let mut room = room.with_max_y(foot.top() - theme.px(theme::NEAR));
    foot_line(ui, foot, &history, params, converter);
    if let Some((clock_hz, _)) = converter {
        let (above, below) = room.split_top_bottom_at_fraction(1.0 - WAVE);
        let below = below.with_min_y(below.top() + theme.px(theme::NEAR));
        let rate = taps.sample_rate();
        moment::wave(ui, below, &taps.around().upload, rate, clock_hz);
        room = above;
    }

    let over_time = room.with_max_y(room.bottom() - line);
    let (over_time, newest) = over_time.split_left_right_at_fraction(1.0 - NEWEST);
    let newest = newest.with_min_x(newest.left() + theme.px(theme::NEAR));
    frequencies(ui, over_time.union(newest));
    history.spectrogram().show(ui, over_time, COLOURS);
    let painter = ui.painter();
    let now = theme.line(theme::LINE);
    painter.vline(newest.left(), newest.y_range(), now);
    painter.hline(room.x_range(), over_time.bottom(), now);
    moment::spectrum(ui, newest, history.newest());
    let below = |rect: Rect| {
        rect.with_min_y(over_time.bottom())
            .with_max_y(over_time.bottom() + line)
    };
    time_line(ui, below(over_time), history.gaps());
    moment::levels(ui, below(newest), newest);
    if history.survives().is_none() {
        let align = Align2::CENTER_CENTER;
        text(ui, over_time, align, Text::Small, theme::FADED, "Silence");
    }
}

/// The history of this window, begun with its first look.
fn history(ui: &Ui) -> Arc<Mutex<History>> {
    let id = Id::unique("upload history");
    if let Some(known) = ui.data(|data| data.get_temp::<Arc<Mutex<History>>>(id)) {
        return known;
    }
    let begun = Arc::new(Mutex::new(History::new(ui.ctx())));
    ui.data_mut(|data| data.insert_temp(id, begun.clone()));
    begun
}

fn take(history: &mut History, params: &UploadParams, taps: &mut TapReader) {
    let sample_rate = taps.sample_rate();
    let insight = taps.insight();
    let played_s = insight.played_s;
    let coded = insight.coded.as_ref();
    let bits = coded.map(|coded| [coded.spent_bits, coded.budget_bits]);
    let told = coded.and_then(|coded| coded.survey.as_ref());
    let told = told.map(Levels::told);
    let network = insight.network;
    let levels = match told {
        Some(told) => told,
        None if sample_rate > 0.0 => {
            let heard = Levels::heard(&mut history.analysis, &taps.around().upload, sample_rate);
            match params.listen.value() {
                ListenChoice::Result => heard,
                ListenChoice::Removed => heard.swapped(),
            }
        }
        None => Levels::SILENT,
    };
    history.take(Moment {
        played_s,
        levels,
        bits,
        lost: network.map_or(0, |network| network.lost),
        missing: network.is_some_and(|network| network.is_lost || network.is_stuttering),
        stuttering: network.is_some_and(|network| network.is_stuttering),
    });
}

fn percent(share: f32) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// How much survives, in as many words as there is room for beside the key.
fn title(ui: &Ui, rect: Rect, history: &History, key: plot::Key) -> String {
    let Some(share) = history.survives() else {
        return String::new();
    };
    let beside = Theme::of(ui).px(theme::BESIDE);
    let wide = |words: &str| text_width(ui, Text::Small, words) + beside;
    let keys: f32 = key.iter().map(|(word, _)| wide(word)).sum();
    let long = format!("{} survives", percent(share));
    if wide(&long) + keys + beside <= rect.width() {
        long
    } else {
        percent(share)
    }
}

/// All of it in words.
fn words(history: &History, params: &UploadParams, year: i32) -> String {
    let on = params.on.value();
    let place = if on {
        params.place_name(year)
    } else {
        "Not uploaded"
    };
    let service = params.service(year);
    let how = match params.converter(year) {
        _ if !on => String::new(),
        Some((clock_hz, bits)) => format!(", {}", conversion(clock_hz, bits)),
        None if service.gives_out_bits() => {
            let rate = params.bit_rate_kbps().unwrap_or(service.bit_rate_kbps);
            format!(", {rate:.0} kbit/s")
        }
        None => String::new(),
    };
    let left = history.survives().map_or("silence".to_owned(), |share| {
        format!("{} of the spectrum survives", percent(share))
    });
    let gaps = gap_words(history.gaps());
    let again = params.reuploads.value();
    let first = if on && service.gives_out_bits() && again > 0 {
        format!(", after the first of {} uploads", again + 1)
    } else {
        String::new()
    };
    let gaps = if gaps.is_empty() {
        gaps
    } else {
        format!("; {gaps}")
    };
    format!("{place}{how}: {left}{first}{gaps}")
}

fn conversion(clock_hz: f64, bits: f32) -> String {
    let bits = format!("{bits:.1}");
    let bits = bits.strip_suffix(".0").unwrap_or(&bits);
    format!("{bits} bits at {:.1} kHz", clock_hz / 1e3)
}

fn gap_words(gaps: Gap) -> String {
    let lost = match gaps.lost {
        0 => None,
        1 => Some("1 packet lost".to_owned()),
        lost => Some(format!("{lost} packets lost")),
    };
    let stutter = gaps.stuttered.then(|| "stutter".to_owned());
    let both: Vec<String> = lost.into_iter().chain(stutter).collect();
    both.join(", ")
}

fn describe(ui: &Ui, rect: Rect, words: &str) {
    let response = plot::describe(ui, rect, NAME);
    hint::explain(
        &response,
        "The spectrum over the last five seconds, and the newest beside it; striped where packets are missing.",
    );
    let value = words.to_owned();
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_value(value));
}

/// Lines across both spectra, as many as there is room for their numbers.
fn frequencies(ui: &Ui, room: Rect) {
    let line = Theme::of(ui).px(theme::TITLE);
    let mut free = room.top() - line;
    for (hz, number) in LINES_HZ {
        let y = egui::lerp(room.bottom()..=room.top(), share(hz));
        if y >= free {
            plot::level(ui, room, y, number);
            free = y + line;
        }
    }
}

/// From when to when, and what the network did to it.
fn time_line(ui: &Ui, rect: Rect, gaps: Gap) {
    let seconds = format!("−{:.0} s", COLUMNS as f64 * COLUMN_S);
    let gaps = gap_words(gaps);
    let beside = Theme::of(ui).px(theme::BESIDE);
    let words = |align: Align2, colour: Color32, words: &str| {
        text(ui, rect, align, Text::Small, colour, words);
    };
    let wide = |words: &str| text_width(ui, Text::Small, words);
    if gaps.is_empty() {
        words(Align2::LEFT_CENTER, theme::FADED, &seconds);
    } else if wide(&gaps) + wide("now") + beside <= rect.width() {
        words(Align2::LEFT_CENTER, theme::LAMP, &gaps);
    } else {
        words(Align2::LEFT_CENTER, theme::LAMP, "Gaps");
    }
    words(Align2::RIGHT_CENTER, theme::FADED, "now");
}

/// What it costs: bits against those that there are, or what a sampler works with.
fn foot_line(
    ui: &Ui,
    rect: Rect,
    history: &History,
    params: &UploadParams,
    converter: Option<(f64, f32)>,
) {
    let theme = Theme::of(ui);
    let words = |rect: Rect, align: Align2, words: &str| {
        text(ui, rect, align, Text::Small, theme::FADED, words);
    };
    let said = match (converter, history.spent()) {
        _ if !params.on.value() => "Not uploaded: as it comes in",
        (Some((clock_hz, bits)), _) => &conversion(clock_hz, bits),
        (None, None) => "Not coded: as it comes in",
        (None, Some(spent)) => {
            let again = params.reuploads.value();
            let name = if again > 0 {
                format!("Bits, 1st of {}", again + 1)
            } else {
                "Bits".to_owned()
            };
            words(rect, Align2::LEFT_CENTER, &name);
            let wide = |words: &str| text_width(ui, Text::Small, words);
            let beside = theme.px(theme::BESIDE);
            let bar = rect
                .with_min_x(rect.left() + wide(&name) + beside)
                .with_max_x(rect.right() - wide("100 %") - beside);
            bits(ui, bar, spent);
            words(rect, Align2::RIGHT_CENTER, &percent(spent));
            return;
        }
    };
    words(rect, Align2::LEFT_CENTER, said);
}

/// How much of the bits was spent, as a bar.
fn bits(ui: &Ui, place: Rect, spent: f32) {
    let theme = Theme::of(ui);
    let size = vec2(place.width(), theme.px(theme::NEAR));
    let bar = Align2::CENTER_CENTER.align_size_within_rect(size, place);
    let radius = theme.radius(theme::NEAR / 2.0);
    let painter = ui.painter();
    painter.rect_filled(bar, radius, theme::LINE);
    let (end, colour) = if spent > 1.005 {
        (bar.right(), theme::LAMP)
    } else {
        (egui::lerp(bar.x_range(), spent.min(1.0)), theme::OXIDE)
    };
    painter.rect_filled(bar.with_max_x(end), radius, colour);
}
