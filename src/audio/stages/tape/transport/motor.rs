//! What drives the tape: a motor with inertia, and a knob for its speed.

use crate::audio::dsp::tick::TICK;
use crate::audio::stage::Spec;

/// The range of [`Motor`]'s inertia in seconds.
pub const INERTIA_S: (f64, f64) = (0.05, 3.0);

/// Ticks in the shortest stop, so that slow sample rates stay stable.
const SHORTEST_TICKS: f64 = 100.0;

/// Speeds as close to nominal as this are nominal: 0.03 cents.
const LOCK: f64 = 2e-5;

/// Near standstill the head's voltage falls with the square of the speed, so that it ends without a
/// kink: below this speed.
const KNEE: f64 = 0.02;

/// The flywheel's speed, 1 when it runs and 0 when it stands.
///
/// Stopping, the drive is cut and friction brakes, a constant torque and one in proportion to the
/// speed, equal at full speed: v′ = −k(1 + v), which reaches 0 after ln 2/k. Starting, the torque
/// is limited first, then falls as the speed nears its own: v′ = min(4/T, (1 − v)/0.06T), 99 % after
/// 0.4 T. The torque itself takes T/80, at most 5 ms, to come and go.
pub struct Motor {
    tick_s: f64,
    inertia_s: f64,
    running: bool,
    fresh: bool,
    speed: f64,
    acceleration: f64,
}

/// The speed knob: a ratio that glides in semitones, through two equal poles.
pub struct Varispeed {
    tick_s: f64,
    step: f64,
    fresh: bool,
    target: f64,
    poles: [f64; 2],
    ratio: f64,
}

impl Motor {
    /// Running.
    pub fn new(spec: Spec) -> Self {
        Self {
            tick_s: TICK as f64 / spec.sample_rate,
            inertia_s: 1.0,
            running: true,
            fresh: true,
            speed: 1.0,
            acceleration: 0.0,
        }
    }

    /// As after [`Self::new`]: the next target is taken at once.
    pub fn reset(&mut self) {
        self.running = true;
        self.fresh = true;
        self.speed = 1.0;
        self.acceleration = 0.0;
    }

    /// Starts or stops; from full speed to standstill takes `inertia_s`. Tells whether it was done
    /// at once, as after a reset.
    pub fn set(&mut self, stopped: bool, inertia_s: f64) -> bool {
        self.running = !stopped;
        let shortest = INERTIA_S.0.max(SHORTEST_TICKS * self.tick_s);
        self.inertia_s = inertia_s.clamp(shortest, INERTIA_S.1.max(shortest));
        let at_once = std::mem::take(&mut self.fresh);
        if at_once {
            self.speed = if stopped { 0.0 } else { 1.0 };
        }
        at_once
    }

    /// Its speed at the end of the last tick.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Whether it runs at full speed and is to go on.
    pub fn locked(&self) -> bool {
        self.running && self.speed == 1.0
    }

    /// How long it takes to stop, in seconds.
    pub fn inertia_s(&self) -> f64 {
        self.inertia_s
    }

    /// The playback head's voltage re full speed: dΦ/dt, in proportion to the speed but for the
    /// knee. The speed knob is not in it: the amplifier is trimmed with that.
    pub fn gain(&self) -> f32 {
        (self.speed * self.speed * (1.0 + KNEE) / (self.speed + KNEE)) as f32
    }

    /// Lets a tick pass.
    pub fn tick(&mut self) {
        if self.locked() || (!self.running && self.speed == 0.0) {
            return;
        }
        let torque = if self.running {
            ((1.0 - self.speed) / (0.06 * self.inertia_s)).min(4.0 / self.inertia_s)
        } else {
            -(1.0 + self.speed) * std::f64::consts::LN_2 / self.inertia_s
        };
        let rise_s = (self.inertia_s / 80.0).min(0.005);
        self.acceleration += (torque - self.acceleration) * (1.0 - (-self.tick_s / rise_s).exp());
        self.speed += self.acceleration * self.tick_s;
        let arrived = self.running && 1.0 - self.speed < LOCK;
        if arrived || (!self.running && self.speed <= 0.0) {
            self.speed = if arrived { 1.0 } else { 0.0 };
            self.acceleration = 0.0;
        }
        self.speed = self.speed.clamp(0.0, 1.0);
    }
}

impl Varispeed {
    /// At nominal speed.
    pub fn new(spec: Spec) -> Self {
        Self {
            tick_s: TICK as f64 / spec.sample_rate,
            step: 1.0,
            fresh: true,
            target: 0.0,
            poles: [0.0; 2],
            ratio: 1.0,
        }
    }

    /// As after [`Self::new`]: the next target is taken at once.
    pub fn reset(&mut self) {
        self.fresh = true;
        self.target = 0.0;
        self.poles = [0.0; 2];
        self.ratio = 1.0;
    }

    /// Heads for `semitones`, in a fifth of the inertia, 50 to 600 ms.
    pub fn set(&mut self, semitones: f64, inertia_s: f64) {
        self.target = semitones.clamp(-12.0, 12.0);
        let pole_s = 0.5 * (0.2 * inertia_s).clamp(0.05, 0.6);
        self.step = 1.0 - (-self.tick_s / pole_s).exp();
        if std::mem::take(&mut self.fresh) {
            self.arrive();
        }
    }

    /// Whether it is at nominal speed and is to stay there.
    pub fn neutral(&self) -> bool {
        self.ratio == 1.0 && self.target == 0.0
    }

    /// Playback re recording speed at the end of the last tick.
    pub fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Lets a tick pass.
    pub fn tick(&mut self) {
        if self.poles == [self.target; 2] {
            return;
        }
        self.poles[0] += self.step * (self.target - self.poles[0]);
        self.poles[1] += self.step * (self.poles[0] - self.poles[1]);
        self.ratio = (self.poles[1] / 12.0).exp2();
        // A tenth of a cent.
        if self
            .poles
            .iter()
            .all(|pole| (pole - self.target).abs() < 1e-3)
        {
            self.arrive();
        }
    }

    fn arrive(&mut self) {
        self.poles = [self.target; 2];
        self.ratio = (self.target / 12.0).exp2();
    }
}
