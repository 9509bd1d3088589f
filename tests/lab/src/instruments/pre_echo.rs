//! What is heard of a click before it comes: a coder spreads its error over a whole block.

/// How many milliseconds before `click_frame`, where the click starts in the original, `decoded` is
/// already louder than 60 dB below the click's peak: a first peak so far away that no gap of more
/// than 3 ms lies between. Looks back over 60 ms, in steps of 0.5 ms; what precedes the click in
/// the original must be silence.
///
/// # Panics
/// When the click lies closer than 10 ms to the end.
pub fn pre_echo_ms(decoded: &[f32], click_frame: usize, sample_rate: f64) -> f64 {
    const STEP_MS: f64 = 0.5;
    const LOOK_BACK: usize = 120;
    const LONGEST_GAP: usize = 6;
    /// Resampling within a coder may smear the attack itself by some frames.
    const ATTACK_FRAMES: usize = 8;
    let peak = |samples: &[f32]| samples.iter().fold(0.0f32, |peak, s| peak.max(s.abs()));
    let step = (STEP_MS * 1e-3 * sample_rate) as usize;
    let limit = 1e-3 * peak(&decoded[click_frame..click_frame + 20 * step]);
    let before = &decoded[..click_frame.saturating_sub(ATTACK_FRAMES)];
    let (mut farthest, mut gap) = (0, 0);
    for (index, slot) in before.rchunks_exact(step).take(LOOK_BACK).enumerate() {
        if peak(slot) > limit {
            (farthest, gap) = (index + 1, 0);
        } else {
            gap += 1;
        }
        if gap > LONGEST_GAP {
            break;
        }
    }
    farthest as f64 * STEP_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    #[test]
    fn noise_before_a_click_is_timed_and_quiet_noise_is_not() {
        let rate = 44_100.0;
        let click = 22_050;
        let clicked = |noise_ms: f64, noise: f32| {
            let mut samples = signal::impulse(0.5, click, 44_100);
            let start = click - (noise_ms * 1e-3 * rate) as usize;
            for (index, sample) in samples[start..click].iter_mut().enumerate() {
                *sample = if index % 2 == 0 { noise } else { -noise };
            }
            samples
        };
        for ms in [4.0, 13.0, 26.0] {
            let found = pre_echo_ms(&clicked(ms, 0.01), click, rate);
            assert!((found - ms).abs() <= 0.5, "{ms}: {found}");
        }
        assert_eq!(pre_echo_ms(&clicked(13.0, 0.0004), click, rate), 0.0);
        assert_eq!(pre_echo_ms(&clicked(0.0, 0.0), click, rate), 0.0);
        // Farther away than any block: not the click's.
        let mut apart = clicked(0.0, 0.0);
        apart[click - 1_000] = 0.1;
        assert_eq!(pre_echo_ms(&apart, click, rate), 0.0);
    }
}
