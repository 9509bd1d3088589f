//! The room's impulse response, made from its geometry a step at a time.
//!
//! Image sources until the room has mixed; then, handed over smoothly, the box's modes below the
//! Schroeder frequency and decaying noise above. Each part's level follows from the geometry and
//! needs no matching. At last everything, direct sound included, is brought to the loudness of what
//! goes in. All on the thread that plays, in steps of bounded work, so that a bounce hears a moving
//! room exactly as it was heard live.
//!
//! Not modelled: diffraction, curved or slanted walls, and a sound that changes while it travels.
//! Sources are named in each file.

mod exp;
mod images;
mod late;
mod loudness;
mod modes;
mod pressure;
mod scene;
mod shelves;
#[cfg(test)]
mod tests;

use super::Acoustics;
use super::geometry::held;
use super::surfaces::{BAND_HZ, BANDS, LN_60_DB};
use crate::audio::stage::{MAX_BLOCK, Spec};
use images::Images;
use late::Late;
use loudness::Loudness;
use modes::Modes;
use pressure::Pressure;
use scene::{PATHS, Scene};
use shelves::{Shelves, State};

/// The longest response, pre-delay included.
const LONGEST_S: f64 = 2.5;
/// The images' part of it.
const IMAGES_S: f64 = 0.1;
/// Above this rate responses become shorter instead of larger: no sound card is faster.
const FASTEST_HZ: f64 = 192_000.0;
const MAX_PRE_DELAY_MS: f64 = 250.0;
/// Work of one step, in millionths of a second on the machine of `docs/performance.md`: this share of the
/// step's own time, within these limits. More would be too much of a core at high rates, less would take
/// too long.
const BUDGET_SHARE: f64 = 0.195;
const BUDGET: (f64, f64) = (120.0, 150.0);
/// Pieces of work: frames wiped and images placed at once, and what each costs.
const CLEAR_FRAMES: usize = 1_024;
const IMAGES_BUDGET: usize = 800;
const CLEAR_COST: isize = 16;
const IMAGES_COST: isize = 16;
const MODES_COST: isize = 60;
const LATE_COST: isize = 50;
/// What so many frames of the pre-delay, of what has images, and of the tail cost.
const COST_FRAMES: usize = 512;
const SILENCE_COST: usize = 8;
const EARLY_COST: usize = 42;
const TAIL_COST: usize = 22;
/// The response ends in a fade over this share of its length.
const END_FADE: f64 = 0.06;
/// Nothing is brought up by more than 60 dB.
const LARGEST_GAIN: f64 = 1_000.0;

/// The direct sound of each path, in the order of [`Maker::paths`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Direct {
    /// When it arrives, in frames after the earliest.
    pub delay_frames: [usize; PATHS],
    /// Its amplitude.
    pub gain: [f32; PATHS],
}

/// What is done next.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Clear,
    Images,
    Modes,
    Late,
    /// The pre-delay, from a frame on.
    Silence(usize),
    /// What follows it, from a frame on.
    Compose(usize),
    Done,
}

/// Makes responses.
pub struct Maker {
    sample_rate: f64,
    max_frames: usize,
    paths: [Vec<f32>; PATHS],
    /// Noise and modes of a hop, and all together, frame by frame.
    noise: [Vec<f32>; PATHS],
    modal: [Vec<f32>; PATHS],
    hop: Vec<[f32; PATHS]>,
    images: Images,
    shelves: Shelves,
    shaped: State,
    modes: Modes,
    late: Late,
    loudness: Loudness,
    plan: Plan,
    direct: Direct,
    phase: Phase,
    /// Work of a step.
    budget: isize,
    /// Work that a step has left to the next, or has taken from it.
    left: isize,
}

/// What the settings ask for.
#[derive(Debug, Clone)]
struct Plan {
    scene: Scene,
    pre_delay: usize,
    /// Frames after the pre-delay.
    frames: usize,
    /// The tail takes over between these.
    handover: (f32, f32),
    /// The first hop in which modes and noise sound.
    tail_from: usize,
    early_gain: f32,
    late_gain: f32,
    width: f32,
    /// Whether the noise is there from the beginning.
    outside: bool,
    pressure: Pressure,
    /// What brings everything to the loudness of what goes in, once that is known.
    gain: f32,
}

