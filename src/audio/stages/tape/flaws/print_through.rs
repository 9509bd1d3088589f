//! Print-through: each turn of the reel magnetises its neighbours, and the sound echoes there.
//!
//! ```text
//! input ─► ring ─┬─ direct ───────────────────────────────────────────────► + ─► output
//!                ├─ one turn away: late (and, with `pre`, early) ─► print 1 ─┤
//!                └─ two turns away: late ─────────────────────────► print 2 ─┘
//! ```
//!
//! Printing is linear at these low fields. The field of a layer magnetised with wave number k has
//! fallen to k·exp(−k·D) at the distance D (a thin layer's), so that the print of a layer one
//! turn away is strongest at k = 1/D, a wavelength of 2π·D, and that of two turns at half that
//! frequency and half that strength.
//! Not modelled: that the print on the outer side is stronger by some dB; that a print fades with
//! rewinding.
//! Sources: E. D. Daniel, "Tape noise in audio recording", J. Audio Eng. Soc. 20, 1972; H. N.
//! Bertram, M. K. Stafford and D. R. Mills, "The print-through phenomenon", J. Audio Eng. Soc. 28,
//! 1980.

use std::f64::consts::TAU;

use super::ring::Ring;
use crate::audio::dsp::ramp::Ramp;
use crate::audio::dsp::tick::{Glide, TICK, Ticker};
use crate::audio::dsp::units::db_to_gain;
use crate::audio::stage::{Spec, StereoBlock};

/// The turn's shortest and longest time in seconds: a cassette's are 1.4 s at the hub to 3.4 s, a
/// reel's longer.
pub const TURN_RANGE_S: [f64; 2] = [0.8, 4.2];

/// How long changes of level and print take.
const RAMP_MS: f64 = 60.0;
/// How long a change of the turn or of `pre` is crossfaded.
const FADE_MS: f64 = 80.0;
/// After a pause the ring is filled from where the sound happens to be: it fades in.
const ENTRY_MS: f64 = 10.0;
/// The turn is as long as set up to this rate, in Hz; above, the ring grows no more.
const MAX_RING_RATE: f64 = 192_000.0;

/// x·exp(1 − x) with x = k·D is followed by u/(1 + u)⁴ in one-pole filters with u = jx/√3, whose
/// peak is at x = 1 as well; within 3 dB from x = 0.1 to 6.
const POLES: usize = 4;
const CORNER: f64 = 1.732_050_8;
/// One over the height of its peak, (1/√3)/(4/3)².
const TO_PEAK: f32 = 3.079_201_4;
/// x·exp(1 − 2x) peaks at a half.
const SECOND: f32 = 0.5;

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Print {
    /// Level of the first echo at its strongest frequency in dB re the sound, −80 to −12, or
    /// nothing for none.
    pub level_db: Option<f32>,
    /// Time of a turn in seconds, within [`TURN_RANGE_S`].
    pub turn_s: f64,
    /// Whether the sound waits for a turn, so that an echo can precede it.
    pub pre: bool,
    /// Speed of the tape in metres per second.
    pub speed_mps: f64,
    /// Distance from layer to layer in metres: the whole thickness of the tape.
    pub layer_m: f64,
}

/// Echoes of the neighbouring turns on both tracks.
pub struct PrintThrough {
    sample_rate: f64,
    ring: Ring,
    longest: usize,
    wanted: Places,
    places: Places,
    next: Places,
    fade: Ramp,
    level: Ramp,
    /// Corner of the first print's filters in Hz; the second's are at half of it.
    corner_hz: Ramp,
    steps: [f32; LANES],
    states: [[f32; LANES]; POLES],
    gain: Glide,
    ticker: Ticker,
    active: bool,
    fresh: bool,
}

/// Left and right of the first print, left and right of the second.
const LANES: usize = 4;

/// Where the ring is read.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Places {
    turn: usize,
    pre: bool,
}

