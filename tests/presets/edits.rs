//! Stars, renaming and deleting, with what others do to the same files meanwhile.

use std::fs;
use std::path::Path;

use bedroom::presets::{
    Bank, DELETED_FOLDER, Deed, EditError, FAVOURITES_FILE, Favourites, Overwrite, Preset, Star,
    delete, rename, save,
};

use super::files::{Folder, names, names_in};
use super::{GROUPS, named};

fn star(name: &str, yours: bool, on: bool) -> Star {
    let name = name.to_owned();
    Star::Set { yours, name, on }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("readable")
}

// ---- stars

#[test]
fn stars_are_kept_in_a_file_that_can_be_read() {
    let folder = Folder::new();
    let presets = folder.0.join("new");
    assert_eq!(Favourites::load(&presets), Ok(Favourites::default()));
    let first = Bank::load(None).entries[0].preset.name.clone();
    for (name, yours) in [(first.as_str(), false), ("Mine", true), ("Gone", true)] {
        Favourites::change(&presets, &star(name, yours, true)).expect("written");
    }
    save(&presets, &named("Mine"), GROUPS, Overwrite::Refuse).expect("saved");

    let file = presets.join(FAVOURITES_FILE);
    let expected = format!(
        "format = 1\nfactory = [\n    \"{first}\",\n]\nyours = [\n    \"Gone\",\n    \"Mine\",\n]\n"
    );
    assert_eq!(text(&file), expected);
    let bank = Bank::load(Some(&presets));
    assert_eq!(bank.problems, []);
    let favourites = Favourites::load(&presets).expect("read");
    let with_star = bank
        .entries
        .iter()
        .filter(|entry| favourites.contain(entry));
    let with_star: Vec<_> = with_star.map(|entry| &entry.preset.name).collect();
    assert_eq!(with_star, [&first, "Mine"]);

    Favourites::change(&presets, &star("Mine", true, false)).expect("written");
    // A star that is taken away twice, or by another plugin, is no error.
    Favourites::change(&presets, &star("Mine", true, false)).expect("nothing to do");
    assert_eq!(text(&file), expected.replace("    \"Mine\",\n", ""));
    assert_eq!(names_in(&presets).len(), 2, "no temporary file stays");
}

#[test]
fn a_broken_or_newer_file_of_stars_is_said_and_never_written() {
    let folder = Folder::new();
    for content in [
        "",
        "format = 1\nfactory = [",
        "format = 2\nstars = 5\n",
        "format = 1\nfactory = []\nmine = []\n",
    ] {
        let file = folder.file(FAVOURITES_FILE, content);
        let read = Favourites::load(&folder.0).expect_err(content);
        let change = Favourites::change(&folder.0, &star("Attic", false, true));
        assert_eq!(change, Err(read.clone()), "{content:?}");
        assert_eq!(read.path, file);
        assert!(!read.to_string().is_empty());
        assert_eq!(text(&file), content);
    }
    fs::remove_file(folder.0.join(FAVOURITES_FILE)).expect("removed");
    fs::create_dir(folder.0.join(FAVOURITES_FILE)).expect("created");
    Favourites::load(&folder.0).expect_err("a folder");
    Favourites::change(&folder.0, &star("Attic", false, true)).expect_err("a folder");
}

// ---- deleting

#[test]
fn what_is_deleted_lies_aside_and_comes_back() {
    let folder = Folder::new();
    let path = folder.file("Sub/odd.toml", named("Mine").to_toml(GROUPS));
    let before = text(&path);
    let deed = delete(&folder.0, &path, "Mine").expect("deleted");
    assert!(!path.exists());
    let bank = Bank::load(Some(&folder.0));
    assert_eq!((names(&bank), bank.problems.len()), (vec![], 0));
    assert_eq!(names_in(&folder.0.join(DELETED_FOLDER)), ["odd.toml"]);

    // Another of that name does not take its place there.
    folder.file("Sub/odd.toml", named("Other").to_toml(GROUPS));
    let other = delete(&folder.0, &path, "Other").expect("deleted");
    deed.undo().expect("the place is free");
    assert_eq!(text(&path), before);
    assert_eq!(other.undo(), Err(EditError::Taken(path.clone())));
    assert_eq!(text(&path), before);
    fs::remove_file(&path).expect("removed");
    other.undo().expect("the place is free again");
    assert_eq!(names(&Bank::load(Some(&folder.0))), ["Other"]);
    assert!(names_in(&folder.0.join(DELETED_FOLDER)).is_empty());
}

