//! Lock-free views of the sound for the editor: the audio thread writes, the editor reads.
//!
//! Levels are single floats in atomics. Waveform and spectrum frames go through triple buffers,
//! where neither side ever waits for the other.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use atomic_float::AtomicF32;
use triple_buffer::{Input, Output, triple_buffer};

use super::Chain;
pub use super::insight::{Coded, Insight};
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};

/// Columns in a waveform view.
pub const COLUMNS: usize = 320;
/// How much time a column stands for.
const COLUMN_MS: f64 = 8.0;
/// Samples in a spectrum window.
pub const WINDOW: usize = 4096;
/// A spectrum window is published this often: half of it is new each time.
const HOP: usize = WINDOW / 2;

/// Time constant of the level meter: it reaches 99 % in 300 ms, as a VU meter does
/// (IEC 60268-17).
const VU_S: f64 = 0.065;
/// How fast the peak reading falls back, in dB per second (IEC 60268-10, type I: 20 dB in 1.7 s).
const FALL_DB_PER_S: f64 = 12.0;

/// The two places where the sound is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What came in.
    Input,
    /// What goes out.
    Output,
}

/// Levels of one place as amplitudes, left and right.
#[derive(Debug, Default)]
pub struct Levels {
    /// Mean-square level over about 300 ms, so scaled that a full-scale sine reads 1.
    pub vu: [AtomicF32; 2],
    /// Highest sample, falling back by 12 dB per second.
    pub peak: [AtomicF32; 2],
}

/// The waveform of the last seconds: the lowest and highest sample of each column, oldest first,
/// both channels together.
#[derive(Debug, Clone)]
pub struct Waveform {
    /// What came in.
    pub input: [[f32; 2]; COLUMNS],
    /// What went out.
    pub output: [[f32; 2]; COLUMNS],
}

/// The latest samples of both places, the mean of the channels, oldest first.
#[derive(Debug, Clone)]
pub struct Window {
    /// What came in.
    pub input: [f32; WINDOW],
    /// What went out.
    pub output: [f32; WINDOW],
}

/// What both ends share.
#[derive(Debug, Default)]
struct Shared {
    input: Levels,
    output: Levels,
    sample_rate: AtomicF32,
}

/// The editor's end.
pub struct TapReader {
    shared: Arc<Shared>,
    waveform: Output<Box<Waveform>>,
    window: Output<Box<Window>>,
    insight: Output<Box<Insight>>,
}

impl TapReader {
    /// Levels at a place.
    pub fn levels(&self, place: Place) -> &Levels {
        match place {
            Place::Input => &self.shared.input,
            Place::Output => &self.shared.output,
        }
    }

    /// The newest waveform.
    pub fn waveform(&mut self) -> &Waveform {
        self.waveform.read()
    }

    /// The newest samples.
    pub fn window(&mut self) -> &Window {
        self.window.read()
    }

    /// How things stand in the stages.
    pub fn insight(&mut self) -> &Insight {
        self.insight.read()
    }

    /// Frames per second; 0 before the host has said so.
    pub fn sample_rate(&self) -> f32 {
        self.shared.sample_rate.load(Relaxed)
    }
}

/// The audio thread's end.
pub struct TapWriter {
    shared: Arc<Shared>,
    waveform: Input<Box<Waveform>>,
    window: Input<Box<Window>>,
    insight: Input<Box<Insight>>,
    input: Ballistics,
    output: Ballistics,
    columns: Box<Waveform>,
    samples: Box<Window>,
    column: Column,
    column_frames: usize,
    filled: usize,
    /// The block between `input` and `output`, the mean of its channels.
    mono: [f32; MAX_BLOCK],
}

/// Meter needles of one place.
#[derive(Debug, Clone, Copy, Default)]
struct Ballistics {
    mean_square: [f32; 2],
    peak: [f32; 2],
    rise: f32,
    fall: f32,
}

/// The column being filled.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    frames: usize,
    input: [f32; 2],
    output: [f32; 2],
}

/// Both ends of the views. Allocates.
#[expect(clippy::disallowed_methods, reason = "preparation")]
pub fn taps() -> (TapWriter, TapReader) {
    let shared = Arc::new(Shared::default());
    let columns = Box::new(Waveform {
        input: [[0.0; 2]; COLUMNS],
        output: [[0.0; 2]; COLUMNS],
    });
    let samples = Box::new(Window {
        input: [0.0; WINDOW],
        output: [0.0; WINDOW],
    });
    let (waveform_in, waveform_out) = triple_buffer(&columns);
    let (window_in, window_out) = triple_buffer(&samples);
    let (insight_in, insight_out) = triple_buffer(&Box::default());
    let writer = TapWriter {
        shared: shared.clone(),
        waveform: waveform_in,
        window: window_in,
        insight: insight_in,
        input: Ballistics::default(),
        output: Ballistics::default(),
        columns,
        samples,
        column: Column::default(),
        column_frames: 1,
        filled: HOP,
        mono: [0.0; MAX_BLOCK],
    };
    (
        writer,
        TapReader {
            shared,
            waveform: waveform_out,
            window: window_out,
            insight: insight_out,
        },
    )
}

