//! An electric piano in two-operator FM: a soft body, and a tine that rings at fourteen times its
//! pitch for a moment. The tremolo wanders between the sides, as in the stage pianos of the 1970s.

use super::score::{CHORDS, COMPING, SECONDS_PER_BEAT, swung};
use super::synth::{envelope, note_hz, pan, sine};
use super::track::Track;

const TREMOLO_HZ: f64 = 4.2;

pub fn play(mix: &mut Track) {
    for chord in &CHORDS {
        for &(offset, beats, velocity) in COMPING.iter().filter(|strike| strike.0 < chord.beats) {
            let beats = beats.min(chord.beats - offset);
            strike(mix, &chord.notes, chord.beat + offset, beats, velocity);
        }
    }
}

fn strike(mix: &mut Track, notes: &[f64], beat: f64, beats: f64, velocity: f64) {
    let seconds = beats * SECONDS_PER_BEAT + 0.2;
    // From the bottom up: no hand strikes four keys at once.
    for (order, &note) in notes.iter().enumerate() {
        let freq_hz = note_hz(note);
        let beat = swung(beat) + 0.008 * order as f64;
        mix.add(beat, seconds, |time| {
            let body_index = 0.3 * velocity * (1.0 + 1.6 * (-time / 0.35).exp());
            let body = sine(freq_hz * time + body_index * sine(freq_hz * time) * 0.6);
            let tine = sine(freq_hz * time + 0.05 * velocity * sine(14.0 * freq_hz * time));
            let tone = body * (-time / 1.1).exp() + 0.5 * tine * (-time / 0.25).exp();
            let level = 0.1 * velocity * envelope(time, seconds, 0.003, 0.2);
            let since_loop_start = beat * SECONDS_PER_BEAT + time;
            pan(0.45 * sine(TREMOLO_HZ * since_loop_start)).map(|gain| gain * level * tone)
        });
    }
}
