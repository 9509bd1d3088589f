//! How the tape's magnetisation follows the field: the hysteresis loop, as it is gone around.

use egui::{Align2, Pos2, Rect, Shape, Stroke, Ui, pos2, remap};

use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{plot, text};
use crate::audio::chain::taps::TapeView;

/// The axes: the field re the tape's shape parameter, and the magnetisation re saturation.
const FIELD: f32 = 3.4;
const MAGNETISATION: f32 = 1.12;
/// Steps in which the curve fades towards the past.
const STEPS: usize = 12;

/// Shows the loop; nothing of it while the stage is off.
pub fn magnetisation(ui: &Ui, rect: Rect, view: Option<&TapeView>) {
    let theme = Theme::of(ui);
    let room = plot::hollow(ui, rect);
    let painter = ui.painter().with_clip_rect(room);
    let at = |[field, magnetisation]: [f32; 2]| -> Pos2 {
        pos2(
            remap(field, -FIELD..=FIELD, room.left()..=room.right()),
            remap(
                magnetisation,
                -MAGNETISATION..=MAGNETISATION,
                room.bottom()..=room.top(),
            ),
        )
    };
    let middle = at([0.0, 0.0]);
    painter.hline(room.x_range(), middle.y, theme.line(theme::LINE));
    painter.vline(middle.x, room.y_range(), theme.line(theme::LINE));
    // All the particles one way: the tape can hold no more.
    for saturation in [-1.0, 1.0] {
        let line = [at([-FIELD, saturation]), at([FIELD, saturation])];
        let dash = theme.px(theme::NEAR / 2.0);
        painter.extend(Shape::dashed_line(
            &line,
            theme.line(theme::LINE),
            dash,
            dash,
        ));
    }
    if let Some(view) = view {
        let pairs = &view.magnetisation;
        let step = pairs.len() / STEPS;
        for (index, first) in (0..pairs.len()).step_by(step).enumerate() {
            // Each step begins where the one before ends.
            let part = &pairs[first..(first + step + 1).min(pairs.len())];
            let age = (index + 1) as f32 / STEPS as f32;
            let stroke = Stroke::new(
                theme.px(theme::CURVE),
                theme::OXIDE.gamma_multiply(age * age),
            );
            painter.line(part.iter().map(|pair| at(*pair)).collect(), stroke);
        }
        if let Some(newest) = pairs.last() {
            painter.circle_filled(at(*newest), theme.px(theme::POINTER), theme::LAMP);
        }
    }
    let line = room.with_max_y(room.top() + theme.px(theme::TITLE));
    let align = Align2::LEFT_CENTER;
    text(ui, line, align, Text::Small, theme::FADED, "B–H loop");
}
