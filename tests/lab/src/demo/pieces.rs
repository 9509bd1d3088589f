//! Five kinds of music for what treats each kind differently, as lossy coders do.

use std::sync::OnceLock;

use super::score::{BASS, CHORDS, notes};
use super::synth::db;
use super::track::Track;
use super::{PEAK_DB, castanets, guitars, piano, rendered, resampled, room, voice};
use crate::Stereo;
use crate::random::Random;

/// A piece of music.
#[derive(Clone, Debug)]
pub struct Piece {
    /// One word, fit for a file name.
    pub name: &'static str,
    pub sound: Stereo,
}

/// `seconds` of each: the band of [`super::music`], a solo piano, a singer in a room, a wall of
/// guitars and cymbals, and castanets over a drone. All but the band carry the faint hiss of a
/// recording. Peaks as in [`super::music`]; each call gives the same bits.
///
/// # Panics
/// When `seconds` is more than [`super::LOOP_SECONDS`].
pub fn pieces(sample_rate: f64, seconds: f64) -> [Piece; 5] {
    static SOLOS: OnceLock<[[Vec<f64>; 2]; 4]> = OnceLock::new();
    let [piano, voice, dense, percussion] =
        SOLOS.get_or_init(|| [piano_solo, singer, wall, percussion].map(recorded));
    let frames = (seconds * sample_rate).round() as usize;
    [
        ("band", rendered()),
        ("piano", piano),
        ("voice", voice),
        ("dense", dense),
        ("percussion", percussion),
    ]
    .map(|(name, sides)| {
        let [left, right] = sides.each_ref().map(|side| resampled(side, sample_rate));
        Piece {
            name,
            sound: Stereo::from_channels(left, right, sample_rate).slice(0..frames),
        }
    })
}

fn recorded(play: fn(&mut Track)) -> [Vec<f64>; 2] {
    /// White, each side its own: 66 dB below full scale, as a good microphone in a home has it.
    const HISS_DB: f64 = -66.0;
    let mut track = Track::silent();
    play(&mut track);
    let mut random = Random::new(0x41);
    track.each_frame(|_, sides| {
        for side in sides {
            *side += db(HISS_DB) * random.gaussian();
        }
    });
    track.mastered(PEAK_DB)
}

/// Broken chords over the bass, one line above.
fn piano_solo(track: &mut Track) {
    for chord in &CHORDS {
        for eighth in 0..(2.0 * chord.beats) as usize {
            let note = chord.notes[[0, 2, 1, 3, 2, 1, 3, 2][eighth % 8]];
            let accent = if eighth % 4 == 0 { 0.8 } else { 0.55 };
            piano::strike(
                track,
                chord.beat + 0.5 * eighth as f64,
                1.2,
                note + 12.0,
                accent,
            );
        }
    }
    for note in notes(&BASS) {
        piano::strike(track, note.beat, note.beats.max(1.0), note.note + 12.0, 0.7);
    }
    room::surround(track, 0.9, -9.0);
}

fn singer(track: &mut Track) {
    voice::play(track);
    voice::consonants(track);
    room::surround(track, 1.6, -4.0);
}

fn wall(track: &mut Track) {
    guitars::play(track);
    room::surround(track, 0.5, -12.0);
}

fn percussion(track: &mut Track) {
    castanets::play(track);
    room::surround(track, 0.6, -14.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::compare::log_spectral_distance_db;
    use crate::instruments::level::{dc, peak_db, rms_db};

    #[test]
    fn the_pieces_are_at_level_and_unlike_one_another() {
        let pieces = pieces(44_100.0, 6.0);
        for (index, Piece { name, sound }) in pieces.iter().enumerate() {
            assert_eq!((sound.len(), sound.is_finite()), (264_600, true));
            for side in sound.channels() {
                let (peak, rms) = (peak_db(side), rms_db(side));
                assert!((-8.0..-2.0).contains(&peak), "{name}: peak {peak:.1}");
                assert!((-25.0..-10.0).contains(&rms), "{name}: {rms:.1} dBFS");
                assert!(dc(side).abs() < 1e-2, "{name}");
            }
            for other in &pieces[..index] {
                let distance = log_spectral_distance_db(&sound.left, &other.sound.left, 44_100.0);
                assert!(distance > 8.0, "{name}, {}: {distance:.1} dB", other.name);
            }
        }
        assert_eq!(pieces[1].sound, super::pieces(44_100.0, 6.0)[1].sound);
    }
}
