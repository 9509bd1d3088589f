//! Upload: the lossy trip through the network, once or again and again.
//!
//! ```text
//! one channel? ─► generation 0 ─► generation 1 ─► … ─► loss, jitter, stutter ─► result or what was removed
//!                 (suppressor, codec)
//! ```
//!
//! Models: a perceptual transform coder with the low-pass, frame lengths and bit budget of MP3, AAC
//! and MiniDisc, one that keeps the energy of its bands as Opus does, Bluetooth's sub-band coder,
//! the converters of two samplers, a video call's noise suppressor, packets that are lost or late.
//! Not modelled: the formats' bit streams, their variable bit rates, spectral band replication,
//! speech codecs; only the first generation of a call has a noise suppressor.
//! Sources: at each equation.
//! Latency: each generation takes as long as the slowest codec, 52 ms, whatever is chosen. The
//! number of re-uploads is the one setting that changes it.
//! Tail: the latency, and what the network repeats.

mod call;
mod coder;
mod converter;
mod generation;
mod lane;
mod model;
pub mod network;
mod pulse;
mod subband;

pub use coder::Survey;
pub use lane::Kept;
pub use model::{Method, Model, Service};
pub use network::{Concealment, NetworkReport, StutterLength};

use generation::Generation;
use lane::{Lane, Shared};
use model::Choice;
use network::{Network, NetworkSettings};

use crate::audio::dsp::moved_delay::MovedDelay;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::stage::{MAX_BLOCK, Spec, Stage, StereoBlock, Tail, Timeline};

/// The most re-uploads.
pub const MAX_REUPLOADS: u8 = 20;

/// What is listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listen {
    /// What arrives.
    #[default]
    Result,
    /// What went in without what arrives.
    Removed,
}

/// What was chosen. The default is transparent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Where the sound is sent.
    pub model: Model,
    /// Bits of all channels in kbit/s, 1 to 320; none for the model's own.
    pub bit_rate_kbps: Option<f32>,
    /// Whether one channel is sent for both.
    pub mono: bool,
    /// How often what arrives is sent again, 0 to [`MAX_REUPLOADS`].
    pub reuploads: u8,
    /// Whether the allocation of bits is held.
    pub frozen: bool,
    /// How much of a call's noise suppressor is heard, 0 to 1.
    pub suppression: f32,
    /// Share of packets that are lost, 0 to 1.
    pub loss: f32,
    /// How many packets are lost in a row, on average, 1 to 20.
    pub burst: f32,
    /// How much sound a packet holds, in milliseconds, 10 to 60.
    pub packet_ms: f32,
    /// What is played in place of a lost packet.
    pub concealment: Concealment,
    /// How late packets come on average, in milliseconds, 0 to 120.
    pub jitter_ms: f32,
    /// How often the player runs dry, 0 to 60: times in a minute, or, with a length in beats, of
    /// sixty notes of that length.
    pub stutter: f32,
    /// For how long it does.
    pub stutter_length: StutterLength,
    /// What is listened to.
    pub listen: Listen,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: Model::Off,
            bit_rate_kbps: None,
            mono: false,
            reuploads: 0,
            frozen: false,
            suppression: 1.0,
            loss: 0.0,
            burst: 1.0,
            packet_ms: 20.0,
            concealment: Concealment::Repeat,
            jitter_ms: 0.0,
            stutter: 0.0,
            stutter_length: StutterLength::Beats(0.5),
            listen: Listen::Result,
        }
    }
}

/// How long another number of re-uploads, one channel for two and another thing to listen to are
/// faded to.
const FADE_MS: f64 = 20.0;
/// A change of codec is handed from one generation to the next at multiples of so many frames.
const HAND_ON: usize = 64;
/// The network's dice.
const SEED: u64 = 0x2005;

/// The stage.
pub struct Upload {
    settings: Settings,
    fresh: bool,
    timeline: Timeline,
    /// Frames that a generation takes.
    step: usize,
    /// Frames since the last handing on.
    position: usize,
    mono: Ramp,
    generations: Vec<Generation>,
    /// How many re-uploads are heard, or were before the change under way.
    heard: usize,
    change: Option<Change>,
    network: Network,
    /// What went in, as late as the result.
    input: [MovedDelay; 2],
    removed: Ramp,
    fade_frames: usize,
}

