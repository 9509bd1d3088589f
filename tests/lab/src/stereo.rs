//! A stereo recording in memory.

use std::ops::Range;

/// Two channels of equal length, full scale ±1, with their sample rate in Hz.
#[derive(Clone, Debug, PartialEq)]
pub struct Stereo {
    pub left: Vec<f32>,
    pub right: Vec<f32>,
    pub sample_rate: f64,
}

impl Stereo {
    /// `frames` of zeros.
    pub fn silence(frames: usize, sample_rate: f64) -> Self {
        Self {
            left: vec![0.0; frames],
            right: vec![0.0; frames],
            sample_rate,
        }
    }

    /// Asks `frame_at(index)` for each `[left, right]` in turn.
    pub fn from_fn(
        frames: usize,
        sample_rate: f64,
        mut frame_at: impl FnMut(usize) -> [f32; 2],
    ) -> Self {
        let (left, right) = (0..frames)
            .map(|index| <(f32, f32)>::from(frame_at(index)))
            .unzip();
        Self {
            left,
            right,
            sample_rate,
        }
    }

    /// The same samples on both sides.
    pub fn from_mono(samples: Vec<f32>, sample_rate: f64) -> Self {
        Self {
            left: samples.clone(),
            right: samples,
            sample_rate,
        }
    }

    /// One channel each.
    ///
    /// # Panics
    /// When the channels differ in length.
    pub fn from_channels(left: Vec<f32>, right: Vec<f32>, sample_rate: f64) -> Self {
        assert_eq!(
            left.len(),
            right.len(),
            "both channels have the same number of frames"
        );
        Self {
            left,
            right,
            sample_rate,
        }
    }

    /// Length in frames.
    pub fn len(&self) -> usize {
        self.left.len()
    }

    /// Whether there is no frame at all.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Length in seconds.
    pub fn seconds(&self) -> f64 {
        self.len() as f64 / self.sample_rate
    }

    /// Left, then right.
    pub fn channels(&self) -> [&[f32]; 2] {
        [&self.left, &self.right]
    }

    /// Left, then right.
    pub fn channels_mut(&mut self) -> [&mut [f32]; 2] {
        [&mut self.left, &mut self.right]
    }

    /// Mean of both sides.
    pub fn mono(&self) -> Vec<f32> {
        self.left
            .iter()
            .zip(&self.right)
            .map(|(left, right)| 0.5 * (left + right))
            .collect()
    }

    /// A copy of some frames.
    ///
    /// # Panics
    /// When `frames` reaches past the end.
    pub fn slice(&self, frames: Range<usize>) -> Self {
        Self {
            left: self.left[frames.clone()].to_vec(),
            right: self.right[frames].to_vec(),
            sample_rate: self.sample_rate,
        }
    }

    /// The same recording, louder by `gain_db`.
    pub fn gain_db(&self, gain_db: f64) -> Self {
        let gain = 10f64.powf(gain_db / 20.0);
        let mut louder = self.clone();
        for sample in louder.channels_mut().into_iter().flatten() {
            *sample = (f64::from(*sample) * gain) as f32;
        }
        louder
    }

    /// The same recording with `frames` of silence at the end, for a tail to ring out in.
    pub fn with_silence(&self, frames: usize) -> Self {
        let mut longer = self.clone();
        longer.append(&Self::silence(frames, self.sample_rate));
        longer
    }

    /// Adds `other` at the end.
    ///
    /// # Panics
    /// When the sample rates differ.
    pub fn append(&mut self, other: &Stereo) {
        assert_eq!(
            self.sample_rate, other.sample_rate,
            "both recordings have one sample rate"
        );
        self.left.extend_from_slice(&other.left);
        self.right.extend_from_slice(&other.right);
    }

    /// Left and right in turn, as files and some hosts want it.
    pub fn interleaved(&self) -> Vec<f32> {
        self.left
            .iter()
            .zip(&self.right)
            .flat_map(|(&left, &right)| [left, right])
            .collect()
    }

    /// Whether no sample is NaN or infinite.
    pub fn is_finite(&self) -> bool {
        self.channels()
            .into_iter()
            .flatten()
            .all(|sample| sample.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_appends_and_interleaves_in_order() {
        let ramp = Stereo::from_fn(4, 48_000.0, |index| [index as f32, -(index as f32)]);
        let mut tail = ramp.slice(2..4);
        tail.append(&ramp.slice(0..1));
        assert_eq!(tail.left, [2.0, 3.0, 0.0]);
        assert_eq!(tail.interleaved(), [2.0, -2.0, 3.0, -3.0, 0.0, 0.0]);
        assert_eq!(tail.mono(), [0.0; 3]);
        assert_eq!(tail.with_silence(2).len(), 5);
    }

    #[test]
    fn gain_is_in_decibels_of_amplitude() {
        let loud = Stereo::from_mono(vec![0.1, -0.1], 8_000.0).gain_db(20.0);
        assert_eq!(loud.left, [1.0, -1.0]);
        assert!(loud.is_finite() && !loud.is_empty());
        assert_eq!(loud.seconds(), 2.0 / 8_000.0);
    }
}
