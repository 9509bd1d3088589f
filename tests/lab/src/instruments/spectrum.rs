//! A power spectrum in which tones and bands read as levels in dBFS.

use std::ops::Range;

use super::fft::{self, BLACKMAN_HARRIS_7_HALF_WIDTH};
use super::level::power_db;

/// One-sided power spectrum under a seven-term Blackman-Harris window, scaled so that the sum over
/// any range of bins is the mean square of what lies there.
///
/// Two tones are told apart from 14 bins on: with a signal of T seconds, 14/T Hz.
#[derive(Clone, Debug)]
pub struct Spectrum {
    /// Mean square per bin.
    power: Vec<f64>,
    bin_hz: f64,
}

/// A tone, or the strongest bin of noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    pub freq_hz: f64,
    /// dBFS, summed over the main lobe.
    pub level_db: f64,
}

impl Spectrum {
    /// Of the whole signal at once: the finest resolution.
    ///
    /// # Panics
    /// When the signal is empty.
    pub fn of(samples: &[f32], sample_rate: f64) -> Self {
        Self::averaged(samples, sample_rate, samples.len())
    }

    /// The mean over half-overlapping segments of `segment_frames`: a steadier view of noise.
    ///
    /// # Panics
    /// When `segment_frames` is 0 or more than the signal has.
    pub fn averaged(samples: &[f32], sample_rate: f64, segment_frames: usize) -> Self {
        let len = segment_frames;
        assert!(
            len > 0 && len <= samples.len(),
            "{len} frames of {}",
            samples.len()
        );
        let window = fft::blackman_harris_7(len);
        let window_power: f64 = window.iter().map(|value| value * value).sum();
        let mut power = vec![0.0; len / 2 + 1];
        let starts = (0..samples.len() - len + 1).step_by(len.div_ceil(2));
        let scale = 2.0 / (starts.len() as f64 * len as f64 * window_power);
        for start in starts {
            let segment = &samples[start..start + len];
            let windowed = segment
                .iter()
                .zip(&window)
                .map(|(&s, w)| f64::from(s) * w)
                .collect();
            for (sum, bin) in power.iter_mut().zip(fft::forward(windowed)) {
                *sum += scale * bin.norm_sqr();
            }
        }
        // 0 Hz and, at even lengths, Nyquist have no negative twin.
        power[0] *= 0.5;
        if len.is_multiple_of(2) {
            power[len / 2] *= 0.5;
        }
        Self {
            power,
            bin_hz: sample_rate / len as f64,
        }
    }

    /// Distance between bins.
    pub fn bin_hz(&self) -> f64 {
        self.bin_hz
    }

    /// Half of the sample rate.
    pub fn nyquist_hz(&self) -> f64 {
        self.bin_hz * (self.power.len() - 1) as f64
    }

    /// Frequency and level in dBFS of each single bin, for plots.
    pub fn bins(&self) -> impl Iterator<Item = Tone> + '_ {
        self.power.iter().enumerate().map(|(bin, &power)| Tone {
            freq_hz: bin as f64 * self.bin_hz,
            level_db: power_db(power),
        })
    }

    /// Level in dBFS of a tone at `freq_hz`, or of whatever lies within its main lobe.
    pub fn level_db_at(&self, freq_hz: f64) -> f64 {
        power_db(
            self.lobe(self.bin_of(freq_hz))
                .map(|bin| self.power[bin])
                .sum(),
        )
    }

    /// Level in dBFS of all that lies in `range_hz`.
    pub fn band_db(&self, range_hz: Range<f64>) -> f64 {
        let first = (range_hz.start / self.bin_hz).ceil().max(0.0) as usize;
        let end = ((range_hz.end / self.bin_hz).ceil() as usize).min(self.power.len());
        power_db(
            self.power
                .get(first..end)
                .map_or(0.0, |bins| bins.iter().sum()),
        )
    }

    /// The strongest tone from `lowest_hz` up that is not within the main lobe of any of
    /// `excluded_hz`; `None` when these leave no bin over.
    pub fn strongest(&self, lowest_hz: f64, excluded_hz: &[f64]) -> Option<Tone> {
        let mut allowed = vec![true; self.power.len()];
        let first = (lowest_hz / self.bin_hz).ceil() as usize;
        allowed[..first.min(self.power.len())].fill(false);
        for &freq_hz in excluded_hz {
            // A bin more on each side: the tone may lie half a bin off, the skirt with it.
            let lobe = self.lobe(self.bin_of(freq_hz));
            allowed[lobe.start.saturating_sub(1)..(lobe.end + 1).min(self.power.len())].fill(false);
        }
        let bin = (0..self.power.len())
            .filter(|&bin| allowed[bin])
            .max_by(|&a, &b| self.power[a].total_cmp(&self.power[b]))?;
        let lobe = self.lobe(bin).filter(|&near| allowed[near]);
        let level_db = power_db(lobe.map(|near| self.power[near]).sum());
        Some(Tone {
            freq_hz: bin as f64 * self.bin_hz,
            level_db,
        })
    }

    fn bin_of(&self, freq_hz: f64) -> usize {
        ((freq_hz / self.bin_hz).round().max(0.0) as usize).min(self.power.len() - 1)
    }

    fn lobe(&self, centre: usize) -> Range<usize> {
        let reach = BLACKMAN_HARRIS_7_HALF_WIDTH;
        centre.saturating_sub(reach)..(centre + reach + 1).min(self.power.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::level::rms_db;
    use crate::signal;

    #[test]
    fn a_tone_between_bins_reads_its_level() {
        for freq_hz in [997.3, 12_345.6] {
            let samples = signal::sine(freq_hz, -18.0, 0.5, 44_100.0);
            let spectrum = Spectrum::of(&samples, 44_100.0);
            assert!((spectrum.level_db_at(freq_hz) + 18.0).abs() < 0.01);
        }
    }

    #[test]
    fn a_weak_tone_is_seen_beside_a_strong_one() {
        let mut samples = signal::sine(1_000.0, 0.0, 1.0, 48_000.0);
        for (sample, weak) in samples
            .iter_mut()
            .zip(signal::sine(3_210.0, -110.0, 1.0, 48_000.0))
        {
            *sample += weak;
        }
        let tone = Spectrum::of(&samples, 48_000.0)
            .strongest(20.0, &[1_000.0])
            .unwrap();
        assert!(
            (tone.freq_hz - 3_210.0).abs() < 1.5 && (tone.level_db + 110.0).abs() < 0.5,
            "{tone:?}"
        );
    }

    #[test]
    fn the_bands_add_up_to_the_rms() {
        let noise = signal::white_noise(9, -20.0, 4.0, 48_000.0);
        let spectrum = Spectrum::averaged(&noise, 48_000.0, 8_192);
        assert!((spectrum.band_db(0.0..30_000.0) - rms_db(&noise)).abs() < 0.1);
        assert!((spectrum.band_db(0.0..12_000.0) - rms_db(&noise) + 3.01).abs() < 0.2);
        assert_eq!(spectrum.nyquist_hz(), 24_000.0);
    }

    #[test]
    fn nothing_is_left_when_all_is_excluded() {
        let spectrum = Spectrum::of(&[1.0; 8], 48_000.0);
        assert_eq!(spectrum.strongest(20.0, &[12_000.0]), None);
    }
}
