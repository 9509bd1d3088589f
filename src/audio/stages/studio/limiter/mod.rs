//! Loudness: a gain that drives the sound into a soft clipper and a true-peak limiter.
//!
//! ```text
//! loudness ─► clipper ─┬─► delay ──────────────────────────────────► × gain ─► out
//!                      └─► true peaks ─► needed gain ─► hold, release, smoothing ─┘
//! ```
//!
//! What comes out is not brought back to the level of what came in: that is the loudness war. The gain
//! is known before the peak that needs it arrives; see [`gain`].
//! Not modelled: aliasing is not kept from the clipper, which works at the sample rate, as the
//! converters did that were clipped.
//! Latency: 3 ms, on or off.

mod clipper;
mod gain;
#[cfg(test)]
mod tests;

use crate::audio::dsp::delay::Delay;
use crate::audio::dsp::log_exp::OCTAVES_PER_DB;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::dsp::true_peak::{self, TruePeak};
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};
use gain::GainCurve;

/// How long a knob takes.
const KNOB_MS: f64 = 50.0;
/// The latency. The detector takes 1 ms of it at 48 kHz; the rest is half a period of 250 Hz, long
/// enough that the gain's movement is no buzz.
const LATENCY_MS: f64 = 3.0;
/// The shortest look-ahead in frames, at sample rates no host uses.
const SHORTEST: usize = 8;
/// The gain aims so far below the ceiling: what the detector misses near the Nyquist frequency, and what
/// the moving gain adds between the samples.
const MARGIN_DB: f32 = 0.1;
/// The most that the sound is driven, in dB.
pub const MAX_LOUDNESS_DB: f32 = 24.0;
/// The lowest and the highest ceiling in dB true peak.
pub const RANGE_CEILING_DB: [f32; 2] = [-12.0, 0.0];

/// What was chosen. The default leaves the sound alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Whether any of it is heard.
    pub on: bool,
    /// Gain before it, 0 to [`MAX_LOUDNESS_DB`].
    pub loudness_db: f32,
    /// No true peak is above this; within [`RANGE_CEILING_DB`].
    pub ceiling_db: f32,
    /// How much of the way down the clipper goes, 0 (all is limited) to 1 (all is clipped).
    pub clip: f32,
    /// Time constant in which the gain comes back after a short peak, 10 to 1000 ms; after long
    /// limiting it takes longer.
    pub release_ms: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            on: false,
            loudness_db: 0.0,
            ceiling_db: -1.0,
            clip: 0.0,
            release_ms: 100.0,
        }
    }
}

/// The limiter of both channels, linked.
#[derive(Debug, Clone)]
pub struct Limiter {
    latency: usize,
    ticker: Ticker,
    fresh: bool,
    amount: Ramp,
    loudness: Ramp,
    ceiling: Ramp,
    clip: Ramp,
    drive: Glide,
    wet: Glide,
    /// The ceiling that is aimed at.
    target: f32,
    peaks: TruePeak,
    gain: GainCurve,
    delays: [Delay; 2],
}

impl Limiter {
    /// Off. Allocates.
    pub fn new(spec: Spec) -> Self {
        let latency = spec.frames(LATENCY_MS).max(true_peak::DELAY + SHORTEST);
        let knob = || Ramp::new(0.0, spec.frames(KNOB_MS));
        let mut limiter = Self {
            latency,
            ticker: Ticker::default(),
            fresh: true,
            amount: knob(),
            loudness: knob(),
            ceiling: knob(),
            clip: knob(),
            drive: Glide::still(1.0),
            wet: Glide::still(0.0),
            target: 1.0,
            peaks: TruePeak::default(),
            gain: GainCurve::new(latency - true_peak::DELAY, spec.sample_rate),
            delays: [(); 2].map(|()| Delay::new(latency)),
        };
        limiter.reset();
        limiter
    }

    /// As new.
    pub fn reset(&mut self) {
        self.ticker.restart();
        self.fresh = true;
        for ramp in self.ramps() {
            ramp.reset();
        }
        self.set(&Settings::default());
        for ramp in self.ramps() {
            ramp.reset();
        }
        self.drive = Glide::still(1.0);
        self.wet = Glide::still(0.0);
        self.rest();
        self.delays.iter_mut().for_each(Delay::reset);
    }

