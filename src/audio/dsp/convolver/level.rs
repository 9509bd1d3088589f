//! One level: partitions of one length, convolved by spectra (overlap-save).
//!
//! The input's spectra are kept, so that each is worked out once; the products of all partitions are
//! summed before one inverse transform for each output (Wefers 2015).

use std::ops::Range;

use super::input::Input;
use super::layout::{Schedule, Shape, TICK};
use super::spectrum::{self, LANES, PAIR, PATHS, Transform};
use super::turn::{self, Plan, Turn};

/// Bins that are multiplied at one go: few enough to spread the work evenly over the ticks, enough to
/// make up for beginning.
const GROUP: usize = 256;

/// What a level holds of a response.
struct Response {
    /// Partition by partition.
    spectra: Vec<f32>,
    /// Partitions that it is long.
    used: usize,
}

/// A period of what is heard.
struct Output {
    channels: [Vec<f32>; 2],
    is_silent: bool,
}

/// Partitions of one length.
pub struct Level {
    shape: Shape,
    schedule: Schedule,
    transform: Transform,
    responses: [Response; 2],
    turn: Turn,
    plan: Plan,
    /// Bins in a plane of a spectrum.
    width: usize,
    /// Spectra of the input, in a ring; older ones stand behind newer ones.
    history: Vec<f32>,
    slots: usize,
    newest: usize,
    /// Of the ring's spectra, newest first, those that are neither older than the last reset nor
    /// part of the silence that lasts.
    sounding: Range<usize>,
    /// Of each response.
    sums: [Vec<f32>; 2],
    playing: Output,
    coming: Output,
}

