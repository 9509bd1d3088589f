//! Azimuth: a tilted head reads one track before the other.
//!
//! Tracks a pitch p apart are read p·tan(α)/v apart in time (geometry). What the tilt takes from
//! the treble within a track is not in here.

use super::super::model::Machine;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::TICK;
use crate::audio::stage::Spec;

/// The most of the knob, in minutes of arc.
pub const MAX_ARCMIN: f64 = 60.0;

/// RMS and peak of what the tape's weave adds at full wander, in minutes of arc.
const WANDER_ARCMIN: (f64, f64) = (3.0, 6.0);
/// Corner of both poles that make it out of white noise.
const WANDER_HZ: f64 = 0.4;

/// By how many frames the right track lags and the left one leads.
pub struct Azimuth {
    sample_rate: f64,
    /// The angle in minutes of arc.
    tilt: Ramp,
    /// Half the tracks' distance in time per unit of tan(α), in frames.
    half_pitch: Ramp,
    wander: Ramp,
    source: WhiteNoise,
    step: f64,
    scale: f64,
    poles: [f64; 2],
    start: f64,
    end: f64,
}

impl Azimuth {
    /// Upright. Changes take `ramp` frames.
    pub fn new(spec: Spec, machine: &Machine, ramp: usize) -> Self {
        let tick_hz = spec.sample_rate / TICK as f64;
        let step = 1.0 - (-std::f64::consts::TAU * WANDER_HZ / tick_hz).exp();
        // Two equal poles leave white noise of power 1/3 this much: Σ(n + 1)²·b²ⁿ.
        let b2 = (1.0 - step) * (1.0 - step);
        let power = step.powi(4) * (1.0 + b2) / (1.0 - b2).powi(3) / 3.0;
        let mut azimuth = Self {
            sample_rate: spec.sample_rate,
            tilt: Ramp::new(0.0, ramp),
            half_pitch: Ramp::new(0.0, ramp),
            wander: Ramp::new(0.0, ramp),
            source: WhiteNoise::new(0x3150_0003),
            step,
            scale: WANDER_ARCMIN.0 / power.sqrt(),
            poles: [0.0; 2],
            start: 0.0,
            end: 0.0,
        };
        azimuth.set_machine(machine);
        azimuth
    }

    /// As after [`Self::new`]: the next targets are taken at once.
    pub fn reset(&mut self) {
        self.tilt.reset();
        self.half_pitch.reset();
        self.wander.reset();
        self.source.reset();
        self.poles = [0.0; 2];
        self.start = 0.0;
        self.end = 0.0;
    }

    /// The angle in minutes of arc, positive for a left track that is read first, and how much
    /// it wanders, 0 to 1.
    pub fn set(&mut self, arcmin: f64, wander: f32) {
        self.tilt.set(arcmin.clamp(-MAX_ARCMIN, MAX_ARCMIN) as f32);
        self.wander.set(wander.clamp(0.0, 1.0));
    }

    /// Another machine's tracks and speed. One track alone has nothing to lag behind.
    pub fn set_machine(&mut self, machine: &Machine) {
        let pitch_m = if machine.mono {
            0.0
        } else {
            machine.track_pitch_m
        };
        let half_pitch = 0.5 * pitch_m / machine.speed_mps * self.sample_rate;
        self.half_pitch.set(half_pitch as f32);
    }

    /// Frames the farther track may lag at most.
    pub fn bound_now(&self) -> f64 {
        let wander = f64::from(self.wander.value()) * WANDER_ARCMIN.1;
        self.half_frames(f64::from(self.tilt.value().abs()) + wander)
    }

    /// Whether both tracks are read at once, in the tick under way.
    pub fn upright(&self) -> bool {
        self.start == 0.0 && self.end == 0.0
    }

    /// The lag of the right track, and the lead of the left one, `frame` frames into the tick.
    #[inline(always)]
    pub fn skew(&self, frame: usize) -> f64 {
        self.start + (self.end - self.start) * (frame as f64 / TICK as f64)
    }

    /// Lets a tick pass.
    pub fn tick(&mut self) {
        self.tilt.advance(TICK);
        self.half_pitch.advance(TICK);
        self.wander.advance(TICK);
        let mut arcmin = f64::from(self.tilt.value());
        let wander = f64::from(self.wander.value());
        if wander > 0.0 {
            let white = f64::from(self.source.sample());
            self.poles[0] += self.step * (white - self.poles[0]);
            self.poles[1] += self.step * (self.poles[0] - self.poles[1]);
            let walk = self.scale * self.poles[1];
            let walk = walk.clamp(-WANDER_ARCMIN.1, WANDER_ARCMIN.1);
            arcmin += wander * walk;
        }
        self.start = self.end;
        self.end = self.half_frames(arcmin);
    }

    fn half_frames(&self, arcmin: f64) -> f64 {
        let angle = (arcmin / 60.0).to_radians();
        // tan(α) to within 1e-8 at the few degrees there are.
        f64::from(self.half_pitch.value()) * angle * (1.0 + angle * angle / 3.0)
    }
}
