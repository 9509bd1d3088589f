//! A delay line that is read at any point between its samples.
//!
//! Source: J. O. Smith, "Digital Audio Resampling Home Page", CCRMA (windowed sinc from a table,
//! interpolated linearly).

use super::window::{kaiser, kaiser_beta, sinc};
use crate::audio::stage::{MAX_BLOCK, StereoBlock};

/// Taps of the interpolation kernel.
pub const TAPS: usize = 24;
/// The shortest delay that can be read, in frames: half the kernel lies ahead of the point.
pub const MIN_DELAY: usize = TAPS / 2;

/// Positions between two samples for which the table holds a kernel. Linear interpolation between
/// them leaves an error of about (π/512)²/8 = −106 dB at the Nyquist frequency, less below.
const PHASES: usize = 512;

/// The kernels, one row of [`TAPS`] for each position, shared by all channels.
#[derive(Debug, Clone)]
pub struct Kernel {
    rows: Vec<[f32; TAPS]>,
}

impl Default for Kernel {
    fn default() -> Self {
        Self::new()
    }
}

impl Kernel {
    /// Computes the table. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new() -> Self {
        let beta = kaiser_beta(80.0);
        let half = TAPS as f64 / 2.0;
        let rows = (0..=PHASES)
            .map(|phase| {
                let fraction = phase as f64 / PHASES as f64;
                let row: [f64; TAPS] = std::array::from_fn(|tap| {
                    let x = tap as f64 + 1.0 - half - fraction;
                    sinc(x) * kaiser(x / half, beta)
                });
                // Each row passes a constant exactly.
                let sum: f64 = row.iter().sum();
                row.map(|value| (value / sum) as f32)
            })
            .collect();
        Self { rows }
    }

    /// The kernel for a point.
    #[inline(always)]
    fn at(&self, point: Point) -> [f32; TAPS] {
        let index = point.row as usize;
        let (near, far) = (&self.rows[index], &self.rows[(index + 1).min(PHASES)]);
        let mut taps = [0.0; TAPS];
        for (tap, (near, far)) in taps.iter_mut().zip(near.iter().zip(far)) {
            *tap = near + point.blend * (far - near);
        }
        taps
    }
}

/// Where to read.
#[derive(Debug, Clone, Copy, Default)]
struct Point {
    /// The delay in frames, rounded up.
    whole: u32,
    /// The kernel's row for what it was rounded up by, and how far it is to the next row.
    row: u32,
    blend: f32,
}

impl Point {
    /// The point for a delay, after it is held to the limits.
    #[inline(always)]
    fn of(delay: f64, longest: f64) -> Self {
        let delay = delay.clamp(MIN_DELAY as f64, longest);
        // Rounded up, without the call that `ceil` is where the processor lacks it.
        let below = delay as u32;
        let whole = below + u32::from(f64::from(below) < delay);
        let position = (f64::from(whole) - delay) * PHASES as f64;
        let row = position as u32;
        Self {
            whole,
            row,
            blend: (position - f64::from(row)) as f32,
        }
    }
}

/// Both channels' recent past, read at any delay.
#[derive(Debug, Clone)]
pub struct SincDelay {
    /// The ring, then its first [`TAPS`] samples again, so that any kernel lies in one piece.
    channels: [Vec<f32>; 2],
    length: usize,
    /// Where the next frame is written.
    position: usize,
}

/// A second reading point that is crossfaded with the first: what each is multiplied by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Second<'a> {
    /// Whole frames by which it lags behind the first; negative when it is ahead.
    pub further: f64,
    /// Its own gain at each frame.
    pub gains: &'a [f32],
    /// The first point's gain at each frame.
    pub first_gains: &'a [f32],
}

