//! The transport: wheels that are not quite round pull both tracks past the head unevenly.
//!
//! Each wheel adds a sine of its own rotation to the speed; friction adds noise. The sum of a
//! group is scaled so that a weighted wow-and-flutter meter reads the knob's value. A speed
//! deviation s(t) is heard through a delay d(t) with d′ = s. The delay is worked out at each
//! control tick with its slope and joined by cubic (Hermite) pieces.

use std::f64::consts::TAU;

use super::model::Machine;
use super::weighting::weight;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::sinc::{Kernel, MIN_DELAY, SincDelay};
use crate::audio::dsp::tick::{Segment, TICK, Ticker};
use crate::audio::stage::{Spec, StereoBlock};

/// The most of either knob, in percent.
pub const MAX_PERCENT: f64 = 3.0;

/// A meter's reading re the weighted RMS deviation: it shows what is exceeded 5 % of the time,
/// 2σ for noise and less for sines. Found by measuring the sum that is used here.
const READING: f64 = 1.83;

/// Delay of a still transport in milliseconds, so that small deviations need no more room.
const REST_MS: f64 = 1.5;
/// A change of a knob is spread over this long: moving the middle of the delay bends the pitch.
const RAMP_MS: f64 = 300.0;
/// The corner below which noise does not pull the tape off its mean position.
const LEAK_HZ: f64 = 0.12;

/// Both channels' delay line and what moves it.
pub struct Transport {
    kernel: Kernel,
    line: SincDelay,
    wow: Group,
    flutter: Group,
    ticker: Ticker,
    rest: f64,
    piece: Piece,
}

/// The wheels and the noise behind one knob.
struct Group {
    wheels: [Wheel; 3],
    friction: Friction,
    /// Knob in percent.
    amount: Ramp,
}

/// One tick's delay: a cubic in frames since the tick began.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    c: [f64; 4],
    end: f64,
    end_slope: f64,
    still: bool,
}

/// A sine, as a phasor that turns once per tick.
#[derive(Debug, Clone)]
struct Wheel {
    phasor: [f64; 2],
    start: [f64; 2],
    turn: [f64; 2],
    per_frame: f64,
    /// Delay in frames at 1 % on the knob; a new machine's wheel grows into its own.
    delay: Ramp,
}

/// Noise between two corners as speed, and its integral as delay in frames.
struct Friction {
    source: WhiteNoise,
    fast: f64,
    slow: f64,
    fast_step: f64,
    slow_step: f64,
    leak: f64,
    /// Speed deviation per unit of the filtered noise at 1 % on the knob.
    scale: f64,
    speed: f64,
    delay: f64,
    /// How far the delay may go; a new machine's friction grows into its own.
    bound: Ramp,
}

/// One line of a group's recipe: rotation in Hz, speed deviation re the strongest.
type Recipe = [(f64, f64); 3];

impl Transport {
    /// At rest. Allocates.
    pub fn new(spec: Spec, machine: &Machine) -> Self {
        let ramp = spec.frames(RAMP_MS);
        let rest = MIN_DELAY + spec.frames(REST_MS);
        let mut transport = Self {
            kernel: Kernel::new(),
            line: SincDelay::new(0),
            wow: Group::new(&wow(machine), WOW_FRICTION, 0x3150_0001, ramp, spec),
            flutter: Group::new(&flutter(machine), FLUTTER_FRICTION, 0x3150_0002, ramp, spec),
            ticker: Ticker::default(),
            rest: rest as f64,
            piece: Piece::default(),
        };
        // Twice the bound on both sides of the middle, for the slowest machine's wheels.
        let reach = 2.0 * (transport.wow.bound() + transport.flutter.bound()) * MAX_PERCENT;
        let longest = (3.0 * reach) as usize + 2 * rest + TICK;
        transport.line = SincDelay::new(longest);
        transport.reset();
        transport
    }

    /// Frames of delay at rest, exact.
    pub fn latency(&self) -> usize {
        self.rest as usize
    }

    /// The longest the tape can lag behind, in frames.
    pub fn longest(&self) -> usize {
        let bound = self.wow.bound_now() + self.flutter.bound_now();
        (self.rest + 2.0 * bound) as usize + MIN_DELAY
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.line.reset();
        self.wow.reset();
        self.flutter.reset();
        self.ticker.restart();
        self.piece = Piece {
            c: [self.rest, 0.0, 0.0, 0.0],
            end: self.rest,
            ..Piece::default()
        };
        self.piece.still = true;
    }

    /// New wheels for another machine, turning on from where the old ones stand; at once after a
    /// reset.
    pub fn set_machine(&mut self, spec: Spec, machine: &Machine) {
        self.wow.set_wheels(&wow(machine), WOW_FRICTION, spec);
        self.flutter
            .set_wheels(&flutter(machine), FLUTTER_FRICTION, spec);
    }

