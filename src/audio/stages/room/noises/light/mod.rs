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

use lamps::{LAMPS, Lamp, lamp};

use super::answer::strongest;
use super::level::{a_weighting, rms_in_life, weighted_noise_rms};
use super::ping::Ping;
use super::waves::{LANES, Series, Waves, phase_step, rms};
use super::{Answer, Household, Mains, Noise, Source, Strike};
use crate::audio::Spec;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::dsp::units::db_to_gain;
use std::f64::consts::TAU;

/// Of 100 Hz: to 6 kHz.
const HARMONICS: usize = 60;
/// Where the laminations resonate, with quality and size.
const RESONANCES: [(f64, f64, f64); 3] = [
    (1_150.0, 6.0, 1.0),
    (2_350.0, 8.0, 0.7),
    (3_700.0, 9.0, 0.45),
];
/// How fast another lamp or other mains come in, in seconds.
const CHANGE_S: f64 = 0.04;
/// Above this corner the discharge hisses, in Hz.
const HISS_HZ: f64 = 3_500.0;
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
/// How far a whine's pitch strays, as a share, and for how long, in seconds.
const WOBBLE: f64 = 0.02;
const WOBBLE_S: f64 = 0.02;
/// How deep the mains' ripple modulates a whine.
const RIPPLE: f64 = 0.35;
/// 1/√(1 + ripple²): takes away what the ripple adds to its power.
const RIPPLE_LOSS: f64 = 0.943_858;
/// The starter's tin can, in Hz and ms.
const TINK: [(f64, f64); 2] = [(2_930.0, 14.0), (5_270.0, 8.0)];

/// The waves: hum, buzz, the ripple on a converter's supply, and a sine.
const SERIES: [Series; LANES] = [hum, buzz, ripple, |h| [if h == 1 { 1.0 } else { 0.0 }, 0.0]];

fn hum(h: usize) -> [f64; 2] {
    match h {
        1 => [1.0, 0.0],
        2 => [0.0, 0.18],
        3 => [0.25, 0.25],
        5 => [0.0, 0.2],
        7 => [0.1, 0.0],
        9 => [0.0, 0.05],
        _ => [0.0; 2],
    }
}

fn buzz(h: usize) -> [f64; 2] {
    let hz = 100.0 * h as f64;
    let resonances = RESONANCES.iter().map(|&(centre, q, size)| {
        let detune = q * (hz / centre - centre / hz);
        size / detune.hypot(1.0)
    });
    let size = resonances.sum::<f64>() + 0.05;
    // Phases that grow with the square keep it from being one sharp pulse.
    let phase = 0.13 * (h * h) as f64;
    [size * phase.sin(), size * phase.cos()]
}

fn ripple(h: usize) -> [f64; 2] {
    match h {
        1 => [1.0, 0.0],
        2 => [0.0, 0.4],
        3 => [0.15, 0.0],
        _ => [0.0; 2],
    }
}

/// What is smoothed on the way from one lamp to another: amplitudes, and a pitch.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Sound {
    hum: f64,
    buzz: f64,
    hiss: f64,
    whine: f64,
    whine_hz: f64,
    tink: f64,
}

impl Sound {
    /// `lamp` times `scale`.
    fn new(lamp: &Lamp, scale: f64, character: f64) -> Self {
        let side = 2.0 * character - 1.0;
        // From a hum that is felt more than heard to loose laminations.
        let buzz = db_to_gain(if side < 0.0 { 12.0 * side } else { 7.0 * side });
        Self {
            hum: scale * lamp.hum * db_to_gain(-2.0 * side),
            buzz: scale * lamp.buzz * buzz,
            hiss: scale * lamp.hiss * db_to_gain(4.0 * side),
            whine: scale * lamp.whine * db_to_gain(4.0 * side),
            whine_hz: lamp.whine_hz * (1.0 + 0.12 * side),
            tink: lamp.tink * rms_in_life(lamp.level_dba),
        }
    }

    fn fields(&mut self) -> [&mut f64; 6] {
        [
            &mut self.hum,
            &mut self.buzz,
            &mut self.hiss,
            &mut self.whine,
            &mut self.whine_hz,
            &mut self.tink,
        ]
    }

