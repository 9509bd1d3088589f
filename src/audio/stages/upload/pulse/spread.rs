//! Turns a shape before few pulses are put in it, and back after, so that each pulse is heard as
//! noise over some lines and not as a whistle on one.
//!
//! CELT turns each line with the next in one long chain; here lines are turned in pairs, at three
//! distances, which spreads as far and lets lines be worked on together.
//!
//! Source: RFC 6716, §4.3.4.3 (the angle), §4.3.4.4; J.-M. Valin et al., "High-Quality,
//! Low-Delay Music Coding in the Opus Codec", AES 135, 2013, §5.4 (the choice).

use std::f32::consts::{FRAC_1_SQRT_2, FRAC_PI_2};

/// How much of the last hops' tonality is kept: the choice of the standard's encoder.
const KEPT: f32 = 0.5;

/// How strongly shapes are turned: the more, the noisier the sound is.
#[derive(Debug, Clone)]
pub struct Spread {
    /// Mean over the hops of how peaked the bands are: 0 noise, 3 single tones.
    tonality: f32,
}

impl Spread {
    /// Takes the first hop for noise.
    pub fn new() -> Self {
        Self { tonality: 0.0 }
    }

    /// Begins again.
    pub fn reset(&mut self) {
        self.tonality = 0.0;
    }

    /// Takes note of a hop whose bands are as peaked as this in the mean.
    pub fn follow(&mut self, tonality: f32) {
        self.tonality = KEPT * self.tonality + (1.0 - KEPT) * tonality;
    }

    /// The rotation of `lines` lines with `pulses` pulses; none where pulses are many or the sound
    /// is tonal.
    pub fn rotation(&self, lines: usize, pulses: usize) -> Option<Rotation> {
        // The thresholds 80, 256 and 384 of 768 and the factors of the standard's encoder.
        let factor = match self.tonality {
            t if t < 0.31 => 5.0,
            t if t < 1.0 => 10.0,
            t if t < 1.5 => 15.0,
            _ => return None,
        };
        if 2 * pulses >= lines || lines < 4 {
            return None;
        }
        let gain = lines as f32 / (lines as f32 + factor * pulses as f32);
        let angle = FRAC_PI_2 * 0.5 * gain * gain;
        Some(Rotation {
            cos: angle.cos(),
            sin: angle.sin(),
            far: (lines as f32).sqrt() as usize,
        })
    }
}

/// How peaked a band of unit length is: 0 for noise, 3 for a tone.
pub fn tonality(band: &[f32]) -> f32 {
    let power = band.len() as f32;
    let mut below = [0.0f32; 3];
    for x in band {
        let share = x * x * power;
        // Quarter, sixteenth and sixty-fourth of the mean power.
        below[0] += f32::from(share < 0.25);
        below[1] += f32::from(share < 0.062_5);
        below[2] += f32::from(share < 0.015_625);
    }
    below.iter().filter(|&&count| 2.0 * count >= power).count() as f32
}

/// One rotation, there and back.
#[derive(Debug, Clone, Copy)]
pub struct Rotation {
    cos: f32,
    sin: f32,
    /// The distance of the last pairs: as far as a line is from the square root of them all.
    far: usize,
}

impl Rotation {
    /// Turns the lines.
    pub fn turn(&self, lines: &mut [f32]) {
        for distance in [1, 2, self.far] {
            turn_pairs(lines, distance, self.cos, self.sin);
        }
    }

    /// Turns them back.
    pub fn turn_back(&self, lines: &mut [f32]) {
        for distance in [self.far, 2, 1] {
            turn_pairs(lines, distance, self.cos, -self.sin);
        }
    }
}

/// Turns each line with the one `distance` farther on.
fn turn_pairs(lines: &mut [f32], distance: usize, cos: f32, sin: f32) {
    for group in lines.chunks_exact_mut(2 * distance) {
        let (near, far) = group.split_at_mut(distance);
        for (a, b) in near.iter_mut().zip(far) {
            (*a, *b) = (cos * *a - sin * *b, sin * *a + cos * *b);
        }
    }
}

/// Mid and side of two shapes that are each of unit length, or the shapes of mid and side.
pub fn butterfly(a: &mut [f32], b: &mut [f32]) {
    for (a, b) in a.iter_mut().zip(b) {
        (*a, *b) = (FRAC_1_SQRT_2 * (*a + *b), FRAC_1_SQRT_2 * (*b - *a));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_turned_turns_back() {
        for lines in [4, 7, 22, 44] {
            let rotation = Spread::new().rotation(lines, 1);
            let Some(rotation) = rotation else {
                panic!("few pulses are turned")
            };
            let mut x: Vec<f32> = (0..lines).map(|i| (i * i % 7) as f32).collect();
            let original = x.clone();
            rotation.turn(&mut x);
            assert!(x.iter().zip(&original).any(|(x, o)| (x - o).abs() > 0.1));
            rotation.turn_back(&mut x);
            for (x, o) in x.iter().zip(&original) {
                assert!((x - o).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn a_tone_is_told_from_noise() {
        let mut noise = crate::audio::dsp::noise::WhiteNoise::new(3);
        let mut tone = [1e-3f32; 40];
        tone[7] = 1.0;
        assert_eq!(tonality(&tone), 3.0);
        let x: Vec<f32> = (0..40)
            .map(|_| noise.sample() / 40f32.sqrt() * 1.7)
            .collect();
        assert_eq!(tonality(&x), 0.0);
        let mut spread = Spread::new();
        for _ in 0..10 {
            spread.follow(3.0);
        }
        assert!(spread.rotation(40, 1).is_none());
    }
}
