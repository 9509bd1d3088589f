//! The dialog that asks under which name a preset is saved.

use egui::{Align2, Id, Key, Modal, Sense, Ui, vec2};

use super::super::library::Library;
use super::super::theme::{self, Text, Theme};
use super::super::widgets::{main_button, text, text_button, text_entry};
use crate::params::{EffectParams, preset};
use crate::presets::{Overwrite, Preset, SaveError};

/// The dialog, open or not.
#[derive(Default)]
pub struct SaveDialog {
    open: Option<Asking>,
}

/// What an open dialog knows.
struct Asking {
    name: String,
    fresh: bool,
    problem: Option<SaveError>,
}

impl SaveDialog {
    /// Opens it with a name to start from.
    pub fn open(&mut self, name: &str) {
        self.open = Some(Asking {
            name: name.to_owned(),
            fresh: true,
            problem: None,
        });
    }

    /// Shows it if it is open; `saved` is what has come of the last try. Returns what was saved.
    pub fn show(
        &mut self,
        ui: &mut Ui,
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
            Some(Answer::Save(overwrite)) => {
                library.save(preset::capture(params, asking.name.trim()), overwrite);
            }
            Some(Answer::Cancel) => self.open = None,
            None if shown.should_close() => self.open = None,
            None => {}
        }
        None
    }

    fn field() -> Id {
        Id::unique("preset name")
    }
}

enum Answer {
    Save(Overwrite),
    Cancel,
}

impl Asking {
    fn fill(&mut self, ui: &mut Ui) -> Option<Answer> {
        let theme = Theme::of(ui);
        ui.set_width(theme.px(theme::DIALOG));
        let row = |ui: &mut Ui, height: f32| {
            let size = vec2(ui.available_width(), theme.px(height));
            ui.allocate_exact_size(size, Sense::hover()).0
        };
        let title = row(ui, theme::ROW);
        text(
            ui,
            title,
            Align2::LEFT_CENTER,
            Text::Heading,
            theme::PAPER,
            "Save preset as",
        );
        let place = row(ui, theme::ROW);
        let refused = self.problem.is_some();
        let id = SaveDialog::field();
        let before = self.name.clone();
        if self.fresh {
            text_entry::take_over(ui, id, &self.name);
        }
        let field = text_entry::field(
            ui,
            place,
            id,
            &mut self.name,
            "Preset name",
            egui::Align::Min,
            refused,
        );
        // A new window is laid out once before it is shown; that does not count.
        self.fresh &= ui.is_sizing_pass() || !field.has_focus();
        if self.name != before {
            self.problem = None;
        }
        let exists = matches!(self.problem, Some(SaveError::Exists(_)));
        // Two lines, there from the start, so that nothing moves when something is said.
        let says = row(ui, 2.0 * theme::KNOB_LINE);
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
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
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
}
