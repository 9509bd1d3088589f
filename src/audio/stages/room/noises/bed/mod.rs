//! The bed creaks: somebody turns, and a joint sticks and slips.
//!
//! A creak is a gesture of the sleeper's weight, one way or there and back. It draws a block over a
//! rough joint ([`friction`]), whose releases set off the frame's modes. All of it runs at a fixed
//! inner rate and is interpolated, so that a bed is the same at every sample rate; between creaks
//! nothing runs. Not modelled: several joints at once, the mattress, the bedclothes.

mod friction;

use super::knock::{MODES, Mode, modes};
use super::rhythm::{Event, Manner, Rhythm, Sound};
use super::steady::{Blow, LANES, Rings, folded, step};
use super::{Household, Kind, Mains, Noise, Source, Strike, level};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::stage::{Spec, Timeline};
use friction::{Friction, Joint, STEPS_HZ};

/// A-weighted level of creaks as they come out of the frame, while they sound, in dB: measured at
/// the default rate and character.
const OWN_DB: f64 = 35.2;

/// A wooden frame: slats and sides, heavily damped.
const WOOD: [Mode; MODES] = modes(
    [108.0, 171.0, 252.0, 338.0, 447.0, 590.0, 1_020.0, 1_730.0],
    [55.0, 42.0, 33.0, 25.0, 18.0, 12.0, 6.0, 4.0],
    [0.5, 0.8, 1.0, 1.0, 0.8, 0.6, 0.35, 0.2],
);
/// A frame of tubes with a net of springs.
const STEEL: [Mode; MODES] = modes(
    [132.0, 207.0, 311.0, 402.0, 498.0, 600.0, 1_310.0, 2_270.0],
    [60.0, 60.0, 55.0, 50.0, 45.0, 40.0, 25.0, 15.0],
    [0.3, 0.5, 0.8, 1.0, 1.0, 0.9, 0.5, 0.3],
);
/// How much softer steel is set off, whose modes ring longer.
const STEEL_GAIN: f32 = 0.7;
/// Pitch of the frame from the lowest character to the highest.
const PITCHES: (f64, f64) = (0.8, 1.5);

/// Longest and shortest gesture by character, in s, and at most this share of the time to the next.
const GESTURES_S: (f64, f64) = (0.95, 0.2);
const GESTURE_SHARE: f64 = 0.8;
/// How fast the joint is drawn at the gesture's height, by character, in m/s at full strength: 90
/// to 320 slips per second.
const SPEEDS_MPS: (f64, f64) = (0.008, 0.034);
/// What a weak creak has of the speed and the force of a strong one.
const WEAKEST: (f64, f64) = (0.55, 0.35);
/// The weight on the joint, in N.
const NORMAL_N: f64 = 100.0;
/// How uneven the joint is along the way: share of the weight, and per m of way.
const UNEVEN: f64 = 0.25;
const UNEVEN_STEP: f64 = 0.004;
/// How many creaks go there and back.
const RETURNS: f64 = 0.35;
/// The joint is nearly as tight as it can be when a creak begins: the sleeper lies on it.
const LOADED: f64 = 0.97;
/// How long the weight takes to move, in s.
const SLUGGISH_S: f64 = 0.004;
/// What the gesture begins with, as a share of its height.
const JERK: f64 = 0.25;
/// Friction goes on for this long after the gesture, and the frame for longer, in s.
const AFTER_S: f64 = 0.03;
const RINGS_S: f64 = 0.45;
/// Steps after which modes that have died are looked for.
const SETTLES: usize = 64;

/// The bed's creak.
pub struct Bed {
    rhythm: Rhythm,
    creak: Creak,
}

impl Bed {
    /// Ready, and off to a beginning of its own by `seed`.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        Self {
            rhythm: Rhythm::new(Kind::Bed, Manner::Scattered, spec, seed),
            creak: Creak::new(spec, seed),
        }
    }
}

impl Source for Bed {
    /// Begins again with the seed.
    fn reset(&mut self) {
        self.rhythm.reset();
        self.creak.reset();
    }

