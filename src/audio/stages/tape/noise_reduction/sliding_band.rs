//! The sliding band: quiet treble is recorded up to 10 dB louder and played that much softer.
//!
//! ```text
//! encode: in ─┬──────────────────── + ─► out      decode: in ─ − ──────────────────┬─► out
//!             └► high-pass ─► clip ─┘                          └─ clip ◄ high-pass ◄┘
//!                 ▲      └ emphasis ─ rectifier ─ smoothing ┐       (the same side path)
//!                 └─────────────────────────────────────────┘
//! ```
//!
//! One side path, in the encoder fed by its input and in the decoder by its output: both hear the
//! same sound, so the decoder takes away exactly what the encoder added, whatever the control does.
//! As the treble grows louder the high-pass slides up and lets less of it into the side path.
//!
//! Sources: [1] R. Dolby, "A noise reduction system for consumer tape applications", AES 39th
//! convention, 1970, and US Re. 28,426 (side path, smoothing that follows large steps fast,
//! clipper against overshoot); [2] R. Berkovitz, K. Gundry, "The Dolby B-type noise reduction
//! system", Audio, September and October 1973 (reference level 200 nWb/m; the control loop);
//! [3] data sheet of the B-type processor NTE2003: boosts of 4.3 dB at 1.3 kHz and 4.1 dB at
//! 2.5 kHz for −20 dB, 8.8 dB at 3 kHz, 8.2 dB at 5 kHz and 6.1 dB at 14 kHz for −30 dB, 10.4 dB
//! at 10 kHz for −40 dB, 0.5 dB at 10 kHz for 0 dB, each ±1.5 dB. The constants below are a
//! least-squares fit to these, rounded, which meets them within 0.5 dB. The time constants are of
//! the order that [1] gives: 1 ms for large steps, 100 ms for small ones and for recovery.
//! Not modelled: the pilot-tone filter, the noise and the tolerances of the parts.

use super::Way;
use super::clock::{Clock, TICK};
use crate::audio::dsp::one_pole::{Pair, Shelf, approach, settle, shelf_response};
use crate::audio::dsp::units::{db_to_gain, gain_to_db, zero_vu_amplitude};
use crate::audio::stage::{Spec, StereoBlock};
use std::array::from_fn;
use std::f64::consts::{FRAC_PI_2, PI};

/// The level that all figures refer to, in dB re 0 VU: 200 nWb/m [2], 3 dB above a meter's 0 of
/// 140 nWb/m, where many decks have their mark for it.
pub const REFERENCE_DB: f64 = 3.0;

/// Gain of the side path: 10.4 dB at the top when added to the straight path.
const SIDE_GAIN: f64 = 2.3;
/// Corner of the high-pass while it rests; the usual account of the system has 3 dB of boost at
/// 600 Hz, 6 dB at 1.2 kHz and 8 dB at 2.4 kHz for quiet sounds.
const REST_HZ: f64 = 1_700.0;
/// Emphasis of the control, so that treble slides the band further; exact in the middle of its
/// range, since its upper end is beyond the Nyquist frequency of some rates.
const EMPHASIS_ZERO_HZ: f64 = 2_400.0;
const EMPHASIS_POLE_HZ: f64 = 24_000.0;
const EMPHASIS_AT_HZ: f64 = 8_000.0;
/// Amplitude re the reference at which the control has doubled the corner …
const SLIDE_AMPLITUDE: f64 = 0.051;
/// … which rises with this power of the control (4, written as two squares).
const SLIDE_POWER: i32 = 4;
/// Where the side path is clipped, re the reference: above all that a steady sound brings about
/// (0.19), so that it is heard only while the band has yet to follow. Overshoot stays below 2 dB.
const CLIP_AMPLITUDE: f64 = 0.25;

/// The rectifier's own smoothing.
const RECTIFIER_S: f64 = 1.5e-3;
/// Smoothing of the control for small changes, and its recovery.
const SLOW_S: f64 = 0.1;
/// Smoothing of what a step exceeds `DIODE` by.
const FAST_S: f64 = 1.0e-3;
/// Step of the control, re the one that doubles the corner, at which the diode across the slow
/// smoothing conducts.
const DIODE: f32 = 0.3;
/// The control stops counting here: the band is shut (corner beyond 10 MHz).
const CONTROL_MAX: f32 = 10.0;

/// One way of the system, for both channels.
#[derive(Debug, Clone)]
pub struct SlidingBand {
    way: Way,
    constants: Constants,
    state: State,
}

#[derive(Debug, Clone, Copy)]
struct Constants {
    rest: f32,
    emphasis: Shelf,
    rectify: f32,
    clip: f32,
    /// Moves within a tick.
    rectifier: f32,
    slow: f32,
    fast: f32,
}

#[derive(Debug, Clone, Copy)]
struct State {
    /// Of the high-pass.
    low: Pair,
    emphasis: Pair,
    /// Rectified control of this tick.
    sum: Pair,
    rectified: Pair,
    control: Pair,
    /// What a step passes into the high-pass at once: at the tick's beginning, and per frame.
    high: Pair,
    high_step: Pair,
}

