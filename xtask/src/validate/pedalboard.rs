//! The VST3 bundle in a JUCE host, driven from Python.

use std::process::Command;

use super::check::Check;
use crate::project::Project;

/// A JUCE host as a Python module. GPL: a tool beside the project, never linked.
const REQUIREMENT: &str = "pedalboard==0.9.26";

/// The check; its virtual environment is made on first use.
pub fn check(project: &Project, python: bool) -> Check {
    let script = project.root().join("tests").join("vst3_pedalboard.py");
    let environment = project.target().join("pedalboard");
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });

    let mut create = Command::new("python3");
    create.args(["-m", "venv"]).arg(&environment);
    let mut install = Command::new(programs.join("python"));
    install.args(["-m", "pip", "install", "--quiet", REQUIREMENT]);
    let mut test = Command::new(programs.join("python"));
    test.arg(&script).arg(project.vst3());

    let check = Check::new("pedalboard", test).after(create).after(install);
    if !python {
        check.without("python3 is not installed".to_owned())
    } else if !script.is_file() {
        check.without(format!("{} is not there", script.display()))
    } else {
        check
    }
}