    /// Takes another seed with the next [`Self::reset`].
    fn reseed(&mut self, seed: u64) {
        self.rhythm.reseed(seed);
        self.creak.seed = seed;
    }

    /// Hears where the song is, once for each of the host's blocks.
    fn locate(&mut self, timeline: &Timeline) {
        self.rhythm.locate(timeline);
    }

    /// Takes what was chosen. Cheap.
    fn set(&mut self, noise: &Noise, household: Household, _: Mains) {
        self.rhythm.set(noise);
        self.creak.character = super::rhythm::share(noise.character);
        // Wooden slats came with the eighties.
        self.creak.is_steel = household == Household::Seventies;
    }

    /// Fills `out`, at most a block, at the level of life. `strikes` are the attacks of the music
    /// within it.
    fn process(&mut self, out: &mut [f32], strikes: &[Strike]) {
        self.rhythm.perform(&mut self.creak, out, strikes);
    }
}

/// One creak after another.
struct Creak {
    seed: u64,
    random: WhiteNoise,
    character: f64,
    is_steel: bool,
    /// Inner steps per frame, and how far the output is behind the newest one, in steps.
    steps_per_frame: f64,
    behind: f64,
    recent: [f32; 4],
    /// Steps of the gesture, of its friction and of its ringing; and how many have passed.
    gesture: usize,
    per_gesture: f64,
    ends: usize,
    rings: usize,
    passed: usize,
    speed: f64,
    returns: bool,
    normal: f64,
    drive: f64,
    uneven: f64,
    sluggish: f64,
    friction: Friction,
    gain: f32,
    blow: Blow<{ MODES / LANES }>,
    frame: Rings<{ MODES / LANES }>,
}

impl Creak {
    fn new(spec: Spec, seed: u64) -> Self {
        let mut creak = Self {
            seed,
            random: WhiteNoise::new(seed),
            character: 0.5,
            is_steel: false,
            steps_per_frame: STEPS_HZ / spec.sample_rate,
            behind: 0.0,
            recent: [0.0; 4],
            gesture: 0,
            per_gesture: 0.0,
            ends: 0,
            rings: 0,
            passed: 0,
            speed: 0.0,
            returns: false,
            normal: NORMAL_N,
            drive: 0.0,
            uneven: 0.0,
            sluggish: 1.0 - (-1.0 / (SLUGGISH_S * STEPS_HZ)).exp(),
            friction: Friction::default(),
            gain: 0.0,
            blow: Blow::none(),
            frame: Rings::new(),
        };
        creak.reset();
        creak
    }

    fn reset(&mut self) {
        // Not the numbers that the rhythm draws.
        self.random = WhiteNoise::new(self.seed ^ 0xBED0_C4EA);
        (self.gesture, self.ends, self.rings, self.passed) = (0, 0, 0, 0);
        (self.drive, self.uneven) = (0.0, 0.0);
        self.friction = Friction::default();
        self.quieten();
    }

    /// The frame stands still.
    fn quieten(&mut self) {
        self.behind = 0.0;
        self.recent = [0.0; 4];
        self.frame.clear();
    }

    fn uniform(&mut self) -> f64 {
        0.5 + 0.5 * f64::from(self.random.sample())
    }

    #[inline(always)]
    fn step(&mut self) -> f32 {
        if self.passed < self.ends {
            let along = self.passed as f64 * self.per_gesture;
            self.drive += self.sluggish * (self.speed * shape(along, self.returns) - self.drive);
            let white = f64::from(self.random.sample());
            // Roughness belongs to places: it changes as fast as the joint moves.
            let moved = (self.drive.abs() * (60.0 / (UNEVEN_STEP * STEPS_HZ))).min(0.2);
            self.uneven += moved * (white * 3.0 - self.uneven);
            let normal = self.normal * (1.0 + UNEVEN * self.uneven.clamp(-2.0, 2.0));
            let before = self.friction.force;
            let force = self.friction.step(&Joint::BED, self.drive, normal, white);
            // Force that changes sets the frame off; what is heard of it is its velocity.
            let change = (force - before) as f32 * self.gain;
            self.frame.hit(&self.blow, change);
        } else if self.frame.is_at_rest() {
            self.passed += 1;
            return 0.0;
        } else if self.passed.is_multiple_of(SETTLES) {
            self.frame.settle();
        }
        self.passed += 1;
        folded(self.frame.next_lanes())
    }
}

