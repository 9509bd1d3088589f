//! How often each loudness was heard, in as much memory for a day as for a second.

/// Bins in an LU.
const PER_LU: f64 = 20.0;
/// The lowest loudness that counts; that is the absolute gate.
const LOWEST_LUFS: f64 = -70.0;
/// Up to +10 LUFS; what is louder counts there.
const BINS: usize = 1_600;

/// Powers by their loudness.
#[derive(Debug, Clone)]
pub struct Histogram {
    /// How many there were, and the sum of their powers, which is exact.
    bins: Vec<(u32, f64)>,
}

impl Histogram {
    /// Empty. Allocates.
    #[expect(clippy::disallowed_macros, reason = "preparation")]
    pub fn new() -> Self {
        Self {
            bins: vec![(0, 0.0); BINS],
        }
    }

    /// Empty again.
    pub fn clear(&mut self) {
        self.bins.fill((0, 0.0));
    }

    /// The bin of a loudness; nothing below the lowest.
    fn bin(lufs: f64) -> Option<usize> {
        // NaN and −∞ are below everything.
        (lufs >= LOWEST_LUFS).then(|| (((lufs - LOWEST_LUFS) * PER_LU) as usize).min(BINS - 1))
    }

    /// One more of `lufs`, which is `power`.
    pub fn add(&mut self, lufs: f64, power: f64) {
        if let Some(bin) = Self::bin(lufs) {
            let (count, sum) = &mut self.bins[bin];
            *count = count.saturating_add(1);
            *sum += power;
        }
    }

    /// Those of at least `lufs`, to a twentieth of an LU.
    fn from(&self, lufs: f64) -> &[(u32, f64)] {
        let first = Self::bin(lufs.max(LOWEST_LUFS)).unwrap_or(0);
        &self.bins[first..]
    }

    /// Mean power of those of at least `lufs`; 0 where there are none.
    pub fn mean_from(&self, lufs: f64) -> f64 {
        let (mut count, mut power) = (0u64, 0.0);
        for &(here, sum) in self.from(lufs) {
            count += u64::from(here);
            power += sum;
        }
        power / count.max(1) as f64
    }

    /// The loudness below which `share` of those of at least `lufs` lie; the lowest where there are none.
    pub fn percentile_from(&self, lufs: f64, share: f64) -> f64 {
        let bins = self.from(lufs);
        let count: u64 = bins.iter().map(|(count, _)| u64::from(*count)).sum();
        let wanted = (share * count.saturating_sub(1) as f64).round() as u64;
        let mut passed = 0;
        for (n, (count, _)) in bins.iter().enumerate() {
            passed += u64::from(*count);
            if passed > wanted {
                let bin = BINS - bins.len() + n;
                return LOWEST_LUFS + (bin as f64 + 0.5) / PER_LU;
            }
        }
        LOWEST_LUFS
    }
}
