//! Presets: the name of the one that was chosen, the one before and after at its sides, the browser
//! that opens from it, and the dialog that saves.
//!
//! - [`browser`]: all presets above the window; [`filters`] at its left, [`rows`] at its right,
//!   [`foot`] below both
//! - [`save`]: the dialog that asks for a name

mod browser;
mod filters;
mod foot;
mod rows;
mod save;

use egui::{Align2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::super::gesture::Gestures;
use super::super::library::Library;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::{
    Icon, focus_ring, hint, icon_button, list, text, text_button, text_width,
};
use crate::params::EffectParams;
use crate::params::preset::{self, Scope};
use crate::presets::Preset;
use browser::Browser;
use save::SaveDialog;

/// Shown while no preset was chosen.
const NONE: &str = "Choose a preset";

/// The chooser's state.
#[derive(Default)]
pub struct Presets {
    /// The name that `values` belong to.
    name: String,
    /// What the preset of that name set, if the bank has it.
    values: Option<Vec<(String, f32)>>,
    browser: Browser,
    dialog: SaveDialog,
}

/// What a click asks for.
enum Wish {
    /// The entry at this place in the bank.
    Load(usize),
    /// The browser.
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
        let mut message = news.refused;
        if let Some((before, after)) = news.renamed {
            self.browser.rename(&before, &after);
            if self.name == before {
                params.session.name_preset(&after);
            }
        }
        if news.read {
            self.forget();
            // The browser lists them.
            if !self.browser.is_open() {
                message = message.or(unreadable(library));
            }
        }
        if let Some(saved) = self.dialog.show(ui, params, library, news.saved) {
            message = Some(format!("“{}” is saved.", saved.name));
            params.session.name_preset(&saved.name);
        }
        self.follow(params, library);

        match self.bar(ui, rect, params, library) {
            None => {}
            Some(Wish::Open) => {
                library.read();
                self.browser.open(ui, library, &self.name);
            }
            Some(Wish::Save) => self.dialog.open(library, &self.name),
            Some(Wish::Load(index)) => {
                let said = self.load(index, Scope::Whole, params, library, gestures);
                message = said.or(message);
            }
        }
        let asked = self.browser.show(ui, library, message);
        let said = asked
            .load
            .and_then(|(index, scope)| self.load(index, scope, params, library, gestures));
        match said {
            Some(said) => self.browser.say(said),
            None => asked.message,
        }
    }

    /// Loads the entry at this place in the bank; returns what it says in vain.
    fn load(
        &mut self,
        index: usize,
        scope: Scope,
        params: &EffectParams,
        library: &Library,
        gestures: &Gestures,
    ) -> Option<String> {
        let entry = library.bank().entries.get(index)?;
        let problems = load(&entry.preset, scope, params, gestures);
        self.forget();
        problems
    }

    /// The next frame looks up what the session's preset sets.
    fn forget(&mut self) {
        self.name.clear();
        self.values = None;
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
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        params: &EffectParams,
        library: &Library,
    ) -> Option<Wish> {
        let theme = Theme::of(ui);
        let (icon, near) = (theme.px(theme::ICON), theme.px(theme::NEAR));
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

        let mut wish = None;
        for (place, icon, name, step) in [
            (before, Icon::Previous, "Previous preset", -1),
            (after, Icon::Next, "Next preset", 1),
        ] {
            let button = icon_button(ui, place, icon, name);
            hint::explain(
                &button,
                "Loads the neighbour of the preset among those that the browser shows.",
            );
            if button.clicked() {
                wish = self
                    .browser
                    .neighbour(library, &self.name, step)
                    .map(Wish::Load);
            }
        }
        let opener = self.opener(ui, middle, params);
        ui.add_enabled_ui(library.can_save(), |ui| {
            let button = text_button(ui, save, "Save as…");
            hint::explain(&button, "Saves all parameters as a preset of your own.");
            if button.clicked() {
                wish = Some(Wish::Save);
            }
        });
        if opener.clicked() {
            wish = Some(Wish::Open);
        }
        wish
    }

    /// The field with the name, which opens the browser.
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
        focus_ring(ui, rect, &response);
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Preset"));
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_value(shown));
        hint::explain(
            &response,
            if changed {
                "The preset, changed since it was chosen. Click to see all presets."
            } else {
                "The preset. Click to see all presets."
            },
        );
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}

/// Sets what the scope holds to what the preset says; returns what it says in vain. Every way to load
/// a preset leads through here.
fn load(
    preset: &Preset,
    scope: Scope,
    params: &EffectParams,
    gestures: &Gestures,
) -> Option<String> {
    let resolved = preset::resolve(params, preset);
    gestures.deed(&format!("Preset “{}”", preset.name), || {
        for ((id, pointer), (_, value)) in preset::touched(params).zip(resolved.values) {
            if scope.holds(&id) {
                gestures.set_pointer(pointer, value);
            }
        }
        if scope == Scope::Whole {
            params.session.name_preset(&preset.name);
        }
    });
    let problems = resolved.problems.join(" ");
    (!problems.is_empty()).then(|| format!("“{}” is loaded, except: {problems}", preset.name))
}

/// What is wrong with the files in the folder.
fn unreadable(library: &Library) -> Option<String> {
    if let Some(error) = library.stars_lost() {
        return Some(format!("favourites.toml cannot be read. {error}"));
    }
    let problems = &library.bank().problems;
    let (path, error) = problems.first()?;
    let name = path.file_name().unwrap_or(path.as_os_str()).display();
    Some(match problems.len() {
        1 => format!("{name} cannot be read. {error}"),
        count => format!("{count} presets cannot be read. The first, {name}: {error}"),
    })
}
