//! The browser: all presets above the window, to be looked through, heard and kept in order.
//!
//! A click, or an arrow key, loads at once and leaves it open. A double click or Enter loads and
//! closes it; Escape, a click beside it and its button close it.

use egui::{Align2, Id, Key, Modal, Modifiers, Rect, Sense, Ui, Vec2, pos2, vec2};

use super::super::super::library::Library;
use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::chip::{self, chip};
use super::super::super::widgets::{Icon, hint, icon_button, text, text_entry, text_width};
use super::{filters, foot, rows};
use crate::params::preset::Scope;
use crate::presets::{Entry, Filter, Origin, Stage, tags};

/// How many rows page up and page down go.
const PAGE: isize = 8;

/// The browser's state, open or not.
#[derive(Default)]
pub struct Browser {
    opened: Option<Opened>,
    /// What gets the keyboard back.
    back: Option<Id>,
    filter: Filter,
    scope: Scope,
    /// The row that was chosen last.
    selected: Option<Row>,
    /// Whether it was loaded since the browser was opened.
    heard: bool,
    found: Found,
    said: Option<String>,
}

/// What it remembers while it is open.
struct Opened {
    /// What had the keyboard before.
    focus: Option<Id>,
    /// Not shown yet: wants the keyboard.
    fresh: bool,
    /// The chosen row is to be scrolled to.
    reveal: bool,
}

/// A preset, whatever its place in the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    yours: bool,
    name: String,
}

impl Row {
    fn of(entry: &Entry) -> Self {
        Self {
            yours: entry.origin != Origin::Factory,
            name: entry.preset.name.clone(),
        }
    }
}

/// What the filter lets through, and all tags, until one of both changes.
#[derive(Default)]
struct Found {
    with: Option<(Filter, u64)>,
    /// Places in the bank.
    rows: Vec<usize>,
    tags: Vec<(String, usize)>,
}

/// What was asked for in a frame.
#[derive(Default)]
pub struct Asked {
    /// To load the entry at this place in the bank.
    pub load: Option<(usize, Scope)>,
    /// To say something beside the browser.
    pub message: Option<String>,
}

/// What the keyboard asks for.
enum Pressed {
    /// So many rows further.
    Step(isize),
    /// The chosen row, and then to be closed.
    Enter,
}

impl Browser {
    /// Opens it at the preset of this name.
    pub fn open(&mut self, ui: &Ui, library: &Library, name: &str) {
        self.selected = library.bank().find(name).map(Row::of);
        self.heard = false;
        self.said = None;
        self.opened = Some(Opened {
            focus: ui.memory(|memory| memory.focused()),
            fresh: true,
            reveal: true,
        });
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.opened.is_some()
    }

    /// Says something in it; gives it back if it is not open.
    pub fn say(&mut self, message: String) -> Option<String> {
        if self.is_open() {
            self.said = Some(message);
            return None;
        }
        Some(message)
    }

    /// Takes note that one of the user's presets is called otherwise now.
    pub fn rename(&mut self, before: &str, after: &str) {
        if let Some(row) = &mut self.selected
            && row.yours
            && row.name == before
        {
            after.clone_into(&mut row.name);
        }
    }

    /// The place in the bank of the preset that comes so many rows after the one of this name, among
    /// those that the filter lets through; around the end.
    pub fn neighbour(&mut self, library: &Library, name: &str, step: isize) -> Option<usize> {
        self.find(library);
        let row = library.bank().find(name).map(Row::of);
        self.step_from(row.as_ref(), library, step, true)
    }

    /// Shows it while it is open. What has to be said is said in it then.
    pub fn show(&mut self, ui: &Ui, library: &mut Library, message: Option<String>) -> Asked {
        let Some(mut opened) = self.opened.take() else {
            // Nothing below it can have the keyboard for one frame more.
            if ui.memory(|memory| memory.top_modal_layer().is_none())
                && let Some(before) = self.back.take()
            {
                ui.memory_mut(|memory| memory.request_focus(before));
            }
            return Asked {
                load: None,
                message,
            };
        };
        self.said = message.or(self.said.take());
        self.find(library);
        let theme = Theme::of(ui);
        let window = ui.ctx().content_rect().size();
        let edge = Vec2::splat(theme.px(theme::THIN));
        // Just less than the window, so that no half line of it looks out below.
        let size = (window - Vec2::splat(theme.px(2.0 * theme::BESIDE)))
            .min(theme.size(theme::BROWSER))
            - 2.0 * edge;
        let mut asked = Asked::default();
        let mut close = false;
        let modal = Modal::new(Id::unique("preset browser"))
            .frame(theme.popup().inner_margin(0.0))
            .show(ui.ctx(), |ui| {
                let rect = ui.allocate_exact_size(size, Sense::hover()).0;
                let rect = rect.shrink(theme.px(theme::PAD));
                close = self.fill(ui, rect, library, &mut opened, &mut asked);
            });
        if close || modal.should_close() {
            asked.message = self.said.take();
            // The keyboard goes back to what had it, or to the host.
            self.back = opened.focus;
            ui.memory_mut(|memory| {
                if let Some(focus) = memory.focused() {
                    memory.surrender_focus(focus);
                }
            });
        } else {
            self.opened = Some(opened);
        }
        asked
    }

