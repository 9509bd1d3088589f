//! The user's folder: saving into it, loading from it, and all that can go wrong there.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use bedroom::presets::{
    Bank, FACTORY, FAVOURITES_FILE, FORMAT, MAX_BYTES, Origin, Overwrite, PLATFORMS_FILE, Preset,
    PresetError, SaveError, Value, save, save_to, user_folder,
};

use super::{GROUPS, named, portable};

/// A folder of its own for one test, removed at its end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("bedroom-presets-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("the temporary folder can be created");
        Self(path)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("created");
        fs::write(&path, content).expect("written");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn names(bank: &Bank) -> Vec<&str> {
    let user = bank
        .entries
        .iter()
        .filter(|entry| entry.origin != Origin::Factory);
    user.map(|entry| entry.preset.name.as_str()).collect()
}

pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    entries
        .map(|entry| name(entry.expect("readable")))
        .collect()
}

#[test]
fn the_user_folder_is_named_as_documented() {
    if let Some(folder) = user_folder() {
        assert!(folder.ends_with("Bedroom/Presets"), "{}", folder.display());
    }
}

#[test]
fn saved_presets_are_found_again() {
    let folder = Folder::new();
    let presets = folder.0.join("new/Presets");
    let path = save(&presets, &portable(), GROUPS, Overwrite::Refuse).expect("saved");
    assert_eq!(path, presets.join("Portable, tired batteries.toml"));
    assert_eq!(
        names_in(&presets),
        ["Portable, tired batteries.toml"],
        "no temporary file stays"
    );

    let bank = Bank::load(Some(&presets));
    assert_eq!(bank.problems, []);
    let entry = bank.find("Portable, tired batteries").expect("found");
    assert_eq!(entry.preset, portable());
    assert_eq!(entry.origin, Origin::User(path));
    assert_eq!(bank.find("portable, tired batteries"), None);
}

