//! The transport: what pulls both tracks past the head, and how unevenly.
//!
//! ```text
//! motor · speed knob ─► speed u ─► lag ∫(1 − u), cut where it leaves its window ─┐
//! wheels + friction, for each pass ─► deviation as delay ─────────────────────────┼─► one delay line
//! tilt and weave of the head ─► ± delay between the tracks ───────────────────────┘
//! ```
//!
//! A speed deviation s(t) is heard through a delay d(t) with d′ = s. The delay is worked out at each
//! control tick with its slope and joined by cubic (Hermite) pieces. Stopping and starting, the
//! output falls and rises with the speed, as the head's voltage does; the speed knob leaves the
//! level alone.
//!
//! Not modelled: wheels that slip while they start, what the tilt takes from the treble, equalisation
//! at another speed than the recording's.

mod azimuth;
mod friction;
mod motor;
mod piece;
mod search;
mod splice;
#[cfg(test)]
mod tests;
mod weighting;
mod wheels;

use azimuth::Azimuth;
use motor::{Motor, Varispeed};
use piece::Piece;
use splice::Splicer;
use wheels::{Group, flutter, wow};

use super::model::Machine;
use crate::audio::dsp::sinc::{Kernel, MIN_DELAY, Second, SincDelay};
use crate::audio::dsp::tick::{Glide, Segment, TICK, Ticker};
use crate::audio::stage::{Spec, StereoBlock};

/// The most of the wow and of the flutter knob, in percent.
pub const MAX_PERCENT: f64 = 3.0;
/// The most passes: one, and eight bounces.
pub const MAX_GENERATIONS: u8 = 9;

/// Delay of a still transport in milliseconds, so that small deviations need no more room.
const REST_MS: f64 = 1.5;
/// A change of a knob is spread over this long: moving the middle of the delay bends the pitch.
const RAMP_MS: f64 = 300.0;

/// What was chosen. The default leaves the sound alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TransportSettings {
    /// Weighted wow of one pass in percent, 0 to [`MAX_PERCENT`].
    pub wow_percent: f32,
    /// Flutter likewise.
    pub flutter_percent: f32,
    /// How often it was recorded and played, 1 to [`MAX_GENERATIONS`].
    pub generations: u8,
    /// Playback re recording speed in semitones, −12 to 12.
    pub varispeed_semitones: f32,
    /// Whether the drive is cut.
    pub stopped: bool,
    /// Time from full speed to standstill in seconds, 0.05 to 3.
    pub inertia_s: f32,
    /// Tilt of the playback head in minutes of arc, −60 to 60: positive for a left track that is
    /// heard first.
    pub azimuth_arcmin: f32,
    /// How much the tape weaves, 0 to 1.
    pub wander: f32,
}

impl Default for TransportSettings {
    fn default() -> Self {
        Self {
            wow_percent: 0.0,
            flutter_percent: 0.0,
            generations: 1,
            varispeed_semitones: 0.0,
            stopped: false,
            inertia_s: 0.75,
            azimuth_arcmin: 0.0,
            wander: 0.0,
        }
    }
}

/// Both channels' delay line and what moves it.
pub struct Transport {
    kernel: Kernel,
    line: SincDelay,
    wow: Group,
    flutter: Group,
    motor: Motor,
    varispeed: Varispeed,
    splicer: Splicer,
    azimuth: Azimuth,
    ticker: Ticker,
    sample_rate: f64,
    rest: usize,
    piece: Piece,
    /// The mean delay at the end of the last tick.
    middle: Option<f64>,
    /// How far the motor has pulled the tape, in frames at nominal speed.
    pulled: f64,
    /// How far wow and flutter hold the tape back from there, in frames, and how fast that grows.
    deviation: [f64; 2],
    gain: Glide,
    /// Shortcuts for the tick under way.
    way: Way,
}

/// How a tick's frames are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The tape stands.
    Silent,
    /// At the rest delay, exactly.
    Still,
    /// Anywhere.
    Moving,
}