impl Maker {
    /// Allocates all that it will need.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn prepare(spec: Spec) -> Self {
        let sample_rate = spec.sample_rate;
        let max_frames = Self::max_frames(spec);
        let late = Late::new(sample_rate);
        let hop = late.hop_frames();
        let shelves = Shelves::new(sample_rate);
        let images_frames = (IMAGES_S * sample_rate.min(FASTEST_HZ)) as usize + 1;
        let path = vec![0.0; max_frames];
        let zeros = vec![0.0; hop];
        let zeros = [zeros.clone(), zeros.clone(), zeros.clone(), zeros];
        let modes = Modes::new(hop, sample_rate);
        let plan = Plan::new(&Acoustics::default(), sample_rate, max_frames, hop);
        let mut maker = Self {
            sample_rate,
            max_frames,
            paths: [path.clone(), path.clone(), path.clone(), path],
            noise: zeros.clone(),
            modal: zeros,
            hop: vec![[0.0; PATHS]; hop],
            images: Images::new(images_frames),
            shelves,
            shaped: State::default(),
            modes,
            late,
            loudness: Loudness::new(sample_rate),
            plan,
            direct: Direct::default(),
            phase: Phase::Done,
            budget: budget(sample_rate),
            left: 0,
        };
        maker.start(&Acoustics::default());
        maker
    }

    /// The longest response in frames, pre-delay included.
    pub fn max_frames(spec: Spec) -> usize {
        (LONGEST_S * spec.sample_rate.min(FASTEST_HZ)) as usize
    }

    /// Begins anew for a changed room; what is under way is given up.
    pub fn start(&mut self, acoustics: &Acoustics) {
        let hop = self.late.hop_frames();
        self.plan = Plan::new(acoustics, self.sample_rate, self.max_frames, hop);
        for path in 0..PATHS {
            let (gain, delay_s) = self.plan.scene.direct(path);
            let delay = (delay_s * self.sample_rate + 0.5) as usize;
            self.direct.delay_frames[path] = delay.min(self.plan.frames - 1);
            self.direct.gain[path] = gain as f32;
        }
        self.phase = Phase::Clear;
        self.left = 0;
    }

    /// Works on it for a while; whether it is whole.
    pub fn step(&mut self) -> bool {
        self.left += self.budget;
        while self.phase != Phase::Done {
            let cost = self.cost();
            // To the nearest piece.
            if 2 * self.left < cost {
                break;
            }
            self.left -= cost;
            self.piece();
        }
        self.phase == Phase::Done
    }

    /// What the next piece costs.
    fn cost(&self) -> isize {
        let hop = |cost: usize| (cost * self.late.hop_frames()).div_ceil(COST_FRAMES) as isize;
        match self.phase {
            Phase::Clear => CLEAR_COST,
            Phase::Images => IMAGES_COST,
            Phase::Modes => MODES_COST,
            Phase::Late => LATE_COST,
            Phase::Silence(_) => hop(SILENCE_COST),
            Phase::Compose(from) if (from as f32) < self.plan.handover.1 => hop(EARLY_COST),
            Phase::Compose(_) => hop(TAIL_COST),
            Phase::Done => 0,
        }
    }

    fn piece(&mut self) {
        self.phase = match self.phase {
            Phase::Clear if self.images.clear(CLEAR_FRAMES) => {
                let scene = &self.plan.scene;
                self.images.start(scene, &self.shelves, self.sample_rate);
                self.shaped = State::default();
                self.loudness.reset();
                Phase::Images
            }
            Phase::Images if self.images.step(IMAGES_BUDGET) => Phase::Modes,
            Phase::Modes => {
                let plan = &self.plan;
                self.modes
                    .start(&plan.scene, plan.tail_from, self.sample_rate);
                Phase::Late
            }
            Phase::Late => {
                let plan = &self.plan;
                self.late
                    .start(&plan.scene, &self.modes, plan.tail_from, self.sample_rate);
                Phase::Silence(0)
            }
            Phase::Silence(from) if from >= self.plan.pre_delay => Phase::Compose(0),
            Phase::Silence(from) => Phase::Silence(self.silence(from)),
            Phase::Compose(from) => {
                let to = self.compose(from);
                if to < self.plan.frames {
                    Phase::Compose(to)
                } else {
                    self.finish();
                    Phase::Done
                }
            }
            phase => phase,
        };
    }

    /// The reverberation of each path: source left to microphone left, left to right, right to left
    /// and right to right, to be heard at [`Self::gain`]. Whole once [`Self::step`] has said so.
    pub fn paths(&self) -> [&[f32]; PATHS] {
        let frames = self.frames();
        self.paths.each_ref().map(|path| &path[..frames])
    }

    /// What brings [`Self::paths`] to the loudness of what goes in. Known once [`Self::step`] has said
    /// that they are whole.
    pub fn gain(&self) -> f32 {
        self.plan.gain
    }

    /// The direct sound. Whole once [`Self::step`] has said so.
    pub fn direct(&self) -> Direct {
        self.direct
    }

    /// How long the response is.
    pub fn frames(&self) -> usize {
        self.plan.pre_delay + self.plan.frames
    }

    fn silence(&mut self, from: usize) -> usize {
        let to = (from + self.late.hop_frames()).min(self.plan.pre_delay);
        for path in &mut self.paths {
            path[from..to].fill(0.0);
        }
        self.hear(from, to);
        to
    }

    /// One hop from a frame after the pre-delay on.
    fn compose(&mut self, from: usize) -> usize {
        let to = (from + self.late.hop_frames()).min(self.plan.frames);
        let tail = from >= self.plan.tail_from;
        if tail {
            self.late.hop(&mut self.noise);
            self.modes.hop(&mut self.modal);
        }
        let at = self.plan.pre_delay + from;
        let parts = self.noise.iter().zip(&self.modal);
        if (from as f32) < self.plan.handover.1 {
            let out = &mut self.hop[..to - from];
            let mut shaped = self.shaped;
            for (n, out) in out.iter_mut().enumerate() {
                let images = self.plan.images_share(from + n);
                let silent = [[0.0; BANDS]; PATHS];
                let trains = self.images.frame(from + n).unwrap_or(&silent);
                let early = self.shelves.process(&mut shaped, trains);
                let pressure = self.plan.pressure.next();
                let gain = images * self.plan.early_gain;
                *out = early.map(|early| gain * (early - pressure));
                if tail {
                    let noise_gain = self.plan.late_gain * self.plan.noise_share(images);
                    let modes_gain = self.plan.late_gain * (1.0 - images);
                    for (path, out) in out.iter_mut().enumerate() {
                        *out += noise_gain * self.noise[path][n] + modes_gain * self.modal[path][n];
                    }
                }
            }
            self.shaped = shaped;
            for (path, samples) in self.paths.iter_mut().enumerate() {
                for (sample, out) in samples[at..].iter_mut().zip(&*out) {
                    *sample = out[path];
                }
            }
        } else {
            let gain = if tail { self.plan.late_gain } else { 0.0 };
            for (samples, (noise, modal)) in self.paths.iter_mut().zip(parts) {
                let parts = noise.iter().zip(modal);
                for (sample, (noise, modal)) in samples[at..at + to - from].iter_mut().zip(parts) {
                    *sample = gain * (noise + modal);
                }
            }
        }
        let [left_left, left_right, right_left, right_right] = &mut self.paths;
        let hop = at..at + to - from;
        self.plan.shape(
            from,
            [
                &mut left_left[hop.clone()],
                &mut left_right[hop.clone()],
                &mut right_left[hop.clone()],
                &mut right_right[hop],
            ],
        );
        self.hear(at, at + to - from);
        to
    }

    /// Lets the meter hear the frames of a hop, with the direct sound.
    fn hear(&mut self, from: usize, to: usize) {
        let out = &mut self.hop[..to - from];
        let [a, b, c, d] = self.paths.each_ref().map(|path| &path[from..to]);
        let frames = a.iter().zip(b).zip(c.iter().zip(d));
        for (out, ((a, b), (c, d))) in out.iter_mut().zip(frames) {
            *out = [*a, *b, *c, *d];
        }
        for path in 0..PATHS {
            if let Some(n) = self.direct.delay_frames[path].checked_sub(from)
                && let Some(frame) = out.get_mut(n)
            {
                frame[path] += self.direct.gain[path];
            }
        }
        self.loudness.hear(out);
    }

    fn finish(&mut self) {
        let ratio = self.loudness.ratio();
        let gain = (1.0 / ratio.max(1e-30)).sqrt().min(LARGEST_GAIN) as f32;
        self.plan.gain = gain;
        self.direct.gain = self.direct.gain.map(|direct| gain * direct);
    }
}

