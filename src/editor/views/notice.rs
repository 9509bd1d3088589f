//! One line for whatever must be said: a refusal, news, a message, or what a control does.

use egui::{Align2, Rect, Sense, Ui};

use super::super::theme::{self, Text, Theme};
use super::super::widgets::{Icon, hint, icon_button, text};
use crate::params::Session;

/// How long a refusal and news stay, in seconds.
const REFUSAL_S: f64 = 5.0;
/// What is said when there is nothing to say.
const TIP: &str =
    "Drag a knob up or down, with shift for fine steps. Double-click it to type a value.";

/// What is being said.
#[derive(Debug, Default)]
pub struct Notice {
    /// Stays until it is dismissed.
    message: String,
    /// A refusal, and when it goes in egui's seconds.
    refusal: Option<(String, f64)>,
    /// News, and when it goes.
    news: Option<(String, f64)>,
}

impl Notice {
    /// Says something until it is dismissed.
    pub fn say(&mut self, message: String) {
        self.message = message;
    }

    /// Says what has just happened, for a moment.
    pub fn mention(&mut self, ui: &Ui, news: String) {
        let now = ui.input(|input| input.time);
        self.news = Some((news, now + REFUSAL_S));
        self.refusal = None;
    }

    /// Shows the line, last of all views.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, session: &Session) {
        let now = ui.input(|input| input.time);
        if let Some(loaded) = take(session) {
            self.message = loaded;
        }
        let hint = hint::take(ui.ctx());
        let hint = match hint {
            Some(hint) if hint.refusal => {
                self.refusal = Some((hint.text, now + REFUSAL_S));
                None
            }
            hint => hint.map(|hint| hint.text),
        };
        self.refusal.take_if(|(_, until)| now > *until);
        self.news.take_if(|(_, until)| now > *until);

        let brief = match (&self.refusal, &self.news) {
            (Some((refusal, _)), _) => Some((refusal, theme::CLIP)),
            (None, Some((news, _))) => Some((news, theme::PAPER)),
            (None, None) => None,
        };
        if let Some((words, colour)) = brief {
            text(ui, rect, Align2::LEFT_CENTER, Text::Small, colour, words);
        } else if self.message.is_empty() {
            let words = hint.as_deref().unwrap_or(TIP);
            text(
                ui,
                rect,
                Align2::LEFT_CENTER,
                Text::Small,
                theme::FADED,
                words,
            );
        } else {
            self.show_message(ui, rect);
        }
    }

    fn show_message(&mut self, ui: &mut Ui, rect: Rect) {
        let theme = Theme::of(ui);
        let button = rect.with_max_x(rect.left() + rect.height());
        if icon_button(ui, button, Icon::Close, "Dismiss").clicked() {
            self.message.clear();
            return;
        }
        let words = rect.with_min_x(button.right() + theme.px(theme::BESIDE));
        text(
            ui,
            words,
            Align2::LEFT_CENTER,
            Text::Small,
            theme::LAMP,
            &self.message,
        );
        let response = ui.interact(words, ui.scope_id().with("message"), Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Label, true, self.message.as_str())
        });
        // The line may be too short for it.
        response.on_hover_text(&self.message);
    }
}

/// What the loaded session has to say; said once.
fn take(session: &Session) -> Option<String> {
    if session.notice.read().is_ok_and(|notice| notice.is_empty()) {
        return None;
    }
    let mut notice = session.notice.write().ok()?;
    Some(std::mem::take(&mut *notice))
}
