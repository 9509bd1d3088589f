//! Small corrections to the framework, for the bundles only.
//!
//! nice-plug 0.3.0 to 0.4.2 has a race in its VST3 wrapper on Linux. The editor's window lives in
//! a cell that `attached()` and `removed()` borrow mutably on the host's GUI thread. Tasks for the
//! editor also end up on the background worker (whenever a parameter changes off the main thread
//! while no editor is open), and the worker borrows the same cell and claims to be the GUI thread.
//! If both meet, one of them panics, and a panic in a host's callback aborts the host.
//!
//! So the crate is copied from cargo's registry folder into `target/`, these few places are
//! edited, and the bundles are built with cargo's `paths` override, which leaves `Cargo.lock` and
//! every other build as they are. With them come two slips in how its VST3 side handles buses. To be
//! dropped with the first release that needs none of this.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::project::Project;

const CRATE: &str = "nice-plug";
const VERSION: &str = "0.4.2";

/// One place to correct.
struct Edit {
    /// The file, relative to the crate.
    file: &'static str,
    /// Stands there exactly once.
    search: &'static str,
    replace: &'static str,
}

/// The beginning of a task for the editor: only on the GUI thread, only if nobody changes the
/// window at that moment, and only if this is the thread that the window belongs to.
macro_rules! if_editor_is_ours {
    () => {
        "                if is_gui_thread
                    && let Ok(editor_window) = self.editor_window.try_borrow()
                    && let Some(editor_window) = editor_window.as_ref()
                    && let Ok(editor_window) = editor_window.try_get()
                {
"
    };
}

const EDITS: &[Edit] = &[
    // Where the side-chain follows a main bus, it was compared with the main bus: a layout whose
    // channel counts differ, mono beside a stereo side-chain, could never be chosen.
    Edit {
        file: "src/wrapper/vst3/wrapper.rs",
        search: "let aux_input_start_idx = if has_main_input { 0 } else { 1 };",
        replace: "let aux_input_start_idx = usize::from(has_main_input);",
    },
    Edit {
        file: "src/wrapper/vst3/wrapper.rs",
        search: "let aux_output_start_idx = if has_main_output { 0 } else { 1 };",
        replace: "let aux_output_start_idx = usize::from(has_main_output);",
    },
    // Hosts may leave the channels of an unused side-chain out.
    Edit {
        file: "src/wrapper/util/buffer_management.rs",
        search: "                        channel.copy_from_slice(unsafe {
                            std::slice::from_raw_parts_mut(
                                (*input_channel_pointer).add(sample_offset),
",
        replace: "                        if unsafe { (*input_channel_pointer).is_null() } {
                            channel.fill(0.0);
                            continue;
                        }
                        channel.copy_from_slice(unsafe {
                            std::slice::from_raw_parts_mut(
                                (*input_channel_pointer).add(sample_offset),
",
    },
    // The worker is not the GUI thread. And it serves all instances: if it ended with the first
    // task whose instance is gone, the other instances would be left without.
    Edit {
        file: "src/event_loop/background_thread.rs",
        search: r#"                Some(e) => e.execute(task, true),
                None => {
                    nice_trace!(
                        "Received a new task but the executor is no longer alive, shutting down \
                         worker"
                    );
                    return;
                }
"#,
        replace: r#"                Some(e) => e.execute(task, false),
                None => {
                    nice_trace!("Received a new task but the executor is no longer alive");
                }
"#,
    },
    Edit {
        file: "src/wrapper/vst3/inner.rs",
        search: r"                if let Some(editor_window) = self.editor_window.borrow().as_ref() {
                    editor_window.get().handle.state_changed();
",
        replace: concat!(
            if_editor_is_ours!(),
            "                    editor_window.handle.state_changed();
"
        ),
    },
    Edit {
        file: "src/wrapper/vst3/inner.rs",
        search: r"                if let Some(editor_window) = self.editor_window.borrow().as_ref() {
                    let param_id = &self.param_id_by_hash[&param_hash];
                    editor_window
                        .get()
                        .handle
",
        replace: concat!(
            if_editor_is_ours!(),
            "                    let param_id = &self.param_id_by_hash[&param_hash];
                    editor_window
                        .handle
"
        ),
    },
    Edit {
        file: "src/wrapper/vst3/inner.rs",
        search: r"                if let Some(editor_window) = self.editor_window.borrow().as_ref() {
                    let editor_window = editor_window.get();
                    editor_window
                        .handle
                        .host_main_thread_callback(&editor_window.window)
",
        replace: concat!(
            if_editor_is_ours!(),
            "                    editor_window
                        .handle
                        .host_main_thread_callback(&editor_window.window)
"
        ),
    },
    // With no editor open there is nobody to tell. Not posting the task keeps the worker from
    // holding an instance that the host is just letting go of, which the worker would then drop,
    // and with it the handle on which it waits for its own end.
    Edit {
        file: "src/wrapper/vst3/inner.rs",
        search: "            // If the editor is open, and the host exposes the `IRunLoop` interface, \
                 then we'll run\n",
        replace: r#"            #[cfg(feature = "editor")]
            if matches!(
                task,
                Task::StateChanged | Task::ParameterValueChanged(..)
            ) && !self.is_editor_open.load(Ordering::SeqCst)
            {
                return true;
            }
            // If the editor is open, and the host exposes the `IRunLoop` interface, then we'll run
"#,
    },
];

/// Put before everything: cargo hides warnings in a dependency from a registry, but not in one from
/// a path.
const QUIET: &str = "#![allow(warnings)]\n";

/// Written last into the copy: the edits that it carries.
const STAMP: &str = ".edits";

/// Makes the corrected copy unless it is there, and returns its folder.
///
/// # Errors
/// When the framework's source is not what the edits were made for, or cannot be copied.
pub fn corrected(project: &Project) -> Result<PathBuf> {
    let source = project.source_of(CRATE, VERSION).map_err(|error| {
        format!(
            "{error}: the framework changed. See whether xtask/src/framework.rs is still needed."
        )
    })?;
    let copy = project
        .target()
        .join("framework")
        .join(format!("{CRATE}-{VERSION}"));
    let stamp = stamp();
    if fs::read_to_string(copy.join(STAMP)).is_ok_and(|found| found == stamp) {
        return Ok(copy);
    }
    make(&source, &copy, &stamp)
        .map_err(|error| format!("{} could not be made: {error}", copy.display()))?;
    Ok(copy)
}

fn make(source: &Path, copy: &Path, stamp: &str) -> Result<()> {
    match fs::remove_dir_all(copy) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => copy_folder(source, copy)?,
    }
    let root = copy.join("src/lib.rs");
    let text = fs::read_to_string(&root)?;
    fs::write(&root, format!("{QUIET}{text}"))?;
    for edit in EDITS {
        let file = copy.join(edit.file);
        let text = apply(&fs::read_to_string(&file)?, edit)?;
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
            "the framework changed: in {} of {CRATE} {VERSION}, a text to correct stands {found} \
             times instead of once. See whether xtask/src/framework.rs is still needed.\nThe text \
             begins with:\n{}",
            edit.file,
            edit.search.lines().next().unwrap_or_default()
        )
        .into()),
    }
}

fn stamp() -> String {
    let edits = EDITS
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
        let source = project.source_of(CRATE, VERSION).expect("its source");
        for edit in EDITS {
            let text = fs::read_to_string(source.join(edit.file)).expect("its file");
            apply(&text, edit).expect("a match");
        }
    }

    #[test]
    fn a_text_that_is_gone_or_doubled_stops_it() {
        assert_eq!(apply("a one b", &EDIT).unwrap(), "a two b");
        assert!(apply("a b", &EDIT).is_err());
        assert!(apply("one one", &EDIT).is_err());
    }
}
