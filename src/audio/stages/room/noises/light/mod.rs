//! A lamp that is not silent.
//!
//! - A fluorescent tube on an inductor: the core hums at twice the mains' frequency and its odd
//!   multiples, its laminations buzz where they resonate, the discharge hisses a little. Towards the
//!   end of the character it flickers: it goes out for some hundredths of a second, the starter
//!   clicks, and the inductor takes more current as it catches again.
//! - An energy-saving lamp: hardly a hum, and a whine beneath its converter's frequency, which the
//!   mains' ripple modulates.
//! - An LED's driver: a faint whine of its coil.
//! - A light bulb: nothing.
//!
//! Not modelled: the tube's age, dimmers, the resonances' own frequency when the mains change (they
//! move with it by a fifth). Levels and resonances are by ear.

mod lamps;
mod sound;

use lamps::{LAMPS, lamp};
use sound::{SERIES, Sound, hiss_follow, hiss_response, weighted};

use super::level::{rms_in_life, weighted_noise_rms};
use super::steady::{
    CHUNK, Chunked, Chunks, Circle, FOUR, Fours, Hiss, Line, Mixed, Rings, Waves, dot, phase_step,
    share, spread, step,
};
use super::{Answer, Household, Mains, Noise};
use crate::audio::Spec;
use crate::audio::dsp::noise::WhiteNoise;
use std::f32::consts::SQRT_2;

/// Of 100 Hz: to 6 kHz.
const HARMONICS: usize = 60;
/// How fast another lamp or other mains come in, in seconds.
const CHANGE_S: f64 = 0.04;
/// Beyond this character a tube flickers, at the end so often in a second.
const FLICKERS_FROM: f64 = 0.55;
const FLICKERS_PER_S: f64 = 1.6;
/// Dark and lit times within a flicker, from and to, in seconds.
const DARK_S: (f64, f64) = (0.02, 0.09);
const LIT_S: (f64, f64) = (0.015, 0.12);
/// How fast the sound goes with the light, and how long the surge of catching lasts, in seconds.
const GATE_S: f64 = 0.0015;
const SURGE_S: f64 = 0.05;
/// What is left while dark, and the surge, re the steady sound.
const DARK: f64 = 0.12;
const SURGE: f64 = 1.2;
/// How far a whine's pitch strays: its standard deviation as a share, and for how long, in seconds.
const WOBBLE: f64 = 0.001_06;
const WOBBLE_S: f64 = 0.02;
/// How deep the mains' ripple modulates a whine.
const RIPPLE: f64 = 0.35;
/// 1/√(1 + ripple²): takes away what the ripple adds to its power.
const RIPPLE_LOSS: f64 = 0.943_858;
/// The starter's tin can, in Hz and ms.
const TINK: [(f64, f64); 2] = [(2_930.0, 14.0), (5_270.0, 8.0)];

/// How far each smoother comes in a chunk.
struct Shares {
    change: f64,
    wobble: f64,
    /// What the wobble's noise is scaled by: see [`spread`].
    wobble_spread: f64,
    gate: f64,
    surge: f64,
}

impl Shares {
    fn new(sample_rate: f64) -> Self {
        let wobble = share(WOBBLE_S, sample_rate);
        Self {
            change: share(CHANGE_S, sample_rate),
            wobble,
            wobble_spread: WOBBLE * spread(wobble),
            gate: share(GATE_S, sample_rate),
            surge: share(SURGE_S, sample_rate),
        }
    }
}

/// The lamp.
pub struct Light {
    sample_rate: f64,
    seed: u64,
    waves: Waves,
    scales: [f64; LAMPS.len()],
    /// Scales white noise behind its filter to an A-weighted RMS of 1.
    hiss: f64,
    hiss_follow: f32,
    shares: Shares,
    target: Sound,
    target_hz: f64,
    flickers_per_s: f64,
    answers: bool,
    mixed: Mixed,
    chunks: Chunks,
    state: State,
}

struct State {
    fresh: bool,
    noise: Hiss,
    chance: WhiteNoise,
    phase: u32,
    step: u32,
    whine: Circle,
    twice_mains_hz: f64,
    wobble: f64,
    sound: Sound,
    gains: [Line; 4],
    hiss_low: f32,
    flicker: Flicker,
    gate: f64,
    surge: f64,
    tink: Rings<1>,
}

