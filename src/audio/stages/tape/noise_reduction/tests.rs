//! The published figures, and that each way undoes the other.

use super::*;
use crate::audio::dsp::a_weighting::a_weighting;
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::units::{db_to_gain, gain_to_db, zero_vu_amplitude};
use crate::audio::stage::MAX_BLOCK;
use realfft::RealFftPlanner;
use std::f64::consts::TAU;

const RATE: f64 = 48_000.0;
const SYSTEMS: [System; 2] = [System::SlidingBand, System::Compander];

fn way(way: Way, system: System) -> NoiseReduction {
    let mut reduction = NoiseReduction::new(Spec { sample_rate: RATE }, way);
    reduction.set(system);
    reduction
}

/// Both channels through, in blocks of `len`.
fn run(reduction: &mut NoiseReduction, sound: &mut [Vec<f32>; 2], len: usize) {
    let [left, right] = sound;
    for (left, right) in left.chunks_mut(len).zip(right.chunks_mut(len)) {
        reduction.process(&mut StereoBlock::new(left, right));
    }
}

/// The right channel's output, the left one being silent.
fn through(reduction: &mut NoiseReduction, sound: &[f32]) -> Vec<f32> {
    let mut both = [vec![0.0; sound.len()], sound.to_vec()];
    run(reduction, &mut both, MAX_BLOCK);
    let [left, right] = both;
    assert!(left.iter().all(|&x| x == 0.0), "the channels are apart");
    right
}

/// A sine of `level_db` re 0 VU.
fn sine(frequency_hz: f64, level_db: f64, rate: f64, seconds: f64) -> Vec<f32> {
    let amplitude = zero_vu_amplitude() * db_to_gain(level_db);
    (0..(seconds * rate) as usize)
        .map(|n| (amplitude * (TAU * frequency_hz * n as f64 / rate).sin()) as f32)
        .collect()
}

/// A second and a half of drum hits, hats and plucked notes, from silence.
fn music() -> Vec<f32> {
    let mut noise = WhiteNoise::new(1);
    (0..72_000)
        .map(|n| {
            let t = f64::from(n) / RATE;
            let (drum, hat, note) = (t % 0.5, t % 0.125, t % 0.375);
            let pluck: f64 = (1..8)
                .map(f64::from)
                .map(|h| (-note * (3.0 + 2.0 * h)).exp() * (TAU * 220.0 * h * note).sin() / h)
                .sum();
            let kick = (-drum * 12.0).exp() * (TAU * 60.0 * drum).sin();
            let hats = (-hat * 80.0).exp() * f64::from(noise.sample());
            (0.25 * kick + 0.06 * hats + 0.06 * pluck) as f32
        })
        .collect()
}

fn rms(sound: &[f32]) -> f64 {
    let power: f64 = sound.iter().map(|&x| f64::from(x).powi(2)).sum();
    (power / sound.len() as f64).sqrt()
}

/// How much louder `after` is than `before`, over its last third.
fn gain_db(before: &[f32], after: &[f32]) -> f64 {
    let settled = before.len() / 3 * 2;
    gain_to_db(rms(&after[settled..]) / rms(&before[settled..]))
}

/// What is left of `before` in `after`, re `before`.
fn null_db(before: &[f32], after: &[f32]) -> f64 {
    let rest: Vec<f32> = before.iter().zip(after).map(|(b, a)| a - b).collect();
    gain_to_db(rms(&rest) / rms(before))
}

/// The greatest difference in level between the two in any 5 ms that are not silent.
fn worst_db(before: &[f32], after: &[f32]) -> f64 {
    let windows = before.chunks_exact(240).zip(after.chunks_exact(240));
    windows
        .filter(|(before, _)| rms(before) > 1e-3)
        .map(|(before, after)| gain_to_db(rms(after) / rms(before)).abs())
        .fold(0.0, f64::max)
}

/// Two seconds of white noise at `level_db` dB(A) re 0 VU.
fn hiss(level_db: f64) -> Vec<f32> {
    let mut noise = WhiteNoise::new(7);
    let white: Vec<f32> = (0..96_000).map(|_| noise.sample()).collect();
    let gain = db_to_gain(level_db - a_weighted_db(&white)) as f32;
    white.iter().map(|x| x * gain).collect()
}

