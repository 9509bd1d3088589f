//! Primitives and the Tape's linear parts against what they say of themselves.

mod support;

use bedroom::audio::dsp::biquad::{Biquad, Cascade};
use bedroom::audio::dsp::fir::{FADE_FRAMES, FirDesigner, FirState, FirTaps};
use bedroom::audio::dsp::oversampler::{Factor, Oversampler};
use bedroom::audio::dsp::sinc::{Kernel, MIN_DELAY, SincDelay};
use bedroom::audio::stages::tape::{Model, Settings, Tape};
use bedroom::audio::{MAX_BLOCK, Stage, StereoBlock};
use lab::instruments::compare::{align, null_db};
use lab::instruments::harmonics::alias_floor_db;
use lab::instruments::level::{a_weighted_db, rms_db};
use lab::instruments::response::impulse_response_db;
use lab::instruments::spectrum::Spectrum;
use lab::{Stereo, signal};
use support::{prepare, steady, tape, tape_sine};

const RATE: f64 = 48_000.0;

/// Up and down again, block by block; `at_high_rate` works in between.
fn round_trip(factor: Factor, input: &[f32], mut at_high_rate: impl FnMut(&mut [f32])) -> Vec<f32> {
    let mut oversampler = Oversampler::new(factor);
    let mut output = input.to_vec();
    let mut high = vec![0.0; MAX_BLOCK * factor.multiple()];
    for block in output.chunks_mut(MAX_BLOCK) {
        let high = &mut high[..block.len() * factor.multiple()];
        oversampler.up(block, high);
        at_high_rate(high);
        oversampler.down(high, block);
    }
    output
}

#[test]
fn the_oversampler_is_flat_late_by_whole_frames_and_rejects_images() {
    for factor in [Factor::X2, Factor::X4, Factor::X8, Factor::X16] {
        let latency = Oversampler::new(factor).latency();
        let impulse = signal::impulse(1.0, 100, 4_096);
        let response = round_trip(factor, &impulse, |_| {});
        assert_eq!(
            align(&impulse, &response, 500),
            latency as isize,
            "{factor:?}"
        );
        let freqs = [20.0, 1_000.0, 10_000.0, 18_000.0, 20_000.0];
        for (freq, db) in freqs
            .iter()
            .zip(impulse_response_db(&response, RATE, &freqs))
        {
            assert!(db.abs() < 0.05, "{factor:?}: {db:.3} dB at {freq} Hz");
        }
        // A sine's images above the base rate's band.
        let sine = signal::sine(15_000.0, 0.0, 0.5, RATE);
        let mut high = Vec::new();
        round_trip(factor, &sine, |block| high.extend_from_slice(block));
        let floor = alias_floor_db(&high[9_600..], RATE * factor.multiple() as f64, 15_000.0);
        assert!(floor < -90.0, "{factor:?}: images at {floor:.1} dB");
    }
}

#[test]
fn the_biquads_have_the_response_they_report() {
    for filter in [
        Biquad::high_pass(60.0, 0.7, RATE),
        Biquad::peak(90.0, 0.8, 3.0, RATE),
        Biquad::peak(14_000.0, 0.9, 4.0, RATE),
        Biquad::peak(9_000.0, 2.0, -6.0, RATE),
    ] {
        let mut samples = signal::impulse(1.0, 0, 48_000);
        let mut other = samples.clone();
        let mut block = StereoBlock {
            left: &mut samples,
            right: &mut other,
        };
        Cascade::default().process(&[filter], &mut block);
        assert_eq!(samples, other);
        for freq in [30.0, 90.0, 1_000.0, 9_000.0, 14_000.0, 20_000.0] {
            let measured = impulse_response_db(&samples, RATE, &[freq])[0];
            let reported = 20.0 * filter.response(freq, RATE).log10();
            assert!(
                (measured - reported).abs() < 0.01,
                "{measured} {reported} at {freq} Hz"
            );
        }
    }
    // The peak is the analog one: its height at the centre, nothing far below.
    let peak = Biquad::peak(12_000.0, 0.9, 6.0, RATE);
    assert!((20.0 * peak.response(12_000.0, RATE).log10() - 6.0).abs() < 0.05);
    assert!(20.0 * peak.response(100.0, RATE).log10().abs() < 0.01);
}