#[test]
fn what_another_plugin_has_deleted_is_gone() {
    let folder = Folder::new();
    let path = folder.file("a.toml", named("A").to_toml(GROUPS));
    let deed = delete(&folder.0, &path, "A").expect("deleted");
    let error = delete(&folder.0, &path, "A").expect_err("gone");
    assert_eq!(error, EditError::Gone(path.clone()));
    assert!(error.to_string().contains("a.toml is not there any more"));
    assert_eq!(rename(&path, "B"), Err(EditError::Gone(path)));
    fs::remove_dir_all(folder.0.join(DELETED_FOLDER)).expect("cleared away");
    assert!(matches!(deed.undo(), Err(EditError::Gone(_))));
}

// ---- renaming

#[test]
fn renaming_changes_the_name_and_leaves_every_other_letter() {
    let folder = Folder::new();
    let written = "# By hand.\nformat=1\nname  =  'Odd' # odd\n\n[tape]\nwow = 0.40 # deep\n";
    let path = folder.file("Sub/hand.toml", written);
    let deed = rename(&path, "  “Even”: \"quoted\" ").expect("renamed");
    let to = folder.0.join("Sub/“Even”- -quoted-.toml");
    let Deed::Renamed { before, after, .. } = &deed else {
        panic!("{deed:?}")
    };
    assert_eq!(
        (before.as_str(), after.as_str()),
        ("Odd", "“Even”: \"quoted\"")
    );
    assert_eq!(
        text(&to),
        written.replace("'Odd'", "\"“Even”: \\\"quoted\\\"\"")
    );
    assert_eq!(names(&Bank::load(Some(&folder.0))), [after]);
    deed.undo().expect("undone");
    assert_eq!(text(&path), written.replace("'Odd'", "\"Odd\""));
    assert_eq!(names_in(&folder.0.join("Sub")), ["hand.toml"]);
}

#[test]
fn renaming_never_takes_the_place_of_another_file() {
    let folder = Folder::new();
    let path = folder.file("a.toml", named("A").to_toml(GROUPS));
    let other = folder.file("B.toml", "broken");
    let error = rename(&path, "B").expect_err("taken");
    assert_eq!(error, EditError::Taken(other.clone()));
    assert_eq!(text(&other), "broken");
    assert_eq!(rename(&path, " ... "), Err(EditError::EmptyName));
    assert!(matches!(
        rename(&path, "two\nlines"),
        Err(EditError::Unreadable(_))
    ));
    assert!(matches!(rename(&other, "C"), Err(EditError::Unreadable(_))));
    assert_eq!(names_in(&folder.0).len(), 2);
    assert_eq!(names(&Bank::load(Some(&folder.0))), ["A"]);

    // The way back may be taken by then.
    let deed = rename(&path, "C").expect("renamed");
    folder.file("a.toml", "somebody else's");
    assert_eq!(deed.undo(), Err(EditError::Taken(path.clone())));
    assert_eq!(text(&path), "somebody else's");
}

#[test]
fn a_name_may_change_only_its_capitals_or_not_its_file() {
    let folder = Folder::new();
    let path = folder.file("mine.toml", named("mine").to_toml(GROUPS));
    rename(&path, "Mine").expect("renamed");
    assert_eq!(names(&Bank::load(Some(&folder.0))), ["Mine"]);
    assert_eq!(names_in(&folder.0), ["Mine.toml"]);
    let path = folder.0.join("Mine.toml");
    rename(&path, "Mine?").expect("renamed");
    rename(&folder.0.join("Mine-.toml"), "Mine:").expect("the file is called as before");
    assert_eq!(names(&Bank::load(Some(&folder.0))), ["Mine:"]);
    let read = Preset::parse(&text(&folder.0.join("Mine-.toml"))).expect("a preset");
    assert_eq!(read, named("Mine:"));
}
