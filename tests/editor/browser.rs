//! The preset browser: looking through it, hearing, stars, names, what is deleted and what is broken.

use std::fs;
use std::path::PathBuf;

use bedroom::editor::MIN_SIZE;
use bedroom::params::preset;
use bedroom::presets::{Bank, FAVOURITES_FILE, Stage, Subject};
use egui::Key;
use egui::epaint::Shape;
use egui_kittest::kittest::Queryable;

use super::desk::Desk;
use super::layout::check_texts_beside_a_list;
use super::presets::{DISK_S, Folder, desk, is_listed, open, shown, wait_for};

fn is_open(desk: &Desk) -> bool {
    desk.harness.query_by_label("Search presets").is_some()
}

/// Whether words are painted anywhere.
fn says(desk: &Desk, words: &str) -> bool {
    let mut shapes = desk.harness.output().shapes.iter();
    shapes.any(|clipped| match &clipped.shape {
        Shape::Text(text) => text.galley.text().contains(words),
        _ => false,
    })
}

/// A preset of the user's, as a file.
pub fn own(folder: &Folder, file: &str, name: &str) -> PathBuf {
    let path = folder.0.join(file);
    let text = format!("format = 1\nname = \"{name}\"\n[main]\nmix = \"40 %\"\n");
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn what_is_typed_narrows_the_list_and_enter_loads() {
    let mut desk = Desk::usual();
    desk.click("Preset");
    desk.write("radio STOVE");
    assert!(is_listed(&desk, "Kitchen radio"));
    assert!(!is_listed(&desk, "Bedroom demo"));
    assert_eq!(desk.host.take(), []);
    desk.press(Key::Enter);
    assert!(!is_open(&desk));
    assert_eq!(shown(&desk), "Kitchen radio");
    assert!(!desk.host.take().is_empty());

    // What was typed is there again, selected: typing replaces it.
    desk.click("Preset");
    desk.write("no such sound");
    desk.harness.get_by_label("Show all");
    desk.press(Key::Enter);
    assert_eq!(desk.host.take(), []);
    assert_eq!(shown(&desk), "Kitchen radio");
}

#[test]
fn arrows_are_heard_at_once_and_the_header_goes_through_what_is_listed() {
    let mut desk = Desk::usual();
    desk.click("Preset");
    desk.click("About Listener");
    let bank = Bank::load(None);
    let listed: Vec<&str> = bank
        .entries
        .iter()
        .map(|entry| &entry.preset)
        .filter(|preset| preset.is_about(Subject::Stage(Stage::Listener)))
        .map(|preset| preset.name.as_str())
        .collect();
    assert!(!is_listed(&desk, "Bedroom demo"));
    for name in &listed {
        assert!(is_listed(&desk, name), "{name}");
    }
    for name in &listed[..3] {
        desk.press(Key::ArrowDown);
        assert_eq!(shown(&desk), *name);
    }
    desk.press(Key::ArrowUp);
    assert_eq!(shown(&desk), listed[1]);
    // From the row that was clicked as well.
    desk.click(listed[4]);
    desk.press(Key::ArrowDown);
    assert_eq!(shown(&desk), listed[5]);
    assert!(desk.harness.get_by_label(listed[5]).is_focused());
    desk.host.take();
    desk.press(Key::Enter);
    assert!(!is_open(&desk));
    assert_eq!(desk.host.take(), [], "it was loaded already");

    desk.click("Next preset");
    assert_eq!(shown(&desk), listed[6]);
    for _ in 0..7 {
        desk.click("Previous preset");
    }
    assert_eq!(shown(&desk), listed[listed.len() - 1]);
    desk.host.take();
}

#[test]
fn a_double_click_loads_once_and_closes() {
    let mut desk = Desk::usual();
    desk.click("Preset");
    desk.write("attic tape");
    let count = preset::touched(&desk.params).count();
    desk.double_click("Up in the attic");
    assert!(!is_open(&desk));
    assert_eq!(shown(&desk), "Up in the attic");
    assert_eq!(desk.host.take().len(), 3 * count);
}

#[test]
fn a_star_stays_for_the_next_window() {
    let folder = Folder::new("stars");
    let mut desk = desk(&folder.0);
    own(&folder, "mine.toml", "Mine");
    open(&mut desk, "Mine");
    desk.write("mine");
    desk.click("Star Mine");
    desk.click("Show all");
    desk.click("Star Straight through");
    let file = folder.0.join(FAVOURITES_FILE);
    let text = || fs::read_to_string(&file).unwrap_or_default();
    wait_for(&mut desk, |_| {
        text().contains("Mine") && text().contains("Straight through")
    });
    assert_eq!(desk.host.take(), [], "nothing is loaded by it");
    drop(desk);

    let mut desk = self::desk(&folder.0);
    open(&mut desk, "Mine");
    desk.click("Only favourites");
    assert!(is_listed(&desk, "Straight through") && is_listed(&desk, "Mine"));
    assert!(!is_listed(&desk, "Bedroom demo"));
    desk.click("Star Straight through");
    assert!(!is_listed(&desk, "Straight through"));
    wait_for(&mut desk, |_| !text().contains("Straight through"));

    // A file that cannot be read is listed and left; the stars wait until it can be.
    desk.press(Key::Escape);
    let broken = "format = 1\nyours = [";
    fs::write(&file, broken).expect("written");
    desk.click("Preset");
    wait_for(&mut desk, |desk| {
        let listed = desk
            .harness
            .query_by_label_contains("favourites.toml cannot be read");
        listed.is_some()
    });
    desk.click("Show all");
    desk.click("Star Straight through");
    desk.wait(DISK_S);
    assert_eq!(text(), broken);
}

#[test]
fn a_deleted_preset_comes_back() {
    let folder = Folder::new("delete");
    let path = own(&folder, "mine.toml", "Mine");
    let mut desk = desk(&folder.0);
    open(&mut desk, "Mine");
    desk.write("mine");
    // Only one's own can be deleted.
    assert!(desk.harness.query_by_label("Delete").is_none());
    desk.click("Mine");
    desk.click("Delete");
    wait_for(&mut desk, |desk| !is_listed(desk, "Mine"));
    assert!(!path.exists());
    desk.harness.get_by_label("Deleted “Mine”.");
    desk.click("Take back");
    wait_for(&mut desk, |desk| is_listed(desk, "Mine"));
    assert!(path.exists());
    assert!(desk.harness.query_by_label("Take back").is_none());

    // Another program was quicker: it is said, and the list is right again.
    fs::remove_file(&path).expect("removed");
    desk.click("Delete");
    wait_for(&mut desk, |desk| !is_listed(desk, "Mine"));
    desk.harness.get_by_label_contains("is not there any more");
    desk.host.take();
}

#[test]
fn a_renamed_preset_keeps_its_star_and_stays_the_sessions() {
    let folder = Folder::new("rename");
    let path = own(&folder, "mine.toml", "Mine");
    own(&folder, "other.toml", "Other");
    let mut desk = desk(&folder.0);
    open(&mut desk, "Mine");
    desk.write("mine");
    desk.click("Star Mine");
    desk.click("Mine");
    desk.click("Rename");
    desk.write("Other");
    desk.press(Key::Enter);
    desk.wait(DISK_S);
    desk.harness
        .get_by_label_contains("There is a preset “Other” already.");
    assert!(path.exists() && is_open(&desk));

    desk.click("Show all");
    desk.click("Rename");
    desk.write("Yours truly");
    desk.press(Key::Escape);
    assert!(is_open(&desk) && path.exists());
    desk.click("Rename");
    desk.write("Yours truly");
    desk.press(Key::Enter);
    wait_for(&mut desk, |desk| is_listed(desk, "Yours truly"));
    assert_eq!(shown(&desk), "Yours truly");
    assert!(!path.exists());
    let stars = || fs::read_to_string(folder.0.join(FAVOURITES_FILE)).expect("stars");
    assert!(stars().contains("Yours truly") && !stars().contains("Mine"));

    desk.click("Take back");
    wait_for(&mut desk, |desk| is_listed(desk, "Mine"));
    assert_eq!(shown(&desk), "Mine");
    assert!(path.exists() && stars().contains("Mine"));
    desk.host.take();
}

#[test]
fn what_cannot_be_read_is_listed_and_never_replaced() {
    let folder = Folder::new("broken");
    let file = folder.0.join("Mine.toml");
    fs::write(&file, "format = 99\nname = \"Mine\"\n").expect("a file");
    let mut desk = desk(&folder.0);
    desk.click("Preset");
    wait_for(&mut desk, |desk| {
        let listed = desk
            .harness
            .query_by_label_contains("Mine.toml cannot be read");
        listed.is_some_and(|node| format!("{node:?}").contains("Update Bedroom"))
    });
    desk.press(Key::Escape);

    desk.click("Save as…");
    desk.write("Mine");
    desk.press(Key::Enter);
    desk.wait(DISK_S);
    wait_for(&mut desk, |desk| says(desk, "is left as it is"));
    assert!(desk.harness.query_by_label("Replace").is_none());
    assert!(desk.harness.query_by_label("Save").is_some());
    assert!(fs::read_to_string(&file).expect("a file").contains("99"));
    assert_eq!(desk.host.take(), []);
}

#[test]
fn escape_a_click_beside_it_and_its_button_close_the_browser() {
    let mut desk = Desk::usual();
    desk.focus("Preset");
    desk.press(Key::Enter);
    assert!(is_open(&desk));
    assert!(desk.harness.get_by_label("Search presets").is_focused());
    desk.press(Key::Escape);
    assert!(!is_open(&desk));
    assert!(desk.harness.get_by_label("Preset").is_focused());

    desk.click("Preset");
    desk.click("Close presets");
    assert!(!is_open(&desk));
    desk.click("Preset");
    for pressed in [true, false] {
        desk.button(egui::pos2(3.0, 300.0), pressed);
    }
    desk.wait(0.1);
    assert!(!is_open(&desk));
    assert_eq!(desk.host.take(), []);
}

#[test]
fn tab_reaches_every_filter_and_the_keyboard_never_falls_to_the_host() {
    let mut desk = Desk::usual();
    desk.click("Preset");
    let mut seen = Vec::new();
    let names = [
        "All presets",
        "Only favourites",
        "About the whole chain",
        "About Again",
        "1970s",
        "2020s",
        "Load only Room",
        "Close presets",
    ];
    for _ in 0..80 {
        desk.press(Key::Tab);
        let focused = |name: &&&str| desk.harness.get_by_label(name).is_focused();
        seen.extend(names.iter().find(focused).copied());
    }
    for name in names {
        assert!(seen.contains(&name), "{name} is never reached");
    }
    desk.click("About Room");
    assert!(desk.harness.get_by_label("Search presets").is_focused());
    assert_eq!(desk.host.take(), []);
}

#[test]
fn the_longest_words_have_room_in_the_smallest_window() {
    let folder = Folder::new("long");
    fs::write(folder.0.join("broken.toml"), "format = 1\nname = 5").expect("a file");
    let mut desk = Desk::open(MIN_SIZE, 1.0, Some(folder.0.clone()));
    own(&folder, "mine.toml", "Mine");
    open(&mut desk, "Mine");
    // Every filter has its place.
    for name in [
        "Load only Again",
        "About Again",
        "2020s",
        "Tag voice",
        "Tag drums",
    ] {
        desk.harness.get_by_label(name);
    }
    let mut presets: Vec<_> = Bank::load(None)
        .entries
        .into_iter()
        .map(|entry| entry.preset)
        .collect();
    presets.sort_by_key(|preset| std::cmp::Reverse(preset.description.chars().count()));
    for preset in presets.iter().take(8) {
        desk.focus("Search presets");
        desk.press_with(Key::A, egui::Modifiers::COMMAND);
        desk.write(&preset.name);
        desk.press(Key::ArrowDown);
        assert_eq!(shown(&desk), preset.name);
        check_texts_beside_a_list(&desk, MIN_SIZE);
    }
    desk.press_with(Key::A, egui::Modifiers::COMMAND);
    desk.write("mine");
    desk.click("Mine");
    check_texts_beside_a_list(&desk, MIN_SIZE);
    desk.click("Rename");
    check_texts_beside_a_list(&desk, MIN_SIZE);
    desk.press(Key::Escape);
    desk.click("Delete");
    wait_for(&mut desk, |desk| !is_listed(desk, "Mine"));
    check_texts_beside_a_list(&desk, MIN_SIZE);
    desk.host.take();
}