    /// Weighted wow and flutter in percent, 0 to [`MAX_PERCENT`].
    pub fn set(&mut self, wow_percent: f32, flutter_percent: f32) {
        self.wow.amount.set(wow_percent);
        self.flutter.amount.set(flutter_percent);
    }

    /// Moves both channels' tape past the head.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            let mut part = block.part(done, segment.len);
            if self.piece.still {
                self.line.process_whole(&mut part, self.rest as usize);
            } else {
                self.line
                    .process(&self.kernel, &mut part, &self.piece.delays(segment));
            }
            done += segment.len;
        }
    }

    /// The next tick's piece of the delay.
    fn tick(&mut self) {
        let (wow, wow_slope) = self.wow.tick();
        let (flutter, flutter_slope) = self.flutter.tick();
        // Far deviations push the middle back, so that the head never runs ahead of the tape.
        let room = MIN_DELAY as f64 + self.wow.bound_now() + self.flutter.bound_now();
        let end = self.rest.max(room) + wow + flutter;
        let end_slope = wow_slope + flutter_slope;
        let (start, slope) = (self.piece.end, self.piece.end_slope);
        let t = TICK as f64;
        let rise = (end - start) / t;
        self.piece = Piece {
            c: [
                start,
                slope,
                (3.0 * rise - 2.0 * slope - end_slope) / t,
                (slope + end_slope - 2.0 * rise) / (t * t),
            ],
            end,
            end_slope,
            still: start == self.rest && end == self.rest && slope == 0.0 && end_slope == 0.0,
        };
    }
}

/// Slow rotations: the pinch roller, and the hubs whose pull the roller does not quite hold off.
fn wow(machine: &Machine) -> Recipe {
    let [take_up, supply] = machine.hubs_hz;
    [
        (machine.pinch_roller_hz, 1.0),
        (take_up, 0.4),
        (supply, 0.25),
    ]
}

/// Fast ones: the capstan, its oval, and the motor's poles on it through the belt.
fn flutter(machine: &Machine) -> Recipe {
    let capstan = machine.capstan_hz;
    [(capstan, 1.0), (2.0 * capstan, 0.35), (5.3 * capstan, 0.5)]
}

/// Corners in Hz and the RMS deviation re the strongest wheel.
type FrictionRecipe = (f64, f64, f64);
/// The reel brake's and the shell's slow friction.
const WOW_FRICTION: FrictionRecipe = (0.3, 1.6, 0.45);
/// Stick and slip of the tape along heads and guides.
const FLUTTER_FRICTION: FrictionRecipe = (25.0, 110.0, 0.6);

impl Piece {
    /// The delay of each frame of a segment.
    fn delays(&self, segment: Segment) -> [f64; TICK] {
        let [c0, c1, c2, c3] = self.c;
        std::array::from_fn(|n| {
            let t = (segment.offset + n) as f64;
            c0 + t * (c1 + t * (c2 + t * c3))
        })
    }
}

impl Group {
    fn new(recipe: &Recipe, friction: FrictionRecipe, seed: u64, ramp: usize, spec: Spec) -> Self {
        let mut group = Self {
            wheels: std::array::from_fn(|n| Wheel::new(0.17 + 0.29 * n as f64, ramp)),
            friction: Friction::new(seed, ramp),
            amount: Ramp::new(0.0, ramp),
        };
        group.set_wheels(recipe, friction, spec);
        group
    }

    /// Scales the recipe to a meter's reading of 1 %.
    fn set_wheels(&mut self, recipe: &Recipe, friction: FrictionRecipe, spec: Spec) {
        let (low_hz, high_hz, share) = friction;
        let (plain, weighted) = Friction::power(low_hz, high_hz);
        let wheels: f64 = recipe
            .iter()
            .map(|&(hz, s)| (s * weight(hz)).powi(2) / 2.0)
            .sum();
        let noise = share * share * weighted / plain;
        let one_percent = 0.01 / (READING * (wheels + noise).sqrt());
        for (wheel, &(hz, speed)) in self.wheels.iter_mut().zip(recipe) {
            wheel.set(hz, speed * one_percent, spec);
        }
        self.friction
            .set(low_hz, high_hz, share * one_percent, spec);
    }

    fn reset(&mut self) {
        self.wheels.iter_mut().for_each(Wheel::reset);
        self.friction.reset();
        self.amount.reset();
    }

