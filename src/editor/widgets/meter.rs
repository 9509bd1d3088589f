//! A level meter for both channels: VU as a bar, the highest peak as a mark, and a field that keeps
//! the highest peak of all and lights up when it was too loud. A click on it starts anew.
//!
//! 0 VU is a sine of -18 dBFS; the scale ends at 0 dBFS, +18 VU.

use std::sync::atomic::Ordering::Relaxed;

use atomic_float::AtomicF32;
use egui::{Align2, Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::{focus_ring, hint, text, text_width};
use crate::audio::chain::taps::Levels;

/// 0 VU in dBFS.
const ZERO_VU_DBFS: f32 = -18.0;
/// The scale in VU.
const RANGE_VU: (f32, f32) = (-42.0, 18.0);
/// What stands below the scale, in VU.
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

        let gap = theme.px(theme::NEAR);
        let field = theme.size(theme::PEAK);
        let bar = theme.px(theme::BAR);
        let height = field.y + 4.0 * gap + 2.0 * bar + theme.px(theme::TITLE);
        let rect = Align2::CENTER_CENTER.align_size_within_rect(vec2(rect.width(), height), rect);
        let head = rect.with_max_y(rect.top() + field.y);
        let title = format!("{name} level");
        text(
            ui,
            head,
            Align2::LEFT_CENTER,
            Text::Body,
            theme::FADED,
            &title,
        );
        self.peak_field(ui, head.with_min_x(head.right() - field.x), name);

        let x = |dbfs: f32| {
            let vu = dbfs - ZERO_VU_DBFS;
            egui::remap_clamp(vu, RANGE_VU.0..=RANGE_VU.1, rect.left()..=rect.right())
        };
        let mut top = head.bottom() + gap * 1.5;
        for (vu, held) in vu.into_iter().zip(&self.held) {
            let body = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), bar));
            paint_bar(ui, body, x(dbfs(vu)), x(ZERO_VU_DBFS), colour);
            let peak = dbfs(held.0);
            if peak > RANGE_VU.0 + ZERO_VU_DBFS {
                let warm = if peak >= 0.0 {
                    theme::CLIP
                } else {
                    theme::PAPER
                };
                let stroke = egui::Stroke::new(theme.px(theme::CURVE), warm);
                ui.painter().vline(x(peak), body.y_range(), stroke);
            }
            top = body.bottom() + gap / 2.0;
        }
        scale(ui, Rect::from_min_max(pos2(rect.left(), top), rect.max), &x);
        describe(ui, rect.with_min_y(head.bottom()), &title, vu);
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
    let calm = body.with_max_x(level.min(zero));
    if calm.is_positive() {
        painter.rect_filled(calm, radius, colour);
    }
    let loud = body.with_min_x(zero).with_max_x(level);
    if loud.is_positive() {
        painter.rect_filled(loud, radius, theme::LAMP);
    }
}

/// Ticks and numbers in VU; from the right, because the end of the scale must be named.
fn scale(ui: &Ui, rect: Rect, x: &impl Fn(f32) -> f32) {
    let theme = Theme::of(ui);
    let tick = theme.px(theme::NEAR);
    let mut free = rect.right();
    for vu in LABELS_VU.into_iter().rev() {
        let at = x(vu + ZERO_VU_DBFS);
        let (colour, label) = if vu == 0.0 {
            (theme::PAPER, "0 VU".to_owned())
        } else {
            (theme::FADED, format!("{vu:+.0}").replace('-', "−"))
        };
        let ticks = rect.top()..=rect.top() + tick;
        ui.painter().vline(at, ticks, theme.line(colour));
        let width = text_width(ui, Text::Small, &label).ceil() + 1.0;
        let left = (at - width / 2.0).clamp(rect.left(), rect.right() - width);
        if left + width > free {
            continue;
        }
        let place = Rect::from_min_max(
            pos2(left, rect.top() + tick),
            pos2(left + width, rect.bottom()),
        );
        text(
            ui,
            place,
            Align2::CENTER_CENTER,
            Text::Small,
            colour,
            &label,
        );
        free = left - theme.px(theme::BESIDE);
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
