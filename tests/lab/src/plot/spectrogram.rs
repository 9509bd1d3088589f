//! Levels over time and log frequency, as pixels.

use std::ops::Range;

use super::colour::level_colour;
use crate::SILENCE_DB;
use crate::instruments::fft;
use crate::instruments::level::amplitude_db;

/// Lowest and highest level of the colour map: that of a sine in dBFS.
pub const LEVELS_DB: Range<f64> = -100.0..-10.0;

/// Lowest and highest frequency.
pub const FREQS_HZ: Range<f64> = 20.0..20_000.0;

/// A row of RGB pixels after another, the highest frequency first. `seconds` is the length that
/// fills the width; frequencies and times beyond the signal have the lowest colour.
pub fn pixels(samples: &[f32], sample_rate: f64, seconds: f64, size: (u32, u32)) -> Vec<u8> {
    let (width, height) = (size.0 as usize, size.1 as usize);
    // About 85 ms: fine enough for bass notes, short enough for drums.
    let len = ((0.06 * sample_rate) as usize).next_power_of_two();
    let window = fft::hann(len);
    // A sine of amplitude 1 has a bin of half the window's sum.
    let scale = 2.0 / window.iter().sum::<f64>();

    let mut rgb = vec![0; 3 * width * height];
    for x in 0..width {
        let middle = ((x as f64 + 0.5) / width as f64 * seconds * sample_rate) as isize;
        let first = middle - len as isize / 2;
        let sample_at = |offset: usize| {
            let frame = usize::try_from(first + offset as isize).ok();
            frame
                .and_then(|frame| samples.get(frame))
                .map_or(0.0, |&sample| f64::from(sample))
        };
        let windowed = (0..len)
            .map(|offset| window[offset] * sample_at(offset))
            .collect();
        let levels: Vec<f64> = fft::forward(windowed)
            .iter()
            .map(|bin| amplitude_db(scale * bin.norm()))
            .collect();
        for y in 0..height {
            // The pixel's edges: where it spans several bins, the loudest is seen.
            let bins =
                [y as f64 + 1.0, y as f64].map(|y| bin_at(y / height as f64, len, sample_rate));
            let level_db = loudest(&levels, bins[0]..bins[1]);
            let span = LEVELS_DB.end - LEVELS_DB.start;
            let colour = level_colour((level_db - LEVELS_DB.start) / span);
            let at = 3 * (y * width + x);
            rgb[at..at + 3].copy_from_slice(&colour);
        }
    }
    rgb
}

/// The bin at a height of 0 (top) to 1.
fn bin_at(height: f64, len: usize, sample_rate: f64) -> f64 {
    let freq_hz = FREQS_HZ.end * (FREQS_HZ.start / FREQS_HZ.end).powf(height);
    freq_hz * len as f64 / sample_rate
}

/// The loudest bin in `bins`, or the level between two bins if there is none.
fn loudest(levels: &[f64], bins: Range<f64>) -> f64 {
    let (first, last) = (bins.start.ceil() as usize, bins.end.floor() as usize);
    if last >= levels.len() {
        SILENCE_DB
    } else if first <= last {
        levels[first..=last]
            .iter()
            .copied()
            .fold(SILENCE_DB, f64::max)
    } else {
        let middle = 0.5 * (bins.start + bins.end);
        let below = middle as usize;
        let above = (below + 1).min(levels.len() - 1);
        levels[below] + (levels[above] - levels[below]) * middle.fract()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    #[test]
    fn a_tone_lights_up_its_row() {
        let samples = signal::sine(200.0, -10.0, 1.0, 48_000.0);
        let rgb = pixels(&samples, 48_000.0, 1.0, (9, 301));
        let brightness = |y: usize| {
            rgb[3 * (9 * y + 4)..][..3]
                .iter()
                .map(|&c| u32::from(c))
                .sum::<u32>()
        };
        let brightest = (0..301).max_by_key(|&y| brightness(y)).unwrap();
        // 200 Hz is one of the three decades up from the bottom.
        assert!(brightest.abs_diff(200) <= 2, "{brightest}");
        assert!(brightness(10) < 60, "{}", brightness(10));
    }

    #[test]
    fn above_nyquist_there_is_nothing() {
        let rgb = pixels(&[1.0; 800], 8_000.0, 0.1, (3, 100));
        assert_eq!(rgb[..3], level_colour(0.0));
    }
}
