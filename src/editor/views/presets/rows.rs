//! The browser's list: a row for each preset that was found, and below them what cannot be read.

use egui::{
    Align2, Color32, EventFilter, Id, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use super::super::super::library::Library;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::{focus_ring, star, text, text_width};
use crate::presets::{Entry, FAVOURITES_FILE, Origin};

/// What a hand did in the list; numbers are places in the bank.
#[derive(Default)]
pub struct Answer {
    /// The row that was clicked.
    pub clicked: Option<usize>,
    /// Whether it was the second click.
    pub twice: bool,
    /// The row under the pointer.
    pub hovered: Option<usize>,
    /// A star that was given or taken away.
    pub star: Option<(usize, bool)>,
}

/// The id of the row of the entry at this place in the bank.
pub fn id(index: usize) -> Id {
    Id::unique("preset rows").with(index)
}

/// Shows the rows in a list that can be scrolled; to the chosen one, if `reveal`.
pub fn rows(
    ui: &mut Ui,
    rect: Rect,
    library: &Library,
    found: &[usize],
    chosen: Option<usize>,
    reveal: bool,
) -> Answer {
    let theme = Theme::of(ui);
    ui.painter()
        .rect_filled(rect, theme.radius(theme::RADIUS), theme::WELL);
    let inner = rect.shrink(theme.px(theme::NEAR));
    let mut answer = Answer::default();
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                let width = ui.available_width() - theme.px(theme::NEAR);
                let entries = &library.bank().entries;
                let own = entries.iter().any(|entry| entry.origin != Origin::Factory);
                let mut factory = None;
                for index in found {
                    let Some(entry) = entries.get(*index) else {
                        continue;
                    };
                    let from = entry.origin == Origin::Factory;
                    if own && factory != Some(from) {
                        let title = if from { "Factory" } else { "Yours" };
                        section(ui, width, title, theme::FADED);
                    }
                    factory = Some(from);
                    let row = Shown {
                        index: *index,
                        entry,
                        starred: library.favourites().contain(entry),
                        can_star: library.can_save() && library.stars_lost().is_none(),
                        chosen: chosen == Some(*index),
                    };
                    let response = row.show(ui, width, &mut answer);
                    if row.chosen && reveal {
                        response.scroll_to_me(None);
                    }
                }
                if found.is_empty() {
                    section(ui, width, "No preset is like that.", theme::FADED);
                }
                unreadable(ui, width, library);
            });
    });
    answer
}

struct Shown<'a> {
    index: usize,
    entry: &'a Entry,
    starred: bool,
    can_star: bool,
    chosen: bool,
}

impl Shown<'_> {
    fn show(&self, ui: &mut Ui, width: f32, answer: &mut Answer) -> Response {
        let theme = Theme::of(ui);
        let size = vec2(width, theme.px(theme::ROW));
        let rect = ui.allocate_exact_size(size, Sense::hover()).0;
        // Only one row is stopped at with Tab; the arrows go through the others.
        let sense = if self.chosen {
            Sense::click()
        } else {
            Sense::CLICK
        };
        let id = id(self.index);
        let response = ui.interact(rect, id, sense);
        let preset = &self.entry.preset;
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        response.widget_info(|| {
            WidgetInfo::selected(Role::ListBoxOption, true, self.chosen, &preset.name)
        });
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_description(preset.description.as_str());
        });
        if response.has_focus() {
            ui.memory_mut(|memory| {
                let filter = EventFilter {
                    vertical_arrows: true,
                    horizontal_arrows: true,
                    ..EventFilter::default()
                };
                memory.set_focus_lock_filter(id, filter);
            });
        }
        let mark = rect.with_max_x(rect.left() + rect.height());
        ui.add_enabled_ui(self.can_star, |ui| {
            let name = format!("Star {}", preset.name);
            if star(ui, mark, &name, self.starred, sense).clicked() {
                answer.star = Some((self.index, !self.starred));
            }
        });
        if response.clicked() {
            answer.clicked = Some(self.index);
            answer.twice = response.double_clicked();
        }
        if response.hovered() {
            answer.hovered = Some(self.index);
        }
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let theme = Theme::of(ui);
        if self.chosen || response.hovered() {
            let ground = if response.hovered() {
                theme::HOVERED
            } else {
                theme::RAISED
            };
            ui.painter()
                .rect_filled(rect, theme.radius(theme::SMALL_RADIUS), ground);
        }
        focus_ring(ui, rect.shrink(theme.px(theme::NEAR / 2.0)), response);
        let preset = &self.entry.preset;
        let beside = theme.px(theme::BESIDE);
        let mut words = rect.with_min_x(rect.left() + rect.height());
        words.max.x -= beside;
        let year = preset.year.map(|year| year.to_string()).unwrap_or_default();
        text(
            ui,
            words,
            Align2::RIGHT_CENTER,
            Text::Small,
            theme::FADED,
            &year,
        );
        words.max.x -= theme.px(theme::YEAR);
        let name_width = text_width(ui, Text::Body, &preset.name);
        let tags = words.with_min_x(words.left() + name_width + 2.0 * beside);
        let tags_shown = fitting(ui, tags.width(), &preset.tags);
        text(
            ui,
            tags,
            Align2::RIGHT_CENTER,
            Text::Small,
            theme::FADED,
            &tags_shown,
        );
        text(
            ui,
            words,
            Align2::LEFT_CENTER,
            Text::Body,
            theme::PAPER,
            &preset.name,
        );
    }
}

/// The first tags, as many as there is room for.
fn fitting(ui: &Ui, width: f32, tags: &[String]) -> String {
    (1..=tags.len())
        .rev()
        .map(|count| tags[..count].join(", "))
        .find(|words| text_width(ui, Text::Small, words) <= width)
        .unwrap_or_default()
}

fn section(ui: &mut Ui, width: f32, title: &str, colour: Color32) {
    let theme = Theme::of(ui);
    let size = vec2(width, theme.px(theme::CHIP));
    let rect = ui.allocate_exact_size(size, Sense::hover()).0;
    let words = rect.shrink2(vec2(theme.px(theme::BESIDE), 0.0));
    text(ui, words, Align2::LEFT_CENTER, Text::Small, colour, title);
}

/// The files that were passed over, and why.
fn unreadable(ui: &mut Ui, width: f32, library: &Library) {
    let files = library.bank().problems.iter().map(|(path, error)| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        (name.display().to_string(), error.to_string())
    });
    let stars = library
        .stars_lost()
        .map(|error| (FAVOURITES_FILE.to_owned(), error.to_string()));
    let all: Vec<(String, String)> = files.chain(stars).collect();
    if all.is_empty() {
        return;
    }
    section(ui, width, "Cannot be read", theme::CLIP);
    let theme = Theme::of(ui);
    let beside = theme.px(theme::BESIDE);
    for (name, reason) in all {
        let layout = |words: &str, kind: Text, colour: Color32| {
            let font = theme.font(kind);
            let width = width - 2.0 * beside;
            ui.painter().layout(words.to_owned(), font, colour, width)
        };
        let title = layout(&name, Text::Body, theme::PAPER);
        let why = layout(&reason, Text::Small, theme::FADED);
        let height = title.size().y + why.size().y + beside;
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(
                Role::Label,
                true,
                format!("{name} cannot be read. {reason}"),
            )
        });
        let left = rect.left() + beside;
        let below = rect.top() + title.size().y;
        ui.painter()
            .galley(pos2(left, rect.top()), title, theme::PAPER);
        ui.painter().galley(pos2(left, below), why, theme::FADED);
    }
}
