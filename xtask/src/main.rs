//! The project's own commands: `cargo xtask <command>`.

mod bundle;
mod framework;
mod install;
mod measure;
mod plugin;
mod project;
mod render;
#[cfg(feature = "screenshot")]
mod screenshot;
mod validate;

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use lexopt::prelude::*;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A failure that the command's own output has told already.
#[derive(Debug)]
struct Told;

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("see above")
    }
}

impl Error for Told {}

const HELP: &str = "\
Bedroom's own commands.

Usage: cargo xtask <command> [options]

Commands:
  install     Build the plugin, install it, and play music through it
  bundle      Build target/bundled/Bedroom.clap and Bedroom.vst3
  render      A file through the plugin, with any settings and automation
  screenshot  A picture of the editor
  measure     Measure the sound and compare each figure with its target
  validate    Run every validator and the project's own host checks on the bundles

`cargo xtask <command> --help` tells more about each.";

fn main() -> ExitCode {
    match run(lexopt::Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is::<Told>() {
                eprintln!("error: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: lexopt::Parser) -> Result<()> {
    match args.next()? {
        Some(Value(command)) => match command.to_str() {
            Some("bundle") => bundle::run(args),
            Some("install") => install::run(args),
            Some("render") => render::run(args),
            Some("screenshot") => screenshot(args),
            Some("measure") => measure::run(args),
            Some("validate") => validate::run(args),
            _ => Err(format!(
                "there is no command \"{}\"; `cargo xtask --help` lists them",
                command.display()
            )
            .into()),
        },
        Some(Short('h') | Long("help")) => {
            println!("{HELP}");
            Ok(())
        }
        Some(arg) => Err(arg.unexpected().into()),
        None => Err(format!("no command\n\n{HELP}").into()),
    }
}

#[cfg(feature = "screenshot")]
fn screenshot(mut args: lexopt::Parser) -> Result<()> {
    let args: Vec<String> = args
        .raw_args()?
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    screenshot::run(&args)
}

/// Runs this command again in an xtask that has the editor built into it.
#[cfg(not(feature = "screenshot"))]
fn screenshot(mut args: lexopt::Parser) -> Result<()> {
    let status = std::process::Command::new("cargo")
        .args(["run", "--release", "--quiet", "--package", "xtask"])
        .args(["--features", "screenshot"])
        .args(["--", "screenshot"])
        .args(args.raw_args()?)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err("no picture was made".into())
    }
}
