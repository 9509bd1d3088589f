//! A plugin at work.

use std::ffi::CStr;

use clack_extensions::audio_ports::PluginAudioPorts;
use clack_extensions::gui::PluginGui;
use clack_extensions::latency::PluginLatency;
use clack_extensions::note_ports::PluginNotePorts;
use clack_extensions::params::PluginParams;
use clack_extensions::state::PluginState;
use clack_extensions::tail::PluginTail;
use clack_host::prelude::{
    HostInfo, PluginAudioConfiguration, PluginEntry, PluginInstance, PluginInstanceError,
};

use super::handlers::{Handlers, MainThread, Shared};
use super::processor::{Block, Processor, Tail};
use super::{Direction, Event, HostError, RenderPlan, Requests, Status};
use crate::Stereo;

/// An instance of a plugin, bound to the thread that made it.
pub struct Instance {
    /// Stands before the plugin, which must be the last to hold on to itself.
    pub(super) processor: Option<Processor>,
    pub(super) plugin: PluginInstance<Handlers>,
    pub(super) extensions: Extensions,
}

/// What the plugin offers; none of them is a must.
#[derive(Clone, Copy)]
pub(super) struct Extensions {
    pub params: Option<PluginParams>,
    pub audio_ports: Option<PluginAudioPorts>,
    pub note_ports: Option<PluginNotePorts>,
    pub latency: Option<PluginLatency>,
    pub tail: Option<PluginTail>,
    pub state: Option<PluginState>,
    pub gui: Option<PluginGui>,
}

impl Instance {
    pub(super) fn new(entry: &PluginEntry, id: &CStr, host: &HostInfo) -> Result<Self, HostError> {
        let plugin = PluginInstance::<Handlers>::new(
            |_| Shared::default(),
            |shared| MainThread(shared),
            entry,
            id,
            host,
        )
        .map_err(HostError::Instantiation)?;
        let handle = plugin.plugin_shared_handle();
        let extensions = Extensions {
            params: handle.get_extension(),
            audio_ports: handle.get_extension(),
            note_ports: handle.get_extension(),
            latency: handle.get_extension(),
            tail: handle.get_extension(),
            state: handle.get_extension(),
            gui: handle.get_extension(),
        };
        Ok(Self {
            processor: None,
            plugin,
            extensions,
        })
    }

    /// Gets the plugin ready to process blocks of up to `max_frames`, and starts it. An active
    /// plugin is deactivated first.
    ///
    /// # Errors
    /// [`HostError::Activation`] when the plugin refuses, or `max_frames` is 0, which CLAP forbids.
    pub fn activate(&mut self, sample_rate: f64, max_frames: u32) -> Result<(), HostError> {
        self.deactivate();
        let refused = |reason| HostError::Activation {
            sample_rate,
            max_frames,
            reason,
        };
        if max_frames == 0 {
            return Err(refused(PluginInstanceError::ActivationFailed));
        }
        let configuration = PluginAudioConfiguration {
            sample_rate,
            min_frames_count: 1,
            max_frames_count: max_frames,
        };
        let stopped = self
            .plugin
            .activate(|_, _| (), configuration)
            .map_err(refused)?;
        let started = match stopped.start_processing() {
            Ok(started) => started,
            Err(error) => {
                self.plugin.deactivate(error.into_stopped_processor());
                return Err(refused(PluginInstanceError::StartProcessingFailed));
            }
        };
        let inputs = self.audio_ports(Direction::Input);
        let outputs = self.audio_ports(Direction::Output);
        self.processor = Some(Processor::new(
            started,
            self.extensions,
            (sample_rate, max_frames),
            (&inputs, &outputs),
        ));
        self.idle();
        Ok(())
    }

    /// Stops and deactivates the plugin, if it is active.
    pub fn deactivate(&mut self) {
        if let Some(processor) = self.processor.take() {
            self.plugin.deactivate(processor.stop());
        }
    }

    /// Whether the plugin is active.
    pub fn is_active(&self) -> bool {
        self.processor.is_some()
    }

    /// The part that belongs to the audio thread.
    ///
    /// # Errors
    /// [`HostError::NotActive`].
    pub fn processor(&mut self) -> Result<&mut Processor, HostError> {
        self.processor.as_mut().ok_or(HostError::NotActive)
    }

    pub(super) fn active(&mut self) -> Option<&mut Processor> {
        self.processor.as_mut()
    }

    /// Serves the plugin's wish to be called back on the main thread, if it has one.
    pub fn idle(&mut self) {
        if self.plugin.access_shared_handler(Shared::take_callback) {
            self.plugin.call_on_main_thread_callback();
        }
    }

    /// What the plugin has asked for so far.
    pub fn requests(&self) -> Requests {
        self.plugin.access_shared_handler(Shared::requests)
    }

    /// Frames from input to output, as the plugin says.
    pub fn latency(&mut self) -> u32 {
        let handle = self.plugin.plugin_handle();
        self.extensions
            .latency
            .map_or(0, |latency| latency.get(&handle))
    }

    /// See [`Processor::tail`].
    ///
    /// # Errors
    /// [`HostError::NotActive`].
    pub fn tail(&mut self) -> Result<Tail, HostError> {
        Ok(self.processor()?.tail())
    }

    /// See [`Processor::reset`].
    ///
    /// # Errors
    /// [`HostError::NotActive`].
    pub fn reset(&mut self) -> Result<(), HostError> {
        self.processor()?.reset();
        Ok(())
    }

    /// See [`Processor::process`].
    ///
    /// # Errors
    /// [`HostError::NotActive`], and those of [`Processor::process`].
    pub fn process(&mut self, block: &mut Block, events: &[Event]) -> Result<Status, HostError> {
        let status = self.processor()?.process(block, events);
        self.idle();
        status
    }

    /// See [`Processor::render`].
    ///
    /// # Errors
    /// [`HostError::NotActive`], and those of [`Processor::render`].
    pub fn render(
        &mut self,
        input: &Stereo,
        plan: &RenderPlan,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Stereo, HostError> {
        let output = self.processor()?.render(input, plan, progress);
        self.idle();
        output
    }

    /// All that the plugin wants to be kept in a session.
    ///
    /// # Errors
    /// [`HostError::Save`] when the plugin fails or keeps nothing.
    pub fn save_state(&mut self) -> Result<Vec<u8>, HostError> {
        let state = self.extensions.state.ok_or(HostError::Save)?;
        let mut bytes = Vec::new();
        state
            .save(&self.plugin.plugin_handle(), &mut bytes)
            .map_err(|_| HostError::Save)?;
        Ok(bytes)
    }

    /// Puts the plugin into a state that was saved.
    ///
    /// # Errors
    /// [`HostError::Load`] when the plugin refuses it.
    pub fn load_state(&mut self, bytes: &[u8]) -> Result<(), HostError> {
        let state = self.extensions.state.ok_or(HostError::Load)?;
        let mut reader = bytes;
        let loaded = state.load(&self.plugin.plugin_handle(), &mut reader);
        self.idle();
        loaded.map_err(|_| HostError::Load)
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.deactivate();
    }
}
