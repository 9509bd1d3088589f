//! Sampling through an old converter and back: an anti-alias filter, a slow clock, few bits, and a
//! hold whose images nobody filtered away.
//!
//! The clock runs free of the host's: the input is read between its samples wherever the clock
//! strikes ([`SincDelay`]), and the hold's steps are placed there again, band-limited
//! ([`staircase`]). Level: full scale of the converter is −6 dBFS, so that music at 0 VU uses its
//! upper bits; it clips hard. Not modelled: the clock's jitter, the sample-and-hold's droop, the
//! time-slot crosstalk of voices that share a converter, companding.
//! Rates and word lengths are the published ones of the E-mu SP-1200 (26.04 kHz, 12 bits linear) and
//! of home computers around 1990 (22.05 kHz, 8 bits); filters and unevenness are by ear.

use std::sync::Arc;

use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::sinc::{Kernel, MIN_DELAY, SincDelay};
use crate::audio::dsp::tick::Ticker;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};

mod anti_alias;
mod machine;
mod quantiser;
mod reconstruction;
mod staircase;
#[cfg(test)]
mod tests;

pub use machine::{Conversion, Machine};

use anti_alias::AntiAlias;
use quantiser::Quantiser;
use reconstruction::Reconstruction;
use staircase::{Staircase, StepTable};

/// How long clock and word length take to another value, in ms: short, but no click.
const RAMP_MS: f64 = 30.0;
/// The golden ratio's fraction: the clocks of several generations never strike together.
const GOLDEN: f64 = 0.618_033_988_749_895;
/// Time is counted in 2⁻³² of a frame, so that it is the same wherever blocks begin.
const ONE: f64 = 4_294_967_296.0;

/// What all converters of a sample rate share.
#[derive(Debug)]
struct Tables {
    kernel: Kernel,
    steps: StepTable,
}

/// One converter there and back, both channels.
#[derive(Debug, Clone)]
pub struct Converter {
    tables: Arc<Tables>,
    sample_rate: f64,
    delay: usize,
    /// Where in its period the clock starts.
    phase: f64,
    machine: Machine,
    /// Until the first settings after a reset.
    fresh: bool,
    /// The clock in octaves over 1 Hz, and the word length in bits.
    rate: Ramp,
    bits: Ramp,
    /// Until all that depends on them stands where they do.
    moving: bool,
    ticker: Ticker,
    anti_alias: AntiAlias,
    line: SincDelay,
    quantiser: Quantiser,
    staircase: Staircase,
    reconstruction: Option<Reconstruction>,
    /// When the clock strikes next, after the next block's first frame; the clock's period; and how
    /// far back the input is read then: in 2⁻³² of a frame.
    next: i64,
    period: i64,
    read_back: i64,
}

impl Converter {
    /// A converter for the given generation, 0 for the first: it decides where the clock starts and
    /// in what way the converter is uneven. Allocates.
    pub fn new(spec: Spec, generation: usize) -> Self {
        let tables = Tables {
            kernel: Kernel::new(),
            steps: StepTable::new(),
        };
        Self::with_tables(spec.sample_rate, generation, Arc::new(tables))
    }

    /// Another generation's converter that shares this one's tables, which a cache would not hold
    /// twenty times. Allocates.
    pub fn beside(&self, generation: usize) -> Self {
        Self::with_tables(self.sample_rate, generation, self.tables.clone())
    }

    fn with_tables(sample_rate: f64, generation: usize, tables: Arc<Tables>) -> Self {
        let delay = longest_delay(sample_rate).ceil() as usize;
        let ramp_frames = Spec { sample_rate }.frames(RAMP_MS);
        let mut converter = Self {
            tables,
            sample_rate,
            delay,
            phase: (generation as f64 * GOLDEN).fract(),
            machine: Machine::default(),
            fresh: true,
            rate: Ramp::new(0.0, ramp_frames),
            bits: Ramp::new(0.0, ramp_frames),
            moving: false,
            ticker: Ticker::default(),
            anti_alias: AntiAlias::new(Machine::default()),
            line: SincDelay::new(delay + MAX_BLOCK),
            quantiser: Quantiser::new(generation as u64),
            staircase: Staircase::default(),
            reconstruction: None,
            next: 0,
            period: 0,
            read_back: 0,
        };
        converter.start(&Conversion::default());
        converter.fresh = true;
        converter
    }

    /// Begins anew with `conversion`, taken at once.
    pub fn start(&mut self, conversion: &Conversion) {
        self.reset();
        self.set(conversion);
    }

    /// Back to the state after `new`: the next settings are taken at once.
    pub fn reset(&mut self) {
        self.take(&Conversion::default());
        self.fresh = true;
    }

