//! How loud an error is beside what it is an error of, as the ear divides the spectrum.

use super::level::power_db;
use super::spectrum::Spectrum;
use crate::Stereo;

/// Edges in Hz of the 24 critical bands (Zwicker, JASA 33-2, 1961), 0 to 24 Bark.
pub const BARK_EDGES_HZ: [f64; 25] = [
    0.0, 100.0, 200.0, 300.0, 400.0, 510.0, 630.0, 770.0, 920.0, 1_080.0, 1_270.0, 1_480.0,
    1_720.0, 2_000.0, 2_320.0, 2_700.0, 3_150.0, 3_700.0, 4_400.0, 5_300.0, 6_400.0, 7_700.0,
    9_500.0, 12_000.0, 15_500.0,
];

/// Power of `decoded − original` over that of `original` in dB, for each critical band below
/// Nyquist, over the whole recording and both sides. 0 dB is a band that is missing.
///
/// # Panics
/// When the lengths differ or are below 8192 frames.
pub fn noise_to_signal_bark_db(original: &Stereo, decoded: &Stereo) -> Vec<f64> {
    /// Long enough to tell 100 Hz apart.
    const SEGMENT: usize = 8_192;
    assert_eq!(
        original.len(),
        decoded.len(),
        "both recordings have one length"
    );
    let rate = original.sample_rate;
    let sides: Vec<[Spectrum; 2]> = original
        .channels()
        .into_iter()
        .zip(decoded.channels())
        .map(|(original, decoded)| {
            let error: Vec<f32> = original.iter().zip(decoded).map(|(o, d)| d - o).collect();
            [&error, original].map(|samples| Spectrum::averaged(samples, rate, SEGMENT))
        })
        .collect();
    BARK_EDGES_HZ
        .windows(2)
        .take_while(|edges| edges[1] <= 0.5 * rate)
        .map(|edges| {
            let level_db = |which: usize| {
                let power = |side: &[Spectrum; 2]| {
                    10f64.powf(side[which].band_db(edges[0]..edges[1]) / 10.0)
                };
                power_db(sides.iter().map(power).sum())
            };
            level_db(0) - level_db(1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal;

    #[test]
    fn an_error_is_read_in_its_band_and_relative_to_it() {
        let rate = 44_100.0;
        let noise = signal::white_noise(1, -20.0, 3.0, rate);
        let quiet = signal::white_noise(2, -40.0, 3.0, rate);
        let tone = signal::sine(3_400.0, -20.0, 3.0, rate);
        let add = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a + b).collect();
        let original = Stereo::from_mono(noise.clone(), rate);

        let hissing = Stereo::from_mono(add(&noise, &quiet), rate);
        let even = noise_to_signal_bark_db(&original, &hissing);
        assert_eq!(even.len(), 24);
        assert!(even.iter().all(|db| (db + 20.0).abs() < 1.0), "{even:.1?}");

        // One side only: half the power. The band holds 550 of 22 050 Hz of the noise.
        let whistling = Stereo::from_channels(noise.clone(), add(&noise, &tone), rate);
        let narrow = noise_to_signal_bark_db(&original, &whistling);
        let expected = 10.0 * (0.5 * 22_050.0 / 550.0f64).log10();
        assert!((narrow[16] - expected).abs() < 1.0, "{narrow:.1?}");
        assert!(narrow[10] < -40.0 && narrow[22] < -40.0, "{narrow:.1?}");
    }

    #[test]
    fn what_is_missing_reads_0_db() {
        let rate = 16_000.0;
        let noise = Stereo::from_mono(signal::white_noise(1, -20.0, 2.0, rate), rate);
        let silence = Stereo::silence(noise.len(), rate);
        let missing = noise_to_signal_bark_db(&noise, &silence);
        assert_eq!(missing.len(), 21);
        assert!(missing.iter().all(|db| db.abs() < 1e-6));
    }
}
