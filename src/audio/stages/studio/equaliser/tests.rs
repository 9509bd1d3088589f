use super::prototype::Prototype;
use super::*;
use crate::audio::stage::MAX_BLOCK;

fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// Everything flat but one band.
fn one(kind: BandKind, hz: f32, gain_db: f32, q: f32) -> Settings {
    let mut settings = Settings::default();
    settings.bands[2] = Band {
        on: true,
        kind,
        hz,
        gain_db,
        q,
    };
    settings
}

/// |H|² of the analog prototypes.
fn analog(settings: &Settings, hz: f64) -> f64 {
    let mut power = 1.0;
    for band in settings.bands.iter().filter(|band| band.on) {
        let [at, gain_db, q] = [band.hz, band.gain_db, band.q].map(f64::from);
        power *= Prototype::band(band.kind, at, gain_db, q).power(hz);
    }
    let high = settings.high_pass;
    let low = settings.low_pass;
    // Butterworth: 1/(1 + w^2n).
    let order = |slope| if slope == Slope::Db12 { 4 } else { 8 };
    if high.on {
        power /= 1.0 + (f64::from(high.hz) / hz).powi(order(high.slope));
    }
    if low.on {
        power /= 1.0 + (hz / f64::from(low.hz)).powi(order(low.slope));
    }
    power
}

/// The largest error in dB up to 0.4 of the rate, and up to 0.49.
fn error_db(settings: &Settings, rate: f64) -> [f64; 2] {
    let curve = Curve::new(settings, rate);
    let mut worst = [0.0f64; 2];
    let octaves = (0..=300).map(|n| 20.0 * (0.49 * rate / 20.0).powf(f64::from(n) / 300.0));
    let top = (0..=200).map(|n| rate * (0.3 + 0.19 * f64::from(n) / 200.0));
    for hz in octaves.chain(top) {
        let error = db(curve.response(hz) / analog(settings, hz).sqrt()).abs();
        // NaN as well.
        assert!(error.is_finite(), "{hz} Hz");
        worst[usize::from(hz > 0.4 * rate)] = worst[usize::from(hz > 0.4 * rate)].max(error);
    }
    worst
}

const RATES: [f64; 2] = [44_100.0, 48_000.0];

