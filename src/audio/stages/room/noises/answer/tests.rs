//! Answers and attacks by numbers.

use super::{Follower, Strike, Strikes};
use crate::audio::dsp::noise::WhiteNoise;
use crate::audio::dsp::units::{db_to_gain, gain_to_db};
use crate::audio::{Spec, StereoBlock};
use std::f64::consts::TAU;

/// Attacks, and the last frame's gains.
fn hear(sound: &[f32], rate: f64, blocks: &[usize]) -> (Vec<Strike>, Vec<f32>, Vec<f32>) {
    let mut follower = Follower::prepare(Spec { sample_rate: rate });
    follower.set(1.0);
    hear_with(&mut follower, sound, blocks)
}

fn hear_with(
    follower: &mut Follower,
    sound: &[f32],
    blocks: &[usize],
) -> (Vec<Strike>, Vec<f32>, Vec<f32>) {
    let (mut all, mut duck, mut swell) = (Vec::new(), Vec::new(), Vec::new());
    let mut strikes = Strikes::default();
    let (mut done, mut sizes) = (0, blocks.iter().cycle());
    while done < sound.len() {
        let len = (*sizes.next().unwrap()).min(sound.len() - done);
        let (mut left, mut right) = (
            sound[done..done + len].to_vec(),
            sound[done..done + len].to_vec(),
        );
        let block = StereoBlock::new(&mut left, &mut right);
        follower.process(&block, &mut strikes);
        all.extend(strikes.as_slice().iter().map(|strike| Strike {
            at: strike.at + done,
            ..*strike
        }));
        duck.extend_from_slice(follower.gains().0);
        swell.extend_from_slice(follower.gains().1);
        done += len;
    }
    (all, duck, swell)
}

fn sine(hz: f64, dbfs: f64, seconds: f64, rate: f64) -> Vec<f32> {
    (0..(seconds * rate) as usize)
        .map(|n| (db_to_gain(dbfs) * (TAU * hz * n as f64 / rate).sin()) as f32)
        .collect()
}

/// A kick every 500 ms, 12 dB apart in turn, over a pad of detuned saws 22 dB below the softest.
fn loop_over_pad(loudest_dbfs: f64, rate: f64) -> (Vec<f32>, Vec<usize>) {
    let mut sound = vec![0.0f32; (6.2 * rate) as usize];
    let pad = db_to_gain(loudest_dbfs - 24.0 - 22.0);
    for (n, out) in sound.iter_mut().enumerate() {
        let t = n as f64 / rate;
        let voices = [220.0, 221.3, 261.6, 329.6, 331.1];
        let saws: f64 = voices.iter().map(|hz| 2.0 * (t * hz).fract() - 1.0).sum();
        *out = (pad * 0.3 * saws * (t / 0.4).min(1.0)) as f32;
    }
    let mut kicks = Vec::new();
    for kick in 0..11 {
        let start = ((0.6 + 0.5 * kick as f64) * rate) as usize;
        kicks.push(start);
        let size = db_to_gain(loudest_dbfs - 12.0 * f64::from(kick % 3));
        for (n, out) in sound[start..]
            .iter_mut()
            .take((0.45 * rate) as usize)
            .enumerate()
        {
            let t = n as f64 / rate;
            // From 180 to 50 Hz, as drum machines do.
            let phase = 50.0 * t + 130.0 * 0.03 * (1.0 - (-t / 0.03).exp());
            *out += (size * (TAU * phase).sin() * (-t / 0.12).exp()) as f32;
        }
    }
    (sound, kicks)
}

#[test]
fn a_drum_loop_over_a_pad_gives_its_kicks_and_no_others() {
    for rate in [44_100.0, 48_000.0, 192_000.0] {
        for loudest in [0.0, -14.0, -26.0] {
            let (sound, kicks) = loop_over_pad(loudest, rate);
            let (strikes, ..) = hear(&sound, rate, &[64]);
            let after: Vec<_> = strikes
                .iter()
                .filter(|strike| strike.at > (0.5 * rate) as usize)
                .collect();
            let times: Vec<f64> = after.iter().map(|s| s.at as f64 / rate).collect();
            assert_eq!(after.len(), kicks.len(), "{rate} {loudest}: {times:?}");
            for (strike, &kick) in after.iter().zip(&kicks) {
                let late_ms = (strike.at as f64 - kick as f64) / rate * 1e3;
                assert!(
                    (0.0..3.0).contains(&late_ms),
                    "{rate} {loudest}: {late_ms} ms"
                );
            }
            // The louder the kick, the stronger the strike.
            for three in after.chunks_exact(3) {
                let [a, b, c] = [three[0], three[1], three[2]].map(|s| s.strength);
                assert!(
                    a > b + 0.15 && b > c + 0.15,
                    "{rate} {loudest}: {a} {b} {c}"
                );
            }
        }
    }
}

