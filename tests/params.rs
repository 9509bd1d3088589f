//! Parameters by themselves: unique ids, text that reads back, and none that does nothing. The
//! golden list of ids is in `tests/host/parameters.rs`, as hosts see it.
#![cfg(feature = "plugin")]

use std::collections::HashSet;

use bedroom::audio::stages::studio::platform::{Raise, Rule};
use bedroom::params::{DeskChoice, EffectParams, GROUPS, PlatformChoice, Platforms, host_id};
use nice_plug::params::internals::ParamPtr;
use nice_plug::params::{InternalParamMut, Param, Params};

/// Runs a method on whatever kind of parameter it is.
macro_rules! with {
    ($pointer:expr, |$param:ident| $body:expr) => {
        // SAFETY: every test keeps the parameters alive for as long as it uses the pointers.
        unsafe {
            match $pointer {
                ParamPtr::FloatParam(p) => {
                    let $param = &*p;
                    $body
                }
                ParamPtr::IntParam(p) => {
                    let $param = &*p;
                    $body
                }
                ParamPtr::BoolParam(p) => {
                    let $param = &*p;
                    $body
                }
                ParamPtr::EnumParam(p) => {
                    let $param = &*p;
                    $body
                }
            }
        }
    };
}

fn text(pointer: ParamPtr, normalized: f32) -> String {
    // SAFETY: see `with`.
    unsafe { pointer.normalized_value_to_string(normalized, true) }
}

fn parse(pointer: ParamPtr, text: &str) -> Option<f32> {
    // SAFETY: see `with`.
    unsafe { pointer.string_to_normalized_value(text) }
}

#[test]
fn ids_and_the_hosts_numbers_for_them_are_unique() {
    let params = EffectParams::default();
    let ids: Vec<String> = params.param_map().into_iter().map(|(id, ..)| id).collect();
    let numbers: HashSet<u32> = ids.iter().map(|id| host_id(id)).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    assert_eq!(numbers.len(), ids.len());
    for id in &ids {
        let grouped = GROUPS
            .iter()
            .any(|group| id.starts_with(&format!("{group}_")));
        assert_eq!(
            grouped,
            id.contains('_'),
            "{id} has a prefix that is no group"
        );
    }
}

#[test]
fn what_is_printed_reads_back() {
    let params = EffectParams::default();
    for (id, pointer, _) in params.param_map() {
        for step in 0..=1000 {
            let printed = text(pointer, step as f32 / 1000.0);
            let value = parse(pointer, &printed).unwrap_or_else(|| panic!("{id}: {printed}"));
            assert_eq!(text(pointer, value), printed, "{id}");
        }
    }
}

#[test]
fn text_is_read_as_people_type_it() {
    let params = EffectParams::default();
    let find = |wanted: &str| {
        params
            .param_map()
            .into_iter()
            .find(|(id, ..)| id == wanted)
            .expect("a known id")
            .1
    };
    for (id, typed, meant) in [
        ("input", "6", "6.0 dB"),
        ("input", "+6dB", "6.0 dB"),
        ("input", "-3,5 db", "-3.5 dB"),
        ("input", "−3.5 dB", "-3.5 dB"),
        ("input", "99", "24.0 dB"),
        ("mix", "50", "50.0 %"),
        ("tape_spacing", "1.5um", "1.50 µm"),
        ("tape_spacing", "1.5 µm", "1.50 µm"),
        ("tape_hiss", "off", "Off"),
        ("tape_hiss", "-6", "-6.0 dB"),
        ("tape_on", "on", "On"),
        ("tape_model", "Walkman", "Walkman"),
    ] {
        let pointer = find(id);
        let value = parse(pointer, typed).unwrap_or_else(|| panic!("{id} refuses {typed:?}"));
        assert_eq!(text(pointer, value), meant, "{id}: {typed:?}");
    }
    for (id, typed) in [
        ("input", "loud"),
        ("input", ""),
        ("input", "NaN"),
        ("input", "inf"),
        ("tape_on", "maybe"),
    ] {
        assert_eq!(parse(find(id), typed), None, "{id} takes {typed:?}");
    }
}

