//! A plugin's editor in a window.

use clack_extensions::gui::{GuiApiType, GuiConfiguration, GuiError, PluginGui, Window as Parent};
use clack_host::prelude::PluginInstance;

use super::handlers::{Handlers, Shared};
use super::{HostError, Requests};
use crate::screen::{Screen, Window};

/// An open editor. It is hidden and destroyed with this value, and its window after it.
pub struct Editor<'f, 's> {
    plugin: &'f mut PluginInstance<Handlers>,
    gui: PluginGui,
    window: Window<'s>,
}

impl<'f, 's> Editor<'f, 's> {
    pub(super) fn open(
        plugin: &'f mut PluginInstance<Handlers>,
        gui: PluginGui,
        screen: &'s Screen,
    ) -> Result<Self, HostError> {
        let embedded = GuiConfiguration {
            api_type: GuiApiType::X11,
            is_floating: false,
        };
        let handle = plugin.plugin_handle();
        if !gui.is_api_supported(&handle, embedded) {
            return Err(HostError::NoEditor);
        }
        gui.create(&handle, embedded).map_err(HostError::Editor)?;
        // A plugin that asks the system itself may refuse a scale.
        let _ = gui.set_scale(&handle, 1.0);
        let window = match gui.get_size(&handle) {
            Some(size) => screen.window([size.width, size.height]).map_err(Into::into),
            None => Err(HostError::Editor(GuiError::CreateError)),
        };
        let window = window.inspect_err(|_| gui.destroy(&handle))?;
        let editor = Self {
            plugin,
            gui,
            window,
        };
        let handle = editor.plugin.plugin_handle();
        let parent = Parent::from_x11_handle(editor.window.id().into());
        // SAFETY: the window is destroyed after the editor, which `drop` sees to.
        unsafe { gui.set_parent(&handle, parent) }
            .and_then(|()| gui.show(&handle))
            .map_err(HostError::Editor)?;
        Ok(editor)
    }

    /// What a main thread does between two events: serves the plugin's wish to be called back, and
    /// gives the editor the size it wants.
    ///
    /// # Errors
    /// [`HostError::Screen`].
    pub fn idle(&mut self) -> Result<(), HostError> {
        if self.plugin.access_shared_handler(Shared::take_callback) {
            self.plugin.call_on_main_thread_callback();
        }
        if let Some(size) = self.plugin.access_shared_handler(Shared::take_wanted_size) {
            self.window.resize([size.width, size.height])?;
        }
        Ok(())
    }

    /// See [`Instance::requests`](super::Instance::requests).
    pub fn requests(&self) -> Requests {
        self.plugin.access_shared_handler(Shared::requests)
    }

    /// The window that it is embedded in.
    pub fn window(&self) -> &Window<'s> {
        &self.window
    }
}

impl Drop for Editor<'_, '_> {
    fn drop(&mut self) {
        let handle = self.plugin.plugin_handle();
        // Nothing depends on it: what is destroyed is hidden.
        let _ = self.gui.hide(&handle);
        self.gui.destroy(&handle);
    }
}
