//! Where sound and notes go in and out.

use clack_extensions::audio_ports::{AudioPortFlags, AudioPortInfoBuffer};

use super::Instance;

/// Which side of the plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Input,
    Output,
}

/// A plugin's audio port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioPort {
    pub name: String,
    pub channels: u32,
    /// The port that the sound takes, as against a side-chain.
    pub main: bool,
}

impl Instance {
    /// The audio ports of one side, in the plugin's order.
    pub fn audio_ports(&mut self, direction: Direction) -> Vec<AudioPort> {
        let Some(ports) = self.extensions.audio_ports else {
            return Vec::new();
        };
        let handle = self.plugin.plugin_handle();
        let is_input = direction == Direction::Input;
        let mut buffer = AudioPortInfoBuffer::new();
        let mut all = Vec::new();
        for index in 0..ports.count(&handle, is_input) {
            if let Some(port) = ports.get(&handle, index, is_input, &mut buffer) {
                all.push(AudioPort {
                    name: String::from_utf8_lossy(port.name).into_owned(),
                    channels: port.channel_count,
                    main: port.flags.contains(AudioPortFlags::IS_MAIN),
                });
            }
        }
        all
    }

    /// How many note ports one side has.
    pub fn note_ports(&mut self, direction: Direction) -> u32 {
        let handle = self.plugin.plugin_handle();
        self.extensions.note_ports.map_or(0, |ports| {
            ports.count(&handle, direction == Direction::Input)
        })
    }
}
