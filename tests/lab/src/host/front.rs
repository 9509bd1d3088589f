//! The main thread's part of a plugin at work.

use clack_host::prelude::PluginInstance;

use super::handlers::{Handlers, Shared};
use super::instance::Extensions;
use super::{Editor, HostError, Instance, Processor, Requests};
use crate::screen::Screen;

/// What the main thread may do while the audio thread has the [`Processor`].
pub struct Front<'i> {
    plugin: &'i mut PluginInstance<Handlers>,
    extensions: Extensions,
}

impl Instance {
    /// The audio thread's part and the main thread's, for use at the same time.
    ///
    /// # Errors
    /// [`HostError::NotActive`].
    pub fn split(&mut self) -> Result<(&mut Processor, Front<'_>), HostError> {
        let processor = self.processor.as_mut().ok_or(HostError::NotActive)?;
        let front = Front {
            plugin: &mut self.plugin,
            extensions: self.extensions,
        };
        Ok((processor, front))
    }
}

impl Front<'_> {
    /// See [`Instance::idle`].
    pub fn idle(&mut self) {
        if self.plugin.access_shared_handler(Shared::take_callback) {
            self.plugin.call_on_main_thread_callback();
        }
    }

    /// See [`Instance::requests`].
    pub fn requests(&self) -> Requests {
        self.plugin.access_shared_handler(Shared::requests)
    }

    /// Opens the editor in a window of its own on `screen`, at a scale of 1.
    ///
    /// # Errors
    /// [`HostError::NoEditor`], [`HostError::Editor`] when the plugin fails at it,
    /// [`HostError::Screen`].
    pub fn open_editor<'f, 's>(
        &'f mut self,
        screen: &'s Screen,
    ) -> Result<Editor<'f, 's>, HostError> {
        let gui = self.extensions.gui.ok_or(HostError::NoEditor)?;
        Editor::open(self.plugin, gui, screen)
    }
}
