//! A value for each octave, as a curve over the frequencies.

use egui::{Align2, Rect, StrokeKind, Ui, pos2, vec2};

use super::super::theme::{self, Text, Theme};
use super::{plot, text};

/// Shows values over their frequencies' names, from nothing up to `highest`, which is written
/// beside it as `number`.
pub fn octaves(
    ui: &Ui,
    rect: Rect,
    name: &str,
    values: &[(&str, f32)],
    (highest, number): (f32, &str),
) {
    let theme = Theme::of(ui);
    ui.painter().rect(
        rect,
        theme.radius(theme::RADIUS),
        theme::WELL,
        theme.line(theme::LINE),
        StrokeKind::Inside,
    );
    plot::describe(ui, rect, name);
    let inner = rect.shrink(theme.px(theme::BESIDE));
    let room = inner
        .with_min_x(inner.left() + theme.px(theme::SCALE))
        .with_max_y(inner.bottom() - theme.px(theme::TITLE));
    plot::level(ui, room, room.top(), number);
    let painter = ui.painter();
    painter.hline(room.x_range(), room.bottom(), theme.line(theme::LINE));
    let last = values.len().max(2) - 1;
    let x = |index: usize| egui::lerp(room.x_range(), index as f32 / last as f32);
    let points: Vec<_> = values
        .iter()
        .enumerate()
        .map(|(index, (_, value))| {
            let share = (value / highest).clamp(0.0, 1.0);
            pos2(x(index), egui::lerp(room.bottom()..=room.top(), share))
        })
        .collect();
    plot::curve(ui, room.bottom(), points.clone(), theme::OXIDE, true);
    for point in points {
        ui.painter()
            .circle_filled(point, theme.px(theme::POINTER), theme::OXIDE);
    }
    let size = vec2(theme.px(theme::PEAK.x), theme.px(theme::TITLE));
    for (index, (name, _)) in values.iter().enumerate() {
        let middle = pos2(x(index), room.bottom() + size.y / 2.0);
        let place = Rect::from_center_size(middle, size);
        let align = Align2::CENTER_CENTER;
        text(ui, place, align, Text::Small, theme::FADED, name);
    }
}
