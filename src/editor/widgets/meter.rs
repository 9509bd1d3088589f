//! A level meter for both channels, upright: VU as a bar, the highest peak as a mark, and above them a
//! field that keeps the highest peak of all and lights up when it was too loud. A click on it starts
//! anew.
//!
//! 0 VU is a sine of -18 dBFS; the scale ends at 0 dBFS, +18 VU.

use std::sync::atomic::Ordering::Relaxed;

use atomic_float::AtomicF32;
use egui::{Align2, Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::{focus_ring, hint, text};
use crate::audio::chain::taps::Levels;

/// 0 VU in dBFS.
const ZERO_VU_DBFS: f32 = -18.0;
/// The scale in VU.
const RANGE_VU: (f32, f32) = (-42.0, 18.0);
/// What stands beside the scale, in VU.
const LABELS_VU: [f32; 7] = [-40.0, -30.0, -20.0, -10.0, 0.0, 10.0, 18.0];
/// How long a peak's mark stays where it was, in seconds.
const HOLD_S: f64 = 1.5;

/// Levels that stay the same to the last bit for so long, in seconds, are old: the host has stopped
/// asking for sound.
const STALE_S: f64 = 0.4;
/// What counts as silence, as an amplitude: below the scale.
const SILENCE: f32 = 1e-4;

/// What a meter remembers from frame to frame.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    /// What was read last, and when it last changed in egui's seconds.
    reading: (Reading, f64),
    /// Whether that was too long ago when it was last shown.
    stale: bool,
    /// Held peaks of left and right: amplitude, and when it was reached in egui's seconds.
    held: [(f32, f64); 2],
    /// The highest peak since it was last cleared, as an amplitude.
    highest: f32,
}

/// Amplitudes, left and right.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Reading {
    vu: [f32; 2],
    peak: [f32; 2],
}

impl Meter {
    /// Whether there was nothing to be seen when it was last shown.
    pub fn is_quiet(&self) -> bool {
        let Reading { vu, peak } = self.reading.0;
        let mut held = self.held.iter().map(|(peak, _)| peak);
        let mut read = vu.iter().chain(&peak);
        (self.stale || read.all(|level| *level < SILENCE)) && held.all(|level| *level < SILENCE)
    }

    /// Shows levels; `name` is that of the place, `colour` that of its bars.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, levels: &Levels, name: &str, colour: Color32) {
        let theme = Theme::of(ui);
        let now = ui.input(|input| input.time);
        let Reading { vu, peak } = self.read(levels, now);
        for (held, peak) in self.held.iter_mut().zip(peak) {
            if peak >= held.0 || now > held.1 + HOLD_S {
                *held = (peak, now);
            }
            self.highest = self.highest.max(peak);
        }

        let field = rect.with_max_y(rect.top() + theme.px(theme::PEAK.y));
        self.peak_field(ui, field, name);

