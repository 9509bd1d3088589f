//! What a place shows of itself while it is not open, and while it is.

use egui::{Color32, Rect, Stroke, StrokeKind, Ui, lerp, pos2, remap_clamp, vec2};

use super::super::super::theme::{self, Theme};
use super::super::super::widgets::chart::RANGE_HZ;
use super::super::super::widgets::plot;
use super::super::stages::Stage;
use super::super::{listener, tape};
use crate::audio::chain::taps::TapReader;
use crate::params::{EffectParams, NoiseKind};

/// The level axes of the desk's curve and of a coder's bands, in dB.
const DESK_DB: (f32, f32) = (-18.0, 18.0);
const CODER_DB: (f32, f32) = (-90.0, 0.0);
/// Levels of a noise in dB over which its light grows.
const NOISES_DB: (f32, f32) = (-75.0, -25.0);
/// The most that the desk's turning down shows, in dB.
const REDUCTION_DB: f32 = 12.0;
/// Points of a curve.
const POINTS: usize = 64;

/// Draws it into a rectangle.
pub fn picture(ui: &Ui, rect: Rect, params: &EffectParams, taps: &mut TapReader, stage: Stage) {
    let year = params.main.year.value();
    let sample_rate = taps.sample_rate();
    match stage {
        Stage::Room => room(ui, rect, params, taps),
        Stage::Studio => {
            let gain = params.studio.response(year, sample_rate);
            response(ui, rect, gain);
            reductions(ui, rect, taps.insight().reductions_db);
        }
        Stage::Upload => upload(ui, rect, taps),
        Stage::Tape => tape::picture::tiny(ui, rect, &params.tape, year, taps.insight()),
        Stage::Listener => {
            listener::picture::tiny(ui, rect, &params.listener, year, taps.insight());
        }
        Stage::Again => {}
    }
}

/// The walls, the two speakers and what hears them, and the noises that are to be heard.
fn room(ui: &Ui, rect: Rect, params: &EffectParams, taps: &mut TapReader) {
    let theme = Theme::of(ui);
    let acoustics = params.room.acoustics();
    let sides = &acoustics.geometry.dimensions;
    let scale = (rect.width() / sides.length_m).min(rect.height() / sides.width_m);
    let floor = Rect::from_center_size(rect.center(), vec2(sides.length_m, sides.width_m) * scale);
    let at = |x: f32, y: f32| {
        pos2(
            lerp(floor.x_range(), x),
            lerp(floor.bottom()..=floor.top(), y),
        )
    };
    let painter = ui.painter();
    painter.rect(
        floor,
        theme.radius(theme::THIN),
        theme::WELL,
        Stroke::new(theme.px(theme::CURVE), theme::LINE),
        StrokeKind::Inside,
    );
    let room = &params.room;
    let (from, to) = (
        at(room.source_x.value(), room.source_y.value()),
        at(room.mic_x.value(), room.mic_y.value()),
    );
    painter.line_segment([from, to], theme.line(theme::LINE));
    let dot = theme.px(theme::DOT);
    painter.circle_filled(from, 1.6 * dot, theme::OXIDE);
    painter.circle_filled(to, 1.6 * dot, theme::MOON);
    let loudness = taps.insight().noises;
    for (kind, level) in NoiseKind::ALL.into_iter().zip(loudness) {
        if level > 0.0 {
            let noise = room.noise(kind);
            let db = 20.0 * level.max(1e-9).log10();
            let glow = remap_clamp(db, NOISES_DB.0..=NOISES_DB.1, 0.2..=1.0);
            let place = at(noise.x.value(), noise.y.value());
            painter.circle_filled(place, dot * 1.4, theme::LAMP.gamma_multiply(glow));
        }
    }
}

/// A curve of gain over frequency around the line of no change.
fn response(ui: &Ui, rect: Rect, gain: impl Fn(f32) -> f32) {
    let theme = Theme::of(ui);
    let y = |db: f32| remap_clamp(db, DESK_DB.0..=DESK_DB.1, rect.bottom()..=rect.top());
    ui.painter()
        .hline(rect.x_range(), y(0.0), theme.line(theme::LINE));
    let points = (0..POINTS).map(|point| {
        let share = point as f32 / (POINTS - 1) as f32;
        let hz = RANGE_HZ.0 * (RANGE_HZ.1 / RANGE_HZ.0).powf(share);
        let db = 20.0 * gain(hz).max(1e-9).log10();
        pos2(lerp(rect.x_range(), share), y(db))
    });
    plot::curve(ui, rect.bottom(), points.collect(), theme::OXIDE, true);
}

/// How far compressor, pump and limiter turn down: from above, at the right.
fn reductions(ui: &Ui, rect: Rect, reductions_db: [f32; 3]) {
    let theme = Theme::of(ui);
    let width = theme.px(theme::NEAR);
    for (index, db) in reductions_db.into_iter().rev().enumerate() {
        let right = rect.right() - 1.5 * width * index as f32;
        let height = rect.height() * (db / REDUCTION_DB).clamp(0.0, 1.0);
        let bar = Rect::from_min_size(pos2(right - width, rect.top()), vec2(width, height));
        let radius = theme.radius(theme::THIN);
        ui.painter().rect_filled(bar, radius, theme::LAMP);
    }
}

/// What the coder took away, band by band, and what it kept.
fn upload(ui: &Ui, rect: Rect, taps: &mut TapReader) {
    let theme = Theme::of(ui);
    let insight = taps.insight();
    let survey = insight
        .coded
        .as_ref()
        .and_then(|coded| coded.survey.as_ref());
    let Some(survey) = survey else {
        let line = Stroke::new(theme.px(theme::CURVE), theme::LINE);
        ui.painter().hline(rect.x_range(), rect.center().y, line);
        return;
    };
    let bands = survey.bands.min(survey.before_db.len());
    let x = |hz: f32| {
        let share = (hz.max(RANGE_HZ.0) / RANGE_HZ.0).ln() / (RANGE_HZ.1 / RANGE_HZ.0).ln();
        lerp(rect.x_range(), share.clamp(0.0, 1.0))
    };
    let y = |db: f32| remap_clamp(db, CODER_DB.0..=CODER_DB.1, rect.bottom()..=rect.top());
    for band in 0..bands {
        let [left, right] = [survey.edges_hz[band], survey.edges_hz[band + 1]].map(x);
        let bar = |db: f32, colour: Color32| {
            let right = (right - theme.px(theme::THIN)).max(left + 0.5);
            let bar = Rect::from_min_max(pos2(left, y(db)), pos2(right, rect.bottom()));
            ui.painter().rect_filled(bar, 0.0, colour);
        };
        bar(
            survey.before_db[band],
            theme::MOON.gamma_multiply(theme::BAR_OPACITY),
        );
        bar(survey.after_db[band], theme::OXIDE);
    }
}
