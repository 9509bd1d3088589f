//! A warm pad: detuned saws, different ones on each side, under a slow low-pass.

use super::score::{CHORDS, SECONDS_PER_BEAT};
use super::synth::{Filter, Saw, envelope, note_hz, sine};
use super::track::Track;

/// Cents of the saws on the left and on the right: both sides are equally far from in tune.
const DETUNE_CENTS: [[f64; 2]; 2] = [[-8.0, 4.0], [-4.0, 8.0]];

pub fn play(mix: &mut Track) {
    let mut pad = Track::silent();
    for chord in &CHORDS {
        let seconds = chord.beats * SECONDS_PER_BEAT + 0.5;
        for (voice, &note) in chord.notes.iter().enumerate() {
            // An octave up for the lowest voice opens the chord.
            let freq_hz = note_hz(if voice == 0 { note + 12.0 } else { note });
            let mut saws = [0.13, 0.41].map(|phase| {
                [phase, phase + 0.37].map(|phase| Saw::new(phase + 0.11 * voice as f64))
            });
            let mut filters: [Filter; 2] = Default::default();
            pad.add(chord.beat, seconds, |time| {
                let cutoff_hz = 1_100.0 + 500.0 * sine(0.25 * (time / SECONDS_PER_BEAT) / 4.0);
                let level = 0.036 * envelope(time, seconds, 0.25, 0.5);
                let mut sides = [0.0; 2];
                for side in 0..2 {
                    let sum: f64 = saws[side]
                        .iter_mut()
                        .zip(DETUNE_CENTS[side])
                        .map(|(saw, cents)| saw.next(freq_hz * 2f64.powf(cents / 1_200.0)))
                        .sum();
                    sides[side] = level * filters[side].next(sum, cutoff_hz, 0.7).low;
                }
                sides
            });
        }
    }
    // Breathes with the kick on the first and third beat, a little.
    pad.shape(|beat| 1.0 - 0.35 * (-(beat % 2.0) / 0.3).exp());
    mix.mix(&pad, 0.0);
}
