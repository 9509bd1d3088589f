//! From a preset to TOML.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::error::PresetError;
use super::format::{FORMAT, Preset, Value};
use super::read::{FIELDS, MAIN};

/// The text of a preset in the newest format.
pub(super) fn preset(preset: &Preset, groups: &[&str]) -> String {
    let mut text = format!("format = {FORMAT}\nname = {}\n", quoted(&preset.name));
    if let Some(year) = preset.year {
        text += &format!("year = {year}\n");
    }
    if !preset.tags.is_empty() {
        let tags: Vec<String> = preset.tags.iter().map(|tag| quoted(tag)).collect();
        text += &format!("tags = [{}]\n", tags.join(", "));
    }
    if !preset.description.is_empty() {
        text += &format!("description = {}\n", quoted(&preset.description));
    }

    let mut tables: BTreeMap<&str, String> = BTreeMap::new();
    for (id, value) in &preset.values {
        let (group, name) = split(id, groups);
        *tables.entry(group).or_default() += &format!("{} = {}\n", key(name), written(value));
    }
    // Taken out one by one, so that a group listed twice is written once.
    for group in [MAIN].iter().chain(groups) {
        if let Some(lines) = tables.remove(group) {
            text += &format!("\n[{}]\n{lines}", key(group));
        }
    }
    text
}

/// The text of a preset, as it is written by hand or by [`preset`], with another name in it.
pub(super) fn with_name(text: &str, name: &str) -> Result<String, PresetError> {
    let mut preset = Preset::parse(text)?;
    let written = DeTable::parse(text).ok().and_then(|table| {
        let fields = table.get_ref().iter();
        let mut names = fields.filter(|(key, _)| key.get_ref() == "name");
        names.next().map(|(_, value)| value.span())
    });
    let mut renamed = text.to_owned();
    renamed.replace_range(written.ok_or(PresetError::MissingName)?, &quoted(name));
    // What comes out is judged by what it says.
    name.clone_into(&mut preset.name);
    if Preset::parse(&renamed)? == preset {
        Ok(renamed)
    } else {
        Err(PresetError::MissingName)
    }
}

/// Splits an id into table and key.
fn split<'a>(id: &'a str, groups: &[&'a str]) -> (&'a str, &'a str) {
    groups
        .iter()
        // A table of that name would be read as something else.
        .filter(|group| **group != MAIN && !FIELDS.contains(group))
        .filter_map(|group| Some((*group, id.strip_prefix(group)?.strip_prefix('_')?)))
        .max_by_key(|(group, _)| group.len())
        .unwrap_or((MAIN, id))
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        // TOML spells it in small letters.
        Value::Number(number) if number.is_nan() => "nan".to_owned(),
        // The shortest digits that read back as the same number; 6 rather than 6.0.
        Value::Number(number) => {
            let digits = format!("{number:?}");
            digits
                .strip_suffix(".0")
                .map_or(digits.clone(), str::to_owned)
        }
        Value::Switch(on) => on.to_string(),
    }
}

fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A TOML basic string, always on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted += "\\n",
            '\t' => quoted += "\\t",
            c if c.is_control() => quoted += &format!("\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
