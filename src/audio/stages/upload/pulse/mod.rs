//! What CELT, the music half of Opus, does to a spectrum: each band keeps its energy and its
//! shape is made of few pulses; where bits run out, bands are folded from below, so that the sound
//! turns to noise and never falls silent.
//!
//! Models: the bands, the prediction and steps of their energies, the allocation by a fixed slope,
//! shapes by pyramid vector quantisation with a count of pulses from the bits, splitting, spreading
//! and folding, mid/side by an angle, intensity at low rates, short blocks. Bits are those of the
//! codewords. Not modelled: the range coder's own loss, the pitch pre-filter, changes of resolution within a band, SILK below 12 kbit/s (its bandwidth is).
//!
//! Source: RFC 6716, §4.3.

mod allocation;
mod bands;
mod boost;
mod codebook;
mod energy;
mod hop_shapes;
mod power;
mod search;
mod shape;
mod spread;
#[cfg(test)]
mod tests;

use allocation::Plan;
use bands::{BANDS, Layout};
use energy::Energy;
use hop_shapes::{HopShapes, Ways};
use power::power;
use shape::{Shaper, normalise};

/// Bits of a hop for what is not modelled: the packet's first byte, flags of transients and
/// silence, spreading, slope, the last coded band and where intensity begins.
const HEADER_BITS: f32 = 22.0;
/// Bands by which left and right are compared with mid and side.
const COMPARED: usize = 13;
/// A line is not taken larger than this: its square must stay a number.
const LARGEST: f32 = 1e15;
/// Below this all is silence.
const SMALLEST: f32 = 1e-9;

/// How one hop is to be coded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hop {
    /// Half the sample rate over the count of lines of the hop, in Hz, for long and short blocks
    /// alike.
    pub line_hz: f32,
    /// The most bits it may take.
    pub budget_bits: u32,
    /// 1: one long block. 8: short blocks, interleaved: line `i` of block `b` stands at `8·i + b`.
    pub blocks: usize,
    /// Lines above are silent, in Hz.
    pub bandwidth_hz: f32,
    /// Both channels are coded as one.
    pub mono: bool,
    /// The last hop's bits stay with the bands that had them.
    pub frozen: bool,
}

/// The bandwidth at a bit rate in kbit/s, as an encoder chooses it for music, in Hz.
///
/// Steps through the −10 dB points measured on libopus 1.5 with stereo pink noise: 4.2 kHz at 6
/// kbit/s, 4.0 at 8, 8.4 at 10, 8.3 at 12, 20 from 16 on.
pub fn bandwidth_hz(bit_rate_kbit: f32) -> f32 {
    const STEPS: [(f32, f32, f32); 2] = [(9.0, 4_100.0, 8_350.0), (14.0, 8_350.0, 20_000.0)];
    /// Kilobits over which a step is crossed.
    const CROSSING: f32 = 0.5;
    let mut bandwidth = STEPS[0].1;
    for (rate, from, to) in STEPS {
        let share = ((bit_rate_kbit - rate) / CROSSING + 0.5).clamp(0.0, 1.0);
        bandwidth += share * (to - from);
    }
    bandwidth
}

/// Codes the spectrum of hop after hop.
pub struct PulseCoder {
    energy: Energy,
    shaper: Shaper,
    shapes: HopShapes,
    /// What the last hop was coded like.
    plan: Option<Plan>,
}

