//! Something small hits something that rings: impacts into modes.
//!
//! A contact pulse (a raised cosine of unit area, by which it is the same at every sample rate)
//! sets off damped modes, each an exact complex one-pole. Not modelled: that a body rings on when it
//! is hit again (each impact has modes of its own), and contact that depends on the force.
//! Source: K. van den Doel, D. Pai, "The sounds of physical shapes", Presence 7(4), 1998 (modes as
//! recursive resonators).

use std::f64::consts::TAU;

use super::steady::{HighPass, LANES, Lanes, Rings, folded, step};
use crate::audio::stage::MAX_BLOCK;

/// Modes of an impact: as many as fill the lanes of two vectors.
pub const MODES: usize = QUADS * LANES;
const QUADS: usize = 2;
/// Modes side by side are over when the slowest of them has fallen by 70 dB, in time constants.
const LIFE: f64 = 8.0;
/// The quickest mode against the slowest, so that none gets down to the denormals.
const QUICKEST: f64 = 1.0 / 6.0;
/// So long the high-pass behind all of them swings, in ms: to −180 dB.
const SWINGS_MS: f64 = 200.0;
/// Modes above this share of the sample rate are left out.
const HIGHEST: f64 = 0.45;

/// A mode.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mode {
    /// Its frequency.
    pub hz: f32,
    /// Its time constant.
    pub decay_ms: f32,
    /// How strongly it is set off; none where it is 0.
    pub gain: f32,
}

/// Modes from three lists.
pub const fn modes(hz: [f32; MODES], decay_ms: [f32; MODES], gain: [f32; MODES]) -> [Mode; MODES] {
    let mut modes = [Mode {
        hz: 0.0,
        decay_ms: 0.0,
        gain: 0.0,
    }; MODES];
    let mut m = 0;
    while m < MODES {
        modes[m] = Mode {
            hz: hz[m],
            decay_ms: decay_ms[m],
            gain: gain[m],
        };
        m += 1;
    }
    modes
}

/// What is `along` (0 to 1) from one body to another, mode by mode.
pub fn between(a: &[Mode; MODES], b: &[Mode; MODES], along: f64) -> [Mode; MODES] {
    let along = along as f32;
    std::array::from_fn(|m| Mode {
        hz: a[m].hz * (b[m].hz / a[m].hz).powf(along),
        decay_ms: a[m].decay_ms * (b[m].decay_ms / a[m].decay_ms).powf(along),
        gain: a[m].gain + along * (b[m].gain - a[m].gain),
    })
}

/// An impact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knock {
    /// From now.
    pub after_ms: f32,
    /// How long the contact lasts: the softer, the longer.
    pub contact_ms: f32,
    /// How hard.
    pub gain: f32,
    /// What the frequencies of the modes are multiplied by.
    pub pitch: f32,
    /// What rings.
    pub modes: [Mode; MODES],
}

/// An impact that is under way. Rings from `wait` frames on.
#[derive(Debug, Clone)]
struct Voice {
    wait: usize,
    /// Frames until contact is over.
    contact: usize,
    force: f32,
    /// Where the contact's pulse is on its circle, as cosine and sine, and a frame's turn.
    pulse: [f64; 2],
    turn: [f64; 2],
    /// Frames until it is over, 0 where it is free; and after the contact until the second half of
    /// its modes is.
    life: usize,
    second: usize,
    sines: Lanes<QUADS>,
    rings: Rings<QUADS>,
}

impl Voice {
    /// Free.
    fn new() -> Self {
        Self {
            wait: 0,
            contact: 0,
            force: 0.0,
            pulse: [1.0, 0.0],
            turn: [1.0, 0.0],
            life: 0,
            second: 0,
            sines: [[0.0; LANES]; QUADS],
            rings: Rings::new(),
        }
    }
}

/// Impacts under way, at most `VOICES`: what is too much is not heard.
pub struct Knocks<const VOICES: usize> {
    sample_rate: f64,
    voices: [Voice; VOICES],
    room: HighPass,
    /// Frames until all is silent.
    left: usize,
}

impl<const VOICES: usize> Knocks<VOICES> {
    /// Silence.
    pub fn new(sample_rate: f64) -> Self {
        Self {
            sample_rate,
            voices: std::array::from_fn(|_| Voice::new()),
            room: HighPass::new(sample_rate),
            left: 0,
        }
    }

    /// Silence.
    pub fn reset(&mut self) {
        self.voices = std::array::from_fn(|_| Voice::new());
        self.room.clear();
        self.left = 0;
    }

    /// Sets off an impact.
    pub fn start(&mut self, knock: &Knock) {
        let Some(voice) = self.voices.iter_mut().find(|voice| voice.life == 0) else {
            return;
        };
        let frames = |ms: f64| ms * 1e-3 * self.sample_rate;
        let sounding = knock.modes.iter().filter(|mode| mode.gain != 0.0);
        let slowest_ms = sounding.fold(0.1, |slowest: f64, mode| {
            slowest.max(f64::from(mode.decay_ms))
        });
        // Not in whole frames, which at low rates would be another pulse; the last frame of it is the
        // nearest, where there is next to nothing left of it.
        let lasts = frames(f64::from(knock.contact_ms)).max(2.0);
        let contact = lasts.round() as usize;
        let angle = TAU / lasts;
        let (half_sin, half_cos) = (0.5 * angle).sin_cos();
        let (sin, cos) = angle.sin_cos();
        let mut next = Voice {
            wait: frames(f64::from(knock.after_ms)).round() as usize,
            contact,
            force: (f64::from(knock.gain) / lasts) as f32,
            pulse: [half_cos, half_sin],
            turn: [cos, sin],
            ..Voice::new()
        };
        let mut gains = [[0.0; LANES]; QUADS];
        let mut slowest = [0.0f64; QUADS];
        for (m, mode) in knock.modes.iter().enumerate() {
            let hz = f64::from(mode.hz) * f64::from(knock.pitch);
            if hz < HIGHEST * self.sample_rate {
                let decay_ms = f64::from(mode.decay_ms).max(QUICKEST * slowest_ms);
                gains[m / LANES][m % LANES] = mode.gain;
                if mode.gain != 0.0 {
                    slowest[m / LANES] = slowest[m / LANES].max(decay_ms);
                }
                next.rings
                    .tune(m, step(hz, 1e3 / decay_ms, self.sample_rate));
            }
        }
        next.sines = next.rings.sines(&gains);
        let [first, second] = slowest.map(|ms| frames(LIFE * ms).ceil() as usize);
        next.second = second;
        next.life = contact + first.max(second);
        let swings = frames(SWINGS_MS).ceil() as usize;
        self.left = self.left.max(next.wait + next.life + swings);
        *voice = next;
    }

