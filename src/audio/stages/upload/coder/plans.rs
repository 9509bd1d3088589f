//! The transforms, windows and partitions of every frame at one sample rate: made once, shared by
//! all generations.

use std::sync::Arc;

use rustfft::FftPlanner;

use super::Format;
use super::bands::Partition;
use super::codebook::Codebook;
use super::layout::FRAMES;
use super::power_law::PowerLaw;
use super::transform::Transform;
use super::window::Slope;
use crate::audio::stage::Spec;

/// The lowest overlap: CELT's 2.5 ms of 20 ms. Source: RFC 6716, 4.3.7.
const LOW_OVERLAP: usize = 8;

/// Everything of one frame length that does not change.
pub struct Plan {
    /// Frames of one hop, and lines of its long transform.
    pub hop: usize,
    /// How many short blocks a hop may be cut into.
    pub blocks: usize,
    pub long: Transform,
    pub short: Transform,
    /// The rising half of the long window, `hop` values.
    pub long_half: Vec<f32>,
    /// The rising half of a long window with a steep slope, `hop` values.
    pub steep_half: Vec<f32>,
    /// The rising half of a short block's window.
    pub short_half: Vec<f32>,
    /// Frames at each end of the window that are always 0.
    pub idle: usize,
    /// Hz from line to line of the long transform.
    pub line_hz: f32,
    pub long_bands: Partition,
    pub short_bands: Partition,
}

impl Plan {
    fn new(frame: usize, spec: Spec, planner: &mut FftPlanner<f32>) -> Self {
        let format = FRAMES[frame].format;
        let hop = FRAMES[frame].hop(spec);
        let blocks = format.short_blocks();
        let (slope, overlap) = match format {
            Format::Mp3 | Format::MiniDisc => (Slope::Sine, hop),
            Format::Aac => (Slope::KaiserBessel, hop),
            Format::Opus => (Slope::PowerSine, hop / LOW_OVERLAP),
        };
        // AAC's short blocks have a sine here too: KBD pays only where lines are many.
        let short_slope = match format {
            Format::Opus => Slope::PowerSine,
            _ => Slope::Sine,
        };
        let line_hz = spec.sample_rate / (2.0 * hop as f64);
        Self {
            hop,
            blocks,
            long: Transform::new(hop, planner),
            short: Transform::new(hop / blocks, planner),
            long_half: slope.half_window(hop, overlap),
            steep_half: short_slope.half_window(hop, hop / blocks),
            short_half: short_slope.rise(hop / blocks),
            idle: (hop - overlap) / 2,
            line_hz: line_hz as f32,
            long_bands: Partition::long(format, FRAMES[frame].hop_s, line_hz, hop),
            short_bands: Partition::short(format, FRAMES[frame].hop_s, line_hz, hop),
        }
    }

    /// Frames from input to output.
    pub fn delay(&self) -> usize {
        2 * (self.hop - self.idle)
    }
}

/// The plans of every frame at one sample rate, and the tables that all of them use.
pub struct Plans {
    pub(super) frames: Vec<Plan>,
    pub(super) codebook: Codebook,
    pub(super) power_law: PowerLaw,
}

impl Plans {
    /// Plans them all. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new(spec: Spec) -> Arc<Self> {
        let mut planner = FftPlanner::new();
        Arc::new(Self {
            frames: (0..FRAMES.len())
                .map(|frame| Plan::new(frame, spec, &mut planner))
                .collect(),
            codebook: Codebook::new(),
            power_law: PowerLaw::new(),
        })
    }

    /// The longest hop of all.
    pub(super) fn longest_hop(&self) -> usize {
        self.frames.iter().map(|plan| plan.hop).max().unwrap_or(0)
    }

    /// Every transform there is.
    pub(super) fn transforms(&self) -> impl Iterator<Item = &Transform> {
        self.frames
            .iter()
            .flat_map(|plan| [&plan.long, &plan.short])
    }
}