/// dB(A) re 0 VU.
fn a_weighted_db(sound: &[f32]) -> f64 {
    const LEN: usize = 4_096;
    let transform = RealFftPlanner::<f64>::new().plan_fft_forward(LEN);
    let (mut power, mut windows) = (0.0, 0.0);
    for frames in sound.chunks_exact(LEN) {
        let window = |n: usize| 0.5 - 0.5 * (TAU * n as f64 / LEN as f64).cos();
        let mut input: Vec<f64> = (0..LEN).map(|n| window(n) * f64::from(frames[n])).collect();
        let mut bins = transform.make_output_vec();
        transform
            .process(&mut input, &mut bins)
            .expect("the lengths fit");
        let weighted = bins.iter().enumerate().map(|(k, bin)| {
            let frequency_hz = k as f64 * RATE / LEN as f64;
            bin.norm_sqr() * a_weighting(frequency_hz).powi(2)
        });
        power += weighted.sum::<f64>();
        windows += 1.0;
    }
    // Hann: 3/8 of the power; two sides of the spectrum; a sine at 0 VU has half its peak squared.
    let mean_square = power * 2.0 / (LEN * LEN) as f64 / 0.375 / windows;
    10.0 * (2.0 * mean_square / zero_vu_amplitude().powi(2)).log10()
}

#[test]
fn the_sliding_band_has_the_published_curves() {
    let boost = |frequency_hz, level_db| {
        let level_db = level_db + sliding_band::REFERENCE_DB;
        static_gain_db(System::SlidingBand, Way::Encode, frequency_hz, level_db)
    };
    // The data sheet has ±1.5 dB; what was fitted to it is held to 0.5 dB.
    for (frequency_hz, level_db, published_db) in [
        (1_300.0, -20.0, 4.3),
        (2_500.0, -20.0, 4.1),
        (3_000.0, -30.0, 8.8),
        (5_000.0, -30.0, 8.2),
        (14_000.0, -30.0, 6.1),
        (10_000.0, -40.0, 10.4),
        (10_000.0, 0.0, 0.5),
        (5_000.0, -40.0, 10.0),
    ] {
        let is_db = boost(frequency_hz, level_db);
        assert!(
            (is_db - published_db).abs() < 0.5,
            "{frequency_hz} Hz at {level_db} dB: {is_db:.2}, published {published_db}"
        );
    }
    for (frequency_hz, published_db) in [(600.0, 3.0), (1_200.0, 6.0), (2_400.0, 8.0)] {
        assert!((boost(frequency_hz, -60.0) - published_db).abs() < 1.0);
    }
    assert!((boost(5_000.0, -20.0) - 5.0).abs() < 1.5);
}

#[test]
fn the_compander_halves_every_decibel() {
    let tape =
        |level_db| level_db + static_gain_db(System::Compander, Way::Encode, 1_000.0, level_db);
    assert!(tape(0.0).abs() < 0.01);
    for level_db in [-60.0, -40.0, -20.0, 0.0, 3.0] {
        let slope = (tape(level_db + 3.0) - tape(level_db)) / 3.0;
        assert!((slope / 0.5 - 1.0).abs() < 0.02, "{level_db} dB: {slope}");
    }
    assert!((39.0..40.0).contains(&(tape(-120.0) + 120.0)));
}

#[test]
fn what_sounds_is_what_is_drawn() {
    for rate in [44_100.0, 48_000.0, 192_000.0] {
        for system in SYSTEMS {
            for (frequency_hz, level_db) in [
                (50.0, 0.0),
                (500.0, -20.0),
                (1_000.0, -60.0),
                (3_000.0, -27.0),
                (5_000.0, -17.0),
                (10_000.0, -10.0),
            ] {
                let sound = sine(frequency_hz, level_db, rate, 0.45);
                let mut encoder = NoiseReduction::new(Spec { sample_rate: rate }, Way::Encode);
                encoder.set(system);
                let is_db = gain_db(&sound, &through(&mut encoder, &sound));
                let drawn_db = static_gain_db(system, Way::Encode, frequency_hz, level_db);
                assert!(
                    (is_db - drawn_db).abs() < 0.3,
                    "{system:?} {frequency_hz} Hz {level_db} dB: {is_db:.2}, drawn {drawn_db:.2}"
                );
                let back_db =
                    static_gain_db(system, Way::Decode, frequency_hz, level_db + drawn_db);
                assert!((drawn_db + back_db).abs() < 1e-6);
            }
        }
    }
}