impl PrintThrough {
    /// Silent. Allocates room for three of the longest turns.
    pub fn new(spec: Spec) -> Self {
        let longest = (TURN_RANGE_S[1] * spec.sample_rate.min(MAX_RING_RATE)).round() as usize;
        let ramp = spec.frames(RAMP_MS);
        // Whole ticks, so that it ends where no segment goes on.
        let fade = spec.frames(FADE_MS).next_multiple_of(TICK);
        let mut fade = Ramp::new(1.0, fade);
        fade.snap(1.0);
        let places = Places {
            turn: longest,
            pre: false,
        };
        Self {
            sample_rate: spec.sample_rate,
            ring: Ring::new(3 * longest, spec.frames(ENTRY_MS)),
            longest,
            wanted: places,
            places,
            next: places,
            fade,
            level: Ramp::new(0.0, ramp),
            corner_hz: Ramp::new(800.0, ramp),
            steps: [1.0; LANES],
            states: [[0.0; LANES]; POLES],
            gain: Glide::still(0.0),
            ticker: Ticker::default(),
            active: false,
            fresh: true,
        }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.ring.begin(false);
        self.places = self.wanted;
        self.next = self.wanted;
        self.fade.snap(1.0);
        self.level.reset();
        self.corner_hz.reset();
        self.states = [[0.0; LANES]; POLES];
        self.gain = Glide::still(0.0);
        self.ticker.restart();
        self.active = false;
        self.fresh = true;
    }

    /// Takes what was chosen.
    pub fn set(&mut self, print: &Print) {
        let level = print
            .level_db
            .map_or(0.0, |db| db_to_gain(f64::from(db.clamp(-80.0, -12.0))));
        self.level.set(level as f32);
        let corner_hz = CORNER * print.speed_mps / (TAU * print.layer_m);
        self.corner_hz.set(corner_hz as f32);
        let turn_s = print.turn_s.clamp(TURN_RANGE_S[0], TURN_RANGE_S[1]);
        // Whole ticks, so that what works in ticks before and after it meets the same ones.
        let turn = (turn_s * self.sample_rate / TICK as f64) as usize * TICK;
        self.wanted = Places {
            turn: turn.min(self.longest),
            pre: print.pre,
        };
        if self.fresh {
            self.places = self.wanted;
            self.next = self.wanted;
        }
    }

    /// Frames by which the sound is late: a turn while `pre` is chosen, else none.
    pub fn latency(&self) -> usize {
        if self.wanted.pre { self.wanted.turn } else { 0 }
    }

    /// The most that [`Self::latency`] can be.
    pub fn max_latency(&self) -> usize {
        self.longest
    }

    /// Frames until the last echo is over, without the filters' ring.
    pub fn longest_echo(&self) -> usize {
        let printed = self.level.target() > 0.0 || !self.level.settled();
        self.latency() + if printed { 2 * self.wanted.turn } else { 0 }
    }

