//! What the tape adds to a tone: harmonics, products that are none, and what it leaves behind.

use bedroom::audio::stages::tape::{Model, Oversampling, Settings, Tape};
use lab::instruments::harmonics;
use lab::instruments::level::{amplitude_db, dc};
use lab::instruments::spectrum::Spectrum;
use lab::{Stereo, signal};

use super::super::figure::{Figure, Target};
use super::super::rig::{MACHINES, RATE, ZERO_VU_DBFS, name, still, through, tone};
use super::class::class;

/// The figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for model in MACHINES {
        let class = class(model);
        let mut add = |text: &str, unit, target, measure: fn(Model) -> f64| {
            let text = format!("{text}, {}", name(model));
            figures.push(Figure::new("tape", text, unit, target, move || {
                measure(model)
            }));
        };
        let thd: fn(Model) -> f64 = |model| thd_percent(&still(model), 0.0);
        add("THD of 315 Hz at 0 VU", "%", class.thd_percent, thd);
        add(
            "level of 3 % THD of 315 Hz re 0 VU",
            "dB",
            class.headroom_vu,
            headroom_vu,
        );
        add(
            "second harmonic re third",
            "dB",
            Target::AtMost(-10.0),
            second_re_third_db,
        );
        add(
            "alias floor of 5 kHz at 0 VU",
            "dB",
            Target::AtMost(-80.0),
            alias_floor_db,
        );
        add(
            "bias of the least THD",
            "dB",
            Target::around(3.0, 1.5),
            best_bias_db,
        );
        add(
            "treble compresses by 1 dB earlier than 400 Hz, by",
            "dB",
            Target::AtLeast(6.0),
            treble_saturates_earlier_db,
        );
        add(
            "DC 1 s after a burst",
            "dBFS",
            Target::AtMost(-60.0),
            dc_after_burst_db,
        );
    }
    for (text, a, b) in [
        ("2x to 4x", Oversampling::X2, Oversampling::X4),
        ("4x to 8x", Oversampling::X4, Oversampling::X8),
    ] {
        let text = format!("the same, fall from {text}");
        figures.push(Figure::new(
            "tape",
            text,
            "dB",
            Target::AtLeast(9.0),
            move || loud_alias_db(a) - loud_alias_db(b),
        ));
    }
    let mut oversampled = |multiple, oversampling, target| {
        let text = format!("what is no harmonic of 6.3 kHz at 0.9 of full scale, {multiple}x");
        figures.push(Figure::new("tape", text, "dB", target, move || {
            loud_alias_db(oversampling)
        }));
    };
    oversampled(4, Oversampling::X4, Target::AtMost(-62.0));
    oversampled(8, Oversampling::X8, Target::AtMost(-71.0));
    // Where single precision rounds.
    oversampled(16, Oversampling::X16, Target::AtMost(-110.0));
    for (text, target, measure) in [
        (
            "bell tree, peaks at 0 VU: strongest product below 500 Hz, four-track",
            Target::AtMost(-60.0),
            bells_low_db as fn() -> f64,
        ),
        (
            "bell tree: what 4x folds below 500 Hz, four-track",
            Target::AtMost(-70.0),
            bells_folded_db,
        ),
    ] {
        figures.push(Figure::new("tape", text, "dB", target, measure));
    }
    figures
}

/// The level at which 315 Hz has 3 % of harmonics, re 0 VU.
fn headroom_vu(model: Model) -> f64 {
    let mut range = (-6.0, 12.0);
    for _ in 0..10 {
        let middle = (range.0 + range.1) / 2.0;
        if thd_percent(&still(model), middle) < 3.0 {
            range.0 = middle;
        } else {
            range.1 = middle;
        }
    }
    range.0
}

/// Everything that is no harmonic, re the tone, as the tone comes out of the four-track.
fn loud_alias_db(oversampling: Oversampling) -> f64 {
    let settings = Settings {
        oversampling,
        ..still(Model::FourTrack)
    };
    let freq_hz = 6_300.0 + 7.0;
    let level_dbfs = 20.0 * 0.9f64.log10();
    let samples = tone(&settings, freq_hz, level_dbfs - ZERO_VU_DBFS);
    harmonics::alias_floor_db(&samples, RATE, freq_hz)
}

/// A mark tree: 24 bars from 2 kHz up, struck one after the other, each with two partials that
/// ring; peaks at 0 VU.
fn bells() -> Stereo {
    let mut bells = vec![0.0f32; 3 * RATE as usize];
    for bell in 0..24 {
        let start = (f64::from(bell) * 0.05 * RATE) as usize;
        let f = 2_000.0 * 2f64.powf(f64::from(bell) / 12.0);
        for (partial, share) in [(1.0, 1.0), (2.756, 0.5)] {
            let omega = std::f64::consts::TAU * f * partial / RATE;
            if omega > 2.7 {
                continue;
            }
            for (n, sample) in bells[start..].iter_mut().enumerate() {
                // A soft mallet: the stroke itself has nothing below the bell.
                let struck = (n as f64 / 960.0).min(1.0) * std::f64::consts::FRAC_PI_2;
                let decay = (-(n as f64) / RATE / 0.4).exp() * struck.sin().powi(4);
                *sample += (share * decay * (omega * n as f64).sin()) as f32;
            }
        }
    }
    let peak = bells.iter().fold(0.0f32, |peak, bell| peak.max(bell.abs()));
    let gain_db = ZERO_VU_DBFS - 20.0 * f64::from(peak).log10();
    Stereo::from_mono(bells, RATE).gain_db(gain_db)
}

