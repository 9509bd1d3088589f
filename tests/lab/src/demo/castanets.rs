//! Castanets and a shaken tambourine over a low drone: silence between sharp attacks.

use super::score::{BEATS, SECONDS_PER_BEAT};
use super::synth::{Filter, Saw, envelope, note_hz, pan, sine};
use super::track::Track;
use crate::random::Random;

/// Sixteenths of a bar at which the pair clicks, how hard, and on which side.
const FIGURE: [(f64, f64, f64); 9] = [
    (0.0, 1.0, -0.4),
    (3.0, 0.6, 0.4),
    (4.0, 0.9, -0.4),
    (6.0, 0.5, 0.4),
    (8.0, 1.0, -0.4),
    (10.0, 0.7, 0.4),
    (12.0, 0.4, 0.4),
    (12.5, 0.5, -0.4),
    (13.0, 0.6, 0.4),
];

pub fn play(track: &mut Track) {
    let mut random = Random::new(0xca);
    for bar in 0..BEATS / 4 {
        let start = 4.0 * bar as f64;
        for (sixteenth, force, side) in FIGURE {
            click(track, start + 0.25 * sixteenth, force, side, &mut random);
        }
        tambourine(track, start + 3.5, &mut random);
    }
    drone(track);
}

/// Two shells of hard wood: a click of noise and three resonances that are gone in 20 ms.
fn click(track: &mut Track, beat: f64, force: f64, side: f64, random: &mut Random) {
    const SECONDS: f64 = 0.08;
    let shell = 1.0 + 0.08 * side;
    let sides = pan(side);
    let mut bright = Filter::default();
    track.add(beat, SECONDS, |time| {
        let wood = (-time / 0.006).exp() * sine(1_370.0 * shell * time)
            + 0.8 * (-time / 0.004).exp() * sine(2_710.0 * shell * time)
            + 0.5 * (-time / 0.002_5).exp() * sine(5_130.0 * shell * time);
        let snap = bright
            .next(random.bipolar() * (-time / 0.001_2).exp(), 3_000.0, 0.7)
            .high;
        let sample = 0.55 * force * (wood + 1.2 * snap) * envelope(time, SECONDS, 0.000_2, 0.02);
        sides.map(|gain| gain * sample)
    });
}

/// Jingles: noise between 6 and 12 kHz that shivers.
fn tambourine(track: &mut Track, beat: f64, random: &mut Random) {
    const SECONDS: f64 = 0.3;
    let mut filters: [Filter; 2] = Default::default();
    track.add(beat, SECONDS, |time| {
        let shiver = 0.6 + 0.4 * sine(31.0 * time);
        let shape = 0.3 * shiver * (-time / 0.07).exp() * envelope(time, SECONDS, 0.002, 0.05);
        filters
            .each_mut()
            .map(|filter| shape * filter.next(random.bipolar(), 8_500.0, 1.4).band)
    });
}

/// A bowed open string and its octave, breathing slowly.
fn drone(track: &mut Track) {
    let seconds = super::LOOP_SECONDS;
    let mut strings = [38.0, 45.0].map(|note| (Saw::new(0.3), Filter::default(), note_hz(note)));
    track.add(0.0, seconds, |time| {
        let bow = 0.75 + 0.25 * sine(time / (4.0 * SECONDS_PER_BEAT));
        let sum: f64 = strings
            .iter_mut()
            .map(|(saw, filter, hz)| filter.next(saw.next(*hz), 320.0 + 180.0 * bow, 0.8).low)
            .sum();
        [0.13 * bow * sum; 2]
    });
}
