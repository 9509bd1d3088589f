//! How noises answer to the music: they give way, rise with it, or are set off by its attacks.
//!
//! The level is that of both channels' mean power, as an RMS detector of 10 ms; what follows from it
//! comes within some milliseconds and goes within a quarter of a second.
//!
//! An attack is where the power of the last millisecond exceeds that of the last 30 ms by far, in
//! one of two bands: below 4 kHz, or around 40 to 180 Hz, in which a kick stands out of anything that
//! plays above it. To be no mere beat between sustained tones it must also reach what the last
//! 120 ms had.
//! Sources: J. P. Bello et al., "A tutorial on onset detection in music signals", IEEE Trans. Speech
//! and Audio Processing 13(5), 2005 (energy envelopes); D. Giannoulis, M. Massberg and J. D. Reiss,
//! "Digital dynamic range compressor design", JAES 60(6), 2012 (smoothing what is decided, not the
//! level). Thresholds are by trial on drums over pads.
//! Not modelled: soft attacks, such as a bow's; they are none here.

#[cfg(test)]
mod tests;

use super::Strike;
use crate::audio::dsp::one_pole::approach;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::dsp::units::ZERO_VU_DBFS;
use crate::audio::{MAX_BLOCK, Spec, StereoBlock};
use std::f64::consts::TAU;

/// How far a noise gives way or rises at full depth, in dB.
pub const RANGE_DB: f64 = 24.0;
/// That, as powers of two of the amplitude.
const RANGE_OCTAVES: f32 = (RANGE_DB / 6.020_599_913_279_624) as f32;
/// Below −40 dBFS, as a power, there is no music.
const FLOOR_POWER: f32 = 1e-4;
/// From there to 0 VU, in dB.
const MUSIC_DB: f32 = (ZERO_VU_DBFS + 40.0) as f32;
/// The power is averaged over this time, in seconds.
const RMS_S: f64 = 0.010;
/// How fast noises answer and how fast they come back, in seconds.
const ATTACK_S: f64 = 0.003;
const RELEASE_S: f64 = 0.25;
/// How fast another depth comes in, in seconds.
const DEPTH_S: f64 = 0.02;

/// The bands' corners in Hz.
const BROAD_HZ: f64 = 4_000.0;
const LOW_HZ: (f64, f64) = (35.0, 180.0);
/// The envelopes' times in seconds.
const FAST_S: f64 = 0.001;
const SLOW_S: f64 = 0.030;
const LONG_S: f64 = 0.120;
/// How far the fast one must exceed the slow one, as a ratio of powers: 7 dB broadband, 9 dB in the
/// bass, whose envelope swings with each period.
const BROAD_RISE: f32 = 5.0;
const LOW_RISE: f32 = 8.0;
/// And the long one.
const LONG_RISE: f32 = 0.5;
/// What an attack out of silence must reach, as a power: −57 and −59 dBFS.
const BROAD_FLOOR: f32 = 2.0e-6;
const LOW_FLOOR: f32 = 1.25e-6;
/// An attack's size is known so long after it is seen, in seconds.
const WAIT_S: f64 = 0.001;
/// No other follows within this time, in seconds.
const REFRACTORY_S: f64 = 0.070;
/// Rises in dB at which an attack is of strength 0 and 1.
const STRENGTH_DB: (f32, f32) = (4.0, 24.0);
/// So far below the strongest of late is one of strength 0, and so fast is that forgotten, in
/// seconds.
const SPREAD_DB: f32 = 40.0;
const STRONGEST_S: f64 = 4.0;
/// The strongest of late when nothing was: −60 dBFS.
const FAINTEST: f32 = 1e-6;

/// The attacks in a block.
#[derive(Debug, Clone, Copy)]
pub struct Strikes {
    list: [Strike; Self::CAPACITY],
    len: usize,
}

impl Default for Strikes {
    fn default() -> Self {
        let none = Strike {
            at: 0,
            strength: 0.0,
        };
        Self {
            list: [none; Self::CAPACITY],
            len: 0,
        }
    }
}