impl Transport {
    /// At rest. Allocates.
    pub fn new(spec: Spec, machine: &Machine) -> Self {
        let ramp = spec.frames(RAMP_MS);
        let rest = MIN_DELAY + spec.frames(REST_MS);
        let mut transport = Self {
            kernel: Kernel::new(),
            line: SincDelay::new(0),
            wow: Group::new(wow(machine), 0x3150_0001, ramp, spec),
            flutter: Group::new(flutter(machine), 0x3150_0002, ramp, spec),
            motor: Motor::new(spec),
            varispeed: Varispeed::new(spec),
            splicer: Splicer::new(spec),
            azimuth: Azimuth::new(spec, machine, ramp),
            ticker: Ticker::default(),
            sample_rate: spec.sample_rate,
            rest,
            piece: Piece::still(rest as f64),
            middle: None,
            pulled: 0.0,
            deviation: [0.0; 2],
            gain: Glide::still(1.0),
            way: Way::Still,
        };
        // Twice the bound on both sides of the middle, for the slowest machine's wheels.
        let bound = transport.wow.bound() + transport.flutter.bound();
        let reach = 2.0 * bound * Group::most(MAX_PERCENT, MAX_GENERATIONS);
        let longest = (3.0 * reach) as usize + 2 * rest + TICK + transport.splicer.room();
        transport.line = SincDelay::new(longest);
        transport.reset();
        transport
    }

    /// Frames of delay at rest, exact.
    pub fn latency(&self) -> usize {
        self.rest
    }

    /// The longest the tape can lag behind, in frames.
    pub fn longest(&self) -> usize {
        let bound = self.wow.bound_now() + self.flutter.bound_now() + self.azimuth.bound_now();
        let lag = if !self.motor.locked() {
            self.splicer
                .longest(self.motor.inertia_s() * self.sample_rate)
        } else if !self.varispeed.neutral() || !self.splicer.idle() {
            self.splicer.longest(self.splicer.window())
        } else {
            0.0
        };
        (self.rest as f64 + 2.0 * bound + lag) as usize + MIN_DELAY
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.line.reset();
        self.wow.reset();
        self.flutter.reset();
        self.motor.reset();
        self.varispeed.reset();
        self.splicer.reset();
        self.azimuth.reset();
        self.ticker.restart();
        self.piece = Piece::still(self.rest as f64);
        self.middle = None;
        self.pulled = 0.0;
        self.deviation = [0.0; 2];
        self.gain = Glide::still(1.0);
        self.way = Way::Still;
    }

    /// New wheels for another machine, turning on from where the old ones stand; at once after a
    /// reset.
    pub fn set_machine(&mut self, spec: Spec, machine: &Machine) {
        self.wow.set_wheels(wow(machine), spec);
        self.flutter.set_wheels(flutter(machine), spec);
        self.azimuth.set_machine(machine);
    }

