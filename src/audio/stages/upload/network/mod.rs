//! The network between sender and listener, and the listener's player: what becomes of decoded
//! sound when its packets are lost, come late, or do not come at all.
//!
//! ```text
//! packets ─► lost? concealed ─► late? spliced later, and back ─► run dry? the last bit loops ─► out
//! ```
//!
//! Behind the decoder, in the time domain, whatever the codec: no part looks ahead, so that sound
//! which arrives passes at once and unaltered. Where a loss or a stall begins, the first
//! milliseconds of what should have come are faded out: the overlap that a transform codec's last
//! good packet still holds.
//!
//! Not modelled: forward error correction, packets that arrive twice or out of order, a bit rate
//! that adapts.
//! Latency: 0. Sources are named in the files.

mod concealment;
mod grains;
mod history;
mod losses;
mod overlap;
mod playout;
mod search;
mod stutter;
#[cfg(test)]
mod tests;

pub use concealment::Concealment;
pub use stutter::StutterLength;

use crate::audio::stage::{Spec, StereoBlock};
use concealment::Concealer;
use history::History;
use losses::Losses;
use playout::Playout;
use stutter::Stutter;

/// The longest burst of lost packets that can be asked for on average.
pub const MAX_BURST: f32 = 20.0;
/// The shortest and the longest packet, in milliseconds.
pub const PACKET_MS: [f32; 2] = [10.0, 60.0];
/// The most that packets are late, in milliseconds.
pub const MAX_JITTER_MS: f32 = 120.0;
/// The most stalls in a minute.
pub const MAX_STUTTER: f32 = 60.0;

/// What was chosen. The default leaves the sound alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetworkSettings {
    /// Share of the packets that are lost, 0 to 1.
    pub loss: f32,
    /// Packets lost in a row on average, 1 to [`MAX_BURST`]. Where this and the share cannot both
    /// be had, the share is kept.
    pub burst: f32,
    /// Length of a packet in milliseconds, within [`PACKET_MS`].
    pub packet_ms: f32,
    /// What is heard in place of a lost packet.
    pub concealment: Concealment,
    /// Mean extra delay of the packets in milliseconds, 0 to [`MAX_JITTER_MS`].
    pub jitter_ms: f32,
    /// How often the player runs dry, 0 to [`MAX_STUTTER`]: times a minute with a length in
    /// milliseconds; with a length in beats, sixtieths of a chance in each slot of that length, so
    /// that the most is always.
    pub stutter: f32,
    /// How long it is dry.
    pub stutter_length: StutterLength,
    /// Quarter notes per minute, 20 to 999.
    pub tempo_bpm: f32,
    /// Another seed gives another fate.
    pub seed: u64,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            loss: 0.0,
            burst: 1.0,
            packet_ms: 20.0,
            concealment: Concealment::Repeat,
            jitter_ms: 0.0,
            stutter: 0.0,
            stutter_length: StutterLength::Ms(500.0),
            tempo_bpm: 120.0,
            seed: 0,
        }
    }
}

/// What has happened since the last reset, and what is happening now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NetworkReport {
    /// Packets that were sent.
    pub packets: u64,
    /// Those of them that were lost.
    pub lost: u64,
    /// Runs of lost packets.
    pub bursts: u64,
    /// Whether the present packet is lost.
    pub is_lost: bool,
    /// How far behind the sound is played, in frames.
    pub late: usize,
    /// Whether the player has run dry.
    pub is_stuttering: bool,
}

/// Both channels' way through the network.
pub struct Network {
    spec: Spec,
    settings: NetworkSettings,
    losses: Losses,
    history: History,
    concealer: Concealer,
    playout: Playout,
    stutter: Stutter,
    /// Frames of the present packet, and those still to come.
    packet: usize,
    left: usize,
    report: NetworkReport,
}

