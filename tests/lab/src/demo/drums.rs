//! Kick, snare, hats and a rim: a relaxed pattern with ghost notes.

use super::score::{self, BARS, BEATS_PER_BAR};
use super::synth::{Filter, db, envelope, pan, sine};
use super::track::Track;
use crate::random::Random;

pub fn play(mix: &mut Track) {
    let mut random = Random::new(0xd2);
    for bar in 0..BARS {
        let start = (bar * BEATS_PER_BAR) as f64;
        for (beat, level_db) in [(0.0, 0.0), (1.75, -7.0), (2.5, -2.0)] {
            kick(mix, score::swung(start + beat), db(level_db));
        }
        for (beat, level_db) in [(1.0, 0.0), (2.25, -19.0), (3.0, 0.0), (3.75, -17.0)] {
            snare(mix, score::swung(start + beat), db(level_db), &mut random);
        }
        for eighth in 0..8 {
            let beat = start + 0.5 * f64::from(eighth);
            let open = eighth == 7 && bar % 2 == 1;
            let accent = if eighth % 2 == 0 { 0.0 } else { -5.0 };
            hat(mix, beat, db(accent + random.bipolar()), open, &mut random);
        }
        for sixteenth in [3.0, 11.0] {
            hat(
                mix,
                score::swung(start + 0.25 * sixteenth),
                db(-9.0),
                false,
                &mut random,
            );
        }
        if bar % 4 == 3 {
            rim(mix, score::swung(start + 2.75));
        }
    }
}

/// A sine that falls from 210 to 48 Hz, with a short click.
fn kick(mix: &mut Track, beat: f64, gain: f64) {
    const SECONDS: f64 = 0.4;
    mix.add(beat, SECONDS, |time| {
        // The integral of 48 + 160·exp(−time/28 ms) Hz.
        let cycles = 48.0 * time + 160.0 * 0.028 * (1.0 - (-time / 0.028).exp());
        let body = (-time / 0.13).exp() * (1.4 * sine(cycles)).tanh();
        let click = 0.25 * (-time / 0.003).exp() * sine(2_100.0 * time);
        let sample = 0.8 * gain * (body + click) * envelope(time, SECONDS, 0.0005, 0.1);
        [sample; 2]
    });
}

/// Two drum-head modes and band-passed noise, each side with noise of its own.
fn snare(mix: &mut Track, beat: f64, gain: f64, random: &mut Random) {
    const SECONDS: f64 = 0.35;
    let mut rattles: [[Filter; 2]; 2] = Default::default();
    mix.add(beat, SECONDS, |time| {
        let heads = 0.35 * (-time / 0.06).exp() * (sine(186.0 * time) + 0.6 * sine(331.0 * time));
        let common = random.bipolar();
        let shape = (-time / 0.085).exp() * envelope(time, SECONDS, 0.0006, 0.05);
        rattles.each_mut().map(|[low, high]| {
            let noise = 0.75 * common + 0.45 * random.bipolar();
            let rattle = high
                .next(low.next(noise, 6_800.0, 0.7).low, 1_100.0, 0.7)
                .high;
            0.75 * gain * (heads + 0.75 * rattle) * shape
        })
    });
}

/// Six inharmonic squares, as in the drum machines of 1980, under a high-pass; a little to the
/// right, and as wide as its noise.
fn hat(mix: &mut Track, beat: f64, gain: f64, open: bool, random: &mut Random) {
    const SQUARES_HZ: [f64; 6] = [205.3, 304.4, 369.6, 522.7, 540.0, 800.0];
    let (seconds, decay) = if open { (0.45, 0.16) } else { (0.09, 0.022) };
    let mut filters: [[Filter; 2]; 2] = Default::default();
    let sides = pan(0.3);
    mix.add(beat, seconds, |time| {
        // Sine-folded squares: bright, yet band-limited enough at 48 kHz.
        let metal: f64 = SQUARES_HZ
            .iter()
            .map(|hz| (3.0 * sine(4.1 * hz * time)).tanh())
            .sum::<f64>()
            / 6.0;
        let shape = gain * (-time / decay).exp() * envelope(time, seconds, 0.0007, 0.02);
        let mut side = 0;
        filters.each_mut().map(|[first, second]| {
            let source = 0.5 * metal + 0.5 * random.bipolar();
            let high = second
                .next(first.next(source, 7_200.0, 0.8).high, 8_000.0, 0.8)
                .high;
            side += 1;
            0.6 * sides[side - 1] * high * shape
        })
    });
}

/// A rim shot, to the left.
fn rim(mix: &mut Track, beat: f64) {
    const SECONDS: f64 = 0.12;
    let sides = pan(-0.5);
    mix.add(beat, SECONDS, |time| {
        let ring = sine(1_710.0 * time) + 0.7 * sine(487.0 * time);
        let sample = 0.16 * ring * (-time / 0.014).exp() * envelope(time, SECONDS, 0.0004, 0.02);
        sides.map(|gain| gain * sample)
    });
}
