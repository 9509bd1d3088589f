//! The preset chooser: its name in the middle, the one before and after at its sides, a list below.

use egui::{Align2, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::super::gesture::Gestures;
use super::super::library::Library;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::{Icon, hint, icon_button, list, text, text_button, text_width};
use super::save::SaveDialog;
use crate::params::{EffectParams, preset};
use crate::presets::{Entry, Origin, Preset};

/// Shown while no preset was chosen.
const NONE: &str = "Choose a preset";

/// The chooser's state.
#[derive(Default)]
pub struct Presets {
    /// The name that `values` belong to.
    name: String,
    /// What the preset of that name set, if the bank has it.
    values: Option<Vec<(String, f32)>>,
    dialog: SaveDialog,
}

/// What a click asks for.
enum Wish {
    /// The entry at this place in the bank.
    Load(usize),
    /// The list.
    Open,
    /// The dialog.
    Save,
}

impl Presets {
    /// Shows the chooser in the middle of a rectangle, and what opens from it. Returns what has to
    /// be said.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        params: &EffectParams,
        library: &mut Library,
        gestures: &Gestures,
    ) -> Option<String> {
        let news = library.poll();
        let mut message = None;
        if news.read {
            self.values = None;
            self.name.clear();
            message = unreadable(library);
        }
        if let Some(saved) = self.dialog.show(ui, params, library, news.saved) {
            message = Some(format!("“{}” is saved.", saved.name));
            remember(params, &saved.name);
        }
        self.follow(params, library);

        match self.bar(ui, rect, params, library)? {
            Wish::Open => library.read(),
            Wish::Save => self.dialog.open(&self.name),
            Wish::Load(index) => {
                let problems = library
                    .bank()
                    .entries
                    .get(index)
                    .map(|entry| load(&entry.preset, params, gestures));
                // The next frame looks up what was set.
                self.name.clear();
                message = problems.filter(|text| !text.is_empty()).or(message);
            }
        }
        message
    }

    /// Looks up what the session's preset sets, when that has changed.
    fn follow(&mut self, params: &EffectParams, library: &Library) {
        let Ok(name) = params.session.preset.read() else {
            return;
        };
        if *name != self.name {
            self.name.clone_from(&name);
            self.values = library
                .bank()
                .find(&name)
                .map(|entry| preset::resolve(params, &entry.preset).values);
        }
    }

    fn bar(
        &self,
        ui: &mut Ui,
        rect: Rect,
        params: &EffectParams,
        library: &Library,
    ) -> Option<Wish> {
        let theme = Theme::of(ui);
        let icon = theme.px(theme::ICON);
        let near = theme.px(theme::NEAR);
        let save_width = text_width(ui, Text::Body, "Save as…") + theme.px(2.0 * theme::PAD);
        let around = 2.0 * (icon + near) + theme.px(theme::BESIDE) + save_width;
        let chooser = theme.px(theme::CHOOSER).min(rect.width() - around);
        let row = Align2::CENTER_CENTER
            .align_size_within_rect(vec2(chooser + around, theme.px(theme::ROW)), rect);
        let mut left = row.left();
        let mut next = |width: f32, gap: f32| {
            let place = row.with_min_x(left).with_max_x(left + width);
            left += width + gap;
            place
        };
        let (before, middle) = (next(icon, near), next(chooser, near));
        let (after, save) = (next(icon, theme.px(theme::BESIDE)), next(save_width, 0.0));

        let entries = &library.bank().entries;
        let here = entries
            .iter()
            .position(|entry| entry.preset.name == self.name);
        let count = entries.len().max(1);
        let mut wish = None;
        if icon_button(ui, before, Icon::Previous, "Previous preset").clicked() {
            wish = Some(Wish::Load(here.unwrap_or(count) + count - 1));
        }
        let opener = self.opener(ui, middle, params);
        if icon_button(ui, after, Icon::Next, "Next preset").clicked() {
            wish = Some(Wish::Load(here.map_or(0, |here| here + 1)));
        }
        let wish = match wish {
            Some(Wish::Load(index)) => Some(Wish::Load(index % count)),
            other => other,
        };
        ui.add_enabled_ui(library.can_save(), |ui| {
            text_button(ui, save, "Save as…").clicked()
        })
        .inner
        .then_some(Wish::Save)
        .or(wish)
        .or(list(&opener, entries, here))
        .or(opener.clicked().then_some(Wish::Open))
    }

    /// The field with the name, which opens the list.
    fn opener(&self, ui: &mut Ui, rect: Rect, params: &EffectParams) -> Response {
        let changed = self
            .values
            .as_ref()
            .is_some_and(|values| preset::changed(params, values));
        let name = if self.name.is_empty() {
            NONE
        } else {
            &self.name
        };
        let response = ui.interact(rect, ui.scope_id().with("preset"), Sense::click());
        let words = list::opener(ui, rect, &response);
        let shown = if changed {
            format!("{name} *")
        } else {
            name.to_owned()
        };
        text(
            ui,
            words,
            Align2::LEFT_CENTER,
            Text::Body,
            theme::PAPER,
            &shown,
        );
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Preset"));
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_value(shown));
        hint::explain(
            &response,
            if changed {
                "The preset; changed since it was chosen."
            } else {
                "The preset."
            },
        );
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}