impl Strikes {
    /// More than a block can hold: from 1 kHz on, two attacks are 70 frames apart.
    const CAPACITY: usize = 4;

    /// Those there are.
    pub fn as_slice(&self) -> &[Strike] {
        &self.list[..self.len]
    }

    /// None.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// One more; what does not fit is lost.
    pub fn add(&mut self, strike: Strike) {
        if let Some(place) = self.list.get_mut(self.len) {
            *place = strike;
            self.len += 1;
        }
    }
}

/// The strongest of `strikes` at frames `from` to `to`; 0 without one.
pub fn strongest(strikes: &[Strike], from: usize, to: usize) -> f32 {
    let here = strikes
        .iter()
        .filter(|strike| (from..to).contains(&strike.at));
    here.fold(0.0, |most, strike| {
        most.max(strike.strength.clamp(0.0, 1.0))
    })
}

/// Power averages, side by side. Those of the low band follow those of the broad one.
const FAST: usize = 0;
const SLOW: usize = 2;
const LONG: usize = 4;
const RMS: usize = 6;
const LANES: usize = 8;

/// Hears the music on behalf of all noises.
pub struct Follower {
    /// What is kept of each average and what is added, each frame.
    keep: [f32; LANES],
    add: [f32; LANES],
    /// Of left and right below the broad band's corner, and of both below the low band's two.
    bands: [f32; 4],
    /// What duck and swell move by in a tick.
    attack: f32,
    release: f32,
    depth_share: f32,
    /// What is kept of the strongest attack in a tick.
    remember: f32,
    wait_frames: usize,
    refractory_frames: usize,
    depth: f32,
    /// It has not heard what was before.
    paused: bool,
    state: State,
    duck: [f32; MAX_BLOCK],
    swell: [f32; MAX_BLOCK],
    frames: usize,
}

struct State {
    ticker: Ticker,
    averages: [f32; LANES],
    filters: [f32; 4],
    /// Whether averages and filters are all exactly 0.
    silent: bool,
    /// How much music there is, 0 to 1, and how far noises answer.
    music: f32,
    depth: f32,
    fresh: bool,
    duck: Glide,
    swell: Glide,
    /// Frames until the next attack may be seen, and until this one's size is known.
    refractory: usize,
    wait: usize,
    /// The slow averages when it was seen, and the highest ratio since.
    reference: [f32; 2],
    rise: f32,
    /// The power it has reached, and that of the strongest attack of late.
    power: f32,
    strongest: f32,
}

impl State {
    fn new(depth: f32) -> Self {
        Self {
            ticker: Ticker::default(),
            averages: [0.0; LANES],
            filters: [0.0; 4],
            silent: true,
            music: 0.0,
            depth,
            fresh: true,
            duck: Glide::still(1.0),
            swell: Glide::still(1.0),
            refractory: 0,
            wait: 0,
            reference: [0.0; 2],
            rise: 0.0,
            power: 0.0,
            strongest: FAINTEST,
        }
    }
}

impl Follower {
    /// Answers at half depth until it is set.
    pub fn prepare(spec: Spec) -> Self {
        let rate = spec.sample_rate;
        let times = [FAST_S, FAST_S, SLOW_S, SLOW_S, LONG_S, LONG_S, RMS_S, RMS_S];
        let add = times.map(|seconds| approach(seconds, 1, rate));
        let corner = |hz: f64| (1.0 - (-TAU * (hz / rate).min(0.25)).exp()) as f32;
        Self {
            keep: add.map(|add| 1.0 - add),
            add,
            bands: [BROAD_HZ, BROAD_HZ, LOW_HZ.0, LOW_HZ.1].map(corner),
            attack: approach(ATTACK_S, TICK, rate),
            release: approach(RELEASE_S, TICK, rate),
            depth_share: approach(DEPTH_S, TICK, rate),
            remember: 1.0 - approach(STRONGEST_S, TICK, rate),
            wait_frames: spec.frames(WAIT_S * 1e3).max(1),
            refractory_frames: spec.frames(REFRACTORY_S * 1e3).max(2),
            depth: 0.5,
            paused: false,
            state: State::new(0.5),
            duck: [1.0; MAX_BLOCK],
            swell: [1.0; MAX_BLOCK],
            frames: 0,
        }
    }