#[test]
fn a_designed_filter_follows_its_magnitude_and_fades_to_the_next() {
    let half = 32;
    let falling = |f: f64| (-f / 9_000.0).exp();
    let mut designer = FirDesigner::new(half, RATE);
    let mut taps = FirTaps::new(half);
    while !designer.step(falling) {}
    taps.snap(&mut designer);
    for freq in [0.0, 500.0, 4_000.0, 12_000.0, 18_000.0] {
        let error = 20.0 * (taps.response(freq, RATE) / falling(freq)).log10();
        assert!(error.abs() < 0.4, "{error:.2} dB off at {freq} Hz");
    }
    let mut state = FirState::new(half);
    let mut samples = signal::impulse(1.0, 0, MAX_BLOCK);
    state.process(&taps, &mut samples);
    assert_eq!(
        align(&signal::impulse(1.0, 0, MAX_BLOCK), &samples, 60),
        half as isize
    );

    while !designer.step(|_| 0.5) {}
    taps.fade(&mut designer);
    let mut steady = vec![1.0; FADE_FRAMES + 4 * MAX_BLOCK];
    for block in steady.chunks_mut(MAX_BLOCK) {
        state.process(&taps, block);
        taps.advance(block.len());
    }
    assert!(!taps.is_fading());
    assert!((steady[steady.len() - 1] - 0.5).abs() < 1e-4);
}

#[test]
fn a_fractional_delay_is_flat_to_18_khz_at_any_fraction() {
    let kernel = Kernel::new();
    for fraction in [0.0, 0.25, 0.5, 0.7] {
        let mut line = SincDelay::new(64);
        let sine = signal::sine(18_000.0, -6.0, 0.2, RATE);
        let (mut left, mut right) = (sine.clone(), sine.clone());
        let delays = [MIN_DELAY as f64 + 3.0 + fraction; MAX_BLOCK];
        for (left, right) in left.chunks_mut(MAX_BLOCK).zip(right.chunks_mut(MAX_BLOCK)) {
            line.process(&kernel, &mut StereoBlock::new(left, right), &delays);
        }
        assert_eq!(left, right);
        let gain = rms_db(&left[2_400..]) - rms_db(&sine[2_400..]);
        assert!(gain.abs() < 0.1, "{gain:.3} dB at a fraction of {fraction}");
        if fraction == 0.0 {
            let null = null_db(
                &left[100..],
                &sine[100 - MIN_DELAY - 3..sine.len() - MIN_DELAY - 3],
            );
            assert!(null < -120.0, "{null:.1} dB");
        }
    }
}

#[test]
fn the_tape_has_the_response_it_reports() {
    for rate in [44_100.0, 48_000.0, 96_000.0] {
        for settings in [
            tape(Model::FourTrack),
            tape(Model::HomeReel),
            tape(Model::Walkman),
            tape(Model::FastFourTrack),
            tape(Model::HiFi),
            Settings {
                spacing_um: 2.0,
                ..tape(Model::FourTrack)
            },
            Settings {
                azimuth_arcmin: 8.0,
                bounces: 1,
                ..tape(Model::FourTrack)
            },
        ] {
            // Far below the tape's curve, at a bias that leaves next to no dead zone.
            let settings = Settings {
                bias_db: 3.0,
                ..settings
            };
            let level = |freq: f64| {
                let sine = Stereo::from_mono(signal::sine(freq, -58.0, 0.6, rate), rate);
                rms_db(&steady::<Tape>(settings, &sine).left[(0.4 * rate) as usize..]) + 58.0
            };
            let mut stage = prepare::<Tape>(rate);
            stage.set(&settings);
            stage.process(&mut StereoBlock::new(&mut [0.0; 32], &mut [0.0; 32]));
            let reported = |freq: f64| 20.0 * stage.response(freq).log10();
            let (level_1k, reported_1k) = (level(1_000.0), reported(1_000.0));
            for freq in [40.0, 80.0, 200.0, 4_000.0, 10_000.0, 15_000.0] {
                let measured = level(freq) - level_1k;
                let error = measured - (reported(freq) - reported_1k);
                assert!(
                    error.abs() < 0.5,
                    "{settings:?}: {error:.2} dB off at {freq} Hz, {rate}"
                );
            }
        }
    }
}

#[test]
fn dirt_takes_what_its_wavelength_says() {
    // 54.6 dB for each wavelength of distance (Wallace, 1951), which is the speed over the frequency:
    // 9.5 µm at 1⅞ ips and 5 kHz, twice that at 3¾ ips.
    for (model, wavelength_um) in [(Model::FourTrack, 9.525), (Model::HomeReel, 19.05)] {
        let response = |spacing_um: f32| {
            let mut stage = prepare::<Tape>(RATE);
            stage.set(&Settings {
                spacing_um,
                ..tape(model)
            });
            stage.process(&mut StereoBlock::new(&mut [0.0; 32], &mut [0.0; 32]));
            20.0 * stage.response(5_000.0).log10()
        };
        let loss = response(0.0) - response(2.0);
        let law = 54.6 * 2.0 / wavelength_um;
        assert!(
            (loss - law).abs() < 0.5,
            "{model:?}: {loss:.2}, not {law:.2} dB"
        );
    }
}