#[test]
fn every_parameter_changes_the_settings() {
    for index in 0..EffectParams::default().param_map().len() {
        let params = EffectParams::default();
        let (id, pointer, _) = params.param_map().swap_remove(index);
        // A desk's own values may lie over one's own; and a neutral one has none.
        let desk = if id == "studio_character" {
            DeskChoice::Streaming
        } else {
            DeskChoice::Neutral
        };
        let desk = params.studio.model.preview_normalized(desk);
        let model = params.studio.model.as_ptr();
        with!(model, |param| param._internal_set_normalized_value(desk));
        let before = params.settings(true);
        let other = with!(pointer, |param| {
            if param.default_normalized_value() > 0.5 {
                0.0
            } else {
                1.0
            }
        });
        with!(pointer, |param| param._internal_set_normalized_value(other));
        assert_ne!(before, params.settings(true), "{id} does nothing");
    }
}

/// A table that cannot be read is said, and the one that is built in holds; a good one is taken.
#[test]
fn a_broken_table_of_platforms_is_said_and_changes_nothing() {
    let folder = folder_of("broken-platforms");
    let file = folder.join("platforms.toml");
    let built_in = Platforms::default();
    let rules = |platforms: &Platforms| {
        <PlatformChoice as nice_plug::prelude::Enum>::variants()
            .iter()
            .enumerate()
            .map(|(n, _)| platforms.rule(nice_plug::prelude::Enum::from_index(n)))
            .collect::<Vec<_>>()
    };
    for broken in ["format = 1\n[spotify", "format = 99\n", "\0\0\0"] {
        std::fs::write(&file, broken).expect("a file");
        let platforms = Platforms::default();
        platforms.load(Some(&folder));
        assert!(!platforms.problem().is_empty(), "{broken:?} is taken");
        assert_eq!(rules(&platforms), rules(&built_in), "{broken:?}");
        assert_eq!(
            std::fs::read_to_string(&file).expect("the file"),
            broken,
            "it was written over"
        );
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}

/// A folder of a test's own.
fn folder_of(test: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("bedroom-{test}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn write_own_row(folder: &std::path::Path, row: &str) {
    let table = format!("format = 1\ndate = \"2031-01-01\"\n[own_1]\n{row}\n");
    std::fs::write(folder.join("platforms.toml"), table).expect("a file");
}

const LOUD: &str = "target = -9\nraise = \"limited\"\npeak = -2\nalbums = false";
const QUIET: &str = "target = -30\nraise = \"peak\"\npeak = -12\nalbums = true";

fn rule_of(row: &str) -> Rule {
    match row {
        LOUD => Rule {
            target_lufs: Some(-9.0),
            raise: Raise::Limited(-2.0),
            albums: false,
        },
        _ => Rule {
            target_lufs: Some(-30.0),
            raise: Raise::UpToPeak(-12.0),
            albums: true,
        },
    }
}

#[test]
fn a_table_of_platforms_that_was_edited_is_taken_without_reopening() {
    let folder = folder_of("edited-platforms");
    let params = EffectParams::default();
    let choice = &params.studio.platform;
    // SAFETY: nobody else has these parameters.
    unsafe { choice._internal_set_plain_value(PlatformChoice::Own1) };
    // What the audio thread asks for at each block.
    let rule = || params.settings(false).stage.studio.stage.platform.rule;
    let built_in = rule();
    for row in [LOUD, QUIET, LOUD] {
        write_own_row(&folder, row);
        params.platforms.load(Some(&folder));
        assert_eq!(rule(), Some(rule_of(row)));
        assert_eq!(params.platforms.date(), ("2031-01-01".to_owned(), true));
    }
    write_own_row(&folder, "target = \"loud\"");
    params.platforms.load(Some(&folder));
    assert_eq!(rule(), built_in, "of a broken table");
    assert!(params.platforms.problem().contains("platforms.toml"));
    write_own_row(&folder, QUIET);
    params.platforms.load(Some(&folder));
    assert_eq!(rule(), Some(rule_of(QUIET)));
    assert_eq!(params.platforms.problem(), "", "it was mended");
    std::fs::remove_dir_all(&folder).expect("removed");
    params.platforms.load(Some(&folder));
    assert_eq!(rule(), built_in, "of no table");
}
