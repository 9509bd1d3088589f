//! Runs of frames times a gain, worked on side by side.

/// out += gain · input. By itself, so that the compiler knows what does not overlap.
#[inline(never)]
pub fn add_scaled(input: &[f32], out: &mut [f32], gain: f32) {
    for (out, input) in out.iter_mut().zip(input) {
        *out += gain * input;
    }
}

/// out = gain · input; the largest of it, eight side by side.
#[inline(never)]
pub fn write_scaled(input: &[f32], out: &mut [f32], gain: f32) -> f32 {
    for (out, input) in out.iter_mut().zip(input) {
        *out = gain * input;
    }
    let larger = |most: f32, x: f32| if x.abs() > most { x.abs() } else { most };
    let (eights, rest) = out.as_chunks::<8>();
    let mut most = [0.0; 8];
    for eight in eights {
        for (most, x) in most.iter_mut().zip(eight) {
            *most = larger(*most, *x);
        }
    }
    most.iter()
        .chain(rest)
        .fold(0.0, |most, &x| larger(most, x))
}
