//! Somebody breathes: turbulent air in nose, mouth and throat.
//!
//! Airflow makes noise whose amplitude goes with its square; the vocal tract gives it a falling
//! spectrum with weak peaks below 3 kHz, like those of a schwa. Breathing in is quicker, brighter and
//! its peaks are higher than breathing out. Near the open mouth the palate begins to flutter. Not
//! modelled: lips, whistling noses, bedclothes, a cough.
//! Sources: R. Werner et al., "Acoustics of breath noises in human speech", JSLHR 66(10), 2023
//! (falling spectrum, weak peaks below 3 kHz); G. Fant, "Acoustic Theory of Speech Production", 1960
//! (noise against flow; schwa at 500, 1500, 2500 Hz). In to out as 1 to 1.5–2, 12 to 20 times in a
//! minute: physiology textbooks.

use std::array::from_fn;
use std::f64::consts::{PI, TAU};

use super::rhythm::{Event, Manner, Rhythm, Sound, share};
use super::steady::HighPass;
use super::{Household, Kind, Mains, Noise, Source, Strike, level};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::tick::{TICK, Ticker};
use crate::audio::stage::{Spec, Timeline};

/// A-weighted level as it comes out of the tract, in dB: measured at the default rate and character.
const OWN_DB: f64 = -27.5;
/// The sample rate at which the noise's density is that of [`WhiteNoise`].
const DENSITY_HZ: f64 = 48_000.0;

/// How much of the time is spent breathing in, resting full, and breathing out; then a pause. 1 to
/// 1.6.
const INHALE: f64 = 0.34;
const HELD: f64 = 0.37;
const EXHALED: f64 = 0.91;
/// A gasp breathes in within this, in s.
const GASP_S: f64 = 0.5;
/// Another one begins no sooner than this, after what was breathed in.
const REFRACTORY_S: f64 = 0.25;
/// Breathing out against breathing in: softer, for the noise arises farther from the lips.
const OUT_GAIN: f64 = 0.75;

/// How long flow takes to follow, in s.
const SLUGGISH_S: f64 = 0.006;
/// How uneven the noise of turbulence is, and how fast that changes, in Hz.
const UNEVEN: f64 = 0.35;
const UNEVEN_HZ: f64 = 9.0;

/// The tract: peaks and their bandwidths in Hz, how far they stand out, and the corners from which
/// the spectrum falls by 6 dB per octave each.
#[derive(Debug, Clone, Copy)]
struct Tract {
    peaks_hz: [f64; PEAKS],
    widths_hz: [f64; PEAKS],
    heights: [f64; PEAKS],
    corners_hz: [f64; 2],
    gain: f64,
}

const PEAKS: usize = 4;

/// Through the nose: damped, with its own resonance near 1 kHz (Fant).
const NOSE: Tract = Tract {
    peaks_hz: [270.0, 1_000.0, 2_150.0, 3_300.0],
    widths_hz: [130.0, 280.0, 450.0, 700.0],
    heights: [0.7, 0.5, 0.3, 0.0],
    corners_hz: [400.0, 1_150.0],
    gain: 1.75,
};
/// Through the open mouth: a schwa.
const MOUTH: Tract = Tract {
    peaks_hz: [520.0, 1_500.0, 2_550.0, 3_600.0],
    widths_hz: [170.0, 260.0, 400.0, 700.0],
    heights: [0.8, 0.9, 0.7, 0.0],
    corners_hz: [500.0, 5_000.0],
    gain: 1.0,
};
/// Breathing out: the peaks lower, the treble weaker.
const OUT_PITCH: f64 = 0.9;
const OUT_CORNER: f64 = 0.7;

/// From this character on the palate flutters; how fast, in Hz; how deep at the end.
const SNORE_FROM: f64 = 0.75;
const SNORE_HZ: f64 = 38.0;
const SNORE_DEPTH: f64 = 0.8;

/// Somebody breathing.
pub struct Breath {
    rhythm: Rhythm,
    air: Air,
}

impl Breath {
    /// Ready, and off to a beginning of its own by `seed`.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        Self {
            rhythm: Rhythm::new(Kind::Breath, Manner::Swaying, spec, seed),
            air: Air::new(spec, seed),
        }
    }
}

impl Source for Breath {
    /// Begins again with the seed.
    fn reset(&mut self) {
        self.rhythm.reset();
        self.air.reset();
    }

    /// Takes another seed with the next [`Self::reset`].
    fn reseed(&mut self, seed: u64) {
        self.rhythm.reseed(seed);
        self.air.seed = seed;
    }

    /// Hears where the song is, once for each of the host's blocks.
    fn locate(&mut self, timeline: &Timeline) {
        self.rhythm.locate(timeline);
    }

    /// Takes what was chosen. Cheap.
    fn set(&mut self, noise: &Noise, _: Household, _: Mains) {
        self.rhythm.set(noise);
        let character = share(noise.character);
        if character != self.air.character {
            self.air.character = character;
            self.air.tune();
        }
    }