impl SlidingBand {
    /// At rest.
    pub fn new(spec: Spec, way: Way) -> Self {
        let rate = spec.sample_rate;
        let reference = zero_vu_amplitude() * db_to_gain(REFERENCE_DB);
        let emphasis = Shelf::new(EMPHASIS_ZERO_HZ, EMPHASIS_POLE_HZ, EMPHASIS_AT_HZ, rate);
        let constants = Constants {
            rest: (PI * REST_HZ / rate) as f32,
            emphasis,
            // From the mean of a rectified sine to its amplitude, and that to the control's unit.
            rectify: (FRAC_PI_2 / TICK as f64 / (SLIDE_AMPLITUDE * reference)) as f32,
            clip: (CLIP_AMPLITUDE * reference) as f32,
            rectifier: approach(RECTIFIER_S, TICK, rate),
            slow: approach(SLOW_S, TICK, rate),
            fast: approach(FAST_S, TICK, rate),
        };
        let state = State::at_rest(&constants);
        Self {
            way,
            constants,
            state,
        }
    }

    /// Back to rest.
    pub fn reset(&mut self) {
        self.state = State::at_rest(&self.constants);
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
    fn at_rest(constants: &Constants) -> Self {
        Self {
            low: [0.0; 2],
            emphasis: [0.0; 2],
            sum: [0.0; 2],
            rectified: [0.0; 2],
            control: [0.0; 2],
            high: [1.0 / (1.0 + constants.rest); 2],
            high_step: [0.0; 2],
        }
    }

    fn tick(&mut self, constants: &Constants) {
        for c in 0..2 {
            let mean = self.sum[c] * constants.rectify;
            self.rectified[c] += constants.rectifier * (mean - self.rectified[c]);
            let step = self.rectified[c] - self.control[c];
            self.control[c] += constants.slow * step + constants.fast * (step - DIODE).max(0.0);
            let squared = self.control[c].min(CONTROL_MAX).powi(2);
            let corner = constants.rest * (1.0 + squared * squared);
            self.high[c] += self.high_step[c] * TICK as f32;
            self.high_step[c] = (1.0 / (1.0 + corner) - self.high[c]) / TICK as f32;
        }
        self.sum = [0.0; 2];
        settle(&mut self.low);
        settle(&mut self.emphasis);
        settle(&mut self.rectified);
        settle(&mut self.control);
    }

    #[inline(always)]
    fn encode(&mut self, constants: &Constants, frame: f32, input: Pair) -> Pair {
        let high: Pair = from_fn(|c| self.high[c] + self.high_step[c] * frame);
        let step: Pair = from_fn(|c| input[c] - self.low[c]);
        let gain = high.map(|high| SIDE_GAIN as f32 * high);
        let side: Pair = from_fn(|c| (gain[c] * step[c]).clamp(-constants.clip, constants.clip));
        self.listen(constants, high, step);
        from_fn(|c| input[c] + side[c])
    }

    /// The side path hangs on its own output: y = x − side(y). Its delay-free part is a straight
    /// line with a clip, which is solved by another straight line with the same clip.
    #[inline(always)]
    fn decode(&mut self, constants: &Constants, frame: f32, input: Pair) -> Pair {
        let high: Pair = from_fn(|c| self.high[c] + self.high_step[c] * frame);
        let gain = high.map(|high| SIDE_GAIN as f32 * high);
        let gain = gain.map(|gain| gain / (1.0 + gain));
        let gap: Pair = from_fn(|c| input[c] - self.low[c]);
        let side: Pair = from_fn(|c| (gain[c] * gap[c]).clamp(-constants.clip, constants.clip));
        self.listen(constants, high, from_fn(|c| gap[c] - side[c]));
        from_fn(|c| input[c] - side[c])
    }

    /// Moves the high-pass by `step`, from its state to the sound that both ways hear, and
    /// rectifies what is above the corner.
    #[inline(always)]
    fn listen(&mut self, constants: &Constants, high: Pair, step: Pair) {
        self.low = from_fn(|c| self.low[c] + 2.0 * (1.0 - high[c]) * step[c]);
        let above = from_fn(|c| high[c] * step[c]);
        let emphasised = constants.emphasis.lift(&mut self.emphasis, above);
        self.sum = from_fn(|c| self.sum[c] + emphasised[c].abs());
    }
}

/// What a steady sine of `level_db` re 0 VU is raised by when encoded, in dB.
pub fn encode_gain_db(frequency_hz: f64, level_db: f64) -> f64 {
    let emphasis = shelf_response(EMPHASIS_ZERO_HZ, EMPHASIS_POLE_HZ, frequency_hz);
    let drive = db_to_gain(level_db - REFERENCE_DB) * emphasis / SLIDE_AMPLITUDE;
    let ratio = |control: f64| frequency_hz / (REST_HZ * (1.0 + control.powi(SLIDE_POWER)));
    // The control that brings itself about; more of it lets less through, so there is one.
    let (mut least, mut most) = (0.0, drive);
    for _ in 0..60 {
        let control = 0.5 * (least + most);
        let r = ratio(control);
        if drive * r / r.hypot(1.0) > control {
            least = control;
        } else {
            most = control;
        }
    }
    let r = ratio(least);
    // |1 + gain·jr/(1 + jr)|
    gain_to_db((r * (1.0 + SIDE_GAIN)).hypot(1.0) / r.hypot(1.0))
}
