//! The A curve of hearing.
//!
//! Source: IEC 61672-1:2013, annex E.

/// Amplitude of the A-weighting, 1 at 1 kHz.
pub fn a_weighting(frequency_hz: f64) -> f64 {
    let f2 = frequency_hz * frequency_hz;
    let curve = 12_194f64.powi(2) * f2 * f2
        / ((f2 + 20.6f64.powi(2))
            * ((f2 + 107.7f64.powi(2)) * (f2 + 737.9f64.powi(2))).sqrt()
            * (f2 + 12_194f64.powi(2)));
    curve * 1.258_925
}

#[cfg(test)]
mod tests {
    use super::a_weighting;
    use crate::audio::dsp::units::gain_to_db;

    #[test]
    fn it_follows_the_table_of_the_standard() {
        for (hz, db) in [
            (31.5, -39.4),
            (125.0, -16.1),
            (1_000.0, 0.0),
            (2_500.0, 1.3),
            (16_000.0, -6.6),
        ] {
            // The table is of exact thirds of an octave, named by rounded ones.
            assert!((gain_to_db(a_weighting(hz)) - db).abs() < 0.15, "{hz}");
        }
    }
}
