//! Lock-free views of the sound for the editor: the audio thread writes, the editor reads.
//!
//! Levels are single floats in atomics. Spectrum frames go through triple buffers,
//! where neither side ever waits for the other. What was played goes through a ring, without a gap.
//!
//! All but the levels is there only for as long as somebody watches: an editor that is closed costs
//! next to nothing.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use atomic_float::AtomicF32;
use triple_buffer::{Input, Output, triple_buffer};

use super::Chain;
pub use super::insight::{Coded, Insight};
pub use super::played::{CAPACITY, PlayedReader};
use super::played::{PlayedWriter, played};
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};
pub use crate::audio::stages::tape::View as TapeView;
pub use crate::audio::stages::upload::Survey;

/// Samples in a spectrum window.
pub const WINDOW: usize = 4096;
/// A spectrum window is published this often: half of it is new each time.
const HOP: usize = WINDOW / 2;
/// How long the views go on after the last look, in seconds of sound: longer than the host's window
/// may stand still, so that no sample is lost to it.
const WATCHED_S: f32 = 2.0;
/// What is around a stage is published this often, in seconds: as often as an editor draws.
const AROUND_S: f64 = 0.016;

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

/// The latest samples of both places, the mean of the channels, oldest first.
#[derive(Debug, Clone)]
pub struct Window {
    /// What came in.
    pub input: [f32; WINDOW],
    /// What went out.
    pub output: [f32; WINDOW],
}

impl Window {
    /// Nothing but silence.
    pub const SILENT: Self = Self {
        input: [0.0; WINDOW],
        output: [0.0; WINDOW],
    };
}

/// The latest samples before and after some stages, on or off. What is before a stage is as late as
/// what is after it.
#[derive(Debug, Clone)]
pub struct Around {
    /// The studio.
    pub studio: Window,
    /// The upload.
    pub upload: Window,
}

/// What both ends share.
#[derive(Debug, Default)]
struct Shared {
    input: Levels,
    output: Levels,
    sample_rate: AtomicF32,
    latency: AtomicUsize,
    /// For how many frames the views still go on: the reader winds it up, the writer runs it down.
    watched: AtomicU32,
}

/// The editor's end.
pub struct TapReader {
    shared: Arc<Shared>,
    window: Output<Box<Window>>,
    insight: Output<Box<Insight>>,
    played: PlayedReader,
    around: Output<Box<Around>>,
}

impl TapReader {
    /// Keeps the views coming. Called at every frame that is drawn: when nobody does for two
    /// seconds of sound, all but the levels rests.
    pub fn watch(&self) {
        let frames = WATCHED_S * self.sample_rate();
        self.shared.watched.store(frames as u32, Relaxed);
    }

    /// What went out since it was last read.
    pub fn played(&mut self) -> &mut PlayedReader {
        &mut self.played
    }

    /// Levels at a place.
    pub fn levels(&self, place: Place) -> &Levels {
        match place {
            Place::Input => &self.shared.input,
            Place::Output => &self.shared.output,
        }
    }

    /// The newest samples.
    pub fn window(&mut self) -> &Window {
        self.window.read()
    }

    /// How things stand in the stages.
    pub fn insight(&mut self) -> &Insight {
        self.insight.read()
    }

    /// The newest samples around the stages.
    pub fn around(&mut self) -> &Around {
        self.around.read()
    }

    /// Frames per second; 0 before the host has said so.
    pub fn sample_rate(&self) -> f32 {
        self.shared.sample_rate.load(Relaxed)
    }

    /// What the chain takes from input to output, in frames.
    pub fn latency(&self) -> usize {
        self.shared.latency.load(Relaxed)
    }
}

/// The audio thread's end.
pub struct TapWriter {
    shared: Arc<Shared>,
    window: Input<Box<Window>>,
    insight: Input<Box<Insight>>,
    played: PlayedWriter,
    /// Whether somebody watches the block at hand.
    watched: bool,
    around: Input<Box<Around>>,
    input: Ballistics,
    output: Ballistics,
    samples: Box<Window>,
    filled: usize,
    /// The block between `input` and `output`, the mean of its channels.
    mono: [f32; MAX_BLOCK],
    /// Frames since [`TapWriter::prepare`], and those when the stages were looked around last.
    heard: u64,
    looked: u64,
}