/// Another number of re-uploads: the new generations are filled, then faded to.
struct Change {
    to: usize,
    wait: usize,
    fade: Ramp,
}

impl Upload {
    /// What the first generation's coder did to its last frame, if one runs.
    pub fn kept(&self) -> Option<Kept<'_>> {
        self.generations[0].heading().kept()
    }

    /// What the network has done since the last reset.
    pub fn network(&self) -> NetworkReport {
        self.network.report()
    }

    fn reuploads(&self) -> usize {
        usize::from(self.settings.reuploads.min(MAX_REUPLOADS))
    }

    /// Generations that run, whether they are heard or being filled.
    fn running(&self) -> usize {
        1 + self
            .change
            .as_ref()
            .map_or(self.heard, |change| self.heard.max(change.to))
    }

    /// Frames until something takes its next step.
    fn next_step(&self) -> usize {
        let change = match &self.change {
            Some(change) if change.wait > 0 => change.wait,
            Some(change) => change.fade.remaining(),
            None => MAX_BLOCK,
        };
        change.min(HAND_ON - self.position)
    }

    /// Begins what was asked for and hands changes of codec on, one generation a time: that is how
    /// the sound itself meets them, and no two change at once.
    fn hand_on(&mut self) {
        for index in 1..self.running() {
            let (before, after) = self.generations.split_at_mut(index);
            let (before, after) = (&before[index - 1], &mut after[0]);
            let trip = without_suppressor(*before.heading().trip());
            if !before.is_changing() && !after.is_changing() && !after.heading().fits(&trip) {
                after.set(&without_suppressor(trip));
            }
        }
    }

    fn start_change(&mut self, to: usize) {
        let trip = without_suppressor(*self.generations[self.heard].heading().trip());
        for generation in self.generations[..=to].iter_mut().skip(self.heard + 1) {
            generation.reset();
            generation.set(&trip);
        }
        let mut fade = Ramp::new(0.0, self.fade_frames);
        fade.snap(0.0);
        fade.set(1.0);
        self.change = Some(Change {
            to,
            // The new generations begin in the middle of the sound as well.
            wait: match to.saturating_sub(self.heard) {
                0 => 0,
                more => (more + 1) * self.step,
            },
            fade,
        });
    }

    /// A block within which nothing begins or ends.
    fn process_part(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut dry = [[0.0; MAX_BLOCK]; 2];
        for ((copy, line), samples) in dry.iter_mut().zip(&mut self.input).zip(block.channels()) {
            copy[..frames].copy_from_slice(samples);
            line.process(&mut copy[..frames]);
        }
        self.fold(block);
        self.generate(block);
        self.network.process(block);
        if !(self.removed.settled() && self.removed.target() == 0.0) {
            let [dry_left, dry_right] = &dry;
            for n in 0..frames {
                let share = self.removed.next_value();
                block.left[n] += share * (dry_left[n] - 2.0 * block.left[n]);
                block.right[n] += share * (dry_right[n] - 2.0 * block.right[n]);
            }
        }
        self.position = (self.position + frames) % HAND_ON;
    }

    /// Makes two channels one, as far as that is asked for.
    fn fold(&mut self, block: &mut StereoBlock) {
        if self.mono.settled() && self.mono.target() == 0.0 {
            return;
        }
        for (left, right) in block.left.iter_mut().zip(block.right.iter_mut()) {
            let half_side = 0.5 * self.mono.next_value() * (*left - *right);
            *left -= half_side;
            *right += half_side;
        }
    }

    /// All generations, and the fade from one number of them to another.
    fn generate(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let running = self.running();
        let Some(change) = &mut self.change else {
            for generation in &mut self.generations[..running] {
                generation.process(block);
            }
            return;
        };
        let taps = [self.heard, change.to];
        let mut kept = [[[0.0; MAX_BLOCK]; 2]; 2];
        for (index, generation) in self.generations[..running].iter_mut().enumerate() {
            generation.process(block);
            for (tap, kept) in taps.iter().zip(&mut kept) {
                if *tap == index {
                    kept[0][..frames].copy_from_slice(block.left);
                    kept[1][..frames].copy_from_slice(block.right);
                }
            }
        }
        let [from, to] = &kept;
        for n in 0..frames {
            let share = if change.wait > 0 {
                0.0
            } else {
                change.fade.next_value()
            };
            block.left[n] = from[0][n] + share * (to[0][n] - from[0][n]);
            block.right[n] = from[1][n] + share * (to[1][n] - from[1][n]);
        }
        if change.wait > 0 {
            change.wait -= frames;
        } else if change.fade.settled() {
            self.heard = change.to;
            self.change = None;
        }
    }

    fn set_network(&mut self) {
        let settings = &self.settings;
        self.network.set(&NetworkSettings {
            loss: settings.loss,
            burst: settings.burst,
            packet_ms: settings.packet_ms,
            concealment: settings.concealment,
            jitter_ms: settings.jitter_ms,
            stutter: settings.stutter,
            stutter_length: settings.stutter_length,
            tempo_bpm: self.timeline.tempo_bpm as f32,
            seed: SEED,
        });
    }
}

