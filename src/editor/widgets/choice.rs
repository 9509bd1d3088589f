//! A choice between a few names, all of them in sight. Click, wheel, or arrow keys.

use egui::{Align2, EventFilter, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};
use nice_plug::prelude::Param;

use super::super::gesture::Gestures;
use super::super::theme::{self, Text, Theme};
use super::{focus_ring, hint, text, text_width, turn};

/// Shows a stepped parameter as a row of names, from the left of a rectangle; returns how the whole
/// of it was touched.
pub fn choice(
    ui: &mut Ui,
    rect: Rect,
    param: &impl Param,
    help: &str,
    gestures: &Gestures,
) -> Response {
    let theme = Theme::of(ui);
    let last = param.step_count().unwrap_or(1);
    let normalized = |index: usize| index as f32 / last as f32;
    let names: Vec<String> = (0..=last)
        .map(|index| param.normalized_value_to_string(normalized(index), true))
        .collect();
    let widths: Vec<f32> = names
        .iter()
        .map(|name| text_width(ui, Text::Body, name).ceil() + theme.px(2.0 * theme::PAD))
        .collect();
    let rect = rect.with_max_x(rect.left() + widths.iter().sum::<f32>());

    let id = ui.scope_id().with(param.name());
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    let current = (param.unmodulated_normalized_value() * last as f32).round() as usize;
    let mut next = current as f32 + steps(ui, &response);
    if response.has_focus() && turn::pressed(ui, Key::Home) > 0.0 {
        next = 0.0;
    } else if response.has_focus() && turn::pressed(ui, Key::End) > 0.0 {
        next = last as f32;
    }
    let mut next = next.clamp(0.0, last as f32) as usize;

    ui.painter().rect(
        rect,
        theme.radius(theme::RADIUS),
        theme::WELL,
        theme.line(theme::LINE),
        egui::StrokeKind::Inside,
    );
    let mut left = rect.left();
    for (index, (name, width)) in names.iter().zip(&widths).enumerate() {
        let cell = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        left += width;
        let part = ui.interact(cell, id.with(index), Sense::CLICK);
        if part.clicked() {
            next = index;
            response.request_focus();
        }
        let chosen = index == current;
        if chosen || part.hovered() {
            let ground = if chosen {
                theme::HOVERED
            } else {
                theme::RAISED
            };
            let inner = cell.shrink(theme.px(theme::NEAR / 2.0));
            ui.painter()
                .rect_filled(inner, theme.radius(theme::SMALL_RADIUS), ground);
        }
        let colour = if chosen { theme::PAPER } else { theme::FADED };
        text(ui, cell, Align2::CENTER_CENTER, Text::Body, colour, name);
        hint::explain(&part, help);
        part.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, name));
    }
    if next != current {
        gestures.set(param, normalized(next));
    }

    focus_ring(ui, rect, &response);
    hint::explain(&response, help);
    response.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, ui.is_enabled(), param.name()));
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_value(names[current].as_str()));
    response
}

/// How many names further wheel and arrows go.
fn steps(ui: &Ui, response: &Response) -> f32 {
    let id = response.id.with("notches");
    // Smooth wheels send parts of a notch.
    let rest: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
    let notches = rest - turn::notches(ui, response);
    let whole = notches.trunc();
    ui.data_mut(|data| data.insert_temp(id, notches - whole));
    if !response.has_focus() {
        return whole;
    }
    ui.memory_mut(|memory| {
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        memory.set_focus_lock_filter(response.id, filter);
    });
    whole + turn::pressed(ui, Key::ArrowRight) + turn::pressed(ui, Key::ArrowDown)
        - turn::pressed(ui, Key::ArrowLeft)
        - turn::pressed(ui, Key::ArrowUp)
}
