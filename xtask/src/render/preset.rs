//! Presets by name or by file.

use std::fs;
use std::path::Path;

use bedroom::presets::{Bank, Preset, user_folder};

use crate::Result;

/// The preset called `name`, the user's own before the factory's; or the one in the file `name`,
/// if that ends in `.toml`.
///
/// # Errors
/// When there is none, or the file is no preset.
pub fn preset(name: &str) -> Result<Preset> {
    let path = Path::new(name);
    if path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
    {
        let bytes = fs::read(path).map_err(|error| format!("{name}: {error}"))?;
        return Preset::parse_bytes(&bytes).map_err(|error| format!("{name}: {error}").into());
    }
    let bank = Bank::load(user_folder().as_deref());
    for (path, problem) in &bank.problems {
        eprintln!("warning: {}: {problem}", path.display());
    }
    let found = bank.find(name).map(|entry| entry.preset.clone());
    found.ok_or_else(|| {
        let names = bank.entries.iter().map(|entry| entry.preset.name.as_str());
        let names: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
        format!(
            "there is no preset \"{name}\"; there are {}",
            names.join(", ")
        )
        .into()
    })
}
