//! The tail below the Schroeder frequency: the box's own modes, one by one.
//!
//! Modelled: the closed form of a box's Green's function for nearly rigid walls, each mode decaying
//! as the room does at its frequency, in pressure and in its gradient for microphones that have a
//! direction. It has the phase of the sum of the images, which it takes over. The mode at 0 Hz is
//! left out: a real room leaks. Not modelled: modes whose decay differs by direction.
//! Source: H. Kuttruff, "Room Acoustics", 6th ed., 2016, sections 3.1 and 3.4.

use std::array::from_fn;
use std::f64::consts::PI;

use super::super::surfaces::{SPEED_OF_SOUND, between};
use super::scene::{PATHS, Scene};
use crate::audio::dsp::window::{kaiser, sinc};

const LANES: usize = 8;
const GROUPS: usize = 18;
/// Of each axis: more are needed by no room in which the list of modes is not full before.
const ORDERS: usize = 40;
/// The modes' own sample rate is at least this in Hz, more than four times their highest.
const SLOWEST_HZ: f64 = 1_300.0;
/// No mode lies higher, in Hz: above, even small rooms are left to statistics.
const HIGHEST_HZ: f64 = 300.0;
/// Modes fade out between these shares of the Schroeder frequency.
const FADE: (f64, f64) = (0.85, 1.15);
/// Taps between two of the modes' samples.
const TAPS: usize = 12;
/// Samples that a hop makes anew, at most.
pub const MOST_NEW: usize = 32;

type Lanes = [f32; LANES];

/// Eight modes.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    state: [Lanes; 2],
    turn: [Lanes; 2],
    /// For sine and cosine, of each path.
    gains: [[Lanes; PATHS]; 2],
}

/// The modes of one scene, run at a rate of their own.
#[derive(Debug, Clone)]
pub struct Modes {
    groups: Vec<Group>,
    used: usize,
    /// Tap by tap, for each frame of a step.
    kernels: [Vec<f32>; TAPS],
    step: usize,
    recent: [[f32; PATHS]; MOST_NEW + TAPS],
    filled: usize,
    crossover_hz: f64,
}

impl Modes {
    /// For hops of `hop` frames, a power of two. Allocates.
    #[expect(
        clippy::disallowed_methods,
        clippy::disallowed_macros,
        reason = "preparation"
    )]
    pub fn new(hop: usize, sample_rate: f64) -> Self {
        let mut step = hop;
        while step > 1 && (sample_rate / (step as f64) < SLOWEST_HZ) {
            step /= 2;
        }
        step = step.max(hop / MOST_NEW);
        let kernels = from_fn(|tap| {
            let at = |phase: usize| {
                let x = tap as f64 - (TAPS / 2 - 1) as f64 - phase as f64 / step as f64;
                (sinc(x) * kaiser(x / (TAPS / 2) as f64, 6.0)) as f32
            };
            (0..step).map(at).collect()
        });
        Self {
            groups: vec![Group::default(); GROUPS],
            used: 0,
            kernels,
            step,
            recent: [[0.0; PATHS]; MOST_NEW + TAPS],
            filled: 0,
            crossover_hz: 0.0,
        }
    }

    /// Amplitude with which modes at `hz` take part.
    pub fn share(&self, hz: f64) -> f64 {
        let (from, to) = (FADE.0 * self.crossover_hz, FADE.1 * self.crossover_hz);
        let t = ((hz - from) / (to - from).max(1e-9)).clamp(0.0, 1.0);
        1.0 - t * t * (3.0 - 2.0 * t)
    }

    /// Takes a scene up; the next [`Self::hop`] begins `from` frames after the first arrival.
    pub fn start(&mut self, scene: &Scene, from: usize, sample_rate: f64) {
        let most = GROUPS * LANES;
        self.crossover_hz = crossover_hz(scene, most, sample_rate);
        self.groups.fill(Group::default());
        let highest = FADE.1 * self.crossover_hz;
        let shapes = Shapes::new(scene);
        let orders: [usize; 3] = from_fn(|axis| {
            let spacing_hz = SPEED_OF_SOUND / (2.0 * scene.metres[axis]);
            ((highest / spacing_hz) as usize + 1).min(ORDERS)
        });
        let period_s = self.step as f64 / sample_rate;
        let begin_s = scene.flight_s + from as f64 / sample_rate - (TAPS / 2 - 1) as f64 * period_s;
        let mut count = 0;
        for x in 0..orders[0] {
            for y in 0..orders[1] {
                for z in 0..orders[2] {
                    let mode = [x, y, z];
                    let wave = |axis: usize| mode[axis] as f64 * PI / scene.metres[axis];
                    let k = (wave(0).powi(2) + wave(1).powi(2) + wave(2).powi(2)).sqrt();
                    let hz = k * SPEED_OF_SOUND / (2.0 * PI);
                    if mode == [0; 3] || hz >= highest || count == most {
                        continue;
                    }
                    let omega = k * SPEED_OF_SOUND;
                    let decay = between(&scene.decay_per_s, hz);
                    let taken = self.share(hz);
                    let group = &mut self.groups[count / LANES];
                    let lane = count % LANES;
                    let set = |pair: &mut [Lanes; 2], seconds: f64| {
                        let (sin, cos) = (omega * seconds).sin_cos();
                        let size = (-decay * seconds).exp();
                        pair[0][lane] = (size * sin) as f32;
                        pair[1][lane] = (size * cos) as f32;
                    };
                    set(&mut group.state, begin_s);
                    set(&mut group.turn, period_s);
                    let axial: f64 = mode
                        .iter()
                        .map(|&n| if n > 0 { 2.0 } else { 1.0 })
                        .product();
                    // 4π times Green's function, as the images are 1/r and not 1/4πr.
                    let size = 4.0 * PI * SPEED_OF_SOUND.powi(2) * axial
                        / (scene.volume_m3 * omega * sample_rate)
                        * taken;
                    for path in 0..PATHS {
                        let (pressure, gradient) = shapes.heard(scene, mode, path);
                        let source = size * shapes.source(mode, path / 2);
                        group.gains[0][path][lane] = (source * scene.pressure * pressure) as f32;
                        group.gains[1][path][lane] =
                            (-source * (1.0 - scene.pressure) * gradient / k) as f32;
                    }
                    count += 1;
                }
            }
        }
        self.used = count.div_ceil(LANES);
        self.filled = 0;
    }

    /// The next frames of all paths, as many as a hop has.
    pub fn hop(&mut self, out: &mut [Vec<f32>; PATHS]) {
        let fresh = out[0].len() / self.step;
        let needed = fresh + TAPS - 1;
        while self.filled < needed {
            self.recent[self.filled] = self.sample();
            self.filled += 1;
        }
        for (path, out) in out.iter_mut().enumerate() {
            for (q, run) in out.chunks_exact_mut(self.step).enumerate() {
                let near: [f32; TAPS] = from_fn(|tap| self.recent[q + tap][path]);
                let kernels: [&[f32]; TAPS] = from_fn(|tap| &self.kernels[tap][..run.len()]);
                for (n, out) in run.iter_mut().enumerate() {
                    let mut sum = 0.0;
                    for tap in 0..TAPS {
                        sum += kernels[tap][n] * near[tap];
                    }
                    *out = sum;
                }
            }
        }
        self.recent.copy_within(fresh..needed, 0);
        self.filled = needed - fresh;
    }

    #[inline(always)]
    fn sample(&mut self) -> [f32; PATHS] {
        let mut sums = [[0.0; LANES]; PATHS];
        for group in &mut self.groups[..self.used] {
            let [sin, cos] = &mut group.state;
            for lane in 0..LANES {
                for (path, sums) in sums.iter_mut().enumerate() {
                    sums[lane] += group.gains[0][path][lane] * sin[lane]
                        + group.gains[1][path][lane] * cos[lane];
                }
            }
            let [turn_sin, turn_cos] = &group.turn;
            for lane in 0..LANES {
                let (s, c) = (sin[lane], cos[lane]);
                sin[lane] = s * turn_cos[lane] + c * turn_sin[lane];
                cos[lane] = c * turn_cos[lane] - s * turn_sin[lane];
            }
        }
        sums.map(|lanes| lanes.iter().sum())
    }
}

