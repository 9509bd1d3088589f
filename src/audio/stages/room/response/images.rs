//! Early reflections: the mirror images of the sources.
//!
//! Modelled: every image until the room has mixed, with its distance, the loss at each surface and in
//! the air by octave bands, and the direction from which it reaches each microphone. After the first
//! 20 ms an image's own loss turns into the room's mean, as furniture scatters sound from one
//! direction into all others; its time strays a little for the same reason. Not modelled: edges,
//! and losses that depend on the angle.
//! Sources: J. B. Allen, D. A. Berkley, "Image method for efficiently simulating small-room
//! acoustics", JASA 65, 1979; P. M. Peterson, "Simulating the response of multiple microphones to a
//! single acoustic source in a reverberant room", JASA 80, 1986 (fractional delays by windowed sinc).

use std::array::from_fn;

use super::super::surfaces::{BANDS, Bands, SPEED_OF_SOUND};
use super::exp::exp;
use super::scene::{PATHS, Scene};
use super::shelves::{Shelves, Train};
use crate::audio::dsp::window::{kaiser, kaiser_beta, sinc};

/// Images on each axis to each side of the room itself.
const REACH: i32 = 36;
const ORDERS: usize = 2 * REACH as usize + 1;

/// Taps of a fractional delay, and steps between two frames.
const TAPS: usize = 16;
const PHASES: usize = 64;
/// Taps before the pulse.
const AHEAD: usize = TAPS / 2 - 1;

/// An image strays by so much at most, in seconds, in a room full of things: 7 cm of path, short
/// against the waves whose phase must stay.
const STRAY_S: f64 = 0.000_2;

/// What one image costs against one that lies too far away.
const COST: usize = 4;
/// And one that is placed between the frames.
const FINE_COST: usize = 12;

/// One axis: for each order, the way from the microphone to the image, for each path and for the
/// middles of both pairs, and the log gain of its reflections.
#[derive(Debug, Clone, Copy, Default)]
struct Order {
    way: [f32; PATHS],
    middle: f32,
    log: Train,
}

/// The images of one scene, walked through in steps.
#[derive(Debug, Clone)]
pub struct Images {
    kernels: Vec<[f32; TAPS]>,
    axes: Vec<[Order; ORDERS]>,
    /// One frame of all paths after another.
    trains: Vec<[Train; PATHS]>,
    /// Frames of `trains` that may hold something.
    written: usize,
    limits: [i32; 3],
    next: [i32; 3],
    frames: usize,
    /// What the last step has taken from the next: rows are not cut.
    owed: isize,
    figures: Figures,
}

/// What all images of a scene share.
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    reach2: f32,
    flight: f32,
    frames_per_m: f32,
    per_frame_s: f32,
    mean_from: f32,
    mean_per_frame: f32,
    fine_until: f32,
    stray: f32,
    air: Train,
    decay: Train,
    axes: [[f32; 3]; 2],
    pressure: f32,
}

