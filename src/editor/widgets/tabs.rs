//! A row of tabs above a panel. Click, enter, or the arrows while one has the keyboard.

use egui::{Align2, EventFilter, Key, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::super::theme::{self, Text, Theme};
use super::{focus_ring, hint, text, text_width, turn};

/// What one tab says.
pub struct Tab<'a> {
    /// What it opens.
    pub name: &'a str,
    /// What is chosen there, shown where there is room.
    pub detail: &'a str,
    /// Whether what it opens is switched on.
    pub lit: bool,
}

/// Shows the tabs side by side, over the whole width; returns which one is open now.
pub fn tabs(ui: &mut Ui, rect: Rect, tabs: &[Tab], open: usize) -> usize {
    let theme = Theme::of(ui);
    let gap = theme.px(theme::BESIDE);
    let width = (rect.width() - gap * (tabs.len() - 1) as f32) / tabs.len() as f32;
    let mut next = open;
    for (index, tab) in tabs.iter().enumerate() {
        let left = rect.left() + index as f32 * (width + gap);
        let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
        let id = ui.scope_id().with(("tab", index));
        let response = ui.interact(place, id, Sense::click());
        if response.clicked() {
            next = index;
        }
        if response.has_focus() {
            ui.memory_mut(|memory| {
                let filter = EventFilter {
                    horizontal_arrows: true,
                    ..EventFilter::default()
                };
                memory.set_focus_lock_filter(id, filter);
            });
            let step = turn::pressed(ui, Key::ArrowRight) - turn::pressed(ui, Key::ArrowLeft);
            next = (next as f32 + step).clamp(0.0, (tabs.len() - 1) as f32) as usize;
        }
        paint(ui, place, tab, index == open, response.hovered());
        focus_ring(ui, place, &response);
        hint::explain(&response, "Opens this stage below.");
        let label = format!("{} stage", tab.name);
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, index == open, &label));
        response.on_hover_cursor(egui::CursorIcon::PointingHand);
    }
    next
}

fn paint(ui: &Ui, rect: Rect, tab: &Tab, open: bool, hovered: bool) {
    let theme = Theme::of(ui);
    let ground = match (open, hovered) {
        (true, _) => theme::PANEL,
        (false, true) => theme::RAISED,
        (false, false) => theme::WELL,
    };
    let radius = theme.radius(theme::RADIUS);
    ui.painter().rect(
        rect,
        radius,
        ground,
        theme.line(if open { theme::OXIDE } else { theme::LINE }),
        egui::StrokeKind::Inside,
    );
    let inner = rect.shrink2(egui::vec2(theme.px(theme::PAD), 0.0));
    let lamp = theme.px(theme::NEAR);
    let at = pos2(inner.left() + lamp, inner.center().y);
    if tab.lit {
        ui.painter().circle_filled(at, lamp, theme::LAMP);
    } else {
        ui.painter().circle_stroke(
            at,
            lamp - theme.px(theme::THIN / 2.0),
            theme.line(theme::FADED),
        );
    }
    let mut words = inner.with_min_x(at.x + lamp + theme.px(theme::BESIDE));
    let colour = if tab.lit || open {
        theme::PAPER
    } else {
        theme::FADED
    };
    let align = Align2::LEFT_CENTER;
    text(ui, words, align, Text::Body, colour, tab.name);
    words.min.x += text_width(ui, Text::Body, tab.name) + theme.px(theme::BESIDE);
    if text_width(ui, Text::Small, tab.detail) <= words.width() {
        let align = Align2::RIGHT_CENTER;
        text(ui, words, align, Text::Small, theme::FADED, tab.detail);
    }
}
