//! One frame from its lines to what a decoder has of them.

use super::bands::{MAX_BANDS, Partition, Spans};
use super::bandwidth::{bandwidth_hz, host_limit_hz};
use super::budget::Budget;
use super::framing::{Blocks, Framing};
use super::masking::{Hearing, Masking};
use super::numbers::sum_of;
use super::plans::{Plan, Plans};
use super::rate_loop::{Job, Quantised, RateLoop};
use super::report::{Powers, Report};
use super::scale_factors::Steps;
use super::stereo::{self, MidSide};
use super::word_length::Words;
use super::{Coding, Format};
use crate::audio::stage::Spec;
use crate::audio::stages::upload::pulse::{Hop, PulseCoder};

/// The lowest bit rate of MPEG-1 layer III, in kbit/s (ISO/IEC 11172-3, 2.4.2.3).
const LOWEST_MP3_KBPS: f32 = 32.0;

/// How much of the mean demand one frame replaces.
const DEMAND_SHARE: f32 = 0.1;

/// Frames with fewer bits than this cannot afford to say band by band what is middle and side.
const BY_BAND_BITS: f32 = 400.0;

/// How a frame's bits were given to its bands: what a frozen coder holds.
#[derive(Debug, Clone, Copy)]
struct Allocation {
    steps: [Steps; 2],
    words: [Words; 2],
    gain: i32,
    mid_side: MidSide,
    dropped: [[bool; MAX_BANDS]; 2],
}

impl Allocation {
    const NONE: Self = Self {
        steps: [Steps::FLAT; 2],
        words: [Words::NONE; 2],
        gain: 0,
        mid_side: [false; MAX_BANDS],
        dropped: [[false; MAX_BANDS]; 2],
    };
}

/// Codes frames.
pub struct FrameCoder {
    coding: Coding,
    budget: Budget,
    /// The bands below the bandwidth: of long frames, of short ones.
    spans: [Spans; 2],
    lines: [Vec<f32>; 2],
    masking: [Masking; 2],
    hearing: [Hearing; 2],
    quantised: [Quantised; 2],
    rate_loops: [RateLoop; 2],
    pulses: PulseCoder,
    /// The highest frequency that is coded, in Hz.
    bandwidth_hz: f32,
    /// The last allocation, and whether there has been one: of long frames, of short ones.
    allocations: [Allocation; 2],
    is_known: [bool; 2],
    /// The running mean of the frames' perceptual entropy.
    demand: f32,
    powers: Powers,
    report: Report,
}

