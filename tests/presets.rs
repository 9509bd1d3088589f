//! Presets: the factory set, the format with everything that can be wrong in it, and the files.

use std::collections::BTreeMap;

use bedroom::presets::{Bank, FACTORY, FORMAT, MAX_BYTES, Origin, Preset, PresetError, Value};

#[path = "presets/edits.rs"]
mod edits;
#[path = "presets/factory.rs"]
mod factory;
#[path = "presets/files.rs"]
mod files;

const PORTABLE: &str = r#"format = 1
name = "Portable, tired batteries"
year = 1984
tags = ["walkman", "warble"]
description = "Sags – and recovers."

[main]
mix = "100 %"

[tape]
machine = "Walkman"
drive = "6 dB"
on = true
spacing = "2 µm"
wow = 0.4
"#;

const GROUPS: &[&str] = &["room", "tape", "studio"];

fn portable() -> Preset {
    Preset::parse(PORTABLE).expect("valid")
}

fn named(name: &str) -> Preset {
    Preset {
        name: name.into(),
        ..portable()
    }
}

// ---- the factory set: the rest is in `presets/factory.rs`

#[test]
fn the_bank_begins_with_the_factory_set_in_its_order() {
    let bank = Bank::load(None);
    assert_eq!(bank.problems, []);
    let expected: Vec<_> = FACTORY
        .iter()
        .map(|text| Preset::parse(text).expect("valid"))
        .collect();
    assert!(
        bank.entries
            .iter()
            .all(|entry| entry.origin == Origin::Factory)
    );
    assert!(bank.entries.iter().map(|entry| &entry.preset).eq(&expected));
}

// ---- the format

#[test]
fn fields_and_values_are_read() {
    let preset = portable();
    assert_eq!(preset.name, "Portable, tired batteries");
    assert_eq!(preset.year, Some(1984));
    assert_eq!(preset.tags, ["walkman", "warble"]);
    assert_eq!(preset.description, "Sags – and recovers.");
    let expected = [
        ("mix", Value::Text("100 %".into())),
        ("tape_drive", Value::Text("6 dB".into())),
        ("tape_machine", Value::Text("Walkman".into())),
        ("tape_on", Value::Switch(true)),
        ("tape_spacing", Value::Text("2 µm".into())),
        ("tape_wow", Value::Number(0.4)),
    ];
    let expected: BTreeMap<_, _> = expected.map(|(id, value)| (id.to_owned(), value)).into();
    assert_eq!(preset.values, expected);
}

#[test]
fn other_spellings_of_toml_mean_the_same() {
    let read = |body: &str| {
        let text = format!("format = 1\nname = \"x\"\n{body}");
        Preset::parse(&text)
            .unwrap_or_else(|error| panic!("{error}\n{text}"))
            .values
    };
    let plain = read("[tape]\ndrive = 1000\non = true");
    for body in [
        "[tape]\non = true # comment\ndrive = 1_000",
        "[tape]\r\ndrive = 1e3\r\non = true\r\n",
        "tape = { drive = 0x3e8, on = true }",
        "tape.drive = 1000.0\ntape.on = true",
        "[main]\ntape_drive = +1000\n[tape]\non = true",
    ] {
        assert_eq!(read(body), plain, "{body}");
    }
    assert_eq!(
        Preset::parse(&format!("\u{feff}{PORTABLE}")),
        Ok(portable()),
        "byte order mark"
    );
    let error = Preset::parse("\u{feff}format = 0").expect_err("no such format");
    assert!(
        error.to_string().starts_with("Line 1, column 10:"),
        "{error}"
    );
    let bare = Preset::parse("format = 1\nname = \"Nothing turned\"").expect("valid");
    assert_eq!(
        bare,
        Preset {
            name: "Nothing turned".into(),
            ..Preset::default()
        }
    );
}

#[test]
fn written_presets_are_stable_and_in_the_order_of_the_groups() {
    let text = portable().to_toml(GROUPS);
    let expected = PORTABLE.replace("machine = \"Walkman\"\ndrive = \"6 dB\"\n", "");
    let expected = expected.replace(
        "[tape]\n",
        "[tape]\ndrive = \"6 dB\"\nmachine = \"Walkman\"\n",
    );
    assert_eq!(text, expected);

    let mut preset = named("Order");
    preset.values = ["room_a", "tape_a", "tape_head_a", "tape", "tape_", "b"]
        .map(|id| (id.to_owned(), Value::Number(1.0)))
        .into();
    let text = preset.to_toml(&["tape", "room", "tape_head", "studio"]);
    let body = text.split_once("\n\n").expect("fields, then tables").1;
    assert_eq!(
        body,
        "[main]\nb = 1\ntape = 1\n\n[tape]\n\"\" = 1\na = 1\n\n[room]\na = 1\n\n[tape_head]\na = 1\n"
    );
    assert_eq!(Preset::parse(&text), Ok(preset));
}

