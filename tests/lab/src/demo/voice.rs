//! A sung lead: glottal pulses and breath through five formants that move from vowel to vowel.

use super::RENDER_RATE;
use super::score::{MELODY, Note, SECONDS_PER_BEAT, notes};
use super::synth::{Filter, db, note_hz, sine, step_correction};
use super::track::Track;
use crate::random::Random;

/// One resonance of the vocal tract.
#[derive(Clone, Copy)]
struct Formant {
    freq_hz: f64,
    level_db: f64,
    width_hz: f64,
}

type Vowel = [Formant; 5];

const fn vowel(freq_hz: [f64; 5], level_db: [f64; 5], width_hz: [f64; 5]) -> Vowel {
    let mut formants = [Formant {
        freq_hz: 0.0,
        level_db: 0.0,
        width_hz: 0.0,
    }; 5];
    let mut at = 0;
    while at < 5 {
        formants[at] = Formant {
            freq_hz: freq_hz[at],
            level_db: level_db[at],
            width_hz: width_hz[at],
        };
        at += 1;
    }
    formants
}

/// Alto vowels: the formant table of the Csound manual, appendix "Formant values".
const AH: Vowel = vowel(
    [800.0, 1_150.0, 2_800.0, 3_500.0, 4_950.0],
    [0.0, -4.0, -20.0, -36.0, -60.0],
    [80.0, 90.0, 120.0, 130.0, 140.0],
);
const EH: Vowel = vowel(
    [400.0, 1_600.0, 2_700.0, 3_300.0, 4_950.0],
    [0.0, -24.0, -30.0, -35.0, -60.0],
    [60.0, 80.0, 120.0, 150.0, 200.0],
);
const OH: Vowel = vowel(
    [450.0, 800.0, 2_830.0, 3_500.0, 4_950.0],
    [0.0, -9.0, -16.0, -28.0, -55.0],
    [70.0, 80.0, 100.0, 130.0, 135.0],
);
const OO: Vowel = vowel(
    [325.0, 700.0, 2_530.0, 3_500.0, 4_950.0],
    [0.0, -12.0, -30.0, -40.0, -64.0],
    [50.0, 60.0, 170.0, 180.0, 200.0],
);

/// What each note in turn is sung on; each glides from its first to its second vowel.
const SYLLABLES: [(Vowel, Vowel); 5] = [(AH, OH), (OO, AH), (EH, AH), (OH, OO), (AH, EH)];

/// Vocal folds are open for this part of a period.
const OPEN_QUOTIENT: f64 = 0.6;

pub fn play(mix: &mut Track) {
    let mut track = Track::silent();
    let melody: Vec<Note> = notes(&MELODY).collect();
    let mut random = Random::new(0x5e);
    for (index, note) in melody.iter().enumerate() {
        let touching = index.checked_sub(1).map(|before| &melody[before]);
        let slide_from = touching
            .filter(|before| before.beat + before.beats >= note.beat)
            .map_or(note.note - 0.7, |before| before.note);
        sing(
            &mut track,
            note,
            slide_from,
            &SYLLABLES[index % SYLLABLES.len()],
            &mut random,
        );
    }
    track.echo(0.75, -13.0, 2);
    mix.mix(&track, 0.0);
}

/// What the tongue adds: a hiss before every syllable, drier and brighter than any vowel.
pub fn consonants(mix: &mut Track) {
    const SECONDS: f64 = 0.11;
    let mut random = Random::new(0x73);
    for note in notes(&MELODY) {
        let mut filters: [Filter; 2] = Default::default();
        let beat = (note.beat - 0.13).max(0.0);
        mix.add(beat, SECONDS, |time| {
            let [low, high] = &mut filters;
            let noise = low.next(random.bipolar(), 9_500.0, 0.7).low;
            let hiss = high.next(noise, 5_500.0, 1.2).high;
            [0.15 * hiss * super::synth::envelope(time, SECONDS, 0.03, 0.04); 2]
        });
    }
}

fn sing(
    track: &mut Track,
    note: &Note,
    slide_from: f64,
    (from, to): &(Vowel, Vowel),
    random: &mut Random,
) {
    let seconds = note.beats * SECONDS_PER_BEAT + 0.05;
    let mut filters: [Filter; 5] = Default::default();
    let mut phase = 0.0;
    track.add(note.beat, seconds, |time| {
        let slide = (-time / 0.035).exp();
        // Vibrato sets in late, at the 5.5 Hz of trained singers.
        let vibrato = 0.28 * ((time - 0.25) / 0.4).clamp(0.0, 1.0) * sine(5.5 * time);
        let freq_hz = note_hz(note.note + (slide_from - note.note) * slide + vibrato);
        let source = glottis(&mut phase, freq_hz) + 0.04 * random.bipolar();

        let position = (time / seconds).clamp(0.0, 1.0);
        let mut sum = 0.0;
        for (at, filter) in filters.iter_mut().enumerate() {
            let (a, b) = (from[at], to[at]);
            let between = |a: f64, b: f64| a + (b - a) * position;
            // The first formant rises with the pitch, as singers do, lest the note lose its body.
            let floor_hz = if at == 0 { 1.05 * freq_hz } else { 0.0 };
            let formant_hz = between(a.freq_hz, b.freq_hz).max(floor_hz);
            let q = formant_hz / between(a.width_hz, b.width_hz);
            // The source falls by itself; the upper formants need some of that back.
            let level = db(between(a.level_db, b.level_db) * 0.35);
            sum += level * filter.next(source, formant_hz, q).band;
        }
        let sample = 0.68 * sum * super::synth::envelope(time, seconds, 0.035, 0.07);
        [0.96 * sample, 1.04 * sample]
    });
}

/// Derivative of the glottal flow: 2t − 3t² while the folds are open, which ends in a jump (Klatt &
/// Klatt, JASA 87-2, 1990). The jump excites the formants; it is band-limited.
fn glottis(phase: &mut f64, freq_hz: f64) -> f64 {
    let increment = freq_hz / RENDER_RATE;
    *phase = (*phase + increment).fract();
    let flow = if *phase < OPEN_QUOTIENT {
        let open = *phase / OPEN_QUOTIENT;
        2.0 * open - 3.0 * open * open
    } else {
        0.0
    };
    // From −1 up to 0: half the height that the correction is made for, and rising.
    let since_closure = (*phase - OPEN_QUOTIENT).rem_euclid(1.0);
    flow + 0.5 * step_correction(since_closure, increment)
}