#[test]
fn decoding_undoes_encoding() {
    for system in SYSTEMS {
        for frequency_hz in [50.0, 400.0, 3_000.0, 15_000.0] {
            for level_db in [-60.0, -20.0, 6.0] {
                let sound = sine(frequency_hz, level_db, RATE, 0.15);
                let tape = through(&mut way(Way::Encode, system), &sound);
                let back = through(&mut way(Way::Decode, system), &tape);
                assert!(null_db(&sound, &back) < -120.0);
            }
        }
        let sound = music();
        let tape = through(&mut way(Way::Encode, system), &sound);
        assert!(null_db(&sound, &tape) > -40.0, "the tape is another sound");
        let back = through(&mut way(Way::Decode, system), &tape);
        assert!(null_db(&sound, &back) < -120.0);
    }
}

#[test]
fn a_late_decoder_follows() {
    const LATE: usize = 4;
    for system in SYSTEMS {
        let sound = music();
        let mut tape = through(&mut way(Way::Encode, system), &sound);
        tape.splice(0..0, [0.0; LATE]);
        let back = through(&mut way(Way::Decode, system), &tape);
        assert!(worst_db(&sound, &back[LATE..]) < 1.0);
        let mut aligned = NoiseReduction::new(Spec { sample_rate: RATE }, Way::Decode).behind(LATE);
        aligned.set(system);
        let back = through(&mut aligned, &tape);
        assert!(null_db(&sound, &back[LATE..]) < -120.0);
    }
}

#[test]
fn an_onset_does_not_shoot_far() {
    for (system, most_db) in [(System::SlidingBand, 2.0), (System::Compander, 12.0)] {
        let mut sound = vec![0.0; 4_800];
        sound.extend(sine(1_000.0, 3.0, RATE, 0.4));
        let tape = through(&mut way(Way::Encode, system), &sound);
        let peak = |part: &[f32]| part.iter().fold(0f32, |most, x| most.max(x.abs()));
        let settled = peak(&tape[tape.len() - 4_800..]);
        let over_db = gain_to_db(f64::from(peak(&tape) / settled));
        assert!(
            (0.5..most_db).contains(&over_db),
            "{system:?}: {over_db:.2} dB"
        );
    }
}

#[test]
fn an_error_in_level_doubles_in_the_compander() {
    for level_db in [-30.0, 0.0] {
        let sound = sine(1_000.0, level_db, RATE, 0.6);
        let tape = through(&mut way(Way::Encode, System::Compander), &sound);
        for (error_db, wanted_db) in [(-3.0, -6.0), (3.0, 6.0)] {
            let gain = db_to_gain(error_db) as f32;
            let tape: Vec<f32> = tape.iter().map(|x| x * gain).collect();
            let back = through(&mut way(Way::Decode, System::Compander), &tape);
            assert!((gain_db(&sound, &back) - wanted_db).abs() < 0.1);
        }
    }
}

#[test]
fn hiss_falls_and_breathes() {
    let hiss = hiss(-50.0);
    let settled = 24_000;
    let decoded_db = |system: System, bass: &[f32]| {
        let mut tape = through(&mut way(Way::Encode, system), bass);
        tape.iter_mut().zip(&hiss).for_each(|(x, h)| *x += h);
        let back = through(&mut way(Way::Decode, system), &tape);
        let rest: Vec<f32> = back.iter().zip(bass).map(|(x, b)| x - b).collect();
        a_weighted_db(&rest[settled..])
    };
    let silence = vec![0.0; hiss.len()];
    let bass = sine(60.0, 0.0, RATE, 2.0);
    assert!((a_weighted_db(&hiss) + 50.0).abs() < 0.1);
    let band_db = decoded_db(System::SlidingBand, &silence);
    assert!((-60.5..-58.0).contains(&band_db), "{band_db:.1}");
    let quiet_db = decoded_db(System::Compander, &silence);
    assert!(quiet_db < -85.0, "{quiet_db:.1}");
    // The compander lets the hiss up with a bass note; the band does not mind it.
    let behind_bass_db = decoded_db(System::Compander, &bass);
    assert!(behind_bass_db > quiet_db + 20.0, "{behind_bass_db:.1}");
    assert!((decoded_db(System::SlidingBand, &bass) - band_db).abs() < 0.5);
}