    /// As after `prepare`; the depth that was set is taken at once.
    pub fn reset(&mut self) {
        self.state = State::new(self.depth);
        self.paused = false;
        self.frames = 0;
    }

    /// Some frames pass unheard. What comes next is no attack, even though there was nothing before.
    pub fn pause(&mut self) {
        self.paused = true;
    }

    /// How far noises answer, 0 to 1.
    pub fn set(&mut self, depth: f32) {
        self.depth = depth.clamp(0.0, 1.0);
        if self.state.fresh {
            self.state.depth = self.depth;
        }
    }

    /// The gains of noises that duck and that swell, for each frame of the block just heard.
    pub fn gains(&self) -> (&[f32], &[f32]) {
        (&self.duck[..self.frames], &self.swell[..self.frames])
    }

    /// Hears a block, and says which attacks it has seen in it.
    pub fn process(&mut self, block: &StereoBlock, strikes: &mut Strikes) {
        strikes.clear();
        self.frames = block.frames();
        if std::mem::take(&mut self.paused) {
            self.state = State::new(self.depth);
            self.state.refractory = self.refractory_frames;
        }
        let mut done = 0;
        while done < self.frames {
            let segment = self.state.ticker.next(self.frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            let end = done + segment.len;
            for (gains, glide) in [
                (&mut self.duck, &self.state.duck),
                (&mut self.swell, &self.state.swell),
            ] {
                let (from, step) = glide.line();
                for (n, gain) in gains[done..end].iter_mut().enumerate() {
                    *gain = from + step * (segment.offset + n) as f32;
                }
            }
            let (left, right) = (&block.left[done..end], &block.right[done..end]);
            self.listen(left, right, done, strikes);
            done = end;
        }
    }

    /// What the averages say for the next 16 frames.
    fn tick(&mut self) {
        let state = &mut self.state;
        let at_once = std::mem::take(&mut state.fresh);
        state.strongest = (state.strongest * self.remember).max(FAINTEST);
        if !state.silent {
            // Below −180 dBFS nothing is left; exactly 0 costs nothing.
            let left = |values: &[f32], least: f32| values.iter().any(|x| x.abs() > least);
            if !left(&state.averages, 1e-18) && !left(&state.filters, 1e-9) {
                state.averages = [0.0; LANES];
                state.filters = [0.0; 4];
                state.silent = true;
            }
        }
        // A sine in both channels is at full scale where left² + right² is 1 on average.
        let above = state.averages[RMS] / FLOOR_POWER;
        let music = if above > 1.0 {
            (10.0 * above.log10() / MUSIC_DB).min(1.0)
        } else {
            0.0
        };
        let moves = state.depth != self.depth || state.music != music || at_once;
        if !moves {
            state.duck.to(state.duck.line().0);
            state.swell.to(state.swell.line().0);
            return;
        }
        let share = if music > state.music {
            self.attack
        } else {
            self.release
        };
        state.music += share * (music - state.music);
        state.depth += self.depth_share * (self.depth - state.depth);
        if (state.music - music).abs() < 1e-5 {
            state.music = music;
        }
        if (state.depth - self.depth).abs() < 1e-5 {
            state.depth = self.depth;
        }
        let range = RANGE_OCTAVES * state.depth;
        let duck = range * state.music;
        state.duck.move_to((-duck).exp2(), at_once);
        state.swell.move_to((duck - range).exp2(), at_once);
    }

    fn listen(&mut self, left: &[f32], right: &[f32], first: usize, strikes: &mut Strikes) {
        let state = &mut self.state;
        if state.silent {
            let sounds = |side: &[f32]| side.iter().any(|&x| x != 0.0);
            if !sounds(left) && !sounds(right) {
                // Everything is 0 and stays so; only time passes.
                state.refractory = state.refractory.saturating_sub(left.len());
                return;
            }
            state.silent = false;
        }
        let (keep, add, bands) = (self.keep, self.add, self.bands);
        let (mut averages, mut filters) = (state.averages, state.filters);
        let mut hear = |n: usize| {
            let (l, r) = (bounded(left[n]), bounded(right[n]));
            let middle = 0.5 * (l + r);
            let input = [l, r, middle, middle];
            for lane in 0..4 {
                filters[lane] += bands[lane] * (input[lane] - filters[lane]);
            }
            let broad = filters[0] * filters[0] + filters[1] * filters[1];
            let low = filters[3] - filters[2];
            let low = 2.0 * low * low;
            let powers = [broad, low, broad, low, broad, low, l * l + r * r, 0.0];
            for lane in 0..LANES {
                averages[lane] = keep[lane] * averages[lane] + add[lane] * powers[lane];
            }
            averages
        };
        let frames = left.len();
        let mut n = 0;
        while n < frames {
            if state.refractory == 0 {
                let now = hear(n);
                n += 1;
                let stands_out = (now[FAST] > BROAD_RISE * now[SLOW] + BROAD_FLOOR)
                    | (now[FAST + 1] > LOW_RISE * now[SLOW + 1] + LOW_FLOOR);
                if stands_out && is_no_beat(&now) {
                    state.refractory = self.refractory_frames;
                    state.wait = self.wait_frames;
                    state.rise = 0.0;
                    state.power = 0.0;
                    state.reference = [
                        now[SLOW] + BROAD_FLOOR / BROAD_RISE,
                        now[SLOW + 1] + LOW_FLOOR / LOW_RISE,
                    ];
                }
            } else if state.wait > 0 {
                let now = hear(n);
                let [broad, low] = state.reference;
                let rise = (now[FAST] / broad).max(now[FAST + 1] / low);
                state.rise = state.rise.max(rise);
                state.power = state.power.max(now[FAST]);
                state.wait -= 1;
                state.refractory -= 1;
                if state.wait == 0 {
                    state.strongest = state.strongest.max(state.power);
                    strikes.add(Strike {
                        at: first + n,
                        strength: strength(state.rise, state.power / state.strongest),
                    });
                }
                n += 1;
            } else {
                let end = frames.min(n + state.refractory);
                state.refractory -= end - n;
                while n < end {
                    hear(n);
                    n += 1;
                }
            }
        }
        (state.averages, state.filters) = (averages, filters);
    }
}

/// Whether what stands out of the slow averages also reaches the long ones.
fn is_no_beat(now: &[f32; LANES]) -> bool {
    let stands_out = |band: usize, rise: f32, floor: f32| {
        now[FAST + band] > rise * now[SLOW + band] + floor
            && now[FAST + band] > LONG_RISE * now[LONG + band]
    };
    stands_out(0, BROAD_RISE, BROAD_FLOOR) || stands_out(1, LOW_RISE, LOW_FLOOR)
}

/// What is beyond +60 dBFS, or no number, is no music; squares must stay finite.
#[inline(always)]
fn bounded(x: f32) -> f32 {
    if x.abs() <= 1e3 { x } else { 0.0 }
}

/// By how far it rises out of what was before, and by how it compares with the strongest of late;
/// both as ratios of powers.
fn strength(rise: f32, share: f32) -> f32 {
    let (none, full) = STRENGTH_DB;
    let rise_db = 10.0 * rise.max(1.0).log10();
    let below_db = 10.0 * share.max(1e-6).log10();
    let strength = ((rise_db - none) / (full - none)).min(1.0 + below_db / SPREAD_DB);
    // The faintest is still one.
    strength.clamp(0.05, 1.0)
}
