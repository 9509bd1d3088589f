//! A file that is dropped on the editor, in a host's window: it is the room's impulse response from
//! then on.
//!
//! `cargo xtask validate` gives these tests a display and the bundles as they are shipped, which are
//! built with what hands drops over (see `xtask/src/framework/drops.rs`).

#[path = "../editor/desk.rs"]
#[allow(dead_code, reason = "the tests of the editor need the rest")]
mod desk;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use bedroom::params::host_id;
use lab::Stereo;
use lab::files::write_wav;
use lab::hand::{Dropped, click, drop_file};
use lab::screen::Screen;
use lab::vst3::{Farewell, Module};

use self::desk::Desk;
use crate::plugin::{RATE, plugin};

/// A window that has drawn nothing by then never draws.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where the file is let go, in pixels: on nothing that has to do with files.
const ANYWHERE: [i16; 2] = [300, 400];
/// A name that an address must write in another way.
const NAME: &str = "hall é 100 %.wav";

#[test]
#[ignore = "needs a display and the bundle: cargo xtask validate has both"]
fn a_file_dropped_on_the_clap_editor() {
    let screen = Screen::connect().unwrap_or_else(|error| panic!("{error}"));
    let mut plugin = plugin();
    plugin.activate(RATE, 256).expect("it can be activated");
    let file = impulse_response("clap");
    {
        let (_, mut front) = plugin.split().expect("active");
        let editor = front.open_editor(&screen);
        let mut editor = editor.unwrap_or_else(|error| panic!("{error}"));
        let end = Instant::now() + PATIENCE;
        while editor.window().is_blank().expect("the display answers") {
            assert!(Instant::now() < end, "it draws nothing");
            editor.idle().expect("the display answers");
        }
        let window = editor.window().id();
        let idle = || editor.idle().expect("the display answers");
        drop_it(&screen, window, &file, idle);
    }
    let state = plugin.save_state().expect("saved");
    let state = String::from_utf8_lossy(&state).into_owned();
    std::fs::remove_file(&file).expect("it was there");
    assert!(state.contains(NAME), "{state}");
}

#[test]
#[ignore = "needs a display and the bundle: cargo xtask validate has both"]
fn a_file_dropped_on_the_vst3_editor() {
    let bundle = std::env::var_os("BEDROOM_VST3").expect("BEDROOM_VST3 names the bundle");
    let module = Module::load(&PathBuf::from(bundle)).unwrap_or_else(|error| panic!("{error}"));
    let screen = Screen::connect().unwrap_or_else(|error| panic!("{error}"));
    let plugin = module
        .instantiate()
        .unwrap_or_else(|error| panic!("{error}"));
    let file = impulse_response("vst3");
    let response = host_id("room_response");
    let before = plugin.value(response);
    {
        let editor = plugin.open_editor(&screen, Farewell::FrameFirst);
        let mut editor = editor.unwrap_or_else(|error| panic!("{error}"));
        let end = Instant::now() + PATIENCE;
        while editor.window().is_blank().expect("the display answers") {
            assert!(Instant::now() < end, "it draws nothing");
            editor.idle().expect("the display answers");
        }
        let window = editor.window().id();
        let idle = || editor.idle().expect("the display answers");
        drop_it(&screen, window, &file, idle);
    }
    std::fs::remove_file(&file).expect("it was there");
    // Who chooses a file hears it: "Own file" is the second of three.
    assert_eq!((before, plugin.value(response)), (0.0, 0.5));
}

/// A short file to drop.
fn impulse_response(format: &str) -> PathBuf {
    let name = format!("bedroom-{format}-{}-{NAME}", std::process::id());
    let path = std::env::temp_dir().join(name);
    let mut sound = Stereo::silence(4_800, RATE);
    (sound.left[0], sound.right[0]) = (1.0, 1.0);
    write_wav(&path, &sound).expect("written");
    path
}

/// Opens the page that takes files, and drops one somewhere else in the window.
fn drop_it(screen: &Screen, window: u32, file: &std::path::Path, mut idle: impl FnMut()) {
    // Where things are is the same in a window as without one.
    let mut desk = Desk::usual();
    for name in ["Room stage", "Reverb page"] {
        let at = desk.place(name);
        desk.click(name);
        click(screen, window, [at.x as i16, at.y as i16], &mut idle).expect("the display answers");
    }
    let dropped = drop_file(screen, window, ANYWHERE, file, &mut idle);
    assert_eq!(dropped.expect("the display answers"), Dropped::Taken);
    let end = Instant::now() + Duration::from_secs(2);
    while Instant::now() < end {
        idle();
        std::thread::sleep(Duration::from_millis(5));
    }
}
