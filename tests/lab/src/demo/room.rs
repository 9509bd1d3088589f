//! A room around a part: eight delay lines that feed one another through a Hadamard matrix (Jot &
//! Chaigne, AES 90, 1991), duller with each pass.

use super::RENDER_RATE;
use super::synth::db;
use super::track::Track;

/// Mutually prime lengths of 17 to 43 ms: walls 6 to 15 m apart.
const LINES: [usize; 8] = [809, 967, 1_103, 1_301, 1_499, 1_667, 1_873, 2_063];

/// What of each pass is mixed with the sample before: above some 5 kHz air and cloth take more.
const DAMPING: f64 = 0.3;

/// Adds the sound of a room whose reverberation falls by 60 dB in `decay_seconds`, at `gain_db`.
pub fn surround(track: &mut Track, decay_seconds: f64, gain_db: f64) {
    let mut lines = LINES.map(|len| vec![0.0; len]);
    let feedback = LINES.map(|len| db(-60.0 * len as f64 / (decay_seconds * RENDER_RATE)));
    let mut damped = [0.0; 8];
    let gain = db(gain_db);
    // The first time round fills the room with what rings past the end of the loop.
    for audible in [false, true] {
        track.each_frame(|frame, [left, right]| {
            let mut taps = [0.0; 8];
            for line in 0..8 {
                let out = feedback[line] * lines[line][frame % LINES[line]];
                damped[line] = out + DAMPING * (damped[line] - out);
                taps[line] = damped[line];
            }
            let wet = [0, 1].map(|side| taps[side] - taps[side + 2] + taps[side + 4]);
            mix_all(&mut taps);
            for line in 0..8 {
                let dry = if line % 2 == 0 { *left } else { *right };
                lines[line][frame % LINES[line]] = 0.35 * dry + taps[line];
            }
            if audible {
                *left += gain * wet[0];
                *right += gain * wet[1];
            }
        });
    }
}

/// Orthogonal Hadamard matrix of order 8 by its butterflies.
fn mix_all(values: &mut [f64; 8]) {
    for stride in [1, 2, 4] {
        for at in (0..8).filter(|at| at & stride == 0) {
            let (a, b) = (values[at], values[at + stride]);
            values[at] = a + b;
            values[at + stride] = a - b;
        }
    }
    values
        .iter_mut()
        .for_each(|value| *value *= 8f64.sqrt().recip());
}
