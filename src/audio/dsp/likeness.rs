//! How alike two pieces of sound are.
//!
//! Source: normalised cross-correlation, as in W. Verhelst and M. Roelands, "An overlap-add
//! technique based on waveform similarity (WSOLA)", ICASSP 1993.

/// A place in a sound, and how alike it is to what was looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Frames into the sound.
    pub offset: usize,
    /// 1 for the same, 0 for unrelated, −1 for the opposite.
    pub likeness: f32,
}

/// The first place in `field` at which the correlation with `template` is highest. The field is at
/// least as long as the template.
pub fn most_alike(template: &[f32], field: &[f32]) -> Place {
    // Nothing is like silence: 1e-12 is far below the least bit of 24.
    const SILENCE: f64 = 1e-12;
    let len = template.len();
    let square = |x: f32| f64::from(x) * f64::from(x);
    let power = |samples: &[f32]| samples.iter().map(|&x| square(x)).sum::<f64>();
    let own = power(template) + SILENCE;
    let mut other = power(&field[..len]);
    let mut best = Place {
        offset: 0,
        likeness: -1.0,
    };
    for offset in 0..=field.len() - len {
        let product = f64::from(dot(template, &field[offset..offset + len]));
        let likeness = (product / (own * (other.max(0.0) + SILENCE)).sqrt()) as f32;
        if likeness > best.likeness {
            best = Place { offset, likeness };
        }
        if let Some(&next) = field.get(offset + len) {
            other += square(next) - square(field[offset]);
        }
    }
    best
}

/// Σ a·b in eight lanes, so that it becomes vector code; on its own for the same reason.
#[inline(never)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let lanes = a.chunks_exact(8);
    let done = a.len() - lanes.remainder().len();
    for (a, b) in lanes.zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a[done..].iter().zip(&b[done..]).map(|(a, b)| a * b).sum();
    let mut pairs = [0.0f32; 4];
    for lane in 0..4 {
        pairs[lane] = sums[lane] + sums[lane + 4];
    }
    (pairs[0] + pairs[1]) + (pairs[2] + pairs[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::most_alike;
    use crate::audio::dsp::noise::WhiteNoise;

    #[test]
    fn a_copy_is_found_and_an_opposite_is_not_one() {
        let mut noise = WhiteNoise::new(3);
        let field: Vec<f32> = (0..300).map(|_| noise.sample()).collect();
        // Of a length that fills no eight lanes.
        let place = most_alike(&field[211..211 + 77], &field);
        assert_eq!(place.offset, 211);
        assert!(place.likeness > 0.999_99);
        let opposite: Vec<f32> = field[..77].iter().map(|x| -x).collect();
        assert!(most_alike(&opposite, &field[..77]).likeness < -0.999_99);
        assert_eq!(most_alike(&[0.0; 77], &field).likeness, 0.0);
    }
}
