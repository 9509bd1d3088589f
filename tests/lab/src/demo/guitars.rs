//! Two distorted guitars, one a side, over a wash of cymbals: loud all the time and everywhere.

use super::score::{CHORDS, SECONDS_PER_BEAT};
use super::synth::{Filter, Saw, db, envelope, note_hz, sine};
use super::track::Track;
use crate::random::Random;

/// How hard the strings drive the amplifier.
const DRIVE: f64 = 9.0;

pub fn play(track: &mut Track) {
    let mut random = Random::new(0x6d);
    for chord in &CHORDS {
        for half in 0..(chord.beats / 2.0) as usize {
            let beat = chord.beat + 2.0 * half as f64;
            for side in 0..2 {
                riff(track, beat, chord.notes[0] - 12.0, side, &mut random);
            }
        }
    }
    let mut filters: [[Filter; 2]; 2] = Default::default();
    let seconds = super::LOOP_SECONDS;
    track.add(0.0, seconds, |time| {
        let swell = db(-3.0 * (1.0 + sine(0.5 * time / SECONDS_PER_BEAT)));
        filters.each_mut().map(|[low, high]| {
            let noise = low.next(random.bipolar(), 9_000.0, 0.6).low;
            0.12 * swell * high.next(noise, 4_500.0, 0.7).high
        })
    });
}

/// Root, fifth and octave for two beats, damped in between, through an amplifier and a cabinet.
fn riff(track: &mut Track, beat: f64, root: f64, side: usize, random: &mut Random) {
    let seconds = 2.0 * SECONDS_PER_BEAT;
    // No two takes are in tune with each other.
    let mut strings = [0.0, 7.0, 12.0].map(|interval| {
        let freq_hz = note_hz(root + interval + 0.06 * random.bipolar());
        (Saw::new(random.unipolar()), freq_hz)
    });
    let mut tone = Filter::default();
    let mut cabinet: [Filter; 3] = Default::default();
    track.add(beat, seconds, |time| {
        let eighth = time % (0.5 * SECONDS_PER_BEAT);
        let pluck = 0.35 + 0.65 * (-eighth / 0.12).exp();
        let sum: f64 = strings.iter_mut().map(|(saw, hz)| saw.next(*hz)).sum();
        let pre = tone.next(pluck * sum, 700.0, 0.6).band + 0.3 * sum * pluck;
        let driven = (DRIVE * pre + 0.2).tanh();
        let [body, presence, top] = &mut cabinet;
        let bands = body.next(driven, 110.0, 0.9).high;
        let bitten = bands + 0.8 * presence.next(bands, 2_600.0, 1.2).band;
        let sample = 0.3 * top.next(bitten, 5_200.0, 0.8).low;
        let sample = sample * envelope(time, seconds, 0.004, 0.02);
        let mut sides = [0.12 * sample; 2];
        sides[side] = sample;
        sides
    });
}
