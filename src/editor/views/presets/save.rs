//! The dialog that asks under which name a preset is saved, with which tags and which description.

use egui::{Align, Align2, Id, Key, Modal, Rect, Sense, Ui, pos2, vec2};

use super::super::super::library::Library;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{main_button, text, text_button, text_entry};
use crate::params::{EffectParams, preset};
use crate::presets::{Overwrite, Preset, SaveError};

/// Lines for what has to be said, there from the start, so that nothing moves when it is.
const LINES: f32 = 4.0;

/// The dialog, open or not.
#[derive(Default)]
pub struct SaveDialog {
    open: Option<Asking>,
}

/// What an open dialog knows.
struct Asking {
    name: String,
    /// With commas between them.
    tags: String,
    description: String,
    fresh: bool,
    problem: Option<SaveError>,
}

impl SaveDialog {
    /// Opens it with what the preset of this name says to start from.
    pub fn open(&mut self, library: &Library, name: &str) {
        let preset = library.bank().find(name).map(|entry| &entry.preset);
        let tags = preset.map(|preset| preset.tags.join(", "));
        let description = preset.map(|preset| preset.description.clone());
        self.open = Some(Asking {
            name: name.to_owned(),
            tags: tags.unwrap_or_default(),
            description: description.unwrap_or_default(),
            fresh: true,
            problem: None,
        });
    }

    /// Shows it if it is open; `saved` is what has come of the last try. Returns what was saved.
    pub fn show(
        &mut self,
        ui: &Ui,
        params: &EffectParams,
        library: &mut Library,
        saved: Option<Result<Preset, SaveError>>,
    ) -> Option<Preset> {
        let asking = self.open.as_mut()?;
        match saved {
            Some(Ok(preset)) => {
                self.open = None;
                return Some(preset);
            }
            Some(Err(problem)) => asking.problem = Some(problem),
            None => {}
        }
        let theme = Theme::of(ui);
        let shown = Modal::new(Id::unique("save preset"))
            .frame(theme.popup().inner_margin(theme.px(theme::MARGIN)))
            .show(ui.ctx(), |ui| asking.fill(ui));
        match shown.inner {
            Some(Answer::Save(overwrite)) => library.save(asking.preset(params), overwrite),
            Some(Answer::Cancel) => self.open = None,
            None if shown.should_close() => self.open = None,
            None => {}
        }
        None
    }
}

enum Answer {
    Save(Overwrite),
    Cancel,
}

impl Asking {
    /// What is to be saved.
    fn preset(&self, params: &EffectParams) -> Preset {
        let tags = self.tags.split(',').map(str::trim);
        Preset {
            tags: tags
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
            description: self.description.trim().to_owned(),
            ..preset::capture(params, self.name.trim())
        }
    }

    fn fill(&mut self, ui: &mut Ui) -> Option<Answer> {
        let theme = Theme::of(ui);
        ui.set_width(theme.px(theme::DIALOG));
        let title = row(ui, theme::ROW);
        text(
            ui,
            title,
            Align2::LEFT_CENTER,
            Text::Heading,
            theme::PAPER,
            "Save preset as",
        );
        let entered = self.fields(ui);

        let refused = self.problem.is_some();
        let exists = matches!(self.problem, Some(SaveError::Exists(_)));
        let says = row(ui, LINES * theme::TITLE);
        let words = match &self.problem {
            Some(SaveError::Exists(_)) => "There is a preset of this name. Replace it?".to_owned(),
            Some(other) => other.to_string(),
            None => "All parameters except Bypass are saved as they stand.".to_owned(),
        };
        let colour = if refused { theme::CLIP } else { theme::FADED };
        let galley = ui
            .painter()
            .layout(words, theme.font(Text::Small), colour, says.width());
        ui.painter().galley(says.min, galley, colour);

        let line = row(ui, theme::ROW);
        let width = (line.width() - theme.px(theme::BESIDE)) / 2.0;
        let (left, right) = (
            line.with_max_x(line.left() + width),
            line.with_min_x(line.right() - width),
        );
        if text_button(ui, left, "Cancel").clicked() {
            return Some(Answer::Cancel);
        }
        if exists {
            return main_button(ui, right, "Replace")
                .clicked()
                .then_some(Answer::Save(Overwrite::Replace));
        }
        (main_button(ui, right, "Save").clicked() || entered)
            .then_some(Answer::Save(Overwrite::Refuse))
    }

    /// What can be typed; returns whether it was ended with Enter.
    fn fields(&mut self, ui: &mut Ui) -> bool {
        let before = self.name.clone();
        let refused = self.problem.is_some();
        let mut entered = false;
        for (label, name, id, content) in [
            ("Name", "Preset name", "preset name", &mut self.name),
            ("Tags", "Preset tags", "preset tags", &mut self.tags),
            (
                "Description",
                "Preset description",
                "preset description",
                &mut self.description,
            ),
        ] {
            let line = row(ui, theme::ROW);
            let id = Id::unique(id);
            let is_name = label == "Name";
            if self.fresh && is_name {
                text_entry::take_over(ui, id, content);
            }
            let place = caption(ui, line, label);
            let refused = refused && is_name;
            let field = text_entry::field(ui, place, id, content, name, Align::Min, refused);
            if is_name {
                // A new window is laid out once before it is shown; that does not count.
                self.fresh &= ui.is_sizing_pass() || !field.has_focus();
            } else if content.is_empty() {
                let inner = place.shrink2(vec2(Theme::of(ui).px(theme::BESIDE), 0.0));
                let words = match label {
                    "Tags" => "With commas between them",
                    _ => "One line: what it does to a sound",
                };
                let align = Align2::LEFT_CENTER;
                text(ui, inner, align, Text::Small, theme::FADED, words);
            }
            entered |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        }
        if self.name != before {
            self.problem = None;
        }
        entered
    }
}

fn row(ui: &mut Ui, height: f32) -> Rect {
    let size = vec2(ui.available_width(), Theme::of(ui).px(height));
    ui.allocate_exact_size(size, Sense::hover()).0
}

/// What is typed in a line, at its left; returns the rest.
fn caption(ui: &Ui, line: Rect, label: &str) -> Rect {
    let theme = Theme::of(ui);
    let align = Align2::LEFT_CENTER;
    text(ui, line, align, Text::Small, theme::FADED, label);
    let left = line.left() + theme.px(theme::KNOB.x);
    Rect::from_min_max(pos2(left, line.top()), line.max)
}
