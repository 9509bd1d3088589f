//! Finds the shape of K pulses that points where a vector points.
//!
//! Sources: T. Fischer, "A pyramid vector quantizer", 1986; RFC 6716, §4.3.4 and §5.3.8.1 (project
//! on the pyramid, then place what is left one by one).

use super::codebook::MAX_LINES;
use super::power::power;

/// Lines that are looked at together.
const LANES: usize = 8;

/// Pulses that stand behind the last line so that none is ever added there.
const TAKEN: f32 = 1e15;

/// How often a projection is tried, and how many pulses it may leave to be placed one by one.
const PROJECTIONS: usize = 5;
const NEAR_ENOUGH: f32 = 2.0;

/// Room for one search.
pub struct Search {
    magnitude: [f32; MAX_LINES],
    pulses: [f32; MAX_LINES],
}

impl Search {
    /// Holds nothing between calls.
    pub fn new() -> Self {
        Self {
            magnitude: [0.0; MAX_LINES],
            pulses: [0.0; MAX_LINES],
        }
    }

    /// Replaces `lines` (at most [`MAX_LINES`]) by the nearest shape of `count` pulses, at least 1,
    /// with the length `gain`.
    pub fn quantise(&mut self, lines: &mut [f32], count: usize, gain: f32) {
        let n = lines.len();
        let padded = n.next_multiple_of(LANES);
        let magnitude = &mut self.magnitude[..padded];
        let pulses = &mut self.pulses[..padded];
        for (magnitude, line) in magnitude.iter_mut().zip(&*lines) {
            *magnitude = line.abs();
        }
        magnitude[n..].fill(0.0);
        // A vector of nothing points nowhere: its pulses go to the first line.
        let sum = magnitude.iter().sum::<f32>().max(1e-15);

        let scale = projection(magnitude, sum, count as f32);
        let mut placed = 0;
        let mut dot = 0.0;
        for (pulse, &magnitude) in pulses.iter_mut().zip(&*magnitude) {
            let count = rounded(magnitude, scale);
            placed += count;
            *pulse = count as f32;
            dot += *pulse * magnitude;
        }
        let mut power = power(pulses);
        pulses[n..].fill(TAKEN);

        for _ in placed..count as i32 {
            let best = best_line(magnitude, pulses, dot, power);
            dot += magnitude[best];
            power += 2.0 * pulses[best] + 1.0;
            pulses[best] += 1.0;
        }

        let scale = gain / power.sqrt();
        for (line, pulse) in lines.iter_mut().zip(&*pulses) {
            *line = (pulse * scale).copysign(*line);
        }
    }
}

/// A line's pulses where the vector is `scale` times as long.
fn rounded(magnitude: f32, scale: f32) -> i32 {
    // The cast cuts off; all is positive.
    (magnitude * scale + 0.5) as i32
}

/// The scale at which the vector's rounded lines have `count` pulses or a few less. A pulse more
/// brings the best shape nearer where a line is farthest above its pulses, so the best shape is the
/// rounded vector, at some scale.
fn projection(magnitude: &[f32], sum: f32, count: f32) -> f32 {
    let mut scale = count / sum;
    let mut low = (0.0, 0.0);
    let mut high = f32::INFINITY;
    for _ in 0..PROJECTIONS {
        let placed: i32 = magnitude.iter().map(|&x| rounded(x, scale)).sum();
        let placed = placed as f32;
        if placed > count {
            high = scale;
        } else {
            low = (scale, placed);
            if placed + NEAR_ENOUGH >= count {
                break;
            }
        }
        // As many pulses more as the scale grows, were they not rounded.
        scale = low.0 + (count - low.1) / sum;
        if scale >= high {
            scale = 0.5 * (low.0 + high);
        }
    }
    low.0
}

/// The line where one more pulse turns the shape nearest to the vector: where
/// (dot + magnitude)²/(power + 2·pulses + 1) is greatest.
fn best_line(magnitude: &[f32], pulses: &[f32], dot: f32, power: f32) -> usize {
    let mut best = [-1.0f32; LANES];
    let mut place = [0i32; LANES];
    let groups = magnitude
        .chunks_exact(LANES)
        .zip(pulses.chunks_exact(LANES));
    for ((magnitude, pulses), group) in groups.zip(0..) {
        for lane in 0..LANES {
            let reach = dot + magnitude[lane];
            let score = reach * reach / (power + 1.0 + 2.0 * pulses[lane]);
            let better = score > best[lane];
            best[lane] = if better { score } else { best[lane] };
            place[lane] = if better { group } else { place[lane] };
        }
    }
    let mut winner = 0;
    for lane in 1..LANES {
        if best[lane] > best[winner] {
            winner = lane;
        }
    }
    place[winner] as usize * LANES + winner
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::dsp::noise::WhiteNoise;

    #[test]
    fn every_pulse_is_placed_and_the_length_is_kept() {
        let mut noise = WhiteNoise::new(1);
        let mut search = Search::new();
        for (lines, count) in [(1, 1), (3, 7), (8, 2), (22, 9), (176, 40), (256, 128)] {
            let mut x: Vec<f32> = (0..lines).map(|_| noise.sample()).collect();
            search.quantise(&mut x, count, 0.5);
            let placed: f32 = search.pulses[..lines].iter().sum();
            assert_eq!(placed, count as f32);
            let length = x.iter().map(|x| x * x).sum::<f32>().sqrt();
            assert!((length - 0.5).abs() < 1e-5, "{length}");
        }
    }

    #[test]
    fn no_shape_of_four_lines_is_nearer() {
        let mut noise = WhiteNoise::new(2);
        let mut search = Search::new();
        for _ in 0..50 {
            let x: [f32; 4] = std::array::from_fn(|_| noise.sample());
            let cosine = |y: [f32; 4]| {
                let dot: f32 = x.iter().zip(y).map(|(x, y)| x * y).sum();
                dot / y.iter().map(|y| y * y).sum::<f32>().sqrt()
            };
            let mut found = x;
            search.quantise(&mut found, 3, 1.0);
            let mut best = 0.0f32;
            for code in 0..7i32.pow(4) {
                let y: [f32; 4] =
                    std::array::from_fn(|i| (code / 7i32.pow(i as u32) % 7 - 3) as f32);
                if y.iter().map(|y| y.abs()).sum::<f32>() == 3.0 {
                    best = best.max(cosine(y));
                }
            }
            // One pulse after the other is not always the best, but near it.
            assert!(cosine(found) > 0.97 * best, "{} {best}", cosine(found));
        }
    }

    #[test]
    fn a_vector_of_nothing_gets_a_shape_too() {
        let mut x = [0.0; 20];
        Search::new().quantise(&mut x, 5, 1.0);
        assert_eq!(x.iter().map(|x| x * x).sum::<f32>(), 1.0);
    }
}
