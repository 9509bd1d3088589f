//! The 2:1 compander: every 2 dB of sound are 1 dB on the tape, and 2 dB again when played.
//!
//! ```text
//! encode: in ─► treble lift ─► ÷ g ─┬─► out       decode: in ─┬─► × g ─► treble cut ─► out
//!                              ▲    │                         │    ▲
//!                              └ rms ◄ weighting              └ weighting ► rms
//! ```
//!
//! Both ways sense what is on the tape, so both find the same g, to the bit. The sensor's g is
//! the weighted rms level on the tape, hence 2:1 in dB with no threshold, 0 dB at 0 VU, and twice
//! the dB of any error in level between the two.
//!
//! Sources: [1] D. Blackmer, US 3,789,143 (compander whose sensor listens to the compressed
//! signal), US 3,681,618 (rms sensor); [2] F. Floru, "Attack and release time constants in
//! RMS-based compressors and limiters", AES preprint 4054, 1995: the sensor is a first-order
//! low-pass of the squared signal; [3] owner's manuals of such units: 2:1 over a range of 100 dB,
//! treble lift in the signal and in the sensor, for cassettes a sensor that hears neither the
//! bottom nor the top of the range. [3] gives no corner frequencies: those here follow its
//! description and were settled by the figures in the tests.
//! Not modelled: distortion, noise and the tolerances of the parts.

use super::Way;
use super::clock::{Clock, TICK};
use crate::audio::dsp::one_pole::{
    OnePole, Pair, Shelf, approach, high_pass_response, low_pass_response, settle, shelf_response,
};
use crate::audio::dsp::units::{db_to_gain, gain_to_db, zero_vu_amplitude};
use crate::audio::stage::{Spec, StereoBlock};
use std::array::from_fn;
use std::f64::consts::SQRT_2;

/// Treble lift in the signal: 12 dB.
const LIFT_ZERO_HZ: f64 = 400.0;
const LIFT_POLE_HZ: f64 = 1_600.0;
/// Treble lift in the sensor: 20 dB, more than in the signal, so that loud treble is recorded
/// softer than the rest and does not saturate the tape.
const SENSOR_ZERO_HZ: f64 = 400.0;
const SENSOR_POLE_HZ: f64 = 4_000.0;
/// What the sensor hears: a cassette is flat here at least.
const SENSOR_BOTTOM_HZ: f64 = 30.0;
const SENSOR_TOP_HZ: f64 = 10_000.0;
/// Both lifts are 0 dB here: a sine of this frequency at 0 VU is not changed.
const UNITY_HZ: f64 = 1_000.0;

/// Time constant of the rms sensor's low-pass, typical of the sensors in [2]: it lets go by
/// 124 dB per second.
const SENSOR_S: f64 = 0.035;
/// The sensor's output stays within these, in dB: silence is raised by 40 dB and no more.
const GAIN_MIN_DB: f64 = -40.0;
const GAIN_MAX_DB: f64 = 36.0;
/// g is never below this share of the tape signal itself, in units of a sine's peak at 0 VU: a
/// sensor without ticks would have moved that far within microseconds of an onset. It acts on
/// peaks 24 dB over what is sensed, and keeps an onset from silence from being recorded at +40 dB.
const GUARD: f64 = 1.0 / 16.0;

/// One way of the system, for both channels.
#[derive(Debug, Clone)]
pub struct Compander {
    way: Way,
    constants: Constants,
    state: State,
}

#[derive(Debug, Clone, Copy)]
struct Constants {
    lift: Shelf,
    sensor: Shelf,
    bottom: OnePole,
    top: OnePole,
    /// The sensor's sensitivity to power: 1 for 0 VU at `UNITY_HZ`, divided by the tick's frames.
    sense: f32,
    /// The lift's own gain at `UNITY_HZ`, which is taken back, and its inverse.
    unity: f32,
    per_unity: f32,
    /// Fourth powers of the least and of one over the greatest gain.
    least: f32,
    per_most: f32,
    /// `GUARD` for the signal's own unit, and its inverse.
    guard: f32,
    per_guard: f32,
    /// Move within a tick.
    follow: f32,
}