/// What a re-upload does where the first upload did `trip`.
fn without_suppressor(trip: model::Trip) -> model::Trip {
    model::Trip {
        suppression: None,
        ..trip
    }
}

impl Stage for Upload {
    type Settings = Settings;

    const DELAYS_WHILE_OFF: bool = false;

    #[expect(clippy::disallowed_methods, reason = "preparation")]
    fn prepare(spec: Spec) -> Self {
        let shared = Shared::new(spec);
        let step = Lane::longest(&shared);
        let network = Network::new(spec);
        let fade_frames = spec.frames(FADE_MS);
        let count = 1 + usize::from(MAX_REUPLOADS);
        let latency = step + network.delay();
        let input = MovedDelay::new(latency, count * step + network.delay(), fade_frames);
        let ramp = Ramp::new(0.0, fade_frames);
        Self {
            settings: Settings::default(),
            fresh: true,
            timeline: Timeline::default(),
            step,
            position: 0,
            mono: ramp.clone(),
            generations: (0..count)
                .map(|index| Generation::new(spec, &shared, index, step))
                .collect(),
            heard: 0,
            change: None,
            network,
            input: [input.clone(), input],
            removed: ramp,
            fade_frames,
        }
    }

    fn reset(&mut self) {
        self.fresh = true;
        self.timeline = Timeline::default();
        self.position = 0;
        self.mono.reset();
        self.generations.iter_mut().for_each(Generation::reset);
        self.heard = 0;
        self.change = None;
        self.network.reset();
        self.input.iter_mut().for_each(MovedDelay::reset);
        self.removed.reset();
    }

    fn set(&mut self, settings: &Settings) {
        if !self.fresh && self.settings == *settings {
            return;
        }
        self.settings = *settings;
        let service = settings.model.service();
        let trip = service.trip(&Choice {
            bit_rate_kbps: settings.bit_rate_kbps,
            mono: settings.mono,
            frozen: settings.frozen,
            suppression: settings.suppression,
        });
        let again = without_suppressor(trip);
        if self.fresh {
            self.heard = self.reuploads();
        }
        let running = self.running();
        let (first, further) = self.generations[..running].split_at_mut(1);
        first[0].set(&trip);
        for generation in further {
            if self.fresh || generation.heading().fits(&again) {
                generation.set(&again);
            }
        }
        self.fresh = false;
        self.mono.set(if service.mono || settings.mono {
            1.0
        } else {
            0.0
        });
        self.removed.set(match settings.listen {
            Listen::Result => 0.0,
            Listen::Removed => 1.0,
        });
        self.set_network();
        let latency = self.latency();
        for line in &mut self.input {
            line.set_frames(latency);
        }
    }

    fn locate(&mut self, timeline: &Timeline) {
        if self.timeline.tempo_bpm != timeline.tempo_bpm {
            self.timeline = *timeline;
            self.set_network();
        }
        self.network.locate(timeline.beat);
    }

    fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            if self.position == 0 {
                self.hand_on();
            }
            if self.change.is_none() && self.heard != self.reuploads() {
                self.start_change(self.reuploads());
            }
            let len = self.next_step().min(frames - done);
            self.process_part(&mut block.part(done, len));
            done += len;
        }
    }

    fn latency(&self) -> usize {
        (1 + self.reuploads()) * self.step + self.network.delay()
    }

    fn max_latency(&self) -> usize {
        (1 + usize::from(MAX_REUPLOADS)) * self.step + self.network.delay()
    }

    fn tail(&self) -> Tail {
        Tail::Frames(self.latency() + self.step + self.network.tail())
    }

    fn warm_up(&self) -> usize {
        self.latency() + self.step
    }
}