#[test]
fn reading_what_was_written_gives_the_same_preset() {
    let texts = [
        "",
        "6 dB",
        "\"\"\" ''' \\ \\u0000",
        "two\nlines\r\n\ttab",
        "\0\u{7f}\u{85}",
        "🎛 é",
    ];
    let numbers = [
        0.0,
        -0.0,
        1.0,
        -7.0,
        0.1,
        1.0 / 3.0,
        1e-300,
        1e21,
        1e22,
        f64::MAX,
        f64::MIN_POSITIVE,
    ];
    let mut preset = Preset {
        name: " \"Quoted\" \\ 'name' ".into(),
        year: Some(u16::MAX),
        tags: texts.map(String::from).into(),
        description: texts.join("|"),
        values: BTreeMap::new(),
    };
    for (index, text) in texts.iter().enumerate() {
        preset
            .values
            .insert(format!("tape_text{index}"), Value::Text(text.to_string()));
        preset
            .values
            .insert(format!("odd key {text}"), Value::Switch(index % 2 == 0));
    }
    for (index, number) in numbers.iter().enumerate() {
        preset
            .values
            .insert(format!("room_number{index}"), Value::Number(*number));
    }
    for id in ["", "_", "main_mix", "year_lock", "name_x", "tape_", "ä_b"] {
        preset.values.insert(id.into(), Value::Switch(true));
    }
    let groups: [&[&str]; 5] = [
        &[],
        GROUPS,
        &["tape", "tape"],
        &["main", "year", "name", ""],
        &["odd key ", "ä", "tape"],
    ];
    for groups in groups {
        let text = preset.to_toml(groups);
        assert_eq!(
            Preset::parse(&text).as_ref(),
            Ok(&preset),
            "{groups:?}\n{text}"
        );
    }
}

