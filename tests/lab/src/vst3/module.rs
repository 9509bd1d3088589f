//! A VST3 bundle on Linux.

use std::env::consts::ARCH;
use std::ffi::c_void;
use std::mem;
use std::path::Path;

use libloading::Library;
use vst3::ComPtr;
use vst3::Steinberg::{IPluginFactory, IPluginFactoryTrait, PClassInfo};

use super::{Plugin, Vst3Error};

/// A loaded module. It stays loaded to the end of the process, as in most hosts.
#[derive(Clone)]
pub struct Module {
    factory: ComPtr<IPluginFactory>,
}

impl Module {
    /// Loads the bundle at `path`. Its code runs from here on: load only what you trust.
    ///
    /// # Errors
    /// [`Vst3Error::NotVst3`].
    pub fn load(path: &Path) -> Result<Self, Vst3Error> {
        let not_vst3 = |reason: String| Vst3Error::NotVst3 {
            path: path.to_owned(),
            reason,
        };
        let name = path.file_stem().unwrap_or_default();
        let mut library = path.join("Contents").join(format!("{ARCH}-linux"));
        library.push(name);
        library.set_extension("so");
        // SAFETY: running code from a file is unsafe by nature; the caller trusts the file. The
        // two functions have the signatures that VST3 gives them, and the library is never unloaded.
        let factory = unsafe {
            let library = Library::new(&library).map_err(|error| not_vst3(error.to_string()))?;
            let entry = library
                .get::<unsafe extern "C" fn(*mut c_void) -> bool>(b"ModuleEntry\0")
                .map_err(|error| not_vst3(error.to_string()))?;
            // A host hands over what dlopen gave it; a plugin of ours has no use for it.
            if !entry(std::ptr::null_mut()) {
                return Err(not_vst3("it refuses to be loaded".to_owned()));
            }
            let factory = library
                .get::<unsafe extern "system" fn() -> *mut IPluginFactory>(b"GetPluginFactory\0")
                .map_err(|error| not_vst3(error.to_string()))?();
            mem::forget(library);
            ComPtr::from_raw(factory)
        };
        let factory = factory.ok_or_else(|| not_vst3("it has no factory".to_owned()))?;
        Ok(Self { factory })
    }

    /// A new instance of the first class. The calling thread becomes its main thread.
    ///
    /// # Errors
    /// [`Vst3Error::Refused`], [`Vst3Error::Missing`].
    pub fn instantiate(&self) -> Result<Plugin, Vst3Error> {
        // SAFETY: a struct of numbers and characters, of which zeros are valid ones.
        let mut class: PClassInfo = unsafe { mem::zeroed() };
        // SAFETY: the factory lives, and `class` is its to fill.
        super::error::check("getClassInfo", unsafe {
            self.factory.getClassInfo(0, &mut class)
        })?;
        Plugin::new(&self.factory, &class.cid)
    }
}
