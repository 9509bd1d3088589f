//! Studio: the desk of one person who does the work of a whole studio.
//!
//! ```text
//! equaliser ─► compressor ─► pump ─► width ─► loudness: clipper, limiter ─► meters ─► platform
//!                  ▲
//!        what comes in beside
//! ```
//!
//! Models: a high- and a low-pass and four bands with analog curves; a feed-forward compressor with an
//! external key; a dip on every beat; mid/side width with the bass in the middle; a true-peak limiter with
//! a soft clipper before it; loudness meters. Not modelled: the colour of any one device.
//! Sources: at each equation.
//! Latency: the limiter's look-ahead, 3 ms, whatever is set.
//! Tail: the ringing of the filters.

pub mod compressor;
pub mod desk;
pub mod equaliser;
pub mod limiter;
pub mod meters;
pub mod platform;
pub mod pump;
#[cfg(test)]
mod tests;
pub mod width;

pub use meters::Loudness;

use compressor::Compressor;
use equaliser::Equaliser;
use limiter::Limiter;
use meters::Meters;
use platform::Platform;
use pump::Pump;
use width::Width;

use crate::audio::stage::{MAX_BLOCK, Spec, Stage, StereoBlock, Tail, Timeline};

/// The loudest that is taken in beside the sound, as at the host's boundary: +120 dBFS.
const LOUDEST: f32 = 1e6;

/// What was chosen for the meters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metering {
    /// Whether they run; a platform needs them.
    pub on: bool,
    /// Whether they begin anew where the song begins to play.
    pub with_song: bool,
    /// Another count begins them anew.
    pub measurements: u32,
}

impl Default for Metering {
    fn default() -> Self {
        Self {
            on: true,
            with_song: false,
            measurements: 0,
        }
    }
}

/// What was chosen. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// High-pass, low-pass and four bands.
    pub equaliser: equaliser::Settings,
    /// The compressor.
    pub compressor: compressor::Settings,
    /// The dip on every beat.
    pub pump: pump::Settings,
    /// Mid and side.
    pub width: width::Settings,
    /// Loudness, clipper and limiter.
    pub limiter: limiter::Settings,
    /// What the meters do.
    pub metering: Metering,
    /// What a platform does to the level.
    pub platform: platform::Settings,
}

/// The stage.
pub struct Studio {
    equaliser: Equaliser,
    compressor: Compressor,
    pump: Pump,
    width: Width,
    limiter: Limiter,
    meters: Meters,
    metering: Metering,
    /// The song is under way.
    playing: bool,
    platform: Platform,
    /// What came in beside, how much of it there is, and how much of that has passed.
    key: [[f32; MAX_BLOCK]; 2],
    key_frames: usize,
    key_passed: usize,
}

impl Studio {
    /// Hands over what comes in beside the sound, for the frames that are processed next, at most
    /// [`MAX_BLOCK`]: they may be processed in pieces. Without it, or beyond it, the compressor's external
    /// key is silent.
    pub fn sidechain(&mut self, input: Option<[&[f32]; 2]>) {
        self.key_passed = 0;
        self.key_frames = 0;
        let Some(input) = input else { return };
        self.key_frames = input[0].len().min(input[1].len()).min(MAX_BLOCK);
        for (key, input) in self.key.iter_mut().zip(input) {
            for (key, sample) in key.iter_mut().zip(&input[..self.key_frames]) {
                // What is no number is silent.
                *key = if sample.is_nan() {
                    0.0
                } else {
                    sample.clamp(-LOUDEST, LOUDEST)
                };
            }
        }
    }

    /// |H| of the equaliser at `frequency_hz`, once settled.
    pub fn response(&self, frequency_hz: f64) -> f64 {
        self.equaliser.response(frequency_hz)
    }

    /// Present gain reduction of the compressor, the pump and the limiter in dB, 0 or more.
    pub fn reductions_db(&self) -> [f32; 3] {
        [
            self.compressor.reduction_db(),
            self.pump.reduction_db(),
            self.limiter.reduction_db(),
        ]
    }

    /// What the meters show.
    pub fn loudness(&self) -> Loudness {
        self.meters.loudness()
    }

    /// What the platform does to the level, in dB.
    pub fn platform_db(&self) -> f32 {
        self.platform.gain_db()
    }

    /// Meters, then the platform, which looks at them every few frames.
    fn end(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let len = self.platform.next(frames - done);
            let mut part = block.part(done, len);
            // As it was before these frames, wherever a block ends.
            let loudness = self.meters.loudness();
            if self.metering.on {
                self.meters.process(&mut part);
            }
            self.platform.process(&mut part, &loudness);
            done += len;
        }
    }

    /// The next `frames` of what came in beside, then silence.
    fn next_key(&mut self, frames: usize) -> [[f32; MAX_BLOCK]; 2] {
        let mut key = [[0.0; MAX_BLOCK]; 2];
        let there = (self.key_frames - self.key_passed).min(frames);
        for (key, from) in key.iter_mut().zip(&self.key) {
            key[..there].copy_from_slice(&from[self.key_passed..][..there]);
        }
        self.key_passed += there;
        key
    }
}

impl Stage for Studio {
    type Settings = Settings;

    fn prepare(spec: Spec) -> Self {
        Self {
            equaliser: Equaliser::new(spec),
            compressor: Compressor::new(spec),
            pump: Pump::new(spec),
            width: Width::new(spec),
            limiter: Limiter::new(spec),
            meters: Meters::new(spec),
            metering: Metering::default(),
            playing: false,
            platform: Platform::new(spec),
            key: [[0.0; MAX_BLOCK]; 2],
            key_frames: 0,
            key_passed: 0,
        }
    }

    fn reset(&mut self) {
        self.equaliser.reset();
        self.compressor.reset();
        self.pump.reset();
        self.width.reset();
        self.limiter.reset();
        self.meters.reset();
        self.metering = Metering::default();
        self.playing = false;
        self.platform.reset();
        self.key_frames = 0;
        self.key_passed = 0;
    }

    fn set(&mut self, settings: &Settings) {
        self.equaliser.set(&settings.equaliser);
        self.compressor.set(&settings.compressor);
        self.pump.set(&settings.pump);
        self.width.set(&settings.width);
        self.limiter.set(&settings.limiter);
        if settings.metering.measurements != self.metering.measurements {
            self.meters.reset();
        }
        self.metering = settings.metering;
        self.metering.on |= settings.platform.rule.is_some();
        self.platform.set(&settings.platform);
    }

    fn locate(&mut self, timeline: &Timeline) {
        self.pump.locate(timeline);
        let plays = timeline.beat.is_some();
        if plays && !self.playing && self.metering.with_song {
            self.meters.reset();
        }
        self.playing = plays;
    }

    fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let key = self.next_key(frames);
        self.equaliser.process(block);
        self.compressor
            .process(block, key.each_ref().map(|channel| &channel[..frames]));
        self.pump.process(block);
        self.width.process(block);
        self.limiter.process(block);
        self.end(block);
    }

    fn latency(&self) -> usize {
        self.limiter.latency()
    }

    fn tail(&self) -> Tail {
        Tail::Frames(self.latency() + self.equaliser.tail() + self.width.tail())
    }

    fn warm_up(&self) -> usize {
        self.latency().max(self.equaliser.warm_up())
    }
}