impl Sound for Creak {
    fn begin(&mut self, event: Event) {
        let along = self.character;
        let strength = f64::from(event.strength);
        let between = |(low, high): (f64, f64)| low * (high / low).powf(along);
        let frames_per_s = STEPS_HZ / self.steps_per_frame;
        let longest_s = GESTURE_SHARE * event.interval_frames / frames_per_s;
        let own_s = between(GESTURES_S) * (0.7 + 0.6 * self.uniform());
        let gesture_s = own_s.min(longest_s).max(0.03);
        self.gesture = (gesture_s * STEPS_HZ) as usize;
        self.per_gesture = 1.0 / self.gesture as f64;
        self.ends = self.gesture + (AFTER_S * STEPS_HZ) as usize;
        self.rings = self.ends + (RINGS_S * STEPS_HZ) as usize;
        self.returns = self.uniform() < RETURNS;
        let stronger = |least: f64| least + (1.0 - least) * strength;
        let sign = if self.uniform() < 0.5 { -1.0 } else { 1.0 };
        self.speed =
            sign * between(SPEEDS_MPS) * stronger(WEAKEST.0) * (0.8 + 0.4 * self.uniform());
        let is_silent = self.passed >= self.rings;
        self.normal = NORMAL_N * stronger(WEAKEST.1);
        self.passed = 0;
        if is_silent {
            self.quieten();
            self.drive = 0.0;
        }
        // What the joint bears changes, and nothing is heard of that.
        self.friction = Friction::loaded(&Joint::BED, self.normal, sign * LOADED);
        let (frame, gain) = if self.is_steel {
            (&STEEL, STEEL_GAIN)
        } else {
            (&WOOD, 1.0)
        };
        self.gain = gain * level::gain_to_life(level::BED_DBA, OWN_DB);
        let pitch = between(PITCHES);
        let mut gains = [[0.0; LANES]; MODES / LANES];
        for (m, mode) in frame.iter().enumerate() {
            let hz = f64::from(mode.hz) * pitch;
            gains[m / LANES][m % LANES] = mode.gain;
            self.frame
                .tune(m, step(hz, 1e3 / f64::from(mode.decay_ms), STEPS_HZ));
        }
        self.blow = self.frame.cosines(&gains);
    }

    fn run(&mut self, out: &mut [f32], _: f64) {
        if self.passed >= self.rings {
            out.fill(0.0);
            return;
        }
        for out in out {
            if self.passed >= self.rings {
                *out = 0.0;
                continue;
            }
            self.behind += self.steps_per_frame;
            while self.behind >= 1.0 {
                self.behind -= 1.0;
                let newest = self.step();
                let [_, a, b, c] = self.recent;
                self.recent = [a, b, c, newest];
            }
            *out = hermite(&self.recent, self.behind as f32);
        }
    }
}

/// Velocity along a gesture, 0 to 1 at its height.
fn shape(along: f64, returns: bool) -> f64 {
    // 4x(1−x), with a jerk to begin with.
    let arch = |x: f64| {
        if (0.0..1.0).contains(&x) {
            4.0 * x * (1.0 - x) * (1.0 - JERK) + JERK * (1.0 - x)
        } else {
            0.0
        }
    };
    if returns {
        // The way back is slower.
        arch(along * (1.0 / 0.45)) - 0.8 * arch(2.0 * along - 1.0)
    } else {
        arch(along)
    }
}

/// Between the second and the third of four values (Catmull and Rom 1974).
fn hermite([a, b, c, d]: &[f32; 4], along: f32) -> f32 {
    let slope = 0.5 * (c - a);
    let curve = a - 2.5 * b + 2.0 * c - 0.5 * d;
    let cube = 0.5 * (d - a) + 1.5 * (b - c);
    b + along * (slope + along * (curve + along * cube))
}