/// Meter needles of one place.
#[derive(Debug, Clone, Copy, Default)]
struct Ballistics {
    mean_square: [f32; 2],
    peak: [f32; 2],
    rise: f32,
    fall: f32,
}

/// Both ends of the views. Allocates.
#[expect(clippy::disallowed_methods, reason = "preparation")]
pub fn taps() -> (TapWriter, TapReader) {
    let shared = Arc::new(Shared::default());
    let samples = Box::new(Window::SILENT);
    let around = Box::new(Around {
        studio: Window::SILENT,
        upload: Window::SILENT,
    });
    let (window_in, window_out) = triple_buffer(&samples);
    let (insight_in, insight_out) = triple_buffer(&Box::default());
    let (played_in, played_out) = played();
    let (around_in, around_out) = triple_buffer(&around);
    let writer = TapWriter {
        shared: shared.clone(),
        window: window_in,
        insight: insight_in,
        played: played_in,
        watched: false,
        around: around_in,
        input: Ballistics::default(),
        output: Ballistics::default(),
        samples,
        filled: HOP,
        mono: [0.0; MAX_BLOCK],
        heard: 0,
        looked: 0,
    };
    (
        writer,
        TapReader {
            shared,
            window: window_out,
            insight: insight_out,
            played: played_out,
            around: around_out,
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
        self.clear();
    }

    /// Clears the window.
    fn clear(&mut self) {
        self.filled = HOP;
        self.heard = 0;
        self.looked = 0;
        self.samples.input.fill(0.0);
        self.samples.output.fill(0.0);
    }

    /// Looks at a block on its way in.
    pub fn input(&mut self, block: &StereoBlock) {
        self.input.read(block);
        self.be_watched(block.frames());
        if !self.watched {
            return;
        }
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
        self.input.publish(&self.shared.input);
        self.output.publish(&self.shared.output);
        if !self.watched {
            return;
        }
        self.played.write(block);
        for n in 0..block.frames() {
            let input = self.mono[n];
            let output = 0.5 * (block.left[n] + block.right[n]);
            self.samples.input[self.filled] = input;
            self.samples.output[self.filled] = output;
            self.filled += 1;
            if self.filled == WINDOW {
                self.finish_window();
            }
        }
        self.heard += block.frames() as u64;
    }

    /// Finds out whether somebody watches the next frames; begins with empty views if nobody did
    /// before.
    fn be_watched(&mut self, frames: usize) {
        let left = self.shared.watched.load(Relaxed);
        let watched = left > 0;
        if watched {
            // A look at this very moment may be overwritten: the next one is in time.
            let left = left.saturating_sub(frames as u32);
            self.shared.watched.store(left, Relaxed);
        }
        if watched && !self.watched {
            self.clear();
        }
        self.watched = watched;
    }

    /// Says what the chain takes from input to output, in frames.
    pub fn latency(&self, frames: usize) {
        self.shared.latency.store(frames, Relaxed);
    }

    /// Looks into the chain that the block went through, and lets it know whether somebody watches.
    pub fn look(&mut self, chain: &mut Chain) {
        chain.watch(self.watched);
        if !self.watched {
            return;
        }
        let rate = f64::from(self.shared.sample_rate.load(Relaxed)).max(1.0);
        let insight = self.insight.input_buffer_mut();
        chain.look(insight);
        insight.played_s = self.heard as f64 / rate;
        let [left, right] = self.output.vu();
        insight.level = left.max(right);
        self.insight.publish();
        if (self.heard - self.looked) as f64 >= AROUND_S * rate {
            self.looked = self.heard;
            chain.look_around(self.around.input_buffer_mut());
            self.around.publish();
        }
    }

    /// Publishes the window and keeps its newer half as the next one's older half.
    fn finish_window(&mut self) {
        self.window.input_buffer_mut().clone_from(&self.samples);
        self.window.publish();
        self.samples.input.copy_within(HOP.., 0);
        self.samples.output.copy_within(HOP.., 0);
        self.filled = HOP;
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

    fn vu(&self) -> [f32; 2] {
        self.mean_square
            .map(|mean_square| (2.0 * mean_square).sqrt())
    }

    fn publish(&self, levels: &Levels) {
        for channel in 0..2 {
            levels.vu[channel].store(self.vu()[channel], Relaxed);
            levels.peak[channel].store(self.peak[channel], Relaxed);
        }
    }
}