/// See [`BUDGET`].
fn budget(sample_rate: f64) -> isize {
    let step_us = 1e6 * MAX_BLOCK as f64 / sample_rate;
    (BUDGET_SHARE * step_us).clamp(BUDGET.0, BUDGET.1) as isize
}

impl Plan {
    fn new(acoustics: &Acoustics, sample_rate: f64, max_frames: usize, hop: usize) -> Self {
        let scene = Scene::new(acoustics);
        let pre_delay_ms = held(acoustics.pre_delay_ms, 0.0, MAX_PRE_DELAY_MS, 0.0);
        let pre_delay = ((pre_delay_ms * 1e-3 * sample_rate) as usize).min(max_frames / 2);
        let mut longest_s = 1.25 * scene.images_s;
        for band in 0..BANDS {
            if BAND_HZ[band] > 0.5 * sample_rate && band > 0 {
                break;
            }
            let mut slowest = scene.decay_per_s[band];
            let mut further_s = 0.0;
            if let Some(coupled) = scene.coupled_per_s {
                // Two rooms one after the other decay later by the faster one's time.
                further_s = 1.0 / slowest.max(coupled[band]);
                slowest = slowest.min(coupled[band]);
            }
            longest_s = longest_s.max(0.5 * LN_60_DB / slowest + further_s);
        }
        let frames = ((longest_s * sample_rate) as usize).clamp(64, max_frames - pre_delay);
        let tail_from = if scene.coupled_per_s.is_some() {
            0
        } else {
            // A frame earlier, because the first comes in over a hop.
            let hops = (scene.tail_from_s * sample_rate) as usize / hop;
            hops.saturating_sub(1) * hop
        };
        let balance = held(acoustics.balance, -1.0, 1.0, 0.0);
        let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
        Self {
            pre_delay,
            frames,
            handover: (
                (scene.tail_from_s * sample_rate) as f32,
                (scene.images_s * sample_rate) as f32,
            ),
            tail_from,
            early_gain: (1.0 - smooth(balance.max(0.0))) as f32,
            late_gain: (1.0 - smooth((-balance).max(0.0))) as f32,
            width: held(acoustics.width, 0.0, 2.0, 1.0) as f32,
            outside: scene.coupled_per_s.is_some(),
            pressure: Pressure::new(&scene, sample_rate),
            gain: 1.0,
            scene,
        }
    }

