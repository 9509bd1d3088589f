//! The browser's left: whose presets, about which stage, of which years, with which tags.

use egui::{Align2, Rect, Ui, pos2};

use super::super::super::theme::{self, Text, Theme};
use super::super::super::widgets::chip::{self, Flow, chip};
use super::super::super::widgets::{hint, text};
use crate::presets::{Filter, Shelf, Stage, Subject};

/// First years of the decades that the house has seen.
const DECADES: [u16; 6] = [1970, 1980, 1990, 2000, 2010, 2020];

/// Shows the filters below one another; as many tags as there is room for.
pub fn filters(ui: &mut Ui, rect: Rect, filter: &mut Filter, tags: &[(String, usize)]) {
    let theme = Theme::of(ui);
    let mut flow = Flow::new(ui, rect);
    shelves(ui, &mut flow, filter);
    let section = |ui: &Ui, flow: &Flow, title: &str| {
        let top = flow.bottom() + theme.px(theme::BESIDE);
        let bottom = top + theme.px(theme::TITLE);
        let line = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), bottom));
        text(
            ui,
            line,
            Align2::LEFT_CENTER,
            Text::Small,
            theme::FADED,
            title,
        );
        Flow::new(ui, rect.with_min_y(bottom + theme.px(theme::NEAR)))
    };
    flow = section(ui, &flow, "Stage");
    subjects(ui, &mut flow, filter);
    flow = section(ui, &flow, "Year");
    decades(ui, &mut flow, filter);
    flow = section(ui, &flow, "Tags");
    for (tag, count) in tags {
        let on = filter.tags.contains(tag);
        let help = match count {
            1 => format!("One preset is tagged “{tag}”."),
            count => format!("{count} presets are tagged “{tag}”."),
        };
        if !show(ui, &mut flow, (tag, &format!("Tag {tag}")), on, &help) {
            continue;
        }
        if !filter.tags.remove(tag) {
            filter.tags.insert(tag.clone());
        }
    }
}

fn shelves(ui: &mut Ui, flow: &mut Flow, filter: &mut Filter) {
    for (shelf, words, name, help) in [
        (
            Shelf::All,
            "All",
            "All presets",
            "The factory's presets and your own.",
        ),
        (
            Shelf::Factory,
            "Factory",
            "Factory presets",
            "What came with the plugin.",
        ),
        (
            Shelf::Yours,
            "Yours",
            "Your presets",
            "What lies in your own folder.",
        ),
    ] {
        if show(ui, flow, (words, name), filter.shelf == shelf, help) {
            filter.shelf = shelf;
        }
    }
    let words = ("Favourites", "Only favourites");
    if show(
        ui,
        flow,
        words,
        filter.favourites,
        "Only those with a star.",
    ) {
        filter.favourites = !filter.favourites;
    }
}

fn subjects(ui: &mut Ui, flow: &mut Flow, filter: &mut Filter) {
    let stages = Stage::ALL.map(|stage| (Some(Subject::Stage(stage)), stage.name()));
    let all = [(None, "All"), (Some(Subject::WholeChain), "Whole chain")];
    for (subject, words) in all.into_iter().chain(stages) {
        let (name, help) = match subject {
            None => (
                "About any stage".to_owned(),
                "Whatever it is about.".to_owned(),
            ),
            Some(Subject::WholeChain) => (
                "About the whole chain".to_owned(),
                "The whole way through the house: three stages and more.".to_owned(),
            ),
            Some(Subject::Stage(Stage::Again)) => (
                "About Again".to_owned(),
                "Presets that switch Again on.".to_owned(),
            ),
            Some(Subject::Stage(stage)) => (
                format!("About {}", stage.name()),
                format!("Presets in which {} does the work.", stage.name()),
            ),
        };
        if show(ui, flow, (words, &name), filter.subject == subject, &help) {
            filter.subject = subject;
        }
    }
}

fn decades(ui: &mut Ui, flow: &mut Flow, filter: &mut Filter) {
    for decade in DECADES {
        let words = format!("{decade}s");
        let on = filter.decades.contains(&decade);
        let help = format!("Presets of the years {decade} to {}.", decade + 9);
        if show(ui, flow, (&words, &words), on, &help) && !filter.decades.remove(&decade) {
            filter.decades.insert(decade);
        }
    }
}

/// One chip with its words and its name, if there is room; whether it was clicked.
fn show(ui: &mut Ui, flow: &mut Flow, (words, name): (&str, &str), on: bool, help: &str) -> bool {
    let width = chip::width(ui, words);
    let Some(place) = flow.place(width) else {
        return false;
    };
    let response = chip(ui, place, words, name, on);
    hint::explain(&response, help);
    response.clicked()
}
