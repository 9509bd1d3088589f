//! The audio thread's side of a plugin.

use clack_extensions::params::PluginParams;
use clack_extensions::tail::TailLength;
use clack_host::events::io::{EventBuffer, OutputEvents};
use clack_host::prelude::{
    AudioPortBuffer, AudioPortBufferType, AudioPorts, InputChannel, StartedPluginAudioProcessor,
    StoppedPluginAudioProcessor,
};

use super::handlers::Handlers;
use super::instance::Extensions;
use super::{AudioPort, Event, HostError, Status};

/// How long a plugin sounds on after its input has fallen silent, as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// At most this many frames.
    Frames(u32),
    Infinite,
}

/// Frames to process, all channels of one length, which may be 0.
pub struct Block<'a> {
    /// What goes into the first input port, left and right.
    pub input: [&'a [f32]; 2],
    /// Where the first output port's sound is put.
    pub output: [&'a mut [f32]; 2],
    /// What goes into the second input port; nothing for silence.
    pub side_chain: Option<[&'a [f32]; 2]>,
}

/// An active plugin that is started. It may be lent to another thread, but not shared.
///
/// It owns a buffer for every channel of every port: what the plugin is handed is always complete.
pub struct Processor {
    started: StartedPluginAudioProcessor<Handlers>,
    extensions: Extensions,
    sample_rate: f64,
    max_frames: usize,
    /// Samples by port and channel.
    inputs: Vec<Vec<Vec<f32>>>,
    outputs: Vec<Vec<Vec<f32>>>,
    input_ports: AudioPorts,
    output_ports: AudioPorts,
    events: EventBuffer,
    frames_so_far: u64,
}

impl Processor {
    pub(super) fn new(
        started: StartedPluginAudioProcessor<Handlers>,
        extensions: Extensions,
        (sample_rate, max_frames): (f64, u32),
        (inputs, outputs): (&[AudioPort], &[AudioPort]),
    ) -> Self {
        let max_frames = max_frames as usize;
        let buffers = |ports: &[AudioPort]| -> Vec<Vec<Vec<f32>>> {
            let channels = ports.iter().map(|port| port.channels as usize);
            channels
                .map(|count| vec![vec![0.0; max_frames]; count])
                .collect()
        };
        let pointers = |ports: &[AudioPort]| {
            let channels = ports.iter().map(|port| port.channels as usize).sum();
            AudioPorts::with_capacity(channels, ports.len())
        };
        Self {
            started,
            extensions,
            sample_rate,
            max_frames,
            inputs: buffers(inputs),
            outputs: buffers(outputs),
            input_ports: pointers(inputs),
            output_ports: pointers(outputs),
            events: EventBuffer::new(),
            frames_so_far: 0,
        }
    }

    pub(super) fn stop(self) -> StoppedPluginAudioProcessor<Handlers> {
        self.started.stop_processing()
    }

    pub(super) fn flush(&mut self, params: &PluginParams, events: &EventBuffer) {
        let mut handle = self.started.plugin_handle();
        params.flush_active(&mut handle, &events.as_input(), &mut OutputEvents::void());
    }

    /// Frames per second.
    pub fn sample_rate(&self) -> f64 {
        self.sample_rate
    }

    /// The longest block that was agreed.
    pub fn max_frames(&self) -> usize {
        self.max_frames
    }

    /// Back to how the plugin stood before the first block; parameters stay.
    pub fn reset(&mut self) {
        self.started.reset();
        self.frames_so_far = 0;
    }

    /// The tail of what was processed last.
    pub fn tail(&mut self) -> Tail {
        let handle = self.started.plugin_handle();
        match self.extensions.tail.map(|tail| tail.get(&handle)) {
            Some(TailLength::Infinite) => Tail::Infinite,
            Some(TailLength::Finite(frames)) => Tail::Frames(frames),
            None => Tail::Frames(0),
        }
    }

    /// Has the plugin process one block, with events at frames within it, in any order. A block of
    /// 0 frames may have events at frame 0.
    ///
    /// A port with one channel takes the left side, and is heard on both; other ports than those
    /// of the block get silence.
    ///
    /// # Errors
    /// [`HostError::UnevenBlock`], [`HostError::BlockTooLong`], [`HostError::EventOutside`] before
    /// the plugin has seen anything; [`HostError::Process`] when it fails.
    pub fn process(&mut self, block: &mut Block, events: &[Event]) -> Result<Status, HostError> {
        let frames = self.check(block, events)?;
        self.events.clear();
        events
            .iter()
            .for_each(|event| event.push_to(&mut self.events));
        self.events.sort();

        let silence = [&[][..]; 2];
        let sources = [block.input, block.side_chain.unwrap_or(silence)];
        let sources = sources.into_iter().chain(std::iter::repeat(silence));
        for (port, sources) in self.inputs.iter_mut().zip(sources) {
            let sources = sources.into_iter().chain(std::iter::repeat(&[][..]));
            for (channel, source) in port.iter_mut().zip(sources) {
                let channel = &mut channel[..frames];
                if source.is_empty() {
                    channel.fill(0.0);
                } else {
                    channel.copy_from_slice(source);
                }
            }
        }
        let status = self.call(frames)?;

        let first = self.outputs.first().map_or(&[][..], Vec::as_slice);
        for (side, output) in block.output.iter_mut().enumerate() {
            match first.get(side).or(first.first()) {
                Some(channel) => output.copy_from_slice(&channel[..frames]),
                None => output.fill(0.0),
            }
        }
        Ok(status)
    }

    /// Hands the first `frames` of all buffers over.
    fn call(&mut self, frames: usize) -> Result<Status, HostError> {
        let inputs = self.inputs.iter_mut().map(|port| AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_input_only(
                port.iter_mut()
                    .map(|channel| InputChannel::variable(&mut channel[..frames])),
            ),
        });
        let outputs = self.outputs.iter_mut().map(|port| AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(
                port.iter_mut().map(|channel| &mut channel[..frames]),
            ),
        });
        let status = self.started.process(
            &self.input_ports.with_input_buffers(inputs),
            &mut self.output_ports.with_output_buffers(outputs),
            &self.events.as_input(),
            &mut OutputEvents::void(),
            Some(self.frames_so_far),
            None,
        );
        self.frames_so_far += frames as u64;
        status.map_err(HostError::Process)
    }

    /// The number of frames in the block, once nothing about it is wrong.
    fn check(&self, block: &Block, events: &[Event]) -> Result<usize, HostError> {
        let frames = block.input[0].len();
        let even = block.input.iter().all(|side| side.len() == frames)
            && block.output.iter().all(|side| side.len() == frames)
            && block
                .side_chain
                .iter()
                .flatten()
                .all(|side| side.len() == frames);
        if !even {
            return Err(HostError::UnevenBlock);
        }
        if frames > self.max_frames {
            return Err(HostError::BlockTooLong {
                frames,
                max_frames: self.max_frames,
            });
        }
        match events.iter().find(|event| event.frame >= frames.max(1)) {
            Some(event) => Err(HostError::EventOutside {
                frame: event.frame,
                frames,
            }),
            None => Ok(frames),
        }
    }
}
