//! Where the hosts of this system look for an account's own plugins.

use std::env;
use std::path::{Path, PathBuf};

use crate::Result;

/// A folder for each format.
pub struct Folders {
    pub clap: PathBuf,
    pub vst3: PathBuf,
}

impl Folders {
    /// The given ones, and the system's own for what is not given.
    ///
    /// # Errors
    /// When the account has no home folder and it is needed.
    pub fn find(clap: Option<PathBuf>, vst3: Option<PathBuf>) -> Result<Self> {
        if let (Some(clap), Some(vst3)) = (&clap, &vst3) {
            let (clap, vst3) = (clap.clone(), vst3.clone());
            return Ok(Self { clap, vst3 });
        }
        let own = own()?;
        Ok(Self {
            clap: clap.unwrap_or(own.clap),
            vst3: vst3.unwrap_or(own.vst3),
        })
    }
}

/// The account's own, by the CLAP header `entry.h` and the VST3 documentation's "Plug-in
/// Locations".
fn own() -> Result<Folders> {
    if cfg!(windows) {
        let data = env::var_os("LOCALAPPDATA").ok_or("LOCALAPPDATA is not set")?;
        let common = PathBuf::from(data).join("Programs").join("Common");
        return Ok(Folders {
            clap: common.join("CLAP"),
            vst3: common.join("VST3"),
        });
    }
    let home = home()?;
    if cfg!(target_os = "macos") {
        let plugins = home.join("Library").join("Audio").join("Plug-Ins");
        return Ok(Folders {
            clap: plugins.join("CLAP"),
            vst3: plugins.join("VST3"),
        });
    }
    Ok(Folders {
        clap: home.join(".clap"),
        vst3: home.join(".vst3"),
    })
}

fn home() -> Result<PathBuf> {
    env::home_dir()
        .filter(|home| !home.as_os_str().is_empty())
        .ok_or_else(|| "your account has no home folder; give --clap-dir and --vst3-dir".into())
}

/// A path as one reads it best: from the current folder or from home, where it lies below one.
pub fn tidy(path: &Path) -> String {
    let here = env::current_dir().ok();
    if let Some(rest) = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned)) {
        return rest.display().to_string();
    }
    match home().ok().as_deref().map(|home| path.strip_prefix(home)) {
        Some(Ok(rest)) if !cfg!(windows) => format!("~/{}", rest.display()),
        _ => path.display().to_string(),
    }
}
