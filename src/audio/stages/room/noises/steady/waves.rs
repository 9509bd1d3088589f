//! Harmonic series that share one period: four of them side by side in one table, read at once.
//!
//! Between its points the table is read along straight lines. A harmonic `h` then has images at
//! −40·log10(1024/h − 1) dB: −77 dB for the twelfth, −48 dB for the sixtieth, which is weak itself.

use std::f64::consts::TAU;

use super::CHUNK;

/// Waves in a table.
pub const LANES: usize = 4;
/// Points in a period.
const POINTS: usize = 1 << POINT_BITS;
const POINT_BITS: u32 = 10;
/// The bits of a phase below a point.
const SHIFT: u32 = u32::BITS - POINT_BITS;

/// One wave's harmonics: what `h` gives as [sine, cosine] amplitudes for harmonic `h` from 1.
pub type Series = fn(usize) -> [f64; 2];

/// RMS of the first `highest` harmonics of `series`, each as `weight` has it.
pub fn rms(series: Series, highest: usize, weight: impl Fn(usize) -> f64) -> f64 {
    let power = (1..=highest).map(|h| {
        let [sine, cosine] = series(h);
        weight(h).powi(2) * (sine * sine + cosine * cosine) / 2.0
    });
    power.sum::<f64>().sqrt()
}

/// The table.
pub struct Waves {
    points: Box<[[f32; LANES]]>,
}

impl Waves {
    /// Tables `highest` harmonics of each series, and scales each to an RMS of 1. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new(series: [Series; LANES], highest: usize) -> Self {
        let circle = |point: usize| TAU * (point % POINTS) as f64 / POINTS as f64;
        let mut sines = [0.0; POINTS];
        for (point, sine) in sines.iter_mut().enumerate() {
            *sine = circle(point).sin();
        }
        // One more, so that the last has a neighbour.
        let mut points = vec![[0.0; LANES]; POINTS + 1].into_boxed_slice();
        for (lane, series) in series.into_iter().enumerate() {
            let scale = 1.0 / rms(series, highest, |_| 1.0).max(1e-9);
            let mut wave = [0.0; POINTS];
            for h in 1..=highest {
                let [sine, cosine] = series(h);
                if sine == 0.0 && cosine == 0.0 {
                    continue;
                }
                for (point, value) in wave.iter_mut().enumerate() {
                    *value += scale
                        * (sine * sines[h * point % POINTS]
                            + cosine * sines[(h * point + POINTS / 4) % POINTS]);
                }
            }
            for (point, value) in points.iter_mut().enumerate() {
                value[lane] = wave[point % POINTS] as f32;
            }
        }
        Self { points }
    }

    /// All waves at `phase`, of which 2³² make a period.
    #[inline(always)]
    pub fn at(&self, phase: u32) -> [f32; LANES] {
        let (point, between) = place(phase);
        // The slice's length is known, so that the check costs nothing.
        let points: &[[f32; LANES]; POINTS + 1] = self.table();
        let (a, b) = (points[point], points[point + 1]);
        std::array::from_fn(|lane| a[lane] + between * (b[lane] - a[lane]))
    }

    #[inline(always)]
    fn table(&self) -> &[[f32; LANES]; POINTS + 1] {
        const SILENT: &[[f32; LANES]; POINTS + 1] = &[[0.0; LANES]; POINTS + 1];
        (&*self.points).try_into().unwrap_or(SILENT)
    }
}

/// Before which point a phase is, and how far before the next.
#[inline(always)]
fn place(phase: u32) -> (usize, f32) {
    let between = (phase & ((1 << SHIFT) - 1)) as i32 as f32;
    (
        (phase >> SHIFT) as usize,
        between * (1.0 / (1u32 << SHIFT) as f32),
    )
}

/// All waves mixed, while their gains stand still: one table to read instead of four. Each point has its
/// value and how far the next one is above it, so that one place is read for both.
pub struct Mixed {
    gains: [f32; LANES],
    points: Box<[[f32; 2]; POINTS]>,
}

impl Mixed {
    /// Silence. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new() -> Self {
        Self {
            gains: [0.0; LANES],
            points: Box::new([[0.0; 2]; POINTS]),
        }
    }

    /// `waves` by `gains`. Where they are new the table is worked out: about a microsecond.
    pub fn mix(&mut self, waves: &Waves, gains: [f32; LANES]) {
        if gains == self.gains {
            return;
        }
        self.gains = gains;
        let table = waves.table();
        let mut value = dot(table[0], gains);
        for (mixed, next) in self.points.iter_mut().zip(&table[1..]) {
            let next = dot(*next, gains);
            *mixed = [value, next - value];
            value = next;
        }
    }

    /// Adds the mixture to a chunk that begins a `step` after `phase`. Where it ends.
    pub fn add_to(&self, chunk: &mut [f32; CHUNK], phase: u32, step: u32) -> u32 {
        // Places, what is read there, and what follows from it: apart, so that the compiler works on
        // several at once.
        let (mut points, mut betweens) = ([0; CHUNK], [0.0; CHUNK]);
        for n in 0..CHUNK {
            let phase = phase.wrapping_add(step.wrapping_mul(n as u32 + 1));
            let (point, between) = place(phase);
            points[n] = point as u32;
            betweens[n] = between;
        }
        let (mut values, mut rises) = ([0.0; CHUNK], [0.0; CHUNK]);
        for n in 0..CHUNK {
            [values[n], rises[n]] = self.points[points[n] as usize & (POINTS - 1)];
        }
        for n in 0..CHUNK {
            chunk[n] += values[n] + betweens[n] * rises[n];
        }
        phase.wrapping_add(step.wrapping_mul(CHUNK as u32))
    }
}

/// Waves by their gains.
#[inline(always)]
pub fn dot(a: [f32; LANES], b: [f32; LANES]) -> f32 {
    (a[0] * b[0] + a[1] * b[1]) + (a[2] * b[2] + a[3] * b[3])
}

/// What `frequency_hz` adds to a phase each frame.
pub fn phase_step(frequency_hz: f64, sample_rate: f64) -> u32 {
    // Beyond the Nyquist frequency it would turn backwards.
    ((frequency_hz / sample_rate).clamp(0.0, 0.499) * 4_294_967_296.0) as u32
}
