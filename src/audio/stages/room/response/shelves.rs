//! Turns eight trains of pulses, one for each octave band, into one sound.
//!
//! Each band is parted from the next by a first-order corner, so that the sum of equal trains is the
//! train itself and nothing sounds before its pulse. Such corners are soft; the gains are therefore
//! sharpened beforehand by the inverse of what the corners blur, in the log domain, where the
//! product over many reflections keeps the correction.
//! Source: V. Zavalishin, "The Art of VA Filter Design", 2018, section 3.10 (the trapezoidal form).

use std::f64::consts::{PI, SQRT_2};

use super::super::surfaces::{BAND_HZ, BANDS, Bands};
use super::scene::PATHS;

/// One frame of one path's trains.
pub type Train = [f32; BANDS];

const CORNERS: usize = BANDS - 1;

/// The corners' figures at one sample rate.
#[derive(Debug, Clone)]
pub struct Shelves {
    follow: [f32; CORNERS],
    /// Of each band, at each band's centre.
    transfer: [[[f64; 2]; BANDS]; BANDS],
    sharpen: [[f64; BANDS]; BANDS],
}

/// What the corners remember, for all paths side by side.
pub type State = [[f32; PATHS]; CORNERS];

impl Shelves {
    /// At one sample rate.
    pub fn new(sample_rate: f64) -> Self {
        let warped = |hz: f64| (PI * (hz / sample_rate).min(0.45)).tan();
        let corner = |k: usize| warped(BAND_HZ[k] * SQRT_2);
        let follow = std::array::from_fn(|k| (corner(k) / (1.0 + corner(k))) as f32);
        let mut transfer = [[[0.0; 2]; BANDS]; BANDS];
        for (row, hz) in transfer.iter_mut().zip(BAND_HZ) {
            let mut below = [1.0, 0.0];
            for band in (0..BANDS).rev() {
                let low = match band {
                    0 => [1.0, 0.0],
                    _ => low_pass(warped(hz) / corner(band - 1)),
                };
                row[band] = match band {
                    0 => below,
                    _ => times(below, [1.0 - low[0], -low[1]]),
                };
                below = times(below, low);
            }
        }
        Self {
            follow,
            // Real parts: for small steps between bands, they are what moves the level.
            sharpen: inverse(transfer.map(|row| row.map(|[re, _]| re))),
            transfer,
        }
    }

    /// Log gains that, blurred by the corners, are those wanted at the bands' centres: to first
    /// order at once, and once more for what is left.
    pub fn sharpened(&self, wanted: &Bands) -> Train {
        let mut log = self.unblurred(wanted);
        let gains = log.map(f64::exp);
        let left = std::array::from_fn(|i| {
            let sum = |part: usize| -> f64 {
                (0..BANDS)
                    .map(|b| gains[b] * self.transfer[i][b][part])
                    .sum()
            };
            wanted[i] - sum(0).hypot(sum(1)).max(1e-9).ln()
        });
        for (log, more) in log.iter_mut().zip(self.unblurred(&left)) {
            *log += more;
        }
        // Where bands differ by more than the correction can follow, it is held to what they differ.
        let most = wanted
            .iter()
            .fold(f64::NEG_INFINITY, |most, &w| most.max(w));
        let least = wanted.iter().fold(f64::INFINITY, |least, &w| least.min(w));
        let reach = (0.6 * (most - least)).min(1.0);
        std::array::from_fn(|i| log[i].clamp(wanted[i] - reach, wanted[i] + reach).min(0.0) as f32)
    }

    /// The same of log gains that are small, or of which a small part is taken.
    pub fn unblurred(&self, wanted: &Bands) -> Bands {
        std::array::from_fn(|i| (0..BANDS).map(|b| self.sharpen[i][b] * wanted[b]).sum())
    }

    /// A frame of all paths.
    #[inline(always)]
    pub fn process(&self, state: &mut State, trains: &[Train; PATHS]) -> [f32; PATHS] {
        let mut out: [f32; PATHS] = std::array::from_fn(|path| trains[path][0]);
        for k in 0..CORNERS {
            for path in 0..PATHS {
                let next = trains[path][k + 1];
                let step = self.follow[k] * ((out[path] - next) - state[k][path]);
                let low = state[k][path] + step;
                state[k][path] = low + step;
                out[path] = next + low;
            }
        }
        out
    }
}

fn low_pass(ratio: f64) -> [f64; 2] {
    let power = 1.0 + ratio * ratio;
    [1.0 / power, -ratio / power]
}

fn times(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

/// By Gauss and Jordan; where bands fall together beyond a low Nyquist frequency, the identity.
fn inverse(mut matrix: [[f64; BANDS]; BANDS]) -> [[f64; BANDS]; BANDS] {
    let identity: [[f64; BANDS]; BANDS] =
        std::array::from_fn(|i| std::array::from_fn(|j| f64::from(u8::from(i == j))));
    let mut result = identity;
    for i in 0..BANDS {
        let pivot = matrix[i][i];
        if pivot.abs() < 0.02 {
            return identity;
        }
        for j in 0..BANDS {
            matrix[i][j] /= pivot;
            result[i][j] /= pivot;
        }
        let (row, done) = (matrix[i], result[i]);
        for k in (0..BANDS).filter(|&k| k != i) {
            let factor = matrix[k][i];
            for j in 0..BANDS {
                matrix[k][j] -= factor * row[j];
                result[k][j] -= factor * done[j];
            }
        }
    }
    result
}
