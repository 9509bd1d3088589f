//! Runs of frames times a gain, worked on side by side.

/// Frames that the compiler lines up: half a whole block.
const RUN: usize = 32;
/// Frames that are compared side by side.
const SIDE_BY_SIDE: usize = 8;

/// out += gain · input. By itself, so that the compiler knows what does not overlap.
#[inline(never)]
pub fn add_scaled(input: &[f32], out: &mut [f32], gain: f32) {
    let (runs, rest) = input.as_chunks::<RUN>();
    let (out_runs, out_rest) = out.as_chunks_mut::<RUN>();
    for (out, input) in out_runs.iter_mut().zip(runs) {
        for n in 0..RUN {
            out[n] += gain * input[n];
        }
    }
    for (out, input) in out_rest.iter_mut().zip(rest) {
        *out += gain * input;
    }
}

/// out = gain · input; the largest of it.
#[inline(never)]
pub fn write_scaled(input: &[f32], out: &mut [f32], gain: f32) -> f32 {
    let larger = |most: f32, x: f32| if x.abs() > most { x.abs() } else { most };
    let (runs, rest) = input.as_chunks::<RUN>();
    let (out_runs, out_rest) = out.as_chunks_mut::<RUN>();
    let mut most = [0.0; SIDE_BY_SIDE];
    for (out, input) in out_runs.iter_mut().zip(runs) {
        let eights = out.as_chunks_mut::<SIDE_BY_SIDE>().0.iter_mut();
        for (out, input) in eights.zip(input.as_chunks::<SIDE_BY_SIDE>().0) {
            for n in 0..SIDE_BY_SIDE {
                out[n] = gain * input[n];
                most[n] = larger(most[n], out[n]);
            }
        }
    }
    let mut peak = most.into_iter().fold(0.0, larger);
    for (out, input) in out_rest.iter_mut().zip(rest) {
        *out = gain * input;
        peak = larger(peak, *out);
    }
    peak
}
