//! A typical programme: how its power lies over the octaves, and how loud they are.
//!
//! What is brought to the loudness of the sound that went in before there is any sound is brought
//! there for this one.

use super::k_weighting::power_response;

/// Of popular music, the part of its power that both channels have in common: bass, drum and voice
/// stand in the middle. An estimate.
pub const IN_COMMON: f64 = 0.4;

/// Power of the octave around a frequency in Hz, re that at 100 Hz.
///
/// The long-term spectrum of popular music: level to the octave from 40 Hz to 200 Hz, −2 dB per
/// octave to 2 kHz, −5 above (after P. Pestana et al., "Spectral characteristics of popular
/// commercial recordings 1950–2010", AES 135th Convention, 2013, rounded).
pub fn octave_power(frequency_hz: f64) -> f64 {
    let octaves_above = |hz: f64| (frequency_hz / hz).log2();
    let db = -2.0 * octaves_above(200.0).clamp(0.0, 3.32) - 5.0 * octaves_above(2_000.0).max(0.0)
        + 12.0 * octaves_above(40.0).min(0.0);
    10f64.powf(db / 10.0)
}

/// What the octave around a frequency in Hz adds to the programme's loudness: its power, weighted
/// as in ITU-R BS.1770-4.
pub fn octave_loudness(frequency_hz: f64) -> f64 {
    octave_power(frequency_hz) * power_response(frequency_hz)
}

#[cfg(test)]
mod tests {
    use super::octave_power;

    #[test]
    fn the_octaves_fall_as_in_popular_music() {
        let db = |hz| 10.0 * f64::log10(octave_power(hz));
        assert!((db(100.0)).abs() < 1e-9);
        assert!((db(400.0) + 2.0).abs() < 1e-9);
        assert!((db(8_000.0) - db(4_000.0) + 5.0).abs() < 1e-9);
        assert!((db(20.0) + 12.0).abs() < 1e-9);
    }
}
