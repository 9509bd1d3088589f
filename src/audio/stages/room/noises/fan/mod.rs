//! A computer's fan: a rush of air, the tone of its blades, and its bearing.
//!
//! - Air: white noise behind one high-pass and three low-passes of first order, whose corners go
//!   with the speed, as frequencies of like flows do (constant Strouhal number).
//! - Level: 52.5·log10 of the ratio of speeds, between the 50 of the fan laws (ANSI/AMCA 301) and
//!   the 55 of small axial fans (ISO 10302-1 and the literature on it give 50 to 55).
//! - Blades: a tone at blades · rpm/60 with five overtones, on a shaft that is not quite round and
//!   wanders by some tenths of a per cent.
//! - Bearing: a whine at a multiple of the shaft's speed that is no whole number, rough, and towards
//!   the end of the character a rattle of about one blow a turn.
//!
//! Not modelled: the case's resonances, stall, two fans that beat, the hard disk.
//! Levels and spectra of the machines are by ear, within what data sheets give.

mod machines;
mod sound;

use machines::{DESKTOP, MACHINES, default_rpm, machine, over};
use sound::{BEARING_OVERTONES, BLADE_OVERTONES, Sound, calibrate, follow};

use super::steady::{
    CHUNK, Chunked, Chunks, Circle, Hiss, Line, Overtones, Rings, share, spread, step,
};
use super::{Answer, Household, Kind, Mains, Noise};
use crate::audio::Spec;
use crate::audio::dsp::noise::WhiteNoise;
use std::f64::consts::SQRT_2;

/// Sound grows by 52.5 dB when the speed grows tenfold, so the amplitude by this power.
const SPEED_POWER: f64 = 52.5 / 20.0;
/// How fast a fan spins up or down, in seconds.
const INERTIA_S: f64 = 0.35;
/// How fast another machine or character comes in, in seconds.
const CHANGE_S: f64 = 0.08;
/// The speed's standard deviation and how long a deviation lasts, in seconds.
const WANDER: f64 = 0.003;
const WANDER_S: f64 = 0.8;
/// The bearing's roughness: its standard deviation, for how long, in seconds, and by which share it
/// moves the pitch.
const ROUGHNESS: f64 = 0.118;
const ROUGHNESS_S: f64 = 0.004;
const ROUGH_PITCH: f64 = 0.048;
/// Share by which the blades' tone and the whine swell once a turn.
const OUT_OF_ROUND: f64 = 0.15;
const BEARING_LOAD: f64 = 0.45;
/// A full strike speeds it up by this share, within the first time and for the second, in seconds.
const REV_UP: f64 = 0.6;
const REV_ATTACK_S: f64 = 0.12;
const REV_RELEASE_S: f64 = 1.1;
/// Filters are worked out anew once the speed has moved by this share.
const REDESIGN: f64 = 2e-3;
/// No fan turns faster.
const FASTEST_RPM: f64 = 18_000.0;
/// What rattles, in Hz and ms.
const RATTLE: [(f64, f64); 2] = [(1_730.0, 5.0), (3_140.0, 2.5)];

/// How far each smoother comes in a chunk.
struct Shares {
    change: f64,
    inertia: f64,
    wander: f64,
    rough: f64,
    /// What the noises of both are scaled by: see [`spread`].
    wander_spread: f64,
    rough_spread: f64,
    attack: f64,
    release: f64,
}

impl Shares {
    fn new(sample_rate: f64) -> Self {
        let wander = share(WANDER_S, sample_rate);
        let rough = share(ROUGHNESS_S, sample_rate);
        Self {
            change: share(CHANGE_S, sample_rate),
            inertia: share(INERTIA_S, sample_rate),
            wander,
            rough,
            wander_spread: WANDER * spread(wander),
            rough_spread: ROUGHNESS * spread(rough),
            attack: share(REV_ATTACK_S, sample_rate),
            release: share(REV_RELEASE_S, sample_rate),
        }
    }
}

/// The fan.
pub struct Fan {
    sample_rate: f64,
    seed: u64,
    shares: Shares,
    /// Of each machine: see [`calibrate`].
    scales: [[f64; 2]; MACHINES.len()],
    overtones: Overtones,
    target: Sound,
    /// Re the nominal one.
    target_speed: f64,
    answers: bool,
    chunks: Chunks,
    state: State,
}

