//! `bundle`: builds the plugin and wraps it as CLAP and VST3.

use std::env;
use std::path::Path;

use lexopt::prelude::*;

use crate::Result;
use crate::framework;
use crate::project::{PACKAGE, Project};

const HELP: &str = "\
Builds the plugin and wraps it as target/bundled/Bedroom.clap and Bedroom.vst3.

Usage: cargo xtask bundle [--debug]

Options:
  --debug     Build quickly and with all assertions: an allocation while processing aborts.
              Without it, the bundles are optimised as they are shipped.
  -h, --help  Print this.";

/// How the library is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Quickly, with assertions.
    Debug,
    /// As it is shipped: the profile `bundle`, with thin LTO.
    Shipped,
}

/// The command.
///
/// # Errors
/// When the arguments are wrong, or building fails.
pub fn run(mut args: lexopt::Parser) -> Result<()> {
    let mut build = Build::Shipped;
    while let Some(arg) = args.next()? {
        match arg {
            Long("debug") => build = Build::Debug,
            Short('h') | Long("help") => {
                println!("{HELP}");
                return Ok(());
            }
            _ => return Err(arg.unexpected().into()),
        }
    }
    bundle(&Project::find()?, build)
}

/// Builds and wraps. Cargo and the bundler report on stderr.
///
/// # Errors
/// When the framework is not the expected one, or building or wrapping fails.
pub fn bundle(project: &Project, build: Build) -> Result<()> {
    let framework = framework::corrected(project)?;
    let framework: Option<Vec<String>> = framework
        .iter()
        .map(|folder| folder.to_str().map(toml_text))
        .collect();
    let framework = framework.ok_or("the path of the target folder is not Unicode")?;
    let profile = match build {
        Build::Debug => "dev",
        Build::Shipped => "bundle",
    };
    let override_paths = format!("paths=[{}]", framework.join(", "));
    let cargo_args = ["--profile", profile, "--config", &override_paths].map(String::from);
    // Where the bundler looks for the library: cargo's name for the folder of `dev` is `debug`.
    let folder = if build == Build::Debug {
        "debug"
    } else {
        profile
    };
    let bundle_args = ["--profile", folder].map(String::from);

    in_folder(project.root(), || {
        nice_plug_xtask::build(&[PACKAGE.to_owned()], &cargo_args)?;
        nice_plug_xtask::bundle(project.target(), PACKAGE, &bundle_args, false)?;
        Ok(())
    })
}

/// Builds both bundles as shipped unless they are there.
///
/// # Errors
/// When they have to be built and that fails.
pub fn ensure(project: &Project) -> Result<()> {
    if project.clap().exists() && project.vst3().exists() {
        return Ok(());
    }
    bundle(project, Build::Shipped)
}

/// Does `work` with `folder` as the current one: the bundler's library wants it so.
fn in_folder(folder: &Path, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let before = env::current_dir()?;
    env::set_current_dir(folder)?;
    let result = work();
    env::set_current_dir(before)?;
    result
}

/// A string as TOML writes it.
fn toml_text(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
