//! From where the room is heard, and what the sound passes on the way there.
//!
//! Modelled, for all that sounds in the room alike: pillow, clothes and quilt as losses that grow
//! with frequency; a closet's resonance; a door as mass, coincidence and leak beside each other, the
//! leak growing with the opening; a wall as mass and coincidence. Everything is brought back to the
//! loudness it had, as far as [`MOST_GAIN`] goes: what is left is the colour. Not modelled: that a
//! door and a wall sound themselves, and that one hears a place with the whole body.
//! Sources: L. L. Beranek, I. L. Vér, "Noise and Vibration Control Engineering", 2nd ed., 2006,
//! chapter 11 (mass law, 6 dB per octave, and coincidence); V. Zavalishin, "The Art of VA Filter
//! Design", 2018, chapters 3 and 4 (sections that may move). The figures are estimates within the
//! ranges of these books: a hollow door of 25 dB, a light wall of 45 dB, cloth that swallows treble.
//! No latency.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use crate::audio::dsp::one_pole::approach;
use crate::audio::dsp::programme::octave_loudness;
use crate::audio::dsp::tick::{Glide, Line, TICK, Ticker};
use crate::audio::stage::{Spec, StereoBlock};

/// Where one listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListenFrom {
    /// At the microphones, wherever they stand.
    #[default]
    Microphones,
    /// From the bed, one ear in the pillow.
    Bed,
    /// From the closet, between clothes, its door ajar.
    Closet,
    /// Under the futon.
    Futon,
    /// From the corridor, through the door.
    Corridor,
    /// From the next room, through the wall.
    NextRoom,
}

impl ListenFrom {
    /// Where the ears are in the plan, along and across in shares of the room; nothing where the
    /// microphones are the ears.
    pub fn ears(self) -> Option<(f32, f32)> {
        match self {
            Self::Microphones => None,
            Self::Bed => Some((0.75, 0.15)),
            Self::Closet => Some((0.95, 0.94)),
            Self::Futon => Some((0.6, 0.3)),
            Self::Corridor => Some((0.98, 0.75)),
            Self::NextRoom => Some((0.5, 0.98)),
        }
    }
}

/// Each of two smoothers in a row, in seconds: a place is reached within a tenth of a second.
const SMOOTHING_S: f64 = 0.015;
/// So near counts as arrived.
const ARRIVED: f64 = 1e-5;
/// Quieter places are brought up by 40 dB at most.
const MOST_GAIN: f64 = 100.0;
/// Of the coincidence of thin plates and of a closet's air.
const RESONANCE_Q: f64 = 2.0;
/// No corner lies above this share of the sample rate.
const HIGHEST: f64 = 0.45;

/// What is between the room and the ears: three ways beside each other, then a loss for each ear.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ways {
    /// Amplitude of what passes as it is: air, openings.
    open: f64,
    /// Of what passes below `mass_hz` and falls by 6 dB per octave above.
    mass: f64,
    /// Of the resonance at `resonance_hz`.
    resonance: f64,
    /// ln of the corner in Hz.
    mass_hz: f64,
    /// ln of the centre in Hz.
    resonance_hz: f64,
    /// ln of the corner of each ear's loss in Hz, 12 dB per octave.
    loss_hz: [f64; 2],
    /// Amplitude at each ear.
    ears: [f64; 2],
    /// 0 in the room itself, 1 elsewhere.
    away: f64,
}

impl Ways {
    /// Those of a place; none in the room itself.
    fn of(listen_from: ListenFrom, door: f64) -> Option<Self> {
        let plain = Self {
            open: 1.0,
            mass: 0.0,
            resonance: 0.0,
            mass_hz: 100f64.ln(),
            resonance_hz: 2_500f64.ln(),
            loss_hz: [9_000f64.ln(); 2],
            ears: [1.0; 2],
            away: 1.0,
        };
        Some(match listen_from {
            ListenFrom::Microphones => return None,
            ListenFrom::Bed => Self {
                loss_hz: [900f64.ln(), 10_000f64.ln()],
                ears: [0.7, 1.0],
                ..plain
            },
            ListenFrom::Closet => Self {
                resonance: 0.8,
                resonance_hz: 190f64.ln(),
                loss_hz: [3_200f64.ln(); 2],
                ..plain
            },
            ListenFrom::Futon => Self {
                mass: 0.5,
                mass_hz: 250f64.ln(),
                loss_hz: [750f64.ln(); 2],
                ..plain
            },
            ListenFrom::Corridor => {
                // The leak's power goes with its area, from a slit under the door to the whole.
                let opening = (0.001 + 0.5 * door).sqrt();
                let shut = 1.0 - door;
                Self {
                    open: opening,
                    mass: 0.45 * shut,
                    resonance: 0.06 * shut,
                    loss_hz: [6_000f64.ln() + door * 1.6f64.ln(); 2],
                    ..plain
                }
            }
            ListenFrom::NextRoom => Self {
                open: 0.0,
                mass: 0.2,
                resonance: 0.001,
                mass_hz: 60f64.ln(),
                loss_hz: [1_500f64.ln(); 2],
                ..plain
            },
        })
    }