    /// Moves clock and word length to new values. The machine is only taken by
    /// [`Converter::start`], or first after a reset.
    pub fn set(&mut self, conversion: &Conversion) {
        if self.fresh {
            self.take(conversion);
        } else {
            let conversion = conversion.bounded();
            self.rate.set(self.octaves(conversion.rate_hz));
            self.bits.set(conversion.bits);
            self.moving |= !(self.rate.settled() && self.bits.settled());
        }
    }

    /// Clears all and takes `conversion` at once.
    fn take(&mut self, conversion: &Conversion) {
        let conversion = conversion.bounded();
        self.machine = conversion.machine;
        self.fresh = false;
        self.rate.snap(self.octaves(conversion.rate_hz));
        self.bits.snap(conversion.bits);
        self.moving = false;
        self.ticker.restart();
        self.anti_alias = AntiAlias::new(self.machine);
        self.line.reset();
        self.staircase = Staircase::default();
        let corner_hz = self.machine.reconstruction_hz();
        self.reconstruction = corner_hz.map(|hz| Reconstruction::new(hz, self.sample_rate));
        self.follow();
        self.next = (self.phase * self.period as f64) as i64;
    }

    /// Frames from input to output: the same for all settings at a sample rate. The parts of it
    /// that are not whole (filters, half a period of the hold) are made up for where the input is
    /// read, so that it is exact at low frequencies; towards its corner the anti-alias filter lags.
    pub fn delay(&self) -> usize {
        self.delay
    }

    /// Works on a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.run(self.moving, frames - done);
            if self.moving && segment.offset == 0 {
                self.follow();
                self.moving = !(self.rate.settled() && self.bits.settled());
            }
            self.rate.advance(segment.len);
            self.bits.advance(segment.len);
            self.run(&mut block.part(done, segment.len));
            done += segment.len;
        }
    }

    /// Brings all that depends on clock and word length to where the ramps stand.
    fn follow(&mut self) {
        let rate = f64::from(self.rate.value()).exp2() / self.sample_rate;
        let rate = rate.min(1.0);
        self.anti_alias.follow(rate);
        self.quantiser.set_bits(self.bits.value());
        let period = 1.0 / rate;
        self.period = (period * ONE) as i64;
        let after = self
            .reconstruction
            .as_ref()
            .map_or(0.0, Reconstruction::delay);
        let others = self.anti_alias.delay() + staircase::DELAY as f64 + period / 2.0 + after;
        let read_back = self.delay as f64 - others;
        self.read_back = (read_back * ONE) as i64;
    }

    /// The clock in octaves, no faster than the host's.
    fn octaves(&self, rate_hz: f64) -> f32 {
        rate_hz.min(self.sample_rate).log2() as f32
    }

    fn run(&mut self, block: &mut StereoBlock) {
        self.anti_alias.process(block);
        self.line.write(block);
        let frames = block.frames() as i64;
        // When the clock strikes up to the block's last frame: at most once a frame.
        let mut strikes = [0i64; MAX_BLOCK];
        let mut count = 0;
        let end = (frames - 1) << 32;
        while self.next <= end {
            strikes[count] = self.next;
            count += 1;
            self.next += self.period;
        }
        self.next -= frames << 32;
        // The line counts delays as if its latest frames were those that are read.
        let mut delays = [0.0; MAX_BLOCK];
        for (n, (delay, strike)) in delays.iter_mut().zip(&strikes[..count]).enumerate() {
            let frame = (frames as usize - count + n) as i64;
            *delay = ((frame << 32) - strike + self.read_back) as f64 / ONE;
        }
        let (mut left, mut right) = ([0.0; MAX_BLOCK], [0.0; MAX_BLOCK]);
        let mut read = StereoBlock::new(&mut left[..count], &mut right[..count]);
        self.line
            .read(&self.tables.kernel, &mut read, &delays[..count], None);
        for n in 0..count {
            let levels = [left[n], right[n]].map(|sample| self.quantiser.convert(sample));
            // The first frame at or after the strike, and how long after.
            let frame = (strikes[n] + ((1 << 32) - 1)) >> 32;
            let before = ((frame << 32) - strikes[n]) as f32 / ONE as f32;
            self.staircase
                .step(&self.tables.steps, frame as usize, before, levels);
        }
        self.staircase.write(block);
        if let Some(reconstruction) = &mut self.reconstruction {
            reconstruction.process(block);
        }
    }
}

/// The delay that the slowest clock needs, in frames.
fn longest_delay(sample_rate: f64) -> f64 {
    let rate = (Conversion::MIN_RATE_HZ / sample_rate).min(1.0);
    let after = Machine::ALL
        .iter()
        .filter_map(|machine| machine.reconstruction_hz())
        .map(|hz| Reconstruction::new(hz, sample_rate).delay())
        .fold(0.0, f64::max);
    (MIN_DELAY + staircase::DELAY) as f64 + AntiAlias::longest_delay(rate) + 0.5 / rate + after
}
