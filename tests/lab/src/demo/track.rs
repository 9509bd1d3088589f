//! The buffer that all parts play into: a loop, in which what rings past the end rings on at the
//! start.

use super::synth::db;
use super::{LOOP_SECONDS, RENDER_RATE, score};

/// How hard the sum is pressed into the soft clipper before it is brought to its peak: the one
/// control of the crest factor.
const MASTER_DRIVE: f64 = 0.6;

pub struct Track {
    left: Vec<f64>,
    right: Vec<f64>,
}

impl Track {
    pub fn silent() -> Self {
        let frames = (LOOP_SECONDS * RENDER_RATE) as usize;
        Self {
            left: vec![0.0; frames],
            right: vec![0.0; frames],
        }
    }

    /// Adds a note that starts at `beat`, `seconds` long. `sample_at` is called once per frame, in
    /// order, with the time since the start in seconds, and returns left and right.
    pub fn add(&mut self, beat: f64, seconds: f64, mut sample_at: impl FnMut(f64) -> [f64; 2]) {
        let frames = self.left.len();
        let start = (beat * score::SECONDS_PER_BEAT * RENDER_RATE).round() as usize;
        for offset in 0..(seconds * RENDER_RATE) as usize {
            let [left, right] = sample_at(offset as f64 / RENDER_RATE);
            let frame = (start + offset) % frames;
            self.left[frame] += left;
            self.right[frame] += right;
        }
    }

    /// Adds another track, `gain_db` louder.
    pub fn mix(&mut self, other: &Track, gain_db: f64) {
        self.mix_late(other, gain_db, 0.0);
    }

    /// Adds echoes of itself, `beats` apart, sides swapped each time.
    pub fn echo(&mut self, beats: f64, gain_db: f64, repeats: usize) {
        let mut echo = Track {
            left: self.left.clone(),
            right: self.right.clone(),
        };
        for repeat in 1..=repeats {
            std::mem::swap(&mut echo.left, &mut echo.right);
            self.mix_late(&echo, gain_db * repeat as f64, beats * repeat as f64);
        }
    }

    /// Calls `change` on left and right of every frame in order.
    pub fn each_frame(&mut self, mut change: impl FnMut(usize, [&mut f64; 2])) {
        for (frame, (left, right)) in self.left.iter_mut().zip(&mut self.right).enumerate() {
            change(frame, [left, right]);
        }
    }

    /// Multiplies every frame by `gain_at(beat)`.
    pub fn shape(&mut self, gain_at: impl Fn(f64) -> f64) {
        let frames_per_beat = score::SECONDS_PER_BEAT * RENDER_RATE;
        self.each_frame(|frame, [left, right]| {
            let gain = gain_at(frame as f64 / frames_per_beat);
            *left *= gain;
            *right *= gain;
        });
    }

    /// Left and right, softly clipped, without offset, at `peak_db` re full scale.
    pub fn mastered(self, peak_db: f64) -> [Vec<f64>; 2] {
        let mut sides = [self.left, self.right];
        for side in &mut sides {
            side.iter_mut()
                .for_each(|sample| *sample = (MASTER_DRIVE * *sample).tanh());
            let offset = side.iter().sum::<f64>() / side.len() as f64;
            side.iter_mut().for_each(|sample| *sample -= offset);
        }
        let peak = sides
            .iter()
            .flatten()
            .fold(0.0, |peak: f64, sample| peak.max(sample.abs()));
        let gain = db(peak_db) / peak;
        sides
            .iter_mut()
            .flatten()
            .for_each(|sample| *sample *= gain);
        sides
    }

    fn mix_late(&mut self, other: &Track, gain_db: f64, beats: f64) {
        let gain = db(gain_db);
        let frames = self.left.len();
        let late = (beats * score::SECONDS_PER_BEAT * RENDER_RATE).round() as usize;
        for frame in 0..frames {
            self.left[(frame + late) % frames] += gain * other.left[frame];
            self.right[(frame + late) % frames] += gain * other.right[frame];
        }
    }
}