    fn values(&self) -> [f64; 10] {
        let [left_hz, right_hz] = self.loss_hz;
        let [left, right] = self.ears;
        [
            self.open,
            self.mass,
            self.resonance,
            self.mass_hz,
            self.resonance_hz,
            left_hz,
            right_hz,
            left,
            right,
            self.away,
        ]
    }

    fn from_values(v: [f64; 10]) -> Self {
        Self {
            open: v[0],
            mass: v[1],
            resonance: v[2],
            mass_hz: v[3],
            resonance_hz: v[4],
            loss_hz: [v[5], v[6]],
            ears: [v[7], v[8]],
            away: v[9],
        }
    }
}

/// Coefficients of a moment.
#[derive(Debug, Clone, Copy, Default)]
struct Corners {
    mass: f64,
    resonance: f64,
    loss: [f64; 2],
}

impl Corners {
    fn of(ways: &Ways, sample_rate: f64) -> Self {
        let warped = |ln_hz: f64| (PI * (ln_hz.exp() / sample_rate).min(HIGHEST)).tan();
        Self {
            mass: warped(ways.mass_hz),
            resonance: warped(ways.resonance_hz),
            loss: ways.loss_hz.map(warped),
        }
    }

    /// |H| of one ear at a frequency whose own warped value is `at`, without the make-up.
    fn response(&self, ways: &Ways, ear: usize, at: f64) -> f64 {
        let ratio = at / self.mass;
        let low = [1.0, -ratio].map(|part| ways.mass * part / (1.0 + ratio * ratio));
        // Band-pass of unit height: 1/(1 + jQ(x − 1/x)).
        let x = (at / self.resonance).max(1e-9);
        let detuned = RESONANCE_Q * (x - 1.0 / x);
        let band = [1.0, -detuned].map(|part| ways.resonance * part / (1.0 + detuned * detuned));
        let sum = (ways.open + low[0] + band[0]).hypot(low[1] + band[1]);
        let loss = (at / self.loss[ear]).powi(4);
        sum * ways.ears[ear] / (1.0 + loss).sqrt()
    }

    /// What brings a typical programme back to its loudness.
    fn make_up(&self, ways: &Ways, sample_rate: f64) -> f64 {
        let (mut heard, mut whole) = (0.0, 0.0);
        // Two points an octave from 31 Hz to 16 kHz.
        for step in 0..19 {
            let hz = 31.25 * 2f64.powf(0.5 * f64::from(step));
            if hz > HIGHEST * sample_rate {
                break;
            }
            let weight = octave_loudness(hz);
            let at = (PI * hz / sample_rate).tan();
            for ear in 0..2 {
                heard += weight * self.response(ways, ear, at).powi(2);
            }
            whole += 2.0 * weight;
        }
        (whole / heard.max(1e-30)).sqrt().min(MOST_GAIN)
    }
}

/// A state-variable section's two integrators.
#[derive(Debug, Clone, Copy, Default)]
struct Section([f64; 2]);

impl Section {
    /// Band-pass of unit height and low-pass.
    #[inline(always)]
    fn process(&mut self, g: f64, damping: f64, x: f64) -> (f64, f64) {
        let [s1, s2] = self.0;
        let band = (s1 + g * (x - s2)) / (1.0 + g * (g + damping));
        let low = s2 + g * band;
        self.0 = [2.0 * band - s1, 2.0 * low - s2];
        (damping * band, low)
    }
}

/// One ear.
#[derive(Debug, Clone, Copy, Default)]
struct Ear {
    mass: f64,
    resonance: Section,
    loss: Section,
}

impl Ear {
    fn settle(&mut self) {
        let states = [&mut self.mass]
            .into_iter()
            .chain(&mut self.resonance.0)
            .chain(&mut self.loss.0);
        for state in states {
            if state.abs() < 1e-30 {
                *state = 0.0;
            }
        }
    }
}

/// The filter between the room and the ears.
#[derive(Debug, Clone)]
pub struct Passage {
    sample_rate: f64,
    follow: f64,
    target: Ways,
    /// Two smoothers in a row.
    smooth: [[f64; 10]; 2],
    fresh: bool,
    moving: bool,
    corners: Corners,
    /// Open, mass and resonance; the ears' gains with the make-up; away.
    ways: [Glide; 3],
    ears: [Glide; 2],
    away: Glide,
    state: [Ear; 2],
    ticker: Ticker,
}

impl Passage {
    /// At the microphones.
    pub fn prepare(spec: Spec) -> Self {
        let here = Ways {
            away: 0.0,
            ..Ways::of(ListenFrom::Bed, 0.0).unwrap_or(Ways::from_values([0.0; 10]))
        };
        let mut passage = Self {
            sample_rate: spec.sample_rate,
            follow: f64::from(approach(SMOOTHING_S, TICK, spec.sample_rate)),
            target: here,
            smooth: [here.values(); 2],
            fresh: true,
            moving: false,
            corners: Corners::default(),
            ways: [Glide::still(0.0); 3],
            ears: [Glide::still(0.0); 2],
            away: Glide::still(0.0),
            state: [Ear::default(); 2],
            ticker: Ticker::default(),
        };
        passage.design(true);
        passage
    }