/// A mistake, with ¶ for each new line, then what the message about it contains. A valid head of
/// two lines stands before each, so that the mistake begins in line 3.
const MISTAKES: &str = r#"
[tape]¶drive = 6 dB        => Line 4, column 9: | TOML | quotes | "6 dB"
[tape]¶wow = 0,4           => Line 4, column 8: | TOML | quotes
[tape]¶drive               => Line 4, column 6: | TOML
[tape¶drive = 1            => Line 3, column 6: | TOML
tags = ["tape"             => Line 3, column 15: | TOML | array
[tape]¶a = 1¶a = 2         => Line 5, column 1: | TOML | duplicate key
name = "again"             => Line 3, column 1: | TOML | duplicate key

author = "me"              => Line 3, column 1: | `author` | [main]
   mix = "100 %"           => Line 3, column 1: | `mix` | format, name, year, tags and description
year = "1984"              => Line 3, column 8: | `year` | such as 1984 | is text
year = 1984.5              => Line 3, column 8: | `year` | the number 1984.5
year = -1                  => Line 3, column 8: | `year` | the number -1
year = 70000               => Line 3, column 8: | `year` | the number 70000
year = 1984-05-01          => Line 3, column 8: | `year` | a date
tags = "tape"              => Line 3, column 8: | `tags` | a list such as | is text
tags = ["ä", 4]            => Line 3, column 14: | `tags` | text in quotes | the number 4
description = true         => Line 3, column 15: | `description` | text in quotes | is true
[description]              => Line 3, column 1: | `description` | text in quotes | is a table
[[tape]]¶drive = 1         => Line 3, column 1: | `tape` | one table | single brackets | is a list

[tape]¶drive = inf         => Line 4, column 9: | `[tape] drive` | ordinary number
[tape]¶drive = -nan        => Line 4, column 9: | `[tape] drive` | ordinary number
[tape]¶drive = 1e999       => Line 4, column 9: | `[tape] drive` | ordinary number
[tape]¶drive = [6]         => Line 4, column 9: | `[tape] drive` | a number, a text | is a list
[main]¶mix = 12:00:00      => Line 4, column 7: | `[main] mix` | a number, a text | a time
[tape]¶head = { gap = 1 }  => Line 4, column 1: | `[tape] head` | inside a table
[tape]¶[tape.head]¶gap = 1 => Line 4, column 7: | `[tape] head` | inside a table
[main]¶tape_a = 1¶[tape]¶a = 1 => Line 6, column 1: | `[tape] a` | already has a value
[z]¶z = []¶a = {}¶[a]¶a = inf  => Line 4, column 5: | `[z] z` | is a list
"#;

#[test]
fn each_mistake_is_named_with_its_place() {
    let mut failures = String::new();
    for line in MISTAKES.lines().filter(|line| !line.is_empty()) {
        let (mistake, expected) = line.split_once("=>").expect("a mistake and its message");
        let mistake = mistake.trim().replace('¶', "\n");
        let text = format!("format = 1\nname = \"x\"\n{mistake}\n");
        let error = Preset::parse(&text).expect_err(&mistake).to_string();
        for part in expected
            .split('|')
            .map(str::trim)
            .filter(|part| !error.contains(part))
        {
            failures += &format!("no {part:?} in {error:?} for\n{mistake}\n");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn a_text_that_is_no_preset_is_told_why() {
    let too_large = "#".repeat(MAX_BYTES + 1);
    for (text, expected) in [
        ("", "empty"),
        ("\n# only a comment\n\n", "empty"),
        (too_large.as_str(), "1048577 bytes"),
        ("name = \"x\"", "`format = 1`"),
        (
            "format = 0\nname = \"x\"",
            "Line 1, column 10: there is no preset format 0",
        ),
        (
            "format = -3\nname = \"x\"",
            "Line 1, column 10: there is no preset format -3",
        ),
        (
            "format = \"1\"\nname = \"x\"",
            "Line 1, column 10: `format` should be a whole number",
        ),
        ("format = 1.0\nname = \"x\"", "is the number 1.0"),
        ("format = 1\n", "name is missing"),
        ("format = 1\nname = \"  \"", "name is missing"),
        (
            "format = 1\nname = 5",
            "Line 2, column 8: `name` should be text in quotes",
        ),
        (
            "format = 1\nname = \"a\\nb\"",
            "Line 2, column 8: `name` should be one line",
        ),
    ] {
        let error = Preset::parse(text).expect_err(expected).to_string();
        assert!(error.contains(expected), "no {expected:?} in {error:?}");
    }
    let at_the_limit = format!("{PORTABLE}{}", "#".repeat(MAX_BYTES - PORTABLE.len()));
    assert_eq!(Preset::parse(&at_the_limit), Ok(portable()));
}

#[test]
fn bytes_that_are_no_text_are_told_why() {
    assert_eq!(Preset::parse_bytes(PORTABLE.as_bytes()), Ok(portable()));
    let latin1 = b"format = 1\nname = \"Caf\xe9\"\n";
    let error = Preset::parse_bytes(latin1)
        .expect_err("Latin-1")
        .to_string();
    assert!(
        error.starts_with("Line 2, column 12: this is not UTF-8"),
        "{error}"
    );
    let large = vec![0xff; MAX_BYTES + 1];
    let expected = PresetError::TooLarge {
        bytes: MAX_BYTES as u64 + 1,
    };
    assert_eq!(Preset::parse_bytes(&large), Err(expected));
}

#[test]
fn a_newer_format_asks_for_an_update_before_anything_else() {
    let newer = FORMAT + 41;
    let text = format!("format = {newer}\nunheard_of = {{ a = {{ b = [] }} }}\n");
    let error = Preset::parse(&text).expect_err("newer");
    assert_eq!(
        error,
        PresetError::NewerFormat {
            found: newer,
            known: FORMAT
        }
    );
    let message = error.to_string();
    for part in [
        &format!("format {newer}"),
        &format!("up to {FORMAT}"),
        "Update Bedroom",
    ] {
        assert!(message.contains(part), "no {part:?} in {message:?}");
    }
}

#[test]
fn damaged_presets_never_panic() {
    let bytes = PORTABLE.as_bytes();
    let mut outcomes = [0, 0];
    let mut read = |bytes: &[u8]| match Preset::parse_bytes(bytes) {
        Ok(preset) => {
            outcomes[0] += 1;
            assert_eq!(Preset::parse(&preset.to_toml(GROUPS)), Ok(preset));
        }
        Err(error) => {
            outcomes[1] += 1;
            assert!(!error.to_string().is_empty());
        }
    };
    for cut in 0..=bytes.len() {
        read(&bytes[..cut]);
        read(&bytes[cut..]);
    }
    // Each byte replaced by each of those that mean something to TOML, UTF-8 or line counting.
    for place in 0..bytes.len() {
        for byte in *b"\0\n\r \"'#,.=[]{}\\_-+eE0x\x7f\x80\xc3\xff" {
            let mut damaged = bytes.to_vec();
            damaged[place] = byte;
            read(&damaged);
        }
    }
    for nested in ["[", "{a=", "a.", "[[", "\"\"\""] {
        read(format!("format = 1\nname = \"x\"\nx = {}", nested.repeat(20_000)).as_bytes());
    }
    assert!(
        outcomes.iter().all(|count| *count > 100),
        "read, refused: {outcomes:?}"
    );
}