impl TapWriter {
    /// Fits the meters to a sample rate and clears every view.
    pub fn prepare(&mut self, spec: Spec) {
        self.shared
            .sample_rate
            .store(spec.sample_rate as f32, Relaxed);
        let ballistics = Ballistics {
            rise: (1.0 - (-1.0 / (VU_S * spec.sample_rate)).exp()) as f32,
            fall: 10f64.powf(-FALL_DB_PER_S / 20.0 / spec.sample_rate) as f32,
            ..Ballistics::default()
        };
        self.input = ballistics;
        self.output = ballistics;
        self.column_frames = spec.frames(COLUMN_MS).max(1);
        self.column = Column::default();
        self.filled = HOP;
        self.columns.input.fill([0.0; 2]);
        self.columns.output.fill([0.0; 2]);
        self.samples.input.fill(0.0);
        self.samples.output.fill(0.0);
    }

    /// Looks at a block on its way in.
    pub fn input(&mut self, block: &StereoBlock) {
        self.input.read(block);
        for (mono, (left, right)) in self
            .mono
            .iter_mut()
            .zip(block.left.iter().zip(&*block.right))
        {
            *mono = 0.5 * (left + right);
        }
    }

    /// Looks at the same block on its way out; publishes what has become complete.
    pub fn output(&mut self, block: &StereoBlock) {
        self.output.read(block);
        for n in 0..block.frames() {
            let input = self.mono[n];
            let output = 0.5 * (block.left[n] + block.right[n]);
            self.column.take(input, output);
            if self.column.frames == self.column_frames {
                self.finish_column();
            }
            self.samples.input[self.filled] = input;
            self.samples.output[self.filled] = output;
            self.filled += 1;
            if self.filled == WINDOW {
                self.finish_window();
            }
        }
        self.input.publish(&self.shared.input);
        self.output.publish(&self.shared.output);
    }

    /// Looks into the chain that the block went through.
    pub fn look(&mut self, chain: &Chain) {
        chain.look(self.insight.input_buffer_mut());
        self.insight.publish();
    }

    /// Publishes the window and keeps its newer half as the next one's older half.
    fn finish_window(&mut self) {
        self.window.input_buffer_mut().clone_from(&self.samples);
        self.window.publish();
        self.samples.input.copy_within(HOP.., 0);
        self.samples.output.copy_within(HOP.., 0);
        self.filled = HOP;
    }

    fn finish_column(&mut self) {
        self.columns.input.copy_within(1.., 0);
        self.columns.output.copy_within(1.., 0);
        self.columns.input[COLUMNS - 1] = self.column.input;
        self.columns.output[COLUMNS - 1] = self.column.output;
        self.column = Column::default();
        self.waveform.input_buffer_mut().clone_from(&self.columns);
        self.waveform.publish();
    }
}

impl Column {
    fn take(&mut self, input: f32, output: f32) {
        for (range, sample) in [(&mut self.input, input), (&mut self.output, output)] {
            *range = [range[0].min(sample), range[1].max(sample)];
        }
        self.frames += 1;
    }
}

impl Ballistics {
    fn read(&mut self, block: &StereoBlock) {
        for (channel, samples) in [&*block.left, &*block.right].into_iter().enumerate() {
            let (mut mean_square, mut peak) = (self.mean_square[channel], self.peak[channel]);
            for &sample in samples {
                mean_square += self.rise * (sample * sample - mean_square);
                peak = (peak * self.fall).max(sample.abs());
            }
            // Below any meter's scale: end the decay before it becomes denormal.
            self.mean_square[channel] = if mean_square < 1e-20 {
                0.0
            } else {
                mean_square
            };
            self.peak[channel] = if peak < 1e-10 { 0.0 } else { peak };
        }
    }

    fn publish(&self, levels: &Levels) {
        for channel in 0..2 {
            levels.vu[channel].store((2.0 * self.mean_square[channel]).sqrt(), Relaxed);
            levels.peak[channel].store(self.peak[channel], Relaxed);
        }
    }
}