impl SincDelay {
    /// A line that can be read up to `max_delay` frames back. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(max_delay: usize) -> Self {
        let length = max_delay + TAPS + 1 + MAX_BLOCK;
        let channel = vec![0.0; length + TAPS];
        Self {
            channels: [channel.clone(), channel],
            length,
            position: 0,
        }
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.channels
            .iter_mut()
            .for_each(|channel| channel.fill(0.0));
        self.position = 0;
    }

    /// Replaces each frame by the one `delays` frames before it, each at least [`MIN_DELAY`] and
    /// at most the line's longest; others are held to these limits.
    pub fn process(&mut self, kernel: &Kernel, block: &mut StereoBlock, delays: &[f64]) {
        self.write(block);
        self.read(kernel, block, delays, None);
    }

    /// [`Self::process`] for a delay of whole frames that stands still.
    pub fn process_whole(&mut self, block: &mut StereoBlock, delay: usize) {
        self.write(block);
        let frames = block.frames();
        let start = self.index(frames + delay);
        for (channel, output) in self.channels.iter().zip(block.channels()) {
            if start + frames <= self.length {
                output.copy_from_slice(&channel[start..][..frames]);
            } else {
                let whole = self.length - start;
                output[..whole].copy_from_slice(&channel[start..][..whole]);
                output[whole..].copy_from_slice(&channel[..frames - whole]);
            }
        }
    }

    /// Takes a block in; what is read next counts its delays from this block's frames.
    pub fn write(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let start = self.position;
        for (channel, input) in self.channels.iter_mut().zip(block.channels()) {
            if start >= TAPS && start + frames <= self.length {
                channel[start..][..frames].copy_from_slice(input);
            } else {
                let whole = frames.min(self.length - start);
                channel[start..][..whole].copy_from_slice(&input[..whole]);
                channel[..frames - whole].copy_from_slice(&input[whole..]);
                channel.copy_within(..TAPS, self.length);
            }
        }
        self.position = self.wrap(start + frames);
    }

    /// Reads both channels at the same `delays` before each of the block's frames, which must be
    /// the ones just written.
    pub fn read(
        &self,
        kernel: &Kernel,
        block: &mut StereoBlock,
        delays: &[f64],
        second: Option<Second>,
    ) {
        match second {
            Some(second) => self.both::<true>(kernel, block, delays, second),
            None => self.both::<false>(kernel, block, delays, Second::default()),
        }
    }

    #[inline(always)]
    fn both<const CUT: bool>(
        &self,
        kernel: &Kernel,
        block: &mut StereoBlock,
        delays: &[f64],
        second: Second,
    ) {
        let frames = block.frames();
        let points = self.points(delays);
        for n in 0..frames.min(delays.len()) {
            let (point, written) = (points[n], frames - n);
            let taps = kernel.at(point);
            let mut left = self.at(0, written, point, &taps);
            let mut right = self.at(1, written, point, &taps);
            if CUT {
                let (other, taps) = self.other(kernel, delays[n], second.further);
                let [own, first] = [second.gains[n], second.first_gains[n]];
                left = first * left + own * self.at(0, written, other, &taps);
                right = first * right + own * self.at(1, written, other, &taps);
            }
            block.left[n] = left;
            block.right[n] = right;
        }
    }

    /// [`Self::read`] with a delay for each channel.
    pub fn read_apart(
        &self,
        kernel: &Kernel,
        block: &mut StereoBlock,
        delays: [&[f64]; 2],
        second: Option<Second>,
    ) {
        for (side, output) in block.channels().into_iter().enumerate() {
            match second {
                Some(second) => self.side::<true>(kernel, side, output, delays[side], second),
                None => self.side::<false>(kernel, side, output, delays[side], Second::default()),
            }
        }
    }

    #[inline(always)]
    fn side<const CUT: bool>(
        &self,
        kernel: &Kernel,
        side: usize,
        output: &mut [f32],
        delays: &[f64],
        second: Second,
    ) {
        let frames = output.len();
        let points = self.points(delays);
        for (n, output) in output.iter_mut().enumerate().take(delays.len()) {
            let (point, written) = (points[n], frames - n);
            let mut sample = self.at(side, written, point, &kernel.at(point));
            if CUT {
                let (other, taps) = self.other(kernel, delays[n], second.further);
                sample = second.first_gains[n] * sample
                    + second.gains[n] * self.at(side, written, other, &taps);
            }
            *output = sample;
        }
    }

    /// Sums of `stride` frames of both channels each, the newest first, from the frame that was
    /// written `back` frames before the newest.
    pub fn sums(&self, back: usize, stride: usize, sums: &mut [f32]) {
        let [left, right] = &self.channels;
        let mut end = self.index(back);
        for sum in sums {
            // The `stride` frames before `end`, which may lie across the ring's seam.
            let mut lanes = [0.0f32; 4];
            let mut rest = stride;
            while rest > 0 {
                if end == 0 {
                    end = self.length;
                }
                let run = rest.min(end);
                let range = end - run..end;
                let (left, right) = (&left[range.clone()], &right[range]);
                for (left, right) in left.chunks(4).zip(right.chunks(4)) {
                    for (lane, (left, right)) in lanes.iter_mut().zip(left.iter().zip(right)) {
                        *lane += left + right;
                    }
                }
                end -= run;
                rest -= run;
            }
            *sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        }
    }

    /// The longest delay, in frames.
    fn longest(&self) -> f64 {
        (self.length - TAPS - 1 - MAX_BLOCK) as f64
    }

    /// Where to read for each delay, worked out before the kernels, which would wait for it.
    #[inline(always)]
    fn points(&self, delays: &[f64]) -> [Point; MAX_BLOCK] {
        let longest = self.longest();
        let mut points = [Point::default(); MAX_BLOCK];
        for (point, &delay) in points.iter_mut().zip(delays) {
            *point = Point::of(delay, longest);
        }
        points
    }

    /// The second point and its kernel.
    #[inline(always)]
    fn other(&self, kernel: &Kernel, delay: f64, further: f64) -> (Point, [f32; TAPS]) {
        let point = Point::of(delay + further, self.longest());
        (point, kernel.at(point))
    }

    /// One channel at a point before the frame that was written `written` frames ago, 1 for the
    /// newest.
    #[inline(always)]
    fn at(&self, side: usize, written: usize, point: Point, taps: &[f32; TAPS]) -> f32 {
        let first = self.index(written + point.whole as usize + TAPS / 2 - 1);
        match self.channels[side][first..].first_chunk() {
            Some(samples) => dot(taps, samples),
            None => 0.0,
        }
    }

    /// Where the frame lies that was written `ago` frames ago, 0 for the next one to be written.
    #[inline(always)]
    fn index(&self, ago: usize) -> usize {
        self.wrap(self.position + self.length - ago)
    }

    #[inline(always)]
    fn wrap(&self, index: usize) -> usize {
        if index >= self.length {
            index - self.length
        } else {
            index
        }
    }
}

/// Σ taps·samples, in eight lanes so that it becomes vector code; on its own, because merged with
/// another one it would not.
#[inline(never)]
fn dot(taps: &[f32; TAPS], samples: &[f32; TAPS]) -> f32 {
    let mut sums = [0.0f32; 8];
    for (taps, samples) in taps.chunks_exact(8).zip(samples.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += taps[lane] * samples[lane];
        }
    }
    let mut pairs = [0.0f32; 4];
    for lane in 0..4 {
        pairs[lane] = sums[lane] + sums[lane + 4];
    }
    (pairs[0] + pairs[1]) + (pairs[2] + pairs[3])
}
