//! What a host can turn.

use std::ffi::CString;

use clack_extensions::params::{ParamInfoBuffer, ParamInfoFlags, PluginParams};
use clack_host::events::io::{EventBuffer, OutputEvents};
use clack_host::utils::ClapId;

use super::{Event, HostError, Instance, Message};

/// A parameter as the plugin describes it. Values are in CLAP's plain unit, which a framework may
/// well have put into 0 to 1 or into steps: [`Instance::text`] says what they mean.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamInfo {
    pub id: u32,
    pub name: String,
    /// The groups it is in, separated by slashes.
    pub module: String,
    pub min: f64,
    pub max: f64,
    pub default: f64,
    /// Only whole values are meant.
    pub stepped: bool,
    /// A host may record and play its movements.
    pub automatable: bool,
    /// Not meant to be shown.
    pub hidden: bool,
    /// The host's own bypass switch stands for it.
    pub bypass: bool,
}

/// The longest text that a parameter's value may have, in bytes.
const TEXT_BYTES: usize = 256;

impl Instance {
    /// All parameters, in the plugin's order.
    pub fn params(&mut self) -> Vec<ParamInfo> {
        let Some(params) = self.extensions.params else {
            return Vec::new();
        };
        let handle = self.plugin.plugin_handle();
        let mut buffer = ParamInfoBuffer::new();
        let mut all = Vec::new();
        for index in 0..params.count(&handle) {
            let Some(info) = params.get_info(&handle, index, &mut buffer) else {
                continue;
            };
            let has = |flag| info.flags.contains(flag);
            all.push(ParamInfo {
                id: info.id.get(),
                name: String::from_utf8_lossy(info.name).into_owned(),
                module: String::from_utf8_lossy(info.module).into_owned(),
                min: info.min_value,
                max: info.max_value,
                default: info.default_value,
                stepped: has(ParamInfoFlags::IS_STEPPED),
                automatable: has(ParamInfoFlags::IS_AUTOMATABLE),
                hidden: has(ParamInfoFlags::IS_HIDDEN),
                bypass: has(ParamInfoFlags::IS_BYPASS),
            });
        }
        all
    }

    /// Where a parameter stands.
    ///
    /// # Errors
    /// [`HostError::UnknownParam`].
    pub fn value(&mut self, id: u32) -> Result<f64, HostError> {
        let (params, clap_id) = self.param(id)?;
        params
            .get_value(&self.plugin.plugin_handle(), clap_id)
            .ok_or(HostError::UnknownParam(id))
    }

    /// A parameter's value as the plugin prints it, with its unit.
    ///
    /// # Errors
    /// [`HostError::UnknownParam`], [`HostError::NoText`].
    pub fn text(&mut self, id: u32, value: f64) -> Result<String, HostError> {
        let (params, clap_id) = self.param(id)?;
        let mut buffer = [0; TEXT_BYTES];
        let text = params
            .value_to_text(&self.plugin.plugin_handle(), clap_id, value, &mut buffer)
            .map_err(|_| HostError::NoText { id, value })?;
        Ok(String::from_utf8_lossy(text).into_owned())
    }

    /// The value that a text means, or nothing where the plugin cannot read it.
    pub fn parse(&mut self, id: u32, text: &str) -> Option<f64> {
        let (params, clap_id) = self.param(id).ok()?;
        let text = CString::new(text).ok()?;
        params.text_to_value(&self.plugin.plugin_handle(), clap_id, &text)
    }

    /// Turns a parameter between two blocks, or while the plugin is not active. It stands at the
    /// new value at once.
    ///
    /// # Errors
    /// [`HostError::UnknownParam`].
    pub fn set(&mut self, id: u32, value: f64) -> Result<(), HostError> {
        self.set_all(&[(id, value)])
    }

    /// Turns several parameters at once, each by its number.
    ///
    /// # Errors
    /// [`HostError::UnknownParam`]; then none was turned.
    pub fn set_all(&mut self, values: &[(u32, f64)]) -> Result<(), HostError> {
        let mut events = EventBuffer::new();
        for &(id, value) in values {
            self.value(id)?;
            let message = Message::Param { id, value };
            Event { frame: 0, message }.push_to(&mut events);
        }
        let Some(params) = self.extensions.params else {
            return Ok(());
        };
        if let Some(processor) = self.active() {
            processor.flush(&params, &events);
        } else if let Some(mut handle) = self.plugin.inactive_plugin_handle() {
            params.flush(&mut handle, &events.as_input(), &mut OutputEvents::void());
        }
        self.idle();
        Ok(())
    }

    fn param(&self, id: u32) -> Result<(PluginParams, ClapId), HostError> {
        self.extensions
            .params
            .zip(ClapId::from_raw(id))
            .ok_or(HostError::UnknownParam(id))
    }
}