    /// Takes new targets.
    pub fn set(&mut self, settings: &TransportSettings) {
        let generations = settings.generations.clamp(1, MAX_GENERATIONS);
        let inertia_s = f64::from(settings.inertia_s);
        self.wow.set(settings.wow_percent, generations);
        self.flutter.set(settings.flutter_percent, generations);
        if self.motor.set(settings.stopped, inertia_s) {
            self.gain = Glide::still(self.motor.gain());
        }
        self.varispeed
            .set(f64::from(settings.varispeed_semitones), inertia_s);
        self.azimuth
            .set(f64::from(settings.azimuth_arcmin), settings.wander);
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
            match self.way {
                Way::Silent => {
                    self.line.write(&mut part);
                    part.channels().into_iter().for_each(|side| side.fill(0.0));
                }
                Way::Still => self.line.process_whole(&mut part, self.rest),
                Way::Moving => self.play(segment, &mut part),
            }
            done += segment.len;
        }
    }

    /// The next tick's piece of the delay.
    fn tick(&mut self) {
        let before = self.speed();
        if before == 0.0 {
            // What is not heard may be wound: the start will play what comes in then.
            self.piece.jump(-self.splicer.lag().0);
            self.splicer.reset();
        }
        self.motor.tick();
        if !self.splicer.starved() {
            self.varispeed.tick();
        }
        let speeds = [before, self.speed()];
        let cruising = self.motor.locked();
        let jump = self
            .splicer
            .cut(&self.line, self.piece.end(), speeds, cruising);
        self.piece.jump(jump);
        self.splicer.tick(speeds);
        self.gain.to(self.motor.gain());

        let (wow, wow_slope) = self.wow.tick(speeds[1]);
        let (flutter, flutter_slope) = self.flutter.tick(speeds[1]);
        self.pulled += 0.5 * (speeds[0] + speeds[1]) * TICK as f64;
        self.deviation = [wow + flutter, wow_slope + flutter_slope];
        self.azimuth.tick();
        let middle = self.middle();
        // After a reset it is where it is, at once.
        let middle_slope = (middle - self.middle.unwrap_or(middle)) / TICK as f64;
        self.middle = Some(middle);
        let (lag, lag_slope) = self.splicer.lag();
        self.piece.to(
            middle + wow + flutter + lag,
            wow_slope + flutter_slope + lag_slope + middle_slope,
        );

        let level = self.splicer.idle() && self.gain.is_still() && cruising;
        self.way = if speeds == [0.0; 2] {
            Way::Silent
        } else if level && self.azimuth.upright() && self.piece.is_still(self.rest as f64) {
            Way::Still
        } else {
            Way::Moving
        };
    }

    /// How far the tape has run past the head at the end of the last tick, in seconds at nominal speed.
    pub fn position_s(&self) -> f64 {
        (self.pulled - self.deviation[0]) / self.sample_rate
    }

    /// How fast it runs then re nominal speed: as [`Self::speed`], with wow and flutter.
    pub fn heard_speed(&self) -> f32 {
        (self.speed() - self.deviation[1]) as f32
    }

    /// The tape's speed at the end of the last tick, re the recording's.
    fn speed(&self) -> f64 {
        self.motor.speed() * self.varispeed.ratio()
    }

    /// The mean delay. Far deviations push it back, so that no head runs ahead of the tape.
    fn middle(&self) -> f64 {
        let bound = self.wow.bound_now() + self.flutter.bound_now() + self.azimuth.bound_now();
        (self.rest as f64).max(MIN_DELAY as f64 + bound)
    }

    /// Reads a moving tape.
    fn play(&mut self, segment: Segment, part: &mut StereoBlock) {
        self.line.write(part);
        let delays = self.piece.delays(segment);
        let (mut old, mut new) = ([0.0; TICK], [0.0; TICK]);
        let second = self
            .splicer
            .crossfade()
            .map(|(further, fade_out, fade_in)| {
                old = line(fade_out, segment);
                new = line(fade_in, segment);
                Second {
                    further,
                    gains: &old,
                    first_gains: &new,
                }
            });
        if self.azimuth.upright() {
            self.line.read(&self.kernel, part, &delays, second);
        } else {
            let (mut left, mut right) = (delays, delays);
            for (n, (left, right)) in left.iter_mut().zip(&mut right).enumerate() {
                let skew = self.azimuth.skew(segment.offset + n);
                *left -= skew;
                *right += skew;
            }
            let delays = [&left[..segment.len], &right[..segment.len]];
            self.line.read_apart(&self.kernel, part, delays, second);
        }
        if !self.gain.is_still() || self.gain.line().0 != 1.0 {
            let gains = line(self.gain, segment);
            for side in part.channels() {
                for (sample, gain) in side.iter_mut().zip(gains) {
                    *sample *= gain;
                }
            }
        }
    }
}

/// A gain at each frame of a segment.
fn line(gain: Glide, segment: Segment) -> [f32; TICK] {
    let (from, step) = gain.line();
    let mut gains = [0.0; TICK];
    for (n, gain) in gains.iter_mut().enumerate().take(segment.len) {
        *gain = from + step * (segment.offset + n) as f32;
    }
    gains
}
