//! A `.clap` file and what it holds.

use std::ffi::{CStr, CString};
use std::path::Path;

use clack_host::prelude::{HostInfo, PluginEntry};

use super::{HostError, Instance};

/// A loaded `.clap`. On Linux and Windows the bundle is the library itself, on macOS a folder; a
/// bare library is taken everywhere. It is unloaded when the last clone and instance are gone.
#[derive(Clone)]
pub struct ClapFile {
    entry: PluginEntry,
}

/// How a plugin introduces itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginInfo {
    pub id: String,
    pub name: String,
    pub vendor: String,
    pub version: String,
    pub description: String,
    /// CLAP's keywords, such as `audio-effect`.
    pub features: Vec<String>,
}

impl ClapFile {
    /// Loads the file at `path`. Its code runs from here on: load only what you trust.
    ///
    /// # Errors
    /// [`HostError::NoFile`]; [`HostError::NotClap`] for anything that is no library, is one
    /// without a CLAP entry, or whose entry refuses or offers no plugins.
    pub fn load(path: &Path) -> Result<Self, HostError> {
        if !path.exists() {
            return Err(HostError::NoFile(path.to_owned()));
        }
        let not_clap = |reason: String| HostError::NotClap {
            path: path.to_owned(),
            reason,
        };
        // A bare name would be looked for in the system's library folders.
        let absolute = path
            .canonicalize()
            .map_err(|error| not_clap(error.to_string()))?;
        // SAFETY: running code from a file is unsafe by nature; the caller trusts the file.
        let entry =
            unsafe { PluginEntry::load(absolute) }.map_err(|error| not_clap(error.to_string()))?;
        if entry.get_plugin_factory().is_none() {
            return Err(not_clap("it offers no plugins".to_owned()));
        }
        Ok(Self { entry })
    }

    /// All plugins in the file.
    pub fn plugins(&self) -> Vec<PluginInfo> {
        let factory = self.entry.get_plugin_factory();
        factory
            .iter()
            .flat_map(|factory| factory.plugin_descriptors())
            .map(|descriptor| PluginInfo {
                id: text(descriptor.id()),
                name: text(descriptor.name()),
                vendor: text(descriptor.vendor()),
                version: text(descriptor.version()),
                description: text(descriptor.description()),
                features: descriptor
                    .features()
                    .map(|feature| text(Some(feature)))
                    .collect(),
            })
            .collect()
    }

    /// A new instance of the plugin `id`. The calling thread becomes its main thread.
    ///
    /// # Errors
    /// [`HostError::UnknownPlugin`]; [`HostError::Instantiation`] when the plugin fails.
    pub fn instantiate(&self, id: &str) -> Result<Instance, HostError> {
        let known: Vec<String> = self.plugins().into_iter().map(|info| info.id).collect();
        if !known.iter().any(|one| one == id) {
            return Err(HostError::UnknownPlugin {
                id: id.to_owned(),
                known,
            });
        }
        // Equal to a descriptor's id, hence without a NUL.
        let id = CString::new(id).unwrap_or_default();
        let host = HostInfo::new_from_cstring(
            c"lab".to_owned(),
            c"Bedroom".to_owned(),
            CString::default(),
            c"1".to_owned(),
        );
        Instance::new(&self.entry, &id, &host)
    }
}

fn text(text: Option<&CStr>) -> String {
    text.map(|text| text.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(path: &Path) -> HostError {
        match ClapFile::load(path) {
            Ok(_) => panic!("{} was loaded", path.display()),
            Err(error) => error,
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_file() {
        let missing = Path::new("no such file.clap");
        assert!(matches!(error(missing), HostError::NoFile(path) if path == missing));

        let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let error = error(&text);
        assert!(matches!(&error, HostError::NotClap { path, .. } if *path == text));
        assert!(error.to_string().contains("Cargo.toml"), "{error}");
    }
}