    /// Returns whether it is to be closed.
    fn fill(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        library: &mut Library,
        opened: &mut Opened,
        asked: &mut Asked,
    ) -> bool {
        let theme = Theme::of(ui);
        let pressed = self.pressed(ui, library);
        let mut close = match pressed {
            Some(Pressed::Step(step)) => {
                let next = self.step_from(self.selected.clone().as_ref(), library, step, false);
                self.choose(ui, library, next, asked);
                opened.reveal = true;
                false
            }
            Some(Pressed::Enter) => {
                if !self.heard {
                    let next = self.place(library).or(self.found.rows.first().copied());
                    self.choose(ui, library, next, asked);
                }
                true
            }
            None => false,
        };

        let (gap, row) = (theme.px(theme::BESIDE), theme.px(theme::ROW));
        let head = rect.with_max_y(rect.top() + row);
        let second = head.translate(vec2(0.0, row + gap));
        let foot = rect.with_min_y(rect.bottom() - foot::height(theme));
        let left = theme.px(theme::FILTERS);
        let middle = Rect::from_min_max(
            pos2(rect.left(), second.bottom() + gap),
            pos2(rect.right(), foot.top() - gap),
        );
        close |= self.head(ui, head, library);
        self.search(ui, second.with_max_x(rect.left() + left), opened);
        let right = rect.left() + left + theme.px(theme::GAP);
        self.scopes(ui, second.with_min_x(right));
        let column = middle.with_max_x(rect.left() + left);
        filters::filters(ui, column, &mut self.filter, &self.found.tags);

        let selected = self.place(library);
        let answer = rows::rows(
            ui,
            middle.with_min_x(right),
            library,
            &self.found.rows,
            selected,
            std::mem::take(&mut opened.reveal),
        );
        if let Some((index, on)) = answer.star {
            library.star(index, on);
        }
        // The second of two clicks finds loaded what the first has asked for.
        let heard = answer.twice && self.heard && answer.clicked == self.place(library);
        if !heard {
            self.choose(ui, library, answer.clicked, asked);
        }
        close |= answer.twice;

        let shown = answer.hovered.or(self.place(library));
        let yours = shown.filter(|shown| Some(*shown) == self.place(library));
        foot::foot(ui, foot, library, shown, yours.is_some(), &mut self.said);
        // So that Escape and the arrows come here and not to the host.
        if ui.memory(|memory| memory.focused()).is_none() {
            ui.memory_mut(|memory| memory.request_focus(field()));
        }
        close
    }

    /// Title, how many there are, and what closes it.
    fn head(&mut self, ui: &mut Ui, rect: Rect, library: &Library) -> bool {
        let theme = Theme::of(ui);
        let mut left = rect;
        let mut word = |ui: &Ui, kind: Text, colour: egui::Color32, words: &str| {
            text(ui, left, Align2::LEFT_CENTER, kind, colour, words);
            left.min.x += text_width(ui, kind, words) + theme.px(theme::PAD);
        };
        word(ui, Text::Heading, theme::PAPER, "Presets");
        let all = library.bank().entries.len();
        let count = match self.found.rows.len() {
            count if count == all => format!("{all}"),
            count => format!("{count} of {all}"),
        };
        word(ui, Text::Small, theme::FADED, &count);
        if self.filter != Filter::default() {
            let size = vec2(chip::width(ui, "Show all"), theme.px(theme::CHIP));
            let place = Align2::LEFT_CENTER.align_size_within_rect(size, left);
            let all = chip(ui, place, "Show all", "Show all", false);
            hint::explain(&all, "Takes all filters away.");
            if all.clicked() {
                self.filter = Filter::default();
            }
        }
        let close = rect.with_min_x(rect.right() - theme.px(theme::ICON));
        let button = icon_button(ui, close, Icon::Close, "Close presets");
        hint::explain(&button, "Back to the controls.");
        button.clicked()
    }

    fn search(&mut self, ui: &mut Ui, rect: Rect, opened: &mut Opened) {
        let theme = Theme::of(ui);
        let words = &mut self.filter.words;
        let before = words.clone();
        let id = field();
        if opened.fresh {
            text_entry::take_over(ui, id, words);
        }
        let start = egui::Align::Min;
        let response = text_entry::field(ui, rect, id, words, "Search presets", start, false);
        // A new window is laid out once before it is shown; that does not count.
        opened.fresh &= ui.is_sizing_pass() || !response.has_focus();
        // It has the keyboard most of the time, and its hint would hide all others.
        if response.hovered() {
            hint::explain(
                &response,
                "Words that must all be in the name, the tags, the description or the year.",
            );
        }
        if *words != before {
            self.selected = None;
            self.heard = false;
        }
        if words.is_empty() {
            let place = rect.shrink2(vec2(theme.px(theme::BESIDE), 0.0));
            let align = Align2::LEFT_CENTER;
            text(ui, place, align, Text::Body, theme::FADED, "Search");
        }
    }