        // Half a line above and below, for the numbers at the ends.
        let half = theme.px(theme::TITLE) / 2.0;
        let body = rect.with_min_y(field.bottom() + theme.px(theme::NEAR));
        let body = body.shrink2(vec2(0.0, half));
        let y = |dbfs: f32| {
            let vu = dbfs - ZERO_VU_DBFS;
            egui::remap_clamp(vu, RANGE_VU.0..=RANGE_VU.1, body.bottom()..=body.top())
        };
        let bar = theme.px(theme::BAR);
        let mut left = rect.right() - 2.0 * bar - theme.px(theme::NEAR / 2.0);
        scale(ui, body.with_max_x(left), &y);
        for (vu, held) in vu.into_iter().zip(&self.held) {
            let bar = body.with_min_x(left).with_max_x(left + bar);
            paint_bar(ui, bar, y(dbfs(vu)), y(ZERO_VU_DBFS), colour);
            let peak = dbfs(held.0);
            if peak > RANGE_VU.0 + ZERO_VU_DBFS {
                let warm = if peak >= 0.0 {
                    theme::CLIP
                } else {
                    theme::PAPER
                };
                let stroke = egui::Stroke::new(theme.px(theme::CURVE), warm);
                ui.painter().hline(bar.x_range(), y(peak), stroke);
            }
            left = bar.right() + theme.px(theme::NEAR / 2.0);
        }
        describe(ui, body, &format!("{name} level"), vu);
    }

    fn read(&mut self, levels: &Levels, now: f64) -> Reading {
        let load = |pair: &[AtomicF32; 2]| [pair[0].load(Relaxed), pair[1].load(Relaxed)];
        let new = Reading {
            vu: load(&levels.vu),
            peak: load(&levels.peak),
        };
        let (last, changed) = &mut self.reading;
        if new != *last {
            (*last, *changed) = (new, now);
        }
        self.stale = now > *changed + STALE_S;
        if self.stale { Reading::default() } else { new }
    }

    fn peak_field(&mut self, ui: &mut Ui, rect: Rect, name: &str) {
        let theme = Theme::of(ui);
        let title = format!("{name} peak");
        let response = ui.interact(rect, ui.scope_id().with(&title), Sense::click());
        if response.clicked() {
            self.highest = 0.0;
        }
        let peak = dbfs(self.highest);
        let clipped = peak > 0.0;
        let words = if self.highest < 1e-5 {
            "– dB".to_owned()
        } else {
            format!("{:.1} dB", (peak * 10.0).round() / 10.0 + 0.0).replace('-', "−")
        };
        let (ground, colour) = if clipped {
            (theme::CLIP, theme::NIGHT)
        } else {
            (theme::WELL, theme::FADED)
        };
        let radius = theme.radius(theme::SMALL_RADIUS);
        ui.painter().rect_filled(rect, radius, ground);
        text(ui, rect, Align2::CENTER_CENTER, Text::Small, colour, &words);
        focus_ring(ui, rect, &response);
        hint::explain(
            &response,
            "The highest peak since the last click, in dBFS. It lights up above 0. Click to clear.",
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &title));
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_value(words));
    }
}

fn dbfs(amplitude: f32) -> f32 {
    20.0 * amplitude.max(1e-6).log10()
}

/// One channel, dimmer up to 0 VU than above it.
fn paint_bar(ui: &Ui, body: Rect, level: f32, zero: f32, colour: Color32) {
    let theme = Theme::of(ui);
    let radius = theme.px(theme::NEAR / 2.0);
    let painter = ui.painter();
    painter.rect_filled(body, radius, theme::WELL);
    let calm = body.with_min_y(level.max(zero));
    if calm.is_positive() {
        painter.rect_filled(calm, radius, colour);
    }
    let loud = body.with_max_y(zero).with_min_y(level);
    if loud.is_positive() {
        painter.rect_filled(loud, radius, theme::LAMP);
    }
}

/// Ticks and numbers in VU; from above, because the end of the scale must be named.
fn scale(ui: &Ui, rect: Rect, y: &impl Fn(f32) -> f32) {
    let theme = Theme::of(ui);
    let tick = theme.px(theme::NEAR);
    let line = theme.px(theme::TITLE);
    let mut free = f32::NEG_INFINITY;
    for vu in LABELS_VU.into_iter().rev() {
        let at = y(vu + ZERO_VU_DBFS);
        let (colour, label) = if vu == 0.0 {
            (theme::PAPER, "0 VU".to_owned())
        } else {
            (theme::FADED, format!("{vu:+.0}").replace('-', "−"))
        };
        let right = rect.right() - tick / 2.0;
        ui.painter()
            .hline(right - tick..=right, at, theme.line(colour));
        if at - line / 2.0 < free {
            continue;
        }
        let place = Rect::from_min_max(
            pos2(rect.left(), at - line / 2.0),
            pos2(right - 1.5 * tick, at + line / 2.0),
        );
        let align = Align2::RIGHT_CENTER;
        text(ui, place, align, Text::Small, colour, &label);
        free = place.bottom();
    }
}

fn describe(ui: &Ui, rect: Rect, title: &str, vu: [f32; 2]) {
    let response = ui.interact(rect, ui.scope_id().with(title), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, title));
    // Adding 0 makes −0 a 0.
    let [left, right] = vu.map(|vu| (dbfs(vu) - ZERO_VU_DBFS).round() + 0.0);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(format!("left {left:.0}, right {right:.0} VU"));
    });
    hint::explain(
        &response,
        "Bars: loudness as on a tape machine, 0 VU is −18 dBFS. Marks: peaks; the scale ends at 0 dBFS.",
    );
}
