//! Sums of squares, in lanes: a sum in one row would wait for each addition.

/// Sums that run side by side.
const LANES: usize = 8;

/// The sum of all squares.
pub fn power(lines: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let groups = lines.chunks_exact(LANES);
    let rest: f32 = groups.remainder().iter().map(|x| x * x).sum();
    for group in groups {
        for (lane, x) in lanes.iter_mut().zip(group) {
            *lane += x * x;
        }
    }
    lanes.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_square_counts_once() {
        for lines in [0, 1, 7, 8, 19] {
            let x: Vec<f32> = (1..=lines).map(|n| n as f32).collect();
            let sum = lines * (lines + 1) * (2 * lines + 1) / 6;
            assert_eq!(power(&x), sum as f32);
        }
    }
}