#[test]
fn each_machine_reaches_its_data_sheet() {
    // Within 3 dB of 400 Hz, where machines are aligned.
    for (model, low_hz, high_hz) in [
        (Model::HomeReel, 40.0, 14_000.0),
        (Model::Portable, 80.0, 8_500.0),
        (Model::FourTrack, 40.0, 11_500.0),
        (Model::FastFourTrack, 40.0, 14_000.0),
        (Model::Walkman, 50.0, 10_000.0),
        (Model::Dictation, 250.0, 4_200.0),
        (Model::HiFi, 25.0, 18_000.0),
    ] {
        let mut stage = prepare::<Tape>(RATE);
        stage.set(&tape(model));
        stage.process(&mut StereoBlock::new(&mut [0.0; 32], &mut [0.0; 32]));
        let level = |freq: f64| 20.0 * (stage.response(freq) / stage.response(400.0)).log10();
        let between = [100.0, 1_000.0, 3_000.0, 6_000.0, 9_000.0];
        let between = between
            .into_iter()
            .filter(|freq| (low_hz..high_hz).contains(freq));
        for freq in between.chain([low_hz, high_hz]) {
            let level = level(freq);
            assert!(level.abs() < 3.2, "{model:?}: {level:.1} dB at {freq} Hz");
        }
    }
}

#[test]
fn hiss_has_the_colour_that_the_equalisation_gives_it() {
    let settings = Settings {
        hiss: Some(0.0),
        ..tape(Model::Walkman)
    };
    let output = steady::<Tape>(settings, &Stereo::silence(10 * RATE as usize, RATE));
    let spectrum = Spectrum::averaged(&output.left[4_800..], RATE, 4_096);
    // Power density re that around 400 Hz.
    let density = |low: f64, high: f64| spectrum.band_db(low..high) - 10.0 * (high - low).log10();
    let base = density(350.0, 450.0);
    // 120 µs lift the treble from 1.3 kHz on; spacing and gap bring it down again at the top.
    let rise = density(4_500.0, 5_500.0) - base;
    let top = density(17_000.0, 19_000.0) - density(5_500.0, 6_500.0);
    assert!(
        (1.0..9.0).contains(&rise),
        "5 kHz stands {rise:.1} dB above 400 Hz"
    );
    assert!(top < -1.0, "18 kHz stands {top:.1} dB above 6 kHz");
    // 49 dB below 0 VU, as the data sheet reads it.
    let level = a_weighted_db(&output.left[4_800..], RATE) + 18.0;
    assert!((level + 49.0).abs() < 0.5, "{level:.1} dB(A) re 0 VU");
    let correlation: f64 = output
        .left
        .iter()
        .zip(&output.right)
        .map(|(l, r)| f64::from(l * r))
        .sum();
    let power: f64 = output.left.iter().map(|l| f64::from(l * l)).sum();
    assert!(
        (correlation / power).abs() < 0.02,
        "the tracks' hiss is the same"
    );
}

#[test]
fn bias_moves_sound_the_way_it_does_on_a_machine() {
    use lab::instruments::harmonics::thd_percent;
    let at = |bias_db: f32| Settings {
        bias_db,
        ..tape(Model::FourTrack)
    };
    let treble = |bias_db| {
        rms_db(&tape_sine(at(bias_db), 10_000.0, -20.0, 0.4).left)
            - rms_db(&tape_sine(at(bias_db), 315.0, -20.0, 0.4).left)
    };
    let falling: Vec<f64> = [-9.0, -6.0, -3.0, 0.0, 3.0, 6.0, 9.0].map(treble).to_vec();
    assert!(
        falling.windows(2).all(|pair| pair[1] < pair[0] - 0.3),
        "{falling:.1?}"
    );

    let thd = |bias_db| thd_percent(&tape_sine(at(bias_db), 315.0, 0.0, 0.5).left, RATE, 315.0);
    let [under, low, nominal, best, over, far] = [-9.0, -6.0, 0.0, 3.0, 6.0, 9.0].map(thd);
    assert!(
        under > low && low > nominal && nominal > best,
        "{under} {low} {nominal} {best}"
    );
    assert!(best < over && over < far, "{best} {over} {far}");
    // The dead zone swallows what is quiet.
    let quiet = |bias_db| rms_db(&tape_sine(at(bias_db), 315.0, -40.0, 0.4).left);
    assert!(quiet(-9.0) < quiet(0.0) - 6.0);
}
