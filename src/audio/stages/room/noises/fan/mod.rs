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

use machines::{DESKTOP, MACHINES, Machine, default_rpm, machine, over};

use super::answer::strongest;
use super::level::{a_weighting, rms_in_life, weighted_noise_rms};
use super::ping::Ping;
use super::waves::{Waves, phase_step, rms};
use super::{Answer, Household, Kind, Mains, Noise, Source, Strike};
use crate::audio::Spec;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::dsp::units::db_to_gain;
use std::f64::consts::{SQRT_2, TAU};

/// Sound grows by 52.5 dB when the speed grows tenfold, so the amplitude by this power.
const SPEED_POWER: f64 = 52.5 / 20.0;
/// How fast a fan spins up or down, in seconds.
const INERTIA_S: f64 = 0.35;
/// How fast another machine or character comes in, in seconds.
const CHANGE_S: f64 = 0.08;
/// The speed's standard deviation and how long a deviation lasts, in seconds.
const WANDER: f64 = 0.003;
const WANDER_S: f64 = 0.8;
/// Share by which the bearing's pitch is rough, and for how long, in seconds.
const ROUGHNESS: f64 = 0.012;
const ROUGHNESS_S: f64 = 0.004;
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
/// Harmonics of the blades' tone and of the whine, and the overtones' size re the first's peak.
const HARMONICS: usize = 6;
const BLADE_OVERTONES: f32 = 0.35;
const BEARING_OVERTONES: f32 = 0.2;
/// Brings the table's sine, whose RMS is 1, to a peak of 1.
const SINE_PEAK: f32 = std::f32::consts::FRAC_1_SQRT_2;
/// What rattles, in Hz and ms.
const RATTLE: [(f64, f64); 2] = [(1_730.0, 5.0), (3_140.0, 2.5)];

/// What is smoothed on the way from one fan to another.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sound {
    /// At the speed for which the machine is described.
    nominal_rpm: f64,
    blades: f64,
    low_hz: f64,
    high_hz: [f64; 3],
    whine_turns: f64,
    /// Amplitudes at the nominal speed.
    air: f64,
    tone: f64,
    whine: f64,
    rattle: f64,
}

impl Sound {
    /// `air` and `scale` as [`calibrate`] has them.
    fn new(machine: &Machine, [air, scale]: [f64; 2], character: f64) -> Self {
        let level = rms_in_life(machine.level_dba) * SQRT_2 * scale;
        // From bright air alone over the machine as it is to a dull one with a worn bearing.
        let side = 2.0 * character - 1.0;
        let worn = ((character - 0.6) / 0.4).max(0.0);
        let tone_db = machine.tone_db - if side < 0.0 { -8.0 * side } else { 2.0 * side };
        Self {
            nominal_rpm: default_rpm() * machine.pace,
            blades: machine.blades,
            low_hz: machine.low_hz,
            high_hz: machine.high_hz.map(|hz| hz * 0.75f64.powf(side)),
            whine_turns: machine.whine_turns,
            air: air * db_to_gain(if side < 0.0 { -side } else { -6.0 * side }),
            tone: level * db_to_gain(tone_db),
            // 13 dB more than by default at the end of the character, none at its beginning.
            whine: level * db_to_gain(machine.whine_db) * (2.0 * character).powf(2.2),
            rattle: level * 5.0 * worn * worn,
        }
    }

    fn fields(&mut self) -> [&mut f64; 11] {
        let [a, b, c] = &mut self.high_hz;
        [
            &mut self.nominal_rpm,
            &mut self.blades,
            &mut self.low_hz,
            a,
            b,
            c,
            &mut self.whine_turns,
            &mut self.air,
            &mut self.tone,
            &mut self.whine,
            &mut self.rattle,
        ]
    }

    /// Moves towards `target`; whether it has arrived.
    fn approach(&mut self, mut target: Self, share: f64) {
        for (now, target) in self.fields().into_iter().zip(target.fields()) {
            *now += share * (*target - *now);
            // Near enough is there, or it would be on its way for ever.
            if (*now - *target).abs() <= 1e-4 * target.abs() {
                *now = *target;
            }
        }
    }

