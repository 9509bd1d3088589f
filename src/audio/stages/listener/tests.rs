use super::*;
use crate::audio::stage::MAX_BLOCK;

const RATE: f64 = 48_000.0;

/// The lower and the upper −3 dB corner as [`Device::band_hz`] defines them.
fn corners(model: Model, [low, high]: [f64; 2]) -> [f64; 2] {
    let db = |hz: f64| 20.0 * response(model, RATE, hz).log10();
    let points = (0..200).map(|n| f64::from(n) / 199.0);
    let octaves = (high / low / 4.0).log2();
    let mean = points
        .map(|p| db(2.0 * low * (octaves * p).exp2()))
        .sum::<f64>()
        / 200.0;
    let below = |hz: &f64| db(*hz) < mean - 3.01;
    let step = 1.002;
    let walk = |from: f64, by: f64| {
        std::iter::successors(Some(from), |hz| Some(hz * by))
            .find(below)
            .unwrap_or(0.0)
    };
    // From where the device certainly plays outwards.
    [walk(1.6 * low, 1.0 / step), walk(high / 1.6, step)]
}

fn devices() -> impl Iterator<Item = (Model, &'static Device)> {
    Model::ALL
        .into_iter()
        .filter_map(|model| Some((model, model.device()?)))
}

/// Fails with every row that is off at once.
fn none_off(off: Vec<String>) {
    assert!(off.is_empty(), "{}", off.join("\n"));
}

#[test]
fn every_device_has_the_corners_of_its_row() {
    let mut off = Vec::new();
    for (model, device) in devices() {
        let measured = corners(model, device.band_hz);
        for (measured, wanted) in measured.into_iter().zip(device.band_hz) {
            if (measured / wanted - 1.0).abs() > 0.1 {
                off.push(format!("{model:?}: {measured:.0} Hz for {wanted}"));
            }
        }
    }
    none_off(off);
}

#[test]
fn every_row_brings_a_typical_programme_back_to_its_loudness() {
    let mut off = Vec::new();
    for (model, device) in devices() {
        let wanted = design::typical_gain_db(device, RATE);
        if (device.gain_db - wanted).abs() > 0.02 {
            off.push(format!("{model:?} needs {wanted:.2} dB"));
        }
    }
    none_off(off);
}

/// Renders `input` in both channels with `settings`, `seconds` long.
fn played(settings: Settings, seconds: f64, input: impl Fn(f64) -> f64) -> [Vec<f32>; 2] {
    let mut listener = Listener::prepare(Spec { sample_rate: RATE });
    listener.set(&settings);
    let all: Vec<f32> = (0..(seconds * RATE) as usize)
        .map(|n| input(n as f64 / RATE) as f32)
        .collect();
    let (mut left, mut right) = (all.clone(), all);
    for (left, right) in left.chunks_mut(MAX_BLOCK).zip(right.chunks_mut(MAX_BLOCK)) {
        listener.process(&mut StereoBlock::new(left, right));
    }
    [left, right]
}

fn sine(hz: f64, amplitude: f64) -> impl Fn(f64) -> f64 {
    move |t| amplitude * (std::f64::consts::TAU * hz * t).sin()
}

/// Amplitude at `hz` in the last 0.1 s.
fn amplitude(samples: &[f32], hz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    let end = &samples[samples.len() - 4_800..];
    for (n, &x) in end.iter().enumerate() {
        let (sin, cos) = (std::f64::consts::TAU * hz * n as f64 / RATE).sin_cos();
        re += f64::from(x) * cos / 2_400.0;
        im += f64::from(x) * sin / 2_400.0;
    }
    re.hypot(im)
}

/// A device alone, without its place and without anything loose.
fn bare(model: Model) -> Settings {
    Settings {
        model,
        distance: 0.0,
        place: 0.0,
        rattle: 0.0,
        ..Settings::default()
    }
}

#[test]
fn every_device_sounds_as_its_response_says() {
    for (model, _) in devices() {
        let settings = Settings {
            volume: 0.1,
            ..bare(model)
        };
        // All at once, so that the match of loudness is the same for each.
        let tones = [130.0, 500.0, 1_500.0, 4_000.0, 9_000.0];
        let sines = tones.map(|hz| sine(hz, 0.01));
        let [left, _] = played(settings, 0.6, |t| sines.iter().map(|sine| sine(t)).sum());
        let db = |hz: f64| 20.0 * (amplitude(&left, hz) / 0.01 / response(model, RATE, hz)).log10();
        let reference = db(1_500.0);
        for hz in tones {
            let off = db(hz) - reference;
            assert!(off.abs() < 0.2, "{model:?} at {hz} Hz: {off:.2} dB");
        }
    }
}

