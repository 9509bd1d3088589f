//! The bands in which a call's noise suppressor hears and turns things down.

use realfft::num_complex::Complex;

/// How many bands there are.
pub const BANDS: usize = 22;

/// Middles of the bands in Hz, each the end of its neighbours' slopes: those of Opus, which follow
/// the ear's (J.-M. Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech
/// Enhancement", MMSP 2018, section II). What is above the last one is not passed.
pub const MIDDLE_HZ: [f64; BANDS] = [
    0.0, 200.0, 400.0, 600.0, 800.0, 1_000.0, 1_200.0, 1_400.0, 1_600.0, 2_000.0, 2_400.0, 2_800.0,
    3_200.0, 4_000.0, 4_800.0, 5_600.0, 6_800.0, 8_000.0, 9_600.0, 12_000.0, 15_600.0, 20_000.0,
];

/// One value for each band.
pub type PerBand = [f32; BANDS];

/// Which bins of a spectrum belong to which band.
#[derive(Debug, Clone)]
pub struct Bands {
    /// The first bin at or above each middle.
    edges: [usize; BANDS],
    /// How far each bin is on its way from one middle to the next.
    share: Vec<f32>,
}

impl Bands {
    /// For spectra of `bins` values `bin_hz` apart. Allocates.
    #[expect(clippy::disallowed_methods, reason = "preparation")]
    pub fn new(bins: usize, bin_hz: f64) -> Self {
        let edges = MIDDLE_HZ.map(|hz| ((hz / bin_hz).ceil() as usize).min(bins));
        let share = (0..edges[BANDS - 1])
            .map(|bin| {
                let hz = bin as f64 * bin_hz;
                let above = MIDDLE_HZ.iter().position(|&middle| middle > hz);
                let above = above.unwrap_or(BANDS - 1).max(1);
                let (low, high) = (MIDDLE_HZ[above - 1], MIDDLE_HZ[above]);
                ((hz - low) / (high - low)) as f32
            })
            .collect();
        Self { edges, share }
    }

    /// Bins that are heard at all.
    pub fn used(&self) -> usize {
        self.share.len()
    }

    /// Power in each band, from the power of each bin.
    pub fn power(&self, bins: &[f32]) -> PerBand {
        let mut power = [0.0; BANDS];
        for band in 0..BANDS - 1 {
            let range = self.edges[band]..self.edges[band + 1];
            let (mut all, mut upper) = ([0.0f32; 4], [0.0f32; 4]);
            let (bins, shares) = (&bins[range.clone()], &self.share[range]);
            for (bins, shares) in bins.chunks(4).zip(shares.chunks(4)) {
                for (lane, (bin, share)) in bins.iter().zip(shares).enumerate() {
                    all[lane] += bin;
                    upper[lane] += bin * share;
                }
            }
            let upper: f32 = upper.iter().sum();
            power[band] += all.iter().sum::<f32>() - upper;
            power[band + 1] += upper;
        }
        power
    }

    /// Multiplies a spectrum by the bands' gains, in slopes from one to the next.
    pub fn apply(&self, gains: &PerBand, spectrum: &mut [Complex<f32>]) {
        for band in 0..BANDS - 1 {
            let range = self.edges[band]..self.edges[band + 1];
            let (low, rise) = (gains[band], gains[band + 1] - gains[band]);
            for (value, share) in spectrum[range.clone()].iter_mut().zip(&self.share[range]) {
                *value *= low + rise * share;
            }
        }
        spectrum[self.used()..].fill(Complex::default());
    }
}
