//! The notes. Times and lengths are in beats from the start of the loop; notes are MIDI numbers.

use super::LOOP_SECONDS;

pub const BARS: usize = 8;
pub const BEATS_PER_BAR: usize = 4;
pub const BEATS: usize = BARS * BEATS_PER_BAR;
pub const SECONDS_PER_BEAT: f64 = LOOP_SECONDS / BEATS as f64;

/// Off-beat sixteenths come this much of a beat late.
pub const SWING_BEATS: f64 = 0.035;

/// A note of a melody.
pub struct Note {
    pub beat: f64,
    pub beats: f64,
    pub note: f64,
}

/// A chord in close voicing without its root, which the bass has.
pub struct Chord {
    pub beat: f64,
    pub beats: f64,
    pub notes: [f64; 4],
}

/// Gm9 C13 Fmaj9 Dm9, then Gm11 C13♭9 Fmaj13 Dm9 and D7♯9♭13, which leads back. Each voice moves
/// by a major third at most, and common tones stay where they are.
pub const CHORDS: [Chord; 9] = [
    Chord {
        beat: 0.0,
        beats: 4.0,
        notes: [53.0, 57.0, 58.0, 62.0],
    },
    Chord {
        beat: 4.0,
        beats: 4.0,
        notes: [52.0, 57.0, 58.0, 62.0],
    },
    Chord {
        beat: 8.0,
        beats: 4.0,
        notes: [52.0, 55.0, 57.0, 60.0],
    },
    Chord {
        beat: 12.0,
        beats: 4.0,
        notes: [53.0, 57.0, 60.0, 64.0],
    },
    Chord {
        beat: 16.0,
        beats: 4.0,
        notes: [53.0, 58.0, 60.0, 62.0],
    },
    Chord {
        beat: 20.0,
        beats: 4.0,
        notes: [52.0, 57.0, 58.0, 61.0],
    },
    Chord {
        beat: 24.0,
        beats: 4.0,
        notes: [52.0, 55.0, 57.0, 62.0],
    },
    Chord {
        beat: 28.0,
        beats: 2.0,
        notes: [53.0, 57.0, 60.0, 64.0],
    },
    Chord {
        beat: 30.0,
        beats: 2.0,
        notes: [54.0, 58.0, 60.0, 65.0],
    },
];

#[rustfmt::skip] // a line per bar
/// Roots on the one, a push before the third beat, and a step that leads into the next bar.
pub const BASS: [(f64, f64, f64); 30] = [
    (0.0, 1.25, 31.0), (1.75, 0.5, 31.0), (2.5, 0.9, 38.0), (3.5, 0.4, 35.0),
    (4.0, 1.25, 36.0), (5.75, 0.5, 36.0), (6.5, 0.9, 43.0), (7.5, 0.4, 40.0),
    (8.0, 1.25, 41.0), (9.75, 0.5, 41.0), (10.5, 0.9, 36.0), (11.5, 0.4, 40.0),
    (12.0, 1.25, 38.0), (13.75, 0.5, 38.0), (14.5, 0.7, 45.0), (15.25, 0.3, 36.0),
    (16.0, 1.25, 31.0), (17.75, 0.5, 31.0), (18.5, 0.9, 38.0), (19.5, 0.4, 35.0),
    (20.0, 1.25, 36.0), (21.75, 0.5, 36.0), (22.5, 0.9, 34.0), (23.5, 0.4, 40.0),
    (24.0, 1.25, 41.0), (25.75, 0.5, 41.0), (26.5, 1.3, 36.0),
    (28.0, 1.6, 38.0), (30.0, 1.2, 38.0), (31.25, 0.6, 33.0),
];

/// Where the electric piano strikes within each bar, for how many beats, and its velocity.
pub const COMPING: [(f64, f64, f64); 3] = [(0.0, 1.3, 1.0), (1.5, 0.35, 0.6), (2.75, 0.9, 0.75)];

#[rustfmt::skip] // a line per bar
/// The voice. Notes that touch are sung in one breath.
pub const MELODY: [(f64, f64, f64); 33] = [
    (0.5, 1.0, 69.0), (1.5, 0.5, 70.0), (2.0, 0.5, 69.0), (2.5, 0.5, 67.0), (3.0, 0.9, 62.0),
    (4.0, 1.5, 64.0), (5.5, 0.5, 67.0), (6.0, 1.7, 69.0),
    (8.5, 1.0, 72.0), (9.5, 0.5, 69.0), (10.0, 0.5, 67.0), (10.5, 1.8, 69.0),
    (13.0, 0.5, 65.0), (13.5, 0.5, 64.0), (14.0, 0.5, 65.0), (14.5, 1.2, 69.0),
    (16.0, 1.5, 74.0), (17.5, 0.5, 72.0), (18.0, 0.5, 70.0), (18.5, 1.0, 72.0), (19.5, 0.5, 69.0),
    (20.0, 1.0, 70.0), (21.0, 0.5, 69.0), (21.5, 0.5, 67.0), (22.0, 1.0, 64.0), (23.0, 0.8, 67.0),
    (24.0, 2.8, 69.0), (27.0, 0.5, 67.0), (27.5, 0.5, 65.0),
    (28.0, 1.0, 64.0), (29.0, 0.5, 65.0), (29.5, 1.4, 62.0), (31.0, 0.8, 66.0),
];

/// [`BASS`] or [`MELODY`] as notes.
pub fn notes(part: &[(f64, f64, f64)]) -> impl Iterator<Item = Note> + '_ {
    part.iter()
        .map(|&(beat, beats, note)| Note { beat, beats, note })
}

/// Moves a straight sixteenth to where it is played.
pub fn swung(beat: f64) -> f64 {
    let sixteenth = (beat * 4.0).round() as usize;
    if sixteenth % 2 == 1 {
        beat + SWING_BEATS
    } else {
        beat
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_lead_smoothly() {
        let next = CHORDS.iter().skip(1).chain(&CHORDS[..1]);
        for (chord, next) in CHORDS.iter().zip(next) {
            for (from, to) in chord.notes.iter().zip(next.notes) {
                assert!((to - from).abs() <= 4.0, "{from} to {to}");
            }
        }
    }

    #[test]
    fn melodies_stay_in_order_and_inside_the_loop() {
        for part in [&BASS[..], &MELODY[..]] {
            for pair in part.windows(2) {
                assert!(pair[0].0 + pair[0].1 <= pair[1].0, "{pair:?}");
            }
            let (beat, beats, _) = part[part.len() - 1];
            assert!(beat + beats <= BEATS as f64);
        }
    }
}