    fn silenced(self) -> Self {
        Self {
            air: 0.0,
            tone: 0.0,
            whine: 0.0,
            rattle: 0.0,
            ..self
        }
    }
}

/// y += follow · (x − y).
fn follow(corner_hz: f64, sample_rate: f64) -> f64 {
    1.0 - (-TAU * corner_hz / sample_rate).exp()
}

/// |H| of that.
fn low_pass(follow: f64, frequency_hz: f64, sample_rate: f64) -> f64 {
    let (keep, angle) = (1.0 - follow, TAU * frequency_hz / sample_rate);
    follow / (1.0 - 2.0 * keep * angle.cos() + keep * keep).sqrt()
}

/// |H| of the air's filters.
fn air_response(machine: &Machine, frequency_hz: f64, sample_rate: f64) -> f64 {
    let (keep, angle) = (
        1.0 - follow(machine.low_hz, sample_rate),
        TAU * frequency_hz / sample_rate,
    );
    // What is left of the input behind a low-pass: keep · (1 − z⁻¹)/(1 − keep · z⁻¹).
    let high = keep * 2.0 * (angle / 2.0).sin().abs()
        / (1.0 - 2.0 * keep * angle.cos() + keep * keep).sqrt();
    machine.high_hz.iter().fold(high, |response, &hz| {
        response * low_pass(follow(hz, sample_rate), frequency_hz, sample_rate)
    })
}

/// How much louder its six harmonics are together than a sine of the first, A-weighted, as the tone
/// or the whine has them.
fn series_weight(frequency_hz: f64, overtones: f64) -> f64 {
    let weight = |h: usize| a_weighting(frequency_hz * h as f64);
    let over = rms(over, HARMONICS, weight) / rms(over, HARMONICS, |_| 1.0);
    weight(1).hypot(overtones * SQRT_2 * over)
}

/// The amplitude of the air, and what to scale the tones by (the air is already), so that a machine
/// has its level at the default rate and character.
fn calibrate(machine: &Machine, sample_rate: f64) -> [f64; 2] {
    let air = weighted_noise_rms(sample_rate, |hz| air_response(machine, hz, sample_rate));
    let shaft_hz = default_rpm() * machine.pace / 60.0;
    let tone = db_to_gain(machine.tone_db)
        * series_weight(shaft_hz * machine.blades, f64::from(BLADE_OVERTONES));
    let whine = db_to_gain(machine.whine_db)
        * series_weight(shaft_hz * machine.whine_turns, f64::from(BEARING_OVERTONES));
    let scale = 1.0 / 1f64.hypot(tone.hypot(whine));
    [
        scale * rms_in_life(machine.level_dba) / air.max(1e-6),
        scale,
    ]
}

/// How far a smoother of time constant `seconds` comes in a tick.
fn share(seconds: f64, sample_rate: f64) -> f64 {
    1.0 - (-(TICK as f64) / (seconds * sample_rate)).exp()
}

/// How far each smoother comes in a tick.
struct Shares {
    change: f64,
    inertia: f64,
    wander: f64,
    /// What the wander's noise is scaled by: what is smoothed loses variance as share/(2 − share).
    wander_spread: f64,
    rough: f64,
    attack: f64,
    release: f64,
}

