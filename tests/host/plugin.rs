//! The plugin under test, and what most tests do with it.

use std::path::PathBuf;
use std::sync::OnceLock;

use bedroom::params::host_id;
use lab::host::{Automation, ClapFile, Instance, RenderPlan};
use lab::instruments::compare::is_identical;
use lab::{Stereo, signal};

pub const ID: &str = "org.bedroom.bedroom";
pub const RATE: f64 = 48_000.0;
pub const BLOCK: u32 = 512;

/// A machine that adds nothing, and nothing turned up around it.
pub const TRANSPARENT: &[(&str, &str)] = &[
    ("tape_model", "Transparent"),
    ("tape_wow", "0 %"),
    ("tape_flutter", "0 %"),
    ("tape_hiss", "off"),
    ("tape_crosstalk", "off"),
    ("tape_asperity", "off"),
];

/// Everything at work, hiss and all.
pub const BUSY: &[(&str, &str)] = &[
    ("input", "3 dB"),
    ("mix", "90 %"),
    ("tape_drive", "9 dB"),
    ("tape_saturation", "40 %"),
    ("tape_bias", "-1 dB"),
    ("tape_spacing", "3 µm"),
    ("tape_wow", "0.6 %"),
    ("tape_flutter", "0.4 %"),
    ("tape_hiss", "6 dB"),
    ("tape_bounces", "2"),
    ("tape_encode", "Compander"),
    ("tape_decode", "Sliding band"),
    ("tape_mistrack", "2 dB"),
    ("tape_azimuth", "8 arcmin"),
    ("tape_varispeed", "-3 st"),
    ("tape_print_through", "6 dB"),
    ("tape_dropouts", "60 /min"),
    ("tape_age", "50 %"),
];

/// Every machine, as its choice reads.
pub const MACHINES: [&str; 9] = [
    "Follow the year",
    "Home reel",
    "Portable mono",
    "Four-track",
    "Fast four-track",
    "Walkman",
    "Dictation",
    "Hi-fi deck",
    "Transparent",
];

/// The plugin's file, loaded once: the one that `BEDROOM_CLAP` names, or the library that Cargo has
/// built for this very test.
pub fn file() -> &'static ClapFile {
    static FILE: OnceLock<ClapFile> = OnceLock::new();
    FILE.get_or_init(|| {
        let path = std::env::var_os("BEDROOM_CLAP").map_or_else(built_library, PathBuf::from);
        ClapFile::load(&path).unwrap_or_else(|error| panic!("{error}"))
    })
}

/// Cargo puts the library that it builds for a test beside the test, in `deps/`. Only a build that
/// was asked for by name is linked one folder up as well, where it may be left from another day:
/// the newer of the two is the one at hand, and a link is as old as what it links to.
fn built_library() -> PathBuf {
    let name = library_name("bedroom");
    let test = std::env::current_exe().expect("this test has a path");
    test.ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(&name))
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .max_by_key(|(modified, _)| *modified)
        .map(|(_, path)| path)
        .unwrap_or_else(|| panic!("no {name} near {}", test.display()))
}

fn library_name(library: &str) -> String {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    format!("{DLL_PREFIX}{library}{DLL_SUFFIX}")
}

/// A new instance, not active.
pub fn plugin() -> Instance {
    file()
        .instantiate(ID)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// A new instance at work at `sample_rate`, turned to `values` before it began.
pub fn active_at(sample_rate: f64, values: &[(&str, &str)]) -> Instance {
    let mut plugin = plugin();
    turn(&mut plugin, values);
    plugin
        .activate(sample_rate, BLOCK)
        .unwrap_or_else(|error| panic!("{error}"));
    plugin
}

/// [`active_at`] at [`RATE`].
pub fn active(values: &[(&str, &str)]) -> Instance {
    active_at(RATE, values)
}

/// Turns parameters to values as the plugin itself would print them.
pub fn turn(plugin: &mut Instance, values: &[(&str, &str)]) {
    for &(id, text) in values {
        let value = plugin
            .parse(host_id(id), text)
            .unwrap_or_else(|| panic!("{id} cannot read {text:?}"));
        plugin
            .set(host_id(id), value)
            .unwrap_or_else(|error| panic!("{id}: {error}"));
    }
}

/// `input` through the plugin as it stands, in whole blocks.
pub fn through(plugin: &mut Instance, input: &Stereo) -> Stereo {
    render(plugin, input, &RenderPlan::default())
}

/// `input` through the plugin in blocks of a pattern, which must not exceed what was agreed.
pub fn through_blocks(plugin: &mut Instance, input: &Stereo, blocks: &[usize]) -> Stereo {
    let plan = RenderPlan {
        blocks,
        ..RenderPlan::default()
    };
    render(plugin, input, &plan)
}

pub fn render(plugin: &mut Instance, input: &Stereo, plan: &RenderPlan) -> Stereo {
    plugin
        .render(input, plan, &mut |_| ())
        .unwrap_or_else(|error| panic!("{error}"))
}

/// A point of automation for a parameter of ours.
pub fn point(frame: usize, id: &str, value: f64) -> Automation {
    let id = host_id(id);
    Automation { frame, id, value }
}

/// Noise at 0 VU, different on both sides: no frame of it is zero.
pub fn noise(sample_rate: f64, seconds: f64) -> Stereo {
    let side = |seed| signal::white_noise(seed, -18.0, seconds, sample_rate);
    Stereo::from_channels(side(1), side(2), sample_rate)
}

/// A sine at 0 VU on both sides.
pub fn sine(hz: f64, sample_rate: f64, seconds: f64) -> Stereo {
    Stereo::from_mono(signal::sine(hz, -18.0, seconds, sample_rate), sample_rate)
}

/// `input`, later by `frames` and cut to its length.
pub fn delayed(input: &Stereo, frames: u32) -> Stereo {
    let mut late = Stereo::silence(frames as usize, input.sample_rate);
    late.append(input);
    late.slice(0..input.len())
}

/// The first frame where two recordings differ in any bit.
pub fn first_difference(a: &Stereo, b: &Stereo) -> Option<usize> {
    assert_eq!(a.len(), b.len());
    (0..a.len()).find(|&n| {
        let bits = |x: &Stereo| [x.left[n].to_bits(), x.right[n].to_bits()];
        bits(a) != bits(b)
    })
}

#[track_caller]
pub fn assert_same_bits(a: &Stereo, b: &Stereo, what: &str) {
    let same = is_identical(&a.left, &b.left) && is_identical(&a.right, &b.right);
    assert!(
        same,
        "{what}: other bits from frame {:?} of {}",
        first_difference(a, b),
        a.len()
    );
}

/// Finite, and not so small that a processor slows down on it.
#[track_caller]
pub fn assert_healthy(sound: &Stereo, what: &str) {
    for (frame, sample) in sound
        .channels()
        .into_iter()
        .flat_map(|side| side.iter().enumerate())
    {
        assert!(
            sample.is_finite() && !sample.is_subnormal(),
            "{what}: {sample:e} at frame {frame}"
        );
    }
}