    /// As after [`Self::prepare`]: the next place is taken at once.
    pub fn reset(&mut self) {
        *self = Self::prepare(Spec {
            sample_rate: self.sample_rate,
        });
    }

    /// Heads for a place; `door` is how far it is open, 0 to 1.
    pub fn set(&mut self, listen_from: ListenFrom, door: f32) {
        let door = if door.is_finite() {
            f64::from(door.clamp(0.0, 1.0))
        } else {
            0.0
        };
        // Back in the room, the filter fades out as it is.
        let target = Ways::of(listen_from, door).unwrap_or(Ways {
            away: 0.0,
            ..self.target
        });
        if self.fresh {
            self.fresh = false;
            self.smooth = [target.values(); 2];
            self.target = target;
            self.design(true);
        } else if target != self.target {
            if self.target.away == 0.0 && !self.moving {
                // Nothing is heard of it: it may begin where it is going.
                let mut here = target;
                here.away = 0.0;
                self.smooth = [here.values(); 2];
                self.design(true);
            }
            self.target = target;
            self.moving = true;
        }
    }

    /// Whether it passes everything as it is.
    pub fn is_transparent(&self) -> bool {
        self.target.away == 0.0 && !self.moving
    }

    /// |H| at the left and the right ear once it has arrived.
    pub fn response(&self, frequency_hz: f64) -> [f64; 2] {
        if self.target.away == 0.0 {
            return [1.0; 2];
        }
        let corners = Corners::of(&self.target, self.sample_rate);
        let make_up = corners.make_up(&self.target, self.sample_rate);
        let at = (PI * (frequency_hz / self.sample_rate).min(0.4999)).tan();
        [0, 1].map(|ear| make_up * corners.response(&self.target, ear, at))
    }

    /// Filters a block in place.
    pub fn process(&mut self, block: &mut StereoBlock) {
        let frames = block.frames();
        let mut done = 0;
        while done < frames {
            let segment = if self.moving || !self.still() {
                self.ticker.next(frames - done)
            } else if self.target.away == 0.0 {
                self.state = [Ear::default(); 2];
                self.ticker.skip(frames - done);
                return;
            } else {
                self.ticker.skip(frames - done)
            };
            if segment.offset == 0 && (self.moving || !self.still()) {
                self.tick();
            }
            self.run(&mut block.part(done, segment.len), segment.offset);
            done += segment.len;
        }
        self.state.iter_mut().for_each(Ear::settle);
    }

    fn still(&self) -> bool {
        let glides = self.ways.iter().chain(&self.ears).chain([&self.away]);
        glides.into_iter().all(Glide::is_still)
    }

    fn tick(&mut self) {
        let target = self.target.values();
        let mut arrived = true;
        for (i, target) in target.into_iter().enumerate() {
            let [first, second] = &mut self.smooth;
            first[i] += self.follow * (target - first[i]);
            second[i] += self.follow * (first[i] - second[i]);
            arrived &= (second[i] - target).abs() < ARRIVED && (first[i] - target).abs() < ARRIVED;
        }
        if arrived {
            self.smooth = [target; 2];
            self.moving = false;
        }
        self.design(false);
    }

    fn design(&mut self, at_once: bool) {
        let ways = Ways::from_values(self.smooth[1]);
        self.corners = Corners::of(&ways, self.sample_rate);
        let make_up = self.corners.make_up(&ways, self.sample_rate);
        let parts = [ways.open, ways.mass, ways.resonance];
        for (glide, part) in self.ways.iter_mut().zip(parts) {
            glide.move_to(part as f32, at_once);
        }
        for (glide, ear) in self.ears.iter_mut().zip(ways.ears) {
            glide.move_to((make_up * ear) as f32, at_once);
        }
        self.away.move_to(ways.away as f32, at_once);
    }

    fn run(&mut self, block: &mut StereoBlock, offset: usize) {
        let [open, mass, resonance] = self.ways.each_ref().map(|g| Line::of(g, offset));
        let away = Line::of(&self.away, offset);
        let corners = self.corners;
        for (ear, samples) in block.channels().into_iter().enumerate() {
            let gain = Line::of(&self.ears[ear], offset);
            let mut state = self.state[ear];
            let follow = corners.mass / (1.0 + corners.mass);
            for (n, sample) in samples.iter_mut().enumerate() {
                let x = f64::from(*sample);
                let step = follow * (x - state.mass);
                let low = state.mass + step;
                state.mass = low + step;
                let (band, _) = state
                    .resonance
                    .process(corners.resonance, 1.0 / RESONANCE_Q, x);
                let sum = open.at(n) * x + mass.at(n) * low + resonance.at(n) * band;
                let (_, lost) = state
                    .loss
                    .process(corners.loss[ear], 2.0 * FRAC_1_SQRT_2, sum);
                *sample = (x + away.at(n) * (gain.at(n) * lost - x)) as f32;
            }
            self.state[ear] = state;
        }
    }
}

#[cfg(test)]
mod tests;
