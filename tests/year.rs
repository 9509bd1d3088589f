//! The year: every keyframe has a sound of its own, none is louder than another, and moving from one to
//! the next is one sound.

mod support;

use bedroom::audio::stages::studio::desk::Model;
use bedroom::audio::stages::studio::{Settings, Studio};
use lab::instruments::level::loudness_lufs;

/// How far a desk may be from the loudness of what goes in, in LU.
const LOUDNESS_LU: f64 = 0.5;

#[test]
fn each_desk_leaves_music_as_loud_as_it_was() {
    let music = lab::demo::music(48_000.0, 12.0);
    let dry = loudness_lufs(&music);
    let mut off = Vec::new();
    for model in Model::ALL {
        let wet = support::steady::<Studio>(model.desk().under(Settings::default()), &music);
        let change = loudness_lufs(&wet) - dry;
        if change.abs() > LOUDNESS_LU {
            off.push(format!("{model:?}: {change:+.2} LU"));
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}
