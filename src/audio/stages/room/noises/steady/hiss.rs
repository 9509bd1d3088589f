//! White noise, eight frames at a time.
//!
//! Sources: G. Marsaglia, "Xorshift RNGs", J. Stat. Soft. 8(14), 2003 (32 bits: 13, 17, 5);
//! G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014
//! (the mixer that spreads one seed over the lanes).

use super::CHUNK;

/// Generators side by side, so that none waits for another.
const LANES: usize = 8;

/// Uniform white noise whose power in each hertz does not depend on the sample rate.
#[derive(Debug, Clone)]
pub struct Hiss {
    state: [u32; LANES],
    scale: f32,
}

impl Hiss {
    /// Power in each hertz: 1 over the band of 48 kHz.
    pub const DENSITY: f64 = 1.0 / 24_000.0;

    /// Different seeds give uncorrelated noise.
    pub fn new(seed: u64, sample_rate: f64) -> Self {
        let mut counter = seed;
        let state = std::array::from_fn(|_| {
            counter = counter.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = (counter ^ (counter >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            // 0 is the generator's one forbidden state.
            ((mixed >> 32) as u32).max(1)
        });
        // RMS 1 at 48 kHz: a uniform distribution over ±√3.
        let rms = (sample_rate / 48_000.0).sqrt();
        Self {
            state,
            scale: (3f64.sqrt() * rms / 2_147_483_648.0) as f32,
        }
    }

    /// The next chunk.
    pub fn fill(&mut self, out: &mut [f32; CHUNK]) {
        for eight in out.as_chunks_mut::<LANES>().0 {
            for (y, x) in eight.iter_mut().zip(&mut self.state) {
                *x ^= *x << 13;
                *x ^= *x >> 17;
                *x ^= *x << 5;
                *y = *x as i32 as f32 * self.scale;
            }
        }
    }
}