/// Where a lamp is in its flickering.
#[derive(Debug, Clone, Copy, Default)]
struct Flicker {
    /// How often it will still go out, the present time included.
    left: u32,
    dark: bool,
    /// Until it goes on or out.
    countdown_s: f64,
    /// How much of the light goes, 0 to 1.
    depth: f64,
}

impl State {
    fn new(seed: u64, sample_rate: f64, sound: Sound, twice_mains_hz: f64) -> Self {
        let mut chance = WhiteNoise::new(seed ^ 0x11_9402);
        let mut tink = Rings::new();
        for (lane, (hz, ms)) in TINK.into_iter().enumerate() {
            // What lies beyond the Nyquist frequency must not come back as something else.
            let hz = hz.min(0.45 * sample_rate);
            tink.tune(lane, step(hz, 1e3 / ms, sample_rate));
        }
        Self {
            fresh: true,
            noise: Hiss::new(seed ^ 0x11_9401, sample_rate),
            phase: (unit(&mut chance) * 4_294_967_040.0) as u32,
            step: 0,
            whine: Circle::new(unit(&mut chance) as f32),
            twice_mains_hz,
            wobble: 0.0,
            chance,
            sound,
            gains: [Line::default(); 4],
            hiss_low: 0.0,
            flicker: Flicker::default(),
            gate: 1.0,
            surge: 0.0,
            tink,
        }
    }

    /// Lets a chunk pass in the flickering; how hard the starter clicks, mostly not at all.
    fn flicker(&mut self, hazard: f64, chunk_s: f64) -> f64 {
        let flicker = &mut self.flicker;
        let chance = &mut self.chance;
        if flicker.left == 0 {
            if hazard > 0.0 && unit(chance) < hazard {
                let depth = 0.5 + 0.5 * unit(chance);
                self.start(depth);
            }
            return 0.0;
        }
        flicker.countdown_s -= chunk_s;
        if flicker.countdown_s > 0.0 {
            return 0.0;
        }
        flicker.dark = !flicker.dark;
        let (from, to) = if flicker.dark {
            DARK_S
        } else {
            flicker.left -= 1;
            self.surge = flicker.depth;
            LIT_S
        };
        flicker.countdown_s = from + (to - from) * unit(chance);
        flicker.depth * (0.4 + 0.6 * unit(chance))
    }

    fn start(&mut self, depth: f64) {
        self.flicker = Flicker {
            left: 1 + (unit(&mut self.chance) * 4.0) as u32,
            dark: false,
            countdown_s: 0.0,
            depth,
        };
    }
}

/// Uniform in 0..1.
fn unit(source: &mut WhiteNoise) -> f64 {
    f64::from(source.sample()) * 0.5 + 0.5
}

impl Light {
    /// Silent until it is set. Allocates.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        let sample_rate = spec.sample_rate;
        let highest = HARMONICS.min((0.45 * sample_rate / 120.0) as usize).max(1);
        let hiss = weighted_noise_rms(sample_rate, |hz| hiss_response(hz, sample_rate));
        let hiss = 1.0 / hiss.max(1e-6);
        let twice_mains_hz = 2.0 * Mains::Hz50.hz();
        Self {
            sample_rate,
            seed,
            waves: Waves::new(SERIES, highest),
            scales: LAMPS
                .map(|lamp| rms_in_life(lamp.level_dba) / weighted(lamp, sample_rate, highest)),
            hiss,
            hiss_follow: hiss_follow(sample_rate) as f32,
            shares: Shares::new(sample_rate),
            target: Sound::default(),
            target_hz: twice_mains_hz,
            flickers_per_s: 0.0,
            answers: false,
            mixed: Mixed::new(),
            chunks: Chunks::default(),
            state: State::new(seed, sample_rate, Sound::default(), twice_mains_hz),
        }
    }

    /// Sound, light and gains move on; how fast the whine turns, in turns per frame.
    fn advance(&mut self, struck: f32) -> f32 {
        let rate = self.sample_rate;
        let chunk_s = CHUNK as f64 / rate;
        let shares = &self.shares;
        let state = &mut self.state;
        let at_once = std::mem::take(&mut state.fresh);
        if state.sound != self.target {
            state.sound.approach(self.target, shares.change);
        }
        state.twice_mains_hz += shares.change * (self.target_hz - state.twice_mains_hz);
        state.step = phase_step(state.twice_mains_hz, rate);
        let push = shares.wobble_spread * f64::from(state.chance.sample());
        state.wobble += shares.wobble * (push - state.wobble);
        let whine_hz = state.sound.whine_hz * (1.0 + state.wobble);

        if self.answers && struck > 0.0 {
            state.start(f64::from(struck).sqrt());
        }
        let click = state.flicker(self.flickers_per_s * chunk_s, chunk_s);
        if click > 0.0 && state.sound.tink > 0.0 {
            let click = (click * state.sound.tink) as f32;
            state.tink.strike(0, click);
            state.tink.strike(1, 0.6 * click);
        }
        let dark = if state.flicker.dark {
            state.flicker.depth
        } else {
            0.0
        };
        let gate = 1.0 - (1.0 - DARK) * dark;
        state.gate += shares.gate * (gate - state.gate);
        if (state.gate - gate).abs() < 1e-5 {
            state.gate = gate;
        }
        state.surge -= shares.surge * state.surge;
        if state.surge < 1e-4 {
            state.surge = 0.0;
        }
        let sound = &state.sound;
        let surge = 1.0 + SURGE * state.surge;
        let whine = if whine_hz < 0.45 * rate {
            sound.whine
        } else {
            0.0
        };
        let amplitudes = [
            sound.hum * surge,
            sound.buzz * surge * surge,
            whine * RIPPLE_LOSS,
            sound.hiss * self.hiss,
        ];
        for (line, amplitude) in state.gains.iter_mut().zip(amplitudes) {
            line.move_to((state.gate * amplitude) as f32, at_once);
        }
        (whine_hz / rate) as f32
    }
}