impl Images {
    /// Room for `frames` of response. Allocates.
    #[expect(
        clippy::disallowed_methods,
        clippy::disallowed_macros,
        reason = "preparation"
    )]
    pub fn new(frames: usize) -> Self {
        let beta = kaiser_beta(70.0);
        let kernels = (0..=PHASES)
            .map(|phase| {
                let row: [f64; TAPS] = from_fn(|tap| {
                    let x = tap as f64 - AHEAD as f64 - phase as f64 / PHASES as f64;
                    sinc(x) * kaiser(x / (TAPS / 2) as f64, beta)
                });
                let sum: f64 = row.iter().sum();
                row.map(|value| (value / sum) as f32)
            })
            .collect();
        Self {
            kernels,
            axes: vec![[Order::default(); ORDERS]; 3],
            trains: vec![[[0.0; BANDS]; PATHS]; frames],
            written: 0,
            limits: [0; 3],
            next: [0; 3],
            frames: 0,
            owed: 0,
            figures: Figures::default(),
        }
    }

    /// Wipes up to `frames` of what the last scene left; whether all is clean.
    pub fn clear(&mut self, frames: usize) -> bool {
        let from = self.written.saturating_sub(frames);
        self.trains[from..self.written].fill([[0.0; BANDS]; PATHS]);
        self.written = from;
        from == 0
    }

    /// Takes a scene up.
    pub fn start(&mut self, scene: &Scene, shelves: &Shelves, sample_rate: f64) {
        let log = scene
            .log_reflection
            .each_ref()
            .map(|bands| shelves.sharpened(bands));
        let reach_m = (scene.images_s + scene.flight_s) * SPEED_OF_SOUND;
        for axis in 0..3 {
            let size = scene.metres[axis];
            for (order, m) in self.axes[axis].iter_mut().zip(-REACH..) {
                let image = |at: f64| {
                    let m = f64::from(m);
                    // Odd orders are mirrored.
                    let inside = if m % 2.0 == 0.0 { at } else { size - at };
                    m * size + inside
                };
                order.way = from_fn(|path| {
                    let source = scene.sources[path / 2][axis];
                    (image(source) - scene.microphones[path % 2][axis]) as f32
                });
                order.middle = order.way.iter().sum::<f32>() / PATHS as f32;
                let hits = m.unsigned_abs();
                let (first, second) = (hits.div_ceil(2) as f32, (hits / 2) as f32);
                let (near, far) = if m > 0 {
                    (second, first)
                } else {
                    (first, second)
                };
                let (low, high) = (&log[2 * axis], &log[2 * axis + 1]);
                order.log = from_fn(|band| near * low[band] + far * high[band]);
            }
            self.limits[axis] = ((reach_m / size) as i32 + 2).min(REACH);
        }
        self.next = self.limits.map(|limit| -limit);
        self.owed = 0;
        self.frames = ((scene.images_s * sample_rate) as usize).min(self.trains.len());
        self.written = self.frames;
        let frames = |seconds: f64| (seconds * sample_rate) as f32;
        let per_frame_s = 1.0 / sample_rate;
        let small = |loss: Bands| shelves.unblurred(&loss).map(|loss| -loss.max(0.0) as f32);
        self.figures = Figures {
            reach2: (reach_m * reach_m) as f32,
            flight: frames(scene.flight_s),
            frames_per_m: (sample_rate / SPEED_OF_SOUND) as f32,
            per_frame_s: per_frame_s as f32,
            mean_from: frames(scene.mean_s.0),
            mean_per_frame: 1.0 / frames(scene.mean_s.1 - scene.mean_s.0).max(1.0),
            fine_until: frames(scene.tail_from_s),
            stray: frames(STRAY_S * scene.scattering),
            air: small(scene.air_per_m),
            decay: small(scene.decay_per_s),
            axes: scene.axes.map(|axis| axis.map(|v| v as f32)),
            pressure: scene.pressure as f32,
        };
    }

    /// Adds images that cost about `budget` together; whether there are no more.
    pub fn step(&mut self, budget: usize) -> bool {
        let mut left = budget as isize - self.owed;
        let [x_limit, y_limit, z_limit] = self.limits;
        while left > 0 {
            let [_, y, z] = self.next;
            if z > z_limit {
                self.owed = 0;
                return true;
            }
            let row = self.middle2(1, y) + self.middle2(2, z);
            if row <= self.figures.reach2 {
                for x in -x_limit..=x_limit {
                    left -= 1;
                    if row + self.middle2(0, x) <= self.figures.reach2 && [x, y, z] != [0; 3] {
                        left -= self.add([x, y, z]) as isize;
                    }
                }
            }
            left -= 1;
            self.next = if y < y_limit {
                [0, y + 1, z]
            } else {
                [0, -y_limit, z + 1]
            };
        }
        self.owed = -left;
        false
    }

    /// One frame of all paths' trains.
    #[inline(always)]
    pub fn frame(&self, n: usize) -> Option<&[Train; PATHS]> {
        self.trains[..self.frames].get(n)
    }

    /// Square of the way to an image along one axis.
    #[inline(always)]
    fn middle2(&self, axis: usize, order: i32) -> f32 {
        self.axes[axis][(order + REACH) as usize].middle.powi(2)
    }

    fn add(&mut self, orders: [i32; 3]) -> usize {
        let f = &self.figures;
        let [x, y, z]: [&Order; 3] = from_fn(|i| &self.axes[i][(orders[i] + REACH) as usize]);
        let distance = (x.middle.powi(2) + y.middle.powi(2) + z.middle.powi(2)).sqrt();
        let since = distance * f.frames_per_m;
        let t = since - f.flight;
        let towards_mean = ((t - f.mean_from) * f.mean_per_frame).clamp(0.0, 1.0);
        let seconds = since * f.per_frame_s;
        let mut gains: Train = [0.0; BANDS];
        for (band, gain) in gains.iter_mut().enumerate() {
            let own = x.log[band] + y.log[band] + z.log[band] + distance * f.air[band];
            *gain = own + towards_mean * (seconds * f.decay[band] - own);
        }
        let gains = exp(gains);
        let stray = f.stray * towards_mean * strays(orders);
        let fine = t < f.fine_until;
        for path in 0..PATHS {
            let way = [x.way[path], y.way[path], z.way[path]];
            let distance = (way[0] * way[0] + way[1] * way[1] + way[2] * way[2]).sqrt();
            let axis = &f.axes[path % 2];
            let along = way[0] * axis[0] + way[1] * axis[1] + way[2] * axis[2];
            let distance = distance.max(0.1);
            let gain = (f.pressure + (1.0 - f.pressure) * along / distance) / distance;
            let at = (distance * f.frames_per_m - f.flight + stray).max(0.0);
            let gains = gains.map(|band| band * gain);
            let whole = at as usize;
            if !fine {
                if let Some(frame) = self.trains[..self.frames].get_mut((at + 0.5) as usize) {
                    add(&mut frame[path], &gains, 1.0);
                }
                continue;
            }
            let between = at - whole as f32;
            let lengths = (whole >= AHEAD).then(|| whole - AHEAD);
            let run =
                lengths.and_then(|from| self.trains[..self.frames].get_mut(from..from + TAPS));
            if let Some(run) = run {
                let kernel = &self.kernels[(between * PHASES as f32 + 0.5) as usize];
                for (frame, &tap) in run.iter_mut().zip(kernel) {
                    add(&mut frame[path], &gains, tap);
                }
            } else {
                // At the edges there is no room for the kernel.
                for (n, share) in [(whole, 1.0 - between), (whole + 1, between)] {
                    if let Some(frame) = self.trains[..self.frames].get_mut(n) {
                        add(&mut frame[path], &gains, share);
                    }
                }
            }
        }
        if fine { FINE_COST } else { COST }
    }
}

#[inline(always)]
fn add(train: &mut Train, gains: &Train, share: f32) {
    for (train, gain) in train.iter_mut().zip(gains) {
        *train += share * gain;
    }
}

/// A value in −1..1 that belongs to the image.
fn strays([x, y, z]: [i32; 3]) -> f32 {
    let mut bits = (x as u32).wrapping_mul(0x9E37_79B1)
        ^ (y as u32).wrapping_mul(0x85EB_CA77)
        ^ (z as u32).wrapping_mul(0xC2B2_AE3D);
    bits = (bits ^ (bits >> 15)).wrapping_mul(0x2C1B_3C6D);
    bits = (bits ^ (bits >> 12)).wrapping_mul(0x297A_2D39);
    bits ^= bits >> 15;
    (bits >> 8) as f32 * (2.0 / 16_777_216.0) - 1.0
}
