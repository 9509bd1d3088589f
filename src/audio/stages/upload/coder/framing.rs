//! Cuts the sound into overlapping frames and joins them again.
//!
//! A frame is two hops long. Its window may be steep where an attack follows, and between two steep
//! slopes the frame may be cut into short blocks (B. Edler, "Codierung von Audiosignalen mit
//! überlappender Transformation und adaptiven Fensterfunktionen", Frequenz 43, 1989). There is no
//! look-ahead beyond the frame: an attack in the part of it that the next frame's short blocks do not
//! reach stays in a long block.

use super::attack::{AttackDetector, PARTS};
use super::plans::{Plan, Plans};
use super::transform::Scratch;
use crate::audio::stage::Spec;

/// Mean square below which a frame is silent: −200 dBFS.
const SILENCE: f32 = 1e-20;

/// How a frame is transformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Blocks {
    /// All at once.
    #[default]
    Long,
    /// All at once, with a steep slope on one side or both.
    Steep,
    /// In several short blocks.
    Short,
}

/// The frames of both channels.
pub struct Framing {
    /// The last two hops that came in.
    input: [Vec<f32>; 2],
    /// The second half of the last frame, to be overlapped.
    overlap: [Vec<f32>; 2],
    /// What is being played.
    output: [Vec<f32>; 2],
    /// A frame on its way back.
    frame: Vec<f32>,
    block: Vec<f32>,
    scratch: Scratch,
    detectors: [AttackDetector; 2],
    /// Frames that a difference spans in the attack detector.
    stride: usize,
    /// Frames of the present hop that have come in.
    position: usize,
    /// Whether the present frame's right slope is steep: the next one's left slope.
    steep: bool,
    /// Whether the next frame is to be cut into short blocks.
    attack_next: bool,
    slopes: [bool; 2],
}