/// Where modes end: at the Schroeder frequency 2000·√(T/V), or as low as the list of modes asks for.
fn crossover_hz(scene: &Scene, most: usize, sample_rate: f64) -> f64 {
    let time_s = 6.907_755 / between(&scene.decay_per_s, 250.0);
    let mut hz = (2_000.0 * (time_s / scene.volume_m3).sqrt())
        .min(HIGHEST_HZ)
        .min(0.2 * sample_rate);
    let [x, y, z] = scene.metres;
    let surface = 2.0 * (x * y + y * z + z * x);
    let edges = 4.0 * (x + y + z);
    // Kuttruff (3.20), with a reserve for its statistics.
    let count = |hz: f64| {
        let per_m = FADE.1 * hz / SPEED_OF_SOUND;
        let volume = 4.0 / 3.0 * PI * scene.volume_m3 * per_m.powi(3);
        volume + PI / 4.0 * surface * per_m * per_m + edges / 8.0 * per_m
    };
    while count(hz) > 0.93 * most as f64 {
        hz *= 0.97;
    }
    hz
}

/// cos and sin of each axis' orders at sources and microphones.
struct Shapes {
    sources: [[[f64; 2]; ORDERS]; 3],
    microphones: [[[[f64; 2]; 2]; ORDERS]; 3],
}

impl Shapes {
    fn new(scene: &Scene) -> Self {
        let phase =
            |n: usize, axis: usize, at: [f64; 3]| n as f64 * PI * at[axis] / scene.metres[axis];
        Self {
            sources: from_fn(|axis| {
                from_fn(|n| scene.sources.map(|source| phase(n, axis, source).cos()))
            }),
            microphones: from_fn(|axis| {
                from_fn(|n| {
                    scene.microphones.map(|microphone| {
                        let (sin, cos) = phase(n, axis, microphone).sin_cos();
                        [cos, sin]
                    })
                })
            }),
        }
    }

    fn source(&self, mode: [usize; 3], side: usize) -> f64 {
        (0..3)
            .map(|axis| self.sources[axis][mode[axis]][side])
            .product()
    }

    /// The mode's shape at a path's microphone, and its slope along the microphone's axis per metre.
    fn heard(&self, scene: &Scene, mode: [usize; 3], path: usize) -> (f64, f64) {
        let side = path % 2;
        let at: [[f64; 2]; 3] = from_fn(|axis| self.microphones[axis][mode[axis]][side]);
        let slope = |axis: usize| {
            let wave = mode[axis] as f64 * PI / scene.metres[axis];
            let others: f64 = (0..3).filter(|&i| i != axis).map(|i| at[i][0]).product();
            -wave * at[axis][1] * others * scene.axes[side][axis]
        };
        (
            at[0][0] * at[1][0] * at[2][0],
            slope(0) + slope(1) + slope(2),
        )
    }
}