fn rung(oversampling: Oversampling) -> Vec<f32> {
    let settings = Settings {
        oversampling,
        ..still(Model::FourTrack)
    };
    through::<Tape>(&settings, &bells()).channels()[0].to_vec()
}

/// The strongest product of the bells below 500 Hz, in any 10 Hz, re the bells.
fn bells_low_db() -> f64 {
    let spectrum = Spectrum::averaged(&rung(Oversampling::X4), RATE, 16_384);
    let bands = (4..50).map(|band| {
        let low = 10.0 * f64::from(band);
        spectrum.band_db(low..low + 10.0)
    });
    bands.fold(f64::NEG_INFINITY, f64::max) - spectrum.band_db(500.0..20_000.0)
}

/// What 4x puts below 500 Hz that 16x does not, re the bells.
fn bells_folded_db() -> f64 {
    let [coarse, fine] = [Oversampling::X4, Oversampling::X16].map(rung);
    let folded: Vec<f32> = coarse.iter().zip(&fine).map(|(a, b)| a - b).collect();
    let low = Spectrum::averaged(&folded, RATE, 8_192).band_db(40.0..500.0);
    low - Spectrum::averaged(&fine, RATE, 8_192).band_db(500.0..20_000.0)
}

/// Total harmonic distortion of 315 Hz at `level_vu` dB re 0 VU.
pub fn thd_percent(settings: &Settings, level_vu: f64) -> f64 {
    harmonics::thd_percent(&tone(settings, 315.0, level_vu), RATE, 315.0)
}

fn second_re_third_db(model: Model) -> f64 {
    let samples = tone(&still(model), 315.0, 0.0);
    harmonics::harmonic_db(&samples, RATE, 315.0, 2)
        - harmonics::harmonic_db(&samples, RATE, 315.0, 3)
}

fn alias_floor_db(model: Model) -> f64 {
    // Not 5000: at 48 kHz its folded harmonics would fall onto the true ones.
    let freq_hz = 5_003.0;
    harmonics::alias_floor_db(&tone(&still(model), freq_hz, 0.0), RATE, freq_hz)
}

/// Where distortion is least, to half a dB.
fn best_bias_db(model: Model) -> f64 {
    let thd = |bias_db: f64| {
        let settings = Settings {
            bias_db: bias_db as f32,
            ..still(model)
        };
        thd_percent(&settings, 0.0)
    };
    let settings = (-18..=18).map(|half_db| f64::from(half_db) / 2.0);
    settings
        .map(|bias_db| (bias_db, thd(bias_db)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(f64::NAN, |(bias_db, _)| bias_db)
}

/// How much lower the input is that costs the treble 1 dB than the one that costs 400 Hz as much.
fn treble_saturates_earlier_db(model: Model) -> f64 {
    let gain_db = |freq_hz: f64, level_vu: f64| {
        let samples = tone(&still(model), freq_hz, level_vu);
        Spectrum::of(&samples, RATE).level_db_at(freq_hz) - level_vu
    };
    let compressed_vu = |freq_hz: f64| {
        let linear = gain_db(freq_hz, -24.0);
        let mut range = (-24.0, 24.0);
        for _ in 0..10 {
            let middle = (range.0 + range.1) / 2.0;
            if gain_db(freq_hz, middle) > linear - 1.0 {
                range.0 = middle;
            } else {
                range.1 = middle;
            }
        }
        range.0
    };
    compressed_vu(400.0) - compressed_vu(class(model).treble_hz)
}

/// The mean over 100 ms, from 1 s after a full-scale tone that breaks off at its peak.
fn dc_after_burst_db(model: Model) -> f64 {
    let settings = Settings {
        drive_db: 12.0,
        ..still(model)
    };
    // 100 and a quarter cycles of 100 Hz.
    let mut burst = signal::sine(100.0, ZERO_VU_DBFS + 18.0, 1.0025, RATE);
    let end = burst.len();
    burst.resize(end + (1.2 * RATE) as usize, 0.0);
    let output = through::<Tape>(&settings, &Stereo::from_mono(burst, RATE));
    let start = end + RATE as usize;
    let mean = dc(&output.channels()[0][start..start + (0.1 * RATE) as usize]);
    amplitude_db(std::f64::consts::SQRT_2 * mean.abs())
}