impl Chunked for Light {
    fn chunks(&mut self) -> &mut Chunks {
        &mut self.chunks
    }

    fn seed(&mut self) -> &mut u64 {
        &mut self.seed
    }

    fn begin(&mut self) {
        self.state = State::new(self.seed, self.sample_rate, self.target, self.target_hz);
    }

    fn choose(&mut self, noise: &Noise, household: Household, mains: Mains) {
        let character = f64::from(noise.character).clamp(0.0, 1.0);
        self.target = match lamp(household) {
            Some(index) => Sound::new(LAMPS[index], self.scales[index], character),
            None => Sound {
                whine_hz: self.target.whine_hz,
                ..Sound::default()
            },
        };
        self.target_hz = 2.0 * mains.hz();
        let loose = ((character - FLICKERS_FROM) / (1.0 - FLICKERS_FROM)).max(0.0);
        self.flickers_per_s = FLICKERS_PER_S * loose * loose;
        self.answers = noise.answer == Answer::Struck;
        if self.state.fresh {
            self.state.sound = self.target;
            self.state.twice_mains_hz = self.target_hz;
        }
    }

    /// It flickers at a strike if it answers.
    fn render(&mut self, chunk: &mut [f32; CHUNK], struck: f32) {
        let whine_turns = self.advance(struck);
        let state = &mut self.state;
        let [hum, buzz, whine, hiss] = state.gains;
        if state.gains.iter().any(|line| !line.is_zero()) {
            state.noise.fill(chunk);
            let keep = Fours::new(1.0 - self.hiss_follow);
            for four in chunk.as_chunks_mut::<FOUR>().0 {
                let taken = four.map(|x| self.hiss_follow * x);
                let low = keep.states(taken, state.hiss_low);
                for n in 0..FOUR {
                    four[n] -= low[n];
                }
                state.hiss_low = low[FOUR - 1];
            }
            for (n, y) in chunk.iter_mut().enumerate() {
                *y *= hiss.at(n);
            }
            let mut phase = state.phase;
            if !whine.is_zero() {
                let turned = state.whine.turn(whine_turns);
                let mut phase = phase;
                for (n, y) in chunk.iter_mut().enumerate() {
                    phase = phase.wrapping_add(state.step);
                    let [.., ripple, _] = self.waves.at(phase);
                    let sine = SQRT_2 * turned.sin[n];
                    *y += whine.at(n) * sine * (1.0 + RIPPLE as f32 * ripple);
                }
            }
            if hum.is_still() && buzz.is_still() {
                let gains = [hum.end(), buzz.end(), 0.0, 0.0];
                self.mixed.mix(&self.waves, gains);
                phase = self.mixed.add_to(chunk, phase, state.step);
            } else {
                for (n, y) in chunk.iter_mut().enumerate() {
                    phase = phase.wrapping_add(state.step);
                    *y += dot(self.waves.at(phase), [hum.at(n), buzz.at(n), 0.0, 0.0]);
                }
            }
            state.phase = phase;
        }
        state.tink.run(chunk);
        state.tink.settle();
    }
}