#[derive(Debug, Clone, Copy)]
struct State {
    lift: Pair,
    bottom: Pair,
    sensor: Pair,
    top: Pair,
    /// Squares of this tick.
    sum: Pair,
    /// What the sensor holds: g⁴.
    fourth: Pair,
    /// g at the tick's beginning, and per frame.
    gain: Pair,
    gain_step: Pair,
}

impl Compander {
    /// After a long silence.
    pub fn new(spec: Spec, way: Way) -> Self {
        let rate = spec.sample_rate;
        let unity = lift_response(UNITY_HZ);
        let sensitivity = SQRT_2 / zero_vu_amplitude() / sensor_response(UNITY_HZ);
        let constants = Constants {
            lift: Shelf::new(LIFT_ZERO_HZ, LIFT_POLE_HZ, LIFT_POLE_HZ, rate),
            sensor: Shelf::new(SENSOR_ZERO_HZ, SENSOR_POLE_HZ, SENSOR_POLE_HZ, rate),
            bottom: OnePole::new(SENSOR_BOTTOM_HZ, rate),
            top: OnePole::new(SENSOR_TOP_HZ, rate),
            sense: (sensitivity * sensitivity / TICK as f64) as f32,
            unity: unity as f32,
            per_unity: (1.0 / unity) as f32,
            least: db_to_gain(4.0 * GAIN_MIN_DB) as f32,
            per_most: db_to_gain(-4.0 * GAIN_MAX_DB) as f32,
            guard: (GUARD / zero_vu_amplitude()) as f32,
            per_guard: (zero_vu_amplitude() / GUARD) as f32,
            follow: approach(SENSOR_S / 2.0, TICK, rate),
        };
        let state = State::after_silence(&constants);
        Self {
            way,
            constants,
            state,
        }
    }

    /// Back to long silence.
    pub fn reset(&mut self) {
        self.state = State::after_silence(&self.constants);
    }

    /// Works on a block of which `clock` says where its ticks are.
    pub fn process(&mut self, block: &mut StereoBlock, clock: Clock) {
        match self.way {
            Way::Encode => self.run(block, clock, State::encode),
            Way::Decode => self.run(block, clock, State::decode),
        }
    }

    #[inline(always)]
    fn run(
        &mut self,
        block: &mut StereoBlock,
        mut clock: Clock,
        work: impl Fn(&mut State, &Constants, f32, Pair) -> Pair,
    ) {
        let constants = self.constants;
        let mut state = self.state;
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let (offset, len) = clock.next(frames - done);
            if offset == 0 {
                state.tick(&constants);
            }
            let left = &mut block.left[done..done + len];
            let right = &mut block.right[done..done + len];
            let mut frame = offset as f32;
            for (l, r) in left.iter_mut().zip(right) {
                frame += 1.0;
                [*l, *r] = work(&mut state, &constants, frame, [*l, *r]);
            }
            done += len;
        }
        self.state = state;
    }
}

impl State {
    fn after_silence(constants: &Constants) -> Self {
        let fourth = [constants.least; 2];
        Self {
            lift: [0.0; 2],
            bottom: [0.0; 2],
            sensor: [0.0; 2],
            top: [0.0; 2],
            sum: [0.0; 2],
            fourth,
            gain: gain(constants, fourth),
            gain_step: [0.0; 2],
        }
    }

    /// The rms sensor [2] is τ·dP/dt = w² − P with the weighted tape signal w, and g² = P. In the
    /// loop of the encoder, where w is divided by g, that is stiff; multiplied by 2P it reads
    /// τ/2·d(P²)/dt = (g·w)² − P², which is a plain low-pass for g⁴ = P² and takes any step.
    fn tick(&mut self, constants: &Constants) {
        let power = self.sum.map(|sum| sum * constants.sense + constants.least);
        self.fourth = from_fn(|c| self.fourth[c] + constants.follow * (power[c] - self.fourth[c]));
        self.gain = from_fn(|c| self.gain[c] + self.gain_step[c] * TICK as f32);
        let target = gain(constants, self.fourth);
        self.gain_step = from_fn(|c| (target[c] - self.gain[c]) / TICK as f32);
        self.sum = [0.0; 2];
        settle(&mut self.lift);
        settle(&mut self.bottom);
        settle(&mut self.sensor);
        settle(&mut self.top);
    }

