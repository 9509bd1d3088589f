//! `install`: builds the bundles, puts them where hosts look, and proves that they work.

mod folders;
mod proof;
mod replace;

use std::path::{Path, PathBuf};

use lexopt::prelude::*;

use self::folders::{Folders, tidy};
use crate::bundle::{self, Build};
use crate::project::Project;
use crate::{Result, render};

const HELP: &str = "\
Builds the plugin, installs it for your account, and plays music through the installed copy.

  Linux    ~/.clap and ~/.vst3
  macOS    ~/Library/Audio/Plug-Ins/CLAP and VST3
  Windows  %LOCALAPPDATA%\\Programs\\Common\\CLAP and VST3, which need no administrator

Usage: cargo xtask install [options]

Options:
  --input FILE    Also play this WAV, FLAC or AIFF file through it. May be repeated.
  --preset NAME   Play with this preset (or preset file, FILE.toml) instead of the defaults.
  --out DIR       Where to put the recordings and pictures (target/proof).
  --clap-dir DIR  Where to install the CLAP bundle instead.
  --vst3-dir DIR  Where to install the VST3 bundle instead.
  -h, --help      Print this.";

/// The command.
///
/// # Errors
/// When the arguments are wrong, building or installing fails, or the installed plugin does not
/// do what it should.
pub fn run(mut args: lexopt::Parser) -> Result<()> {
    let mut inputs: Vec<PathBuf> = Vec::new();
    let (mut preset, mut out, mut clap_dir, mut vst3_dir) = (None, None, None, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("input") => inputs.push(args.value()?.into()),
            Long("preset") => preset = Some(args.value()?.string()?),
            Long("out") => out = Some(PathBuf::from(args.value()?)),
            Long("clap-dir") => clap_dir = Some(PathBuf::from(args.value()?)),
            Long("vst3-dir") => vst3_dir = Some(PathBuf::from(args.value()?)),
            Short('h') | Long("help") => {
                println!("{HELP}");
                return Ok(());
            }
            _ => return Err(arg.unexpected().into()),
        }
    }
    // What can be wrong is looked for before anything that takes minutes.
    let preset = preset.as_deref().map(render::preset).transpose()?;
    let pieces = proof::pieces(&inputs)?;
    let folders = Folders::find(clap_dir, vst3_dir)?;

    let project = Project::find()?;
    bundle::bundle(&project, Build::Shipped)?;
    let [clap, vst3] = replace::all(&[
        (&project.clap(), &folders.clap),
        (&project.vst3(), &folders.vst3),
    ])?;
    println!("\nInstalled");
    println!("  CLAP  {}", tidy(&clap));
    println!("  VST3  {}", tidy(&vst3));

    let out = out.unwrap_or_else(|| project.target().join("proof"));
    let proof = proof::Proof {
        plugin: &clap,
        preset: preset.as_ref(),
        out: &out,
    };
    proof.run(&pieces)?;
    println!("Now let your DAW rescan its plugins: Bedroom is among the effects.");
    Ok(())
}

/// The file or folder name of a bundle.
fn bundle_name(path: &Path) -> Result<&std::ffi::OsStr> {
    path.file_name()
        .ok_or_else(|| format!("{} names no bundle", path.display()).into())
}
