//! How long a turn takes: a note or milliseconds, never shorter than the chain.

use crate::audio::stage::{MAX_BLOCK, Spec};

/// The longest turn: four bars at 120 beats per minute.
pub const LONGEST_MS: f32 = 8_000.0;
/// The shortest that can be asked for.
pub const SHORTEST_MS: f32 = 20.0;
/// Shortest and longest note, in quarter notes: a sixty-fourth, and eight bars of four.
const NOTE: [f32; 2] = [0.0625, 32.0];
/// The slowest and the fastest tempo that is believed.
const TEMPO_BPM: [f64; 2] = [10.0, 1_000.0];

/// What a turn should last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// Milliseconds, [`SHORTEST_MS`] to [`LONGEST_MS`].
    Ms(f32),
    /// Quarter notes.
    Note(f32),
}

/// Frames that a turn does last, through a chain of `latency` frames.
///
/// What is too long is halved until it fits, and of what is too short the smallest whole multiple
/// is taken: the repeats stay on the grid. Too short is what the chain has not brought back by the
/// time it is due: what returns is handed over before a block and heard after it, so that a block's
/// length comes on top of the latency.
pub fn turn_frames(length: Length, tempo_bpm: f64, latency: usize, spec: Spec) -> usize {
    let wanted_ms = match length {
        Length::Ms(ms) => f64::from(within(ms, [SHORTEST_MS, LONGEST_MS])),
        Length::Note(quarters) => {
            // What is no number is the slowest.
            let tempo_bpm = TEMPO_BPM[0].max(tempo_bpm);
            let tempo_bpm = tempo_bpm.min(TEMPO_BPM[1]);
            60e3 * f64::from(within(quarters, NOTE)) / tempo_bpm
        }
    };
    let halvings = (wanted_ms / f64::from(LONGEST_MS)).log2().ceil().max(0.0);
    let step = 1e-3 * spec.sample_rate * wanted_ms / halvings.exp2();
    let least = (latency + MAX_BLOCK) as f64;
    (step * (least / step).ceil().max(1.0)).round() as usize
}

/// The frames of the longest turn through a chain of at most `max_latency` frames: the multiple of
/// what falls just short is hardly twice as long.
pub fn longest_turn_frames(max_latency: usize, spec: Spec) -> usize {
    let shortfall = 2 * (max_latency + MAX_BLOCK);
    spec.frames(f64::from(LONGEST_MS)).max(shortfall)
}

/// `value` within its range; what is no number is its beginning.
pub fn within(value: f32, [min, max]: [f32; 2]) -> f32 {
    value.max(min).min(max)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: Spec = Spec {
        sample_rate: 48_000.0,
    };

    #[test]
    fn a_turn_is_what_was_asked_for_or_stays_on_its_grid() {
        let frames = |length, tempo, latency| turn_frames(length, tempo, latency, SPEC);
        assert_eq!(frames(Length::Note(1.0), 120.0, 172), 24_000);
        assert_eq!(frames(Length::Ms(350.0), 120.0, 172), 16_800);
        // 1/16 at 120 takes 6000 frames: the first multiple beyond latency and block.
        assert_eq!(frames(Length::Note(0.25), 120.0, 5_936), 6_000);
        assert_eq!(frames(Length::Note(0.25), 120.0, 5_937), 12_000);
        assert_eq!(frames(Length::Ms(20.0), 120.0, 2_668), 2_880);
        // Four bars at 60 take 16 s, and four at 50 longer still.
        assert_eq!(frames(Length::Note(16.0), 60.0, 0), 384_000);
        assert_eq!(frames(Length::Note(16.0), 50.0, 0), 230_400);
        for (tempo, latency) in [(f64::NAN, 0), (0.0, 9), (1e9, 500_000), (97.0, 300_001)] {
            for length in [Length::Note(f32::NAN), Length::Ms(f32::INFINITY)] {
                let turn = frames(length, tempo, latency);
                assert!(turn >= latency + MAX_BLOCK, "{turn}");
                assert!(turn <= longest_turn_frames(latency, SPEC), "{turn}");
            }
        }
    }
}
