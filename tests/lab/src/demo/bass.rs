//! An electric bass made of a saw and a sine under a filter that closes as a plucked string dulls.

use super::score::{BASS, SECONDS_PER_BEAT, notes};
use super::synth::{Filter, Saw, envelope, note_hz, sine};
use super::track::Track;

pub fn play(mix: &mut Track) {
    for note in notes(&BASS) {
        let seconds = note.beats * SECONDS_PER_BEAT;
        let freq_hz = note_hz(note.note);
        let mut saw = Saw::new(0.5);
        let mut filter = Filter::default();
        mix.add(note.beat, seconds, |time| {
            let pluck = (-time / 0.16).exp();
            let source = 0.55 * saw.next(freq_hz) + 0.75 * sine(freq_hz * time);
            let dulled = filter.next(source, 240.0 + 1_500.0 * pluck, 0.9).low;
            let level = 0.55 + 0.45 * (-time / 0.4).exp();
            let sample =
                0.19 * level * (1.3 * dulled).tanh() * envelope(time, seconds, 0.004, 0.04);
            [sample; 2]
        });
    }
}