    /// The end's fade and the width, for a hop from a frame on.
    fn shape(&self, from: usize, paths: [&mut [f32]; PATHS]) {
        let fade_from = (self.frames as f64 * (1.0 - END_FADE)) as usize;
        let per_frame = 1.0 / (self.frames - fade_from).max(1) as f32;
        let [left_left, left_right, right_left, right_right] = paths;
        let half = 0.5 * self.width;
        for (left, right) in [(left_left, left_right), (right_left, right_right)] {
            for path in [&mut *left, &mut *right] {
                let faded = path.iter_mut().enumerate();
                for (n, out) in faded.skip(fade_from.saturating_sub(from)) {
                    let t = (from + n - fade_from) as f32 * per_frame;
                    *out *= 1.0 - t * t * (3.0 - 2.0 * t);
                }
            }
            if self.width == 1.0 {
                continue;
            }
            for (left, right) in left.iter_mut().zip(right) {
                let (middle, side) = (0.5 * (*left + *right), half * (*left - *right));
                (*left, *right) = (middle + side, middle - side);
            }
        }
    }

    /// Amplitude of the images at a frame.
    #[inline(always)]
    fn images_share(&self, n: usize) -> f32 {
        let (from, to) = self.handover;
        let t = ((n as f32 - from) / (to - from)).clamp(0.0, 1.0);
        1.0 - t * t * (3.0 - 2.0 * t)
    }

    /// Of the noise beside them: powers sum to 1.
    #[inline(always)]
    fn noise_share(&self, images: f32) -> f32 {
        if self.outside {
            1.0
        } else {
            (1.0 - images * images).sqrt()
        }
    }
}