    fn approach(&mut self, mut target: Self, share: f64) {
        for (now, target) in self.fields().into_iter().zip(target.fields()) {
            *now += share * (*target - *now);
            if (*now - *target).abs() <= 1e-4 * target.abs() + 1e-9 {
                *now = *target;
            }
        }
    }
}

/// y += follow · (x − y); what is left of x is the hiss.
fn hiss_follow(sample_rate: f64) -> f64 {
    1.0 - (-TAU * (HISS_HZ / sample_rate).min(0.25)).exp()
}

fn hiss_response(frequency_hz: f64, sample_rate: f64) -> f64 {
    let (keep, angle) = (
        1.0 - hiss_follow(sample_rate),
        TAU * frequency_hz / sample_rate,
    );
    keep * 2.0 * (angle / 2.0).sin().abs() / (1.0 - 2.0 * keep * angle.cos() + keep * keep).sqrt()
}

/// A-weighted RMS of a lamp at scale 1 and the default character.
fn weighted(lamp: &Lamp, sample_rate: f64, highest: usize) -> f64 {
    let wave = |series: Series, amplitude: f64| {
        let own = rms(series, highest, |_| 1.0).max(1e-9);
        amplitude * rms(series, highest, |h| a_weighting(100.0 * h as f64)) / own
    };
    let whine = if lamp.whine_hz < 0.45 * sample_rate {
        lamp.whine * a_weighting(lamp.whine_hz)
    } else {
        0.0
    };
    [wave(hum, lamp.hum), wave(buzz, lamp.buzz), whine, lamp.hiss]
        .iter()
        .map(|part| part * part)
        .sum::<f64>()
        .sqrt()
}

/// How far a smoother of time constant `seconds` comes in a tick.
fn share(seconds: f64, sample_rate: f64) -> f64 {
    1.0 - (-(TICK as f64) / (seconds * sample_rate)).exp()
}

/// How far each smoother comes in a tick.
struct Shares {
    change: f64,
    wobble: f64,
    gate: f64,
    surge: f64,
}

impl Shares {
    fn new(sample_rate: f64) -> Self {
        Self {
            change: share(CHANGE_S, sample_rate),
            wobble: share(WOBBLE_S, sample_rate),
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
    hiss_follow: f64,
    shares: Shares,
    target: Sound,
    target_hz: f64,
    flickers_per_s: f64,
    answers: bool,
    state: State,
}

struct State {
    ticker: Ticker,
    fresh: bool,
    noise: WhiteNoise,
    chance: WhiteNoise,
    phase: u32,
    step: u32,
    whine: u32,
    whine_step: u32,
    twice_mains_hz: f64,
    wobble: f64,
    sound: Sound,
    gains: [Glide; 4],
    hiss_low: f64,
    pending: f32,
    flicker: Flicker,
    gate: f64,
    surge: f64,
    silent: bool,
    tinks: bool,
    tink: [Ping; 2],
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
        Self {
            ticker: Ticker::default(),
            fresh: true,
            noise: WhiteNoise::new(seed ^ 0x11_9401),
            phase: (unit(&mut chance) * 4_294_967_040.0) as u32,
            step: 0,
            whine: (unit(&mut chance) * 4_294_967_040.0) as u32,
            whine_step: 0,
            twice_mains_hz,
            wobble: 0.0,
            chance,
            sound,
            gains: [Glide::default(); 4],
            hiss_low: 0.0,
            pending: 0.0,
            flicker: Flicker::default(),
            gate: 1.0,
            surge: 0.0,
            silent: true,
            tinks: false,
            tink: TINK.map(|(hz, ms)| Ping::new(hz, ms, sample_rate)),
        }
    }

    /// Lets a tick pass in the flickering; how hard the starter clicks, mostly not at all.
    fn flicker(&mut self, hazard: f64, tick_s: f64) -> f64 {
        let flicker = &mut self.flicker;
        let chance = &mut self.chance;
        if flicker.left == 0 {
            if hazard > 0.0 && unit(chance) < hazard {
                let depth = 0.5 + 0.5 * unit(chance);
                self.start(depth);
            }
            return 0.0;
        }
        flicker.countdown_s -= tick_s;
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
            hiss_follow: hiss_follow(sample_rate),
            shares: Shares::new(sample_rate),
            target: Sound::default(),
            target_hz: twice_mains_hz,
            flickers_per_s: 0.0,
            answers: false,
            state: State::new(seed, sample_rate, Sound::default(), twice_mains_hz),
        }
    }

