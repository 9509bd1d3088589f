//! Small corrections to the framework, for the bundles only: see [`wrapper`], [`window`] and
//! [`drops`].
//!
//! The crates are copied from cargo's registry folder into `target/`, a few places are edited,
//! and the bundles are built with cargo's `paths` override, which leaves `Cargo.lock` and every other
//! build as they are. To be dropped with the first releases that need none of this.

mod drops;
mod window;
mod wrapper;

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::project::Project;

/// A crate to correct.
struct Source {
    package: &'static str,
    version: &'static str,
    edits: &'static [Edit],
}

/// One place to correct.
struct Edit {
    /// The file, relative to the crate.
    file: &'static str,
    /// Stands there exactly once.
    search: &'static str,
    replace: &'static str,
}

const SOURCES: [Source; 3] = [wrapper::WRAPPER, window::WINDOW, drops::DROPS];

/// Put before everything: cargo hides warnings in a dependency from a registry, but not in one from
/// a path.
const QUIET: &str = "#![allow(warnings)]\n";

/// Written last into the copy: the edits that it carries.
const STAMP: &str = ".edits";

/// Makes the corrected copies unless they are there, and returns their folders.
///
/// # Errors
/// When the framework's source is not what the edits were made for, or cannot be copied.
pub fn corrected(project: &Project) -> Result<Vec<PathBuf>> {
    SOURCES
        .iter()
        .map(|source| correct(source, project))
        .collect()
}

fn correct(one: &Source, project: &Project) -> Result<PathBuf> {
    let (package, version) = (one.package, one.version);
    let source = project.source_of(package, version).map_err(|error| {
        format!("{error}: the framework changed. See whether xtask/src/framework is still needed.")
    })?;
    let copy = project
        .target()
        .join("framework")
        .join(format!("{package}-{version}"));
    let stamp = stamp(one.edits);
    if fs::read_to_string(copy.join(STAMP)).is_ok_and(|found| found == stamp) {
        return Ok(copy);
    }
    make(&source, &copy, one, &stamp)
        .map_err(|error| format!("{} could not be made: {error}", copy.display()))?;
    Ok(copy)
}

fn make(source: &Path, copy: &Path, one: &Source, stamp: &str) -> Result<()> {
    match fs::remove_dir_all(copy) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => copy_folder(source, copy)?,
    }
    let root = copy.join("src/lib.rs");
    let text = fs::read_to_string(&root)?;
    fs::write(&root, format!("{QUIET}{text}"))?;
    for edit in one.edits {
        let file = copy.join(edit.file);
        let text = apply(&fs::read_to_string(&file)?, edit)
            .map_err(|error| format!("{} {}: {error}", one.package, one.version))?;
        fs::write(&file, text)?;
    }
    fs::write(copy.join(STAMP), stamp)?;
    Ok(())
}

/// The text with the edit in it.
fn apply(text: &str, edit: &Edit) -> Result<String> {
    match text.matches(edit.search).count() {
        1 => Ok(text.replacen(edit.search, edit.replace, 1)),
        found => Err(format!(
            "the framework changed: in {}, a text to correct stands {found} times instead of once. \
             See whether xtask/src/framework is still needed.\nThe text begins with:\n{}",
            edit.file,
            edit.search.lines().next().unwrap_or_default()
        )
        .into()),
    }
}

fn stamp(edits: &[Edit]) -> String {
    let edits = edits
        .iter()
        .map(|edit| format!("{}\n{}\n{}\n", edit.file, edit.search, edit.replace));
    std::iter::once(QUIET.to_owned()).chain(edits).collect()
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            // Not `fs::copy`, which would keep a read-only registry's permissions.
            fs::write(target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDIT: Edit = Edit {
        file: "lib.rs",
        search: "one",
        replace: "two",
    };

    #[test]
    fn every_edit_fits_the_framework_in_use() {
        let project = Project::find().expect("a workspace");
        for source in SOURCES {
            let folder = project.source_of(source.package, source.version);
            let folder = folder.expect("its source");
            for edit in source.edits {
                let text = fs::read_to_string(folder.join(edit.file)).expect("its file");
                apply(&text, edit).expect("a match");
            }
        }
    }

    #[test]
    fn a_text_that_is_gone_or_doubled_stops_it() {
        assert_eq!(apply("a one b", &EDIT).unwrap(), "a two b");
        assert!(apply("a b", &EDIT).is_err());
        assert!(apply("one one", &EDIT).is_err());
    }
}
