//! One encoder and decoder of each kind, of which one runs, padded to a common delay.

use std::sync::Arc;

use super::call::Call;
use super::coder::{Coder, Layout, Plans, Survey};
use super::converter::Converter;
use super::model::{Choice, Codec, Model, Trip};
use super::subband::SubbandCodec;
use crate::audio::dsp::delay::Delay;
use crate::audio::stage::{Spec, StereoBlock};

/// What a coder did to its last frame.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// Bits that the frame took.
    pub spent_bits: u32,
    /// Bits that it could have taken.
    pub budget_bits: u32,
    /// Its spectrum, where the coder works on one.
    pub survey: Option<&'a Survey>,
}

/// What all lanes share.
pub struct Shared {
    spec: Spec,
    plans: Arc<Plans>,
    converter: Converter,
}

impl Shared {
    /// Tables and transforms for a sample rate. Allocates.
    pub fn new(spec: Spec) -> Self {
        Self {
            spec,
            plans: Plans::new(spec),
            converter: Converter::new(spec, 0),
        }
    }
}

/// The codecs of a generation.
pub struct Lane {
    spec: Spec,
    trip: Trip,
    call: Option<Call>,
    coder: Coder,
    subband: SubbandCodec,
    converter: Converter,
    pad: [Delay; 2],
    frames: usize,
}

impl Lane {
    /// The codecs of generation number `generation`; the first one may be a call. Allocates.
    pub fn new(shared: &Shared, generation: usize, frames: usize) -> Self {
        let spec = shared.spec;
        let pad = Delay::new(frames);
        Self {
            spec,
            trip: Trip {
                codec: Codec::Nothing,
                suppression: None,
            },
            call: (generation == 0).then(|| Call::new(spec)),
            coder: Coder::new(spec, &shared.plans, generation),
            subband: SubbandCodec::new(spec),
            converter: shared.converter.beside(generation),
            pad: [pad.clone(), pad],
            frames,
        }
    }

    /// The longest delay that any trip takes at a sample rate, in frames. Allocates.
    pub fn longest(shared: &Shared) -> usize {
        let mut lane = Self::new(shared, 0, 0);
        let choice = Choice {
            bit_rate_kbps: None,
            mono: false,
            frozen: false,
            suppression: 1.0,
        };
        let models = Model::ALL.map(|model| lane.start(&model.service().trip(&choice)));
        models
            .into_iter()
            .fold(Coder::max_delay(shared.spec), usize::max)
    }

    /// What it does.
    pub fn trip(&self) -> &Trip {
        &self.trip
    }

    /// What the coder that runs did to its last frame, if one runs.
    pub fn kept(&self) -> Option<Kept<'_>> {
        match self.trip.codec {
            Codec::Transform(_) => {
                let report = self.coder.report();
                Some(Kept {
                    spent_bits: report.spent_bits,
                    budget_bits: report.budget_bits,
                    survey: Some(&report.survey),
                })
            }
            Codec::Subband { .. } => {
                let (spent_bits, budget_bits) = self.subband.spent_bits();
                Some(Kept {
                    spent_bits,
                    budget_bits,
                    survey: None,
                })
            }
            Codec::Nothing | Codec::Converter(_) => None,
        }
    }

    /// Whether `trip` differs by no more than what can move while it runs.
    pub fn fits(&self, trip: &Trip) -> bool {
        let codec = match (&self.trip.codec, &trip.codec) {
            (Codec::Nothing, Codec::Nothing) | (Codec::Subband { .. }, Codec::Subband { .. }) => {
                true
            }
            (Codec::Transform(now), Codec::Transform(then)) => {
                Layout::of(now, self.spec) == Layout::of(then, self.spec)
            }
            (Codec::Converter(now), Codec::Converter(then)) => now.machine == then.machine,
            _ => false,
        };
        codec && self.trip.suppression.is_some() == trip.suppression.is_some()
    }

    /// Begins a trip anew, with nothing held; returns how many frames it takes without the padding.
    pub fn start(&mut self, trip: &Trip) -> usize {
        self.trip = *trip;
        let mut delay = match &trip.codec {
            Codec::Nothing => 0,
            Codec::Transform(coding) => {
                self.coder.start(coding);
                self.coder.delay()
            }
            Codec::Subband {
                bit_rate_kbps,
                frozen,
            } => {
                self.subband.reset();
                self.subband.set(*bit_rate_kbps, *frozen);
                self.subband.delay()
            }
            Codec::Converter(conversion) => {
                self.converter.start(conversion);
                self.converter.delay()
            }
        };
        if let (Some(call), Some(amount)) = (&mut self.call, trip.suppression) {
            call.reset();
            call.set(amount);
            delay += call.delay();
        }
        let pad = self.frames.saturating_sub(delay);
        self.pad.iter_mut().for_each(|line| line.set_frames(pad));
        delay
    }

    /// Moves what can move while it runs; `trip` fits.
    pub fn set(&mut self, trip: &Trip) {
        self.trip = *trip;
        match &trip.codec {
            Codec::Nothing => {}
            Codec::Transform(coding) => self.coder.set(coding),
            Codec::Subband {
                bit_rate_kbps,
                frozen,
            } => self.subband.set(*bit_rate_kbps, *frozen),
            Codec::Converter(conversion) => self.converter.set(conversion),
        }
        if let (Some(call), Some(amount)) = (&mut self.call, trip.suppression) {
            call.set(amount);
        }
    }

    /// Codes and decodes a block, so many frames late as it was made for.
    pub fn process(&mut self, block: &mut StereoBlock) {
        if let (Some(call), Some(_)) = (&mut self.call, self.trip.suppression) {
            // A call has one channel: both sides are the same.
            call.process_mono(block.left);
            block.right.copy_from_slice(block.left);
        }
        match self.trip.codec {
            Codec::Nothing => {}
            Codec::Transform(_) => self.coder.process(block),
            Codec::Subband { .. } => self.subband.process(block),
            Codec::Converter(_) => self.converter.process(block),
        }
        for (line, samples) in self.pad.iter_mut().zip(block.channels()) {
            line.process(samples);
        }
    }
}
