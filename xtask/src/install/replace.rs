//! Puts bundles in their places: all of them, or none.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::bundle_name;
use crate::Result;

/// A copy beside the place it is meant for.
struct Staged {
    part: PathBuf,
    place: PathBuf,
    /// Where the older bundle is kept until all new ones are in place.
    old: PathBuf,
}

/// Puts each bundle into the folder beside it, replacing an older one, and returns where they
/// are. The folders are made if they are not there.
///
/// # Errors
/// When a folder cannot be written to; then everything is as it was before.
pub fn all<const N: usize>(bundles: &[(&Path, &Path); N]) -> Result<[PathBuf; N]> {
    let mut staged = Vec::new();
    for &(bundle, folder) in bundles {
        match stage(bundle, folder) {
            Ok(copy) => staged.push(copy),
            Err(error) => {
                staged.iter().for_each(|copy| remove(&copy.part));
                return Err(error);
            }
        }
    }
    for (done, copy) in staged.iter().enumerate() {
        if let Err(error) = swap(copy) {
            staged[..done].iter().for_each(undo);
            staged.iter().for_each(|copy| remove(&copy.part));
            return Err(refused(&copy.place, &error));
        }
    }
    staged.iter().for_each(|copy| remove(&copy.old));
    let places: Vec<PathBuf> = staged.into_iter().map(|copy| copy.place).collect();
    places
        .try_into()
        .map_err(|_| "not every bundle has a place".into())
}

fn stage(bundle: &Path, folder: &Path) -> Result<Staged> {
    let name = bundle_name(bundle)?;
    let beside = |ending: &str| {
        // Hidden, and not ending like a plugin: no host that scans right now takes it for one.
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.{ending}", std::process::id()));
        folder.join(hidden)
    };
    let staged = Staged {
        part: beside("part"),
        place: folder.join(name),
        old: beside("old"),
    };
    fs::create_dir_all(folder)
        .and_then(|()| copy(bundle, &staged.part))
        .map_err(|error| {
            remove(&staged.part);
            refused(&staged.place, &error)
        })?;
    Ok(staged)
}

/// The older bundle aside, the new one into its place. If that fails, the older one is back.
fn swap(staged: &Staged) -> io::Result<()> {
    match fs::rename(&staged.place, &staged.old) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::rename(&staged.part, &staged.place).inspect_err(|_| undo(staged))
}

/// Back to before [`swap`].
fn undo(staged: &Staged) {
    if staged.old.exists() {
        remove(&staged.place);
        // Nothing more can be done; the error that led here is the one to report.
        fs::rename(&staged.old, &staged.place).ok();
    } else if !staged.part.exists() {
        remove(&staged.place);
    }
}

/// A file or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// A file or a folder, if it is there. What cannot be removed is hidden and harmless.
fn remove(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).ok();
    } else {
        fs::remove_file(path).ok();
    }
}

fn refused(place: &Path, error: &io::Error) -> Box<dyn std::error::Error> {
    format!(
        "{} cannot be installed: {error}. Nothing was changed; give another folder with \
         --clap-dir or --vst3-dir, or make this one writable.",
        place.display()
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for each test, gone afterwards.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("install-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("built/Bedroom.vst3/Contents")).unwrap();
            fs::write(path.join("built/Bedroom.clap"), "new").unwrap();
            fs::write(path.join("built/Bedroom.vst3/Contents/file"), "new").unwrap();
            Self(path)
        }

        fn install(&self, clap: &str, vst3: &str) -> Result<[PathBuf; 2]> {
            let path = |name: &str| self.0.join(name);
            all(&[
                (&path("built/Bedroom.clap"), &path(clap)),
                (&path("built/Bedroom.vst3"), &path(vst3)),
            ])
        }

        fn read(&self, name: &str) -> String {
            fs::read_to_string(self.0.join(name)).unwrap_or_default()
        }

        fn names(&self, folder: &str) -> Vec<String> {
            let entries = fs::read_dir(self.0.join(folder)).unwrap();
            let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
            entries
                .map(|entry| name(entry).into_string().unwrap())
                .collect()
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn new_bundles_replace_old_ones_and_leave_nothing_else() {
        let scratch = Scratch::new("replace");
        fs::create_dir_all(scratch.0.join("vst3/Bedroom.vst3")).unwrap();
        fs::write(scratch.0.join("vst3/Bedroom.vst3/stale"), "old").unwrap();
        for _ in 0..2 {
            scratch.install("clap", "vst3").unwrap();
            assert_eq!(scratch.read("clap/Bedroom.clap"), "new");
            assert_eq!(scratch.read("vst3/Bedroom.vst3/Contents/file"), "new");
            assert_eq!(scratch.names("clap"), ["Bedroom.clap"]);
            assert_eq!(scratch.names("vst3"), ["Bedroom.vst3"]);
            assert_eq!(scratch.names("vst3/Bedroom.vst3"), ["Contents"]);
        }
    }

    #[test]
    fn a_folder_that_refuses_leaves_everything_as_it_was() {
        let scratch = Scratch::new("refuse");
        fs::create_dir(scratch.0.join("clap")).unwrap();
        fs::write(scratch.0.join("clap/Bedroom.clap"), "old").unwrap();
        // A file where the folder should be: refused even for an administrator.
        fs::write(scratch.0.join("vst3"), "a file").unwrap();
        let error = scratch.install("clap", "vst3").unwrap_err().to_string();
        assert!(
            error.contains("Bedroom.vst3 cannot be installed"),
            "{error}"
        );
        assert_eq!(scratch.read("clap/Bedroom.clap"), "old");
        assert_eq!(scratch.names("clap"), ["Bedroom.clap"]);
    }

    #[test]
    fn a_second_swap_that_fails_takes_the_first_one_back() {
        let scratch = Scratch::new("undo");
        fs::create_dir(scratch.0.join("clap")).unwrap();
        fs::write(scratch.0.join("clap/Bedroom.clap"), "old").unwrap();
        let path = |name: &str| scratch.0.join(name);
        let staged = stage(&path("built/Bedroom.clap"), &path("clap")).unwrap();
        swap(&staged).unwrap();
        assert_eq!(scratch.read("clap/Bedroom.clap"), "new");
        undo(&staged);
        assert_eq!(scratch.read("clap/Bedroom.clap"), "old");
        assert_eq!(scratch.names("clap"), ["Bedroom.clap"]);
    }
}
