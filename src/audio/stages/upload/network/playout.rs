//! Packets that come late: the player waits for them, and catches up when it can.
//!
//! The delay of the route changes at random, and the player follows it by splices to places that
//! sound alike, which lengthen or shorten the sound and leave its pitch.
//! Sources: R. Ramjee et al., "Adaptive playout mechanisms for packetized audio applications in
//! wide-area networks", INFOCOM 1994; Y. J. Liang, N. Färber and B. Girod, "Adaptive playout
//! scheduling and loss concealment for voice communication over IP networks", IEEE Trans.
//! Multimedia 5(4), 2003 (scaling single packets).

use super::history::History;
use super::overlap::Overlap;
use super::search::{MAX_SPAN_MS, Search};
use super::{MAX_JITTER_MS, uniform, within};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::{MAX_BLOCK, Spec, StereoBlock};

/// A route's delay lasts for this many packets on average: a queue fills and drains. By ear.
const PACKETS: f32 = 6.0;
/// Nothing is spliced for a smaller difference.
const LEAST_MS: f64 = 2.5;
/// No splice leaps farther; more than this is made up in several. By ear.
const LEAP_MS: f64 = 30.0;
/// Places up to this much to either side are searched: half of the period of 55 Hz.
const SIDE_MS: f64 = 9.0;
/// How long both places are heard; a packet at most, so that one splice is over before the next.
const OVERLAP_MS: f64 = 10.0;

/// Plays both channels late.
pub struct Playout {
    source: WhiteNoise,
    search: Search,
    /// What is compared.
    template: Vec<f32>,
    field: Vec<f32>,
    jitter: f32,
    longest: usize,
    least: usize,
    leap: usize,
    side: usize,
    overlap_frames: usize,
    /// Frames by which the packets are late now, and by which they are played late.
    wanted: usize,
    late: usize,
    /// The place that is left, and the way from there.
    splice: Option<(usize, Overlap)>,
    ms: f64,
}

impl Playout {
    /// All is in time. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(spec: Spec) -> Self {
        let search = Search::new(spec);
        let template = search.template();
        Self {
            source: source(0),
            search,
            template: vec![0.0; template],
            field: vec![0.0; template + spec.frames(MAX_SPAN_MS)],
            jitter: 0.0,
            longest: spec.frames(f64::from(MAX_JITTER_MS)),
            least: spec.frames(LEAST_MS).max(1),
            leap: spec.frames(LEAP_MS).max(1),
            side: spec.frames(SIDE_MS),
            overlap_frames: spec.frames(OVERLAP_MS).max(1),
            wanted: 0,
            late: 0,
            splice: None,
            ms: spec.sample_rate * 1e-3,
        }
    }

    /// Frames of the past that it looks at.
    pub fn reach(&self) -> usize {
        self.longest + self.template.len()
    }

    /// Frames for which it may sound on.
    pub fn tail(&self) -> usize {
        if self.jitter == 0.0 && self.late == 0 {
            return 0;
        }
        self.longest + self.overlap_frames
    }

    /// How far behind it plays, in frames.
    pub fn late(&self) -> usize {
        self.late
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.source.reset();
        self.wanted = 0;
        self.late = 0;
        self.splice = None;
    }

    /// Another fate.
    pub fn seed(&mut self, seed: u64) {
        self.source = source(seed);
    }

    /// The mean delay in milliseconds, 0 to [`MAX_JITTER_MS`].
    pub fn set(&mut self, jitter_ms: f32) {
        self.jitter = within(jitter_ms, [0.0, MAX_JITTER_MS]);
    }

    /// The next packet begins; `history` ends before it.
    pub fn next_packet(&mut self, history: &History) {
        if self.jitter == 0.0 {
            self.wanted = 0;
            if self.late > 0 && self.splice.is_none() {
                self.splice(history, [0, 0]);
            }
            return;
        }
        if uniform(&mut self.source) * PACKETS < 1.0 {
            self.wanted = self.draw();
        }
        if self.splice.is_none() && self.wanted.abs_diff(self.late) >= self.least {
            let range = self.range();
            self.splice(history, range);
        }
    }

    /// Replaces the part that was written to `history` last by what is played.
    pub fn process(&mut self, history: &History, part: &mut StereoBlock) {
        if self.late == 0 && self.splice.is_none() {
            return;
        }
        let frames = part.frames();
        if self.late > 0 {
            history.read(0, self.late + frames, part.left);
            history.read(1, self.late + frames, part.right);
        }
        let Some((from, overlap)) = &mut self.splice else {
            return;
        };
        let mut gains = [[0.0, 1.0]; MAX_BLOCK];
        for gains in &mut gains[..frames] {
            if overlap.is_over() {
                break;
            }
            *gains = overlap.next_gains();
        }
        for (channel, side) in part.channels().into_iter().enumerate() {
            let mut old = [0.0; MAX_BLOCK];
            history.read(channel, *from + frames, &mut old[..frames]);
            for ((sample, old), [leaving, coming]) in side.iter_mut().zip(old).zip(gains) {
                *sample = leaving * old + coming * *sample;
            }
        }
        if overlap.is_over() {
            self.splice = None;
        }
    }

    /// An exponentially distributed delay, none of it beyond the longest.
    fn draw(&mut self) -> usize {
        let least = (-MAX_JITTER_MS / self.jitter).exp();
        let share = least + (1.0 - least) * uniform(&mut self.source);
        let ms = -self.jitter * share.ln();
        ((f64::from(ms) * self.ms) as usize).min(self.longest)
    }

    /// The places to choose from, nearest and farthest: around the one that is wanted, if that is
    /// not too far, and on its side of the present one.
    fn range(&self) -> [usize; 2] {
        if self.wanted > self.late {
            let aim = self.wanted.min(self.late + self.leap);
            let nearest = aim.saturating_sub(self.side).max(self.late + self.least);
            [
                nearest.min(self.longest),
                (aim + self.side).min(self.longest),
            ]
        } else {
            let aim = self.wanted.max(self.late.saturating_sub(self.leap));
            let farthest = (aim + self.side).min(self.late - self.least);
            [aim.saturating_sub(self.side).min(farthest), farthest]
        }
    }

    /// To the place most like the present one.
    fn splice(&mut self, history: &History, [nearest, farthest]: [usize; 2]) {
        let len = self.template.len();
        history.read_sum(self.late + len, &mut self.template);
        let field = &mut self.field[..len + farthest - nearest];
        history.read_sum(farthest + len, field);
        let place = self.search.best(&self.template, field);
        let overlap = Overlap::new(self.overlap_frames, place.likeness);
        self.splice = Some((self.late, overlap));
        self.late = farthest - place.offset;
    }
}

fn source(seed: u64) -> WhiteNoise {
    WhiteNoise::new(seed ^ 0x717E_0003)
}
