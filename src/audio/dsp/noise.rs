//! Seeded white noise.
//!
//! Source: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled",
//! ACM TOMS 42(4), 2016 (xorshift64*).

/// Uniform white noise in −1..1 that restarts with its seed.
#[derive(Debug, Clone)]
pub struct WhiteNoise {
    seed: u64,
    state: u64,
}

impl WhiteNoise {
    /// RMS level of the noise: that of a uniform distribution over −1..1.
    pub const RMS: f64 = 0.577_350_269_189_625_8;

    /// Different seeds give uncorrelated noise.
    pub fn new(seed: u64) -> Self {
        // The generator's one forbidden state is 0; the multiplier spreads neighbouring seeds.
        let seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        Self { seed, state: seed }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.state = self.seed;
    }

    /// The next value.
    pub fn sample(&mut self) -> f32 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let bits = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D);
        // The top 24 bits fill a float's mantissa exactly.
        (bits >> 40) as f32 * (2.0 / 16_777_216.0) - 1.0
    }
}
