//! `validate`: every validator that is at hand, and the project's own checks in real hosts.

mod check;
mod editor;
mod pedalboard;

use std::env;
use std::process::Command;

use lexopt::prelude::*;

use self::check::{Check, Outcome, on_path};
use crate::project::{PACKAGE, Project};
use crate::{Result, Told, bundle};

const HELP: &str = "\
Runs every validator that is installed on the built bundles, and the project's own host checks.

  clap-validator   on the CLAP bundle
  validator        Steinberg's, extensive, on the VST3 bundle
  pluginval        at strictness 10 with the editor, on the VST3 bundle
  host tests       this project's own CLAP host
  CLAP editor      opened and closed a hundred times while sound is processed and parameters move,
                   every core busy (Linux)
  VST3 editor      the same (Linux)
  CLAP drop        a file dropped on the editor, as a file manager does it (Linux)
  VST3 drop        the same (Linux)
  pedalboard       a JUCE host from PyPI, in a virtual environment under target/ (needs python3)

What is not installed is named and left out. The exit status is 1 if anything failed.

Usage: cargo xtask validate

Options:
  -h, --help  Print this.";

/// The command.
///
/// # Errors
/// When the bundles cannot be built, or anything failed.
pub fn run(mut args: lexopt::Parser) -> Result<()> {
    if let Some(arg) = args.next()? {
        return match arg {
            Short('h') | Long("help") => {
                println!("{HELP}");
                Ok(())
            }
            _ => Err(arg.unexpected().into()),
        };
    }
    let project = Project::find()?;
    bundle::ensure(&project)?;
    let logs = project.target().join("validate");
    std::fs::create_dir_all(&logs)?;

    let mut outcomes = Vec::new();
    for check in checks(&project) {
        eprintln!("{} …", check.name);
        outcomes.push(check.run(&logs)?);
    }
    println!();
    for (name, outcome) in &outcomes {
        println!("{name:<16} {outcome}");
    }
    let failed = outcomes
        .iter()
        .any(|(_, outcome)| matches!(outcome, Outcome::Failed { .. }));
    if failed { Err(Told.into()) } else { Ok(()) }
}

fn checks(project: &Project) -> Vec<Check> {
    let (clap, vst3) = (project.clap(), project.vst3());
    let mut clap_validator = Command::new("clap-validator");
    clap_validator.arg("validate").arg(&clap);
    let mut steinberg = Command::new("validator");
    steinberg.arg("-e").arg(&vst3);

    let mut pluginval = on_display("pluginval");
    pluginval
        .args(["--strictness-level", "10", "--validate"])
        .arg(&vst3);

    let mut host_tests = Command::new("cargo");
    host_tests
        .current_dir(project.root())
        .env("BEDROOM_CLAP", &clap)
        .args(["test", "--package", PACKAGE, "--test", "host"]);

    vec![
        Check::new("clap-validator", clap_validator).needs("clap-validator"),
        Check::new("validator", steinberg).needs("validator"),
        needs_display(Check::new("pluginval", pluginval)).needs("pluginval"),
        Check::new("host tests", host_tests),
        editor::check(
            project,
            "CLAP editor",
            "editor::a_hundred_clap_editors",
            ("BEDROOM_CLAP", &clap),
        ),
        editor::check(
            project,
            "VST3 editor",
            "editor::a_hundred_vst3_editors",
            ("BEDROOM_VST3", &vst3),
        ),
        editor::check(
            project,
            "CLAP drop",
            "drop::a_file_dropped_on_the_clap_editor",
            ("BEDROOM_CLAP", &clap),
        ),
        editor::check(
            project,
            "VST3 drop",
            "drop::a_file_dropped_on_the_vst3_editor",
            ("BEDROOM_VST3", &vst3),
        ),
        pedalboard::check(project, on_path("python3")),
    ]
}

/// An editor needs a display; on Linux without one, a virtual one will do.
fn without_display() -> bool {
    cfg!(target_os = "linux") && env::var_os("DISPLAY").is_none()
}

/// `program`, with a display.
fn on_display(program: &str) -> Command {
    if !without_display() {
        return Command::new(program);
    }
    let mut command = Command::new("xvfb-run");
    command.args(["-a", "-s", "-screen 0 1280x1024x24", program]);
    command
}

/// Left out unless there is a display, or what makes one.
fn needs_display(check: Check) -> Check {
    if without_display() {
        check.needs("xvfb-run")
    } else {
        check
    }
}