/// Harmonics of 300 Hz in percent of it, at −6 dBFS and full volume.
fn distortion_percent(model: Model) -> f64 {
    let settings = Settings {
        volume: 1.0,
        ..bare(model)
    };
    let [left, _] = played(settings, 0.6, sine(300.0, 0.5));
    let harmonics: f64 = (2..40)
        .map(|n| amplitude(&left, 300.0 * f64::from(n)).powi(2))
        .sum();
    100.0 * harmonics.sqrt() / amplitude(&left, 300.0)
}

#[test]
fn no_spring_gives_way_between_the_stops() {
    // The driver takes it for granted: nothing there holds the stiffness up.
    for (model, device) in devices() {
        let [k1, k2, k4] = device.cone.stiffness;
        for n in -200..=200 {
            let x = f64::from(n) / 100.0;
            let stiffness = 1.0 + k1 * x + k2 * x.powi(2) + k4 * x.powi(4);
            assert!(stiffness > 0.5, "{model:?} at {x}: {stiffness}");
        }
    }
}

#[test]
fn phones_distort_and_a_club_does_not() {
    for model in [Model::PhoneHeld, Model::PhoneOnTable, Model::Laptop] {
        assert!(distortion_percent(model) > 5.0, "{model:?}");
    }
    for model in [Model::Club, Model::StudioMonitors] {
        assert!(distortion_percent(model) < 1.0, "{model:?}");
    }
}

/// Something like music: a chord over five octaves that comes and goes.
fn chord(t: f64) -> f64 {
    let beat = 0.6 + 0.4 * (std::f64::consts::TAU * 1.7 * t).sin();
    let notes = [82.4, 165.0, 331.0, 415.0, 988.0, 2_310.0, 5_100.0];
    let tone = |(n, &hz): (usize, &f64)| sine(hz, 0.1 / (1.0 + n as f64 / 2.0))(t);
    beat * notes.iter().enumerate().map(tone).sum::<f64>()
}

#[test]
fn turned_up_it_is_as_loud_as_before() {
    use lab::instruments::level::loudness_lufs;
    for (model, _) in devices() {
        let settings = Settings {
            model,
            volume: 0.8,
            ..Settings::default()
        };
        let [left, right] = played(settings, 9.0, chord);
        let before: Vec<f32> = (0..left.len())
            .map(|n| chord(n as f64 / RATE) as f32)
            .collect();
        // The first second settles. Measured by another meter than the one that sets the gain.
        let lufs = |[left, right]: [&[f32]; 2]| {
            let sides = [left, right].map(|side| side[48_000..].to_vec());
            let [left, right] = sides;
            loudness_lufs(&lab::Stereo::from_channels(left, right, RATE))
        };
        let off = lufs([&left, &right]) - lufs([&before, &before]);
        assert!(off.abs() < 0.3, "{model:?} is {off:.2} dB too loud");
    }
}

#[test]
fn a_mono_device_sums_its_channels() {
    let heard = |input: [f32; 2]| {
        let mut listener = Listener::prepare(Spec { sample_rate: RATE });
        listener.set(&bare(Model::PhoneHeld));
        let (mut left, mut right) = ([0.0f32; 64], [0.0f32; 64]);
        (left[3], right[3]) = input.into();
        listener.process(&mut StereoBlock::new(&mut left, &mut right));
        assert_eq!(left, right);
        left
    };
    let left_only = heard([0.25, 0.0]);
    assert!(left_only[3] != 0.0);
    assert_eq!(left_only, heard([0.0, 0.25]));
    // In the first tick: the match of loudness, which tells them apart, begins after it.
    assert_eq!(left_only[..16], heard([0.5, -0.25])[..16]);
}