#[test]
fn an_old_preset_is_replaced_only_when_asked() {
    let folder = Folder::new();
    let path = save(&folder.0, &portable(), GROUPS, Overwrite::Refuse).expect("saved");
    let changed = Preset {
        year: Some(1999),
        ..portable()
    };

    let error = save(&folder.0, &changed, GROUPS, Overwrite::default()).expect_err("refused");
    assert_eq!(error, SaveError::Exists(path.clone()));
    assert!(
        error
            .to_string()
            .contains("Portable, tired batteries.toml is already there")
    );
    assert_eq!(
        Preset::parse_bytes(&fs::read(&path).expect("readable")),
        Ok(portable())
    );

    assert_eq!(
        save(&folder.0, &changed, GROUPS, Overwrite::Replace),
        Ok(path.clone())
    );
    assert_eq!(
        Preset::parse_bytes(&fs::read(&path).expect("readable")),
        Ok(changed)
    );
    assert_eq!(names_in(&folder.0).len(), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_never_replaced() {
    let folder = Folder::new();
    let newer = format!("format = {}\nname = \"Portable\"\n", FORMAT + 1);
    for content in ["", "format = 1\nname = \"Half", newer.as_str()] {
        let path = folder.file("Portable.toml", content);
        for overwrite in [Overwrite::Refuse, Overwrite::Replace] {
            let error = save(&folder.0, &named("Portable"), GROUPS, overwrite).expect_err(content);
            assert!(
                matches!(&error, SaveError::Unreadable { path: at, .. } if *at == path),
                "{error:?}"
            );
            let message = error.to_string();
            for part in ["Portable.toml", "is left as it is", "another name"] {
                assert!(message.contains(part), "no {part:?} in {message:?}");
            }
            assert_eq!(fs::read_to_string(&path).expect("there"), content);
        }
        assert_eq!(names_in(&folder.0), ["Portable.toml"]);
    }
}

#[test]
fn tables_beside_the_presets_are_none_and_are_not_replaced_by_any() {
    let folder = Folder::new();
    folder.file(PLATFORMS_FILE, "no preset");
    folder.file(FAVOURITES_FILE, "no preset");
    assert_eq!(Bank::load(Some(&folder.0)).problems, []);
    for name in ["platforms", "Favourites"] {
        let path = save(&folder.0, &named(name), GROUPS, Overwrite::Replace).expect("saved");
        assert!(path.ends_with(format!("_{name}.toml")), "{path:?}");
    }
    assert_eq!(
        names(&Bank::load(Some(&folder.0))),
        ["Favourites", "platforms"]
    );
}

#[test]
fn a_preset_is_saved_into_a_file_of_another_name_where_that_is_asked_for() {
    let folder = Folder::new();
    let path = folder.file("Sub/odd.toml", portable().to_toml(GROUPS));
    let error = save_to(&path, &named("Even"), GROUPS, Overwrite::Refuse).expect_err("there");
    assert_eq!(error, SaveError::Exists(path.clone()));
    save_to(&path, &named("Even"), GROUPS, Overwrite::Replace).expect("saved");
    assert_eq!(names(&Bank::load(Some(&folder.0))), ["Even"]);
}

#[test]
fn what_cannot_be_saved_says_why_and_leaves_nothing_behind() {
    let folder = Folder::new();
    let refused = |preset: &Preset, to: &Path| {
        save(to, preset, GROUPS, Overwrite::Replace)
            .expect_err("refused")
            .to_string()
    };
    for name in ["", "  ", "..."] {
        let message = refused(&named(name), &folder.0);
        assert!(message.contains("give it a name"), "{message}");
    }
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut preset = portable();
        preset
            .values
            .insert("tape_wow".into(), Value::Number(number));
        let message = refused(&preset, &folder.0);
        assert!(
            message.contains("`[tape] wow` should be an ordinary number"),
            "{message}"
        );
    }
    assert!(names_in(&folder.0).is_empty());

    // A file in the place of the folder refuses everybody, the administrator too.
    let file = folder.file("file", "");
    for blocked in [file.join("Presets"), file] {
        let message = refused(&portable(), &blocked);
        assert!(message.contains("the folder"), "{message}");
        assert!(
            message.contains("a file stands where a folder is needed"),
            "{message}"
        );
    }

    // A folder in the place of the file.
    fs::create_dir(folder.0.join("Blocked.toml")).expect("created");
    let message = refused(&named("Blocked"), &folder.0);
    assert!(
        message.contains("Blocked.toml cannot be written"),
        "{message}"
    );
    assert_eq!(
        names_in(&folder.0).len(),
        2,
        "the temporary file is removed"
    );
}

#[test]
fn names_cannot_lead_out_of_the_folder() {
    let folder = Folder::new();
    let inner = folder.0.join("inner");
    for name in [
        "../out",
        "/root",
        r"..\up",
        "con",
        &"long ".repeat(100),
        ".hidden",
        "🎛",
    ] {
        let path = save(&inner, &named(name), GROUPS, Overwrite::Refuse).expect(name);
        assert_eq!(path.parent(), Some(inner.as_path()), "{name}");
    }
    assert_eq!(names_in(&folder.0), ["inner"]);
    let bank = Bank::load(Some(&inner));
    assert_eq!(
        names(&bank).len(),
        7,
        "each is loaded again: {:?}",
        names(&bank)
    );
}

#[test]
fn broken_files_do_not_stop_the_others() {
    let folder = Folder::new();
    let preset = |name: &str| named(name).to_toml(GROUPS);
    folder.file("1.toml", preset("Zebra"));
    folder.file("2.TOML", preset("apple"));
    folder.file("Sub/3.toml", preset("mango"));
    let deep = folder.file("Sub/Deeper/4.toml", preset("too deep"));
    folder.file("5.txt", preset("not ours"));
    folder.file(".6.toml", preset("hidden"));
    folder.file(".git/7.toml", preset("hidden folder"));
    let empty = folder.file("8.toml", "");
    let binary = folder.file("9.toml", [0xff, 0xfe, 0]);
    let large = folder.file("Sub/large.toml", vec![b'#'; MAX_BYTES + 1]);

    let bank = Bank::load(Some(&folder.0));
    assert_eq!(names(&bank), ["apple", "mango", "Zebra"]);
    assert_eq!(bank.entries.len(), FACTORY.len() + 3);
    let problems: Vec<_> = bank.problems.iter().map(|(path, _)| path).collect();
    assert_eq!(problems, [&empty, &binary, &large]);
    assert_eq!(bank.problems[0].1, PresetError::Empty);
    assert!(matches!(bank.problems[1].1, PresetError::NotUtf8 { .. }));
    let expected = PresetError::TooLarge {
        bytes: MAX_BYTES as u64 + 1,
    };
    assert_eq!(bank.problems[2].1, expected);

    let deeper = deep.parent().expect("a folder");
    assert_eq!(names(&Bank::load(Some(deeper))), ["too deep"]);
}

#[test]
fn a_missing_folder_is_empty_and_a_file_is_a_problem() {
    let folder = Folder::new();
    assert_eq!(
        Bank::load(Some(&folder.0.join("missing"))),
        Bank::load(None)
    );
    let file = folder.file("file", "");
    let bank = Bank::load(Some(&file));
    assert_eq!(bank.entries, Bank::load(None).entries);
    let [(path, problem)] = bank.problems.as_slice() else {
        panic!("{:?}", bank.problems)
    };
    assert_eq!(path, &file);
    assert_eq!(
        problem.to_string(),
        "This cannot be read: a file stands where a folder is needed."
    );
}

#[test]
fn the_users_own_preset_is_found_before_the_factorys() {
    let folder = Folder::new();
    let factory = Bank::load(None).entries[0].preset.clone();
    let own = Preset {
        description: "My own.".into(),
        ..factory.clone()
    };
    save(&folder.0, &own, GROUPS, Overwrite::Refuse).expect("saved");
    let bank = Bank::load(Some(&folder.0));
    assert_eq!(bank.find(&own.name).expect("found").preset, own);
    assert_eq!(
        Bank::load(None).find(&own.name).expect("found").preset,
        factory
    );
    assert_eq!(bank.find("No such sound"), None);
}
