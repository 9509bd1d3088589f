//! Choosing and saving presets with the mouse and the keyboard.

use std::fs;
use std::path::{Path, PathBuf};

use bedroom::params::preset;
use bedroom::presets::{Bank, Preset};
use egui::Key;
use egui_kittest::kittest::Queryable;

use super::desk::{Desk, Told};

/// How long a thread may take for a small file, in frames' seconds.
pub const DISK_S: f32 = 0.2;

/// A folder of its own for each test, gone afterwards.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(test: &str) -> Self {
        let name = format!("bedroom-editor-{test}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn desk(folder: &Path) -> Desk {
    Desk::open(bedroom::editor::SIZE, 1.0, Some(folder.to_owned()))
}

/// Frames go by until the disk has answered.
pub fn wait_for(desk: &mut Desk, done: impl Fn(&Desk) -> bool) {
    for _ in 0..200 {
        desk.wait(DISK_S);
        if done(desk) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the disk never answered");
}

pub fn shown(desk: &Desk) -> String {
    desk.harness.get_by_label("Preset").value().expect("a name")
}

/// Opens the browser and waits until a preset of the user's has been read.
pub fn open(desk: &mut Desk, name: &str) {
    desk.click("Preset");
    wait_for(desk, |desk| is_listed(desk, name));
}

pub fn is_listed(desk: &Desk, name: &str) -> bool {
    desk.harness.query_by_label(name).is_some()
}

#[test]
fn choosing_a_preset_sets_every_parameter_but_bypass() {
    let mut desk = Desk::usual();
    for (id, _) in desk.pointers() {
        desk.automate(&id, 0.9);
    }
    let bank = Bank::load(None);
    let entry = bank.entries.first().expect("a factory preset");
    desk.click("Preset");
    desk.click(&entry.preset.name);

    let resolved = preset::resolve(&desk.params, &entry.preset);
    for (id, value) in &resolved.values {
        assert_eq!(desk.value(id), *value, "{id}");
    }
    assert_eq!(desk.value("bypass"), 1.0);
    let told = desk.host.take();
    assert_eq!(told.len(), 3 * resolved.values.len());
    assert!(!told.contains(&Told::Begin(desk.pointer("bypass"))));
    assert_eq!(
        *desk.params.session.preset.read().expect("a name"),
        entry.preset.name
    );
    assert_eq!(shown(&desk), entry.preset.name);

    // A change is marked, and the mark goes when it is undone.
    desk.press(Key::Escape);
    desk.automate("output", 0.6);
    desk.wait(0.1);
    assert_eq!(shown(&desk), format!("{} *", entry.preset.name));
    desk.automate("output", 0.5);
    desk.wait(0.1);
    assert_eq!(shown(&desk), entry.preset.name);
}

#[test]
fn the_arrows_go_around() {
    let mut desk = Desk::usual();
    let names: Vec<String> = Bank::load(None)
        .entries
        .into_iter()
        .map(|entry| entry.preset.name)
        .collect();
    for name in names.iter().chain([&names[0]]) {
        desk.click("Next preset");
        assert_eq!(shown(&desk), *name);
    }
    for name in names.iter().rev() {
        desk.click("Previous preset");
        assert_eq!(shown(&desk), *name);
    }
    desk.host.take();
}

#[test]
fn a_preset_that_means_nothing_in_part_is_loaded_and_says_so() {
    let folder = Folder::new("parts");
    let text = "format = 1\nname = \"Odd\"\n[main]\nmix = \"50 %\"\n[room]\nsize = \"big\"\n";
    fs::write(folder.0.join("odd.toml"), text).expect("a file");
    let mut desk = desk(&folder.0);
    open(&mut desk, "Odd");
    desk.write("odd");
    desk.click("Odd");
    assert_eq!(desk.value("mix"), 0.5);
    desk.host.take();
    desk.harness.get_by_label_contains("room_size");
    desk.press(Key::Escape);
    let message = desk.harness.get_by_label_contains("room_size");
    assert!(format!("{message:?}").contains("Odd"));
    desk.click("Dismiss");
    assert!(desk.harness.query_by_label_contains("room_size").is_none());
}

#[test]
fn a_preset_is_saved_and_never_replaced_unasked() {
    let folder = Folder::new("save");
    let mut desk = desk(&folder.0);
    desk.automate("mix", 0.25);
    desk.click("Save as…");
    desk.write("Mine");
    desk.click("Save");
    let file = folder.0.join("Mine.toml");
    wait_for(&mut desk, |_| file.exists());
    wait_for(&mut desk, |desk| shown(desk) == "Mine");
    let read = |file: &Path| Preset::parse(&fs::read_to_string(file).expect("a file"));
    let saved = read(&file).expect("a preset");
    let resolved = preset::resolve(&desk.params, &saved);
    assert_eq!(resolved.problems, [""; 0]);
    assert!(!preset::changed(&desk.params, &resolved.values));

    desk.automate("mix", 0.75);
    desk.click("Save as…");
    desk.press(Key::Enter);
    wait_for(&mut desk, |desk| {
        desk.harness.query_by_label("Replace").is_some()
    });
    assert_eq!(read(&file).as_ref(), Ok(&saved));
    desk.click("Replace");
    wait_for(&mut desk, |_| read(&file).as_ref() != Ok(&saved));
    wait_for(&mut desk, |desk| {
        desk.harness.query_by_label("Replace").is_none()
    });
    assert_eq!(desk.host.take(), []);
}

#[test]
fn loading_one_stage_leaves_all_others_alone() {
    let mut desk = Desk::usual();
    desk.click("Next preset");
    let before = shown(&desk);
    for (id, _) in desk.pointers() {
        desk.automate(&id, 0.9);
    }
    desk.host.take();
    let bank = Bank::load(None);
    let entry = bank.find("Fresh batteries").expect("a preset of the tape");
    let resolved = preset::resolve(&desk.params, &entry.preset);
    desk.click("Preset");
    desk.click("Load only Tape");
    desk.write("fresh batteries");
    desk.click("Fresh batteries");
    let touched: Vec<_> = resolved
        .values
        .iter()
        .filter(|(id, _)| id.starts_with("tape_"))
        .collect();
    for (id, value) in &resolved.values {
        let expected = if id.starts_with("tape_") { *value } else { 0.9 };
        let off = (desk.value(id) - expected).abs();
        // What has steps stands at the nearest one.
        assert!(id.starts_with("tape_") && off == 0.0 || off <= 0.5, "{id}");
    }
    let told = desk.host.take();
    assert_eq!(told.len(), 3 * touched.len());
    for (id, _) in desk.pointers() {
        let begun = told.contains(&Told::Begin(desk.pointer(&id)));
        assert_eq!(begun, id.starts_with("tape_"), "{id}");
    }
    // It is still that preset, changed.
    assert_eq!(shown(&desk), format!("{before} *"));
}

#[test]
fn tags_and_description_are_saved_and_offered_again() {
    let folder = Folder::new("words");
    let mut desk = desk(&folder.0);
    desk.click("Save as…");
    desk.write("Mine");
    desk.click("Preset tags");
    desk.write("night, four-track , ,");
    desk.click("Preset description");
    desk.write("Sways.");
    desk.press(Key::Enter);
    let file = folder.0.join("Mine.toml");
    wait_for(&mut desk, |_| file.exists());
    wait_for(&mut desk, |desk| shown(desk) == "Mine");
    let read = || Preset::parse(&fs::read_to_string(&file).expect("a file")).expect("a preset");
    assert_eq!(read().tags, ["night", "four-track"]);
    assert_eq!(read().description, "Sways.");
    assert_eq!(read().year, Some(1995));

    desk.click("Save as…");
    let tags = desk.harness.get_by_label("Preset tags").value();
    assert_eq!(tags.as_deref(), Some("night, four-track"));
    desk.press(Key::Escape);
}