    /// Fills `out` with what sounds.
    pub fn fill(&mut self, out: &mut [f32]) {
        for out in out.chunks_mut(MAX_BLOCK) {
            let sounds = self.left.min(out.len());
            let (out, silent) = out.split_at_mut(sounds);
            silent.fill(0.0);
            if sounds > 0 {
                self.sound(out);
            }
        }
    }

    fn sound(&mut self, out: &mut [f32]) {
        if self.voices.iter().any(|voice| voice.life > 0) {
            // All lane by lane, so that they are summed up once.
            let mut lanes = [[0.0; LANES]; MAX_BLOCK];
            let lanes = &mut lanes[..out.len()];
            for voice in &mut self.voices {
                if voice.life > 0 {
                    voice.add_to(lanes);
                }
            }
            for (out, lanes) in out.iter_mut().zip(lanes) {
                *out = folded(*lanes);
            }
        } else {
            out.fill(0.0);
        }
        self.room.run(out);
        self.left -= out.len();
        if self.left == 0 {
            self.room.clear();
        }
    }
}

impl Voice {
    fn add_to(&mut self, out: &mut [[f32; LANES]]) {
        let wait = self.wait.min(out.len());
        self.wait -= wait;
        let out = &mut out[wait..];
        let frames = out.len().min(self.life);
        self.life -= frames;
        let (hit, ring) = out[..frames].split_at_mut(self.contact.min(frames));
        self.contact -= hit.len();
        for out in hit {
            let sum = self.rings.next_lanes();
            for lane in 0..LANES {
                out[lane] += sum[lane];
            }
            let ([x, y], [cos, sin]) = (self.pulse, self.turn);
            self.rings.ring(&self.sines, self.force * (1.0 - x) as f32);
            self.pulse = [x * cos - y * sin, y * cos + x * sin];
        }
        let second = self.second.min(ring.len());
        self.second -= second;
        let (whole, half) = ring.split_at_mut(second);
        self.rings.run_lanes::<QUADS>(whole);
        if !half.is_empty() {
            self.rings.run_lanes::<1>(half);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn knock() -> Knock {
        Knock {
            after_ms: 2.0,
            contact_ms: 0.2,
            gain: 0.5,
            pitch: 1.0,
            modes: [
                Mode {
                    hz: 1_000.0,
                    decay_ms: 5.0,
                    gain: 1.0,
                },
                Mode::default(),
                Mode::default(),
                Mode::default(),
                Mode::default(),
                Mode::default(),
                Mode::default(),
                Mode::default(),
            ],
        }
    }

    fn heard(rate: f64, len: usize) -> Vec<f32> {
        let mut knocks = Knocks::<2>::new(rate);
        knocks.start(&knock());
        let mut out = vec![0.0; (0.3 * rate) as usize];
        for block in out.chunks_mut(len) {
            knocks.fill(block);
        }
        out
    }

    #[test]
    fn a_mode_rings_and_falls_as_it_says_at_every_rate() {
        for rate in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
            let out = heard(rate, 64);
            // Well after the contact: gain·e^(−t/τ)·sin(ω·t), from the contact's middle on; the
            // contact itself takes 0.2 % of its amplitude per (ω·width)².
            for at_ms in [3.0, 5.25, 11.25] {
                let n = (at_ms * 1e-3 * rate).round();
                let contact = (0.2e-3 * rate).round();
                let t = (n - (2e-3 * rate).round() - 0.5 * (contact - 1.0)) / rate;
                let expected = 0.5 * (-t / 5e-3).exp() * (TAU * 1_000.0 * t).sin();
                let error = f64::from(out[n as usize]) - expected;
                assert!(error.abs() < 0.02, "{rate} {at_ms}: {error}");
            }
            assert!(out[..(2e-3 * rate) as usize].iter().all(|&x| x == 0.0));
            // The mode for eight time constants, and the high-pass behind it.
            assert!(out[(260e-3 * rate) as usize..].iter().all(|&x| x == 0.0));
            assert!(out == heard(rate, 7));
        }
    }

    #[test]
    fn too_many_are_left_out_and_modes_beyond_nyquist_too() {
        let mut knocks = Knocks::<2>::new(48_000.0);
        for _ in 0..5 {
            knocks.start(&knock());
        }
        let mut out = [0.0; 480];
        knocks.fill(&mut out);
        let one = heard(48_000.0, 64);
        for (two, one) in out.iter().zip(one) {
            assert_eq!(*two, 2.0 * one);
        }
        let mut knocks = Knocks::<2>::new(48_000.0);
        knocks.start(&Knock {
            pitch: 23.0,
            ..knock()
        });
        let mut out = [0.0; 480];
        knocks.fill(&mut out);
        assert!(out.iter().all(|&x| x == 0.0));
    }
}
