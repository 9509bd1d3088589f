//! The layers: who may look at whom, and how long a file may grow. `docs/architecture.md` has the
//! picture.

use std::fs;
use std::path::{Path, PathBuf};

/// A part of `src`, and the parts of the crate that its files may name.
struct Layer {
    path: &'static str,
    sees: &'static [&'static str],
}

/// The longest match decides.
const LAYERS: [Layer; 10] = [
    Layer {
        path: "lib.rs",
        sees: &["plugin", "params", "audio", "presets", "files", "editor"],
    },
    Layer {
        path: "plugin",
        sees: &["plugin", "params", "editor", "audio", "files"],
    },
    Layer {
        path: "params",
        sees: &[
            "params",
            "presets",
            "audio::chain",
            "audio::era",
            "audio::stages",
        ],
    },
    Layer {
        path: "editor",
        sees: &[
            "editor",
            "params",
            "presets",
            "audio::chain::taps",
            "audio::dsp::units",
            "audio::era",
        ],
    },
    Layer {
        path: "presets",
        sees: &["presets"],
    },
    Layer {
        path: "files",
        sees: &["files"],
    },
    Layer {
        path: "audio/dsp",
        sees: &["audio::dsp", "audio::stage"],
    },
    Layer {
        path: "audio/stages",
        sees: &["audio::dsp", "audio::stages", "audio::stage"],
    },
    Layer {
        path: "audio/era.rs",
        sees: &["audio::stages"],
    },
    Layer {
        path: "audio",
        sees: &["audio"],
    },
];

/// Crates that only some layers may name.
const FENCED: [(&str, &[&str]); 5] = [
    ("nice_plug::", &["lib.rs", "plugin", "params", "editor"]),
    ("nice_plug_egui", &["plugin", "editor"]),
    ("egui::", &["editor"]),
    ("std::fs", &["presets", "files", "editor"]),
    ("unsafe", &["plugin", "params", "editor"]),
];

/// Lines in the longest file.
const LONGEST: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file with its path below `src`, `/` between its parts, and its text.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder)
            .expect("a folder of the project")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), &mut found);
    found
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(root()).expect("below src");
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            (
                parts.join("/"),
                fs::read_to_string(&path).expect("UTF-8 source"),
            )
        })
        .collect()
}

/// The text without comments; tests at a file's end count like everything else.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
}

fn layer_of(path: &str) -> &'static Layer {
    LAYERS
        .iter()
        .filter(|layer| path.starts_with(layer.path))
        .max_by_key(|layer| layer.path.len())
        .unwrap_or_else(|| panic!("src/{path} belongs to no layer"))
}

/// What follows each `crate::` in the code: `audio::chain`, with groups in braces taken apart.
fn names(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        let stem = &rest[..end.unwrap_or(rest.len())];
        match rest[stem.len()..].strip_prefix('{') {
            Some(group) => {
                let group = &group[..group.find('}').unwrap_or(group.len())];
                names.extend(
                    group
                        .split(',')
                        .map(|name| format!("{stem}{}", name.trim())),
                );
            }
            None => names.push(stem.to_owned()),
        }
    }
    names
}

/// Whether `name` is `part` or lies in it.
fn within(name: &str, part: &str) -> bool {
    name == part
        || name
            .strip_prefix(part)
            .is_some_and(|rest| rest.starts_with("::"))
}

/// The audio module lets these through from `stage`; every layer that sees any of it may use them.
const SHARED: [&str; 5] = [
    "audio::MAX_BLOCK",
    "audio::Spec",
    "audio::Stage",
    "audio::StereoBlock",
    "audio::Tail",
];

#[test]
fn each_layer_sees_only_those_below_it() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let layer = layer_of(&path);
        for name in names(&code(&text)) {
            let allowed = layer.sees.iter().any(|part| within(&name, part))
                || (layer.path != "presets" && SHARED.contains(&name.as_str()));
            if !allowed {
                wrong.push(format!("src/{path} looks at {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn frameworks_stay_behind_their_fences() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let code = code(&text);
        for (word, inside) in FENCED {
            let named = code.match_indices(word).any(|(at, _)| {
                !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
                    && !code[at + word.len()..].starts_with("_code")
            });
            if named && !inside.iter().any(|layer| path.starts_with(layer)) {
                wrong.push(format!("src/{path} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_outgrows_its_idea() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "src/{path} has {lines} lines");
    }
}

#[test]
fn sound_is_walled_off_by_lints() {
    let text = fs::read_to_string(root().join("audio/mod.rs")).expect("the module");
    for lint in [
        "unsafe_code",
        "missing_docs",
        "clippy::disallowed_types",
        "clippy::disallowed_methods",
        "clippy::disallowed_macros",
    ] {
        // Outright, or for all but unit tests.
        let mut walls = text
            .split("#![deny(")
            .skip(1)
            .chain(text.split("not(test),\n    deny(").skip(1));
        let denied = walls.any(|wall| {
            wall.split(')')
                .next()
                .is_some_and(|wall| wall.contains(lint))
        });
        assert!(denied, "audio/mod.rs does not deny {lint}");
    }
    // What is let through must be preparation, and say so.
    for (path, text) in sources()
        .iter()
        .filter(|(path, _)| path.starts_with("audio"))
    {
        assert!(
            !text.contains("#[allow(") && !text.contains("#![allow("),
            "src/{path} allows"
        );
        let expected = text.matches("#[expect(").count();
        let explained = text.matches("reason = \"preparation\"").count();
        assert_eq!(
            expected, explained,
            "src/{path} lets something through unexplained"
        );
    }
}