    /// What a click loads.
    fn scopes(&mut self, ui: &mut Ui, rect: Rect) {
        let theme = Theme::of(ui);
        let align = Align2::LEFT_CENTER;
        text(ui, rect, align, Text::Small, theme::FADED, "Load");
        let left = rect.left() + text_width(ui, Text::Small, "Load") + theme.px(theme::BESIDE);
        let top = rect.center().y - theme.px(theme::CHIP) / 2.0;
        let area = Rect::from_min_max(pos2(left, top), rect.max);
        let mut flow = chip::Flow::new(ui, area);
        let whole = ("Whole sound", "Load the whole sound".to_owned());
        let stages = Stage::ALL.map(|stage| {
            let name = format!("Load only {}", stage.name());
            (Scope::Only(stage), (stage.name(), name))
        });
        for (scope, (words, name)) in [(Scope::Whole, whole)].into_iter().chain(stages) {
            let Some(place) = flow.place(chip::width(ui, words)) else {
                continue;
            };
            let response = chip(ui, place, words, &name, self.scope == scope);
            let help = match scope {
                Scope::Whole => "A click loads the whole preset.".to_owned(),
                Scope::Only(stage) => format!(
                    "A click loads only what the preset says about {}, and leaves the rest alone.",
                    stage.name()
                ),
            };
            hint::explain(&response, &help);
            if response.clicked() {
                self.scope = scope;
                self.heard = false;
            }
        }
    }

    /// Makes this row the chosen one and asks for its sound.
    fn choose(&mut self, ui: &Ui, library: &Library, index: Option<usize>, asked: &mut Asked) {
        let Some((index, entry)) =
            index.and_then(|index| Some((index, library.bank().entries.get(index)?)))
        else {
            return;
        };
        self.selected = Some(Row::of(entry));
        self.heard = true;
        self.said = None;
        asked.load = Some((index, self.scope));
        // Whoever searches goes on typing; otherwise the row has the keyboard.
        if !ui.memory(|memory| memory.has_focus(field())) {
            ui.memory_mut(|memory| memory.request_focus(rows::id(index)));
        }
    }

    /// The keys of the list, taken while the search or a row has the keyboard.
    fn pressed(&self, ui: &Ui, library: &Library) -> Option<Pressed> {
        let focus = ui.memory(|memory| memory.focused());
        let row = self.place(library).map(rows::id);
        if !(focus.is_none() || focus == Some(field()) || focus == row) {
            return None;
        }
        ui.input_mut(|input| {
            let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
            let step = count(Key::ArrowDown) - count(Key::ArrowUp)
                + PAGE * (count(Key::PageDown) - count(Key::PageUp));
            if count(Key::Enter) > 0 {
                Some(Pressed::Enter)
            } else {
                (step != 0).then_some(Pressed::Step(step))
            }
        })
    }

    /// The place in the bank of the chosen row, if it is among those that were found.
    fn place(&self, library: &Library) -> Option<usize> {
        let row = self.selected.as_ref();
        let at = self.position(row, library)?;
        self.found.rows.get(at).copied()
    }

    /// Where a row is among those that were found.
    fn position(&self, row: Option<&Row>, library: &Library) -> Option<usize> {
        let entries = &library.bank().entries;
        let mut found = self.found.rows.iter();
        found.position(|index| entries.get(*index).map(Row::of).as_ref() == row && row.is_some())
    }

    fn step_from(
        &self,
        row: Option<&Row>,
        library: &Library,
        step: isize,
        around: bool,
    ) -> Option<usize> {
        let count = self.found.rows.len() as isize;
        let last = count - 1;
        let next = match self.position(row, library) {
            Some(here) if around => (here as isize + step).rem_euclid(count),
            Some(here) => (here as isize + step).clamp(0, last),
            None if step > 0 => 0,
            None => last,
        };
        self.found.rows.get(usize::try_from(next).ok()?).copied()
    }

    fn find(&mut self, library: &Library) {
        let revision = library.revision();
        let up_to_date =
            |(filter, found): &(Filter, u64)| *found == revision && *filter == self.filter;
        if self.found.with.as_ref().is_some_and(up_to_date) {
            return;
        }
        let bank = library.bank();
        self.found = Found {
            rows: self.filter.choose(bank, library.favourites()),
            tags: tags(bank),
            with: Some((self.filter.clone(), revision)),
        };
    }
}

/// The search field.
fn field() -> Id {
    Id::unique("preset search")
}
