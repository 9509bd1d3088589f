//! SBC, the codec of Bluetooth: eight subbands, sixteen samples of each a frame, shared out a pool
//! of bits by loudness.
//!
//! Models: the filter bank, scale factors, joint stereo band by band, allocation by loudness,
//! quantising, bit pools between two whole ones by taking turns. Not modelled: allocation by
//! signal-to-noise ratio, the delay of the radio. Above 48 kHz there are as many more subbands, of
//! which the lowest eight are coded, so that their width stays; nothing above 24 kHz is sent.
//!
//! Source: Bluetooth SIG, Advanced Audio Distribution Profile 1.3, appendix B. Latency: a frame,
//! the filters, and a sample.

mod allocation;
mod filter_bank;
mod frame;
#[cfg(test)]
mod tests;

use crate::audio::stage::{Spec, StereoBlock};
use filter_bank::{BankState, FilterBank, SUBBANDS};
use frame::{Allocation, BLOCKS, Frame, SIDE_BITS};

/// The bit rates in kbit/s; the highest but a little is what players call high quality.
const RATES_KBIT: (f32, f32) = (30.0, 345.0);
/// High quality: a pool of 53 at 44.1 kHz.
const HIGH_QUALITY_KBIT: f32 = 328.0;
/// The highest rate with eight subbands in all is about this, in Hz.
const BASE_RATE_HZ: f64 = 48_000.0;
/// At rates so low that the standard's frame would hold nothing but side information, that is held
/// to this share of the frame.
const MOST_SIDE: f64 = 0.5;

/// Codes and decodes as SBC does.
pub struct SubbandCodec {
    sample_rate: f64,
    bank: FilterBank,
    channels: [Channel; 2],
    /// Frames of the signal until the next sample of the subbands.
    hop: usize,
    phase: usize,
    /// The frame that is filled, and the one that is played.
    filled: Frame,
    played: Frame,
    block: usize,
    bit_rate_kbit: f32,
    frozen: bool,
    /// How the last frame's bits were given out.
    allocation: Option<Allocation>,
    /// Bits that may be spent, with what the last frame left over.
    purse: f64,
    spent: (u32, u32),
}

/// One channel's filters and the samples on their way in and out.
struct Channel {
    state: BankState,
    input: Vec<f32>,
    output: Vec<f32>,
}

impl SubbandCodec {
    /// At high quality. Allocates.
    pub fn new(spec: Spec) -> Self {
        let times = (spec.sample_rate / BASE_RATE_HZ).round().max(1.0) as usize;
        let hop = SUBBANDS * times;
        Self {
            sample_rate: spec.sample_rate,
            bank: FilterBank::new(hop),
            channels: [Channel::new(hop), Channel::new(hop)],
            hop,
            phase: 0,
            filled: [[[0.0; SUBBANDS]; 2]; BLOCKS],
            played: [[[0.0; SUBBANDS]; 2]; BLOCKS],
            block: 0,
            bit_rate_kbit: HIGH_QUALITY_KBIT,
            frozen: false,
            allocation: None,
            purse: 0.0,
            spent: (0, 0),
        }
    }

    /// Begins again, at the bit rate that is set.
    pub fn reset(&mut self) {
        for channel in &mut self.channels {
            channel.reset();
        }
        self.phase = 0;
        self.filled = [[[0.0; SUBBANDS]; 2]; BLOCKS];
        self.played = self.filled;
        self.block = 0;
        self.allocation = None;
        self.purse = 0.0;
        self.spent = (0, 0);
    }

    /// Takes a bit rate of both channels together, 30 to 345 kbit/s, from the next frame on: the
    /// filters fade from one to the other. While `frozen`, each band keeps the bits it had last.
    pub fn set(&mut self, bit_rate_kbit: f32, frozen: bool) {
        self.frozen = frozen;
        if bit_rate_kbit.is_finite() {
            self.bit_rate_kbit = bit_rate_kbit.clamp(RATES_KBIT.0, RATES_KBIT.1);
        }
    }

    /// Frames from input to output, exact.
    pub fn delay(&self) -> usize {
        self.bank.delay() + BLOCKS * self.hop + 1
    }

    /// The bits of the last frame, and those it could have had.
    pub fn spent_bits(&self) -> (u32, u32) {
        self.spent
    }

    /// Works on a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let count = (self.hop - self.phase).min(frames - done);
            let places = self.phase..self.phase + count;
            for (channel, samples) in self.channels.iter_mut().zip(block.channels()) {
                let samples = &mut samples[done..done + count];
                channel.input[places.clone()].copy_from_slice(samples);
                samples.copy_from_slice(&channel.output[places.clone()]);
            }
            self.phase += count;
            done += count;
            if self.phase == self.hop {
                self.phase = 0;
                self.next_block();
            }
        }
    }

    /// Splits what came in, joins what goes out, and codes a frame that is full.
    fn next_block(&mut self) {
        let played = &self.played[self.block];
        let filled = &mut self.filled[self.block];
        for ((channel, filled), played) in self.channels.iter_mut().zip(filled).zip(played) {
            *filled = self.bank.split(&mut channel.state, &channel.input);
            self.bank
                .join(&mut channel.state, played, &mut channel.output);
        }
        self.block += 1;
        if self.block == BLOCKS {
            self.block = 0;
            self.code_frame();
        }
    }

    /// Codes the filled frame with the bits that are due.
    fn code_frame(&mut self) {
        let frames = (BLOCKS * self.hop) as f64;
        let due = f64::from(self.bit_rate_kbit) * 1e3 * frames / self.sample_rate;
        self.purse += due;
        let side = SIDE_BITS.min(MOST_SIDE * due);
        let pool = ((self.purse - side) / BLOCKS as f64) as i32;
        self.played = self.filled;
        let held = self.allocation.filter(|_| self.frozen);
        let (allocation, bits) = frame::code(&mut self.played, pool, held);
        self.allocation = Some(allocation);
        let spent = side + f64::from(bits);
        self.spent = (spent as u32, self.purse as u32);
        // No more than part of a pool is kept: nobody waits for the radio.
        self.purse = (self.purse - spent).clamp(0.0, BLOCKS as f64);
    }
}

impl Channel {
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    fn new(hop: usize) -> Self {
        Self {
            state: BankState::new(hop),
            input: vec![0.0; hop],
            output: vec![0.0; hop],
        }
    }

    fn reset(&mut self) {
        self.state.reset();
        self.input.fill(0.0);
        self.output.fill(0.0);
    }
}
