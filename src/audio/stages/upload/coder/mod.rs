//! The transform coder: what MP3, AAC and MiniDisc do to a sound, and the frames of Opus.
//!
//! It is an encoder and its decoder without the stream of bits between them: MDCT with window
//! switching, a psychoacoustic model, joint stereo, quantisers whose output is counted by real prefix
//! codes against a real budget, a bit reservoir, and each encoder's ladder of bandwidths and sample
//! rates. Pre-echo, birdies and bands that drop out come from the budget alone.
//!
//! Not modelled: MP3's hybrid filter bank (its 32 bands alias into each other), AAC's noise shaping
//! in time and noise substitution, intensity stereo, ATRAC's three bands; encoders' look-ahead, see
//! [`framing`].
//! Latency: two hops, exact; of Opus, whose windows overlap little, a hop and 2.5 ms. Sources are at
//! the equations.

mod attack;
mod bands;
mod bandwidth;
mod budget;
mod codebook;
#[cfg(test)]
mod figures;
mod frame;
mod framing;
mod layout;
mod masking;
mod numbers;
mod plans;
mod power_law;
mod rate_loop;
mod report;
mod scale_factors;
mod sections;
mod stereo;
#[cfg(test)]
mod tests;
mod transform;
mod window;
mod word_length;

use std::sync::Arc;

pub use layout::Layout;
pub use plans::Plans;
pub use report::{Report, Survey};

use crate::audio::stage::{Spec, StereoBlock};
use frame::FrameCoder;
use framing::Framing;
use layout::FRAMES;

/// The lowest and the highest bit rate in kbit/s.
pub const BIT_RATES: [f32; 2] = [1.0, 320.0];

/// Whose way of coding it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// MPEG-1 and -2 layer III, as LAME writes it at a constant bit rate.
    #[default]
    Mp3,
    /// AAC-LC.
    Aac,
    /// ATRAC1.
    MiniDisc,
    /// CELT.
    Opus,
}

impl Format {
    /// How many short blocks a frame may be cut into.
    const fn short_blocks(self) -> usize {
        match self {
            Self::Mp3 => 3,
            Self::MiniDisc => 4,
            Self::Aac | Self::Opus => 8,
        }
    }
}

/// What is asked of a coder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coding {
    /// Whose way.
    pub format: Format,
    /// kbit/s of all channels together, within [`BIT_RATES`].
    pub bit_rate: f32,
    /// Both channels as one: their mean.
    pub mono: bool,
    /// The encoder's own sample rate in Hz; none: that which it picks for the bit rate.
    pub codec_rate: Option<f32>,
    /// The last frame's allocation is used for all that follow, whatever it costs.
    pub frozen: bool,
}

impl Default for Coding {
    fn default() -> Self {
        Self {
            format: Format::Mp3,
            bit_rate: 128.0,
            mono: false,
            codec_rate: None,
            frozen: false,
        }
    }
}

/// One generation of coding and decoding.
pub struct Coder {
    spec: Spec,
    plans: Arc<Plans>,
    /// Where in a hop it begins, 0 to 1.
    offset: f64,
    coding: Coding,
    layout: Layout,
    framing: Framing,
    frames: FrameCoder,
}

impl Coder {
    /// Begins with [`Coding::default`]. Each `generation` cuts its frames elsewhere. Allocates.
    pub fn new(spec: Spec, plans: &Arc<Plans>, generation: usize) -> Self {
        // Multiples of the golden ratio are the most evenly spread.
        let offset = (generation as f64 * 0.618_033_988_749_895).fract();
        let coding = Coding::default();
        let mut coder = Self {
            spec,
            plans: Arc::clone(plans),
            offset,
            coding,
            layout: Layout::of(&coding, spec),
            framing: Framing::new(spec, plans),
            frames: FrameCoder::new(plans.longest_hop()),
        };
        coder.start(&coding);
        coder
    }

    /// The longest delay of any layout, in frames.
    pub fn max_delay(spec: Spec) -> usize {
        FRAMES
            .iter()
            .map(|frame| 2 * frame.hop(spec))
            .max()
            .unwrap_or(0)
    }

    /// Begins again, in a new layout.
    pub fn start(&mut self, coding: &Coding) {
        self.layout = Layout::of(coding, self.spec);
        let plan = &self.plans.frames[self.layout.frame];
        self.framing
            .start(plan, (self.offset * plan.hop as f64) as usize);
        self.frames.start();
        self.take(coding);
    }

    /// Takes what may change within a layout; it holds from the next frame on.
    pub fn set(&mut self, coding: &Coding) {
        if *coding != self.coding {
            self.take(coding);
        }
    }

    fn take(&mut self, coding: &Coding) {
        self.coding = *coding;
        self.coding.bit_rate = coding.bit_rate.clamp(BIT_RATES[0], BIT_RATES[1]);
        let plan = &self.plans.frames[self.layout.frame];
        self.frames.set(plan, &self.coding, self.spec);
    }

    /// Frames from input to output, exact.
    pub fn delay(&self) -> usize {
        self.plans.frames[self.layout.frame].delay()
    }

    /// Codes and decodes a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let plans = &self.plans;
        let plan = &plans.frames[self.layout.frame];
        let mut start = 0;
        while start < block.frames() {
            let len = self.framing.remaining(plan).min(block.frames() - start);
            let part = block.part(start, len);
            if self.layout.mono {
                for (left, right) in part.left.iter_mut().zip(part.right.iter()) {
                    *left = 0.5 * (*left + right);
                }
            }
            self.framing.exchange(plan, 0, part.left);
            if self.layout.mono {
                part.right.copy_from_slice(part.left);
            } else {
                self.framing.exchange(plan, 1, part.right);
            }
            if self.framing.advance(plan, len) {
                let channels = if self.layout.mono { 1 } else { 2 };
                self.frames.code(plans, plan, &mut self.framing, channels);
                self.framing.next_hop(plan);
            }
            start += len;
        }
    }

    /// Back to the state after `new`, but for the coding.
    #[cfg(test)]
    pub fn reset(&mut self) {
        let coding = self.coding;
        self.start(&coding);
    }

    /// About the last frame.
    pub fn report(&self) -> &Report {
        self.frames.report()
    }
}
