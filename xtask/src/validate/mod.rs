//! `validate`: every validator that is at hand, and the project's own checks in real hosts.

mod check;
mod pedalboard;

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

    // The editor needs a display; on Linux a virtual one will do.
    let hidden = cfg!(target_os = "linux") && std::env::var_os("DISPLAY").is_none();
    let mut pluginval = if hidden {
        let mut command = Command::new("xvfb-run");
        command.args(["-a", "pluginval"]);
        command
    } else {
        Command::new("pluginval")
    };
    pluginval
        .args(["--strictness-level", "10", "--validate"])
        .arg(&vst3);
    let display = if hidden { &["xvfb-run"][..] } else { &[] };

    let mut host_tests = Command::new("cargo");
    host_tests
        .current_dir(project.root())
        .env("BEDROOM_CLAP", &clap)
        .args(["test", "--package", PACKAGE, "--test", "host"]);

    vec![
        Check::new("clap-validator", clap_validator).needs("clap-validator"),
        Check::new("validator", steinberg).needs("validator"),
        display
            .iter()
            .fold(Check::new("pluginval", pluginval), |check, tool| {
                check.needs(tool)
            })
            .needs("pluginval"),
        Check::new("host tests", host_tests),
        pedalboard::check(project, on_path("python3")),
    ]
}
