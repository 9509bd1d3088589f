//! How long a sound rings.

use super::level::amplitude_db;

/// Reverberation time in seconds (ISO 3382-1, T30): Schroeder's backward integral of the impulse
/// response, a straight line fitted from −5 to −35 dB, extended to −60 dB. `None` when the response
/// does not fall that far.
pub fn rt60_seconds(impulse_response: &[f32], sample_rate: f64) -> Option<f64> {
    let mut energy = 0.0;
    let mut remaining: Vec<f64> = impulse_response
        .iter()
        .rev()
        .map(|&sample| {
            energy += f64::from(sample).powi(2);
            energy.sqrt()
        })
        .collect();
    remaining.reverse();
    let total_db = amplitude_db(*remaining.first()?);
    let line: Vec<(f64, f64)> = remaining
        .iter()
        .enumerate()
        .map(|(frame, &rest)| (frame as f64 / sample_rate, amplitude_db(rest) - total_db))
        .skip_while(|(_, level_db)| *level_db > -5.0)
        .take_while(|(_, level_db)| *level_db >= -35.0)
        .collect();
    let reaches_down = amplitude_db(*remaining.last()?) - total_db < -35.0;
    if line.len() < 2 || !reaches_down {
        return None;
    }
    let slope_db_per_second = slope(&line);
    Some(-60.0 / slope_db_per_second)
}

/// Frames until the last sample that reaches `floor_db` re the peak: the length of a tail.
pub fn tail_frames(samples: &[f32], floor_db: f64) -> usize {
    let peak = samples
        .iter()
        .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    let floor = (f64::from(peak) * 10f64.powf(floor_db / 20.0)) as f32;
    samples
        .iter()
        .rposition(|sample| sample.abs() > floor)
        .map_or(0, |last| last + 1)
}

/// Least-squares slope of y over x.
fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / count;
    let covariance: f64 = points
        .iter()
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    covariance
        / points
            .iter()
            .map(|(x, _)| (x - mean_x).powi(2))
            .sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    #[test]
    fn decaying_noise_reads_its_time() {
        for seconds in [0.3, 1.5] {
            let mut noise = signal::white_noise(2, -10.0, 2.0 * seconds, 48_000.0);
            for (frame, sample) in noise.iter_mut().enumerate() {
                let time = frame as f64 / 48_000.0;
                *sample *= 10f64.powf(-3.0 * time / seconds) as f32;
            }
            let measured = rt60_seconds(&noise, 48_000.0).unwrap();
            assert!(
                (measured / seconds - 1.0).abs() < 0.03,
                "{measured} of {seconds}"
            );
        }
    }

    #[test]
    fn what_does_not_fall_has_no_time() {
        assert_eq!(
            rt60_seconds(&signal::sine(100.0, 0.0, 0.001, 48_000.0), 48_000.0),
            None
        );
        assert_eq!(rt60_seconds(&[], 48_000.0), None);
    }

    #[test]
    fn a_tail_ends_at_its_last_loud_sample() {
        assert_eq!(tail_frames(&[1.0, 0.0, 0.01, 0.000_1], -60.0), 3);
        assert_eq!(tail_frames(&[0.0; 4], -60.0), 0);
    }
}