/// The list below the chooser, while it is open.
fn list(opener: &Response, entries: &[Entry], here: Option<usize>) -> Option<Wish> {
    let theme = Theme::of_context(&opener.ctx);
    let below = opener.ctx.content_rect().bottom() - opener.rect.bottom();
    let room = (below - theme.px(3.0 * theme::MARGIN)).min(theme.px(theme::LIST));
    Popup::from_toggle_button_response(opener)
        .gap(theme.px(theme::NEAR))
        .frame(theme.popup())
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name("Presets")
        .show(|ui| {
            let width = opener.rect.width() - 2.0 * theme.px(theme::BESIDE + theme::THIN);
            ui.set_width(width);
            let mut wish = None;
            // Given outright: a list that grows while it is open would keep the height it had.
            let height = list_height(theme, entries).min(room);
            egui::ScrollArea::vertical()
                .max_height(height)
                .min_scrolled_height(height)
                .show(ui, |ui| {
                    for (title, factory) in [("Factory", true), ("Yours", false)] {
                        let mut rows = entries
                            .iter()
                            .enumerate()
                            .filter(|(_, entry)| (entry.origin == Origin::Factory) == factory)
                            .peekable();
                        if rows.peek().is_some() {
                            section(ui, width, title);
                        }
                        for (index, entry) in rows {
                            if row(ui, width, index, &entry.preset, here == Some(index)).clicked() {
                                wish = Some(Wish::Load(index));
                            }
                        }
                    }
                });
            if wish.is_some() {
                ui.close();
            }
            wish
        })?
        .inner
}

/// How high all rows are together.
fn list_height(theme: Theme, entries: &[Entry]) -> f32 {
    let factory = |entry: &&Entry| entry.origin == Origin::Factory;
    let of_factory = entries.iter().filter(factory).count();
    let sections = usize::from(of_factory > 0) + usize::from(of_factory < entries.len());
    let lines = entries.len() + sections;
    theme.px(theme::ROW * entries.len() as f32
        + (theme::TITLE + theme::NEAR) * sections as f32
        + theme::NEAR * lines.saturating_sub(1) as f32)
}

fn section(ui: &mut Ui, width: f32, title: &str) {
    let theme = Theme::of(ui);
    let size = vec2(width, theme.px(theme::TITLE + theme::NEAR));
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let rect = rect.shrink2(vec2(theme.px(theme::BESIDE), 0.0));
    text(
        ui,
        rect,
        Align2::LEFT_CENTER,
        Text::Small,
        theme::FADED,
        title,
    );
}

fn row(ui: &mut Ui, width: f32, index: usize, preset: &Preset, chosen: bool) -> Response {
    let year = preset.year.map(|year| year.to_string()).unwrap_or_default();
    let response = list::row(ui, width, index, &preset.name, &year, chosen);
    hint::explain(&response, &preset.description);
    response
}

/// Sets every parameter to what the preset says; returns what it says in vain.
fn load(preset: &Preset, params: &EffectParams, gestures: &Gestures) -> String {
    let resolved = preset::resolve(params, preset);
    for ((_, pointer), (_, value)) in preset::touched(params).zip(resolved.values) {
        gestures.set_pointer(pointer, value);
    }
    remember(params, &preset.name);
    match resolved.problems.as_slice() {
        [] => String::new(),
        problems => format!(
            "“{}” is loaded, except: {}",
            preset.name,
            problems.join(" ")
        ),
    }
}

fn remember(params: &EffectParams, name: &str) {
    if let Ok(mut preset) = params.session.preset.write() {
        name.clone_into(&mut preset);
    }
}

/// What is wrong with the files in the folder.
fn unreadable(library: &Library) -> Option<String> {
    let problems = &library.bank().problems;
    let (path, error) = problems.first()?;
    let name = path.file_name().unwrap_or(path.as_os_str()).display();
    Some(match problems.len() {
        1 => format!("{name} cannot be read. {error}"),
        count => format!("{count} presets cannot be read. The first, {name}: {error}"),
    })
}