struct State {
    fresh: bool,
    noise: Hiss,
    /// Wander, roughness and rattle have a source of their own.
    chance: WhiteNoise,
    sound: Sound,
    speed: f64,
    drive: f64,
    rev: f64,
    wander: f64,
    roughness: f64,
    designed_rpm: f64,
    gain: f64,
    air: Air,
    /// How far the shaft has turned, 0 to 1.
    shaft: f64,
    blade: Circle,
    bearing: Circle,
    gains: [Line; 3],
    rattle: Rings<1>,
}

impl State {
    fn new(seed: u64, sample_rate: f64, sound: Sound, speed: f64) -> Self {
        let mut chance = WhiteNoise::new(seed ^ 0xFA_0002);
        let mut phase = || chance.sample() * 0.5 + 0.5;
        let mut rattle = Rings::new();
        for (lane, (hz, ms)) in RATTLE.into_iter().enumerate() {
            // What lies beyond the Nyquist frequency must not come back as something else.
            let hz = hz.min(0.45 * sample_rate);
            rattle.tune(lane, step(hz, 1e3 / ms, sample_rate));
        }
        Self {
            shaft: f64::from(phase()),
            blade: Circle::new(phase()),
            bearing: Circle::new(phase()),
            fresh: true,
            noise: Hiss::new(seed ^ 0xFA_0001, sample_rate),
            chance,
            sound,
            speed,
            drive: 0.0,
            rev: 0.0,
            wander: 0.0,
            roughness: 0.0,
            designed_rpm: 0.0,
            gain: 0.0,
            air: Air::default(),
            gains: [Line::default(); 3],
            rattle,
        }
    }
}

/// The air's filters in a row, side by side: each hears what the one before had a frame ago.
#[derive(Debug, Clone, Copy, Default)]
struct Air {
    follow: [f32; 4],
    low: [f32; 4],
    last: f32,
}

impl Air {
    fn run(&mut self, sound: &mut [f32; CHUNK]) {
        let Self {
            follow,
            mut low,
            mut last,
        } = *self;
        // In this form a value waits for its predecessor through one product only.
        let keep = follow.map(|follow| 1.0 - follow);
        for y in sound {
            let input = [*y, last - low[0], low[1], low[2]];
            last = *y;
            for lane in 0..4 {
                low[lane] = keep[lane] * low[lane] + follow[lane] * input[lane];
            }
            *y = low[3];
        }
        (self.low, self.last) = (low, last);
    }
}

impl Fan {
    /// Silent until it is set.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        let sample_rate = spec.sample_rate;
        let scales = MACHINES.map(|machine| calibrate(machine, sample_rate));
        let target = Sound::new(&DESKTOP, scales[0], 0.5).silenced();
        Self {
            sample_rate,
            seed,
            shares: Shares::new(sample_rate),
            scales,
            overtones: Overtones::new(over),
            target,
            target_speed: 1.0,
            answers: false,
            chunks: Chunks::default(),
            state: State::new(seed, sample_rate, target, 1.0),
        }
    }

    /// Sound and speed move on.
    fn advance(&mut self, struck: f32) {
        let shares = &self.shares;
        let state = &mut self.state;
        if state.sound != self.target {
            state.sound.approach(self.target, shares.change);
            state.designed_rpm = 0.0;
        }
        if state.speed != self.target_speed {
            state.speed += shares.inertia * (self.target_speed - state.speed);
            if (state.speed - self.target_speed).abs() < 1e-6 {
                state.speed = self.target_speed;
            }
        }
        if self.answers && struck > 0.0 {
            state.drive = (state.drive + f64::from(struck)).min(1.0);
        }
        if state.drive > 0.0 || state.rev > 0.0 {
            state.rev += shares.attack * (state.drive - state.rev);
            state.drive -= shares.release * state.drive;
            if state.drive < 1e-5 && state.rev < 1e-5 {
                (state.drive, state.rev) = (0.0, 0.0);
            }
        }
    }

    /// Turns per minute, with the filters for them.
    fn design(&mut self) -> f64 {
        let (rate, state) = (self.sample_rate, &mut self.state);
        let sound = &state.sound;
        let speed = state.speed * (1.0 + REV_UP * state.rev);
        let rpm = (sound.nominal_rpm * speed).min(FASTEST_RPM);
        if (rpm - state.designed_rpm).abs() > REDESIGN * rpm {
            state.designed_rpm = rpm;
            let faster = rpm / sound.nominal_rpm;
            let [a, b, c] = sound.high_hz;
            // A corner beyond half the Nyquist frequency no longer moves, else fast fans would
            // turn white.
            let corner = |hz: f64| follow((hz * faster).min(0.25 * rate), rate) as f32;
            state.air.follow = [sound.low_hz, a, b, c].map(corner);
            state.gain = faster.powf(SPEED_POWER);
        }
        rpm
    }
}