impl Shares {
    fn new(sample_rate: f64) -> Self {
        let wander = share(WANDER_S, sample_rate);
        Self {
            change: share(CHANGE_S, sample_rate),
            inertia: share(INERTIA_S, sample_rate),
            wander,
            wander_spread: WANDER / WhiteNoise::RMS * ((2.0 - wander) / wander).sqrt(),
            rough: share(ROUGHNESS_S, sample_rate),
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
    waves: Waves,
    target: Sound,
    /// Re the nominal one.
    target_speed: f64,
    answers: bool,
    state: State,
}

struct State {
    ticker: Ticker,
    fresh: bool,
    noise: WhiteNoise,
    /// Wander, roughness and rattle have a source of their own.
    chance: WhiteNoise,
    sound: Sound,
    speed: f64,
    pending: f32,
    drive: f64,
    rev: f64,
    wander: f64,
    roughness: f64,
    designed_rpm: f64,
    gain: f64,
    follows: [f64; 4],
    filters: [f64; 4],
    shaft: u32,
    shaft_step: u32,
    blade: u32,
    blade_step: u32,
    bearing: u32,
    bearing_step: u32,
    gains: [Glide; 3],
    overtones: f32,
    silent: bool,
    rattles: bool,
    rattle: [Ping; 2],
}

impl State {
    fn new(seed: u64, sample_rate: f64, sound: Sound, speed: f64) -> Self {
        let mut chance = WhiteNoise::new(seed ^ 0xFA_0002);
        let mut phase = || ((chance.sample() * 0.5 + 0.5) * 4_294_967_040.0) as u32;
        Self {
            shaft: phase(),
            blade: phase(),
            bearing: phase(),
            ticker: Ticker::default(),
            fresh: true,
            noise: WhiteNoise::new(seed ^ 0xFA_0001),
            chance,
            sound,
            speed,
            pending: 0.0,
            drive: 0.0,
            rev: 0.0,
            wander: 0.0,
            roughness: 0.0,
            designed_rpm: 0.0,
            gain: 0.0,
            follows: [0.0; 4],
            filters: [0.0; 4],
            shaft_step: 0,
            blade_step: 0,
            bearing_step: 0,
            gains: [Glide::default(); 3],
            overtones: 0.0,
            silent: true,
            rattles: false,
            rattle: RATTLE.map(|(hz, ms)| Ping::new(hz, ms, sample_rate)),
        }
    }
}

impl Fan {
    /// Silent until it is set. Allocates.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        let sample_rate = spec.sample_rate;
        let scales = MACHINES.map(|machine| calibrate(machine, sample_rate));
        let target = Sound::new(&DESKTOP, scales[0], 0.5).silenced();
        Self {
            sample_rate,
            seed,
            shares: Shares::new(sample_rate),
            scales,
            waves: Waves::new(
                [
                    |h| [if h == 1 { 1.0 } else { 0.0 }, 0.0],
                    over,
                    |_| [0.0; 2],
                    |_| [0.0; 2],
                ],
                HARMONICS,
            ),
            target,
            target_speed: 1.0,
            answers: false,
            state: State::new(seed, sample_rate, target, 1.0),
        }
    }

    fn tick(&mut self) {
        let (rate, shares) = (self.sample_rate, &self.shares);
        let state = &mut self.state;
        let at_once = std::mem::take(&mut state.fresh);
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
        let strike = f64::from(std::mem::take(&mut state.pending));
        if self.answers && strike > 0.0 {
            state.drive = (state.drive + strike).min(1.0);
        }
        if state.drive > 0.0 || state.rev > 0.0 {
            state.rev += shares.attack * (state.drive - state.rev);
            state.drive -= shares.release * state.drive;
            if state.drive < 1e-5 && state.rev < 1e-5 {
                (state.drive, state.rev) = (0.0, 0.0);
            }
        }
        let sound = &state.sound;
        let speed = state.speed * (1.0 + REV_UP * state.rev);
        let rpm = (sound.nominal_rpm * speed).min(FASTEST_RPM);
        if (rpm - state.designed_rpm).abs() > REDESIGN * rpm {
            state.designed_rpm = rpm;
            let faster = rpm / sound.nominal_rpm;
            let [a, b, c] = sound.high_hz;
            // A corner beyond half the Nyquist frequency no longer moves, else fast fans would
            // turn white.
            let corner = |hz: f64| follow((hz * faster).min(0.25 * rate), rate);
            state.follows = [sound.low_hz, a, b, c].map(corner);
            state.gain = faster.powf(SPEED_POWER);
        }

        let chance = &mut state.chance;
        let push = shares.wander_spread * f64::from(chance.sample());
        state.wander += shares.wander * (push - state.wander);
        state.roughness += shares.rough * (f64::from(chance.sample()) - state.roughness);
        let shaft_hz = rpm * (1.0 + state.wander) / 60.0;
        state.shaft_step = phase_step(shaft_hz, rate);
        let before = state.shaft;
        state.shaft = state
            .shaft
            .wrapping_add(state.shaft_step.wrapping_mul(TICK as u32));
        let blade_hz = shaft_hz * sound.blades;
        state.blade_step = phase_step(blade_hz, rate);
        // The sixth harmonic goes before it would come back mirrored.
        let room = (0.45 * rate / (6.0 * blade_hz.max(1.0)) - 1.0).clamp(0.0, 1.0);
        state.overtones = BLADE_OVERTONES * room as f32;
        let whine_hz = shaft_hz * sound.whine_turns * (1.0 + ROUGHNESS * 4.0 * state.roughness);
        state.bearing_step = phase_step(whine_hz, rate);

        let turn = f64::from(self.waves.at(state.shaft)[0]);
        let gain = state.gain;
        let blown = [
            sound.air,
            sound.tone * (1.0 + OUT_OF_ROUND * turn),
            sound.whine * (1.0 + BEARING_LOAD * turn + 2.0 * state.roughness),
        ];
        for (glide, amplitude) in state.gains.iter_mut().zip(blown) {
            glide.move_to((gain * amplitude) as f32, at_once);
        }
        if sound.rattle > 0.0 && state.shaft < before {
            let blow = f64::from(state.chance.sample());
            for ping in &mut state.rattle {
                ping.strike(gain * sound.rattle * (0.6 + 0.4 * blow) * blow.abs().sqrt());
            }
        }
        state.rattles = false;
        for ping in &mut state.rattle {
            state.rattles |= ping.rings();
        }
        state.silent = !state.rattles
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
        let [f0, f1, f2, f3] = state.follows;
        // In this form a value waits for its predecessor through one product only.
        let [k0, k1, k2, k3] = state.follows.map(|follow| 1.0 - follow);
        let [mut y0, mut y1, mut y2, mut y3] = state.filters;
        let (mut blade, mut bearing) = (state.blade, state.bearing);
        let overtones = state.overtones;
        for (n, out) in out.iter_mut().enumerate() {
            let frame = (offset + n) as f32;
            let [air, tone, whine] = lines.map(|(from, step)| from + step * frame);
            let white = f64::from(state.noise.sample());
            y0 = k0 * y0 + f0 * white;
            y1 = k1 * y1 + f1 * (white - y0);
            y2 = k2 * y2 + f2 * y1;
            y3 = k3 * y3 + f3 * y2;
            blade = blade.wrapping_add(state.blade_step);
            bearing = bearing.wrapping_add(state.bearing_step);
            let [sine, over, ..] = self.waves.at(blade);
            let [bearing, over_bearing, ..] = self.waves.at(bearing);
            *out = air * y3 as f32
                + tone * (SINE_PEAK * sine + overtones * over)
                + whine * (SINE_PEAK * bearing + BEARING_OVERTONES * over_bearing);
        }
        state.filters = [y0, y1, y2, y3];
        (state.blade, state.bearing) = (blade, bearing);
        if state.rattles {
            for out in out {
                let [a, b] = &mut state.rattle;
                *out += (a.next_value() + b.next_value()) as f32;
            }
        }
    }
}

impl Source for Fan {
    /// As after `prepare`; what was set is taken at once.
    fn reset(&mut self) {
        self.state = State::new(self.seed, self.sample_rate, self.target, self.target_speed);
    }

    /// Takes another seed, with the next reset.
    fn reseed(&mut self, seed: u64) {
        self.seed = seed;
    }

    /// New targets.
    fn set(&mut self, noise: &Noise, household: Household, mains: Mains) {
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

    /// Fills `out`, at most 64 frames. Each of `strikes` revs it up for a moment if it answers.
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