#[test]
fn a_change_neither_clicks_nor_thumps() {
    // Each way by itself, from each system to each other, under a steady tone.
    let tone = sine(200.0, -10.0, RATE, 0.9);
    let steady = |way: Way, system: System| {
        let mut reduction = NoiseReduction::new(Spec { sample_rate: RATE }, way);
        reduction.set(system);
        let out = through(&mut reduction, &tone);
        out[28_800..].iter().fold(0f32, |most, x| most.max(x.abs()))
    };
    for direction in [Way::Encode, Way::Decode] {
        for from in [System::Off, System::SlidingBand, System::Compander] {
            for to in [System::Off, System::SlidingBand, System::Compander] {
                let mut reduction = way(direction, from);
                let mut out = through(&mut reduction, &tone[..28_803]);
                let before = out.len();
                reduction.set(to);
                out.extend(through(&mut reduction, &tone[28_803..]));
                let most = 1.05 * steady(direction, from).max(steady(direction, to));
                let part = &out[before - 4_800..];
                assert!(
                    part.iter().all(|x| x.abs() < most),
                    "{direction:?} {from:?} {to:?}"
                );
                // A sine of that size moves by this much within a frame.
                let move_most = most * (TAU * 200.0 / RATE) as f32 * 1.15;
                assert!(
                    part.windows(2)
                        .all(|pair| (pair[1] - pair[0]).abs() < move_most)
                );
                assert_eq!(reduction.current, to);
            }
        }
    }
}

#[test]
fn off_is_untouched_and_splits_and_resets_change_nothing() {
    let sound = [music(), sine(3_000.0, -12.0, RATE, 1.5)];
    for direction in [Way::Encode, Way::Decode] {
        let play = |reduction: &mut NoiseReduction, len: usize| {
            let mut out = [Vec::new(), Vec::new()];
            for (part, system) in [System::Compander, System::SlidingBand, System::Off]
                .into_iter()
                .enumerate()
            {
                reduction.set(system);
                let mut frames = sound
                    .each_ref()
                    .map(|x| x[part * 20_003..(part + 1) * 20_003].to_vec());
                run(reduction, &mut frames, len);
                out.iter_mut()
                    .zip(frames)
                    .for_each(|(out, part)| out.extend(part));
            }
            out
        };
        let mut reduction = NoiseReduction::new(Spec { sample_rate: RATE }, direction);
        let whole = play(&mut reduction, MAX_BLOCK);
        for len in [1, 7, 61] {
            reduction.reset();
            assert!(play(&mut reduction, len) == whole, "blocks of {len}");
        }
        // Off again by the end.
        assert_eq!(whole[0][55_000..], sound[0][55_000..60_009]);
    }
    let mut off = way(Way::Encode, System::Off);
    assert_eq!(through(&mut off, &sound[0]), sound[0]);
}

#[test]
fn hostile_sounds_stay_finite() {
    for rate in [1_000.0, 48_000.0, 1_536_000.0] {
        for system in SYSTEMS {
            for direction in [Way::Encode, Way::Decode] {
                let mut reduction = NoiseReduction::new(Spec { sample_rate: rate }, direction);
                reduction.set(system);
                for period in [2, 50, 100_000] {
                    let square: Vec<f32> = (0..3_000)
                        .map(|n| {
                            if n % period < period / 2 {
                                1_000.0
                            } else {
                                -1_000.0
                            }
                        })
                        .collect();
                    let out = through(&mut reduction, &square);
                    assert!(out.iter().all(|x| x.is_finite()));
                }
                let quiet = through(&mut reduction, &vec![0.0; (4.0 * rate) as usize / 16]);
                assert!(quiet[quiet.len() - 10..].iter().all(|x| x.abs() < 1.0));
            }
        }
    }
}
