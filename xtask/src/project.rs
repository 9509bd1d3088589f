//! Where things are: the workspace, its target folder, the framework's source and the bundles.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand};

use crate::Result;

/// The package that is bundled.
pub const PACKAGE: &str = "bedroom";
/// What the bundles are called, as in `bundler.toml`.
pub const NAME: &str = "Bedroom";

/// The workspace as cargo sees it.
pub struct Project {
    metadata: Metadata,
}

impl Project {
    /// Asks cargo, which may fetch dependencies that are not there yet.
    ///
    /// # Errors
    /// When cargo fails; its own message says why.
    pub fn find() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let metadata = MetadataCommand::new()
            .manifest_path(manifest)
            .exec()
            .map_err(|error| format!("Cargo could not describe this workspace: {error}"))?;
        Ok(Self { metadata })
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// Cargo's target folder.
    pub fn target(&self) -> &Path {
        self.metadata.target_directory.as_std_path()
    }

    /// The folder in which the source of the dependency `name`, exactly `version`, lies.
    ///
    /// # Errors
    /// When the workspace does not depend on it.
    pub fn source_of(&self, name: &str, version: &str) -> Result<PathBuf> {
        let package = self.metadata.packages.iter().find(|package| {
            package.name.as_str() == name && package.version.to_string() == version
        });
        let folder = package.and_then(|package| package.manifest_path.parent());
        folder
            .map(|folder| folder.as_std_path().to_owned())
            .ok_or_else(|| format!("{name} {version} is not among the dependencies").into())
    }

    /// Where the CLAP bundle is built: a file, on macOS a folder.
    pub fn clap(&self) -> PathBuf {
        self.bundle("clap")
    }

    /// Where the VST3 bundle is built: a folder.
    pub fn vst3(&self) -> PathBuf {
        self.bundle("vst3")
    }

    fn bundle(&self, extension: &str) -> PathBuf {
        let file = format!("{NAME}.{extension}");
        self.target().join("bundled").join(file)
    }
}
