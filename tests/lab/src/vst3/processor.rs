//! The audio thread's side of a plugin.

use std::mem;
use std::ptr;

use vst3::ComPtr;
use vst3::Steinberg::Vst::{
    AudioBusBuffers, AudioBusBuffers__type0, BusDirections_, BusInfo, IAudioProcessor,
    IAudioProcessorTrait, IComponent, IComponentTrait, MediaTypes_, ProcessData, ProcessModes_,
    ProcessSetup, SymbolicSampleSizes_,
};
use vst3::Steinberg::int32;

use super::Vst3Error;
use super::changes::Changes;
use super::error::check;

// The headers' constants have types of their own that differ from those of the parameters.
const AUDIO: int32 = MediaTypes_::kAudio as int32;
const INPUT: int32 = BusDirections_::kInput as int32;
const OUTPUT: int32 = BusDirections_::kOutput as int32;

/// An active plugin at work, with buffers for every channel of every bus. It stops when dropped.
pub struct Processor {
    component: ComPtr<IComponent>,
    processor: ComPtr<IAudioProcessor>,
    frames: usize,
    /// Samples by bus and channel.
    inputs: Vec<Vec<Vec<f32>>>,
    outputs: Vec<Vec<Vec<f32>>>,
}

impl Processor {
    pub(super) fn start(
        component: ComPtr<IComponent>,
        processor: ComPtr<IAudioProcessor>,
        sample_rate: f64,
        frames: usize,
    ) -> Result<Self, Vst3Error> {
        let mut setup = ProcessSetup {
            processMode: ProcessModes_::kRealtime as int32,
            symbolicSampleSize: SymbolicSampleSizes_::kSample32 as int32,
            maxSamplesPerBlock: frames as int32,
            sampleRate: sample_rate,
        };
        // SAFETY: both halves live, and `setup` outlives the call.
        unsafe {
            check("setupProcessing", processor.setupProcessing(&mut setup))?;
            for direction in [INPUT, OUTPUT] {
                let activated = component.activateBus(AUDIO, direction, 0, 1);
                check("activateBus", activated)?;
            }
        }
        let inputs = buffers(&component, INPUT, frames)?;
        let outputs = buffers(&component, OUTPUT, frames)?;
        // SAFETY: both halves live.
        unsafe {
            check("setActive", component.setActive(1))?;
            // The answer is not asked for: VST3 lets it be "not implemented".
            processor.setProcessing(1);
        }
        Ok(Self {
            component,
            processor,
            frames,
            inputs,
            outputs,
        })
    }

    /// Has the plugin process one block of the agreed length, with a value for each of some
    /// parameters: number, frame and normalised value. What goes in is heard on all channels of the
    /// first bus; the answer is the first bus that comes out.
    ///
    /// # Errors
    /// [`Vst3Error::Refused`].
    ///
    /// # Panics
    /// If `input` has another length.
    pub fn process(
        &mut self,
        input: &[f32],
        points: &[(u32, usize, f64)],
    ) -> Result<&[Vec<f32>], Vst3Error> {
        assert_eq!(input.len(), self.frames);
        for channel in self.inputs.iter_mut().take(1).flatten() {
            channel.copy_from_slice(input);
        }
        let changes = Changes::of(points);
        let (mut inputs, mut outputs) = (pointers(&mut self.inputs), pointers(&mut self.outputs));
        let (mut inputs, mut outputs) = (buses(&mut inputs), buses(&mut outputs));
        let mut data = ProcessData {
            processMode: ProcessModes_::kRealtime as int32,
            symbolicSampleSize: SymbolicSampleSizes_::kSample32 as int32,
            numSamples: self.frames as int32,
            numInputs: inputs.len() as int32,
            numOutputs: outputs.len() as int32,
            inputs: inputs.as_mut_ptr(),
            outputs: outputs.as_mut_ptr(),
            inputParameterChanges: changes.as_ptr(),
            outputParameterChanges: ptr::null_mut(),
            inputEvents: ptr::null_mut(),
            outputEvents: ptr::null_mut(),
            processContext: ptr::null_mut(),
        };
        // SAFETY: all that `data` points to outlives the call, and has the sizes that it states.
        check("process", unsafe { self.processor.process(&mut data) })?;
        Ok(self.outputs.first().map_or(&[], Vec::as_slice))
    }
}

impl Drop for Processor {
    fn drop(&mut self) {
        // SAFETY: both halves live.
        unsafe {
            self.processor.setProcessing(0);
            self.component.setActive(0);
        }
    }
}

/// Silence for every channel of every audio bus in a direction.
fn buffers(
    component: &ComPtr<IComponent>,
    direction: int32,
    frames: usize,
) -> Result<Vec<Vec<Vec<f32>>>, Vst3Error> {
    // SAFETY: the component lives, `bus` is its to fill, and zeros are a valid value of it.
    unsafe {
        let count = component.getBusCount(AUDIO, direction);
        let silence = (0..count).map(|index| {
            let mut bus: BusInfo = mem::zeroed();
            let told = component.getBusInfo(AUDIO, direction, index, &mut bus);
            check("getBusInfo", told)?;
            Ok(vec![vec![0.0; frames]; bus.channelCount.max(0) as usize])
        });
        silence.collect()
    }
}

fn pointers(buses: &mut [Vec<Vec<f32>>]) -> Vec<Vec<*mut f32>> {
    let channels = |bus: &mut Vec<Vec<f32>>| bus.iter_mut().map(Vec::as_mut_ptr).collect();
    buses.iter_mut().map(channels).collect()
}

fn buses(pointers: &mut [Vec<*mut f32>]) -> Vec<AudioBusBuffers> {
    let bus = |channels: &mut Vec<*mut f32>| AudioBusBuffers {
        numChannels: channels.len() as int32,
        silenceFlags: 0,
        __field0: AudioBusBuffers__type0 {
            channelBuffers32: channels.as_mut_ptr(),
        },
    };
    pointers.iter_mut().map(bus).collect()
}
