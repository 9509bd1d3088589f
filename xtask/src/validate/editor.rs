//! The editor in a host's window: `tests/host/editor.rs`, which opens it over and over, and
//! `tests/host/drop.rs`, which drops a file on it, on the bundles.

use std::path::Path;

use super::check::Check;
use super::{needs_display, on_display};
use crate::project::{PACKAGE, Project};

/// One of the tests, in a process of its own: should the plugin end its host, then this alone.
/// `bundle` is the variable that names the bundle to the test, and the bundle.
pub fn check(
    project: &Project,
    name: &'static str,
    test: &str,
    (variable, bundle): (&str, &Path),
) -> Check {
    let mut command = on_display("cargo");
    command
        .current_dir(project.root())
        .env(variable, bundle)
        .args(["test", "--package", PACKAGE, "--test", "host", "--"])
        .args(["--ignored", "--exact", test, "--nocapture"]);
    let check = Check::new(name, command);
    if cfg!(target_os = "linux") {
        needs_display(check)
    } else {
        check.without("it is written for X11".to_owned())
    }
}