#[test]
fn it_hears_attacks_of_soft_and_of_loud_music() {
    for peak in [-49.0, -30.0, 0.0] {
        let mut sound = vec![0.0; 48_000];
        let kick = sine(70.0, peak, 0.2, 48_000.0);
        sound[20_000..20_000 + kick.len()].copy_from_slice(&kick);
        let (strikes, ..) = hear(&sound, 48_000.0, &[64]);
        assert_eq!(strikes.len(), 1, "{peak}: {strikes:?}");
        let late_ms = (strikes[0].at as f64 - 20_000.0) / 48.0;
        assert!((0.0..6.0).contains(&late_ms), "{peak}: {late_ms} ms");
    }
}

#[test]
fn what_is_sustained_is_no_attack_but_where_it_begins() {
    let rate = 48_000.0;
    let at_most_the_first = |name: &str, sound: &[f32]| {
        let (strikes, ..) = hear(sound, rate, &[64]);
        let later = strikes.iter().filter(|s| s.at > 14_400).count();
        assert_eq!(later, 0, "{name}: {strikes:?}");
    };
    for hz in [25.0, 41.0, 60.0, 110.0, 440.0, 5_000.0] {
        at_most_the_first("sine", &sine(hz, -6.0, 4.0, rate));
    }
    // Two that beat down to nothing.
    let (a, b) = (sine(110.0, -12.0, 4.0, rate), sine(118.0, -12.0, 4.0, rate));
    let beat: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
    at_most_the_first("beat", &beat);
    let mut noise = WhiteNoise::new(5);
    let hiss: Vec<f32> = (0..192_000).map(|_| 0.2 * noise.sample()).collect();
    at_most_the_first("hiss", &hiss);
}

#[test]
fn gains_settle_where_they_should() {
    let rate = 48_000.0;
    for (dbfs, duck_db, swell_db) in [
        (-120.0, 0.0, -24.0),
        (-42.0, 0.0, -24.0),
        (-29.0, -12.0, -12.0),
        (-18.0, -24.0, 0.0),
        (0.0, -24.0, 0.0),
    ] {
        let (_, duck, swell) = hear(&sine(1_000.0, dbfs, 1.0, rate), rate, &[64]);
        let last = duck.len() - 1;
        let near = |gain: f32, db: f64| (gain_to_db(f64::from(gain)) - db).abs() < 0.3;
        assert!(
            near(duck[last], duck_db),
            "{dbfs}: {}",
            gain_to_db(duck[last].into())
        );
        assert!(
            near(swell[last], swell_db),
            "{dbfs}: {}",
            gain_to_db(swell[last].into())
        );
    }
    // They come within 40 ms and are gone after a second.
    let mut sound = sine(1_000.0, -10.0, 1.0, rate);
    sound.resize(96_000, 0.0);
    let (_, duck, _) = hear(&sound, rate, &[64]);
    assert!(gain_to_db(duck[1_920].into()) < -23.0);
    let quarter = gain_to_db(duck[48_000 + 14_400].into());
    assert!((-12.0..-4.0).contains(&quarter), "{quarter}");
    assert!(gain_to_db(duck[95_999].into()) > -0.6);
}

#[test]
fn any_split_and_a_reset_give_the_same_bits() {
    let (sound, _) = loop_over_pad(-6.0, 48_000.0);
    let sound = &sound[..100_000];
    let whole = hear(sound, 48_000.0, &[64]);
    assert_eq!(whole, hear(sound, 48_000.0, &[1]));
    assert_eq!(whole, hear(sound, 48_000.0, &[63, 5, 17]));
    let mut follower = Follower::prepare(Spec {
        sample_rate: 48_000.0,
    });
    follower.set(0.2);
    hear_with(&mut follower, &sine(80.0, 0.0, 0.3, 48_000.0), &[37]);
    follower.set(1.0);
    follower.reset();
    assert_eq!(whole, hear_with(&mut follower, sound, &[64]));
}

#[test]
fn it_survives_anything_and_falls_silent_exactly() {
    let mut sound = vec![f32::MAX, f32::NAN, f32::INFINITY, -1e30, 1e6];
    sound.resize(480_000, 0.0);
    let mut follower = Follower::prepare(Spec {
        sample_rate: 48_000.0,
    });
    let (_, duck, swell) = hear_with(&mut follower, &sound, &[64]);
    assert!(duck.iter().chain(&swell).all(|gain| gain.is_finite()));
    assert!(follower.state.silent && follower.state.averages == [0.0; 8]);
}