impl FrameCoder {
    /// For frames of at most `lines`. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(lines: usize) -> Self {
        let none = [0.0; MAX_BANDS];
        Self {
            coding: Coding::default(),
            budget: Budget::default(),
            spans: [Spans::EMPTY; 2],
            lines: [vec![0.0; lines], vec![0.0; lines]],
            masking: [Masking::new(lines), Masking::new(lines)],
            hearing: [Hearing::SILENT; 2],
            quantised: [Quantised::new(lines), Quantised::new(lines)],
            rate_loops: [RateLoop::new(); 2],
            pulses: PulseCoder::new(lines),
            bandwidth_hz: 0.0,
            allocations: [Allocation::NONE; 2],
            is_known: [false; 2],
            demand: 0.0,
            powers: Powers {
                before: none,
                threshold: none,
                after: none,
            },
            report: Report::NONE,
        }
    }

    /// Begins again.
    pub fn start(&mut self) {
        self.budget.reset();
        for masking in &mut self.masking {
            masking.reset();
        }
        self.rate_loops = [RateLoop::new(); 2];
        self.pulses.reset();
        self.allocations = [Allocation::NONE; 2];
        self.is_known = [false; 2];
        self.demand = 0.0;
        self.report = Report::NONE;
    }

    /// Takes what is asked.
    pub fn set(&mut self, plan: &Plan, coding: &Coding, spec: Spec) {
        self.coding = *coding;
        let hop_s = plan.hop as f32 / spec.sample_rate as f32;
        self.budget.set(coding, hop_s);
        let bandwidth = bandwidth_hz(coding).min(host_limit_hz(spec.sample_rate));
        self.bandwidth_hz = bandwidth;
        let cut = |partition: &Partition, line_hz: f32| {
            let lines = (bandwidth / line_hz).round() as usize;
            Spans::new(partition, lines.max(1))
        };
        self.spans = [
            cut(&plan.long_bands, plan.line_hz),
            cut(&plan.short_bands, plan.line_hz * plan.blocks as f32),
        ];
    }

    /// About the last frame.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Codes the frame that `framing` has complete.
    pub fn code(&mut self, plans: &Plans, plan: &Plan, framing: &mut Framing, channels: usize) {
        let blocks = framing.decide(plan, channels);
        self.report.blocks = blocks;
        if framing.is_silent(plan, channels) {
            for channel in 0..channels {
                framing.synthesise_silence(plan, channel);
            }
            let spent = self.budget.overhead as u32;
            self.book(self.budget.bits, spent);
            self.report.survey.silence();
            return;
        }
        for (channel, lines) in self.lines[..channels].iter_mut().enumerate() {
            framing.analyse(plan, channel, blocks, lines);
        }
        let (kind, partition) = match blocks {
            Blocks::Short => (1, &plan.short_bands),
            _ => (0, &plan.long_bands),
        };
        self.listen(partition, kind, channels);
        let of_lines = of_lines(plan, kind);
        let lines = &self.lines[..channels];
        let beyond = &mut self.report.survey.beyond;
        beyond.take(lines, partition, &self.spans[kind], of_lines);
        match self.coding.format {
            Format::Mp3 | Format::Aac => self.code_power_law(plans, partition, kind, channels),
            Format::MiniDisc => self.code_words(kind, channels),
            Format::Opus => self.code_pulses(plan, kind, channels),
        }
        self.tell(of_lines, partition, kind, channels);
        for (channel, lines) in self.lines[..channels].iter_mut().enumerate() {
            clear_beyond(&mut lines[..plan.hop], &self.spans[kind]);
            framing.synthesise(plan, channel, blocks, lines);
        }
    }

    fn listen(&mut self, partition: &Partition, kind: usize, channels: usize) {
        let spans = &self.spans[kind];
        for channel in 0..channels {
            let lines = &self.lines[channel];
            let hearing = &mut self.hearing[channel];
            self.masking[channel].listen(lines, partition, spans, hearing);
        }
        // For the report; middle and side have the same sums.
        let share = 1.0 / channels as f32;
        let mean = |of: fn(&Hearing) -> &[f32; MAX_BANDS], hearing: &[Hearing; 2], b: usize| {
            let channels = hearing[..channels].iter();
            share * channels.map(|hearing| of(hearing)[b]).sum::<f32>()
        };
        for b in 0..spans.all().len() {
            self.powers.before[b] = mean(|hearing| &hearing.energy, &self.hearing, b);
            self.powers.threshold[b] = mean(|hearing| &hearing.threshold, &self.hearing, b);
            self.powers.after[b] = 0.0;
        }
    }

    fn code_power_law(
        &mut self,
        plans: &Plans,
        partition: &Partition,
        kind: usize,
        channels: usize,
    ) {
        let format = self.coding.format;
        let spans = &self.spans[kind];
        let all = spans.all();
        let held = self.coding.frozen && self.is_known[kind];
        let allocation = &mut self.allocations[kind];
        let mut overhead = self.budget.overhead;
        let mut demand = 1.0;
        if channels == 2 {
            if !held {
                let price = stereo::decide(
                    [&self.lines[0], &self.lines[1]],
                    all,
                    &mut self.hearing,
                    format != Format::Mp3 && self.budget.bits > BY_BAND_BITS,
                    &mut allocation.mid_side,
                );
                demand = price.entropy / self.demand.max(1.0);
                if self.demand == 0.0 {
                    self.demand = price.entropy;
                    demand = 1.0;
                }
                self.demand += DEMAND_SHARE * (price.entropy - self.demand);
            }
            stereo::rotate(&mut self.lines, all, &allocation.mid_side);
            let joint = allocation.mid_side[..all.len()].iter();
            let joint = joint.filter(|joint| **joint).count();
            self.report.mid_side = joint as f32 / all.len().max(1) as f32;
            if format == Format::Aac && joint > 0 && joint < all.len() {
                overhead += all.len() as f32;
            }
        } else {
            self.report.mid_side = 0.0;
        }
        let coded = all.last().map_or(0, |span| span.start + span.len);
        let [aim, limit] = self.budget.share(demand);
        for channel in 0..channels {
            self.quantised[channel].take(&self.lines[channel][..coded]);
            if !held {
                let lines = &self.lines[channel];
                let hearing = &self.hearing[channel];
                let share = (self.budget.bits - overhead) / channels as f32;
                allocation.steps[channel] =
                    Steps::new(format, partition, spans, lines, hearing, share);
                overhead += allocation.steps[channel].bits as f32;
            }
        }
        let job = Job {
            format,
            law: &plans.power_law,
            codebook: &plans.codebook,
            spans: all,
            steps: &allocation.steps,
            channels,
        };
        let quantised = &mut self.quantised;
        let bits = if held {
            for (channel, quantised) in quantised[..channels].iter_mut().enumerate() {
                let steps = &allocation.steps[channel];
                quantised.quantise(job.law, all, steps, allocation.gain);
                for (b, span) in all.iter().enumerate() {
                    if allocation.dropped[channel][b] {
                        quantised.drop_band(b, *span);
                    }
                }
            }
            job.bits(quantised)
        } else {
            let room = [aim, limit].map(|bits| (bits - overhead).max(0.0) as u32);
            let (gain, bits) = self.rate_loops[kind].fit(&job, quantised, room);
            allocation.gain = gain;
            for (channel, quantised) in quantised[..channels].iter().enumerate() {
                for b in 0..all.len() {
                    allocation.dropped[channel][b] = quantised.is_zero(b);
                }
            }
            bits
        };
        let louder = most_louder(&self.coding);
        for (channel, quantised) in quantised[..channels].iter().enumerate() {
            let lines = &mut self.lines[channel];
            for (b, span) in all.iter().enumerate() {
                let part = span.start..span.start + span.len;
                let step = allocation.steps[channel].relative[b] + allocation.gain;
                let values = &quantised.values[part.clone()];
                let lines = &mut lines[part];
                let step = match louder.filter(|_| !held) {
                    Some(most) => plans.power_law.no_louder(values, step, lines, most),
                    None => step,
                };
                self.powers.after[b] += plans.power_law.restore(values, step, lines);
            }
        }
        if channels == 2 {
            stereo::rotate(&mut self.lines, all, &allocation.mid_side);
        }
        self.is_known[kind] = true;
        self.book(limit, bits + overhead as u32);
    }

    /// ATRAC's way: each channel by itself.
    fn code_words(&mut self, kind: usize, channels: usize) {
        let spans = self.spans[kind].all();
        let held = self.coding.frozen && self.is_known[kind];
        let allocation = &mut self.allocations[kind];
        let [_, limit] = self.budget.share(1.0);
        let room = ((limit - self.budget.overhead) / channels as f32) as u32;
        let mut spent = self.budget.overhead as u32;
        for channel in 0..channels {
            let words = &mut allocation.words[channel];
            let lines = &mut self.lines[channel];
            if !held {
                spent += words.fit(lines, spans, &self.hearing[channel], room);
            }
            words.code(lines, spans, &mut self.powers.after);
        }
        if held {
            spent = self.report.spent_bits;
        }
        self.is_known[kind] = true;
        self.report.mid_side = 0.0;
        self.book(limit, spent);
    }

    /// Opus's way: its pulses keep their own accounts, and know no reservoir.
    fn code_pulses(&mut self, plan: &Plan, kind: usize, channels: usize) {
        let hop = Hop {
            line_hz: plan.line_hz,
            budget_bits: self.budget.bits as u32,
            blocks: if kind == 1 { plan.blocks } else { 1 },
            bandwidth_hz: self.bandwidth_hz,
            mono: channels == 1,
            frozen: self.coding.frozen,
        };
        let [left, right] = &mut self.lines;
        let [left, right] = [&mut left[..plan.hop], &mut right[..plan.hop]];
        if channels == 1 {
            right.copy_from_slice(left);
        }
        let spent = self.pulses.code([left, right], &hop);
        for lines in &self.lines[..channels] {
            for (b, span) in self.spans[kind].all().iter().enumerate() {
                let lines = &lines[span.start..span.start + span.len];
                self.powers.after[b] += sum_of(lines, |x| x * x);
            }
        }
        self.report.mid_side = 0.0;
        self.book(self.budget.bits, spent);
    }

    fn book(&mut self, limit: f32, spent: u32) {
        self.report.spent_bits = spent;
        self.report.budget_bits = limit as u32;
        self.budget.spend(spent);
    }

    fn tell(&mut self, of_lines: [f32; 2], partition: &Partition, kind: usize, channels: usize) {
        for after in &mut self.powers.after[..self.spans[kind].all().len()] {
            *after /= channels as f32;
        }
        let survey = &mut self.report.survey;
        survey.take(partition, &self.spans[kind], of_lines, &self.powers);
    }
}

/// How far the lines of long or short blocks stand apart, in Hz, and what makes the power of a
/// full-scale sine of the sum of their squares 1.
fn of_lines(plan: &Plan, kind: usize) -> [f32; 2] {
    let blocks = if kind == 1 { plan.blocks } else { 1 };
    // Σ X² / N is the mean square; a full-scale sine's is 1/2.
    [plan.line_hz * blocks as f32, 2.0 / plan.hop as f32]
}

/// The energy by which a band may come back louder. LAME does not mind at its rates (its generations
/// are the measure of MP3's); below them, twenty generations would be louder by 11 dB, and AAC's at its
/// own rate by 3 LU.
fn most_louder(coding: &Coding) -> Option<f32> {
    match coding.format {
        Format::Mp3 if coding.bit_rate >= LOWEST_MP3_KBPS => None,
        Format::Mp3 => Some(2.0),
        _ => Some(1.5),
    }
}

/// Silences the lines that no band holds.
fn clear_beyond(lines: &mut [f32], spans: &Spans) {
    let mut end = 0;
    for span in spans.all() {
        lines[end..span.start].fill(0.0);
        end = span.start + span.len;
    }
    lines[end..].fill(0.0);
}
