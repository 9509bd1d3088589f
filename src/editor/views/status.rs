//! What the plugin takes: time, and of the machine.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo};

use super::super::theme::{self, Text, Theme};
use super::super::widgets::{hint, text, text_width};
use crate::audio::chain::taps::TapReader;

/// Shows the latency and the share of one core at the right of a line; returns what is left of it.
pub fn status(ui: &mut Ui, rect: Rect, taps: &TapReader, share: Option<f32>) -> Rect {
    let rate = taps.sample_rate();
    let frames = taps.latency();
    let latency = if rate > 0.0 {
        format!("{:.1} ms", 1e3 * frames as f32 / rate)
    } else {
        "– ms".to_owned()
    };
    let cost = share.map_or("– %".to_owned(), |share| format!("{:.1} %", 1e2 * share));
    let rest = figure(
        ui,
        rect,
        "CPU",
        &cost,
        "What a copy of the whole chain takes of one core of this machine, timed while the window is open.",
    );
    figure(
        ui,
        rest,
        "Latency",
        &latency,
        &format!("{frames} frames from input to output; the host makes up for it."),
    )
}

/// A name and a value; returns what is left of it.
fn figure(ui: &mut Ui, rect: Rect, name: &str, value: &str, help: &str) -> Rect {
    let theme = Theme::of(ui);
    let beside = theme.px(theme::NEAR);
    let value_width = text_width(ui, Text::Small, value).ceil() + 1.0;
    let name_width = text_width(ui, Text::Small, name).ceil() + 1.0;
    let place = rect.with_min_x(rect.right() - value_width - beside - name_width);
    let (left, right) = (Align2::LEFT_CENTER, Align2::RIGHT_CENTER);
    text(ui, place, left, Text::Small, theme::FADED, name);
    text(ui, place, right, Text::Small, theme::PAPER, value);
    let response = ui.interact(place, ui.scope_id().with(name), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_value(value));
    hint::explain(&response, help);
    rect.with_max_x(place.left() - theme.px(theme::GAP))
}
