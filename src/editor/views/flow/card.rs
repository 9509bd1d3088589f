//! A stage as a place on the way: its switch, what it is just now, how much of it is heard. A click
//! opens it.

use egui::{Align2, EventFilter, Key, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo};
use nice_plug::prelude::{BoolParam, FloatParam};

use super::super::super::gesture::Gestures;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{
    Bar, Toggle, focus_ring, hint, step_sideways, text, text_width,
};
use super::super::stages::Stage;
use super::tiny;
use crate::audio::chain::taps::TapReader;
use crate::params::EffectParams;

/// What a place says and turns.
pub struct Words<'a> {
    /// Its name.
    pub name: &'static str,
    /// What is chosen there.
    pub detail: String,
    /// Its switch, and what that does.
    pub on: (&'a BoolParam, &'static str),
    /// How much of it is heard, and what that is.
    pub amount: (&'a FloatParam, &'static str),
}

/// Equal places side by side.
pub fn places(rect: Rect, gap: f32) -> [Rect; 5] {
    let count = Stage::PLACES.len() as f32;
    let width = (rect.width() - gap * (count - 1.0)) / count;
    std::array::from_fn(|index| {
        let left = rect.left() + (width + gap) * index as f32;
        rect.with_min_x(left).with_max_x(left + width)
    })
}

/// Shows a stage.
pub fn card(
    ui: &mut Ui,
    rect: Rect,
    params: &EffectParams,
    taps: &mut TapReader,
    stage: Stage,
    open: &mut Stage,
    gestures: &Gestures,
) {
    let theme = Theme::of(ui);
    let words = stage.words(params);
    opener(ui, rect, words.name, stage, open);
    let inner = rect.shrink(theme.px(theme::BESIDE));
    let head = inner.with_max_y(inner.top() + theme.px(theme::MENU));
    let foot = inner.with_min_y(inner.bottom() - theme.px(theme::SLIDER));
    switch(ui, head, &words, gestures);
    ui.scope(|ui| {
        if !words.on.0.value() {
            ui.multiply_opacity(theme::OFF_OPACITY);
        }
        let picture = inner
            .with_min_y(head.bottom() + theme.px(theme::NEAR))
            .with_max_y(foot.top() - theme.px(theme::BESIDE));
        tiny::picture(ui, picture, params, taps, stage);
        let (amount, help) = words.amount;
        Bar::new(amount, "", help).show(ui, foot, gestures);
    });
}

/// The ground of a place, which opens it.
pub fn opener(ui: &mut Ui, rect: Rect, name: &str, stage: Stage, open: &mut Stage) {
    let theme = Theme::of(ui);
    let id = ui.scope_id().with(("place", name));
    let response = ui.interact(rect, id, Sense::click());
    if response.clicked() {
        *open = stage;
    }
    if response.has_focus() {
        ui.memory_mut(|memory| {
            let filter = EventFilter {
                horizontal_arrows: true,
                ..EventFilter::default()
            };
            memory.set_focus_lock_filter(id, filter);
        });
        if ui.input(|input| input.key_pressed(Key::Enter)) {
            *open = stage;
        }
        *open = open.neighbour(step_sideways(ui, &response));
    }
    let is_open = *open == stage;
    let ground = if response.hovered() && !is_open {
        theme::RAISED
    } else {
        theme::PANEL
    };
    let edge = if is_open { theme::OXIDE } else { theme::LINE };
    ui.painter().rect(
        rect,
        theme.radius(theme::RADIUS),
        ground,
        theme.line(edge),
        StrokeKind::Inside,
    );
    focus_ring(ui, rect, &response);
    hint::explain(&response, "Opens this stage below.");
    let label = format!("{name} stage");
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_open, &label));
    response.on_hover_cursor(egui::CursorIcon::PointingHand);
}

/// Switch and name at the left of a row, what is chosen at its right where there is room.
pub fn switch(ui: &mut Ui, row: Rect, words: &Words, gestures: &Gestures) {
    let theme = Theme::of(ui);
    let (on, help) = words.on;
    let toggle = Toggle::new(on, help);
    let left = row.left() + toggle.width(ui) + theme.px(theme::BESIDE);
    toggle.show(ui, row, gestures);
    let room = row.with_min_x(left);
    if text_width(ui, Text::Small, &words.detail) <= room.width() {
        let align = Align2::RIGHT_CENTER;
        text(ui, room, align, Text::Small, theme::FADED, &words.detail);
    }
}