impl Network {
    /// With all of it switched off. Allocates.
    pub fn new(spec: Spec) -> Self {
        let concealer = Concealer::new(spec);
        let playout = Playout::new(spec);
        let reach = concealer.reach().max(playout.reach());
        let mut network = Self {
            spec,
            settings: NetworkSettings::default(),
            losses: Losses::new(),
            history: History::new(reach),
            concealer,
            playout,
            stutter: Stutter::new(spec),
            packet: 0,
            left: 0,
            report: NetworkReport::default(),
        };
        network.set(&NetworkSettings::default());
        network
    }

    /// Begins again: the same sound meets the same fate.
    pub fn reset(&mut self) {
        self.losses.reset();
        self.history.reset();
        self.concealer.reset();
        self.playout.reset();
        self.stutter.reset();
        self.left = 0;
        self.report = NetworkReport::default();
    }

    /// Takes new settings; packets follow them from the next one on.
    pub fn set(&mut self, settings: &NetworkSettings) {
        if settings.seed != self.settings.seed {
            self.losses.seed(settings.seed);
            self.concealer.seed(settings.seed);
            self.playout.seed(settings.seed);
            self.stutter.seed(settings.seed);
        }
        self.settings = *settings;
        self.losses.set(settings.loss, settings.burst);
        self.playout.set(settings.jitter_ms);
        self.stutter.set(
            within(settings.stutter, [0.0, MAX_STUTTER]),
            settings.stutter_length,
            within(settings.tempo_bpm, [20.0, 999.0]),
        );
        let packet_ms = within(settings.packet_ms, PACKET_MS);
        self.packet = self.spec.frames(f64::from(packet_ms)).max(1);
    }

    /// Where in the song the next frame is, in quarter notes; nothing while it stands or is not
    /// known. With a length in beats, the same bars then stutter in the same way at every pass.
    pub fn locate(&mut self, beat: Option<f64>) {
        self.stutter.locate(beat);
    }

    /// Frames from input to output while all goes well, whatever is set: none.
    pub fn delay(&self) -> usize {
        0
    }

    /// Frames for which it may sound on after the input has fallen silent.
    pub fn tail(&self) -> usize {
        let concealed = if self.settings.loss > 0.0 || self.report.is_lost {
            self.concealer.tail(self.settings.concealment)
        } else {
            0
        };
        concealed + self.playout.tail() + self.stutter.tail()
    }

    /// Sends a block on its way and replaces it by what is heard.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            if self.left == 0 {
                self.next_packet();
            }
            let len = self.left.min(frames - done);
            let mut part = block.part(done, len);
            self.concealer.process(&mut part);
            self.history.write(&part);
            self.playout.process(&self.history, &mut part);
            self.stutter.process(&mut part);
            self.left -= len;
            done += len;
        }
    }

    /// What has happened since the last reset.
    pub fn report(&self) -> NetworkReport {
        NetworkReport {
            late: self.playout.late(),
            is_stuttering: self.stutter.is_dry(),
            ..self.report
        }
    }

    /// The next packet's fate.
    fn next_packet(&mut self) {
        self.left = self.packet;
        let lost = self.losses.next_is_lost();
        self.report.packets += 1;
        self.report.lost += u64::from(lost);
        self.report.bursts += u64::from(lost && !self.report.is_lost);
        self.report.is_lost = lost;
        self.concealer
            .next_packet(&self.history, lost, self.settings.concealment);
        self.playout.next_packet(&self.history);
        let seconds = self.packet as f64 / self.spec.sample_rate;
        self.stutter.next_packet(seconds as f32);
    }
}

/// `value` within bounds; what is not a number is the lower one.
fn within(value: f32, [least, most]: [f32; 2]) -> f32 {
    value.max(least).min(most)
}

/// Uniform in 0 to 1, 0 left out.
fn uniform(source: &mut crate::audio::dsp::noise::WhiteNoise) -> f32 {
    0.5 - 0.5 * source.sample()
}
