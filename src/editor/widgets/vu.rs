//! A VU meter with a needle, and a lamp beside it for what was too much.
//!
//! The scale is that of IEC 60268-17: the deflection is in proportion to the amplitude, +3 VU is its end.
//! How the needle moves is up to whoever reads the level.

use egui::{Align2, Color32, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::{plot, text, text_width};

/// The end of the scale in VU.
const TOP_VU: f32 = 3.0;
/// How far beyond it the needle goes, in shares of the scale.
const STOP: f32 = 1.06;
/// The scale's ticks in VU, and their numbers.
const TICKS: [(f32, &str); 11] = [
    (-20.0, "−20"),
    (-10.0, "−10"),
    (-7.0, ""),
    (-5.0, "−5"),
    (-3.0, ""),
    (-2.0, ""),
    (-1.0, ""),
    (0.0, "0"),
    (1.0, ""),
    (2.0, ""),
    (3.0, "+3"),
];
/// How far the needle swings to each side of upright, in degrees.
const SWING: f32 = 42.0;
/// Points of the scale's arc.
const POINTS: usize = 32;

/// Where the needle turns, and how long it is.
struct Dial {
    pivot: Pos2,
    radius: f32,
}

impl Dial {
    /// At a share of the scale and of the needle's length.
    fn at(&self, share: f32, length: f32) -> Pos2 {
        let angle = (SWING * (2.0 * share - 1.0)).to_radians();
        self.pivot + self.radius * length * vec2(angle.sin(), -angle.cos())
    }

    fn arc(&self, from: f32, to: f32) -> Vec<Pos2> {
        let share = |point| egui::lerp(from..=to, point as f32 / POINTS as f32);
        (0..=POINTS)
            .map(|point| self.at(share(point), 1.0))
            .collect()
    }
}

/// A level's share of the scale; `vu` is in dB re 0 VU.
fn share(vu: f32) -> f32 {
    10f32.powf((vu - TOP_VU) / 20.0).min(STOP)
}

/// Shows a level in VU, and whether it was too much; `name` stands in the corner.
pub fn vu(ui: &Ui, rect: Rect, name: &str, level: f32, overload: bool) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let inner = plot::hollow(ui, rect);
    let title = theme.px(theme::TITLE);
    let foot = inner.with_min_y(inner.bottom() - title);
    text(
        ui,
        foot,
        Align2::LEFT_CENTER,
        Text::Small,
        theme::FADED,
        name,
    );
    lamp(ui, foot, overload);

    // The pivot is hidden behind the words; numbers need a line above the arc and half a number beside.
    let wide = (inner.width() / 2.0 - title) / SWING.to_radians().sin();
    let above = title + 2.0 * theme.px(theme::TICK);
    let radius = (inner.height() - above).min(wide);
    let dial = Dial {
        pivot: pos2(inner.center().x, inner.center().y + (radius + above) / 2.0),
        radius,
    };
    let zero = share(0.0);
    let thick = |colour: Color32| Stroke::new(theme.px(theme::CURVE), colour);
    painter.line(dial.arc(0.0, zero), thick(theme::FADED));
    painter.line(dial.arc(zero, 1.0), thick(theme::CLIP));
    let tick = theme.px(theme::TICK) / radius;
    let mut last = Rect::NOTHING;
    // From the right: 0 VU and the end of the scale must be named.
    for (vu, number) in TICKS.into_iter().rev() {
        let colour = if vu > 0.0 { theme::CLIP } else { theme::FADED };
        let length = if number.is_empty() { tick } else { 1.5 * tick };
        let line = [dial.at(share(vu), 1.0), dial.at(share(vu), 1.0 + length)];
        painter.line_segment(line, theme.line(colour));
        let middle = dial.at(share(vu), 1.0 + 2.0 * tick + 0.5 * title / radius);
        let width = text_width(ui, Text::Small, number).ceil() + 1.0;
        let place = Rect::from_center_size(middle, vec2(width, title));
        if !place.intersects(last) && !number.is_empty() {
            let align = Align2::CENTER_CENTER;
            text(ui, place, align, Text::Small, colour, number);
            last = place;
        }
    }
    let needle = [
        dial.at(share(level), 0.22),
        dial.at(share(level), 1.0 + tick),
    ];
    painter.line_segment(needle, thick(theme::PAPER));
}

fn lamp(ui: &Ui, foot: Rect, lit: bool) {
    let theme = Theme::of(ui);
    let radius = theme.px(theme::NEAR);
    let middle = pos2(foot.right() - radius, foot.center().y);
    if lit {
        let glow = theme::CLIP.gamma_multiply(theme::FILL_OPACITY);
        ui.painter().circle_filled(middle, 2.0 * radius, glow);
        ui.painter().circle_filled(middle, radius, theme::CLIP);
    } else {
        let line = theme.line(theme::FADED.gamma_multiply(theme::DETAIL_OPACITY));
        ui.painter().circle_stroke(middle, radius, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_that_of_a_vu_meter() {
        // IEC 60268-17: 0 VU at about 71 % of the scale, -20 VU at about 7 %.
        assert!((share(0.0) - 0.708).abs() < 1e-3);
        assert!((share(-20.0) - 0.071).abs() < 1e-3);
        assert_eq!(share(TOP_VU), 1.0);
        assert_eq!(share(20.0), STOP);
    }
}
