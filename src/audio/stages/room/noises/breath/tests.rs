//! Breath has the spectrum, the pauses and the calm that it should have.

use realfft::RealFftPlanner;

use super::*;
use crate::audio::stages::room::noises::beating_tests::{chosen, heard};

const RATE: f64 = 48_000.0;

/// Level in dB in bands of 100 Hz.
fn spectrum(signal: &[f32]) -> Vec<f64> {
    const SIZE: usize = 480;
    let fft = RealFftPlanner::<f64>::new().plan_fft_forward(SIZE);
    let mut power = vec![0.0; SIZE / 2 + 1];
    for part in signal.chunks_exact(SIZE) {
        let window = |n: usize| 0.5 - 0.5 * (TAU * n as f64 / SIZE as f64).cos();
        let mut part: Vec<f64> = part
            .iter()
            .enumerate()
            .map(|(n, &x)| f64::from(x) * window(n))
            .collect();
        let mut bins = fft.make_output_vec();
        fft.process(&mut part, &mut bins).expect("sizes");
        for (power, bin) in power.iter_mut().zip(bins) {
            *power += bin.norm_sqr();
        }
    }
    power
        .into_iter()
        .map(|power| 10.0 * power.log10())
        .collect()
}

#[test]
fn its_spectrum_falls_and_has_weak_peaks_below_3_khz() {
    for character in [0.0, 0.5, 1.0] {
        let noise = chosen::<Breath>(|noise| noise.character = character);
        let level = spectrum(&heard::<Breath>(
            RATE,
            5,
            &noise,
            Household::Everything,
            120.0,
        ));
        let mean =
            |from: usize, to: usize| level[from..to].iter().sum::<f64>() / (to - from) as f64;
        // By octaves it falls, ever more.
        let octaves = [
            mean(3, 6),
            mean(6, 12),
            mean(12, 24),
            mean(24, 48),
            mean(48, 96),
        ];
        assert!(
            octaves.windows(2).all(|pair| pair[1] < pair[0]),
            "{character} {octaves:?}"
        );
        assert!(octaves[0] - octaves[4] > 20.0, "{character} {octaves:?}");
        // What stands out of a smoothed spectrum does so by 1 to 8 dB, and only below 3 kHz.
        let stands = |band: usize| level[band] - 0.5 * (level[band - 4] + level[band + 4]);
        let highest = |from: usize, to: usize| (from..to).map(stands).fold(f64::MIN, f64::max);
        let (below, above) = (highest(5, 28), highest(38, 200));
        assert!((1.0..8.0).contains(&below), "{character} {below}");
        assert!(above < 1.0, "{character} {above}");
    }
}

#[test]
fn it_breathes_in_and_out_and_rests_as_often_as_the_rate_says() {
    let noise = chosen::<Breath>(|noise| noise.rate = 15.0);
    let out = heard::<Breath>(RATE, 5, &noise, Household::Everything, 240.0);
    // Once in a breath there is a pause of more than 200 ms; in and out are less far apart.
    let (mut silent, mut breaths) = (0, 0);
    for x in out {
        if x != 0.0 {
            breaths += usize::from(silent > 9_600);
            silent = 0;
        } else {
            silent += 1;
        }
    }
    assert!((breaths as f64 / 60.0 - 1.0).abs() < 0.05, "{breaths}");
}

#[test]
fn the_nose_is_duller_than_the_mouth_and_nothing_leaps_on_the_way() {
    let bright = |character: f32| {
        let noise = chosen::<Breath>(|noise| noise.character = character);
        let level = spectrum(&heard::<Breath>(
            RATE,
            5,
            &noise,
            Household::Everything,
            60.0,
        ));
        level[40] - level[4]
    };
    let (nose, mouth) = (bright(0.0), bright(1.0));
    assert!(mouth > nose + 3.0, "{nose} {mouth}");
    // To and fro twenty times a second: no more above 8 kHz than the mouth alone has.
    let treble = |moves: bool| {
        let mut breath = Breath::prepare(Spec::new(RATE).expect("a rate"), 5);
        let mut out = vec![0.0; 2_880_000];
        for (n, block) in out.chunks_mut(60).enumerate() {
            let noise = chosen::<Breath>(|noise| {
                noise.character = if moves && n / 40 % 2 == 0 { 0.0 } else { 0.7 };
                noise.rate = if moves && n / 100 % 2 == 0 {
                    10.0
                } else {
                    20.0
                };
            });
            breath.set(&noise, Household::Everything, Mains::Hz50);
            breath.process(block, &[]);
        }
        let level = spectrum(&out);
        level[80..200].iter().copied().fold(f64::MIN, f64::max)
    };
    let (moving, still) = (treble(true), treble(false));
    assert!(moving < still + 1.0, "{moving} {still}");
}