    fn ramps(&mut self) -> [&mut Ramp; 4] {
        [
            &mut self.amount,
            &mut self.loudness,
            &mut self.ceiling,
            &mut self.clip,
        ]
    }

    /// Nothing is limited.
    fn rest(&mut self) {
        self.peaks.reset();
        self.gain.reset();
    }

    /// New targets; the first after a reset at once.
    pub fn set(&mut self, settings: &Settings) {
        let unheard = self.is_idle();
        self.amount.set(if settings.on { 1.0 } else { 0.0 });
        self.loudness
            .set(settings.loudness_db.clamp(0.0, MAX_LOUDNESS_DB));
        let [lowest, highest] = RANGE_CEILING_DB;
        self.ceiling.set(settings.ceiling_db.clamp(lowest, highest));
        self.clip.set(settings.clip.clamp(0.0, 1.0));
        if unheard {
            // All but the amount is where it is set when it is next heard.
            let [_, rest @ ..] = self.ramps();
            for ramp in rest {
                ramp.snap(ramp.target());
            }
        }
        self.gain
            .set(f64::from(settings.release_ms.clamp(10.0, 1_000.0)));
    }

    /// Frames from input to output.
    pub fn latency(&self) -> usize {
        self.latency
    }

    /// Present gain reduction in dB, 0 or more; what the clipper takes is not in it.
    pub fn reduction_db(&self) -> f32 {
        self.gain.reduction_db()
    }

    fn is_idle(&self) -> bool {
        let off = self.amount.settled() && self.amount.target() == 0.0;
        off && self.wet.line() == (0.0, 0.0) && self.drive.line() == (1.0, 0.0)
    }

    /// Limits in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if !self.fresh && self.is_idle() {
            self.rest();
            self.ticker.skip(frames);
            self.delay(block);
            return;
        }
        let mut done = 0;
        while done < frames {
            let moves = self.fresh || !self.is_still();
            let segment = self.ticker.run(moves, frames - done);
            if segment.offset == 0 && moves {
                self.tick();
            }
            self.work(&mut block.part(done, segment.len), segment.offset);
            done += segment.len;
        }
    }

    fn delay(&mut self, block: &mut StereoBlock) {
        for (delay, channel) in self.delays.iter_mut().zip(block.channels()) {
            delay.process(channel);
        }
    }

    /// Whether no knob is on its way.
    fn is_still(&mut self) -> bool {
        let settled = self.ramps().iter().all(|ramp| ramp.settled());
        settled && self.wet.is_still() && self.drive.is_still()
    }

    fn tick(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        if !fresh {
            for ramp in self.ramps() {
                ramp.advance(TICK);
            }
        }
        let amount = self.amount.value();
        let drive = db_to_gain(f64::from(amount * self.loudness.value())) as f32;
        self.drive.move_to(drive, fresh);
        self.wet.move_to(amount, fresh);
        let ceiling_db = self.ceiling.value() - MARGIN_DB;
        self.target = db_to_gain(f64::from(ceiling_db)) as f32;
    }

    fn work(&mut self, block: &mut StereoBlock, offset: usize) {
        let frames = block.frames();
        let (wet, wet_step) = self.wet.line();
        if (wet, wet_step) == (0.0, 0.0) {
            self.rest();
            self.delay(block);
            return;
        }
        let (drive, drive_step) = self.drive.line();
        for channel in block.channels() {
            for (n, sample) in channel.iter_mut().enumerate() {
                *sample *= drive + drive_step * (offset + n + 1) as f32;
            }
        }
        let clip = self.clip.value() * self.amount.value();
        if clip > 0.0 {
            let ceiling = self.target.log2() + MARGIN_DB * OCTAVES_PER_DB;
            clipper::process(block, ceiling, clip);
        }
        let mut gains = [0.0; MAX_BLOCK];
        let gains = &mut gains[..frames];
        self.peaks.process(block, gains, self.target);
        self.gain.process(gains, self.target);
        self.delay(block);
        let both = block.left.iter_mut().zip(block.right.iter_mut());
        for (n, ((left, right), gain)) in both.zip(gains).enumerate() {
            let wet = wet + wet_step * (offset + n + 1) as f32;
            let gain = 1.0 + wet * (*gain - 1.0);
            *left *= gain;
            *right *= gain;
        }
    }
}
