//! The weighting curve of a wow-and-flutter meter (IEC 60386, AES6, DIN 45507).

/// Frequency in Hz and weight in dB.
const CURVE: [(f64, f64); 16] = [
    (0.2, -30.6),
    (0.315, -19.7),
    (0.4, -15.0),
    (0.63, -8.4),
    (0.8, -6.0),
    (1.0, -4.2),
    (1.6, -1.8),
    (2.0, -0.9),
    (4.0, 0.0),
    (6.3, -0.9),
    (10.0, -2.1),
    (20.0, -5.9),
    (40.0, -10.4),
    (63.0, -14.2),
    (100.0, -17.3),
    (200.0, -23.0),
];

/// How much a speed deviation at `frequency_hz` counts, as a factor; straight lines in dB over the
/// logarithm of the frequency, continued beyond the ends.
pub fn weight(frequency_hz: f64) -> f64 {
    let at = frequency_hz.max(1e-3);
    let above = CURVE
        .partition_point(|&(f, _)| f < at)
        .clamp(1, CURVE.len() - 1);
    let ((f0, db0), (f1, db1)) = (CURVE[above - 1], CURVE[above]);
    let along = (at / f0).ln() / (f1 / f0).ln();
    10f64.powf((db0 + along * (db1 - db0)) / 20.0)
}