impl Framing {
    /// Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(spec: Spec, plans: &Plans) -> Self {
        let hop = plans.longest_hop();
        let buffers = |length: usize| [vec![0.0; length], vec![0.0; length]];
        Self {
            input: buffers(2 * hop),
            overlap: buffers(hop),
            output: buffers(hop),
            frame: vec![0.0; 2 * hop],
            block: vec![0.0; 2 * hop],
            scratch: Scratch::new(plans.transforms()),
            detectors: [AttackDetector::default(); 2],
            stride: ((spec.sample_rate / 44_100.0).round() as usize).clamp(1, FEWEST_STRIDE),
            position: 0,
            steep: false,
            attack_next: false,
            slopes: [false; 2],
        }
    }

    /// Begins again for `plan`, `position` frames into a hop.
    pub fn start(&mut self, plan: &Plan, position: usize) {
        for channel in 0..2 {
            self.input[channel][..2 * plan.hop].fill(0.0);
            self.overlap[channel][..plan.hop].fill(0.0);
            self.output[channel][..plan.hop].fill(0.0);
            self.detectors[channel].reset();
        }
        self.position = position;
        self.steep = false;
        self.attack_next = false;
    }

    /// Frames until the present hop is complete.
    pub fn remaining(&self, plan: &Plan) -> usize {
        plan.hop - self.position
    }

    /// Takes in and gives out, in place, at most [`Self::remaining`] samples of a channel.
    pub fn exchange(&mut self, plan: &Plan, channel: usize, samples: &mut [f32]) {
        let len = samples.len();
        // The end of the window is 0 where slopes are short: newest samples stand before it.
        let newest = plan.hop - plan.idle + self.position;
        self.input[channel][newest..newest + len].copy_from_slice(samples);
        samples.copy_from_slice(&self.output[channel][self.position..self.position + len]);
    }

    /// Lets `frames` pass, after all channels were exchanged. True when a hop is complete.
    pub fn advance(&mut self, plan: &Plan, frames: usize) -> bool {
        self.position += frames;
        self.position == plan.hop
    }

    /// Whether a complete frame has nothing in it.
    pub fn is_silent(&self, plan: &Plan, channels: usize) -> bool {
        let samples = 2 * plan.hop - plan.idle;
        self.input[..channels].iter().all(|input| {
            let quiet = |x: &f32| x * x < SILENCE;
            input[..samples].iter().all(quiet)
        })
    }

    /// Decides how the complete frame is transformed.
    pub fn decide(&mut self, plan: &Plan, channels: usize) -> Blocks {
        let newest = 2 * plan.hop - plan.idle;
        let found = self.detectors[..channels]
            .iter_mut()
            .zip(&self.input)
            .map(|(detector, input)| {
                // A low-overlap window has room for the difference's reach; others begin later.
                detector.find(&input[..newest], plan.hop, self.stride)
            })
            .fold(0, |all, found| all | found);
        if plan.idle > 0 {
            // All slopes are steep already.
            self.slopes = [true; 2];
            return if found != 0 {
                Blocks::Short
            } else {
                Blocks::Long
            };
        }
        // The next frame's short blocks begin this far into what is new now.
        let reach = (plan.hop - plan.hop / plan.blocks) / 2;
        let early = (reach * PARTS / plan.hop) as u16;
        let is_late = found >> early != 0;
        let left = self.steep;
        let is_short = left && (self.attack_next || found != 0);
        self.steep = is_short || is_late;
        self.attack_next = is_late;
        self.slopes = [left, self.steep];
        match (is_short, left || self.steep) {
            (true, _) => Blocks::Short,
            (false, true) => Blocks::Steep,
            (false, false) => Blocks::Long,
        }
    }

    /// The lines of a complete frame; of short blocks group by group, neighbours side by side.
    pub fn analyse(&mut self, plan: &Plan, channel: usize, blocks: Blocks, lines: &mut [f32]) {
        let input = &self.input[channel];
        if blocks != Blocks::Short {
            let windows = self.slopes.map(|steep| half(plan, steep));
            plan.long.forward(input, windows, lines, &mut self.scratch);
            return;
        }
        let short = plan.short.lines();
        let first = (plan.hop - short) / 2;
        let window = plan.short_half.as_slice();
        let (groups, side) = (plan.short_bands.groups, plan.short_bands.group_blocks);
        for (n, start) in (0..groups * side).map(|n| (n, first + n * short)) {
            let block = &mut self.block[..short];
            plan.short
                .forward(&input[start..], [window; 2], block, &mut self.scratch);
            let group = n / side * side * short;
            for (line, value) in block.iter().enumerate() {
                lines[group + line * side + n % side] = *value;
            }
        }
    }

    /// Takes back a frame's lines; what is complete of the sound is played next.
    pub fn synthesise(&mut self, plan: &Plan, channel: usize, blocks: Blocks, lines: &[f32]) {
        let frame = &mut self.frame[..2 * plan.hop];
        if blocks != Blocks::Short {
            let windows = self.slopes.map(|steep| half(plan, steep));
            plan.long.inverse(lines, windows, frame, &mut self.scratch);
        } else {
            frame.fill(0.0);
            let short = plan.short.lines();
            let first = (plan.hop - short) / 2;
            let window = plan.short_half.as_slice();
            let (groups, side) = (plan.short_bands.groups, plan.short_bands.group_blocks);
            let (gathered, block) = self.block.split_at_mut(short);
            for (n, start) in (0..groups * side).map(|n| (n, first + n * short)) {
                let group = n / side * side * short;
                for (line, value) in gathered.iter_mut().enumerate() {
                    *value = lines[group + line * side + n % side];
                }
                plan.short
                    .inverse(gathered, [window; 2], block, &mut self.scratch);
                for (sum, value) in frame[start..].iter_mut().zip(&block[..2 * short]) {
                    *sum += value;
                }
            }
        }
        let (first, second) = frame.split_at(plan.hop);
        let overlap = &mut self.overlap[channel][..plan.hop];
        let output = &mut self.output[channel][..plan.hop];
        let (ready, early) = output.split_at_mut(plan.hop - plan.idle);
        for ((out, a), b) in ready
            .iter_mut()
            .zip(&first[plan.idle..])
            .zip(&overlap[plan.idle..])
        {
            *out = a + b;
        }
        early.copy_from_slice(&second[..plan.idle]);
        overlap.copy_from_slice(second);
    }

    /// Takes back a frame without a line in it.
    pub fn synthesise_silence(&mut self, plan: &Plan, channel: usize) {
        let overlap = &mut self.overlap[channel][..plan.hop];
        let output = &mut self.output[channel][..plan.hop];
        let (ready, early) = output.split_at_mut(plan.hop - plan.idle);
        ready.copy_from_slice(&overlap[plan.idle..]);
        early.fill(0.0);
        overlap.fill(0.0);
    }

    /// Begins the next hop.
    pub fn next_hop(&mut self, plan: &Plan) {
        for input in &mut self.input {
            input.copy_within(plan.hop..2 * plan.hop, 0);
        }
        self.position = 0;
    }
}

/// The most frames that a difference spans; no hop is shorter.
const FEWEST_STRIDE: usize = 32;

/// The rising half of a long frame's window.
fn half(plan: &Plan, steep: bool) -> &[f32] {
    if steep {
        &plan.steep_half
    } else {
        &plan.long_half
    }
}
