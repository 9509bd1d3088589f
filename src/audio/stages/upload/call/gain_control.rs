//! A call's automatic gain control: what the suppressor leaves is as loud as what was said.
//!
//! It stands where it does in a call's own processing, behind the suppressor and before the codec, and
//! turns up or down slowly by at most 9 dB. Not modelled: the compressor that follows it in some calls.

use crate::audio::dsp::loudness_match::LoudnessMatch;
use crate::audio::dsp::tick::Ticker;

/// The control, for one channel.
pub struct GainControl {
    fresh: LoudnessMatch,
    loudness: LoudnessMatch,
    ticker: Ticker,
}

impl GainControl {
    /// At a gain of 1.
    pub fn new(sample_rate: f64) -> Self {
        let fresh = LoudnessMatch::new(1.0, sample_rate);
        Self {
            loudness: fresh.clone(),
            fresh,
            ticker: Ticker::default(),
        }
    }

    /// As new.
    pub fn reset(&mut self) {
        self.loudness = self.fresh.clone();
        self.ticker.restart();
    }

    /// Makes `samples` as loud as the same ones before the suppressor.
    pub fn process(&mut self, before: &[f32], samples: &mut [f32]) {
        let mut done = 0;
        while done < samples.len() {
            let segment = self.ticker.next(samples.len() - done);
            if segment.offset == 0 {
                self.loudness.tick();
            }
            let range = done..done + segment.len;
            let line = self.loudness.line();
            let meter = self.loudness.meter();
            if segment.offset == 0 {
                meter.settle();
            }
            let mut state = meter.state;
            let both = before[range.clone()].iter().zip(&mut samples[range]);
            for (n, (before, sample)) in both.enumerate() {
                meter.step(&mut state, [*before, 0.0], [*sample, 0.0]);
                *sample = (f64::from(*sample) * line.at(segment.offset + n)) as f32;
            }
            meter.state = state;
            done += segment.len;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_turned_down_comes_back_and_no_further() {
        let rate = 48_000.0;
        for (left_db, gain_db) in [(-6.0, 6.0), (-20.0, 9.0), (0.0, 0.0), (4.0, -4.0)] {
            let mut control = GainControl::new(rate);
            let left = 10f32.powf(left_db / 20.0);
            let mut last = 0.0;
            for start in (0..480_000).step_by(50) {
                let before: [f32; 50] =
                    std::array::from_fn(|n| 0.1 * (0.06 * (start + n) as f32).sin());
                let mut samples = before.map(|x| left * x);
                control.process(&before, &mut samples);
                // Where the sine is near its height.
                if before[49].abs() > 0.09 {
                    last = samples[49] / (left * before[49]);
                }
            }
            let found_db = 20.0 * last.log10();
            assert!((found_db - gain_db).abs() < 0.3, "{left_db}: {found_db}");
        }
    }
}