    /// Fills `out`, at most a block, at the level of life. `strikes` are the attacks of the music
    /// within it.
    fn process(&mut self, out: &mut [f32], strikes: &[Strike]) {
        self.rhythm.perform(&mut self.air, out, strikes);
    }
}

/// The air and its way.
struct Air {
    seed: u64,
    sample_rate: f64,
    noise: WhiteNoise,
    character: f64,
    ticker: Ticker,
    /// How far the breath is, 0 to 1; and where breathing in ends.
    phase: f64,
    inhale: f64,
    is_inhaling: bool,
    is_gasp: bool,
    depth: f64,
    uneven: f64,
    flutter: f64,
    follow: f64,
    follow_uneven: f64,
    /// Amplitude, and what each frame adds to it.
    gain: f32,
    step: f32,
    /// The tract: what the corners follow by, the peaks' turns and heights, and where the heights
    /// are bound for.
    corners: [f32; 2],
    turn: [[f32; PEAKS]; 2],
    heights: [f32; PEAKS + 1],
    bound: [f32; PEAKS + 1],
    low: [f32; 2],
    state: [[f32; PEAKS]; 2],
    room: HighPass,
    /// Nothing sounds until the next breath.
    rests: bool,
}

impl Air {
    fn new(spec: Spec, seed: u64) -> Self {
        let tick_hz = spec.sample_rate / TICK as f64;
        let follow = |s: f64| 1.0 - (-1.0 / (s * tick_hz)).exp();
        let mut air = Self {
            seed,
            sample_rate: spec.sample_rate,
            noise: WhiteNoise::new(seed),
            character: 0.5,
            ticker: Ticker::default(),
            phase: 1.0,
            inhale: INHALE,
            is_inhaling: true,
            is_gasp: false,
            depth: 0.0,
            uneven: 0.0,
            flutter: 0.0,
            follow: follow(SLUGGISH_S),
            follow_uneven: follow(1.0 / (TAU * UNEVEN_HZ)),
            gain: 0.0,
            step: 0.0,
            corners: [0.0; 2],
            turn: [[0.0; PEAKS]; 2],
            heights: [0.0; PEAKS + 1],
            bound: [0.0; PEAKS + 1],
            low: [0.0; 2],
            state: [[0.0; PEAKS]; 2],
            room: HighPass::new(spec.sample_rate),
            rests: true,
        };
        air.reset();
        air
    }

    fn reset(&mut self) {
        // Not the numbers that the rhythm draws.
        self.noise = WhiteNoise::new(self.seed ^ 0xB2EA_7409);
        self.ticker.restart();
        (self.phase, self.inhale, self.depth) = (1.0, INHALE, 0.0);
        (self.is_inhaling, self.is_gasp) = (true, false);
        (self.uneven, self.flutter) = (0.0, 0.0);
        (self.gain, self.step) = (0.0, 0.0);
        self.low = [0.0; 2];
        self.state = [[0.0; PEAKS]; 2];
        self.room.clear();
        self.rests = true;
        self.tune();
        self.heights = self.bound;
    }

    /// The tract takes its shape for the way the air goes. What is heard of the peaks is carried by
    /// their states, and their heights glide: nothing leaps.
    fn tune(&mut self) {
        let along = self.character;
        let mix = |nose: f64, mouth: f64| nose * (mouth / nose).powf(along);
        let (pitch, corner) = if self.is_inhaling {
            (1.0, 1.0)
        } else {
            (OUT_PITCH, OUT_CORNER)
        };
        let density = (self.sample_rate / DENSITY_HZ).sqrt();
        let gain = density * mix(NOSE.gain, MOUTH.gain);
        let below_nyquist = |hz: f64| hz.min(0.45 * self.sample_rate);
        let omega = |hz: f64| TAU * below_nyquist(hz) / self.sample_rate;
        self.corners = from_fn(|c| {
            let hz = corner * mix(NOSE.corners_hz[c], MOUTH.corners_hz[c]);
            (1.0 - (-omega(hz)).exp()) as f32
        });
        for p in 0..PEAKS {
            let hz = pitch * mix(NOSE.peaks_hz[p], MOUTH.peaks_hz[p]);
            let width = mix(NOSE.widths_hz[p], MOUTH.widths_hz[p]);
            let radius = (-0.5 * omega(width)).exp();
            let (sin, cos) = omega(hz).sin_cos();
            self.turn[0][p] = (radius * cos) as f32;
            self.turn[1][p] = (radius * sin) as f32;
            let height = NOSE.heights[p] + along * (MOUTH.heights[p] - NOSE.heights[p]);
            // Its own gain at the peak is 1/(2(1 − r)).
            self.bound[p] = (gain * height * 2.0 * (1.0 - radius)) as f32;
        }
        self.bound[PEAKS] = gain as f32;
    }

