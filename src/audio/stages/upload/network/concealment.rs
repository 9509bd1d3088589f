//! What is heard in place of lost packets.
//!
//! Where a burst begins, the last good sound is kept, and the piece of it is looked for after which
//! it would go on as it does: that piece loops. In steps of 10 ms it falls, or gives way to noise.
//! Source: the idea is that of ITU-T G.711 Appendix I (1999): repetition of the last pitch period
//! with overlapping ends, at full level for 10 ms and 20 % less with each further 10 ms.
//! Not modelled: its 3.75 ms of delay, which here the overlap with the sound itself replaces;
//! its second and third period, by which it buzzes less: the buzz is wanted.

use super::grains::Grains;
use super::history::History;
use super::overlap::smooth;
use super::search::Search;
use crate::audio::stage::{Spec, StereoBlock};

/// Level steps come at this pace, as in G.711 Appendix I.
const STEP_MS: f64 = 10.0;
/// What is lost is heard for so long yet: the overlap of a codec's last good packet.
const ENTER_MS: f64 = 5.0;
/// The return takes as long as the longest in G.711 Appendix I, and at most a packet.
const LEAVE_MS: f64 = 10.0;
/// Overlap of the ends of the loop, at most; half of the shortest one.
const SEAM_MS: f64 = 2.5;
/// Periods that are looked for, shortest and longest: as in G.711 Appendix I, 66 to 200 Hz.
const PITCH_MS: [f64; 2] = [5.0, 15.0];
/// The piece that is repeated once: about a packet, so that it is no tone of its own. By ear.
const PIECE_MS: [f64; 2] = [18.0, 36.0];
/// The robot's voice stays at this level for a while. By ear.
const HELD: f32 = 0.4;
/// Level of the noise re the last packet's: it is there and does not attract attention. By ear.
const COMFORT: f32 = 0.35;
/// What stays falls by this in each step, 8.7 dB in a second, so that a line which is cut falls
/// silent. By ear.
const FALL: f32 = 0.99;
/// Below this, −80 dB, is silence.
const INAUDIBLE: f32 = 1e-4;

/// What is heard in place of lost packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Concealment {
    /// The last pitch period, falling, then held: a robot's voice.
    #[default]
    Repeat,
    /// The last packet once more, silent after 60 ms.
    Fade,
    /// Noise with the spectrum and half the level of the last packet.
    Noise,
    /// Nothing.
    Silence,
}

impl Concealment {
    /// Levels of the loop and of the noise before any step.
    fn first(self) -> [f32; 2] {
        match self {
            Self::Silence => [0.0, 0.0],
            _ => [1.0, 0.0],
        }
    }

    /// The same at the end of a step, the first being 0.
    fn levels(self, step: u32) -> [f32; 2] {
        let falling = (1.0 - 0.2 * step as f32).max(0.0);
        let held = |level: f32| {
            let level = level * FALL.powi(step.min(10_000) as i32);
            if level < INAUDIBLE { 0.0 } else { level }
        };
        match self {
            Self::Repeat => [falling.max(held(HELD)), 0.0],
            Self::Fade => [falling, 0.0],
            Self::Noise => match step {
                0 => [0.7, 0.5],
                1 => [0.2, 0.6],
                _ => [0.0, held(COMFORT)],
            },
            Self::Silence => [0.0, 0.0],
        }
    }

    /// Milliseconds until nothing is heard of it.
    fn tail_ms(self) -> f64 {
        let held = |level: f32| f64::from((INAUDIBLE / level).ln() / FALL.ln()) * STEP_MS;
        let falling = match self {
            Self::Repeat => held(HELD),
            Self::Fade => 6.0 * STEP_MS,
            Self::Noise => held(COMFORT),
            Self::Silence => ENTER_MS,
        };
        falling + 2.0 * STEP_MS
    }

    /// Lengths of the loop that come into question, in milliseconds.
    fn loop_ms(self) -> [f64; 2] {
        match self {
            Self::Fade => PIECE_MS,
            _ => PITCH_MS,
        }
    }
}

/// Conceals losses in both channels.
pub struct Concealer {
    spec: Spec,
    search: Search,
    /// The last good sound, and its sum.
    past: [Vec<f32>; 2],
    sum: Vec<f32>,
    grains: Grains,
    burst: Option<Burst>,
}

/// A run of lost packets, and the overlap behind it.
struct Burst {
    concealment: Concealment,
    period: usize,
    seam: usize,
    /// Frames into the loop.
    phase: usize,
    step: u32,
    /// Frames that are left of the step.
    left: usize,
    /// Gains of loop and noise, and what each frame adds to them.
    gains: [f32; 2],
    slopes: [f32; 2],
    /// Share of the sound itself: on its way out, or back.
    passing: Option<Passing>,
    leaving: bool,
}

struct Passing {
    elapsed: usize,
    length: usize,
}