    fn tick(&mut self) {
        let rate = self.sample_rate;
        let tick_s = TICK as f64 / rate;
        let state = &mut self.state;
        let at_once = std::mem::take(&mut state.fresh);
        let change = self.shares.change;
        if state.sound != self.target {
            state.sound.approach(self.target, change);
        }
        state.twice_mains_hz += change * (self.target_hz - state.twice_mains_hz);
        state.step = phase_step(state.twice_mains_hz, rate);
        state.wobble += self.shares.wobble * (f64::from(state.chance.sample()) - state.wobble);
        let whine_hz = state.sound.whine_hz * (1.0 + WOBBLE * state.wobble);
        state.whine_step = phase_step(whine_hz, rate);

        let strike = f64::from(std::mem::take(&mut state.pending));
        if self.answers && strike > 0.0 {
            state.start(strike.sqrt());
        }
        let click = state.flicker(self.flickers_per_s * tick_s, tick_s);
        if click > 0.0 && state.sound.tink > 0.0 {
            let [body, rim] = &mut state.tink;
            body.strike(click * state.sound.tink);
            rim.strike(0.6 * click * state.sound.tink);
        }
        let dark = if state.flicker.dark {
            state.flicker.depth
        } else {
            0.0
        };
        let gate = 1.0 - (1.0 - DARK) * dark;
        state.gate += self.shares.gate * (gate - state.gate);
        if (state.gate - gate).abs() < 1e-5 {
            state.gate = gate;
        }
        state.surge -= self.shares.surge * state.surge;
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
        for (glide, amplitude) in state.gains.iter_mut().zip(amplitudes) {
            glide.move_to((state.gate * amplitude) as f32, at_once);
        }
        state.tinks = false;
        for ping in &mut state.tink {
            state.tinks |= ping.rings();
        }
        state.silent = !state.tinks
            && state
                .gains
                .iter()
                .all(|g| g.is_still() && g.line().0 == 0.0);
    }

    fn render(&mut self, out: &mut [f32], offset: usize) {
        let state = &mut self.state;
        if state.silent {
            out.fill(0.0);
            return;
        }
        let lines = state.gains.map(|glide| glide.line());
        let whines = lines[2] != (0.0, 0.0);
        let follow = self.hiss_follow;
        let (mut phase, mut whine, mut low) = (state.phase, state.whine, state.hiss_low);
        for (n, out) in out.iter_mut().enumerate() {
            let frame = (offset + n) as f32;
            let gains = lines.map(|(from, step)| from + step * frame);
            phase = phase.wrapping_add(state.step);
            let [hum, buzz, ripple, _] = self.waves.at(phase);
            let white = f64::from(state.noise.sample());
            low += follow * (white - low);
            *out = gains[0] * hum + gains[1] * buzz + gains[3] * (white - low) as f32;
            if whines {
                whine = whine.wrapping_add(state.whine_step);
                let [.., sine] = self.waves.at(whine);
                *out += gains[2] * sine * (1.0 + RIPPLE as f32 * ripple);
            }
        }
        (state.phase, state.whine, state.hiss_low) = (phase, whine, low);
        if state.tinks {
            for out in out {
                let [body, rim] = &mut state.tink;
                *out += (body.next_value() + rim.next_value()) as f32;
            }
        }
    }
}

impl Source for Light {
    /// As after `prepare`; what was set is taken at once.
    fn reset(&mut self) {
        self.state = State::new(self.seed, self.sample_rate, self.target, self.target_hz);
    }

    /// Takes another seed, with the next reset.
    fn reseed(&mut self, seed: u64) {
        self.seed = seed;
    }

    /// New targets.
    fn set(&mut self, noise: &Noise, household: Household, mains: Mains) {
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

    /// Fills `out`, at most 64 frames. It flickers at each of `strikes` if it answers.
    fn process(&mut self, out: &mut [f32], strikes: &[Strike]) {
        let mut done = 0;
        while done < out.len() {
            let segment = self.state.ticker.next(out.len() - done);
            if segment.offset == 0 {
                self.tick();
            }
            let end = done + segment.len;
            let strongest = strongest(strikes, done, end);
            self.state.pending = self.state.pending.max(strongest);
            self.render(&mut out[done..end], segment.offset);
            done = end;
        }
    }
}