    /// Airflow, 0 to 1.
    fn flow(&self) -> f64 {
        let (phase, held) = (self.phase, self.inhale + HELD - INHALE);
        if phase < self.inhale {
            let along = phase / self.inhale;
            // A gasp is at its fullest early.
            let skew = if self.is_gasp { along.sqrt() } else { along };
            (PI * skew).sin()
        } else if (held..EXHALED).contains(&phase) {
            // Out it goes quickly at first, then slower: the chest's own tension.
            let along = (phase - held) / (EXHALED - held);
            (PI * along.powf(0.6)).sin()
        } else {
            0.0
        }
    }

    fn tick(&mut self, interval_frames: f64) {
        let was_inhaling = self.is_inhaling;
        self.is_inhaling = self.phase < self.inhale || self.phase >= 1.0;
        if self.is_inhaling != was_inhaling {
            self.tune();
        }
        let flow = self.flow();
        let mut target = self.depth * flow * flow;
        if target > 0.0 {
            self.uneven += self.follow_uneven * (f64::from(self.noise.sample()) - self.uneven);
            target *= 1.0 + UNEVEN / self.follow_uneven.sqrt() * self.uneven.clamp(-0.8, 0.8);
            if !self.is_inhaling {
                target *= OUT_GAIN;
            } else if self.character > SNORE_FROM {
                let hz = SNORE_HZ * (0.8 + 0.4 * flow) * (1.0 + self.uneven);
                self.flutter = (self.flutter + hz * TICK as f64 / self.sample_rate).fract();
                let depth = SNORE_DEPTH * (self.character - SNORE_FROM) / (1.0 - SNORE_FROM);
                // The palate is open for a short part of each turn.
                let open = (0.5 + 0.5 * (TAU * self.flutter).cos()).powi(2);
                target *= 1.0 + depth * (2.0 * open - 1.0);
            }
        }
        let next = f64::from(self.gain) + self.follow * (target.max(0.0) - f64::from(self.gain));
        if target == 0.0 && next < 1e-4 * self.depth {
            // It ends.
            (self.gain, self.step) = (0.0, 0.0);
        } else {
            self.step = ((next - f64::from(self.gain)) / TICK as f64) as f32;
        }
        for (height, bound) in self.heights.iter_mut().zip(&self.bound) {
            *height += self.follow as f32 * (bound - *height);
        }
        self.phase = (self.phase + TICK as f64 / interval_frames).min(1.0);
    }

    fn fill(&mut self, out: &mut [f32]) {
        if self.gain == 0.0 && self.step == 0.0 {
            out.fill(0.0);
            return;
        }
        let [cos, sin] = self.turn;
        let (heights, corners, step) = (self.heights, self.corners, self.step);
        let (mut noise, mut gain) = (self.noise.clone(), self.gain);
        let [mut re, mut im] = self.state;
        let [mut first, mut second] = self.low;
        for out in out {
            first += corners[0] * (noise.sample() - first);
            second += corners[1] * (first - second);
            let mut sum = [0.0f32; PEAKS];
            for p in 0..PEAKS {
                let real = cos[p] * re[p] - sin[p] * im[p] + second;
                im[p] = sin[p] * re[p] + cos[p] * im[p];
                re[p] = real;
                sum[p] = heights[p] * im[p];
            }
            gain += step;
            let peaks = (sum[0] + sum[2]) + (sum[1] + sum[3]);
            *out = gain * (heights[PEAKS] * second + peaks);
        }
        (self.noise, self.gain) = (noise, gain);
        self.state = [re, im];
        self.low = [first, second];
    }
}

impl Sound for Air {
    fn begin(&mut self, event: Event) {
        let in_s = |s: f64| s * self.sample_rate / event.interval_frames;
        if event.is_struck && self.phase < self.inhale + in_s(REFRACTORY_S).min(0.5) {
            return;
        }
        self.is_gasp = event.is_struck;
        self.inhale = if self.is_gasp {
            in_s(GASP_S).min(INHALE)
        } else {
            INHALE
        };
        if self.gain == 0.0 && self.step == 0.0 {
            // Nothing sounds that would leap.
            self.is_inhaling = true;
            self.tune();
            self.heights = self.bound;
        }
        self.phase = 0.0;
        self.rests = false;
        let life = f64::from(level::gain_to_life(level::BREATH_DBA, OWN_DB));
        self.depth = life * f64::from(event.strength) / 0.8;
        self.ticker.restart();
    }

    fn run(&mut self, out: &mut [f32], interval_frames: f64) {
        let mut at = 0;
        while at < out.len() {
            let segment = self.ticker.next(out.len() - at);
            if segment.offset == 0 && !self.rests {
                self.tick(interval_frames);
                if self.gain == 0.0 && self.step == 0.0 && self.room.is_quiet() {
                    self.room.clear();
                    // Until the next breath, which begins a tick of its own.
                    self.rests = self.phase >= 1.0;
                }
            }
            if self.rests {
                out[at..].fill(0.0);
                return;
            }
            let part = &mut out[at..at + segment.len];
            self.fill(part);
            self.room.run(part);
            at += segment.len;
        }
    }
}

#[cfg(test)]
mod tests;