impl Concealer {
    /// Nothing is lost yet. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(spec: Spec) -> Self {
        let search = Search::new(spec);
        let reach = search.template() + spec.frames(PIECE_MS[1]) + spec.frames(SEAM_MS);
        Self {
            spec,
            search,
            past: [vec![0.0; reach], vec![0.0; reach]],
            sum: vec![0.0; reach],
            grains: Grains::new(spec),
            burst: None,
        }
    }

    /// Frames of the past that it looks at.
    pub fn reach(&self) -> usize {
        self.sum.len()
    }

    /// Frames for which a lost packet is heard at most.
    pub fn tail(&self, concealment: Concealment) -> usize {
        self.spec.frames(concealment.tail_ms())
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.grains.reset();
        self.burst = None;
    }

    /// Other noise.
    pub fn seed(&mut self, seed: u64) {
        self.grains.seed(seed);
    }

    /// The next packet is lost or is not; `history` ends before it.
    pub fn next_packet(&mut self, history: &History, lost: bool, concealment: Concealment) {
        match (&mut self.burst, lost) {
            (Some(burst), true) if !burst.leaving => burst.concealment = concealment,
            (_, true) => self.burst = Some(self.begin(history, concealment)),
            (Some(burst), false) => burst.leave(self.spec.frames(LEAVE_MS)),
            (None, false) => {}
        }
    }

    /// Replaces what is lost.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let Some(burst) = &mut self.burst else {
            return;
        };
        let step = self.spec.frames(STEP_MS).max(1);
        for n in 0..block.frames() {
            if burst.left == 0 {
                burst.next_step(step);
            }
            let [repeated, noise] = burst.next_gains();
            let mut heard = burst
                .next_of_loop(&self.past)
                .map(|sample| repeated * sample);
            if noise != 0.0 {
                let grain = self.grains.next_frame(&self.past);
                heard = [heard[0] + noise * grain[0], heard[1] + noise * grain[1]];
            }
            let share = burst.next_share();
            for (sample, heard) in [&mut block.left[n], &mut block.right[n]]
                .into_iter()
                .zip(heard)
            {
                *sample = heard + share * (*sample - heard);
            }
            if burst.leaving && burst.passing.is_none() {
                self.burst = None;
                return;
            }
        }
    }

    /// Keeps the last good sound and finds what to loop.
    fn begin(&mut self, history: &History, concealment: Concealment) -> Burst {
        let reach = self.sum.len();
        for (channel, past) in self.past.iter_mut().enumerate() {
            history.read(channel, reach, past);
        }
        history.read_sum(reach, &mut self.sum);
        self.grains.begin();
        let [shortest, longest] = concealment.loop_ms().map(|ms| self.spec.frames(ms).max(2));
        let template = self.search.template();
        let place = self.search.best(
            &self.sum[reach - template..],
            &self.sum[reach - template - longest..reach - shortest],
        );
        let period = longest - place.offset;
        Burst {
            concealment,
            period,
            seam: self.spec.frames(SEAM_MS).min(period / 2),
            phase: 0,
            step: 0,
            left: 0,
            gains: concealment.first(),
            slopes: [0.0; 2],
            passing: Some(Passing::new(self.spec.frames(ENTER_MS))),
            leaving: false,
        }
    }
}

impl Burst {
    /// The sound is back.
    fn leave(&mut self, frames: usize) {
        if !self.leaving {
            self.leaving = true;
            self.passing = Some(Passing::new(frames));
        }
    }

    fn next_step(&mut self, frames: usize) {
        let target = self.concealment.levels(self.step);
        for ((slope, gain), target) in self.slopes.iter_mut().zip(&mut self.gains).zip(target) {
            // Arrived: without this, rounding would keep it from silence.
            if target == 0.0 && *gain < INAUDIBLE {
                *gain = 0.0;
            }
            *slope = (target - *gain) / frames as f32;
        }
        self.step = self.step.saturating_add(1);
        self.left = frames;
    }

    #[inline(always)]
    fn next_gains(&mut self) -> [f32; 2] {
        self.left -= 1;
        self.gains = [
            self.gains[0] + self.slopes[0],
            self.gains[1] + self.slopes[1],
        ];
        self.gains
    }

    /// The next frame of the loop. Towards its end it fades into what came before it, so that it
    /// begins again without a seam.
    #[inline(always)]
    fn next_of_loop(&mut self, past: &[Vec<f32>; 2]) -> [f32; 2] {
        let at = past[0].len() - self.period + self.phase;
        let into = (self.phase + self.seam + 1).saturating_sub(self.period);
        self.phase += 1;
        if self.phase == self.period {
            self.phase = 0;
        }
        if into == 0 {
            return [past[0][at], past[1][at]];
        }
        let share = smooth(into as f32 / (self.seam + 1) as f32);
        [0, 1].map(|channel| {
            let (late, early) = (past[channel][at], past[channel][at - self.period]);
            late + share * (early - late)
        })
    }

    /// The next frame's share of the sound itself.
    #[inline(always)]
    fn next_share(&mut self) -> f32 {
        let Some(passing) = &mut self.passing else {
            return 0.0;
        };
        passing.elapsed += 1;
        let share = smooth(passing.elapsed as f32 / passing.length as f32);
        if passing.elapsed == passing.length {
            self.passing = None;
        }
        if self.leaving { share } else { 1.0 - share }
    }
}

impl Passing {
    fn new(length: usize) -> Self {
        Self {
            elapsed: 0,
            length: length.max(1),
        }
    }
}
