//! A few words beside something in a picture, over all else.

use egui::{Align2, Pos2, Rect, StrokeKind, Ui, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::{text, text_width};

/// Shows `words` above `middle`, so many points away from it, or below it where `well` ends.
pub fn tag(ui: &Ui, well: Rect, middle: Pos2, away: f32, words: &str) {
    let theme = Theme::of(ui);
    let pad = theme.px(theme::NEAR);
    let size = vec2(
        text_width(ui, Text::Small, words).ceil() + 1.0 + 2.0 * pad,
        theme.px(theme::TITLE + theme::NEAR),
    );
    let far = away + pad + size.y / 2.0;
    let y = if middle.y - far - size.y / 2.0 < well.top() {
        middle.y + far
    } else {
        middle.y - far
    };
    let half = size.x / 2.0 + pad;
    let (first, last) = (well.left() + half, well.right() - half);
    let x = middle.x.clamp(first, last.max(first));
    let rect = Rect::from_center_size(pos2(x, y), size);
    let radius = theme.radius(theme::SMALL_RADIUS);
    let edge = theme.line(theme::LINE);
    ui.painter()
        .rect(rect, radius, theme::RAISED, edge, StrokeKind::Inside);
    let align = Align2::CENTER_CENTER;
    text(ui, rect, align, Text::Small, theme::PAPER, words);
}