    /// Works on a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        if !self.active && !self.wanted() {
            self.ticker.skip(frames);
            self.fresh &= frames == 0;
            return;
        }
        let mut done = 0;
        while done < frames {
            let segment = self.ticker.next(frames - done);
            if segment.offset == 0 {
                self.tick();
            }
            if self.active {
                let mut part = block.part(done, segment.len);
                self.process_part(segment.offset, &mut part);
            }
            done += segment.len;
        }
    }

    fn process_part(&mut self, offset: usize, part: &mut StereoBlock) {
        let frames = part.frames();
        let mut sound = [[0.0; 2]; TICK];
        for (n, sound) in sound.iter_mut().enumerate().take(frames) {
            *sound = [part.left[n], part.right[n]];
        }
        self.ring.write(&sound[..frames]);
        let (mut direct, mut echoes) = self.read(self.places, &sound, frames);
        if !self.fade.settled() {
            let (next_direct, next_echoes) = self.read(self.next, &sound, frames);
            for n in 0..frames {
                let share = self.fade.next_value();
                for track in 0..2 {
                    direct[n][track] += share * (next_direct[n][track] - direct[n][track]);
                }
                for lane in 0..LANES {
                    echoes[n][lane] += share * (next_echoes[n][lane] - echoes[n][lane]);
                }
            }
            if self.fade.settled() {
                self.places = self.next;
            }
        }
        self.print(&mut echoes, frames);
        let (from, step) = self.gain.line();
        for n in 0..frames {
            let gain = from + step * (offset + n) as f32;
            let [first_l, first_r, second_l, second_r] = echoes[n];
            part.left[n] = direct[n][0] + gain * (first_l + SECOND * second_l);
            part.right[n] = direct[n][1] + gain * (first_r + SECOND * second_r);
        }
    }

    /// Filters what each lane reads into what it prints.
    #[inline(always)]
    fn print(&mut self, echoes: &mut [[f32; LANES]; TICK], frames: usize) {
        let steps = self.steps;
        let rest = steps.map(|step| 1.0 - step);
        let [mut low, mut second, mut third, mut fourth] = self.states;
        for echo in &mut echoes[..frames] {
            for lane in 0..LANES {
                let (step, rest) = (steps[lane], rest[lane]);
                low[lane] = step * echo[lane] + rest * low[lane];
                second[lane] = step * (echo[lane] - low[lane]) + rest * second[lane];
                third[lane] = step * second[lane] + rest * third[lane];
                fourth[lane] = step * third[lane] + rest * fourth[lane];
                echo[lane] = fourth[lane];
            }
        }
        self.states = [low, second, third, fourth];
    }

    /// For each frame of the segment written last: the direct sound, and what the prints are made
    /// from.
    #[inline(always)]
    fn read(
        &self,
        places: Places,
        sound: &[[f32; 2]; TICK],
        frames: usize,
    ) -> ([[f32; 2]; TICK], [[f32; LANES]; TICK]) {
        let turn = places.turn;
        let (direct, first, second) = if places.pre {
            let mut first = self.ring.at(2 * turn, frames);
            for (late, early) in first.iter_mut().flatten().zip(sound.iter().flatten()) {
                *late += early;
            }
            (
                self.ring.at(turn, frames),
                first,
                self.ring.at(3 * turn, frames),
            )
        } else {
            (
                *sound,
                self.ring.at(turn, frames),
                self.ring.at(2 * turn, frames),
            )
        };
        let echoes = std::array::from_fn(|n| {
            let ([first_l, first_r], [second_l, second_r]) = (first[n], second[n]);
            [first_l, first_r, second_l, second_r]
        });
        (direct, echoes)
    }

    fn wanted(&self) -> bool {
        self.level.target() > 0.0
            || !self.level.settled()
            || self.wanted.pre
            || self.places.pre
            || self.next.pre
    }

    fn tick(&mut self) {
        let was_active = self.active;
        // The gain's last way down is a tick of its own.
        self.active = self.wanted() || !self.gain.is_still();
        if !self.active {
            return;
        }
        if !was_active {
            self.ring.begin(!self.fresh);
            self.states = [[0.0; LANES]; POLES];
            // The turn needs no fade where nothing is heard yet.
            self.places.turn = self.wanted.turn;
            self.next = self.places;
        }
        if self.fade.settled() && self.wanted != self.places {
            self.next = self.wanted;
            self.fade.snap(0.0);
            self.fade.set(1.0);
        }
        self.level.advance(TICK);
        if !was_active || !self.corner_hz.settled() {
            self.corner_hz.advance(TICK);
            let turn = TAU * f64::from(self.corner_hz.value()) / self.sample_rate;
            let [first, second] = [turn, turn / 2.0].map(|turn| (1.0 - (-turn).exp()) as f32);
            self.steps = [first, first, second, second];
        }
        let gain = TO_PEAK * self.level.value();
        if self.fresh {
            self.gain = Glide::still(gain);
        } else {
            self.gain.to(gain);
        }
        self.fresh = false;
        // What decays ends at 0.
        for state in self.states.iter_mut().flatten() {
            if state.abs() < 1e-20 {
                *state = 0.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::units::gain_to_db;
    use crate::audio::stages::tape::flaws::proof::{
        self, Stereo, Subject, component, roughness, run_whole, sine, spec,
    };

    const PRINT: Print = Print {
        level_db: Some(-40.0),
        turn_s: 0.8,
        pre: false,
        speed_mps: 0.0476,
        layer_m: 16e-6,
    };
    const OFF: Print = Print {
        level_db: None,
        ..PRINT
    };
    /// 0.8 s in frames.
    const TURN: usize = 38_400;

    /// Hands a whole frame count of a burst of 0.2 s on the left to a print; returns both tracks.
    fn burst(hz: f64, print: &Print) -> Stereo {
        let mut left = sine(hz, 0.5, 48_000.0, 0.2);
        left.resize(4 * TURN, 0.0);
        let right = vec![0.0; left.len()];
        let mut through = PrintThrough::new(spec(48_000.0));
        through.set(print);
        run_whole(&mut through, PrintThrough::process, &[left, right])
    }

    /// Level of a burst that arrived at `frame`, in dB.
    fn level_at(samples: &[f32], frame: usize, hz: f64) -> f64 {
        gain_to_db(component(&samples[frame + 2_400..][..4_800], hz, 48_000.0) / 0.5)
    }

    #[test]
    fn is_a_small_processor() {
        let mut subject = Subject {
            new: PrintThrough::new,
            reset: PrintThrough::reset,
            process: PrintThrough::process,
            on: |through| through.set(&PRINT),
            off: |through| through.set(&OFF),
        };
        // A turn is longer than the story this tells, unless the echo precedes it.
        subject.on = |through| through.set(&Print { pre: true, ..PRINT });
        proof::holds_for(&subject);
    }

    #[test]
    fn echoes_follow_one_and_two_turns_later() {
        // λ = 2π·16 µm.
        let peak_hz = 0.0476 / (TAU * 16e-6);
        let [left, right] = burst(480.0, &PRINT);
        assert!((peak_hz - 473.0).abs() < 1.0);
        assert!(level_at(&left, 0, 480.0).abs() < 0.01);
        let (first, second) = (
            level_at(&left, TURN, 480.0),
            level_at(&left, 2 * TURN, 480.0),
        );
        assert!((first + 40.0).abs() < 0.5, "{first}");
        // x·exp(1 − 2x) at x = 1 is 1/e.
        assert!((second + 48.7).abs() < 1.8, "{second}");
        assert!(right.iter().all(|&x| x == 0.0));
        // Nothing before the first one, nothing after the last.
        let between = &left[TURN / 2..TURN];
        assert!(between.iter().all(|x| x.abs() < 1e-6));
    }

    #[test]
    fn the_print_falls_to_both_sides_of_its_wavelength() {
        for (hz, layer_m) in [
            (100.0, 16e-6),
            (200.0, 16e-6),
            (1_000.0, 16e-6),
            (2_000.0, 16e-6),
            (1_000.0, 9e-6),
        ] {
            let [left, _] = burst(hz, &Print { layer_m, ..PRINT });
            let x = TAU * hz * layer_m / 0.0476;
            let law = gain_to_db(x * (1.0 - x).exp()) - 40.0;
            let measured = level_at(&left, TURN, hz);
            assert!(
                (measured - law).abs() < 3.0,
                "{hz} Hz: {measured}, law {law}"
            );
        }
    }

    #[test]
    fn with_pre_an_echo_precedes_the_sound() {
        let print = Print { pre: true, ..PRINT };
        let [left, _] = burst(480.0, &print);
        let mut through = PrintThrough::new(spec(48_000.0));
        through.set(&print);
        assert_eq!(through.latency(), TURN);
        let early = level_at(&left, 0, 480.0);
        assert!((early + 40.0).abs() < 0.5, "{early}");
        assert!(level_at(&left, TURN, 480.0).abs() < 0.2);
        let late = level_at(&left, 2 * TURN, 480.0);
        assert!((late + 40.0).abs() < 0.5, "{late}");
        assert!((level_at(&left, 3 * TURN, 480.0) + 48.7).abs() < 1.8);
    }

    #[test]
    fn it_forgets_what_was_before() {
        let tone = sine(480.0, 0.5, 48_000.0, 2.0);
        let silence = [vec![0.0; 2 * TURN], vec![0.0; 2 * TURN]];
        let mut through = PrintThrough::new(spec(48_000.0));
        through.set(&PRINT);
        run_whole(&mut through, PrintThrough::process, &[tone.clone(), tone]);
        through.set(&OFF);
        run_whole(&mut through, PrintThrough::process, &silence);
        through.set(&PRINT);
        let output = run_whole(&mut through, PrintThrough::process, &silence);
        assert_eq!(output, silence);
    }

    #[test]
    fn no_change_clicks() {
        // Neither turn is a whole number of its periods.
        let tone = sine(203.5, 0.5, 48_000.0, 2.0);
        let input = [tone.clone(), tone];
        let still = roughness(&input[0]);
        let mut through = PrintThrough::new(spec(48_000.0));
        let loud = Print {
            level_db: Some(-20.0),
            ..PRINT
        };
        for print in [
            OFF,
            loud,
            Print {
                turn_s: 1.1,
                ..loud
            },
            Print { pre: true, ..loud },
            Print {
                pre: true,
                layer_m: 9e-6,
                ..OFF
            },
            Print {
                pre: false,
                turn_s: 0.9,
                ..loud
            },
            OFF,
            loud,
        ] {
            through.set(&print);
            let output = run_whole(&mut through, PrintThrough::process, &input);
            let rough = roughness(&output[0]);
            // The sound and its echoes may add; a step would be a hundred times as rough.
            assert!(rough < 1.5 * still, "{rough} for {still}: {print:?}");
        }
    }
}