#[test]
fn every_shape_follows_its_analog_curve_up_to_the_nyquist_frequency() {
    use BandKind::*;
    for rate in RATES {
        for kind in [Bell, LowShelf, HighShelf] {
            for hz in [
                20.0, 200.0, 1_000.0, 3_000.0, 6_000.0, 9_000.0, 12_000.0, 15_000.0, 18_000.0,
                20_000.0,
            ] {
                for q in [0.3, 0.71, 1.5, 3.0, 5.0] {
                    for gain_db in [-18.0, -9.0, -3.0, 3.0, 9.0, 18.0] {
                        let [low, high] = error_db(&one(kind, hz, gain_db, q), rate);
                        assert!(
                            low < 0.1 && high < 0.5,
                            "{kind:?} {hz} Hz {gain_db} dB {q} at {rate}: {low:.3} {high:.3} dB"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn both_passes_follow_butterworth() {
    for rate in RATES {
        for slope in [Slope::Db12, Slope::Db24] {
            for hz in [20.0, 100.0, 1_000.0, 5_000.0, 10_000.0, 16_000.0, 20_000.0] {
                let pass = Pass {
                    on: true,
                    hz,
                    slope,
                };
                let settings = [
                    Settings {
                        high_pass: pass,
                        ..Settings::default()
                    },
                    Settings {
                        low_pass: pass,
                        ..Settings::default()
                    },
                ];
                for settings in settings {
                    let [low, high] = error_db(&settings, rate);
                    assert!(
                        low < 0.1 && high < 0.5,
                        "{settings:?} at {rate}: {low:.3} {high:.3} dB"
                    );
                }
            }
        }
    }
}

/// Everything at once, by chance.
#[test]
fn the_whole_equaliser_follows_its_analog_curve() {
    let mut seed = 1u32;
    let mut chance = |from: f32, to: f32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        from + (to - from) * (seed >> 8) as f32 / (1 << 24) as f32
    };
    for _ in 0..200 {
        let mut settings = Settings::default();
        for band in &mut settings.bands {
            *band = Band {
                on: true,
                kind: [BandKind::Bell, BandKind::LowShelf, BandKind::HighShelf]
                    [chance(0.0, 2.999) as usize],
                hz: 20.0 * 10f32.powf(chance(0.0, 3.0)),
                gain_db: chance(-18.0, 18.0),
                q: 0.3 * 10f32.powf(chance(0.0, 1.0)),
            };
        }
        settings.high_pass = Pass {
            on: chance(0.0, 1.0) < 0.5,
            hz: chance(20.0, 2_000.0),
            slope: Slope::Db24,
        };
        settings.low_pass = Pass {
            on: chance(0.0, 1.0) < 0.5,
            hz: chance(2_000.0, 20_000.0),
            slope: Slope::Db24,
        };
        let [low, high] = error_db(&settings, 48_000.0);
        // Fourteen curves' worth of error.
        assert!(
            low < 0.2 && high < 0.8,
            "{settings:?}: {low:.3} {high:.3} dB"
        );
    }
}

/// What comes out for `input` in both channels, with `settings` in turn.
fn filtered(rate: f64, input: &[f32], changes: &[(usize, Settings)], len: usize) -> Vec<f32> {
    let mut equaliser = Equaliser::new(Spec { sample_rate: rate });
    let (mut left, mut right) = (input.to_vec(), input.to_vec());
    let mut at = 0;
    while at < input.len() {
        for (_, settings) in changes.iter().filter(|(frame, _)| *frame == at) {
            equaliser.set(settings);
        }
        let next = changes
            .iter()
            .map(|(frame, _)| *frame)
            .filter(|frame| *frame > at)
            .min();
        let end = (at + len).min(next.unwrap_or(usize::MAX)).min(input.len());
        equaliser.process(&mut StereoBlock::new(
            &mut left[at..end],
            &mut right[at..end],
        ));
        at = end;
    }
    assert_eq!(left, right);
    left
}

fn busy() -> Settings {
    let mut settings = one(BandKind::Bell, 3_000.0, 12.0, 2.0);
    settings.bands[3].gain_db = -9.0;
    settings.bands[0].gain_db = 6.0;
    settings.high_pass = Pass {
        on: true,
        hz: 80.0,
        slope: Slope::Db24,
    };
    settings
}

#[test]
fn what_is_heard_is_what_is_reported() {
    let rate = 48_000.0;
    let mut impulse = vec![0.0; 1 << 15];
    impulse[0] = 1.0;
    let heard = filtered(rate, &impulse, &[(0, busy())], MAX_BLOCK);
    let mut equaliser = Equaliser::new(Spec { sample_rate: rate });
    equaliser.set(&busy());
    for hz in [40.0, 100.0, 1_000.0, 3_000.0, 9_000.0, 15_000.0, 22_000.0] {
        let (mut re, mut im) = (0.0, 0.0);
        for (n, x) in heard.iter().enumerate() {
            let phase = TAU * hz * n as f64 / rate;
            re += f64::from(*x) * phase.cos();
            im += f64::from(*x) * phase.sin();
        }
        let error = db(re.hypot(im) / equaliser.response(hz));
        assert!(error.abs() < 0.01, "{hz} Hz: {error} dB");
    }
}

#[test]
fn it_leaves_the_sound_alone_while_flat_and_moves_alike_however_it_is_cut() {
    let input: Vec<f32> = (0..20_000)
        .map(|n| (n as f32 * 0.05).sin() * 0.3 + (n as f32 * 1.3).sin() * 0.1)
        .collect();
    assert_eq!(
        filtered(44_100.0, &input, &[(0, Settings::default())], 64),
        input
    );
    let mut other = busy();
    other.bands[2].hz = 9_000.0;
    other.bands[2].kind = BandKind::HighShelf;
    let changes = [
        (0, busy()),
        (3_001, other),
        (9_007, busy()),
        (15_000, Settings::default()),
    ];
    let whole = filtered(44_100.0, &input, &changes, 64);
    for len in [1, 7, 33] {
        assert_eq!(filtered(44_100.0, &input, &changes, len), whole, "{len}");
    }
}

#[test]
fn a_band_is_switched_by_its_gain() {
    let input: Vec<f32> = (0..24_000).map(|n| (n as f32 * 0.02).sin() * 0.3).collect();
    let mut off = one(BandKind::Bell, 150.0, 12.0, 1.0);
    let on = off;
    off.bands[2].on = false;
    let heard = filtered(
        48_000.0,
        &input,
        &[(0, off), (8_000, on), (16_000, off)],
        64,
    );
    assert_eq!(heard[..8_000], input[..8_000]);
    assert_eq!(heard[21_000..], input[21_000..]);
    let louder = heard[12_000..16_000]
        .iter()
        .fold(0.0f32, |peak, x| peak.max(x.abs()));
    assert!(louder > 0.9, "{louder}");
    // Second differences of a sine of 153 Hz at its loudest: no step is larger.
    let steepest = heard
        .windows(3)
        .map(|w| (w[2] - 2.0 * w[1] + w[0]).abs())
        .fold(0.0, f32::max);
    assert!(steepest < 1.2 * 1.2 * 0.02 * 0.02, "{steepest}");
}