#[test]
fn without_width_both_sides_are_alike() {
    let heard = |width: f32| {
        let mut listener = Listener::prepare(Spec { sample_rate: RATE });
        listener.set(&Settings {
            width,
            ..bare(Model::HiFi)
        });
        let (mut left, mut right) = ([0.0f32; 64], [0.0f32; 64]);
        left[3] = 0.25;
        listener.process(&mut StereoBlock::new(&mut left, &mut right));
        left.map(f32::abs).iter().sum::<f32>() - right.map(f32::abs).iter().sum::<f32>()
    };
    let (none, half, whole) = (heard(0.0), heard(0.5), heard(1.0));
    assert!(
        none.abs() < 1e-6 && half > 0.0 && whole > 1.5 * half,
        "{none} {half} {whole}"
    );
}

#[test]
fn a_loose_case_buzzes_where_the_cone_moves_far() {
    let buzz = |rattle: f32| {
        let settings = Settings {
            rattle,
            volume: 0.9,
            ..bare(Model::Television)
        };
        let [left, _] = played(settings, 0.8, sine(140.0, 0.3));
        // Between the harmonics of the tone.
        amplitude(&left, 1_150.0 - 30.0) / amplitude(&left, 140.0)
    };
    assert!(
        buzz(1.0) > 10.0 * buzz(0.0).max(1e-6),
        "{} {}",
        buzz(1.0),
        buzz(0.0)
    );
}

#[test]
fn no_loudspeaker_puts_out_a_constant() {
    // Two partials that make a sound with tall peaks on one side, and whole turns of both.
    let lopsided = |t: f64| sine(140.0, 0.5)(t) + 0.4 * (std::f64::consts::TAU * 280.0 * t).cos();
    let mut off = Vec::new();
    for (model, _) in devices() {
        for (rattle, place) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)] {
            let settings = Settings {
                rattle,
                volume: 1.0,
                place,
                ..bare(model)
            };
            let [left, _] = played(settings, 4.0, lopsided);
            let end = left[48_000..].iter().map(|x| f64::from(*x));
            let (sum, power) = end.fold((0.0, 0.0), |(sum, power), x| (sum + x, power + x * x));
            let frames = (left.len() - 48_000) as f64;
            let (mean, rms) = (sum / frames, (power / frames).sqrt());
            println!("{model:?} rattle {rattle} place {place}: {mean:.5} of {rms:.3}");
            if mean.abs() > 1e-3 * rms {
                off.push(format!("{model:?}, rattle {rattle}: {mean:.5} of {rms:.3}"));
            }
        }
    }
    none_off(off);
}

#[test]
fn clubs_ring_for_a_second_and_headphones_do_not() {
    let burst = |t: f64| {
        let n = (t * RATE) as u64;
        let noise = (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / 8_388_608.0 - 1.0;
        if t < 0.2 { 0.1 * noise } else { 0.0 }
    };
    let level_db = |samples: &[f32], t: f64| {
        let at = (t * RATE) as usize;
        let power: f64 = samples[at..at + 4_800]
            .iter()
            .map(|&x| f64::from(x).powi(2))
            .sum();
        10.0 * (power + 1e-30).log10()
    };
    let settings = |model| Settings {
        place: 1.0,
        distance: 1.0,
        ..bare(model)
    };
    let [left, _] = played(settings(Model::Club), 1.0, burst);
    let fall = level_db(&left, 0.4) - level_db(&left, 0.8);
    let rt60 = 60.0 / (fall / 0.4);
    assert!((0.8..1.2).contains(&rt60), "{rt60:.2} s");
    let [left, _] = played(settings(Model::EarbudsSealed), 1.0, burst);
    assert!(level_db(&left, 0.8) < -200.0);
}

#[test]
fn any_rate_is_safe() {
    for rate in [1_000.0, 8_000.0, 192_000.0, 1_536_000.0] {
        let mut listener = Listener::prepare(Spec { sample_rate: rate });
        for (n, model) in Model::ALL.into_iter().enumerate() {
            listener.set(&Settings {
                model,
                volume: 1.0,
                rattle: 1.0,
                ..Settings::default()
            });
            for block in 0..40 {
                let x = if (block + n) % 2 == 0 { 1e3 } else { -1e3 };
                let (mut left, mut right) = ([x; 64], [-x; 64]);
                listener.process(&mut StereoBlock::new(&mut left, &mut right));
                assert!(left.iter().chain(&right).all(|x| x.is_finite()));
            }
        }
    }
}