    /// Delay in frames and slope at the end of the next tick.
    fn tick(&mut self) -> (f64, f64) {
        self.amount.advance(TICK);
        let (mut delay, mut speed) = (0.0, 0.0);
        for wheel in &mut self.wheels {
            wheel.tick();
            let reach = f64::from(wheel.delay.value());
            delay += reach * wheel.phasor[1];
            speed += reach * wheel.per_frame * wheel.phasor[0];
        }
        self.friction.tick();
        delay += self.friction.delay;
        speed += self.friction.speed;
        let amount = f64::from(self.amount.value());
        (delay * amount, speed * amount)
    }

    /// The farthest that 1 % takes the tape off its place, in frames.
    fn bound(&self) -> f64 {
        let wheels: f32 = self.wheels.iter().map(|wheel| wheel.delay.value()).sum();
        f64::from(wheels + self.friction.bound.value())
    }

    fn bound_now(&self) -> f64 {
        self.bound() * f64::from(self.amount.value())
    }
}

impl Wheel {
    fn new(start_turns: f64, ramp: usize) -> Self {
        let (sin, cos) = (TAU * start_turns).sin_cos();
        let start = [cos, sin];
        let delay = Ramp::new(0.0, ramp);
        Self {
            phasor: start,
            start,
            turn: [1.0, 0.0],
            per_frame: 0.0,
            delay,
        }
    }

    fn set(&mut self, rotation_hz: f64, speed: f64, spec: Spec) {
        self.per_frame = TAU * rotation_hz / spec.sample_rate;
        let (sin, cos) = (self.per_frame * TICK as f64).sin_cos();
        self.turn = [cos, sin];
        self.delay.set((speed / self.per_frame) as f32);
    }

    fn reset(&mut self) {
        self.phasor = self.start;
        self.delay.reset();
    }

    fn tick(&mut self) {
        let ([re, im], [cos, sin]) = (self.phasor, self.turn);
        self.phasor = [re * cos - im * sin, re * sin + im * cos];
        self.delay.advance(TICK);
    }
}

impl Friction {
    fn new(seed: u64, ramp: usize) -> Self {
        Self {
            source: WhiteNoise::new(seed),
            fast: 0.0,
            slow: 0.0,
            fast_step: 0.0,
            slow_step: 0.0,
            leak: 0.0,
            scale: 0.0,
            speed: 0.0,
            delay: 0.0,
            bound: Ramp::new(0.0, ramp),
        }
    }

    fn set(&mut self, low_hz: f64, high_hz: f64, rms: f64, spec: Spec) {
        let tick_hz = spec.sample_rate / TICK as f64;
        let step = |hz: f64| 1.0 - (-TAU * hz / tick_hz).exp();
        self.fast_step = step(high_hz);
        self.slow_step = step(low_hz);
        self.leak = 1.0 - step(LEAK_HZ);
        // Two one-pole filters turn white noise of power 1/3 into this much.
        let cross = self.fast_step * self.slow_step
            / (self.fast_step + self.slow_step - self.fast_step * self.slow_step);
        let own = |step: f64| step / (2.0 - step);
        let power = (own(self.fast_step) + own(self.slow_step) - 2.0 * cross) / 3.0;
        self.scale = rms / power.sqrt();
        // About four times the RMS of the delay.
        let centre_hz = (low_hz * high_hz).sqrt();
        self.bound
            .set((4.0 * rms * spec.sample_rate / (TAU * centre_hz)) as f32);
    }

    fn reset(&mut self) {
        self.source.reset();
        self.fast = 0.0;
        self.slow = 0.0;
        self.speed = 0.0;
        self.delay = 0.0;
        self.bound.reset();
    }

    fn tick(&mut self) {
        let white = f64::from(self.source.sample());
        self.fast += self.fast_step * (white - self.fast);
        self.slow += self.slow_step * (white - self.slow);
        let before = self.speed;
        self.speed = self.scale * (self.fast - self.slow);
        self.delay = self.delay * self.leak + 0.5 * (before + self.speed) * TICK as f64;
        self.bound.advance(TICK);
        let bound = f64::from(self.bound.value());
        self.delay = self.delay.clamp(-bound, bound);
    }

    /// Power of the filtered noise between its corners, plain and weighted, in the same unit.
    fn power(low_hz: f64, high_hz: f64) -> (f64, f64) {
        let (mut plain, mut weighted) = (0.0, 0.0);
        let mut f: f64 = 0.01;
        while f < 2_000.0 {
            let width = f * 0.05;
            // |1/(1 + jf/high) − 1/(1 + jf/low)|².
            let (h, l) = (f / high_hz, f / low_hz);
            let density = (l - h).powi(2) / ((1.0 + h * h) * (1.0 + l * l));
            plain += density * width;
            weighted += density * width * weight(f).powi(2);
            f += width;
        }
        (plain, weighted)
    }
}