impl Level {
    /// Allocates; memory that is never written stays untouched.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(shape: Shape) -> Self {
        let width = spectrum::width(shape.partition);
        let slots = shape.partitions(shape.taps.end);
        let response = || Response {
            spectra: vec![0.0; slots * PATHS * width],
            used: 0,
        };
        let output = || Output {
            channels: [vec![0.0; shape.partition], vec![0.0; shape.partition]],
            is_silent: true,
        };
        Self {
            schedule: Schedule::new(&shape),
            transform: Transform::new(shape.partition),
            responses: [response(), response()],
            turn: Turn::default(),
            plan: Plan::default(),
            width,
            history: vec![0.0; slots * PAIR * width],
            slots,
            newest: 0,
            sounding: slots..slots,
            sums: [vec![0.0; PAIR * width], vec![0.0; PAIR * width]],
            playing: output(),
            coming: output(),
            shape,
        }
    }

    /// Forgets what came in and plays `heard`.
    pub fn reset(&mut self, heard: usize) {
        self.snap(heard);
        self.newest = 0;
        self.sounding = self.slots..self.slots;
        self.playing.is_silent = true;
        self.coming.is_silent = true;
    }

    /// Plays `heard` in what is worked out from now on.
    pub fn snap(&mut self, heard: usize) {
        self.turn.snap(heard);
    }

    /// Begins to fade to the other response, `to`.
    pub fn start_turn(&mut self, to: usize) {
        if self.responses.iter().all(|response| response.used == 0) {
            self.turn.snap(to);
        } else {
            self.turn.start();
        }
    }

    /// Whether the other response is needed.
    pub fn is_turning(&self) -> bool {
        self.turn.is_under_way()
    }

    /// What it takes care of.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Says how many partitions of a response are not silent.
    pub fn set_used(&mut self, response: usize, partitions: usize) {
        self.responses[response].used = partitions;
    }

    /// Writes one partition of one path of a response from the path's taps, `gain` times as loud.
    pub fn write(
        &mut self,
        response: usize,
        partition: usize,
        path: usize,
        taps: &[f32],
        gain: f32,
    ) {
        let size = self.shape.partition;
        let spectrum = &mut self.responses[response].spectra[partition * PATHS * self.width..];
        let start = (self.shape.taps.start + partition * size).min(taps.len());
        let end = (start + size).min(self.shape.taps.end).min(taps.len());
        if start == end {
            spectrum[2 * path * self.width..][..2 * self.width].fill(0.0);
        } else {
            // The window is as long as two partitions, and so are the transforms' gains.
            let scale = gain * 0.5 / size as f32;
            self.transform
                .forward([&taps[start..end], &[]], scale, spectrum, 2 * path);
        }
    }

    /// Does the work that is due at a tick, when all frames before it have come in.
    pub fn work(&mut self, tick: u64, input: &Input, fade_frames: usize) {
        let period = self.shape.period();
        let step = (tick % period as u64) as usize;
        let begin = (tick - step as u64) * TICK as u64;
        let at_once = period == 1;
        if step == 0 {
            if !at_once {
                std::mem::swap(&mut self.playing, &mut self.coming);
            }
            self.begin(begin, input, fade_frames);
        }
        for channel in [0, 1] {
            if self.schedule.forward[channel] == step {
                self.forward(channel, begin, input);
            }
        }
        if self.schedule.multiply.contains(&step) {
            self.multiply(step - self.schedule.multiply.start);
        }
        for channel in [0, 1] {
            if self.schedule.inverse[channel] == step {
                self.inverse(channel, fade_frames);
            }
        }
        if at_once {
            std::mem::swap(&mut self.playing, &mut self.coming);
        }
    }

    /// Adds what is heard during a tick.
    pub fn add_to(&self, tick: u64, outputs: &mut [[f32; TICK]; 2]) {
        if self.playing.is_silent {
            return;
        }
        let at = (tick % self.shape.period() as u64) as usize * TICK;
        for (output, channel) in outputs.iter_mut().zip(&self.playing.channels) {
            for (output, &sample) in output.iter_mut().zip(&channel[at..]) {
                *output += sample;
            }
        }
    }

    /// A period begins at `frame`.
    fn begin(&mut self, frame: u64, input: &Input, fade_frames: usize) {
        self.plan = self.turn.plan(frame, fade_frames);
        let is_silent = input.is_silent_for(2 * self.shape.partition);
        if !(is_silent && self.sounding.is_empty()) {
            if self.sounding.is_empty() {
                self.sounding = 0..0;
            }
            self.newest = (self.newest + self.slots - 1) % self.slots;
            self.sounding.start = if is_silent {
                self.sounding.start + 1
            } else {
                0
            };
            self.sounding.end = (self.sounding.end + 1).min(self.slots);
        }
        self.coming.is_silent = self
            .plan
            .responses()
            .all(|response| self.partitions(response).is_empty());
    }

    /// The partitions of a response that something has reached.
    fn partitions(&self, response: usize) -> Range<usize> {
        self.sounding.start..self.sounding.end.min(self.responses[response].used)
    }

    /// Works out the newest spectrum of a channel, whose window ends at `frame`.
    fn forward(&mut self, channel: usize, frame: u64, input: &Input) {
        if self.sounding.is_empty() {
            return;
        }
        let newest = &mut self.history[self.newest * PAIR * self.width..][..PAIR * self.width];
        if self.sounding.start > 0 {
            // Nothing came in, and what comes in next must not wake what stood here before.
            newest.fill(0.0);
        } else {
            let window = input.window(channel, frame, self.shape.partition);
            self.transform.forward(window, 1.0, newest, 2 * channel);
        }
    }

    /// Works out one part of the products.
    fn multiply(&mut self, part: usize) {
        if self.coming.is_silent {
            return;
        }
        let (parts, width) = (self.schedule.multiply.len(), self.width);
        let groups = width.div_ceil(GROUP);
        let border = |group| group * (width / LANES) / groups * LANES;
        for response in self.plan.responses() {
            let partitions = self.partitions(response);
            let sums = &mut self.sums[response];
            if partitions.is_empty() {
                sums.fill(0.0);
            }
            // All partitions of the first bins, then all of the next: the sums stay in the cache, and
            // in every order the same products are added one after the other.
            let products = groups * partitions.len();
            for product in part * products / parts..(part + 1) * products / parts {
                let (group, n) = (product / partitions.len(), product % partitions.len());
                let bins = border(group)..border(group + 1);
                if n == 0 {
                    for plane in sums.chunks_exact_mut(width) {
                        plane[bins.clone()].fill(0.0);
                    }
                }
                let partition = partitions.start + n;
                let slot = (self.newest + partition) % self.slots;
                let inputs = &self.history[slot * PAIR * width..];
                let paths = &self.responses[response].spectra[partition * PATHS * width..];
                spectrum::multiply_add(sums, inputs, paths, width, bins);
            }
        }
    }

    /// Works out what will be heard in a channel.
    fn inverse(&mut self, channel: usize, fade_frames: usize) {
        if self.coming.is_silent {
            return;
        }
        let Plan { heard, fade } = self.plan;
        let coming = &mut self.coming.channels[channel];
        coming.copy_from_slice(self.transform.inverse(&self.sums[heard], 2 * channel));
        if let Some(passed) = fade {
            let other = self.transform.inverse(&self.sums[1 - heard], 2 * channel);
            turn::fade(coming, other, passed, fade_frames);
        }
    }
}