impl PulseCoder {
    /// For hops of at most `max_lines` lines. Allocates.
    pub fn new(max_lines: usize) -> Self {
        Self {
            energy: Energy::new(),
            shaper: Shaper::new(),
            shapes: HopShapes::new(max_lines),
            plan: None,
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.energy.reset();
        self.shaper.reset();
        self.plan = None;
    }

    /// Writes over the lines of left and right what a decoder would have of them, and returns the
    /// bits that were spent, at most the budget. The lines may have any scale; both channels have
    /// as many.
    pub fn code(&mut self, lines: [&mut [f32]; 2], hop: &Hop) -> u32 {
        let [left, right] = lines;
        let blocks = hop.blocks.max(1);
        let layout = Layout::new(left.len(), hop.line_hz, hop.bandwidth_hz, blocks);
        let channels = if hop.mono { 1 } else { 2 };
        prepare_lines([&mut *left, &mut *right], &layout, hop.mono);
        let amplitudes = [
            amplitudes(left, &layout),
            if hop.mono {
                [0.0; BANDS]
            } else {
                amplitudes(right, &layout)
            },
        ];
        if hop.budget_bits == 0 || amplitudes.iter().flatten().all(|&a| a < SMALLEST) {
            // One bit says that there is silence.
            left.fill(0.0);
            right.fill(0.0);
            self.energy.reset();
            return hop.budget_bits.min(1);
        }

        let budget = hop.budget_bits as f32;
        let mut bits = budget - HEADER_BITS.min(0.25 * budget);
        let levels = amplitudes.map(|channel| channel.map(|a| a.max(SMALLEST).log2()));
        bits -= self.energy.code_coarse(&levels, channels, layout.end, bits);
        for lines in [&mut *left, &mut *right].into_iter().take(channels) {
            for band in 0..layout.end {
                normalise(&mut lines[layout.range(band)], 1.0);
            }
        }

        let ways = Ways {
            blocks,
            channels,
            joint: if hop.mono {
                0
            } else {
                allocation::intensity_band(bit_rate_kbit(hop))
            },
            dual: !hop.mono && is_dual(left, right, &layout),
        };
        self.follow_tonality(left, &layout);
        let freedom = if ways.dual { 0 } else { ways.joint };
        let boosts = boost::boosts(&levels, channels, layout.end);
        let last = self.plan;
        let plan = match last.filter(|_| hop.frozen) {
            Some(held) => Plan {
                coded: held.coded.min(layout.end),
                ..held
            },
            None => {
                let coded = last.map_or(BANDS, |last| last.coded);
                allocation::plan(&layout, channels, freedom, coded, &boosts, bits)
            }
        };
        self.plan = Some(plan);
        for channel in 0..channels {
            for band in 0..layout.end {
                self.energy.refine(channel, band, plan.fine[band]);
                bits -= plan.fine[band] as f32;
            }
        }
        self.shaper.left = bits.max(0.0);
        self.shapes.code(
            &mut self.shaper,
            [&mut *left, &mut *right],
            &amplitudes,
            &layout,
            &plan,
            &ways,
        );
        self.spend_rest(channels, layout.end, &plan);

        if hop.mono {
            self.energy.copy_left();
            right.copy_from_slice(left);
        }
        for (channel, lines) in [left, right].into_iter().enumerate() {
            for band in 0..layout.end {
                let amplitude = self.energy.amplitude(channel, band);
                for line in &mut lines[layout.range(band)] {
                    *line *= amplitude;
                }
            }
        }
        ((budget - self.shaper.left).ceil() as u32).min(hop.budget_bits)
    }

    /// Takes note of how tonal the hop is.
    fn follow_tonality(&mut self, lines: &[f32], layout: &Layout) {
        let mut sum = 0.0;
        let mut count = 0.0;
        for band in 0..layout.end {
            // Too narrow a band says nothing.
            if layout.width(band) > 8 {
                sum += spread::tonality(&lines[layout.range(band)]);
                count += 1.0;
            }
        }
        if count > 0.0 {
            self.shaper.spread.follow(sum / count);
        }
    }

    /// What the shapes left over makes levels finer: of folded bands first.
    fn spend_rest(&mut self, channels: usize, end: usize, plan: &Plan) {
        let cost = channels as f32;
        for band in (plan.coded..end).chain(0..plan.coded) {
            if self.shaper.left < cost {
                break;
            }
            self.shaper.left -= cost;
            for channel in 0..channels {
                self.energy.refine_once_more(channel, band, plan.fine[band]);
            }
        }
    }
}

/// The bit rate at which each hop has this budget.
fn bit_rate_kbit(hop: &Hop) -> f32 {
    // A hop of N lines lasts 1/(2·line_hz).
    hop.budget_bits as f32 * 2.0 * hop.line_hz * 1e-3
}

/// Bounds the lines that are coded, silences those above, and makes one channel of both in mono.
fn prepare_lines([left, right]: [&mut [f32]; 2], layout: &Layout, mono: bool) {
    for lines in [&mut *left, &mut *right] {
        let (coded, above) = lines.split_at_mut(layout.top());
        for line in coded {
            *line = line.clamp(-LARGEST, LARGEST);
        }
        above.fill(0.0);
    }
    if mono {
        for (left, right) in left.iter_mut().zip(right) {
            *left = 0.5 * (*left + *right);
        }
    }
}

/// The amplitude of each band.
fn amplitudes(lines: &[f32], layout: &Layout) -> [f32; BANDS] {
    std::array::from_fn(|band| power(&lines[layout.range(band)]).sqrt())
}

/// Whether left and right have less to code than mid and side: by the sum of magnitudes, which
/// stands for the bits of a shape (the standard's encoder).
fn is_dual(left: &[f32], right: &[f32], layout: &Layout) -> bool {
    let lines = 0..layout.range(COMPARED - 1).end;
    let count = lines.len() as f32;
    let mut apart = 1e-15;
    let mut together = 1e-15;
    for (l, r) in left[lines.clone()].iter().zip(&right[lines]) {
        apart += l.abs() + r.abs();
        together += (l + r).abs() + (l - r).abs();
    }
    // Mid and side also have the angles to code, as much as one line a band.
    (2.0 * count + COMPARED as f32) * std::f32::consts::FRAC_1_SQRT_2 * together
        > 2.0 * count * apart
}