    /// The inverse of `tape × max(gain, |tape| × GUARD)`.
    #[inline(always)]
    fn encode(&mut self, constants: &Constants, frame: f32, input: Pair) -> Pair {
        let gain: Pair = from_fn(|c| self.gain[c] + self.gain_step[c] * frame);
        let lifted = constants.lift.lift(&mut self.lift, input);
        let lifted = lifted.map(|lifted| lifted * constants.per_unity);
        let mut tape: Pair = from_fn(|c| lifted[c] / gain[c]);
        let most: Pair = from_fn(|c| gain[c] * constants.per_guard);
        // Only onsets come here, for a few frames.
        if tape[0].abs() > most[0] || tape[1].abs() > most[1] {
            tape = from_fn(|c| {
                let guarded = (lifted[c].abs() * constants.per_guard).sqrt();
                tape[c].clamp(-guarded, guarded)
            });
        }
        self.sense(constants, guarded(constants, gain, tape), tape);
        tape
    }

    #[inline(always)]
    fn decode(&mut self, constants: &Constants, frame: f32, tape: Pair) -> Pair {
        let gain: Pair = from_fn(|c| self.gain[c] + self.gain_step[c] * frame);
        let gain = guarded(constants, gain, tape);
        self.sense(constants, gain, tape);
        let lifted = from_fn(|c| tape[c] * (gain[c] * constants.unity));
        constants.lift.lower(&mut self.lift, lifted)
    }

    #[inline(always)]
    fn sense(&mut self, constants: &Constants, gain: Pair, tape: Pair) {
        let above = constants.bottom.high(&mut self.bottom, tape);
        let lifted = constants.sensor.lift(&mut self.sensor, above);
        let beyond = constants.top.high(&mut self.top, lifted);
        let sensed: Pair = from_fn(|c| gain[c] * (lifted[c] - beyond[c]));
        self.sum = from_fn(|c| self.sum[c] + sensed[c] * sensed[c]);
    }
}

/// The gain before a peak that the sensor has yet to hear of.
#[inline(always)]
fn guarded(constants: &Constants, gain: Pair, tape: Pair) -> Pair {
    from_fn(|c| gain[c].max(tape[c].abs() * constants.guard))
}

/// g for what the sensor holds, between its limits.
fn gain(constants: &Constants, fourth: Pair) -> Pair {
    fourth.map(|fourth| {
        let limited = fourth / (1.0 + fourth * constants.per_most);
        limited.sqrt().sqrt()
    })
}

fn lift_response(frequency_hz: f64) -> f64 {
    shelf_response(LIFT_ZERO_HZ, LIFT_POLE_HZ, frequency_hz)
}

fn sensor_response(frequency_hz: f64) -> f64 {
    shelf_response(SENSOR_ZERO_HZ, SENSOR_POLE_HZ, frequency_hz)
        * high_pass_response(SENSOR_BOTTOM_HZ, frequency_hz)
        * low_pass_response(SENSOR_TOP_HZ, frequency_hz)
}

/// What a steady sine of `level_db` re 0 VU is raised by when encoded, in dB.
pub fn encode_gain_db(frequency_hz: f64, level_db: f64) -> f64 {
    let lift = lift_response(frequency_hz) / lift_response(UNITY_HZ);
    let weight = sensor_response(frequency_hz) / sensor_response(UNITY_HZ);
    // g times the tape signal is the lifted input, whatever g is.
    let sensed = db_to_gain(level_db) * lift * weight;
    let fourth = sensed * sensed + db_to_gain(4.0 * GAIN_MIN_DB);
    let limited = fourth / (1.0 + fourth * db_to_gain(-4.0 * GAIN_MAX_DB));
    gain_to_db(lift) - gain_to_db(limited) / 4.0
}