impl Chunked for Fan {
    fn chunks(&mut self) -> &mut Chunks {
        &mut self.chunks
    }

    fn seed(&mut self) -> &mut u64 {
        &mut self.seed
    }

    fn begin(&mut self) {
        self.state = State::new(self.seed, self.sample_rate, self.target, self.target_speed);
    }

    fn choose(&mut self, noise: &Noise, household: Household, mains: Mains) {
        // Its motor runs on direct current.
        let _ = mains;
        let character = f64::from(noise.character).clamp(0.0, 1.0);
        let range = Kind::Fan.rate();
        let rate = range.map_or(noise.rate, |range| noise.rate.clamp(range.min, range.max));
        match machine(household) {
            Some(index) => {
                let machine = MACHINES[index];
                self.target = Sound::new(machine, self.scales[index], character);
                self.target_speed = f64::from(rate) / default_rpm();
            }
            None => self.target = self.target.silenced(),
        }
        self.answers = noise.answer == Answer::Struck;
        if self.state.fresh {
            self.state.sound = self.target;
            self.state.speed = self.target_speed;
        }
    }

    /// A strike revs it up for a moment if it answers.
    fn render(&mut self, chunk: &mut [f32; CHUNK], struck: f32) {
        self.advance(struck);
        let rpm = self.design();
        let (rate, shares) = (self.sample_rate, &self.shares);
        let state = &mut self.state;
        let at_once = std::mem::take(&mut state.fresh);
        let sound = &state.sound;

        let chance = &mut state.chance;
        let push = shares.wander_spread * f64::from(chance.sample());
        state.wander += shares.wander * (push - state.wander);
        let push = shares.rough_spread * f64::from(chance.sample());
        state.roughness += shares.rough * (push - state.roughness);
        let shaft_hz = rpm * (1.0 + state.wander) / 60.0;
        state.shaft += CHUNK as f64 * shaft_hz / rate;
        let begins_turn = state.shaft >= 1.0;
        state.shaft = state.shaft.fract();
        let blade_hz = shaft_hz * sound.blades;
        // The sixth harmonic goes before it would come back mirrored.
        let room = (0.45 * rate / (6.0 * blade_hz.max(1.0)) - 1.0).clamp(0.0, 1.0);
        let whine_hz = shaft_hz * sound.whine_turns * (1.0 + ROUGH_PITCH * state.roughness);

        let turn = sine(state.shaft) * SQRT_2;
        let blown = [
            sound.air,
            sound.tone * (1.0 + OUT_OF_ROUND * turn),
            sound.whine * (1.0 + BEARING_LOAD * turn + 2.0 * state.roughness),
        ];
        for (line, amplitude) in state.gains.iter_mut().zip(blown) {
            line.move_to((state.gain * amplitude) as f32, at_once);
        }
        if sound.rattle > 0.0 && begins_turn {
            let blow = f64::from(state.chance.sample());
            let amplitude = state.gain * sound.rattle * (0.6 + 0.4 * blow) * blow.abs().sqrt();
            for lane in 0..RATTLE.len() {
                state.rattle.strike(lane, amplitude as f32);
            }
        }
        if state.gains.iter().any(|line| !line.is_zero()) {
            state.noise.fill(chunk);
            state.air.run(chunk);
            let blade = state.blade.turn((blade_hz / rate) as f32);
            let bearing = state.bearing.turn((whine_hz / rate) as f32);
            let [air, tone, whine] = state.gains;
            let (more, overtones) = (BLADE_OVERTONES * room as f32, self.overtones);
            for (n, y) in chunk.iter_mut().enumerate() {
                let blades = blade.sin[n] + more * overtones.at(blade.cos[n]);
                let balls = bearing.sin[n] + BEARING_OVERTONES * overtones.at(bearing.cos[n]);
                *y = air.at(n) * *y + tone.at(n) * blades + whine.at(n) * balls;
            }
        }
        state.rattle.run(chunk);
        state.rattle.settle();
    }
}

/// sin 2πt for t from 0 to 1, to 0.1 % of its height: a parabola, and a share of its square.
fn sine(turns: f64) -> f64 {
    let x = 1.0 - 2.0 * turns;
    let arch = 4.0 * x * (1.0 - x.abs());
    arch * (0.775 + 0.225 * arch.abs())
}
